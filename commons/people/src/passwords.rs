//! Passwords: argon2id, in threads of their own, two at a time.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use base::{Outcome, Refusal, World};
use tokio::sync::Semaphore;

/// Hashings at the same time: each takes 19 MiB and all of a core.
static TURNS: Semaphore = Semaphore::const_new(2);

/// OWASP's first choice: 19 MiB, two passes, one lane.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A hash to store.
pub async fn hash_password(world: &World, password: String) -> Outcome<String> {
    let salt = world.bytes::<16>();
    in_turn(move || {
        argon2()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(Refusal::broken)
    })
    .await
}

/// Whether a password is the one of a hash. Without a hash as long a time passes.
pub async fn verify_password(hash: Option<String>, password: String) -> Outcome<bool> {
    in_turn(move || {
        let Some(hash) = hash.filter(|hash| !hash.is_empty()) else {
            let _ = argon2().hash_password_with_salt(password.as_bytes(), b"nobody's own salt");
            return Ok(false);
        };
        let parsed =
            argon2::password_hash::phc::PasswordHash::new(&hash).map_err(Refusal::broken)?;
        Ok(argon2().verify_password(password.as_bytes(), &parsed).is_ok())
    })
    .await
}

async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    let _turn = TURNS.acquire().await.map_err(Refusal::broken)?;
    tokio::task::spawn_blocking(work).await.map_err(Refusal::broken)?
}
