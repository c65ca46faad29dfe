//! With which pass a promise is paid: the lots that give all it needs, oldest first.

use base::{Moment, Outcome, Refusal};
use ledger::EntityId;
use people::{Actor, OrgId, PersonId};
use store::Tx;

use super::charges::Means;
use super::draws::free_run_out;
use super::lots::{self, Lot, day, lots_at};
use super::passes::{Held, Holder, Left, left_of};
use super::plans::Plan;
use super::{PassId, Unit, charging};
use crate::model::{Asked, Booking, Resource, ResourceId, Site};

/// A pass with which somebody could pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The pass.
    pub pass: PassId,
    /// What it is called; a company's with the name of the company.
    pub name: String,
    /// Whose it is.
    pub holder: Option<Holder>,
    /// What is left of it.
    pub left: Vec<Left>,
}

/// What is taken from which lots.
pub(super) struct Taken {
    pub(super) held: Held,
    pub(super) unit: Unit,
    pub(super) parts: Vec<(Lot, i64)>,
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
pub(super) fn take(
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
    let companies: Vec<OrgId> = held
        .iter()
        .filter_map(|one| match one.holder {
            Some(Holder::Organisation(organisation)) => Some(organisation),
            _ => None,
        })
        .collect();
    let companies = people::organisation_names(tx, &companies)?;
    let name = |held: &Held, plan: &Plan| match held.holder {
        Some(Holder::Organisation(organisation)) => match companies.get(&organisation) {
            Some(company) => format!("{} · {company}", plan.data.name),
            None => plan.data.name.clone(),
        },
        _ => plan.data.name.clone(),
    };
    Ok(known
        .into_iter()
        .map(|(held, plan)| Choice {
            pass: held.id,
            name: name(&held, &plan),
            holder: held.holder,
            left: left.remove(&held.id).unwrap_or_default(),
        })
        .filter(|choice| choice.left.iter().any(|one| one.left > 0))
        .collect())
}
