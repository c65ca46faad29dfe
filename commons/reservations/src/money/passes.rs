//! Passes: offers that somebody bought or was given, and what is left of them.

use std::collections::BTreeMap;

use base::{Moment, Outcome, Refusal};
use jiff::civil::Date;
use people::{Actor, OrgId, PersonId, Role};
use store::{Row, Tx, Value, sql};

use super::lots::{day, later, lots_at};
use super::plans::{Plan, PlanId, may_buy, plan};
use super::{Book, PassId, Unit, charges, charging};
use crate::local::midnight;
use crate::model::{Site, SiteId, Span};
use crate::sites::{keeps, kept_site, site};

/// Passes that a list shows.
const LISTED: usize = 500;
/// A pass may begin so many days ahead.
const AHEAD_DAYS: i64 = 60;

/// Whose a pass is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// One person's.
    Person(PersonId),
    /// An organisation's, whose managers say who uses it.
    Organisation(OrgId),
}

/// A pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its id.
    pub id: PassId,
    /// What was bought.
    pub plan: PlanId,
    /// Of which site.
    pub site: SiteId,
    /// Whose; nobody's once they are forgotten.
    pub holder: Option<Holder>,
    /// From when until when.
    pub life: Span,
}

/// What is left of a lot of a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// In what it counts.
    pub unit: Unit,
    /// How much is left; what holds have set aside is not.
    pub left: i64,
    /// Of how much.
    pub amount: i64,
    /// Until when it is good.
    pub until: Moment,
}

/// Buys an offer for oneself or for an organisation that one manages, from a day on; one that gives a
/// standing begins today. Bought again with the same id, it is the same pass.
///
/// # Errors
/// A conflict when the offer is not, or no more, for them.
pub fn buy(
    tx: &mut Tx,
    actor: &Actor,
    of: PlanId,
    id: PassId,
    (holder, from): (Holder, Date),
) -> Outcome<PassId> {
    let by = actor.person()?;
    let plan = plan(tx, of)?;
    let own = match holder {
        Holder::Person(person) => person == by,
        Holder::Organisation(org) => actor.holds_in(Role::Manager, &org.to_string()),
    };
    if !own {
        return Err(Refusal::Unknown);
    }
    if !may_buy(tx, actor, &plan)? {
        return Err(Refusal::conflict("reservations-conflict-plan"));
    }
    make(tx, actor, (&plan, id), (holder, from), false)
}

/// Gives an offer of a site that one keeps to somebody, who pays it or, as a gift, does not.
pub fn give(
    tx: &mut Tx,
    actor: &Actor,
    of: PlanId,
    id: PassId,
    (holder, from): (Holder, Date),
    gift: bool,
) -> Outcome<PassId> {
    let plan = plan(tx, of)?;
    kept_site(tx, actor, plan.site)?;
    if plan.ended_at.is_some() {
        return Err(Refusal::conflict("reservations-conflict-plan"));
    }
    make(tx, actor, (&plan, id), (holder, from), gift)
}

fn make(
    tx: &mut Tx,
    actor: &Actor,
    (plan, id): (&Plan, PassId),
    (holder, from): (Holder, Date),
    gift: bool,
) -> Outcome<PassId> {
    let site = site(tx, plan.site)?;
    let book = charging(tx, &site)?;
    let book = book.ok_or_else(|| Refusal::conflict("reservations-conflict-no-book"))?;
    if plan.data.pooled != matches!(holder, Holder::Organisation(_)) {
        return Err(Refusal::field("holder", "reservations-fault-holder"));
    }
    let life = life(tx, &site, plan, from)?;
    let (now, by) = (tx.now(), actor.name_in_log());
    let (person, organisation) = match holder {
        Holder::Person(person) => (Some(person), None),
        Holder::Organisation(organisation) => (None, Some(organisation)),
    };
    let made = tx.run(
        sql("INSERT INTO reservations_pass (id, version, plan, site, person, organisation,
                starts_at, ends_at, made_by, made_at, told)
             VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, 0)
             ON CONFLICT (id) DO NOTHING"),
        &[
            id.into(),
            plan.id.into(),
            site.id.into(),
            person.into(),
            organisation.into(),
            life.from.into(),
            life.to.into(),
            by.as_str().into(),
            now.into(),
        ],
    )?;
    if made == 0 {
        let known = find(tx, id)?.ok_or(Refusal::Unknown)?;
        let same = known.plan == plan.id && known.holder == Some(holder);
        return match same {
            true => Ok(id),
            false => Err(Refusal::conflict("reservations-conflict-id")),
        };
    }
    lots_at(tx, (&site, book.entity), (id, life), plan, life.from)?;
    if let (Some(person), false) = (person, plan.data.standing.is_empty()) {
        lend_standing(tx, (site.id, person, &plan.data.standing), (life.to, &by))?;
    }
    owe(tx, (&site, &book), (plan, id), holder, gift)?;
    people::record(tx, &by, "reservations.pass", &id.to_string(), &plan.data.name)?;
    Ok(id)
}

