//! The invariants of the book, verified on a live or restored database: each book is carried out
//! again from its first transfer and compared with what is stored.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::store::{Finding, Tx, sql};
use base::Outcome;

use crate::chain::{self, Seal};
use crate::entities::{Entity, accounts_in, entities};
use crate::model::{AccountId, Balances, Booked, Day, EntityId, Phase, TransferId};
use crate::statements::page;
use crate::trail::Trail;

const TRAILS: &str = "the transfers of an account lead from one to the one before";

/// Transfers read at once.
const PAGE: usize = 5_000;

/// Every record that breaks an invariant of the book.
pub fn check(tx: &mut Tx) -> Outcome<Vec<Finding>> {
    let mut findings = Vec::new();
    for entity in entities(tx)? {
        findings.extend(check_book(tx, &entity)?);
    }
    findings.extend(crate::check_payments::check_payments(tx)?);
    Ok(findings)
}

/// A book carried out again.
#[derive(Default)]
struct Replay {
    balances: BTreeMap<AccountId, Balances>,
    days: BTreeMap<(AccountId, Day), (i64, i64)>,
    waiting: HashMap<TransferId, i64>,
    trails: BTreeMap<AccountId, Trail>,
    marks: BTreeSet<(AccountId, i64)>,
    findings: Vec<Finding>,
}

fn check_book(tx: &mut Tx, entity: &Entity) -> Outcome<Vec<Finding>> {
    let mut replay = Replay::default();
    let (mut number, mut seal): (i64, Seal) = (0, chain::BEGINNING);
    loop {
        let rows = page(tx, entity.id, number, PAGE)?;
        if rows.is_empty() {
            break;
        }
        for (booked, stored) in rows {
            if booked.number != number + 1 {
                let (from, to) = (number + 1, booked.number - 1);
                replay.broken(
                    "no transfer is missing from a book",
                    format!("{} from {from} to {to}", name(entity.id)),
                );
            }
            let own = chain::seal(&seal, &booked);
            if own.as_slice() != stored {
                replay.broken("the book is as it was written", record(entity.id, booked.number));
            }
            // Goes on from what is stored, so that one change is one finding.
            seal = Seal::try_from(stored).unwrap_or(own);
            number = booked.number;
            replay.carry_out(entity.id, &booked);
        }
    }
    let head = tx
        .one(sql("SELECT seal FROM ledger_entity WHERE number = $1"), &[entity.id.0.into()])?
        .single::<Vec<u8>>()?;
    if entity.transfers != number || head != seal {
        replay.broken("the book is as it was written", format!("the end of {}", name(entity.id)));
    }
    replay.compare(tx, entity.id)?;
    Ok(replay.findings)
}

impl Replay {
    fn broken(&mut self, invariant: &'static str, record: String) {
        self.findings.push(Finding { invariant, record });
    }

    /// Each transfer leads to the one before it on both of its accounts.
    fn follow(&mut self, entity: EntityId, booked: &Booked) {
        let sides = [
            (booked.transfer.debit, booked.debit_before),
            (booked.transfer.credit, booked.credit_before),
        ];
        for (account, stored) in sides {
            let (before, marked) = self.trails.entry(account).or_default().add(booked.number);
            if marked {
                self.marks.insert((account, booked.number));
            }
            if before != stored {
                self.broken(TRAILS, record(entity, booked.number));
            }
        }
    }

    fn carry_out(&mut self, entity: EntityId, booked: &Booked) {
        self.follow(entity, booked);
        let transfer = &booked.transfer;
        let set_aside = match transfer.ends() {
            Some(first) => match self.waiting.remove(&first) {
                Some(amount) if amount >= transfer.amount => amount,
                _ => {
                    self.broken(
                        "a second phase ends one first phase, by no more than its amount",
                        record(entity, booked.number),
                    );
                    return;
                }
            },
            None => 0,
        };
        let (pending, posted) = match transfer.phase {
            Phase::Single => (0, transfer.amount),
            Phase::Pending { .. } => {
                self.waiting.insert(transfer.id, transfer.amount);
                (transfer.amount, 0)
            }
            Phase::Post { .. } => (-set_aside, transfer.amount),
            Phase::Void { .. } | Phase::Expire { .. } => (-set_aside, 0),
        };
        let debit = self.balances.entry(transfer.debit).or_default();
        debit.debits_pending += pending;
        debit.debits_posted += posted;
        let debit_net = debit.net();
        let credit = self.balances.entry(transfer.credit).or_default();
        credit.credits_pending += pending;
        credit.credits_posted += posted;
        if (debit_net, credit.net()) != (booked.debit_balance, booked.credit_balance) {
            self.broken(
                "a transfer tells the balances that it left",
                record(entity, booked.number),
            );
        }
        if posted > 0 || matches!(transfer.phase, Phase::Single | Phase::Post { .. }) {
            self.days.entry((transfer.debit, booked.effective)).or_default().0 += posted;
            self.days.entry((transfer.credit, booked.effective)).or_default().1 += posted;
        }
    }

