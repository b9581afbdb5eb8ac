//! Replies that are kept to be sent again (P45): what they may say, and what becomes of the places in them.
//!
//! A place is `{{contact.first_name}}` or, with what stands there where nothing is known, `{{contact.first_name|there}}`.
//! Knows texts and names of places. Does not know who keeps a reply, or where the values come from.

use alloc::string::String;

/// Longest short name, in code points.
pub const NAME_CHARS: usize = 40;
/// Longest reply, in code points.
pub const TEXT_CHARS: usize = 5_000;

/// What can be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable {
    /// The first word of the contact's name.
    ContactFirstName,
    /// The contact's name.
    ContactName,
    /// The contact's e-mail address.
    ContactEmail,
    /// The first word of the name of whoever writes.
    AgentFirstName,
    /// The name of whoever writes.
    AgentName,
    /// What the account is called.
    AccountName,
}

impl Variable {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::ContactFirstName,
        Self::ContactName,
        Self::ContactEmail,
        Self::AgentFirstName,
        Self::AgentName,
        Self::AccountName,
    ];

    /// As it is written between the braces.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ContactFirstName => "contact.first_name",
            Self::ContactName => "contact.name",
            Self::ContactEmail => "contact.email",
            Self::AgentFirstName => "agent.first_name",
            Self::AgentName => "agent.name",
            Self::AccountName => "account.name",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|variable| variable.as_str() == name)
    }
}

/// Why a text cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong<'a> {
    /// A place names what nobody knows.
    Unknown(&'a str),
    /// Braces open, and do not close before others open or the line ends; what follows them.
    Open(&'a str),
}

/// A place of a text, or what stands between two.
enum Piece<'a> {
    Text(&'a str),
    Place { name: &'a str, fallback: &'a str },
    Open(&'a str),
}

/// The pieces of a text, in order.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    core::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(after) = rest.strip_prefix("{{") else {
            let (before, left) = rest.split_at(rest.find("{{").unwrap_or(rest.len()));
            rest = left;
            return Some(Piece::Text(before));
        };
        let inside = after.find("}}").map(|end| &after[..end]).filter(|inside| !inside.contains(['\n', '{']));
        let Some(inside) = inside else {
            rest = after;
            return Some(Piece::Open(after));
        };
        rest = &after[inside.len() + 2..];
        let (name, fallback) = inside.split_once('|').unwrap_or((inside, ""));
        Some(Piece::Place { name: name.trim(), fallback: fallback.trim() })
    })
}

/// Whether it is a short name: letters, digits, `-` and `_`, so that it ends where a space is typed.
#[must_use]
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// Whether all places of a text can be filled in.
///
/// # Errors
/// The first that cannot.
pub fn check(text: &str) -> Result<(), Wrong<'_>> {
    pieces(text).try_for_each(|piece| match piece {
        Piece::Place { name, .. } if Variable::parse(name).is_none() => Err(Wrong::Unknown(name)),
        Piece::Open(after) => {
            let line = after.lines().next().unwrap_or_default();
            let end = line.char_indices().nth(NAME_CHARS).map_or(line.len(), |(at, _)| at);
            Err(Wrong::Open(&line[..end]))
        }
        Piece::Place { .. } | Piece::Text(_) => Ok(()),
    })
}

/// The text with its places filled in. Where nothing is known and no other word is given, nothing stands, and no gap
/// before it. No braces of the text are left, whatever is between them; what is filled in is not looked at again.
#[must_use]
pub fn filled(text: &str, value: impl Fn(Variable) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut gap = false;
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => {
                // "Hello {{name}}, …" without a name is "Hello, …".
                if gap && !text.starts_with(char::is_alphanumeric) && filled.ends_with(' ') {
                    filled.pop();
                }
                filled.push_str(text);
                gap = false;
            }
            Piece::Place { name, fallback } => {
                let known = Variable::parse(name).and_then(&value);
                let known = known.as_deref().map(str::trim).filter(|known| !known.is_empty());
                let said = known.unwrap_or(fallback);
                filled.push_str(said);
                gap = said.is_empty();
            }
            Piece::Open(_) => {}
        }
    }
    if gap && filled.ends_with(' ') {
        filled.pop();
    }
    filled
}

/// The first word of a name.
#[must_use]
pub fn first_name(name: &str) -> Option<&str> {
    name.split_whitespace().next()
}

#[cfg(test)]
mod tests;
