//! What is worth a second look stands in the log, and nobody's name or address with it.

use parvis_tests::{Log, PASSWORD, gather, house, with_password};

#[tokio::test]
async fn failed_and_refused_attempts_are_told_without_names() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
    let _told = tracing::subscriber::set_default(subscriber);
    let house = house().await;
    let cast = gather(&house).await;
    let email = cast.resident.email.as_str();
    with_password(&house, email).await;
    let events = || -> Vec<serde_json::Value> {
        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        for private in [email, "192.0.2.1", PASSWORD, "faux mot", "parvis-session"] {
            assert!(!text.contains(private), "{private} is in the log:\n{text}");
        }
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.filter(|line: &serde_json::Value| line["fields"]["message"] == "security").collect()
    };
    let mut browser = house.browser();
    let typed = [("email", email), ("password", "faux mot")];
    browser.fill("/connexion", "/connexion", &typed).await.expect(422);
    browser.get("/bureau").await.expect(303);
    browser.get("/api/v1/files").await.expect(401);
    browser.post("/connexion", &[("email".to_owned(), "a@b.fr".to_owned())]).await.expect(409);
    house.browser_of(&cast.reader).get("/bureau").await.expect(403);
    for _ in 0..10 {
        browser.fill("/connexion", "/connexion", &typed).await;
    }
    let events = events();
    let names: Vec<&str> =
        events.iter().map(|event| event["fields"]["event"].as_str().unwrap()).collect();
    let first = ["sign-in-failed", "access-refused", "form-without-token", "access-refused"];
    assert_eq!(names[..4], first);
    assert_eq!(names.last(), Some(&"limit-reached"));
    let froms: std::collections::BTreeSet<_> =
        events.iter().map(|event| event["fields"]["from"].to_string()).collect();
    assert_eq!(froms.len(), 1, "one network has one name: {froms:?}");
}
