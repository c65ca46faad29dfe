//! Whose an account is, in words: a person, an organisation, or a party of the book.

use std::collections::{BTreeMap, BTreeSet};

use ::store::Tx;
use base::Outcome;
use people::{OrgId, PersonId};

use crate::parties;

/// The names of owners, by their ids; those whom nobody knows any more are left out.
pub(crate) fn names(tx: &mut Tx, owners: BTreeSet<String>) -> Outcome<BTreeMap<String, String>> {
    let persons: Vec<PersonId> = owners.iter().filter_map(|owner| owner.parse().ok()).collect();
    let mut names = BTreeMap::new();
    for (id, name) in people::names_of(tx, &persons)? {
        names.insert(id.to_string(), name);
    }
    let rest = owners.iter().filter(|owner| !names.contains_key(*owner));
    let organisations: Vec<OrgId> = rest.filter_map(|owner| owner.parse().ok()).collect();
    for (id, name) in people::organisation_names(tx, &organisations)? {
        names.insert(id.to_string(), name);
    }
    let rest = owners.iter().filter(|owner| !owner.is_empty() && !names.contains_key(*owner));
    let rest: Vec<String> = rest.cloned().collect();
    names.extend(parties::party_names(tx, &rest)?);
    Ok(names)
}
