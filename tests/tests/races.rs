//! What happens at once: one number a file, one receipt a submission, envelopes that hold. Also at
//! READ COMMITTED, where a forgotten fence shows.

use std::collections::{BTreeMap, BTreeSet};

use base::{Cents, Refusal};
use calls::{Check, FileId};
use parvis_tests::{Cast, House, PDF, answers, call_rules, gather, houses_for_races};
use tokio::task::JoinSet;

async fn drafts(house: &House, cast: &Cast, count: usize) -> Vec<FileId> {
    let mut files = Vec::new();
    for at in 0..count {
        let acting = cast.clone();
        files.push(house.write(move |tx| draft(tx, &acting, acting.call, at)).await);
    }
    files
}

/// A draft that can be submitted; drafts of one organisation come one after the other, so each is
/// kept apart by an organisation of its own.
fn draft(tx: &mut store::Tx, cast: &Cast, call: calls::CallId, at: usize) -> base::Outcome<FileId> {
    let new = people::NewOrganisation {
        name: format!("Organisation {at}"),
        kind: "association".to_owned(),
        rna: format!(
            "W9229{:05}",
            tx.world().bytes::<2>().iter().fold(at, |sum, byte| { sum * 256 + usize::from(*byte) })
                % 100_000
        ),
        ..people::NewOrganisation::default()
    };
    let org = people::create_organisation(tx, cast.manager.id, &new)?;
    let actor = people::Actor::of(tx, cast.manager.id)?;
    let file = calls::begin_file(tx, &actor, call, org)?;
    calls::save_answers(tx, &actor, file, 1, &answers("Course"))?;
    calls::attach(tx, &actor, file, "statuts", "statuts.pdf", PDF.to_vec())?;
    Ok(file)
}

