//! Saved replies (P45): which of them a `/` or `#` in a reply finds, and what is put in its place.
//!
//! Knows texts and who is behind a conversation. What may stand in a saved reply, `conversation::saved_reply` knows.

use conversation::saved_reply::{NAME_CHARS, Variable, Wrong, check, filled, first_name, is_name};
use protocol::rest::Me;
use serde_json::Value;

use super::conditions::{items, text};
use super::mention::before;
use crate::texts::{Language, Text};

/// Most that are offered at once.
const OFFERED: usize = 6;
/// What begins a short name.
const MARKS: [char; 2] = ['/', '#'];

/// A saved reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// Its id; empty for one that is not saved yet.
    pub id: String,
    /// What is typed to find it.
    pub name: String,
    /// What it says, with its places open.
    pub text: String,
    /// Whether it is everybody's.
    pub shared: bool,
}

/// The replies of an answer.
#[must_use]
pub fn replies(answer: &Value) -> Vec<Reply> {
    items(&answer["saved_replies"])
        .map(|one| Reply {
            id: text(&one["id"]),
            name: text(&one["name"]),
            text: text(&one["text"]),
            shared: one["shared"] == true,
        })
        .collect()
}

/// The beginning of a short name right before the cursor, which is at `caret` UTF-16 units: where its mark is (bytes),
/// and what was typed after it.
#[must_use]
pub fn begun(text: &str, caret: usize) -> Option<(usize, &str)> {
    let before = before(text, caret);
    let at = before
        .rfind(char::is_whitespace)
        .map_or(0, |gap| gap + before[gap..].chars().next().map_or(1, char::len_utf8));
    let typed = before[at..].strip_prefix(MARKS)?;
    (typed.is_empty() || is_name(typed)).then_some((at, typed))
}

/// The replies that what was typed may mean: whose name begins so, then whose name or words hold it.
#[must_use]
pub fn offered(all: &[Reply], typed: &str) -> Vec<Reply> {
    let typed = typed.to_lowercase();
    let rank = |reply: &Reply| {
        let name = reply.name.to_lowercase();
        if name.starts_with(&typed) {
            Some(0)
        } else if name.contains(&typed) {
            Some(1)
        } else {
            reply.text.to_lowercase().contains(&typed).then_some(2)
        }
    };
    let mut found: Vec<(u8, &Reply)> = all.iter().filter_map(|reply| Some((rank(reply)?, reply))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().take(OFFERED).map(|(_, reply)| reply.clone()).collect()
}

/// The text with a reply in the place of its begun name, and where the cursor is then (UTF-16 units).
#[must_use]
pub fn put_in(text: &str, at: usize, typed: &str, said: &str) -> (String, usize) {
    let before = format!("{}{said}", &text[..at]);
    let caret = before.encode_utf16().count();
    (before + &text[at + 1 + typed.len()..], caret)
}

/// What a reply says to a visitor of whom so much is known.
#[must_use]
pub fn said(text: &str, name: Option<&str>, email: Option<&str>, me: &Me) -> String {
    filled(text, |variable| match variable {
        Variable::ContactFirstName => name.and_then(first_name).map(str::to_owned),
        Variable::ContactName => name.map(str::to_owned),
        Variable::ContactEmail => email.map(str::to_owned),
        Variable::AgentFirstName => first_name(&me.name).map(str::to_owned),
        Variable::AgentName => Some(me.name.clone()),
        Variable::AccountName => Some(me.account_name.clone()),
    })
}

/// What is wrong with a short name; `others` are those of the same kind.
#[must_use]
pub fn name_wrong<'a>(name: &str, mut others: impl Iterator<Item = &'a str>) -> Option<Text> {
    let name = name.trim();
    if name.is_empty() {
        Some(Text::ReplyNameNeeded)
    } else if !is_name(name) || name.chars().count() > NAME_CHARS {
        Some(Text::ReplyNameHelp)
    } else {
        others.any(|other| other.to_lowercase() == name.to_lowercase()).then_some(Text::ReplyNameTaken)
    }
}

/// What is wrong with what a reply says.
#[must_use]
pub fn text_wrong(text: &str, language: Language) -> Option<String> {
    if text.trim().is_empty() {
        return Some(Text::ReplyTextNeeded.words(language).to_owned());
    }
    let (words, name) = match check(text).err()? {
        Wrong::Unknown(name) => (Text::ReplyUnknown, name),
        Wrong::Open(after) => (Text::ReplyOpen, after),
    };
    Some(words.fill(language, &[("name", name)]))
}

