//! Calls, files and awards for programs: what the pages do, by JSON.
//!
//! What is public needs no token. A token acts with its owner's rights, so that a program sees and
//! changes exactly what its owner could. Every change wants an `Idempotency-Key`.

use axum::extract::Path;
use axum::response::Response;
use base::Moment;
use people::{Actor, Policy};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use web::api::{Body, Page, Problem, Refusals, json, limit};
use web::{Ctx, Refused, Routes};

use crate::model::{Answers, Call, CallHead, CallState, File, FileId};
use crate::{calls, decisions, files};

type Answer = Result<Response, Refused>;

/// The document of these routes.
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Parvis", description = "Calls for projects, their files and their awards."),
    paths(list_calls, show_call, list_awards, list_files, begin, show_file, save, submit),
    modifiers(&Tokens, &Refusals)
)]
struct Document;

struct Tokens;
impl utoipa::Modify for Tokens {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

pub(crate) fn routes() -> Routes<Policy> {
    let (read, write) = (Policy::Token("read"), Policy::Token("write"));
    Routes::new(people::guard)
        .get("/api/v1/calls", Policy::Anyone, list_calls)
        .get("/api/v1/calls/{slug}", Policy::Anyone, show_call)
        .get("/api/v1/awards", Policy::Anyone, list_awards)
        .get("/api/v1/files", read, list_files)
        .post("/api/v1/calls/{slug}/files", write, begin)
        .get("/api/v1/files/{id}", read, show_file)
        .post("/api/v1/files/{id}", write, save)
        .post("/api/v1/files/{id}/submission", write, submit)
}

/// A call as it is public.
#[derive(Serialize, ToSchema)]
struct PublicCall {
    /// Its id.
    id: String,
    /// Its name in addresses.
    slug: String,
    /// Its title.
    title: String,
    /// One or two sentences.
    summary: String,
    /// `open` or `closed`.
    state: String,
    /// The next cut-off, RFC 3339.
    next_cut_off: Option<String>,
}

/// A budget line of a call.
#[derive(Serialize, ToSchema)]
struct Line {
    /// Its short name.
    code: String,
    /// Its name.
    name: String,
    /// Share of the eligible base, in ten-thousandths.
    rate_basis_points: u32,
    /// At most, in euros with two decimals.
    cap: String,
}

/// A call with its text and what it supports.
#[derive(Serialize, ToSchema)]
struct WholeCall {
    #[serde(flatten)]
    call: PublicCall,
    /// Its text, Markdown.
    body: String,
    /// On which law the support rests.
    legal_basis: String,
    /// What may be asked for.
    lines: Vec<Line>,
}

/// A published award.
#[derive(Serialize, ToSchema)]
struct Award {
    /// Number of the file.
    number: String,
    /// The organisation.
    organisation: String,
    /// The project.
    project: String,
    /// The call.
    call: String,
    /// The session.
    session: String,
    /// Date of the decision.
    decided_on: String,
    /// Euros with two decimals.
    amount: String,
    /// Its place in the list.
    id: String,
}

/// A file as its organisation sees it.
#[derive(Serialize, Deserialize, ToSchema)]
struct OwnFile {
    /// Its id.
    id: String,
    /// Counts the changes; send it with each change.
    version: i64,
    /// The project's title.
    title: String,
    /// Where it stands.
    state: String,
    /// Its number once filed.
    number: String,
    /// Answers by field, as typed.
    answers: Answers,
    /// When it was last saved, RFC 3339.
    saved_at: String,
}

/// For which organisation a file is begun.
#[derive(Deserialize, ToSchema)]
struct Begin {
    /// The organisation's id.
    #[schema(format = "uuid")]
    organisation: String,
}

/// Answers to save over those there are.
#[derive(Deserialize, ToSchema)]
struct Save {
    /// The version that the change was made from.
    #[serde(deserialize_with = "web::api::whole")]
    version: i64,
    /// Answers by field; an empty text takes an answer out.
    answers: Answers,
}

/// Which version is submitted.
#[derive(Deserialize, ToSchema)]
struct Submit {
    /// The version.
    #[serde(deserialize_with = "web::api::whole")]
    version: i64,
}

/// The number of a submitted file.
#[derive(Serialize, Deserialize, ToSchema)]
struct Submitted {
    /// The number.
    number: String,
}

fn public(call: CallHead, next: Option<Moment>) -> PublicCall {
    PublicCall {
        id: call.id.to_string(),
        slug: call.slug,
        title: call.title,
        summary: call.summary,
        state: call.state.code().to_owned(),
        next_cut_off: next.map(|moment| moment.to_string()),
    }
}

/// Calls open and closed, newest first.
#[utoipa::path(get, path = "/api/v1/calls", params(
    ("after" = Option<String>, Query, description = "`next` of the page before"),
    ("limit" = Option<usize>, Query, description = "usually 50", minimum = 1, maximum = 100)),
    responses((status = 200, body = Page<PublicCall>), (status = 404, body = Problem)))]
