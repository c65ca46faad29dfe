//! Who is to be there: the staff without the absent, the children of the promises that count; and
//! whether more children may come.

use std::collections::BTreeMap;

use base::{Moment, Outcome, Say};
use jiff::Timestamp;
use jiff::civil::Date;
use people::Actor;
use reservations::capacity::Amount;
use reservations::childcare::{
    Bound, Breach, House, Plan, Point, Presence, Shift, Week, WhyNot, curve, norms, why_not,
};
use reservations::{BookingId, Span, State};
use store::{Tx, sql};

use super::family::ChildId;
use super::model::{Carer, CarerId, Nursery, NurseryId, ShiftRow, counts_as, days, later, monday};
use super::nursery::{kept_nursery, nursery};
use super::staff;

/// Shifts, stays and absences that one look reads at most.
pub(super) const READ_MAX: usize = 20_000;

/// A child's seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seated {
    /// The promise.
    pub booking: BookingId,
    /// Where the promise stands.
    pub state: State,
    /// The child, unless its file is gone.
    pub child: Option<ChildId>,
    /// The number of its file; 0 if that is gone.
    pub number: i64,
    /// Whether it walks.
    pub walks: bool,
    /// When it is there.
    pub span: Span,
}

/// Somebody on duty for a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Duty {
    pub(super) carer: CarerId,
    pub(super) shift: Shift,
}

/// All that is planned of a nursery within some days.
pub struct Roster {
    /// As the rules know the place.
    pub house: House,
    /// The staff, those who are gone too.
    pub carers: Vec<Carer>,
    /// Shifts as they were written.
    pub rows: Vec<ShiftRow>,
    /// Seats, in the order of their beginning.
    pub seats: Vec<Seated>,
    pub(super) opening: Vec<Amount<Timestamp>>,
    pub(super) duties: Vec<Duty>,
    pub(super) shifts: Vec<Shift>,
    pub(super) presences: Vec<Presence>,
}

impl Roster {
    /// As the rules read it.
    pub fn plan(&self) -> Plan<'_> {
        Plan {
            house: &self.house,
            opening: &self.opening,
            shifts: &self.shifts,
            presences: &self.presences,
        }
    }

    /// The stretches of the plan that lie within a span, cut at its ends.
    pub fn points(&self, within: Span) -> Vec<Point> {
        let (from, to) = (within.from.timestamp(), within.to.timestamp());
        let meets = |point: &Point| point.from < to && from < point.to;
        let cut =
            |point: Point| Point { from: point.from.max(from), to: point.to.min(to), ..point };
        curve(&self.plan()).into_iter().filter(meets).map(cut).collect()
    }

    /// The seats of a stretch.
    pub fn seats_in(&self, breach: &Breach) -> Vec<&Seated> {
        breach.there.iter().filter_map(|place| self.seats.get(*place)).collect()
    }

    /// When somebody is really there.
    pub fn on_duty(&self, carer: CarerId) -> impl Iterator<Item = &Shift> {
        self.duties.iter().filter(move |duty| duty.carer == carer).map(|duty| &duty.shift)
    }
}

/// The weeks that a span touches, whole.
pub(super) fn weeks_of(span: Span) -> Span {
    let first = monday(span.from.in_france().date());
    let last = Moment(span.to.0 - 1).in_france().date();
    days(first, later(monday(last), 7))
}

/// What is planned within a span, for whoever keeps the nursery.
pub fn roster(tx: &mut Tx, actor: &Actor, id: NurseryId, within: Span) -> Outcome<Roster> {
    let nursery = kept_nursery(tx, actor, id)?;
    planned(tx, &nursery, within)
}

/// How many may be there and are within a span, for everybody: numbers alone.
pub fn day_points(tx: &mut Tx, actor: &Actor, id: NurseryId, within: Span) -> Outcome<Vec<Point>> {
    let nursery = nursery(tx, actor, id)?;
    Ok(planned(tx, &nursery, within)?.points(within))
}

pub(super) fn planned(tx: &mut Tx, nursery: &Nursery, within: Span) -> Outcome<Roster> {
    let carers = staff::carers_of(tx, nursery.id)?;
    let rows = staff::shifts_in(tx, nursery.id, within)?;
    let absent = staff::absences_in(tx, nursery.id, within)?;
    let away: Vec<(CarerId, Span)> = absent.iter().map(|one| (one.carer, one.span)).collect();
    let duties = duties(&carers, &rows, &away);
    let seats = seats(tx, nursery.id, within)?;
    Ok(Roster {
        house: nursery.house()?,
        opening: opening(tx, nursery, within)?,
        shifts: duties.iter().map(|duty| duty.shift).collect(),
        presences: seats.iter().map(presence).collect(),
        carers,
        rows,
        duties,
        seats,
    })
}

/// Shifts without absences, of those who count.
pub(super) fn duties(carers: &[Carer], rows: &[ShiftRow], away: &[(CarerId, Span)]) -> Vec<Duty> {
    let mut duties = Vec::new();
    for row in rows {
        let known = carers.iter().find(|carer| carer.id == row.carer);
        let Some(qualification) = known.and_then(|carer| counts_as(&carer.qualification)) else {
            continue;
        };
        let mut parts = vec![row.span];
        for (_, gap) in away.iter().filter(|(carer, _)| *carer == row.carer) {
            let cut = |part: Span| {
                let before = Span { from: part.from, to: part.to.min(gap.from) };
                let after = Span { from: part.from.max(gap.to), to: part.to };
                let left = if part.meets(*gap) { vec![before, after] } else { vec![part] };
                left.into_iter().filter(|part| part.from < part.to)
            };
            parts = parts.into_iter().flat_map(cut).collect();
        }
        duties.extend(parts.into_iter().map(|part| {
            let (from, to) = (part.from.timestamp(), part.to.timestamp());
            Duty { carer: row.carer, shift: Shift { from, to, qualification } }
        }));
    }
    duties
}

