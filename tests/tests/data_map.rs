//! The data map: it names every column of the migrated schema, and what it promises is done: the
//! register, the export, the erasure of an account from every table.

use std::collections::{BTreeMap, BTreeSet};

use base::Outcome;
use parvis_tests::{Cast, House, PDF, Person, answers, assigned, filed, gather, house, houses};
use people::data_map::{DataMap, Erasure, Personal};
use people::{Actor, NewGrant, Role};
use store::Tx;

const NAME: &str = "Zéphyrine Kanarivogel";
const EMAIL: &str = "zephyrine.kanarivogel@canari.test";
/// What none of the tables may hold afterwards: it stands in the name and in the address.
const CANARY: &str = "kanarivogel";

/// Columns without a row, rows without a column, columns named twice.
fn faults(schema: &[(String, Vec<String>)], maps: &[DataMap]) -> Vec<String> {
    let named: Vec<(&str, &str)> = maps.iter().flat_map(DataMap::columns).collect();
    let there: BTreeSet<(&str, &str)> = schema
        .iter()
        .flat_map(|(table, columns)| columns.iter().map(|c| (table.as_str(), c.as_str())))
        .collect();
    let mut faults = Vec::new();
    for (table, column) in there.iter().filter(|place| !named.contains(place)) {
        faults.push(format!("{table}.{column} is in no data map: say what it holds of people"));
    }
    for (at, (table, column)) in named.iter().enumerate() {
        if !there.contains(&(*table, *column)) {
            faults.push(format!("{table}.{column} is in a data map and in no table"));
        }
        if named.iter().take(at).any(|known| known == &(*table, *column)) {
            faults.push(format!("{table}.{column} is in the data maps twice"));
        }
    }
    for map in maps {
        let own = format!("{}_", map.context);
        let foreign = map.columns().into_iter().filter(|(table, _)| !table.starts_with(&own));
        faults.extend(foreign.map(|(table, _)| format!("{table} is not of {}", map.context)));
    }
    faults
}

#[tokio::test]
async fn every_column_stands_in_the_data_map() {
    for house in houses().await {
        let schema = house.read(store::schema).await;
        assert!(schema.len() > 20, "{}: only {} tables", house.engine, schema.len());
        let faults = faults(&schema, parvis::DATA_MAPS);
        assert!(faults.is_empty(), "{}:\n{}", house.engine, faults.join("\n"));
    }
}

#[test]
fn a_column_that_nobody_declared_is_found_and_a_row_too_many() {
    let table = |columns: &[&str]| {
        vec![("calls_file".to_owned(), columns.iter().map(|c| (*c).to_owned()).collect())]
    };
    let map = |columns: &'static [(&'static str, &'static [&'static str])]| {
        [DataMap { context: "calls", personal: &[], other: columns }]
    };
    let whole = map(&[("calls_file", &["id", "title"])]);
    assert_eq!(faults(&table(&["id", "title"]), &whole), Vec::<String>::new());
    let told = faults(&table(&["id", "title", "birthday"]), &whole);
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("calls_file.birthday is in no data map"), "{told:?}");
    let told = faults(&table(&["id"]), &whole);
    assert_eq!(told, ["calls_file.title is in a data map and in no table"]);
    let twice = map(&[("calls_file", &["id"]), ("calls_file", &["id"])]);
    assert_eq!(faults(&table(&["id"]), &twice), ["calls_file.id is in the data maps twice"]);
    let foreign = map(&[("people_person", &["id"])]);
    assert!(faults(&[], &foreign).contains(&"people_person is not of calls".to_owned()));
}

fn personal() -> impl Iterator<Item = &'static Personal> {
    parvis::DATA_MAPS.iter().flat_map(|map| map.personal)
}

