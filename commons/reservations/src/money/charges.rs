//! What a promise takes of a pass or costs in money, from its hold to its end.
//!
//! Of two who take from the same pass, one waits behind its fence and finds what the other has left.
//! A thing that costs nothing, a site that does not charge: nothing here touches the ledger.

use base::{Moment, Outcome, Refusal, Say};
use ledger::EntityId;
use people::Actor;
use store::{Row, Tx, sql};

use super::draws::{end_draws, free, give_back, give_back_of, set_aside};
use super::lots;
use super::passes::Holder;
use super::takes::take;
use super::{PassId, Unit, charging};
use crate::local::wall;
use crate::model::{Asked, Booking, BookingId, Resource, Site, SiteId, Span, State};
use crate::sites::kept_site;

/// How somebody wants to pay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Means {
    /// With what they have left, theirs first, then that of the organisation for which they ask; in
    /// money if it is not enough.
    #[default]
    Usual,
    /// By the hour, in money.
    Hours,
    /// With one pass.
    Pass(PassId),
}

/// What a promise took and costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charged {
    /// Of which pass.
    pub pass: Option<PassId>,
    /// How much of what it took, and how much of it was given back.
    pub taken: Vec<(Unit, i64, i64)>,
    /// What is owed for it, in cents without tax.
    pub owed_cents: i64,
    /// Whether an organisation pays.
    pub pooled: bool,
    /// The code of the tax.
    pub vat: String,
    /// The invoice and credit notes on which it stands.
    pub papers: Vec<String>,
    /// What was credited of it.
    pub credited_cents: i64,
}

/// A charge as it is stored.
#[derive(Clone, Debug)]
pub(super) struct Charge {
    pub(super) id: String,
    pub(super) book: EntityId,
    pub(super) payer: String,
    pub(super) pooled: bool,
    pub(super) pass: Option<PassId>,
    pub(super) label: String,
    pub(super) owed: i64,
    pub(super) vat: String,
    pub(super) invoice: Option<i64>,
    pub(super) line: i64,
    pub(super) invoiced: i64,
    pub(super) credited: i64,
    pub(super) papers: String,
}

/// A charge to be written.
pub(super) struct NewCharge {
    pub(super) id: String,
    pub(super) payer: String,
    pub(super) pooled: bool,
    pub(super) pass: Option<PassId>,
    pub(super) at: Moment,
    pub(super) label: String,
    pub(super) owed: i64,
}

pub(super) fn insert(
    tx: &mut Tx,
    (site, book): (SiteId, EntityId),
    vat: &str,
    new: &NewCharge,
) -> Outcome<()> {
    tx.run(
        sql("INSERT INTO reservations_charge (id, site, book, payer, pooled, pass, at, label,
                owed_cents, vat, line, invoiced_cents, credited_cents, papers)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, '')"),
        &[
            new.id.as_str().into(),
            site.into(),
            book.0.into(),
            new.payer.as_str().into(),
            new.pooled.into(),
            new.pass.into(),
            new.at.into(),
            new.label.as_str().into(),
            new.owed.into(),
            vat.into(),
        ],
    )
    .map(drop)
}

pub(super) fn read(row: Row) -> Outcome<Charge> {
    let mut columns = row.columns();
    Ok(Charge {
        id: columns.take()?,
        book: EntityId(columns.take()?),
        payer: columns.take()?,
        pooled: columns.take()?,
        pass: columns.take()?,
        label: columns.take()?,
        owed: columns.take()?,
        vat: columns.take()?,
        invoice: columns.take()?,
        line: columns.take()?,
        invoiced: columns.take()?,
        credited: columns.take()?,
        papers: columns.take()?,
    })
}

