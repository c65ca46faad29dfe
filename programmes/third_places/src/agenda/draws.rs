//! Draws: seats that are given out by lot among all who asked until a day, instead of to the first.
//!
//! The seed is made by chance when the draw is announced, and nobody sees it before the closing; its
//! hash is public from the beginning. Whoever asks gets a number, and the published file knows
//! numbers only: `parvis allocation` does it again. Wishes are in order; whoever is of a priority
//! goes first, or some of the seats are kept for them. Invariant: a draw is done once.

use base::{Fault, Moment, Outcome, Refusal, Say};
use people::{Actor, PersonId};
use store::{Row, Tx, sql};

use super::gatherings::{announce, read};
use super::model::{DrawId, Gathering, GatheringId, PARTY_MAX, State};
use crate::model::{Place, PlaceId};
use crate::places::{self, note, refuse};

/// Gatherings of one draw at most.
pub const DRAWN_MAX: usize = 20;
/// Wishes of one person in one draw at most.
pub const WISHES_MAX: usize = 5;
/// Draws in which one person may wait for an answer.
const OPEN_MAX: i64 = 10;
/// Whoever asks for seats of one draw, at most.
const ASKING_MAX: i64 = 20_000;

/// Who goes first: each a text `places-draw-priority-…`.
pub const PRIORITIES: &[&str] =
    &["equal", "resident", "resident-member", "member", "resident-half"];

/// Where a draw stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawState {
    /// One can ask.
    Open,
    /// It is drawn.
    Done,
    /// Nothing is left to be drawn.
    Cancelled,
}

impl DrawState {
    fn of(code: &str) -> Outcome<Self> {
        match code {
            "open" => Ok(DrawState::Open),
            "done" => Ok(DrawState::Done),
            "cancelled" => Ok(DrawState::Cancelled),
            _ => Err(Refusal::broken("a draw has an unknown state")),
        }
    }
}

/// What whoever runs a place lays down of a draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDraw {
    /// What it is called.
    pub title: String,
    /// Until when one can ask.
    pub closes_at: Moment,
    /// One of [`PRIORITIES`].
    pub priority: String,
    /// Drafts whose seats it gives out; they are announced with it.
    pub gatherings: Vec<GatheringId>,
}

/// A draw.
#[derive(Clone, Debug)]
pub struct Draw {
    /// Its id.
    pub id: DrawId,
    /// Of which place.
    pub place: PlaceId,
    /// Where it stands.
    pub state: DrawState,
    /// What it is called.
    pub title: String,
    /// Until when one can ask.
    pub closes_at: Moment,
    /// Codes of standing that go before others, in order.
    pub priority: Vec<String>,
    /// For which standing seats are kept first, and how many in hundredths.
    pub kept: Option<(String, i64)>,
    /// The hash of its seed.
    pub commitment: String,
    /// How many asked.
    pub asked: i64,
    /// When it was drawn.
    pub drawn_at: Option<Moment>,
    pub(super) seed: String,
}

/// What somebody asked of a draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Their number in the published file.
    pub number: i64,
    /// How many come together.
    pub quantity: i64,
    /// What they wish, best first.
    pub wishes: Vec<GatheringId>,
    /// `seat`, `wait` or `none`; nothing before the draw.
    pub answer: String,
    /// Where their seats are.
    pub gathering: Option<GatheringId>,
    /// Why they have nothing better: the wish from 1, by which rule, how many went before.
    pub reasons: Vec<(usize, String, usize)>,
}

