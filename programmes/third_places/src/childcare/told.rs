//! What families are told by a nursery.

use base::Outcome;
use people::notices::{Channel, Kind};
use people::{NewNotice, PersonId, Policy, Said};
use reservations::Span;
use store::{Tx, sql};

use super::model::Nursery;
use super::staff::Touched;

const CHILDCARE: Kind = Kind {
    code: "places.childcare",
    seen_by: Policy::SignedIn,
    usual: Channel::Mail,
    fixed: false,
    urgent: true,
};

/// The kinds of childcare.
pub const KINDS: &[Kind] = &[CHILDCARE];

/// Tells a family of a seat; the text says what to do.
pub(super) fn tell(
    tx: &mut Tx,
    nursery: &Nursery,
    parent: PersonId,
    (text, key): (&'static str, &str),
    span: Span,
) -> Outcome<()> {
    let new = NewNotice {
        person: parent,
        kind: &CHILDCARE,
        unique_key: format!("{text}:{key}"),
        text,
        args: vec![("title", Said::Text(nursery.text.name.clone())), ("at", Said::When(span.from))],
        link: format!("/creches/{}/enfants", nursery.id),
        attachments: Vec::new(),
    };
    people::notify(tx, &new).map(drop)
}

/// Tells a parent that the staff has opened a file in their name; nothing of the child is said.
pub(super) fn tell_opened(
    tx: &mut Tx,
    nursery: &Nursery,
    parent: PersonId,
    child: super::ChildId,
) -> Outcome<()> {
    let new = NewNotice {
        person: parent,
        kind: &CHILDCARE,
        unique_key: format!("child-opened:{child}"),
        text: "places-mail-child-opened",
        args: vec![("title", Said::Text(nursery.text.name.clone()))],
        link: format!("/creches/{}/enfants", nursery.id),
        attachments: Vec::new(),
    };
    people::notify(tx, &new).map(drop)
}

/// Tells the families whom a change of the staff touches that the seat may not hold.
pub(super) fn tell_touched(tx: &mut Tx, nursery: &Nursery, touched: &[Touched]) -> Outcome<()> {
    let from = touched.iter().map(|one| one.span.from).min();
    let to = touched.iter().map(|one| one.span.to).max();
    let (Some(from), Some(to)) = (from, to) else { return Ok(()) };
    let children = || touched.iter().flat_map(|one| &one.children);
    let now = tx.now();
    let rows = tx.all(
        sql("SELECT s.booking, c.parent, c.number, s.starts_at, s.ends_at
             FROM third_places_stay s JOIN third_places_child c ON c.id = s.child
             WHERE s.nursery = $1 AND s.ends_at > $2 AND s.starts_at < $3
             ORDER BY s.starts_at, s.booking LIMIT 2000"),
        &[nursery.id.into(), from.into(), to.into()],
    )?;
    for row in rows {
        let mut columns = row.columns();
        let (booking, parent): (String, PersonId) = (columns.take()?, columns.take()?);
        let number: i64 = columns.take()?;
        let span = Span { from: columns.take()?, to: columns.take()? };
        if children().any(|(one, stay)| *one == number && *stay == span) {
            let key = format!("{booking}:{}", now.0);
            tell(tx, nursery, parent, ("places-mail-touched", &key), span)?;
        }
    }
    Ok(())
}
