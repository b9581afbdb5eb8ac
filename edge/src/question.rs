//! The question of a page view as the loader nearly always writes it, read where it lies.
//!
//! Takes exactly what needs no second look: a page, and circumstances within the limits, in texts without escapes. Whatever
//! is otherwise, wrong or merely unusual, is not read here; [`json`](crate::json) reads it, and knows what is wrong with it.

use protocol::limits::{FACT_BYTES, FACT_NAME_BYTES, FACTS};

/// A page and its circumstances, as a [`DecideRequest`](protocol::boot::DecideRequest) has them.
#[derive(Debug, PartialEq, Eq)]
pub struct Question<'a> {
    /// The page's address.
    pub url: &'a str,
    /// Names, each once, and values.
    pub facts: Vec<(&'a str, &'a str)>,
}

/// Reads the body of a stranger's question.
#[must_use]
pub fn read(body: &str) -> Option<Question<'_>> {
    let mut rest = body.strip_prefix("{\"u\":")?;
    let url = text(&mut rest)?;
    let mut facts = Vec::new();
    if let Some(mut more) = rest.strip_prefix(",\"f\":{") {
        loop {
            let name = text(&mut more)?;
            more = more.strip_prefix(':')?;
            let value = text(&mut more)?;
            let twice = facts.iter().any(|(known, _)| *known == name);
            if twice || name.len() > FACT_NAME_BYTES || value.len() > FACT_BYTES || facts.len() == FACTS {
                return None;
            }
            facts.push((name, value));
            match more.strip_prefix(',') {
                Some(next) => more = next,
                None => break,
            }
        }
        rest = more.strip_prefix('}')?;
    }
    (rest == "}").then_some(Question { url, facts })
}

/// Takes a text in quotation marks off the front.
fn text<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let inside = rest.strip_prefix('"')?;
    let end = inside.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\')?;
    let (text, after) = inside.split_at(end);
    *rest = after.strip_prefix('"')?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use protocol::boot::DecideRequest;
    use serde_json::json;

    use super::*;
    use crate::{facts, json};

    #[test]
    fn what_the_loader_writes_is_read_where_it_lies() {
        let page = "https://kiln.example/shop?q=1#ünï";
        for (body, facts) in [
            (json!({"u": page}), &[][..]),
            (json!({"u": page, "f": {"device": "mobile"}}), &[("device", "mobile")]),
            (
                json!({"u": page, "f": {"a": "", "attribute.plan": "größer", "visits": "3"}}),
                &[("a", ""), ("attribute.plan", "größer"), ("visits", "3")],
            ),
        ] {
            // serde_json would write the facts first.
            let body = match body.get("f") {
                Some(facts) => format!(r#"{{"u":{},"f":{facts}}}"#, body["u"]),
                None => body.to_string(),
            };
            assert_eq!(read(&body), Some(Question { url: page, facts: facts.to_vec() }), "{body}");
        }
    }

    #[test]
    fn what_is_read_here_is_read_alike_by_json() {
        let long = |name: usize, value: usize| {
            format!(r#"{{"u":"","f":{{"{}":"{}"}}}}"#, "n".repeat(name), "v".repeat(value))
        };
        let many = |count: usize| {
            let facts: Vec<String> = (0..count).map(|at| format!(r#""a{at}":"x""#)).collect();
            format!(r#"{{"u":"x","f":{{{}}}}}"#, facts.join(","))
        };
        let cases = [
            ("as it is written", r#"{"u":"x","f":{"a":"b","c":"d"}}"#.to_owned(), true),
            ("no page", "{}".to_owned(), false),
            ("no facts in the place of facts", r#"{"u":"x","f":{}}"#.to_owned(), false),
            ("a space", r#"{"u": "x"}"#.to_owned(), false),
            ("an escape", r#"{"u":"x\n"}"#.to_owned(), false),
            ("an escaped mark", r#"{"u":"x\"}"#.to_owned(), false),
            ("a bare control character", "{\"u\":\"x\n\"}".to_owned(), false),
            ("delete is no control character in JSON", "{\"u\":\"x\u{7f}\"}".to_owned(), true),
            ("a line separator neither", "{\"u\":\"x\u{2028}\"}".to_owned(), true),
            ("a fact twice", r#"{"u":"x","f":{"a":"b","a":"b"}}"#.to_owned(), false),
            ("a number", r#"{"u":"x","f":{"a":1}}"#.to_owned(), false),
            ("a comma too many", r#"{"u":"x","f":{"a":"b",}}"#.to_owned(), false),
            ("a field that nobody knows", r#"{"u":"x","z":1}"#.to_owned(), false),
            ("a token", r#"{"u":"x","k":"t"}"#.to_owned(), false),
            ("something behind it", r#"{"u":"x"}}"#.to_owned(), false),
            ("a space behind it", "{\"u\":\"x\"} ".to_owned(), false),
            ("a byte order mark", "\u{feff}{\"u\":\"x\"}".to_owned(), false),
            ("cut off", r#"{"u":"x","f":{"a":"b""#.to_owned(), false),
            ("as many facts as there may be", many(FACTS), true),
            ("one more", many(FACTS + 1), false),
            ("as long as it may be", long(FACT_NAME_BYTES, FACT_BYTES), true),
            ("a long name", long(FACT_NAME_BYTES + 1, 1), false),
            ("a long value", long(1, FACT_BYTES + 1), false),
            ("nothing", String::new(), false),
        ];
        for (case, body, here) in cases {
            let read = read(&body);
            assert_eq!(read.is_some(), here, "{case}");
            let Some(read) = read else { continue };
            let expected: DecideRequest = json::read(body.as_bytes()).unwrap();
            assert!(facts::check(&expected.facts).is_ok(), "{case}");
            assert_eq!((read.url, None, None), (expected.url.as_str(), expected.token, expected.running));
            let mut facts = read.facts;
            facts.sort_unstable();
            let expected: Vec<_> =
                expected.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(facts, expected, "{case}");
        }
    }
}
