//! The programme of a place: what takes place there, who takes part, who leads it.
//!
//! A gathering (a workshop, a meal, a visit…) is prepared by whoever runs the place, announced, and
//! over with what came of it, or called off with the reason. Its seats are an occasion of the
//! reservations on the site of the place: capacity, waiting list, arrivals and calendars are theirs.
//!
//! Invariants: what is announced is to come, within the life of its place, and its time stands; who
//! comes is known to whoever leads or keeps the place, and to nobody else; what is called off frees
//! and tells everybody. Deliberately absent: payment (the price is words), rooms kept for it.

mod custody;
mod draws;
mod gatherings;
mod lots;
mod model;
mod proposals;
pub mod rules;
mod seats;

pub(crate) use custody::{erase, export};
pub use draws::{
    DRAWN_MAX, Draw, DrawState, NewDraw, PRIORITIES, WISHES_MAX, Wish, create_draw, draw, draws_at,
    own_wish, published, take_back, wish,
};
pub use gatherings::{
    agenda_of, announce, call_off, change_gathering, create_gatherings, finish, gathering,
    gatherings_at, led_by, own_gathering, to_come, to_come_on_tour, who_leads, with_leader,
};
pub use lots::{DRAW_JOB, handlers, periodic, run_draw};
pub use model::*;
pub use proposals::{
    Proposal, ProposalId, ProposalText, Step, accept_event, accept_service, decline, own_proposals,
    proposal, proposals_at, propose, say, withdraw,
};

pub(crate) use gatherings::call_off_all;

/// The kinds of notices of the programme.
pub const NOTICE_KINDS: &[people::notices::Kind] = &[lots::AGENDA, proposals::PROPOSALS];

pub use seats::{Coming, Standing, attendance, leads, own_standing, seats_left, take_part};
