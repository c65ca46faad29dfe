//! What takes place in the places of the demonstration: some of it over, most of it to come.

use base::{Moment, Outcome, Refusal};
use jiff::civil::{Date, time};
use people::Actor;
use reservations::Span;
use store::Tx;
use third_places::agenda::{self, GatheringId, GatheringText, NewDraw, ProposalText, Told, rules};
use third_places::{Place, PlaceId};

use super::people_of_demo::Cast;

/// Fills the agenda of the places, and tells what came of what was yesterday.
pub(super) fn tell(tx: &mut Tx, cast: &Cast, atelier: PlaceId, today: Moment) -> Outcome<()> {
    let (_, host) = &cast.own;
    drawn(tx, cast, atelier, today)?;
    over(tx, host, atelier, today)?;
    proposed(tx, cast, atelier)?;
    to_come(tx, cast, atelier, today)?;
    elsewhere(tx, cast, today)
}

/// A text of a gathering that is free and for everybody.
pub(super) fn text(title: &str, kind: &str, span: Span, seats: i64) -> GatheringText {
    GatheringText {
        title: format!("{title} (démonstration)"),
        kind: kind.to_owned(),
        language: "fr".to_owned(),
        span,
        seats,
        party_max: 1,
        leader: None,
        partner: None,
        told: Told {
            description: "Un rendez-vous inventé pour la démonstration.".to_owned(),
            publics: vec!["tous-publics".to_owned()],
            ..Told::default()
        },
    }
}

/// From an hour until an hour, so many days after a day.
pub(super) fn at(today: Moment, days: i64, (from, to): (i8, i8)) -> Span {
    let day = today.plus_days(days).in_france().date();
    rules::span(day, time(from, 0, 0, 0), time(to, 0, 0, 0))
}

pub(super) fn announced(
    tx: &mut Tx,
    host: &Actor,
    place: PlaceId,
    text: &GatheringText,
) -> Outcome<GatheringId> {
    let made = agenda::create_gatherings(tx, host, place, text, &[])?;
    let id = made.first().copied().ok_or(Refusal::Unknown)?;
    agenda::announce(tx, host, (id, 1))?;
    Ok(id)
}

/// Two workshops whose seats were drawn yesterday, and two whose seats can still be asked for.
fn drawn(tx: &mut Tx, cast: &Cast, atelier: PlaceId, today: Moment) -> Outcome<()> {
    let (_, host) = &cast.own;
    let resident = cast.resident.person()?;
    let standing =
        reservations::Standing { person: resident, code: "resident".to_owned(), until: None };
    reservations::set_standing(tx, host, atelier.cast(), &standing, true)?;
    let draws = [
        ("Ateliers de l’Avent", tx.now().plus_seconds(3_600), ["Bougies", "Papier plié"], 8),
        ("Ateliers de janvier", at(today, 6, (20, 21)).from, ["Reliure", "Vannerie"], 20),
    ];
    let people: Vec<&Actor> = cast.organisations.iter().map(|(_, actor)| actor).take(9).collect();
    for (title, closes_at, workshops, days) in draws {
        let mut gatherings = Vec::new();
        for (shift, name) in (0_i64..).zip(workshops) {
            let mut one = text(name, "workshop", at(today, days + shift, (14, 17)), 4);
            one.party_max = 2;
            gatherings.extend(agenda::create_gatherings(tx, host, atelier, &one, &[])?);
        }
        let title = format!("{title} (démonstration)");
        let priority = "resident".to_owned();
        let new = NewDraw { title, closes_at, priority, gatherings: gatherings.clone() };
        let id = tx.id();
        agenda::create_draw(tx, host, atelier, id, &new)?;
        for (turn, actor) in people.iter().enumerate() {
            let quantity = if turn == 2 { 2 } else { 1 };
            agenda::wish(tx, actor, id, (&gatherings, quantity))?;
        }
        agenda::wish(tx, &cast.resident, id, (&gatherings, 1))?;
        if closes_at < today {
            tx.world().advance_seconds(3_900);
            agenda::run_draw(tx, id)?;
        }
    }
    Ok(())
}

/// An idea of a resident that waits for the host, and a service that a partner would offer.
fn proposed(tx: &mut Tx, cast: &Cast, atelier: PlaceId) -> Outcome<()> {
    let idea = ProposalText {
        title: "Lire à voix haute (démonstration)".to_owned(),
        about: "Chacun apporte un livre et en lit deux pages aux autres.".to_owned(),
        public: "Tout le monde, enfants compris.".to_owned(),
        when: "Un mercredi après-midi.".to_owned(),
        needs: "Une salle calme, des coussins.".to_owned(),
        led_by: "Rose Diallo".to_owned(),
    };
    let id = tx.id();
    agenda::propose(tx, &cast.resident, atelier, id, (None, &idea))?;
    let Some((organisation, partner)) = cast.organisations.get(2) else { return Ok(()) };
    let service = ProposalText {
        title: "Permanence d’aide au logement (démonstration)".to_owned(),
        about: "Deux heures le jeudi, sans rendez-vous.".to_owned(),
        ..ProposalText::default()
    };
    let id = tx.id();
    agenda::propose(tx, partner, atelier, id, (Some(*organisation), &service))?;
    agenda::say(tx, &cast.own.1, (id, 1), "Le mardi vous irait-il ?")
}

