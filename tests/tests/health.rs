//! The state of the service, as its administrator sees it.

use parvis_tests::{House, Page, gather, house, house_on, houses};

#[tokio::test]
async fn a_backup_that_was_never_made_is_told_until_it_is() {
    let house = house().await;
    let cast = gather(&house).await;
    let mut browser = house.browser_of(&cast.administrator);
    let never = house.say("people-health-backup-never", &[]);
    let bad = house.say("people-health-bad", &[]);
    browser.get("/administration/sante").await.expect(200).says(&never).says(&bad);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    store::backup(&house.ground.place, parvis::CONTEXTS, &file).await.unwrap();
    let page = browser.get("/administration/sante").await.expect(200);
    page.says("La dernière date du").says_not(&never);
}

#[tokio::test]
async fn a_job_that_failed_for_good_is_told() {
    for house in houses().await {
        let cast = gather(&house).await;
        let mut browser = house.browser_of(&cast.administrator);
        let well = house.say("people-health-jobs-well", &[]);
        browser.get("/administration/sante").await.expect(200).says(&well);
        house.write(|tx| work::enqueue(tx, "calls.letter", "no such file", &"nonsense")).await;
        house.run_jobs().await;
        let failed = house.say("people-health-jobs-dead", &[("count", 1_i64.into())]);
        browser.get("/administration/sante").await.expect(200).says(&failed);
    }
}

/// A certificate for a name that ends so many days after the day of the tests, as PEM.
fn certificate(name: &str, days: i64) -> String {
    let ends = store::testing::TEST_NOW.plus_days(days).in_france().date();
    let (month, day) = (ends.month().unsigned_abs(), ends.day().unsigned_abs());
    let mut params = rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(ends.year().into(), month, day);
    params.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap().pem()
}

/// What the page says of the certificate in this file.
async fn told(public_url: &str, file: Option<std::path::PathBuf>) -> (House, Page) {
    let settings = web::Settings {
        public_url: public_url.to_owned(),
        certificate: file,
        ..parvis_tests::settings()
    };
    let house = house_on(store::testing::sqlite_ground(), "SQLite", settings).await;
    let cast = gather(&house).await;
    let mut browser = house.browser();
    browser.cookies.insert("__Host-parvis-session".to_owned(), cast.administrator.token.clone());
    browser.cookies.insert("parvis-session".to_owned(), cast.administrator.token.clone());
    let page = browser.get("/administration/sante").await.expect(200);
    (house, page)
}

#[tokio::test]
async fn the_end_of_the_certificate_is_told_ahead() {
    let folder = tempfile::tempdir().unwrap();
    let url = "https://ess.example.fr";
    for (days, said, tone) in [
        (90, "et expire le 21 février 2027", "badge good"),
        (22, "il reste 21 jours", "badge good"),
        (20, "il reste 19 jours", "badge waiting"),
        (-3, "a expiré le", "badge bad"),
    ] {
        let file = folder.path().join(format!("{days}.pem"));
        // A chain: the first is the server's own.
        let chain = [certificate("ess.example.fr", days), certificate("elsewhere", 400)].concat();
        std::fs::write(&file, chain).unwrap();
        let (_, page) = told(url, Some(file)).await;
        let page = page.says("ess.example.fr").says(said).says_not("elsewhere");
        let line = page.body.split("<li>").find(|line| line.contains("ess.example.fr")).unwrap();
        assert!(line.contains(tone), "{days}: {line}");
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_told_or_not_readable_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fullchain.pem");
    let (house, page) = told("https://ess.example.fr", None).await;
    page.says(&house.say("people-health-certificate-untold", &[]));
    for content in [None, Some("nothing"), Some("-----BEGIN CERTIFICATE-----\nAAAA\n")] {
        if let Some(content) = content {
            std::fs::write(&file, content).unwrap();
        }
        let (_, page) = told("https://ess.example.fr", Some(file.clone())).await;
        page.says("Son fichier ne se lit pas");
    }
    let (house, page) = told("http://127.0.0.1:8080", None).await;
    page.says_not(&house.say("people-health-certificate", &[]));
}
