//! What a promise takes of a pass or costs in money, from its hold to its end.
//!
//! Of two who take from the same pass, one waits behind its fence and finds what the other has left.
//! A thing that costs nothing, a site that does not charge: nothing here touches the ledger.

use base::{Moment, Outcome, Refusal, Say};
use ledger::{EntityId, Transfer, TransferId};
use people::{Actor, PersonId};
use store::{Row, Tx, sql};

use super::lots::{self, Lot, day, lots_at};
use super::passes::{Held, Holder, Left, left_of};
use super::plans::Plan;
use super::{LotId, PassId, Unit, charging};
use crate::model::{Asked, Booking, BookingId, Resource, ResourceId, Site, SiteId, Span, State};
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

/// A pass with which somebody could pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The pass.
    pub pass: PassId,
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub holder: Option<Holder>,
    /// What is left of it.
    pub left: Vec<Left>,
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

pub(super) fn find(tx: &mut Tx, id: &str) -> Outcome<Option<Charge>> {
    tx.maybe(
        sql("SELECT id, book, payer, pooled, pass, label, owed_cents, vat, invoice, line,
                invoiced_cents, credited_cents, papers
             FROM reservations_charge WHERE id = $1"),
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

/// What is taken from which lots.
struct Taken {
    held: Held,
    unit: Unit,
    parts: Vec<(Lot, i64)>,
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
    let zone = crate::sites::zone_of(&site.data.zone)?;
    let (from, to) = (span.from.timestamp(), span.to.timestamp());
    let (from, to) = (from.to_zoned_datetime(zone.clone()), to.to_zoned_datetime(zone));
    let until = if from.date() == to.date() { "%H:%M" } else { "%d/%m/%Y %H:%M" };
    Ok(format!(
        "{}, {}\u{2013}{}",
        resource.data.name,
        from.strftime("%d/%m/%Y %H:%M"),
        to.strftime(until)
    ))
}

/// How much of a unit a promise takes: days begun on the wall for each, minutes for each, its price.
fn need(site: &Site, booking: &Booking, unit: Unit) -> Outcome<i64> {
    let Asked { span, quantity, .. } = &booking.asked;
    let each = match unit {
        Unit::Budget => return Ok(booking.price_cents),
        Unit::Minutes => span.minutes(),
        Unit::Entries => {
            let last = day(site, span.to.plus_seconds(-1))?;
            let days = last.since(day(site, span.from)?).map_err(Refusal::broken)?.get_days();
            i64::from(days) + 1
        }
    };
    Ok(each * quantity)
}

/// Finds the lots that pay, behind the fences of their passes.
fn take(
    tx: &mut Tx,
    (site, resource): (&Site, &Resource),
    book: EntityId,
    (booking, person): (&Booking, PersonId),
    means: Means,
) -> Outcome<Option<Taken>> {
    if means == Means::Hours {
        return Ok(None);
    }
    let at = booking.asked.span.from;
    let known = usable(tx, site, resource.id, person, at)?;
    let own = |(held, _): &&(Held, Plan)| matches!(held.holder, Some(Holder::Person(_)));
    let groups: Vec<Vec<&(Held, Plan)>> = match means {
        Means::Hours => Vec::new(),
        Means::Pass(id) => vec![known.iter().filter(|(held, _)| held.id == id).collect()],
        Means::Usual => {
            let organisation = booking.asked.organisation.map(Holder::Organisation);
            let theirs = known
                .iter()
                .filter(|(held, _)| organisation.is_some() && held.holder == organisation);
            vec![known.iter().filter(own).collect(), theirs.collect()]
        }
    };
    for group in groups {
        if let Some(taken) = take_from(tx, (site, book), &group, booking)? {
            return Ok(Some(taken));
        }
    }
    match means {
        Means::Pass(_) => Err(Refusal::conflict("reservations-conflict-credits")),
        _ => Ok(None),
    }
}

/// Takes all of what a promise needs from the lots of some passes in one unit, oldest lot first.
fn take_from(
    tx: &mut Tx,
    (site, book): (&Site, EntityId),
    group: &[&(Held, Plan)],
    booking: &Booking,
) -> Outcome<Option<Taken>> {
    let mut ordered: Vec<PassId> = group.iter().map(|(held, _)| held.id).collect();
    ordered.sort();
    for pass in ordered {
        lots::fence(tx, pass)?;
        free_run_out(tx, pass)?;
    }
    let at = booking.asked.span.from;
    let mut all = Vec::new();
    // Few passes are good for the same thing at the same time.
    for (held, plan) in group {
        for lot in lots_at(tx, (site, book), (held.id, held.life), plan, at)? {
            let left = lots::left(tx, &lot)?;
            all.push((lot, left));
        }
    }
    all.sort_by_key(|(lot, _)| (lot.good.from, lot.id));
    for unit in [Unit::Entries, Unit::Minutes, Unit::Budget] {
        let of_unit: Vec<&(Lot, i64)> = all.iter().filter(|(lot, _)| lot.unit == unit).collect();
        let mut wanted = need(site, booking, unit)?;
        if of_unit.iter().map(|(_, left)| *left).sum::<i64>() < wanted || of_unit.is_empty() {
            continue;
        }
        let mut parts = Vec::new();
        for (lot, left) in of_unit {
            let amount = wanted.min(*left);
            if amount > 0 {
                parts.push((lot.clone(), amount));
                wanted -= amount;
            }
        }
        let first = parts.first().map(|(lot, _)| lot.pass);
        let held = group.iter().find(|(held, _)| Some(held.id) == first);
        let Some((held, _)) = held else { continue };
        return Ok(Some(Taken { held: held.clone(), unit, parts }));
    }
    Ok(None)
}

/// The passes that somebody may use for a thing at a moment, oldest first, with their offers.
fn usable(
    tx: &mut Tx,
    site: &Site,
    thing: ResourceId,
    person: PersonId,
    at: Moment,
) -> Outcome<Vec<(Held, Plan)>> {
    let mut own = super::passes::usable(tx, site.id, person, at)?;
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let plans = super::plans_of(tx, site.id)?;
    own.sort_by_key(|held| (held.life.from, held.id));
    Ok(own
        .into_iter()
        .filter_map(|held| {
            let plan = plans.iter().find(|plan| plan.id == held.plan)?.clone();
            let good = plan.data.things.is_empty() || plan.data.things.contains(&thing);
            good.then_some((held, plan))
        })
        .collect())
}

/// Holds that ran out have set nothing aside any more, whether or not a job has written so.
fn free_run_out(tx: &mut Tx, pass: PassId) -> Outcome<()> {
    let now = tx.now();
    let rows = tx.all(
        sql("SELECT DISTINCT b.id FROM reservations_lot l
             JOIN reservations_draw d ON d.lot = l.id
             JOIN reservations_booking b ON b.id = d.booking
             WHERE l.pass = $1 AND d.state = 'held' AND b.state = 'held' AND b.live_until <= $2"),
        &[pass.into(), now.into()],
    )?;
    for row in rows {
        free(tx, row.single()?)?;
    }
    Ok(())
}

/// A part of a lot that a promise took.
struct Draw {
    id: TransferId,
    lot: LotId,
    amount: i64,
    back: i64,
    state: String,
}

/// What a promise took, from the oldest lot on.
fn draws(tx: &mut Tx, booking: BookingId) -> Outcome<Vec<Draw>> {
    tx.all(
        sql("SELECT d.id, d.lot, d.amount, d.back, d.state
             FROM reservations_draw d JOIN reservations_lot l ON l.id = d.lot
             WHERE d.booking = $1 ORDER BY l.starts_at, l.id, d.id"),
        &[booking.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Draw {
            id: columns.take()?,
            lot: columns.take()?,
            amount: columns.take()?,
            back: columns.take()?,
            state: columns.take()?,
        })
    })
    .collect()
}

pub(super) fn reference(booking: BookingId) -> String {
    format!("booking:{booking}")
}

fn set_aside(tx: &mut Tx, booking: BookingId, parts: &[(Lot, i64)]) -> Outcome<()> {
    let mut transfers = Vec::with_capacity(parts.len());
    for (lot, amount) in parts {
        let id: TransferId = tx.id();
        let transfer = Transfer::new(id, lot.account, lot.counter, *amount).pending(0);
        transfers.push(transfer.about("reservations.used", &reference(booking), ""));
        tx.run(
            sql("INSERT INTO reservations_draw (id, booking, lot, amount, back, state)
                 VALUES ($1, $2, $3, $4, 0, 'held')"),
            &[id.into(), booking.into(), lot.id.into(), (*amount).into()],
        )?;
    }
    ledger::transfer_all(tx, &transfers)
}

/// Ends what was set aside: it is taken, or free again.
fn end_draws(tx: &mut Tx, booking: BookingId, used: bool) -> Outcome<()> {
    let held: Vec<Draw> =
        draws(tx, booking)?.into_iter().filter(|one| one.state == "held").collect();
    if held.is_empty() {
        return Ok(());
    }
    let transfers: Vec<Transfer> = held
        .iter()
        .map(|one| {
            let (id, code) = (tx.id(), "reservations.used");
            let ended = match used {
                true => Transfer::post(id, one.id, ledger::ALL),
                false => Transfer::void(id, one.id),
            };
            ended.about(code, &reference(booking), "")
        })
        .collect();
    ledger::transfer_all(tx, &transfers)?;
    tx.run(
        sql("UPDATE reservations_draw SET state = $1 WHERE booking = $2 AND state = 'held'"),
        &[if used { "used" } else { "freed" }.into(), booking.into()],
    )?;
    if used { Ok(()) } else { lapses_again(tx, booking) }
}

fn free(tx: &mut Tx, booking: BookingId) -> Outcome<()> {
    end_draws(tx, booking, false)
}

/// Gives back so much in a hundred of what was taken, to the lots that it came from, oldest first;
/// what does not divide stays taken.
fn give_back(tx: &mut Tx, booking: BookingId, percent: i64) -> Outcome<()> {
    let taken = |one: &Draw| one.state == "used" && one.back < one.amount;
    let used: Vec<Draw> = draws(tx, booking)?.into_iter().filter(taken).collect();
    let all: i64 = used.iter().map(|one| one.amount).sum();
    let before: i64 = used.iter().map(|one| one.back).sum();
    let mut wanted = all * percent / 100 - before;
    let mut transfers = Vec::new();
    for one in &used {
        let amount = wanted.min(one.amount - one.back);
        if amount <= 0 {
            continue;
        }
        wanted -= amount;
        let lot = lots::lot(tx, one.lot)?;
        let back = Transfer::new(tx.id(), lot.counter, lot.account, amount);
        transfers.push(back.about("reservations.back", &reference(booking), ""));
        tx.run(
            sql("UPDATE reservations_draw SET back = back + $1 WHERE id = $2"),
            &[amount.into(), one.id.into()],
        )?;
    }
    if transfers.is_empty() {
        return Ok(());
    }
    ledger::transfer_all(tx, &transfers)?;
    lapses_again(tx, booking)
}

/// What comes back to a lot whose time is over lapses too.
fn lapses_again(tx: &mut Tx, booking: BookingId) -> Outcome<()> {
    tx.run(
        sql("UPDATE reservations_lot SET lapses = 1
             WHERE id IN (SELECT lot FROM reservations_draw WHERE booking = $1)"),
        &[booking.into()],
    )
    .map(drop)
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
    let (Some(charge), Some(person)) = (find(tx, &booking.id.to_string())?, booking.person) else {
        return Ok(());
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

/// Credits at once what was invoiced too much, if whoever acts keeps the book; else it waits on the
/// page of its month.
pub(crate) fn settle(tx: &mut Tx, actor: &Actor, booking: BookingId) -> Outcome<()> {
    let Some(charge) = find(tx, &booking.to_string())? else { return Ok(()) };
    if charge.invoice.is_none() || charge.invoiced - charge.credited <= charge.owed {
        return Ok(());
    }
    match ledger::book(tx, actor, charge.book) {
        Ok(_) => super::invoicing::credit(tx, actor, &charge),
        Err(Refusal::Unknown) => Ok(()),
        Err(other) => Err(other),
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

/// The passes with which somebody could pay for a thing now.
pub fn choices(tx: &mut Tx, actor: &Actor, site: &Site, thing: ResourceId) -> Outcome<Vec<Choice>> {
    let Some(account) = &actor.account else { return Ok(Vec::new()) };
    if charging(tx, site)?.is_none() {
        return Ok(Vec::new());
    }
    let now = tx.now();
    let known = usable(tx, site, thing, account.id, now)?;
    let held: Vec<Held> = known.iter().map(|(held, _)| held.clone()).collect();
    let plans = known.iter().map(|(_, plan)| (plan.id, plan.clone())).collect();
    let mut left = left_of(tx, &held, &plans)?;
    Ok(known
        .into_iter()
        .map(|(held, plan)| Choice {
            pass: held.id,
            name: plan.data.name,
            holder: held.holder,
            left: left.remove(&held.id).unwrap_or_default(),
        })
        .filter(|choice| choice.left.iter().any(|one| one.left > 0))
        .collect())
}
