//! What hosts lay down: sites and the things let there.

use base::{Fault, Outcome, Refusal};
use people::{Actor, OrgId, Role};
use store::{Columns, Row, Tx, Value, sql};

use crate::hours::Hours;
use crate::model::{
    FOR_GOOD, Kind, NewResource, NewSite, Resource, ResourceId, Site, SiteId, Span,
};
use crate::rules;

/// Things of one site at most.
pub(crate) const RESOURCES_MAX: i64 = 500;

/// Whether somebody keeps a site: whoever acts for its host, and officers.
pub fn keeps(actor: &Actor, site: &Site) -> bool {
    actor.acts_for(site.data.organisation) || actor.holds_in(Role::Officer, "")
}

/// Opens a site for an organisation that one acts for; its id is the one given, so that the place
/// of a programme and its site have the same.
pub fn open_site(tx: &mut Tx, actor: &Actor, id: SiteId, new: &NewSite) -> Outcome<SiteId> {
    if !actor.acts_for(new.organisation) && !actor.holds_in(Role::Officer, "") {
        return Err(Refusal::Unknown);
    }
    site_faults(new)?;
    let (code, feed, now) = (tx.world().token(), tx.world().token(), tx.now());
    tx.run(
        sql("INSERT INTO reservations_site (id, version, organisation, name, zone, hours,
                hold_minutes, no_show_minutes, free_cancel_hours, late_refund_percent, opens_at,
                closes_at, code, feed, created_at)
             VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"),
        &[
            id.into(),
            new.organisation.into(),
            new.name.as_str().into(),
            new.zone.as_str().into(),
            new.hours.as_str().into(),
            new.hold_minutes.into(),
            new.no_show_minutes.into(),
            new.free_cancel_hours.into(),
            new.late_refund_percent.into(),
            new.opens_at.into(),
            new.closes_at.into(),
            code.into(),
            feed.into(),
            now.into(),
        ],
    )?;
    people::record(tx, &actor.name_in_log(), "reservations.site", &id.to_string(), "")?;
    Ok(id)
}

