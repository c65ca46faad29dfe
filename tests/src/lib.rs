//! Tests of the house as a whole: what no crate can test of itself.
//!
//! Here is what the tests in `tests/` share: a [`House`] (a whole instance in this process, on each
//! engine), a [`Browser`] that talks to it as a person's would, and a [`Cast`] of people of every
//! role around one open call. The tests that look at Parvis through a real browser are in
//! `browser/`, those of exports against their standards in `standards/`.

mod agenda;
mod browser;
mod camt;
mod cast;
pub mod fuzz;
mod log;
mod mails;
mod meeting;
mod nursery;
mod payments;
mod places;
mod promises;

use base::{Outcome, World};
use store::testing::{Ground, TEST_NOW, postgres_ground, sqlite_ground};
use store::{Isolation, Store, Tx};

pub use agenda::{afternoon, announced, announced_as, proposed, to_draw, workshop};
pub use browser::{Browser, Page, encode, hidden_fields, unescape};
pub use camt::{Movement, camt};
pub use cast::{
    Cast, PDF, Person, Scoped, answers, assigned, call_rules, crowd, decided, filed, frozen,
    gather, names_a_role, publisher, scoped,
};
pub use log::Log;
pub use mails::{Taken, mail_server};
pub use meeting::{Square, comes_in, opts_in, says, square, two_who_could_meet};
pub use nursery::{Crib, TUESDAY, comes, crib, family, hours, nursery_text, on_duty};
pub use payments::{
    CREDITOR, OWN_IBAN, THEIR_IBAN, gift, new_invoice, new_party, own_details, paid_and_paying,
};
pub use places::{PNG, furnished, opened_place, place_text, toured};
pub use promises::{
    bought, charging_site, let_room, let_site, let_site_of, noon, promised, ten_entries, waiting,
    wished,
};

/// A whole instance in this process.
pub struct House {
    /// Where its data are; they go with this value.
    pub ground: Ground,
    /// Its application.
    pub app: web::App,
    /// Its routes with all their layers.
    pub router: axum::Router,
    /// How failures name it.
    pub engine: &'static str,
}

/// Settings under which no test meets the limit on requests by chance.
pub fn settings() -> web::Settings {
    web::Settings {
        public_url: "http://parvis.test".to_owned(),
        behind_proxy: false,
        requests_per_second: 10_000,
        second_step: false,
        mails_leave: false,
        breached_passwords: None,
        certificate: None,
        demonstration: false,
        services: Vec::new(),
        keys: None,
    }
}

/// The password of whoever [`with_password`] gives one.
pub const PASSWORD: &str = "trois pommes vertes";

/// Gives a person a password, by a link, and forgets the sessions that this ends.
pub async fn with_password(house: &House, email: &str) {
    let hash = people::hash_password(house.app.world(), PASSWORD.to_owned()).await.unwrap();
    let email = email.to_owned();
    house
        .write(move |tx| {
            let account = people::account_by_email(tx, &email)?.ok_or(base::Refusal::Unknown)?;
            let token = people::request_link(tx, account.id)?;
            people::set_password_by_link(tx, &token, &hash).map(drop)
        })
        .await;
}

/// An instance on some ground, whose clock stands still.
pub async fn house_on(ground: Ground, engine: &'static str, settings: web::Settings) -> House {
    house_in(World::fixed(TEST_NOW, 7), ground, engine, settings).await
}

/// An instance with some clock.
pub async fn house_in(
    world: World,
    ground: Ground,
    engine: &'static str,
    settings: web::Settings,
) -> House {
    let store = Store::open(ground.place.clone(), world).unwrap();
    let app = parvis::app(store, settings).await.unwrap();
    let router = parvis::router(&app).unwrap();
    println!("engine: {engine}");
    House { ground, app, router, engine }
}

/// An instance on SQLite, for what no engine can change.
pub async fn house() -> House {
    house_on(sqlite_ground(), "SQLite", settings()).await
}

/// An instance on each engine there is.
pub async fn houses() -> Vec<House> {
    let mut houses = vec![house().await];
    if let Some(ground) = postgres_ground(Isolation::Serializable) {
        houses.push(house_on(ground, "PostgreSQL", settings()).await);
    }
    houses
}

/// As [`houses`], and one on PostgreSQL at READ COMMITTED, where a forgotten fence shows.
pub async fn houses_for_races() -> Vec<House> {
    let mut houses = houses().await;
    if let Some(ground) = postgres_ground(Isolation::ReadCommitted) {
        houses.push(house_on(ground, "PostgreSQL, READ COMMITTED", settings()).await);
    }
    houses
}

impl House {
    /// A browser without cookies.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser in which a person is signed in.
    pub fn browser_of(&self, person: &Person) -> Browser {
        let mut browser = self.browser();
        browser.cookies.insert("parvis-session".to_owned(), person.token.clone());
        browser
    }

    /// A browser in which a person has just signed in.
    pub async fn fresh_browser_of(&self, person: &Person) -> Browser {
        let subject = person.id.to_string();
        let token = self.write(move |tx| web::sessions::begin(tx, &subject, "test browser")).await;
        let mut browser = self.browser();
        browser.cookies.insert("parvis-session".to_owned(), token);
        browser
    }

    /// One unit of work that must succeed.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Tx) -> Outcome<T> + Send + 'static,
    ) -> T {
        self.app.store().write(work).await.unwrap()
    }

    /// One reading that must succeed.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Tx) -> Outcome<T> + Send + 'static,
    ) -> T {
        self.app.store().read(work).await.unwrap()
    }

    /// Does every job that is due, mails excepted: they stay in the outbox.
    pub async fn run_jobs(&self) {
        work::run_due(self.app.store(), &parvis::runner(&self.app, None)).await.unwrap();
    }

    /// The mails that wait to be sent, oldest first.
    pub async fn outbox(&self) -> Vec<work::OutgoingMail> {
        let jobs =
            self.read(|tx| work::list(tx, work::State::Ready, Some(work::MAIL), None, 1_000)).await;
        let mails = jobs.iter().rev().map(|job| parsed(&job.payload));
        mails.collect()
    }

    /// A sentence as it is said in French.
    pub fn say(&self, key: &str, args: &[(&'static str, base::Arg)]) -> String {
        assert!(self.app.words().has(words::Lang::Fr, key), "no text {key}");
        self.app.words().say(words::Lang::Fr, key, args)
    }

    /// Fails the test if a record breaks an invariant.
    pub async fn expect_sound(&self) {
        let findings = self.read(parvis::check).await;
        assert!(findings.is_empty(), "{}: {findings:?}", self.engine);
    }

    /// Lets days go by.
    pub fn days_pass(&self, days: i64) {
        self.app.world().advance_seconds(days * 86_400);
    }
}

fn parsed(payload: &str) -> work::OutgoingMail {
    serde_json::from_str(payload).unwrap()
}
