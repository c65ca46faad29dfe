//! A thing to be had: what is free this week, and the form that asks for it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Moment, Outcome, Refusal, Say};
use jiff::civil::{Date, Time};
use people::Actor;
use web::parts::{Badge, Choice, Fields, Tone};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::amounts;
use super::picture::{self, Day};
use super::wish::kept;
use super::{clock, crumbs, local, when};
use crate::availability::{Free, alternatives, availability};
use crate::model::{Asked, Kind, Resource, ResourceId, Site, Span};
use crate::money::{Choice as PassChoice, choices};
use crate::sites::{keeps, resource, site};
use crate::waiting::may_wait;

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "thing.html")]
struct ThingPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    site: &'a Site,
    resource: &'a Resource,
    badge: Badge,
    price: String,
    days: Vec<Day>,
    bar_hours: String,
    before: Option<String>,
    after: String,
    fields: Fields<'a>,
    chosen: Chosen,
    means: Vec<Choice>,
    signed_in: bool,
    is_host: bool,
    key: String,
    refused: Option<No>,
}

/// Why a wish cannot be, and what could be instead.
struct No {
    why: String,
    instead: Vec<(String, String)>,
    may_wait: bool,
    kept: Vec<(String, String)>,
}

/// What the form shows when nothing was typed.
struct Chosen {
    day: String,
    from: String,
    to: String,
    times: Vec<(String, String)>,
}

impl ThingPage<'_> {
    fn times(&self) -> Vec<Choice> {
        self.chosen.times.iter().map(|(value, label)| Choice::new(value, label)).collect()
    }

    fn repeats(&self) -> Vec<Choice> {
        let name = |code: &str| Choice::new(code, self.voice.named("reservations-repeat", code));
        ["once", "day", "working", "week", "fortnight", "month"].map(name).to_vec()
    }

    fn asks_rule(&self) -> bool {
        self.fields.faults.iter().any(|fault| fault.field == "rule")
    }

    fn is_many(&self) -> bool {
        self.resource.data.kind != Kind::Exclusive
    }

    fn most(&self) -> i64 {
        self.resource.data.capacity
    }

    fn first_means(&self) -> &str {
        self.means.first().map_or("", |choice| choice.value.as_str())
    }

    fn is_let(&self) -> bool {
        crate::rules::is_let(self.resource)
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    thing_page(&ctx, &actor, id.parse()?, (&Form::default(), &[], None)).await
}

/// Why a wish was refused, and the wish.
type Declined = Option<(Say, Option<Asked>)>;

/// What stands of a thing, and what is free of it in a week.
pub(super) async fn thing_page(
    ctx: &Ctx,
    actor: &Actor,
    id: ResourceId,
    (form, faults, refused): (&Form, &[Fault], Declined),
) -> Answer {
    let now = ctx.app.world().now();
    let asked_day = ctx.query("jour").and_then(|day| web::parse_date(&day));
    let typed_day = web::parse_date(form.value("day"));
    let wished = refused.as_ref().and_then(|(_, asked)| asked.clone());
    let acting = actor.clone();
    let read = move |tx: &mut store::Tx| {
        let resource = resource(tx, id)?;
        if resource.once {
            return Err(Refusal::Unknown);
        }
        let site = site(tx, resource.site)?;
        let today = local(&site, now)?.date();
        let day = typed_day.or(asked_day).unwrap_or(today).max(today);
        let dates: Vec<Date> = (0..7).map(|days| shifted(day, days)).collect();
        let from = dates.first().copied().unwrap_or(day);
        let span = Span {
            from: super::day_of(&site, from)?.from,
            to: super::day_of(&site, dates.last().copied().unwrap_or(day))?.to,
        };
        let free = availability(tx, &site, std::slice::from_ref(&resource), span)?.pop();
        let free = free.ok_or(Refusal::Unknown)?;
        let instead = match &wished {
            Some(asked) => alternatives(tx, &site, &resource, (asked.span, asked.quantity), 3)?,
            None => Vec::new(),
        };
        let passes = choices(tx, &acting, &site, id)?;
        Ok((site, resource, today, day, dates, free, instead, passes))
    };
    let (site, resource, today, day, dates, free, instead, passes) =
        ctx.app.store().read(read).await?;
    let voice = &ctx.voice;
    let (first, last) = picture::hours(&site, &free)?;
    let bound = |hour: i64| voice.with("reservations-hour", "hour", hour);
    let bounds = [("from", bound(first).into()), ("to", bound(last).into())];
    let href = |day: Date| format!("/ressources/{id}?jour={day}");
    let refused = refused.map(|(say, _)| no(voice, (&site, id), &say, (instead, form)));
    let refused = refused.transpose()?;
    let main = ThingPage {
        voice,
        csrf: &ctx.visitor.csrf,
        badge: kind_badge(voice, &resource),
        price: price_of(voice, &resource),
        days: picture::days(voice, &site, &free, &dates, now)?,
        bar_hours: voice.with_all("reservations-bar-hours", &bounds),
        before: (day > today).then(|| href(shifted(day, -7).max(today))),
        after: href(shifted(day, 7)),
        fields: Fields::new(voice, form, faults),
        means: means(voice, &resource, &passes),
        chosen: chosen(ctx, (&site, &resource, &free), day, (first, last))?,
        signed_in: actor.account.is_some(),
        is_host: keeps(actor, &site),
        key: ctx.key_of(form),
        refused,
        site: &site,
        resource: &resource,
    };
    let crumbs = crumbs(&site, &resource.data.name);
    let head = PageHead { title: &resource.data.name, crumbs: &crumbs, wide: true };
    let refusing = main.refused.is_some();
    Ok(match refusing || !faults.is_empty() {
        true => ctx.faulty_page(&head, &main)?,
        false => ctx.page_with(&head, &main)?,
    })
}

