//! Organisations: what files, money and places belong to.

use base::{Id, Outcome, Refusal};
use store::{Tx, sql};

use crate::{Actor, NewGrant, PersonId, Role, rules};

/// Marks ids of organisations.
pub enum OrgKind {}
/// The id of an organisation.
pub type OrgId = Id<OrgKind>;

/// What is known of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct NewOrganisation {
    /// Its name.
    pub name: String,
    /// One of [`crate::kinds::KINDS`].
    pub kind: String,
    /// SIRET of its seat: 14 digits, or empty.
    pub siret: String,
    /// RNA number, or empty.
    pub rna: String,
    /// Street and number.
    pub address: String,
    /// Postcode.
    pub postcode: String,
    /// Commune.
    pub city: String,
    /// Made up for the demonstration.
    pub invented: bool,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrgId,
    /// Counts the changes to it.
    pub version: i64,
    /// What is known of it.
    pub data: NewOrganisation,
}

impl NewOrganisation {
    /// What is wrong with it: field and key of a text.
    pub fn faults(&self) -> Vec<(&'static str, &'static str)> {
        let mut faults = Vec::new();
        if self.siret.is_empty() && self.rna.is_empty() {
            faults.push(("siret", "people-fault-siret-or-rna"));
        }
        if !self.siret.is_empty() && !rules::is_siret(&self.siret) {
            faults.push(("siret", "people-fault-siret"));
        }
        if !self.rna.is_empty() && !rules::is_rna(&self.rna) {
            faults.push(("rna", "people-fault-rna"));
        }
        if !rules::is_postcode(&self.postcode) {
            faults.push(("postcode", "people-fault-postcode"));
        }
        faults
    }
}

/// Enters an organisation; whoever does becomes its first manager.
pub fn create_organisation(tx: &mut Tx, by: PersonId, new: &NewOrganisation) -> Outcome<OrgId> {
    for (field, number) in [("siret", &new.siret), ("rna", &new.rna)] {
        let known = tx.maybe(
            sql("SELECT id FROM people_organisation WHERE $1 <> '' AND (siret = $1 OR rna = $1)"),
            &[number.into()],
        )?;
        if known.is_some() {
            return Err(Refusal::field(field, "people-fault-organisation-known"));
        }
    }
    let id: OrgId = tx.id();
    let now = tx.now();
    tx.run(
        sql("INSERT INTO people_organisation (id, version, name, kind, siret, rna, address,
                postcode, city, invented, created_at)
             VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"),
        &[
            id.into(),
            new.name.as_str().into(),
            new.kind.as_str().into(),
            new.siret.as_str().into(),
            new.rna.as_str().into(),
            new.address.as_str().into(),
            new.postcode.as_str().into(),
            new.city.as_str().into(),
            new.invented.into(),
            now.into(),
        ],
    )?;
    let first =
        NewGrant { person: by, role: Role::Manager, scope: id.to_string(), valid_until: None };
    crate::grant(tx, &by.to_string(), &first)?;
    crate::record(tx, &by.to_string(), "people.organisation-created", &id.to_string(), "")?;
    Ok(id)
}

/// Corrects what is known of an organisation. Its numbers in the registers stay.
pub fn update_organisation(
    tx: &mut Tx,
    by: PersonId,
    id: OrgId,
    version: i64,
    new: &NewOrganisation,
) -> Outcome<()> {
    tx.fence(
        sql("UPDATE people_organisation SET version = version + 1, name = $1, kind = $2,
                address = $3, postcode = $4, city = $5 WHERE id = $6 AND version = $7"),
        &[
            new.name.as_str().into(),
            new.kind.as_str().into(),
            new.address.as_str().into(),
            new.postcode.as_str().into(),
            new.city.as_str().into(),
            id.into(),
            version.into(),
        ],
    )?;
    crate::record(tx, &by.to_string(), "people.organisation-changed", &id.to_string(), "")
}

/// The organisation of an id.
pub fn organisation(tx: &mut Tx, id: OrgId) -> Outcome<Organisation> {
    read(tx.one(
        sql("SELECT id, version, name, kind, siret, rna, address, postcode, city, invented
             FROM people_organisation WHERE id = $1"),
        &[id.into()],
    )?)
}

/// The organisation of an id, for whoever acts for it.
pub(crate) fn own_organisation(tx: &mut Tx, actor: &Actor, id: OrgId) -> Outcome<Organisation> {
    if actor.acts_for(id) { organisation(tx, id) } else { Err(Refusal::Unknown) }
}

/// The organisation of an id, for its managers.
pub(crate) fn managed_organisation(tx: &mut Tx, actor: &Actor, id: OrgId) -> Outcome<Organisation> {
    let own = own_organisation(tx, actor, id)?;
    let manages = actor.holds_in(Role::Manager, &id.to_string());
    if manages { Ok(own) } else { Err(Refusal::Forbidden) }
}

/// The organisation of an id, if it is one.
pub(crate) fn find(tx: &mut Tx, id: OrgId) -> Outcome<Option<Organisation>> {
    match organisation(tx, id) {
        Err(Refusal::Unknown) => Ok(None),
        found => found.map(Some),
    }
}

/// The organisation of an establishment's number.
pub(crate) fn by_siret(tx: &mut Tx, siret: &str) -> Outcome<Option<Organisation>> {
    let row = tx.maybe(
        sql("SELECT id, version, name, kind, siret, rna, address, postcode, city, invented
             FROM people_organisation WHERE siret = $1 AND siret <> ''"),
        &[siret.into()],
    )?;
    row.map(read).transpose()
}

/// All organisations, by name: for lists of officers and for joining in memory.
pub fn organisations(tx: &mut Tx) -> Outcome<Vec<Organisation>> {
    tx.all(
        sql("SELECT id, version, name, kind, siret, rna, address, postcode, city, invented
             FROM people_organisation ORDER BY name, id LIMIT 20000"),
        &[],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// The names of some organisations; those that are not there are left out.
pub fn organisation_names(
    tx: &mut Tx,
    ids: &[OrgId],
) -> Outcome<std::collections::BTreeMap<OrgId, String>> {
    let mut names = std::collections::BTreeMap::new();
    for page in ids.chunks(16) {
        let mut params: Vec<store::Value> = page.iter().map(|&id| id.into()).collect();
        params.resize(16, "".into());
        for row in tx.all(
            sql("SELECT id, name FROM people_organisation WHERE id IN ($1, $2, $3, $4, $5, $6, $7,
                 $8, $9, $10, $11, $12, $13, $14, $15, $16)"),
            &params,
        )? {
            let mut columns = row.columns();
            names.insert(columns.take()?, columns.take()?);
        }
    }
    Ok(names)
}

/// The organisations in which a person is manager or member.
pub fn organisations_of(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Organisation>> {
    let now = tx.now();
    tx.all(
        sql("SELECT id, version, name, kind, siret, rna, address, postcode, city, invented
             FROM people_organisation WHERE id IN (
                SELECT scope FROM people_grant
                WHERE person = $1 AND role IN ('manager', 'member') AND revoked_at IS NULL
                  AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2))
             ORDER BY name, id"),
        &[person.into(), now.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

fn read(row: store::Row) -> Outcome<Organisation> {
    let mut columns = row.columns();
    Ok(Organisation {
        id: columns.take()?,
        version: columns.take()?,
        data: NewOrganisation {
            name: columns.take()?,
            kind: columns.take()?,
            siret: columns.take()?,
            rna: columns.take()?,
            address: columns.take()?,
            postcode: columns.take()?,
            city: columns.take()?,
            invented: columns.take()?,
        },
    })
}
