//! What every handler can reach.

use std::sync::{Arc, PoisonError, RwLock};

use base::{Moment, Outcome, Refusal, Secret, World};
use store::{Keys, Place, Store, Tx, sql};
use words::Words;

use crate::outgoing::Outgoing;
use crate::publisher::{self, FRESH_S, Publisher};
use crate::rates::Rates;

/// How this instance is reached and protected.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address that people type, without a slash at its end: `https://ess.example.fr`.
    pub public_url: String,
    /// A proxy on this machine sets X-Forwarded-For.
    pub behind_proxy: bool,
    /// Pages a second that one account or address may ask for, in the mean; `rates` has the rest.
    pub requests_per_second: u32,
    /// Those who run the instance sign in with a second step.
    pub second_step: bool,
    /// Mails are sent; otherwise they wait in the outbox.
    pub mails_leave: bool,
    /// SHA-1 of passwords known from thefts, one a line in ascending order.
    pub breached_passwords: Option<std::path::PathBuf>,
    /// Services by which people may sign in, other than Parvis; they may be asked wherever they are.
    pub services: Vec<Service>,
    /// Where the keys of persons are kept, if not beside the data.
    pub keys: Option<Place>,
    /// File of the certificate of the public address, PEM, as the proxy has it.
    pub certificate: Option<std::path::PathBuf>,
    /// Invented organisations and people: pages say so.
    pub demonstration: bool,
}

/// A service of OpenID Connect by which people sign in.
#[derive(Clone, Debug)]
pub struct Service {
    /// How addresses and texts name it: `franceconnect`.
    pub code: &'static str,
    /// Its address, as its own metadata say it.
    pub issuer: String,
    /// The name under which it knows this instance.
    pub client_id: String,
    /// What proves that it is this instance that asks.
    pub client_secret: Secret,
    /// Levels of assurance of which one is required; none is if there are none.
    pub levels: Vec<String>,
}

impl Settings {
    /// Whether cookies travel over TLS only.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// The application: cheap to clone, shared by all handlers.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    keys: Keys,
    words: Arc<Words>,
    settings: Settings,
    rates: Rates,
    outgoing: Outgoing,
    secret: Vec<u8>,
    publisher: RwLock<Option<(Moment, Arc<Publisher>)>>,
}

impl App {
    /// Assembles the application over a migrated store.
    pub async fn new(store: Store, words: Words, settings: Settings) -> Outcome<Self> {
        let secret = store.write(instance_secret).await?.into_bytes();
        let key = secret.clone();
        let digest = move |text: &str| sealed(&key, "rate", text);
        let rates = Rates::new(store.clone(), settings.requests_per_second, digest);
        let trusted = settings.services.iter().map(|service| origin(&service.issuer));
        let outgoing = Outgoing::new(trusted.collect::<Outcome<_>>()?)?;
        let keys = Keys::beside(store.place(), settings.keys.clone(), store.world().clone());
        let words = Arc::new(words);
        let publisher = RwLock::new(None);
        let inner = Inner { store, keys, words, settings, rates, outgoing, secret, publisher };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The keys of persons.
    pub fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    /// The clock and chance.
    pub fn world(&self) -> &World {
        self.inner.store.world()
    }

    /// The texts.
    pub fn words(&self) -> &Arc<Words> {
        &self.inner.words
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// The rate limits.
    pub fn rates(&self) -> &Rates {
        &self.inner.rates
    }

    /// The client for whatever this instance asks of others.
    pub fn outgoing(&self) -> &Outgoing {
        &self.inner.outgoing
    }

    /// Who publishes this instance, as pages show it: what was read within the last seconds.
    pub async fn publisher(&self) -> Arc<Publisher> {
        let kept = self.inner.publisher.read().unwrap_or_else(PoisonError::into_inner).clone();
        let now = self.world().now();
        match kept {
            Some((at, kept)) if now.seconds_since(at) < FRESH_S => kept,
            // Pages go on where nothing can be read: one of them says so.
            older => self.renew_publisher().await.unwrap_or_else(|refusal| {
                tracing::warn!(?refusal, "the settings cannot be read");
                older.map(|(_, kept)| kept).unwrap_or_default()
            }),
        }
    }

    /// The same, read anew: after a change.
    pub async fn renew_publisher(&self) -> Outcome<Arc<Publisher>> {
        let now = self.world().now();
        let fresh = Arc::new(self.store().read(publisher::publisher).await?);
        let mut kept = self.inner.publisher.write().unwrap_or_else(PoisonError::into_inner);
        // What was read before a change does not replace what was read after it.
        if kept.as_ref().is_none_or(|(_, kept)| kept.version <= fresh.version) {
            *kept = Some((now, fresh.clone()));
        }
        Ok(fresh)
    }

    /// A keyed digest of some text: the same on all nodes, not to be made without the secret.
    pub fn keyed_digest(&self, purpose: &str, text: &str) -> String {
        sealed(&self.inner.secret, purpose, text)
    }
}

fn sealed(secret: &[u8], purpose: &str, text: &str) -> String {
    use hmac::{KeyInit, Mac};
    match hmac::Hmac::<sha2::Sha256>::new_from_slice(secret) {
        Ok(mut mac) => {
            mac.update(purpose.as_bytes());
            mac.update(&[0]);
            mac.update(text.as_bytes());
            base::hex(&mac.finalize().into_bytes())
        }
        // HMAC takes keys of every length.
        Err(_) => String::new(),
    }
}

fn origin(address: &str) -> Outcome<String> {
    let url = url::Url::parse(address);
    let url = url.map_err(|error| Refusal::broken(format_args!("{address}: {error}")))?;
    Ok(url.origin().ascii_serialization())
}

/// Made at the first start, then the same for every node.
fn instance_secret(tx: &mut Tx) -> Outcome<String> {
    let fresh = tx.world().token();
    tx.run(
        sql("INSERT INTO web_secret (name, value) VALUES ('instance', $1)
             ON CONFLICT (name) DO NOTHING"),
        &[fresh.into()],
    )?;
    tx.one(sql("SELECT value FROM web_secret WHERE name = 'instance'"), &[])?.single()
}
