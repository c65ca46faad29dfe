//! From the officer's first page to the receipt in the applicant's hands, through pages alone.

use parvis_tests::{Browser, Cast, House, PDF, gather, houses};
use words::Lang;

fn id_in(path: &str) -> String {
    path.split('/').find(|part| part.len() == 36).unwrap().to_owned()
}

/// Makes a call by its pages and opens it; its id.
async fn call_by_pages(house: &House, officer: &mut Browser) -> String {
    let new = "/bureau/appels/nouveau";
    let summary = ("summary", "Des jardins pour tous.");
    let page = officer.fill(new, new, &[("title", ""), summary, ("body", "Texte")]).await;
    let page = page.expect(422).says(&house.say("web-fault-required", &[]));
    assert!(page.body.contains("Des jardins pour tous."), "what was typed is gone");
    let law = ("legal_basis", "Article L3211-1");
    let typed = [("title", "Toits & jardins"), summary, ("body", "# Texte"), law];
    let made = officer.fill(new, new, &typed).await.expect(303);
    let call = id_in(made.leads_to());
    let home = format!("/bureau/appels/{call}");
    let page = officer.fill(&home, &format!("{home}/etat"), &[]).await.expect(422);
    page.says(&house.say("calls-conflict-no-lines", &[]));
    rules_by_pages(house, officer, &home).await;
    let sessions = format!("{home}/sessions");
    let envelopes =
        [("envelope.fonctionnement", "100 000"), ("envelope.investissement", "50 000,50 €")];
    let past = [("session_title", "Hiver"), ("cut_off", "2026-01-31"), envelopes[0], envelopes[1]];
    let page = officer.fill(&home, &sessions, &past).await.expect(422);
    let page = page.says(&house.say("calls-fault-cut-off-past", &[]));
    assert!(page.body.contains("100 000"), "the envelope typed is gone");
    let good = [("session_title", "Hiver"), ("cut_off", "31/01/2027"), envelopes[0], envelopes[1]];
    officer.fill(&home, &sessions, &good).await.expect(303);
    officer.fill(&home, &format!("{home}/etat"), &[]).await.expect(303);
    call
}

async fn rules_by_pages(house: &House, officer: &mut Browser, home: &str) {
    let lines = format!("{home}/regles/lignes");
    let first = [("lignes.0.name", "Fonctionnement"), ("lignes.0.cap", "40 000")];
    let second = [
        ("lignes.1.name", "Investissement"),
        ("lignes.1.rate", "50 %"),
        ("lignes.1.cap", "25000"),
        ("project_cap", "60000"),
    ];
    let wrong = [&first[..], &second[..], &[("lignes.0.rate", "huit cents")]].concat();
    let page = officer.fill(&lines, &lines, &wrong).await.expect(422);
    let page = page.says(&house.say("calls-fault-rate", &[]));
    assert!(page.body.contains("huit cents"), "the rate typed is gone");
    let right = [&first[..], &second[..], &[("lignes.0.rate", "80")]].concat();
    officer.fill(&lines, &lines, &right).await.expect(303);
    let eligibility = format!("{home}/regles/eligibilite");
    let condition = [
        ("eligibilite.0.question", "Code postal ?"),
        ("eligibilite.0.test", "postcode_starts"),
        ("eligibilite.0.value", "92"),
        ("eligibilite.0.otherwise", "Le projet doit être dans le 92."),
        ("eligibilite.1.question", "Années d’existence ?"),
        ("eligibilite.1.test", "at_least"),
        ("eligibilite.1.value", "1"),
        ("eligibilite.1.otherwise", "Il faut un an d’existence."),
    ];
    officer.fill(&eligibility, &eligibility, &condition).await.expect(303);
    let form = format!("{home}/regles/formulaire");
    let fields = [
        ("formulaire.0.section", "Le projet"),
        ("formulaire.0.label", "Résumé"),
        ("formulaire.0.kind", "long_text"),
        ("formulaire.0.detail", "1500"),
        ("formulaire.0.required", "1"),
        ("formulaire.1.section", "Le projet"),
        ("formulaire.1.label", "Stade"),
        ("formulaire.1.kind", "choice"),
        ("formulaire.1.detail", "Idée ; Essai ; Marche"),
    ];
    officer.fill(&form, &form, &fields).await.expect(303);
    let rubric = format!("{home}/regles/grille");
    let criteria = [
        ("grille.0.label", "Utilité"),
        ("grille.0.max", "5"),
        ("grille.0.weight", "3"),
        ("readers_per_file", "2"),
    ];
    officer.fill(&rubric, &rubric, &criteria).await.expect(303);
}