/// From the first moment of a day to the last of its time.
fn life(tx: &mut Tx, site: &Site, plan: &Plan, from: Date) -> Outcome<Span> {
    let today = day(site, tx.now())?;
    let from = if plan.data.standing.is_empty() { from } else { today };
    if from < today || from > later(today, 0, AHEAD_DAYS)? {
        return Err(Refusal::field("from", "reservations-fault-from"));
    }
    let to = later(from, plan.data.months, plan.data.days)?;
    Ok(Span { from: midnight(site, from)?, to: midnight(site, to)? })
}

/// Makes somebody what a pass says until its end, or longer if they are already.
pub(super) fn lend_standing(
    tx: &mut Tx,
    (site, person, code): (SiteId, PersonId, &str),
    (until, by): (Moment, &str),
) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("INSERT INTO reservations_standing (site, person, code, until, given_by, given_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (site, person, code) DO UPDATE SET until = CASE
                WHEN reservations_standing.until IS NULL THEN NULL
                WHEN reservations_standing.until > excluded.until THEN reservations_standing.until
                ELSE excluded.until END"),
        &[site.into(), person.into(), code.into(), until.into(), by.into(), now.into()],
    )
    .map(drop)
}

/// What a pass costs is owed at once, and stands on the invoice of the month.
fn owe(
    tx: &mut Tx,
    (site, book): (&Site, &Book),
    (plan, id): (&Plan, PassId),
    holder: Holder,
    gift: bool,
) -> Outcome<()> {
    let (payer, pooled) = match holder {
        Holder::Person(person) => (person.to_string(), false),
        Holder::Organisation(organisation) => (organisation.to_string(), true),
    };
    let new = charges::NewCharge {
        id: id.to_string(),
        payer,
        pooled,
        pass: Some(id),
        at: tx.now(),
        label: plan.data.name.clone(),
        owed: if gift { 0 } else { plan.data.price_cents },
    };
    charges::insert(tx, (site.id, book.entity), &plan.data.vat, &new)
}

fn read(row: Row) -> Outcome<Held> {
    let mut columns = row.columns();
    let (id, plan, site) = (columns.take()?, columns.take()?, columns.take()?);
    let person: Option<PersonId> = columns.take()?;
    let organisation: Option<OrgId> = columns.take()?;
    let holder = person.map(Holder::Person).or(organisation.map(Holder::Organisation));
    let life = Span { from: columns.take()?, to: columns.take()? };
    Ok(Held { id, plan, site, holder, life })
}

