//! The staff's plan: who is there when, how many children that allows, which children are expected;
//! and before somebody is taken out of it, the children whom that touches.

use askama::Template;
use axum::extract::Path;
use base::{Fault, Moment, Outcome, Refusal};
use jiff::civil::{Date, Time};
use people::Actor;
use reservations::Span;
use reservations::childcare::{Week, weeks};
use web::parts::{Choice, Field, Fields, Filled, Html, Kind, Table, Tabs};
use web::{Ctx, Form, Voice};

use super::childcare::{Known, kept_by};
use super::childcare_picture::{Picture, clock, picture, plan_table, rule, times};
use super::fields::kept;
use super::{Answer, faults_of};
use crate::childcare::{
    self, Carer, CarerId, Changed, NurseryId, Roster, Seated, ShiftId, ShiftRow, Touched, days,
    later, monday,
};

/// A link to a day or a week, and what is to be known of it.
struct Turn {
    label: String,
    href: String,
}

#[derive(Template)]
#[template(path = "childcare_plan.html")]
struct PlanPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    tabs: Tabs,
    base: String,
    home: String,
    heading: String,
    turns: Vec<Turn>,
    day: Date,
    percent: Option<String>,
    picture: Html,
    table: Table<'a>,
    shifts: Vec<(String, ShiftId)>,
    seats: Vec<(&'a Seated, String)>,
    carers: Vec<Choice>,
    fields: Fields<'a>,
}

#[derive(Template)]
#[template(path = "childcare_shift.html")]
struct ShiftPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    tabs: Tabs,
    action: String,
    heading: String,
    asked: Option<Asked<'a>>,
    fields: Fields<'a>,
}

/// What a change would touch, asked of whoever wants it.
pub(super) struct Asked<'a> {
    pub(super) touched: &'a [Touched],
    pub(super) seen: &'a str,
    pub(super) kept: Vec<(&'static str, String)>,
}

impl Asked<'_> {
    pub(super) fn said(&self, voice: &Voice, one: &Touched) -> String {
        let children = one.children.iter().map(|(number, span)| {
            let args = [("number", (*number).into()), ("times", times(*span).into())];
            voice.with_all("places-child-touched-child", &args)
        });
        let args = [
            ("day", voice.day(one.span.from).into()),
            ("times", times(one.span).into()),
            ("count", i64::from(one.too_many).into()),
            ("rule", rule(voice, one.bound).into()),
            ("children", children.collect::<Vec<_>>().join(", ").into()),
        ];
        voice.with_all("places-child-touched", &args)
    }
}

/// A field for a time of the clock.
pub(super) fn time_field<'a>(fields: &Fields<'a>, name: &str, key: &str) -> Field<'a> {
    fields.field(Kind::Input("time"), name, key).short()
}

impl PlanPage<'_> {
    fn time(&self, name: &str, key: &str) -> Field<'_> {
        time_field(&self.fields, name, key)
    }
}

impl ShiftPage<'_> {
    fn time(&self, name: &str, key: &str) -> Field<'_> {
        time_field(&self.fields, name, key)
    }
}

/// A day and two times as typed.
pub(super) fn read_span(form: &Form, day: &str, last: &str) -> Outcome<Span> {
    let mut reader = form.reader();
    let (first, end) = (reader.date(day), reader.date(last));
    let time = |name: &str| form.value(name).trim().parse::<Time>().ok();
    let (from, to) = (time("from"), time("to"));
    for (name, missing) in [
        (day, first.is_none() && form.value(day).trim().is_empty()),
        (last, end.is_none() && form.value(last).trim().is_empty() && day != last),
    ] {
        if missing {
            reader.fault(name, "web-fault-required");
        }
    }
    for (name, missing) in [("from", from.is_none()), ("to", to.is_none())] {
        if missing {
            reader.fault(name, "places-child-fault-time");
        }
    }
    reader.finish()?;
    match (first, end, from, to) {
        (Some(first), Some(end), Some(from), Some(to)) => {
            let at = |day: Date, time: Time| Moment::from_france(day.to_datetime(time));
            Ok(Span { from: at(first, from), to: at(end, to) })
        }
        _ => Err(Refusal::Malformed),
    }
}

fn asked_day(ctx: &Ctx) -> (Date, bool) {
    let today = ctx.app.world().now().in_france().date();
    let day = |name| ctx.query(name).and_then(|text| web::parse_date(&text));
    match (day("semaine"), day("jour")) {
        (Some(week), _) => (monday(week), true),
        (None, day) => (day.unwrap_or(today), false),
    }
}

pub(super) async fn show(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let (day, week) = asked_day(&ctx);
    let filled = kept(&[("day", day.to_string()), ("weeks", "1".to_owned())]);
    plan_page(&ctx, &actor, &known, (day, week), &Form::from_values(filled), &[]).await
}

