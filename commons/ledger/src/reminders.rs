//! Reminders of what is late: a first one, a second one, a formal notice. Each is a letter, and a mail
//! where there is an address.
//!
//! Invariants: only what waits past its day is reminded of; a claim is reminded of once a day at most;
//! levels do not go back.

use std::collections::BTreeMap;

use ::store::{Columns, Tx, sql};
use base::{Outcome, Refusal};
use people::Actor;

use crate::books::book;
use crate::claims::{Claim, ClaimState, claim_in, fence, open_claims_in, record};
use crate::model::{Day, EntityId};
use crate::told::{REMINDER_JOB, address_of};

/// Days between two reminders that are sent together with others.
pub const REMIND_EVERY: i64 = 8;

/// How urgently one is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It may have been forgotten.
    First,
    /// It was asked for before.
    Second,
    /// A *mise en demeure*: from then on interest runs (code civil, article 1344-1).
    Formal,
}

impl Level {
    /// All levels, in their order.
    pub const ALL: [Level; 3] = [Level::First, Level::Second, Level::Formal];

    /// The level as stored; its name is the text `ledger-reminder-…`.
    pub fn code(self) -> &'static str {
        match self {
            Level::First => "first",
            Level::Second => "second",
            Level::Formal => "formal",
        }
    }

    /// The level of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Level::ALL.into_iter().find(|level| level.code() == code)
    }

    /// The one that follows.
    fn next(self) -> Self {
        match self {
            Level::First => Level::Second,
            Level::Second | Level::Formal => Level::Formal,
        }
    }
}

/// A reminder that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// When.
    pub day: Day,
    /// How urgently.
    pub level: Level,
    /// What was left to pay then, in cents.
    pub amount: i64,
    /// Whether a mail went too; otherwise there is the letter alone.
    pub by_mail: bool,
}

/// The reminders of a claim, the newest first.
pub fn reminders(tx: &mut Tx, actor: &Actor, id: EntityId, claim: i64) -> Outcome<Vec<Reminder>> {
    let entity = book(tx, actor, id)?;
    reminders_in(tx, entity.id, claim)
}

pub(crate) fn reminders_in(tx: &mut Tx, entity: EntityId, claim: i64) -> Outcome<Vec<Reminder>> {
    let rows = tx.all(
        sql("SELECT day, level, amount, by_mail FROM ledger_reminder
             WHERE entity = $1 AND claim = $2 ORDER BY day DESC LIMIT 100"),
        &[entity.0.into(), claim.into()],
    )?;
    rows.into_iter().map(|row| read(&mut row.columns())).collect()
}

fn read(columns: &mut Columns) -> Outcome<Reminder> {
    let day = Day(columns.take()?);
    let level = Level::from_code(&columns.take::<String>()?)
        .ok_or_else(|| Refusal::broken("a reminder has an unknown level"))?;
    let amount = columns.take()?;
    Ok(Reminder { day, level, amount, by_mail: columns.take::<i64>()? != 0 })
}

/// The reminders of all that waits, by claim.
fn reminders_of_open(tx: &mut Tx, entity: EntityId) -> Outcome<BTreeMap<i64, Vec<Reminder>>> {
    let rows = tx.all(
        sql("SELECT r.claim, r.day, r.level, r.amount, r.by_mail FROM ledger_reminder r
             JOIN ledger_claim c ON c.entity = r.entity AND c.number = r.claim
             WHERE c.entity = $1 AND c.state IN ('open', 'sent') ORDER BY r.claim, r.day DESC"),
        &[entity.0.into()],
    )?;
    let mut all: BTreeMap<i64, Vec<Reminder>> = BTreeMap::new();
    for row in rows {
        let mut columns = row.columns();
        let claim = columns.take()?;
        all.entry(claim).or_default().push(read(&mut columns)?);
    }
    Ok(all)
}

/// The level that comes next after some reminders.
pub(crate) fn next_level(made: &[Reminder]) -> Level {
    made.iter().map(|one| one.level).max().map_or(Level::First, Level::next)
}

/// Reminds of what is late; a mail goes where there is an address.
pub fn remind(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    number: i64,
    level: Level,
) -> Outcome<Reminder> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let claim = claim_in(tx, entity.id, number)?;
    let today = crate::rules::today(tx.now());
    if claim.state != ClaimState::Open || claim.data.due >= today {
        return Err(Refusal::conflict("ledger-conflict-not-late"));
    }
    let made = reminders_in(tx, entity.id, number)?;
    if made.iter().any(|one| one.day == today) {
        return Err(Refusal::conflict("ledger-conflict-reminded-today"));
    }
    if made.iter().any(|one| one.level > level) {
        return Err(Refusal::conflict("ledger-conflict-reminded-higher"));
    }
    keep(tx, actor, entity.id, &claim, (level, today))
}

/// Reminds of all that is late and was not reminded of for [`REMIND_EVERY`] days, each at the level that
/// comes next; how many, and how many of them by mail too. A formal notice is never made so.
pub fn remind_late(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<(usize, usize)> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    let today = crate::rules::today(tx.now());
    let (mut count, mut mails) = (0, 0);
    let mut all = reminders_of_open(tx, entity.id)?;
    for claim in open_claims_in(tx, entity.id)? {
        let made = all.remove(&claim.number).unwrap_or_default();
        let rested = made.iter().all(|one| one.day.0 + REMIND_EVERY <= today.0);
        let late = claim.state == ClaimState::Open && claim.data.due < today;
        let level = next_level(&made);
        if late && rested && level < Level::Formal {
            let made = keep(tx, actor, entity.id, &claim, (level, today))?;
            (count, mails) = (count + 1, mails + usize::from(made.by_mail));
        }
    }
    match count {
        0 => Err(Refusal::conflict("ledger-conflict-nobody-to-remind")),
        _ => Ok((count, mails)),
    }
}

fn keep(
    tx: &mut Tx,
    actor: &Actor,
    entity: EntityId,
    claim: &Claim,
    (level, today): (Level, Day),
) -> Outcome<Reminder> {
    let by_mail = address_of(tx, entity, claim.data.party)?.is_some();
    let now = tx.now();
    tx.run(
        sql("INSERT INTO ledger_reminder (entity, claim, day, level, amount, by_mail, made_by,
                made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        &[
            entity.0.into(),
            claim.number.into(),
            today.0.into(),
            level.code().into(),
            claim.left().into(),
            i64::from(by_mail).into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    if by_mail {
        let key = format!("ledger-reminder:{}-{}-{}", entity.0, claim.number, today.0);
        work::enqueue(tx, REMINDER_JOB, &key, &(entity.0, claim.number, level.code(), today))?;
    }
    record(tx, actor, "ledger.reminded", entity, claim.number)?;
    Ok(Reminder { day: today, level, amount: claim.left(), by_mail })
}
