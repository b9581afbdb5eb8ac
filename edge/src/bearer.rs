//! The token that a program sends: `parlor_<account>_<secret>_<signature>`.
//!
//! The signature lets the Worker address the account's object without a made-up token ever creating one, and tells a
//! mistyped token from a revoked one; what counts is the secret, of which the account keeps a digest. The first word lets
//! scanners find tokens where none should be. Knows text and keys, no storage.

use conversation::ids::AccountId;

use crate::token::Key;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The account.
    pub account: AccountId,
    /// 256 random bits, as letters and digits. It goes into no log, address or error.
    pub secret: String,
}

impl Bearer {
    /// As a program sends it.
    #[must_use]
    pub fn to_text(&self, key: &Key) -> String {
        let claim = format!("{}_{}", self.account, self.secret);
        let signature = key.sign("api-token", &claim);
        format!("parlor_{claim}_{signature}")
    }

    /// Reads it; nothing where we did not make it.
    #[must_use]
    pub fn parse(key: &Key, text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("parlor_")?.splitn(3, '_');
        let (account, secret, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if !key.verify("api-token", &format!("{account}_{secret}"), signature) {
            return None;
        }
        Some(Self { account: AccountId::parse(account).ok()?, secret: secret.to_owned() })
    }
}

/// The token in an `Authorization` header.
#[must_use]
pub fn find(header: &str) -> Option<&str> {
    let (scheme, token) = header.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_no_other_is() {
        // P66 T22
        let key = Key::parse(&"1f".repeat(32)).unwrap();
        let bearer = Bearer { account: AccountId::parse("demo-shop").unwrap(), secret: "k7".repeat(26) };
        let text = bearer.to_text(&key);
        assert!(text.starts_with("parlor_demo-shop_"), "{text}");
        assert_eq!(Bearer::parse(&key, &text), Some(bearer));
        let other = Key::parse(&"2f".repeat(32)).unwrap();
        assert_eq!(Bearer::parse(&other, &text), None);
        let swapped = text.replacen("demo-shop", "other", 1);
        for bad in
            ["", "parlor_", "parlor_demo", "parlor_demo_x_", &swapped, &text[1..], &text[..text.len() - 1]]
        {
            assert_eq!(Bearer::parse(&key, bad), None, "{bad}");
        }
    }

    #[test]
    fn the_header_is_read_as_others_write_it() {
        for (header, expected) in [
            ("Bearer a_b", Some("a_b")),
            ("bearer  a_b ", Some("a_b")),
            ("Basic a_b", None),
            ("a_b", None),
            ("", None),
        ] {
            assert_eq!(find(header), expected, "{header}");
        }
    }
}
