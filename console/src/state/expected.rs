//! Decisions an owner expects, as a form holds them.
//!
//! Knows who may look: somebody unknown, a known contact, a contact on a list. Who is recorded otherwise, with several
//! lists or under circumstances, stays so until somebody chooses another.

use targeting::VisitorFacts;

use super::circumstances::fact_in_words;
use crate::texts::{Language, Text};

/// The menu's value of who is recorded and in no menu.
pub const AS_RECORDED: &str = "as-recorded";

/// Who looks, as a menu's value.
#[must_use]
pub fn who(visitor: &VisitorFacts) -> String {
    match (visitor.known, visitor.lists.as_slice(), visitor.facts.is_empty()) {
        (false, _, true) => "unknown".to_owned(),
        (true, [], true) => "known".to_owned(),
        (true, [list], true) => format!("list:{list}"),
        _ => AS_RECORDED.to_owned(),
    }
}

/// Who a menu's value stands for; `None` where it is [`AS_RECORDED`].
#[must_use]
pub fn visitor(who: &str) -> Option<VisitorFacts> {
    let lists: Vec<String> = who.strip_prefix("list:").map(str::to_owned).into_iter().collect();
    (who != AS_RECORDED).then(|| VisitorFacts { known: who != "unknown", lists, ..VisitorFacts::default() })
}

/// Who looks, in words; `list` says a list's name.
#[must_use]
pub fn in_words(visitor: &VisitorFacts, list: &dyn Fn(&str) -> String, language: Language) -> String {
    let mut said = match (visitor.known, visitor.lists.as_slice()) {
        (false, _) => Text::TryStranger.words(language).to_owned(),
        (true, []) => Text::TryKnown.words(language).to_owned(),
        (true, [one]) => Text::ExpectOnList.fill(language, &[("list", &list(one))]),
        (true, several) => Text::ExpectOnLists.fill(language, &[("n", &several.len().to_string())]),
    };
    for (fact, value) in &visitor.facts {
        said.push_str(&format!(", {}: {value}", fact_in_words(fact, language)));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_looks_is_chosen_and_told() {
        // N7
        let facts = |json: &str| serde_json::from_str::<VisitorFacts>(json).unwrap();
        for (json, value, expected) in [
            ("{}", "unknown", "Somebody unknown"),
            (r#"{"known": true}"#, "known", "A known contact"),
            (r#"{"known": true, "lists": ["vip"]}"#, "list:vip", "Known, on <vip>"),
            (r#"{"known": true, "lists": ["vip", "a"]}"#, AS_RECORDED, "Known, on 2 lists"),
            (r#"{"facts": {"device": "mobile"}}"#, AS_RECORDED, "Somebody unknown, Device: mobile"),
        ] {
            let facts = facts(json);
            assert_eq!(who(&facts), value);
            assert_eq!(in_words(&facts, &|list| format!("<{list}>"), Language::English), expected);
            assert_eq!(visitor(value), (value != AS_RECORDED).then_some(facts), "{json}");
        }
    }
}
