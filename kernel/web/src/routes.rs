//! The table of routes: every one states who may use it, and the router is made from the table.

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Extensions;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use base::Outcome;

use crate::App;

/// A method that routes answer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes.
    Post,
    /// Makes what it names, once.
    Put,
}

impl Method {
    /// The method's name.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
        }
    }
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RouteInfo<P> {
    /// Path with its parameters: `/appels/{slug}`.
    pub path: String,
    /// Method.
    pub method: Method,
    /// Who may use it.
    pub policy: P,
}

/// Decides from what is known of the visitor whether the policy admits them.
pub type Guard<P> = fn(&P, &Extensions) -> Outcome<()>;

/// Routes of one context, or of all.
pub struct Routes<P> {
    guard: Guard<P>,
    table: Vec<RouteInfo<P>>,
    router: Router<App>,
}

impl<P: Clone + Send + Sync + 'static> Routes<P> {
    /// No routes yet; `guard` will stand before each.
    pub fn new(guard: Guard<P>) -> Self {
        Self { guard, table: Vec::new(), router: Router::new() }
    }

    /// A route that reads.
    #[must_use]
    pub fn get<H, T>(self, path: &str, policy: P, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::Get, path, policy, axum::routing::get(handler))
    }

    /// A route that changes.
    #[must_use]
    pub fn post<H, T>(self, path: &str, policy: P, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::Post, path, policy, axum::routing::post(handler))
    }

    /// A route by which a program makes what it names; sent again, it is made once.
    #[must_use]
    pub fn put<H, T>(self, path: &str, policy: P, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::Put, path, policy, axum::routing::put(handler))
    }

    fn add(mut self, method: Method, path: &str, policy: P, methods: MethodRouter<App>) -> Self {
        let (guard, asked) = (self.guard, policy.clone());
        let guarded = methods.layer(from_fn(move |request: Request, next: Next| {
            let verdict = guard(&asked, request.extensions());
            async move {
                match verdict {
                    Ok(()) => next.run(request).await,
                    Err(refusal) => refused(refusal),
                }
            }
        }));
        self.router = self.router.route(path, guarded);
        self.table.push(RouteInfo { path: path.to_owned(), method, policy });
        self
    }

    /// All routes of both.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    /// The table.
    pub fn table(&self) -> &[RouteInfo<P>] {
        &self.table
    }

    /// The router.
    pub(crate) fn into_router(self) -> Router<App> {
        self.router
    }
}

fn refused(refusal: base::Refusal) -> Response {
    crate::refusals::Refused(refusal).into_response()
}
