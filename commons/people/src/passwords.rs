//! Passwords: argon2id, in threads of their own, two at a time.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;

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

/// Whether a password is in a file of stolen ones: SHA-1 in ascending order, one a line, of any
/// size; what follows the digits on a line is left aside. Found by halving, without reading it all.
pub(crate) fn is_breached(file: &Path, password: &str) -> std::io::Result<bool> {
    use sha1::Digest;
    let wanted = base::hex(&sha1::Sha1::digest(password.as_bytes())).to_uppercase();
    let mut file = BufReader::new(File::open(file)?);
    let (mut low, mut high) = (0, file.seek(SeekFrom::End(0))?);
    // Lines that begin in [low, high) may still be the one.
    while low < high {
        let middle = low + (high - low) / 2;
        let mut at = middle.saturating_sub(1);
        file.seek(SeekFrom::Start(at))?;
        let mut line = String::new();
        // The first line that begins at `middle` or after is compared.
        if middle > 0 {
            at += file.read_line(&mut line)? as u64;
            line.clear();
        }
        let length = file.read_line(&mut line)? as u64;
        let known = line.get(..40).unwrap_or("").to_uppercase();
        if length == 0 || at >= high || known > wanted {
            high = middle;
        } else if known == wanted {
            return Ok(true);
        } else {
            low = at + length;
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use sha1::Digest;

    #[test]
    fn stolen_passwords_are_found_and_no_others() {
        let hash = |word: &str| base::hex(&sha1::Sha1::digest(word)).to_uppercase();
        for count in [1, 2, 3, 50, 501] {
            let stolen: Vec<String> = (0..count).map(|at| format!("password {at}")).collect();
            let mut lines: Vec<String> = stolen
                .iter()
                .enumerate()
                .map(|(at, w)| format!("{}:{}", hash(w), at * 7))
                .collect();
            lines.sort();
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("stolen.txt");
            std::fs::write(&file, lines.join("\n") + "\n").unwrap();
            for word in &stolen {
                assert!(super::is_breached(&file, word).unwrap(), "{word} of {count}");
            }
            for at in 0..200 {
                assert!(!super::is_breached(&file, &format!("other {at}")).unwrap());
            }
        }
    }

    #[test]
    fn the_hash_is_that_of_the_standard() {
        // FIPS 180-4, "abc".
        let digest = base::hex(&sha1::Sha1::digest(b"abc"));
        assert_eq!(digest, "a9993e364706816aba3e25717850c26c9cd0d89d");
    }
}
