//! The demonstration: the real calls of the Hauts-de-Seine with their published figures;
//! organisations, people, projects and amounts per project are invented and marked so.
//!
//! It is made by the same verbs that pages use, at the dates of the calls, by a clock that is set.

mod agenda_of_92;
mod book_of_toits;
mod calls_of_92;
mod local_of_toits;
mod meetings_of_92;
mod nursery_of_92;
mod payments_of_toits;
mod people_of_demo;
mod places_of_92;
mod plan;
mod promises_of_92;
mod story;

use base::{Moment, Outcome, World};
use store::{Place, Store};
use work::{Handler, Runner};

use crate::CONTEXTS;

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "trois pommes vertes";

/// One account a role: role and address.
pub const ACCOUNTS: [(&str, &str); 6] = [
    ("administrator", "admin@demo.parvis.example"),
    ("officer", "agent@demo.parvis.example"),
    ("reader", "lectrice1@demo.parvis.example"),
    ("manager", "gestionnaire@demo.parvis.example"),
    ("member", "membre@demo.parvis.example"),
    ("resident", "habitante@demo.parvis.example"),
];

/// One line an account: role, address, password.
pub fn print_accounts() {
    for (role, email) in ACCOUNTS {
        println!("{role}\t{email}\t{PASSWORD}");
    }
}

/// Fills an empty place; a place that has calls already is left as it is.
pub async fn prepare(place: &Place) -> Outcome<()> {
    let world = World::fixed(day(2022, 11, 2), 92);
    let store = Store::open(place.clone(), world.clone())?;
    store::migrate(&store, CONTEXTS, |_, _, _| {}).await?;
    if !store.read(calls::all_calls).await?.is_empty() {
        return Ok(());
    }
    let hash = people::hash_password(&world, PASSWORD.to_owned()).await?;
    let statutes = statutes()?;
    let today = World::system().now();
    store
        .write(move |tx| {
            web::change_publisher(tx, &publisher())?;
            story::tell(tx, &hash, &statutes, today)
        })
        .await?;
    let keys = store::Keys::beside(place, None, world.clone());
    nursery_of_92::tell(&store, (&keys, &world)).await?;
    // The mails of past sessions were sent at their time.
    let quiet = |kind| -> Handler { work::handler(kind, |_, _| async { Ok(()) }) };
    let kinds =
        [calls::RECEIPT_JOB, calls::NOTICE_JOB, calls::LETTER_JOB, people::notices::NOTICE_JOB];
    let runner = Runner { handlers: kinds.map(quiet).to_vec(), periodic: Vec::new() };
    work::run_due(&store, &runner).await.map(drop)
}

/// The real body, whose contacts are invented. Its SIREN is the published one; the establishment
/// is the first of the register.
fn publisher() -> web::Publisher {
    let text = str::to_owned;
    let contact = |name: &str| format!("{name}@demo.parvis.example");
    web::Publisher {
        version: 1,
        name: text("Département des Hauts-de-Seine"),
        siret: text("22920050600017"),
        address: text("57 rue des Longues Raies"),
        postcode: text("92000"),
        city: text("Nanterre"),
        director: text("Le Président du Conseil départemental"),
        host: text("La machine où tourne cette démonstration"),
        signatory: text("Pour le Président du Conseil départemental"),
        court: text("tribunal administratif de Cergy-Pontoise"),
        controller_contact: contact("departement"),
        officer: text("Le délégué à la protection des données du Département"),
        officer_contact: contact("donnees"),
        accessibility: contact("accessibilite"),
        help: contact("aide"),
        ..web::Publisher::default()
    }
}

/// Nine in the morning of a day in France.
fn day(year: i16, month: i8, day: i8) -> Moment {
    Moment::from_france(jiff::civil::date(year, month, day).at(9, 0, 0, 0))
}

/// A document to attach.
fn statutes() -> Outcome<Vec<u8>> {
    let document = paper::Document {
        lang: words::Lang::Fr,
        title: "Statuts (démonstration)".to_owned(),
        sender: vec!["Association inventée".to_owned()],
        recipient: Vec::new(),
        place_date: String::new(),
        reference: None,
        blocks: vec![paper::Block::Paragraph("Ce document est inventé.".to_owned())],
        footer: "Démonstration".to_owned(),
    };
    paper::pdf(&document).map_err(base::Refusal::broken)
}
