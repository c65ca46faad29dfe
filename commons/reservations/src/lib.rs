//! Reservations: every promise of a thing at a time.

pub mod calendar;
pub mod capacity;
pub mod childcare;
pub mod hours;
mod local;
pub mod series;
