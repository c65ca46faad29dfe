//! Who looked at what is sensitive: one entry a person, an object and a day; told to those whom it
//! concerns.

use base::Outcome;
use parvis_tests::{Cast, House, assigned, filed, gather, houses, scoped};
use people::Entry;
use store::Tx;

/// Ids of a filed file: the file, its piece, the readings of both readers.
async fn file_of_a(house: &House, cast: &Cast) -> (String, String, [String; 2]) {
    let cast = cast.clone();
    let make = move |tx: &mut Tx| {
        let file = filed(tx, &cast.manager.actor, cast.call, cast.org_a, "Potager")?;
        let first = assigned(tx, &cast, file, &cast.reader)?;
        let second = assigned(tx, &cast, file, &cast.second_reader)?;
        calls::declare(tx, &cast.reader.actor, first, 1, None)?;
        calls::declare(tx, &cast.second_reader.actor, second, 1, Some("Ma sœur y travaille"))?;
        let piece = calls::attachments(tx, file)?.remove(0).id;
        Ok((file.to_string(), piece.to_string(), [first.to_string(), second.to_string()]))
    };
    house.write(make).await
}

/// All entries of looking, oldest first.
async fn looks(house: &House) -> Vec<Entry> {
    let all = |tx: &mut Tx| -> Outcome<Vec<Entry>> {
        let mut all = people::entries(tx, None, None, 1_000)?;
        all.retain(|entry| entry.action.ends_with("-seen"));
        all.reverse();
        Ok(all)
    };
    house.read(all).await
}

#[tokio::test]
async fn a_piece_is_opened_once_a_day_in_the_log_and_managers_know() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (file, piece, [reading, _]) = file_of_a(&house, &cast).await;
        let desk = format!("/bureau/dossiers/{file}/pieces/{piece}");
        let read = format!("/lectures/{reading}/pieces/{piece}");
        for _ in 0..3 {
            house.browser_of(&cast.officer).get(&desk).await.expect(200);
            house.browser_of(&cast.reader).get(&read).await.expect(200);
        }
        // What belongs to oneself, and what is refused, is no look.
        let own = format!("/dossiers/{file}/pieces/{piece}");
        house.browser_of(&cast.member).get(&own).await.expect(200);
        house.browser_of(&cast.second_reader).get(&read).await.expect(404);
        let seen = looks(&house).await;
        let told: Vec<(&str, &str, String)> = seen
            .iter()
            .map(|look| (look.actor.as_str(), look.object.as_str(), look.detail.clone()))
            .collect();
        let (officer, reader) = (cast.officer.id.to_string(), cast.reader.id.to_string());
        let wanted = [
            (officer.as_str(), file.as_str(), format!("officer {piece}")),
            (reader.as_str(), file.as_str(), format!("reader {piece}")),
        ];
        assert_eq!(told, wanted, "{}", house.engine);
        let page = house.browser_of(&cast.manager).get(&format!("/dossiers/{file}")).await;
        let page = page.expect(200).says(&house.say("calls-looks", &[])).says("Olga");
        // Who is in the jury is not told.
        page.says("un lecteur désigné").says_not("Rachid");
        let page = house.browser_of(&cast.member).get(&format!("/dossiers/{file}")).await;
        page.expect(200).says_not(&house.say("calls-looks", &[]));
        // Whoever attached it knows, too; nobody else.
        let path = "/compte/consultations";
        let page = house.browser_of(&cast.manager).get(path).await.expect(200).says("Olga");
        page.says(&house.say("calls-action-piece-seen", &[])).says_not("Rachid");
        let page = house.browser_of(&cast.other).get(path).await.expect(200);
        page.says(&house.say("home-looks-none", &[]));
        house.days_pass(1);
        house.browser_of(&cast.officer).get(&desk).await.expect(200);
        assert_eq!(looks(&house).await.len(), 3, "another day is another look");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn declared_conflicts_are_opened_under_their_readers_eyes() {
    for house in houses().await {
        let cast = gather(&house).await;
        let (file, _, _) = file_of_a(&house, &cast).await;
        let desk = format!("/bureau/dossiers/{file}");
        for _ in 0..2 {
            let page = house.browser_of(&cast.officer).get(&desk).await.expect(200);
            page.says("Ma sœur y travaille");
        }
        let seen = looks(&house).await;
        assert_eq!(seen.len(), 1, "{seen:?}");
        assert_eq!(seen[0].object, cast.second_reader.id.to_string());
        let path = "/compte/consultations";
        let page = house.browser_of(&cast.second_reader).get(path).await.expect(200);
        page.says(&house.say("calls-action-conflict-seen", &[])).says("Olga");
        let page = house.browser_of(&cast.reader).get(path).await.expect(200);
        page.says(&house.say("home-looks-none", &[]));
    }
}

#[tokio::test]
async fn lists_rights_the_log_and_a_guests_look_are_recorded() {
    for house in houses().await {
        let cast = gather(&house).await;
        let scoped = scoped(&house, &cast).await;
        file_of_a(&house, &cast).await;
        let mut officer = house.browser_of(&cast.officer);
        let list = format!("/bureau/appels/{}/dossiers", cast.call);
        officer.get(&list).await.expect(200);
        assert!(looks(&house).await.is_empty(), "a page is no export");
        for format in ["csv", "csv", "xlsx"] {
            officer.get(&format!("{list}?format={format}")).await.expect(200);
        }
        officer.get(&format!("/bureau/sessions/{}?format=json", cast.session)).await.expect(200);
        let mut administrator = house.browser_of(&cast.administrator);
        for _ in 0..2 {
            for page in ["", "/journal", "/taches", "/depart"] {
                administrator.get(&format!("/administration{page}")).await.expect(200);
            }
        }
        let (file, actor) = (scoped.file, scoped.guest.actor.clone());
        let piece = house
            .read(move |tx| {
                let file = calls::readable_file(tx, &actor, file)?;
                Ok(calls::attachments(tx, file.id)?.remove(0).id)
            })
            .await;
        let path = format!("/dossiers/{file}/pieces/{piece}");
        house.browser_of(&scoped.guest).get(&path).await.expect(200);
        let actions: Vec<String> =
            looks(&house).await.into_iter().map(|look| look.action).collect();
        let wanted = [
            "calls.list-seen",
            "calls.list-seen",
            "calls.list-seen",
            "people.rights-seen",
            "people.log-seen",
            "people.outbox-seen",
            "calls.piece-seen",
        ];
        assert_eq!(actions, wanted, "{}", house.engine);
        let page = house.browser_of(&cast.other).get(&format!("/dossiers/{file}")).await;
        page.expect(200).says("Gaëlle");
        // In the log they are entries like any other.
        let page = administrator.get("/administration/journal").await.expect(200);
        page.says(&house.say("people-action-log-seen", &[]));
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn two_tabs_at_once_make_one_entry() {
    for house in parvis_tests::houses_for_races().await {
        let cast = gather(&house).await;
        let (file, piece, _) = file_of_a(&house, &cast).await;
        let desk = format!("/bureau/dossiers/{file}/pieces/{piece}");
        let tabs = (0..8).map(|_| {
            let (mut browser, desk) = (house.browser_of(&cast.officer), desk.clone());
            tokio::spawn(async move { browser.get(&desk).await.expect(200).status })
        });
        for tab in tabs.collect::<Vec<_>>() {
            tab.await.unwrap();
        }
        assert_eq!(looks(&house).await.len(), 1, "{}", house.engine);
        house.expect_sound().await;
    }
}
