//! One wallet: the accounts in the name of an actor and of the organisations that they manage,
//! whichever the book, with what moved them last.

use std::collections::BTreeMap;

use ::store::Tx;
use base::Outcome;
use people::{Actor, Role};

use crate::claims::{Claim, ClaimState, claims_of_person};
use crate::entities::{Account, accounts_of, entities_named};
use crate::model::{Booked, EntityId};
use crate::statements::statement;

/// Transfers of each account, at most.
const NEWEST: usize = 50;

/// The accounts of an actor, with the name of each book, and their newest transfers.
pub(crate) struct Wallet {
    /// Its accounts.
    pub(crate) accounts: Vec<Account>,
    /// Whose book each is in.
    pub(crate) books: BTreeMap<EntityId, String>,
    /// Transfers, newest first, each with the place of its account.
    pub(crate) rows: Vec<(usize, Booked)>,
    /// What is still to be paid, with the book of each.
    pub(crate) owed: Vec<(EntityId, Claim)>,
}

/// The wallet of whoever acts.
pub(crate) fn wallet(tx: &mut Tx, actor: &Actor) -> Outcome<Wallet> {
    let mut accounts = accounts_of(tx, actor.person()?)?;
    for organisation in actor.organisations() {
        if actor.holds_in(Role::Manager, &organisation.to_string()) {
            accounts.extend(accounts_of(tx, organisation)?);
        }
    }
    let mut rows = Vec::new();
    for (at, account) in accounts.iter().enumerate() {
        rows.extend(statement(tx, account.id, None, NEWEST)?.into_iter().map(|row| (at, row)));
    }
    rows.sort_by_key(|(_, row)| std::cmp::Reverse((row.at, row.number)));
    let mut owed = claims_of_person(tx, actor.person()?)?;
    owed.retain(|(_, claim)| claim.state == ClaimState::Open);
    owed.sort_by_key(|(_, claim)| claim.data.due);
    let own = accounts.iter().map(|account| account.id.entity());
    let books = entities_named(tx, own.chain(owed.iter().map(|(entity, _)| *entity)))?;
    Ok(Wallet { accounts, books, rows, owed })
}
