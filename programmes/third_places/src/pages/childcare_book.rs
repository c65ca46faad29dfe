//! A seat asked for in three steps: who, which day, which hours. The answer comes at once, a seat or
//! the rule that keeps it away.

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal, Say};
use jiff::civil::Date;
use people::Actor;
use reservations::BookingId;
use web::parts::{Field, Fields, Html, Kind, Stage, Step, Steps, Table};
use web::{Ctx, Form, Voice};

use super::childcare::{Known, known};
use super::childcare_family::{Named, own};
use super::childcare_picture::{Picture, free_table, picture};
use super::childcare_plan::read_span;
use super::{Answer, faults_of};
use crate::childcare::{self, ChildId, HalfDay, NurseryId, SeatWaitId, days, later};

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
    wait: Option<Wait>,
    fields: Fields<'a>,
}

/// What was refused and may be waited for.
struct Wait {
    id: String,
    from: String,
    to: String,
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
        wait: faults.iter().any(|fault| childcare::may_wait_for_seat(&fault.say)).then(|| Wait {
            id: ctx.app.world().id::<childcare::SeatWaitKind>().to_string(),
            from: form.value("from").to_owned(),
            to: form.value("to").to_owned(),
        }),
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

/// Waits for what was refused: with all the children, or not at all.
pub(super) async fn wait(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let known = known(&ctx, &actor, id.parse()?).await?;
    let (of, wait): (NurseryId, SeatWaitId) = (known.nursery.id, form.value("_id").parse()?);
    let group: Vec<ChildId> =
        form.values("child").map(str::parse).collect::<Result<_, Refusal>>()?;
    let span = read_span(&form, "day", "day")?;
    let join = move |tx: &mut store::Tx| childcare::join_wait(tx, &actor, of, (wait, &group), span);
    ctx.app.store().write(join).await?;
    Ok(ctx.see(&format!("{}/enfants", known.base()), "places-notice-child-waits"))
}

pub(super) async fn leave_wait(
    ctx: Ctx,
    actor: Actor,
    Path((id, wait)): Path<(String, String)>,
    _: Form,
) -> Answer {
    let (id, wait): (NurseryId, SeatWaitId) = (id.parse()?, wait.parse()?);
    ctx.app.store().write(move |tx| childcare::leave_wait(tx, &actor, wait)).await?;
    Ok(ctx.see(&format!("/creches/{id}/enfants"), "places-notice-wait-left"))
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
