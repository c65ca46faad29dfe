//! What an hour costs at which hours of the week, and what a wish comes to, in parts with their reasons.

use base::{Fault, Outcome, Refusal};
use people::{Actor, PersonId};
use store::{Tx, sql};

use crate::model::{Asked, BookingId, Resource, ResourceId, Site, Span};
use crate::openings::hours_once;
use crate::rules::{self, Part, Tariff, Terms};
use crate::sites::{hours_of, kept_resource, zone_of};

/// Prices by hours of one thing at most.
const RATES_MAX: i64 = 20;

/// A price by hours of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// What the host calls it: the evening.
    pub label: String,
    /// When, in the opening_hours syntax of OpenStreetMap.
    pub hours: String,
    /// For which standing; empty for everybody.
    pub standing: String,
    /// Price of an hour then, in cents.
    pub hour_cents: i64,
}

/// Adds a price by hours to a thing that one keeps.
pub fn add_rate(tx: &mut Tx, actor: &Actor, of: ResourceId, new: &Rate) -> Outcome<()> {
    kept_resource(tx, actor, of)?;
    hours_of(&new.hours, "hours")?;
    crate::bookings::fence(tx, of)?;
    let last: i64 = tx
        .one(
            sql("SELECT COALESCE(MAX(number), 0) FROM reservations_rate WHERE resource = $1"),
            &[of.into()],
        )?
        .single()?;
    if rates(tx, of)?.len() >= usize::try_from(RATES_MAX).unwrap_or(0) {
        let say = base::Say::new("reservations-fault-rates").with("most", RATES_MAX);
        return Err(Refusal::Invalid(vec![Fault::new("label", say)]));
    }
    tx.run(
        sql("INSERT INTO reservations_rate (resource, number, standing, label, hours, hour_cents)
             VALUES ($1, $2, $3, $4, $5, $6)"),
        &[
            of.into(),
            (last + 1).into(),
            new.standing.as_str().into(),
            new.label.as_str().into(),
            new.hours.as_str().into(),
            new.hour_cents.into(),
        ],
    )?;
    people::record(tx, &actor.name_in_log(), "reservations.rate", &of.to_string(), &new.label)
}

/// Takes a price by hours away; what was promised keeps its price.
pub fn end_rate(tx: &mut Tx, actor: &Actor, of: ResourceId, number: i64) -> Outcome<()> {
    kept_resource(tx, actor, of)?;
    crate::bookings::fence(tx, of)?;
    tx.run(
        sql("DELETE FROM reservations_rate WHERE resource = $1 AND number = $2"),
        &[of.into(), number.into()],
    )?;
    people::record(tx, &actor.name_in_log(), "reservations.rate-ended", &of.to_string(), "")
}

/// The prices by hours of a thing, each with its number.
pub fn rates(tx: &mut Tx, of: ResourceId) -> Outcome<Vec<(i64, Rate)>> {
    tx.all(
        sql("SELECT number, label, hours, standing, hour_cents FROM reservations_rate
             WHERE resource = $1 ORDER BY number"),
        &[of.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        let number = columns.take()?;
        let (label, hours) = (columns.take()?, columns.take()?);
        let (standing, hour_cents) = (columns.take()?, columns.take()?);
        Ok((number, Rate { label, hours, standing, hour_cents }))
    })
    .collect()
}

/// What a wish comes to for one, in parts.
pub(crate) fn parts_of(
    tx: &mut Tx,
    (site, resource): (&Site, &Resource),
    terms: Terms,
    person: Option<PersonId>,
    span: Span,
) -> Outcome<Vec<Part>> {
    let tariffs = tariffs_of(tx, (site, resource), person, span)?;
    rules::parts(&resource.data, terms, span, &tariffs)
}

/// The prices by hours that somebody has of a thing, laid on a span of the calendar: nobody pays the
/// prices of a standing that they do not have.
pub(crate) fn tariffs_of(
    tx: &mut Tx,
    (site, resource): (&Site, &Resource),
    person: Option<PersonId>,
    span: Span,
) -> Outcome<Vec<Tariff>> {
    let (now, person) = (tx.now(), person.map_or_else(String::new, |id| id.to_string()));
    let rows = tx.all(
        sql("SELECT r.label, r.hours, r.standing, r.hour_cents FROM reservations_rate r
             WHERE r.resource = $1 AND (r.standing = '' OR r.standing IN
                (SELECT s.code FROM reservations_standing s WHERE s.site = $2 AND s.person = $3
                    AND (s.until IS NULL OR s.until > $4)))
             ORDER BY r.number"),
        &[resource.id.into(), site.id.into(), person.into(), now.into()],
    )?;
    let mut tariffs = Vec::with_capacity(rows.len());
    for row in rows {
        let mut columns = row.columns();
        let label = columns.take()?;
        let hours = hours_once(&columns.take::<String>()?)?;
        let zone = zone_of(&site.data.zone)?;
        let open = hours.open(&zone, span.from.timestamp(), span.to.timestamp());
        let open = open.into_iter().map(|(from, to)| Span { from: from.into(), to: to.into() });
        let own = !columns.take::<String>()?.is_empty();
        tariffs.push(Tariff { label, open: open.collect(), own, hour_cents: columns.take()? });
    }
    Ok(tariffs)
}

/// What a wish would cost for one, part by part.
pub fn quote_parts(tx: &mut Tx, actor: &Actor, asked: &Asked) -> Outcome<Vec<Part>> {
    let ground = crate::bookings::ground(tx, actor, asked.resource)?;
    let person = actor.account.as_ref().map(|account| account.id);
    parts_of(tx, (&ground.site, &ground.resource), ground.terms, person, asked.span)
}

/// Keeps the parts of a price that has more to say than an hour's price.
pub(crate) fn keep_parts(tx: &mut Tx, booking: BookingId, parts: &[Part]) -> Outcome<()> {
    if parts.len() < 2 && parts.iter().all(|part| part.label.is_empty()) {
        return Ok(());
    }
    let parts = serde_json::to_string(parts).map_err(Refusal::broken)?;
    tx.run(
        sql("INSERT INTO reservations_part (booking, parts) VALUES ($1, $2)"),
        &[booking.into(), parts.into()],
    )
    .map(drop)
}

/// Keeps the parts of another price instead.
pub(crate) fn replace_parts(tx: &mut Tx, booking: BookingId, parts: &[Part]) -> Outcome<()> {
    tx.run(sql("DELETE FROM reservations_part WHERE booking = $1"), &[booking.into()])?;
    keep_parts(tx, booking, parts)
}

/// The parts of the price of a promise; none when it is an hour's price and nothing else.
pub(crate) fn kept_parts(tx: &mut Tx, booking: BookingId) -> Outcome<Vec<Part>> {
    let row =
        tx.maybe(sql("SELECT parts FROM reservations_part WHERE booking = $1"), &[booking.into()])?;
    match row {
        None => Ok(Vec::new()),
        Some(row) => serde_json::from_str(&row.single::<String>()?).map_err(Refusal::broken),
    }
}
