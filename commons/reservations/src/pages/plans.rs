//! The offers of a site: what its host lays down and ends; for everybody what there is, and how it is
//! bought in two steps.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Outcome, Refusal};
use people::Actor;
use web::parts::{Choice, Fields};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::amounts::{gives, price, vats};
use super::{crumbs, faults_of, local};
use crate::model::{Resource, Site, SiteId};
use crate::money::{
    Holder, NewPlan, PassId, Plan, PlanId, Unit, add_plan, book_of, buy, end_plan, later, managed,
    may_buy, plan, plans_of,
};
use crate::sites::{keeps, kept_site, resources_of, site};

type Answer = Result<Response, Refused>;

/// An offer as a list shows it.
struct Line {
    id: String,
    name: String,
    price: String,
    gives: Vec<String>,
    audience: String,
    pooled: bool,
    ended: bool,
}

fn line(voice: &Voice, plan: &Plan, things: &[Resource]) -> Line {
    let own = things.iter().filter(|thing| plan.data.things.contains(&thing.id));
    let names: Vec<String> = own.map(|thing| thing.data.name.clone()).collect();
    Line {
        id: plan.id.to_string(),
        name: plan.data.name.clone(),
        price: price(voice, plan.data.price_cents, &plan.data.vat),
        gives: gives(voice, &plan.data, &names),
        audience: plan.data.audience.clone(),
        pooled: plan.data.pooled,
        ended: plan.ended_at.is_some(),
    }
}

#[derive(Template)]
#[template(path = "plans.html")]
struct PlansPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    site: &'a Site,
    title: String,
    lines: Vec<Line>,
    charges: bool,
    things: Vec<Choice>,
    key: String,
    fields: Fields<'a>,
}

impl PlansPage<'_> {
    fn units(&self) -> Vec<Choice> {
        let name = |unit: Unit| {
            Choice::new(unit.code(), self.voice.named("reservations-plan-unit", unit.code()))
        };
        let mut units = vec![Choice::new("none", self.voice.say("reservations-plan-unit-none"))];
        units.extend(Unit::GIVEN.map(name));
        units
    }

    fn vats(&self) -> Vec<Choice> {
        vats(self.voice)
    }
}

