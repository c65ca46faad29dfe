//! The staff: who they are, when they are to be there, when they are not.
//!
//! What adds seats is done at once. What takes seats away says first which children it touches, and
//! is done when whoever asked has seen exactly those; then their families are told.

use std::collections::BTreeSet;

use base::{Fault, Moment, Outcome, Refusal, Say};
use jiff::civil::Date;
use people::Actor;
use reservations::Span;
use reservations::childcare::{Bound, Shift, worsened};
use store::{Row, Tx, sql};

use super::judge::{Duty, READ_MAX, duties, planned, weeks_of};
use super::model::{
    Absence, AbsenceId, Carer, CarerId, Nursery, NurseryId, QUALIFICATIONS, STEP_MINUTES, ShiftId,
    ShiftRow, days, later,
};
use super::nursery::{fence, kept_nursery};
use super::{told, waits};
use crate::places;

/// Hours of one shift at most.
const SHIFT_HOURS: i64 = 12;
/// Weeks to which a plan is copied at once.
const COPIES_MAX: i64 = 26;

/// A stretch that a change makes illegal, and the children who are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// When.
    pub span: Span,
    /// By which rule.
    pub bound: Bound,
    /// How many would have to go, at least.
    pub too_many: u32,
    /// Who is there: the number of the file, and the hours of the stay.
    pub children: Vec<(i64, Span)>,
}

/// What became of a change that takes seats away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is done.
    Done,
    /// It touches children, and was not done. The text is what shows that they were seen.
    Touches(Vec<Touched>, String),
}

