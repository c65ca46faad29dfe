//! The clock and chance, passed in: the system's, or a test's.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use serde::{Deserialize, Serialize};

use crate::Id;

/// A moment: microseconds since 1970-01-01 UTC, as stored.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// This moment moved by some seconds, forward or back.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// This moment moved by some days of 24 hours.
    pub fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(86_400))
    }

    /// Whole seconds from `earlier` to this moment.
    pub fn seconds_since(self, earlier: Moment) -> i64 {
        self.0.saturating_sub(earlier.0) / 1_000_000
    }

    /// The same moment for jiff; moments outside its range become 1970.
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or_default()
    }

    /// The moment on the wall clocks of metropolitan France.
    pub fn in_france(self) -> jiff::ZonedDateTime {
        self.timestamp().to_zoned_datetime(paris())
    }

    /// A civil date and time of France as a moment; in the hour that a change of clocks repeats,
    /// the first; in the hour that it skips, the moment after the gap.
    pub fn from_france(civil: jiff::civil::DateTime) -> Self {
        match civil.to_zoned_datetime(paris()) {
            Ok(zoned) => zoned.timestamp().into(),
            Err(_) => Self(0),
        }
    }
}

impl From<jiff::Timestamp> for Moment {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp.as_microsecond())
    }
}

/// RFC 3339, in UTC.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}

fn paris() -> jiff::tz::TimeZone {
    static PARIS: std::sync::OnceLock<jiff::tz::TimeZone> = std::sync::OnceLock::new();
    PARIS
        .get_or_init(|| jiff::tz::TimeZone::get("Europe/Paris").unwrap_or(jiff::tz::TimeZone::UTC))
        .clone()
}

/// What a verb may not reach for by itself: the time, and chance. Cheap to clone; clones share.
#[derive(Clone)]
pub struct World {
    fixed_us: Option<Arc<AtomicI64>>,
    chance: Arc<Mutex<ChaCha20Rng>>,
}

impl World {
    /// The machine's clock and chance from its operating system.
    pub fn system() -> Self {
        let mut seed = [0u8; 32];
        let filled = getrandom::fill(&mut seed);
        assert!(filled.is_ok(), "the operating system gives no random bytes");
        Self { fixed_us: None, chance: Arc::new(Mutex::new(ChaCha20Rng::from_seed(seed))) }
    }

    /// A clock that stands at `now` until it is moved, and chance replayed from `seed`.
    pub fn fixed(now: Moment, seed: u64) -> Self {
        Self {
            fixed_us: Some(Arc::new(AtomicI64::new(now.0))),
            chance: Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))),
        }
    }

    /// Moves a fixed clock forward; the machine's clock cannot be moved.
    pub fn advance_seconds(&self, seconds: i64) {
        if let Some(fixed) = &self.fixed_us {
            fixed.fetch_add(seconds.saturating_mul(1_000_000), Ordering::SeqCst);
        }
    }

    /// The present moment.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> Moment {
        match &self.fixed_us {
            Some(fixed) => Moment(fixed.load(Ordering::SeqCst)),
            None => jiff::Timestamp::now().into(),
        }
    }

    /// A new id.
    pub fn id<K>(&self) -> Id<K> {
        let unix_ms = u64::try_from(self.now().0 / 1_000).unwrap_or(0);
        Id::from_parts(unix_ms, &self.bytes())
    }

    /// Random bytes fit for keys and tokens.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0u8; N];
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A secret of 256 bits as 64 hexadecimal digits.
    pub fn token(&self) -> String {
        crate::hex(&self.bytes::<32>())
    }
}
