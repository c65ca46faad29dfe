//! Who keeps a book: the managers of its organisation, and treasurers, to whom a manager gives this book
//! alone. A treasurer writes and approves as managers do; only managers say who keeps the book.

use ::store::{Tx, sql};
use base::{Moment, Outcome, Refusal};
use people::{Account, Actor, Grant, GrantId, NewGrant, PersonId, Role, Scopes};

use crate::entities::{Entity, entity};
use crate::model::EntityId;

/// Treasurers of one book at a time.
const TREASURERS_MAX: usize = 20;

/// What rights of the ledger are given in. The service gives none: managers do.
pub const SCOPES: Scopes = Scopes { offered: |_| Ok(Vec::new()), name };

/// A book as the scope of a right.
pub(crate) fn scope(id: EntityId) -> String {
    format!("book-{}", id.0)
}

/// The book of a scope.
pub(crate) fn of_scope(scope: &str) -> Option<EntityId> {
    scope.strip_prefix("book-")?.parse().ok().map(EntityId)
}

/// The name of a book.
fn name(tx: &mut Tx, scope: &str) -> Outcome<Option<String>> {
    let Some(id) = of_scope(scope) else { return Ok(None) };
    let row = tx.maybe(sql("SELECT name FROM ledger_entity WHERE number = $1"), &[id.0.into()])?;
    row.map(::store::Row::single).transpose()
}

/// Whether somebody manages the organisation of a book.
pub(crate) fn manages(actor: &Actor, entity: &Entity) -> bool {
    actor.holds_in(Role::Manager, &entity.organisation.to_string())
}

/// Whether somebody keeps a book.
pub(crate) fn keeps(actor: &Actor, entity: &Entity) -> bool {
    manages(actor, entity) || actor.holds_in(Role::Treasurer, &scope(entity.id))
}

/// A book, for whoever says who keeps it: its treasurers may not.
pub(crate) fn managed_book(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Entity> {
    let entity = entity(tx, id)?;
    match (manages(actor, &entity), keeps(actor, &entity)) {
        (true, _) => Ok(entity),
        (false, true) => Err(Refusal::Forbidden),
        (false, false) => Err(Refusal::Unknown),
    }
}

/// Lets somebody keep a book, until a moment or lastingly.
pub fn add_treasurer(
    tx: &mut Tx,
    actor: &Actor,
    id: EntityId,
    person: PersonId,
    valid_until: Option<Moment>,
) -> Outcome<()> {
    let entity = managed_book(tx, actor, id)?;
    if manages(&Actor::of(tx, person)?, &entity) {
        return Err(Refusal::conflict("ledger-conflict-keeps-already"));
    }
    let scope = scope(entity.id);
    if people::scope_members(tx, &scope)?.len() >= TREASURERS_MAX {
        return Err(Refusal::conflict("ledger-conflict-treasurers"));
    }
    let new = NewGrant { person, role: Role::Treasurer, scope, valid_until };
    people::grant(tx, &actor.name_in_log(), &new)
}

/// Ends what a treasurer may do with a book.
pub fn end_treasurer(tx: &mut Tx, actor: &Actor, id: EntityId, grant: GrantId) -> Outcome<()> {
    let entity = managed_book(tx, actor, id)?;
    people::revoke(tx, &actor.name_in_log(), &scope(entity.id), grant)
}

/// The treasurers of a book.
pub fn treasurers(tx: &mut Tx, actor: &Actor, id: EntityId) -> Outcome<Vec<(Account, Grant)>> {
    let entity = managed_book(tx, actor, id)?;
    people::scope_members(tx, &scope(entity.id))
}
