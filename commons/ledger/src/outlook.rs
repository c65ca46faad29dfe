//! What waits for whoever keeps a book, and what will be there in the weeks to come.

use std::collections::BTreeMap;

use ::store::{Tx, sql};
use base::Outcome;
use people::Actor;

use crate::books::book;
use crate::claims::{Claim, ClaimState, open_claims_in};
use crate::entities::accounts_in;
use crate::model::{Day, EntityId};
use crate::orders::{Order, OrderState, open_orders_in};
use crate::statements::balance_on;

/// Weeks that are looked ahead: a quarter.
pub const WEEKS: i64 = 13;

/// What waits for somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// Lines of the bank's statements that nothing explains.
    pub lines: i64,
    /// Transfers that others prepared.
    pub to_approve: i64,
    /// Transfers that wait for somebody else's approval.
    pub own: i64,
    /// Approved transfers that are in no file.
    pub to_send: i64,
    /// Claims past their day.
    pub late: i64,
    /// Their sum.
    pub late_amount: i64,
}

/// What waits for whoever acts, in a book that they keep.
pub fn waits(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Waits> {
    let entity = book(tx, actor, id)?;
    let today = crate::rules::today(tx.now());
    let lines: i64 = tx
        .one(
            sql("SELECT COUNT(*) FROM ledger_line WHERE entity = $1 AND transfer IS NULL"),
            &[entity.id.0.into()],
        )?
        .single()?;
    let mut waits = Waits { lines, ..Waits::default() };
    let who = actor.name_in_log();
    for order in open_orders_in(tx, entity.id)? {
        match order.state {
            OrderState::Prepared if order.prepared_by == who => waits.own += 1,
            OrderState::Prepared => waits.to_approve += 1,
            OrderState::Approved => waits.to_send += 1,
            _ => {}
        }
    }
    let mut late = tx
        .one(
            sql("SELECT COUNT(*), CAST(COALESCE(SUM(amount - paid), 0) AS BIGINT)
                 FROM ledger_claim WHERE entity = $1 AND state IN ('open', 'sent') AND due < $2"),
            &[entity.id.0.into(), today.0.into()],
        )?
        .columns();
    (waits.late, waits.late_amount) = (late.take()?, late.take()?);
    Ok(waits)
}

/// A week to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its last day.
    pub ends: Day,
    /// What is to come in.
    pub comes: i64,
    /// What is to go out.
    pub goes: i64,
    /// What is there on its last evening.
    pub left: i64,
}

/// The weeks to come: what is there today, more what is expected on its day, less the transfers
/// under way on theirs. What is late is not counted on. The first of the two is today's sum.
pub fn forecast(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<(i64, Vec<Week>)> {
    let entity = book(tx, actor, id)?;
    let today = crate::rules::today(tx.now());
    let mut there = 0;
    for account in accounts_in(tx, entity.id)? {
        if account.data.purpose.is_treasury() && account.data.unit == "EUR" {
            there -= balance_on(tx, account.id, today)?;
        }
    }
    let (claims, orders) = (open_claims_in(tx, entity.id)?, open_orders_in(tx, entity.id)?);
    Ok((there, weeks(today, there, &claims, &orders)))
}

fn weeks(today: Day, there: i64, claims: &[Claim], orders: &[Order]) -> Vec<Week> {
    let week_of = |day: Day| (day.0 - today.0).div_euclid(7);
    let mut moves: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.data.due >= today) {
        moves.entry(week_of(claim.data.due)).or_default().0 += claim.left();
    }
    // A debit that the bank has arrives on its day, which is that of its claim or later.
    for claim in claims.iter().filter(|claim| claim.state == ClaimState::Sent) {
        if claim.data.due < today {
            moves.entry(0).or_default().0 += claim.left();
        }
    }
    for order in orders {
        moves.entry(week_of(order.data.due.max(today))).or_default().1 += order.data.amount;
    }
    let mut left = there;
    let week = |number: i64| {
        let (comes, goes) = moves.get(&number).copied().unwrap_or_default();
        left += comes - goes;
        Week { ends: Day(today.0 + 7 * number + 6), comes, goes, left }
    };
    (0..WEEKS).map(week).collect()
}