/// Adds somebody to the staff.
pub fn add_carer(
    tx: &mut Tx,
    actor: &Actor,
    of: NurseryId,
    name: &str,
    qualification: &str,
) -> Outcome<CarerId> {
    kept_nursery(tx, actor, of)?;
    let mut faults = Vec::new();
    if name.trim().is_empty() {
        faults.push(Fault::new("name", "web-fault-required"));
    }
    if !QUALIFICATIONS.contains(&qualification) {
        faults.push(Fault::new("qualification", "web-fault-choose"));
    }
    places::refuse(faults)?;
    fence(tx, of)?;
    let id: CarerId = tx.id();
    tx.run(
        sql("INSERT INTO third_places_carer (id, nursery, name, qualification, left_at)
             VALUES ($1, $2, $3, $4, NULL)"),
        &[id.into(), of.into(), name.trim().into(), qualification.into()],
    )?;
    record(tx, actor, "places.carer", of, &id.to_string())?;
    Ok(id)
}

/// The staff of a nursery, for whoever keeps it.
pub fn carers(tx: &mut Tx, actor: &Actor, of: NurseryId) -> Outcome<Vec<Carer>> {
    kept_nursery(tx, actor, of)?;
    carers_of(tx, of)
}

pub(super) fn carers_of(tx: &mut Tx, of: NurseryId) -> Outcome<Vec<Carer>> {
    tx.all(
        sql("SELECT id, name, qualification, left_at FROM third_places_carer
             WHERE nursery = $1 ORDER BY id LIMIT 500"),
        &[of.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Carer {
            id: columns.take()?,
            name: columns.take()?,
            qualification: columns.take()?,
            left_at: columns.take()?,
        })
    })
    .collect()
}

/// Somebody leaves: their shifts to come are taken away, once the children touched were seen.
pub fn end_carer(
    tx: &mut Tx,
    actor: &Actor,
    (of, carer): (NurseryId, CarerId),
    seen: &str,
) -> Outcome<Changed> {
    let nursery = kept_nursery(tx, actor, of)?;
    fence(tx, of)?;
    let now = tx.now();
    let last = last_shift(tx, carer)?.max(now.plus_days(1));
    let gone = Gone::Away(carer, Span { from: now, to: last });
    if let Some(touches) = touches(tx, &nursery, gone, seen)? {
        return Ok(touches);
    }
    tx.run(
        sql("DELETE FROM third_places_shift WHERE carer = $1 AND starts_at >= $2"),
        &[carer.into(), now.into()],
    )?;
    let count = tx.run(
        sql("UPDATE third_places_carer SET left_at = $1, name = '' WHERE id = $2 AND nursery = $3"),
        &[now.into(), carer.into(), of.into()],
    )?;
    if count == 0 {
        return Err(Refusal::Unknown);
    }
    record(tx, actor, "places.carer-left", of, &carer.to_string())?;
    Ok(Changed::Done)
}

fn last_shift(tx: &mut Tx, carer: CarerId) -> Outcome<Moment> {
    tx.one(
        sql("SELECT COALESCE(MAX(ends_at), 0) FROM third_places_shift WHERE carer = $1"),
        &[carer.into()],
    )?
    .single()
}

/// The shifts of a nursery that meet a span, for whoever keeps it.
pub fn shifts(tx: &mut Tx, actor: &Actor, of: NurseryId, within: Span) -> Outcome<Vec<ShiftRow>> {
    kept_nursery(tx, actor, of)?;
    shifts_in(tx, of, within)
}

pub(super) fn shifts_in(tx: &mut Tx, of: NurseryId, within: Span) -> Outcome<Vec<ShiftRow>> {
    tx.all(
        sql("SELECT id, carer, starts_at, ends_at FROM third_places_shift
             WHERE nursery = $1 AND ends_at > $2 AND starts_at < $3
             ORDER BY starts_at, id LIMIT $4"),
        &[of.into(), within.from.into(), within.to.into(), READ_MAX.into()],
    )?
    .into_iter()
    .map(read_shift)
    .collect()
}

fn read_shift(row: Row) -> Outcome<ShiftRow> {
    let mut columns = row.columns();
    Ok(ShiftRow {
        id: columns.take()?,
        carer: columns.take()?,
        span: Span { from: columns.take()?, to: columns.take()? },
    })
}

/// One shift, for whoever keeps the nursery.
pub fn shift(tx: &mut Tx, actor: &Actor, of: NurseryId, id: ShiftId) -> Outcome<ShiftRow> {
    kept_nursery(tx, actor, of)?;
    let row = tx.maybe(
        sql("SELECT id, carer, starts_at, ends_at FROM third_places_shift
             WHERE id = $1 AND nursery = $2"),
        &[id.into(), of.into()],
    )?;
    row.map(read_shift).transpose()?.ok_or(Refusal::Unknown)
}

/// Somebody is to be there: that adds seats.
pub fn add_shift(
    tx: &mut Tx,
    actor: &Actor,
    (of, carer): (NurseryId, CarerId),
    span: Span,
) -> Outcome<ShiftId> {
    kept_nursery(tx, actor, of)?;
    fence(tx, of)?;
    let known = carers_of(tx, of)?.into_iter().find(|one| one.id == carer);
    if known.ok_or(Refusal::Unknown)?.left_at.is_some() {
        return Err(Refusal::field("carer", "places-child-fault-left"));
    }
    span_fault(span)?;
    apart(tx, carer, span, None)?;
    let id = write_shift(tx, of, carer, span)?;
    waits::seats_freed(tx)?;
    record(tx, actor, "places.shift", of, &id.to_string())?;
    Ok(id)
}

fn write_shift(tx: &mut Tx, of: NurseryId, carer: CarerId, span: Span) -> Outcome<ShiftId> {
    let id: ShiftId = tx.id();
    tx.run(
        sql("INSERT INTO third_places_shift (id, nursery, carer, starts_at, ends_at)
             VALUES ($1, $2, $3, $4, $5)"),
        &[id.into(), of.into(), carer.into(), span.from.into(), span.to.into()],
    )?;
    Ok(id)
}

fn span_fault(span: Span) -> Outcome<()> {
    let step = STEP_MINUTES * 60_000_000;
    if span.to <= span.from {
        return Err(Refusal::field("to", "places-child-fault-order"));
    }
    if span.minutes() > SHIFT_HOURS * 60 {
        let say = Say::new("places-child-fault-long").with("hours", SHIFT_HOURS);
        return Err(Refusal::Invalid(vec![Fault::new("to", say)]));
    }
    if span.from.0 % step != 0 || span.to.0 % step != 0 {
        return Err(Refusal::field("from", "places-child-fault-step"));
    }
    Ok(())
}

/// Nobody is there twice.
fn apart(tx: &mut Tx, carer: CarerId, span: Span, except: Option<ShiftId>) -> Outcome<()> {
    let except = except.map_or_else(String::new, |id| id.to_string());
    let others: i64 = tx
        .one(
            sql("SELECT COUNT(*) FROM third_places_shift
                 WHERE carer = $1 AND ends_at > $2 AND starts_at < $3 AND id <> $4"),
            &[carer.into(), span.from.into(), span.to.into(), except.into()],
        )?
        .single()?;
    if others > 0 { Err(Refusal::field("from", "places-child-fault-twice")) } else { Ok(()) }
}

/// Moves a shift, or takes it away; what that touches has to be seen first.
pub fn change_shift(
    tx: &mut Tx,
    actor: &Actor,
    (of, id): (NurseryId, ShiftId),
    to: Option<Span>,
    seen: &str,
) -> Outcome<Changed> {
    let nursery = kept_nursery(tx, actor, of)?;
    fence(tx, of)?;
    let known = shift(tx, actor, of, id)?;
    if let Some(span) = to {
        span_fault(span)?;
        apart(tx, known.carer, span, Some(id))?;
    }
    if let Some(touches) = touches(tx, &nursery, Gone::Shift(&known, to), seen)? {
        return Ok(touches);
    }
    match to {
        Some(span) => tx.run(
            sql("UPDATE third_places_shift SET starts_at = $1, ends_at = $2 WHERE id = $3"),
            &[span.from.into(), span.to.into(), id.into()],
        )?,
        None => tx.run(sql("DELETE FROM third_places_shift WHERE id = $1"), &[id.into()])?,
    };
    let what = if to.is_some() { "places.shift-changed" } else { "places.shift-removed" };
    record(tx, actor, what, of, &id.to_string())?;
    Ok(Changed::Done)
}

/// Absences of a nursery that meet a span, for whoever keeps it.
pub fn absences(tx: &mut Tx, actor: &Actor, of: NurseryId, within: Span) -> Outcome<Vec<Absence>> {
    kept_nursery(tx, actor, of)?;
    absences_in(tx, of, within)
}

pub(super) fn absences_in(tx: &mut Tx, of: NurseryId, within: Span) -> Outcome<Vec<Absence>> {
    tx.all(
        sql("SELECT id, carer, starts_at, ends_at FROM third_places_absence
             WHERE nursery = $1 AND ends_at > $2 AND starts_at < $3
             ORDER BY starts_at, id LIMIT $4"),
        &[of.into(), within.from.into(), within.to.into(), READ_MAX.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Absence {
            id: columns.take()?,
            carer: columns.take()?,
            span: Span { from: columns.take()?, to: columns.take()? },
        })
    })
    .collect()
}

/// Somebody will not be there; what that touches has to be seen first.
pub fn add_absence(
    tx: &mut Tx,
    actor: &Actor,
    (of, carer): (NurseryId, CarerId),
    span: Span,
    seen: &str,
) -> Outcome<Changed> {
    let nursery = kept_nursery(tx, actor, of)?;
    if !carers_of(tx, of)?.iter().any(|one| one.id == carer) {
        return Err(Refusal::Unknown);
    }
    if span.to <= span.from || span.minutes() > 366 * 1_440 {
        return Err(Refusal::field("to", "places-child-fault-order"));
    }
    if let Some(touches) = touches(tx, &nursery, Gone::Away(carer, span), seen)? {
        return Ok(touches);
    }
    let id: AbsenceId = tx.id();
    tx.run(
        sql("INSERT INTO third_places_absence (id, nursery, carer, starts_at, ends_at)
             VALUES ($1, $2, $3, $4, $5)"),
        &[id.into(), of.into(), carer.into(), span.from.into(), span.to.into()],
    )?;
    record(tx, actor, "places.absence", of, &carer.to_string())?;
    Ok(Changed::Done)
}

/// Somebody is there after all: that adds seats.
pub fn remove_absence(tx: &mut Tx, actor: &Actor, of: NurseryId, id: AbsenceId) -> Outcome<()> {
    kept_nursery(tx, actor, of)?;
    fence(tx, of)?;
    let gone = tx.run(
        sql("DELETE FROM third_places_absence WHERE id = $1 AND nursery = $2"),
        &[id.into(), of.into()],
    )?;
    if gone == 0 {
        return Err(Refusal::Unknown);
    }
    waits::seats_freed(tx)?;
    record(tx, actor, "places.absence-ended", of, &id.to_string())
}

/// Copies a week's shifts to the weeks after it; what is there already stays. How many were written.
pub fn copy_week(
    tx: &mut Tx,
    actor: &Actor,
    of: NurseryId,
    monday: Date,
    weeks: i64,
) -> Outcome<usize> {
    kept_nursery(tx, actor, of)?;
    if !(1..=COPIES_MAX).contains(&weeks) {
        let say = Say::new("web-fault-number").with("min", 1_i64).with("max", COPIES_MAX);
        return Err(Refusal::Invalid(vec![Fault::new("weeks", say)]));
    }
    fence(tx, of)?;
    let all = shifts_in(tx, of, days(monday, later(monday, 7 * (weeks + 1))))?;
    let here: BTreeSet<CarerId> = carers_of(tx, of)?
        .into_iter()
        .filter(|carer| carer.left_at.is_none())
        .map(|carer| carer.id)
        .collect();
    let week = days(monday, later(monday, 7));
    let model = all.iter().filter(|row| row.span.from < week.to && here.contains(&row.carer));
    let mut written = 0;
    for row in model {
        for turn in 1..=weeks {
            let span = Span { from: moved(row.span.from, turn), to: moved(row.span.to, turn) };
            let taken = |other: &ShiftRow| other.carer == row.carer && other.span.meets(span);
            if span.from < span.to && !all.iter().any(taken) {
                write_shift(tx, of, row.carer, span)?;
                written += 1;
            }
        }
    }
    waits::seats_freed(tx)?;
    record(tx, actor, "places.week-copied", of, &monday.to_string())?;
    Ok(written)
}

/// The same time on the wall, weeks later.
fn moved(at: Moment, weeks: i64) -> Moment {
    let local = at.in_france().datetime();
    let day = later(local.date(), 7 * weeks);
    Moment::from_france(day.to_datetime(local.time()))
}

/// What is taken away.
enum Gone<'a> {
    Shift(&'a ShiftRow, Option<Span>),
    Away(CarerId, Span),
}

/// What a change that takes seats away touches, unless exactly that was seen already; behind the
/// fence, so that nobody is promised a seat meanwhile.
fn touches(tx: &mut Tx, nursery: &Nursery, gone: Gone<'_>, seen: &str) -> Outcome<Option<Changed>> {
    fence(tx, nursery.id)?;
    let span = match &gone {
        Gone::Shift(row, _) => row.span,
        Gone::Away(_, span) => *span,
    };
    let now = tx.now();
    let span = Span { from: span.from.max(now), to: span.to };
    if span.from >= span.to {
        return Ok(None);
    }
    let before = planned(tx, nursery, weeks_of(span))?;
    let left: Vec<Duty> = match gone {
        Gone::Shift(row, to) => {
            let others = before.duties.iter().copied().filter(|duty| {
                duty.carer != row.carer
                    || duty.shift.to <= row.span.from.timestamp()
                    || row.span.to.timestamp() <= duty.shift.from
            });
            let away = absences_in(tx, nursery.id, weeks_of(span))?;
            let away: Vec<_> = away.iter().map(|one| (one.carer, one.span)).collect();
            let moved = to.map(|span| ShiftRow { span, ..row.clone() });
            let moved = duties(&before.carers, moved.as_slice(), &away);
            others.chain(moved).collect()
        }
        Gone::Away(carer, gap) => {
            let mut away: Vec<_> = absences_in(tx, nursery.id, weeks_of(span))?
                .iter()
                .map(|one| (one.carer, one.span))
                .collect();
            away.push((carer, gap));
            duties(&before.carers, &before.rows, &away)
        }
    };
    let left: Vec<Shift> = left.into_iter().map(|duty| duty.shift).collect();
    let mut touched = Vec::new();
    for breach in worsened(&before.plan(), &left) {
        let there = before.seats_in(&breach).into_iter();
        let mut children: Vec<_> = there.map(|seat| (seat.number, seat.span)).collect();
        children.sort_unstable();
        touched.push(Touched {
            span: Span { from: breach.from.into(), to: breach.to.into() },
            bound: breach.bound,
            too_many: breach.too_many,
            children,
        });
    }
    let mark = base::sha256(format!("{touched:?}").as_bytes());
    if touched.is_empty() {
        return Ok(None);
    }
    if seen != mark {
        return Ok(Some(Changed::Touches(touched, mark)));
    }
    told::tell_touched(tx, nursery, &touched)?;
    Ok(None)
}

fn record(tx: &mut Tx, actor: &Actor, what: &str, of: NurseryId, detail: &str) -> Outcome<()> {
    people::record(tx, &actor.name_in_log(), what, &of.to_string(), detail)
}
