//! Limits on how often somebody may do something, shared by all nodes of an instance.
//!
//! | class | counted for | at once | then |
//! |---|---|---|---|
//! | reading | account, else address | six seconds' worth | `requests_per_second` (50) |
//! | writing | account, else address | a minute's worth, a tenth | a tenth of it (5 a second) |
//! | secret: password, code, link | address | 10 | 5 a minute |
//! | | the account tried at | 10 | 1 a minute |
//! | mail to an address that was typed | account, else address | 10 | 1 a minute |
//! | | the address written to | 5 | 6 an hour |
//! | costly: files made or sent | account, else address | 60 | 30 a minute |
//!
//! An address of IPv6 counts with all of its /64. All limits are one rule (GCRA): a key has spent
//! its allowance until some moment, and is refused while that lies too far ahead.
//!
//! What is rare is counted in the database, in one statement that refuses or spends. Reading and
//! writing are counted in the process; every [`EXCHANGE_S`] a node adds those keys that have used
//! a quarter of what they may at once to the same table, and reads back what all nodes added. No
//! request that reads waits for a write; a flood spread over nodes is held after some seconds.
//!
//! Nobody is locked out by others' tries at their account: a browser in which the account was
//! entered before holds a token of ours, is counted by that token alone, and so is never asked how
//! often strangers or neighbours have failed. Elsewhere a link by mail lets its owner in.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::Request;
use axum::http::{Method, header};
use axum::response::Response;
use base::{Moment, Outcome, Refusal};
use store::{Store, Tx, sql};

use crate::context::append_cookie;
use crate::{App, Ctx, Visitor, cookies};

/// Nodes tell each other of floods so often, in seconds.
pub const EXCHANGE_S: u64 = 5;
/// Keys that one process counts; beyond, new ones pass until others are quiet.
const KEYS: usize = 200_000;
/// Keys told in one exchange.
const TOLD_KEYS: usize = 1_000;
/// A browser is known to an account for so long, in seconds: half a year.
const KNOWN_S: i64 = 180 * 86_400;

/// How often: so many at once, then one each step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Quota {
    class: &'static str,
    at_once: i64,
    step_us: i64,
}

const fn quota(class: &'static str, at_once: i64, step_s: i64) -> Quota {
    Quota { class, at_once, step_us: step_s * 1_000_000 }
}

const SECRET_ADDRESS: Quota = quota("secret", 10, 12);
const SECRET_ACCOUNT: Quota = quota("secret-account", 10, 60);
const MAIL_ACTOR: Quota = quota("mail", 10, 60);
const MAIL_RECIPIENT: Quota = quota("mail-recipient", 5, 600);
const COSTLY: Quota = quota("costly", 60, 2);

impl Quota {
    fn tolerance_us(self) -> i64 {
        (self.at_once - 1).saturating_mul(self.step_us)
    }

    /// How long a key that has spent until some moment must wait, if it must.
    fn wait_us(self, spent_until: i64, now: i64) -> Option<i64> {
        let wait = spent_until.saturating_sub(now).saturating_sub(self.tolerance_us());
        (wait > 0).then_some(wait)
    }
}

#[derive(Clone, Copy, Debug)]
struct Count {
    quota: Quota,
    spent_until: i64,
    /// What other nodes do not know of yet.
    untold_us: i64,
}

/// The limits of one node.
pub struct Rates {
    store: Store,
    digest: Box<dyn Fn(&str) -> String + Send + Sync>,
    reading: Quota,
    writing: Quota,
    counts: Mutex<HashMap<String, Count>>,
}

impl Rates {
    pub(crate) fn new(
        store: Store,
        requests_per_second: u32,
        digest: impl Fn(&str) -> String + Send + Sync + 'static,
    ) -> Self {
        let a_second = i64::from(requests_per_second.max(1));
        let reading =
            Quota { class: "reading", at_once: 6 * a_second, step_us: 1_000_000 / a_second };
        let writing = Quota {
            class: "writing",
            at_once: (6 * a_second).max(10),
            step_us: 10_000_000 / a_second,
        };
        Self { store, digest: Box::new(digest), reading, writing, counts: Mutex::default() }
    }

    /// Counts a request.
    pub(crate) async fn request(&self, asked: Asked) -> Outcome<()> {
        let Asked { actor, writes, costly } = asked;
        let counted = self.spend_here(if writes { self.writing } else { self.reading }, &actor);
        self.told(counted)?;
        if costly { self.shared(vec![(COSTLY, actor)]).await } else { Ok(()) }
    }

