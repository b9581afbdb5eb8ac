//! One compiled rule, and whether a page matches it.
//!
//! Everything that can be known without the page was settled when the rule was compiled; here only slices are compared.
//! What the rule does not write is not compared; what it writes is compared exactly.

mod stored;

use alloc::vec::Vec;

use crate::{
    disputes, normal,
    page_url::{From, PageUrl, Spelling},
    pattern::Patterns,
    search,
};

/// The operator as the chatflow writes it. The numbers are stored in books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Op {
    All,
    Is,
    IsNot,
    Contains,
    NotContains,
    StartsWith,
    NotStartsWith,
    MatchesWildcard,
    Query,
    Unknown,
    MatchesRegex,
}

impl Op {
    const EACH: [Self; 11] = [
        Self::All,
        Self::Is,
        Self::IsNot,
        Self::Contains,
        Self::NotContains,
        Self::StartsWith,
        Self::NotStartsWith,
        Self::MatchesWildcard,
        Self::Query,
        Self::Unknown,
        Self::MatchesRegex,
    ];

    fn from_code(code: u8) -> Option<Self> {
        Self::EACH.get(usize::from(code)).copied()
    }

    /// The name in the neutral JSON form.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Is => "is",
            Self::IsNot => "is_not",
            Self::Contains => "contains",
            Self::NotContains => "not_contains",
            Self::StartsWith => "starts_with",
            Self::NotStartsWith => "not_starts_with",
            Self::MatchesWildcard => "matches_wildcard",
            Self::MatchesRegex => "matches_regex",
            Self::Query => "query",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the operator is the exact complement of another one.
    pub(crate) fn is_negative(self) -> bool {
        matches!(self, Self::IsNot | Self::NotContains | Self::NotStartsWith)
    }
}

/// Why a rule matches nothing, not even when negated or used as an exclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
#[repr(u8)]
pub enum InertReason {
    /// The value is empty.
    Empty,
    /// A scheme, and nothing after it.
    OnlyScheme,
    /// A scheme other than http and https.
    ForeignScheme,
    /// The host cannot be one.
    Host,
    /// An operator that this version does not know.
    UnknownOperator,
    /// A rule on a query parameter without the parameter's name.
    NoName,
    /// No regular expression, or too large a one, or one with characters that no address in normal form has.
    Regex,
}

impl InertReason {
    const EACH: [Self; 7] = [
        Self::Empty,
        Self::OnlyScheme,
        Self::ForeignScheme,
        Self::Host,
        Self::UnknownOperator,
        Self::NoName,
        Self::Regex,
    ];

    fn from_code(code: u8) -> Option<Self> {
        Self::EACH.get(usize::from(code)).copied()
    }
}

/// How the text of a rule is compared. The numbers are stored in books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    All,
    Inert,
    /// Parts one by one. Cuts: end of the authority, of the path, of the query.
    Is,
    /// `V/*`: V itself or what lies below it. Cuts: end of the authority, of V.
    Below,
    StartsWith,
    Contains,
    /// `V/*` of the operator contains: V at the end of a segment. Cuts: end of V.
    ContainsSegment,
    Wildcard,
    /// Cuts: end of the name.
    Query,
    Regex,
}

impl Kind {
    const EACH: [Self; 10] = [
        Self::All,
        Self::Inert,
        Self::Is,
        Self::Below,
        Self::StartsWith,
        Self::Contains,
        Self::ContainsSegment,
        Self::Wildcard,
        Self::Query,
        Self::Regex,
    ];

    fn from_code(code: u8) -> Option<Self> {
        Self::EACH.get(usize::from(code)).copied()
    }
}

/// What else has to be known to compare; bits that are stored in books.
pub(crate) mod flag {
    /// The rule begins with a path: any host.
    pub(crate) const ANY_HOST: u8 = 1;
    /// The host is written in Unicode and has to be compared in that form.
    pub(crate) const UNICODE_HOST: u8 = 2;
    /// The fragment takes part.
    pub(crate) const FRAGMENT: u8 = 4;
    /// The query takes part (`Kind::Wildcard`); the value is compared (`Kind::Query`).
    pub(crate) const QUERY: u8 = 8;
    /// A wildcard without a slash, which may end within the host.
    pub(crate) const NO_SLASH: u8 = 16;
    pub(crate) const EACH: u8 = 31;
}

