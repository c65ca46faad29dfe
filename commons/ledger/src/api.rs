//! Books for programs: accounts, their transfers, and batches of new ones.
//!
//! A token acts with its owner's rights: whoever keeps a book. The vocabulary is TigerBeetle's: a
//! transfer has an id that its maker chose, and the same id is the same transfer, so that a batch
//! may be sent again.

use axum::extract::Path;
use axum::response::Response;
use base::{Id, Outcome, Refusal};
use people::{Actor, Policy};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::api::{Body, Page, Problem, Refusals, json, limit};
use web::{Ctx, Refused, Routes};

use crate::books::{account_in, book, books_of, create_in};
use crate::entities::{Account, Entity, accounts_in};
use crate::model::{ALL, AccountId, Booked, Day, EntityId, Phase, Transfer};
use crate::statements::statement;

type Answer = Result<Response, Refused>;

/// The document of these routes.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    document.merge(crate::api_payments::Document::openapi());
    document
}

#[derive(OpenApi)]
#[openapi(
    paths(list_books, list_accounts, list_transfers, create),
    modifiers(&Refusals)
)]
struct Document;

pub(crate) fn routes() -> Routes<Policy> {
    let (read, write) = (Policy::Token("read"), Policy::Token("write"));
    Routes::new(people::guard)
        .get("/api/v1/books", read, list_books)
        .get("/api/v1/books/{book}/accounts", read, list_accounts)
        .get("/api/v1/books/{book}/accounts/{account}/transfers", read, list_transfers)
        .post("/api/v1/books/{book}/transfers", write, create)
        .merge(crate::api_payments::routes())
}

/// A book.
#[derive(Serialize, ToSchema)]
struct OwnBook {
    /// Its number.
    id: i64,
    /// The legal entity.
    name: String,
    /// Transfers in it.
    transfers: i64,
    /// The last day of its closed periods.
    closed_through: Option<String>,
}

/// An account of a book.
#[derive(Serialize, ToSchema)]
struct OwnAccount {
    /// Its number: that of its book, and its own in there.
    id: String,
    /// What it is for.
    purpose: String,
    /// Account of the French chart.
    chart: String,
    /// Whose it is; empty for the entity's own.
    owner: String,
    /// In what it counts: EUR (cents), MIN (minutes), or a unit of the entity's own.
    unit: String,
    /// How far debits may exceed credits.
    max_debit: Option<i64>,
    /// How far credits may exceed debits.
    max_credit: Option<i64>,
    /// Debits that wait for their second phase, in minor units.
    debits_pending: i64,
    /// Debits that are final.
    debits_posted: i64,
    /// Credits that wait for their second phase.
    credits_pending: i64,
    /// Credits that are final.
    credits_posted: i64,
    /// Whether it takes part in no transfer any more.
    closed: bool,
}

/// A transfer in a book.
#[derive(Serialize, ToSchema)]
struct OwnTransfer {
    /// Its id.
    id: String,
    /// Its place in the book, from 1.
    number: i64,
    /// `single`, `pending`, `post`, `void` or `expire`.
    phase: String,
    /// The pending transfer that it ends.
    pending_id: Option<String>,
    /// The account that was debited.
    debit: String,
    /// The account that was credited.
    credit: String,
    /// In minor units.
    amount: i64,
    /// What for: a word that reports count by.
    code: String,
    /// The business object.
    reference: String,
    /// In words.
    label: String,
    /// The day that it takes effect.
    effective: String,
    /// When it was booked, RFC 3339.
    at: String,
}

/// What a new transfer does.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum NewPhase {
    /// Moves the amount.
    #[default]
    Single,
    /// Sets it aside.
    Pending,
    /// Moves what `pending_id` set aside; all of it when no amount is given.
    Post,
    /// Frees what `pending_id` set aside.
    Void,
}

