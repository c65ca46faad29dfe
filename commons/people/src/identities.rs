//! Identities at other services: (issuer, subject) belongs to one account, an account has one
//! identity a service.
//!
//! The civil identity is sealed under the person's key: it is shown to that person and to nobody
//! else, and no backup can be read once the key is forgotten.

use base::{Moment, Outcome, Refusal};
use store::{Key, Tx, sql};
use web::App;

use crate::PersonId;
use crate::services::{Pivot, Proved};

/// An identity at a service, for its owner.
pub(crate) struct Identity {
    pub(crate) service: String,
    pub(crate) siret: String,
    pub(crate) employer: String,
    pub(crate) joined_at: Moment,
    pub(crate) used_at: Moment,
    pivot: String,
}

/// The account that an identity belongs to. Its use is recorded, with the present employer.
pub(crate) fn recognise(tx: &mut Tx, proved: &Proved) -> Outcome<Option<PersonId>> {
    let now = tx.now();
    let row = tx.maybe(
        sql("UPDATE people_identity SET used_at = $1, siret = $2, employer = $3
             WHERE issuer = $4 AND subject = $5 RETURNING person"),
        &[
            now.into(),
            proved.siret.as_str().into(),
            proved.employer.as_str().into(),
            proved.issuer.as_str().into(),
            proved.subject.as_str().into(),
        ],
    )?;
    row.map(store::Row::single).transpose()
}

/// Joins an identity to an account: refused if it belongs to another, or if the account has one of
/// this service already.
pub(crate) fn join(tx: &mut Tx, person: PersonId, proved: &Proved) -> Outcome<()> {
    match recognise(tx, proved)? {
        Some(owner) if owner == person => return Ok(()),
        Some(_) => return Err(Refusal::conflict("people-conflict-identity-taken")),
        None => {}
    }
    if identities_of(tx, person)?.iter().any(|one| one.service == proved.service) {
        return Err(Refusal::conflict("people-conflict-identity-there"));
    }
    let now = tx.now();
    tx.run(
        sql("INSERT INTO people_identity (issuer, subject, person, service, siret, employer,
                pivot, joined_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, '', $7, $7)"),
        &[
            proved.issuer.as_str().into(),
            proved.subject.as_str().into(),
            person.into(),
            proved.service.as_str().into(),
            proved.siret.as_str().into(),
            proved.employer.as_str().into(),
            now.into(),
        ],
    )?;
    crate::notices::way_in_added(tx, person, "people-action-identity-joined")?;
    let id = person.to_string();
    crate::record(tx, &id, "people.identity-joined", &id, &proved.service)
}

/// Keeps the civil identity that a service has told, sealed.
pub(crate) fn keep_pivot(tx: &mut Tx, person: PersonId, proved: &Proved, key: &Key) -> Outcome<()> {
    let Some(pivot) = &proved.pivot else { return Ok(()) };
    let sealed = key.seal(tx.world(), &place(person), pivot)?;
    tx.run(
        sql("UPDATE people_identity SET pivot = $1 WHERE issuer = $2 AND subject = $3"),
        &[sealed.into(), proved.issuer.as_str().into(), proved.subject.as_str().into()],
    )
    .map(drop)
}

fn place(person: PersonId) -> String {
    format!("people_identity.pivot of {person}")
}

impl Identity {
    /// The civil identity, under its owner's key.
    pub(crate) fn pivot(&self, person: PersonId, key: Option<&Key>) -> Option<Pivot> {
        serde_json::from_str(&key?.open(&place(person), &self.pivot)?).ok()
    }

    /// Whether a civil identity is kept.
    pub(crate) fn has_pivot(&self) -> bool {
        !self.pivot.is_empty()
    }
}

/// The identities of a person.
pub(crate) fn identities_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Identity>> {
    tx.all(
        sql("SELECT service, siret, employer, joined_at, used_at, pivot FROM people_identity
             WHERE person = $1 ORDER BY service"),
        &[person.into()],
    )?
    .into_iter()
    .map(|row| {
        let mut columns = row.columns();
        Ok(Identity {
            service: columns.take()?,
            siret: columns.take()?,
            employer: columns.take()?,
            joined_at: columns.take()?,
            used_at: columns.take()?,
            pivot: columns.take()?,
        })
    })
    .collect()
}

/// The civil identities that are kept of a person, for that person's own export.
pub async fn civil_identities(app: &App, person: PersonId) -> Outcome<Vec<serde_json::Value>> {
    let kept = app.store().read(move |tx| identities_of(tx, person)).await?;
    if !kept.iter().any(Identity::has_pivot) {
        return Ok(Vec::new());
    }
    let key = app.keys().existing(person.to_string()).await?;
    let known = kept.iter().filter_map(|one| one.pivot(person, key.as_ref()));
    known.map(|pivot| serde_json::to_value(pivot).map_err(Refusal::broken)).collect()
}

/// Takes the identity of a service off an account.
pub(crate) fn leave(tx: &mut Tx, person: PersonId, service: &str) -> Outcome<()> {
    let gone = tx.run(
        sql("DELETE FROM people_identity WHERE person = $1 AND service = $2"),
        &[person.into(), service.into()],
    )?;
    if gone == 0 {
        return Err(Refusal::Unknown);
    }
    let id = person.to_string();
    crate::record(tx, &id, "people.identity-left", &id, service)
}
