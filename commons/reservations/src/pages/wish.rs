//! A wish as it is typed: held at once if it is for one time, shown first if it is for many.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use base::{Cents, Fault, Outcome, Refusal, Say};
use jiff::civil::{Date, DateTime, Time, Weekday};
use people::Actor;
use web::{Ctx, Form, PageHead, Refused, Voice};

use super::thing::{shifted, thing_page};
use super::{crumbs, faults_of, when};
use crate::local::moment_at;
use crate::model::{Asked, BookingId, Kind, Resource, ResourceId, Site, Span};
use crate::money::{Means, hold_with};
use crate::quotes::quote_all;
use crate::series::{Every, Pattern, Series, Until};
use crate::sites::{resource, site, zone_of};

type Answer = Result<Response, Refused>;

#[derive(Template)]
#[template(path = "series.html")]
struct SeriesPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    resource: &'a Resource,
    title: String,
    dates: Vec<Choosable>,
    free: i64,
    price: String,
    kept: Vec<(String, String)>,
}

/// One date of a series: it can be left out, unless it cannot be had.
struct Choosable {
    said: String,
    why: Option<String>,
    chosen: bool,
}

/// How often a wish comes again.
enum Repeat {
    Once,
    Pattern(Pattern),
    /// A rule of RFC 5545, with lines EXDATE and RDATE if it has exceptions.
    Rule(String),
}

/// A wish as typed: once, or again and again.
struct Wish {
    from: DateTime,
    to: DateTime,
    quantity: i64,
    title: String,
    means: Means,
    repeat: Repeat,
}

/// How one wants to pay; what one has left goes first if nothing was said.
fn read_means(form: &Form) -> Outcome<Means> {
    match form.value("means") {
        "" => Ok(Means::Usual),
        "hours" => Ok(Means::Hours),
        pass => Ok(Means::Pass(pass.parse()?)),
    }
}

/// Characters of a rule typed into the form.
const RULE_CHARS: usize = 2_000;

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
    let rule = reader.text("rule", RULE_CHARS);
    let until = match repeat {
        "" | "once" => None,
        _ if !rule.is_empty() => None,
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
        "week" | "fortnight" => Some(Every::Week(Vec::<Weekday>::new())),
        "month" => Some(Every::MonthWeekday(nth(day), day.weekday())),
        _ => None,
    };
    let pattern = every.zip(until).map(|(every, until)| Pattern {
        every,
        interval: if repeat == "fortnight" { 2 } else { 1 },
        until: Until::Day(until),
    });
    let repeat = match pattern {
        _ if !rule.is_empty() => Repeat::Rule(rule),
        Some(pattern) => Repeat::Pattern(pattern),
        None => Repeat::Once,
    };
    let means = read_means(form)?;
    let (from, to) = (day.to_datetime(from), end.to_datetime(to));
    Ok(Wish { from, to, quantity, title, means, repeat })
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
    Ok(Span { from: moment_at(site, from)?, to: moment_at(site, to)? })
}

/// A wish: held at once if it is for one time, shown first if it is for many.
pub(super) async fn ask(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let id: ResourceId = id.parse()?;
    let (site, resource) = ctx
        .app
        .store()
        .read(move |tx| {
            let resource = resource(tx, id)?;
            crate::occasions::by_its_programme(&resource)?;
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
    let zone = zone_of(&site.data.zone)?;
    let (series, field) = match &wish.repeat {
        Repeat::Once => {
            let asked = asked(span_of(&site, wish.from, wish.to)?);
            return hold_one(ctx, actor, form, (asked, wish.means)).await;
        }
        Repeat::Pattern(pattern) => (Series::of(pattern, wish.from, wish.to, &zone), "until"),
        Repeat::Rule(rule) => (Series::parse(rule, wish.from, wish.to, &zone), "rule"),
    };
    match series {
        Ok(series) => {
            let spans = series.occurrences().into_iter();
            let spans = spans.map(|one| Span { from: one.start.into(), to: one.end.into() });
            let all: Vec<Asked> = spans.map(asked).collect();
            hold_series(ctx, actor, form, (site, resource), all).await
        }
        Err(fault) => {
            let faults = [Fault::new(field, fault.say())];
            thing_page(&ctx, &actor, id, (&form, &faults, None)).await
        }
    }
}

async fn hold_one(ctx: Ctx, actor: Actor, form: Form, (asked, means): (Asked, Means)) -> Answer {
    let key: BookingId = ctx.key_of(&form).parse()?;
    let (acting, wished) = (actor.clone(), asked.clone());
    match crate::quotes::ask_with(ctx.app.store(), acting, (key, wished), means).await {
        Ok(_) => Ok(ctx.see(&format!("/reservations/{key}"), "")),
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
pub(super) fn kept(form: &Form) -> Vec<(String, String)> {
    let names = ["day", "from", "to", "quantity", "title", "repeat", "until", "rule", "means"];
    names.iter().map(|name| ((*name).to_owned(), form.value(name).to_owned())).collect()
}

/// Many times: shown with those that cannot be, then those that were chosen held together, all or
/// none.
async fn hold_series(
    ctx: Ctx,
    actor: Actor,
    form: Form,
    (site, resource): (Site, Resource),
    all: Vec<Asked>,
) -> Answer {
    let means = read_means(&form)?;
    let (acting, wishes) = (actor.clone(), all.clone());
    let look = move |tx: &mut store::Tx| quote_all(tx, &acting, &wishes);
    let answers = ctx.app.store().read(look).await?;
    let is_chosen = |at: usize| form.values("date").any(|date| date == at.to_string());
    let chosen = || all.iter().zip(&answers).enumerate().filter(|(at, _)| is_chosen(*at));
    // What was free when it was shown may be taken by now: then it is shown again.
    if chosen().count() == 0 || chosen().any(|(_, (_, answer))| answer.is_err()) {
        return series_page(&ctx, &form, (&site, &resource), &all, &answers);
    }
    let wanted: Vec<Asked> = chosen().map(|(_, (asked, _))| asked.clone()).collect();
    let world = ctx.app.world().clone();
    let pairs: Vec<(BookingId, Asked)> = wanted.into_iter().map(|one| (world.id(), one)).collect();
    let key = form.key("reservations-series", &actor.name_in_log())?;
    let dates: Vec<&str> = form.values("date").collect();
    let request = format!("{} {dates:?} {:?}", resource.id, kept(&form));
    let first: String = ctx
        .app
        .store()
        .write_once(move |tx| {
            store::once(tx, &key, &request, |tx| {
                let held = hold_with(tx, &actor, &pairs, means)?;
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
    let first_look = !form.has("date");
    for (at, (asked, answer)) in all.iter().zip(answers).enumerate() {
        let wanted = first_look || form.values("date").any(|date| date == at.to_string());
        if let (Ok(price), true) = (answer, wanted) {
            free += 1;
            sum = sum.plus(*price).ok_or_else(|| Refusal::broken("a series beyond numbers"))?;
        }
        let why = answer.as_ref().err().map(|say| voice.it(say));
        dates.push(Choosable {
            said: when(voice, site, asked.span)?,
            chosen: wanted && why.is_none(),
            why,
        });
    }
    let args = [("count", i64::from(free).into()), ("all", all.len().into())];
    let title = voice.with_all("reservations-series-title", &args);
    let mut values = kept(form);
    values.push(("_key".to_owned(), ctx.key_of(form)));
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
