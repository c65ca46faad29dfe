//! Passes: what is left of one and, of a company's, who uses it and how much; for the host, who has
//! what, and giving one.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Fault, Moment, Outcome, Refusal};
use people::{Actor, PersonId, Role};
use web::parts::{Cell, Choice, Column, Fields, Table};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::amounts::{amount, gives, left, month};
use super::{crumbs, faults_of, local};
use crate::model::{Site, SiteId};
use crate::money::{
    Held, Holder, Left, PassId, Plan, PlanId, Used, end_user, give, held_pass, left_of, name_user,
    own_passes, passes_of, plan, plans_of, used, users,
};
use crate::sites::{keeps, kept_site, site, sites_in};

type Answer = Result<Response, Refused>;

/// A pass as lists show it.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) who: String,
    pub(super) left: String,
    pub(super) until: String,
}

/// Until when a pass is good, in words: its last day.
fn until(voice: &Voice, site: &Site, held: &Held, now: Moment) -> Outcome<String> {
    let last = local(site, held.life.to.plus_seconds(-1))?.date();
    let key =
        if held.life.to <= now { "reservations-pass-over" } else { "reservations-pass-until" };
    Ok(voice.with(key, "day", voice.date(last)))
}

/// One's passes, what is left of them, their offers and their sites.
pub(super) struct Own {
    held: Vec<Held>,
    lefts: BTreeMap<PassId, Vec<Left>>,
    plans: BTreeMap<PlanId, Plan>,
    sites: BTreeMap<SiteId, Site>,
}

pub(super) fn own(tx: &mut store::Tx, actor: &Actor) -> Outcome<Own> {
    let held = own_passes(tx, actor)?;
    let mut ids: Vec<SiteId> = held.iter().map(|one| one.site).collect();
    ids.sort();
    ids.dedup();
    let mut plans = BTreeMap::new();
    // Few people have passes of many sites.
    for id in &ids {
        plans.extend(plans_of(tx, *id)?.into_iter().map(|plan| (plan.id, plan)));
    }
    let sites = sites_in(tx, &ids)?.into_iter().map(|site| (site.id, site)).collect();
    let lefts = left_of(tx, &held, &plans)?;
    Ok(Own { held, lefts, plans, sites })
}

/// Those that are not over, for the page of one's promises.
pub(super) fn own_lines(voice: &Voice, own: &Own, now: Moment) -> Outcome<Vec<Line>> {
    let Own { held, lefts, plans, sites } = own;
    let mut lines = Vec::new();
    for one in held.iter().filter(|one| one.life.to > now) {
        let (Some(plan), Some(site)) = (plans.get(&one.plan), sites.get(&one.site)) else {
            continue;
        };
        lines.push(Line {
            href: format!("/forfaits/{}", one.id),
            name: format!("{} · {}", plan.data.name, site.data.name),
            who: String::new(),
            left: lefts.get(&one.id).map(|all| left(voice, all)).unwrap_or_default(),
            until: until(voice, site, one, now)?,
        });
    }
    Ok(lines)
}

#[derive(Template)]
#[template(path = "pass.html")]
struct PassPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    site: &'a Site,
    id: PassId,
    title: String,
    lead: String,
    until: String,
    gives: Vec<String>,
    manages: bool,
    users: Vec<(String, String)>,
    table: Option<Table<'a>>,
    fields: Fields<'a>,
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

/// Who uses a company's account and how much, with the names of both.
type Uses = Option<(Vec<PersonId>, Vec<Used>, BTreeMap<PersonId, String>)>;

fn uses(tx: &mut store::Tx, actor: &Actor, held: &Held) -> Outcome<Uses> {
    let manages = matches!(held.holder, Some(Holder::Organisation(org))
        if actor.holds_in(Role::Manager, &org.to_string()));
    if !manages {
        return Ok(None);
    }
    let (users, used) = (users(tx, actor, held.id)?, used(tx, actor, held.id)?);
    let mut ids = users.clone();
    ids.extend(used.iter().filter_map(|one| one.person));
    let names = people::names_of(tx, &ids)?;
    Ok(Some((users, used, names)))
}

