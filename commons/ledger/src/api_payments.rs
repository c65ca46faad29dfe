//! What is to be paid and what leaves, for programs: parties, claims and orders of a book.
//!
//! A program reads all three and makes claims; what leaves is prepared and approved by people, each for
//! themselves, and by no program.

use ::store::Tx;
use axum::extract::Path;
use axum::response::Response;
use base::{Outcome, Refusal};
use people::{Actor, Policy};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::api::{Body, Page, Problem, Refusals, json, limit};
use web::{Ctx, Refused, Routes};

use crate::claims::{Claim, NewClaim, claim, claims_page, expect_payment};
use crate::model::{Day, EntityId};
use crate::orders::{Order, order, orders_page};
use crate::parties::{Party, PartyId, parties_page};
use crate::plan::Purpose;

type Answer = Result<Response, Refused>;

/// The document of these routes.
#[derive(OpenApi)]
#[openapi(
    paths(list_parties, list_claims, show_claim, create_claim, list_orders, show_order),
    modifiers(&Refusals)
)]
pub(crate) struct Document;

pub(crate) fn routes() -> Routes<Policy> {
    let (read, write) = (Policy::Token("read"), Policy::Token("write"));
    Routes::new(people::guard)
        .get("/api/v1/books/{book}/parties", read, list_parties)
        .get("/api/v1/books/{book}/claims", read, list_claims)
        .post("/api/v1/books/{book}/claims", write, create_claim)
        .get("/api/v1/books/{book}/claims/{claim}", read, show_claim)
        .get("/api/v1/books/{book}/orders", read, list_orders)
        .get("/api/v1/books/{book}/orders/{order}", read, show_order)
}

/// Somebody who pays a book or is paid from it.
#[derive(Serialize, ToSchema)]
struct OwnParty {
    /// Its id.
    id: String,
    /// As on its account at the bank.
    name: String,
    /// Where it is written to; may be empty.
    email: String,
    /// Nine digits, or empty.
    siren: String,
}

/// Something to be paid to the organisation.
#[derive(Serialize, ToSchema)]
struct OwnClaim {
    /// Its number in the book.
    number: i64,
    /// By whom: the id of a party.
    party: String,
    /// What they are called.
    name: String,
    /// What it is booked under.
    purpose: String,
    /// In cents.
    amount: i64,
    /// What was paid of it.
    paid: i64,
    /// What was given back of that.
    refunded: i64,
    /// Until when it is to be paid.
    due: String,
    /// What for.
    label: String,
    /// What the payer's bank is to send along (ISO 11649).
    reference: String,
    /// `open`, `sent` (a debit is at the bank), `paid` or `dropped`.
    state: String,
}

/// A payment that leaves.
#[derive(Serialize, ToSchema)]
struct OwnOrder {
    /// Its number in the book.
    number: i64,
    /// To whom: the id of a party.
    party: String,
    /// What they are called, as the order was prepared.
    name: String,
    /// What it is booked under.
    purpose: String,
    /// In cents.
    amount: i64,
    /// On which day.
    due: String,
    /// What the payee reads.
    label: String,
    /// The document that proves it.
    reference: String,
    /// What comes back on the bank's statement.
    end_to_end: String,
    /// `prepared`, `approved`, `sent`, `paid`, `refused`, `returned` or `withdrawn`.
    state: String,
    /// What the bank said against it.
    reason: String,
    /// The claim that it gives back.
    claim: Option<i64>,
}

/// A claim that is asked for.
#[derive(Deserialize, ToSchema)]
struct NewOwnClaim {
    /// By whom it is to be paid: the id of a party.
    #[schema(format = "uuid")]
    party: String,
    /// What it is booked under: an income.
    #[schema(schema_with = incomes)]
    purpose: String,
    /// In cents; 1 to 99,999,999,999.
    #[serde(deserialize_with = "web::api::whole")]
    #[schema(minimum = 1, maximum = 99_999_999_999_i64)]
    amount: i64,
    /// Until when it is to be paid.
    #[schema(format = "date")]
    due: String,
    /// What for, as the payer reads it.
    #[schema(min_length = 1, max_length = 140, pattern = r"[^\s\x00-\x1F\x7F-\x9F]")]
    label: String,
}

/// The codes of all incomes.
fn incomes() -> utoipa::openapi::schema::Object {
    let codes = Purpose::all().filter(|purpose| purpose.is_income()).map(Purpose::code);
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::Type::String)
        .enum_values(Some(codes))
        .build()
}

fn own_party(party: Party) -> OwnParty {
    let data = party.data;
    OwnParty { id: party.id.to_string(), name: data.name, email: data.email, siren: data.siren }
}

fn own_claim(claim: Claim) -> OwnClaim {
    OwnClaim {
        number: claim.number,
        party: claim.data.party.to_string(),
        name: claim.name,
        purpose: claim.data.purpose.code().to_owned(),
        amount: claim.data.amount,
        paid: claim.paid,
        refunded: claim.refunded,
        due: claim.data.due.date().to_string(),
        label: claim.data.label,
        reference: claim.reference.as_str().to_owned(),
        state: claim.state.code().to_owned(),
    }
}

fn own_order(book: EntityId, order: Order) -> OwnOrder {
    OwnOrder {
        number: order.number,
        party: order.data.party.to_string(),
        purpose: order.data.purpose.code().to_owned(),
        amount: order.data.amount,
        due: order.data.due.date().to_string(),
        end_to_end: order.end_to_end(book),
        state: order.state.code().to_owned(),
        claim: order.data.claim,
        label: order.data.label,
        reference: order.data.reference,
        name: order.name,
        reason: order.reason,
    }
}

