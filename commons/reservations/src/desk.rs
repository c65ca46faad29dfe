//! What the host of a site sees of a day.

use base::Outcome;
use people::{Actor, PersonId};
use store::{Tx, sql};

use crate::bookings::read_booking;
use crate::model::{Booking, ResourceId, SiteId, Span};
use crate::sites::{kept_site, resources_in};

/// Promises of one day that a desk shows.
const SHOWN: usize = 1_000;

/// Somebody who comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// Their promise.
    pub booking: Booking,
    /// Of what.
    pub thing: String,
    /// Who; empty without an account.
    pub name: String,
}

/// Who comes to a site within a span, in their order, and requests to come that wait.
pub fn coming(tx: &mut Tx, actor: &Actor, id: SiteId, within: Span) -> Outcome<Vec<Coming>> {
    kept_site(tx, actor, id)?;
    let bookings = tx
        .all(
            sql("SELECT b.id, b.version, b.resource, b.organisation, b.title, b.quantity,
                    b.starts_at, b.ends_at, b.person, b.series, b.busy_from, b.busy_to,
                    b.live_until, b.state, b.price_cents, b.refund_cents, b.units, b.sequence,
                    b.made_at, b.changed_at
                 FROM reservations_resource r JOIN reservations_booking b ON b.resource = r.id
                 WHERE r.site = $1 AND b.busy_to > $2
                    AND ((b.starts_at < $3
                        AND b.state IN ('confirmed', 'checked_in', 'done', 'no_show'))
                    OR b.state = 'requested')
                 ORDER BY b.starts_at, b.id LIMIT $4"),
            &[id.into(), within.from.into(), within.to.into(), SHOWN.into()],
        )?
        .into_iter()
        .map(read_booking)
        .collect::<Outcome<Vec<_>>>()?;
    let of: std::collections::BTreeSet<ResourceId> =
        bookings.iter().map(|booking| booking.asked.resource).collect();
    let things = resources_in(tx, &of.into_iter().collect::<Vec<_>>())?;
    let ids: Vec<PersonId> = bookings.iter().filter_map(|booking| booking.person).collect();
    let names = people::names_of(tx, &ids)?;
    Ok(bookings
        .into_iter()
        .map(|booking| Coming {
            thing: things
                .iter()
                .find(|thing| thing.id == booking.asked.resource)
                .map(|thing| thing.data.name.clone())
                .unwrap_or_default(),
            name: booking.person.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            booking,
        })
        .collect())
}
