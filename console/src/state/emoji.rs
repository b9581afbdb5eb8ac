//! The emoji that a reply may have put into it: the usual ones, found by their English and German words, those that somebody
//! used last first.
//!
//! Knows a list and words. Where it is drawn, `view::emoji` knows; that it comes with the second module, `later`.

use super::choice::moved;
use crate::texts::Language;

/// One a line: itself, its English words, its German ones; the first before a comma are its name.
const LIST: &str = include_str!("emoji_list.txt");
/// Most that are remembered.
const RECENT: usize = 16;

/// An emoji.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emoji {
    /// As it is sent.
    pub sign: &'static str,
    english: &'static str,
    german: &'static str,
}

impl Emoji {
    /// What it is called.
    #[must_use]
    pub fn name(&self, language: Language) -> &'static str {
        let words = match language {
            Language::English => self.english,
            Language::German => self.german,
        };
        words.split(',').next().unwrap_or(words)
    }
}

/// All of them.
pub fn all() -> impl Iterator<Item = Emoji> {
    LIST.lines().filter_map(|line| {
        let mut parts = line.split(';');
        Some(Emoji { sign: parts.next()?, english: parts.next()?, german: parts.next()? })
    })
}

/// Those that what is typed may mean, in whichever of the two languages; all where nothing is, those used last first.
#[must_use]
pub fn found(typed: &str, recent: &[String]) -> Vec<Emoji> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        let known = recent.iter().filter_map(|sign| all().find(|emoji| emoji.sign == sign));
        let others = all().filter(|emoji| !recent.iter().any(|sign| sign == emoji.sign));
        return known.chain(others).collect();
    }
    let rank = |emoji: &Emoji| {
        let words = format!("{} {}", emoji.english, emoji.german).to_lowercase();
        let begins = |wanted: &str| {
            words
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| !word.is_empty() && word.starts_with(wanted))
        };
        if emoji.sign == typed {
            Some(0)
        } else if typed.split_whitespace().all(begins) {
            Some(1)
        } else {
            words.contains(&typed).then_some(2)
        }
    };
    let mut found: Vec<(u8, Emoji)> = all().filter_map(|emoji| Some((rank(&emoji)?, emoji))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, emoji)| emoji).collect()
}

/// Those used last, once one is used again.
#[must_use]
pub fn used(recent: &[String], sign: &str) -> Vec<String> {
    let others = recent.iter().filter(|other| *other != sign).cloned();
    [sign.to_owned()].into_iter().chain(others).take(RECENT).collect()
}

/// Those used last, as they are kept: one a word. What is not of the list was not kept by us.
#[must_use]
pub fn from_kept(kept: &str) -> Vec<String> {
    let known = kept.split_whitespace().filter(|sign| all().any(|emoji| emoji.sign == *sign));
    known.take(RECENT).map(str::to_owned).collect()
}

/// Where an arrow key leads in a grid of `columns`; `None` for another key.
#[must_use]
pub fn step(key: &str, at: usize, columns: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match key {
        "ArrowRight" => (at + 1).min(last),
        "ArrowLeft" => at.saturating_sub(1),
        "ArrowDown" if at + columns <= last => at + columns,
        "ArrowUp" => at.checked_sub(columns).unwrap_or(at),
        "ArrowDown" => at,
        "Home" | "End" => moved(key, at, count)?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_emoji_is_there_once_and_has_a_name_in_both_languages() {
        // S132
        let signs: HashSet<&str> = all().map(|emoji| emoji.sign).collect();
        assert_eq!((signs.len(), all().count()), (LIST.lines().count(), LIST.lines().count()));
        assert!(signs.len() > 240, "{}", signs.len());
        for emoji in all() {
            assert!(!emoji.sign.is_ascii() && emoji.sign.chars().count() <= 8, "{emoji:?}");
            for language in [Language::English, Language::German] {
                assert!(!emoji.name(language).trim().is_empty(), "{emoji:?}");
            }
        }
    }

    #[test]
    fn one_is_found_by_its_words_in_either_language() {
        // S132
        let signs = |typed: &str| found(typed, &[]).into_iter().map(|emoji| emoji.sign).collect::<Vec<_>>();
        assert_eq!(signs("thumbs")[..2], ["👍", "👎"]);
        assert_eq!(signs("daumen hoch"), ["👍"]);
        assert!(signs("DANKE").contains(&"🙏") && signs("thank").contains(&"🙏"));
        assert_eq!(signs("🚀"), ["🚀"]);
        assert!(signs("no such thing").is_empty());
        // Words that begin so come before words that only hold it.
        assert_eq!(signs("art")[0], "🎨");
    }

    #[test]
    fn those_used_last_come_first() {
        // S132
        let recent = used(&used(&used(&[], "👍"), "🎉"), "👍");
        assert_eq!(recent, ["👍", "🎉"]);
        let first: Vec<&str> = found("", &recent).into_iter().take(3).map(|emoji| emoji.sign).collect();
        assert_eq!(first, ["👍", "🎉", "😀"]);
        assert_eq!(found("", &recent).len(), all().count());
        assert_eq!(from_kept(&recent.join(" ")), recent);
        assert!(from_kept("<b> x 👍x").is_empty());
        let many = all().fold(Vec::new(), |recent, emoji| used(&recent, emoji.sign));
        assert_eq!(many.len(), RECENT);
    }

    #[test]
    fn arrows_walk_the_grid_and_stay_in_it() {
        // S132
        for (key, at, expected) in [
            ("ArrowRight", 0, Some(1)),
            ("ArrowRight", 19, Some(19)),
            ("ArrowLeft", 0, Some(0)),
            ("ArrowDown", 3, Some(11)),
            ("ArrowDown", 15, Some(15)),
            ("ArrowUp", 11, Some(3)),
            ("ArrowUp", 3, Some(3)),
            ("Home", 11, Some(0)),
            ("End", 3, Some(19)),
            ("Enter", 3, None),
        ] {
            assert_eq!(step(key, at, 8, 20), expected, "{key} {at}");
        }
        assert_eq!(step("ArrowDown", 0, 8, 0), None);
    }
}
