//! A call on the officer's desk: its text, its rules part by part, its sessions, its state.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Moment, Outcome, Refusal};
use people::Actor;
use web::parts::{Badge, Crumb, Fields, Html, Tabs};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::rules_form::{self, Part};
use super::{desk::desk_crumbs, tone_of};
use crate::calls::{self, CallText, NewSession};
use crate::model::{Call, CallId, CallState, Rules, Session};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "desk_new_call.html")]
struct NewPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    key: String,
    fields: Fields<'a>,
}

#[derive(Template)]
#[template(path = "desk_call.html")]
struct CallPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    call: &'a Call,
    rules: &'a Rules,
    tabs: Tabs,
    fields: Fields<'a>,
    sessions: Vec<Session>,
}

#[derive(Template)]
#[template(path = "desk_rules.html")]
struct RulesPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    call: &'a Call,
    part: Part,
    tabs: Tabs,
    fields: Fields<'a>,
    rows: Vec<Html>,
}

const TITLE_CHARS: usize = 150;

fn read_text(form: &Form) -> Outcome<CallText> {
    let mut reader = form.reader();
    let text = CallText {
        title: reader.required("title", TITLE_CHARS),
        summary: reader.required("summary", 400),
        body: reader.required("body", 40_000),
        legal_basis: reader.required("legal_basis", 500),
    };
    reader.finish()?;
    Ok(text)
}

/// A page of a call on the desk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Text,
    Rules(Part),
    Rights,
}

pub(super) fn tabs(voice: &Voice, actor: &Actor, call: &Call, current: Tab) -> Tabs {
    let base = format!("/bureau/appels/{}", call.id);
    let tab = |label: String, href: String, here: Option<Tab>| web::parts::Tab {
        label,
        href,
        current: here == Some(current),
        count: None,
    };
    let mut tabs = vec![tab(voice.say("calls-desk-text"), base.clone(), Some(Tab::Text))];
    tabs.extend(Part::ALL.into_iter().map(|part| {
        let href = format!("{base}/regles/{}", part.code());
        tab(voice.named("calls-part", part.code()), href, Some(Tab::Rules(part)))
    }));
    tabs.push(tab(voice.say("calls-files-filed"), format!("{base}/dossiers"), None));
    if actor.holds_in(people::Role::Officer, "") {
        tabs.push(tab(voice.say("calls-rights"), format!("{base}/droits"), Some(Tab::Rights)));
    }
    Tabs { label: call.title.clone(), tabs }
}

pub(super) async fn new(ctx: Ctx) -> Answer {
    new_page(&ctx, &Form::default(), &[])
}

fn new_page(ctx: &Ctx, form: &Form, faults: &[Fault]) -> Answer {
    let key: base::Id<Form> = ctx.app.world().id();
    let main = NewPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        key: key.to_string(),
        fields: Fields::new(&ctx.voice, form, faults),
    };
    let title = ctx.voice.say("calls-new");
    let crumbs = [Crumb { label: ctx.voice.say("calls-desk"), href: Some("/bureau".to_owned()) }];
    answer(ctx, &title, &crumbs, &main, faults)
}

fn answer(
    ctx: &Ctx,
    title: &str,
    crumbs: &[Crumb],
    main: &impl Template,
    faults: &[Fault],
) -> Answer {
    let title: String = title.chars().take(55).collect();
    let head = PageHead { title: &title, crumbs, wide: true };
    Ok(if faults.is_empty() { ctx.page_with(&head, main)? } else { ctx.faulty_page(&head, main)? })
}

pub(super) async fn create(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let key = form.key("new-call", &actor.name_in_log())?;
    let text = match read_text(&form) {
        Ok(text) => text,
        Err(Refusal::Invalid(faults)) => return new_page(&ctx, &form, &faults),
        Err(refusal) => return Err(refusal.into()),
    };
    let id = ctx
        .app
        .store()
        .write_once(move |tx| {
            store::once(tx, &key, &format!("{text:?}"), |tx| {
                let rules = rules_form::usual(&web::publisher(tx)?);
                calls::create_call(tx, &actor, &text, &rules)
            })
        })
        .await?;
    Ok(ctx.see(&format!("/bureau/appels/{id}/regles/lignes"), "calls-notice-created"))
}

async fn load(ctx: &Ctx, actor: &Actor, id: &str) -> Outcome<(Call, Rules, Vec<Session>)> {
    let (id, actor): (CallId, Actor) = (id.parse()?, actor.clone());
    ctx.app
        .store()
        .read(move |tx| {
            let call = calls::officer_call(tx, &actor, id)?;
            let rules = calls::rules_of(tx, call.id, call.revision)?;
            let sessions = calls::sessions_of(tx, call.id)?;
            Ok((call, rules, sessions))
        })
        .await
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    call_page(&ctx, &actor, &id, None, &[]).await
}

async fn call_page(
    ctx: &Ctx,
    actor: &Actor,
    id: &str,
    form: Option<&Form>,
    faults: &[Fault],
) -> Answer {
    let (call, rules, sessions) = load(ctx, actor, id).await?;
    let kept: Vec<(String, String)> = [
        ("title", &call.title),
        ("summary", &call.summary),
        ("body", &call.body),
        ("legal_basis", &call.legal_basis),
    ]
    .map(|(name, value)| (name.to_owned(), value.clone()))
    .to_vec();
    let fields = match form {
        Some(form) => Fields::new(&ctx.voice, form, faults),
        None => Fields::new(&ctx.voice, &kept, faults),
    };
    let main = CallPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        tabs: tabs(&ctx.voice, actor, &call, Tab::Text),
        call: &call,
        rules: &rules,
        fields,
        sessions,
    };
    answer(ctx, &call.title, &desk_crumbs(&ctx.voice, &call), &main, faults)
}

