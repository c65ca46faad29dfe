//! What every answer says to the browser, whatever it answers.

use std::net::SocketAddr;

use parvis_tests::{gather, house};

const EVERYWHERE: [(&str, &str); 6] = [
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), payment=(), geolocation=(self)"),
];

#[tokio::test]
async fn every_answer_forbids_what_parvis_does_not_do() {
    let house = house().await;
    let cast = gather(&house).await;
    let mut browser = house.browser_of(&cast.officer);
    let home = browser.get("/").await.expect(200);
    let asset = home.body.split('"').find(|part| part.ends_with(".css")).unwrap().to_owned();
    let answers = [
        home,
        browser.get("/bureau").await.expect(200),
        browser.get("/rien").await.expect(404),
        browser.get("/administration").await.expect(403),
        browser.get("/api/v1/calls").await.expect(200),
        browser.get("/api/v1/files").await.expect(401),
        browser.get("/healthz").await.expect(200),
        browser.get(&asset).await.expect(200),
        browser.post("/connexion", &[("x".to_owned(), "y".repeat(13_000_000))]).await.expect(413),
    ];
    for answer in answers {
        for (name, wanted) in EVERYWHERE {
            assert_eq!(answer.header(name), wanted, "{name} of {}", answer.words());
        }
        let policy = answer.header("content-security-policy");
        for wanted in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"] {
            assert!(policy.contains(wanted), "{wanted} of {}", answer.words());
        }
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}

#[tokio::test]
async fn figures_of_operation_stay_on_the_machine() {
    let house = house().await;
    let mut browser = house.browser();
    browser.get("/metrics").await.expect(404);
    browser.address = SocketAddr::from(([127, 0, 0, 1], 4_000));
    browser.get("/metrics").await.expect(200);
    // A proxy on this machine that the settings do not name passes on what others ask.
    browser.headers.push(("x-forwarded-for", "198.51.100.7".to_owned()));
    browser.get("/metrics").await.expect(404);
}