/// Announces a draw with its gatherings, and with the hash of its seed.
pub fn create_draw(
    tx: &mut Tx,
    actor: &Actor,
    of: PlaceId,
    id: DrawId,
    new: &NewDraw,
) -> Outcome<DrawId> {
    places::own_place(tx, actor, of)?;
    if let Some(known) = find(tx, id)? {
        return if known.place == of { Ok(id) } else { Err(Refusal::Unknown) };
    }
    let now = tx.now();
    let known = drafts(tx, of, &new.gatherings)?;
    let mut faults = Vec::new();
    let mut fault = |wrong: bool, field: &str, key: &'static str| {
        if wrong {
            faults.push(Fault::new(field, key));
        }
    };
    fault(new.title.trim().is_empty(), "title", "web-fault-required");
    fault(new.closes_at <= now, "closes", "places-draw-fault-closing");
    let none = known.is_empty() || known.len() > DRAWN_MAX;
    fault(none, "gatherings", "places-draw-fault-gatherings");
    let early = known.iter().any(|one| one.text.span.from <= new.closes_at);
    fault(early, "closes", "places-draw-fault-after");
    fault(!PRIORITIES.contains(&new.priority.as_str()), "priority", "web-fault-choose");
    refuse(faults)?;
    let (priority, kept_for, kept_percent) = match new.priority.as_str() {
        "resident" => ("resident", "", 0_i64),
        "member" => ("member", "", 0),
        "resident-member" => ("resident member", "", 0),
        "resident-half" => ("", "resident", 50),
        _ => ("", "", 0),
    };
    let seed = tx.world().token();
    let commitment = allocation::lottery::commitment(&seed);
    tx.run(
        sql("INSERT INTO third_places_draw (id, version, place, state, title, closes_at, priority,
                kept_for, kept_percent, seed, commitment, last_number, published, drawn_at, author,
                created_at)
             VALUES ($1, 1, $2, 'open', $3, $4, $5, $6, $7, $8, $9, 0, '', NULL, $10, $11)"),
        &[
            id.into(),
            of.into(),
            new.title.trim().into(),
            new.closes_at.into(),
            priority.into(),
            kept_for.into(),
            kept_percent.into(),
            seed.into(),
            commitment.into(),
            actor.name_in_log().into(),
            now.into(),
        ],
    )?;
    for one in known {
        tx.run(
            sql("UPDATE third_places_gathering SET draw = $1 WHERE id = $2"),
            &[id.into(), one.id.into()],
        )?;
        announce(tx, actor, (one.id, one.version))?;
    }
    note(tx, actor, &of.to_string(), "draw", new.title.trim())?;
    Ok(id)
}

