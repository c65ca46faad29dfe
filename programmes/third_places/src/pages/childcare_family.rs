//! Families: their children's files, and a seat asked for in three steps: who, which day, which
//! hours. The answer comes at once, a seat or the rule that keeps it away.

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal, Say};
use jiff::civil::Date;
use people::{Actor, Look};
use reservations::BookingId;
use web::parts::{Field, Fields, Filled, Html, Kind, Stage, Step, Steps, Table};
use web::{Ctx, Form, Voice};

use super::childcare::{Known, known};
use super::childcare_picture::{Picture, free_table, picture, times};
use super::childcare_plan::read_span;
use super::fields::kept;
use super::{Answer, faults_of};
use crate::childcare::{self, Child, ChildFile, ChildId, HalfDay, NurseryId, Stay, days, later};

/// A child with what its parent said of it.
struct Named {
    child: Child,
    name: String,
}

#[derive(Template)]
#[template(path = "childcare_children.html")]
struct ChildrenPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    base: String,
    children: &'a [Named],
    stays: Vec<Row>,
    id: String,
    fields: Fields<'a>,
}

/// A stay in words.
struct Row {
    said: String,
    booking: BookingId,
    open: bool,
}

#[derive(Template)]
#[template(path = "childcare_child.html")]
struct ChildPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    action: String,
    child: &'a Child,
    file: &'a ChildFile,
    own: bool,
    fields: Fields<'a>,
}

#[derive(Template)]
#[template(path = "childcare_book.html")]
struct BookPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    base: String,
    steps: Steps<'a>,
    children: &'a [Named],
    chosen: Vec<(&'a Named, String)>,
    halves: Vec<(String, String)>,
    day: Option<Day<'a>>,
    fields: Fields<'a>,
}

/// The day that was chosen, and what is free on it.
struct Day<'a> {
    date: Date,
    name: String,
    picture: Html,
    table: Table<'a>,
}

impl BookPage<'_> {
    fn time(&self, name: &str, key: &str) -> Field<'_> {
        self.fields.field(Kind::Input("time"), name, key).short()
    }
}

/// One's own children at a nursery, by the names that one gave them.
async fn own(ctx: &Ctx, actor: &Actor, of: NurseryId) -> Outcome<Vec<Named>> {
    let acting = actor.clone();
    let all = ctx.app.store().read(move |tx| childcare::children_of(tx, &acting, of)).await?;
    let mut named = Vec::with_capacity(all.len());
    for child in all {
        let file = childcare::open_file(&ctx.app, &child).await?.unwrap_or_default();
        named.push(Named { child, name: file.given_name });
    }
    Ok(named)
}

pub(super) async fn list(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    list_page(&ctx, &actor, &known, &Form::default(), &[]).await
}

async fn list_page(
    ctx: &Ctx,
    actor: &Actor,
    known: &Known,
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let (acting, of) = (actor.clone(), known.nursery.id);
    let children = own(ctx, actor, of).await?;
    let stays = ctx.app.store().read(move |tx| childcare::stays_of(tx, &acting, of)).await?;
    let voice = &ctx.voice;
    let said = |stay: &Stay| {
        let child = children.iter().find(|one| one.child.id == stay.child);
        let args = [
            ("name", child.map(|one| one.name.clone()).unwrap_or_default().into()),
            ("day", voice.day(stay.span.from).into()),
            ("times", times(stay.span).into()),
        ];
        Row {
            said: voice.with_all("places-child-stay", &args),
            booking: stay.booking,
            open: stay.state == reservations::State::Confirmed,
        }
    };
    let main = ChildrenPage {
        voice,
        csrf: &ctx.visitor.csrf,
        base: known.base(),
        stays: stays.iter().map(said).collect(),
        children: &children,
        id: ctx.app.world().id::<Child>().to_string(),
        fields: Fields::new(voice, form, faults),
    };
    known.answer(ctx, "places-child-own", &main, faults)
}

fn read(ctx: &Ctx, form: &Form) -> Outcome<(bool, ChildFile)> {
    let mut reader = form.reader();
    let this_year = i64::from(ctx.app.world().now().in_france().date().year());
    for name in ["month", "year"] {
        if form.value(name).trim().is_empty() {
            reader.fault(name, "web-fault-required");
        }
    }
    let file = ChildFile {
        given_name: reader.required("given_name", 60),
        month: reader.number("month", 1, 12).unwrap_or(1),
        year: reader.number("year", this_year - 6, this_year).unwrap_or(this_year),
        contacts: reader.required("contacts", 500),
        health: reader.text("health", 1_000),
        fetchers: reader.required("fetchers", 500),
    };
    let walks = reader.ticked("walks");
    reader.finish()?;
    Ok((walks, file))
}

pub(super) async fn declare(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let (of, child): (NurseryId, ChildId) = (known.nursery.id, form.value("_id").parse()?);
    match faults_of(read(&ctx, &form))? {
        Ok((walks, file)) => {
            let sealed =
                childcare::seal_file((ctx.app.keys(), ctx.app.world()), child, &file).await?;
            let declare = move |tx: &mut store::Tx| {
                childcare::declare_child(tx, &actor, of, child, (walks, &sealed))
            };
            ctx.app.store().write(declare).await?;
            Ok(ctx.see(&format!("{}/enfants", known.base()), "places-notice-child"))
        }
        Err(faults) => list_page(&ctx, &actor, &known, &form, &faults).await,
    }
}