async fn jobs(house: &House, kind: &'static str) -> usize {
    house.read(move |tx| work::list(tx, work::State::Ready, Some(kind), None, 1_000)).await.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_tabs_that_submit_one_file_get_one_number_and_one_receipt() {
    for house in houses_for_races().await {
        let cast = gather(&house).await;
        for file in drafts(&house, &cast, 4).await {
            let review = format!("/dossiers/{file}/depot");
            let fields = house.browser_of(&cast.manager).form(&review, &review).await;
            let before = jobs(&house, calls::RECEIPT_JOB).await;
            let mut tabs = JoinSet::new();
            for _ in 0..4 {
                let mut tab = house.browser_of(&cast.manager);
                let (review, fields) = (review.clone(), fields.clone());
                tabs.spawn(async move { tab.post(&review, &fields).await });
            }
            while let Some(page) = tabs.join_next().await {
                let page = page.unwrap().expect(303);
                assert!(page.leads_to().starts_with(&format!("/dossiers/{file}?fait=")));
            }
            assert_eq!(jobs(&house, calls::RECEIPT_JOB).await, before + 1, "{}", house.engine);
        }
        house.expect_sound().await;
    }
}

/// A second call like the first.
async fn other_call(house: &House, cast: &Cast) -> calls::CallId {
    let acting = cast.clone();
    house
        .write(move |tx| {
            let officer = &acting.officer.actor;
            let text = calls::CallText { title: "Un autre appel".to_owned(), ..Default::default() };
            let call = calls::create_call(tx, officer, &text, &call_rules())?;
            let session = calls::NewSession {
                title: "Session".to_owned(),
                cut_off_at: tx.now().plus_days(10),
                envelopes: BTreeMap::new(),
            };
            calls::add_session(tx, officer, call, &session)?;
            let version = calls::call(tx, call)?.version;
            calls::set_call_state(tx, officer, call, version, calls::CallState::Open)?;
            Ok(call)
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_two_files_get_one_number_whatever_the_call() {
    for house in houses_for_races().await {
        let cast = gather(&house).await;
        let other = other_call(&house, &cast).await;
        let mut files = Vec::new();
        for at in 0..24 {
            let acting = cast.clone();
            let call = if at % 2 == 0 { cast.call } else { other };
            files.push(house.write(move |tx| draft(tx, &acting, call, at)).await);
        }
        let mut submissions = JoinSet::new();
        for file in files {
            let (store, person) = (house.app.store().clone(), cast.manager.id);
            submissions.spawn(async move {
                store
                    .write(move |tx| {
                        let actor = people::Actor::of(tx, person)?;
                        let version = calls::own_file(tx, &actor, file)?.version;
                        calls::submit_file(tx, &actor, file, version)
                    })
                    .await
            });
        }
        let mut numbers = BTreeSet::new();
        while let Some(number) = submissions.join_next().await {
            let number = number.unwrap().unwrap();
            assert!(numbers.insert(number.clone()), "{}: {number} was given twice", house.engine);
        }
        assert_eq!(numbers.len(), 24);
        house.expect_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn decisions_taken_at_once_stay_within_the_envelope() {
    for house in houses_for_races().await {
        let cast = gather(&house).await;
        let files = drafts(&house, &cast, 8).await;
        for &file in &files {
            let acting = cast.clone();
            house
                .write(move |tx| {
                    let actor = people::Actor::of(tx, acting.manager.id)?;
                    let version = calls::own_file(tx, &actor, file)?.version;
                    calls::submit_file(tx, &actor, file, version)?;
                    let officer = &acting.officer.actor;
                    let version = calls::officer_file(tx, officer, file)?.version;
                    calls::check_file(tx, officer, file, version, &Check::Complete)
                })
                .await;
        }
        let mut decisions = JoinSet::new();
        for file in files {
            let (store, officer) = (house.app.store().clone(), cast.officer.actor.clone());
            decisions.spawn(async move {
                store
                    .write(move |tx| {
                        let version = calls::officer_file(tx, &officer, file)?.version;
                        let amounts =
                            BTreeMap::from([("fonctionnement".to_owned(), Cents::euros(20_000))]);
                        calls::decide(tx, &officer, file, version, &amounts, "Solide.")
                    })
                    .await
            });
        }
        let (mut awarded, mut refused) = (0, 0);
        while let Some(outcome) = decisions.join_next().await {
            match outcome.unwrap() {
                Ok(()) => awarded += 1,
                Err(Refusal::Invalid(_)) => refused += 1,
                Err(other) => assert_eq!(other, Refusal::Unknown, "{}", house.engine),
            }
        }
        assert_eq!((awarded, refused), (2, 6), "{}: 50,000 € hold two of 20,000 €", house.engine);
        let session = cast.session;
        let spent = house.read(move |tx| calls::spent(tx, session, None)).await;
        assert_eq!(spent.get("fonctionnement"), Some(&Cents::euros(40_000)));
        house.expect_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_organisation_begins_one_draft_however_often_it_clicks() {
    for house in houses_for_races().await {
        let cast = gather(&house).await;
        let apply = format!("/appels/{}/deposer", cast.slug);
        let fields = house.browser_of(&cast.manager).form(&apply, &apply).await;
        let mut clicks = JoinSet::new();
        for _ in 0..6 {
            let mut tab = house.browser_of(&cast.manager);
            let (apply, fields) = (apply.clone(), fields.clone());
            clicks.spawn(async move { tab.post(&apply, &fields).await });
        }
        let mut led = BTreeSet::new();
        while let Some(page) = clicks.join_next().await {
            led.insert(page.unwrap().expect(303).leads_to().to_owned());
        }
        assert_eq!(led.len(), 1, "{}: {led:?}", house.engine);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_four_changes_made_from_one_version_of_a_place_one_holds() {
    for house in houses_for_races().await {
        let cast = gather(&house).await;
        let acting = cast.clone();
        let open = move |tx: &mut store::Tx| {
            parvis_tests::opened_place(tx, &acting.officer.actor, acting.org_a, "La Halle")
        };
        let place = house.write(open).await;
        let page = format!("/mes-lieux/{place}/espaces");
        let mut fields = house.browser_of(&cast.member).form(&page, &page).await;
        fields.push(("kind".to_owned(), "workshop".to_owned()));
        let mut tabs = JoinSet::new();
        for at in 0..4 {
            let mut tab = house.browser_of(&cast.member);
            let (page, mut fields) = (page.clone(), fields.clone());
            fields.push(("name".to_owned(), format!("Atelier {at}")));
            tabs.spawn(async move { tab.post(&page, &fields).await.status.as_u16() });
        }
        let mut answers: Vec<u16> = tabs.join_all().await;
        answers.sort_unstable();
        assert_eq!(answers, [303, 409, 409, 409], "{}", house.engine);
        let by = cast.member.actor.clone();
        let spaces = house.read(move |tx| third_places::spaces(tx, &by, place)).await;
        assert_eq!(spaces.len(), 1, "{}", house.engine);
    }
}
