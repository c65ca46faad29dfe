//! A micro-crèche of the demonstration in a place that its manager runs: staff, a plan, a few
//! families. Names, children and hours are invented.

use base::{Moment, Outcome, Refusal, World};
use jiff::civil::Date;
use people::Actor;
use reservations::Span;
use store::{Keys, Store, Tx};
use third_places::childcare::{
    self, ChildFile, ChildId, NurseryId, NurseryText, add_carer, add_shift, later, monday,
};

/// Hours of each of the staff, from Monday to Friday.
const STAFF: [(&str, &str, (i8, i8)); 4] = [
    ("Amélie (démonstration)", "educator", (8, 16)),
    ("Bruno (démonstration)", "auxiliary", (9, 18)),
    ("Chloé (démonstration)", "second", (10, 18)),
    ("Dina (démonstration)", "trainee", (9, 17)),
];

/// The account, the child, year and month of birth, whether it walks, its hours.
type Family = (&'static str, &'static str, (i64, i64), bool, (i8, i8));

const FAMILIES: [Family; 5] = [
    ("habitante", "Lou (démonstration)", (2024, 3), true, (9, 12)),
    ("habitante", "Noé (démonstration)", (2026, 1), false, (9, 12)),
    ("membre", "Inès (démonstration)", (2024, 11), true, (10, 17)),
    ("lectrice1", "Sacha (démonstration)", (2025, 9), false, (14, 17)),
    ("agent", "Théo (démonstration)", (2023, 6), true, (8, 12)),
];

/// Opens the micro-crèche, plans two weeks, seats the families.
pub(super) async fn tell(store: &Store, (keys, world): (&Keys, &World)) -> Outcome<()> {
    let Some(nursery) = store.write(open).await? else { return Ok(()) };
    for (turn, (account, name, (year, month), walks, hours)) in (0_i64..).zip(FAMILIES) {
        let id: ChildId = world.id();
        let file = ChildFile {
            given_name: name.to_owned(),
            year,
            month,
            contacts: "Un parent, 01 00 00 00 00 (démonstration)".to_owned(),
            health: if walks { "" } else { "Lait sans lactose (démonstration)" }.to_owned(),
            fetchers: "Ses parents (démonstration)".to_owned(),
        };
        let sealed = childcare::seal_file((keys, world), id, &file).await?;
        let declare = move |tx: &mut Tx| {
            let parent = actor(tx, account)?;
            childcare::declare_child(tx, &parent, nursery, id, (walks, &sealed))?;
            seats(tx, &parent, (nursery, id), turn, hours)
        };
        store.write(declare).await?;
    }
    Ok(())
}

fn actor(tx: &mut Tx, account: &str) -> Outcome<Actor> {
    let email = format!("{account}@demo.parvis.example");
    let known = people::account_by_email(tx, &email)?.ok_or(Refusal::Unknown)?;
    Actor::of(tx, known.id)
}

fn open(tx: &mut Tx) -> Outcome<Option<NurseryId>> {
    let manager = actor(tx, "gestionnaire")?;
    let own = third_places::own_places(tx, &manager)?;
    let open = |place: &&third_places::Place| place.state == third_places::Life::Open;
    let Some(place) = own.iter().find(open) else { return Ok(None) };
    let text = NurseryText {
        name: "Les Loupiots du parvis (démonstration)".to_owned(),
        places: 12,
        ratio: "walking".to_owned(),
        surplus: true,
        hours: "Mo-Fr 08:00-18:00; PH off".to_owned(),
        authorised_on: jiff::civil::date(2025, 9, 1),
        authorisation: "DÉMO-2025-12".to_owned(),
    };
    let id = tx.id();
    childcare::create_nursery(tx, &manager, place.id, id, &text)?;
    let first = monday(tx.now().in_france().date());
    for (name, qualification, hours) in STAFF {
        let carer = add_carer(tx, &manager, id, name, qualification)?;
        for day in (0..5).map(|shift| later(first, shift)) {
            add_shift(tx, &manager, (id, carer), span(day, hours))?;
        }
    }
    childcare::copy_week(tx, &manager, id, first, 2)?;
    Ok(Some(id))
}

fn span(day: Date, (from, to): (i8, i8)) -> Span {
    let at = |hour| Moment::from_france(day.at(hour, 0, 0, 0));
    Span { from: at(from), to: at(to) }
}

/// Some days of the week to come; what is closed then, a public holiday, is left out.
fn seats(
    tx: &mut Tx,
    parent: &Actor,
    (nursery, child): (NurseryId, ChildId),
    turn: i64,
    hours: (i8, i8),
) -> Outcome<()> {
    let next = later(monday(tx.now().in_france().date()), 7);
    for day in [0, 1, 3].map(|shift| later(next, (shift + turn) % 5)) {
        let id = tx.id();
        match childcare::book(tx, parent, nursery, &[(id, child)], span(day, hours)) {
            Ok(()) | Err(Refusal::Conflict(_)) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(())
}
