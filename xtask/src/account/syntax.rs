//! JSON, read with places.
//!
//! Knows syntax ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)), and says what is wrong with it in the words of whoever
//! typed the file. Knows nothing of what the values mean.

use super::document::{Entry, Node, Problem, Value, shown};

/// Levels of nesting allowed, as at the edge.
const DEPTH: usize = 32;

/// Reads a text that holds one JSON value.
///
/// # Errors
/// The first place where it is no JSON.
pub(super) fn parse(text: &str) -> Result<Node, Problem> {
    let mut reader = Reader { text, at: 0 };
    reader.skip_space();
    if reader.rest().is_empty() {
        return Err(Problem::new(0, "the file is empty; expected a JSON object"));
    }
    let root = reader.value(DEPTH)?;
    reader.skip_space();
    match reader.peek() {
        None => Ok(root),
        Some(_) => Err(reader.unexpected("the end of the file")),
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    /// Takes a character if it comes next.
    fn take(&mut self, wanted: char) -> bool {
        let comes = self.peek() == Some(wanted);
        if comes {
            self.at += wanted.len_utf8();
        }
        comes
    }

    fn unexpected(&self, expected: &str) -> Problem {
        let rest = self.rest();
        let found = match self.peek() {
            None => "the file ends here".to_owned(),
            Some(_) if rest.starts_with("//") || rest.starts_with("/*") => "JSON has no comments".to_owned(),
            Some('\'') => "found a single quote, and JSON has only double ones".to_owned(),
            Some(other) if other.is_control() => format!("found `{}`", other.escape_debug()),
            Some(other) => format!("found `{other}`"),
        };
        Problem::new(self.at, format!("{found}; expected {expected}"))
    }

    fn value(&mut self, depth: usize) -> Result<Node, Problem> {
        let at = self.at;
        let value = match self.peek() {
            Some('{') | Some('[') if depth == 0 => {
                return Err(Problem::new(at, format!("too deeply nested; expected at most {DEPTH} levels")));
            }
            Some('{') => self.record(depth - 1)?,
            Some('[') => self.list(depth - 1)?,
            Some('"') => Value::Text(self.string()?),
            Some('-' | '0'..='9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node { at, value })
    }

    fn record(&mut self, depth: usize) -> Result<Value, Problem> {
        self.take('{');
        let mut entries = Vec::new();
        loop {
            self.skip_space();
            if entries.is_empty() && self.take('}') {
                return Ok(Value::Record(entries));
            }
            let at = self.at;
            if self.peek() != Some('"') {
                return Err(self.unexpected(if entries.is_empty() {
                    "a name in double quotes, or `}`"
                } else {
                    "another name in double quotes after the comma"
                }));
            }
            let name = self.string()?;
            self.skip_space();
            if !self.take(':') {
                return Err(self.unexpected(&format!("`:` after the name {}", shown(&name))));
            }
            self.skip_space();
            let value = self.value(depth)?;
            entries.push(Entry { name, at, value });
            self.skip_space();
            if self.take('}') {
                return Ok(Value::Record(entries));
            }
            if !self.take(',') {
                return Err(self.unexpected("`,` or `}`"));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, Problem> {
        self.take('[');
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if items.is_empty() && self.take(']') {
                return Ok(Value::List(items));
            }
            items.push(self.value(depth)?);
            self.skip_space();
            if self.take(']') {
                return Ok(Value::List(items));
            }
            if !self.take(',') {
                return Err(self.unexpected("`,` or `]`"));
            }
        }
    }

    fn string(&mut self) -> Result<String, Problem> {
        let begin = self.at;
        let body = self.rest().get(1..).unwrap_or_default();
        let mut escaped = false;
        let end = body.find(|c| {
            let ends = (c == '"' && !escaped) || c == '\n';
            escaped = c == '\\' && !escaped;
            ends
        });
        let Some(end) = end.filter(|end| body.get(*end..).is_some_and(|rest| rest.starts_with('"'))) else {
            return Err(Problem::new(begin, "this text does not end on its line; expected `\"` at its end"));
        };
        self.at = begin + end + 2;
        let whole = self.text.get(begin..self.at).unwrap_or_default();
        serde_json::from_str(whole).map_err(|error| {
            // The column of serde_json is that of the last byte it looked at, from 1.
            let at = (begin + error.column().saturating_sub(1)).min(self.at - 1);
            let what = match error.to_string() {
                said if said.contains("surrogate") || said.contains("hex escape") => {
                    "this escape is no character; expected \\u and the four digits of one, or a pair of them"
                }
                said if said.contains("control character") => {
                    "a control character stands in a text; expected its escape, such as \\t for a tab"
                }
                _ => "no such escape; expected \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u",
            };
            Problem::new(floor(self.text, at), what)
        })
    }

    fn number(&mut self) -> Result<Value, Problem> {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c));
        let word = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
        let number = serde_json::from_str(word).map_err(|_| {
            Problem::new(
                self.at,
                format!("{} is no number of JSON; expected one such as 80 or 0.5", shown(word)),
            )
        })?;
        self.at += word.len();
        Ok(Value::Number(number))
    }

    fn word(&mut self) -> Result<Value, Problem> {
        for (word, value) in
            [("null", Value::Null), ("true", Value::Flag(true)), ("false", Value::Flag(false))]
        {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.unexpected("a value: a text in double quotes, a number, true, false, null, `[` or `{`"))
    }
}

/// The start of the character that the byte belongs to.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::document::position;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let said = match parse(text) {
            Ok(_) => "fine".to_owned(),
            Err(problem) => {
                let (line, column) = position(text, problem.at);
                format!("{line}:{column}: {}", problem.what)
            }
        };
        assert!(said.starts_with(expected), "{text:?}\n  said     {said}\n  expected {expected}");
    }

    #[test]
    fn row_28_where_it_is_no_json() {
        check("", "1:1: the file is empty; expected a JSON object");
        check(" \r\n\t", "1:1: the file is empty");
        check("{", "1:2: the file ends here; expected a name in double quotes, or `}`");
        check("{\n\"a\": 1\n", "3:1: the file ends here; expected `,` or `}`");
        check("{\"a\": 1,\r\n}", "2:1: found `}`; expected another name in double quotes after the comma");
        check("{a: 1}", "1:2: found `a`; expected a name in double quotes");
        check("{'a': 1}", "1:2: found a single quote, and JSON has only double ones");
        check("{\"a\" 1}", "1:6: found `1`; expected `:` after the name \"a\"");
        check("{\"a\": 1 \"b\": 2}", "1:9: found `\"`; expected `,` or `}`");
        check("[1, ]", "1:5: found `]`; expected a value");
        check("[1 2]", "1:4: found `2`; expected `,` or `]`");
        check("{} x", "1:4: found `x`; expected the end of the file");
        check("// note\n{}", "1:1: JSON has no comments; expected a value");
        check("{\"a\": True}", "1:7: found `T`; expected a value");
        check("{\"a\": 080}", "1:7: \"080\" is no number of JSON");
        check("{\"a\": 1.}", "1:7: \"1.\" is no number of JSON");
        check("{\"a\": 1e999}", "1:7: \"1e999\" is no number of JSON");
        check("{\"größe\": \"x", "1:11: this text does not end on its line");
        check("{\"a\": \"x\ny\"}", "1:7: this text does not end on its line");
        check("{\"a\": \"x\\\"}", "1:7: this text does not end on its line");
        check("{\"ä\": \"x\\qy\"}", "1:10: no such escape");
        check("{\"a\": \"\\ud800\"}", "1:14: this escape is no character");
        check("{\"a\": \"\\u12x4\"}", "1:1");
        check("{\"a\": \"x\ty\"}", "1:9: a control character stands in a text; expected its escape");
        check(&"[".repeat(100_000), "1:33: too deeply nested; expected at most 32 levels");
    }

    #[test]
    fn what_json_allows_is_read() {
        let text =
            " {\"a\" : [ 1 , -2.5e3, \"\\u00e4\\ud83d\\ude00\\\\\", null ] , \"b\":{}, \"b\":true\r\n} \n";
        let root = parse(text).unwrap();
        assert_eq!(root.get("a").unwrap().items()[2].text(), Some("ä😀\\"));
        assert_eq!(root.get("b").unwrap().value, Value::Record(Vec::new()), "of two the first");
        assert_eq!(root.entries().len(), 3);
    }
}
