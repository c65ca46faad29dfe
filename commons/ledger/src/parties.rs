//! With whom an organisation has to do: who pays it and whom it pays, as it knows them; and where
//! its own money lies.

use std::collections::BTreeMap;

use ::store::{Columns, Tx, Value, sql};
use bank::{Bic, CreditorId, Iban};
use base::{Id, Outcome, Refusal};
use people::{Actor, PersonId};

use crate::books::book;
use crate::model::EntityId;

/// Marks ids of parties.
pub enum PartyKind {}
/// The id of a party.
pub type PartyId = Id<PartyKind>;

/// Parties that a list shows.
pub(crate) const LISTED: usize = 500;

/// What is known of a party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewParty {
    /// As on its account at the bank.
    pub name: String,
    /// Where it is written to; may be empty.
    pub email: String,
    /// Street and number; may be empty.
    pub street: String,
    /// Postcode; may be empty.
    pub postcode: String,
    /// Commune; may be empty.
    pub town: String,
    /// Nine digits, or empty.
    pub siren: String,
    /// The account that it is paid on.
    pub iban: Option<Iban>,
    /// Its bank, where a bank still asks for it.
    pub bic: Option<Bic>,
}

/// Somebody who pays or is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its id, which owns its accounts in the book.
    pub id: PartyId,
    /// Counts the changes.
    pub version: i64,
    /// What is known of it.
    pub data: NewParty,
    /// The account here of the person that it is.
    pub owner: Option<PersonId>,
}

/// The bank account of an organisation, as its payers and its bank know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Its number.
    pub iban: Iban,
    /// Its bank.
    pub bic: Option<Bic>,
    /// The identifier that direct debits name, given by the Banque de France through the bank.
    pub creditor: Option<CreditorId>,
}

/// Adds a party to a book. Whoever has an account here with the same address finds what concerns
/// them in their wallet.
pub fn add_party(tx: &mut Tx, actor: &Actor, id: EntityId, new: &NewParty) -> Outcome<PartyId> {
    let entity = book(tx, actor, id)?;
    let (party, now): (PartyId, _) = (tx.id(), tx.now());
    let owner = owner_of(tx, new)?;
    tx.run(
        sql("INSERT INTO ledger_party (id, version, entity, name, folded, email, street, postcode,
                town, siren, iban, bic, owner, created_at)
             VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"),
        &[
            party.into(),
            entity.id.0.into(),
            new.name.as_str().into(),
            words::fold(&new.name).into(),
            new.email.as_str().into(),
            new.street.as_str().into(),
            new.postcode.as_str().into(),
            new.town.as_str().into(),
            new.siren.as_str().into(),
            new.iban.as_ref().map_or("", Iban::as_str).into(),
            new.bic.as_ref().map_or("", Bic::as_str).into(),
            owner.into(),
            now.into(),
        ],
    )?;
    people::record(tx, &actor.name_in_log(), "ledger.party-kept", &party.to_string(), "")?;
    Ok(party)
}

