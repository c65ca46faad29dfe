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

/// Pairs who met long ago: what came of it, and how much was created.
const CAME: [(&str, i64); 7] = [
    ("talked", 1),
    ("talked", 1),
    ("together", 1),
    ("together", 1),
    ("project", 1),
    ("created", 2),
    ("nothing", 1),
];

/// Long before: pairs who have met since.
pub(super) fn long_before(tx: &mut Tx, cast: &Cast) -> Outcome<()> {
    let others: Vec<&Actor> = cast.organisations.iter().map(|(_, actor)| actor).collect();
    let own = [&cast.own.1, &cast.resident];
    for pair in others.chunks(2).take(CAME.len()).chain([own.as_slice()]) {
        let [one, other] = pair else { continue };
        let says: Says = (&["facilitation"], &["communication"], "", "", "social");
        for who in [one, other] {
            write(tx, who, Visible::Everybody, &text(says, None))?;
        }
        ask(tx, one, other, "Faisons connaissance.")?;
        accept(tx, other)?;
    }
    Ok(())
}

/// Writes profiles for the workshop, lets some ask to meet others, and some write an idea.
pub(super) fn tell(tx: &mut Tx, cast: &Cast, place: PlaceId) -> Outcome<()> {
    let (own, resident) = (&cast.own.1, &cast.resident);
    let both: [(&Actor, Says); 2] = [
        (own, (&["facilitation", "premises"], &["accounting", "digital"], "", "", "social")),
        (resident, (&["communication"], &["crafts", "food"], "", "", "social")),
    ];
    let others: Vec<&Actor> = cast.organisations.iter().map(|(_, actor)| actor).collect();
    for (who, says) in both.into_iter().chain(others.iter().copied().zip(OTHERS)) {
        write(tx, who, Visible::Places, &text(says, Some(place)))?;
    }
    meeting::ask_due(tx)?;
    for (pair, (answer, count)) in others.chunks(2).zip(CAME) {
        let Some(&who) = pair.first() else { continue };
        for one in meeting::questions(tx, who)? {
            meeting::answer_question(tx, who, &one.subject, (answer, count, ""))?;
        }
    }
    let [first, second, third, ..] = others.as_slice() else { return Ok(()) };
    let words = "Nous avons lu votre fiche\u{a0}: un café jeudi, à l’atelier\u{202f}?";
    ask(tx, first, own, words)?;
    ask(tx, second, resident, words)?;
    accept(tx, resident)?;
    ask(tx, resident, third, words)?;
    let idea = meeting::IdeaText {
        title: "Une matériauthèque de quartier (inventée)".to_owned(),
        purpose: "Donner une deuxième vie aux chutes de bois et de tissu des chantiers.".to_owned(),
        who: "L’atelier trie et stocke, les habitants viennent choisir.".to_owned(),
        body: String::new(),
    };
    let (id, invited) = (tx.id(), resident.person()?);
    meeting::open_idea(tx, own, id, (Some(place), &idea), &[invited])?;
    meeting::answer_invitation(tx, resident, id, true)
}

fn write(tx: &mut Tx, who: &Actor, visible: Visible, text: &ProfileText) -> Outcome<()> {
    let version = meeting::own_profile(tx, who)?.map_or(0, |own| own.version);
    meeting::save_profile(tx, who, version, visible, text)
}

fn accept(tx: &mut Tx, who: &Actor) -> Outcome<()> {
    for one in meeting::introductions(tx, who)? {
        if one.seen == meeting::Seen::AskedOfMe {
            meeting::answer(tx, who, one.id, true)?;
        }
    }
    Ok(())
}

fn text((offers, seeks, words, employer, form): Says, place: Option<PlaceId>) -> ProfileText {
    let list = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect();
    ProfileText {
        offers: list(offers),
        offer_words: meeting::rules::words_typed(words),
        seeks: list(seeks),
        employer: employer.to_owned(),
        form: form.to_owned(),
        places: place.iter().map(ToString::to_string).collect(),
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
