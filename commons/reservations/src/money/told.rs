//! What time does to passes: a week before the end their holders are told what is left; on their day
//! what is left of a lot lapses.

use base::{Outcome, Refusal};
use ledger::{NewAccount, Purpose, Transfer};
use people::{NewNotice, PersonId, Role, Said};
use store::{Tx, sql};

use super::lots::{fence, left, lot};
use super::passes::{Holder, find, left_of};
use super::{LotId, PassId, plan};
use crate::notices::PASSES;
use crate::sites::site;

/// Whoever has a pass is told so many days before it ends.
const TOLD_DAYS: i64 = 7;
/// Passes and lots that one round looks at.
const ROUND: usize = 2_000;

/// Passes that end within days and whose holders were not told.
pub(crate) fn due_passes(tx: &mut Tx) -> Outcome<Vec<PassId>> {
    let now = tx.now();
    tx.all(
        sql("SELECT id FROM reservations_pass WHERE told = 0 AND ends_at > $1 AND ends_at <= $2
             ORDER BY ends_at, id LIMIT $3"),
        &[now.into(), now.plus_days(TOLD_DAYS).into(), ROUND.into()],
    )?
    .into_iter()
    .map(store::Row::single)
    .collect()
}

/// Tells the holder of a pass that it ends, once. A pass that was made for less than the time of
/// telling says its end when it is bought, and no more.
pub(crate) fn remind(tx: &mut Tx, id: PassId) -> Outcome<()> {
    fence(tx, id)?;
    let held = find(tx, id)?.ok_or(Refusal::Unknown)?;
    tx.run(sql("UPDATE reservations_pass SET told = 1 WHERE id = $1"), &[id.into()])?;
    if held.life.to <= held.life.from.plus_days(TOLD_DAYS) {
        return Ok(());
    }
    let plan = plan(tx, held.plan)?;
    let site = site(tx, held.site)?;
    let plans = std::iter::once((plan.id, plan.clone())).collect();
    let lefts = left_of(tx, std::slice::from_ref(&held), &plans)?;
    let nothing = lefts.values().flatten().all(|left| left.left == 0);
    if nothing && plan.data.standing.is_empty() {
        return Ok(());
    }
    let told: Vec<PersonId> = match held.holder {
        Some(Holder::Person(person)) => vec![person],
        Some(Holder::Organisation(organisation)) => {
            let managers = people::holders(tx, Role::Manager, &organisation.to_string())?;
            managers.into_iter().map(|account| account.id).collect()
        }
        None => Vec::new(),
    };
    for person in told {
        let new = NewNotice {
            person,
            kind: &PASSES,
            unique_key: format!("pass:{id}:{person}"),
            text: "reservations-mail-pass-ends",
            args: vec![
                ("title", Said::Text(plan.data.name.clone())),
                ("organisation", Said::Text(site.data.name.clone())),
                ("due", Said::When(held.life.to.plus_seconds(-60))),
            ],
            link: format!("/forfaits/{id}"),
            attachments: Vec::new(),
        };
        people::notify(tx, &new)?;
    }
    Ok(())
}

/// Lots whose time is over.
pub(crate) fn due_lots(tx: &mut Tx) -> Outcome<Vec<LotId>> {
    let now = tx.now();
    tx.all(
        sql("SELECT id FROM reservations_lot WHERE lapses = 1 AND ends_at <= $1
             ORDER BY ends_at, id LIMIT $2"),
        &[now.into(), ROUND.into()],
    )?
    .into_iter()
    .map(store::Row::single)
    .collect()
}

/// Takes what is left of a lot whose time is over; what a request has set aside stays until it is
/// answered.
pub(crate) fn lapse(tx: &mut Tx, id: LotId) -> Outcome<()> {
    let known = lot(tx, id)?;
    fence(tx, known.pass)?;
    let amount = left(tx, &known)?;
    if amount > 0 {
        let lapsed = NewAccount {
            purpose: Purpose::OtherIncome,
            owner: String::new(),
            unit: known.unit.code().to_owned(),
            max_debit: None,
            max_credit: None,
        };
        let lapsed = ledger::open_account(tx, known.account.entity(), &lapsed)?;
        let transfer = Transfer::new(tx.id(), known.account, lapsed, amount);
        let transfer = transfer.about("reservations.lapsed", &format!("pass:{}", known.pass), "");
        ledger::transfer_all(tx, &[transfer])?;
    }
    tx.run(
        sql("UPDATE reservations_lot SET lapsed = lapsed + $1, lapses = 0 WHERE id = $2"),
        &[amount.max(0).into(), id.into()],
    )
    .map(drop)
}