/// Writes down what is newly known of a party.
pub fn change_party(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    (party, version): (PartyId, i64),
    new: &NewParty,
) -> Outcome<()> {
    let entity = book(tx, actor, id)?;
    let before = self::party(tx, actor, entity.id, party)?.data.iban;
    let owner = owner_of(tx, new)?;
    tx.fence(
        sql("UPDATE ledger_party SET version = version + 1, name = $1, folded = $2, email = $3,
                street = $4, postcode = $5, town = $6, siren = $7, iban = $8, bic = $9, owner = $10
             WHERE id = $11 AND entity = $12 AND version = $13"),
        &[
            new.name.as_str().into(),
            words::fold(&new.name).into(),
            new.email.as_str().into(),
            new.street.as_str().into(),
            new.postcode.as_str().into(),
            new.town.as_str().into(),
            new.siren.as_str().into(),
            new.iban.as_ref().map_or("", Iban::as_str).into(),
            new.bic.as_ref().map_or("", Bic::as_str).into(),
            owner.into(),
            party.into(),
            entity.id.0.into(),
            version.into(),
        ],
    )?;
    let detail = changed(before.as_ref(), new.iban.as_ref());
    people::record(tx, &actor.name_in_log(), "ledger.party-kept", &party.to_string(), &detail)
}

/// The ends of an account number and of the one that takes its place: enough to ask about a change
/// that nobody remembers, too little to pay.
fn changed(before: Option<&Iban>, after: Option<&Iban>) -> String {
    if before == after {
        return String::new();
    }
    let end = |iban: Option<&Iban>| {
        let text = iban.map_or("", Iban::as_str);
        text.get(text.len().saturating_sub(4)..).unwrap_or_default().to_owned()
    };
    format!("…{} > …{}", end(before), end(after))
}

fn owner_of(tx: &mut Tx, new: &NewParty) -> Outcome<String> {
    if new.email.is_empty() {
        return Ok(String::new());
    }
    let account = people::account_by_email(tx, &new.email)?;
    Ok(account.map(|account| account.id.to_string()).unwrap_or_default())
}

/// A party of a book.
pub fn party(tx: &mut Tx, actor: &Actor, id: EntityId, party: PartyId) -> Outcome<Party> {
    let entity = book(tx, actor, id)?;
    let row = tx.one(
        sql("SELECT id, version, name, email, street, postcode, town, siren, iban, bic, owner
             FROM ledger_party WHERE id = $1 AND entity = $2"),
        &[party.into(), entity.id.0.into()],
    )?;
    read_party(&mut row.columns())
}

/// The parties of a book whose name holds this, by name, [`LISTED`] at most.
pub fn parties(tx: &mut Tx, actor: &Actor, id: EntityId, wanted: &str) -> Outcome<Vec<Party>> {
    let entity = book(tx, actor, id)?;
    let like = format!("%{}%", words::fold(wanted.trim()).replace(['%', '_', '\\'], ""));
    let rows = tx.all(
        sql("SELECT id, version, name, email, street, postcode, town, siren, iban, bic, owner
             FROM ledger_party WHERE entity = $1 AND folded LIKE $2
             ORDER BY folded, id LIMIT $3"),
        &[entity.id.0.into(), like.into(), (LISTED + 1).into()],
    )?;
    rows.into_iter().map(|row| read_party(&mut row.columns())).collect()
}

/// The parties of a book after an id, in the order in which they were added.
pub(crate) fn parties_page(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    after: Option<PartyId>,
    limit: usize,
) -> Outcome<Vec<Party>> {
    let entity = book(tx, actor, id)?;
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = tx.all(
        sql("SELECT id, version, name, email, street, postcode, town, siren, iban, bic, owner
             FROM ledger_party WHERE entity = $1 AND id > $2 ORDER BY id LIMIT $3"),
        &[entity.id.0.into(), after.into(), limit.into()],
    )?;
    rows.into_iter().map(|row| read_party(&mut row.columns())).collect()
}

fn read_party(columns: &mut Columns) -> Outcome<Party> {
    Ok(Party {
        id: columns.take()?,
        version: columns.take()?,
        data: NewParty {
            name: columns.take()?,
            email: columns.take()?,
            street: columns.take()?,
            postcode: columns.take()?,
            town: columns.take()?,
            siren: columns.take()?,
            iban: stored_iban(&columns.take::<String>()?)?,
            bic: stored_bic(&columns.take::<String>()?)?,
        },
        owner: columns.take::<String>()?.parse().ok(),
    })
}

/// An account number as it is stored.
pub(crate) fn stored_iban(text: &str) -> Outcome<Option<Iban>> {
    let known = |_| Refusal::broken("an account number that was kept is none");
    (!text.is_empty()).then(|| Iban::parse(text).map_err(known)).transpose()
}

/// The code of a bank as it is stored.
pub(crate) fn stored_bic(text: &str) -> Outcome<Option<Bic>> {
    let known = |_| Refusal::broken("a code of a bank that was kept is none");
    (!text.is_empty()).then(|| Bic::parse(text).map_err(known)).transpose()
}

/// The names of some parties, by id.
pub(crate) fn party_names(tx: &mut Tx, ids: &[String]) -> Outcome<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    for list in ids.chunks(8) {
        let mut list: Vec<Value> = list.iter().map(Value::from).collect();
        list.resize(8, Value::from(""));
        for row in tx.all(
            sql("SELECT id, name FROM ledger_party WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8)"),
            &list,
        )? {
            let mut columns = row.columns();
            names.insert(columns.take()?, columns.take()?);
        }
    }
    Ok(names)
}

/// The bank account that an organisation told.
pub fn details(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Option<Details>> {
    let entity = book(tx, actor, id)?;
    details_of(tx, entity.id)
}

pub(crate) fn details_of(tx: &mut Tx, entity: EntityId) -> Outcome<Option<Details>> {
    let row = tx.maybe(
        sql("SELECT iban, bic, creditor FROM ledger_details WHERE entity = $1"),
        &[entity.0.into()],
    )?;
    let Some(mut columns) = row.map(::store::Row::columns) else { return Ok(None) };
    let Some(iban) = stored_iban(&columns.take::<String>()?)? else { return Ok(None) };
    let bic = stored_bic(&columns.take::<String>()?)?;
    let creditor: String = columns.take()?;
    Ok(Some(Details { iban, bic, creditor: CreditorId::parse(&creditor).ok() }))
}

/// Tells where the money of an organisation lies.
pub fn set_details(tx: &mut Tx, actor: &Actor, id: EntityId, new: &Details) -> Outcome<()> {
    let entity = book(tx, actor, id)?;
    let before = details_of(tx, entity.id)?.map(|known| known.iban);
    tx.run(
        sql("INSERT INTO ledger_details (entity, iban, bic, creditor) VALUES ($1, $2, $3, $4)
             ON CONFLICT (entity) DO UPDATE
             SET iban = excluded.iban, bic = excluded.bic, creditor = excluded.creditor"),
        &[
            entity.id.0.into(),
            new.iban.as_str().into(),
            new.bic.as_ref().map_or("", Bic::as_str).into(),
            new.creditor.as_ref().map_or("", CreditorId::as_str).into(),
        ],
    )?;
    let object = entity.organisation.to_string();
    let detail = changed(before.as_ref(), Some(&new.iban));
    people::record(tx, &actor.name_in_log(), "ledger.details-told", &object, &detail)
}
