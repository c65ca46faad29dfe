//! The rows of a batch: loaded once, under the fence of each entity, and written once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::store::{Columns, Row, Tx, Value, sql};
use base::{Id, Moment, Outcome, Refusal};

use crate::chain::{self, Seal};
use crate::model::{
    AccountId, Balances, Booked, Day, EntityId, Phase, Status, Transfer, TransferId,
};
use crate::rules::{self, Account, Desk, PendingState};
use crate::trail::Trail;

/// Values that one statement takes in a list.
const LIST: usize = 16;
/// Pending transfers that expire in one unit of work, at most.
const EXPIRY_STEP: usize = 1_000;

/// The end of an entity's chain while a batch is carried out.
pub(crate) struct Head {
    seal: Seal,
    next_expiry: i64,
}

/// What a batch needs, with the fences taken.
pub(crate) struct Loaded {
    pub(crate) desk: Desk,
    heads: BTreeMap<EntityId, Head>,
    before: BTreeMap<AccountId, Account>,
    failed_before: usize,
}

/// Loads what a batch names. Two batches of one entity wait for each other here.
pub(crate) fn load(tx: &mut Tx, asked: &[Transfer]) -> Outcome<Loaded> {
    let mut ids: BTreeSet<TransferId> = asked.iter().map(|event| event.id).collect();
    let ends: BTreeSet<TransferId> = asked.iter().filter_map(Transfer::ends).collect();
    let mut numbers: BTreeSet<AccountId> =
        asked.iter().flat_map(|event| [event.debit, event.credit]).collect();
    numbers.remove(&AccountId::UNSET);
    if asked.iter().any(|event| event.ends().is_some()) {
        // Rows of transfers never change: those of first phases may be read before the fence.
        let firsts = transfers_by_id(tx, ends.iter())?;
        numbers.extend(firsts.values().flat_map(|b| [b.transfer.debit, b.transfer.credit]));
    }
    ids.extend(&ends);
    let now = tx.now();
    let mut desk = Desk::at(now);
    let mut heads = BTreeMap::new();
    let mut due = Vec::new();
    for entity in numbers.iter().map(|number| number.entity()).collect::<BTreeSet<_>>() {
        let Some((head, state)) = fence(tx, entity)? else { continue };
        if head.next_expiry <= now.0 {
            due.extend(due_pendings(tx, entity, now)?);
        }
        heads.insert(entity, head);
        desk.heads.insert(entity, state);
    }
    ids.extend(&due);
    desk.known = transfers_by_id(tx, ids.iter())?;
    desk.failed = failed(tx, ids.iter())?;
    desk.pendings = pendings(tx, ends.iter().chain(&due))?;
    numbers.extend(
        desk.known.values().flat_map(|known| [known.transfer.debit, known.transfer.credit]),
    );
    desk.accounts = accounts(tx, &numbers)?;
    let before = desk.accounts.clone();
    let failed_before = desk.failed.len();
    desk.expire(&due, || tx.id());
    Ok(Loaded { desk, heads, before, failed_before })
}

