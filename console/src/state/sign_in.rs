//! What the forms at the door take: addresses, passwords, short names.
//!
//! Knows what is obviously wrong, so that it can be said before anything is sent; the edge decides.

use conversation::ids::AccountId;

use super::embed::site;
use crate::texts::Text;

/// Shortest password, in bytes as the edge counts them.
const PASSWORD_MIN: usize = 10;

/// What is wrong with an e-mail address, if anything.
#[must_use]
pub fn email_wrong(email: &str) -> Option<Text> {
    let email = email.trim();
    if email.is_empty() {
        return Some(Text::EmailMissing);
    }
    let ends_well = |domain: &str| {
        domain.rsplit_once('.').is_some_and(|(name, ending)| !name.is_empty() && !ending.is_empty())
    };
    let looks_right =
        email.split_once('@').is_some_and(|(person, domain)| !person.is_empty() && ends_well(domain));
    (!looks_right || email.contains(char::is_whitespace)).then_some(Text::EmailEnding)
}

/// What is wrong with a password to sign in with.
#[must_use]
pub fn password_missing(password: &str) -> Option<Text> {
    password.is_empty().then_some(Text::PasswordMissing)
}

/// What is wrong with a new password.
#[must_use]
pub fn new_password_wrong(password: &str) -> Option<Text> {
    (password.len() < PASSWORD_MIN).then_some(Text::PasswordTooShort)
}

/// What is wrong with a name.
#[must_use]
pub fn name_wrong(name: &str) -> Option<Text> {
    name.trim().is_empty().then_some(Text::AccountNameMissing)
}

/// What is wrong with the first site, which may stay empty for now.
#[must_use]
pub fn origin_wrong(typed: &str) -> Option<Text> {
    if typed.trim().is_empty() { None } else { site(typed).err() }
}

/// What is wrong with an account's short name.
#[must_use]
pub fn account_id_wrong(id: &str) -> Option<Text> {
    AccountId::parse(id).is_err().then_some(Text::AccountIdWrong)
}

/// A short name made of a name: "Kiln & Kettle" becomes "kiln-kettle".
#[must_use]
pub fn suggested_id(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'a'..='z' | '0'..='9' => c,
            'ä' | 'à' | 'á' | 'â' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'ö' | 'ó' | 'ô' | 'ø' => 'o',
            'ü' | 'ú' | 'û' => 'u',
            _ => '-',
        };
        if id.len() < 40 && !(plain == '-' && (id.is_empty() || id.ends_with('-'))) {
            id.push(plain);
        }
    }
    id.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked_before_they_are_sent() {
        for (email, expected) in [
            ("mira@kiln.test", None),
            (" mira@kiln.test ", None),
            ("", Some(Text::EmailMissing)),
            ("mira", Some(Text::EmailEnding)),
            ("mira@kiln", Some(Text::EmailEnding)),
            ("@kiln.test", Some(Text::EmailEnding)),
            ("mi ra@kiln.test", Some(Text::EmailEnding)),
            ("mira@kiln.", Some(Text::EmailEnding)),
        ] {
            assert_eq!(email_wrong(email), expected, "{email}");
        }
    }

    #[test]
    fn a_short_name_is_suggested_and_valid() {
        for (name, expected) in [
            ("Kiln & Kettle", "kiln-kettle"),
            ("  Müller GmbH ", "muller-gmbh"),
            ("日本", ""),
            ("a--b", "a-b"),
        ] {
            assert_eq!(suggested_id(name), expected);
            assert_eq!(account_id_wrong(&suggested_id(name)).is_some(), expected.is_empty());
        }
        assert!(suggested_id(&"ab ".repeat(40)).len() <= 40);
    }

    #[test]
    fn the_first_site_may_wait_but_not_be_wrong() {
        for (typed, expected) in [
            ("", None),
            ("  ", None),
            ("https://www.example.com", None),
            ("www.example.com/shop", None),
            ("ftp://example.com", Some(Text::SiteScheme)),
            ("my shop", Some(Text::SiteWrong)),
        ] {
            assert_eq!(origin_wrong(typed), expected, "{typed}");
        }
    }
}