/// What the host offers, and the form that adds to it.
pub(super) async fn list(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    page(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn page(ctx: &Ctx, actor: &Actor, id: SiteId, form: &Form, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let (site, plans, things, book) = ctx
        .app
        .store()
        .read(move |tx| {
            let site = kept_site(tx, &acting, id)?;
            Ok((site, plans_of(tx, id)?, resources_of(tx, id)?, book_of(tx, id)?))
        })
        .await?;
    let voice = &ctx.voice;
    let title = voice.say("reservations-plans");
    let main = PlansPage {
        voice,
        csrf: &ctx.visitor.csrf,
        site: &site,
        title: title.clone(),
        lines: plans.iter().map(|plan| line(voice, plan, &things)).collect(),
        charges: book.is_some_and(|book| book.charges),
        things: things
            .iter()
            .map(|thing| Choice::new(thing.id.to_string(), &thing.data.name))
            .collect(),
        key: ctx.key_of(form),
        fields: Fields::new(voice, form, faults),
    };
    let crumbs = crumbs(&site, &title);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

fn read_plan(form: &Form) -> Outcome<NewPlan> {
    let mut reader = form.reader();
    let name = reader.required("name", 80);
    let unit = reader.choice("unit", &["none", "ENTREES", "MIN"]);
    let most = if unit == "MIN" { 10_000 } else { 1_000 };
    let amount = match unit.as_str() {
        "ENTREES" | "MIN" => reader.number("amount", 1, most),
        _ => Some(0),
    };
    let mut money = |name: &str| match form.value(name) {
        "" => Some(Cents(0)),
        _ => reader.money(name),
    };
    let (price, budget) = (money("price_cents"), money("budget_cents"));
    let months = reader.number("months", 0, 36);
    let days = reader.number("days", 0, 366);
    let (standing, audience) = (reader.text("standing", 60), reader.text("audience", 60));
    let codes: Vec<&str> = ledger::VATS.iter().map(|(code, _)| *code).collect();
    let vat = reader.choice("vat", &codes);
    reader.finish()?;
    let need = |number: Option<i64>| number.ok_or(Refusal::Malformed);
    // Hours are typed, minutes are kept.
    let each = if unit == "MIN" { 60 } else { 1 };
    Ok(NewPlan {
        name,
        pooled: form.has("pooled"),
        unit: Unit::from_code(&unit),
        amount: need(amount)? * each,
        each_month: form.has("each_month"),
        budget_cents: budget.map_or(0, |cents| cents.0),
        standing,
        price_cents: price.map_or(0, |cents| cents.0),
        vat,
        months: need(months)?,
        days: need(days)?,
        audience,
        things: form.values("things").map(str::parse).collect::<Outcome<_>>()?,
    })
}

/// Adds an offer, or sells one no more.
pub(super) async fn change(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: SiteId = id.parse()?;
    let back = format!("/sites/{id}/formules");
    if form.has("end") {
        let ended: PlanId = form.value("end").parse()?;
        ctx.app.store().write(move |tx| end_plan(tx, &actor, ended)).await?;
        return Ok(ctx.see(&back, "reservations-notice-changed"));
    }
    let (acting, key) = (actor.clone(), ctx.key_of(&form).parse::<PlanId>()?);
    let added = match read_plan(&form) {
        Ok(new) => {
            let add = move |tx: &mut store::Tx| add_plan(tx, &acting, id, key, &new);
            ctx.app.store().write(add).await.map(drop)
        }
        Err(refusal) => Err(refusal),
    };
    match added {
        Ok(()) => Ok(ctx.see(&back, "reservations-notice-changed")),
        Err(refusal) => page(&ctx, &actor, id, &form, &faults_of(refusal)?).await,
    }
}

#[derive(Template)]
#[template(path = "offers.html")]
struct OffersPage<'a> {
    voice: &'a Voice,
    site: &'a Site,
    title: String,
    lines: Vec<Line>,
    is_host: bool,
}

/// What can be bought, for everybody.
pub(super) async fn offers(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: SiteId = id.parse()?;
    let (site, plans, things) = ctx
        .app
        .store()
        .read(move |tx| {
            let charges = book_of(tx, id)?.is_some_and(|book| book.charges);
            let mut plans = plans_of(tx, id)?;
            plans.retain(|plan| charges && plan.ended_at.is_none());
            Ok((site(tx, id)?, plans, resources_of(tx, id)?))
        })
        .await?;
    let voice = &ctx.voice;
    let title = voice.with("reservations-offers-title", "name", site.data.name.as_str());
    let main = OffersPage {
        voice,
        site: &site,
        title: title.clone(),
        lines: plans.iter().map(|plan| line(voice, plan, &things)).collect(),
        is_host: keeps(&actor, &site),
    };
    let crumbs = crumbs(&site, &voice.say("reservations-offers"));
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}

#[derive(Template)]
#[template(path = "buy.html")]
struct BuyPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    site: &'a Site,
    title: String,
    line: Line,
    holders: Vec<Choice>,
    may: bool,
    from: String,
    ends: String,
    dated: bool,
    key: String,
    fields: Fields<'a>,
}

pub(super) async fn consider(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    buying(&ctx, &actor, id.parse()?, &Form::default(), &[]).await
}

async fn buying(ctx: &Ctx, actor: &Actor, id: PlanId, form: &Form, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let (known, site, things, may, names) = ctx
        .app
        .store()
        .read(move |tx| {
            let known = plan(tx, id)?;
            let site = site(tx, known.site)?;
            let may = may_buy(tx, &acting, &known)?;
            let names = people::organisation_names(tx, &managed(&acting))?;
            let things = resources_of(tx, site.id)?;
            Ok((known, site, things, may, names))
        })
        .await?;
    let voice = &ctx.voice;
    let today = local(&site, ctx.app.world().now())?.date();
    let last = later(today, known.data.months, known.data.days)?;
    let last = last.yesterday().map_err(Refusal::broken)?;
    let title = voice.with("reservations-buy-title", "name", known.data.name.as_str());
    let holders: Vec<Choice> =
        names.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let main = BuyPage {
        voice,
        csrf: &ctx.visitor.csrf,
        site: &site,
        title: title.clone(),
        line: line(voice, &known, &things),
        may: may && (!known.data.pooled || !holders.is_empty()),
        holders,
        from: today.to_string(),
        ends: voice.with("reservations-buy-ends", "day", voice.date(last)),
        dated: known.data.standing.is_empty(),
        key: ctx.key_of(form),
        fields: Fields::new(voice, form, faults),
    };
    let crumbs = crumbs(&site, &known.data.name);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn purchase(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: PlanId = id.parse()?;
    let (acting, typed) = (actor.clone(), form.clone());
    let key: PassId = ctx.key_of(&form).parse()?;
    let bought = ctx
        .app
        .store()
        .write(move |tx| {
            let known = plan(tx, id)?;
            let site = site(tx, known.site)?;
            let mut reader = typed.reader();
            let holder =
                if known.data.pooled { reader.required("holder", 36) } else { String::new() };
            let from = match typed.value("from") {
                "" => Some(local(&site, tx.now())?.date()),
                _ => reader.date("from"),
            };
            reader.finish()?;
            let holder = match known.data.pooled {
                true => Holder::Organisation(holder.parse()?),
                false => Holder::Person(acting.person()?),
            };
            buy(tx, &acting, id, key, (holder, from.ok_or(Refusal::Malformed)?))
        })
        .await;
    match bought {
        Ok(pass) => Ok(ctx.see(&format!("/forfaits/{pass}"), "reservations-notice-bought")),
        Err(refusal) => buying(&ctx, &actor, id, &form, &faults_of(refusal)?).await,
    }
}
