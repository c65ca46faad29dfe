//! A nursery, its staff and their shifts.

use base::{Id, Moment, Outcome, Refusal};
use jiff::civil::Date;
use reservations::Span;
use reservations::childcare::{House, Qualification, Ratio};

use crate::model::PlaceId;

/// Id of a nursery: its site and its thing in the reservations have the same.
pub type NurseryId = Id<Nursery>;
/// Id of somebody of the staff.
pub type CarerId = Id<Carer>;
/// Id of a shift.
pub type ShiftId = Id<ShiftRow>;
/// Id of an absence.
pub type AbsenceId = Id<Absence>;

/// Minutes on which stays and shifts begin and end.
pub const STEP_MINUTES: i64 = 15;
/// Places at most: beyond, a place has several units.
pub const PLACES_MAX: i64 = 60;
/// On whose wall a nursery's days begin.
pub const ZONE: &str = "Europe/Paris";

/// What a host lays down of a nursery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NurseryText {
    /// What it is called.
    pub name: String,
    /// Places authorised.
    pub places: i64,
    /// The ratio chosen: `walking` or `all`.
    pub ratio: String,
    /// Whether the règlement describes children above the places.
    pub surplus: bool,
    /// When it is open, in the opening_hours syntax.
    pub hours: String,
    /// When it was authorised.
    pub authorised_on: Date,
    /// Under which number.
    pub authorisation: String,
}

/// The ratios that can be chosen; each is the text `places-child-ratio-…`.
pub const RATIOS: &[&str] = &["walking", "all"];

/// What somebody of the staff has; each is the text `places-child-carer-…`. All but the last two are
/// of category 1° (R2324-42); the last does not count.
pub const QUALIFICATIONS: &[&str] =
    &["auxiliary", "educator", "childcare-nurse", "nurse", "psychomotor", "second", "trainee"];

/// As what somebody counts; a trainee does not.
pub fn counts_as(qualification: &str) -> Option<Qualification> {
    match qualification {
        "trainee" => None,
        "second" => Some(Qualification::Second),
        _ => Some(Qualification::First),
    }
}

/// A nursery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nursery {
    /// Its id.
    pub id: NurseryId,
    /// Its version: that of what its host laid down.
    pub version: i64,
    /// Where it is.
    pub place: PlaceId,
    /// What its host laid down.
    pub text: NurseryText,
}

impl Nursery {
    /// As the rules know it.
    pub fn house(&self) -> Outcome<House> {
        Ok(House {
            places: u32::try_from(self.text.places).map_err(Refusal::broken)?,
            ratio: if self.text.ratio == "all" { Ratio::ForAll } else { Ratio::ByWalking },
            surplus: self.text.surplus,
            zone: zone()?,
        })
    }
}

/// The zone of the wall.
pub fn zone() -> Outcome<jiff::tz::TimeZone> {
    jiff::tz::TimeZone::get(ZONE).map_err(Refusal::broken)
}

/// From the first moment of a day on the wall until the first of another.
pub fn days(from: Date, until: Date) -> Span {
    let at = |day: Date| Moment::from_france(day.at(0, 0, 0, 0));
    Span { from: at(from), to: at(until) }
}

/// The Monday of a day's week.
pub fn monday(day: Date) -> Date {
    let since = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(jiff::Span::new().days(since)).unwrap_or(day)
}

/// A day so many days later.
pub fn later(day: Date, days: i64) -> Date {
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(day)
}

/// Somebody of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carer {
    /// Their id.
    pub id: CarerId,
    /// What they are called in the plan.
    pub name: String,
    /// What they have: one of [`QUALIFICATIONS`].
    pub qualification: String,
    /// Since when they are gone.
    pub left_at: Option<Moment>,
}

/// When somebody is to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftRow {
    /// Its id.
    pub id: ShiftId,
    /// Whose.
    pub carer: CarerId,
    /// When.
    pub span: Span,
}

/// When somebody is not there, whatever the shifts say. Why is kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Its id.
    pub id: AbsenceId,
    /// Whose.
    pub carer: CarerId,
    /// When.
    pub span: Span,
}
