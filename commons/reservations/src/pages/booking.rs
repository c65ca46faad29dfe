//! One promise: what it is, what it costs, and the one thing to do next.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Moment, Outcome, Refusal};
use people::Actor;
use web::parts::{Badge, Choice, Event, Fields, Timeline};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::wish::{span_of, time};
use super::{badge, crumbs, faults_of, local, when};
use crate::bookings::booking;
use crate::life::{Happened, cancel, confirm, events, move_to};
use crate::model::{Booking, BookingId, Resource, Site, State};
use crate::money::{Charged, charged, make_good};
use crate::{rules, sites};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "booking.html")]
struct BookingPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    booking: &'a Booking,
    resource: &'a Resource,
    site: &'a Site,
    title: String,
    badge: Badge,
    said: String,
    price: String,
    refund: String,
    refunded: String,
    series: i64,
    is_own: bool,
    is_host: bool,
    who: String,
    timeline: Timeline,
    may_arrive: bool,
    parts: Vec<String>,
    taken: String,
    pass: Option<(String, String)>,
    papers: String,
    credited: String,
    good: Option<String>,
}

impl BookingPage<'_> {
    fn is(&self, code: &str) -> bool {
        self.booking.state.code() == code
    }

    fn may_give_back(&self) -> bool {
        matches!(self.booking.state, State::Held | State::Requested | State::Confirmed)
    }

    fn may_move(&self) -> bool {
        matches!(self.booking.state, State::Requested | State::Confirmed)
    }
}

#[derive(Template)]
#[template(path = "move.html")]
struct MovePage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    booking: &'a Booking,
    title: String,
    refused: Option<String>,
    fields: Fields<'a>,
    day: String,
    from: String,
    to: String,
    times: Vec<(String, String)>,
}

impl MovePage<'_> {
    fn times(&self) -> Vec<Choice> {
        self.times.iter().map(|(value, label)| Choice::new(value, label)).collect()
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: BookingId = id.parse()?;
    let (acting, now) = (actor.clone(), ctx.app.world().now());
    let (known, resource, site, events, names, series, paid) = ctx
        .app
        .store()
        .read(move |tx| {
            let (known, resource, site) = booking(tx, &acting, id)?;
            let events = events(tx, &acting, id)?;
            let mut ids: Vec<people::PersonId> = known.person.into_iter().collect();
            ids.extend(
                events.iter().filter_map(|event| event.actor.parse::<people::PersonId>().ok()),
            );
            let names = people::names_of(tx, &ids)?;
            let series = crate::life::count_in_series(tx, &known)?;
            let paid = paid(tx, &acting, &known, &site)?;
            Ok((known, resource, site, events, names, series, paid))
        })
        .await?;
    let voice = &ctx.voice;
    let own = actor.account.as_ref().is_some_and(|account| known.person == Some(account.id));
    let is_host = sites::keeps(&actor, &site);
    let timeline = timeline(voice, &known, &events, &names);
    let said = when(voice, &site, known.asked.span)?;
    let held_until = held_until(voice, &site, &known, now)?;
    let back = rules::refund(&site.data, &known, now, !own);
    let main = BookingPage {
        voice,
        csrf: &ctx.visitor.csrf,
        title: voice.with_all(
            "reservations-booking-title",
            &[("name", resource.data.name.as_str().into()), ("when", said.clone().into())],
        ),
        badge: badge(voice, &known, now),
        said: held_until,
        price: priced(voice, known.price_cents, paid.charged.as_ref()),
        parts: match known.price_cents {
            // What a pass pays has no price to be added up.
            0 => Vec::new(),
            _ => super::amounts::parts(voice, &paid.parts),
        },
        taken: taken(voice, paid.charged.as_ref()),
        pass: paid.pass,
        papers: paid.charged.as_ref().map(|one| one.papers.join(", ")).unwrap_or_default(),
        credited: credited(voice, paid.charged.as_ref()),
        good: paid.good.map(|cents| Cents(cents).decimal().replace('.', ",")),
        refund: if known.price_cents > 0 { voice.money(Cents(back)) } else { String::new() },
        refunded: match known.refund_cents {
            0 => String::new(),
            cents => voice.money(Cents(cents)),
        },
        series,
        is_own: own,
        is_host,
        who: known.person.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        timeline,
        may_arrive: is_host
            && known.state == State::Confirmed
            && now >= known.asked.span.from.plus_seconds(-1_800)
            && now < known.asked.span.to,
        booking: &known,
        resource: &resource,
        site: &site,
    };
    let name: String = resource.data.name.chars().take(34).collect();
    let title = format!("{name}, {}", voice.date(local(&site, known.asked.span.from)?.date()));
    let crumbs = crumbs(&site, &title);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}

