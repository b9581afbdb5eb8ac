//! An agent's session: what its cookie holds, and what proves that our own page sent a request.
//!
//! The cookie is `<account>.<token>.<signature>`: the signature lets the Worker address the account's object without
//! a made-up name ever creating one; the token's digest is what that object keeps. Knows text and keys, no storage.

use conversation::ids::AccountId;
use sha2::{Digest as _, Sha256};

use crate::token::Key;

/// How long a session lasts, in ms.
pub const LIFE_MS: u64 = 14 * 86_400_000;

/// What a cookie says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    /// The account.
    pub account: AccountId,
    /// The token. It goes into no log, address or error.
    pub token: String,
}

impl Presented {
    /// The value of the cookie.
    #[must_use]
    pub fn to_cookie(&self, key: &Key) -> String {
        let claim = format!("{}.{}", self.account, self.token);
        let signature = key.sign("session", &claim);
        format!("{claim}.{signature}")
    }

    /// Reads the value of a cookie; nothing where we did not make it.
    #[must_use]
    pub fn parse(key: &Key, value: &str) -> Option<Self> {
        let (claim, signature) = value.rsplit_once('.')?;
        if !key.verify("session", claim, signature) {
            return None;
        }
        let (account, token) = claim.split_once('.')?;
        Some(Self { account: AccountId::parse(account).ok()?, token: token.to_owned() })
    }

    /// What the account keeps of the token.
    #[must_use]
    pub fn digest(&self) -> String {
        digest(&self.token)
    }

    /// What tells one session of an account from another where people see it: the beginning of the digest, by which
    /// nobody gets in.
    #[must_use]
    pub fn handle(&self) -> String {
        handle(&self.digest())
    }

    /// What a page sends along with every change.
    #[must_use]
    pub fn csrf(&self, key: &Key) -> String {
        key.sign("csrf", &self.token)
    }

    /// Whether a page that belongs to this session sent it.
    #[must_use]
    pub fn proves(&self, key: &Key, csrf: &str) -> bool {
        key.verify("csrf", &self.token, csrf)
    }
}

/// The handle of the session whose token has this digest.
#[must_use]
pub fn handle(digest: &str) -> String {
    digest.chars().take(HANDLE).collect()
}

/// Digits of a digest in a handle.
const HANDLE: usize = 16;

/// SHA-256, as hexadecimal digits.
#[must_use]
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The cookie's name: the prefix makes browsers insist on `Secure`, `Path=/` and no domain. Loopback addresses count
/// as secure for it, also over plain http.
const NAME: &str = "__Host-parlor";

/// The header that keeps a cookie for `seconds`; none forgets it.
#[must_use]
pub fn set_cookie(value: &str, seconds: u64) -> String {
    format!("{NAME}={value}; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age={seconds}")
}

/// The value of the cookie in a request's header.
#[must_use]
pub fn find_cookie(header: &str) -> Option<&str> {
    header.split(';').find_map(|pair| pair.trim().strip_prefix(NAME)?.strip_prefix('='))
}

/// What a request says about the page that sent it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sender<'a> {
    /// `Origin`.
    pub origin: Option<&'a str>,
    /// `Sec-Fetch-Site`.
    pub fetch_site: Option<&'a str>,
}

impl Sender<'_> {
    /// Whether a page of our own origin sent it.
    #[must_use]
    pub fn is_own(&self, own: &str) -> bool {
        match self.origin {
            Some(origin) => origin == own,
            None => self.fetch_site == Some("same-origin"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key::parse(&"1f".repeat(32)).unwrap()
    }

    fn presented() -> Presented {
        Presented { account: AccountId::parse("demo").unwrap(), token: "secret-token".into() }
    }

    #[test]
    fn a_cookie_is_read_back_and_no_other_is() {
        // T23
        let cookie = presented().to_cookie(&key());
        assert_eq!(Presented::parse(&key(), &cookie), Some(presented()));
        let other = Presented { account: AccountId::parse("other").unwrap(), ..presented() };
        let swapped = cookie.replacen("demo", "other", 1);
        assert_ne!(swapped, other.to_cookie(&key()));
        for bad in ["", ".", "..", "demo.secret-token", "demo.secret-token.", &swapped, &cookie[1..]] {
            assert_eq!(Presented::parse(&key(), bad), None, "{bad}");
        }
    }

    #[test]
    fn a_proof_belongs_to_one_session() {
        // T23
        let proof = presented().csrf(&key());
        assert!(presented().proves(&key(), &proof));
        assert!(!Presented { token: "another".into(), ..presented() }.proves(&key(), &proof));
        assert!(!presented().proves(&key(), ""));
        assert!(!presented().proves(&key(), &presented().digest()));
    }

    #[test]
    fn the_cookie_is_kept_from_scripts_and_other_sites() {
        // T23
        assert_eq!(
            set_cookie("v", 60),
            "__Host-parlor=v; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=60"
        );
        assert_eq!(find_cookie("a=1; __Host-parlor=v; b=2"), Some("v"));
        for other in ["", "parlor=v", "x__Host-parlor=v", "__Host-parlorx=v", "__Host-parlor"] {
            assert_eq!(find_cookie(other), None, "{other}");
        }
    }

    #[test]
    fn only_our_own_page_may_change_things() {
        // T8 T23
        let own = "https://edge.example";
        for (origin, fetch_site, is_own) in [
            (Some(own), None, true),
            (Some(own), Some("same-origin"), true),
            (None, Some("same-origin"), true),
            (Some("https://evil.example"), Some("same-origin"), false),
            (Some("https://edge.example.evil.example"), None, false),
            (Some("null"), None, false),
            (None, Some("cross-site"), false),
            (None, None, false),
        ] {
            assert_eq!(Sender { origin, fetch_site }.is_own(own), is_own, "{origin:?} {fetch_site:?}");
        }
    }
}
