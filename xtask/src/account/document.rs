//! JSON of which every name and value knows where it stands.
//!
//! Knows places, and the ways to find one. How it is read is known to `syntax`, what the values mean to neither.

use serde_json::Number;

/// A value and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// In bytes from the start of the text.
    pub(super) at: usize,
    /// What stands there.
    pub(super) value: Value,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(Number),
    /// A text, its escapes read.
    Text(String),
    /// `[…]`.
    List(Vec<Node>),
    /// `{…}`, in the order of the file; a name may stand there twice.
    Record(Vec<Entry>),
}

/// One `"name": value`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// The name.
    pub(super) name: String,
    /// Where the name begins.
    pub(super) at: usize,
    /// Its value.
    pub(super) value: Node,
}

/// Something wrong at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// In bytes from the start of the text.
    pub(super) at: usize,
    /// `what is wrong; what was expected; nearest valid name`.
    pub(super) what: String,
}

impl Problem {
    /// Something wrong there.
    pub(super) fn new(at: usize, what: impl Into<String>) -> Self {
        Self { at, what: what.into() }
    }
}

/// Line and column of a place, both from 1, columns in characters, as editors count.
pub(super) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before.get(line_start..).unwrap_or_default().chars().count() + 1)
}

impl Node {
    /// The value of that name in a record; of two the first.
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| entry.name == name).map(|entry| &entry.value)
    }

    /// The entries of a record; of anything else, none.
    pub(super) fn entries(&self) -> &[Entry] {
        if let Value::Record(entries) = &self.value { entries } else { &[] }
    }

    /// The items of a list; of anything else, none.
    pub(super) fn items(&self) -> &[Node] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// Follows a path such as `chatflows[2].include[0].value` as far as it leads, and returns where that is.
    pub(super) fn place(&self, path: &str) -> usize {
        let mut node = self;
        for part in path.split(['.', '[']).filter(|part| !part.is_empty()) {
            let next = match part.strip_suffix(']') {
                Some(index) => index.parse().ok().and_then(|index: usize| node.items().get(index)),
                None => node.get(part),
            };
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        node.at
    }
}

/// A text as messages show it: quoted, on one line, not longer than a name.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    format!("\"{shown}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::syntax::parse;

    #[test]
    fn a_path_leads_to_its_place() {
        let text = "{\n  \"flows\": [\n    {\"id\": \"a\"},\n    {\"id\": \"b\", \"rules\": [{\"value\": \"x\"}]}\n  ]\n}";
        let root = parse(text).unwrap();
        for (path, place) in [
            ("flows[1].rules[0].value", (4, 37)),
            ("flows[1].rules[0].name", (4, 27)),
            ("flows[1].color", (4, 5)),
            ("flows[7].color", (2, 12)),
            ("nothing", (1, 1)),
            ("", (1, 1)),
            ("flows[x]..[", (2, 12)),
        ] {
            assert_eq!(position(text, root.place(path)), place, "{path}");
        }
    }
}
