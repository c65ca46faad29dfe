//! The offers of a site: what can be bought beside an hour, by whom, for how long.

use base::{Id, Moment, Outcome, Refusal};
use people::Actor;
use store::{Row, Tx, Value, sql};

use super::{Unit, charging, is_vat};
use crate::model::{ResourceId, Site, SiteId};
use crate::sites::{kept_site, resources_of, site};

/// Marks ids of offers.
pub enum PlanKind {}
/// Id of an offer.
pub type PlanId = Id<PlanKind>;

/// Offers of one site at most.
const PLANS_MAX: i64 = 100;

/// What a host offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPlan {
    /// What it is called.
    pub name: String,
    /// Whether it is an account of an organisation, whose people share it.
    pub pooled: bool,
    /// In what it gives credits, if it does.
    pub unit: Option<Unit>,
    /// How many of them.
    pub amount: i64,
    /// Whether they are given anew each month, counted from its first day.
    pub each_month: bool,
    /// What an organisation lets its people spend a month, in cents; 0 for nothing.
    pub budget_cents: i64,
    /// What its holder is to the site meanwhile, such as `member`; may be empty.
    pub standing: String,
    /// What it costs without tax, in cents.
    pub price_cents: i64,
    /// The code of its tax.
    pub vat: String,
    /// It lasts so many months,
    pub months: i64,
    /// and so many days.
    pub days: i64,
    /// Who may buy it: those of this standing; empty for everybody.
    pub audience: String,
    /// What its credits are good for; nothing for all things of the site.
    pub things: Vec<ResourceId>,
}

/// An offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// Whose it is.
    pub site: SiteId,
    /// What its host laid down.
    pub data: NewPlan,
    /// Since when it is sold no more.
    pub ended_at: Option<Moment>,
}

fn fault(new: &NewPlan) -> Option<(&'static str, &'static str)> {
    if new.unit.is_some() != (new.amount > 0) {
        return Some(("amount", "reservations-fault-plan-amount"));
    }
    if new.unit.is_none() && new.budget_cents == 0 && new.standing.is_empty() {
        return Some(("unit", "reservations-fault-plan-nothing"));
    }
    if new.budget_cents > 0 && !new.pooled {
        return Some(("budget_cents", "reservations-fault-plan-budget"));
    }
    if new.months == 0 && new.days == 0 {
        return Some(("days", "reservations-fault-plan-lasts"));
    }
    (!is_vat(&new.vat)).then_some(("vat", "web-fault-required"))
}

/// Adds an offer to a site that one keeps and that charges; the id is the one given, so that adding
/// it twice adds it once.
pub fn add_plan(
    tx: &mut Tx,
    actor: &Actor,
    of: SiteId,
    id: PlanId,
    new: &NewPlan,
) -> Outcome<PlanId> {
    let site = kept_site(tx, actor, of)?;
    if charging(tx, &site)?.is_none() {
        return Err(Refusal::conflict("reservations-conflict-no-book"));
    }
    if let Some((field, key)) = fault(new) {
        return Err(Refusal::field(field, key));
    }
    tx.fence(
        sql("UPDATE reservations_book SET version = version + 1 WHERE site = $1"),
        &[of.into()],
    )?;
    if tx.maybe(sql("SELECT id FROM reservations_plan WHERE id = $1"), &[id.into()])?.is_some() {
        return Ok(id);
    }
    let count: i64 = tx
        .one(sql("SELECT COUNT(*) FROM reservations_plan WHERE site = $1"), &[of.into()])?
        .single()?;
    if count >= PLANS_MAX {
        return Err(Refusal::conflict("reservations-conflict-plans"));
    }
    let own = resources_of(tx, of)?;
    if new.things.iter().any(|thing| own.iter().all(|one| one.id != *thing)) {
        return Err(Refusal::Unknown);
    }
    insert(tx, of, id, new)?;
    people::record(tx, &actor.name_in_log(), "reservations.plan", &id.to_string(), &new.name)?;
    Ok(id)
}

