//! On which days somebody comes to a site: for a programme that brings people together who asked
//! for it. Never where they sit, nor for what.

use std::collections::BTreeSet;

use base::{Moment, Outcome};
use jiff::civil::Date;
use people::PersonId;
use store::{Tx, Value, sql};

use crate::model::{SiteId, Span};
use crate::sites::zone_of;

/// Days of one promise that are told at most.
const DAYS_MAX: usize = 60;

/// Somebody, where, on which day.
pub type Presence = (PersonId, SiteId, Date);

/// The days, by the clock of each site, on which these people have a confirmed promise within a
/// span. It is asked for people who agreed to be found, and answers for no others.
pub fn days_there(tx: &mut Tx, people: &[PersonId], within: Span) -> Outcome<BTreeSet<Presence>> {
    let mut found = BTreeSet::new();
    for page in people.chunks(16) {
        let mut params: Vec<Value> = vec![within.to.into(), within.from.into()];
        params.extend(page.iter().map(|&id| Value::from(id)));
        params.resize(18, "".into());
        let rows = tx.all(
            sql("SELECT b.person, t.id, t.zone, b.starts_at, b.ends_at
                 FROM reservations_booking b
                 JOIN reservations_resource r ON r.id = b.resource
                 JOIN reservations_site t ON t.id = r.site
                 WHERE b.starts_at < $1 AND b.ends_at > $2
                    AND b.state IN ('confirmed', 'checked_in')
                    AND b.person IN ($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
                        $16, $17, $18)"),
            &params,
        )?;
        for row in rows {
            let mut columns = row.columns();
            let (person, site): (PersonId, SiteId) =
                (columns.take()?, columns.take::<String>()?.parse()?);
            let zone = zone_of(&columns.take::<String>()?)?;
            let (from, to): (Moment, Moment) = (columns.take()?, columns.take()?);
            let (from, to) = (from.max(within.from), to.min(within.to));
            let first = zone.to_datetime(from.timestamp()).date();
            let last = zone.to_datetime(to.plus_seconds(-1).timestamp()).date();
            let days = first.series(jiff::Span::new().days(1)).take(DAYS_MAX);
            found.extend(days.take_while(|day| *day <= last).map(|day| (person, site, day)));
        }
    }
    Ok(found)
}