async fn page(ctx: &Ctx, actor: &Actor, id: PassId, form: &Form, faults: &[Fault]) -> Answer {
    let (acting, now) = (actor.clone(), ctx.app.world().now());
    let (held, site, known, lefts, uses) = ctx
        .app
        .store()
        .read(move |tx| {
            let held = held_pass(tx, &acting, id)?;
            let (site, known) = (site(tx, held.site)?, plan(tx, held.plan)?);
            let plans = std::iter::once((known.id, known.clone())).collect();
            let lefts = left_of(tx, std::slice::from_ref(&held), &plans)?;
            let uses = uses(tx, &acting, &held)?;
            Ok((held, site, known, lefts, uses))
        })
        .await?;
    let voice = &ctx.voice;
    let title = known.data.name.clone();
    let lefts = lefts.get(&held.id).map(|all| left(voice, all)).unwrap_or_default();
    let manages = uses.is_some();
    let (mut named, mut table) = (Vec::new(), None);
    if let Some((users, used, names)) = &uses {
        let name = |id: &PersonId| names.get(id).cloned().unwrap_or_default();
        named = users.iter().map(|id| (id.to_string(), name(id))).collect();
        table = (!used.is_empty()).then(|| uses_table(voice, used, names));
    }
    let main = PassPage {
        voice,
        csrf: &ctx.visitor.csrf,
        id,
        title: title.clone(),
        lead: if lefts.is_empty() { until(voice, &site, &held, now)? } else { lefts },
        until: until(voice, &site, &held, now)?,
        gives: gives(voice, &known.data, &[]),
        manages,
        users: named,
        table,
        fields: Fields::new(voice, form, faults),
        site: &site,
    };
    let crumbs = crumbs(&site, &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

fn uses_table<'a>(
    voice: &'a Voice,
    used: &[Used],
    names: &BTreeMap<PersonId, String>,
) -> Table<'a> {
    let columns = vec![
        Column::new("month", voice.say("reservations-use-month")),
        Column::new("who", voice.say("reservations-who")),
        Column::new("used", voice.say("reservations-used")).numeric(),
    ];
    let row = |one: &Used| {
        let first = jiff::civil::Date::new(one.month.0, one.month.1, 1).unwrap_or_default();
        let name = one.person.and_then(|id| names.get(&id).cloned());
        let amounts = one.amounts.iter().map(|(unit, much)| amount(voice, *unit, *much));
        vec![
            Cell::text(month(voice, first)),
            Cell::text(name.unwrap_or_else(|| voice.say("reservations-payer-gone"))),
            Cell::text(amounts.collect::<Vec<_>>().join(", ")),
        ]
    };
    let rows = used.iter().map(row).collect();
    Table::new(voice, "usage", voice.say("reservations-used-table"), columns, rows)
}

/// The managers of a company name who uses its account, or end it.
pub(super) async fn name(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: PassId = id.parse()?;
    let back = format!("/forfaits/{id}");
    if form.has("end") {
        let person: PersonId = form.value("end").parse()?;
        ctx.app.store().write(move |tx| end_user(tx, &actor, id, person)).await?;
        return Ok(ctx.see(&back, "reservations-notice-changed"));
    }
    let mut reader = form.reader();
    let (name, email) = (reader.required("name", 120), reader.email("email"));
    if let Err(refusal) = reader.finish() {
        return page(&ctx, &actor, id, &form, &faults_of(refusal)?).await;
    }
    ctx.mails(&email).await?;
    let (acting, lang) = (actor.clone(), ctx.voice.lang.code());
    let named = ctx.app.store().write(move |tx| {
        // Nobody makes accounts for a company that they do not manage.
        users(tx, &acting, id)?;
        let person = people::create_account(tx, &email, &name, lang)?;
        name_user(tx, &acting, id, person)
    });
    named.await?;
    Ok(ctx.see(&back, "reservations-notice-changed"))
}

#[derive(Template)]
#[template(path = "members.html")]
struct MembersPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    site: &'a Site,
    title: String,
    lines: Vec<Line>,
    past: Vec<Line>,
    plans: Vec<Choice>,
    from: String,
    key: String,
    fields: Fields<'a>,
}