#[tokio::test]
async fn the_register_says_all_that_the_map_says() {
    let house = house().await;
    let mut browser = house.browser();
    browser.get("/donnees-personnelles").await.expect(200).says("registre des traitements");
    let page = browser.get("/donnees-personnelles/registre").await.expect(200);
    for row in personal() {
        for key in [row.what, row.persons, row.purpose, row.basis, row.seen_by] {
            assert!(page.words().contains(&house.say(key, &[])), "{key} is not in the register");
        }
        assert!(page.body.contains(&format!("{}: {}", row.table, row.columns.join(", "))));
    }
    let page = page.says("sans connexion pendant 2 ans").says("Brouillon\u{a0}: 3 mois");
    assert!(!page.body.contains("people-map-"), "a text is missing");
    let english = browser.get("/donnees-personnelles/registre?lang=en").await.expect(200);
    english.says("Register of processing").says("2 years without signing in");
    let pdf = browser.get("/donnees-personnelles/registre.pdf").await.expect(200);
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.bytes.starts_with(b"%PDF"));
}

/// A member of an organisation who is a reader, too, and has left traces wherever one can.
async fn canary(house: &House, cast: &Cast) -> Person {
    let cast = cast.clone();
    house.write(move |tx| make_canary(tx, &cast)).await
}

fn make_canary(tx: &mut Tx, cast: &Cast) -> Outcome<Person> {
    let id = people::create_account(tx, EMAIL, NAME, "fr")?;
    for (role, scope) in [(Role::Member, cast.org_a.to_string()), (Role::Reader, String::new())] {
        let new = NewGrant { person: id, role, scope, valid_until: None };
        people::grant(tx, &cast.manager.id.to_string(), &new)?;
    }
    people::create_token(tx, id, &format!("Programme de {NAME}"), "read")?;
    people::begin_second_step(tx, id)?;
    let token = web::sessions::begin(tx, &id.to_string(), &format!("Firefox/130 ({NAME})"))?;
    let person = Person { id, email: EMAIL.to_owned(), token, actor: Actor::of(tx, id)? };
    let link = people::request_link(tx, id)?;
    let mail = work::OutgoingMail {
        to: EMAIL.to_owned(),
        subject: "Votre lien".to_owned(),
        text: format!("Bonjour {NAME}, {link}"),
        attachments: Vec::new(),
    };
    work::post(tx, "canary", &mail)?;
    let file = calls::begin_file(tx, &person.actor, cast.call, cast.org_a)?;
    let version = calls::own_file(tx, &person.actor, file)?.version;
    let mut typed = answers("Le jardin des oiseaux");
    typed.insert("resume".to_owned(), format!("Un projet porté par {NAME}"));
    let version = calls::save_answers(tx, &person.actor, file, version, &typed)?;
    calls::attach(tx, &person.actor, file, "statuts", "cv-kanarivogel.pdf", PDF.to_vec())?;
    calls::submit_file(tx, &person.actor, file, version)?;
    let key = format!("{id}:begin-file:12345678");
    store::once(tx, &key, "request", |_| Ok(NAME.to_owned()))?;
    for title in ["Épicerie", "Recyclerie"] {
        let other = filed(tx, &cast.other.actor, cast.call, cast.org_b, title)?;
        let reading = assigned(tx, cast, other, &person)?;
        let conflict = format!("Je suis cousine, {NAME}");
        let declared = (title == "Épicerie").then_some(conflict.as_str());
        calls::declare(tx, &person.actor, reading, 1, declared)?;
        if declared.is_none() {
            let comment = format!("Brouillon de {NAME}");
            let opinion = calls::Opinion { comment, ..calls::Opinion::default() };
            calls::give_opinion(tx, &person.actor, reading, 2, &opinion, false)?;
        }
    }
    Ok(person)
}

async fn places(house: &House) -> Vec<String> {
    house.read(|tx| store::testing::places_of(tx, CANARY)).await
}

/// Columns whose content stays; where only numbers of people may stand, no name stays.
fn kept() -> Vec<String> {
    let numbers = ["people-map-keep-number", "people-map-keep-audit"];
    let stays = |row: &&Personal| match row.erasure {
        Erasure::Keep(why) => !numbers.contains(&why),
        Erasure::Delete | Erasure::Blank => false,
    };
    let places = personal().filter(stays);
    places.flat_map(|row| row.columns.iter().map(|c| format!("{}.{c}", row.table))).collect()
}

