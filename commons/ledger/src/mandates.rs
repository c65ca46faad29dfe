//! Direct debits: mandates by which a party lets an organisation debit its account (SEPA Core), and
//! the debits made on them.
//!
//! Invariants: only a signed mandate is debited, a single one once; the first debit of a recurrent
//! one says so (FRST); a claim is in one debit at a time; thirty-six months without a debit end a
//! mandate (SEPA Core rulebook EPC016-06, §4.1).

use ::store::{Columns, Tx, sql};
use bank::{Bic, Iban};
use base::{Outcome, Refusal};
use jiff::ToSpan;
use people::Actor;

use crate::books::book;
use crate::claims::{fence, record};
use crate::model::{Day, EntityId};
use crate::parties::{PartyId, details_of, party, stored_bic, stored_iban};

/// Months without a debit after which a mandate has ended.
const SLEEP_MONTHS: i32 = 36;
/// Bytes of a signed mandate.
pub(crate) const DOCUMENT_BYTES: usize = 5_000_000;

/// Where a mandate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MandateState {
    /// It waits for a signature.
    Drawn,
    /// It may be debited.
    Signed,
    /// It may not be debited any more.
    Ended,
}

impl MandateState {
    /// The state as stored; its name is the text `ledger-mandate-…`.
    pub fn code(self) -> &'static str {
        match self {
            MandateState::Drawn => "drawn",
            MandateState::Signed => "signed",
            MandateState::Ended => "ended",
        }
    }

    fn from_code(code: &str) -> Outcome<Self> {
        [MandateState::Drawn, MandateState::Signed, MandateState::Ended]
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| Refusal::broken("a mandate has an unknown state"))
    }
}

/// What allows debits of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// Its number in the book.
    pub number: i64,
    /// Whose account is debited.
    pub party: PartyId,
    /// The *référence unique de mandat*.
    pub rum: String,
    /// The name of its holder, as signed.
    pub name: String,
    /// The account.
    pub iban: Iban,
    /// Its bank.
    pub bic: Option<Bic>,
    /// For debits as long as it lasts, or for a single one.
    pub recurrent: bool,
    /// When it was signed.
    pub signed_on: Option<Day>,
    /// Whether the signed paper is kept.
    pub has_document: bool,
    /// Where it stands.
    pub state: MandateState,
    /// Debits made on it that were not refused.
    pub debits: i64,
    /// The day of the last one.
    pub last_debit: Option<Day>,
}

impl Mandate {
    /// Whether a debit may be made on a day.
    pub fn allows(&self, on: Day) -> bool {
        let last = self.last_debit.or(self.signed_on);
        let awake = last.and_then(|last| last.date().checked_add(SLEEP_MONTHS.months()).ok());
        self.state == MandateState::Signed
            && (self.recurrent || self.debits == 0)
            && self.signed_on.is_some_and(|signed| signed <= on)
            && awake.is_some_and(|until| on.date() <= until)
    }
}

/// Draws up a mandate on the account that is known of a party, for it to sign; its number.
pub fn draw_mandate(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    of: PartyId,
    recurrent: bool,
) -> Outcome<i64> {
    let entity = book(tx, actor, id)?;
    let known = party(tx, actor, entity.id, of)?;
    let Some(iban) = known.data.iban else {
        return Err(Refusal::conflict("ledger-conflict-no-iban"));
    };
    if details_of(tx, entity.id)?.is_none_or(|details| details.creditor.is_none()) {
        return Err(Refusal::conflict("ledger-conflict-no-creditor"));
    }
    fence(tx, entity.id)?;
    let number: i64 = tx
        .one(
            sql("SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_mandate WHERE entity = $1"),
            &[entity.id.0.into()],
        )?
        .single()?;
    let now = tx.now();
    tx.run(
        sql("INSERT INTO ledger_mandate (entity, number, party, rum, name, iban, bic, recurrent,
                state, debits, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'drawn', 0, $9)"),
        &[
            entity.id.0.into(),
            number.into(),
            of.into(),
            format!("MANDAT-{}-{number}", entity.id.0).into(),
            known.data.name.into(),
            iban.as_str().into(),
            known.data.bic.as_ref().map_or("", Bic::as_str).into(),
            i64::from(recurrent).into(),
            now.into(),
        ],
    )?;
    record(tx, actor, "ledger.mandate-drawn", entity.id, number)?;
    Ok(number)
}