/// The number that a page of a list goes on from.
fn after(ctx: &Ctx) -> Outcome<Option<i64>> {
    let after = ctx.query("after").map(|number| number.parse()).transpose();
    after.map_err(|_| Refusal::Unknown)
}

/// The parties of a book, by id.
#[utoipa::path(get, path = "/api/v1/books/{book}/parties", security(("token" = [])),
    params(("book" = i64, Path),
    ("after" = Option<String>, Query, description = "`next` of the page before"),
    ("limit" = Option<usize>, Query, description = "usually 50", minimum = 1, maximum = 100)),
    responses((status = 200, body = Page<OwnParty>), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
async fn list_parties(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    let limit = limit(&ctx)?;
    let after: Option<PartyId> = ctx.query("after").map(|id| id.parse()).transpose()?;
    let read = move |tx: &mut Tx| parties_page(tx, &actor, EntityId(id), after, limit + 1);
    let items = ctx.app.store().read(read).await?.into_iter().map(own_party).collect();
    Ok(json(&Page::cut(items, limit, |party: &OwnParty| party.id.clone()))?)
}

/// The claims of a book, newest first.
#[utoipa::path(get, path = "/api/v1/books/{book}/claims", security(("token" = [])),
    params(("book" = i64, Path),
    ("after" = Option<i64>, Query, description = "`next` of the page before"),
    ("limit" = Option<usize>, Query, description = "usually 50", minimum = 1, maximum = 100)),
    responses((status = 200, body = Page<OwnClaim>), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
async fn list_claims(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    let (limit, after) = (limit(&ctx)?, after(&ctx)?);
    let read = move |tx: &mut Tx| claims_page(tx, &actor, EntityId(id), after, limit + 1);
    let items = ctx.app.store().read(read).await?.into_iter().map(own_claim).collect();
    Ok(json(&Page::cut(items, limit, |claim: &OwnClaim| claim.number.to_string()))?)
}

/// One claim.
#[utoipa::path(get, path = "/api/v1/books/{book}/claims/{claim}", security(("token" = [])),
    params(("book" = i64, Path), ("claim" = i64, Path)),
    responses((status = 200, body = OwnClaim), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
async fn show_claim(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    let read = move |tx: &mut Tx| claim(tx, &actor, EntityId(id), number);
    Ok(json(&own_claim(ctx.app.store().read(read).await?))?)
}

/// Expects a payment, once for each key.
#[utoipa::path(post, path = "/api/v1/books/{book}/claims", security(("token" = [])),
    request_body = NewOwnClaim, params(("book" = i64, Path),
    ("Idempotency-Key" = String, Header, min_length = 8, max_length = 100, pattern = "^[!-~]+$",
        description = "The same key is the same claim")),
    responses((status = 200, body = OwnClaim), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn create_claim(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<i64>,
    Body(new, text): Body<NewOwnClaim>,
) -> Answer {
    let key = web::api::idempotency_key(&ctx, &actor.name_in_log(), "expect-payment")?;
    let new = read(&new)?;
    let id = EntityId(id);
    let made = ctx
        .app
        .store()
        .write_once(move |tx| {
            let request = format!("{} {text}", id.0);
            let make = |tx: &mut Tx| expect_payment(tx, &actor, id, &new);
            let number = ::store::once(tx, &key, &request, make)?;
            claim(tx, &actor, id, number)
        })
        .await?;
    Ok(json(&own_claim(made))?)
}

fn read(new: &NewOwnClaim) -> Outcome<NewClaim> {
    let purpose = Purpose::from_code(&new.purpose).filter(|purpose| purpose.is_income());
    let purpose = purpose.ok_or_else(|| Refusal::field("purpose", "web-fault-choice"))?;
    let due = new.due.parse().map_err(|_| Refusal::field("due", "web-fault-date"))?;
    let label = new.label.replace(|sign: char| sign.is_control(), " ").trim().to_owned();
    let length = label.chars().count();
    if length == 0 {
        return Err(Refusal::field("label", "web-fault-required"));
    }
    if length > 140 {
        let say = base::Say::new("web-fault-too-long").with("max", 140_i64);
        return Err(Refusal::field("label", say.with("length", length)));
    }
    Ok(NewClaim {
        party: new.party.parse()?,
        purpose,
        amount: new.amount,
        due: Day::of(due),
        label,
    })
}

/// The orders of a book, newest first.
#[utoipa::path(get, path = "/api/v1/books/{book}/orders", security(("token" = [])),
    params(("book" = i64, Path),
    ("after" = Option<i64>, Query, description = "`next` of the page before"),
    ("limit" = Option<usize>, Query, description = "usually 50", minimum = 1, maximum = 100)),
    responses((status = 200, body = Page<OwnOrder>), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
async fn list_orders(ctx: Ctx, actor: Actor, Path(id): Path<i64>) -> Answer {
    let (limit, after) = (limit(&ctx)?, after(&ctx)?);
    let book = EntityId(id);
    let read = move |tx: &mut Tx| orders_page(tx, &actor, book, after, limit + 1);
    let own = |one| own_order(book, one);
    let items = ctx.app.store().read(read).await?.into_iter().map(own).collect();
    Ok(json(&Page::cut(items, limit, |order: &OwnOrder| order.number.to_string()))?)
}

/// One order.
#[utoipa::path(get, path = "/api/v1/books/{book}/orders/{order}", security(("token" = [])),
    params(("book" = i64, Path), ("order" = i64, Path)),
    responses((status = 200, body = OwnOrder), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
async fn show_order(ctx: Ctx, actor: Actor, Path((id, number)): Path<(i64, i64)>) -> Answer {
    let book = EntityId(id);
    let read = move |tx: &mut Tx| order(tx, &actor, book, number);
    Ok(json(&own_order(book, ctx.app.store().read(read).await?))?)
}