async fn list_calls(ctx: Ctx) -> Answer {
    let limit = limit(&ctx)?;
    let after = ctx.query("after").map(|id| id.parse()).transpose()?;
    let states = [CallState::Open, CallState::Closed];
    let (calls, next) = ctx
        .app
        .store()
        .read(move |tx| {
            Ok((calls::calls_in(tx, states, after, limit + 1)?, calls::next_cut_offs(tx)?))
        })
        .await?;
    let dated = |call: CallHead| {
        let cut_off = next.get(&call.id).copied();
        public(call, cut_off)
    };
    let items = calls.into_iter().map(dated).collect();
    Ok(json(&Page::cut(items, limit, |call: &PublicCall| call.id.clone()))?)
}

/// One call.
#[utoipa::path(get, path = "/api/v1/calls/{slug}", params(("slug" = String, Path)),
    responses((status = 200, body = WholeCall), (status = 404, body = Problem)))]
async fn show_call(ctx: Ctx, Path(slug): Path<String>) -> Answer {
    let (call, rules, next) = ctx
        .app
        .store()
        .read(move |tx| {
            let call = calls::public_call(tx, &slug)?;
            let rules = calls::rules_of(tx, call.id, call.revision)?;
            let next = calls::open_session(tx, call.id)?.map(|session| session.cut_off_at);
            Ok((call, rules, next))
        })
        .await?;
    let line = |line: &crate::BudgetLine| Line {
        code: line.code.clone(),
        name: line.name.clone(),
        rate_basis_points: line.rate_basis_points,
        cap: line.cap.decimal(),
    };
    let Call { id, slug, title, summary, body, legal_basis, state, .. } = call;
    let head = CallHead { id, slug, title, summary, state };
    Ok(json(&WholeCall {
        call: public(head, next),
        body,
        legal_basis,
        lines: rules.lines.iter().map(line).collect(),
    })?)
}

/// Published awards, newest first.
#[utoipa::path(get, path = "/api/v1/awards", params(
    ("after" = Option<String>, Query, description = "`next` of the page before"),
    ("limit" = Option<usize>, Query, description = "usually 50", minimum = 1, maximum = 100)),
    responses((status = 200, body = Page<Award>), (status = 404, body = Problem)))]
async fn list_awards(ctx: Ctx) -> Answer {
    let limit = limit(&ctx)?;
    let after = ctx.query("after").map(|id| id.parse()).transpose()?;
    let awards = ctx
        .app
        .store()
        .read(move |tx| decisions::public_awards_before(tx, None, after, limit + 1))
        .await?;
    let items = awards
        .into_iter()
        .map(|award| Award {
            number: award.number,
            organisation: award.organisation_name,
            project: award.title,
            call: award.call_slug,
            session: award.session_title,
            decided_on: award.decided_on,
            amount: award.amount.decimal(),
            id: award.file.to_string(),
        })
        .collect();
    Ok(json(&Page::cut(items, limit, |award: &Award| award.id.clone()))?)
}

fn own(file: File) -> OwnFile {
    let state = file.public_state().code().to_owned();
    OwnFile {
        id: file.id.to_string(),
        version: file.version,
        title: file.title,
        state,
        number: file.number,
        answers: file.answers,
        saved_at: file.saved_at.to_string(),
    }
}

