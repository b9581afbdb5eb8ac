//! JSON, as much of it as the wire uses: reading into a small tree, writing into a string.
//!
//! Written here because the widget pays for every byte: a general library costs ten times this file, and the
//! browser's own parser would mean one call across the boundary for every field. Knows the grammar of RFC 8259;
//! does not know any frame. Numbers that are not integers from 0 to 2^64-1 have no value here, the wire has none.

use std::borrow::Cow;

use crate::words::number;

/// Deeper nesting is refused: nothing on the wire goes beyond five.
const DEPTH: usize = 32;

/// One JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json<'a> {
    /// `null`, and numbers the wire does not use.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A non-negative integer.
    Number(u64),
    /// A string, borrowed where it holds no escape.
    String(Cow<'a, str>),
    /// An array.
    List(Vec<Json<'a>>),
    /// An object, in the order it was written.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// Reads a whole text; `None` where it is not JSON.
    pub fn read(text: &'a str) -> Option<Json<'a>> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(0)?;
        reader.space();
        (reader.at == text.len()).then_some(value)
    }

    /// A field of an object.
    pub fn get(&self, key: &str) -> Option<&Json<'a>> {
        match self {
            Json::Object(fields) => fields.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// A field that holds a string.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Json::String(text)) => Some(text),
            _ => None,
        }
    }

    /// A field that holds an integer.
    pub fn number(&self, key: &str) -> Option<u64> {
        match self.get(key) {
            Some(Json::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Whether a field is `true`.
    pub fn is(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Json::Bool(true)))
    }

    /// The elements of a field that holds an array; none where it does not.
    pub fn list(&self, key: &str) -> &[Json<'a>] {
        match self.get(key) {
            Some(Json::List(items)) => items,
            _ => &[],
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found.then_some(())
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Option<Json<'a>> {
        self.text.get(self.at..)?.starts_with(word).then(|| {
            self.at += word.len();
            value
        })
    }

    fn value(&mut self, depth: usize) -> Option<Json<'a>> {
        if depth > DEPTH {
            return None;
        }
        self.space();
        match self.peek()? {
            b'"' => self.string().map(Json::String),
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json<'a>> {
        self.at += 1;
        let mut fields = Vec::new();
        self.space();
        if self.eat(b'}').is_some() {
            return Some(Json::Object(fields));
        }
        loop {
            self.space();
            let name = self.string()?;
            self.space();
            self.eat(b':')?;
            fields.push((name, self.value(depth + 1)?));
            self.space();
            if self.eat(b',').is_none() {
                self.eat(b'}')?;
                return Some(Json::Object(fields));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Json<'a>> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.eat(b']').is_some() {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.eat(b',').is_none() {
                self.eat(b']')?;
                return Some(Json::List(items));
            }
        }
    }

    fn number(&mut self) -> Option<Json<'a>> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        let digits = self.text.get(start..self.at)?;
        if digits.is_empty() || !digits.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            return None;
        }
        Some(digits.parse().map_or(Json::Null, Json::Number))
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.eat(b'"')?;
        let mut made = String::new();
        let mut start = self.at;
        loop {
            match self.peek()? {
                b'"' => {
                    let rest = self.text.get(start..self.at)?;
                    self.at += 1;
                    return Some(if made.is_empty() { Cow::Borrowed(rest) } else { Cow::Owned(made + rest) });
                }
                b'\\' => {
                    made.push_str(self.text.get(start..self.at)?);
                    self.at += 1;
                    made.push(self.escape()?);
                    start = self.at;
                }
                0..=0x1f => return None,
                _ => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                let mut code = first;
                if first & 0xfc00 == 0xd800 && self.text.get(self.at..)?.starts_with("\\u") {
                    let back = self.at;
                    self.at += 2;
                    let second = self.hex()?;
                    if second & 0xfc00 == 0xdc00 {
                        code = 0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff);
                    } else {
                        self.at = back;
                    }
                }
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.bytes().try_fold(0, |code, digit| Some(code << 4 | char::from(digit).to_digit(16)?))
    }
}

/// Writes one object, field by field.
#[derive(Debug)]
pub struct Writer(String);

impl Default for Writer {
    fn default() -> Self {
        Self(String::from("{"))
    }
}

