//! What is left of an erased person anywhere: in columns and kept files, in the search index, in
//! what waits to leave the house, in the log of the program, in every byte that SQLite keeps on
//! the disk, in the keys' own store and the backups of both.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use base::{Outcome, Refusal};
use parvis_tests::{
    Cast, House, Log, PASSWORD, Person, answers, assigned, filed, gather, house, houses,
    with_password,
};
use people::{Actor, NewGrant, NewOrganisation, Role};
use store::{Place, Store, Tx};

/// Stands in all that the person leaves; what stays after them says it nowhere.
const CANARY: &str = "kanarivogel";

/// What the whole program says, of all threads, at its most talkative.
static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    let writer = log.clone();
    let told = tracing_subscriber::fmt().json().with_max_level(tracing::Level::TRACE);
    let told = told.with_writer(move || writer.clone()).finish();
    tracing::subscriber::set_global_default(told).unwrap();
    log
});

/// The files of a folder, however deep, that hold some bytes, whatever the case of letters.
fn files_with(folder: &Path, sought: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, sought));
        } else if holds(&path, sought) {
            found.push(path);
        }
    }
    found
}

fn holds(file: &Path, sought: &str) -> bool {
    let bytes = std::fs::read(file).unwrap().to_ascii_lowercase();
    bytes.windows(sought.len()).any(|window| window == sought.as_bytes())
}

/// Somebody who alone manages an organisation with a draft and its pieces, was asked to read, and
/// has left their name wherever one can.
fn make(tx: &mut Tx, cast: &Cast) -> Outcome<Person> {
    let (name, email) = ("Zéphyrine Kanarivogel", "zephyrine@kanarivogel.test");
    let id = people::create_account(tx, email, name, "fr")?;
    let reader =
        NewGrant { person: id, role: Role::Reader, scope: String::new(), valid_until: None };
    people::grant(tx, "system", &reader)?;
    let new = NewOrganisation {
        name: "Les Volières".to_owned(),
        kind: "association".to_owned(),
        rna: "W922000456".to_owned(),
        address: "3 rue des Essais".to_owned(),
        postcode: "92000".to_owned(),
        city: "Nanterre".to_owned(),
        ..NewOrganisation::default()
    };
    let organisation = people::create_organisation(tx, id, &new)?;
    people::create_token(tx, id, &format!("Programme de {name}"), "read")?;
    let token = web::sessions::begin(tx, &id.to_string(), &format!("Firefox/130 ({name})"))?;
    let person = Person { id, email: email.to_owned(), token, actor: Actor::of(tx, id)? };
    let mail = work::OutgoingMail {
        to: email.to_owned(),
        subject: "Votre lien".to_owned(),
        text: format!("Bonjour {name}"),
        attachments: Vec::new(),
    };
    work::post(tx, "canary", &mail)?;
    let draft = calls::begin_file(tx, &person.actor, cast.call, organisation)?;
    let mut typed = answers("Le jardin des oiseaux");
    for part in 0..40 {
        // Longer than a page of the database.
        typed.insert("resume".to_owned(), format!("Porté par {name}. ").repeat(100 + part));
        let version = calls::own_file(tx, &person.actor, draft)?.version;
        calls::save_answers(tx, &person.actor, draft, version, &typed)?;
    }
    let piece = format!("%PDF-1.7\n% Curriculum of {CANARY}\n").repeat(2_000).into_bytes();
    calls::attach(tx, &person.actor, draft, "statuts", "cv-kanarivogel.pdf", piece)?;
    let other = filed(tx, &cast.other.actor, cast.call, cast.org_b, "Épicerie")?;
    let reading = assigned(tx, cast, other, &person)?;
    calls::declare(tx, &person.actor, reading, 1, Some("Je suis cousine, Kanarivogel"))?;
    store::once(tx, &format!("{id}:begin-file:12345678"), "request", |_| Ok(name.to_owned()))?;
    Ok(person)
}

async fn erased(house: &House, person: &Person) {
    let path = "/compte/suppression";
    let mut browser = house.fresh_browser_of(person).await;
    browser.get("/compte").await.expect(200).says("Kanarivogel");
    browser.get("/lectures").await.expect(200);
    let typed = [("email", person.email.as_str())];
    browser.fill(path, path, &typed).await.expect(303);
    // The hourly round empties SQLite's write-ahead log.
    house.app.world().advance_seconds(3_601);
    house.run_jobs().await;
}