impl CallPage<'_> {
    fn badge(&self) -> Badge {
        let code = self.call.state.code();
        Badge::new(self.voice.named("calls-state", code), tone_of(code))
    }

    fn session_badge(&self, session: &Session) -> Badge {
        let code = session.state.code();
        Badge::new(self.voice.named("calls-session", code), tone_of(code))
    }

    /// What the call may become next.
    fn next_state(&self) -> CallState {
        if self.call.state == CallState::Open { CallState::Closed } else { CallState::Open }
    }

    fn envelope_fields(&self) -> Vec<web::parts::Field<'_>> {
        let field = |line: &crate::BudgetLine| {
            let name = format!("envelope.{}", line.code);
            let mut field = self.fields.money(&name, "calls-envelope-of");
            field.label = self.voice.with("calls-envelope-of", "line", &line.name);
            field
        };
        self.rules.lines.iter().map(field).collect()
    }
}

/// After a change that was refused: the page again with what was typed and what is wrong.
async fn after(
    ctx: &Ctx,
    actor: &Actor,
    id: &str,
    form: &Form,
    written: Outcome<()>,
    notice: &str,
) -> Answer {
    match written {
        Ok(()) => Ok(ctx.see(&format!("/bureau/appels/{id}"), notice)),
        Err(Refusal::Invalid(faults)) => call_page(ctx, actor, id, Some(form), &faults).await,
        Err(Refusal::Conflict(say)) => {
            call_page(ctx, actor, id, None, &[Fault::new("", say)]).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

pub(super) async fn save_text(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (call, version) = (id.parse()?, form.version()?);
    let acting = actor.clone();
    let written = match read_text(&form) {
        Ok(text) => {
            ctx.app
                .store()
                .write(move |tx| calls::change_text(tx, &acting, call, version, &text))
                .await
        }
        Err(refusal) => Err(refusal),
    };
    after(&ctx, &actor, &id, &form, written, "calls-notice-saved").await
}

pub(super) async fn set_state(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (call, version) = (id.parse()?, form.version()?);
    let state = CallState::from_code(form.value("state")).ok_or(Refusal::Malformed)?;
    let acting = actor.clone();
    let written = ctx
        .app
        .store()
        .write(move |tx| calls::set_call_state(tx, &acting, call, version, state))
        .await;
    let notice =
        if state == CallState::Open { "calls-notice-opened" } else { "calls-notice-closed" };
    after(&ctx, &actor, &id, &form, written, notice).await
}

pub(super) async fn add_session(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (_, rules, _) = load(&ctx, &actor, &id).await?;
    let call: CallId = id.parse()?;
    let mut reader = form.reader();
    let title = reader.required("session_title", 120);
    let cut_off = reader.date("cut_off");
    if cut_off.is_none() && form.value("cut_off").is_empty() {
        reader.fault("cut_off", "web-fault-required");
    }
    let mut envelopes: BTreeMap<String, Cents> = BTreeMap::new();
    for line in &rules.lines {
        let amount = reader.money(&format!("envelope.{}", line.code)).unwrap_or_default();
        envelopes.insert(line.code.clone(), amount);
    }
    let acting = actor.clone();
    let written = match (reader.finish(), cut_off) {
        (Ok(()), Some(date)) => {
            let cut_off_at = Moment::from_france(date.at(23, 59, 59, 0));
            let new = NewSession { title, cut_off_at, envelopes };
            ctx.app
                .store()
                .write(move |tx| calls::add_session(tx, &acting, call, &new).map(drop))
                .await
        }
        (Err(refusal), _) => Err(refusal),
        (Ok(()), None) => Err(Refusal::Malformed),
    };
    after(&ctx, &actor, &id, &form, written, "calls-notice-session").await
}

pub(super) async fn rules(
    ctx: Ctx,
    actor: Actor,
    Path((id, part)): Path<(String, String)>,
) -> Answer {
    let part = Part::from_code(&part).ok_or(Refusal::Unknown)?;
    let (call, rules, _) = load(&ctx, &actor, &id).await?;
    let form = Form::from_values(rules_form::kept(part, &rules));
    rules_page(&ctx, &actor, &call, part, &form, &[])
}

fn rules_page(
    ctx: &Ctx,
    actor: &Actor,
    call: &Call,
    part: Part,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let fields = Fields::new(&ctx.voice, form, faults);
    let main = RulesPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        call,
        part,
        tabs: tabs(&ctx.voice, actor, call, Tab::Rules(part)),
        rows: rules_form::rows(part, &fields, form),
        fields,
    };
    let title = ctx.voice.named("calls-part", part.code());
    answer(ctx, &title, &desk_crumbs(&ctx.voice, call), &main, faults)
}

pub(super) async fn save_rules(
    ctx: Ctx,
    actor: Actor,
    Path((id, part)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let part = Part::from_code(&part).ok_or(Refusal::Unknown)?;
    let (call, rules, _) = load(&ctx, &actor, &id).await?;
    let version = form.version()?;
    let changed = match rules_form::read(part, &form, rules) {
        Ok(changed) => changed,
        Err(Refusal::Invalid(faults)) => {
            return rules_page(&ctx, &actor, &call, part, &form, &faults);
        }
        Err(refusal) => return Err(refusal.into()),
    };
    let call_id = call.id;
    ctx.app
        .store()
        .write(move |tx| calls::change_rules(tx, &actor, call_id, version, &changed))
        .await?;
    Ok(ctx.see(&format!("/bureau/appels/{id}/regles/{}", part.code()), "calls-notice-saved"))
}
