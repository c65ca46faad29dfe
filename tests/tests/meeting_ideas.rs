//! Project ideas written together, the draft that comes of one, what is asked after three months,
//! what is counted.

use base::Refusal;
use parvis_tests::{Cast, House, gather, houses, houses_for_races, two_who_could_meet};
use people::Actor;
use third_places::PlaceId;
use third_places::meeting::{self, IdeaId, IdeaText};
use tokio::task::JoinSet;

fn written() -> IdeaText {
    IdeaText {
        title: "Une presse pour tous".to_owned(),
        purpose: "Presser les pommes du quartier.".to_owned(),
        who: "Moussa presse, Basile tient les comptes.".to_owned(),
        body: String::new(),
    }
}

/// The member and the manager of the other organisation have met.
async fn met(house: &House, cast: &Cast) -> PlaceId {
    let acting = cast.clone();
    house
        .write(move |tx| {
            let (square, _, other) = two_who_could_meet(tx, &acting)?;
            let id = tx.id();
            meeting::ask(tx, &acting.member.actor, id, other.id, (None, "Bonjour."))?;
            meeting::answer(tx, &acting.other.actor, id, true)?;
            Ok(square.place)
        })
        .await
}

/// They have opened an idea.
async fn opened(house: &House, cast: &Cast) -> IdeaId {
    let place = met(house, cast).await;
    let acting = cast.clone();
    house
        .write(move |tx| {
            let id = tx.id();
            let (one, other) = (&acting.member.actor, &acting.other);
            meeting::open_idea(tx, one, id, (Some(place), &written()), &[other.id])?;
            meeting::answer_invitation(tx, &other.actor, id, true)?;
            Ok(id)
        })
        .await
}

async fn drafts(house: &House, who: &Actor) -> usize {
    let who = who.clone();
    house.read(move |tx| calls::own_files(tx, &who, None, 50)).await.len()
}