/// Writes down that a mandate came back signed, with the paper if it was scanned.
pub fn sign_mandate(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    number: i64,
    (on, document): (Day, Option<Vec<u8>>),
) -> Outcome<()> {
    let entity = book(tx, actor, id)?;
    if on > crate::rules::today(tx.now()) {
        return Err(Refusal::conflict("ledger-conflict-signed-later"));
    }
    fence(tx, entity.id)?;
    let mandate = mandate_in(tx, entity.id, number)?;
    if mandate.state != MandateState::Drawn {
        return Err(Refusal::conflict("ledger-conflict-mandate-signed"));
    }
    tx.fence(
        sql("UPDATE ledger_mandate SET state = 'signed', signed_on = $1, document = $2
             WHERE entity = $3 AND number = $4"),
        &[on.0.into(), document.into(), entity.id.0.into(), number.into()],
    )?;
    record(tx, actor, "ledger.mandate-signed", entity.id, number)
}

/// Ends a mandate: its holder took it back, or it is not needed any more.
pub fn end_mandate(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<()> {
    let entity = book(tx, actor, id)?;
    fence(tx, entity.id)?;
    mandate_in(tx, entity.id, number)?;
    tx.fence(
        sql("UPDATE ledger_mandate SET state = 'ended' WHERE entity = $1 AND number = $2"),
        &[entity.id.0.into(), number.into()],
    )?;
    record(tx, actor, "ledger.mandate-ended", entity.id, number)
}

/// A mandate of a book, for whoever keeps it.
pub fn mandate(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<Mandate> {
    let entity = book(tx, actor, id)?;
    mandate_in(tx, entity.id, number)
}

pub(crate) fn mandate_in(tx: &mut Tx, entity: EntityId, number: i64) -> Outcome<Mandate> {
    let row = tx.one(
        sql("SELECT number, party, rum, name, iban, bic, recurrent, signed_on,
                CASE WHEN document IS NULL THEN 0 ELSE 1 END, state, debits, last_debit
             FROM ledger_mandate WHERE entity = $1 AND number = $2"),
        &[entity.0.into(), number.into()],
    )?;
    read_mandate(&mut row.columns())
}

/// The signed paper of a mandate.
pub fn mandate_document(tx: &mut Tx, actor: &Actor, id: EntityId, number: i64) -> Outcome<Vec<u8>> {
    let entity = book(tx, actor, id)?;
    let row = tx.one(
        sql("SELECT document FROM ledger_mandate
             WHERE entity = $1 AND number = $2 AND document IS NOT NULL"),
        &[entity.id.0.into(), number.into()],
    )?;
    row.single()
}

/// The mandates of a party, the newest first.
pub fn mandates_of(tx: &mut Tx, actor: &Actor, id: EntityId, of: PartyId) -> Outcome<Vec<Mandate>> {
    let entity = book(tx, actor, id)?;
    let rows = tx.all(
        sql("SELECT number, party, rum, name, iban, bic, recurrent, signed_on,
                CASE WHEN document IS NULL THEN 0 ELSE 1 END, state, debits, last_debit
             FROM ledger_mandate WHERE party = $1 AND entity = $2 ORDER BY number DESC LIMIT 50"),
        &[of.into(), entity.id.0.into()],
    )?;
    rows.into_iter().map(|row| read_mandate(&mut row.columns())).collect()
}

/// The mandates of a book, the newest first.
pub fn mandates(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Vec<Mandate>> {
    let entity = book(tx, actor, id)?;
    let rows = tx.all(
        sql("SELECT number, party, rum, name, iban, bic, recurrent, signed_on,
                CASE WHEN document IS NULL THEN 0 ELSE 1 END, state, debits, last_debit
             FROM ledger_mandate WHERE entity = $1 ORDER BY number DESC LIMIT 500"),
        &[entity.id.0.into()],
    )?;
    rows.into_iter().map(|row| read_mandate(&mut row.columns())).collect()
}

/// All signed mandates of a book.
pub(crate) fn signed_mandates(tx: &mut Tx, entity: EntityId) -> Outcome<Vec<Mandate>> {
    let rows = tx.all(
        sql("SELECT number, party, rum, name, iban, bic, recurrent, signed_on,
                CASE WHEN document IS NULL THEN 0 ELSE 1 END, state, debits, last_debit
             FROM ledger_mandate WHERE entity = $1 AND state = 'signed' ORDER BY number"),
        &[entity.0.into()],
    )?;
    rows.into_iter().map(|row| read_mandate(&mut row.columns())).collect()
}

fn read_mandate(columns: &mut Columns) -> Outcome<Mandate> {
    let number = columns.take()?;
    let party = columns.take()?;
    let rum = columns.take()?;
    let name = columns.take()?;
    let iban = stored_iban(&columns.take::<String>()?)?;
    Ok(Mandate {
        number,
        party,
        rum,
        name,
        iban: iban.ok_or_else(|| Refusal::broken("a mandate has no account"))?,
        bic: stored_bic(&columns.take::<String>()?)?,
        recurrent: columns.take::<i64>()? != 0,
        signed_on: columns.take::<Option<i64>>()?.map(Day),
        has_document: columns.take::<i64>()? != 0,
        state: MandateState::from_code(&columns.take::<String>()?)?,
        debits: columns.take()?,
        last_debit: columns.take::<Option<i64>>()?.map(Day),
    })
}
