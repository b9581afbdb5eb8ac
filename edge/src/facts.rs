//! The circumstances of a page view, as far as the edge has to do with them: how many it takes from a browser, and where
//! the visitor is, which only the network knows.
//!
//! They are arguments of a decision and nothing else: nothing here or behind it stores or logs them. Knows no request.

use std::collections::BTreeMap;

use protocol::code::Code;
use protocol::limits::{FACT_BYTES, FACT_NAME_BYTES, FACTS};

use crate::error::Error;

/// Their names among them.
pub const COUNTRY: &str = "country";
/// See [`COUNTRY`].
pub const REGION: &str = "region";

/// Where a page is looked at from, as the network tells. Nobody here guesses it from an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `DE`, or where the region is told too, `DE-BY`: as ISO 3166-2 writes it.
    code: String,
}

impl Place {
    /// The place of a country and, where it is told, a region of it, with or without the country before it. What is no
    /// code counts as not told.
    #[must_use]
    pub fn of(country: &str, region: Option<&str>) -> Option<Self> {
        if !is_country(country) {
            return None;
        }
        let own = |region: &str| {
            let own = region.strip_prefix(country).and_then(|region| region.strip_prefix('-'));
            own.unwrap_or(region).to_owned()
        };
        let code = match region.map(own).filter(|region| is_region(region)) {
            Some(region) => [country, "-", &region].concat(),
            None => country.to_owned(),
        };
        Some(Self { code })
    }

    /// Two letters.
    #[must_use]
    pub fn country(&self) -> &str {
        self.code.get(..2).unwrap_or_default()
    }

    /// The region with its country: a region's own code says nothing alone.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        Some(self.code.as_str()).filter(|code| code.len() > 2)
    }

    /// Both, under their names.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &str)> {
        [(COUNTRY, self.country())].into_iter().chain(self.region().map(|region| (REGION, region)))
    }
}

/// Whether a fact is the network's to tell.
#[must_use]
pub fn is_of_the_network(name: &str) -> bool {
    matches!(name, COUNTRY | REGION)
}

/// Refuses more than there can be. The refusal names no fact: a name may be personal too.
///
/// # Errors
/// `too_many`, `text_too_long`.
pub fn check(facts: &BTreeMap<String, String>) -> Result<(), Error> {
    let too_long = |what: &str, most: usize| {
        Error::malformed(Code::TextTooLong, format!("{what} of a fact is longer than {most} bytes"))
            .about("f")
    };
    if facts.len() > FACTS {
        let problem = format!("at most {FACTS} facts, got {}", facts.len());
        return Err(Error::malformed(Code::TooMany, problem).about("f"));
    }
    if facts.keys().any(|name| name.len() > FACT_NAME_BYTES) {
        return Err(too_long("the name", FACT_NAME_BYTES));
    }
    if facts.values().any(|value| value.len() > FACT_BYTES) {
        return Err(too_long("the value", FACT_BYTES));
    }
    Ok(())
}

/// Puts in what the network tells. What a browser says of it does not count.
pub fn place(facts: &mut BTreeMap<String, String>, place: Option<&Place>) {
    facts.retain(|name, _| !is_of_the_network(name));
    facts.extend(
        place.into_iter().flat_map(Place::facts).map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
}

/// Whether it is a country: two letters, and not those for "nobody knows". Cloudflare has `T1` for the Tor network.
fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) && text != "XX"
}

/// Whether it is what ISO 3166-2 has behind the hyphen.
fn is_region(text: &str) -> bool {
    (1..=3).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: impl IntoIterator<Item = (String, String)>) -> BTreeMap<String, String> {
        pairs.into_iter().collect()
    }

    fn refusal(facts: &BTreeMap<String, String>) -> Option<(Code, String)> {
        match check(facts) {
            Ok(()) => None,
            Err(Error::Malformed(problem)) => Some((problem.code, problem.field.unwrap_or_default())),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_page_view_has_so_many_facts_and_no_more() {
        let many = |count: usize| of((0..count).map(|i| (format!("attribute.{i}"), String::new())));
        let one = |name: usize, value: usize| of([("n".repeat(name), "v".repeat(value))]);
        for (facts, expected) in [
            (many(0), None),
            (many(FACTS), None),
            (many(FACTS + 1), Some(Code::TooMany)),
            (one(FACT_NAME_BYTES, FACT_BYTES), None),
            (one(FACT_NAME_BYTES + 1, 1), Some(Code::TextTooLong)),
            (one(1, FACT_BYTES + 1), Some(Code::TextTooLong)),
            // Bytes, not characters.
            (of([("n".into(), "ü".repeat(FACT_BYTES / 2 + 1))]), Some(Code::TextTooLong)),
        ] {
            assert_eq!(refusal(&facts), expected.map(|code| (code, "f".to_owned())));
        }
    }

    #[test]
    fn where_somebody_is_is_the_networks_to_tell() {
        // H52
        let said = || {
            let said = [("country", "CH"), ("region", "CH-ZH"), ("device", "mobile")];
            of(said.map(|(name, value)| (name.to_owned(), value.to_owned())))
        };
        for (told, country, region) in [
            (Some(("DE", None)), Some("DE"), None),
            (Some(("DE", Some("BY"))), Some("DE"), Some("DE-BY")),
            (None, None, None),
        ] {
            let mut facts = said();
            let told = told.and_then(|(country, region)| Place::of(country, region));
            place(&mut facts, told.as_ref());
            assert_eq!(facts.get("country").map(String::as_str), country);
            assert_eq!(facts.get("region").map(String::as_str), region);
            assert_eq!(facts.get("device").map(String::as_str), Some("mobile"));
        }
    }

    #[test]
    fn a_place_is_made_of_codes() {
        // H52
        for (country, region, expected) in [
            ("DE", None, Some("DE")),
            ("AT", Some("9"), Some("AT-9")),
            ("AT", Some("AT-9"), Some("AT-9")),
            ("GB", Some("ENG"), Some("GB-ENG")),
            ("US", Some("DE-BY"), Some("US")),
            ("DE", Some(""), Some("DE")),
            ("DE", Some("Bavaria"), Some("DE")),
            ("DE", Some("b\u{fc}"), Some("DE")),
            ("XX", Some("BY"), None),
            ("T1", None, None),
            ("de", None, None),
            ("DEU", None, None),
            ("", Some("BY"), None),
        ] {
            let place = Place::of(country, region);
            let code = place.as_ref().map(|place| place.region().unwrap_or(place.country()));
            assert_eq!(code, expected, "{country} {region:?}");
        }
    }
}
