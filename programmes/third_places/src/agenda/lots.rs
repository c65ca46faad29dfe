//! What a draw comes to: the market that is entered, the seats and turns that follow, who is told.

use std::collections::BTreeMap;

use allocation::{
    Entered, Known, Market, OfferLine, PersonLine, Published, QuotaLine, Rule, WishLine, allocate,
};
use base::{Moment, Outcome, Refusal};
use people::notices::{Channel, Kind};
use people::{NewNotice, PersonId, Policy, Said};
use store::{Store, Tx, sql};
use work::{Failure, Handler, Periodic};

use super::draws::{Draw, DrawState, fence, ids_of, load, of_draw};
use super::model::{DrawId, Gathering, GatheringId, State};
use crate::places;

/// What somebody is told of what they asked for, proposed and wished.
pub(super) const AGENDA: Kind = Kind {
    code: "places.agenda",
    seen_by: Policy::SignedIn,
    usual: Channel::Mail,
    fixed: false,
    urgent: true,
};

/// The job that draws what is due, and tells who asked.
pub const DRAW_JOB: &str = "places.draw";
/// Draws, and people told, of one round.
const ROUND: usize = 200;

/// The handlers of the programme.
pub fn handlers() -> Vec<Handler> {
    vec![work::handler(DRAW_JOB, |store, _| round(store))]
}

/// Its periodic jobs.
pub fn periodic() -> Vec<Periodic> {
    vec![Periodic { kind: DRAW_JOB, every_s: 60 }]
}

/// Each draw is a unit of work by itself: one that cannot go on holds up no other.
async fn round(store: Store) -> Result<(), Failure> {
    let due = store.read(due).await.map_err(Failure::passing)?;
    let mut failed = None;
    for id in due {
        if let Err(refusal) = store.write(move |tx| run_draw(tx, id)).await {
            failed = Some(refusal);
        }
    }
    store.write(tell).await.map_err(Failure::passing)?;
    failed.map_or(Ok(()), |refusal| Err(Failure::passing(refusal)))
}

