//! A check over our own sources: what a person reads or hears comes from the texts, never from a literal in a view.
//!
//! Two nets. The first knows the places that are read out or shown (`child("…")`, `attr("aria-label", "…")` and
//! their like) and catches any letter there. The second catches, anywhere in a view, a literal that begins like a
//! sentence: with a capital, which no class name, no attribute and no selector of ours does.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The words with which one of our parts shows something.
struct Net {
    /// Calls whose literals people read.
    shows: &'static [&'static str],
    /// Calls that set an attribute by name; a literal after the name is read where that is one of [`READ_OUT`].
    sets: &'static [&'static str],
    /// Calls that pass a literal on, so that the place around them counts.
    passes_on: &'static [&'static str],
}

const CONSOLE: Net = Net {
    shows: &["child", "set_text_content", "set_inner_text", "set_title", "tell", "tell_failed"],
    sets: &["attr", "prop", "set_attribute"],
    passes_on: &["format!", "concat!", "vec!", "from", "Some", "Ok"],
};
const WIDGET: Net = Net {
    shows: &["text", "linked", "set_text_content", "append_with_str_1"],
    sets: &["set", "set_attribute"],
    passes_on: &["format!", "concat!", "vec!", "from", "Some", "Ok", "join"],
};
/// Attributes that are read.
const READ_OUT: [&str; 9] = [
    "alt",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "title",
];
/// Literals that begin with a capital and are no words of ours: names of keys, what languages call themselves, and
/// our own name.
const NAMES: [&str; 15] = [
    "ArrowDown",
    "ArrowUp",
    "Backspace",
    "Delete",
    "Deutsch",
    "End",
    "English",
    "Enter",
    "Esc",
    "Escape",
    "Home",
    "PageDown",
    "PageUp",
    "Parlor",
    "Tab",
];

/// A literal with what stands around it.
#[derive(Debug)]
struct Literal {
    line: usize,
    text: String,
    /// The calls it stands in, outermost first, each with the literals seen in it before.
    calls: Vec<Call>,
    after: String,
    before: String,
}

#[derive(Clone, Debug)]
struct Call {
    name: String,
    literals: Vec<String>,
}

/// The literals of a source, without those of comments and of its tests.
fn literals(source: &str) -> Vec<Literal> {
    let source = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let chars: Vec<char> = source.chars().collect();
    let mut found: Vec<Literal> = Vec::new();
    let mut calls: Vec<Call> = Vec::new();
    let mut at = 0;
    let mut line = 1;
    while at < chars.len() {
        let rest = &chars[at..];
        match rest {
            ['/', '/', ..] => {
                while at < chars.len() && chars[at] != '\n' {
                    at += 1;
                }
            }
            ['\'', '\\', _, '\'', ..] => at += 4,
            ['\'', _, '\'', ..] => at += 3,
            ['"', ..] => {
                let (text, length) = string(rest);
                let before: String = chars[..at].iter().collect();
                let after: String = rest[length..].iter().take(24).collect();
                let started = line;
                line += rest[..length].iter().filter(|c| **c == '\n').count();
                found.push(Literal {
                    line: started,
                    text: text.clone(),
                    calls: calls.clone(),
                    after,
                    before: before.trim_end().chars().rev().take(2).collect(),
                });
                if let Some(call) = calls.last_mut() {
                    call.literals.push(text);
                }
                at += length;
            }
            ['(' | '[' | '{', ..] => {
                calls.push(Call { name: name_before(&chars[..at]), literals: Vec::new() });
                at += 1;
            }
            [')' | ']' | '}', ..] => {
                calls.pop();
                at += 1;
            }
            [c, ..] => {
                line += usize::from(*c == '\n');
                at += 1;
            }
            [] => break,
        }
    }
    found
}

/// A literal's text, and how many characters it takes with its quotes.
fn string(from: &[char]) -> (String, usize) {
    let mut text = String::new();
    let mut at = 1;
    while at < from.len() && from[at] != '"' {
        if from[at] == '\\' {
            at += 1;
        }
        text.extend(from.get(at));
        at += 1;
    }
    (text, at + 1)
}

/// The name that an opening bracket belongs to: empty for tuples, blocks and lists.
fn name_before(before: &[char]) -> String {
    let name: String =
        before.iter().rev().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '!')).collect();
    name.chars().rev().collect()
}

impl Literal {
    /// Why a person would meet it.
    fn is_read(&self, net: &Net) -> Option<&'static str> {
        let is_compared = self.after.trim_start().starts_with("=>")
            || self.after.trim_start().starts_with('|')
            || self.before == "=="
            || self.before == "=!";
        if is_compared || !has_words(&self.text) {
            return None;
        }
        let around = self
            .calls
            .iter()
            .rev()
            .find(|call| !call.name.is_empty() && !net.passes_on.contains(&call.name.as_str()));
        if let Some(call) = around {
            let is_shown = net.shows.contains(&call.name.as_str());
            let is_value = net.sets.contains(&call.name.as_str())
                && call.literals.first().is_some_and(|name| READ_OUT.contains(&name.as_str()));
            if is_shown || is_value {
                return Some("is shown");
            }
            if call.name == "expect" || call.name.ends_with("assert!") {
                return None;
            }
        }
        if [".into_any()", ".into_view()"].iter().any(|view| self.after.starts_with(view)) {
            return Some("is shown");
        }
        let mut letters = self.text.chars();
        let begins_a_sentence = letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(|second| second.is_lowercase() || second == ' ');
        (begins_a_sentence && !NAMES.contains(&self.text.as_str())).then_some("begins like a sentence")
    }
}