    fn compare(&mut self, tx: &mut Tx, entity: EntityId) -> Outcome<()> {
        // Of amounts near the largest, sums on the way to zero are larger still.
        let mut units: BTreeMap<String, i128> = BTreeMap::new();
        for account in accounts_in(tx, entity)? {
            let replayed = self.balances.remove(&account.id).unwrap_or_default();
            if replayed != account.balances {
                self.broken("balances are the sum of transfers", account.id.to_string());
            }
            if self.trails.remove(&account.id).unwrap_or_default() != account.trail {
                self.broken(TRAILS, account.id.to_string());
            }
            let Balances { debits_pending, credits_pending, .. } = account.balances;
            let net = i128::from(account.balances.net());
            let beyond = |limit: Option<i64>, excess: i128| {
                limit.is_some_and(|limit| excess > i128::from(limit))
            };
            if beyond(account.data.max_debit, i128::from(debits_pending) - net)
                || beyond(account.data.max_credit, i128::from(credits_pending) + net)
            {
                self.broken("accounts stay within their limits", account.id.to_string());
            }
            *units.entry(account.data.unit).or_default() += net;
        }
        for (unit, sum) in units.into_iter().filter(|(_, sum)| *sum != 0) {
            self.broken("each unit sums to zero", format!("{sum} {unit} in {}", name(entity)));
        }
        let unknown: Vec<AccountId> = self.balances.keys().copied().collect();
        for account in unknown {
            self.broken("transfers are between accounts that exist", account.to_string());
        }
        self.compare_days(tx, entity)?;
        self.compare_marks(tx, entity)?;
        self.compare_pendings(tx, entity)
    }

    fn compare_days(&mut self, tx: &mut Tx, entity: EntityId) -> Outcome<()> {
        let (first, last) = (AccountId::new(entity, 0), AccountId::new(EntityId(entity.0 + 1), 0));
        for row in tx.all(
            sql("SELECT account, day, debits, credits FROM ledger_day
                 WHERE account >= $1 AND account < $2"),
            &[first.0.into(), last.0.into()],
        )? {
            let mut columns = row.columns();
            let key = (AccountId(columns.take()?), Day(columns.take()?));
            let stored: (i64, i64) = (columns.take()?, columns.take()?);
            if self.days.remove(&key) != Some(stored) {
                self.broken("sums by day are those of transfers", day(key));
            }
        }
        let missing: Vec<_> = self.days.keys().copied().collect();
        for key in missing {
            self.broken("sums by day are those of transfers", day(key));
        }
        Ok(())
    }

    fn compare_marks(&mut self, tx: &mut Tx, entity: EntityId) -> Outcome<()> {
        let (first, last) = (AccountId::new(entity, 0), AccountId::new(EntityId(entity.0 + 1), 0));
        let mut stored = BTreeSet::new();
        for row in tx.all(
            sql("SELECT account, number FROM ledger_mark WHERE account >= $1 AND account < $2"),
            &[first.0.into(), last.0.into()],
        )? {
            let mut columns = row.columns();
            stored.insert((AccountId(columns.take()?), columns.take()?));
        }
        let marks = std::mem::take(&mut self.marks);
        for (account, number) in stored.symmetric_difference(&marks) {
            self.broken(TRAILS, format!("mark {number} of {account}"));
        }
        Ok(())
    }

    fn compare_pendings(&mut self, tx: &mut Tx, entity: EntityId) -> Outcome<()> {
        let mut stored = BTreeSet::new();
        for row in tx.all(
            sql("SELECT id FROM ledger_pending WHERE entity = $1 AND state = 'waiting'"),
            &[entity.0.into()],
        )? {
            stored.insert(crate::store::transfer_id(row.single()?)?);
        }
        let replayed: BTreeSet<TransferId> = self.waiting.keys().copied().collect();
        for id in stored.symmetric_difference(&replayed) {
            self.broken("what waits is what was set aside and not ended", id.to_string());
        }
        Ok(())
    }
}

fn name(entity: EntityId) -> String {
    format!("book {}", entity.0)
}

fn record(entity: EntityId, number: i64) -> String {
    format!("transfer {number} of {}", name(entity))
}

fn day((account, day): (AccountId, Day)) -> String {
    format!("{account} on {}", day.date())
}
