//! One request: the application, the visitor, the language, and the page to answer with.

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use base::{Fault, Outcome, Refusal};
use words::Lang;

use crate::parts::{self, Bar, Crumb, Layout, NavItem};
use crate::refusals::Refused;
use crate::sessions::{self, Session};
use crate::{App, Publisher, Voice, cookies};

/// What is known of whoever sent the request; later layers fill in the account and navigation.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The session, if somebody is signed in.
    pub session: Option<Session>,
    /// The language of the answer.
    pub lang: Lang,
    /// The address the request came from.
    pub address: String,
    /// The token that forms of this visitor carry.
    pub csrf: String,
    /// Whoever is signed in, by a session or with a token.
    pub subject: Option<String>,
    /// How the signed-in person is called.
    pub account: Option<String>,
    /// Where what they were told stands, with how much of it is new.
    pub notices: Option<NavItem>,
    /// What they should see to, on every page.
    pub bar: Option<Bar>,
    /// The main navigation.
    pub nav: Vec<NavItem>,
    /// Who publishes the instance.
    pub publisher: Arc<Publisher>,
}

/// A request, for a handler.
#[derive(Clone)]
pub struct Ctx {
    /// The application.
    pub app: App,
    /// Whoever sent it.
    pub visitor: Visitor,
    /// The language it is answered in.
    pub voice: Voice,
    /// Path and query.
    pub uri: Uri,
    /// Headers.
    pub headers: HeaderMap,
}

impl FromRequestParts<App> for Ctx {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refused> {
        let visitor = parts.extensions.get::<Visitor>().cloned();
        let visitor = visitor.ok_or_else(|| Refusal::broken("no visitor on the request"))?;
        Ok(Self {
            app: app.clone(),
            voice: Voice::new(app.words().clone(), visitor.lang),
            visitor,
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
        })
    }
}

/// What a page says besides its main part.
#[derive(Clone, Debug, Default)]
pub struct PageHead<'a> {
    /// Title of the page, without the site's name.
    pub title: &'a str,
    /// The way back up.
    pub crumbs: &'a [Crumb],
    /// Uses the whole width, for tables.
    pub wide: bool,
}

impl Ctx {
    /// A page with this title around a rendered main part.
    pub fn page(&self, title: &str, main: &impl Template) -> Outcome<Response> {
        self.page_with(&PageHead { title, ..PageHead::default() }, main)
    }

    /// A page with breadcrumbs or the whole width.
    pub fn page_with(&self, head: &PageHead, main: &impl Template) -> Outcome<Response> {
        let main = main.render().map_err(Refusal::broken)?;
        self.html(StatusCode::OK, head, &main)
    }

    /// A page that shows a form again with what is wrong in it: 422.
    pub fn faulty_page(&self, head: &PageHead, main: &impl Template) -> Outcome<Response> {
        let main = main.render().map_err(Refusal::broken)?;
        self.html(StatusCode::UNPROCESSABLE_ENTITY, head, &main)
    }

    /// A page with a form: as it is first shown, or again with what is wrong in it.
    pub fn form_page(
        &self,
        head: &PageHead,
        main: &impl Template,
        faults: &[Fault],
    ) -> Outcome<Response> {
        match faults {
            [] => self.page_with(head, main),
            _ => self.faulty_page(head, main),
        }
    }

    pub(crate) fn html(
        &self,
        status: StatusCode,
        head: &PageHead,
        main: &str,
    ) -> Outcome<Response> {
        let notice = self.query("fait").filter(|key| key.contains("-notice-"));
        let notice = notice.filter(|key| self.voice.has(key)).map(|key| self.voice.say(&key));
        let layout = Layout {
            voice: &self.voice,
            title: head.title,
            main: &parts::name_faults(main),
            nav: &self.visitor.nav,
            account: self.visitor.account.as_deref(),
            notices: self.visitor.notices.as_ref(),
            bar: self.visitor.bar.as_ref(),
            csrf: &self.visitor.csrf,
            notice: notice.as_deref(),
            path: self.uri.path(),
            query: self.uri.query().unwrap_or(""),
            crumbs: head.crumbs,
            wide: head.wide,
            demonstration: self.app.settings().demonstration,
            publisher: &self.visitor.publisher,
        };
        let body = layout.render().map_err(Refusal::broken)?;
        let cache = match &self.visitor.session {
            Some(_) => "no-store",
            None => "no-cache",
        };
        Ok((status, [(header::CACHE_CONTROL, cache)], Html(body)).into_response())
    }

    /// The key that makes a form happen once: the one that it was sent with, or a new one.
    pub fn key_of(&self, form: &crate::Form) -> String {
        match form.value("_key") {
            "" => self.app.world().id::<crate::Form>().to_string(),
            sent => sent.to_owned(),
        }
    }

    /// The value of a query parameter.
    pub fn query(&self, name: &str) -> Option<String> {
        self.queries(name).into_iter().next()
    }

    /// All values of a query parameter that may be there several times.
    pub fn queries(&self, name: &str) -> Vec<String> {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_str(self.uri.query().unwrap_or("")).unwrap_or_default();
        let named = pairs.into_iter().filter(|(key, value)| key == name && !value.is_empty());
        named.map(|(_, value)| value).collect()
    }

