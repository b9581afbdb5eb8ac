//! `@` in a comment: whom one is about to name, and who is named (P47).
//!
//! Knows texts and colleagues. What naming somebody does, the edge and the news decide.

use conversation::ids::AgentId;
use protocol::frame::Agent;

/// Most names that are offered at once.
const OFFERED: usize = 6;
/// Longest beginning of a name that is still looked for.
const TYPED: usize = 30;

/// What stands before the cursor, which is at `caret` UTF-16 units.
#[must_use]
pub fn before(text: &str, caret: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find_map(|(at, c)| {
        if units >= caret {
            return Some(at);
        }
        units += c.len_utf16();
        None
    });
    &text[..end.unwrap_or(text.len())]
}

/// The beginning of a name that stands right before the cursor, which is at `caret` UTF-16 units: where its `@` is
/// (bytes), and what was typed of it.
#[must_use]
pub fn begun(text: &str, caret: usize) -> Option<(usize, &str)> {
    let before = before(text, caret);
    let at = before.rfind('@')?;
    let typed = &before[at + 1..];
    let starts = before[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let is_name = typed.chars().count() <= TYPED && !typed.contains('\n') && !typed.starts_with(' ');
    (starts && is_name).then_some((at, typed))
}

/// Colleagues of whom a name begins so, any of its words.
#[must_use]
pub fn offered<'a>(people: &'a [Agent], me: &AgentId, typed: &str) -> Vec<&'a Agent> {
    let typed = typed.to_lowercase();
    let fits = |agent: &&Agent| {
        let name = agent.name.to_lowercase();
        agent.id != *me
            && (name.starts_with(&typed) || name.split_whitespace().any(|word| word.starts_with(&typed)))
    };
    people.iter().filter(fits).take(OFFERED).collect()
}

/// The text with a colleague named where their name was begun, and where the cursor is then (UTF-16 units).
#[must_use]
pub fn named(text: &str, at: usize, typed: &str, name: &str) -> (String, usize) {
    let before = format!("{}@{name} ", &text[..at]);
    let caret = before.encode_utf16().count();
    let after = text[at + 1 + typed.len()..].trim_start_matches(' ');
    (before + after, caret)
}

/// Who is named in a text. Of two names that begin alike, the longer one counts.
#[must_use]
pub fn mentioned(text: &str, people: &[Agent]) -> Vec<AgentId> {
    pieces(text, people).into_iter().filter_map(|(agent, _)| agent.map(|agent| agent.id.clone())).fold(
        Vec::new(),
        |mut all, id| {
            if !all.contains(&id) {
                all.push(id);
            }
            all
        },
    )
}

/// A text in pieces, each with whom it names.
#[must_use]
pub fn pieces<'a>(text: &'a str, people: &'a [Agent]) -> Vec<(Option<&'a Agent>, &'a str)> {
    let mut pieces = Vec::new();
    let (mut from, mut looked) = (0, 0);
    while let Some(found) = text[looked..].find('@') {
        let at = looked + found;
        let is_called = |agent: &&Agent| {
            text[at + 1..].strip_prefix(agent.name.as_str()).is_some_and(|rest| {
                !agent.name.is_empty() && rest.chars().next().is_none_or(|c| !c.is_alphanumeric())
            })
        };
        let alone = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let called = people.iter().filter(|_| alone).filter(is_called).max_by_key(|agent| agent.name.len());
        let Some(agent) = called else {
            looked = at + 1;
            continue;
        };
        let end = at + 1 + agent.name.len();
        if at > from {
            pieces.push((None, &text[from..at]));
        }
        pieces.push((Some(agent), &text[at..end]));
        (from, looked) = (end, end);
    }
    if from < text.len() {
        pieces.push((None, &text[from..]));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<Agent> {
        [("mira", "Mira Okafor"), ("anna", "Anna"), ("anna-k", "Anna Keller"), ("oe", "Öykü Çelik")]
            .map(|(id, name)| Agent { id: AgentId::parse(id).unwrap(), name: name.into() })
            .to_vec()
    }

    #[test]
    fn a_name_is_begun_by_an_at_sign_of_its_own() {
        // P47
        for (text, caret, expected) in [
            ("@", 1, Some((0, ""))),
            ("ask @an", 7, Some((4, "an"))),
            ("ask @Anna Ke", 12, Some((4, "Anna Ke"))),
            ("😀 @ö", 5, Some((5, "ö"))),
            ("ask @an please", 7, Some((4, "an"))),
            ("sofia@kiln.test", 15, None),
            ("@ alone", 7, None),
            ("@a\nb", 4, None),
            ("none", 4, None),
            ("@an", 0, None),
        ] {
            assert_eq!(begun(text, caret), expected, "{text}");
        }
        let me = AgentId::parse("mira").unwrap();
        let names = |typed: &str| {
            offered(&people(), &me, typed).iter().map(|agent| agent.id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names("an"), ["anna", "anna-k"]);
        assert_eq!(names("ke"), ["anna-k"]);
        assert_eq!(names("ç"), ["oe"]);
        assert!(names("mira").is_empty(), "nobody names themselves");
    }

    #[test]
    fn a_name_that_was_chosen_stands_in_the_text() {
        // P47
        assert_eq!(named("ask @an please", 4, "an", "Anna Keller"), ("ask @Anna Keller please".into(), 17));
        assert_eq!(named("😀 @", 5, "", "Öykü Çelik"), ("😀 @Öykü Çelik ".into(), 15));
    }

    #[test]
    fn the_longest_name_is_meant_and_each_once() {
        // P47
        let ids = |text: &str| mentioned(text, &people()).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(ids("@Anna Keller and @Anna, @Anna again"), ["anna-k", "anna"]);
        for nobody in ["@Annabel", "sofia@Anna", "Anna", "@"] {
            assert!(ids(nobody).is_empty(), "{nobody}");
        }
        let people = people();
        let told: Vec<(bool, &str)> =
            pieces("Hi @Anna!", &people).into_iter().map(|(agent, text)| (agent.is_some(), text)).collect();
        assert_eq!(told, [(false, "Hi "), (true, "@Anna"), (false, "!")]);
    }
}
