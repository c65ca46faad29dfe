//! What wishes would cost, or why they cannot be.

use base::{Outcome, Refusal, Say};
use people::Actor;
use store::{Store, Tx};

use crate::bookings::{find, ground, hold_by};
use crate::model::{Asked, Booking, BookingId, Span};
use crate::money::Means;
use crate::wishes::{refusal_of, refusals_of};
use crate::{money, rules};

/// What a wish would cost, or why it cannot be. Nothing is kept by asking.
pub fn quote(tx: &mut Tx, actor: &Actor, asked: &Asked) -> Outcome<Result<base::Cents, Say>> {
    let ground = ground(tx, actor, asked.resource)?;
    if let Some(say) = refusal_of(tx, &ground, asked, None)? {
        return Ok(Err(say));
    }
    let person = actor.account.as_ref().map(|account| account.id);
    let place = (&ground.site, &ground.resource);
    let parts = money::parts_of(tx, place, ground.terms, person, asked.span)?;
    rules::total(&parts, asked.quantity).map(Ok)
}

/// As [`quote`], for the wishes of a series, all of one thing.
pub fn quote_all(
    tx: &mut Tx,
    actor: &Actor,
    all: &[Asked],
) -> Outcome<Vec<Result<base::Cents, Say>>> {
    let Some(first) = all.first() else { return Ok(Vec::new()) };
    let ground = ground(tx, actor, first.resource)?;
    let person = actor.account.as_ref().map(|account| account.id);
    let from = all.iter().map(|asked| asked.span.from).min().unwrap_or_default();
    let to = all.iter().map(|asked| asked.span.to).max().unwrap_or_default();
    let place = (&ground.site, &ground.resource);
    let tariffs = money::tariffs_of(tx, place, person, Span { from, to })?;
    let price = |asked: &Asked| {
        let parts = rules::parts(&ground.resource.data, ground.terms, asked.span, &tariffs)?;
        rules::total(&parts, asked.quantity)
    };
    let refusals = refusals_of(tx, &ground, all)?;
    all.iter()
        .zip(refusals)
        .map(|(asked, refusal)| match refusal {
            Some(say) => Ok(Err(say)),
            None => price(asked).map(Ok),
        })
        .collect()
}

/// Keeps what is asked for as [`crate::hold`] does, but looks first without standing in line: whoever
/// comes too late is told so at once, and of the others the fence decides.
pub async fn ask(store: &Store, actor: Actor, id: BookingId, asked: Asked) -> Outcome<Booking> {
    ask_with(store, actor, (id, asked), Means::Usual).await
}

/// The same, paid as said.
pub(crate) async fn ask_with(
    store: &Store,
    actor: Actor,
    (id, asked): (BookingId, Asked),
    means: Means,
) -> Outcome<Booking> {
    let (acting, wished) = (actor.clone(), asked.clone());
    if let Some(say) = store.read(move |tx| late(tx, &acting, id, &wished)).await? {
        return Err(Refusal::conflict(say));
    }
    // Looked at again within: of many who found it free at once, all but one are late by now.
    let hold = move |tx: &mut Tx| {
        if let Some(say) = late(tx, &actor, id, &asked)? {
            return Err(Refusal::conflict(say));
        }
        let mut held = hold_by(tx, &actor, &[(id, asked.clone())], None, means)?;
        held.pop().ok_or_else(|| Refusal::broken("nothing was held"))
    };
    store.write(hold).await
}

/// Why a wish that was never granted cannot be.
fn late(tx: &mut Tx, actor: &Actor, id: BookingId, asked: &Asked) -> Outcome<Option<Say>> {
    if find(tx, id)?.is_some() {
        return Ok(None);
    }
    let ground = ground(tx, actor, asked.resource)?;
    refusal_of(tx, &ground, asked, None)
}