/// Changes what a host laid down of a site.
pub fn change_site(
    tx: &mut Tx,
    actor: &Actor,
    id: SiteId,
    version: i64,
    new: &NewSite,
) -> Outcome<()> {
    kept_site(tx, actor, id)?;
    site_faults(new)?;
    tx.fence(
        sql("UPDATE reservations_site SET version = version + 1, name = $1, zone = $2, hours = $3,
                hold_minutes = $4, no_show_minutes = $5, free_cancel_hours = $6,
                late_refund_percent = $7, opens_at = $8, closes_at = $9
             WHERE id = $10 AND version = $11"),
        &[
            new.name.as_str().into(),
            new.zone.as_str().into(),
            new.hours.as_str().into(),
            new.hold_minutes.into(),
            new.no_show_minutes.into(),
            new.free_cancel_hours.into(),
            new.late_refund_percent.into(),
            new.opens_at.into(),
            new.closes_at.into(),
            id.into(),
            version.into(),
        ],
    )?;
    people::record(tx, &actor.name_in_log(), "reservations.site-changed", &id.to_string(), "")
}

/// Gives a site to another organisation, with its life and its promises; whoever had its secrets has
/// them no more. Only officers do, as they name the host of a place.
pub fn entrust_site(tx: &mut Tx, actor: &Actor, id: SiteId, to: OrgId) -> Outcome<()> {
    if !actor.holds_in(Role::Officer, "") {
        return Err(Refusal::Unknown);
    }
    if site(tx, id)?.data.organisation == to {
        return Ok(());
    }
    tx.fence(
        sql("UPDATE reservations_site SET version = version + 1, organisation = $1 WHERE id = $2"),
        &[to.into(), id.into()],
    )?;
    renew_secrets(tx, actor, id)
}

/// Makes the code on the wall and the address of the host's calendar anew: the old ones open
/// nothing from now on.
pub fn renew_secrets(tx: &mut Tx, actor: &Actor, id: SiteId) -> Outcome<()> {
    kept_site(tx, actor, id)?;
    let (code, feed) = (tx.world().token(), tx.world().token());
    tx.run(
        sql("UPDATE reservations_site SET code = $1, feed = $2 WHERE id = $3"),
        &[code.into(), feed.into(), id.into()],
    )?;
    people::record(tx, &actor.name_in_log(), "reservations.secrets", &id.to_string(), "")
}

fn site_faults(new: &NewSite) -> Outcome<()> {
    zone_of(&new.zone)?;
    hours_of(&new.hours, "hours").map(drop)
}

/// The zone of a name.
pub(crate) fn zone_of(name: &str) -> Outcome<jiff::tz::TimeZone> {
    jiff::tz::TimeZone::get(name).map_err(|_| Refusal::field("zone", "reservations-fault-zone"))
}

/// Opening hours as typed in a field.
pub(crate) fn hours_of(typed: &str, field: &'static str) -> Outcome<Hours> {
    Hours::parse(typed).map_err(|fault| Refusal::field(field, fault.say()))
}

fn read_site(row: Row) -> Outcome<Site> {
    read_site_columns(&mut row.columns())
}

fn read_site_columns(columns: &mut Columns) -> Outcome<Site> {
    Ok(Site {
        id: columns.take::<String>()?.parse()?,
        version: columns.take()?,
        data: NewSite {
            organisation: columns.take::<String>()?.parse()?,
            name: columns.take()?,
            zone: columns.take()?,
            hours: columns.take()?,
            hold_minutes: columns.take()?,
            no_show_minutes: columns.take()?,
            free_cancel_hours: columns.take()?,
            late_refund_percent: columns.take()?,
            opens_at: columns.take()?,
            closes_at: columns.take()?,
        },
        code: columns.take()?,
        feed: columns.take()?,
    })
}

/// A site, for everybody.
pub fn site(tx: &mut Tx, id: SiteId) -> Outcome<Site> {
    let row = tx.one(
        sql("SELECT id, version, organisation, name, zone, hours, hold_minutes, no_show_minutes,
                free_cancel_hours, late_refund_percent, opens_at, closes_at, code, feed
             FROM reservations_site WHERE id = $1"),
        &[id.into()],
    )?;
    read_site(row)
}

/// The site of an id, if there is one: whether a place of a programme is let.
pub fn find_site(tx: &mut Tx, id: SiteId) -> Outcome<Option<Site>> {
    match site(tx, id) {
        Ok(site) => Ok(Some(site)),
        Err(Refusal::Unknown) => Ok(None),
        Err(other) => Err(other),
    }
}

/// A site, for whoever keeps it.
pub fn kept_site(tx: &mut Tx, actor: &Actor, id: SiteId) -> Outcome<Site> {
    let site = site(tx, id)?;
    if keeps(actor, &site) { Ok(site) } else { Err(Refusal::Unknown) }
}

/// The sites of an organisation.
pub fn sites_of(tx: &mut Tx, organisation: OrgId) -> Outcome<Vec<Site>> {
    tx.all(
        sql("SELECT id, version, organisation, name, zone, hours, hold_minutes, no_show_minutes,
                free_cancel_hours, late_refund_percent, opens_at, closes_at, code, feed
             FROM reservations_site WHERE organisation = $1 ORDER BY id"),
        &[organisation.into()],
    )?
    .into_iter()
    .map(read_site)
    .collect()
}

/// The sites of some ids, sixteen a query.
pub(crate) fn sites_in(tx: &mut Tx, ids: &[SiteId]) -> Outcome<Vec<Site>> {
    let mut found = Vec::with_capacity(ids.len());
    for page in ids.chunks(16) {
        let mut params: Vec<Value> = page.iter().map(|&id| id.into()).collect();
        params.resize(16, "".into());
        let rows = tx.all(
            sql("SELECT id, version, organisation, name, zone, hours, hold_minutes,
                    no_show_minutes, free_cancel_hours, late_refund_percent, opens_at, closes_at,
                    code, feed
                 FROM reservations_site WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                    $12, $13, $14, $15, $16)"),
            &params,
        )?;
        for row in rows {
            found.push(read_site(row)?);
        }
    }
    Ok(found)
}

/// All sites, by name: for whoever looks after the whole network.
pub fn sites(tx: &mut Tx) -> Outcome<Vec<Site>> {
    tx.all(
        sql("SELECT id, version, organisation, name, zone, hours, hold_minutes, no_show_minutes,
                free_cancel_hours, late_refund_percent, opens_at, closes_at, code, feed
             FROM reservations_site ORDER BY name, id LIMIT 2000"),
        &[],
    )?
    .into_iter()
    .map(read_site)
    .collect()
}

/// Adds a thing to a site that one keeps; the id is the one given, so that adding it twice adds it
/// once.
pub fn add_resource(
    tx: &mut Tx,
    actor: &Actor,
    of: SiteId,
    id: ResourceId,
    new: &NewResource,
) -> Outcome<ResourceId> {
    kept_site(tx, actor, of)?;
    resource_faults(new)?;
    tx.fence(
        sql("UPDATE reservations_site SET version = version + 1 WHERE id = $1"),
        &[of.into()],
    )?;
    let count: i64 = tx
        .one(
            sql("SELECT COUNT(*) FROM reservations_resource WHERE site = $1 AND position > 0"),
            &[of.into()],
        )?
        .single()?;
    if count >= RESOURCES_MAX {
        return Err(Refusal::conflict("reservations-conflict-resources"));
    }
    tx.run(
        sql("INSERT INTO reservations_resource (id, version, site, position, name, what, kind,
                capacity, hours, before_minutes, after_minutes, step_minutes, min_minutes,
                max_minutes, notice_minutes, horizon_days, person_max, approval, requires,
                hour_cents, day_cents, closed, longest)
             VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                $18, $19, $20, 0, 0)"),
        &[vec![id.into(), of.into(), (count + 1).into()], laid_down(new, new.kind)].concat(),
    )?;
    people::record(tx, &actor.name_in_log(), "reservations.resource", &id.to_string(), "")?;
    Ok(id)
}

/// Changes a thing; promises made before keep what they were promised.
pub fn change_resource(
    tx: &mut Tx,
    actor: &Actor,
    id: ResourceId,
    new: &NewResource,
    closed: bool,
) -> Outcome<()> {
    kept_resource(tx, actor, id)?;
    resource_faults(new)?;
    crate::bookings::fence(tx, id)?;
    let known = kept_resource(tx, actor, id)?;
    // What its programme judges stays so, and nothing else becomes so.
    let judged = known.1.data.kind == Kind::Derived || new.kind == Kind::Derived;
    let kind = if judged { known.1.data.kind } else { new.kind };
    if new.capacity < known.1.data.capacity {
        let most = crate::bookings::peak_to_come(tx, &known.1)?;
        if most > new.capacity {
            let say = base::Say::new("reservations-fault-capacity").with("most", most);
            return Err(Refusal::Invalid(vec![Fault::new("capacity", say)]));
        }
    }
    tx.run(
        sql("UPDATE reservations_resource SET name = $1, what = $2, kind = $3, capacity = $4,
                hours = $5, before_minutes = $6, after_minutes = $7, step_minutes = $8,
                min_minutes = $9, max_minutes = $10, notice_minutes = $11, horizon_days = $12,
                person_max = $13, approval = $14, requires = $15, hour_cents = $16,
                day_cents = $17, closed = $18
             WHERE id = $19"),
        &[laid_down(new, kind), vec![closed.into(), id.into()]].concat(),
    )?;
    people::record(tx, &actor.name_in_log(), "reservations.resource-changed", &id.to_string(), "")?;
    // More may be free than before.
    let changed = resource(tx, id)?;
    let to_come = Span { from: tx.now(), to: FOR_GOOD };
    crate::waiting::promote(tx, &changed, to_come)
}

/// What a host laid down of a thing, in the order of its columns.
pub(crate) fn laid_down(new: &NewResource, kind: Kind) -> Vec<Value> {
    vec![
        new.name.as_str().into(),
        new.what.as_str().into(),
        kind.code().into(),
        new.capacity.into(),
        new.hours.as_str().into(),
        new.before_minutes.into(),
        new.after_minutes.into(),
        new.step_minutes.into(),
        new.min_minutes.into(),
        new.max_minutes.into(),
        new.notice_minutes.into(),
        new.horizon_days.into(),
        new.person_max.into(),
        new.approval.into(),
        new.requires.as_str().into(),
        new.hour_cents.into(),
        new.day_cents.into(),
    ]
}

fn resource_faults(new: &NewResource) -> Outcome<()> {
    if let Some((field, key)) = rules::resource_fault(new) {
        return Err(Refusal::field(field, key));
    }
    if new.hours.is_empty() { Ok(()) } else { hours_of(&new.hours, "hours").map(drop) }
}

fn read_resource(row: Row) -> Outcome<Resource> {
    read_resource_columns(&mut row.columns())
}

fn read_resource_columns(columns: &mut Columns) -> Outcome<Resource> {
    Ok(Resource {
        id: columns.take::<String>()?.parse()?,
        version: columns.take()?,
        site: columns.take::<String>()?.parse()?,
        data: NewResource {
            name: columns.take()?,
            what: columns.take()?,
            kind: Kind::from_code(&columns.take::<String>()?)
                .ok_or_else(|| Refusal::broken("a resource has an unknown kind"))?,
            capacity: columns.take()?,
            hours: columns.take()?,
            before_minutes: columns.take()?,
            after_minutes: columns.take()?,
            step_minutes: columns.take()?,
            min_minutes: columns.take()?,
            max_minutes: columns.take()?,
            notice_minutes: columns.take()?,
            horizon_days: columns.take()?,
            person_max: columns.take()?,
            approval: columns.take()?,
            requires: columns.take()?,
            hour_cents: columns.take()?,
            day_cents: columns.take()?,
        },
        closed: columns.take()?,
        longest: columns.take()?,
        once: columns.take::<i64>()? == 0,
    })
}

/// A thing, for everybody.
pub fn resource(tx: &mut Tx, id: ResourceId) -> Outcome<Resource> {
    let row = tx.one(
        sql("SELECT id, version, site, name, what, kind, capacity, hours, before_minutes,
                after_minutes, step_minutes, min_minutes, max_minutes, notice_minutes,
                horizon_days, person_max, approval, requires, hour_cents, day_cents, closed, longest,
                position
             FROM reservations_resource WHERE id = $1"),
        &[id.into()],
    )?;
    read_resource(row)
}

/// A thing with its site, for everybody.
pub(crate) fn with_site(tx: &mut Tx, id: ResourceId) -> Outcome<(Resource, Site)> {
    let row = tx.one(
        sql("SELECT r.id, r.version, r.site, r.name, r.what, r.kind, r.capacity, r.hours,
                r.before_minutes, r.after_minutes, r.step_minutes, r.min_minutes, r.max_minutes,
                r.notice_minutes, r.horizon_days, r.person_max, r.approval, r.requires,
                r.hour_cents, r.day_cents, r.closed, r.longest, r.position,
                s.id, s.version, s.organisation, s.name, s.zone, s.hours, s.hold_minutes,
                s.no_show_minutes, s.free_cancel_hours, s.late_refund_percent, s.opens_at,
                s.closes_at, s.code, s.feed
             FROM reservations_resource r JOIN reservations_site s ON s.id = r.site
             WHERE r.id = $1"),
        &[id.into()],
    )?;
    let mut columns = row.columns();
    Ok((read_resource_columns(&mut columns)?, read_site_columns(&mut columns)?))
}

/// A thing with its site, for whoever keeps it.
pub fn kept_resource(tx: &mut Tx, actor: &Actor, id: ResourceId) -> Outcome<(Site, Resource)> {
    let (resource, site) = with_site(tx, id)?;
    if keeps(actor, &site) { Ok((site, resource)) } else { Err(Refusal::Unknown) }
}

/// The things of some ids, sixteen a query.
pub(crate) fn resources_in(tx: &mut Tx, ids: &[ResourceId]) -> Outcome<Vec<Resource>> {
    let mut found = Vec::with_capacity(ids.len());
    for page in ids.chunks(16) {
        let mut params: Vec<Value> = page.iter().map(|&id| id.into()).collect();
        params.resize(16, "".into());
        let rows = tx.all(
            sql("SELECT id, version, site, name, what, kind, capacity, hours, before_minutes,
                    after_minutes, step_minutes, min_minutes, max_minutes, notice_minutes,
                    horizon_days, person_max, approval, requires, hour_cents, day_cents, closed,
                    longest, position
                 FROM reservations_resource WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
                    $11, $12, $13, $14, $15, $16)"),
            &params,
        )?;
        for row in rows {
            found.push(read_resource(row)?);
        }
    }
    Ok(found)
}

/// The things of a site, in their order; what is there once is of its programme.
pub fn resources_of(tx: &mut Tx, id: SiteId) -> Outcome<Vec<Resource>> {
    tx.all(
        sql("SELECT id, version, site, name, what, kind, capacity, hours, before_minutes,
                after_minutes, step_minutes, min_minutes, max_minutes, notice_minutes,
                horizon_days, person_max, approval, requires, hour_cents, day_cents, closed, longest,
                position
             FROM reservations_resource WHERE site = $1 AND position > 0 ORDER BY position, id"),
        &[id.into()],
    )?
    .into_iter()
    .map(read_resource)
    .collect()
}

/// The things of a site that are let, what is there once among them: whoever closes it passes the
/// fence of each.
pub(crate) fn let_there(tx: &mut Tx, id: SiteId) -> Outcome<Vec<ResourceId>> {
    tx.all(
        sql("SELECT id FROM reservations_resource WHERE site = $1 AND (position > 0 OR closed = 0)
             ORDER BY id"),
        &[id.into()],
    )?
    .into_iter()
    .map(|row| row.single::<String>()?.parse())
    .collect()
}

/// The sites that somebody keeps: those of their organisations, or all for officers.
pub fn own_sites(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Site>> {
    if actor.holds_in(Role::Officer, "") {
        return sites(tx);
    }
    let mut own = Vec::new();
    for organisation in actor.organisations() {
        own.extend(sites_of(tx, organisation)?);
    }
    Ok(own)
}