    /// Spends one of each quota in the database, or refuses.
    async fn shared(&self, wanted: Vec<(Quota, String)>) -> Outcome<()> {
        let keys: Vec<(Quota, String)> = wanted
            .into_iter()
            .map(|(quota, key)| (quota, (self.digest)(&format!("{} {key}", quota.class))))
            .collect();
        for (quota, key) in &keys {
            self.told(self.refused_here(*quota, key))?;
        }
        let sent = keys.clone();
        let answered = self
            .store
            .write(move |tx| {
                for (quota, key) in &sent {
                    if let Some(until) = spend(tx, *quota, key)? {
                        return Ok(Some((*quota, key.clone(), until)));
                    }
                }
                Ok(None)
            })
            .await;
        match answered {
            Ok(None) => Ok(()),
            // Remembered, so that its next tries cost no write.
            Ok(Some((quota, key, spent_until))) => {
                let count = Count { quota, spent_until, untold_us: 0 };
                self.counts().insert(format!("{} {key}", quota.class), count);
                self.told(self.refused_here(quota, &key))
            }
            // Where nothing can be written, this node counts alone.
            Err(Refusal::Busy | Refusal::NoSpace) => {
                keys.iter().try_for_each(|(quota, key)| self.told(self.spend_here(*quota, key)))
            }
            Err(refusal) => Err(refusal),
        }
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<String, Count>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> i64 {
        self.store.world().now().0
    }

    fn refused_here(&self, quota: Quota, key: &str) -> Result<(), (Quota, i64)> {
        let counts = self.counts();
        let count = counts.get(&format!("{} {key}", quota.class));
        let wait = count.and_then(|count| quota.wait_us(count.spent_until, self.now()));
        wait.map_or(Ok(()), |wait| Err((quota, wait)))
    }

    fn spend_here(&self, quota: Quota, key: &str) -> Result<(), (Quota, i64)> {
        let (now, key) = (self.now(), format!("{} {key}", quota.class));
        let mut counts = self.counts();
        if counts.len() >= KEYS && !counts.contains_key(&key) {
            return Ok(());
        }
        let none = Count { quota, spent_until: 0, untold_us: 0 };
        let count = counts.entry(key).or_insert(none);
        if let Some(wait) = quota.wait_us(count.spent_until, now) {
            return Err((quota, wait));
        }
        count.spent_until = count.spent_until.max(now).saturating_add(quota.step_us);
        count.untold_us = count.untold_us.saturating_add(quota.step_us);
        Ok(())
    }

    /// A limit that was reached: counted and refused; `watch` tells it in the log.
    fn told(&self, counted: Result<(), (Quota, i64)>) -> Outcome<()> {
        let Err((quota, wait_us)) = counted else { return Ok(()) };
        metrics::counter!("parvis_limits_reached_total", "class" => quota.class).increment(1);
        Err(Refusal::TooMany { wait_s: u64::try_from(wait_us).unwrap_or(1).div_ceil(1_000_000) })
    }

    /// Tells the other nodes what was counted here, learns what was counted there, and forgets
    /// keys that are quiet.
    pub async fn exchange(&self) -> Outcome<()> {
        let now = self.now();
        let heavy = self.take_heavy(now);
        if heavy.is_empty() {
            return Ok(());
        }
        let sent: Vec<(String, i64)> =
            heavy.iter().map(|(key, spent)| ((self.digest)(key), *spent)).collect();
        let known = self
            .store
            .write(move |tx| sent.iter().map(|(key, spent)| add(tx, key, *spent)).collect())
            .await;
        let known: Vec<i64> = known?;
        let mut counts = self.counts();
        for ((key, _), spent_until) in heavy.iter().zip(known) {
            if let Some(count) = counts.get_mut(key) {
                let all = spent_until.saturating_add(count.untold_us);
                count.spent_until = count.spent_until.max(all);
            }
        }
        Ok(())
    }

    /// The keys that others should know of, with what they spent here since they were last told.
    fn take_heavy(&self, now: i64) -> Vec<(String, i64)> {
        let mut counts = self.counts();
        counts.retain(|_, count| count.spent_until > now);
        let heavy = counts.iter_mut().filter(|(_, count)| {
            let ahead = count.spent_until - now;
            count.untold_us > 0 && ahead.saturating_mul(4) > count.quota.tolerance_us()
        });
        let shared = heavy.filter(|(_, count)| [self.reading, self.writing].contains(&count.quota));
        let told = shared.take(TOLD_KEYS);
        told.map(|(key, count)| (key.clone(), std::mem::take(&mut count.untold_us))).collect()
    }
}

/// What is counted of a request.
pub(crate) struct Asked {
    actor: String,
    writes: bool,
    costly: bool,
}

impl Asked {
    pub(crate) fn of(request: &Request) -> Self {
        let visitor = request.extensions().get::<Visitor>();
        Self {
            actor: visitor.map(actor_of).unwrap_or_default(),
            writes: !request.method().is_safe(),
            costly: is_costly(request),
        }
    }
}

/// Spends one in the database; if that is refused, until when the key has spent.
fn spend(tx: &mut Tx, quota: Quota, key: &str) -> Outcome<Option<i64>> {
    let now = tx.now();
    let first = now.0.saturating_add(quota.step_us);
    let limit = now.0.saturating_add(quota.tolerance_us());
    let spent = tx.run(
        sql("INSERT INTO web_rate (key, spent_until) VALUES ($1, $2)
             ON CONFLICT (key) DO UPDATE SET spent_until =
                CASE WHEN web_rate.spent_until > $3 THEN web_rate.spent_until + $4 ELSE $2 END
             WHERE web_rate.spent_until <= $5"),
        &[key.into(), first.into(), now.into(), quota.step_us.into(), limit.into()],
    )?;
    if spent == 1 {
        return Ok(None);
    }
    spent_until(tx, key).map(Some)
}

/// Adds what one node has counted; until when the key has spent on all nodes.
fn add(tx: &mut Tx, key: &str, spent_us: i64) -> Outcome<i64> {
    let now = tx.now();
    tx.run(
        sql("INSERT INTO web_rate (key, spent_until) VALUES ($1, $2)
             ON CONFLICT (key) DO UPDATE SET spent_until =
                CASE WHEN web_rate.spent_until > $3 THEN web_rate.spent_until + $4 ELSE $2 END"),
        &[key.into(), now.0.saturating_add(spent_us).into(), now.into(), spent_us.into()],
    )?;
    spent_until(tx, key)
}

fn spent_until(tx: &mut Tx, key: &str) -> Outcome<i64> {
    tx.one(sql("SELECT spent_until FROM web_rate WHERE key = $1"), &[key.into()])?.single()
}

/// Forgets keys that are quiet.
pub fn forget_quiet(tx: &mut Tx) -> Outcome<u64> {
    let now: Moment = tx.now();
    tx.run(sql("DELETE FROM web_rate WHERE spent_until <= $1"), &[now.into()])
}

/// Whose requests are counted together.
fn actor_of(visitor: &Visitor) -> String {
    match &visitor.subject {
        Some(subject) => format!("account {subject}"),
        None => format!("address {}", network_of(&visitor.address)),
    }
}

/// An address of IPv4, or the /64 of one of IPv6, of which one household has 2^64.
pub(crate) fn network_of(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(v6)) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64)).to_string(),
        Ok(v4) => v4.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// Whether a file is made for it or comes with it.
fn is_costly(request: &Request) -> bool {
    let path = request.uri().path();
    let made = [".pdf", ".csv", ".xlsx", ".zip"].iter().any(|end| path.ends_with(end));
    let mut asked = request.uri().query().unwrap_or("").split('&');
    let asked = asked.any(|pair| pair.strip_prefix("format=").is_some_and(|end| !end.is_empty()));
    let kind = request.headers().get(header::CONTENT_TYPE);
    let sent = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
    made || asked || (sent && request.method() == Method::POST)
}

impl Ctx {
    /// Counts a try at a secret (password, code, link) of an account, which is named in any way
    /// that its owner and a stranger share, whether it exists or not.
    pub async fn secret(&self, account: &str) -> Outcome<()> {
        let wanted = match known_browser(&self.app, &self.headers, account) {
            Some(token) => vec![(SECRET_ACCOUNT, format!("browser {token}"))],
            None => vec![
                (SECRET_ADDRESS, network_of(&self.visitor.address)),
                (SECRET_ACCOUNT, format!("account {account}")),
            ],
        };
        self.app.rates().shared(wanted).await
    }

