//! The instance's administration: rights, jobs and mails, the log.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Outcome, Refusal};
use web::parts::{Cell, Choice, Column, Fields, Table, Tabs, Tone};
use web::{Ctx, Form, PageHead, Refused, Voice};

use crate::{Account, Actor, Grant, GrantId, Look, NewGrant, Role, Scopes, accounts, scopes};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "rights.html")]
struct RightsPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    tabs: Tabs,
    fields: Fields<'a>,
    roles: Vec<Choice>,
    held: Vec<(Account, Grant)>,
    places: Vec<(String, String)>,
    failing: Vec<String>,
    unfilled: Vec<String>,
}

#[derive(Template)]
#[template(path = "jobs.html")]
struct JobsPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    tabs: Tabs,
    states: Tabs,
    jobs: Vec<work::Job>,
    mails_wait: bool,
    next: Option<String>,
    now: base::Moment,
}

#[derive(Template)]
#[template(path = "journal.html")]
struct JournalPage<'a> {
    tabs: Tabs,
    table: Table<'a>,
    voice: &'a Voice,
}

pub(super) fn tabs(voice: &Voice, current: &str) -> Tabs {
    let tab = |key: &str, href: &str| web::parts::Tab {
        label: voice.say(key),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    Tabs {
        label: voice.say("people-administration"),
        tabs: vec![
            tab("people-rights", "/administration"),
            tab("people-settings", "/administration/reglages"),
            tab("people-health", "/administration/sante"),
            tab("people-jobs", "/administration/taches"),
            tab("people-journal", "/administration/journal"),
        ],
    }
}

impl RightsPage<'_> {
    fn named(&self, grant: &Grant) -> String {
        let names = self.places.iter().cloned().collect();
        scopes::in_words(self.voice, &names, grant.role, &grant.scope)
    }

    fn scopes(&self) -> Vec<Choice> {
        let all = Choice::new("", self.voice.say("people-right-scope-all"));
        let one = |(id, name): &(String, String)| Choice::new(id.as_str(), name.as_str());
        [all].into_iter().chain(self.places.iter().map(one)).collect()
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, scopes: &'static [Scopes]) -> Answer {
    rights_page(&ctx, &actor, &Form::default(), &[], scopes).await
}

/// Records that an administrator looks at names and addresses, or at the log.
async fn seen(ctx: &Ctx, actor: &Actor, action: &'static str) -> Outcome<()> {
    let look = Look { action, object: "service".to_owned(), detail: String::new() };
    crate::looked(ctx, actor, vec![look]).await
}

async fn rights_page(
    ctx: &Ctx,
    actor: &Actor,
    form: &Form,
    faults: &[Fault],
    scopes: &'static [Scopes],
) -> Answer {
    seen(ctx, actor, "people.rights-seen").await?;
    let acting = actor.clone();
    let (held, places, failing) = ctx
        .app
        .store()
        .read(move |tx| {
            let held = crate::service_rights(tx, &acting)?;
            let places = scopes::offered(tx, scopes)?;
            Ok((held, places, crate::addresses::failing_in(tx, "")?))
        })
        .await?;
    let role = |role: Role| {
        Choice::new(role.code().to_owned(), ctx.voice.say(&format!("people-role-{}", role.code())))
    };
    let main = RightsPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        tabs: tabs(&ctx.voice, "/administration"),
        fields: Fields::new(&ctx.voice, form, faults),
        roles: Role::OF_SERVICE.map(role).to_vec(),
        held,
        places,
        failing,
        unfilled: super::settings::unfilled(&ctx.voice, &ctx.visitor.publisher),
    };
    page(ctx, "people-rights", &main, faults)
}

pub(super) fn page(ctx: &Ctx, title: &str, main: &impl Template, faults: &[Fault]) -> Answer {
    let title = ctx.voice.say(title);
    let head = PageHead { title: &title, wide: true, ..PageHead::default() };
    Ok(if faults.is_empty() { ctx.page_with(&head, main)? } else { ctx.faulty_page(&head, main)? })
}