/// A child's file for its parent or, recorded first, for the staff.
async fn opened(
    ctx: &Ctx,
    actor: &Actor,
    (of, id): (NurseryId, ChildId),
) -> Outcome<(Child, ChildFile, bool)> {
    let acting = actor.clone();
    let child = ctx.app.store().read(move |tx| childcare::child(tx, &acting, id)).await?;
    if child.nursery != of {
        return Err(Refusal::Unknown);
    }
    let own = actor.person()? == child.parent;
    if !own {
        let look = Look {
            action: "places.child-seen",
            object: id.to_string(),
            detail: format!("nursery {of}"),
        };
        people::looked(ctx, actor, vec![look]).await?;
    }
    let file = childcare::open_file(&ctx.app, &child).await?.unwrap_or_default();
    Ok((child, file, own))
}

fn child_page(
    ctx: &Ctx,
    known: &Known,
    (child, file, own): &(Child, ChildFile, bool),
    filled: &dyn Filled,
    faults: &[Fault],
) -> Answer {
    let voice = &ctx.voice;
    let main = ChildPage {
        voice,
        csrf: &ctx.visitor.csrf,
        action: format!("{}/enfants/{}", known.base(), child.id),
        child,
        file,
        own: *own,
        fields: Fields::new(voice, filled, faults),
    };
    known.answer(ctx, "places-child-file", &main, faults)
}

pub(super) async fn show(
    ctx: Ctx,
    actor: Actor,
    Path((id, child)): Path<(String, String)>,
) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let all = opened(&ctx, &actor, (known.nursery.id, child.parse()?)).await?;
    let file = &all.1;
    let filled = kept(&[
        ("given_name", file.given_name.clone()),
        ("month", file.month.to_string()),
        ("year", file.year.to_string()),
        ("walks", if all.0.walks { "1" } else { "" }.to_owned()),
        ("contacts", file.contacts.clone()),
        ("health", file.health.clone()),
        ("fetchers", file.fetchers.clone()),
    ]);
    child_page(&ctx, &known, &all, &filled, &[])
}

pub(super) async fn save(
    ctx: Ctx,
    actor: Actor,
    Path((id, child)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let child: ChildId = child.parse()?;
    let all = opened(&ctx, &actor, (known.nursery.id, child)).await?;
    if !all.2 {
        return Err(Refusal::Unknown.into());
    }
    let version = form.version()?;
    match faults_of(read(&ctx, &form))? {
        Ok((walks, file)) => {
            let sealed =
                childcare::seal_file((ctx.app.keys(), ctx.app.world()), child, &file).await?;
            let change = move |tx: &mut store::Tx| {
                childcare::change_child(tx, &actor, child, version, (walks, &sealed))
            };
            ctx.app.store().write(change).await?;
            Ok(ctx.see(&format!("{}/enfants", known.base()), "places-notice-saved"))
        }
        Err(faults) => child_page(&ctx, &known, &all, &form, &faults),
    }
}

pub(super) async fn remove(
    ctx: Ctx,
    actor: Actor,
    Path((id, child)): Path<(String, String)>,
    _form: Form,
) -> Answer {
    let (id, child): (NurseryId, ChildId) = (id.parse()?, child.parse()?);
    ctx.app.store().write(move |tx| childcare::remove_child(tx, &actor, child)).await?;
    Ok(ctx.see(&format!("/creches/{id}/enfants"), "places-notice-removed"))
}

/// The children that the address names.
fn asked_children(ctx: &Ctx) -> Vec<ChildId> {
    ctx.queries("enfant").iter().filter_map(|id| id.parse().ok()).collect()
}

pub(super) async fn choose(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let day = ctx.query("jour").and_then(|text| web::parse_date(&text));
    let chosen: Vec<(ChildId, String)> = asked_children(&ctx)
        .into_iter()
        .map(|child| (child, ctx.app.world().id::<reservations::Booking>().to_string()))
        .collect();
    book_page(&ctx, &actor, &known, (&chosen, day), &Form::default(), &[]).await
}

async fn book_page(
    ctx: &Ctx,
    actor: &Actor,
    known: &Known,
    (asked, day): (&[(ChildId, String)], Option<Date>),
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let (acting, of) = (actor.clone(), known.nursery.id);
    let children = own(ctx, actor, of).await?;
    let chosen: Vec<(&Named, String)> = asked
        .iter()
        .filter_map(|(id, seat)| {
            let child = children.iter().find(|one| one.child.id == *id)?;
            Some((child, seat.clone()))
        })
        .collect();
    let voice = &ctx.voice;
    let day = day.filter(|_| !chosen.is_empty());
    let halves = match (chosen.is_empty(), day) {
        (false, None) => {
            ctx.app.store().read(move |tx| childcare::free_places(tx, &acting, of)).await?
        }
        _ => Vec::new(),
    };
    let query: String = chosen.iter().map(|(one, _)| format!("enfant={}&", one.child.id)).collect();
    let shown = match day {
        Some(day) => Some(day_of(ctx, actor, of, day).await?),
        None => None,
    };
    let main = BookPage {
        voice,
        csrf: &ctx.visitor.csrf,
        base: known.base(),
        steps: steps(voice, known, &query, (chosen.is_empty(), day.is_some())),
        halves: links(voice, known, &query, &halves),
        day: shown,
        children: &children,
        chosen,
        fields: Fields::new(voice, form, faults),
    };
    known.answer(ctx, "places-child-book", &main, faults)
}

/// The days on which something is free for the first time of each, with the address that chooses.
fn links(voice: &Voice, known: &Known, query: &str, halves: &[HalfDay]) -> Vec<(String, String)> {
    let mut found: Vec<(Date, i64)> = Vec::new();
    for half in halves {
        match found.last_mut().filter(|(day, _)| *day == half.day) {
            Some((_, most)) => *most = (*most).max(half.walking),
            None => found.push((half.day, half.walking)),
        }
    }
    let link = |(day, most): &(Date, i64)| {
        let args = [("day", voice.date(*day).into()), ("count", (*most).into())];
        let href = format!("{}/reserver?{query}jour={day}", known.base());
        (voice.with_all("places-child-day-free", &args), href)
    };
    found.iter().map(link).collect()
}

async fn day_of<'a>(ctx: &'a Ctx, actor: &Actor, of: NurseryId, day: Date) -> Outcome<Day<'a>> {
    let (acting, within) = (actor.clone(), days(day, later(day, 1)));
    let read = move |tx: &mut store::Tx| childcare::day_points(tx, &acting, of, within);
    let mut points = ctx.app.store().read(read).await?;
    points.retain(|point| point.open > 0);
    let voice = &ctx.voice;
    let name = voice.date(day);
    Ok(Day {
        date: day,
        picture: picture(
            voice,
            &Picture {
                title: voice.with("places-child-free-day", "day", name.as_str()),
                caption: voice.say("places-child-free-day-caption"),
                points: &points,
                roster: None,
                within,
            },
        ),
        table: free_table(voice, &points),
        name,
    })
}