#[tokio::test]
async fn an_erased_person_is_in_no_column_no_kept_file_and_no_index() {
    for house in houses().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let person = house.write(move |tx| make(tx, &acting)).await;
        let places = || house.read(|tx| store::testing::places_of(tx, CANARY));
        let before = places().await;
        for place in ["store_blob.bytes", "calls_file.answers", "work_job.payload"] {
            assert!(before.contains(&place.to_owned()), "the canary is not in {place}: {before:?}");
        }
        erased(&house, &person).await;
        assert_eq!(places().await, Vec::<String>::new(), "{}", house.engine);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn an_erased_person_is_in_no_byte_that_sqlite_keeps() {
    let house = house().await;
    let Place::Folder(folder) = house.app.store().place().clone() else { return };
    let cast = gather(&house).await;
    let acting = cast.clone();
    let person = house.write(move |tx| make(tx, &acting)).await;
    assert!(!files_with(&folder, CANARY).is_empty(), "the canary was never written");
    erased(&house, &person).await;
    assert_eq!(files_with(&folder, CANARY), Vec::<PathBuf>::new());
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("copy");
    store::backup(house.app.store().place(), parvis::CONTEXTS, &copy).await.unwrap();
    assert!(!holds(&copy, CANARY), "a backup made afterwards tells of them");
}

/// The secret of a key as the keys' store keeps it.
async fn secret_of(keys: &Store, owner: String) -> String {
    let read = keys.read(move |tx| {
        let text = store::sql("SELECT secret FROM store_key WHERE owner = $1");
        tx.one(text, &[owner.as_str().into()])?.single()
    });
    read.await.unwrap()
}

#[tokio::test]
async fn a_forgotten_key_is_in_no_byte_of_its_store_and_its_backups() {
    let house = house().await;
    let Place::Folder(folder) = house.app.store().place().clone() else { return };
    let folder = folder.join("keys");
    let cast = gather(&house).await;
    let acting = cast.clone();
    let person = house.write(move |tx| make(tx, &acting)).await;
    house.app.keys().of(person.id.to_string()).await.unwrap();
    let place = Place::Folder(folder.clone());
    let keys = Store::inspect(place, house.app.world().clone()).unwrap();
    let secret = secret_of(&keys, person.id.to_string()).await;
    assert!(secret.len() >= 32 && !files_with(&folder, &secret).is_empty(), "no key was kept");
    drop(keys);
    erased(&house, &person).await;
    assert_eq!(files_with(&folder, &secret), Vec::<PathBuf>::new());
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("keys");
    house.app.keys().backup(&copy).await.unwrap();
    assert!(!holds(&copy, &secret), "a backup made afterwards holds the key");
    assert_eq!(house.app.keys().forgotten().await.unwrap(), [person.id.to_string()]);
}

#[tokio::test]
async fn the_log_of_the_program_never_names_anybody_even_at_its_most_talkative() {
    let log = LazyLock::force(&LOG);
    let house = house().await;
    let cast = gather(&house).await;
    let acting = cast.clone();
    let person = house.write(move |tx| make(tx, &acting)).await;
    with_password(&house, &person.email).await;
    let mut browser = house.browser();
    let wrong = [("email", person.email.as_str()), ("password", "faux mot")];
    browser.fill("/connexion", "/connexion", &wrong).await.expect(422);
    let typed = [("email", person.email.as_str()), ("password", PASSWORD)];
    browser.fill("/connexion", "/connexion", &typed).await.expect(303);
    browser.get("/dossiers").await.expect(200).says("Le jardin des oiseaux");
    let failed: Result<(), Refusal> =
        house.app.store().write(|_| Err(Refusal::broken("for the log"))).await;
    assert!(failed.is_err());
    erased(&house, &person).await;
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.lines().count() > 5, "nothing was told: {text}");
    for private in [CANARY, "Zéphyrine", PASSWORD, "faux mot"] {
        assert!(!text.to_lowercase().contains(&private.to_lowercase()), "{private} is told");
    }
}