    /// Counts a mail to an address that whoever asks for it has typed.
    pub async fn mails(&self, to: &str) -> Outcome<()> {
        let wanted = vec![(MAIL_ACTOR, actor_of(&self.visitor)), (MAIL_RECIPIENT, to.to_owned())];
        self.app.rates().shared(wanted).await
    }

    /// Counts something costly that its address does not tell to be so.
    pub async fn costly(&self) -> Outcome<()> {
        self.app.rates().shared(vec![(COSTLY, actor_of(&self.visitor))]).await
    }

    /// The same answer; from now on this browser is known to the account, which was just proved.
    pub fn knowing(&self, account: &str, mut response: Response) -> Response {
        let token = self.app.world().token();
        let seal = self.app.keyed_digest("known", &format!("{token} {account}"));
        let value = format!("{token}.{seal}");
        append_cookie(&mut response, &cookies::set(&self.app, cookies::KNOWN, &value, KNOWN_S));
        response
    }
}

/// The token of a browser in which the account was proved before.
fn known_browser(app: &App, headers: &axum::http::HeaderMap, account: &str) -> Option<String> {
    let value = cookies::read(app, headers, cookies::KNOWN)?;
    let (token, seal) = value.split_once('.')?;
    let right = app.keyed_digest("known", &format!("{token} {account}"));
    // By digests, so that comparing tells nothing of the seal.
    let digest = |text: &str| app.keyed_digest("compare", text);
    (digest(&right) == digest(seal)).then(|| token.to_owned())
}

#[cfg(test)]
mod tests;
