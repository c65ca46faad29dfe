//! A thing to be had: what is free this week, and the form that asks for it, once or again and again.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Moment, Outcome, Refusal, Say};
use jiff::civil::{Date, DateTime, Time, Weekday};
use people::Actor;
use web::parts::{Badge, Choice, Fields, Tone};
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::picture::{self, Day};
use super::{clock, crumbs, faults_of, key_of, local, when};
use crate::availability::{alternatives, availability};
use crate::bookings::{hold, hold_all, quote};
use crate::model::{Asked, BookingId, Kind, Resource, ResourceId, Site, Span};
use crate::series::{Every, Pattern, Series, Until};
use crate::sites::{keeps, resource, site, zone_of};
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
        ["once", "day", "working", "week", "month"].map(name).to_vec()
    }

    fn is_many(&self) -> bool {
        self.resource.data.kind != Kind::Exclusive
    }

    fn is_let(&self) -> bool {
        crate::rules::is_let(self.resource)
    }
}

#[derive(Template)]
#[template(path = "series.html")]
struct SeriesPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    resource: &'a Resource,
    title: String,
    dates: Vec<(String, Option<String>)>,
    free: i64,
    price: String,
    kept: Vec<(String, String)>,
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    thing_page(&ctx, &actor, id.parse()?, (&Form::default(), &[], None)).await
}

