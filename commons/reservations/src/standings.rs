//! Who is what to a site, and on which terms they may ask.

use base::{Moment, Outcome, Refusal};
use people::{Actor, PersonId};
use store::{Tx, sql};

use crate::model::{Resource, ResourceId, Site, SiteId};
use crate::rules::Terms;
use crate::sites::{keeps, kept_resource, kept_site};

/// What somebody is to a site: `member`, `resident`, or a training that they had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// What.
    pub code: String,
    /// Until when.
    pub until: Option<Moment>,
}

/// Says what somebody is to a site that one keeps, or that they are it no more.
pub fn set_standing(
    tx: &mut Tx,
    actor: &Actor,
    of: SiteId,
    standing: &Standing,
    given: bool,
) -> Outcome<()> {
    kept_site(tx, actor, of)?;
    let code = standing.code.as_str();
    if code.is_empty() || code.chars().count() > 60 {
        return Err(Refusal::field("code", "reservations-fault-standing"));
    }
    tx.run(
        sql("DELETE FROM reservations_standing WHERE site = $1 AND person = $2 AND code = $3"),
        &[of.into(), standing.person.into(), code.into()],
    )?;
    if given {
        let now = tx.now();
        tx.run(
            sql("INSERT INTO reservations_standing (site, person, code, until, given_by, given_at)
                 VALUES ($1, $2, $3, $4, $5, $6)"),
            &[
                of.into(),
                standing.person.into(),
                code.into(),
                standing.until.into(),
                actor.name_in_log().into(),
                now.into(),
            ],
        )?;
    }
    let what = if given { "reservations.standing" } else { "reservations.standing-ended" };
    people::record(tx, &actor.name_in_log(), what, &of.to_string(), code)
}

/// Who is what to a site, for whoever keeps it.
pub fn standings(tx: &mut Tx, actor: &Actor, of: SiteId) -> Outcome<Vec<Standing>> {
    kept_site(tx, actor, of)?;
    tx.all(
        sql("SELECT person, code, until FROM reservations_standing WHERE site = $1
             ORDER BY code, person LIMIT 2000"),
        &[of.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Standing {
            person: columns.take::<String>()?.parse()?,
            code: columns.take()?,
            until: columns.take()?,
        })
    })
    .collect()
}

/// What a standing changes for a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Which.
    pub standing: String,
    /// They may ask so many days before.
    pub horizon_days: i64,
    /// What an hour costs them, if not as for others, in cents.
    pub hour_cents: Option<i64>,
}

/// What each standing changes for a thing that one keeps.
pub fn windows(tx: &mut Tx, actor: &Actor, of: ResourceId) -> Outcome<Vec<Window>> {
    kept_resource(tx, actor, of)?;
    tx.all(
        sql("SELECT standing, horizon_days, hour_cents FROM reservations_window
             WHERE resource = $1 ORDER BY standing LIMIT 200"),
        &[of.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Window {
            standing: columns.take()?,
            horizon_days: columns.take()?,
            hour_cents: columns.take()?,
        })
    })
    .collect()
}

/// Lets those of a standing ask earlier, or at another price; no days take the window away.
pub fn set_window(
    tx: &mut Tx,
    actor: &Actor,
    of: ResourceId,
    standing: &str,
    window: Option<(i64, Option<i64>)>,
) -> Outcome<()> {
    kept_resource(tx, actor, of)?;
    crate::bookings::fence(tx, of)?;
    tx.run(
        sql("DELETE FROM reservations_window WHERE resource = $1 AND standing = $2"),
        &[of.into(), standing.into()],
    )?;
    if let Some((days, cents)) = window {
        tx.run(
            sql("INSERT INTO reservations_window (resource, standing, horizon_days, hour_cents)
                 VALUES ($1, $2, $3, $4)"),
            &[of.into(), standing.into(), days.into(), cents.into()],
        )?;
    }
    people::record(tx, &actor.name_in_log(), "reservations.window", &of.to_string(), standing)
}

/// On which terms somebody may ask for a thing now: the best of what they are to its site.
pub(crate) fn terms(
    tx: &mut Tx,
    actor: &Actor,
    site: &Site,
    resource: &Resource,
) -> Outcome<Terms> {
    let host = keeps(actor, site);
    let mut terms = Terms {
        horizon_days: resource.data.horizon_days,
        hour_cents: resource.data.hour_cents,
        own_cents: None,
        admitted: resource.data.requires.is_empty(),
        host,
    };
    let Some(account) = actor.account.as_ref() else { return Ok(terms) };
    let now = tx.now();
    let held = tx.all(
        sql("SELECT s.code, w.horizon_days, w.hour_cents
             FROM reservations_standing s
             LEFT JOIN reservations_window w ON w.standing = s.code AND w.resource = $1
             WHERE s.site = $2 AND s.person = $3 AND (s.until IS NULL OR s.until > $4)"),
        &[resource.id.into(), site.id.into(), account.id.into(), now.into()],
    )?;
    for row in held {
        let mut columns = row.columns();
        let code: String = columns.take()?;
        let days: Option<i64> = columns.take()?;
        let cents: Option<i64> = columns.take()?;
        terms.admitted |= code == resource.data.requires;
        terms.horizon_days = terms.horizon_days.max(days.unwrap_or(0));
        terms.hour_cents = terms.hour_cents.min(cents.unwrap_or(i64::MAX));
        terms.own_cents = terms.own_cents.into_iter().chain(cents).min();
    }
    Ok(terms)
}
