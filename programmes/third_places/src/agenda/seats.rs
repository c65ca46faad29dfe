//! Seats of gatherings: asked for, waited for, and who comes.

use std::collections::BTreeMap;

use base::{Moment, Outcome, Refusal};
use people::{Actor, PersonId};
use reservations::{BookingId, Part, ResourceId, State as Promise};
use store::Tx;

use super::gatherings::{gathering, load};
use super::model::{Gathering, GatheringId, State};
use crate::places;

/// Requests that one person may have open in the network: more would be squatting.
const OPEN_MAX: usize = 40;

/// What somebody has of a gathering.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Their seats.
    pub seats: Option<reservations::Booking>,
    /// Where they wait: the place in the list, their turn, for how many.
    pub wait: Option<(reservations::WaitId, i64, i64)>,
}

impl From<Part> for Standing {
    fn from(part: Part) -> Self {
        let wait = part.wait.map(|(wait, turn)| (wait.id, turn, wait.asked.quantity));
        Self { seats: part.booking, wait }
    }
}

/// Takes part with so many: a seat at once, or a turn in the waiting list. Asked again with the same
/// key, it is the same.
///
/// # Errors
/// A clear no, in words: too late, called off, list full, too many at once.
pub fn take_part(
    tx: &mut Tx,
    actor: &Actor,
    id: GatheringId,
    (key, quantity): (BookingId, i64),
) -> Outcome<Standing> {
    reservations::queue_for(tx, actor, id.cast())?;
    let (known, _) = gathering(tx, actor, id)?;
    match known.state {
        State::Announced => {}
        State::Cancelled => return Err(Refusal::conflict("places-agenda-conflict-cancelled")),
        State::Draft | State::Over => {
            return Err(Refusal::conflict("places-agenda-conflict-ended"));
        }
    }
    if !(1..=known.text.party_max).contains(&quantity) {
        let say = base::Say::new("web-fault-number").with("min", 1_i64);
        return Err(Refusal::field("quantity", say.with("max", known.text.party_max)));
    }
    let now = tx.now();
    let open = reservations::own_bookings(tx, actor, None)?.into_iter();
    let open = open.filter(|one| one.state.is_open() && one.asked.span.to > now);
    if open.count() >= OPEN_MAX {
        return Err(Refusal::conflict("places-agenda-conflict-many"));
    }
    let asked = (known.occasion(), known.text.span);
    reservations::take_part(tx, actor, asked, (key, quantity)).map(Standing::from)
}

/// What whoever asks has of a gathering.
pub fn own_standing(tx: &mut Tx, actor: &Actor, id: GatheringId) -> Outcome<Standing> {
    let (known, _) = gathering(tx, actor, id)?;
    reservations::own_part(tx, actor, known.occasion()).map(Standing::from)
}

/// How many seats are left of each of some gatherings, for everybody; those that wait to be drawn
/// are left out.
pub fn seats_left(tx: &mut Tx, known: &[&Gathering]) -> Outcome<BTreeMap<GatheringId, i64>> {
    let open = if known.iter().any(|one| one.draw.is_some()) {
        super::draws::open_draws(tx)?
    } else {
        Vec::new()
    };
    let ids: Vec<ResourceId> = known.iter().map(|one| one.occasion()).collect();
    let taken = reservations::seats_taken(tx, &ids)?;
    let left = |one: &&Gathering| {
        let taken = taken.get(&one.occasion()).copied().unwrap_or(0);
        (one.id, (one.text.seats - taken).max(0))
    };
    let given = known.iter().filter(|one| one.draw.is_none_or(|draw| !open.contains(&draw)));
    Ok(given.map(left).collect())
}

/// Whether somebody sees who comes: who leads it, and who runs the place.
pub fn leads(tx: &mut Tx, actor: &Actor, known: &Gathering) -> Outcome<bool> {
    let own = |id: PersonId| actor.account.as_ref().is_some_and(|account| account.id == id);
    let led = known.text.leader.is_some_and(own)
        || known.text.partner.is_some_and(|organisation| actor.acts_for(organisation));
    Ok(led || places::runs(actor, &places::load(tx, known.place)?))
}

/// Somebody who comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// Their name; nothing without an account.
    pub name: String,
    /// With so many.
    pub quantity: i64,
    /// Where their promise stands.
    pub state: Promise,
    /// When they asked.
    pub made_at: Moment,
}

/// Who comes to a gathering, by name, and how many wait: for who leads it, and who runs the place.
pub fn attendance(
    tx: &mut Tx,
    actor: &Actor,
    id: GatheringId,
) -> Outcome<(Gathering, Vec<Coming>, i64)> {
    let known = load(tx, id)?;
    if known.state == State::Draft || !leads(tx, actor, &known)? {
        return Err(Refusal::Unknown);
    }
    let coming = reservations::attendance(tx, known.occasion())?;
    let waiting = reservations::count_waiting(tx, known.occasion())?;
    let ids: Vec<PersonId> = coming.iter().filter_map(|one| one.person).collect();
    let names = people::names_of(tx, &ids)?;
    let named = |one: reservations::Booking| Coming {
        name: one.person.and_then(|id| names.get(&id).cloned()).unwrap_or(one.asked.title),
        quantity: one.asked.quantity,
        state: one.state,
        made_at: one.made_at,
    };
    let mut list: Vec<Coming> = coming.into_iter().map(named).collect();
    list.sort_by_cached_key(|one| words::sort_key(&one.name));
    Ok((known, list, waiting))
}
