//! Who acts: the person behind a request and what they may do.

use std::fmt;

use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, header};
use axum::middleware::Next;
use axum::response::Response;
use base::{Outcome, Refusal};
use store::{Columns, Tx};
use web::sessions::Session;
use web::{App, Visitor, Voice};

use crate::services::Services;
use crate::{Account, Grant, OrgId, PersonId, pages, tokens};

/// What a grant allows. A resident holds none: being signed in is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Keeps the instance running: accounts, jobs, the log. No files of applicants.
    Administrator,
    /// Runs the département's calls.
    Officer,
    /// Reads and scores the files assigned to them.
    Reader,
    /// Decides for an organisation and who its members are.
    Manager,
    /// Works on an organisation's files.
    Member,
    /// Writes one file of an organisation that they do not belong to.
    Contributor,
    /// Reads one file of an organisation that they do not belong to.
    Guest,
    /// Keeps one book of an organisation, whether they belong to it or not.
    Treasurer,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 8] = [
        Role::Administrator,
        Role::Officer,
        Role::Reader,
        Role::Manager,
        Role::Member,
        Role::Contributor,
        Role::Guest,
        Role::Treasurer,
    ];
    /// Those that the service gives: for all of it, officers and readers also for one call.
    pub const OF_SERVICE: [Role; 3] = [Role::Administrator, Role::Officer, Role::Reader];

    /// The role as stored; its name is the text `people-role-…`.
    pub fn code(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::Officer => "officer",
            Role::Reader => "reader",
            Role::Manager => "manager",
            Role::Member => "member",
            Role::Contributor => "contributor",
            Role::Guest => "guest",
            Role::Treasurer => "treasurer",
        }
    }

    /// Whether the service gives it, rather than an organisation.
    pub fn is_of_service(self) -> bool {
        Role::OF_SERVICE.contains(&self)
    }

    /// The role of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }

    pub(crate) fn of_column(columns: &mut Columns) -> Outcome<Self> {
        Role::from_code(&columns.take::<String>()?)
            .ok_or_else(|| Refusal::broken("a grant has an unknown role"))
    }
}

/// Who may use a route; which objects behind it is decided where they are loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Policy {
    /// Everybody.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Holders of a role, wherever.
    Holder(Role),
    /// Holders of a role for the whole instance.
    Service(Role),
    /// Managers and members of an organisation.
    Organisation,
    /// Managers and members of an organisation, and whom they let to one file.
    Applicant,
    /// Managers and members of an organisation, and officers of the whole instance.
    Host,
    /// Whoever keeps a book: managers of an organisation, and treasurers.
    Keeper,
    /// Programs with a token of this scope.
    Token(&'static str),
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Policy::Anyone => f.write_str("anyone"),
            Policy::SignedIn => f.write_str("signed in"),
            Policy::Holder(role) => f.write_str(role.code()),
            Policy::Service(role) => write!(f, "{}, whole service", role.code()),
            Policy::Organisation => f.write_str("manager or member"),
            Policy::Applicant => f.write_str("manager, member or guest"),
            Policy::Host => f.write_str("manager, member or officer"),
            Policy::Keeper => f.write_str("manager or treasurer"),
            Policy::Token(scope) => write!(f, "token: {scope}"),
        }
    }
}

/// The person behind a request, with their rights at this moment.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    /// The account; nobody for the public.
    pub account: Option<Account>,
    /// Rights in force.
    pub grants: Vec<Grant>,
    /// Rights that wait for a second step to be set up.
    pub waiting: Vec<Grant>,
    /// What waits for them to be read.
    pub told: crate::notices::Told,
    /// Scopes, when a program acts by a token.
    pub token_scopes: Option<String>,
}

impl Actor {
    /// The actor of a person.
    pub fn of(tx: &mut Tx, person: PersonId) -> Outcome<Self> {
        let (account, told) = crate::notices::account_and_told(tx, person)?;
        let grants = crate::grants_of(tx, person)?;
        Ok(Self { account: Some(account), grants, waiting: Vec::new(), told, token_scopes: None })
    }

    /// The same, where those who run the instance must be known in two ways: until then their
    /// rights wait.
    fn known_in_one_way(mut self) -> Self {
        let runs = |grant: &Grant| matches!(grant.role, Role::Administrator | Role::Officer);
        (self.waiting, self.grants) = self.grants.into_iter().partition(runs);
        self
    }

    /// The id for the log: of the person, or nobody's.
    pub fn name_in_log(&self) -> String {
        self.account.as_ref().map_or_else(|| "nobody".to_owned(), |who| who.id.to_string())
    }

    /// The person, or a request to sign in.
    pub fn person(&self) -> Outcome<PersonId> {
        self.account.as_ref().map(|account| account.id).ok_or(Refusal::SignInFirst)
    }