fn steps<'a>(
    voice: &'a Voice,
    known: &Known,
    query: &str,
    (first, last): (bool, bool),
) -> Steps<'a> {
    let base = format!("{}/reserver", known.base());
    let at = match (first, last) {
        (true, _) => 0,
        (false, false) => 1,
        (false, true) => 2,
    };
    let step = |place: usize, key: &str, href: String| Step {
        label: voice.say(key),
        href: (place < at).then_some(href),
        stage: match place.cmp(&at) {
            std::cmp::Ordering::Less => Stage::Done,
            std::cmp::Ordering::Equal => Stage::Current,
            std::cmp::Ordering::Greater => Stage::Ahead,
        },
    };
    Steps {
        voice,
        label: voice.say("places-child-book"),
        steps: vec![
            step(0, "places-child-step-child", base.clone()),
            step(1, "places-child-step-day", format!("{base}?{}", query.trim_end_matches('&'))),
            step(2, "places-child-step-times", String::new()),
        ],
    }
}

pub(super) async fn ask(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let of = known.nursery.id;
    let named: Vec<(ChildId, String)> = form
        .beginning("seat.")
        .filter_map(|(child, seat)| Some((child.parse().ok()?, seat.to_owned())))
        .collect();
    let seats: Vec<(BookingId, ChildId)> =
        named.iter().filter_map(|(child, seat)| Some((seat.parse().ok()?, *child))).collect();
    if seats.is_empty() || seats.len() != named.len() {
        return Err(Refusal::Malformed.into());
    }
    let day = web::parse_date(form.value("day").trim());
    let faults = match faults_of(read_span(&form, "day", "day"))? {
        Ok(span) => {
            let acting = actor.clone();
            let book = move |tx: &mut store::Tx| childcare::book(tx, &acting, of, &seats, span);
            match ctx.app.store().write(book).await {
                Ok(()) => {
                    let page = format!("{}/enfants", known.base());
                    return Ok(ctx.see(&page, "places-notice-seat"));
                }
                Err(Refusal::Conflict(say)) => said(say),
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Err(faults) => faults,
    };
    book_page(&ctx, &actor, &known, (&named, day), &form, &faults).await
}

/// Why not, beside the times that were asked for.
fn said(say: Say) -> Vec<Fault> {
    vec![Fault::new("from", say)]
}

pub(super) async fn cancel(
    ctx: Ctx,
    actor: Actor,
    Path((id, stay)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let (id, stay): (NurseryId, BookingId) = (id.parse()?, stay.parse()?);
    let reason: String = form.value("reason").trim().chars().take(500).collect();
    let cancel = move |tx: &mut store::Tx| childcare::cancel_stay(tx, &actor, id, stay, &reason);
    ctx.app.store().write(cancel).await?;
    Ok(ctx.see(&format!("/creches/{id}/enfants"), "places-notice-given-back"))
}