/// With what one can pay, what one has left first; nothing where there is no choice.
fn means(voice: &Voice, resource: &Resource, passes: &[PassChoice]) -> Vec<Choice> {
    if passes.is_empty() {
        return Vec::new();
    }
    let named = |one: &PassChoice| {
        let args =
            [("name", one.name.clone().into()), ("left", amounts::left(voice, &one.left).into())];
        Choice::new(one.pass.to_string(), voice.with_all("reservations-with-pass", &args))
    };
    let mut all: Vec<Choice> = passes.iter().map(named).collect();
    let hour = price_of(voice, resource);
    all.push(Choice::new("hours", voice.with("reservations-with-money", "price", hour)));
    all
}

/// Why a wish cannot be, with links to what could be instead.
fn no(
    voice: &Voice,
    (site, id): (&Site, ResourceId),
    say: &Say,
    (instead, form): (Vec<Span>, &Form),
) -> Outcome<No> {
    let mut links = Vec::new();
    for span in instead {
        links.push((when(voice, site, span)?, prefilled(site, id, span)?));
    }
    Ok(No { why: voice.it(say), instead: links, may_wait: may_wait(say), kept: kept(form) })
}

pub(super) fn shifted(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

/// The address of the form, filled in with a span.
fn prefilled(site: &Site, id: ResourceId, span: Span) -> Outcome<String> {
    let (from, to) = (local(site, span.from)?, local(site, span.to)?);
    Ok(format!(
        "/ressources/{id}?jour={}&de={:02}:{:02}&a={:02}:{:02}#form",
        from.date(),
        from.hour(),
        from.minute(),
        to.hour(),
        to.minute()
    ))
}

/// What the form offers before anything is typed: what the address asks for, else the first time
/// that is free.
fn chosen(
    ctx: &Ctx,
    (site, resource, free): (&Site, &Resource, &Free),
    day: Date,
    (first, last): (i64, i64),
) -> Outcome<Chosen> {
    let step = resource.data.step_minutes.max(5);
    let (mut minute, mut times) = (first * 60, Vec::new());
    while minute <= last * 60 {
        let time = Time::new((minute / 60 % 24) as i8, (minute % 60) as i8, 0, 0);
        let time = time.map_err(Refusal::broken)?;
        times.push((typed(time), clock(&ctx.voice, time)));
        minute += step;
    }
    times.dedup();
    let length = resource.data.min_minutes.max(60).min(resource.data.max_minutes);
    let soonest = ctx.app.world().now().plus_seconds(resource.data.notice_minutes * 60);
    let (micros, mut begins) = (step * 60_000_000, None);
    for (span, left) in &free.spans {
        let from = Moment((span.from.max(soonest).0 + micros - 1).div_euclid(micros) * micros);
        if *left > 0 && from.plus_seconds(length * 60) <= span.to {
            begins = begins.or(Some(from));
        }
    }
    let from = match begins {
        Some(at) => local(site, at)?.datetime(),
        None => day.at((first % 24) as i8, 0, 0, 0),
    };
    let to = from.saturating_add(jiff::Span::new().minutes(length));
    let asked = ctx.query("de").is_some();
    Ok(Chosen {
        day: if asked { day } else { from.date() }.to_string(),
        from: ctx.query("de").unwrap_or_else(|| typed(from.time())),
        to: ctx.query("a").unwrap_or_else(|| typed(to.time())),
        times,
    })
}

/// A time as a field holds it.
fn typed(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Every step of a day, to choose from.
pub(super) fn clock_choices(voice: &Voice, step: i64) -> Outcome<Vec<(String, String)>> {
    let mut times = Vec::new();
    let mut minute = 0;
    while minute < 1_440 {
        let time = Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0);
        let time = time.map_err(Refusal::broken)?;
        times.push((typed(time), clock(voice, time)));
        minute += step.max(5);
    }
    Ok(times)
}

/// How a thing is let, in a word.
pub(super) fn kind_badge(voice: &Voice, resource: &Resource) -> Badge {
    let count = resource.data.capacity;
    let said = match resource.data.kind {
        Kind::Exclusive => voice.say("reservations-kind-exclusive"),
        kind => voice.with_all(
            match kind {
                Kind::Units => "reservations-kind-units-count",
                _ => "reservations-kind-pool-count",
            },
            &[("count", count.into())],
        ),
    };
    Badge::new(said, Tone::Plain)
}

/// What an hour costs, in words.
pub(super) fn price_of(voice: &Voice, resource: &Resource) -> String {
    let data = &resource.data;
    match (data.hour_cents, data.day_cents) {
        (0, _) => voice.say("reservations-free-of-charge"),
        (hour, 0) => voice.with("reservations-by-hour", "price", voice.money(Cents(hour))),
        (hour, day) => voice.with_all(
            "reservations-by-hour-and-day",
            &[("price", voice.money(Cents(hour)).into()), ("most", voice.money(Cents(day)).into())],
        ),
    }
}