/// The charge of a promise: that of a pass has the id of the pass, and is none.
pub(super) fn find(tx: &mut Tx, id: &str) -> Outcome<Option<Charge>> {
    tx.maybe(
        sql("SELECT id, book, payer, pooled, pass, label, owed_cents, vat, invoice, line,
                invoiced_cents, credited_cents, papers
             FROM reservations_charge WHERE id = $1 AND (pass IS NULL OR pass <> id)"),
        &[id.into()],
    )?
    .map(read)
    .transpose()
}

fn set_owed(tx: &mut Tx, id: BookingId, owed: i64) -> Outcome<()> {
    tx.run(
        sql("UPDATE reservations_charge SET owed_cents = $1 WHERE id = $2"),
        &[owed.into(), id.into()],
    )
    .map(drop)
}

/// Keeps what is asked for as [`crate::hold`] does, paid as said.
///
/// # Errors
/// A conflict also when the pass that is named gives too little.
pub fn hold_with(
    tx: &mut Tx,
    actor: &Actor,
    all: &[(BookingId, Asked)],
    means: Means,
) -> Outcome<Vec<Booking>> {
    crate::bookings::hold_by(tx, actor, all, None, means)
}

/// Sets aside what a hold takes of a pass, or says who will owe its price.
pub(crate) fn charge(
    tx: &mut Tx,
    (site, resource): (&Site, &Resource),
    booking: &mut Booking,
    means: Means,
) -> Outcome<()> {
    let Some(person) = booking.person else { return Ok(()) };
    if booking.price_cents == 0 {
        return Ok(());
    }
    let Some(book) = charging(tx, site)? else { return Ok(()) };
    let taken = take(tx, (site, resource), book.entity, (booking, person), means)?;
    let (mut payer, mut pooled, mut pass) = (person.to_string(), false, None);
    if let Some(taken) = &taken {
        pass = Some(taken.held.id);
        if let Some(Holder::Organisation(organisation)) = taken.held.holder {
            (payer, pooled) = (organisation.to_string(), true);
        }
        if taken.unit != Unit::Budget {
            no_price(tx, booking)?;
        }
        set_aside(tx, booking.id, &taken.parts)?;
    }
    let label = label(site, resource, booking.asked.span)?;
    let new = NewCharge {
        id: booking.id.to_string(),
        payer,
        pooled,
        pass,
        at: booking.asked.span.from,
        label,
        owed: 0,
    };
    insert(tx, (site.id, book.entity), &book.vat, &new)
}

/// What is paid with credits has no price.
fn no_price(tx: &mut Tx, booking: &mut Booking) -> Outcome<()> {
    booking.price_cents = 0;
    tx.run(
        sql("UPDATE reservations_booking SET price_cents = 0 WHERE id = $1"),
        &[booking.id.into()],
    )
    .map(drop)
}

/// What stands on the invoice: what, when; not who, nor what for.
fn label(site: &Site, resource: &Resource, span: Span) -> Outcome<String> {
    let (from, to) = (wall(site, span.from)?, wall(site, span.to)?);
    let until = if from.date() == to.date() { "%H:%M" } else { "%d/%m/%Y %H:%M" };
    Ok(format!(
        "{}, {}\u{2013}{}",
        resource.data.name,
        from.strftime("%d/%m/%Y %H:%M"),
        to.strftime(until)
    ))
}

/// What becomes of a charge when its promise changes: `back` in a hundred is given back.
pub(crate) fn follow(
    tx: &mut Tx,
    known: &Booking,
    (state, refund, back): (State, i64, i64),
) -> Outcome<()> {
    let ends = matches!(state, State::Cancelled | State::Refused | State::Expired);
    if !ends && state != State::Confirmed {
        return Ok(());
    }
    let Some(charge) = find(tx, &known.id.to_string())? else { return Ok(()) };
    if let Some(pass) = charge.pass {
        lots::fence(tx, pass)?;
    }
    let waits = matches!(known.state, State::Held | State::Requested);
    match (ends, waits) {
        (false, _) => {
            end_draws(tx, known.id, true)?;
            set_owed(tx, known.id, known.price_cents)
        }
        (true, true) => {
            free(tx, known.id)?;
            set_owed(tx, known.id, 0)
        }
        (true, false) => {
            give_back(tx, known.id, back)?;
            set_owed(tx, known.id, known.price_cents - refund)
        }
    }
}

/// A promise stands at another time and price: what it took is given back and taken anew.
pub(crate) fn moved(
    tx: &mut Tx,
    (site, resource): (&Site, &Resource),
    booking: &mut Booking,
) -> Outcome<()> {
    let Some(person) = booking.person else { return Ok(()) };
    let Some(charge) = find(tx, &booking.id.to_string())? else {
        return begin_to_cost(tx, (site, resource), booking);
    };
    if charge.invoice.is_some() {
        return Err(Refusal::conflict("reservations-conflict-invoiced"));
    }
    let promised = booking.state == State::Confirmed;
    if let Some(pass) = charge.pass {
        lots::fence(tx, pass)?;
        free(tx, booking.id)?;
        give_back(tx, booking.id, 100)?;
        let means = Means::Pass(pass);
        let taken = match booking.price_cents {
            0 => None,
            _ => take(tx, (site, resource), charge.book, (booking, person), means)?,
        };
        if let Some(taken) = taken {
            if taken.unit != Unit::Budget {
                no_price(tx, booking)?;
            }
            set_aside(tx, booking.id, &taken.parts)?;
            if promised {
                end_draws(tx, booking.id, true)?;
            }
        }
    }
    let label = label(site, resource, booking.asked.span)?;
    let owed = if promised { booking.price_cents } else { 0 };
    tx.run(
        sql("UPDATE reservations_charge SET at = $1, label = $2, owed_cents = $3 WHERE id = $4"),
        &[booking.asked.span.from.into(), label.into(), owed.into(), booking.id.into()],
    )
    .map(drop)
}

/// What cost nothing where it was costs something where it is now.
fn begin_to_cost(tx: &mut Tx, place: (&Site, &Resource), booking: &mut Booking) -> Outcome<()> {
    charge(tx, place, booking, Means::Usual)?;
    if booking.state != State::Confirmed || find(tx, &booking.id.to_string())?.is_none() {
        return Ok(());
    }
    end_draws(tx, booking.id, true)?;
    set_owed(tx, booking.id, booking.price_cents)
}

/// Credits at once what was invoiced too much, if whoever acts keeps the book; else it waits on the
/// page of its month.
pub(crate) fn settle(tx: &mut Tx, actor: &Actor, booking: BookingId) -> Outcome<()> {
    let Some(charge) = find(tx, &booking.to_string())? else { return Ok(()) };
    if charge.invoice.is_none() || charge.invoiced - charge.credited <= charge.owed {
        return Ok(());
    }
    match ledger::book(tx, actor, charge.book) {
        // What cannot be credited now holds nothing up: it waits on the page of its month.
        Ok(_) => tx
            .attempt(|tx| super::invoicing::credit(tx, actor, &charge).map_err(as_conflict))
            .map(drop),
        Err(Refusal::Unknown) => Ok(()),
        Err(other) => Err(other),
    }
}

/// A fault of an invoice, as what keeps it from being made now.
fn as_conflict(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Invalid(mut faults) if !faults.is_empty() => {
            Refusal::conflict(faults.swap_remove(0).say)
        }
        other => other,
    }
}

