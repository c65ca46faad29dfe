//! Who wants to be met in the workshop of the demonstration. All of them are invented.

use base::Outcome;
use people::Actor;
use store::Tx;
use third_places::PlaceId;
use third_places::meeting::{self, ProfileText, Visible};

use super::people_of_demo::Cast;

/// What somebody says: offers, seeks, words of their own, employer, its kind.
type Says =
    (&'static [&'static str], &'static [&'static str], &'static str, &'static str, &'static str);

const OTHERS: [Says; 6] = [
    (
        &["reuse", "crafts"],
        &["accounting", "premises"],
        "étagères",
        "La Ressource (inventée)",
        "social",
    ),
    (&["accounting", "law"], &["purchasing"], "paie", "Cabinet Delorme (inventé)", "classic"),
    (&["digital"], &["training", "hiring"], "sites web", "Studio Pixel (inventé)", "classic"),
    (&["food"], &["communication"], "traiteur", "La Cuisine des Voisins (inventée)", "social"),
    (&["training", "hiring"], &["digital"], "", "Les Mains (inventées)", "social"),
    (&["mobility"], &["energy"], "vélos cargo", "Roule (inventé)", "social"),
];

/// Writes profiles, and lets some ask to meet others.
pub(super) fn tell(tx: &mut Tx, cast: &Cast, place: PlaceId) -> Outcome<()> {
    let own = [
        (
            &cast.own.1,
            (&["facilitation", "premises"] as &[&str], &["accounting", "digital"] as &[&str]),
        ),
        (&cast.resident, (&["communication"] as &[&str], &["crafts", "food"] as &[&str])),
    ];
    for (who, (offers, seeks)) in own {
        let says = (offers, seeks, "", "", "social");
        meeting::save_profile(tx, who, 0, Visible::Places, &text(says, place))?;
    }
    let others: Vec<&Actor> = cast.organisations.iter().map(|(_, actor)| actor).collect();
    for (who, says) in others.iter().zip(OTHERS) {
        meeting::save_profile(tx, who, 0, Visible::Places, &text(says, place))?;
    }
    let [first, second, third, ..] = others.as_slice() else { return Ok(()) };
    let words = "Nous avons lu votre fiche : un café jeudi, à l’atelier ?";
    ask(tx, first, &cast.own.1, words)?;
    ask(tx, second, &cast.resident, words)?;
    ask(tx, &cast.resident, third, words)?;
    let asked = meeting::introductions(tx, &cast.resident)?;
    for one in asked.iter().filter(|one| one.seen == meeting::Seen::AskedOfMe) {
        meeting::answer(tx, &cast.resident, one.id, true)?;
    }
    Ok(())
}

fn text(
    (offers, seeks, words, employer, form): (&[&str], &[&str], &str, &str, &str),
    place: PlaceId,
) -> ProfileText {
    let list = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect();
    ProfileText {
        offers: list(offers),
        offer_words: meeting::rules::words_typed(words),
        seeks: list(seeks),
        employer: employer.to_owned(),
        form: form.to_owned(),
        places: vec![place.to_string()],
        languages: vec!["fr".to_owned()],
        about: "Fiche inventée pour la démonstration.".to_owned(),
        ..ProfileText::default()
    }
}

fn ask(tx: &mut Tx, who: &Actor, other: &Actor, words: &str) -> Outcome<()> {
    let Some(of) = meeting::own_profile(tx, other)? else { return Ok(()) };
    let id = tx.id();
    meeting::ask(tx, who, id, of.id, (None, words))
}
