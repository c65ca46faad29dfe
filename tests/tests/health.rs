//! The state of the service, as its administrator sees it.

use parvis_tests::{gather, house, houses};

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