/// Times of the day that has just passed at which something can have taken place, in order.
fn passed(now: Moment, today: Moment) -> Vec<Span> {
    let first = now.in_france().date();
    let days = [first, first.tomorrow().unwrap_or(first)];
    let of = |day: Date| [(9, 11), (14, 16), (18, 20)].map(|(from, to)| (day, from, to));
    let span =
        |(day, from, to): (Date, i8, i8)| rules::span(day, time(from, 0, 0, 0), time(to, 0, 0, 0));
    let inside = |span: &Span| span.from > now.plus_seconds(1_800) && span.to < today;
    days.into_iter().flat_map(of).map(span).filter(inside).collect()
}

fn over(tx: &mut Tx, host: &Actor, atelier: PlaceId, today: Moment) -> Outcome<()> {
    let told = [
        (
            text("Réparer ses chaises", "workshop", at(today, 0, (0, 1)), 10),
            (8, "Onze chaises réparées ; deux participants reviennent aider au prochain atelier."),
        ),
        (
            text("Soupe des voisins", "meal", at(today, 0, (0, 1)), 40),
            (31, "Trente et une assiettes, et l’idée d’un four partagé."),
        ),
    ];
    let mut made = Vec::new();
    for (span, (text, results)) in passed(tx.now(), today).into_iter().zip(told) {
        let id = announced(tx, host, atelier, &GatheringText { span, ..text })?;
        made.push((id, span, results));
    }
    for (id, span, (came, results)) in made {
        let seconds = span.to.plus_seconds(600).seconds_since(tx.now());
        tx.world().advance_seconds(seconds.max(0));
        let version = agenda::own_gathering(tx, host, id)?.0.version;
        agenda::finish(tx, host, (id, version), (came, results))?;
    }
    Ok(())
}

fn to_come(tx: &mut Tx, cast: &Cast, atelier: PlaceId, today: Moment) -> Outcome<()> {
    let (_, host) = &cast.own;
    let spaces = third_places::spaces(tx, host, atelier)?;
    let pictures = third_places::pictures(tx, host, atelier)?;
    let mut compost = text("Composter en ville", "workshop", at(today, 4, (14, 16)), 8);
    compost.party_max = 4;
    compost.told.description = "Du seau de cuisine au jardin : trier, aérer, attendre, et s’en \
        servir. **Venez avec un bocal.**"
        .to_owned();
    compost.told.price = "2 €, ou un légume".to_owned();
    compost.told.access =
        "Salle de plain-pied, ascenseur ; une boucle magnétique sur demande.".to_owned();
    compost.told.led_by = "Rose Diallo, habitante de Nanterre".to_owned();
    compost.told.space = spaces.first().map(|space| space.id);
    compost.told.picture = pictures.iter().find(|one| one.space.is_none()).map(|one| one.id);
    compost.leader = Some(cast.resident.person()?);
    let compost = announced(tx, host, atelier, &compost)?;
    let few = text("Affûter ses outils", "workshop", at(today, 6, (10, 12)), 2);
    let few = announced(tx, host, atelier, &few)?;
    let mut visit = text("Visite du toit cultivé", "visit", at(today, 9, (11, 12)), 15);
    visit.language = "several".to_owned();
    visit.partner = cast.organisations.first().map(|(organisation, _)| *organisation);
    visit.told.tour = third_places::tours_at(tx, host, atelier)?.first().map(|(tour, _)| tour.id);
    announced(tx, host, atelier, &visit)?;
    let talk = text("Travailler près de chez soi", "conference", at(today, 13, (18, 20)), 60);
    let talk = announced(tx, host, atelier, &talk)?;
    agenda::call_off(tx, host, (talk, 2), "La conférencière est retenue à Lyon.")?;
    let draft = text("Portes ouvertes de printemps", "open-house", at(today, 90, (10, 18)), 200);
    agenda::create_gatherings(tx, host, atelier, &draft, &[])?;
    let people: Vec<&Actor> = cast.organisations.iter().map(|(_, actor)| actor).take(4).collect();
    for (turn, actor) in people.iter().enumerate() {
        let quantity = if turn == 1 { 3 } else { 1 };
        takes_part(tx, actor, compost, quantity)?;
        takes_part(tx, actor, few, 1)?;
    }
    // One seat is left to none: the resident waits.
    takes_part(tx, &cast.resident, few, 1)
}

fn takes_part(tx: &mut Tx, actor: &Actor, id: GatheringId, quantity: i64) -> Outcome<()> {
    let key = tx.id();
    agenda::take_part(tx, actor, id, (key, quantity)).map(drop)
}

/// A course of some weeks on a quay, and the programme of a place that is there for ten days.
fn elsewhere(tx: &mut Tx, cast: &Cast, today: Moment) -> Outcome<()> {
    let officer = &cast.officer;
    let all = third_places::own_places(tx, officer)?;
    let named = |start: &str| -> Option<&Place> {
        all.iter().find(|place| place.text.name.starts_with(start) && place.host.is_some())
    };
    if let Some(quay) = named("Quai de l’Écluse") {
        let mut course = text("Français du quotidien", "course", at(today, 3, (9, 11)), 12);
        course.told.publics = vec!["personnes-exilees".to_owned()];
        let more = [10, 17, 24].map(|days| at(today, days, (9, 11)));
        for id in agenda::create_gatherings(tx, officer, quay.id, &course, &more)? {
            agenda::announce(tx, officer, (id, 1))?;
        }
    }
    if let Some(hall) = named("Halle du Moulin") {
        let open = text("Ouverture de la halle", "open-house", at(today, 41, (10, 19)), 300);
        announced(tx, officer, hall.id, &open)?;
    }
    Ok(())
}