/// The files of the token owner's organisations, and those that they are guests of, newest first.
#[utoipa::path(get, path = "/api/v1/files", security(("token" = [])), params(
    ("after" = Option<String>, Query, description = "`next` of the page before"),
    ("limit" = Option<usize>, Query, description = "usually 50", minimum = 1, maximum = 100)),
    responses((status = 200, body = Page<OwnFile>), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
async fn list_files(ctx: Ctx, actor: Actor) -> Answer {
    let limit = limit(&ctx)?;
    let after = ctx.query("after").map(|id| id.parse()).transpose()?;
    let files =
        ctx.app.store().read(move |tx| files::own_files(tx, &actor, after, limit + 1)).await?;
    let items = files.into_iter().map(own).collect();
    Ok(json(&Page::cut(items, limit, |file: &OwnFile| file.id.clone()))?)
}

/// Begins a file; an organisation's draft for the call that is there already is given back.
#[utoipa::path(post, path = "/api/v1/calls/{slug}/files", security(("token" = [])),
    request_body = Begin,
    params(("slug" = String, Path), ("Idempotency-Key" = String, Header,
            min_length = 8, max_length = 100, pattern = "^[!-~]+$")),
    responses((status = 200, body = OwnFile), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn begin(
    ctx: Ctx,
    actor: Actor,
    Path(slug): Path<String>,
    Body(body, text): Body<Begin>,
) -> Answer {
    let key = web::api::idempotency_key(&ctx, &actor.name_in_log(), "begin-file")?;
    let organisation = body.organisation.parse()?;
    let request = format!("{slug} {text}");
    let file = ctx
        .app
        .store()
        .write_once(move |tx| {
            store::once(tx, &key, &request, |tx| {
                let call = calls::public_call(tx, &slug)?;
                let id = files::begin_file(tx, &actor, call.id, organisation)?;
                Ok(own(files::own_file(tx, &actor, id)?))
            })
        })
        .await?;
    Ok(json(&file)?)
}

/// One file.
#[utoipa::path(get, path = "/api/v1/files/{id}", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = OwnFile), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
async fn show_file(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: FileId = id.parse()?;
    let file = ctx.app.store().read(move |tx| files::readable_file(tx, &actor, id)).await?;
    Ok(json(&own(file))?)
}

/// Saves answers.
#[utoipa::path(post, path = "/api/v1/files/{id}", security(("token" = [])),
    request_body = Save,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header,
            min_length = 8, max_length = 100, pattern = "^[!-~]+$")),
    responses((status = 200, body = OwnFile), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn save(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    Body(body, text): Body<Save>,
) -> Answer {
    let key = web::api::idempotency_key(&ctx, &actor.name_in_log(), "save-file")?;
    let file: FileId = id.parse()?;
    let request = format!("{id} {text}");
    let saved = ctx
        .app
        .store()
        .write_once(move |tx| {
            store::once(tx, &key, &request, |tx| {
                files::save_answers(tx, &actor, file, body.version, &body.answers)?;
                Ok(own(files::readable_file(tx, &actor, file)?))
            })
        })
        .await?;
    Ok(json(&saved)?)
}

/// Submits a file.
#[utoipa::path(post, path = "/api/v1/files/{id}/submission", security(("token" = [])),
    request_body = Submit,
    params(("id" = String, Path), ("Idempotency-Key" = String, Header,
            min_length = 8, max_length = 100, pattern = "^[!-~]+$")),
    responses((status = 200, body = Submitted), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn submit(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    Body(body, text): Body<Submit>,
) -> Answer {
    let key = web::api::idempotency_key(&ctx, &actor.name_in_log(), "submit-file")?;
    let file: FileId = id.parse()?;
    let request = format!("{id} {text}");
    let submitted = ctx
        .app
        .store()
        .write_once(move |tx| {
            store::once(tx, &key, &request, |tx| {
                let number = files::submit_file(tx, &actor, file, body.version)?;
                Ok(Submitted { number })
            })
        })
        .await?;
    Ok(json(&submitted)?)
}