fn due(tx: &mut Tx) -> Outcome<Vec<DrawId>> {
    let now = tx.now();
    tx.all(
        sql("SELECT id FROM third_places_draw WHERE state = 'open' AND closes_at <= $1
             ORDER BY closes_at, id LIMIT $2"),
        &[now.into(), ROUND.into()],
    )?
    .into_iter()
    .map(|row| row.single::<String>()?.parse())
    .collect()
}

/// Somebody who asked, as the draw sees them.
#[derive(Clone, Debug)]
pub(super) struct Asking {
    pub(super) id: String,
    pub(super) number: i64,
    pub(super) person: PersonId,
    pub(super) quantity: i64,
    pub(super) wishes: Vec<GatheringId>,
    /// Class of priority; none goes last.
    pub(super) class: Option<u32>,
    /// Of whom seats are kept for.
    pub(super) kept: bool,
}

/// Draws once what is closed, gives the seats out and the turns in the waiting lists.
pub fn run_draw(tx: &mut Tx, id: DrawId) -> Outcome<()> {
    fence(tx, id)?;
    let draw = load(tx, id)?;
    if draw.state != DrawState::Open || draw.closes_at > tx.now() {
        return Ok(());
    }
    let mut known = of_draw(tx, id)?;
    known.retain(|one| one.state == State::Announced);
    let asking = asking(tx, &draw, &known)?;
    for one in &known {
        reservations::open_occasion(tx, one.occasion())?;
    }
    let state = if known.is_empty() { "cancelled" } else { "done" };
    let published = match known.is_empty() || asking.is_empty() {
        true => None,
        false => Some(drawn_lots(&draw, &known, &asking)?),
    };
    let text = match &published {
        Some(published) => serde_json::to_string_pretty(published).map_err(Refusal::broken)?,
        None => String::new(),
    };
    let now = tx.now();
    tx.run(
        sql("UPDATE third_places_draw SET state = $1, published = $2, drawn_at = $3 WHERE id = $4"),
        &[state.into(), text.into(), now.into(), id.into()],
    )?;
    match published {
        Some(published) => give(tx, &known, &asking, &published),
        None => tx
            .run(sql("UPDATE third_places_wish SET answer = 'none' WHERE draw = $1"), &[id.into()])
            .map(drop),
    }?;
    people::record(tx, "nobody", "places.drawn", &id.to_string(), &draw.title)
}

fn asking(tx: &mut Tx, draw: &Draw, known: &[Gathering]) -> Outcome<Vec<Asking>> {
    let codes = reservations::codes_of(tx, draw.place.cast())?;
    let rows = tx.all(
        sql("SELECT id, number, person, quantity, wishes FROM third_places_wish
             WHERE draw = $1 AND person IS NOT NULL ORDER BY number"),
        &[draw.id.into()],
    )?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let mut columns = row.columns();
        let (id, number) = (columns.take()?, columns.take()?);
        let person: PersonId = columns.take::<String>()?.parse()?;
        let quantity = columns.take()?;
        let mut wishes = ids_of(&columns.take::<String>()?);
        wishes.retain(|wish| known.iter().any(|one| one.id == *wish));
        let own = codes.get(&person).map(Vec::as_slice).unwrap_or_default();
        let class = draw.priority.iter().position(|code| own.contains(code));
        all.push(Asking {
            id,
            number,
            person,
            quantity,
            wishes,
            class: class.and_then(|at| u32::try_from(at + 1).ok()),
            kept: draw.kept.as_ref().is_some_and(|(code, _)| own.contains(code)),
        });
    }
    Ok(all)
}

/// The draw itself, pure: what is entered and what comes out.
pub(super) fn drawn_lots(
    draw: &Draw,
    known: &[Gathering],
    asking: &[Asking],
) -> Outcome<Published> {
    let offer = |one: &Gathering| {
        let seats = u32::try_from(one.text.seats).unwrap_or(0);
        let kept = |(code, percent): &(String, i64)| QuotaLine {
            category: code.clone(),
            at_least: u32::try_from(one.text.seats * percent / 100).unwrap_or(0),
            at_most: seats,
        };
        OfferLine { id: one.id.to_string(), seats, quotas: draw.kept.iter().map(kept).collect() }
    };
    let category = draw.kept.as_ref().map(|(code, _)| code.clone()).unwrap_or_default();
    let mut persons = Vec::new();
    for one in asking {
        let wish = |id: &GatheringId| WishLine { offer: id.to_string(), class: one.class };
        let wishes: Vec<WishLine> = one.wishes.iter().map(wish).collect();
        for member in 1..=one.quantity {
            let id = match one.quantity {
                1 => one.number.to_string(),
                _ => format!("{}-{member}", one.number),
            };
            let category = if one.kept { category.clone() } else { String::new() };
            let party = one.number.to_string();
            persons.push(PersonLine { id, party, category, wishes: wishes.clone() });
        }
    }
    let entered = Entered { offers: known.iter().map(offer).collect(), persons };
    let market = Market::new(&entered)
        .map_err(|fault| Refusal::broken(format_args!("a draw with a fault: {fault:?}")))?;
    let equal = draw.priority.is_empty() && draw.kept.is_none();
    let known = Known {
        rule: if equal { Rule::Serial } else { Rule::Deferred },
        seed: draw.seed.clone(),
        public: String::new(),
    };
    allocate(entered, &market, known)
        .map_err(|fault| Refusal::broken(format_args!("a seed with a fault: {fault:?}")))
}

/// Gives out what was drawn: seats, turns in the order of the draw, and the reasons.
fn give(tx: &mut Tx, known: &[Gathering], asking: &[Asking], published: &Published) -> Outcome<()> {
    let places: BTreeMap<&str, usize> =
        published.draw.iter().enumerate().map(|(at, one)| (one.party.as_str(), at)).collect();
    let place = |number: i64| places.get(number.to_string().as_str()).copied();
    let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for line in &published.reasons {
        reasons.entry(&line.party).or_default().push(reason(line));
    }
    let mut got: BTreeMap<&str, &str> = BTreeMap::new();
    for answer in &published.answer {
        if let Some(offer) = &answer.offer {
            let party = answer.person.split('-').next().unwrap_or_default();
            got.insert(party, offer);
        }
    }
    let mut order: Vec<(u32, usize, &Asking)> = asking
        .iter()
        .map(|one| (one.class.unwrap_or(u32::MAX), place(one.number).unwrap_or(usize::MAX), one))
        .collect();
    order.sort_by_key(|(class, place, _)| (*class, *place));
    for (_, _, one) in &order {
        let number = one.number.to_string();
        let seat = got.get(number.as_str()).and_then(|offer| offer.parse::<GatheringId>().ok());
        let found = known.iter().find(|gathering| Some(gathering.id) == seat);
        let answer = match found {
            Some(gathering) => seated(tx, gathering, one)?,
            None => turned(tx, known, one)?,
        };
        let said = reasons.get(number.as_str()).map(|all| all.join(";")).unwrap_or_default();
        answered(tx, one, (answer, seat.filter(|_| answer == "seat")), &said)?;
    }
    Ok(())
}

fn seated(tx: &mut Tx, gathering: &Gathering, one: &Asking) -> Outcome<&'static str> {
    let booking: base::Id<reservations::Booking> = one.id.parse()?;
    let at = (gathering.occasion(), gathering.text.span);
    match reservations::seat(tx, at, booking, (one.person, one.quantity)) {
        Ok(()) => Ok("seat"),
        // It has begun while nobody drew, or the place has closed.
        Err(Refusal::Conflict(_)) => Ok("none"),
        Err(other) => Err(other),
    }
}