pub(super) fn find(tx: &mut Tx, id: PassId) -> Outcome<Option<Held>> {
    tx.maybe(
        sql("SELECT id, plan, site, person, organisation, starts_at, ends_at
             FROM reservations_pass WHERE id = $1"),
        &[id.into()],
    )?
    .map(read)
    .transpose()
}

/// The passes of a site that somebody may use for what begins at a moment.
pub(super) fn usable(tx: &mut Tx, of: SiteId, person: PersonId, at: Moment) -> Outcome<Vec<Held>> {
    tx.all(
        sql("SELECT id, plan, site, person, organisation, starts_at, ends_at
             FROM reservations_pass
             WHERE site = $1 AND ends_at > $2 AND starts_at <= $2
                AND (person = $3 OR id IN (SELECT pass FROM reservations_user WHERE person = $3))
             ORDER BY starts_at, id LIMIT 50"),
        &[of.into(), at.into(), person.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// A pass, for whoever holds it, manages its holder, uses it, or keeps its site.
pub fn held_pass(tx: &mut Tx, actor: &Actor, id: PassId) -> Outcome<Held> {
    let held = find(tx, id)?.ok_or(Refusal::Unknown)?;
    let person = actor.person()?;
    let own = match held.holder {
        Some(Holder::Person(holder)) => holder == person,
        Some(Holder::Organisation(org)) => actor.holds_in(Role::Manager, &org.to_string()),
        None => false,
    };
    if own || keeps(actor, &site(tx, held.site)?) {
        return Ok(held);
    }
    let uses = tx.maybe(
        sql("SELECT pass FROM reservations_user WHERE pass = $1 AND person = $2"),
        &[id.into(), person.into()],
    )?;
    uses.map(|_| held).ok_or(Refusal::Unknown)
}

/// The passes that somebody has, uses, or manages for an organisation, the one that ends last first.
pub fn own_passes(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Held>> {
    let person = actor.person()?;
    let mut found = tx
        .all(
            sql("SELECT id, plan, site, person, organisation, starts_at, ends_at
                 FROM reservations_pass
                 WHERE person = $1 OR id IN (SELECT pass FROM reservations_user WHERE person = $1)
                 ORDER BY ends_at DESC, id LIMIT $2"),
            &[person.into(), LISTED.into()],
        )?
        .into_iter()
        .map(read)
        .collect::<Outcome<Vec<_>>>()?;
    // Few organisations have the same manager.
    for organisation in super::managed(actor) {
        let rows = tx.all(
            sql("SELECT id, plan, site, person, organisation, starts_at, ends_at
                 FROM reservations_pass WHERE organisation = $1
                 ORDER BY ends_at DESC, id LIMIT $2"),
            &[organisation.into(), LISTED.into()],
        )?;
        for held in rows.into_iter().map(read) {
            let held = held?;
            if found.iter().all(|known| known.id != held.id) {
                found.push(held);
            }
        }
    }
    Ok(found)
}

/// The passes of a site, for whoever keeps it, those that end last first.
pub fn passes_of(tx: &mut Tx, actor: &Actor, of: SiteId) -> Outcome<Vec<Held>> {
    kept_site(tx, actor, of)?;
    tx.all(
        sql("SELECT id, plan, site, person, organisation, starts_at, ends_at
             FROM reservations_pass WHERE site = $1 ORDER BY ends_at DESC, id LIMIT $2"),
        &[of.into(), LISTED.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// What is left of some passes now; of one that has not begun, what it will give first. What a month
/// gives counts from its first use on, and is whole before.
pub fn left_of(
    tx: &mut Tx,
    passes: &[Held],
    plans: &BTreeMap<PlanId, Plan>,
) -> Outcome<BTreeMap<PassId, Vec<Left>>> {
    let now = tx.now();
    let mut found: BTreeMap<PassId, Vec<Left>> = BTreeMap::new();
    for page in passes.chunks(16) {
        let mut params: Vec<Value> = page.iter().map(|one| one.id.into()).collect();
        params.resize(16, "".into());
        let rows = tx.all(
            sql("SELECT l.pass, l.unit, l.amount, l.starts_at, l.ends_at,
                    CAST(COALESCE(SUM(CASE WHEN d.state <> 'freed' THEN d.amount - d.back END), 0)
                        AS BIGINT)
                 FROM reservations_lot l LEFT JOIN reservations_draw d ON d.lot = l.id
                 WHERE l.pass IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
                    $16)
                 GROUP BY l.id, l.pass, l.unit, l.amount, l.starts_at, l.ends_at
                 ORDER BY l.starts_at"),
            &params,
        )?;
        for row in rows {
            let mut columns = row.columns();
            let pass: PassId = columns.take()?;
            let unit = Unit::from_code(&columns.take::<String>()?).ok_or(Refusal::Unknown)?;
            let amount: i64 = columns.take()?;
            let good = Span { from: columns.take()?, to: columns.take()? };
            let used: i64 = columns.take()?;
            let Some(held) = page.iter().find(|one| one.id == pass) else { continue };
            let at = now.max(held.life.from);
            if good.from <= at && at < good.to {
                let left = Left { unit, left: amount - used, amount, until: good.to };
                found.entry(pass).or_default().push(left);
            }
        }
        for held in page.iter().filter(|held| held.life.to > now) {
            let Some(plan) = plans.get(&held.plan) else { continue };
            let given = plan.data.unit.map(|unit| (unit, plan.data.amount));
            let budget = Some((Unit::Budget, plan.data.budget_cents));
            let lefts = found.entry(held.id).or_default();
            for (unit, amount) in given.into_iter().chain(budget.filter(|(_, cents)| *cents > 0)) {
                if lefts.iter().all(|known| known.unit != unit) {
                    lefts.push(Left { unit, left: amount, amount, until: held.life.to });
                }
            }
        }
    }
    Ok(found)
}
