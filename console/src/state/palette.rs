//! Type-ahead over a list of entries, as in the command bar and its pickers (P50).
//!
//! Knows words. What an entry does is its owner's.

/// Most entries that are shown.
pub const SHOWN: usize = 40;

/// How well what was typed fits a name: less is better, `None` not at all. Every word typed has to begin a word of the
/// name; who types the beginning of the name means that one first.
#[must_use]
pub fn fits(name: &str, typed: &str) -> Option<u32> {
    let (name, typed) = (name.to_lowercase(), typed.trim().to_lowercase());
    if typed.is_empty() {
        return Some(1);
    }
    if name.starts_with(&typed) {
        return Some(0);
    }
    let words = || name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let begins = |wanted: &str| words().any(|word| word.starts_with(wanted));
    if typed.split_whitespace().all(begins) {
        return Some(2);
    }
    name.contains(&typed).then_some(3)
}

/// The entries that fit, best first; those that fit alike in the order they came in.
#[must_use]
pub fn best<T: Clone>(entries: &[T], name: impl Fn(&T) -> String, typed: &str) -> Vec<T> {
    let mut fitting: Vec<(u32, &T)> =
        entries.iter().filter_map(|entry| Some((fits(&name(entry), typed)?, entry))).collect();
    fitting.sort_by_key(|(rank, _)| *rank);
    fitting.into_iter().take(SHOWN).map(|(_, entry)| entry.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_fit_comes_first() {
        // P50
        let names = ["Close or reopen", "All conversations", "Snooze", "Chat", "Reopen", "Unassigned"];
        for (typed, expected) in [
            ("re", &["Reopen", "Close or reopen"][..]),
            ("CLOSE", &["Close or reopen"]),
            ("reo cl", &["Close or reopen"]),
            ("con", &["All conversations"]),
            ("sign", &["Unassigned"]),
            (" c ", &["Close or reopen", "Chat", "All conversations"]),
            ("zz", &[]),
        ] {
            assert_eq!(best(&names, |name| (*name).to_owned(), typed), expected, "{typed}");
        }
        assert_eq!(best(&names, |name| (*name).to_owned(), "").len(), names.len());
    }
}