async fn plan_page(
    ctx: &Ctx,
    actor: &Actor,
    known: &Known,
    (day, week): (Date, bool),
    form: &Form,
    faults: &[Fault],
) -> Answer {
    let (acting, of) = (actor.clone(), known.nursery.id);
    let first = monday(day);
    let whole = days(first, later(first, 7));
    let roster = ctx.app.store().read(move |tx| childcare::roster(tx, &acting, of, whole)).await?;
    let voice = &ctx.voice;
    let within = if week { whole } else { days(day, later(day, 1)) };
    let points = roster.points(within);
    let heading = match week {
        true => voice.with("places-child-week-of", "day", voice.date(first)),
        false => voice.date(day),
    };
    let percent = weeks(&roster.plan()).first().and_then(Week::percent);
    let here: Vec<&Carer> = roster.carers.iter().filter(|one| one.left_at.is_none()).collect();
    let main = PlanPage {
        voice,
        csrf: &ctx.visitor.csrf,
        tabs: known.tabs(voice, "/equipe"),
        base: format!("{}/equipe", known.base()),
        home: known.base(),
        turns: turns(voice, known, (day, week)),
        picture: picture(
            voice,
            &Picture {
                title: voice.with("places-child-picture", "when", heading.as_str()),
                caption: voice.say("places-child-picture-caption"),
                points: &points,
                roster: Some(&roster),
                within,
            },
        ),
        heading,
        day,
        percent: percent.map(|percent| voice.with("places-child-week-rate", "percent", percent)),
        table: plan_table(voice, &points, week),
        shifts: shifts(voice, &roster, within, week),
        seats: roster
            .seats
            .iter()
            .filter(|seat| seat.span.meets(within))
            .map(|seat| (seat, seat_said(voice, seat, week)))
            .collect(),
        carers: here.iter().map(|one| Choice::new(one.id.to_string(), &one.name)).collect(),
        fields: Fields::new(voice, form, faults),
    };
    known.answer(ctx, "places-child-plan", &main, faults)
}

/// The days of the week, and the weeks before and after.
fn turns(voice: &Voice, known: &Known, (day, week): (Date, bool)) -> Vec<Turn> {
    let base = format!("{}/equipe", known.base());
    let first = monday(day);
    let of_week = |shift: i64, key: &str| Turn {
        label: voice.say(key),
        href: format!("{base}?semaine={}", later(first, shift)),
    };
    let mut turns = vec![of_week(-7, "places-child-week-before")];
    if !week {
        turns.push(of_week(0, "places-child-week-whole"));
    }
    turns.push(of_week(7, "places-child-week-after"));
    let other = |one: &Date| week || *one != day;
    turns.extend(
        (0..7)
            .map(|shift| later(first, shift))
            .filter(other)
            .map(|one| Turn { label: voice.date(one), href: format!("{base}?jour={one}") }),
    );
    turns
}

/// Shifts in words, with their day where several are shown.
fn shifts(voice: &Voice, roster: &Roster, within: Span, week: bool) -> Vec<(String, ShiftId)> {
    let name = |row: &ShiftRow| {
        let known = roster.carers.iter().find(|one| one.id == row.carer);
        known.map(|one| one.name.clone()).unwrap_or_default()
    };
    let said = |row: &ShiftRow| {
        let day = if week { format!("{}, ", voice.day(row.span.from)) } else { String::new() };
        format!("{day}{}, {}", name(row), times(row.span))
    };
    let rows = roster.rows.iter().filter(|row| row.span.meets(within));
    rows.map(|row| (said(row), row.id)).collect()
}

fn seat_said(voice: &Voice, seat: &Seated, week: bool) -> String {
    let day = if week { format!("{}, ", voice.day(seat.span.from)) } else { String::new() };
    let walks = if seat.walks { "places-child-walks" } else { "places-child-walks-not" };
    format!("{day}{}, {}", times(seat.span), voice.say(walks))
}

