//! Passwords: Argon2id, in the stateless Worker, so that no object waits for it.
//!
//! The parameters are OWASP's floor (19 MiB, two passes, one lane); the PHC string keeps them, so they can grow.
//! Written in Rust rather than taken from the platform: the hash is the same on every place Parlor runs.

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use protocol::code::Code;
pub use protocol::limits::PASSWORD_BYTES as LENGTH;

use crate::error::Error;

fn argon2() -> Result<Argon2<'static>, Error> {
    let params =
        Params::new(19 * 1_024, 2, 1, None).map_err(|error| Error::fault("argon2 parameters", error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password with 16 random bytes of salt.
///
/// # Errors
/// `password_length`, or a fault.
pub fn hash(password: &str, salt: [u8; 16]) -> Result<String, Error> {
    if !LENGTH.contains(&password.len()) {
        let message = format!("{} to {} bytes, got {}", LENGTH.start(), LENGTH.end(), password.len());
        return Err(Error::rejected(Code::PasswordLength, message).about("password"));
    }
    let salt = SaltString::encode_b64(&salt).map_err(|error| Error::fault("password salt", error))?;
    let hash = argon2()?
        .hash_password(password.as_bytes(), &salt)
        .map_err(|error| Error::fault("hashing a password", error))?;
    Ok(hash.to_string())
}

/// Whether that is the password. Without a hash to compare with (nobody has that address) as much work is done, so
/// that the time tells nothing (T21).
///
/// # Errors
/// A fault where the kept hash cannot be read.
pub fn verify(password: &str, kept: Option<&str>) -> Result<bool, Error> {
    let password = if password.len() > *LENGTH.end() { "" } else { password };
    let hash =
        PasswordHash::new(kept.unwrap_or(NOBODY)).map_err(|error| Error::fault("a kept password", error))?;
    Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok() && kept.is_some())
}

/// A hash with our parameters of a password nobody knows.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_recognised_and_no_other_is() {
        // T21
        let kept = hash("correct horse", [7; 16]).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("correct horse", Some(&kept)).unwrap());
        assert!(!verify("correct horsf", Some(&kept)).unwrap());
        assert!(!verify("", Some(&kept)).unwrap());
        assert!(!verify("correct horse", None).unwrap());
    }

    #[test]
    fn the_length_is_checked_before_the_work() {
        for bad in ["", "123456789", &"x".repeat(1_025)] {
            assert_eq!(hash(bad, [7; 16]).err().map(|error| error.code()), Some(Code::PasswordLength));
        }
    }
}
