//! From the freeze of a session to its publication: pieces, readers, opinions, amounts, open data.

use base::{Cents, Outcome};
use calls::{FileId, NewSession, ReadingId};
use parvis_tests::{
    Cast, House, PDF, Page, Person, assigned, decided, filed, frozen, gather, house, houses,
};
use people::{NewGrant, Role};
use store::Tx;
use words::Lang;

async fn file_of(house: &House, cast: &Cast, whose: &Person, title: &'static str) -> FileId {
    let (call, org) = (cast.call, *whose.actor.organisations().first().unwrap());
    let actor = whose.actor.clone();
    house.write(move |tx| filed(tx, &actor, call, org, title)).await
}

async fn number_of(house: &House, cast: &Cast, file: FileId) -> String {
    let officer = cast.officer.actor.clone();
    house.read(move |tx| Ok(calls::officer_file(tx, &officer, file)?.number)).await
}

fn second_session(tx: &mut Tx, cast: &Cast) -> Outcome<calls::SessionId> {
    let cut_off_at = tx.now().plus_days(20);
    let title = "Session de printemps".to_owned();
    let new = NewSession { title, cut_off_at, envelopes: Default::default() };
    calls::add_session(tx, &cast.officer.actor, cast.call, &new)
}

#[tokio::test]
async fn what_comes_late_goes_to_the_next_session() {
    for house in houses().await {
        let cast = gather(&house).await;
        let in_time = file_of(&house, &cast, &cast.manager, "À l’heure").await;
        let acting = cast.clone();
        let second = house.write(move |tx| second_session(tx, &acting)).await;
        house.days_pass(10);
        house.app.world().advance_seconds(1);
        // The cut-off has passed; the job that freezes has not run yet.
        let late = file_of(&house, &cast, &cast.other, "En retard").await;
        house.run_jobs().await;
        let mut officer = house.browser_of(&cast.officer);
        let first = officer.get(&format!("/bureau/sessions/{}", cast.session)).await.expect(200);
        let first = first.says("À l’heure").says_not("En retard");
        first.says(&house.say("calls-session-frozen", &[]));
        let next = officer.get(&format!("/bureau/sessions/{second}")).await.expect(200);
        next.says("En retard").says_not("À l’heure");
        assert_ne!(number_of(&house, &cast, in_time).await, number_of(&house, &cast, late).await);
        let later = file_of(&house, &cast, &cast.manager, "Plus tard encore").await;
        let session = cast.session;
        let batch = house.read(move |tx| calls::batch(tx, session)).await;
        assert!(batch.iter().all(|file| file.id != later), "a frozen session took a file");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn missing_pieces_are_asked_for_and_handed_in_under_the_same_number() {
    for house in houses().await {
        let cast = gather(&house).await;
        let file = file_of(&house, &cast, &cast.manager, "Potager").await;
        let number = number_of(&house, &cast, file).await;
        house.run_jobs().await;
        let mut officer = house.browser_of(&cast.officer);
        let desk = format!("/bureau/dossiers/{file}");
        let check = format!("{desk}/controle");
        let page = officer.fill(&desk, &check, &[("verdict", "missing")]).await.expect(422);
        page.says(&house.say("web-fault-required", &[]));
        let wish = "Il manque le relevé d’identité <bancaire>.";
        let asked = [("verdict", "missing"), ("message", wish), ("due_on", "2026-12-01")];
        officer.fill(&desk, &check, &asked).await.expect(303);
        house.run_jobs().await;
        let mails = house.outbox().await;
        let asking = mails.iter().find(|mail| mail.text.contains(wish)).unwrap();
        assert_eq!(asking.to, cast.manager.email);
        assert!(asking.text.contains("1er décembre"), "{}", asking.text);
        let mut manager = house.browser_of(&cast.manager);
        manager.get(&format!("/dossiers/{file}")).await.expect(200).says(wish);
        let (step, pieces) =
            (format!("/dossiers/{file}/etape/4"), format!("/dossiers/{file}/pieces"));
        manager.upload(&step, &pieces, ("statuts", "rib.pdf", PDF)).await.expect(303);
        let review = format!("/dossiers/{file}/depot");
        manager.fill(&review, &review, &[]).await.expect(303);
        assert_eq!(number_of(&house, &cast, file).await, number);
        officer.get(&desk).await.expect(200).says("rib.pdf");
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn nobody_reads_for_their_own_organisation_or_after_declaring_a_conflict() {
    for house in houses().await {
        let cast = gather(&house).await;
        let file = file_of(&house, &cast, &cast.manager, "Potager").await;
        let (reader, scope) = (cast.second_reader.id, cast.org_a.to_string());
        house
            .write(move |tx| {
                let scope = scope.clone();
                let own = NewGrant { person: reader, role: Role::Member, scope, valid_until: None };
                people::grant(tx, "system", &own)
            })
            .await;
        let mut officer = house.browser_of(&cast.officer);
        let desk = format!("/bureau/dossiers/{file}");
        let ask = format!("{desk}/lecteurs");
        let own = reader.to_string();
        let page = officer.fill(&desk, &ask, &[("reader", &own)]).await.expect(422);
        page.says(&house.say("calls-fault-own-organisation", &[]));
        let no_reader = cast.resident.id.to_string();
        let page = officer.fill(&desk, &ask, &[("reader", &no_reader)]).await.expect(422);
        page.says(&house.say("calls-fault-not-a-reader", &[]));
        let good = cast.reader.id.to_string();
        officer.fill(&desk, &ask, &[("reader", &good)]).await.expect(303);
        let readings = house.read(move |tx| calls::readings_of_file(tx, file)).await;
        assert_eq!(readings.len(), 1);
        let reading = format!("/lectures/{}", readings[0].id);
        let mut reader = house.browser_of(&cast.reader);
        reader.get("/lectures").await.expect(200).says("Potager");
        let page = reader.get(&reading).await.expect(200);
        page.says_not("Un potager pour le quartier.").says_not("statuts.pdf");
        let officer_actor = cast.officer.actor.clone();
        let piece = house
            .read(move |tx| {
                calls::officer_file(tx, &officer_actor, file)?;
                Ok(calls::attachments(tx, file)?.remove(0).id)
            })
            .await;
        reader.get(&format!("{reading}/pieces/{piece}")).await.expect(404);
        let declare = format!("{reading}/conflit");
        let page = reader.fill(&reading, &declare, &[("conflict", "some")]).await.expect(422);
        page.says(&house.say("web-fault-required", &[]));
        let conflict = [("conflict", "some"), ("what", "Ma sœur y travaille.")];
        reader.fill(&reading, &declare, &conflict).await.expect(303);
        reader.get(&reading).await.expect(200).says_not("Un potager pour le quartier.");
        reader.get(&format!("{reading}/pieces/{piece}")).await.expect(404);
        let mut fields = reader.form(&reading, &declare).await;
        fields.push(("comment".to_owned(), "Très bien.".to_owned()));
        fields.push(("do".to_owned(), "give".to_owned()));
        let page = reader.post(&reading, &fields).await;
        assert_ne!(page.status, 303, "an opinion was taken from somebody who stepped aside");
        page.says_not("Un potager pour le quartier.");
        officer.get(&desk).await.expect(200).says("Ma sœur y travaille.");
    }
}

async fn reading_of(house: &House, cast: &Cast, file: FileId, reader: &Person) -> ReadingId {
    let (acting, reader) = (cast.clone(), reader.clone());
    house.write(move |tx| assigned(tx, &acting, file, &reader)).await
}

async fn opinion(house: &House, reader: &Person, reading: ReadingId, points: [&str; 2]) {
    let mut browser = house.browser_of(reader);
    let page = format!("/lectures/{reading}");
    browser.fill(&page, &format!("{page}/conflit"), &[("conflict", "none")]).await.expect(303);
    let typed = [("points.utilite", points[0]), ("points.ancrage", points[1]), ("do", "give")];
    browser.fill(&page, &page, &typed).await.expect(303);
}

#[tokio::test]
async fn a_criterion_without_an_answer_is_not_a_zero() {
    for house in houses().await {
        let cast = gather(&house).await;
        let file = file_of(&house, &cast, &cast.manager, "Potager").await;
        let first = reading_of(&house, &cast, file, &cast.reader).await;
        let second = reading_of(&house, &cast, file, &cast.second_reader).await;
        // 4/5 on utility alone is 80 %; (3 × 2/5 + 1 × 4/5) / 4 is 50 %; their mean 65 %.
        opinion(&house, &cast.reader, first, ["4", "none"]).await;
        opinion(&house, &cast.second_reader, second, ["2", "4"]).await;
        let mut officer = house.browser_of(&cast.officer);
        let page = officer.get(&format!("/bureau/dossiers/{file}/decision")).await.expect(200);
        let page = page.says(&words::percent(Lang::Fr, 6_500));
        let page = page.says(&words::percent(Lang::Fr, 8_000));
        page.says(&house.say("calls-no-opinion", &[]));
        let list = officer.get(&format!("/bureau/appels/{}/dossiers", cast.call)).await;
        list.says(&words::percent(Lang::Fr, 6_500));
        let mut reader = house.browser_of(&cast.reader);
        let page = format!("/lectures/{first}");
        let much = [("points.utilite", "6"), ("do", "give")];
        let page = reader.fill(&page, &page, &much).await.expect(422);
        page.says(&house.say("web-fault-number", &[("min", 0i64.into()), ("max", 5i64.into())]));
    }
}

/// Three complete files in a frozen session.
async fn three(house: &House, cast: &Cast) -> [FileId; 3] {
    let a = file_of(house, cast, &cast.manager, "Potager").await;
    let b = file_of(house, cast, &cast.other, "Atelier").await;
    let c = file_of(house, cast, &cast.manager, "Cantine").await;
    for file in [a, b, c] {
        reading_of(house, cast, file, &cast.reader).await;
    }
    let session = cast.session;
    house.write(move |tx| frozen(tx, session)).await;
    [a, b, c]
}

async fn decide(house: &House, cast: &Cast, file: FileId, line: &str, investment: &str) -> Page {
    let mut officer = house.browser_of(&cast.officer);
    let page = format!("/bureau/dossiers/{file}/decision");
    let typed = [
        ("outcome", "awarded"),
        ("amount.fonctionnement", line),
        ("amount.investissement", investment),
        ("reason", "Un projet solide."),
    ];
    officer.fill(&page, &page, &typed).await
}

#[tokio::test]
async fn no_award_exceeds_what_was_asked_or_the_envelope() {
    for house in houses().await {
        let cast = gather(&house).await;
        let [a, b, c] = three(&house, &cast).await;
        let page = decide(&house, &cast, a, "20 000,01", "0").await.expect(422);
        let asked = [("asked", Cents::euros(20_000).into())];
        let page = page.says(&house.say("calls-fault-above-asked", &asked));
        assert!(page.body.contains("20 000,01"), "the amount typed is gone");
        let page = decide(&house, &cast, a, "-5", "").await.expect(422);
        page.says(&house.say("web-fault-money", &[]));
        let page = decide(&house, &cast, a, "", "").await.expect(422);
        page.says(&house.say("calls-fault-nothing-awarded", &[]));
        decide(&house, &cast, a, "20 000", "10 000").await.expect(303);
        decide(&house, &cast, b, "20 000", "10 000").await.expect(303);
        let page = decide(&house, &cast, c, "10 000,01", "").await.expect(422);
        let left = [("left", Cents::euros(10_000).into())];
        page.says(&house.say("calls-fault-envelope", &left));
        decide(&house, &cast, c, "10 000", "").await.expect(303);
        // Taken again, a decision frees what it held.
        decide(&house, &cast, a, "15 000", "0").await.expect(303);
        decide(&house, &cast, c, "15 000", "").await.expect(303);
        house.expect_sound().await;
    }
}

/// What the organisation can see of a file, without the number of its version.
async fn seen(house: &House, cast: &Cast, file: FileId) -> Vec<String> {
    let mut manager = house.browser_of(&cast.manager);
    let id = cast.manager.id;
    let token = house.write(move |tx| people::create_token(tx, id, "essai", "read")).await;
    manager.headers.push(("authorization", format!("Bearer {token}")));
    let mut pages = Vec::new();
    for path in [
        format!("/dossiers/{file}"),
        "/dossiers".to_owned(),
        format!("/appels/{}", cast.slug),
        format!("/appels/{}/laureats", cast.slug),
        "/donnees/subventions.csv".to_owned(),
        format!("/api/v1/files/{file}"),
        "/api/v1/awards".to_owned(),
        format!("/dossiers/{file}/lettre.pdf"),
    ] {
        let body = manager.get(&path).await.body;
        let mut told = String::new();
        for (at, part) in body.split("version").enumerate() {
            let digits = |c: char| c.is_ascii_digit() || "\":=value ".contains(c);
            told.push_str(if at == 0 { part } else { part.trim_start_matches(digits) });
        }
        pages.push(told);
    }
    pages
}

#[tokio::test]
async fn a_decision_is_nobodys_business_before_publication() {
    for house in houses().await {
        let cast = gather(&house).await;
        let [a, ..] = three(&house, &cast).await;
        let before = seen(&house, &cast, a).await;
        decide(&house, &cast, a, "20 000", "0").await.expect(303);
        let awarded = seen(&house, &cast, a).await;
        for (before, awarded) in before.iter().zip(&awarded) {
            assert_eq!(before, awarded, "{}: the decision shows", house.engine);
        }
        let acting = cast.clone();
        house.write(move |tx| decided(tx, &acting, a, 0)).await;
        assert_eq!(before, seen(&house, &cast, a).await, "{}: the refusal shows", house.engine);
        // Whoever takes a file back does not learn either; and nothing is left of the decision.
        let mut manager = house.browser_of(&cast.manager);
        let file = format!("/dossiers/{a}");
        manager.fill(&file, &format!("{file}/retrait"), &[]).await.expect(303);
        house.expect_sound().await;
    }
}

async fn publish(house: &House, cast: &Cast) -> Page {
    let mut officer = house.fresh_browser_of(&cast.officer).await;
    let page = format!("/bureau/sessions/{}", cast.session);
    let typed = [("reference", "DELIB-2027-01"), ("decided_on", "2027-01-15")];
    officer.fill(&page, &format!("{page}/publication"), &typed).await
}

#[tokio::test]
async fn publication_waits_for_every_file_and_tells_everybody() {
    for house in houses().await {
        let cast = gather(&house).await;
        let [a, b, c] = three(&house, &cast).await;
        decide(&house, &cast, a, "20 000", "5 000").await.expect(303);
        decide(&house, &cast, b, "12 000,50", "0").await.expect(303);
        let page = publish(&house, &cast).await.expect(422);
        page.says(&house.say("calls-conflict-undecided", &[("count", 1i64.into())]));
        let acting = cast.clone();
        house.write(move |tx| decided(tx, &acting, c, 0)).await;
        publish(&house, &cast).await.expect(303);
        house.run_jobs().await;
        let mails = house.outbox().await;
        let letters = mails.iter().filter(|mail| !mail.attachments.is_empty()).count();
        assert_eq!(letters, 3, "{}", house.engine);
        laureates(&house, &cast).await;
        open_data(&house, &cast, [a, b]).await;
        let mut manager = house.browser_of(&cast.manager);
        let letter = manager.get(&format!("/dossiers/{a}/lettre.pdf")).await.expect(200);
        assert!(letter.bytes.starts_with(b"%PDF"));
        let awarded = house.say("calls-file-awarded", &[]);
        manager.get(&format!("/dossiers/{a}")).await.expect(200).says(&awarded);
        manager.get("/dossiers").await.expect(200).says(&awarded);
        let page = decide_again(&house, &cast, a).await;
        assert_ne!(page.status, 303, "a published decision was changed");
        house.expect_sound().await;
    }
}

async fn decide_again(house: &House, cast: &Cast, file: FileId) -> Page {
    let mut officer = house.browser_of(&cast.officer);
    let csrf = officer.form("/mot-de-passe", "/mot-de-passe").await.remove(0);
    let (actor, id) = (cast.officer.actor.clone(), file);
    let version = house.read(move |tx| Ok(calls::officer_file(tx, &actor, id)?.version)).await;
    let fields = [("_version", version.to_string()), ("outcome", "refused".to_owned())];
    let mut fields: Vec<_> = fields.map(|(name, value)| (name.to_owned(), value)).to_vec();
    fields.extend([csrf, ("reason".to_owned(), "Non.".to_owned())]);
    officer.post(&format!("/bureau/dossiers/{file}/decision"), &fields).await
}

async fn laureates(house: &House, cast: &Cast) {
    let mut visitor = house.browser();
    let path = format!("/appels/{}/laureats", cast.slug);
    let page = visitor.get(&path).await.expect(200).says("Potager").says("La Coop voisine");
    let page = page.says(&words::money(Lang::Fr, Cents(3_700_050)));
    page.says(&words::money(Lang::Fr, Cents::euros(25_000))).says_not("Cantine");
    let csv = visitor.get(&format!("{path}?format=csv")).await.expect(200);
    assert!(csv.body.contains("Potager") && csv.header("content-type").starts_with("text/csv"));
    let xlsx = visitor.get(&format!("{path}?format=xlsx")).await.expect(200);
    assert!(xlsx.bytes.starts_with(b"PK"));
    let json = visitor.get(&format!("{path}?format=json")).await.expect(200);
    let rows: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    let amounts: Vec<&str> =
        rows.as_array().unwrap().iter().map(|row| row["amount"].as_str().unwrap()).collect();
    assert_eq!(amounts, ["12000.50", "25000.00"]);
    visitor.get(&format!("{path}?format=exe")).await.expect(404);
}

async fn open_data(house: &House, cast: &Cast, [a, b]: [FileId; 2]) {
    let csv = house.browser().get("/donnees/subventions.csv").await.expect(200).body;
    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 3, "{csv}");
    let columns: Vec<&str> = lines[0].split(',').collect();
    assert_eq!(columns.len(), 16);
    let row = |name: &str| -> Vec<&str> {
        lines.iter().find(|line| line.contains(name)).unwrap().split(',').collect()
    };
    let told = |row: &[&str], column: &str| {
        let at = columns.iter().position(|known| *known == column).unwrap();
        row[at].trim_matches('"').to_owned()
    };
    let (association, cooperative) = (row("Les Jardins d’Essai"), row("La Coop voisine"));
    assert_eq!(association.len(), 16, "{association:?}");
    assert_eq!(told(&association, "rnaBeneficiaire"), "W922000123");
    assert_eq!(told(&association, "idBeneficiaire"), "");
    assert_eq!(told(&cooperative, "idBeneficiaire"), "35600000000048");
    assert_eq!(told(&cooperative, "montant"), "12000.50");
    let grantor = told(&cooperative, "idAttribuant");
    assert!(people::rules::is_siret(&grantor) && grantor.starts_with("229200506"), "{grantor}");
    assert_eq!(told(&association, "montant"), "25000.00");
    assert_eq!(told(&association, "dateConvention"), "2027-01-15");
    assert_eq!(told(&association, "referenceDecision"), "DELIB-2027-01");
    assert_ne!(number_of(house, cast, a).await, number_of(house, cast, b).await);
}

const REWRITE_LOG: &str = "UPDATE people_audit SET actor = 'system' WHERE number = 3";
const CUT_LOG: &str =
    "DELETE FROM people_audit WHERE number = (SELECT max(number) FROM people_audit)";
const RAISE_AWARD: &str = "UPDATE calls_award SET amount = amount + 100000000";
const LOSE_NUMBER: &str = "UPDATE calls_file SET number = ''";
const LOSE_DECISION: &str = "UPDATE calls_file SET state = 'complete' WHERE state = 'awarded'";

#[tokio::test]
async fn what_was_tampered_with_is_found() {
    for (statement, invariant) in [
        (REWRITE_LOG, "the audit log is as it was written"),
        (CUT_LOG, "the audit log is as it was written"),
        (RAISE_AWARD, "no award exceeds what was asked"),
        (RAISE_AWARD, "awards stay within the envelopes"),
        (LOSE_NUMBER, "a submitted file has a number and a date"),
        (LOSE_DECISION, "a decided file has its decision"),
    ] {
        let house = house().await;
        let cast = gather(&house).await;
        let [a, ..] = three(&house, &cast).await;
        decide(&house, &cast, a, "20 000", "0").await.expect(303);
        house.expect_sound().await;
        let changed = house.write(move |tx| tx.run(store::sql(statement), &[])).await;
        assert!(changed > 0, "{statement} changed nothing");
        let findings = house.read(parvis::check).await;
        let told = findings.iter().any(|finding| finding.invariant == invariant);
        assert!(told, "{statement}: {findings:?}");
    }
}