pub(super) async fn add(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let id = known.nursery.id;
    let today = ctx.app.world().now().in_france().date();
    let day = web::parse_date(form.value("day").trim()).unwrap_or(today);
    let asked = read_span(&form, "day", "day").and_then(|span| {
        let carer = form.value("carer").parse::<CarerId>();
        Ok((carer.map_err(|_| Refusal::field("carer", "web-fault-choose"))?, span))
    });
    let written = match faults_of(asked)? {
        Ok((carer, span)) => {
            let acting = actor.clone();
            let add = move |tx: &mut store::Tx| {
                childcare::add_shift(tx, &acting, (id, carer), span).map(drop)
            };
            faults_of(ctx.app.store().write(add).await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(()) => {
            Ok(ctx.see(&format!("{}/equipe?jour={day}", known.base()), "places-notice-shift"))
        }
        Err(faults) => plan_page(&ctx, &actor, &known, (day, false), &form, &faults).await,
    }
}

pub(super) async fn copy(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let id = known.nursery.id;
    let first = monday(web::parse_date(form.value("day")).ok_or(Refusal::Malformed)?);
    let mut reader = form.reader();
    let weeks = reader.number("weeks", 1, 26).unwrap_or(0);
    let written = match faults_of(reader.finish())? {
        Ok(()) => {
            let acting = actor.clone();
            let copy = move |tx: &mut store::Tx| {
                childcare::copy_week(tx, &acting, id, first, weeks).map(drop)
            };
            faults_of(ctx.app.store().write(copy).await)?
        }
        Err(faults) => Err(faults),
    };
    match written {
        Ok(()) => {
            let next = format!("{}/equipe?semaine={}", known.base(), later(first, 7));
            Ok(ctx.see(&next, "places-notice-week"))
        }
        Err(faults) => plan_page(&ctx, &actor, &known, (first, true), &form, &faults).await,
    }
}

async fn shift_of(
    ctx: &Ctx,
    actor: &Actor,
    (id, shift): (NurseryId, ShiftId),
) -> Outcome<(ShiftRow, String)> {
    let acting = actor.clone();
    ctx.app
        .store()
        .read(move |tx| {
            let row = childcare::shift(tx, &acting, id, shift)?;
            let all = childcare::carers(tx, &acting, id)?;
            let name = all.into_iter().find(|one| one.id == row.carer).map(|one| one.name);
            Ok((row, name.unwrap_or_default()))
        })
        .await
}

fn shift_page(
    ctx: &Ctx,
    known: &Known,
    (row, name): &(ShiftRow, String),
    asked: Option<Asked<'_>>,
    filled: &dyn Filled,
    faults: &[Fault],
) -> Answer {
    let voice = &ctx.voice;
    let main = ShiftPage {
        voice,
        csrf: &ctx.visitor.csrf,
        tabs: known.tabs(voice, "/equipe"),
        action: format!("{}/equipe/{}", known.base(), row.id),
        heading: format!("{name}, {}, {}", voice.day(row.span.from), times(row.span)),
        fields: Fields::new(voice, filled, faults),
        asked,
    };
    known.answer(ctx, "places-child-shift", &main, faults)
}

pub(super) async fn shift(
    ctx: Ctx,
    actor: Actor,
    Path((id, shift)): Path<(String, String)>,
) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let row = shift_of(&ctx, &actor, (known.nursery.id, shift.parse()?)).await?;
    let filled = kept(&[("from", clock(row.0.span.from)), ("to", clock(row.0.span.to))]);
    shift_page(&ctx, &known, &row, None, &filled, &[])
}

pub(super) async fn change(
    ctx: Ctx,
    actor: Actor,
    Path((id, shift)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let known = kept_by(&ctx, &actor, id.parse()?).await?;
    let (of, id): (NurseryId, ShiftId) = (known.nursery.id, shift.parse()?);
    let row = shift_of(&ctx, &actor, (of, id)).await?;
    let day = row.0.span.from.in_france().date();
    let removed = form.value("what") == "remove";
    let to = match removed {
        true => Ok(None),
        false => faults_of(moved(&form, day))?.map(Some),
    };
    let seen = form.value("seen").to_owned();
    let done = match to {
        Ok(to) => {
            let change =
                move |tx: &mut store::Tx| childcare::change_shift(tx, &actor, (of, id), to, &seen);
            faults_of(ctx.app.store().write(change).await)?
        }
        Err(faults) => Err(faults),
    };
    match done {
        Ok(Changed::Done) => {
            Ok(ctx.see(&format!("{}/equipe?jour={day}", known.base()), "places-notice-shift"))
        }
        Ok(Changed::Touches(touched, seen)) => {
            let kept = ["what", "from", "to"].map(|name| (name, form.value(name).to_owned()));
            let asked = Asked { touched: &touched, seen: &seen, kept: kept.to_vec() };
            shift_page(&ctx, &known, &row, Some(asked), &form, &[])
        }
        Err(faults) => shift_page(&ctx, &known, &row, None, &form, &faults),
    }
}

/// Two times on a day as typed.
fn moved(form: &Form, day: Date) -> Outcome<Span> {
    let values = ["from", "to"].map(|name| (name.to_owned(), form.value(name).to_owned()));
    let day = ("day".to_owned(), day.to_string());
    let form = Form::from_values(values.into_iter().chain([day]).collect());
    read_span(&form, "day", "day")
}
