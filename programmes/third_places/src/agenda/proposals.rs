//! What people propose to a place: an event that they would lead, or a service that their
//! organisation would offer there.
//!
//! The host asks back, accepts or declines with a reason; the person is told at each step and sees
//! where it stands. What is accepted becomes a draft that they lead, or a service of the place.

use base::{Id, Moment, Outcome, Refusal, Say};
use people::notices::Kind;
use people::{Actor, NewNotice, OrgId, PersonId, Policy, Role, Said};
use reservations::Span;
use serde::{Deserialize, Serialize};
use store::{Row, Tx, sql};

use super::gatherings::create_gatherings;
use super::lots::AGENDA;
use super::model::{GatheringText, SEATS_MAX, Told};
use crate::inside;
use crate::model::{Life, Place, PlaceId, ServiceText};
use crate::places::{self, note, written};

/// Marks ids of proposals.
pub enum ProposalKind {}
/// The id of a proposal.
pub type ProposalId = Id<ProposalKind>;

/// Proposals of one person that wait for an answer, at most.
const OPEN_MAX: i64 = 5;
/// Proposals that wait at one place, at most.
const PLACE_MAX: i64 = 200;
/// Messages about one proposal, at most.
const MESSAGES_MAX: i64 = 60;

/// Hosts are told that something is proposed.
pub(super) const PROPOSALS: Kind =
    Kind { code: "places.proposals", seen_by: Policy::Organisation, urgent: false, ..AGENDA };

/// Where a proposal stands: each a text `places-proposal-state-…`.
const OPEN: [&str; 2] = ["waiting", "asked"];

/// What somebody proposes, in a few words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProposalText {
    /// What it is called.
    pub title: String,
    /// What it is.
    pub about: String,
    /// For whom.
    pub public: String,
    /// When it would suit.
    pub when: String,
    /// What is needed for it.
    pub needs: String,
    /// Who leads it, as everybody may read it.
    pub led_by: String,
}

/// A proposal.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// Counts the steps.
    pub version: i64,
    /// To which place.
    pub place: PlaceId,
    /// Whether it is a service; else it is an event.
    pub is_service: bool,
    /// Who proposes; nobody any more when their account has gone.
    pub person: Option<PersonId>,
    /// For which organisation.
    pub organisation: Option<OrgId>,
    /// Where it stands.
    pub state: String,
    /// What is proposed.
    pub text: ProposalText,
    /// What it became: the id of a gathering.
    pub became: String,
    /// When it was made.
    pub created_at: Moment,
}

impl Proposal {
    /// Whether it waits for an answer, of the host or of the person.
    pub fn is_open(&self) -> bool {
        OPEN.contains(&self.state.as_str())
    }
}

/// A step of a proposal.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub at: Moment,
    /// Whether the host took it.
    pub by_host: bool,
    /// What: the text `places-proposal-step-…`.
    pub what: String,
    /// What was said.
    pub said: String,
}