/// A transfer that is asked for.
#[derive(Deserialize, ToSchema)]
struct NewTransfer {
    /// Its id, chosen by the program: the same id is the same transfer.
    #[schema(format = "uuid")]
    id: String,
    /// What it does.
    #[serde(default)]
    phase: NewPhase,
    /// The account to debit; not for `post` and `void`.
    #[serde(default)]
    debit: Option<String>,
    /// The account to credit; not for `post` and `void`.
    #[serde(default)]
    credit: Option<String>,
    /// In minor units; left out, all there is: for `post`, and for balancing transfers.
    #[serde(default, deserialize_with = "web::api::maybe_whole")]
    #[schema(minimum = 0)]
    amount: Option<i64>,
    /// The pending transfer that `post` or `void` ends.
    #[serde(default)]
    #[schema(format = "uuid")]
    pending_id: Option<String>,
    /// Seconds after which a pending transfer expires; 0 or nothing for never.
    #[serde(default, deserialize_with = "web::api::maybe_whole")]
    #[schema(minimum = 0)]
    timeout: Option<i64>,
    /// All or none, together with the next one.
    #[serde(default)]
    linked: bool,
    /// At most what the debit account has.
    #[serde(default)]
    balancing_debit: bool,
    /// At most what the credit account owes.
    #[serde(default)]
    balancing_credit: bool,
    /// What for: a word that reports count by.
    #[serde(default)]
    #[schema(max_length = 40)]
    code: String,
    /// The business object.
    #[serde(default)]
    #[schema(max_length = 80)]
    reference: String,
    /// In words.
    #[serde(default)]
    #[schema(max_length = 200)]
    label: String,
    /// The day that it takes effect; today if left out.
    #[serde(default)]
    #[schema(format = "date")]
    effective: Option<String>,
}

/// Transfers, carried out in order.
#[derive(Deserialize, ToSchema)]
struct Batch {
    /// At most 8,190.
    #[schema(max_items = 8190)]
    transfers: Vec<NewTransfer>,
}

/// What became of a transfer.
#[derive(Serialize, ToSchema)]
struct Became {
    /// Its id.
    id: String,
    /// `created`, `exists`, or why not: the names are TigerBeetle's.
    status: String,
}

fn own_book(entity: Entity) -> OwnBook {
    OwnBook {
        id: entity.id.0,
        name: entity.name,
        transfers: entity.transfers,
        closed_through: entity.closed_through.map(|day| day.date().to_string()),
    }
}

fn own_account(account: Account) -> OwnAccount {
    let balances = account.balances;
    OwnAccount {
        id: account.id.to_string(),
        purpose: account.data.purpose.code().to_owned(),
        chart: account.data.purpose.chart().0.to_owned(),
        owner: account.data.owner,
        unit: account.data.unit,
        max_debit: account.data.max_debit,
        max_credit: account.data.max_credit,
        debits_pending: balances.debits_pending,
        debits_posted: balances.debits_posted,
        credits_pending: balances.credits_pending,
        credits_posted: balances.credits_posted,
        closed: account.closed_at.is_some(),
    }
}

fn own_transfer(booked: Booked) -> OwnTransfer {
    let transfer = booked.transfer;
    let phase = match transfer.phase {
        Phase::Single => "single",
        Phase::Pending { .. } => "pending",
        Phase::Post { .. } => "post",
        Phase::Void { .. } => "void",
        Phase::Expire { .. } => "expire",
    };
    OwnTransfer {
        id: transfer.id.to_string(),
        number: booked.number,
        phase: phase.to_owned(),
        pending_id: transfer.ends().map(|id| id.to_string()),
        debit: transfer.debit.to_string(),
        credit: transfer.credit.to_string(),
        amount: transfer.amount,
        code: transfer.code,
        reference: transfer.reference,
        label: transfer.label,
        effective: booked.effective.date().to_string(),
        at: booked.at.to_string(),
    }
}

/// The books that the token's owner keeps.
#[utoipa::path(get, path = "/api/v1/books", security(("token" = [])),
    responses((status = 200, body = Vec<OwnBook>), (status = 401, body = Problem)))]
async fn list_books(ctx: Ctx, actor: Actor) -> Answer {
    let books = ctx.app.store().read(move |tx| books_of(tx, &actor)).await?;
    let books: Vec<OwnBook> = books.into_iter().filter_map(|(_, _, e)| e).map(own_book).collect();
    Ok(json(&books)?)
}