/// What stands of a thing, and what is free of it in a week.
async fn thing_page(
    ctx: &Ctx,
    actor: &Actor,
    id: ResourceId,
    (form, faults, refused): (&Form, &[Fault], Option<(Say, Option<Asked>)>),
) -> Answer {
    let now = ctx.app.world().now();
    let asked_day = ctx.query("jour").and_then(|day| day.parse::<Date>().ok());
    let typed_day = web::parse_date(form.value("day"));
    let wished = refused.as_ref().and_then(|(_, asked)| asked.clone());
    let read = move |tx: &mut store::Tx| {
        let resource = resource(tx, id)?;
        let site = site(tx, resource.site)?;
        let today = local(&site, now)?.date();
        let day = typed_day.or(asked_day).unwrap_or(today).max(today);
        let dates = week_of(day);
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
        Ok((site, resource, today, day, dates, free, instead))
    };
    let (site, resource, today, day, dates, free, instead) = ctx.app.store().read(read).await?;
    let voice = &ctx.voice;
    let (first, last) = picture::bounds(&site, &free)?;
    let bound = |hour: i64| voice.with("reservations-hour", "hour", hour);
    let monday = dates.first().copied().unwrap_or(day);
    let href = |day: Date| format!("/ressources/{id}?jour={day}");
    let refused = match refused {
        Some((say, _)) => {
            let mut links = Vec::new();
            for span in instead {
                links.push((when(voice, &site, span)?, prefilled(&site, id, span)?));
            }
            Some(No { why: voice.it(&say), instead: links, may_wait: may_wait(&say), kept: kept(form) })
        }
        None => None,
    };
    let main = ThingPage {
        voice,
        csrf: &ctx.visitor.csrf,
        badge: kind_badge(voice, &resource),
        price: price_of(voice, &resource),
        days: picture::days(voice, &site, &free, &dates, now)?,
        bar_hours: voice.with_all(
            "reservations-bar-hours",
            &[("from", bound(first).into()), ("to", bound(last).into())],
        ),
        before: (monday > today).then(|| href(shifted(monday, -7).max(today))),
        after: href(shifted(monday, 7)),
        fields: Fields::new(voice, form, faults),
        chosen: chosen(ctx, &site, &resource, day, (first, last))?,
        signed_in: actor.account.is_some(),
        is_host: keeps(actor, &site),
        key: key_of(ctx, form),
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

fn shifted(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

/// The days of the week of a day, from Monday.
fn week_of(day: Date) -> Vec<Date> {
    let monday = shifted(day, -i64::from(day.weekday().to_monday_zero_offset()));
    (0..7).map(|days| shifted(monday, days)).collect()
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

fn chosen(
    ctx: &Ctx,
    site: &Site,
    resource: &Resource,
    day: Date,
    (first, last): (i64, i64),
) -> Outcome<Chosen> {
    let now = local(site, ctx.app.world().now())?;
    let step = resource.data.step_minutes.max(5);
    let (mut minute, mut times) = (first * 60, Vec::new());
    while minute <= last * 60 {
        let time = Time::new((minute / 60 % 24) as i8, (minute % 60) as i8, 0, 0);
        let time = time.map_err(Refusal::broken)?;
        times.push((format!("{:02}:{:02}", time.hour(), time.minute()), clock(&ctx.voice, time)));
        minute += step;
    }
    times.dedup();
    let soonest = match day == now.date() {
        true => (i64::from(now.hour()) + 1).clamp(first, last.max(first + 1) - 1),
        false => first,
    };
    let end = soonest * 60 + resource.data.min_minutes.max(60).min(resource.data.max_minutes);
    let typed = |minute: i64| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    Ok(Chosen {
        day: day.to_string(),
        from: ctx.query("de").unwrap_or_else(|| typed(soonest * 60)),
        to: ctx.query("a").unwrap_or_else(|| typed(end)),
        times,
    })
}

/// Every step of a day, to choose from.
pub(super) fn clock_choices(voice: &Voice, step: i64) -> Outcome<Vec<(String, String)>> {
    let mut times = Vec::new();
    let mut minute = 0;
    while minute < 1_440 {
        let time = Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0);
        let time = time.map_err(Refusal::broken)?;
        times.push((format!("{:02}:{:02}", time.hour(), time.minute()), clock(voice, time)));
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
            &[
                ("price", voice.money(Cents(hour)).into()),
                ("most", voice.money(Cents(day)).into()),
            ],
        ),
    }
}

/// A wish as typed: once, or again and again.
struct Wish {
    from: DateTime,
    to: DateTime,
    quantity: i64,
    title: String,
    pattern: Option<Pattern>,
}

fn read_wish(form: &Form, resource: &Resource) -> Outcome<Wish> {
    let mut reader = form.reader();
    let day = reader.date("day");
    let from = time(&mut reader, form, "from");
    let to = time(&mut reader, form, "to");
    let quantity = match resource.data.kind {
        Kind::Exclusive => Some(1),
        _ => reader.number("quantity", 1, resource.data.capacity),
    };
    let title = reader.text("title", 120);
    let repeat = form.value("repeat");
    let until = match repeat {
        "" | "once" => None,
        _ => {
            let until = reader.date("until");
            if until.is_none() && form.value("until").is_empty() {
                reader.fault("until", "reservations-fault-until");
            }
            until
        }
    };
    reader.finish()?;
    let (Some(day), Some(from), Some(to), Some(quantity)) = (day, from, to, quantity) else {
        return Err(Refusal::Malformed);
    };
    let end = if to <= from { shifted(day, 1) } else { day };
    let every = match repeat {
        "day" => Some(Every::Day),
        "working" => Some(Every::WorkingDay),
        "week" => Some(Every::Week(Vec::<Weekday>::new())),
        "month" => Some(Every::MonthWeekday(nth(day), day.weekday())),
        _ => None,
    };
    let pattern = every.zip(until).map(|(every, until)| Pattern {
        every,
        interval: 1,
        until: Until::Day(until),
    });
    Ok(Wish { from: day.to_datetime(from), to: end.to_datetime(to), quantity, title, pattern })
}

/// Which Monday, Tuesday… of its month a day is; the fifth is the last.
fn nth(day: Date) -> i8 {
    let nth = (day.day() - 1) / 7 + 1;
    if nth > 4 { -1 } else { nth }
}

/// A time as a field of a form holds it.
pub(super) fn time(reader: &mut web::Reader<'_>, form: &Form, name: &str) -> Option<Time> {
    let typed = form.value(name);
    let parsed = typed.parse::<Time>().ok().filter(|_| typed.len() == 5);
    if parsed.is_none() {
        reader.fault(name, "reservations-fault-time");
    }
    parsed
}

pub(super) fn span_of(site: &Site, from: DateTime, to: DateTime) -> Outcome<Span> {
    let zone = zone_of(&site.data.zone)?;
    let at = |civil: DateTime| {
        zone.to_ambiguous_zoned(civil)
            .compatible()
            .map(|zoned| Moment::from(zoned.timestamp()))
            .map_err(Refusal::broken)
    };
    Ok(Span { from: at(from)?, to: at(to)? })
}

/// A wish: held at once if it is for one time, shown first if it is for many.
pub(super) async fn ask(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: ResourceId = id.parse()?;
    let (site, resource) = ctx
        .app
        .store()
        .read(move |tx| {
            let resource = resource(tx, id)?;
            Ok((site(tx, resource.site)?, resource))
        })
        .await?;
    let wish = match read_wish(&form, &resource) {
        Ok(wish) => wish,
        Err(refusal) => {
            let faults = faults_of(refusal)?;
            return thing_page(&ctx, &actor, id, (&form, &faults, None)).await;
        }
    };
    let asked = |span: Span| Asked {
        resource: id,
        span,
        quantity: wish.quantity,
        title: wish.title.clone(),
        organisation: None,
    };
    match &wish.pattern {
        None => {
            let asked = asked(span_of(&site, wish.from, wish.to)?);
            hold_one(ctx, actor, form, asked).await
        }
        Some(pattern) => {
            let zone = zone_of(&site.data.zone)?;
            match Series::of(pattern, wish.from, wish.to, zone) {
                Ok(series) => {
                    let spans = series.occurrences();
                    let all: Vec<Asked> = spans
                        .iter()
                        .map(|one| Span { from: one.start.into(), to: one.end.into() })
                        .map(asked)
                        .collect();
                    hold_series(ctx, actor, form, (site, resource), all).await
                }
                Err(fault) => {
                    let faults = [Fault::new("until", fault.say())];
                    thing_page(&ctx, &actor, id, (&form, &faults, None)).await
                }
            }
        }
    }
}

async fn hold_one(ctx: Ctx, actor: Actor, form: Form, asked: Asked) -> Answer {
    let key: BookingId = key_of(&ctx, &form).parse()?;
    let (acting, wished) = (actor.clone(), asked.clone());
    let held = ctx.app.store().write(move |tx| hold(tx, &acting, key, &wished)).await;
    match held {
        Ok(booking) => Ok(ctx.see(&format!("/reservations/{}", booking.id), "")),
        Err(Refusal::Conflict(say)) => {
            let id = asked.resource;
            // A new key: this one may have been used for another wish.
            let form = Form::from_values(kept(&form));
            thing_page(&ctx, &actor, id, (&form, &[], Some((say, Some(asked))))).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// What was typed, without the key of the form.
fn kept(form: &Form) -> Vec<(String, String)> {
    let names = ["day", "from", "to", "quantity", "title", "repeat", "until"];
    names.iter().map(|name| ((*name).to_owned(), form.value(name).to_owned())).collect()
}

/// Many times: shown with those that cannot be, then held together, all or those that can.
async fn hold_series(
    ctx: Ctx,
    actor: Actor,
    form: Form,
    (site, resource): (Site, Resource),
    all: Vec<Asked>,
) -> Answer {
    let which = form.value("which").to_owned();
    let (acting, wishes) = (actor.clone(), all.clone());
    let answers = ctx
        .app
        .store()
        .read(move |tx| wishes.iter().map(|asked| quote(tx, &acting, asked)).collect::<Outcome<Vec<_>>>())
        .await?;
    if which.is_empty() {
        return series_page(&ctx, &form, (&site, &resource), &all, &answers);
    }
    let possible = all.into_iter().zip(&answers).filter(|(_, answer)| answer.is_ok());
    let wanted: Vec<Asked> = possible.map(|(asked, _)| asked).collect();
    if which == "all" && wanted.len() < answers.len() {
        return Err(Refusal::conflict("reservations-conflict-series-changed").into());
    }
    let world = ctx.app.world().clone();
    let pairs: Vec<(BookingId, Asked)> = wanted.into_iter().map(|one| (world.id(), one)).collect();
    let key = form.key("reservations-series", &actor.name_in_log())?;
    let request = format!("{} {which} {:?}", resource.id, kept(&form));
    let first: String = ctx
        .app
        .store()
        .write_once(move |tx| {
            store::once(tx, &key, &request, |tx| {
                let held = hold_all(tx, &actor, &pairs)?;
                held.first().map(|one| one.id.to_string()).ok_or(Refusal::Malformed)
            })
        })
        .await?;
    Ok(ctx.see(&format!("/reservations/{first}"), ""))
}

fn series_page(
    ctx: &Ctx,
    form: &Form,
    (site, resource): (&Site, &Resource),
    all: &[Asked],
    answers: &[Result<Cents, Say>],
) -> Answer {
    let voice = &ctx.voice;
    let (mut dates, mut free, mut sum) = (Vec::new(), 0, Cents(0));
    for (asked, answer) in all.iter().zip(answers) {
        if let Ok(price) = answer {
            free += 1;
            sum = sum.plus(*price).ok_or_else(|| Refusal::broken("a series beyond numbers"))?;
        }
        let why = answer.as_ref().err().map(|say| voice.it(say));
        dates.push((when(voice, site, asked.span)?, why));
    }
    let args = [("count", i64::from(free).into()), ("all", all.len().into())];
    let title = voice.with_all("reservations-series-title", &args);
    let mut values = kept(form);
    values.push(("_key".to_owned(), key_of(ctx, form)));
    let main = SeriesPage {
        voice,
        csrf: &ctx.visitor.csrf,
        resource,
        title: title.clone(),
        dates,
        free: i64::from(free),
        price: voice.money(sum),
        kept: values,
    };
    let crumbs = crumbs(site, &resource.data.name);
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main)?)
}
