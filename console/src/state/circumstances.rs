//! The circumstances of a page view, and conditions on them, in words.
//!
//! Knows their names on the wire and the console's texts. Whether a condition holds is `targeting`'s business.

use crate::texts::{Language, Text};

/// What comes before the name of an attribute that a page sets.
pub const ATTRIBUTE: &str = "attribute.";

/// The circumstances that have a name of ours, in the order of menus. UTM parameters are called the same everywhere.
pub const FACTS: [&str; 12] = [
    "device",
    "language",
    "country",
    "region",
    "referrer",
    "visits",
    "page_views",
    "utm.source",
    "utm.medium",
    "utm.campaign",
    "utm.term",
    "utm.content",
];

/// What devices are called on the wire.
pub const DEVICES: [&str; 3] = ["desktop", "tablet", "mobile"];

/// A circumstance by its name on the wire, as it begins a sentence.
#[must_use]
pub fn fact_in_words(fact: &str, language: Language) -> String {
    let known = match fact {
        "device" => Text::FactDevice,
        "language" => Text::FactLanguage,
        "country" => Text::FactCountry,
        "region" => Text::FactRegion,
        "referrer" => Text::FactReferrer,
        "visits" => Text::FactVisits,
        "page_views" => Text::FactPageViews,
        _ => {
            return match (fact.strip_prefix("utm."), fact.strip_prefix(ATTRIBUTE)) {
                (Some(name), _) => format!("utm_{name}"),
                (None, Some("")) => Text::FactAttribute.words(language).to_owned(),
                (None, Some(name)) => Text::FactNamed.fill(language, &[("name", name)]),
                (None, None) => fact.to_owned(),
            };
        }
    };
    known.words(language).to_owned()
}

/// How a condition compares, by its name on the wire; a name from a newer version stays as it is.
#[must_use]
pub fn operator_in_words(operator: &str, language: Language) -> &str {
    let text = match operator {
        "is" => Text::OpIs,
        "is_not" => Text::OpIsNot,
        "contains" => Text::OpContains,
        "not_contains" => Text::OpLacks,
        "starts_with" => Text::OpStarts,
        "not_starts_with" => Text::OpStartsNot,
        "at_least" => Text::OpAtLeast,
        "at_most" => Text::OpAtMost,
        "known" => Text::OpKnown,
        "unknown" => Text::OpUnknown,
        _ => return operator,
    };
    text.words(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circumstances_have_words() {
        for (fact, english, german) in [
            ("device", "Device", "Gerät"),
            ("region", "Region", "Region"),
            ("page_views", "Pages seen", "Gesehene Seiten"),
            ("utm.campaign", "utm_campaign", "utm_campaign"),
            ("attribute.plan", "Attribute plan", "Attribut plan"),
            ("attribute.", "Attribute of the page", "Attribut der Seite"),
            ("of_tomorrow", "of_tomorrow", "of_tomorrow"),
        ] {
            assert_eq!(fact_in_words(fact, Language::English), english);
            assert_eq!(fact_in_words(fact, Language::German), german);
        }
        for (operator, english, german) in
            [("at_least", "is at least", "ist mindestens"), ("never", "never", "never")]
        {
            assert_eq!(operator_in_words(operator, Language::English), english);
            assert_eq!(operator_in_words(operator, Language::German), german);
        }
    }
}