/// Whether there are letters outside of `{places}`, and more than our own name.
fn has_words(text: &str) -> bool {
    let mut outside = true;
    let words: String = text
        .chars()
        .filter(|c| {
            outside = match c {
                '{' => false,
                '}' => true,
                _ => outside,
            };
            outside
        })
        .collect();
    let words = words.replace("Parlor", "");
    // `utm_campaign`, `https://…`: examples of what machines read are the same in every language.
    let is_for_machines =
        !words.contains(char::is_whitespace) && (words.contains('_') || words.contains("://"));
    words.chars().any(char::is_alphabetic) && !is_for_machines && !NAMES.contains(&text)
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten().map(|entry| entry.path()) {
        if entry.is_dir() {
            sources(&entry, into);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            into.push(entry);
        }
    }
}

#[test]
fn no_view_holds_words_of_its_own() {
    // S184
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let parts = [
        (&CONSOLE, &["src/view", "src/acts"][..], &["src/start.rs"][..]),
        (&WIDGET, &["../widget/src/view"], &["../widget/src/view.rs", "../widget/src/shell.rs"]),
    ];
    let mut wrong = String::new();
    for (net, folders, single) in parts {
        let mut files: Vec<PathBuf> = single.iter().map(|file| root.join(file)).collect();
        for folder in folders {
            sources(&root.join(folder), &mut files);
        }
        assert!(files.len() > single.len() + 5, "the views have moved: {} files", files.len());
        for file in files {
            let source = std::fs::read_to_string(&file).unwrap();
            for literal in literals(&source) {
                if let Some(why) = literal.is_read(net) {
                    let place = file.strip_prefix(root).unwrap_or(&file);
                    let _ = writeln!(wrong, "{}:{}: {:?} {why}", place.display(), literal.line, literal.text);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "words outside of the texts:\n{wrong}");
}

#[test]
fn the_check_bites_where_people_read_and_nowhere_else() {
    // S184
    for (net, source, expected) in [
        (&CONSOLE, r#"p().child("hello")"#, true),
        (&CONSOLE, r#"p().child(("a", b))"#, true),
        (&CONSOLE, r#"p().child(("· ", name))"#, false),
        (&CONSOLE, r#"p().child(format!("{n} new"))"#, true),
        (&CONSOLE, r#"p().child(format!("{n} / {total}"))"#, false),
        (&CONSOLE, r#"p().child(move || if x { "on" } else { "off" })"#, true),
        (&CONSOLE, r#"p().child(c.fill(Text::A, &[("name", &name)]))"#, false),
        (&CONSOLE, r#"p().child(span().class("cut grow"))"#, false),
        (&CONSOLE, r#"p().child(vec!["one".to_owned()])"#, true),
        (&CONSOLE, r#"p().attr("aria-label", "close")"#, true),
        (&CONSOLE, r#"p().attr("aria-label", c.say(Text::Close))"#, false),
        (&CONSOLE, r#"p().attr("title", format!("{} (e)", label))"#, true),
        (&CONSOLE, r#"p().attr("type", "button")"#, false),
        (&CONSOLE, r#"element.set_attribute("placeholder", "write")"#, true),
        (&CONSOLE, r#"let words = "Nothing here";"#, true),
        (&CONSOLE, r#"let class = "button line";"#, false),
        (&CONSOLE, r#"match key { "Enter" => 1, "Escape" | "Tab" => 2 }"#, false),
        (&CONSOLE, r#"option.expect("A window has a document")"#, false),
        (&CONSOLE, r#""quiet".into_any()"#, true),
        (&CONSOLE, r#"// child("hello")"#, false),
        (&CONSOLE, r#"strong().child("Parlor")"#, false),
        (&CONSOLE, r#"input().attr("placeholder", "utm_campaign")"#, false),
        (&CONSOLE, r#"input().attr("placeholder", "name")"#, true),
        (&CONSOLE, "kbd().child(\"↵\")", false),
        (&WIDGET, r#"text(&node, "hello")"#, true),
        (&WIDGET, r#"text(&child(kit, &node, "b", "name"), kit.texts.you)"#, false),
        (&WIDGET, r#"set(&node, "aria-label", &join(&[name, ", online"]))"#, true),
        (&WIDGET, r#"set(&node, "aria-label", &join(&[name, ", "]))"#, false),
        (&WIDGET, r#"set(&node, "role", "status")"#, false),
        (&CONSOLE, r#"d("M8 2.5c3.3 0 5.8 2.1Z")"#, false),
        (&CONSOLE, "#[cfg(test)]\nmod tests { p().child(\"hello\") }", false),
    ] {
        let bites = literals(source).iter().any(|literal| literal.is_read(net).is_some());
        assert_eq!(bites, expected, "{source}");
    }
}
