//! Limits on how often one address, or one account, may try.

use std::num::NonZeroU32;

use base::{Outcome, Refusal};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Tries at a secret that one key may make at once; then one every twelve seconds.
const SECRET_BURST: NonZeroU32 = NonZeroU32::new(10).unwrap();
const SECRET_PER_MINUTE: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// The limiters of one process.
pub struct Rates {
    requests: DefaultKeyedRateLimiter<String>,
    secrets: DefaultKeyedRateLimiter<String>,
}

impl Rates {
    /// Limiters for so many requests a second and address.
    pub fn new(requests_per_second: u32) -> Self {
        let steady = NonZeroU32::new(requests_per_second).unwrap_or(NonZeroU32::MIN);
        let burst = steady.saturating_mul(NonZeroU32::MIN.saturating_add(5));
        Self {
            requests: RateLimiter::keyed(Quota::per_second(steady).allow_burst(burst)),
            secrets: RateLimiter::keyed(
                Quota::per_minute(SECRET_PER_MINUTE).allow_burst(SECRET_BURST),
            ),
        }
    }

    /// Counts a request of an address.
    pub fn request(&self, address: &str) -> Outcome<()> {
        admit(&self.requests, address)
    }

    /// Counts a try at a secret (password, token): for the address and for the account alike,
    /// whether the account exists or not.
    pub fn secret(&self, address: &str, account: &str) -> Outcome<()> {
        admit(&self.secrets, &format!("address {address}"))?;
        admit(&self.secrets, &format!("account {account}"))
    }

    /// Forgets keys that have been quiet.
    pub fn tidy(&self) {
        self.requests.retain_recent();
        self.secrets.retain_recent();
    }
}

fn admit(limiter: &DefaultKeyedRateLimiter<String>, key: &str) -> Outcome<()> {
    limiter.check_key(&key.to_owned()).map_err(|not_until| {
        let wait = not_until.wait_time_from(DefaultClock::default().now());
        Refusal::TooMany { wait_s: wait.as_secs().saturating_add(1) }
    })
}
