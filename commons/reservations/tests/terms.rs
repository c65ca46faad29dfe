//! On which terms somebody may ask: what they are to a site.

#[expect(dead_code, reason = "other tests of promises need the rest")]
mod place;

use parvis_reservations::*;
use people::Actor;
use place::*;
use store::testing::on_each_engine;

#[tokio::test(flavor = "multi_thread")]
async fn members_ask_earlier_than_others_and_at_their_own_price() {
    on_each_engine(CONTEXTS, |store| async move {
        let new = NewResource { horizon_days: 0, hour_cents: 1_000, ..room() };
        let now = store.world().now();
        let answers = store
            .write(move |tx| {
                let place = opened(tx, "24/7")?;
                let id = thing(tx, &place, new.clone())?;
                let (ada, bob) = (person(tx, "Ada")?, person(tx, "Bob")?);
                let host = Actor::of(tx, place.host)?;
                let member = Standing { person: ada, code: "membre".to_owned(), until: None };
                set_standing(tx, &host, place.site, &member, true)?;
                set_window(tx, &host, id, "membre", Some((10, Some(400))))?;
                let asked = wish(id, quarters(now, 0, 4), 1);
                let (ada, bob) = (Actor::of(tx, ada)?, Actor::of(tx, bob)?);
                let own = quote(tx, &ada, &asked)?.map_err(|say| say.key);
                let other = quote(tx, &bob, &asked)?.map_err(|say| say.key);
                Ok((own, other))
            })
            .await
            .unwrap();
        assert_eq!(answers, (Ok(base::Cents(400)), Err("reservations-fault-horizon")));
    })
    .await;
}
