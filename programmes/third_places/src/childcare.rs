//! Childcare as a service of a place: who may come when, by the staff on duty and the places.
//!
//! A nursery belongs to a place and to its host. Its thing in the reservations is judged here: a
//! child is promised a seat if at every instant of its stay the rules of `reservations::childcare`
//! hold, and over the week. A shift of the staff adds seats; before one is taken away, the children
//! whom that touches are named by the numbers of their files.
//!
//! Invariants: whatever a judgement rests on (settings, shifts, absences, who walks) changes behind
//! the fence of the nursery, and every judgement passes it; what parents say of a child is sealed
//! under a key of its own, and the key is forgotten with the file. Deliberately absent: prices,
//! regular contracts, the reasons of absences.

mod family;
mod free;
mod judge;
mod model;
mod nursery;
mod readers;
mod reception;
mod record;
mod seat;
mod staff;
mod told;
mod waits;

pub use family::erase_again;
pub use family::{
    Child, ChildFile, ChildId, FORGET_CHILD_JOB, Stay, cancel_stay, change_child, child,
    child_files, children_of, declare_child, forget_handler, open_file, remove_child, seal_file,
    stays_of,
};
pub(crate) use family::{erase, export, seen};
pub use free::{HalfDay, free_places, places_sheet};
pub use judge::{Roster, Seated, day_points, roster, why};
pub use model::*;
pub use nursery::{
    change_nursery, create_nursery, keeps_nursery, kept_nursery, nurseries_at, nursery,
};
pub use readers::{children_shared, end_reading, let_read, readers};
pub use reception::{book_for, declare_for};
pub use record::{Quarter, record, record_sheet, weeks_sheet};
pub use seat::book;
pub use staff::{
    Changed, Touched, absences, add_absence, add_carer, add_shift, carers, change_shift, copy_week,
    end_carer, remove_absence, shift, shifts,
};
pub use told::KINDS;
pub(crate) use waits::export_waits;
pub use waits::{
    SEATS_JOB, SeatOrdered, SeatWait, SeatWaitId, SeatWaitKind, WAIT_DAYS, join_wait, leave_wait,
    may_wait_for_seat, own_seat_waits, seat_waits, seats_handler, seats_periodic,
};
