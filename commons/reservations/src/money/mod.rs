//! What promises cost and who pays: prices by hours, offers, passes with what is left of them, what is
//! owed, the invoices of a month.
//!
//! What a pass gives stands in the ledger, in a unit of its own: one account for each lot, which is
//! never overdrawn. A hold sets aside, a confirmation takes, what ends before frees, what is cancelled
//! gives back. Money is owed from the confirmation on and is invoiced once, when its month is over.
//!
//! Invariants: nothing of a lot is spent twice; a promise is paid with credits or in money, never both;
//! what is owed of a promise is invoiced at most once, and what was invoiced too much is credited.
//! Deliberately absent: prices with tax (invoices add it), money taken at the door: a site without a
//! book, and whoever comes without an account, pay there.

mod charges;
mod company;
mod draws;
mod invoicing;
mod lots;
mod passes;
mod plans;
mod rates;
mod sound;
mod takes;
mod told;

use base::{Id, Outcome, Refusal};
use ledger::EntityId;
use people::{Actor, OrgId};
use store::{Tx, sql};

use crate::model::{Site, SiteId};
use crate::sites::{kept_site, site};

pub use charges::{Charged, Means, charged, hold_with, make_good};
pub(crate) use charges::{charge, follow, moved, settle};
pub use company::{Used, end_user, name_user, used, users};
pub use invoicing::{Due, Month, issue_for, month_of, payers_of, place_party};
pub(crate) use lots::later;
pub use passes::{Held, Holder, Left, buy, give, held_pass, left_of, own_passes, passes_of};
pub use plans::{NewPlan, Plan, PlanId, add_plan, end_plan, may_buy, plan, plans_of};
pub use rates::{Rate, add_rate, end_rate, quote_parts, rates};
pub(crate) use rates::{keep_parts, kept_parts, parts_of, replace_parts, tariffs_of};
pub(crate) use sound::check;
pub use takes::{Choice, choices};
pub(crate) use told::{due_lots, due_passes, lapse, remind};

/// Marks ids of passes.
pub enum PassKind {}
/// Id of a pass.
pub type PassId = Id<PassKind>;
/// Marks ids of lots.
pub(crate) enum LotKind {}
/// Id of a lot: what a pass gives at once.
pub(crate) type LotId = Id<LotKind>;

/// In what a lot counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Days of one seat or thing.
    Entries,
    /// Minutes of one seat or thing.
    Minutes,
    /// Cents that a company lets its people spend.
    Budget,
}

impl Unit {
    /// The units that an offer gives for nothing more than its price.
    pub const GIVEN: [Unit; 2] = [Unit::Entries, Unit::Minutes];

    /// The unit as stored and as the ledger names it; its name is the text `reservations-unit-…`.
    pub fn code(self) -> &'static str {
        match self {
            Unit::Entries => "ENTREES",
            Unit::Minutes => "MIN",
            Unit::Budget => "BUDGET",
        }
    }

    /// The unit of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Unit::Entries, Unit::Minutes, Unit::Budget].into_iter().find(|unit| unit.code() == code)
    }
}

/// The book in which a site charges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// Whose book.
    pub entity: EntityId,
    /// The tax of what is paid by the hour: a code of [`ledger::VATS`].
    pub vat: String,
    /// Whether the site charges now; what was charged before stays in the book.
    pub charges: bool,
}

/// The book of a site, if one was ever chosen.
pub fn book_of(tx: &mut Tx, of: SiteId) -> Outcome<Option<Book>> {
    let row = tx.maybe(
        sql("SELECT book, vat, charges FROM reservations_book WHERE site = $1"),
        &[of.into()],
    )?;
    row.map(|row| {
        let mut columns = row.columns();
        let entity = EntityId(columns.take()?);
        Ok(Book { entity, vat: columns.take()?, charges: columns.take()? })
    })
    .transpose()
}

/// The book in which a site charges now: one that its organisation keeps. A site that another has
/// taken over charges once its book is chosen anew.
pub(crate) fn charging(tx: &mut Tx, site: &Site) -> Outcome<Option<Book>> {
    let Some(book) = book_of(tx, site.id)?.filter(|book| book.charges) else { return Ok(None) };
    let own = ledger::entity_of(tx, site.data.organisation)?;
    Ok(own.is_some_and(|own| own.id == book.entity).then_some(book))
}

/// A site with its book, for whoever keeps both.
pub(crate) fn kept_book(tx: &mut Tx, actor: &Actor, of: SiteId) -> Outcome<(Site, Book)> {
    let site = site(tx, of)?;
    let book = book_of(tx, of)?.ok_or(Refusal::Unknown)?;
    ledger::book(tx, actor, book.entity)?;
    Ok((site, book))
}

/// Lets a site charge in the book of its organisation, or ends it; only those who keep the book may.
///
/// # Errors
/// A conflict when the organisation keeps no book.
pub fn set_book(tx: &mut Tx, actor: &Actor, of: SiteId, vat: &str, charges: bool) -> Outcome<()> {
    let site = kept_site(tx, actor, of)?;
    let entity = ledger::entity_of(tx, site.data.organisation)?
        .ok_or_else(|| Refusal::conflict("reservations-conflict-no-book"))?;
    ledger::book(tx, actor, entity.id)?;
    if !is_vat(vat) {
        return Err(Refusal::field("vat", "web-fault-required"));
    }
    let now = tx.now();
    tx.run(
        sql("INSERT INTO reservations_book (site, version, book, vat, charges, chosen_by, chosen_at)
             VALUES ($1, 1, $2, $3, $4, $5, $6)
             ON CONFLICT (site) DO UPDATE SET version = reservations_book.version + 1,
                book = excluded.book, vat = excluded.vat, charges = excluded.charges,
                chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at"),
        &[
            of.into(),
            entity.id.0.into(),
            vat.into(),
            charges.into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    let what = if charges { "reservations.book" } else { "reservations.book-ended" };
    people::record(tx, &actor.name_in_log(), what, &of.to_string(), "")
}

/// Whether a text is the code of a tax.
pub(crate) fn is_vat(code: &str) -> bool {
    ledger::VATS.iter().any(|(known, _)| *known == code)
}

/// The organisations for which somebody buys passes: those that they manage.
pub fn managed(actor: &Actor) -> Vec<OrgId> {
    let manages = |id: &OrgId| actor.holds_in(people::Role::Manager, &id.to_string());
    actor.organisations().into_iter().filter(manages).collect()
}
