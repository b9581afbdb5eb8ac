//! From the text of one rule to its compiled form.
//!
//! Knows the operators and where a `*` is a wildcard. Everything is normalised here, once, so that deciding only
//! compares bytes.

use alloc::{
    borrow::{Cow, ToOwned},
    string::String,
};

use super::address::{self, Scheme, Start};
use crate::{
    book::Row,
    json::{self, Operator},
    normal,
    page_url::split_before,
    pattern,
    rule::{InertReason, Kind, Op, flag},
};

/// A compiled rule that still owns its text.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    op: Op,
    kind: Kind,
    flags: u8,
    text: String,
    /// How long the head of the text is; see [`Kind`].
    head: usize,
    /// Why the rule matches nothing, if so.
    pub(super) inert: Option<InertReason>,
    /// Whether a `*` stands where it is only a character.
    pub(super) has_literal_star: bool,
}

impl Draft {
    pub(super) fn of(rule: &json::Rule) -> Self {
        let value = cleaned(rule.value.as_deref().unwrap_or_default());
        let draft = match &rule.op {
            Operator::All => Ok(Self::plain(Op::All, Kind::All)),
            Operator::Is => is(Op::Is, &value),
            Operator::IsNot => is(Op::IsNot, &value),
            Operator::Contains => contains(Op::Contains, &value),
            Operator::NotContains => contains(Op::NotContains, &value),
            Operator::StartsWith => starts_with(Op::StartsWith, &value),
            Operator::NotStartsWith => starts_with(Op::NotStartsWith, &value),
            Operator::MatchesWildcard => matches_wildcard(&value),
            Operator::MatchesRegex => matches_regex(&value),
            Operator::Query => query(rule.name.as_deref().unwrap_or_default(), rule.value.as_deref()),
            Operator::Unknown(name) => {
                return Self::inert(Op::Unknown, InertReason::UnknownOperator, name.clone());
            }
        };
        draft.unwrap_or_else(|(op, reason)| Self::inert(op, reason, value.into_owned()))
    }

    pub(super) fn row(&self) -> Row<'_> {
        let Self { op, kind, flags, ref text, head, inert, .. } = *self;
        let head = inert.map_or(head, |reason| reason as usize);
        Row { text: text.as_bytes(), head, kind: kind as u8, op: op as u8, flags }
    }

    fn plain(op: Op, kind: Kind) -> Self {
        // Most texts fit, so that they need not grow.
        let text = String::with_capacity(64);
        Self { op, kind, flags: 0, text, head: 0, inert: None, has_literal_star: false }
    }

    fn inert(op: Op, reason: InertReason, text: String) -> Self {
        Self { text, inert: Some(reason), ..Self::plain(op, Kind::Inert) }
    }
}

type Outcome = Result<Draft, (Op, InertReason)>;

/// What is left of a value that was typed or pasted: no spaces around it, no tabs or line ends in it.
pub(super) fn cleaned(value: &str) -> Cow<'_, str> {
    let is_dropped = |char: char| matches!(char, '\t' | '\r' | '\n');
    if !value.bytes().fold(false, |any, byte| any | (byte < b' ')) {
        return Cow::Borrowed(value.trim());
    }
    let kept: String = value.chars().filter(|char| !is_dropped(*char)).collect();
    Cow::Owned(kept.trim().to_owned())
}

/// As `normal::push_normal`. Nearly all of what people write is in normal form, and is copied at once.
fn push_normal(out: &mut String, text: &str) {
    if normal::is_normal(text.as_bytes()) {
        out.push_str(text);
    } else {
        normal::push_normal(out, text);
    }
}

fn is(op: Op, value: &str) -> Outcome {
    let start = start(op, value)?;
    if let Some(below) = below(op, start)? {
        return Ok(below);
    }
    let refuse = |reason| (op, reason);
    let mut draft = Draft { has_literal_star: value.contains('*'), ..Draft::plain(op, Kind::Is) };
    let Parts { head, query, fragment } = Parts::of(start);
    let path = draft.push_authority(start, &head).map_err(refuse)?;
    let path = if path.is_empty() { "/" } else { path };
    push_normal(&mut draft.text, &address::resolve_dots(path, false));
    draft.head = draft.text.len();
    // A bare `?` or `#` writes nothing, and what is not written is not compared.
    if query.len() > 1 {
        draft.flags |= flag::QUERY;
        push_normal(&mut draft.text, query);
    }
    if fragment.len() > 1 {
        draft.flags |= flag::FRAGMENT;
        push_normal(&mut draft.text, fragment);
    }
    Ok(draft)
}

