//! Refusals as HTTP: the one place where a situation becomes a status and a sentence.
//!
//! A handler's refusal travels as a bare response; the outer layer [`render`] makes it a page in
//! the reader's language, or problem+json (RFC 9457) under `/api/` and for the page's own script.

use askama::Template;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base::{Fault, Refusal, Say};

use crate::context::{Ctx, PageHead, Visitor};
use crate::{App, Voice};

/// A refusal on its way to the outer layer; what handlers fail with.
pub struct Refused(pub Refusal);

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Refused(refusal)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = status_of(&self.0).into_response();
        response.extensions_mut().insert(Carried(self.0));
        response
    }
}

#[derive(Clone)]
struct Carried(Refusal);

/// The HTTP status of a situation.
pub fn status_of(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Unknown => StatusCode::NOT_FOUND,
        Refusal::SignInFirst => StatusCode::UNAUTHORIZED,
        Refusal::Forbidden => StatusCode::FORBIDDEN,
        Refusal::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::Stale | Refusal::Conflict(_) => StatusCode::CONFLICT,
        Refusal::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::Malformed => StatusCode::BAD_REQUEST,
        Refusal::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::NoSpace => StatusCode::INSUFFICIENT_STORAGE,
        Refusal::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Key of a situation's short name; its sentence is at the key with `-what` at its end.
fn key_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Unknown => "web-refusal-unknown",
        Refusal::SignInFirst => "web-refusal-sign-in",
        Refusal::Forbidden => "web-refusal-forbidden",
        Refusal::Invalid(_) => "web-refusal-invalid",
        Refusal::Stale => "web-refusal-stale",
        Refusal::Conflict(_) => "web-refusal-conflict",
        Refusal::TooMany { .. } => "web-refusal-too-many",
        Refusal::TooLarge { .. } => "web-refusal-too-large",
        Refusal::Malformed => "web-refusal-malformed",
        Refusal::Busy => "web-refusal-busy",
        Refusal::NoSpace => "web-refusal-no-space",
        Refusal::Broken(_) => "web-refusal-broken",
    }
}

fn sentence(voice: &Voice, refusal: &Refusal) -> String {
    let what = format!("{}-what", key_of(refusal));
    match refusal {
        Refusal::Conflict(say) => voice.it(say),
        Refusal::TooMany { wait_s } => {
            voice.with(&what, "seconds", i64::try_from(*wait_s).unwrap_or(i64::MAX))
        }
        Refusal::TooLarge { limit_bytes } => {
            voice.with(&what, "limit", words::bytes(voice.lang, *limit_bytes))
        }
        _ => voice.say(&what),
    }
}

pub(crate) fn wants_json(headers: &HeaderMap, path: &str) -> bool {
    path.starts_with("/api/") || headers.contains_key("x-parvis-autosave")
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct RefusalPage<'a> {
    voice: &'a Voice,
    title: &'a str,
    what: &'a str,
    faults: &'a [String],
    request_id: &'a str,
    ours: bool,
    help: &'a str,
}

/// Turns carried refusals into answers.
pub(crate) async fn render(State(app): State<App>, request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let headers = request.headers().clone();
    let is_get = request.method() == axum::http::Method::GET;
    let visitor = request.extensions().get::<Visitor>().cloned();
    // The pattern: an address may hold a secret.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if response.extensions().get::<Carried>().is_none()
        && let Some(refusal) = of_the_framework(response.status())
    {
        response.extensions_mut().insert(Carried(refusal));
    }
    let Some(Carried(refusal)) = response.extensions_mut().remove::<Carried>() else {
        return response;
    };
    let request_id = headers.get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or("");
    if let Refusal::Broken(why) = &refusal {
        let route = route.as_ref().map_or("", |route| route.as_str());
        tracing::error!(route, request_id, why, "broken");
    }
    let Some(visitor) = visitor else { return status_of(&refusal).into_response() };
    let ctx = Ctx {
        voice: Voice::new(app.words().clone(), visitor.lang),
        app,
        visitor,
        uri,
        headers: headers.clone(),
    };
    ctx.tell_refused(&refusal, is_get && !ctx.wants_json());
    let status = if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response.status()
    } else {
        status_of(&refusal)
    };
    let mut answer = if ctx.wants_json() {
        problem(&ctx, status, &refusal)
    } else if refusal == Refusal::SignInFirst && is_get {
        let back = ctx.uri.path_and_query().map_or("/", |path| path.as_str());
        let back: String = serde_urlencoded::to_string([("retour", back)]).unwrap_or_default();
        ctx.see(&format!("/connexion?{back}"), "")
    } else {
        page(&ctx, status, &refusal, request_id)
    };
    if let Refusal::TooMany { wait_s } = refusal {
        answer.headers_mut().insert(header::RETRY_AFTER, wait_s.into());
    }
    answer
}

/// What a bare answer of the framework means: a method that is not served, an address whose parts
/// cannot be read, a body beyond the limit.
fn of_the_framework(status: StatusCode) -> Option<Refusal> {
    match status {
        StatusCode::METHOD_NOT_ALLOWED | StatusCode::BAD_REQUEST => Some(Refusal::Unknown),
        StatusCode::PAYLOAD_TOO_LARGE => {
            Some(Refusal::TooLarge { limit_bytes: crate::FILE_LIMIT_BYTES as u64 })
        }
        _ => None,
    }
}

fn page(ctx: &Ctx, status: StatusCode, refusal: &Refusal, request_id: &str) -> Response {
    let title = ctx.voice.say(key_of(refusal));
    let faults: Vec<String> = match refusal {
        Refusal::Invalid(faults) => faults.iter().map(|fault| ctx.voice.it(&fault.say)).collect(),
        _ => Vec::new(),
    };
    let main = RefusalPage {
        voice: &ctx.voice,
        title: &title,
        what: &sentence(&ctx.voice, refusal),
        faults: &faults,
        request_id,
        ours: matches!(refusal, Refusal::Broken(_)),
        help: &ctx.visitor.publisher.help,
    };
    let head = PageHead { title: &title, ..PageHead::default() };
    main.render()
        .map_err(Refusal::broken)
        .and_then(|main| ctx.html(status, &head, &main))
        .unwrap_or_else(|_| status.into_response())
}

/// An error as machines read it (RFC 9457).
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// A name of the situation that does not change: `/problems/unknown`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The situation in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do about it.
    pub detail: String,
    /// What is wrong, field by field.
    pub faults: Vec<ProblemFault>,
}

/// What is wrong with one field.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct ProblemFault {
    /// The field, or nothing for the whole.
    pub field: String,
    /// What is wrong, in words.
    pub message: String,
}

fn problem(ctx: &Ctx, status: StatusCode, refusal: &Refusal) -> Response {
    let faults: &[Fault] = match refusal {
        Refusal::Invalid(faults) => faults,
        _ => &[],
    };
    let say = |say: &Say| ctx.voice.it(say);
    let body = Problem {
        kind: key_of(refusal).replacen("web-refusal-", "/problems/", 1),
        title: ctx.voice.say(key_of(refusal)),
        status: status.as_u16(),
        detail: sentence(&ctx.voice, refusal),
        faults: faults
            .iter()
            .map(|f| ProblemFault { field: f.field.clone(), message: say(&f.say) })
            .collect(),
    };
    let text = serde_json::to_string(&body).unwrap_or_default();
    (status, [(header::CONTENT_TYPE, "application/problem+json")], text).into_response()
}
