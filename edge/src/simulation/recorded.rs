//! The id of a decision, as somebody pasted it.
//!
//! Knows the line that [`targeting::record`] writes, from the other side. Does not know whether it was ever written.

/// What an id says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Recorded<'a> {
    /// All of it.
    pub(super) line: &'a str,
    /// The fingerprint of the rules, 16 hexadecimal digits.
    pub(super) book: &'a str,
    /// The hash of the page.
    pub(super) page: u32,
    /// Who won; `None` for nobody.
    pub(super) shown: Option<&'a str>,
}

impl<'a> Recorded<'a> {
    /// Reads an id, with whatever blanks came with it.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let line = text.trim();
        let (book, rest) = line.strip_prefix("p1.")?.split_once('.')?;
        let (page, rest) = rest.split_once('.')?;
        let rest = rest.strip_prefix("a.").or_else(|| rest.strip_prefix("k."))?;
        // An id of a chatflow may hold a dot, the rule never does.
        let (shown, rule) = rest.rsplit_once('.')?;
        let is_rule =
            matches!(rule, "-" | "e") || (!rule.is_empty() && rule.bytes().all(|b| b.is_ascii_digit()));
        if !is_hex(book, 16) || !is_hex(page, 8) || shown.is_empty() || !is_rule {
            return None;
        }
        let page = u32::from_str_radix(page, 16).ok()?;
        Some(Self { line, book, page, shown: Some(shown).filter(|shown| *shown != "-") })
    }
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_was_written() {
        let line = "p1.00000000000000ff.0000000a.k.welcome.2";
        let shown = |shown| Some(Recorded { line, book: "00000000000000ff", page: 10, shown });
        assert_eq!(Recorded::parse(&format!(" {line}\n")), shown(Some("welcome")));
        let other = |end: &str| format!("p1.00000000000000ff.0000000a.a.{end}");
        for (end, expected) in [("-.-", None), ("a.b.e", Some("a.b")), ("?regex.-", Some("?regex"))] {
            let line = other(end);
            assert_eq!(Recorded::parse(&line).map(|recorded| recorded.shown), Some(expected), "{end}");
        }
    }

    #[test]
    fn what_is_no_id_is_none() {
        for bad in [
            "",
            "p1",
            "p2.00000000000000ff.0000000a.k.welcome.2",
            "p1.00000000000000FF.0000000a.k.welcome.2",
            "p1.ff.0000000a.k.welcome.2",
            "p1.00000000000000ff.a.k.welcome.2",
            "p1.00000000000000ff.0000000a.x.welcome.2",
            "p1.00000000000000ff.0000000a.k.welcome",
            "p1.00000000000000ff.0000000a.k.welcome.x",
            "p1.00000000000000ff.0000000a.k..2",
            "p1.00000000000000ff.+000000a.k.welcome.2",
        ] {
            assert_eq!(Recorded::parse(bad), None, "{bad}");
        }
    }
}
