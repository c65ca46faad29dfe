//! Keys of persons: what is sealed under a person's key can be read by nobody once the key is gone,
//! in no backup either.
//!
//! The keys live in a store of their own (the folder `keys` beside the data, or the database named
//! after the data's with `_keys`), so that their backups can be kept for days where those of the
//! data are kept for months. A key that is forgotten leaves the number of its owner behind: whoever
//! restores an old backup of the data learns whom to erase again.
//!
//! Sealing is AES-256-GCM; what is sealed is bound to its owner and its place, so that it cannot be
//! moved to another row or column.

use std::sync::Arc;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use base::{Outcome, Refusal, World};
use tokio::sync::OnceCell;

use crate::{BackupReport, Migrations, Place, Store, Tx, migrate, sql};

const NONCE_BYTES: usize = 12;
/// How a sealed text begins: the way it was sealed.
const MARK: &str = "s1:";

/// The tables of the keys' own store.
pub const KEYS_CONTEXTS: &[Migrations] =
    &[Migrations { context: "keys", steps: &[("0001_start", include_str!("../sql/keys.sql"))] }];

/// The key of one person, or of one errand.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// A key that whoever holds a secret text makes again.
    pub fn of_secret(purpose: &str, secret: &str) -> Self {
        use sha2::Digest;
        Self(sha2::Sha256::digest(format!("{purpose}\0{secret}")).into())
    }

    /// Seals a text for a place: `people_identity.pivot` of a person.
    pub fn seal(&self, world: &World, place: &str, text: &str) -> Outcome<String> {
        let nonce = world.bytes::<NONCE_BYTES>();
        let payload = Payload { msg: text.as_bytes(), aad: place.as_bytes() };
        let sealed = self.cipher()?.encrypt(&nonce.into(), payload).map_err(Refusal::broken)?;
        Ok(format!("{MARK}{}{}", base::hex(&nonce), base::hex(&sealed)))
    }

    /// The text that was sealed for this place; nothing if it was not, or not under this key.
    pub fn open(&self, place: &str, sealed: &str) -> Option<String> {
        let bytes = from_hex(sealed.strip_prefix(MARK)?)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>()?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        let text = self.cipher().ok()?.decrypt(&(*nonce).into(), payload).ok()?;
        String::from_utf8(text).ok()
    }

    fn cipher(&self) -> Outcome<Aes256Gcm> {
        Aes256Gcm::new_from_slice(&self.0).map_err(Refusal::broken)
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// The keys of an instance, opened when first needed.
#[derive(Clone)]
pub struct Keys {
    place: Place,
    world: World,
    store: Arc<OnceCell<Store>>,
}

impl Keys {
    /// The keys that belong to the data at a place, unless they are kept elsewhere.
    pub fn beside(place: &Place, elsewhere: Option<Place>, world: World) -> Self {
        let place = elsewhere.unwrap_or_else(|| keys_place(place));
        Self { place, world, store: Arc::default() }
    }

    async fn store(&self) -> Outcome<&Store> {
        let open = || async {
            if let Place::Database { url, .. } = &self.place {
                crate::postgresql::create_missing(url).await?;
            }
            let store = Store::open(self.place.clone(), self.world.clone())?;
            migrate(&store, KEYS_CONTEXTS, |_, _, _| {}).await?;
            Ok(store)
        };
        self.store.get_or_try_init(open).await
    }

    /// The key of an owner, made now if there is none. Refused for an owner who was forgotten.
    pub async fn of(&self, owner: String) -> Outcome<Key> {
        self.store().await?.write(move |tx| make(tx, &owner)).await
    }

    /// The key of an owner, if there is one.
    pub async fn existing(&self, owner: String) -> Outcome<Option<Key>> {
        self.store().await?.read(move |tx| find(tx, &owner)).await
    }

    /// Forgets the key of an owner for good, whether there was one or not.
    pub async fn forget(&self, owner: String) -> Outcome<()> {
        let store = self.store().await?;
        let forget = move |tx: &mut Tx| {
            let now = tx.now();
            tx.run(
                sql("INSERT INTO store_key (owner, secret, forgotten_at) VALUES ($1, '', $2)
                     ON CONFLICT (owner) DO UPDATE SET secret = '', forgotten_at = $2"),
                &[owner.as_str().into(), now.into()],
            )
        };
        store.write(forget).await?;
        store.settle().await
    }

    /// Leaves nothing of forgotten keys on the disk of an open store.
    pub async fn settle(&self) -> Outcome<()> {
        match self.store.get() {
            Some(store) => store.settle().await,
            None => Ok(()),
        }
    }

    /// Everybody whose key was forgotten.
    pub async fn forgotten(&self) -> Outcome<Vec<String>> {
        let all = sql("SELECT owner FROM store_key WHERE forgotten_at IS NOT NULL ORDER BY owner");
        let read = move |tx: &mut Tx| {
            let rows = tx.all(all, &[])?;
            rows.into_iter().map(crate::Row::single).collect::<Outcome<Vec<String>>>()
        };
        self.store().await?.read(read).await
    }

    /// Copies the keys into one file.
    pub async fn backup(&self, to: &std::path::Path) -> Outcome<BackupReport> {
        self.store().await?;
        crate::backup(&self.place, KEYS_CONTEXTS, to).await
    }

    /// Fills the keys' empty place from a backup of keys.
    pub async fn restore(&self, from: &std::path::Path) -> Outcome<()> {
        if let Place::Database { url, .. } = &self.place {
            crate::postgresql::create_missing(url).await?;
        }
        crate::restore(&self.place, KEYS_CONTEXTS, from).await.map(drop)
    }
}

fn keys_place(place: &Place) -> Place {
    match place {
        Place::Folder(folder) => Place::Folder(folder.join("keys")),
        Place::Database { url, isolation, .. } => {
            let (address, options) = url.split_once('?').unwrap_or((url, ""));
            let mark = if options.is_empty() { "" } else { "?" };
            let url = format!("{address}_keys{mark}{options}");
            Place::Database { url, isolation: *isolation, workers: 1 }
        }
    }
}

fn make(tx: &mut Tx, owner: &str) -> Outcome<Key> {
    let secret = base::hex(&tx.world().bytes::<32>());
    tx.run(
        sql("INSERT INTO store_key (owner, secret) VALUES ($1, $2) ON CONFLICT (owner) DO NOTHING"),
        &[owner.into(), secret.into()],
    )?;
    find(tx, owner)?.ok_or(Refusal::Unknown)
}

fn find(tx: &mut Tx, owner: &str) -> Outcome<Option<Key>> {
    let row = tx.maybe(
        sql("SELECT secret FROM store_key WHERE owner = $1 AND forgotten_at IS NULL"),
        &[owner.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let bytes = from_hex(&row.single::<String>()?).and_then(|bytes| bytes.try_into().ok());
    bytes.map(Key).map(Some).ok_or_else(|| Refusal::broken("a key is not 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TEST_NOW, grounds};

    #[test]
    fn what_is_sealed_opens_in_its_place_under_its_key_alone() {
        let world = World::fixed(TEST_NOW, 7);
        let (key, other) = (Key::of_secret("a", "one"), Key::of_secret("a", "two"));
        let sealed = key.seal(&world, "table.column of A", "née à Antony").unwrap();
        assert!(!sealed.contains("Antony"));
        assert_eq!(key.open("table.column of A", &sealed).as_deref(), Some("née à Antony"));
        assert_eq!(key.open("table.column of B", &sealed), None);
        assert_eq!(other.open("table.column of A", &sealed), None);
        let mut cut = sealed.clone();
        cut.pop();
        assert_eq!(key.open("table.column of A", &cut), None);
        for nonsense in ["", "s1:", "s1:é", "s1:00", "plain"] {
            assert_eq!(key.open("table.column of A", nonsense), None);
        }
    }

    #[tokio::test]
    async fn a_forgotten_key_does_not_come_back() {
        for ground in grounds() {
            let world = World::fixed(TEST_NOW, 7);
            let keys = Keys::beside(&ground.place, None, world.clone());
            let key = keys.of("anna".to_owned()).await.unwrap();
            let sealed = key.seal(&world, "here", "secret").unwrap();
            let again = keys.existing("anna".to_owned()).await.unwrap().unwrap();
            assert_eq!(again.open("here", &sealed).as_deref(), Some("secret"));
            keys.forget("anna".to_owned()).await.unwrap();
            keys.forget("nobody".to_owned()).await.unwrap();
            assert!(keys.existing("anna".to_owned()).await.unwrap().is_none());
            assert_eq!(keys.of("anna".to_owned()).await.err(), Some(Refusal::Unknown));
            assert_eq!(keys.forgotten().await.unwrap(), ["anna", "nobody"]);
        }
    }
}