fn starts_with(op: Op, value: &str) -> Outcome {
    let start = start(op, value)?;
    if let Some(below) = below(op, start)? {
        return Ok(below);
    }
    let refuse = |reason| (op, reason);
    let mut draft = Draft { has_literal_star: value.contains('*'), ..Draft::plain(op, Kind::StartsWith) };
    let Parts { head, query, fragment } = Parts::of(start);
    let is_open = query.is_empty() && fragment.is_empty();
    if let Start::Host(scheme, _) = start
        && is_open
        && !head.contains('/')
    {
        let (prefix, is_unicode) = address::authority_prefix(scheme, &head).map_err(refuse)?;
        draft.text = prefix;
        draft.flags |= if is_unicode { flag::UNICODE_HOST } else { 0 };
        return Ok(draft);
    }
    let path = draft.push_authority(start, &head).map_err(refuse)?;
    let path = if path.is_empty() { "/" } else { path };
    push_normal(&mut draft.text, &address::resolve_dots(path, is_open));
    push_normal(&mut draft.text, query);
    push_normal(&mut draft.text, fragment);
    draft.flags |= if fragment.is_empty() { 0 } else { flag::FRAGMENT };
    Ok(draft)
}

fn contains(op: Op, value: &str) -> Outcome {
    if value.is_empty() {
        return Err((op, InertReason::Empty));
    }
    if let Some(reason) = address::refused_as_text(value) {
        return Err((op, reason));
    }
    let segment = value.strip_suffix("/*").filter(|segment| !segment.contains(['?', '#']));
    let mut draft = Draft::plain(op, Kind::Contains);
    match segment {
        // `/*` alone is every page.
        Some("") => {
            return Ok(Draft {
                flags: flag::ANY_HOST,
                text: "/*".to_owned(),
                ..Draft::plain(op, Kind::Below)
            });
        }
        Some(segment) => {
            draft.kind = Kind::ContainsSegment;
            push_normal(&mut draft.text, segment);
            draft.head = draft.text.len();
            draft.text.push_str("/*");
        }
        None => {
            push_normal(&mut draft.text, value);
            draft.flags |= if value.contains('#') { flag::FRAGMENT } else { 0 };
        }
    }
    draft.has_literal_star = segment.unwrap_or(value).contains('*');
    Ok(draft)
}

fn matches_wildcard(value: &str) -> Outcome {
    let refuse = |reason| (Op::MatchesWildcard, reason);
    let mut draft = Draft::plain(Op::MatchesWildcard, Kind::Wildcard);
    // `*://` and `http*://` are ways to say that the scheme does not matter; it never does.
    let start = match value.split_once("://") {
        Some((scheme, rest)) if scheme.contains('*') && !scheme.contains(['/', '?', '#', '.', ':']) => {
            let fits = |name: &str| {
                crate::search::matches_wildcard(scheme.to_ascii_lowercase().as_bytes(), name.as_bytes())
            };
            match rest {
                _ if !fits("http") && !fits("https") => return Err(refuse(InertReason::ForeignScheme)),
                "" => return Err(refuse(InertReason::OnlyScheme)),
                rest => Start::Host(Scheme::NotWritten, rest),
            }
        }
        _ => start(Op::MatchesWildcard, value)?,
    };
    let Parts { head, query, fragment } = Parts::of(start);
    let has_no_slash = !head.contains('/');
    let path = match start {
        Start::Path(_) => {
            draft.flags |= flag::ANY_HOST;
            &*head
        }
        Start::Host(..) if has_no_slash && head.contains('*') => {
            // Nobody can tell whether the host ends before the first star, so only what precedes it is surely host.
            draft.flags |= flag::NO_SLASH | if head.is_ascii() { 0 } else { flag::UNICODE_HOST };
            let (host, rest) = split_before(&head, |byte| byte == b'*');
            push_normal(&mut draft.text, &host.to_lowercase());
            rest
        }
        Start::Host(scheme, _) => {
            draft.flags |= if has_no_slash { flag::NO_SLASH } else { 0 };
            let (authority, path) = split_before(&head, |byte| byte == b'/');
            let (authority, is_unicode) = address::authority_pattern(scheme, authority).map_err(refuse)?;
            draft.flags |= if is_unicode { flag::UNICODE_HOST } else { 0 };
            draft.text.push_str(&authority);
            path
        }
    };
    if path.starts_with('/') {
        // What a star stands for is unknown, so dot segments behind one stay text.
        let (before_star, rest) = split_before(path, |byte| byte == b'*');
        push_normal(&mut draft.text, &address::resolve_dots(before_star, !rest.is_empty()));
        push_normal(&mut draft.text, rest);
    } else {
        push_normal(&mut draft.text, path);
    }
    draft.head = draft.text.len();
    for (part, bit) in [(query, flag::QUERY), (fragment, flag::FRAGMENT)] {
        if part.len() > 1 {
            draft.flags |= bit;
            push_normal(&mut draft.text, part);
        }
    }
    Ok(draft)
}