#[tokio::test]
async fn an_officer_opens_a_call_and_a_visitor_checks_who_may_apply() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut officer = house.browser_of(&cast.officer);
        let call = call_by_pages(&house, &mut officer).await;
        let rules = officer.get(&format!("/bureau/appels/{call}/regles/formulaire")).await;
        assert!(rules.body.contains("Idée ; Essai ; Marche"));
        let mut visitor = house.browser();
        visitor.get("/appels").await.expect(200).says("Toits & jardins");
        let page = visitor.get("/appels/toits-jardins").await.expect(200).says("Investissement");
        page.says(&words::money(Lang::Fr, base::Cents::euros(40_000)));
        visitor.get("/appels?q=jardin").await.expect(200).says("Toits & jardins");
        let check = "/appels/toits-jardins/eligibilite";
        visitor.get(check).await.expect(200).says("Code postal").says_not("badge bad");
        let page = visitor.get(&format!("{check}?code-postal=75001&annees-d-existence=3")).await;
        let page = page.expect(200).says("Le projet doit être dans le 92.");
        page.says(&house.say("calls-not-eligible", &[])).says_not("Il faut un an d’existence.");
        let page = visitor.get(&format!("{check}?code-postal=92000")).await.expect(200);
        page.says(&house.say("calls-eligible-so-far", &[]));
        let page = visitor.get(&format!("{check}?code-postal=92000&annees-d-existence=3")).await;
        page.expect(200).says(&house.say("calls-eligible", &[]));
    }
}

/// Begins a file by its pages; its id.
async fn begun(cast: &Cast, manager: &mut Browser) -> String {
    let apply = format!("/appels/{}/deposer", cast.slug);
    let made = manager.fill(&apply, &apply, &[]).await.expect(303);
    let again = manager.fill(&apply, &apply, &[]).await.expect(303);
    assert_eq!(made.leads_to(), again.leads_to(), "a second draft was begun");
    id_in(made.leads_to())
}

const REQUEST: [(&str, &str); 5] = [
    ("title", "Potager <partagé>"),
    ("line.fonctionnement.base", "25 000"),
    ("line.fonctionnement.amount", "20 000,00 €"),
    ("line.investissement.base", ""),
    ("line.investissement.amount", ""),
];

async fn written_by_pages(house: &House, manager: &mut Browser, file: &str) {
    let step = |number: usize| format!("/dossiers/{file}/etape/{number}");
    let wrong = [("title", "Potager"), ("line.fonctionnement.base", "beaucoup")];
    let page = manager.fill(&step(1), &step(1), &wrong).await;
    let page = page.says(&house.say("web-fault-money", &[]));
    assert!(page.body.contains("value=\"beaucoup\""), "what was typed is gone");
    assert!(page.body.contains("aria-describedby"), "the fault is not tied to its field");
    let kept = manager.get(&step(1)).await.expect(200);
    assert!(kept.body.contains("value=\"beaucoup\""), "what was typed was not kept");
    let much = [REQUEST[0], REQUEST[1], ("line.fonctionnement.amount", "20 000,01")];
    let most = base::Cents::euros(20_000);
    let cap = base::Cents::euros(40_000);
    let args = [("most", most.into()), ("cap", cap.into())];
    let page = manager.fill(&step(1), &step(1), &much).await;
    page.says(&house.say("calls-fault-above-obtainable", &args));
    let next = manager.fill(&step(1), &step(1), &REQUEST).await.expect(303);
    assert_eq!(next.leads_to(), step(2));
    let long = "é".repeat(1_501);
    let page = manager.fill(&step(2), &step(2), &[("resume", &long), ("debut", "hier")]).await;
    let page = page.says(&house.say("web-fault-date", &[]));
    assert!(page.body.contains(&long), "the long text is gone");
    let good = [("resume", "Un potager.\r\nPour tous."), ("debut", "2027-03-01")];
    manager.fill(&step(2), &step(2), &good).await.expect(303);
    let budget = |income: &'static str| {
        [
            ("budget-expense-label", "Salaires"),
            ("budget-expense-amount", "25 000"),
            ("budget-income-label", "Subvention"),
            ("budget-income-amount", "20 000"),
            ("budget-income-label", "Ventes"),
            ("budget-income-amount", income),
        ]
    };
    let page = manager.fill(&step(3), &step(3), &budget("4 000")).await.expect(200);
    page.says(&words::money(Lang::Fr, base::Cents::euros(1_000)));
    manager.fill(&step(3), &step(3), &budget("5 000")).await.expect(303);
}

