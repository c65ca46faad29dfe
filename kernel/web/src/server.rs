//! The server: layers around the routes, limits, headers.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use base::Refusal;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{
    MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};

use crate::context::{RefusedEarly, know_visitor};
use crate::rates::Asked;
use crate::refusals::{self, Refused};
use crate::{App, BODY_LIMIT_BYTES, Routes, assets, metering};

/// A request may take so long, in seconds.
const TIME_LIMIT_S: u64 = 30;
/// A request that sends files may take so long, in seconds: 12 MB over 1 Mbit/s.
const SENDING_LIMIT_S: u64 = 120;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'; \
    require-trusted-types-for 'script'; trusted-types parvis-htmx";

/// All that a server needs.
pub struct Assembly<P> {
    /// The application.
    pub app: App,
    /// The routes of all contexts.
    pub routes: Routes<P>,
    /// The OpenAPI document, JSON.
    pub openapi: String,
}

impl<P: Clone + Send + Sync + 'static> Assembly<P> {
    /// The router with its layers; `identify` adds the layer that knows people.
    pub fn into_router(self, identify: impl FnOnce(Router<App>) -> Router<App>) -> Router {
        let app = self.app;
        let openapi = self.openapi;
        let inner = self
            .routes
            .into_router()
            .route("/api/v1/openapi.json", axum::routing::get(move || send_json(openapi.clone())))
            .fallback(|| async { Refused(Refusal::Unknown) })
            .layer(RequestBodyLimitLayer::new(BODY_LIMIT_BYTES))
            .layer(axum::extract::DefaultBodyLimit::disable())
            .layer(CatchPanicLayer::custom(caught))
            .layer(from_fn_with_state(app.clone(), admit))
            .layer(from_fn_with_state(app.clone(), refusals::render));
        let pages = identify(inner).layer(from_fn_with_state(app.clone(), know_visitor));
        Router::new()
            .route("/healthz", axum::routing::get(healthy))
            .route("/metrics", axum::routing::get(measured))
            .route("/assets/{file}", axum::routing::get(assets::serve))
            .merge(pages)
            .layer(from_fn(metering::measure))
            .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
            .layer(from_fn(in_time))
            .layer(from_fn(security_headers))
            .layer(PropagateRequestIdLayer::x_request_id())
            .layer(SetRequestIdLayer::x_request_id(Numbered(app.clone())))
            .with_state(app)
    }
}

/// Ends a request that takes too long; one that sends files gets longer.
async fn in_time(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let sends = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
    let limit = Duration::from_secs(if sends { SENDING_LIMIT_S } else { TIME_LIMIT_S });
    let answered = tokio::time::timeout(limit, next.run(request)).await;
    answered.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response())
}

#[derive(Clone)]
struct Numbered(App);

impl MakeRequestId for Numbered {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let id: base::Id<Numbered> = self.0.world().id();
        HeaderValue::from_str(&id.to_string()).ok().map(RequestId::new)
    }
}

/// A fault of ours in a handler ends its request, not the service.
fn caught(panic: Box<dyn std::any::Any + Send>) -> Response {
    let said = panic.downcast_ref::<String>().map(String::as_str);
    let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic");
    Refused(Refusal::broken(said)).into_response()
}

async fn send_json(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

async fn healthy(State(app): State<App>) -> Response {
    let read = app.store().read(|tx| tx.one(store::sql("SELECT 1"), &[]).map(drop)).await;
    match read {
        Ok(()) => (StatusCode::OK, "ok\n").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database\n").into_response(),
    }
}

/// Figures of operation are for this machine only, not for what a proxy on it passes on.
async fn measured(State(app): State<App>, request: Request) -> Response {
    if request.headers().contains_key("x-forwarded-for") && !app.settings().behind_proxy {
        return StatusCode::NOT_FOUND.into_response();
    }
    match address_of(&app, &request).parse::<std::net::IpAddr>() {
        Ok(address) if address.is_loopback() => metering::show().await,
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The address that a request came from; behind a proxy, the one that the proxy saw.
pub(crate) fn address_of(app: &App, request: &Request) -> String {
    if app.settings().behind_proxy {
        let forwarded = request.headers().get_all("x-forwarded-for").iter().next_back();
        let last = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next());
        if let Some(address) = last {
            return address.trim().to_owned();
        }
    }
    request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(|| "unknown".to_owned(), |ConnectInfo(address)| address.ip().to_string())
}

/// Too many requests, and changes that another site sends in somebody's name, go no further.
async fn admit(State(app): State<App>, request: Request, next: Next) -> Response {
    if let Some(RefusedEarly(refusal)) = request.extensions().get() {
        return Refused(refusal.clone()).into_response();
    }
    if let Err(refusal) = app.rates().request(Asked::of(&request)).await {
        return Refused(refusal).into_response();
    }
    let reads = request.method().is_safe();
    if !reads && !request.uri().path().starts_with("/api/") && from_elsewhere(&app, &request) {
        return Refused(Refusal::Forbidden).into_response();
    }
    next.run(request).await
}

fn from_elsewhere(app: &App, request: &Request) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let site_wrong =
        header("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    let own = header("host").unwrap_or("");
    let origin_wrong = header("origin").is_some_and(|origin| {
        let host = origin.split_once("://").map_or(origin, |(_, host)| host);
        origin != app.settings().public_url && host != own
    });
    site_wrong || origin_wrong
}

async fn security_headers(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let holds_secret = route.is_some_and(|route| route.as_str().contains("token}"));
    let mut response = next.run(request).await;
    if holds_secret {
        // Its address opens a door: kept nowhere, told to nobody.
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), payment=(), geolocation=(self)"),
    ] {
        response
            .headers_mut()
            .entry(HeaderName::from_static(name))
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
