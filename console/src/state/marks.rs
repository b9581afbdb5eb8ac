//! The words of a search, and where they stand in a text (P52).
//!
//! Knows texts. What is found the edge decides; this only shows why, where the row shows it at all.

/// The words that were typed, in lower case: without operators, quotes, stars, and what is to be left out.
#[must_use]
pub fn words(typed: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, piece) in typed.split('"').enumerate() {
        let quoted = at % 2 == 1;
        for word in piece.split_whitespace() {
            let word = word.strip_prefix("from:").unwrap_or(word);
            let is_operator =
                !quoted && word.split_once(':').is_some_and(|(name, _)| OPERATORS.contains(&name));
            if is_operator || (!quoted && word.starts_with('-')) {
                continue;
            }
            let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            if !word.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}

/// What is asked for what was typed: the last word may still be a beginning. What stands in quotes, is left out, or is
/// the value of an operator is meant as it stands.
#[must_use]
pub fn asked(typed: &str) -> String {
    let typed = typed.trim();
    let last = typed.split_whitespace().next_back().unwrap_or_default();
    let in_quotes = typed.matches('"').count() % 2 == 1;
    let is_word = last.strip_prefix("from:").unwrap_or(last).chars().all(char::is_alphanumeric);
    let is_begun = is_word && !in_quotes && last.ends_with(char::is_alphanumeric);
    if is_begun { format!("{typed}*") } else { typed.to_owned() }
}

/// Operators whose values are no words of a text.
const OPERATORS: [&str; 6] = ["label", "chatflow", "assignee", "is", "before", "after"];

/// A text in pieces, each with whether it is one of the words. Only beginnings of words count, as in the search.
#[must_use]
pub fn marked(text: &str, words: &[String]) -> Vec<(bool, String)> {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    let mut push = |is_marked: bool, piece: &str| match pieces.last_mut() {
        _ if piece.is_empty() => {}
        Some((last, text)) if *last == is_marked => text.push_str(piece),
        _ => pieces.push((is_marked, piece.to_owned())),
    };
    let mut rest = text;
    while !rest.is_empty() {
        let word_at = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
        let (between, from_word) = rest.split_at(word_at);
        push(false, between);
        let end = from_word.find(|c: char| !c.is_alphanumeric()).unwrap_or(from_word.len());
        let (word, after) = from_word.split_at(end);
        let hit = words.iter().filter_map(|wanted| beginning(word, wanted)).max();
        let (hit, left) = word.split_at(hit.unwrap_or(0));
        push(true, hit);
        push(false, left);
        rest = after;
    }
    pieces
}

/// How many bytes of `word` are `wanted`, which is in lower case.
fn beginning(word: &str, wanted: &str) -> Option<usize> {
    let mut wanted = wanted.chars();
    let mut next = wanted.next();
    for (at, letter) in word.char_indices() {
        if next.is_none() {
            return Some(at);
        }
        for lower in letter.to_lowercase() {
            if next != Some(lower) {
                return None;
            }
            next = wanted.next();
        }
    }
    next.is_none().then_some(word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_search_are_what_is_no_operator() {
        // P52
        for (typed, expected) in [
            ("Refund late", &["refund", "late"][..]),
            ("\"Not yet\" is:open label:vip", &["not", "yet"]),
            ("from:Sofia deliver*", &["sofia", "deliver"]),
            ("-refund cups", &["cups"]),
            ("a a A", &["a"]),
            ("\"is:open", &["is:open"]),
            ("--- \"", &[]),
            ("", &[]),
        ] {
            assert_eq!(words(typed), expected, "{typed}");
        }
    }

    #[test]
    fn the_last_word_may_be_a_beginning() {
        // P52
        for (typed, expected) in [
            ("refu", "refu*"),
            (" late refu ", "late refu*"),
            ("from:sof", "from:sof*"),
            ("refu*", "refu*"),
            ("is:open", "is:open"),
            ("label:vip", "label:vip"),
            ("-refund", "-refund"),
            ("\"not yet\"", "\"not yet\""),
            ("\"not ye", "\"not ye"),
            ("https://kiln.example/pots", "https://kiln.example/pots"),
            ("", ""),
        ] {
            assert_eq!(asked(typed), expected, "{typed}");
        }
    }

    #[test]
    fn beginnings_of_words_are_marked_and_nothing_is_lost() {
        // P52
        let words = ["refund", "späte"].map(String::from);
        for (text, expected) in [
            ("A Refund, refunded", "A [Refund], [refund]ed"),
            ("prerefund", "prerefund"),
            ("Später SPÄTE", "[Späte]r [SPÄTE]"),
            ("<b>refund</b>", "<b>[refund]</b>"),
            ("İstanbul", "İstanbul"),
            ("", ""),
        ] {
            let pieces = marked(text, &words);
            let told: String = pieces
                .iter()
                .map(|(is_marked, piece)| if *is_marked { format!("[{piece}]") } else { piece.clone() })
                .collect();
            assert_eq!(told, expected);
            assert_eq!(pieces.iter().map(|(_, piece)| piece.as_str()).collect::<String>(), text);
        }
    }
}
