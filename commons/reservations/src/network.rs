//! How much the sites of a network are used, in figures: nobody is named, nothing is told of one day.

use std::collections::BTreeMap;

use base::{Moment, Outcome, Refusal};
use people::{Actor, Role};
use store::{Tx, sql};

use crate::model::SiteId;

/// How much a site was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiteUse {
    /// Minutes promised, each counted as often as places were taken.
    pub minutes: i64,
    /// Promises that were kept or are to be kept.
    pub promises: i64,
    /// Those of them for which nobody came.
    pub missed: i64,
    /// Those who waited and were not served.
    pub in_vain: i64,
}

/// How much each site was used from a moment until now: for whoever looks after the network.
pub fn use_of_sites(
    tx: &mut Tx,
    actor: &Actor,
    since: Moment,
) -> Outcome<BTreeMap<SiteId, SiteUse>> {
    if !actor.holds_in(Role::Officer, "") {
        return Err(Refusal::Unknown);
    }
    let now = tx.now();
    let mut found: BTreeMap<SiteId, SiteUse> = BTreeMap::new();
    let promised = tx.all(
        sql("SELECT r.site,
                CAST(SUM((b.ends_at - b.starts_at) / 60000000 * b.quantity) AS BIGINT), COUNT(*),
                CAST(SUM(CASE WHEN b.state = 'no_show' THEN 1 ELSE 0 END) AS BIGINT)
             FROM reservations_resource r JOIN reservations_booking b ON b.resource = r.id
             WHERE b.busy_to > $1 AND b.starts_at >= $1 AND b.starts_at < $2
                AND b.state IN ('confirmed', 'checked_in', 'done', 'no_show')
             GROUP BY r.site"),
        &[since.into(), now.into()],
    )?;
    for row in promised {
        let mut columns = row.columns();
        let site = columns.take::<String>()?.parse()?;
        let used = found.entry(site).or_default();
        used.minutes = columns.take()?;
        used.promises = columns.take()?;
        used.missed = columns.take()?;
    }
    let waited = tx.all(
        sql("SELECT r.site, COUNT(*)
             FROM reservations_resource r JOIN reservations_wait w ON w.resource = r.id
             WHERE w.state = 'passed' AND w.starts_at >= $1 AND w.starts_at < $2
             GROUP BY r.site"),
        &[since.into(), now.into()],
    )?;
    for row in waited {
        let mut columns = row.columns();
        let site = columns.take::<String>()?.parse()?;
        found.entry(site).or_default().in_vain = columns.take()?;
    }
    Ok(found)
}
