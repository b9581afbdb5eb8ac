//! Short secrets, kept so that whoever reads the database without the operator's key learns nothing.
//!
//! Encrypt-then-MAC out of HMAC-SHA256 alone, which is here already: a pad that is made of the key, the purpose, whose it is
//! and 16 random bytes, never used twice; then a tag over all of that. One block of the pad is enough for what is kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::token::Key;

/// Longest secret, in bytes: one block of the pad.
const MOST: usize = 32;

/// Seals a secret of at most 32 bytes for one purpose and one owner, with 16 fresh random bytes. `None` where it is longer.
#[must_use]
pub fn seal(key: &Key, owner: &str, secret: &[u8], random: [u8; 16]) -> Option<String> {
    if secret.len() > MOST {
        return None;
    }
    let nonce = URL_SAFE_NO_PAD.encode(random);
    let hidden = URL_SAFE_NO_PAD.encode(masked(key, owner, &nonce, secret)?);
    let sealed = format!("{nonce}.{hidden}");
    let tag = key.sign("seal-tag", &format!("{owner}\n{sealed}"));
    Some(format!("{sealed}.{tag}"))
}

/// Opens what was sealed for this owner; nothing where it was not.
#[must_use]
pub fn open(key: &Key, owner: &str, sealed: &str) -> Option<Vec<u8>> {
    let (body, tag) = sealed.rsplit_once('.')?;
    if !key.verify("seal-tag", &format!("{owner}\n{body}"), tag) {
        return None;
    }
    let (nonce, hidden) = body.split_once('.')?;
    masked(key, owner, nonce, &URL_SAFE_NO_PAD.decode(hidden).ok()?)
}

/// The same both ways.
fn masked(key: &Key, owner: &str, nonce: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let pad = URL_SAFE_NO_PAD.decode(key.sign("seal-pad", &format!("{owner}\n{nonce}"))).ok()?;
    Some(bytes.iter().zip(pad).map(|(byte, pad)| byte ^ pad).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(digits: &str) -> Key {
        Key::parse(&digits.repeat(32)).unwrap()
    }

    #[test]
    fn only_the_same_key_and_owner_open_it() {
        // T22
        let secret = b"twenty bytes of luck";
        let sealed = seal(&key("1f"), "demo/anna", secret, [7; 16]).unwrap();
        assert_eq!(open(&key("1f"), "demo/anna", &sealed).as_deref(), Some(&secret[..]));
        assert_eq!(open(&key("2f"), "demo/anna", &sealed), None);
        assert_eq!(open(&key("1f"), "demo/jonas", &sealed), None);
        assert!(!sealed.contains(&URL_SAFE_NO_PAD.encode(secret)));
    }

    #[test]
    fn no_changed_letter_opens() {
        let sealed = seal(&key("1f"), "demo/anna", b"twenty bytes of luck", [7; 16]).unwrap();
        for at in 0..sealed.len() {
            let mut bytes = sealed.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            // The last letter of base64 holds bits that say nothing.
            assert!(
                changed == sealed
                    || at + 1 == sealed.len()
                    || open(&key("1f"), "demo/anna", &changed).is_none()
            );
        }
        for bad in ["", ".", "..", "a.b.c"] {
            assert_eq!(open(&key("1f"), "demo/anna", bad), None, "{bad}");
        }
    }

    #[test]
    fn the_same_secret_is_never_sealed_the_same() {
        let sealed = |random| seal(&key("1f"), "demo/anna", b"secret", random).unwrap();
        assert_ne!(sealed([1; 16]), sealed([2; 16]));
        assert_eq!(seal(&key("1f"), "demo/anna", &[0; 33], [1; 16]), None);
    }
}