/// The expression as it is written: what it says about encoding and case is its author's business.
fn matches_regex(value: &str) -> Outcome {
    let refuse = |reason| (Op::MatchesRegex, reason);
    if value.is_empty() {
        return Err(refuse(InertReason::Empty));
    }
    if pattern::compile(value).is_none() {
        return Err(refuse(InertReason::Regex));
    }
    let flags = if value.contains('#') { flag::FRAGMENT } else { 0 };
    Ok(Draft { flags, text: value.to_owned(), ..Draft::plain(Op::MatchesRegex, Kind::Regex) })
}

fn query(name: &str, value: Option<&str>) -> Outcome {
    let name = cleaned(name);
    if name.is_empty() {
        return Err((Op::Query, InertReason::NoName));
    }
    let mut draft = Draft { head: name.len(), ..Draft::plain(Op::Query, Kind::Query) };
    draft.text.push_str(&name);
    if let Some(value) = value {
        draft.flags |= flag::QUERY;
        draft.text.push('=');
        draft.text.push_str(&cleaned(value));
    }
    draft.flags |= if draft.text.contains(char::REPLACEMENT_CHARACTER) { flag::REPLACED } else { 0 };
    Ok(draft)
}

fn start(op: Op, value: &str) -> Result<Start<'_>, (Op, InertReason)> {
    if value.is_empty() {
        return Err((op, InertReason::Empty));
    }
    match address::split_scheme(value).map_err(|reason| (op, reason))? {
        // `https://*` names neither a host nor a path: there is nothing before the wildcard but a scheme.
        Start::Host(_, "*") if op != Op::MatchesWildcard && value != "*" => {
            Err((op, InertReason::OnlyScheme))
        }
        start => Ok(start),
    }
}

/// `V/*` of the operators that read addresses: V itself, or what lies below it.
fn below(op: Op, start: Start<'_>) -> Result<Option<Draft>, (Op, InertReason)> {
    let (Start::Path(text) | Start::Host(_, text)) = start;
    let Some(value) = text.strip_suffix("/*").filter(|value| !value.contains(['?', '#'])) else {
        return Ok(None);
    };
    let mut draft = Draft { has_literal_star: value.contains('*'), ..Draft::plain(op, Kind::Below) };
    // With its slash, V is a whole segment: `/a/../*` lies below the root.
    let head = with_slashes(text.strip_suffix('*').unwrap_or(text));
    let path = draft.push_authority(start, &head).map_err(|reason| (op, reason))?;
    let path = address::resolve_dots(path, false);
    push_normal(&mut draft.text, path.strip_suffix('/').unwrap_or(&path));
    draft.head = draft.text.len();
    draft.text.push_str("/*");
    Ok(Some(draft))
}

impl Draft {
    /// Takes the authority off `head`, normalised; returns the path that follows.
    fn push_authority<'h>(&mut self, start: Start<'_>, head: &'h str) -> Result<&'h str, InertReason> {
        match start {
            Start::Path(_) => {
                self.flags |= flag::ANY_HOST;
                Ok(head)
            }
            Start::Host(scheme, _) => {
                let (authority, path) = split_before(head, |byte| byte == b'/');
                self.text.push_str(&address::authority(scheme, authority)?);
                Ok(path)
            }
        }
    }
}

/// Host and path as the URL Standard reads them: a backslash is a slash.
fn with_slashes(head: &str) -> Cow<'_, str> {
    if head.bytes().fold(false, |any, byte| any | (byte == b'\\')) {
        Cow::Owned(head.replace('\\', "/"))
    } else {
        Cow::Borrowed(head)
    }
}

/// The parts of a value after its scheme.
struct Parts<'v> {
    /// Host and path; a backslash is a slash there.
    head: Cow<'v, str>,
    /// With its `?`.
    query: &'v str,
    /// With its `#`.
    fragment: &'v str,
}

impl<'v> Parts<'v> {
    fn of(start: Start<'v>) -> Self {
        let (Start::Path(text) | Start::Host(_, text)) = start;
        let (before, fragment) = split_before(text, |byte| byte == b'#');
        let (head, query) = split_before(before, |byte| byte == b'?');
        Self { head: with_slashes(head), query, fragment }
    }
}