#[tokio::test]
async fn an_erased_account_is_found_in_no_table() {
    for house in houses().await {
        let cast = gather(&house).await;
        let person = canary(&house, &cast).await;
        let before = places(&house).await;
        for place in [
            "people_person.email",
            "people_person.name",
            "people_token.name",
            "work_job.payload",
            "web_session.agent",
            "calls_reading.conflict",
            "calls_reading.comment",
            "calls_file.answers",
            "calls_attachment.name",
            "store_command.answer",
        ] {
            assert!(before.contains(&place.to_owned()), "the canary is not in {place}: {before:?}");
        }
        let mut browser = house.browser_of(&person);
        let page = browser.get("/compte/suppression").await.expect(200);
        for row in personal() {
            assert!(page.words().contains(&house.say(row.what, &[])), "{} is not told", row.what);
        }
        let path = "/compte/suppression";
        let wrong = [("email", "autre@canari.test")];
        let page = browser.fill(path, path, &wrong).await.expect(422);
        page.says(&house.say("home-fault-own-address", &[]));
        assert_eq!(places(&house).await, before, "something went without a confirmation");
        let done =
            browser.fill(path, path, &[("email", "Zephyrine.Kanarivogel@canari.test")]).await;
        assert!(done.header("set-cookie").contains("parvis-session=;"), "still signed in");
        browser.follow(done).await.expect(200).says("Votre compte est supprimé.");
        let left: Vec<String> =
            places(&house).await.into_iter().filter(|place| !kept().contains(place)).collect();
        assert!(left.is_empty(), "{}: still in {left:?}", house.engine);
        house.browser_of(&person).get("/compte").await.expect(303);
        after_erasure(&house, &cast, &person).await;
    }
}

/// What stays makes sense, and the instance is sound.
async fn after_erasure(house: &House, cast: &Cast, person: &Person) {
    house.expect_sound().await;
    let id = person.id;
    let (readings, log) = house
        .read(move |tx| {
            let log = people::entries(tx, Some(&id.to_string()), None, 10)?;
            Ok((calls::readings_of_reader(tx, id)?, log))
        })
        .await;
    let states: Vec<_> = readings.iter().map(|one| one.reading.state).collect();
    assert_eq!(states, [calls::ReadingState::Recused], "the opinion begun is gone");
    assert!(readings[0].reading.conflict.is_empty(), "the conflict is told no more");
    assert_eq!(log[0].action, "people.account-erased");
    let org = cast.org_a;
    let files = house.read(move |tx| calls::files_of(tx, &[org], None, 10)).await;
    let page = format!("/dossiers/{}", files[0].id);
    let page = house.browser_of(&cast.manager).get(&page).await.expect(200);
    page.says("compte supprimé").says("Le jardin des oiseaux");
    // The address is free again, and whoever takes it inherits nothing.
    let again = house.write(|tx| people::create_account(tx, EMAIL, "Autre", "fr")).await;
    assert_ne!(again, person.id);
    let held = house.read(move |tx| people::grants_of(tx, again)).await;
    assert!(held.is_empty());
}

