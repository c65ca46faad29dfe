//! What the scopes of rights are called, where only their contexts know it.
//!
//! This crate knows a scope as an id. Each context says which of its things rights are given in,
//! and how they are called; the assembly hands all of them to the pages of rights.

use std::collections::BTreeMap;

use base::Outcome;
use store::Tx;
use web::Voice;

use crate::{Grant, Role};

/// Scopes by id, each with its name.
pub type NamedScopes = Vec<(String, String)>;

/// The scopes of one context.
#[derive(Clone, Copy, Debug)]
pub struct Scopes {
    /// Those in which the service gives rights: id and name, newest first.
    pub offered: fn(&mut Tx) -> Outcome<NamedScopes>,
    /// The name of one, if it is of this context.
    pub name: fn(&mut Tx, &str) -> Outcome<Option<String>>,
}

/// The scopes in which the service gives rights.
pub(crate) fn offered(tx: &mut Tx, scopes: &[Scopes]) -> Outcome<NamedScopes> {
    let mut all = Vec::new();
    for context in scopes {
        all.extend((context.offered)(tx)?);
    }
    Ok(all)
}

/// The names of the scopes of some rights, organisations included.
pub(crate) fn names(
    tx: &mut Tx,
    scopes: &[Scopes],
    wanted: impl Iterator<Item = String>,
) -> Outcome<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    for scope in wanted.filter(|scope| !scope.is_empty()) {
        if names.contains_key(&scope) {
            continue;
        }
        let own = match scope.parse() {
            Ok(id) => crate::organisations::find(tx, id)?.map(|found| found.data.name),
            Err(_) => None,
        };
        let mut found = own;
        for context in scopes {
            if found.is_none() {
                found = (context.name)(tx, &scope)?;
            }
        }
        names.extend(found.map(|name| (scope, name)));
    }
    Ok(names)
}

/// A right in words: the role, and where.
pub(crate) fn in_words(
    voice: &Voice,
    names: &BTreeMap<String, String>,
    role: Role,
    scope: &str,
) -> String {
    let said = voice.named("people-role", role.code());
    match names.get(scope) {
        Some(name) => {
            let args = [("role", said.into()), ("scope", name.as_str().into())];
            voice.with_all("people-right-in", &args)
        }
        None => said,
    }
}

/// Until when a right lasts, in words.
pub(crate) fn end_in_words(voice: &Voice, grant: &Grant) -> String {
    match grant.valid_until {
        Some(end) => voice.with("people-delegation-until", "date", voice.day(end)),
        None => voice.say("people-right-lasting"),
    }
}