/// One compiled rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule<'a> {
    pub(crate) op: Op,
    pub(crate) kind: Kind,
    pub(crate) flags: u8,
    /// Why, in a rule of the kind [`Kind::Inert`]; else nothing.
    pub(crate) reason: u8,
    /// Normalised, as the trace shows it.
    pub(crate) text: &'a [u8],
    /// Places in `text`, ascending.
    pub(crate) cuts: [usize; 3],
    /// What a regular expression is asked of; `None` where there is no engine for it.
    pub(crate) patterns: Option<&'a Patterns>,
}

/// What a rule says about a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Matches,
    DoesNotMatch,
    /// The rule matches nothing at all.
    Inert,
    /// The page has no address that could be compared.
    NotApplicable,
    /// A regular expression, and no engine for it here.
    Undecided,
}

impl<'a> Rule<'a> {
    pub(crate) fn inert_reason(&self) -> Option<InertReason> {
        (self.kind == Kind::Inert)
            .then(|| InertReason::from_code(self.reason).unwrap_or(InertReason::UnknownOperator))
    }

    /// Whether a decision by this rule can change with the fragment.
    pub(crate) fn compares_fragment(&self) -> bool {
        self.has(flag::FRAGMENT)
    }

    /// Whether it matches, or could where it cannot be decided here.
    #[cfg(feature = "index")]
    pub(crate) fn may_match(&self, page: &PageUrl<'_>) -> bool {
        matches!(self.judge(page), Verdict::Matches | Verdict::Undecided)
    }

    pub(crate) fn judge(&self, page: &PageUrl<'_>) -> Verdict {
        if self.kind == Kind::Inert {
            return Verdict::Inert;
        }
        let Some(plain) = page.plain() else {
            return if self.op == Op::All { Verdict::Matches } else { Verdict::NotApplicable };
        };
        if self.kind == Kind::Regex {
            return match self.occurs(plain, page.unicode()) {
                None => Verdict::Undecided,
                Some(true) => Verdict::Matches,
                Some(false) => Verdict::DoesNotMatch,
            };
        }
        if self.compare(plain, page.unicode()) == self.op.is_negative() {
            Verdict::DoesNotMatch
        } else {
            Verdict::Matches
        }
    }