/// A turn in the waiting list of each wish.
fn turned(tx: &mut Tx, known: &[Gathering], one: &Asking) -> Outcome<&'static str> {
    let mut waits = false;
    for wish in &one.wishes {
        let Some(gathering) = known.iter().find(|gathering| gathering.id == *wish) else {
            continue;
        };
        if one.quantity > gathering.text.seats {
            continue;
        }
        let at = (gathering.occasion(), gathering.text.span);
        let id = tx.id();
        waits |= reservations::enlist(tx, at, id, (one.person, one.quantity))?.is_some();
    }
    Ok(if waits { "wait" } else { "none" })
}

/// A reason as it is kept: the wish, the rule, how many went before.
fn reason(line: &allocation::ReasonLine) -> String {
    let ground = serde_json::to_value(line.ground).ok();
    let ground = ground.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    format!("{} {ground} {}", line.wish, line.before)
}

fn answered(
    tx: &mut Tx,
    one: &Asking,
    (answer, seat): (&str, Option<GatheringId>),
    reasons: &str,
) -> Outcome<()> {
    // Whoever has seats is told of them by the reservations.
    let told = answer == "seat";
    tx.run(
        sql("UPDATE third_places_wish SET answer = $1, gathering = $2, reasons = $3, told = $4
             WHERE id = $5"),
        &[answer.into(), seat.into(), reasons.into(), told.into(), one.id.as_str().into()],
    )
    .map(drop)
}

/// Somebody who is told: their wish, themselves, the answer, the draw and its place.
type Untold = (String, String, String, DrawId, String, crate::model::PlaceId, Moment);

/// Tells some of those who have no seat, each once.
fn tell(tx: &mut Tx) -> Outcome<()> {
    let rows = tx.all(
        sql("SELECT w.id, w.person, w.answer, d.id, d.title, d.place, d.closes_at
             FROM third_places_wish w JOIN third_places_draw d ON d.id = w.draw
             WHERE w.told = 0 AND w.answer <> '' AND w.person IS NOT NULL
             ORDER BY w.id LIMIT $1"),
        &[ROUND.into()],
    )?;
    let mut untold: Vec<Untold> = Vec::with_capacity(rows.len());
    for row in rows {
        let mut columns = row.columns();
        untold.push((
            columns.take()?,
            columns.take()?,
            columns.take()?,
            columns.take()?,
            columns.take()?,
            columns.take()?,
            columns.take()?,
        ));
    }
    for (wish, person, answer, draw, title, place, at) in untold {
        let text =
            if answer == "wait" { "places-mail-drawn-wait" } else { "places-mail-drawn-none" };
        let new = NewNotice {
            person: person.parse()?,
            kind: &AGENDA,
            unique_key: format!("drawn:{wish}"),
            text,
            args: vec![
                ("title", Said::Text(title)),
                ("organisation", Said::Text(places::load(tx, place)?.text.name)),
                ("at", Said::When(at)),
            ],
            link: format!("/tirages/{draw}"),
            attachments: Vec::new(),
        };
        people::notify(tx, &new)?;
        tx.run(
            sql("UPDATE third_places_wish SET told = 1 WHERE id = $1"),
            &[wish.as_str().into()],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use base::Id;
    use reservations::Span;

    use super::*;
    use crate::agenda::{GatheringText, Told};

    fn workshop(number: u64, seats: i64) -> Gathering {
        Gathering {
            id: Id::from_parts(number, &[1; 10]),
            version: 1,
            place: Id::from_parts(1, &[2; 10]),
            state: State::Announced,
            text: GatheringText {
                title: String::new(),
                kind: "workshop".to_owned(),
                language: "fr".to_owned(),
                span: Span { from: Moment(0), to: Moment(1) },
                seats,
                party_max: 4,
                leader: None,
                partner: None,
                told: Told::default(),
            },
            draw: None,
            results: String::new(),
            came: None,
            reason: String::new(),
            folded: String::new(),
            changed_at: Moment(0),
        }
    }

    fn a_draw(priority: &[&str]) -> Draw {
        Draw {
            id: Id::from_parts(1, &[3; 10]),
            place: Id::from_parts(1, &[2; 10]),
            state: DrawState::Open,
            title: String::new(),
            closes_at: Moment(0),
            priority: priority.iter().map(|&code| code.to_owned()).collect(),
            kept: None,
            commitment: String::new(),
            asked: 0,
            drawn_at: None,
            seed: "une graine pour les essais".to_owned(),
        }
    }

    fn crowd(count: i64, known: &[Gathering]) -> Vec<Asking> {
        let wishes: Vec<GatheringId> = known.iter().map(|one| one.id).collect();
        let one = |number: i64| Asking {
            id: String::new(),
            number,
            person: Id::from_parts(number.unsigned_abs(), &[4; 10]),
            quantity: 1 + i64::from(number % 5 == 0),
            wishes: wishes.clone(),
            class: (number % 3 == 0).then_some(1),
            kept: false,
        };
        (1..=count).map(one).collect()
    }

    #[test]
    fn ten_thousand_who_ask_are_answered_and_no_seat_is_given_twice_or_left() {
        let known = [workshop(1, 40), workshop(2, 25), workshop(3, 60)];
        let asking = crowd(10_000, &known);
        for draw in [a_draw(&[]), a_draw(&["resident"])] {
            let published = drawn_lots(&draw, &known, &asking).unwrap();
            for one in &known {
                let id = one.id.to_string();
                let taken = published.answer.iter().filter(|a| a.offer.as_ref() == Some(&id));
                assert_eq!(i64::try_from(taken.count()).unwrap(), one.text.seats);
            }
            assert_eq!(published.envy.justified, 0);
            let parties: BTreeSet<&str> =
                published.draw.iter().map(|one| one.party.as_str()).collect();
            assert_eq!(parties.len(), asking.len(), "each has a place in the draw");
        }
    }

    #[test]
    fn residents_go_first_where_they_have_priority() {
        let known = [workshop(1, 30)];
        let asking = crowd(300, &known);
        let published = drawn_lots(&a_draw(&["resident"]), &known, &asking).unwrap();
        let seated = published.answer.iter().filter(|answer| answer.offer.is_some());
        for answer in seated {
            let party = answer.person.split('-').next().unwrap();
            let number: i64 = party.parse().unwrap();
            assert_eq!(number % 3, 0, "{number} is no resident");
        }
    }
}
