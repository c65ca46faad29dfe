//! Families: what parents say of a child, sealed; their seats, given back.

use base::{Id, Moment, Outcome, Refusal, Say, World};
use people::{Actor, PersonId};
use reservations::{BookingId, Span, State};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Keys, Row, Tx, sql};
use web::App;

use super::judge::READ_MAX;
use super::model::NurseryId;
use super::nursery::{fence, keeps_nursery, load as load_nursery, nursery};
use super::{readers, waits};

/// Id of a child's file.
pub type ChildId = Id<Child>;

/// The job that forgets the key of a file that is gone.
pub const FORGET_CHILD_JOB: &str = "places.forget-child";
/// Files of one family at one nursery.
const FILES_MAX: i64 = 12;

/// A child's file, as it is known without its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child {
    /// Its id.
    pub id: ChildId,
    /// Its version.
    pub version: i64,
    /// Where it may come.
    pub nursery: NurseryId,
    /// Whose it is.
    pub parent: PersonId,
    /// The number by which the staff's plan names it.
    pub number: i64,
    /// Whether it walks, as its parent says.
    pub walks: bool,
    sealed: String,
}

/// What is sealed of a child.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildFile {
    /// Given name.
    pub given_name: String,
    /// Year of birth.
    pub year: i64,
    /// Month of birth.
    pub month: i64,
    /// Whom to call.
    pub contacts: String,
    /// Allergies, and what else must be known.
    pub health: String,
    /// Who may fetch it.
    pub fetchers: String,
}

/// A seat of a child, for its parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The promise.
    pub booking: BookingId,
    /// Whose seat.
    pub child: ChildId,
    /// When.
    pub span: Span,
    /// Where the promise stands.
    pub state: State,
}

/// As whom the keys know a child.
fn owner(id: ChildId) -> String {
    format!("child {id}")
}

fn place(id: ChildId) -> String {
    format!("third_places_child.sealed of {id}")
}

/// Seals what is said of a child, under a key of its own.
pub async fn seal_file(
    (keys, world): (&Keys, &World),
    id: ChildId,
    file: &ChildFile,
) -> Outcome<String> {
    let text = serde_json::to_string(file).map_err(Refusal::broken)?;
    keys.of(owner(id)).await?.seal(world, &place(id), &text)
}

/// What is said of a child; nothing once its key is forgotten.
pub async fn open_file(app: &App, child: &Child) -> Outcome<Option<ChildFile>> {
    let key = app.keys().existing(owner(child.id)).await?;
    let text = key.and_then(|key| key.open(&place(child.id), &child.sealed));
    text.map(|text| serde_json::from_str(&text).map_err(Refusal::broken)).transpose()
}

/// Forgets keys of files that are gone.
pub fn forget_handler(app: &App) -> work::Handler {
    let keys = app.keys().clone();
    work::handler(FORGET_CHILD_JOB, move |_, job| {
        let keys = keys.clone();
        async move {
            let owner: String =
                serde_json::from_str(&job.payload).map_err(work::Failure::permanent)?;
            keys.forget(owner).await.map_err(work::Failure::passing)
        }
    })
}

/// A parent opens a file for a child; asked twice with the same id, it is opened once.
pub fn declare_child(
    tx: &mut Tx,
    actor: &Actor,
    of: NurseryId,
    id: ChildId,
    (walks, sealed): (bool, &str),
) -> Outcome<i64> {
    let parent = actor.person()?;
    nursery(tx, actor, of)?;
    fence(tx, of)?;
    if let Some(known) = find(tx, id)? {
        let same = known.parent == parent && known.nursery == of;
        return if same { Ok(known.number) } else { Err(Refusal::Unknown) };
    }
    let files: i64 = tx
        .one(
            sql("SELECT COUNT(*) FROM third_places_child WHERE parent = $1 AND nursery = $2"),
            &[parent.into(), of.into()],
        )?
        .single()?;
    if files >= FILES_MAX {
        let say = Say::new("places-child-conflict-files").with("most", FILES_MAX);
        return Err(Refusal::conflict(say));
    }
    let number: i64 = tx
        .one(
            sql("UPDATE third_places_nursery SET last_number = last_number + 1 WHERE id = $1
                 RETURNING last_number"),
            &[of.into()],
        )?
        .single()?;
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_child (id, version, nursery, parent, number, walks, sealed,
                created_at, changed_at) VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $7)"),
        &[
            id.into(),
            of.into(),
            parent.into(),
            number.into(),
            walks.into(),
            sealed.into(),
            now.into(),
        ],
    )?;
    people::record(tx, &actor.name_in_log(), "places.child", &id.to_string(), "")?;
    Ok(number)
}

