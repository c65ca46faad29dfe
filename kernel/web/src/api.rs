//! What all JSON routes share: pages by key, idempotency keys, typed bodies, the OpenAPI document.

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use base::{Outcome, Refusal};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::refusals::Refused;
use crate::{App, Ctx};

pub use crate::refusals::{Problem, ProblemFault};

/// Items of one page of a list, at most.
pub const PAGE_LIMIT: usize = 100;

/// One page of a list.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// What to send as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts one page out of a list that was asked for one item more.
    pub fn cut(mut items: Vec<T>, limit: usize, key: impl Fn(&T) -> String) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(key) } else { None };
        Self { items, next }
    }
}

/// The parameter `limit`, within its bounds.
pub fn limit(ctx: &Ctx) -> usize {
    ctx.query("limit").and_then(|text| text.parse().ok()).unwrap_or(50).clamp(1, PAGE_LIMIT)
}

/// The header `Idempotency-Key`, which every changing route wants: 8 to 100 visible characters.
pub fn idempotency_key(ctx: &Ctx, subject: &str, verb: &str) -> Outcome<String> {
    let key = ctx.headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or("");
    if !(8..=100).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Refusal::field("Idempotency-Key", "web-fault-idempotency-key"));
    }
    Ok(format!("{subject}:{verb}:{key}"))
}

/// An answer in JSON.
pub fn json(value: &impl Serialize) -> Outcome<Response> {
    let text = serde_json::to_string(value).map_err(Refusal::broken)?;
    Ok(([("content-type", "application/json")], text).into_response())
}

/// A JSON body; what does not fit the type is refused with where and why.
pub struct Body<T>(pub T, pub String);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &App) -> Result<Self, Refused> {
        let limit_bytes = crate::BODY_LIMIT_BYTES as u64;
        let bytes = axum::body::to_bytes(request.into_body(), crate::BODY_LIMIT_BYTES)
            .await
            .map_err(|_| Refused(Refusal::TooLarge { limit_bytes }))?;
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| Refused(Refusal::Malformed))?;
        match serde_json::from_str(&text) {
            Ok(value) => Ok(Body(value, text)),
            Err(error) => {
                let say = base::Say::new("web-fault-json").with("why", error.to_string());
                Err(Refused(Refusal::field("", say)))
            }
        }
    }
}