/// Who has what of a site, for its host.
pub(super) async fn members(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    members_page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn members_page(
    ctx: &Ctx,
    actor: &Actor,
    id: SiteId,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let (acting, now) = (actor.clone(), ctx.app.world().now());
    let (site, held, plans, lefts, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let site = kept_site(tx, &acting, id)?;
            let held = passes_of(tx, &acting, id)?;
            let plans: BTreeMap<PlanId, Plan> =
                plans_of(tx, id)?.into_iter().map(|plan| (plan.id, plan)).collect();
            let lefts = left_of(tx, &held, &plans)?;
            let names = holders(tx, &held)?;
            Ok((site, held, plans, lefts, names))
        })
        .await?;
    let voice = &ctx.voice;
    let (mut lines, mut past) = (Vec::new(), Vec::new());
    for one in &held {
        let Some(plan) = plans.get(&one.plan) else { continue };
        let line = Line {
            href: format!("/forfaits/{}", one.id),
            name: plan.data.name.clone(),
            who: names
                .get(&one.id)
                .cloned()
                .unwrap_or_else(|| voice.say("reservations-payer-gone")),
            left: lefts.get(&one.id).map(|all| left(voice, all)).unwrap_or_default(),
            until: until(voice, &site, one, now)?,
        };
        if one.life.to > now { lines.push(line) } else { past.push(line) }
    }
    let sold = plans.values().filter(|plan| plan.ended_at.is_none());
    let title = voice.with("reservations-members-title", "count", lines.len());
    let main = MembersPage {
        voice,
        csrf: &ctx.visitor.csrf,
        title: title.clone(),
        lines,
        past,
        plans: sold.map(|plan| Choice::new(plan.id.to_string(), &plan.data.name)).collect(),
        from: local(&site, now)?.date().to_string(),
        key: ctx.key_of(form),
        fields: Fields::new(voice, form, faults),
        site: &site,
    };
    let crumbs = crumbs(&site, &voice.say("reservations-members"));
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

/// The names of those who hold some passes.
fn holders(tx: &mut store::Tx, held: &[Held]) -> Outcome<BTreeMap<PassId, String>> {
    let (mut persons, mut organisations) = (Vec::new(), Vec::new());
    for one in held {
        match one.holder {
            Some(Holder::Person(person)) => persons.push(person),
            Some(Holder::Organisation(organisation)) => organisations.push(organisation),
            None => {}
        }
    }
    let persons = people::names_of(tx, &persons)?;
    let organisations = people::organisation_names(tx, &organisations)?;
    let name = |one: &Held| match one.holder? {
        Holder::Person(person) => persons.get(&person).cloned(),
        Holder::Organisation(organisation) => organisations.get(&organisation).cloned(),
    };
    Ok(held.iter().filter_map(|one| Some((one.id, name(one)?))).collect())
}

/// The host gives a pass to somebody by their address: of an offer for companies, to the organisation
/// that they manage.
pub(super) async fn hand_out(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: SiteId = id.parse()?;
    let mut reader = form.reader();
    let (name, email) = (reader.required("name", 120), reader.email("email"));
    let (from, chosen) = (form.value("from"), reader.required("plan", 36));
    let from = if from.is_empty() { None } else { reader.date("from") };
    if let Err(refusal) = reader.finish() {
        return members_page(&ctx, &actor, id, &form, &faults_of(refusal)?).await;
    }
    let (of, from): (PlanId, _) = (chosen.parse()?, from);
    ctx.mails(&email).await?;
    let key: PassId = ctx.key_of(&form).parse()?;
    let (acting, lang, gift) = (actor.clone(), ctx.voice.lang.code(), form.has("gift"));
    let given = ctx
        .app
        .store()
        .write(move |tx| {
            let known = plan(tx, of)?;
            // Nobody makes accounts for a site that they do not keep.
            if known.site != id || !keeps(&acting, &site(tx, id)?) {
                return Err(Refusal::Unknown);
            }
            let from = match from {
                Some(day) => day,
                None => local(&site(tx, id)?, tx.now())?.date(),
            };
            let person = people::create_account(tx, &email, &name, lang)?;
            let holder =
                if known.data.pooled { company(tx, person)? } else { Holder::Person(person) };
            give(tx, &acting, of, key, (holder, from), gift)
        })
        .await;
    match given {
        Ok(_) => Ok(ctx.see(&format!("/sites/{id}/forfaits"), "reservations-notice-given")),
        Err(refusal) => members_page(&ctx, &actor, id, &form, &faults_of(refusal)?).await,
    }
}

/// The one organisation that somebody manages.
fn company(tx: &mut store::Tx, person: PersonId) -> Outcome<Holder> {
    let managed = crate::money::managed(&Actor::of(tx, person)?);
    match managed.as_slice() {
        [one] => Ok(Holder::Organisation(*one)),
        _ => Err(Refusal::field("email", "reservations-fault-manager")),
    }
}