/// Writes what a batch did.
pub(crate) fn save(tx: &mut Tx, loaded: Loaded) -> Outcome<()> {
    let Loaded { desk, mut heads, before, failed_before } = loaded;
    let mut days: BTreeMap<(AccountId, Day), (i64, i64)> = BTreeMap::new();
    for id in &desk.booked {
        let Some(booked) = desk.known.get(id) else { continue };
        let transfer = &booked.transfer;
        let Some(head) = heads.get_mut(&transfer.debit.entity()) else { continue };
        head.seal = chain::seal(&head.seal, booked);
        insert(tx, booked, &head.seal)?;
        save_pending(tx, booked, head)?;
        if matches!(transfer.phase, Phase::Single | Phase::Post { .. }) {
            days.entry((transfer.debit, booked.effective)).or_default().0 += transfer.amount;
            days.entry((transfer.credit, booked.effective)).or_default().1 += transfer.amount;
        }
    }
    for ((account, day), (debits, credits)) in days {
        tx.run(
            sql("INSERT INTO ledger_day (account, day, debits, credits) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (account, day) DO UPDATE SET
                    debits = ledger_day.debits + $3, credits = ledger_day.credits + $4"),
            &[account.0.into(), day.0.into(), debits.into(), credits.into()],
        )?;
    }
    for (id, account) in &desk.accounts {
        if before.get(id) != Some(account) {
            save_account(tx, *id, account)?;
        }
    }
    for (account, number) in &desk.marks {
        tx.run(
            sql("INSERT INTO ledger_mark (account, number) VALUES ($1, $2)"),
            &[account.0.into(), (*number).into()],
        )?;
    }
    for (entity, head) in heads {
        let Some((transfers, _)) = desk.heads.get(&entity) else { continue };
        let next_expiry = match head.next_expiry {
            due if due <= desk.now.0 => first_expiry(tx, entity)?,
            later => later,
        };
        tx.run(
            sql("UPDATE ledger_entity SET transfers = $1, seal = $2, next_expiry = $3
                 WHERE number = $4"),
            &[(*transfers).into(), head.seal.to_vec().into(), next_expiry.into(), entity.0.into()],
        )?;
    }
    if desk.failed.len() > failed_before {
        save_failed(tx, &desk.failed, desk.now)?;
    }
    Ok(())
}

fn fence(tx: &mut Tx, entity: EntityId) -> Outcome<Option<(Head, (i64, Day))>> {
    let row = tx.maybe(
        sql("UPDATE ledger_entity SET version = version + 1 WHERE number = $1
             RETURNING transfers, seal, next_expiry, closed_through"),
        &[entity.0.into()],
    )?;
    let Some(mut columns) = row.map(Row::columns) else { return Ok(None) };
    let transfers = columns.take()?;
    let seal = bytes(columns.take()?)?;
    let head = Head { seal, next_expiry: columns.take()? };
    Ok(Some((head, (transfers, Day(columns.take()?)))))
}

fn due_pendings(tx: &mut Tx, entity: EntityId, now: Moment) -> Outcome<Vec<TransferId>> {
    tx.all(
        sql("SELECT id FROM ledger_pending WHERE entity = $1 AND state = 'waiting'
                AND expires_at IS NOT NULL AND expires_at <= $2
             ORDER BY expires_at, id LIMIT $3"),
        &[entity.0.into(), now.into(), EXPIRY_STEP.into()],
    )?
    .into_iter()
    .map(|row| transfer_id(row.single()?))
    .collect()
}

fn first_expiry(tx: &mut Tx, entity: EntityId) -> Outcome<i64> {
    let first: Option<i64> = tx
        .one(
            sql("SELECT MIN(expires_at) FROM ledger_pending WHERE entity = $1
                    AND state = 'waiting' AND expires_at IS NOT NULL"),
            &[entity.0.into()],
        )?
        .single()?;
    Ok(first.unwrap_or(i64::MAX))
}

/// Lists of ids, [`LIST`] a statement, the last one filled up with what names nothing.
fn lists<'a>(ids: impl Iterator<Item = &'a TransferId>) -> Vec<Vec<Value>> {
    let values: Vec<Value> = ids.map(|id| id.bytes().to_vec().into()).collect();
    let fill = |list: &[Value]| {
        let mut list = list.to_vec();
        list.resize(LIST, Value::Bytes(Vec::new()));
        list
    };
    values.chunks(LIST).map(fill).collect()
}

/// The transfers of some ids.
pub(crate) fn transfers_by_id<'a>(
    tx: &mut Tx,
    ids: impl Iterator<Item = &'a TransferId>,
) -> Outcome<HashMap<TransferId, Booked>> {
    let mut found = HashMap::new();
    for list in lists(ids) {
        let rows = tx.all(
            sql("SELECT number, id, flags, debit, credit, amount, pending, timeout_s, code,
                    reference, label, effective, at, debit_balance, credit_balance,
                debit_before, credit_before
             FROM ledger_transfer WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                    $12, $13, $14, $15, $16)"),
            &list,
        )?;
        for row in rows {
            let booked = read_booked(&mut row.columns())?;
            found.insert(booked.transfer.id, booked);
        }
    }
    Ok(found)
}

fn failed<'a>(
    tx: &mut Tx,
    ids: impl Iterator<Item = &'a TransferId>,
) -> Outcome<HashMap<TransferId, Status>> {
    let mut found = HashMap::new();
    for list in lists(ids) {
        for row in tx.all(
            sql("SELECT id, status FROM ledger_failed WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8,
                    $9, $10, $11, $12, $13, $14, $15, $16)"),
            &list,
        )? {
            let mut columns = row.columns();
            let id = transfer_id(columns.take()?)?;
            let status = Status::from_name(&columns.take::<String>()?);
            found.insert(id, status.unwrap_or(Status::IdAlreadyFailed));
        }
    }
    Ok(found)
}

fn pendings<'a>(
    tx: &mut Tx,
    ids: impl Iterator<Item = &'a TransferId>,
) -> Outcome<HashMap<TransferId, PendingState>> {
    let mut found = HashMap::new();
    for list in lists(ids) {
        for row in tx.all(
            sql("SELECT id, state FROM ledger_pending WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8,
                    $9, $10, $11, $12, $13, $14, $15, $16)"),
            &list,
        )? {
            let mut columns = row.columns();
            let id = transfer_id(columns.take()?)?;
            let state = match columns.take::<String>()?.as_str() {
                "waiting" => PendingState::Waiting,
                "posted" => PendingState::Posted,
                "voided" => PendingState::Voided,
                "expired" => PendingState::Expired,
                _ => return Err(Refusal::broken("a pending transfer has an unknown state")),
            };
            found.insert(id, state);
        }
    }
    Ok(found)
}

/// The accounts of some numbers, as transfers see them.
pub(crate) fn accounts(
    tx: &mut Tx,
    numbers: &BTreeSet<AccountId>,
) -> Outcome<BTreeMap<AccountId, Account>> {
    let values: Vec<Value> = numbers.iter().map(|number| number.0.into()).collect();
    let mut found = BTreeMap::new();
    for list in values.chunks(LIST) {
        let mut list = list.to_vec();
        list.resize(LIST, Value::Int(0));
        for row in tx.all(
            sql("SELECT number, unit, max_debit, max_credit, closed_at, debits_pending,
                    debits_posted, credits_pending, credits_posted, last_transfer, moves
                 FROM ledger_account WHERE number IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                    $12, $13, $14, $15, $16)"),
            &list,
        )? {
            let mut columns = row.columns();
            let number = AccountId(columns.take()?);
            let account = Account {
                unit: columns.take()?,
                max_debit: columns.take()?,
                max_credit: columns.take()?,
                closed: columns.take::<Option<i64>>()?.is_some(),
                balances: read_balances(&mut columns)?,
                trail: Trail { last: columns.take()?, moves: columns.take()? },
            };
            found.insert(number, account);
        }
    }
    Ok(found)
}

pub(crate) fn read_balances(columns: &mut Columns) -> Outcome<Balances> {
    Ok(Balances {
        debits_pending: columns.take()?,
        debits_posted: columns.take()?,
        credits_pending: columns.take()?,
        credits_posted: columns.take()?,
    })
}

/// The columns from `number` to `credit_before`, without the entity, which the accounts tell.
pub(crate) fn read_booked(columns: &mut Columns) -> Outcome<Booked> {
    let number = columns.take()?;
    let id = transfer_id(columns.take()?)?;
    let flags: i64 = columns.take()?;
    let (debit, credit) = (AccountId(columns.take()?), AccountId(columns.take()?));
    let amount = columns.take()?;
    let pending: Option<Vec<u8>> = columns.take()?;
    let timeout_s = columns.take()?;
    let phase = match (flags & !(1 | 16 | 32), pending.map(transfer_id).transpose()?) {
        (0, None) => Phase::Single,
        (2, None) => Phase::Pending { timeout_s },
        (4, Some(pending)) => Phase::Post { pending },
        (8, Some(pending)) => Phase::Void { pending },
        (64, Some(pending)) => Phase::Expire { pending },
        _ => return Err(Refusal::broken("a transfer has unknown flags")),
    };
    let transfer = Transfer {
        id,
        debit,
        credit,
        amount,
        phase,
        linked: flags & 1 != 0,
        balancing_debit: flags & 16 != 0,
        balancing_credit: flags & 32 != 0,
        code: columns.take()?,
        reference: columns.take()?,
        label: columns.take()?,
        effective: None,
    };
    let effective = Day(columns.take()?);
    Ok(Booked {
        transfer,
        number,
        effective,
        at: columns.take()?,
        debit_balance: columns.take()?,
        credit_balance: columns.take()?,
        debit_before: columns.take()?,
        credit_before: columns.take()?,
    })
}

fn insert(tx: &mut Tx, booked: &Booked, seal: &Seal) -> Outcome<()> {
    let transfer = &booked.transfer;
    let timeout_s = match transfer.phase {
        Phase::Pending { timeout_s } => timeout_s,
        _ => 0,
    };
    tx.run(
        sql("INSERT INTO ledger_transfer (entity, number, id, flags, debit, credit, amount,
                pending, timeout_s, code, reference, label, effective, at, debit_balance,
                credit_balance, debit_before, credit_before, seal)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                $18, $19)"),
        &[
            transfer.debit.entity().0.into(),
            booked.number.into(),
            transfer.id.bytes().to_vec().into(),
            chain::flags(transfer).into(),
            transfer.debit.0.into(),
            transfer.credit.0.into(),
            transfer.amount.into(),
            transfer.ends().map(|id| id.bytes().to_vec()).into(),
            timeout_s.into(),
            transfer.code.as_str().into(),
            transfer.reference.as_str().into(),
            transfer.label.as_str().into(),
            booked.effective.0.into(),
            booked.at.into(),
            booked.debit_balance.into(),
            booked.credit_balance.into(),
            booked.debit_before.into(),
            booked.credit_before.into(),
            seal.to_vec().into(),
        ],
    )
    .map(drop)
}