/// Changes a file. Whether the child walks counts for all its stays to come.
pub fn change_child(
    tx: &mut Tx,
    actor: &Actor,
    id: ChildId,
    version: i64,
    (walks, sealed): (bool, &str),
) -> Outcome<()> {
    let known = own_child(tx, actor, id)?;
    fence(tx, known.nursery)?;
    let now = tx.now();
    tx.fence(
        sql("UPDATE third_places_child SET version = version + 1, walks = $1, sealed = $2,
                changed_at = $3 WHERE id = $4 AND version = $5"),
        &[walks.into(), sealed.into(), now.into(), id.into(), version.into()],
    )?;
    tx.run(
        sql("UPDATE third_places_stay SET walks = $1 WHERE child = $2 AND starts_at > $3"),
        &[walks.into(), id.into(), now.into()],
    )?;
    people::record(tx, &actor.name_in_log(), "places.child-changed", &id.to_string(), "")
}

/// Takes a file away for good, once no stay is to come.
pub fn remove_child(tx: &mut Tx, actor: &Actor, id: ChildId) -> Outcome<()> {
    let known = own_child(tx, actor, id)?;
    super::nursery::fence(tx, known.nursery)?;
    let now = tx.now();
    let to_come = stays_of(tx, actor, known.nursery)?
        .iter()
        .any(|stay| stay.child == id && stay.state.is_open() && stay.span.to > now);
    if to_come {
        return Err(Refusal::conflict("places-child-conflict-stays"));
    }
    forget(tx, &[id])?;
    people::record(tx, &actor.name_in_log(), "places.child-removed", &id.to_string(), "")
}

/// Stays that are over say nothing of a child whose file is gone; its key is forgotten.
fn forget(tx: &mut Tx, children: &[ChildId]) -> Outcome<()> {
    for id in children {
        readers::forget_child(tx, *id)?;
        tx.run(sql("UPDATE third_places_stay SET child = NULL WHERE child = $1"), &[(*id).into()])?;
        tx.run(sql("DELETE FROM third_places_child WHERE id = $1"), &[(*id).into()])?;
        work::enqueue(tx, FORGET_CHILD_JOB, &format!("forget-child:{id}"), &owner(*id))?;
    }
    Ok(())
}

/// A child's file, for its parent, whom that parent named, and whoever keeps the nursery.
pub fn child(tx: &mut Tx, actor: &Actor, id: ChildId) -> Outcome<Child> {
    let known = find(tx, id)?.ok_or(Refusal::Unknown)?;
    if actor.account.as_ref().is_some_and(|account| account.id == known.parent) {
        return Ok(known);
    }
    let nursery = load_nursery(tx, known.nursery)?;
    let reads = keeps_nursery(tx, actor, &nursery)? || readers::may_read(tx, actor, id)?;
    if reads { Ok(known) } else { Err(Refusal::Unknown) }
}

pub(super) fn own_child(tx: &mut Tx, actor: &Actor, id: ChildId) -> Outcome<Child> {
    let known = find(tx, id)?.ok_or(Refusal::Unknown)?;
    if known.parent == actor.person()? { Ok(known) } else { Err(Refusal::Unknown) }
}

fn find(tx: &mut Tx, id: ChildId) -> Outcome<Option<Child>> {
    tx.maybe(
        sql("SELECT id, version, nursery, parent, number, walks, sealed FROM third_places_child
             WHERE id = $1"),
        &[id.into()],
    )?
    .map(read)
    .transpose()
}

pub(super) fn read(row: Row) -> Outcome<Child> {
    let mut columns = row.columns();
    Ok(Child {
        id: columns.take()?,
        version: columns.take()?,
        nursery: columns.take()?,
        parent: columns.take()?,
        number: columns.take()?,
        walks: columns.take()?,
        sealed: columns.take()?,
    })
}

/// The children whom somebody has declared at a nursery.
pub fn children_of(tx: &mut Tx, actor: &Actor, of: NurseryId) -> Outcome<Vec<Child>> {
    let parent = actor.person()?;
    nursery(tx, actor, of)?;
    Ok(children(tx, parent)?.into_iter().filter(|child| child.nursery == of).collect())
}

fn children(tx: &mut Tx, parent: PersonId) -> Outcome<Vec<Child>> {
    tx.all(
        sql("SELECT id, version, nursery, parent, number, walks, sealed FROM third_places_child
             WHERE parent = $1 ORDER BY id LIMIT 200"),
        &[parent.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// The stays of one's own children at a nursery that are not over, in their order.
pub fn stays_of(tx: &mut Tx, actor: &Actor, of: NurseryId) -> Outcome<Vec<Stay>> {
    let parent = actor.person()?;
    nursery(tx, actor, of)?;
    let now = tx.now();
    let rows = tx.all(
        sql("SELECT s.booking, s.child FROM third_places_child c
             JOIN third_places_stay s ON s.child = c.id
             WHERE c.parent = $1 AND c.nursery = $2 AND s.ends_at > $3 LIMIT 2000"),
        &[parent.into(), of.into(), now.into()],
    )?;
    let mut own: Vec<(BookingId, ChildId)> = Vec::with_capacity(rows.len());
    for row in rows {
        let mut columns = row.columns();
        own.push((columns.take()?, columns.take()?));
    }
    let ahead = Span { from: now, to: now.plus_days(400) };
    let counted = reservations::counted(tx, of.cast(), ahead)?;
    Ok(counted
        .iter()
        .filter_map(|one| {
            let (_, child) = own.iter().find(|(booking, _)| *booking == one.id)?;
            Some(Stay { booking: one.id, child: *child, span: one.span, state: one.state })
        })
        .collect())
}

/// Gives a seat back: its family, or whoever keeps the nursery and says why.
pub fn cancel_stay(
    tx: &mut Tx,
    actor: &Actor,
    of: NurseryId,
    id: BookingId,
    reason: &str,
) -> Outcome<()> {
    let (booking, ..) = reservations::booking(tx, actor, id)?;
    if booking.asked.resource != of.cast() {
        return Err(Refusal::Unknown);
    }
    reservations::cancel(tx, actor, id, reason)?;
    waits::seats_freed(tx)
}

/// What is kept of somebody's children, without what is sealed: files, stays.
pub(crate) fn export(tx: &mut Tx, person: PersonId) -> Outcome<(Vec<Value>, Vec<Value>)> {
    let shown = |child: &Child| json!({"number": child.number, "walks": child.walks});
    let mut files: Vec<Value> = children(tx, person)?.iter().map(shown).collect();
    // Those that somebody else lets them read.
    let read = |child: &Child| json!({"number": child.number, "reader": true});
    files.extend(readers::shared_with(tx, person)?.iter().map(read));
    let rows = tx.all(
        sql("SELECT c.number, s.starts_at, s.ends_at FROM third_places_child c
             JOIN third_places_stay s ON s.child = c.id
             WHERE c.parent = $1 ORDER BY s.starts_at LIMIT $2"),
        &[person.into(), READ_MAX.into()],
    )?;
    let mut stays = Vec::with_capacity(rows.len());
    for row in rows {
        let mut columns = row.columns();
        let number: i64 = columns.take()?;
        let (from, to): (Moment, Moment) = (columns.take()?, columns.take()?);
        stays.push(json!({"number": number, "from": from.to_string(), "to": to.to_string()}));
    }
    Ok((files, stays))
}

/// Who looked at the files of somebody's children.
pub(crate) fn seen(tx: &mut Tx, person: PersonId) -> Outcome<Vec<people::Entry>> {
    let mut looks = Vec::new();
    for child in children(tx, person)? {
        looks.extend(people::looks_at(tx, &child.id.to_string())?);
    }
    Ok(looks)
}

/// What is sealed of somebody's children, for that person's own export.
pub async fn child_files(app: &App, person: PersonId) -> Outcome<Vec<Value>> {
    let all = app.store().read(move |tx| children(tx, person)).await?;
    let mut files = Vec::with_capacity(all.len());
    for child in &all {
        if let Some(file) = open_file(app, child).await? {
            files.push(serde_json::to_value(file).map_err(Refusal::broken)?);
        }
    }
    Ok(files)
}

/// Nothing is left of somebody's children but presences that say nothing of anybody.
pub(crate) fn erase(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    let all: Vec<ChildId> = children(tx, person)?.iter().map(|child| child.id).collect();
    readers::forget_reader(tx, person)?;
    waits::erase(tx, person)?;
    forget(tx, &all)
}

/// A file whose key was forgotten and that came back with an old backup goes again.
pub fn erase_again(tx: &mut Tx, owner: &str) -> Outcome<()> {
    let id = owner.strip_prefix("child ").and_then(|id| id.parse::<ChildId>().ok());
    let known = match id {
        Some(id) => find(tx, id)?,
        None => None,
    };
    known.map_or(Ok(()), |child| forget(tx, &[child.id]))
}
