//! Codes of another device: TOTP (RFC 6238) with SHA-1, six digits and 30 seconds, which every authenticator knows.
//!
//! A code of the step before or after counts too, and none counts twice: the caller keeps the last step. Knows no storage.

use hmac::{Hmac, Mac as _};
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

/// A step, in ms.
pub const STEP_MS: u64 = 30_000;
/// Bytes of a secret, as RFC 4226 recommends.
pub const SECRET: usize = 20;
/// Recovery codes of one set.
pub const RECOVERY_CODES: usize = 10;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The code of a step.
fn code_at(secret: &[u8], step: u64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash.last()? & 15);
    let word: [u8; 4] = hash.get(at..at + 4)?.try_into().ok()?;
    Some(format!("{:06}", (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000))
}

/// The step whose code this is at `now` (ms), where it is later than `last`. Compared in constant time.
#[must_use]
pub fn step_of(secret: &[u8], code: &str, now: u64, last: u64) -> Option<u64> {
    let step = now / STEP_MS;
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let is_of = |step: &u64| {
        code_at(secret, *step).is_some_and(|right| bool::from(right.as_bytes().ct_eq(code.as_bytes())))
    };
    (step.saturating_sub(1)..=step + 1).filter(|step| *step > last).find(is_of)
}

/// Base32 (RFC 4648) without padding: how secrets are typed.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(char::from(ALPHABET[(bits >> count & 31) as usize]));
        }
    }
    if count > 0 {
        text.push(char::from(ALPHABET[(bits << (5 - count) & 31) as usize]));
    }
    text
}

/// What an authenticator reads out of a picture.
#[must_use]
pub fn uri(secret: &[u8], account: &str, email: &str) -> String {
    let (label, issuer) = (escaped(&format!("{account}:{email}")), escaped(account));
    format!("otpauth://totp/{label}?secret={}&issuer={issuer}", base32(secret))
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A recovery code of 10 random bytes: 16 letters in groups of four.
#[must_use]
pub fn recovery_code(random: [u8; 10]) -> String {
    let letters = base32(&random).to_ascii_lowercase();
    let groups: Vec<&str> = (0..4).filter_map(|n| letters.get(n * 4..n * 4 + 4)).collect();
    groups.join("-")
}

/// A recovery code however it was typed, if it can be one.
#[must_use]
pub fn typed_recovery_code(text: &str) -> Option<String> {
    let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = letters.to_ascii_lowercase();
    (letters.len() == 16).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    const RFC: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_of_the_rfc() {
        // T22 P69: RFC 6238 appendix B, of which authenticators show the last six digits
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(step_of(RFC, code, seconds * 1_000, 0), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_counts_one_step_early_and_late_and_once() {
        // T22
        let now = 1_111_111_111_000;
        let step = now / STEP_MS;
        let code = |step| code_at(RFC, step).unwrap();
        for (of, last, counts) in [
            (step, 0, true),
            (step - 1, 0, true),
            (step + 1, 0, true),
            (step - 2, 0, false),
            (step + 2, 0, false),
            (step, step, false),
            (step - 1, step, false),
            (step + 1, step, true),
        ] {
            assert_eq!(step_of(RFC, &code(of), now, last), counts.then_some(of), "{of} {last}");
        }
    }

    #[test]
    fn what_is_no_code_is_none() {
        for bad in ["", "05047", "0504711", "O50471", "050472"] {
            assert_eq!(step_of(RFC, bad, 1_111_111_111_000, 0), None, "{bad}");
        }
        assert!(step_of(RFC, "050 471", 1_111_111_111_000, 0).is_some(), "as it is shown");
    }

    #[test]
    fn secrets_are_written_in_base32() {
        for (bytes, text) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
        assert_eq!(
            uri(RFC, "Kiln & Co", "mira@kiln.test"),
            "otpauth://totp/Kiln%20%26%20Co%3Amira%40kiln.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kiln%20%26%20Co"
        );
    }

    #[test]
    fn a_recovery_code_is_read_however_it_is_typed() {
        let code = recovery_code([0xab; 10]);
        assert_eq!(code.len(), 19);
        let letters = code.replace('-', "");
        for typed in [code.clone(), code.to_uppercase(), letters.clone(), code.replace('-', " ")] {
            assert_eq!(typed_recovery_code(&typed).as_deref(), Some(letters.as_str()), "{typed}");
        }
        assert_eq!(typed_recovery_code("123456"), None);
    }
}
