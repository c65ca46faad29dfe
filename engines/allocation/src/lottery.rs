//! One draw for all, that anyone can redo with a pocket tool.
//!
//! The office chooses a secret *seed* and announces [`commitment`] before the closing date. After
//! it, the seed is published, and with it, if the office likes, a *public* text that nobody could
//! know or choose at the time (the numbers of a national draw of a day named in advance): then not
//! even the office could choose who comes first.
//!
//! The ticket of a party is SHA-256 over the bytes (UTF-8) of seed, line feed, public, line feed,
//! identifier of the party; `public` is empty if there is none. Parties go in ascending order of
//! their tickets, read as numbers of 256 bits, highest byte first. On a command line:
//! `printf '%s\n%s\n%s' SEED PUBLIC PARTY | sha256sum`.

use sha2::{Digest, Sha256};

use crate::Market;

/// What chance depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed {
    secret: String,
    public: String,
}

/// Why a seed is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeedFault {
    /// The seed is empty.
    Empty,
    /// A line feed would make two readings possible.
    LineFeed,
}

/// The order of all parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    seed: Seed,
    /// Indices of parties, first drawn first.
    pub order: Vec<usize>,
    /// For each party, its place in the order.
    pub place: Vec<u32>,
}

impl Seed {
    /// A seed and the public text that was added to it.
    pub fn new(secret: &str, public: &str) -> Result<Self, SeedFault> {
        if secret.is_empty() {
            return Err(SeedFault::Empty);
        }
        if secret.contains('\n') || public.contains('\n') {
            return Err(SeedFault::LineFeed);
        }
        Ok(Seed { secret: secret.to_owned(), public: public.to_owned() })
    }

    /// The ticket of a party, 64 hexadecimal digits.
    #[must_use]
    pub fn ticket(&self, party: &str) -> String {
        hex(&self.digest(party))
    }

    fn digest(&self, party: &str) -> [u8; 32] {
        Sha256::digest(format!("{}\n{}\n{party}", self.secret, self.public)).into()
    }
}

/// The hash that is announced before the closing date: SHA-256 of the seed's bytes.
#[must_use]
pub fn commitment(secret: &str) -> String {
    hex(&Sha256::digest(secret))
}

/// Draws.
#[must_use]
pub fn draw(market: &Market, seed: &Seed) -> Draw {
    let order = ordered(market, |party| seed.digest(party));
    let mut place = vec![0; order.len()];
    for (position, &party) in (0u32..).zip(&order) {
        if let Some(place) = place.get_mut(party) {
            *place = position;
        }
    }
    Draw { seed: seed.clone(), order, place }
}

impl Draw {
    /// The place of a party, from 0.
    #[must_use]
    pub fn place(&self, party: usize) -> u32 {
        self.place.get(party).copied().unwrap_or(u32::MAX)
    }

    /// Another order, for an attempt from 1 on: by SHA-256 of the ticket's text, line feed, and the
    /// number of the attempt in decimal digits.
    pub(crate) fn again(&self, market: &Market, attempt: usize) -> Vec<usize> {
        ordered(market, |party| self.seed.digest(&format!("{party}\n{attempt}")))
    }
}

fn ordered(market: &Market, key: impl Fn(&str) -> [u8; 32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..market.parties().len()).collect();
    order.sort_by_cached_key(|&party| key(&market.party(party).id));
    order
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