/// Proposes an event, or a service of an organisation that one acts for. The id is chosen by who
/// asks: proposed twice, it is proposed once.
pub fn propose(
    tx: &mut Tx,
    actor: &Actor,
    of: PlaceId,
    id: ProposalId,
    (organisation, text): (Option<OrgId>, &ProposalText),
) -> Outcome<ProposalId> {
    let person = actor.person()?;
    let place = places::place(tx, actor, of)?;
    if let Some(known) = find(tx, id)? {
        return if known.person == Some(person) { Ok(id) } else { Err(Refusal::Unknown) };
    }
    if !matches!(place.state, Life::Open | Life::Announced) {
        return Err(Refusal::conflict("places-proposal-conflict-place"));
    }
    if organisation.is_some_and(|id| !actor.acts_for(id)) {
        return Err(Refusal::field("organisation", "web-fault-choice"));
    }
    // Limits count all of a place: whoever proposes there waits for the others.
    tx.fence(sql("UPDATE third_places_place SET version = version WHERE id = $1"), &[of.into()])?;
    let row = tx.one(
        sql("SELECT CAST(COALESCE(SUM(CASE WHEN person = $1 THEN 1 ELSE 0 END), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN place = $2 THEN 1 ELSE 0 END), 0) AS BIGINT)
             FROM third_places_proposal
             WHERE state IN ('waiting', 'asked') AND (person = $1 OR place = $2)"),
        &[person.into(), of.into()],
    )?;
    let mut columns = row.columns();
    let (own, here): (i64, i64) = (columns.take()?, columns.take()?);
    if own >= OPEN_MAX || here >= PLACE_MAX {
        let say = Say::new("places-proposal-conflict-many").with("most", OPEN_MAX);
        return Err(Refusal::conflict(say));
    }
    let now = tx.now();
    tx.run(
        sql("INSERT INTO third_places_proposal (id, version, place, what, person, organisation,
                state, title, data, became, created_at, changed_at)
             VALUES ($1, 1, $2, $3, $4, $5, 'waiting', $6, $7, '', $8, $8)"),
        &[
            id.into(),
            of.into(),
            if organisation.is_some() { "service" } else { "event" }.into(),
            person.into(),
            organisation.map(|id| id.to_string()).unwrap_or_default().into(),
            text.title.as_str().into(),
            written(text)?.into(),
            now.into(),
        ],
    )?;
    step(tx, actor, id, (false, "proposed", ""))?;
    tell_hosts(tx, &place, (id, &text.title), "places-mail-proposal-new")?;
    people::record(tx, &actor.name_in_log(), "places.proposal", &id.to_string(), "")?;
    Ok(id)
}

fn step(
    tx: &mut Tx,
    actor: &Actor,
    id: ProposalId,
    (by_host, what, said): (bool, &str, &str),
) -> Outcome<i64> {
    let now = tx.now();
    let person = actor.person()?;
    let row = tx.one(
        sql("SELECT COALESCE(MAX(number), 0) FROM third_places_exchange WHERE proposal = $1"),
        &[id.into()],
    )?;
    let number = row.single::<i64>()? + 1;
    tx.run(
        sql("INSERT INTO third_places_exchange (proposal, number, at, person, by_host, what, said)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"),
        &[
            id.into(),
            number.into(),
            now.into(),
            person.into(),
            by_host.into(),
            what.into(),
            said.into(),
        ],
    )?;
    Ok(number)
}

fn find(tx: &mut Tx, id: ProposalId) -> Outcome<Option<Proposal>> {
    tx.maybe(
        sql(
            "SELECT id, version, place, what, person, organisation, state, data, became, created_at
             FROM third_places_proposal WHERE id = $1",
        ),
        &[id.into()],
    )?
    .map(read)
    .transpose()
}

fn read(row: Row) -> Outcome<Proposal> {
    let mut columns = row.columns();
    Ok(Proposal {
        id: columns.take()?,
        version: columns.take()?,
        place: columns.take()?,
        is_service: columns.take::<String>()? == "service",
        person: columns.take::<Option<String>>()?.map(|id| id.parse()).transpose()?,
        organisation: columns.take::<String>()?.parse().ok(),
        state: columns.take()?,
        text: serde_json::from_str(&columns.take::<String>()?).map_err(Refusal::broken)?,
        became: columns.take()?,
        created_at: columns.take()?,
    })
}

/// A proposal with its place and its steps, for the person and for whoever runs the place; and
/// whether it is asked for as one of the latter.
pub fn proposal(
    tx: &mut Tx,
    actor: &Actor,
    id: ProposalId,
) -> Outcome<(Proposal, Place, Vec<Step>, bool)> {
    let known = find(tx, id)?.ok_or(Refusal::Unknown)?;
    let place = places::load(tx, known.place)?;
    let runs = places::runs(actor, &place);
    let own = actor.account.as_ref().is_some_and(|account| known.person == Some(account.id));
    if !own && !runs {
        return Err(Refusal::Unknown);
    }
    let rows = tx.all(
        sql("SELECT at, by_host, what, said FROM third_places_exchange WHERE proposal = $1
             ORDER BY number LIMIT 100"),
        &[id.into()],
    )?;
    let steps = rows
        .into_iter()
        .map(|row| {
            let mut columns = row.columns();
            Ok(Step {
                at: columns.take()?,
                by_host: columns.take::<i64>()? == 1,
                what: columns.take()?,
                said: columns.take()?,
            })
        })
        .collect::<Outcome<Vec<_>>>()?;
    Ok((known, place, steps, runs))
}

/// What whoever asks has proposed, the latest first.
pub fn own_proposals(tx: &mut Tx, actor: &Actor) -> Outcome<Vec<Proposal>> {
    let person = actor.person()?;
    tx.all(
        sql(
            "SELECT id, version, place, what, person, organisation, state, data, became, created_at
             FROM third_places_proposal WHERE person = $1 ORDER BY id DESC LIMIT 100",
        ),
        &[person.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// What was proposed to a place, the latest first, for whoever runs it.
pub fn proposals_at(tx: &mut Tx, actor: &Actor, of: PlaceId) -> Outcome<Vec<Proposal>> {
    places::own_place(tx, actor, of)?;
    tx.all(
        sql(
            "SELECT id, version, place, what, person, organisation, state, data, became, created_at
             FROM third_places_proposal WHERE place = $1 ORDER BY id DESC LIMIT 300",
        ),
        &[of.into()],
    )?
    .into_iter()
    .map(read)
    .collect()
}

/// An open proposal behind the fence of its version, and whether the host asks for it.
fn fenced(
    tx: &mut Tx,
    actor: &Actor,
    (id, version): (ProposalId, i64),
) -> Outcome<(Proposal, Place, bool)> {
    let (known, place, _, runs) = proposal(tx, actor, id)?;
    let now = tx.now();
    tx.fence(
        sql("UPDATE third_places_proposal SET version = version + 1, changed_at = $1
             WHERE id = $2 AND version = $3"),
        &[now.into(), id.into(), version.into()],
    )?;
    if !known.is_open() {
        return Err(Refusal::conflict("places-proposal-conflict-ended"));
    }
    let own = actor.account.as_ref().is_some_and(|account| known.person == Some(account.id));
    Ok((known, place, runs && !own))
}

fn set(tx: &mut Tx, id: ProposalId, state: &str) -> Outcome<()> {
    tx.run(
        sql("UPDATE third_places_proposal SET state = $1 WHERE id = $2"),
        &[state.into(), id.into()],
    )
    .map(drop)
}

/// The host asks back, or the person answers.
pub fn say(tx: &mut Tx, actor: &Actor, at: (ProposalId, i64), said: &str) -> Outcome<()> {
    let (known, place, by_host) = fenced(tx, actor, at)?;
    let (_, _, steps, _) = proposal(tx, actor, known.id)?;
    if i64::try_from(steps.len()).unwrap_or(i64::MAX) >= MESSAGES_MAX {
        return Err(Refusal::conflict("places-proposal-conflict-ended"));
    }
    if said.trim().is_empty() {
        return Err(Refusal::field("said", "web-fault-required"));
    }
    let (what, state) = if by_host { ("asked", "asked") } else { ("answered", "waiting") };
    let number = step(tx, actor, known.id, (by_host, what, said.trim()))?;
    set(tx, known.id, state)?;
    if by_host {
        tell(tx, &known, &place, (number, "places-mail-proposal-asked", said))
    } else {
        let key = "places-mail-proposal-answered";
        tell_hosts_of(tx, &place, (known.id, &known.text.title), (key, number))
    }
}

/// The host accepts an event: it becomes a draft that the person leads.
pub fn accept_event(
    tx: &mut Tx,
    actor: &Actor,
    at: (ProposalId, i64),
    (span, seats): (Span, i64),
) -> Outcome<super::GatheringId> {
    let (known, place, _) = answered_by_host(tx, actor, at)?;
    if known.is_service {
        return Err(Refusal::Malformed);
    }
    let parts = [&known.text.about, &known.text.public].map(|part| part.trim().to_owned());
    let description: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let text = GatheringText {
        title: known.text.title.clone(),
        kind: "workshop".to_owned(),
        language: "fr".to_owned(),
        span,
        seats: seats.clamp(1, SEATS_MAX),
        party_max: 1,
        leader: known.person,
        partner: known.organisation,
        told: Told {
            description: description.join("\n\n"),
            led_by: known.text.led_by.clone(),
            ..Told::default()
        },
    };
    let made = create_gatherings(tx, actor, place.id, &text, &[])?;
    let made = made.first().copied().ok_or(Refusal::Malformed)?;
    accepted(tx, actor, (&known, &place), &made.to_string())?;
    Ok(made)
}

/// The host accepts a service: it is one of the place, by the organisation.
pub fn accept_service(tx: &mut Tx, actor: &Actor, at: (ProposalId, i64)) -> Outcome<()> {
    let (known, place, _) = answered_by_host(tx, actor, at)?;
    let Some(organisation) = known.organisation.filter(|_| known.is_service) else {
        return Err(Refusal::Malformed);
    };
    let partner_name = people::organisation(tx, organisation)?.data.name;
    let parts = [&known.text.about, &known.text.public, &known.text.when];
    let parts = parts.map(|part| part.trim().to_owned());
    let description: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let text = ServiceText {
        name: known.text.title.clone(),
        description: description.join("\n\n"),
        modes: vec!["en-presentiel".to_owned()],
        partner_name,
        ..ServiceText::default()
    };
    let version = places::load(tx, place.id)?.version;
    inside::save_service(tx, actor, (place.id, version), None, &text)?;
    accepted(tx, actor, (&known, &place), "")
}

fn answered_by_host(
    tx: &mut Tx,
    actor: &Actor,
    at: (ProposalId, i64),
) -> Outcome<(Proposal, Place, bool)> {
    let found = fenced(tx, actor, at)?;
    if places::runs(actor, &found.1) { Ok(found) } else { Err(Refusal::Unknown) }
}

fn accepted(
    tx: &mut Tx,
    actor: &Actor,
    (known, place): (&Proposal, &Place),
    became: &str,
) -> Outcome<()> {
    tx.run(
        sql("UPDATE third_places_proposal SET became = $1 WHERE id = $2"),
        &[became.into(), known.id.into()],
    )?;
    set(tx, known.id, "accepted")?;
    let number = step(tx, actor, known.id, (true, "accepted", ""))?;
    tell(tx, known, place, (number, "places-mail-proposal-accepted", ""))?;
    note(tx, actor, &place.id.to_string(), "proposal-accepted", &known.text.title)
}

/// The host declines, and says why.
pub fn decline(tx: &mut Tx, actor: &Actor, at: (ProposalId, i64), reason: &str) -> Outcome<()> {
    let (known, place, _) = answered_by_host(tx, actor, at)?;
    if reason.trim().is_empty() {
        return Err(Refusal::field("reason", "web-fault-required"));
    }
    set(tx, known.id, "declined")?;
    let number = step(tx, actor, known.id, (true, "declined", reason.trim()))?;
    tell(tx, &known, &place, (number, "places-mail-proposal-declined", reason))?;
    note(tx, actor, &place.id.to_string(), "proposal-declined", &known.text.title)
}

/// The person takes a proposal back.
pub fn withdraw(tx: &mut Tx, actor: &Actor, at: (ProposalId, i64)) -> Outcome<()> {
    let person = actor.person()?;
    let (known, _, _) = fenced(tx, actor, at)?;
    if known.person != Some(person) {
        return Err(Refusal::Unknown);
    }
    set(tx, known.id, "withdrawn")?;
    step(tx, actor, known.id, (false, "withdrawn", "")).map(drop)
}

/// Tells the person of a step.
fn tell(
    tx: &mut Tx,
    known: &Proposal,
    place: &Place,
    (number, text, message): (i64, &'static str, &str),
) -> Outcome<()> {
    let Some(person) = known.person else { return Ok(()) };
    let new = NewNotice {
        person,
        kind: &AGENDA,
        unique_key: format!("proposal:{}:{number}", known.id),
        text,
        args: vec![
            ("title", Said::Text(known.text.title.clone())),
            ("organisation", Said::Text(place.text.name.clone())),
            ("message", Said::Text(message.to_owned())),
        ],
        link: format!("/propositions/{}", known.id),
        attachments: Vec::new(),
    };
    people::notify(tx, &new).map(drop)
}

fn tell_hosts(
    tx: &mut Tx,
    place: &Place,
    of: (ProposalId, &str),
    text: &'static str,
) -> Outcome<()> {
    tell_hosts_of(tx, place, of, (text, 1))
}

/// Tells those who decide for the host, or the network where no organisation runs the place.
fn tell_hosts_of(
    tx: &mut Tx,
    place: &Place,
    (id, title): (ProposalId, &str),
    (text, number): (&'static str, i64),
) -> Outcome<()> {
    let hosts = match place.host {
        Some(host) => people::holders(tx, Role::Manager, &host.to_string())?,
        None => people::holders(tx, Role::Officer, "")?,
    };
    for account in hosts {
        let new = NewNotice {
            person: account.id,
            kind: &PROPOSALS,
            unique_key: format!("proposal:{id}:{number}:{}", account.id),
            text,
            args: vec![
                ("title", Said::Text(title.to_owned())),
                ("organisation", Said::Text(place.text.name.clone())),
            ],
            link: format!("/propositions/{id}"),
            attachments: Vec::new(),
        };
        people::notify(tx, &new)?;
    }
    Ok(())
}