    /// Whether the positive form of the operator matches.
    fn compare(&self, plain: &Spelling<'_>, unicode: Option<&Spelling<'_>>) -> bool {
        match self.kind {
            Kind::All => true,
            Kind::Inert | Kind::Regex => false,
            Kind::Is => {
                let [host, path, query, fragment] = self.parts();
                (self.has(flag::ANY_HOST) || host == plain.authority())
                    && disputes::comparable_path(path) == disputes::comparable_path(plain.path())
                    && (query.is_empty() || query == plain.query())
                    && (fragment.is_empty() || fragment == plain.fragment())
            }
            Kind::Below => {
                let [host, path, ..] = self.parts();
                (self.has(flag::ANY_HOST) || host == plain.authority())
                    && (disputes::comparable_path(path) == disputes::comparable_path(plain.path())
                        || plain.path().strip_prefix(path).is_some_and(|below| below.first() == Some(&b'/')))
            }
            Kind::StartsWith => {
                let spelling = self.spelling(plain, unicode);
                spelling.stretch(self.from(), self.has(flag::FRAGMENT)).starts_with(self.text)
            }
            Kind::Contains => {
                let contains = |spelling: &Spelling<'_>| {
                    search::find(spelling.stretch(From::Scheme, self.has(flag::FRAGMENT)), self.text)
                        .is_some()
                };
                contains(plain) || unicode.is_some_and(contains)
            }
            Kind::ContainsSegment => {
                self.ends_a_segment(plain) || unicode.is_some_and(|it| self.ends_a_segment(it))
            }
            Kind::Wildcard => self.matches_wildcard(self.spelling(plain, unicode)),
            Kind::Query => self.has_parameter(plain.query()),
        }
    }

    /// Whether the regular expression occurs in what "contains" looks at.
    fn occurs(&self, plain: &Spelling<'_>, unicode: Option<&Spelling<'_>>) -> Option<bool> {
        let patterns = self.patterns?;
        let occurs = |spelling: &Spelling<'_>| {
            patterns.is_match(self.text, spelling.stretch(From::Scheme, self.has(flag::FRAGMENT)))
        };
        match unicode {
            Some(unicode) => Some(occurs(plain)? || occurs(unicode)?),
            None => occurs(plain),
        }
    }

    /// V followed by `/`, `?` or the end. (`#` never follows: such a rule writes none, so the fragment is cut off.)
    fn ends_a_segment(&self, spelling: &Spelling<'_>) -> bool {
        let stretch = spelling.stretch(From::Scheme, false);
        let value = self.cut(0, self.cuts[0]);
        let with_slash = self.cut(0, self.cuts[0] + 1);
        // V holds no `?`, so this looks at each byte at most once.
        let is_before_question_mark = || {
            (0..stretch.len()).any(|at| {
                stretch.get(at) == Some(&b'?')
                    && stretch.get(..at).is_some_and(|before| before.ends_with(value))
            })
        };
        stretch.ends_with(value) || search::find(stretch, with_slash).is_some() || is_before_question_mark()
    }

    fn matches_wildcard(&self, spelling: &Spelling<'_>) -> bool {
        let query = if self.has(flag::QUERY) { spelling.query() } else { &[] };
        let fragment = if self.has(flag::FRAGMENT) { spelling.fragment() } else { &[] };
        let head = spelling.up_to_path(self.has(flag::ANY_HOST));
        if query.is_empty() && fragment.is_empty() && !self.has(flag::NO_SLASH) {
            return search::matches_wildcard(self.text, head);
        }
        let subject = [head, query, fragment].concat();
        if search::matches_wildcard(self.text, &subject) {
            return true;
        }
        // `*.example.com` writes no path, and an empty path is `/`: what it writes is a host, which knows no case.
        self.has(flag::NO_SLASH) && spelling.path() == b"/" && {
            let host_end =
                self.text.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(self.text.len());
            let mut pattern = self.text.to_vec();
            let mut subject = [spelling.authority(), query, fragment].concat();
            let fold = |bytes: &mut Vec<u8>, end: usize| {
                bytes.iter_mut().take(end).for_each(|byte| byte.make_ascii_lowercase())
            };
            fold(&mut pattern, host_end);
            fold(&mut subject, spelling.authority().len());
            search::matches_wildcard(&pattern, &subject)
        }
    }

    /// Whether any parameter of an application/x-www-form-urlencoded query has the name, and the value if one is asked.
    pub(crate) fn has_parameter(&self, query: &[u8]) -> bool {
        let (name, value) = self.parameter();
        let pairs = query.strip_prefix(b"?").unwrap_or_default().split(|&byte| byte == b'&');
        pairs.filter(|pair| !pair.is_empty()).any(|pair| {
            let equals = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
            let (page_name, page_value) = (pair.get(..equals), pair.get(equals + 1..));
            is_form_encoded(page_name.unwrap_or_default(), name)
                && value.is_none_or(|value| is_form_encoded(page_value.unwrap_or_default(), value))
        })
    }

    /// What of the address this rule looks at, as the trace shows it.
    pub(crate) fn compared(&self, page: &PageUrl<'_>) -> Vec<u8> {
        let (Some(plain), unicode) = (page.plain(), page.unicode()) else { return Vec::new() };
        let part = |bit: u8, part: &[u8]| if self.has(bit) { part.to_vec() } else { Vec::new() };
        match self.kind {
            Kind::All | Kind::Inert => Vec::new(),
            Kind::Is => {
                let [_, _, query, _] = self.parts();
                let query = if query.is_empty() { &[] } else { plain.query() };
                let head = plain.up_to_path(self.has(flag::ANY_HOST));
                [head, query, &part(flag::FRAGMENT, plain.fragment())].concat()
            }
            Kind::Below => plain.up_to_path(self.has(flag::ANY_HOST)).to_vec(),
            Kind::StartsWith => {
                self.spelling(plain, unicode).stretch(self.from(), self.has(flag::FRAGMENT)).to_vec()
            }
            Kind::Contains | Kind::ContainsSegment | Kind::Regex => {
                // Where only the Unicode form holds the text, that is the one to show.
                let matches = |spelling: &Spelling<'_>| match self.kind {
                    Kind::Regex => self.occurs(spelling, None) == Some(true),
                    _ => self.compare(spelling, None),
                };
                let shown = unicode.filter(|unicode| !matches(plain) && matches(unicode)).unwrap_or(plain);
                shown.stretch(From::Scheme, self.has(flag::FRAGMENT)).to_vec()
            }
            Kind::Wildcard => {
                let spelling = self.spelling(plain, unicode);
                let (query, fragment) =
                    (part(flag::QUERY, spelling.query()), part(flag::FRAGMENT, spelling.fragment()));
                [spelling.up_to_path(self.has(flag::ANY_HOST)), &query, &fragment].concat()
            }
            Kind::Query => plain.query().to_vec(),
        }
    }

    /// What of its text a page must hold, for rules that compare one stretch of text: all of it, or V of `V/*`; host and
    /// path of "is".
    #[cfg(feature = "index")]
    pub(crate) fn needle(&self) -> &'a [u8] {
        match self.kind {
            Kind::ContainsSegment => self.cut(0, self.cuts[0]),
            Kind::Is | Kind::Below => self.cut(0, self.cuts[1]),
            _ => self.text,
        }
    }

    /// Name and value of the query parameter that is asked for; no value is any value.
    pub(crate) fn parameter(&self) -> (&'a [u8], Option<&'a [u8]>) {
        let value = self.has(flag::QUERY).then(|| self.cut(self.cuts[0] + 1, self.text.len()));
        (self.cut(0, self.cuts[0]), value)
    }

    /// Authority, path, `?query` and `#fragment`, empty where the rule writes none.
    pub(crate) fn parts(&self) -> [&'a [u8]; 4] {
        let [authority, path, query] = self.cuts;
        [
            self.cut(0, authority),
            self.cut(authority, path),
            self.cut(path, query),
            self.cut(query, self.text.len()),
        ]
    }

    fn cut(&self, start: usize, end: usize) -> &'a [u8] {
        self.text.get(start..end).unwrap_or_default()
    }

    fn has(&self, bit: u8) -> bool {
        self.flags & bit != 0
    }

    pub(crate) fn from(&self) -> From {
        if self.has(flag::ANY_HOST) { From::Path } else { From::Host }
    }

    fn spelling<'s>(&self, plain: &'s Spelling<'s>, unicode: Option<&'s Spelling<'s>>) -> &'s Spelling<'s> {
        unicode.filter(|_| self.has(flag::UNICODE_HOST)).unwrap_or(plain)
    }
}

/// Whether a form-encoded name or value reads as `text`: `+` is a space, triplets are bytes, broken UTF-8 is U+FFFD.
fn is_form_encoded(encoded: &[u8], text: &[u8]) -> bool {
    if !encoded.iter().any(|byte| matches!(byte, b'%' | b'+')) {
        return encoded == text;
    }
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while let Some(&byte) = encoded.get(at) {
        let triplet = normal::triplet(encoded, at);
        decoded.push(triplet.unwrap_or(if byte == b'+' { b' ' } else { byte }));
        at += if triplet.is_some() { 3 } else { 1 };
    }
    let mut rest = text;
    for chunk in decoded.utf8_chunks() {
        let replacement = if chunk.invalid().is_empty() { "" } else { "\u{FFFD}" };
        let Some(after) = rest
            .strip_prefix(chunk.valid().as_bytes())
            .and_then(|rest| rest.strip_prefix(replacement.as_bytes()))
        else {
            return false;
        };
        rest = after;
    }
    rest.is_empty()
}
