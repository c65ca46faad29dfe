//! The officer's desk says of each file what it waits for, and nothing of what waits for nobody.

use std::collections::BTreeMap;

use parvis_tests::{Cast, House, Person, assigned, decided, filed, frozen, gather, houses};

const TITLE: &str = "Potager en attente";
const KINDS: [&str; 4] = ["check", "readers", "decide", "publish"];

/// The kinds of work on the desk that a name stands under.
async fn waits(house: &House, cast: &Cast, name: &str) -> Vec<&'static str> {
    let page = house.fresh_browser_of(&cast.officer).await.get("/bureau").await.expect(200);
    let part = |kind: &str| {
        let head = format!("id=\"waits-{kind}\"");
        let (_, rest) = page.body.split_once(&head)?;
        Some(rest.split("</section>").next().unwrap_or("").contains(name))
    };
    KINDS.into_iter().filter(|kind| part(kind).unwrap_or(false)).collect()
}

async fn read_by(house: &House, cast: &Cast, file: calls::FileId, reader: &Person) {
    let (acting, reader) = (cast.clone(), reader.clone());
    house
        .write(move |tx| {
            let reading = assigned(tx, &acting, file, &reader)?;
            calls::declare(tx, &reader.actor, reading, 1, None)?;
            let score = |points| calls::Score { points: Some(points), comment: String::new() };
            let scores = BTreeMap::from([
                ("utilite".to_owned(), score(4)),
                ("ancrage".to_owned(), score(3)),
            ]);
            let opinion = calls::Opinion { scores, comment: "Solide.".to_owned() };
            calls::give_opinion(tx, &reader.actor, reading, 2, &opinion, true)
        })
        .await;
}

#[tokio::test]
async fn a_file_is_on_the_desk_for_what_it_waits_for() {
    for house in houses().await {
        let cast = gather(&house).await;
        assert!(waits(&house, &cast, "").await.is_empty(), "something waits in an empty house");
        let (acting, call, org) = (cast.clone(), cast.call, cast.org_a);
        let file = house.write(move |tx| filed(tx, &acting.manager.actor, call, org, TITLE)).await;
        assert_eq!(waits(&house, &cast, TITLE).await, ["check"]);
        read_by(&house, &cast, file, &cast.reader).await;
        assert_eq!(waits(&house, &cast, TITLE).await, ["readers"], "two readers are wanted");
        read_by(&house, &cast, file, &cast.second_reader).await;
        assert!(waits(&house, &cast, TITLE).await.is_empty(), "nobody decides before the cut-off");
        let session = cast.session;
        house.write(move |tx| frozen(tx, session)).await;
        assert_eq!(waits(&house, &cast, TITLE).await, ["decide"]);
        let acting = cast.clone();
        house.write(move |tx| decided(tx, &acting, file, 5_000)).await;
        assert!(waits(&house, &cast, TITLE).await.is_empty());
        assert_eq!(waits(&house, &cast, "Session d’hiver").await, ["publish"]);
    }
}