fn insert(tx: &mut Tx, of: SiteId, id: PlanId, new: &NewPlan) -> Outcome<()> {
    let now = tx.now();
    tx.run(
        sql("INSERT INTO reservations_plan (id, version, site, name, pooled, unit, amount,
                each_month, budget_cents, standing, price_cents, vat, months, days, audience,
                made_at)
             VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"),
        &[
            id.into(),
            of.into(),
            new.name.as_str().into(),
            new.pooled.into(),
            new.unit.map_or("", Unit::code).into(),
            new.amount.into(),
            new.each_month.into(),
            new.budget_cents.into(),
            new.standing.as_str().into(),
            new.price_cents.into(),
            new.vat.as_str().into(),
            new.months.into(),
            new.days.into(),
            new.audience.as_str().into(),
            now.into(),
        ],
    )?;
    for thing in &new.things {
        tx.run(
            sql("INSERT INTO reservations_plan_thing (plan, resource) VALUES ($1, $2)
                 ON CONFLICT (plan, resource) DO NOTHING"),
            &[id.into(), (*thing).into()],
        )?;
    }
    Ok(())
}

/// Sells an offer no more; passes that were bought keep what they give.
pub fn end_plan(tx: &mut Tx, actor: &Actor, id: PlanId) -> Outcome<()> {
    let plan = plan(tx, id)?;
    kept_site(tx, actor, plan.site)?;
    let now = tx.now();
    tx.run(
        sql("UPDATE reservations_plan SET version = version + 1, ended_at = $1
             WHERE id = $2 AND ended_at IS NULL"),
        &[now.into(), id.into()],
    )?;
    let (by, name) = (actor.name_in_log(), plan.data.name.as_str());
    people::record(tx, &by, "reservations.plan-ended", &id.to_string(), name)
}

/// The offers of a site, those that are sold no more among them: for everybody.
pub fn plans_of(tx: &mut Tx, of: SiteId) -> Outcome<Vec<Plan>> {
    let rows = tx.all(
        sql("SELECT id, site, name, pooled, unit, amount, each_month, budget_cents, standing,
                price_cents, vat, months, days, audience, ended_at
             FROM reservations_plan WHERE site = $1 ORDER BY id"),
        &[of.into()],
    )?;
    let mut plans = rows.into_iter().map(read).collect::<Outcome<Vec<_>>>()?;
    let things = tx.all(
        sql("SELECT t.plan, t.resource FROM reservations_plan p
             JOIN reservations_plan_thing t ON t.plan = p.id WHERE p.site = $1"),
        &[of.into()],
    )?;
    for row in things {
        let mut columns = row.columns();
        let plan: PlanId = columns.take()?;
        let thing = columns.take()?;
        if let Some(plan) = plans.iter_mut().find(|one| one.id == plan) {
            plan.data.things.push(thing);
        }
    }
    Ok(plans)
}

/// An offer, for everybody.
pub fn plan(tx: &mut Tx, id: PlanId) -> Outcome<Plan> {
    let of: SiteId =
        tx.one(sql("SELECT site FROM reservations_plan WHERE id = $1"), &[id.into()])?.single()?;
    let found = plans_of(tx, of)?.into_iter().find(|one| one.id == id);
    found.ok_or(Refusal::Unknown)
}

fn read(row: Row) -> Outcome<Plan> {
    let mut columns = row.columns();
    Ok(Plan {
        id: columns.take()?,
        site: columns.take()?,
        data: NewPlan {
            name: columns.take()?,
            pooled: columns.take()?,
            unit: Unit::from_code(&columns.take::<String>()?),
            amount: columns.take()?,
            each_month: columns.take()?,
            budget_cents: columns.take()?,
            standing: columns.take()?,
            price_cents: columns.take()?,
            vat: columns.take()?,
            months: columns.take()?,
            days: columns.take()?,
            audience: columns.take()?,
            things: Vec::new(),
        },
        ended_at: columns.take()?,
    })
}

/// Whether somebody may buy an offer: it is sold, its site charges, and they are whom it is for.
pub fn may_buy(tx: &mut Tx, actor: &Actor, plan: &Plan) -> Outcome<bool> {
    let site: Site = site(tx, plan.site)?;
    if plan.ended_at.is_some() || charging(tx, &site)?.is_none() {
        return Ok(false);
    }
    if plan.data.audience.is_empty() {
        return Ok(true);
    }
    let Some(account) = &actor.account else { return Ok(false) };
    let params: [Value; 4] =
        [site.id.into(), account.id.into(), plan.data.audience.as_str().into(), tx.now().into()];
    let held = tx.maybe(
        sql("SELECT code FROM reservations_standing
             WHERE site = $1 AND person = $2 AND code = $3 AND (until IS NULL OR until > $4)"),
        &params,
    )?;
    Ok(held.is_some())
}