impl Writer {
    /// A string.
    #[must_use]
    pub fn text(mut self, key: &str, value: &str) -> Self {
        self.key(key);
        self.quote(value);
        self
    }

    /// A string, left out where there is none.
    #[must_use]
    pub fn maybe(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    /// An integer.
    #[must_use]
    pub fn number(mut self, key: &str, value: u64) -> Self {
        self.key(key);
        self.0.push_str(&number(value));
        self
    }

    /// `true`.
    #[must_use]
    pub fn yes(mut self, key: &str) -> Self {
        self.key(key);
        self.0.push_str("true");
        self
    }

    /// An object, left out where there is none.
    #[must_use]
    pub fn maybe_object(mut self, key: &str, value: Option<Writer>) -> Self {
        if let Some(value) = value {
            self.key(key);
            self.0.push_str(&value.end());
        }
        self
    }

    /// Strings in an array, left out where there are none.
    #[must_use]
    pub fn texts<'t>(mut self, key: &str, values: impl Iterator<Item = &'t str>) -> Self {
        let mut begun = false;
        for value in values {
            if begun {
                self.0.push(',');
            } else {
                begun = true;
                self.key(key);
                self.0.push('[');
            }
            self.quote(value);
        }
        if begun {
            self.0.push(']');
        }
        self
    }

    /// The finished text.
    #[must_use]
    pub fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }

    fn key(&mut self, key: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.quote(key);
        self.0.push(':');
    }

    fn quote(&mut self, text: &str) {
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(c);
                }
                '\n' => self.0.push_str("\\n"),
                '\r' => self.0.push_str("\\r"),
                '\t' => self.0.push_str("\\t"),
                '\u{8}' => self.0.push_str("\\b"),
                '\u{c}' => self.0.push_str("\\f"),
                '\0'..='\x1f' => {
                    self.0.push_str("\\u00");
                    for digit in [c as u32 >> 4, c as u32 & 15] {
                        self.0.push(char::from_digit(digit, 16).unwrap_or('0'));
                    }
                }
                _ => self.0.push(c),
            }
        }
        self.0.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<Json<'_>>) {
        assert_eq!(Json::read(text), expected, "{text}");
    }

    fn string(text: &str) -> Json<'_> {
        Json::String(Cow::Borrowed(text))
    }

    #[test]
    fn values_are_read() {
        check("null", Some(Json::Null));
        check(" true ", Some(Json::Bool(true)));
        check("0", Some(Json::Number(0)));
        check("9007199254740991", Some(Json::Number(9_007_199_254_740_991)));
        check("[]", Some(Json::List(vec![])));
        check("[1, [\"a\"]]", Some(Json::List(vec![Json::Number(1), Json::List(vec![string("a")])])));
        check("{\"a\" : {}}", Some(Json::Object(vec![("a".into(), Json::Object(vec![]))])));
    }

    #[test]
    fn numbers_the_wire_does_not_use_have_no_value() {
        for text in ["-1", "1.5", "1e3", "99999999999999999999999"] {
            check(text, Some(Json::Null));
        }
    }

    #[test]
    fn strings_are_unescaped() {
        check(r#""plain ü 👋""#, Some(string("plain ü 👋")));
        check(r#""a\"b\\c\/\n\té""#, Some(string("a\"b\\c/\n\té")));
        check(r#""\ud83d\udc4b""#, Some(string("👋")));
        check(r#""\ud83dx""#, Some(string("\u{fffd}x")));
        check(r#""\udc4b""#, Some(string("\u{fffd}")));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        let deep = "[".repeat(40);
        let bad = [
            "",
            "{",
            "[1,]",
            "{\"a\"}",
            "{a:1}",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "tru",
            "1 2",
            "\"\n\"",
            "+1",
            &deep,
        ];
        for text in bad {
            check(text, None);
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let nasty = "\"\\\n\r\t\u{1}\u{1f}</script>\u{2028}ü👋";
        let text =
            Writer::default().text("a", nasty).number("n", 1_020).number("z", 0).maybe("x", None).end();
        let read = Json::read(&text).unwrap();
        assert_eq!(read.text("a"), Some(nasty));
        assert_eq!((read.number("n"), read.number("z")), (Some(1_020), Some(0)));
        assert_eq!(read.get("x"), None);
        assert_eq!(Writer::default().end(), "{}");
    }
}
