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

/// The parameter `limit`: 50 unless another number from 1 to 100 is asked for.
pub fn limit(ctx: &Ctx) -> Outcome<usize> {
    let query = ctx.uri.query().unwrap_or("").split('&');
    let Some(asked) = query.filter_map(|pair| pair.strip_prefix("limit=")).next() else {
        return Ok(50);
    };
    let limit = asked.parse().ok().filter(|limit| (1..=PAGE_LIMIT).contains(limit));
    let say = base::Say::new("web-fault-number").with("min", 1_i64).with("max", PAGE_LIMIT);
    limit.ok_or_else(|| Refusal::field("limit", say))
}

/// Completes a description: refusals are problem+json (RFC 9457), and some can meet any request.
pub struct Refusals;

impl utoipa::Modify for Refusals {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        describe_refusals(document);
    }
}

fn describe_refusals(document: &mut utoipa::openapi::OpenApi) {
    let anywhere = [
        ("400", "The request could not be read"),
        ("413", "Larger than the limit"),
        ("422", "Something in the request is not as described"),
        ("429", "Too many requests"),
        ("503", "Busy; try again"),
    ];
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put].into_iter().flatten();
        for operation in operations {
            for (code, what) in anywhere {
                let known = operation.responses.responses.contains_key(code);
                if !known {
                    operation.responses.responses.insert(code.to_owned(), problem(what));
                }
            }
            for (code, response) in &mut operation.responses.responses {
                if let utoipa::openapi::RefOr::T(response) = response
                    && code.as_str() >= "400"
                    && let Some(content) = response.content.shift_remove("application/json")
                {
                    response.content.insert("application/problem+json".to_owned(), content);
                }
            }
        }
    }
}

fn problem(what: &str) -> utoipa::openapi::RefOr<utoipa::openapi::Response> {
    let schema = utoipa::openapi::Ref::from_schema_name("Problem");
    let content = utoipa::openapi::ContentBuilder::new().schema(Some(schema)).build();
    utoipa::openapi::ResponseBuilder::new()
        .description(what)
        .content("application/problem+json", content)
        .build()
        .into()
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
    let headers = [("content-type", "application/json"), ("cache-control", "no-store")];
    Ok((headers, text).into_response())
}

/// Reads a whole number as JSON has it, where 3 and 3.0 are the same.
pub fn whole<'de, D: serde::Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    use serde::{Deserialize, de::Error};
    let number = serde_json::Number::deserialize(from)?;
    let exact = |real: &f64| real.fract() == 0.0 && real.abs() < 9_007_199_254_740_992.0;
    number
        .as_i64()
        .or_else(|| number.as_f64().filter(exact).map(|real| real as i64))
        .ok_or_else(|| Error::custom("a whole number is wanted"))
}

/// The same where the number may be missing or null.
pub fn maybe_whole<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    #[derive(serde::Deserialize)]
    struct Whole(#[serde(deserialize_with = "whole")] i64);
    let found: Option<Whole> = serde::Deserialize::deserialize(from)?;
    Ok(found.map(|Whole(number)| number))
}

/// A JSON body; what does not fit the type is refused with where and why.
pub struct Body<T>(pub T, pub String);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &App) -> Result<Self, Refused> {
        let limit_bytes = crate::BODY_LIMIT_BYTES as u64;
        let bytes = axum::body::to_bytes(request.into_body(), crate::BODY_LIMIT_BYTES)
            .await
            .map_err(|error| Refused(crate::forms::cut_short(&error, limit_bytes)))?;
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
