//! The figures of the rules, with the day from which they hold and where they are written.
//!
//! Taken from mirrors of the code de la santé publique and from the press of the sector; the wording
//! of Légifrance decides.

use jiff::civil::{Date, date};

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Norm {
    /// Children at once, in per cent of the places.
    SurplusPercent,
    /// Hours of presence in a week, in per cent of the hours of capacity.
    WeekPercent,
    /// Children who do not walk, for one of the staff.
    PerNotWalking,
    /// Children who walk, for one of the staff.
    PerWalking,
    /// Children of any age, for one of the staff.
    PerAny,
    /// The least staff there must be.
    LeastStaff,
    /// Up to how many places it is a micro-crèche.
    MicroPlaces,
    /// Children whom one of the staff alone may have in a micro-crèche.
    MicroAlone,
    /// Whether whoever is alone must have a qualification of 1° (1 yes, 0 no).
    AloneNeedsFirst,
    /// Above how many places one of the staff must have a qualification of 1°.
    FirstAbovePlaces,
}

/// A figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is about.
    pub norm: Norm,
    /// The first day on which it holds, until the next row of the same norm.
    pub since: Date,
    /// The figure.
    pub value: u32,
    /// Where it is written.
    pub source: &'static str,
}

const REFORM: Date = date(2021, 9, 1);

const fn row(norm: Norm, since: Date, value: u32, source: &'static str) -> Row {
    Row { norm, since, value, source }
}

/// All figures. Those of one norm stand in the order of their days.
pub const TABLE: &[Row] = &[
    row(Norm::SurplusPercent, REFORM, 115, "CSP R2324-27; arrêté 8 Oct 2021, art. 6"),
    row(Norm::WeekPercent, REFORM, 100, "CSP R2324-27, 1°; arrêté 8 Oct 2021"),
    row(Norm::PerNotWalking, REFORM, 5, "CSP R2324-43; arrêté 8 Oct 2021, art. 2"),
    row(Norm::PerWalking, REFORM, 8, "CSP R2324-43; arrêté 8 Oct 2021, art. 2"),
    row(Norm::PerAny, REFORM, 6, "CSP R2324-43; arrêté 8 Oct 2021, art. 2"),
    row(Norm::LeastStaff, REFORM, 2, "CSP R2324-43-1"),
    row(Norm::MicroPlaces, REFORM, 12, "CSP R2324-46, I, 1°"),
    row(Norm::MicroAlone, REFORM, 3, "CSP R2324-43-1: two from four children on"),
    row(Norm::AloneNeedsFirst, REFORM, 0, "CSP R2324-43-1"),
    row(Norm::AloneNeedsFirst, date(2026, 9, 1), 1, "décret 2025-304"),
    row(Norm::FirstAbovePlaces, REFORM, 24, "CSP R2324-43-1"),
];

/// The figures that hold on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Norms {
    /// [`Norm::SurplusPercent`].
    pub surplus_percent: u32,
    /// [`Norm::WeekPercent`].
    pub week_percent: u32,
    /// [`Norm::PerNotWalking`].
    pub per_not_walking: u32,
    /// [`Norm::PerWalking`].
    pub per_walking: u32,
    /// [`Norm::PerAny`].
    pub per_any: u32,
    /// [`Norm::LeastStaff`].
    pub least_staff: u32,
    /// [`Norm::MicroPlaces`].
    pub micro_places: u32,
    /// [`Norm::MicroAlone`].
    pub micro_alone: u32,
    /// [`Norm::AloneNeedsFirst`].
    pub alone_needs_first: bool,
    /// [`Norm::FirstAbovePlaces`].
    pub first_above_places: u32,
}

/// The figures of a day; `None` before the first.
pub fn norms(on: Date) -> Option<Norms> {
    let value = |norm: Norm| {
        let rows = TABLE.iter().rev();
        rows.clone().find(|row| row.norm == norm && row.since <= on).map(|row| row.value)
    };
    Some(Norms {
        surplus_percent: value(Norm::SurplusPercent)?,
        week_percent: value(Norm::WeekPercent)?,
        per_not_walking: value(Norm::PerNotWalking)?,
        per_walking: value(Norm::PerWalking)?,
        per_any: value(Norm::PerAny)?,
        least_staff: value(Norm::LeastStaff)?,
        micro_places: value(Norm::MicroPlaces)?,
        micro_alone: value(Norm::MicroAlone)?,
        alone_needs_first: value(Norm::AloneNeedsFirst)? != 0,
        first_above_places: value(Norm::FirstAbovePlaces)?,
    })
}