    /// Whether they hold a role in any scope.
    pub fn holds(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether they hold a role in this scope, or in the whole instance.
    pub fn holds_in(&self, role: Role, scope: &str) -> bool {
        let fits = |grant: &Grant| grant.scope == scope || grant.scope.is_empty();
        self.grants.iter().any(|grant| grant.role == role && fits(grant))
    }

    /// Whether they are guests with a right to one object.
    pub fn is_guest_of(&self, scope: &str) -> bool {
        let fits = |grant: &Grant| matches!(grant.role, Role::Contributor | Role::Guest);
        self.grants.iter().any(|grant| fits(grant) && grant.scope == scope)
    }

    /// The objects to which they are guests.
    pub fn guest_scopes(&self) -> Vec<&str> {
        let guest = |grant: &&Grant| matches!(grant.role, Role::Contributor | Role::Guest);
        self.grants.iter().filter(guest).map(|grant| grant.scope.as_str()).collect()
    }

    /// Whether they act for an organisation, as manager or member.
    pub fn acts_for(&self, organisation: OrgId) -> bool {
        let scope = organisation.to_string();
        self.holds_in(Role::Manager, &scope) || self.holds_in(Role::Member, &scope)
    }

    /// The organisations that they act for.
    pub fn organisations(&self) -> Vec<OrgId> {
        let acting = |grant: &&Grant| matches!(grant.role, Role::Manager | Role::Member);
        let mut ids: Vec<OrgId> =
            self.grants.iter().filter(acting).filter_map(|g| g.scope.parse().ok()).collect();
        ids.sort();
        ids.dedup();
        ids
    }
}

impl FromRequestParts<App> for Actor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Actor>().cloned().unwrap_or_default())
    }
}

/// Stands before every route.
pub fn guard(policy: &Policy, extensions: &Extensions) -> Outcome<()> {
    let nobody = Actor::default();
    let actor = extensions.get::<Actor>().unwrap_or(&nobody);
    let admits = match policy {
        Policy::Anyone => return Ok(()),
        Policy::SignedIn => actor.account.is_some(),
        Policy::Holder(_)
        | Policy::Service(_)
        | Policy::Organisation
        | Policy::Applicant
        | Policy::Host
        | Policy::Keeper => pages::sees(actor, *policy),
        Policy::Token(scope) => actor
            .token_scopes
            .as_ref()
            .is_some_and(|scopes| scopes.split(' ').any(|held| held == *scope)),
    };
    let waits = |role: &Role| actor.waiting.iter().any(|grant| grant.role == *role);
    match (admits, &actor.account) {
        (true, _) => Ok(()),
        (false, _) if matches!(policy, Policy::Holder(role) if waits(role)) => {
            Err(Refusal::conflict("people-conflict-second-step"))
        }
        (false, None) => Err(Refusal::SignInFirst),
        (false, Some(_)) => Err(Refusal::Forbidden),
    }
}

/// Adds the layer that finds out who acts and what the navigation offers them.
pub fn identify(app: App, router: Router<App>, nav: &'static [pages::NavEntry]) -> Router<App> {
    let services = Services::default();
    let layer = move |State(app): State<App>, mut request: Request, next: Next| {
        request.extensions_mut().insert(services.clone());
        know_actor(app, nav, request, next)
    };
    router.layer(axum::middleware::from_fn_with_state(app, layer))
}

async fn know_actor(
    app: App,
    nav: &'static [pages::NavEntry],
    mut request: Request,
    next: Next,
) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let session = request.extensions().get::<Visitor>().and_then(|visitor| visitor.session.clone());
    let token = bearer(&request);
    let anew = session.as_ref().is_none_or(|session| used_anew(&app, session));
    let found = if is_api { by_token(&app, token).await } else { by_session(&app, session).await };
    let actor = found.unwrap_or_else(|refusal| {
        web::refuse(&mut request, refusal);
        Actor::default()
    });
    if let Some(account) = actor.account.as_ref().filter(|_| anew) {
        crate::custody::record_use(&app, account.id).await;
    }
    if let Some(visitor) = request.extensions_mut().get_mut::<Visitor>() {
        let voice = Voice::new(app.words().clone(), visitor.lang);
        visitor.subject = actor.account.as_ref().map(|account| account.id.to_string());
        visitor.account = actor.account.as_ref().map(|account| account.name.clone());
        visitor.nav = pages::nav_for(nav, &actor, &voice);
        crate::notices::greet(visitor, &actor, &voice);
    }
    request.extensions_mut().insert(actor);
    next.run(request).await
}

/// Whether a session has just begun or goes on after a pause: when its use is worth recording.
fn used_anew(app: &App, session: &Session) -> bool {
    session.seen_at == session.created_at || app.world().now().seconds_since(session.seen_at) > 300
}

fn bearer(request: &Request) -> Option<String> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::to_owned)
}

async fn by_session(app: &App, session: Option<Session>) -> Outcome<Actor> {
    let Some(session) = session else { return Ok(Actor::default()) };
    let second_step = app.settings().second_step;
    app.store()
        .read(move |tx| match session.subject.parse() {
            Ok(person) => match Actor::of(tx, person) {
                // The account is gone; the session means nothing.
                Err(Refusal::Unknown) => Ok(Actor::default()),
                Ok(actor) if second_step && !session.strong => Ok(actor.known_in_one_way()),
                other => other,
            },
            Err(_) => Ok(Actor::default()),
        })
        .await
}

/// Cookies mean nothing to the API: another site could make a browser send them.
async fn by_token(app: &App, token: Option<String>) -> Outcome<Actor> {
    let Some(token) = token else { return Ok(Actor::default()) };
    let second_step = app.settings().second_step;
    app.store()
        .read(move |tx| match tokens::holder(tx, &token)? {
            Some((person, scopes)) => {
                let mut actor = Actor::of(tx, person)?;
                if second_step {
                    let person = actor.person()?;
                    if !crate::second_step::has_second_way(tx, person)? {
                        actor = actor.known_in_one_way();
                    }
                }
                actor.token_scopes = Some(scopes);
                Ok(actor)
            }
            None => Ok(Actor::default()),
        })
        .await
}
