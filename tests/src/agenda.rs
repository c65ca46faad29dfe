//! Gatherings for the tests: one that is announced, with some seats.

use base::{Moment, Outcome};
use people::Actor;
use store::Tx;
use third_places::PlaceId;
use third_places::agenda::{
    self, DrawId, GatheringId, GatheringText, NewDraw, ProposalId, ProposalText, Told, rules,
};

/// Two in the afternoon of a day so many days ahead, for two hours.
pub fn afternoon(now: Moment, days: i64) -> reservations::Span {
    let day = now.plus_days(days).in_france().date();
    let at = |hour| jiff::civil::time(hour, 0, 0, 0);
    rules::span(day, at(14), at(16))
}

/// A workshop in five days.
pub fn workshop(now: Moment, seats: i64) -> GatheringText {
    GatheringText {
        title: "Atelier compost".to_owned(),
        kind: "workshop".to_owned(),
        language: "fr".to_owned(),
        span: afternoon(now, 5),
        seats,
        party_max: seats.min(4),
        leader: None,
        partner: None,
        told: Told { description: "Du seau au jardin.".to_owned(), ..Told::default() },
    }
}

/// A workshop of a place, announced.
pub fn announced(tx: &mut Tx, host: &Actor, place: PlaceId, seats: i64) -> Outcome<GatheringId> {
    let text = workshop(tx.now(), seats);
    announced_as(tx, host, place, &text)
}

/// A gathering of a place, announced.
pub fn announced_as(
    tx: &mut Tx,
    host: &Actor,
    place: PlaceId,
    text: &GatheringText,
) -> Outcome<GatheringId> {
    let made = agenda::create_gatherings(tx, host, place, text, &[])?;
    let id = made.first().copied().ok_or(base::Refusal::Unknown)?;
    agenda::announce(tx, host, (id, 1))?;
    Ok(id)
}

/// Two workshops of a place with so many seats each, that are drawn in two days: residents first.
pub fn to_draw(
    tx: &mut Tx,
    host: &Actor,
    place: PlaceId,
    seats: i64,
) -> Outcome<(DrawId, Vec<GatheringId>)> {
    let mut gatherings = Vec::new();
    for (title, days) in [("Atelier couture", 6), ("Atelier vélo", 7)] {
        let text = GatheringText {
            title: title.to_owned(),
            span: afternoon(tx.now(), days),
            ..workshop(tx.now(), seats)
        };
        gatherings.extend(agenda::create_gatherings(tx, host, place, &text, &[])?);
    }
    let new = NewDraw {
        title: "Ateliers de décembre".to_owned(),
        closes_at: tx.now().plus_days(2),
        priority: "resident".to_owned(),
        gatherings: gatherings.clone(),
    };
    let id = tx.id();
    Ok((agenda::create_draw(tx, host, place, id, &new)?, gatherings))
}

/// An event that somebody proposes to a place.
pub fn proposed(tx: &mut Tx, who: &Actor, place: PlaceId) -> Outcome<ProposalId> {
    let text = ProposalText {
        title: "Atelier tricot".to_owned(),
        about: "On apporte ses aiguilles.".to_owned(),
        led_by: "Habiba, de Nanterre".to_owned(),
        ..ProposalText::default()
    };
    let id = tx.id();
    agenda::propose(tx, who, place, id, (None, &text))
}