pub(super) async fn give(ctx: Ctx, actor: Actor, form: Form, scopes: &'static [Scopes]) -> Answer {
    let places = ctx.app.store().read(move |tx| scopes::offered(tx, scopes)).await?;
    let mut reader = form.reader();
    let email = reader.email("email");
    let name = reader.required("name", 120);
    let role = reader.choice("role", &Role::OF_SERVICE.map(Role::code));
    let scope = match form.value("scope") {
        "" => String::new(),
        _ => {
            let known: Vec<&str> = places.iter().map(|(id, _)| id.as_str()).collect();
            reader.choice("scope", &known)
        }
    };
    if role == Role::Administrator.code() && !scope.is_empty() {
        reader.fault("scope", "people-fault-administrator-scope");
    }
    let valid_until = super::end_of_right(&ctx, &mut reader, "until");
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return rights_page(&ctx, &actor, &form, &faults, scopes).await;
    }
    if let Some(page) = super::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let role = Role::from_code(&role).ok_or(Refusal::Malformed)?;
    let (by, lang) = (actor.name_in_log(), ctx.voice.lang.code());
    ctx.app
        .store()
        .write(move |tx| {
            let person = accounts::create_account(tx, &email, &name, lang)?;
            let new = NewGrant { person, role, scope: scope.clone(), valid_until };
            crate::grant(tx, &by, &new)
        })
        .await?;
    Ok(ctx.see("/administration", "people-notice-right-given"))
}

/// Ends all sessions of a person.
pub(super) async fn end_sessions(
    ctx: Ctx,
    actor: Actor,
    form: Form,
    scopes: &'static [Scopes],
) -> Answer {
    let mut reader = form.reader();
    let email = reader.email("person");
    if let Err(Refusal::Invalid(faults)) = reader.finish() {
        return rights_page(&ctx, &actor, &form, &faults, scopes).await;
    }
    if let Some(page) = super::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let acting = actor.clone();
    let end = move |tx: &mut store::Tx| accounts::end_sessions_of(tx, &acting, &email);
    if !ctx.app.store().write(end).await? {
        let fault = base::Fault::new("person", "people-fault-nobody");
        return rights_page(&ctx, &actor, &form, &[fault], scopes).await;
    }
    Ok(ctx.see("/administration", "people-notice-sessions-ended"))
}

pub(super) async fn end(ctx: Ctx, actor: Actor, Path(grant): Path<String>, form: Form) -> Answer {
    if let Some(page) = super::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let (id, by): (GrantId, String) = (grant.parse()?, actor.name_in_log());
    let person = actor.person()?;
    ctx.app
        .store()
        .write(move |tx| {
            let held =
                crate::service_rights(tx, &actor)?.into_iter().find(|(_, held)| held.id == id);
            let (_, held) = held.ok_or(Refusal::Unknown)?;
            crate::revoke(tx, &by, &held.scope, id)?;
            // An instance without an administrator could not be mended from inside.
            if !crate::grants::has_lasting(tx, Role::Administrator, "")? {
                return Err(Refusal::conflict("people-conflict-last-administrator"));
            }
            crate::account(tx, person).map(drop)
        })
        .await?;
    Ok(ctx.see("/administration", "people-notice-right-ended"))
}

pub(super) async fn jobs(ctx: Ctx, actor: Actor) -> Answer {
    const PAGE: usize = 50;
    seen(&ctx, &actor, "people.outbox-seen").await?;
    let state = ctx.query("filtre").and_then(|code| work::State::from_code(&code));
    let state = state.unwrap_or(work::State::Ready);
    let before = ctx.query("apres").map(|id| id.parse()).transpose()?;
    let jobs = ctx.app.store().read(move |tx| work::list(tx, state, None, before, PAGE)).await?;
    let path = "/administration/taches";
    let next = (jobs.len() == PAGE).then(|| jobs.last()).flatten();
    let next = next.map(|job| format!("{path}?filtre={}&apres={}", state.code(), job.id));
    let one = |other: work::State| web::parts::Tab {
        label: ctx.voice.say(&format!("people-job-{}", other.code())),
        href: format!("{path}?filtre={}", other.code()),
        current: other == state,
        count: None,
    };
    let all = [work::State::Ready, work::State::Running, work::State::Done, work::State::Dead];
    let main = JobsPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        tabs: tabs(&ctx.voice, path),
        states: Tabs { label: ctx.voice.say("people-jobs"), tabs: all.map(one).to_vec() },
        mails_wait: jobs.iter().any(|job| job.kind == work::MAIL && state == work::State::Ready),
        jobs,
        next,
        now: ctx.app.world().now(),
    };
    page(&ctx, "people-jobs", &main, &[])
}

