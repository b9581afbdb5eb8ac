//! Short secrets, kept so that whoever reads the database without the operator's key learns nothing.
//!
//! XChaCha20-Poly1305 under a key of this use alone, with 24 fresh random bytes; what it is for and whose it is are bound in
//! as associated data, so that nothing sealed for one opens for another. What the first release sealed, with a pad and a
//! tag of HMAC-SHA256, still opens. Does not know what the secrets are.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};

use crate::token::Key;

/// The secrets of authenticators: all that the first release sealed.
pub const TOTP: &str = "totp";

/// Random bytes that a seal begins with: so many that none is ever drawn twice.
pub const NONCE: usize = 24;
/// What a seal of this kind begins with. One of the first release begins with 22 letters and a dot.
const VERSION: &str = "v2.";

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&key.derived("seal").into())
}

/// What is authenticated and not hidden. A purpose is a word of ours, without a line break.
fn bound(purpose: &str, owner: &str) -> String {
    format!("{purpose}\n{owner}")
}

/// Seals a secret for one purpose and one owner, with [`NONCE`] fresh random bytes. `None` only beyond what fits into
/// memory.
#[must_use]
pub fn seal(key: &Key, purpose: &str, owner: &str, secret: &[u8], random: [u8; NONCE]) -> Option<String> {
    let bound = bound(purpose, owner);
    let payload = Payload { msg: secret, aad: bound.as_bytes() };
    let mut sealed = random.to_vec();
    sealed.extend(cipher(key).encrypt(&XNonce::from(random), payload).ok()?);
    Some(format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(sealed)))
}

/// Opens what was sealed for this purpose and owner; nothing where it was not.
#[must_use]
pub fn open(key: &Key, purpose: &str, owner: &str, sealed: &str) -> Option<Vec<u8>> {
    let Some(sealed) = sealed.strip_prefix(VERSION) else {
        return if purpose == TOTP { open_first(key, owner, sealed) } else { None };
    };
    let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let (nonce, hidden) = sealed.split_first_chunk::<NONCE>()?;
    let bound = bound(purpose, owner);
    let payload = Payload { msg: hidden, aad: bound.as_bytes() };
    cipher(key).decrypt(&XNonce::from(*nonce), payload).ok()
}

/// Opens what the first release sealed.
fn open_first(key: &Key, owner: &str, sealed: &str) -> Option<Vec<u8>> {
    let (body, tag) = sealed.rsplit_once('.')?;
    if !key.verify("seal-tag", &format!("{owner}\n{body}"), tag) {
        return None;
    }
    let (nonce, hidden) = body.split_once('.')?;
    let hidden = URL_SAFE_NO_PAD.decode(hidden).ok()?;
    let pad = URL_SAFE_NO_PAD.decode(key.sign("seal-pad", &format!("{owner}\n{nonce}"))).ok()?;
    Some(hidden.iter().zip(pad).map(|(byte, pad)| byte ^ pad).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"twenty bytes of luck";
    /// [`SECRET`] of `demo/anna` as the first release sealed it under [`key`].
    const FIRST: &str =
        "BwcHBwcHBwcHBwcHBwcHBw.h3uHEGEYopVFy5Gugyp3P7HveZc.MGubI33HQYACFHo8BwNckAOjFfDAjpPvMbFW_LGCmz4";

    fn key(digits: &str) -> Key {
        Key::parse(&digits.repeat(32)).unwrap()
    }

    fn sealed() -> String {
        seal(&key("1f"), TOTP, "demo/anna", SECRET, [7; NONCE]).unwrap()
    }

    #[test]
    fn only_the_same_key_purpose_and_owner_open_it() {
        // T22
        for sealed in [sealed(), FIRST.to_owned()] {
            assert_eq!(open(&key("1f"), TOTP, "demo/anna", &sealed).as_deref(), Some(SECRET), "{sealed}");
            assert_eq!(open(&key("2f"), TOTP, "demo/anna", &sealed), None, "{sealed}");
            assert_eq!(open(&key("1f"), TOTP, "demo/jonas", &sealed), None, "{sealed}");
            assert_eq!(open(&key("1f"), "another", "demo/anna", &sealed), None, "{sealed}");
            assert!(!sealed.contains(&URL_SAFE_NO_PAD.encode(SECRET)));
        }
    }

    #[test]
    fn no_changed_letter_opens() {
        for sealed in [sealed(), FIRST.to_owned()] {
            for at in 0..sealed.len() {
                let mut bytes = sealed.clone().into_bytes();
                bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
                let changed = String::from_utf8(bytes).unwrap();
                // The last letter of base64 may hold bits that say nothing.
                assert!(
                    changed == sealed
                        || at + 1 == sealed.len()
                        || open(&key("1f"), TOTP, "demo/anna", &changed).is_none(),
                    "{changed}"
                );
            }
        }
        for bad in ["", ".", "..", "a.b.c", "v2.", "v2.AAAA", "v2.!"] {
            assert_eq!(open(&key("1f"), TOTP, "demo/anna", bad), None, "{bad}");
        }
    }

    #[test]
    fn no_shortened_seal_opens() {
        let sealed = sealed();
        for end in 0..sealed.len() {
            assert_eq!(open(&key("1f"), TOTP, "demo/anna", &sealed[..end]), None, "{end}");
        }
    }

    #[test]
    fn the_same_secret_is_never_sealed_the_same() {
        let other = seal(&key("1f"), TOTP, "demo/anna", SECRET, [8; NONCE]).unwrap();
        assert_ne!(sealed(), other);
        // Neither does what is hidden repeat behind the random bytes.
        assert_ne!(sealed()[VERSION.len() + 32..], other[VERSION.len() + 32..]);
        let long = vec![9; 1_000];
        let sealed = seal(&key("1f"), "another", "demo", &long, [7; NONCE]).unwrap();
        assert_eq!(open(&key("1f"), "another", "demo", &sealed), Some(long));
    }
}