fn save_pending(tx: &mut Tx, booked: &Booked, head: &mut Head) -> Outcome<()> {
    let transfer = &booked.transfer;
    let (state, pending) = match transfer.phase {
        Phase::Single => return Ok(()),
        Phase::Pending { .. } => {
            let expires_at = rules::expires_at(booked);
            head.next_expiry = head.next_expiry.min(expires_at.map_or(i64::MAX, |at| at.0));
            return tx
                .run(
                    sql("INSERT INTO ledger_pending (id, entity, state, expires_at)
                         VALUES ($1, $2, 'waiting', $3)"),
                    &[
                        transfer.id.bytes().to_vec().into(),
                        transfer.debit.entity().0.into(),
                        expires_at.into(),
                    ],
                )
                .map(drop);
        }
        Phase::Post { pending } => ("posted", pending),
        Phase::Void { pending } => ("voided", pending),
        Phase::Expire { pending } => ("expired", pending),
    };
    tx.run(
        sql("UPDATE ledger_pending SET state = $1 WHERE id = $2"),
        &[state.into(), pending.bytes().to_vec().into()],
    )
    .map(drop)
}

fn save_account(tx: &mut Tx, id: AccountId, account: &Account) -> Outcome<()> {
    let balances = &account.balances;
    tx.run(
        sql("UPDATE ledger_account SET debits_pending = $1, debits_posted = $2,
                credits_pending = $3, credits_posted = $4, last_transfer = $5, moves = $6
             WHERE number = $7"),
        &[
            balances.debits_pending.into(),
            balances.debits_posted.into(),
            balances.credits_pending.into(),
            balances.credits_posted.into(),
            account.trail.last.into(),
            account.trail.moves.into(),
            id.0.into(),
        ],
    )
    .map(drop)
}

fn save_failed(tx: &mut Tx, failed: &HashMap<TransferId, Status>, now: Moment) -> Outcome<()> {
    for (id, status) in failed {
        tx.run(
            sql("INSERT INTO ledger_failed (id, status, at) VALUES ($1, $2, $3)
                 ON CONFLICT (id) DO NOTHING"),
            &[id.bytes().to_vec().into(), status.name().into(), now.into()],
        )?;
    }
    Ok(())
}

pub(crate) fn transfer_id(stored: Vec<u8>) -> Outcome<TransferId> {
    let bytes = <[u8; 16]>::try_from(stored).map_err(|_| Refusal::broken("not an id"))?;
    Ok(Id::from_bytes(bytes))
}

pub(crate) fn bytes(stored: Vec<u8>) -> Outcome<Seal> {
    Seal::try_from(stored).map_err(|_| Refusal::broken("not a seal"))
}