/// The accounts of a book, with their balances.
#[utoipa::path(get, path = "/api/v1/books/{book}/accounts", security(("token" = [])),
    params(("book" = i64, Path)),
    responses((status = 200, body = Vec<OwnAccount>), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
async fn list_accounts(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    let accounts = ctx
        .app
        .store()
        .read(move |tx| {
            let entity = book(tx, &actor, EntityId(id))?;
            accounts_in(tx, entity.id)
        })
        .await?;
    let accounts: Vec<OwnAccount> = accounts.into_iter().map(own_account).collect();
    Ok(json(&accounts)?)
}

/// The transfers of an account, newest first.
#[utoipa::path(get, path = "/api/v1/books/{book}/accounts/{account}/transfers",
    security(("token" = [])), params(("book" = i64, Path), ("account" = String, Path),
    ("after" = Option<i64>, Query, description = "`next` of the page before"),
    ("limit" = Option<usize>, Query, description = "usually 50", minimum = 1, maximum = 100)),
    responses((status = 200, body = Page<OwnTransfer>), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
async fn list_transfers(
    ctx: Ctx,
    actor: Actor,
    Path((id, account)): Path<(i64, String)>,
) -> Answer {
    let limit = limit(&ctx)?;
    let account: AccountId = account.parse()?;
    let after = ctx.query("after").map(|number| number.parse()).transpose();
    let after = after.map_err(|_| Refusal::Unknown)?;
    let rows = ctx
        .app
        .store()
        .read(move |tx| {
            let (entity, account) = account_in(tx, &actor, account)?;
            if entity.id.0 != id {
                return Err(Refusal::Unknown);
            }
            statement(tx, account.id, after, limit + 1)
        })
        .await?;
    let items = rows.into_iter().map(own_transfer).collect();
    Ok(json(&Page::cut(items, limit, |row: &OwnTransfer| row.number.to_string()))?)
}

/// Carries out a batch of transfers in one book; what became of each, in order.
#[utoipa::path(post, path = "/api/v1/books/{book}/transfers", security(("token" = [])),
    request_body = Batch, params(("book" = i64, Path)),
    responses((status = 200, body = Vec<Became>), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn create(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<i64>,
    Body(batch, _): Body<Batch>,
) -> Answer {
    let asked: Vec<Transfer> = batch.transfers.iter().map(read).collect::<Outcome<_>>()?;
    let id = EntityId(id);
    let became = ctx
        .app
        .store()
        .write(move |tx| {
            let statuses = create_in(tx, &actor, id, &asked)?;
            let became = |(transfer, status): (&Transfer, crate::Status)| Became {
                id: transfer.id.to_string(),
                status: status.name().to_owned(),
            };
            Ok(asked.iter().zip(statuses).map(became).collect::<Vec<_>>())
        })
        .await?;
    Ok(json(&became)?)
}

fn read(new: &NewTransfer) -> Outcome<Transfer> {
    let id = new.id.parse()?;
    let account = |given: &Option<String>| match given {
        Some(number) => number.parse(),
        None => Ok(AccountId::UNSET),
    };
    // What names no pending transfer is answered like what names one that is not there.
    let pending = || match &new.pending_id {
        Some(id) => id.parse(),
        None => Ok(Id::from_bytes([0; 16])),
    };
    let phase = match new.phase {
        NewPhase::Single => Phase::Single,
        NewPhase::Pending => Phase::Pending { timeout_s: new.timeout.unwrap_or(0) },
        NewPhase::Post => Phase::Post { pending: pending()? },
        NewPhase::Void => Phase::Void { pending: pending()? },
    };
    let all = if matches!(phase, Phase::Void { .. }) { 0 } else { ALL };
    // What is no date is no day on which anything could take effect, and answered so.
    let day = |text: &String| text.parse().map_or(Day(-1), Day::of);
    Ok(Transfer {
        phase,
        linked: new.linked,
        balancing_debit: new.balancing_debit,
        balancing_credit: new.balancing_credit,
        effective: new.effective.as_ref().map(day),
        ..Transfer::new(id, account(&new.debit)?, account(&new.credit)?, new.amount.unwrap_or(all))
            .about(&plain(&new.code), &plain(&new.reference), &plain(&new.label))
    })
}

/// A text without what nobody can type.
fn plain(text: &str) -> String {
    text.replace(|sign: char| sign.is_control(), " ")
}