fn presence(seat: &Seated) -> Presence {
    let (from, to) = (seat.span.from.timestamp(), seat.span.to.timestamp());
    Presence { from, to, walks: seat.walks }
}

/// The seats that count: promises joined with who they are for.
fn seats(tx: &mut Tx, id: NurseryId, within: Span) -> Outcome<Vec<Seated>> {
    let mut known: BTreeMap<BookingId, (Option<ChildId>, i64, bool)> = BTreeMap::new();
    let rows = tx.all(
        sql("SELECT s.booking, s.child, COALESCE(c.number, 0), s.walks
             FROM third_places_stay s LEFT JOIN third_places_child c ON c.id = s.child
             WHERE s.nursery = $1 AND s.ends_at > $2 AND s.starts_at < $3 LIMIT $4"),
        &[id.into(), within.from.into(), within.to.into(), READ_MAX.into()],
    )?;
    for row in rows {
        let mut columns = row.columns();
        let booking = columns.take()?;
        let child = columns.take::<Option<ChildId>>()?;
        known.insert(booking, (child, columns.take()?, columns.take()?));
    }
    let counted = reservations::counted(tx, id.cast(), within)?;
    let seat = |one: &reservations::Counted| {
        // Whoever was written down at the door without a file counts as one who does not walk.
        let (child, number, walks) = known.get(&one.id).copied().unwrap_or((None, 0, false));
        Seated { booking: one.id, state: one.state, child, number, walks, span: one.span }
    };
    Ok(counted.iter().filter(|one| one.state != State::NoShow).map(seat).collect())
}

/// Days that are looked at together.
const DAYS: i64 = 56;

/// When it is open, with its places.
fn opening(tx: &mut Tx, nursery: &Nursery, within: Span) -> Outcome<Vec<Amount<Timestamp>>> {
    let thing = reservations::resource(tx, nursery.id.cast())?;
    let site = reservations::site(tx, thing.site)?;
    let quantity = u32::try_from(nursery.text.places).unwrap_or(0);
    let (mut from, mut amounts) = (within.from, Vec::new());
    // One look spans only so many days.
    while from < within.to {
        let part = Span { from, to: within.to.min(from.plus_days(DAYS)) };
        let free = reservations::availability(tx, &site, std::slice::from_ref(&thing), part)?;
        let spans = free.iter().flat_map(|one| &one.spans);
        amounts.extend(spans.map(|(span, _)| Amount {
            from: span.from.timestamp(),
            to: span.to.timestamp(),
            quantity,
        }));
        from = part.to;
    }
    Ok(amounts)
}

/// Why children cannot come together to what is planned, in words; nothing if they can.
pub(super) fn refusal(roster: &Roster, children: &[Presence]) -> Option<Say> {
    let mut there = roster.presences.clone();
    for child in children {
        let plan = Plan { presences: &there, ..roster.plan() };
        if let Some(no) = why_not(&plan, *child) {
            return Some(why(&roster.house, &no));
        }
        there.push(*child);
    }
    None
}

/// Why a child cannot come, with the rule and its figures.
pub fn why(house: &House, no: &WhyNot) -> Say {
    match no {
        WhyNot::Instant(breach) => {
            let on = house.zone.to_datetime(breach.from).date();
            let say = Say::new(text_of(breach.bound))
                .with("from", Moment::from(breach.from))
                .with("children", i64::try_from(breach.there.len()).unwrap_or(0))
                .with(
                    "most",
                    i64::try_from(breach.there.len()).unwrap_or(0) - i64::from(breach.too_many),
                );
            with_figures(say, house, on)
        }
        WhyNot::Week(week) => {
            let say = Say::new("places-child-why-week").with("percent", percent(week));
            say.with("monday", days(week.monday, week.monday).from)
        }
    }
}

fn percent(week: &Week) -> i64 {
    week.percent().unwrap_or(0)
}

fn with_figures(say: Say, house: &House, on: Date) -> Say {
    let Some(norms) = norms(on) else { return say };
    let count = |number: u32| i64::from(number);
    say.with("places", count(house.places))
        .with("percent", count(norms.surplus_percent))
        .with("alone", count(norms.micro_alone))
        .with("staff", count(norms.least_staff))
        .with("small", count(norms.per_not_walking))
        .with("large", count(norms.per_walking))
        .with("any", count(norms.per_any))
}

fn text_of(bound: Bound) -> &'static str {
    match bound {
        Bound::NoRule => "places-child-why-no-rule",
        Bound::Closed => "places-child-why-closed",
        Bound::LeastStaff => "places-child-why-least-staff",
        Bound::AloneUnqualified => "places-child-why-alone-unqualified",
        Bound::Alone => "places-child-why-alone",
        Bound::FirstCategory => "places-child-why-first-category",
        Bound::Ratio => "places-child-why-ratio",
        Bound::Places => "places-child-why-places",
    }
}
