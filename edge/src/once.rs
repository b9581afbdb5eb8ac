//! What an `Idempotency-Key` is, and what is kept of an answer. Knows text.

use serde_json::{Value, json};

use crate::json::tree;

/// Fields that hold what is shown once and kept nowhere.
const SHOWN_ONCE: [&str; 6] = ["secret", "token", "link", "password", "codes", "recovery_codes"];

/// Whether that can be a key: 8 to 64 letters, digits, hyphens and underscores, as UUIDs are.
#[must_use]
pub fn is_key(text: &str) -> bool {
    (8..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// What is kept of an answer: all of it; where it is longer than `most` bytes, or has something in it that is shown
/// once, only the id of what was made.
#[must_use]
pub fn to_keep(body: &[u8], most: usize) -> String {
    let Ok(answer) = tree::from_slice::<Value>(body) else { return "{}".to_owned() };
    let shows = |name: &&str| matches!(answer.get(*name), Some(Value::String(_) | Value::Array(_)));
    if body.len() <= most && !SHOWN_ONCE.iter().any(shows) {
        return String::from_utf8_lossy(body).into_owned();
    }
    let inner = || answer.as_object()?.values().find_map(|value| value.get("id"));
    match answer.get("id").or_else(inner) {
        Some(id) => json!({"id": id}).to_string(),
        None => "{}".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_what_programs_make() {
        // P66
        for (key, is_one) in [
            ("8e03978e-40d5-43e8-bc93-6894a57f9324", true),
            ("order_17", true),
            ("short", false),
            ("", false),
            ("with space", false),
            ("ümlaut-key", false),
        ] {
            assert_eq!(is_key(key), is_one, "{key}");
        }
        assert!(!is_key(&"x".repeat(65)));
    }

    #[test]
    fn of_long_and_of_secret_answers_only_the_id_is_kept() {
        // P66
        for (answer, expected) in [
            (r#"{"teams":[]}"#, r#"{"teams":[]}"#),
            (r#"{"token":{"id":"a"},"secret":"parlor_x"}"#, r#"{"id":"a"}"#),
            (r#"{"id":"b","link":"https://…"}"#, r#"{"id":"b"}"#),
            (r#"{"codes":["1","2"]}"#, "{}"),
            ("none", "{}"),
        ] {
            assert_eq!(to_keep(answer.as_bytes(), 1_000), expected);
        }
        assert_eq!(to_keep(br#"{"thread":{"id":"t","more":"xxxxxxxxxxxxxxxx"}}"#, 20), r#"{"id":"t"}"#);
    }
}