#[cfg(test)]
mod tests {
    use conversation::access::Role;
    use conversation::ids::{AccountId, AgentId};
    use serde_json::json;

    use super::*;

    fn all() -> Vec<Reply> {
        let reply = |id: &str, name: &str, said: &str, shared: bool| json!({"id": id, "name": name, "text": said, "shared": shared});
        replies(&json!({"saved_replies": [
            reply("hours", "hours", "We are here from 9 to 5.", true),
            reply("greet", "greet", "Hello {{contact.first_name|there}}, I am {{agent.first_name}}.", false),
            reply("refund", "refund", "Your money is back in 5 days.", true),
        ]}))
    }

    #[test]
    fn a_short_name_is_begun_by_a_mark_of_its_own() {
        // P45
        for (text, caret, expected) in [
            ("/", 1, Some((0, ""))),
            ("#re", 3, Some((0, "re"))),
            ("Hello\n/gr", 9, Some((6, "gr"))),
            ("😀 /ö", 5, Some((5, "ö"))),
            ("see /re below", 7, Some((4, "re"))),
            ("a\u{a0}/re", 5, Some((3, "re"))),
            // Addresses, paths, sums and either-or are left alone.
            ("https://kiln.test/a", 19, None),
            ("and/or", 6, None),
            ("/a/b", 4, None),
            ("/re x", 5, None),
            ("no mark", 7, None),
            ("/re", 0, None),
        ] {
            assert_eq!(begun(text, caret), expected, "{text}");
        }
    }

    #[test]
    fn what_is_typed_filters_names_before_words() {
        // P45
        let names =
            |typed: &str| offered(&all(), typed).into_iter().map(|reply| reply.name).collect::<Vec<_>>();
        assert_eq!(names(""), ["hours", "greet", "refund"]);
        assert_eq!(names("RE"), ["refund", "greet", "hours"]);
        assert_eq!(names("mon"), ["refund"]);
        assert!(names("nothing").is_empty());
        let many: Vec<Reply> = (0..9).map(|n| Reply { name: format!("r{n}"), ..Reply::default() }).collect();
        assert_eq!(offered(&many, "r").len(), OFFERED);
    }

    #[test]
    fn a_reply_takes_the_place_of_its_name() {
        // P45
        assert_eq!(put_in("see /re below", 4, "re", "😀 ok"), ("see 😀 ok below".into(), 9));
        assert_eq!(put_in("#", 0, "", "Hello."), ("Hello.".into(), 6));
    }

    #[test]
    fn places_are_filled_in_with_what_is_known_of_the_visitor() {
        // P45
        let me = Me {
            id: AgentId::parse("mira").unwrap(),
            name: "Mira Okafor".into(),
            email: "mira@kiln.test".into(),
            role: Role::Agent,
            account: AccountId::parse("kiln").unwrap(),
            account_name: "Kiln & Kettle".into(),
            inboxes: Vec::new(),
            csrf: String::new(),
        };
        let text = "Hello {{contact.first_name|there}} ({{contact.email|no address}}), {{agent.first_name}}, {{account.name}}";
        assert_eq!(
            said(text, Some("Sofia Brandt"), Some("sofia@kiln.test"), &me),
            "Hello Sofia (sofia@kiln.test), Mira, Kiln & Kettle"
        );
        for name in [None, Some("  ")] {
            assert_eq!(said(text, name, None, &me), "Hello there (no address), Mira, Kiln & Kettle");
        }
    }

    #[test]
    fn what_cannot_be_saved_is_said_beside_its_field() {
        // P45
        let others = ["refund"];
        let wrong = |name: &str| name_wrong(name, others.into_iter());
        assert_eq!(wrong(" hours "), None);
        assert_eq!(wrong(" "), Some(Text::ReplyNameNeeded));
        assert_eq!(wrong("two words"), Some(Text::ReplyNameHelp));
        assert_eq!(wrong(&"a".repeat(41)), Some(Text::ReplyNameHelp));
        assert_eq!(wrong("Refund"), Some(Text::ReplyNameTaken));
        let wrong = |text: &str| text_wrong(text, Language::English).unwrap_or_default();
        assert_eq!(wrong("Hello {{contact.first_name|you}}"), "");
        assert_eq!(wrong(" "), "Write what is to be sent.");
        assert!(wrong("{{contact.shoe_size}}").contains("contact.shoe_size"));
        assert!(wrong("Hi {{agent.name").contains("agent.name"));
    }
}