/// What a promise took and costs, and what the host may still give back.
struct Paid {
    charged: Option<Charged>,
    pass: Option<(String, String)>,
    parts: Vec<rules::Part>,
    good: Option<i64>,
}

fn paid(tx: &mut store::Tx, actor: &Actor, known: &Booking, site: &Site) -> Outcome<Paid> {
    let charged = charged(tx, actor, known.id)?;
    let pass = match charged.as_ref().and_then(|one| one.pass) {
        None => None,
        Some(id) => match crate::money::held_pass(tx, actor, id) {
            Ok(held) => Some((id.to_string(), crate::money::plan(tx, held.plan)?.data.name)),
            // Who uses a company's account no more keeps what they have of it.
            Err(Refusal::Unknown) => None,
            Err(other) => return Err(other),
        },
    };
    let over = matches!(known.state, State::CheckedIn | State::Done | State::NoShow);
    let may = over && sites::keeps(actor, site);
    let good = charged.as_ref().filter(|_| may).and_then(|one| match known.price_cents {
        0 => one.taken.iter().any(|(_, amount, back)| amount > back).then_some(0),
        _ => Some(one.owed_cents).filter(|cents| *cents > 0),
    });
    Ok(Paid { charged, pass, parts: crate::money::kept_parts(tx, known.id)?, good })
}

/// What a promise costs, in words.
fn priced(voice: &Voice, cents: i64, charged: Option<&Charged>) -> String {
    match (cents, charged) {
        (0, Some(charged)) if charged.pass.is_some() => voice.say("reservations-paid-by-pass"),
        (cents, Some(charged)) => super::amounts::price(voice, cents, &charged.vat),
        (0, None) => voice.say("reservations-free-of-charge"),
        (cents, None) => voice.money(Cents(cents)),
    }
}

/// What was credited of it, in words.
fn credited(voice: &Voice, charged: Option<&Charged>) -> String {
    match charged.map_or(0, |one| one.credited_cents) {
        0 => String::new(),
        cents => voice.money(Cents(cents)),
    }
}

/// What was taken of a pass and given back, in words.
fn taken(voice: &Voice, charged: Option<&Charged>) -> String {
    let said = charged.into_iter().flat_map(|one| &one.taken).map(|(unit, much, back)| {
        let much = super::amounts::amount(voice, *unit, *much);
        match back {
            0 => much,
            back => {
                let back = super::amounts::amount(voice, *unit, *back);
                let args = [("amount", much.into()), ("back", back.into())];
                voice.with_all("reservations-taken-back", &args)
            }
        }
    });
    said.collect::<Vec<_>>().join(", ")
}

/// The host makes good for what went wrong.
pub(super) async fn make_it_good(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: BookingId = id.parse()?;
    let cents = Cents::parse(form.value("cents")).map_or(0, |cents| cents.0);
    let reason: String = form.value("reason").chars().take(300).collect();
    let good = move |tx: &mut store::Tx| make_good(tx, &actor, id, (cents, &reason));
    match ctx.app.store().write(good).await {
        // The page has the amount that is left: another one is a conflict with it.
        Err(Refusal::Invalid(faults)) => match faults.into_iter().next() {
            Some(fault) => Err(Refusal::Conflict(fault.say).into()),
            None => Err(Refusal::Malformed.into()),
        },
        done => {
            done?;
            Ok(ctx.see(&format!("/reservations/{id}"), "reservations-notice-good"))
        }
    }
}

/// What has happened to a promise, from its asking on.
fn timeline(
    voice: &Voice,
    known: &Booking,
    events: &[Happened],
    names: &BTreeMap<people::PersonId, String>,
) -> Timeline {
    let named = |id: &str| {
        let id: Option<people::PersonId> = id.parse().ok();
        id.and_then(|id| names.get(&id).cloned())
    };
    let mut timeline = vec![Event {
        time: known.made_at.to_string(),
        shown: voice.moment(known.made_at),
        title: voice.say("reservations-event-made"),
        ..Event::default()
    }];
    for event in events {
        let title = voice.named("reservations-event", &event.what);
        let title = match event.detail.as_str() {
            "" => title,
            said => format!("{title} · {said}"),
        };
        timeline.push(Event {
            time: event.at.to_string(),
            shown: voice.moment(event.at),
            title,
            by: named(&event.actor),
            ..Event::default()
        });
    }
    Timeline(timeline)
}

