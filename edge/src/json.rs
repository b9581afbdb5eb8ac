//! Bodies of requests: strict JSON, or a precise refusal.
//!
//! One object, at most 64 KiB and 32 levels, every key once, no field that nobody knows. Messages name the place,
//! the limit or the field, never what was sent. Knows bytes and types; does not know which route reads them.

mod strict;
pub mod tree;

use protocol::code::Code;
use protocol::limits::BODY_BYTES;
use protocol::nearest::nearest;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::Error;
use strict::Refused;

/// Levels of nesting allowed.
const DEPTH: u32 = 32;

/// Reads a body.
///
/// # Errors
/// The malformed codes of rows 1 to 10 of the bad inputs.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    read_up_to(body, BODY_BYTES)
}

/// Reads a body of at most `most` bytes.
///
/// # Errors
/// As [`read`].
pub fn read_up_to<T: DeserializeOwned>(body: &[u8], most: usize) -> Result<T, Error> {
    if body.len() > most {
        return Err(too_large(most, body.len()));
    }
    read_long(body)
}

/// The refusal of a body that is too long.
#[must_use]
pub fn too_large(most: usize, got: usize) -> Error {
    Error::malformed(Code::BodyTooLarge, format!("at most {most} bytes, got {got}"))
}

/// Reads a body that may be long, from a caller we trust.
///
/// # Errors
/// As [`read`], except for its length.
pub fn read_long<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    of_value(object(body)?)
}

/// The one object of a body.
fn object(body: &[u8]) -> Result<Value, Error> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::malformed(Code::BodyEmpty, "expected a JSON object"));
    }
    let text = std::str::from_utf8(body).map_err(|error| {
        Error::malformed(Code::TextEncoding, format!("not UTF-8 at byte {}", error.valid_up_to()))
    })?;
    let value = strict::parse(text.as_bytes(), Some(DEPTH)).map_err(|(error, refused)| match refused {
        Some(Refused::DuplicateKey) => {
            let message = format!("a key stands twice, at line {} column {}", error.line(), error.column());
            Error::malformed(Code::JsonDuplicateKey, message)
        }
        Some(Refused::Depth) => Error::malformed(Code::JsonDepth, format!("at most {DEPTH} levels")),
        None if error.to_string().contains("hex escape") => {
            Error::malformed(Code::TextEncoding, "a text holds an escape that is no character")
        }
        None => {
            let message = format!("not JSON at line {} column {}", error.line(), error.column());
            Error::malformed(Code::JsonSyntax, message)
        }
    })?;
    if !value.is_object() {
        return Err(Error::malformed(Code::JsonType, "expected an object"));
    }
    Ok(value)
}

/// Reads a body that was read as JSON before.
///
/// # Errors
/// `unknown_field`, `missing_field`, `id_format` and `json_type`.
pub fn of_value<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    tree::from_value(value).map_err(|error| refused(&error))
}

/// The refusal of a field that nobody knows at `place` (empty, or `heading.`), where others are `known`.
pub fn unknown_field<'a>(place: &str, unknown: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let unknown: String = unknown.chars().take(40).collect();
    let hint = nearest(&unknown, known).map_or_else(String::new, |known| format!("; did you mean {known}?"));
    Error::malformed(Code::UnknownField, format!("unknown field{hint}")).about(format!("{place}{unknown}"))
}

/// serde names the field in its message; that name is ours where it is known, and shortened where it is not.
fn refused(error: &serde_json::Error) -> Error {
    let message = error.to_string();
    let message = message.as_str();
    let mut quoted = message.split('`').skip(1).step_by(2);
    if message.starts_with("unknown field") {
        let unknown = quoted.next().unwrap_or_default();
        return unknown_field("", unknown, quoted);
    }
    if message.starts_with("missing field") {
        let field = quoted.next().unwrap_or_default().to_owned();
        return Error::malformed(Code::MissingField, format!("{field} is missing")).about(field);
    }
    if let Some(rest) = message.strip_prefix(conversation::filter::REFUSED) {
        // The field is one that was sent where nobody knows it: shortened there, and told like any other.
        let (field, why) = rest.split_once('`').unwrap_or((rest, ""));
        return Error::malformed(Code::FilterUnknown, format!("filter{why}")).about(field);
    }
    if message.starts_with("not a well-formed") {
        return Error::malformed(Code::IdFormat, message.to_owned());
    }
    Error::malformed(Code::JsonType, "a field is not of the expected kind")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        text: String,
        #[serde(default)]
        #[expect(dead_code, reason = "only its shape is read")]
        more: Option<Value>,
    }

    #[track_caller]
    fn check(body: impl AsRef<[u8]>, expected: Result<&str, Code>) {
        let got = read::<Body>(body.as_ref());
        assert_eq!(got.map(|body| body.text).map_err(|error| error.code()), expected.map(str::to_owned));
    }

    #[test]
    fn row_1_an_empty_body() {
        check("", Err(Code::BodyEmpty));
        check(" \n", Err(Code::BodyEmpty));
    }

    #[test]
    fn row_2_broken_json() {
        check(r#"{"text":"hi""#, Err(Code::JsonSyntax));
        check(r#"{"text":"hi"} x"#, Err(Code::JsonSyntax));
        check(r#"{"text":NaN}"#, Err(Code::JsonSyntax));
    }

    #[test]
    fn row_3_no_object() {
        for body in ["[]", "\"x\"", "null", "1"] {
            check(body, Err(Code::JsonType));
        }
        check(r#"{"text":1}"#, Err(Code::JsonType));
    }

    #[test]
    fn row_4_a_key_twice() {
        check(r#"{"text":"a","text":"b"}"#, Err(Code::JsonDuplicateKey));
        check(r#"{"text":"a","more":{"x":1,"x":2}}"#, Err(Code::JsonDuplicateKey));
    }

    #[test]
    fn row_5_an_unknown_field_and_its_likely_name() {
        let Err(Error::Malformed(problem)) = read::<Body>(br#"{"txet":"hi"}"#) else { panic!("read") };
        assert_eq!(problem.code, Code::UnknownField);
        assert_eq!(problem.field.as_deref(), Some("txet"));
        assert!(problem.message.contains("did you mean text?"), "{}", problem.message);
        check(r#"{"text":"hi","colour":1}"#, Err(Code::UnknownField));
    }

    #[test]
    fn row_8_a_text_that_is_none() {
        check(b"{\"text\":\"\xff\"}", Err(Code::TextEncoding));
        check(r#"{"text":"\ud800"}"#, Err(Code::TextEncoding));
    }

    #[test]
    fn row_9_too_deep() {
        let deep = |n: usize| format!(r#"{{"text":"x","more":{}{}}}"#, "[".repeat(n), "]".repeat(n));
        check(deep(31), Ok("x"));
        check(deep(32), Err(Code::JsonDepth));
        check(deep(20_000), Err(Code::JsonDepth));
    }

    #[test]
    fn row_10_too_large() {
        let large = format!(r#"{{"text":"{}"}}"#, "x".repeat(BODY_BYTES));
        check(large, Err(Code::BodyTooLarge));
    }

    #[test]
    fn a_missing_field_is_named() {
        check("{}", Err(Code::MissingField));
        check(r#"{"text":"hi"}"#, Ok("hi"));
        check(r#"{"text":"hi","__proto__":{}}"#, Err(Code::UnknownField));
    }
}