/// Those of some gatherings that are drafts of a place and in no draw.
fn drafts(tx: &mut Tx, of: PlaceId, ids: &[GatheringId]) -> Outcome<Vec<Gathering>> {
    let rows = tx.all(
        sql("SELECT id, version, place, state, kind, language, starts_at, ends_at, seats, party_max,
                title, data, leader, partner, draw, results, came, reason, folded, changed_at
             FROM third_places_gathering WHERE place = $1 AND state = 'draft' AND draw IS NULL
             ORDER BY starts_at, id LIMIT 500"),
        &[of.into()],
    )?;
    let known = rows.into_iter().map(read).collect::<Outcome<Vec<_>>>()?;
    Ok(known.into_iter().filter(|one| ids.contains(&one.id)).collect())
}

fn find(tx: &mut Tx, id: DrawId) -> Outcome<Option<Draw>> {
    tx.maybe(
        sql("SELECT id, place, state, title, closes_at, priority, kept_for, kept_percent, seed,
                commitment, last_number, drawn_at
             FROM third_places_draw WHERE id = $1"),
        &[id.into()],
    )?
    .map(read_draw)
    .transpose()
}

pub(super) fn load(tx: &mut Tx, id: DrawId) -> Outcome<Draw> {
    find(tx, id)?.ok_or(Refusal::Unknown)
}

fn read_draw(row: Row) -> Outcome<Draw> {
    let mut columns = row.columns();
    let (id, place) = (columns.take()?, columns.take()?);
    let state = DrawState::of(&columns.take::<String>()?)?;
    let (title, closes_at) = (columns.take()?, columns.take()?);
    let priority: String = columns.take()?;
    let (kept_for, percent): (String, i64) = (columns.take()?, columns.take()?);
    Ok(Draw {
        id,
        place,
        state,
        title,
        closes_at,
        priority: priority.split_whitespace().map(str::to_owned).collect(),
        kept: (percent > 0).then_some((kept_for, percent)),
        seed: columns.take()?,
        commitment: columns.take()?,
        asked: columns.take()?,
        drawn_at: columns.take()?,
    })
}

/// A draw with its gatherings and its place, for everybody.
pub fn draw(tx: &mut Tx, actor: &Actor, id: DrawId) -> Outcome<(Draw, Vec<Gathering>, Place)> {
    let draw = load(tx, id)?;
    let place = places::place(tx, actor, draw.place)?;
    Ok((draw, of_draw(tx, id)?, place))
}

/// The gatherings of a draw, in the order of their time.
pub(super) fn of_draw(tx: &mut Tx, id: DrawId) -> Outcome<Vec<Gathering>> {
    tx.all(
        sql("SELECT id, version, place, state, kind, language, starts_at, ends_at, seats, party_max,
                title, data, leader, partner, draw, results, came, reason, folded, changed_at
             FROM third_places_gathering WHERE draw = $1 ORDER BY starts_at, id"),
        &[id.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// The draws of which one can still ask.
pub(super) fn open_draws(tx: &mut Tx) -> Outcome<Vec<DrawId>> {
    tx.all(
        sql("SELECT id FROM third_places_draw WHERE state = 'open' ORDER BY closes_at, id"),
        &[],
    )?
    .into_iter()
    .map(|row| row.single::<String>()?.parse())
    .collect()
}

/// The draws of a place that is known to whoever asks, the newest first.
pub fn draws_at(tx: &mut Tx, actor: &Actor, of: PlaceId) -> Outcome<Vec<Draw>> {
    places::place(tx, actor, of)?;
    tx.all(
        sql("SELECT id, place, state, title, closes_at, priority, kept_for, kept_percent, seed,
                commitment, last_number, drawn_at
             FROM third_places_draw WHERE place = $1 ORDER BY id DESC LIMIT 100"),
        &[of.into()],
    )?
    .into_iter()
    .map(read_draw)
    .collect()
}

/// The published file of a draw that is done, for everybody: JSON, numbers and no names.
pub fn published(tx: &mut Tx, actor: &Actor, id: DrawId) -> Outcome<String> {
    draw(tx, actor, id)?;
    let text: String = tx
        .one(sql("SELECT published FROM third_places_draw WHERE id = $1"), &[id.into()])?
        .single()?;
    if text.is_empty() { Err(Refusal::Unknown) } else { Ok(text) }
}

/// What whoever asks wished of a draw.
pub fn own_wish(tx: &mut Tx, actor: &Actor, id: DrawId) -> Outcome<Option<Wish>> {
    let Some(person) = actor.account.as_ref().map(|account| account.id) else { return Ok(None) };
    wish_of(tx, id, person)
}

fn wish_of(tx: &mut Tx, id: DrawId, person: PersonId) -> Outcome<Option<Wish>> {
    tx.maybe(
        sql("SELECT number, quantity, wishes, answer, gathering, reasons FROM third_places_wish
             WHERE draw = $1 AND person = $2"),
        &[id.into(), person.into()],
    )?
    .map(|row| {
        let mut columns = row.columns();
        Ok(Wish {
            number: columns.take()?,
            quantity: columns.take()?,
            wishes: ids_of(&columns.take::<String>()?),
            answer: columns.take()?,
            gathering: columns.take::<Option<String>>()?.map(|id| id.parse()).transpose()?,
            reasons: reasons_of(&columns.take::<String>()?),
        })
    })
    .transpose()
}

pub(super) fn ids_of(text: &str) -> Vec<GatheringId> {
    text.split(' ').filter_map(|id| id.parse().ok()).collect()
}

/// Reasons as they are kept: `1 draw 12;2 class 3`.
fn reasons_of(text: &str) -> Vec<(usize, String, usize)> {
    let one = |part: &str| {
        let mut words = part.split(' ');
        let (wish, ground, before) = (words.next()?, words.next()?, words.next()?);
        Some((wish.parse().ok()?, ground.to_owned(), before.parse().ok()?))
    };
    text.split(';').filter_map(one).collect()
}

/// Asks for seats of a draw, or asks otherwise: the number stays the same.
pub fn wish(
    tx: &mut Tx,
    actor: &Actor,
    id: DrawId,
    (wishes, quantity): (&[GatheringId], i64),
) -> Outcome<i64> {
    let person = actor.person()?;
    let of = load(tx, id)?.place;
    places::place(tx, actor, of)?;
    let draw = fenced_open(tx, id)?;
    let known = of_draw(tx, id)?;
    judge(&known, wishes, quantity)?;
    let text = wishes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let now = tx.now();
    if let Some(before) = wish_of(tx, id, person)? {
        tx.run(
            sql("UPDATE third_places_wish SET wishes = $1, quantity = $2, asked_at = $3
                 WHERE draw = $4 AND person = $5"),
            &[text.into(), quantity.into(), now.into(), id.into(), person.into()],
        )?;
        return Ok(before.number);
    }
    let open: i64 = tx
        .one(
            sql("SELECT COUNT(*) FROM third_places_wish WHERE person = $1 AND answer = ''"),
            &[person.into()],
        )?
        .single()?;
    if open >= OPEN_MAX {
        return Err(Refusal::conflict(
            Say::new("places-draw-conflict-many").with("most", OPEN_MAX),
        ));
    }
    let asking: i64 = tx
        .one(sql("SELECT COUNT(*) FROM third_places_wish WHERE draw = $1"), &[id.into()])?
        .single()?;
    if asking >= ASKING_MAX {
        return Err(Refusal::conflict("places-draw-conflict-full"));
    }
    let number = draw.asked + 1;
    let wish: base::Id<Wish> = tx.id();
    tx.run(
        sql("INSERT INTO third_places_wish (id, draw, number, person, quantity, wishes, answer,
                gathering, reasons, told, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6, '', NULL, '', 0, $7)"),
        &[
            wish.into(),
            id.into(),
            number.into(),
            person.into(),
            quantity.into(),
            text.into(),
            now.into(),
        ],
    )?;
    tx.run(
        sql("UPDATE third_places_draw SET last_number = $1 WHERE id = $2"),
        &[number.into(), id.into()],
    )?;
    Ok(number)
}

/// Takes one's wish back, until the closing.
pub fn take_back(tx: &mut Tx, actor: &Actor, id: DrawId) -> Outcome<()> {
    let person = actor.person()?;
    fenced_open(tx, id)?;
    tx.run(
        sql("DELETE FROM third_places_wish WHERE draw = $1 AND person = $2 AND answer = ''"),
        &[id.into(), person.into()],
    )
    .map(drop)
}

/// A draw of which one can still ask, behind its fence.
fn fenced_open(tx: &mut Tx, id: DrawId) -> Outcome<Draw> {
    fence(tx, id)?;
    let draw = load(tx, id)?;
    if draw.state != DrawState::Open || tx.now() >= draw.closes_at {
        return Err(Refusal::conflict("places-draw-conflict-closed"));
    }
    Ok(draw)
}

pub(super) fn fence(tx: &mut Tx, id: DrawId) -> Outcome<()> {
    tx.fence(sql("UPDATE third_places_draw SET version = version + 1 WHERE id = $1"), &[id.into()])
}

/// Refuses wishes that name something twice, or of elsewhere, or more seats than one may ask for.
fn judge(known: &[Gathering], wishes: &[GatheringId], quantity: i64) -> Outcome<()> {
    if wishes.is_empty() || wishes.len() > WISHES_MAX {
        return Err(Refusal::field("wish.1", "places-draw-fault-wishes"));
    }
    let mut most = PARTY_MAX;
    for (at, id) in wishes.iter().enumerate() {
        let field = format!("wish.{}", at + 1);
        let found = known.iter().find(|one| one.id == *id);
        let Some(one) = found.filter(|one| one.state == State::Announced) else {
            return Err(Refusal::field(field, "web-fault-choice"));
        };
        if wishes.iter().take(at).any(|before| before == id) {
            return Err(Refusal::field(field, "places-draw-fault-twice"));
        }
        most = most.min(one.text.party_max);
    }
    if !(1..=most).contains(&quantity) {
        let say = Say::new("web-fault-number").with("min", 1_i64).with("max", most);
        return Err(Refusal::field("quantity", say));
    }
    Ok(())
}