/// Until when a promise is held, in words; nothing once it is more than that.
fn held_until(voice: &Voice, site: &Site, known: &Booking, now: Moment) -> Outcome<String> {
    Ok(match known.state {
        State::Held if known.live_until > now => {
            let until = super::clock(voice, local(site, known.live_until)?.time());
            let day = voice.date(local(site, known.live_until)?.date());
            voice
                .with_all("reservations-held-until", &[("time", until.into()), ("day", day.into())])
        }
        State::Held => voice.say("reservations-conflict-expired"),
        _ => String::new(),
    })
}

pub(super) async fn say_yes(ctx: Ctx, actor: Actor, Path(id): Path<String>, _: Form) -> Answer {
    let id: BookingId = id.parse()?;
    let state = ctx.app.store().write(move |tx| confirm(tx, &actor, id)).await?;
    let notice = match state {
        State::Requested => "reservations-notice-requested",
        _ => "reservations-notice-confirmed",
    };
    Ok(ctx.see(&format!("/reservations/{id}"), notice))
}

pub(super) async fn give_back(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: BookingId = id.parse()?;
    let reason: String = form.value("reason").chars().take(300).collect();
    ctx.app.store().write(move |tx| cancel(tx, &actor, id, &reason)).await?;
    Ok(ctx.see(&format!("/reservations/{id}"), "reservations-notice-cancelled"))
}

pub(super) async fn other_time(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    move_page(&ctx, &actor, id.parse()?, &Form::default(), (&[], None)).await
}

async fn move_page(
    ctx: &Ctx,
    actor: &Actor,
    id: BookingId,
    form: &Form,
    (faults, refused): (&[Fault], Option<String>),
) -> Answer {
    let acting = actor.clone();
    let (known, resource, site) = ctx.app.store().read(move |tx| booking(tx, &acting, id)).await?;
    let voice = &ctx.voice;
    let (from, to) = (local(&site, known.asked.span.from)?, local(&site, known.asked.span.to)?);
    let typed = |at: &jiff::ZonedDateTime| format!("{:02}:{:02}", at.hour(), at.minute());
    let title = voice.with("reservations-move-title", "name", resource.data.name.as_str());
    let main = MovePage {
        voice,
        csrf: &ctx.visitor.csrf,
        booking: &known,
        title: title.clone(),
        fields: Fields::new(voice, form, faults),
        day: from.date().to_string(),
        from: typed(&from),
        to: typed(&to),
        times: super::thing::clock_choices(voice, resource.data.step_minutes)?,
        refused,
    };
    let crumbs = crumbs(&site, &title);
    let head = PageHead { title: &title, crumbs: &crumbs, wide: false };
    let wrong = main.refused.is_some() || !faults.is_empty();
    Ok(if wrong { ctx.faulty_page(&head, &main)? } else { ctx.page_with(&head, &main)? })
}

pub(super) async fn put_elsewhere(
    ctx: Ctx,
    actor: Actor,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: BookingId = id.parse()?;
    let mut reader = form.reader();
    let day = reader.date("day");
    let (from, to) = (time(&mut reader, &form, "from"), time(&mut reader, &form, "to"));
    if let Err(refusal) = reader.finish() {
        let faults = faults_of(refusal)?;
        return move_page(&ctx, &actor, id, &form, (&faults, None)).await;
    }
    let (Some(day), Some(from), Some(to)) = (day, from, to) else {
        return Err(Refusal::Malformed.into());
    };
    let acting = actor.clone();
    let moved = ctx
        .app
        .store()
        .write(move |tx| {
            let (_, _, site) = booking(tx, &acting, id)?;
            let end = if to <= from { day.tomorrow().map_err(Refusal::broken)? } else { day };
            let span = span_of(&site, day.to_datetime(from), end.to_datetime(to))?;
            move_to(tx, &acting, id, span)
        })
        .await;
    match moved {
        Ok(()) => Ok(ctx.see(&format!("/reservations/{id}"), "reservations-notice-moved")),
        Err(Refusal::Conflict(say)) => {
            let why = ctx.voice.it(&say);
            move_page(&ctx, &actor, id, &form, (&[], Some(why))).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