    /// After a change: see there, with the notice `key` (`…-notice-…`) on top.
    pub fn see(&self, path: &str, notice: &str) -> Response {
        let mark = if path.contains('?') { '&' } else { '?' };
        let target =
            if notice.is_empty() { path.to_owned() } else { format!("{path}{mark}fait={notice}") };
        (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response()
    }

    /// Whether the page's own script asks, rather than a navigation.
    pub fn wants_json(&self) -> bool {
        crate::refusals::wants_json(&self.headers, self.uri.path())
    }
}

/// Finds out who is there and in which language to answer; sets the cookies that go with it.
pub(crate) async fn know_visitor(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Response {
    let address = crate::server::address_of(&app, &request);
    let headers = request.headers();
    let publisher = app.publisher().await;
    let offered = publisher.languages();
    let is_offered = |lang: &Lang| offered.contains(lang);
    let asked = chosen_language(request.uri()).filter(is_offered);
    let kept = cookies::read(&app, headers, cookies::LANGUAGE);
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let lang = asked
        .or_else(|| kept.as_deref().and_then(shipped).filter(is_offered))
        .or_else(|| Some(words::negotiate(accepted.unwrap_or(""))).filter(is_offered))
        .unwrap_or_default();
    let token = cookies::read(&app, headers, cookies::SESSION);
    let visit = cookies::read(&app, headers, cookies::VISIT);
    let session = session_of(&app, token.as_deref()).await.unwrap_or_else(|refusal| {
        refuse(&mut request, refusal);
        None
    });
    let (csrf_base, new_visit) = match (&session, token, visit) {
        (Some(_), Some(token), _) => (token, None),
        (_, _, Some(visit)) => (visit, None),
        _ => {
            let fresh = app.world().token();
            (fresh.clone(), Some(fresh))
        }
    };
    let csrf = app.keyed_digest("csrf", &csrf_base);
    request.extensions_mut().insert(Visitor {
        subject: session.as_ref().map(|session| session.subject.clone()),
        session,
        lang,
        address,
        csrf,
        account: None,
        notices: None,
        bar: None,
        nav: Vec::new(),
        publisher,
    });
    let mut response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if let Some(fresh) = new_visit.filter(|_| is_page) {
        append_cookie(&mut response, &cookies::set(&app, cookies::VISIT, &fresh, 86_400));
    }
    if let Some(lang) = asked {
        append_cookie(
            &mut response,
            &cookies::set(&app, cookies::LANGUAGE, lang.code(), 365 * 86_400),
        );
    }
    response
}

async fn session_of(app: &App, token: Option<&str>) -> Outcome<Option<Session>> {
    let Some(token) = token.map(str::to_owned) else { return Ok(None) };
    let session = app.store().read(move |tx| sessions::by_token(tx, &token)).await?;
    if let Some(session) = &session
        && app.world().now().seconds_since(session.seen_at) > sessions::SEEN_STEP_S
    {
        let id = session.id;
        // Reading goes on where nothing can be written.
        if let Err(refusal) = app.store().write(move |tx| sessions::touch(tx, id)).await {
            tracing::warn!(?refusal, "the use of a session is not recorded");
        }
    }
    Ok(session)
}

/// Refuses a request before its handler: the answer is made where all refusals are.
pub fn refuse(request: &mut Request, refusal: Refusal) {
    request.extensions_mut().insert(RefusedEarly(refusal));
}

#[derive(Clone)]
pub(crate) struct RefusedEarly(pub(crate) Refusal);

fn chosen_language(uri: &Uri) -> Option<Lang> {
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(shipped)
}

fn shipped(code: &str) -> Option<Lang> {
    words::Lang::from_code(code).filter(|lang| words::Lang::SHIPPED.contains(lang))
}

pub(crate) fn append_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = cookie.parse() {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

impl Ctx {
    /// A redirection that also sets the session's cookie.
    pub fn signed_in(&self, token: &str, path: &str) -> Response {
        let mut response = self.see(path, "");
        let cookie = cookies::set(&self.app, cookies::SESSION, token, 90 * 86_400);
        append_cookie(&mut response, &cookie);
        response
    }

    /// The value of a cookie that [`Ctx::keep`] set.
    pub fn kept(&self, name: &str) -> Option<String> {
        cookies::read(&self.app, &self.headers, name)
    }

    /// The answer, with a cookie of this name; zero seconds removes it.
    pub fn keep(&self, mut response: Response, name: &str, value: &str, seconds: i64) -> Response {
        append_cookie(&mut response, &cookies::set(&self.app, name, value, seconds));
        response
    }

    /// A redirection that also removes the session's cookie.
    pub fn signed_out(&self, path: &str, notice: &str) -> Response {
        self.keep_signed_out(self.see(path, notice))
    }

    /// The answer, without the session's cookie from now on.
    pub fn keep_signed_out(&self, response: Response) -> Response {
        self.keep(response, cookies::SESSION, "", 0)
    }
}
