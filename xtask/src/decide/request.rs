//! One line of input, read.
//!
//! Knows the neutral JSON form and where in a line it breaks. Does not know what the answer will be.

use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use targeting::json::{Chatflow, VisitorFacts};

/// What one line asks.
pub(super) struct Request {
    /// The line's own chatflows; without any, the account file's are meant.
    pub(super) chatflows: Option<Vec<Chatflow>>,
    /// The page's address, as written.
    pub(super) url: String,
    /// Anonymous if the line says nothing.
    pub(super) visitor: VisitorFacts,
}

/// Why a line cannot be read, and where.
#[derive(Debug, Serialize)]
pub(super) struct Unreadable {
    /// Stable, for programs.
    pub(super) code: &'static str,
    /// For people.
    pub(super) message: String,
    /// Counted from 1.
    pub(super) line: usize,
    /// In bytes, counted from 1; 0 where the line as a whole is meant.
    pub(super) column: usize,
}

impl Unreadable {
    pub(super) fn new(code: &'static str, message: String) -> Self {
        Self { code, message, line: 1, column: 0 }
    }
}

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        let code = if error.classify() == Category::Data { "shape" } else { "json" };
        // serde_json ends its message with the position, which has fields of its own here.
        let message = error.to_string();
        let message =
            message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message).to_owned();
        Self { code, message, line: error.line(), column: error.column() }
    }
}

/// Reads a line. `has_account`: chatflows may be left out.
pub(super) fn read(line: &[u8], has_account: bool) -> Result<Request, Unreadable> {
    #[derive(Deserialize)]
    #[serde(expecting = "a JSON object with url, chatflows and visitor")]
    struct Line {
        chatflows: Option<Vec<Chatflow>>,
        url: Option<String>,
        visitor: Option<VisitorFacts>,
    }
    let Line { chatflows, url, visitor } = object(line)?;
    let url = url.ok_or_else(|| Unreadable::new("url", "url is missing".to_owned()))?;
    if chatflows.is_none() && !has_account {
        return Err(Unreadable::new("chatflows", "chatflows are missing".to_owned()));
    }
    Ok(Request { chatflows, url, visitor: visitor.unwrap_or_default() })
}

fn object<'l, T: Deserialize<'l>>(bytes: &'l [u8]) -> Result<T, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|error| Unreadable {
        column: error.valid_up_to() + 1,
        ..Unreadable::new("utf8", "invalid UTF-8".to_owned())
    })?;
    // serde would take an array of the fields in order for an object.
    if text.trim_start().starts_with('[') {
        serde_json::from_str::<serde::de::IgnoredAny>(text)?;
        return Err(Unreadable {
            column: 1,
            ..Unreadable::new("shape", "expected a JSON object".to_owned())
        });
    }
    Ok(serde_json::from_str(text)?)
}
