//! Who looked at what is sensitive: entries of the log whose action ends in `-seen`.
//!
//! Sensitive is what the data map lets somebody see who is not its subject and what would harm the
//! subject if it went round: pieces of files, declared conflicts of interest, whole lists taken
//! away, addresses and the log itself. One entry stands for a person, an object and a day, so that
//! the log does not grow with reloads. What cannot be recorded is not shown.

use base::{Moment, Outcome, Refusal};
use store::{Tx, sql};
use web::Ctx;

use crate::{Actor, Entry};

/// How actions of looking end.
const SEEN: &str = "-seen";
/// Looks shown of one object.
const LOOKS_MAX: usize = 200;

/// Something sensitive that is about to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// `context.what-seen`.
    pub action: &'static str,
    /// At what, or at whom: an id.
    pub object: String,
    /// In which capacity, and at which part.
    pub detail: String,
}

/// Records what is about to be shown, unless it was recorded today.
pub async fn looked(ctx: &Ctx, actor: &Actor, looks: Vec<Look>) -> Outcome<()> {
    let by = actor.name_in_log();
    let (asked, all) = (by.clone(), looks);
    let new = ctx.app.store().read(move |tx| {
        let mut new = Vec::new();
        for look in &all {
            if !is_recorded(tx, &asked, look)? {
                new.push(look.clone());
            }
        }
        Ok(new)
    });
    let new = new.await?;
    if new.is_empty() {
        return Ok(());
    }
    let record = move |tx: &mut Tx| new.iter().try_for_each(|look| record_look(tx, &by, look));
    ctx.app.store().write(record).await
}

fn record_look(tx: &mut Tx, by: &str, look: &Look) -> Outcome<()> {
    if !look.action.ends_with(SEEN) {
        return Err(Refusal::broken("the action of a look ends in -seen"));
    }
    // The fence: two tabs at once make one entry.
    tx.run(sql("UPDATE people_audit_head SET number = number WHERE name = 'chain'"), &[])?;
    if is_recorded(tx, by, look)? {
        return Ok(());
    }
    crate::record(tx, by, look.action, &look.object, &look.detail)
}

fn is_recorded(tx: &mut Tx, by: &str, look: &Look) -> Outcome<bool> {
    let today = Moment::from_france(tx.now().in_france().date().at(0, 0, 0, 0));
    let known = tx.maybe(
        sql(
            "SELECT number FROM people_audit
             WHERE object = $1 AND actor = $2 AND action = $3 AND detail = $4 AND at >= $5 LIMIT 1",
        ),
        &[
            look.object.as_str().into(),
            by.into(),
            look.action.into(),
            look.detail.as_str().into(),
            today.into(),
        ],
    )?;
    Ok(known.is_some())
}

/// Who looked at an object, newest first.
pub fn looks_at(tx: &mut Tx, object: &str) -> Outcome<Vec<Entry>> {
    let all = crate::entries(tx, Some(object), None, LOOKS_MAX)?;
    Ok(all.into_iter().filter(|entry| entry.action.ends_with(SEEN)).collect())
}
