//! An e-mail address, parsed once at the door.
//!
//! Accepts what people really have: a dot-atom before the @ and a domain of at least two labels after it. Does not
//! accept quoted local parts, comments, address literals or line breaks, and does not know whether anybody reads it.

use alloc::string::String;
use core::fmt;

/// Longest address, in bytes (RFC 5321, 4.5.3.1.3, without the angle brackets).
pub const MAX_BYTES: usize = 254;

/// An address in lower case: how it is kept, compared and shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

/// The text is no e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmailInvalid;

impl fmt::Display for EmailInvalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an e-mail address such as name@example.com, of at most 254 characters")
    }
}

impl core::error::Error for EmailInvalid {}

impl EmailAddress {
    /// Checks an address; white space around it is dropped.
    ///
    /// # Errors
    /// [`EmailInvalid`].
    pub fn parse(text: &str) -> Result<Self, EmailInvalid> {
        let text = trim(text);
        if has_form(text, char::is_alphanumeric) { Ok(Self(text.to_lowercase())) } else { Err(EmailInvalid) }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The address without the white space around it.
#[must_use]
pub fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// Whether a text has the form of an address, by the caller's idea of what letters and digits are.
///
/// [`EmailAddress::parse`] knows them by the tables of Unicode. A browser, where those tables would be downloaded, asks
/// here with a broader idea first; the last word is `parse`'s.
#[must_use]
pub fn has_form(text: &str, is_letter: fn(char) -> bool) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    text.len() <= MAX_BYTES && is_local(local, is_letter) && is_domain(domain, is_letter)
}

fn is_local(local: &str, is_letter: fn(char) -> bool) -> bool {
    // Bytes, because a search for any character brings the library's whole string search along.
    let is_sign = |c: char| c.is_ascii() && b"!#$%&'*+-/=?^_`{|}~".contains(&(c as u8));
    let is_atom = |atom: &str| !atom.is_empty() && atom.chars().all(|c| is_letter(c) || is_sign(c));
    local.len() <= 64 && local.split('.').all(is_atom)
}

fn is_domain(domain: &str, is_letter: fn(char) -> bool) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| is_letter(c) || c == '-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(is_label) && !last.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(EmailAddress::parse(text).ok().as_ref().map(EmailAddress::as_str), expected, "{text:?}");
    }

    #[test]
    fn addresses_people_have() {
        check("anna@kiln.test", Some("anna@kiln.test"));
        check("  Anna.Keller+shop@Kiln.TEST ", Some("anna.keller+shop@kiln.test"));
        check("o'neil_99@mail.example.co.uk", Some("o'neil_99@mail.example.co.uk"));
        check("post@müller.example", Some("post@müller.example"));
        check("用户@例子.测试", Some("用户@例子.测试"));
    }

    #[test]
    fn row_16_what_is_none() {
        for bad in [
            "",
            "@",
            "a@",
            "@b.c",
            "a@b",
            "a@b..c",
            "a@.b.c",
            "a@b.c.",
            "\"a b\"@c.de",
            "a b@c.de",
            "a..b@c.de",
            ".a@c.de",
            "a.@c.de",
            "a@-b.de",
            "a@b-.de",
            "a@b.c\nBcc:x",
            "a@b.c\r\nBcc: x@y.z",
            "a@b.c\0",
            "a@b@c.de",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a,b@c.de",
            "<a@c.de>",
            "a@c.de>",
            "mailto:a@c.de",
            "a@c_d.de",
            "a\u{a0}@c.de",
        ] {
            check(bad, None);
        }
    }

    #[test]
    fn a_broader_idea_of_letters_changes_nothing_in_ascii() {
        let broad = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii();
        for (text, expected) in [
            ("anna@kiln.test", true),
            ("用户@例子.测试", true),
            ("a b@c.de", false),
            ("a@b", false),
            ("a..b@c.de", false),
            ("a@127.0.0.1", false),
        ] {
            assert_eq!(
                (has_form(text, broad), has_form(text, char::is_alphanumeric)),
                (expected, expected),
                "{text}"
            );
        }
    }

    #[test]
    fn row_16_the_longest() {
        let domain = ["a".repeat(63), "b".repeat(63), "c".repeat(61)].join(".");
        let most = alloc::format!("{}@{domain}", "x".repeat(64));
        assert_eq!(most.len(), MAX_BYTES);
        check(&most, Some(&most));
        check(&alloc::format!("{}@{domain}d", "x".repeat(64)), None);
        check(&alloc::format!("{}@kiln.test", "x".repeat(65)), None);
    }
}