async fn pieces_by_pages(house: &House, manager: &mut Browser, file: &str) {
    let (step, pieces) = (format!("/dossiers/{file}/etape/4"), format!("/dossiers/{file}/pieces"));
    let review = format!("/dossiers/{file}/depot");
    let page = manager.get(&review).await.expect(200).says("Statuts");
    assert!(!page.body.contains(&format!("action=\"{review}\"")), "it can be submitted too early");
    for (name, bytes) in [
        ("statuts.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>".as_slice()),
        ("statuts.pdf", b"<!DOCTYPE html><script>x()</script>"),
        ("statuts.pdf", b"MZ\x90\x00\x03"),
        ("statuts.pdf", b"#!/bin/sh\n"),
        ("statuts.html", PDF),
        ("statuts.jar", b"PK\x03\x04"),
    ] {
        let page = manager.upload(&step, &pieces, ("statuts", name, bytes)).await.expect(409);
        page.says(&house.say("calls-fault-file-kind", &[("name", name.into())]));
    }
    let page = manager.upload(&step, &pieces, ("statuts", "", b"")).await.expect(409);
    page.says(&house.say("calls-conflict-no-file", &[]));
    let sent = manager.upload(&step, &pieces, ("statuts", "../Statuts 2026.pdf", PDF)).await;
    let page = manager.follow(sent).await.says("Statuts 2026.pdf");
    let start = page.body.find(&format!("{pieces}/")).unwrap();
    let link: String = page.body.get(start..).unwrap().split('"').next().unwrap().to_owned();
    let piece = manager.get(&link).await.expect(200);
    assert_eq!(piece.bytes, PDF);
    assert!(piece.header("content-disposition").starts_with("attachment"));
    assert_eq!(piece.header("content-type"), "application/pdf");
    assert_eq!(piece.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(piece.header("x-content-type-options"), "nosniff");
    let huge = [PDF, &vec![b'x'; web::FILE_LIMIT_BYTES]].concat();
    let page = manager.upload(&step, &pieces, ("statuts", "gros.pdf", &huge)).await.expect(413);
    page.says("10");
}

/// What a PDF says.
fn pdf_text(bytes: &[u8]) -> String {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_file_is_written_submitted_and_answered_by_a_receipt() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut manager = house.browser_of(&cast.manager);
        let file = begun(&cast, &mut manager).await;
        written_by_pages(&house, &mut manager, &file).await;
        pieces_by_pages(&house, &mut manager, &file).await;
        let review = format!("/dossiers/{file}/depot");
        let page = manager.get(&review).await.expect(200).says("Potager <partagé>");
        page.says("Session d’hiver").says_not("Potager <partagé>");
        let answer = manager.fill(&review, &review, &[]).await;
        let page = manager.follow(answer).await.expect(200);
        let page = page.says(&house.say("calls-notice-submitted", &[]));
        let (actor, id) = (cast.manager.actor.clone(), file.parse().unwrap());
        let number = house.read(move |tx| Ok(calls::own_file(tx, &actor, id)?.number)).await;
        assert!(number.ends_with("2026-0001"), "{number}");
        let page = page.says(&number);
        page.says(&house.say("calls-receipt", &[]));
        let receipt = manager.get(&format!("/dossiers/{file}/recepisse.pdf")).await.expect(200);
        assert_eq!(receipt.header("content-type"), "application/pdf");
        let text = pdf_text(&receipt.bytes);
        assert!(text.contains(&number), "no number in: {text}");
        assert!(text.contains("23 novembre 2026"), "no date in: {text}");
        house.run_jobs().await;
        let mails = house.outbox().await;
        let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
        assert_eq!(to, [cast.manager.email.as_str()], "{}", house.engine);
        assert!(mails[0].text.contains(&number) || mails[0].subject.contains(&number));
        assert!(mails[0].text.contains(&format!("/dossiers/{file}")));
        // What is filed stands.
        let page = manager.get(&format!("/dossiers/{file}/etape/1")).await.expect(303);
        assert_eq!(page.leads_to(), format!("/dossiers/{file}"));
        house.expect_sound().await;
    }
}

#[tokio::test]
async fn two_people_who_write_at_once_lose_nothing() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut manager = house.browser_of(&cast.manager);
        let mut member = house.browser_of(&cast.member);
        let file = begun(&cast, &mut manager).await;
        let step = format!("/dossiers/{file}/etape/2");
        let mut seen = member.form(&step, &step).await;
        let answers = [("resume", "Celui de Mathilde."), ("debut", "2027-03-01")];
        manager.fill(&step, &step, &answers).await.expect(303);
        seen.push(("resume".to_owned(), "Celui de Moussa.".to_owned()));
        let page = member.post(&step, &seen).await;
        let page = page.says(&house.say("calls-conflict-stale", &[]));
        assert!(page.body.contains("Celui de Moussa."), "what was typed is gone");
        let kept = manager.get(&step).await;
        assert!(kept.body.contains("Celui de Mathilde."), "the first save was overwritten");
        member.headers.push(("x-parvis-autosave", "1".to_owned()));
        seen.push(("_step".to_owned(), "2".to_owned()));
        let told =
            member.post(&format!("/dossiers/{file}/enregistrement"), &seen).await.expect(409);
        assert_eq!(told.header("content-type"), "application/problem+json");
    }
}
