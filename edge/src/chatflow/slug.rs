//! An id made from a name: readable in snippets and logs, and never another chatflow's.

use conversation::ids::ChatflowId;

/// Longest id.
const MOST: usize = 40;

/// Words that stand in addresses where an id could: a chatflow of that id could not be reached.
pub(crate) const RESERVED: [&str; 5] = ["order", "check", "simulate", "coverage", "explain-link"];

/// An id for a new chatflow of this name, other than those `taken`.
///
/// `None` only where the name leaves an id of another shape, which the tests hold it not to.
pub(super) fn id_for(name: &str, taken: &[String]) -> Option<ChatflowId> {
    free_id(name, "chatflow", &RESERVED, taken).and_then(|id| ChatflowId::parse(&id).ok())
}

/// An id for something new of this name, other than those `reserved` and `taken`; from `fallback` where the name has no
/// letter that an id can have.
pub(crate) fn free_id(name: &str, fallback: &str, reserved: &[&str], taken: &[String]) -> Option<String> {
    let stem = slug(name);
    let stem = if stem.is_empty() { fallback.to_owned() } else { stem };
    let is_free = |id: &str| !reserved.contains(&id) && taken.iter().all(|other| other != id);
    let numbered = |number: usize| {
        let ending = format!("-{number}");
        let room = MOST.saturating_sub(ending.len());
        let start: String = stem.chars().take(room).collect();
        format!("{}{ending}", start.trim_end_matches('-'))
    };
    // One of so many is free: fewer are taken.
    let candidates =
        std::iter::once(stem.clone()).chain((2..).map(numbered).take(taken.len() + reserved.len() + 1));
    candidates.into_iter().find(|id| is_free(id))
}

/// Letters and digits in lower case with hyphens between; other scripts are left out.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'ä' | 'æ' => slug.push_str("ae"),
            'ö' | 'œ' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            'à' | 'á' | 'â' | 'ã' | 'å' => slug.push('a'),
            'ç' => slug.push('c'),
            'è' | 'é' | 'ê' | 'ë' => slug.push('e'),
            'ì' | 'í' | 'î' | 'ï' => slug.push('i'),
            'ñ' => slug.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ø' => slug.push('o'),
            'ù' | 'ú' | 'û' => slug.push('u'),
            // An apostrophe stands within a word.
            '\'' | '’' => {}
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let cut: String = slug.chars().take(MOST).collect();
    cut.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, taken: &[&str], expected: &str) {
        let taken: Vec<String> = taken.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(id_for(name, &taken).unwrap().as_str(), expected, "{name:?} beside {taken:?}");
    }

    #[test]
    fn ids_read_like_names() {
        check("Pricing", &[], "pricing");
        check("  Trade prices: 2027!  ", &[], "trade-prices-2027");
        check("Größe & Glasur", &[], "groesse-glasur");
        check("Café programme", &[], "cafe-programme");
        check("Anna's corner", &[], "annas-corner");
        check("お問い合わせ", &[], "chatflow");
        check("👋", &["chatflow"], "chatflow-2");
    }

    #[test]
    fn ids_are_unique_and_never_a_word_of_the_addresses() {
        check("Pricing", &["pricing"], "pricing-2");
        check("Pricing", &["pricing", "pricing-2", "pricing-3"], "pricing-4");
        check("Order", &[], "order-2");
        check("check", &["check-2"], "check-3");
    }

    #[test]
    fn ids_are_never_longer_than_ids_may_be() {
        let name = "a very long name that says everything there is to say";
        check(name, &[], "a-very-long-name-that-says-everything-th");
        check(name, &["a-very-long-name-that-says-everything-th"], "a-very-long-name-that-says-everything-2");
        check(&"x".repeat(200), &[], &"x".repeat(40));
    }
}
