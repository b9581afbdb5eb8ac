//! The circumstances of a page view, as far as the edge has to do with them: how many it takes from a browser, and the
//! one that only the network knows.
//!
//! They are arguments of a decision and nothing else: nothing here or behind it stores or logs them. Knows no request.

use std::collections::BTreeMap;

use protocol::code::Code;
use protocol::limits::{FACT_BYTES, FACT_NAME_BYTES, FACTS};

use crate::error::Error;

/// Its name among them.
pub const COUNTRY: &str = "country";

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

/// Puts the country in that the network tells. What a browser says of it does not count.
pub fn place(facts: &mut BTreeMap<String, String>, country: Option<String>) {
    facts.remove(COUNTRY);
    if let Some(country) = country {
        facts.insert(COUNTRY.to_owned(), country);
    }
}

/// Whether it is a country: two letters, and not those for "nobody knows". Cloudflare has `T1` for the Tor network.
pub fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) && text != "XX"
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
    fn the_country_is_the_networks_to_tell() {
        // H52
        let said = || of([("country".into(), "CH".into()), ("device".into(), "mobile".into())]);
        for (told, expected) in [(Some("DE"), Some("DE")), (None, None)] {
            let mut facts = said();
            place(&mut facts, told.map(str::to_owned));
            assert_eq!(facts.get("country").map(String::as_str), expected);
            assert_eq!(facts.get("device").map(String::as_str), Some("mobile"));
        }
        for (text, expected) in
            [("DE", true), ("XX", false), ("T1", false), ("de", false), ("DEU", false), ("", false)]
        {
            assert_eq!(is_country(text), expected, "{text}");
        }
    }
}