#[tokio::test]
async fn an_account_that_others_depend_on_is_not_erased_and_is_told_why() {
    for house in houses().await {
        let cast = gather(&house).await;
        let path = "/compte/suppression";
        for (person, sentence) in [
            (&cast.administrator, "dernier administrateur"),
            (&cast.manager, "dernier gestionnaire de Les Jardins d’Essai"),
        ] {
            let mut browser = house.browser_of(person);
            browser.get(path).await.expect(200).says("ne peut pas encore").says(sentence);
            let mut fields = browser.form("/compte", "/deconnexion").await;
            fields.push(("email".to_owned(), person.email.clone()));
            browser.post(path, &fields).await.expect(409).says(sentence);
            browser.get("/compte").await.expect(200);
        }
        // Alone, but with a file under examination: nobody could be told of the decision.
        let acting = cast.clone();
        let (file, version) = house
            .write(move |tx| {
                let by = &acting.other.actor;
                let file = filed(tx, by, acting.call, acting.org_b, "Épicerie")?;
                calls::begin_file(tx, by, acting.call, acting.org_b)?;
                Ok((file, calls::own_file(tx, by, file)?.version))
            })
            .await;
        let mut browser = house.browser_of(&cast.other);
        browser.get(path).await.expect(200).says("en cours d’examen");
        let by = cast.other.actor.clone();
        house.write(move |tx| calls::withdraw_file(tx, &by, file, version)).await;
        browser.fill(path, path, &[("email", cast.other.email.as_str())]).await.expect(303);
        let org = cast.org_b;
        let left = house.read(move |tx| calls::files_of(tx, &[org], None, 10)).await;
        let left: Vec<_> = left.iter().map(|file| file.state).collect();
        assert_eq!(left, [calls::FileState::Withdrawn], "the draft is gone, what was filed is not");
        house.expect_sound().await;
    }
}

/// The keys of all objects in a value, however deep; answers are the form's own.
fn keys(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (key, value) in fields {
                found.insert(key.clone());
                if key != "answers" {
                    keys(value, found);
                }
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn a_person_takes_away_all_that_is_kept_about_them_and_no_more() {
    for house in houses().await {
        let cast = gather(&house).await;
        let person = canary(&house, &cast).await;
        let mut browser = house.browser_of(&person);
        let sent = browser.fill("/compte", "/compte/donnees", &[("format", "json")]).await;
        let sent = sent.expect(200);
        assert_eq!(sent.header("content-type"), "application/json");
        let whole: serde_json::Value = serde_json::from_slice(&sent.bytes).unwrap();
        let lengths: BTreeMap<&str, usize> =
            ["people", "ledger", "reservations", "calls", "third_places"]
                .iter()
                .flat_map(|context| whole[context].as_object().unwrap())
                .map(|(section, entries)| (section.as_str(), entries.as_array().unwrap().len()))
                .collect();
        for (section, entries) in [
            ("account", 1),
            ("rights", 2),
            ("sessions", 1),
            ("tokens", 1),
            ("mails", 1),
            ("files", 1),
            ("versions", 1),
            ("attachments", 1),
            ("readings", 2),
        ] {
            assert_eq!(lengths.get(section), Some(&entries), "{section} of {lengths:?}");
        }
        assert!(lengths["events"] >= 2 && lengths["log"] >= 5, "{lengths:?}");
        for secret in [&cast.member.email, &base::sha256(person.token.as_bytes()), "password_hash"]
        {
            assert!(!sent.body.contains(secret), "{secret} is given away");
        }
        let mut found = BTreeSet::new();
        keys(&whole, &mut found);
        for key in found.iter().filter(|key| {
            !["made_at", "people", "ledger", "reservations", "calls", "third_places"]
                .contains(&key.as_str())
        }) {
            let named = |kind: &str| format!("home-export-{kind}-{}", key.replace('_', "-"));
            let words = house.app.words();
            let known = ["section", "field"].map(named);
            let said = known.iter().any(|key| words.has(words::Lang::Fr, key));
            assert!(said, "{key} of the export has no name");
        }
        let pdf =
            browser.fill("/compte", "/compte/donnees", &[("format", "pdf")]).await.expect(200);
        assert!(pdf.bytes.starts_with(b"%PDF"));
        // After five minutes the password is asked for again.
        house.app.world().advance_seconds(301);
        let page = browser.fill("/compte", "/compte/donnees", &[("format", "json")]).await;
        page.expect(200).says(&house.say("people-ask-again", &[])).says_not(NAME_IN_JSON);
    }
}

const NAME_IN_JSON: &str = "\"name\": \"Zéphyrine";