/// What a job does, in words: the context that brings a kind brings its name.
fn kind_name(voice: &Voice, job: &work::Job) -> String {
    let (context, name) = job.kind.split_once('.').unwrap_or(("people", &job.kind));
    let key = format!("{context}-job-kind-{name}");
    if voice.has(&key) { voice.say(&key) } else { job.kind.clone() }
}

impl JobsPage<'_> {
    /// Not yet due, and never tried.
    fn planned(&self, job: &work::Job) -> bool {
        job.state == work::State::Ready && job.attempts == 0 && job.due_at > self.now
    }
}

/// What a job is about, for people: of a mail its recipient and subject, never its text.
fn about(job: &work::Job) -> String {
    match serde_json::from_str::<work::OutgoingMail>(&job.payload) {
        Ok(mail) => format!("{} · {}", mail.to, mail.subject),
        Err(_) => String::new(),
    }
}

pub(super) async fn retry(ctx: Ctx, actor: Actor, Path(id): Path<String>, _form: Form) -> Answer {
    let (id, by): (work::JobId, String) = (id.parse()?, actor.name_in_log());
    ctx.app
        .store()
        .write(move |tx| {
            work::retry(tx, id)?;
            crate::record(tx, &by, "people.job-retried", &id.to_string(), "")
        })
        .await?;
    Ok(ctx.see("/administration/taches", "people-notice-job"))
}

pub(super) async fn journal(ctx: Ctx, actor: Actor) -> Answer {
    const PAGE: usize = 100;
    seen(&ctx, &actor, "people.log-seen").await?;
    let before = ctx.query("apres").and_then(|number| number.parse().ok());
    let entries = ctx.app.store().read(move |tx| crate::entries(tx, None, before, PAGE)).await?;
    let names = {
        let ids: Vec<crate::PersonId> =
            entries.iter().filter_map(|entry| entry.actor.parse().ok()).collect();
        ctx.app.store().read(move |tx| crate::names_of(tx, &ids)).await?
    };
    let voice = &ctx.voice;
    let named = |id: &str| -> Outcome<String> {
        Ok(match id.parse() {
            Ok(person) => crate::name_or_gone(voice, &names, person),
            Err(_) => voice.say("people-journal-system"),
        })
    };
    let mut rows = Vec::new();
    for entry in &entries {
        let said = voice.say(&entry.action.replacen('.', "-action-", 1));
        rows.push(vec![
            Cell::text(entry.number.to_string()),
            Cell::text(voice.moment(entry.at)),
            Cell::text(named(&entry.actor)?),
            Cell::text(said).more(entry.detail.clone()),
            Cell::text(entry.object.clone()),
            Cell::badge(entry.hash.chars().take(12).collect::<String>(), Tone::Plain),
        ]);
    }
    let columns = ["number", "at", "actor", "action", "object", "hash"];
    let columns =
        columns.map(|key| Column::new(key, voice.say(&format!("people-journal-{key}")))).to_vec();
    let mut table = Table::new(voice, "journal", voice.say("people-journal"), columns, rows);
    table.next_url = (entries.len() == PAGE)
        .then(|| entries.last())
        .flatten()
        .map(|last| format!("/administration/journal?apres={}", last.number));
    let main = JournalPage { tabs: tabs(voice, "/administration/journal"), table, voice };
    page(&ctx, "people-journal", &main, &[])
}