#[tokio::test]
async fn an_idea_is_opened_with_somebody_one_met_and_unknown_to_others() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut member = house.browser_of(&cast.member);
        let ideas = "/rencontres/idees";
        member.get(ideas).await.expect(200).says("Commencez par une rencontre");
        met(&house, &cast).await;
        let other = cast.other.id.to_string();
        let typed = [("title", "Une presse"), ("purpose", "Presser."), ("others", other.as_str())];
        let resident = cast.resident.id.to_string();
        let stranger = [typed[0], typed[1], ("others", resident.as_str())];
        member.fill(ideas, ideas, &stranger).await.expect(422);
        let made = member.fill(ideas, ideas, &typed).await.expect(303);
        let page = made.leads_to().split('?').next().unwrap().to_owned();
        member.get(&page).await.expect(200).says("Basile").says("invitation en attente");
        for nobody in [&cast.resident, &cast.officer, &cast.manager] {
            house.browser_of(nobody).get(&page).await.expect(404);
        }
        let mut invited = house.browser_of(&cast.other);
        let shown = invited.get(&page).await.expect(200).says("Presser.");
        let reply = format!("{page}/reponse");
        invited.fill_on(&shown, &reply, &[("answer", "yes")]).await.expect(303);
        // Both read version 1; the second who saves is told that it has changed.
        let typed = [("title", "Une presse mobile"), ("purpose", "Presser partout.")];
        let (one, two) = (member.get(&page).await, invited.get(&page).await);
        member.fill_on(&one, &page, &typed).await.expect(303);
        invited.fill_on(&two, &page, &typed).await.expect(409);
        invited.get(&page).await.says("Version 2, Moussa").says("Version 1, Moussa");
        let gone = invited.fill(&page, &format!("{page}/depart"), &[]).await;
        gone.expect(303);
        invited.get(&page).await.expect(404);
        member.get(&page).await.expect(200).says("Une presse mobile");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn an_idea_becomes_one_draft_with_its_title_and_summary() {
    for house in houses().await {
        let cast = gather(&house).await;
        let id = opened(&house, &cast).await;
        let mut member = house.browser_of(&cast.member);
        let page = format!("/rencontres/idees/{id}");
        let path = format!("{page}/dossier");
        let (call, org) = (cast.call.to_string(), cast.org_a.to_string());
        let typed = [("call", call.as_str()), ("organisation", org.as_str())];
        let shown = member.get(&path).await.expect(200);
        let made = member.fill_on(&shown, &path, &typed).await.expect(303);
        let file = made.leads_to().split('?').next().unwrap().to_owned();
        let form = member.follow(made).await.expect(200);
        form.says("Une presse pour tous");
        let again = member.fill_on(&shown, &path, &typed).await.expect(303);
        assert!(again.leads_to().starts_with(&file), "the same draft");
        assert_eq!(drafts(&house, &cast.member.actor).await, 1);
        let who = cast.member.actor.clone();
        let own = house.read(move |tx| calls::own_files(tx, &who, None, 50)).await;
        let (id, who) = (own[0].id, cast.member.actor.clone());
        let known = house.read(move |tx| calls::readable_file(tx, &who, id)).await;
        assert_eq!(known.answers["title"], "Une presse pour tous");
        assert!(known.answers["resume"].starts_with("Presser les pommes du quartier."));
        assert!(!known.answers.contains_key("summary"), "what the form does not ask is left out");
        member.get(&page).await.holds(&format!("href=\"{file}\""));
        // The other member is of another organisation: they learn that it is a file, not which.
        let mut other = house.browser_of(&cast.other);
        other.get(&page).await.says("est devenue un dossier").says_not(&file);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn nobody_makes_a_draft_of_an_idea_of_others_or_for_an_organisation_of_others() {
    for house in houses().await {
        let cast = gather(&house).await;
        let id = opened(&house, &cast).await;
        let tries = [
            (cast.manager.actor.clone(), cast.org_a),
            (cast.resident.actor.clone(), cast.org_a),
            (cast.member.actor.clone(), cast.org_b),
        ];
        for (who, org) in tries {
            let call = cast.call;
            let draft = move |tx: &mut store::Tx| parvis::draft_of_idea(tx, &who, id, (call, org));
            let tried = house.app.store().write(draft).await;
            assert!(matches!(tried, Err(Refusal::Unknown)), "{tried:?}");
        }
        // A draft that was begun before is left as it is.
        let acting = cast.clone();
        house
            .write(move |tx| {
                let by = &acting.manager.actor;
                let file = calls::begin_file(tx, by, acting.call, acting.org_a)?;
                calls::save_answers(tx, by, file, 1, &parvis_tests::answers("Potager")).map(drop)
            })
            .await;
        let (who, call, org) = (cast.member.actor.clone(), cast.call, cast.org_a);
        let draft = move |tx: &mut store::Tx| parvis::draft_of_idea(tx, &who, id, (call, org));
        let tried = house.app.store().write(draft).await;
        assert!(matches!(tried, Err(Refusal::Conflict(_))), "{tried:?}");
        let who = cast.member.actor.clone();
        let idea = house.read(move |tx| meeting::idea(tx, &who, id)).await;
        assert_eq!(idea.draft, None);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_members_at_once_make_one_draft() {
    for house in houses_for_races().await {
        let cast = gather(&house).await;
        let id = opened(&house, &cast).await;
        let mut tasks = JoinSet::new();
        for (who, org) in [(&cast.member, cast.org_a), (&cast.other, cast.org_b)].repeat(2) {
            let (store, who, call) = (house.app.store().clone(), who.actor.clone(), cast.call);
            tasks.spawn(async move {
                let draft =
                    move |tx: &mut store::Tx| parvis::draft_of_idea(tx, &who, id, (call, org));
                store.write(draft).await
            });
        }
        let mut files = Vec::new();
        while let Some(done) = tasks.join_next().await {
            files.push(done.unwrap().unwrap());
        }
        files.dedup();
        assert_eq!(files.len(), 1, "{}", house.engine);
        let all =
            drafts(&house, &cast.member.actor).await + drafts(&house, &cast.other.actor).await;
        assert_eq!(all, 1, "{}: one draft, whoever made it", house.engine);
    }
}

async fn asked_by_mail(house: &House) -> usize {
    house.run_jobs().await;
    let mails = house.outbox().await;
    mails.iter().filter(|mail| mail.subject.starts_with("Trois mois après")).count()
}

async fn a_day(house: &House) {
    house
        .write(|tx| {
            let key = format!("day:{}", tx.now());
            work::enqueue(tx, meeting::MEETING_JOB, &key, &())
        })
        .await;
    house.run_jobs().await;
}

#[tokio::test]
async fn what_came_of_it_is_asked_after_three_months_and_once_more() {
    for house in houses().await {
        let cast = gather(&house).await;
        opened(&house, &cast).await;
        house.days_pass(90);
        a_day(&house).await;
        assert_eq!(asked_by_mail(&house).await, 0);
        house.days_pass(2);
        a_day(&house).await;
        a_day(&house).await;
        // Two people, about their meeting and about their idea.
        assert_eq!(asked_by_mail(&house).await, 4);
        let mut member = house.fresh_browser_of(&cast.member).await;
        let page = member.get("/rencontres/suites").await.expect(200);
        let page = page.says("Votre rencontre avec Basile").says("Une presse pour tous");
        let who = cast.member.actor.clone();
        let questions = house.read(move |tx| meeting::questions(tx, &who)).await;
        for one in &questions {
            let answer = format!("/rencontres/suites/{}", one.subject);
            let typed = [("answer", "created"), ("count", "2"), ("words", "Deux emplois.")];
            member.fill_on(&page, &answer, &typed).await.expect(303);
            let (by, subject) = (cast.resident.actor.clone(), one.subject.clone());
            let tried = house
                .app
                .store()
                .write(move |tx| meeting::answer_question(tx, &by, &subject, ("talked", 1, "")));
            assert!(matches!(tried.await, Err(Refusal::Unknown)));
        }
        house.days_pass(31);
        a_day(&house).await;
        // Only the one who has not answered is asked again, once.
        assert_eq!(asked_by_mail(&house).await, 6);
        house.days_pass(60);
        a_day(&house).await;
        assert_eq!(asked_by_mail(&house).await, 6);
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn figures_are_the_networks_and_tell_no_small_number() {
    for house in houses().await {
        let cast = gather(&house).await;
        opened(&house, &cast).await;
        let path = "/bureau/rencontres";
        for nobody in [&cast.member, &cast.manager, &cast.reader, &cast.resident] {
            house.browser_of(nobody).get(path).await.expect(403);
        }
        let mut officer = house.browser_of(&cast.officer);
        officer.get(path).await.expect(200).says("La Halle").says("moins de 5").says_not("Basile");
        let json = officer.get(&format!("{path}?format=json")).await.expect(200).body;
        assert!(json.contains("\"<5\"") && !json.contains("\"Demandées\":1"), "{json}");
        let acting = cast.clone();
        // Four more whom the officer's figures count, and one who withdraws stays counted.
        house
            .write(move |tx| {
                let place = meeting::meeting_places(tx, &acting.member.actor)?.remove(0).id;
                for at in 0..4 {
                    let email = format!("q{at}@essai.test");
                    let id = people::create_account(tx, &email, &format!("Personne {at}"), "fr")?;
                    let who = Actor::of(tx, id)?;
                    let text = parvis_tests::says("food", "law", &[place]);
                    parvis_tests::opts_in(tx, &who, &text)?;
                    let of = meeting::own_profile(tx, &acting.other.actor)?;
                    let (ask, of) = (tx.id(), of.ok_or(Refusal::Unknown)?.id);
                    meeting::ask(tx, &who, ask, of, (None, "Bonjour."))?;
                    meeting::answer(tx, &acting.other.actor, ask, true)?;
                }
                meeting::withdraw(tx, &acting.other.actor)
            })
            .await;
        let json = officer.get(&format!("{path}?format=json")).await.expect(200).body;
        assert!(json.contains("\"Demandées\":5") && json.contains("\"Acceptées\":5"), "{json}");
    }
}

#[tokio::test]
async fn whoever_is_erased_leaves_what_others_wrote_with_them() {
    for house in houses().await {
        let cast = gather(&house).await;
        let id = opened(&house, &cast).await;
        let (gone, left) = (cast.other.clone(), cast.member.actor.clone());
        let whole = house.read(move |tx| parvis::export_person(tx, gone.id)).await;
        assert_eq!(whole["third_places"]["ideas"][0]["title"], "Une presse pour tous");
        let gone = cast.member.id;
        house
            .write(move |tx| {
                for one in reservations::own_bookings(tx, &left, None)? {
                    reservations::cancel(tx, &left, one.id, "")?;
                }
                parvis::erase_account(tx, gone, "system")
            })
            .await;
        let mut other = house.browser_of(&cast.other);
        let page = other.get(&format!("/rencontres/idees/{id}")).await.expect(200);
        page.says("Une presse pour tous").says_not("Moussa presse, par").says("n’y participe plus");
        house.expect_sound().await;
    }
}