/// Makes good for a promise that went wrong: the host gives back so many cents, or all credits.
/// What was invoiced is credited.
pub fn make_good(
    tx: &mut Tx,
    actor: &Actor,
    id: BookingId,
    (cents, reason): (i64, &str),
) -> Outcome<()> {
    let (known, resource, site) = crate::bookings::booking(tx, actor, id)?;
    kept_site(tx, actor, site.id)?;
    crate::bookings::fence(tx, resource.id)?;
    let charge = find(tx, &known.id.to_string())?.ok_or(Refusal::Unknown)?;
    ledger::book(tx, actor, charge.book)?;
    if !matches!(known.state, State::CheckedIn | State::Done | State::NoShow) {
        return Err(Refusal::conflict("reservations-conflict-good"));
    }
    if let Some(pass) = charge.pass.filter(|_| known.price_cents == 0) {
        lots::fence(tx, pass)?;
        give_back(tx, id, 100)?;
    } else {
        if !(1..=charge.owed).contains(&cents) {
            let say = Say::new("reservations-fault-good").with("left", base::Cents(charge.owed));
            return Err(Refusal::Invalid(vec![base::Fault::new("cents", say)]));
        }
        tx.run(
            sql("UPDATE reservations_booking SET refund_cents = refund_cents + $1 WHERE id = $2"),
            &[cents.into(), id.into()],
        )?;
        set_owed(tx, id, charge.owed - cents)?;
        // What a company's people were let spend comes back to its budget.
        if let Some(pass) = charge.pass {
            lots::fence(tx, pass)?;
            give_back_of(tx, id, cents)?;
        }
    }
    crate::life::log(tx, &actor.name_in_log(), id, "made_good", reason)?;
    people::record(tx, &actor.name_in_log(), "reservations.made-good", &id.to_string(), "")?;
    settle(tx, actor, id)
}

/// What a promise took and costs, for the person it was made to and for the host.
pub fn charged(tx: &mut Tx, actor: &Actor, id: BookingId) -> Outcome<Option<Charged>> {
    crate::bookings::booking(tx, actor, id)?;
    let Some(charge) = find(tx, &id.to_string())? else { return Ok(None) };
    let mut taken: Vec<(Unit, i64, i64)> = Vec::new();
    let rows = tx.all(
        sql("SELECT l.unit, CAST(SUM(d.amount) AS BIGINT), CAST(SUM(d.back) AS BIGINT)
             FROM reservations_draw d JOIN reservations_lot l ON l.id = d.lot
             WHERE d.booking = $1 AND d.state <> 'freed' AND d.back < d.amount
             GROUP BY l.unit ORDER BY l.unit"),
        &[id.into()],
    )?;
    for row in rows {
        let mut columns = row.columns();
        let unit = Unit::from_code(&columns.take::<String>()?).ok_or(Refusal::Unknown)?;
        taken.push((unit, columns.take()?, columns.take()?));
    }
    Ok(Some(Charged {
        pass: charge.pass,
        taken,
        owed_cents: charge.owed,
        pooled: charge.pooled,
        vat: charge.vat,
        papers: charge.papers.split_whitespace().map(str::to_owned).collect(),
        credited_cents: charge.credited,
    }))
}
