//! What the list shows beside its views: a saved view, a search, a filter under the pen, what was deleted.
//!
//! Knows how each is written in an address. What is found the edge knows.

use conversation::view::Shelf;
use protocol::frame::Row;

/// What the list shows instead of a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A saved view, by its id.
    Saved(String),
    /// What was typed into the search box.
    Words(String),
    /// A filter, as JSON.
    Filter(String),
    /// What was deleted, and can be brought back.
    Deleted,
}

impl Found {
    /// What a query (`a=b&c=d`) asks for, if it asks for one of these.
    #[must_use]
    pub fn of_query(query: &str) -> Option<Self> {
        query.split('&').find_map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value)?;
            match name {
                "saved" if is_id(&value) => Some(Self::Saved(value)),
                "q" if !value.trim().is_empty() => Some(Self::Words(value)),
                "filter" if !value.is_empty() => Some(Self::Filter(value)),
                "deleted" => Some(Self::Deleted),
                _ => None,
            }
        })
    }

    /// As it stands in an address.
    #[must_use]
    pub fn to_query(&self) -> String {
        match self {
            Self::Saved(id) => format!("saved={}", encoded(id)),
            Self::Words(words) => format!("q={}", encoded(words)),
            Self::Filter(filter) => format!("filter={}", encoded(filter)),
            Self::Deleted => "deleted".to_owned(),
        }
    }

    /// Whether a row that was found lies where this looks.
    #[must_use]
    pub fn keeps(&self, row: &Row) -> bool {
        let shelf = if *self == Self::Deleted { Shelf::Archived } else { Shelf::Inbox };
        Shelf::of(row.filtered, row.desk.archived_at.is_some()) == shelf
    }
}

/// Only what ids are made of may travel on into a request's path.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}

/// A text as it may stand in a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            let hex = |n: u8| char::from(b"0123456789ABCDEF"[usize::from(n)]);
            encoded.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
    encoded
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sample::row;

    #[test]
    fn what_is_looked_for_is_found_again_in_an_address() {
        // S110 P48
        for found in [
            Found::Words("from:\"Sofia & Töchter\" 100% a=b".into()),
            Found::Filter(r#"{"all":[{"label":"vip"}]}"#.into()),
            Found::Saved("waiting-2".into()),
            Found::Deleted,
        ] {
            assert_eq!(Found::of_query(&found.to_query()), Some(found));
        }
        for (query, expected) in [
            ("", None),
            ("status=closed", None),
            ("q=", None),
            ("q=%20", None),
            ("q=%zz", None),
            ("q=%", None),
            ("q=%ff", None),
            ("saved=..%2F..%2Fapi", None),
            ("q=a+b", Some(Found::Words("a b".into()))),
            ("status=closed&q=x", Some(Found::Words("x".into()))),
        ] {
            assert_eq!(Found::of_query(query), expected, "{query}");
        }
    }

    #[test]
    fn what_is_deleted_is_among_the_deleted_only() {
        // S128
        let mut deleted = row(1, 1);
        deleted.desk.archived_at = Some(1);
        let found = [Found::Words("x".into()), Found::Deleted];
        assert_eq!(found.each_ref().map(|found| found.keeps(&deleted)), [false, true]);
        assert_eq!(found.map(|found| found.keeps(&row(1, 1))), [true, false]);
    }
}
