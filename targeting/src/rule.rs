//! One compiled rule, and whether a page matches it.
//!
//! Everything that can be known without the page was settled when the rule was compiled; here only slices are compared.
//! What the rule does not write is not compared; what it writes is compared exactly.

mod form;

use alloc::vec::Vec;

use crate::{
    book::Row,
    compare::{self, Stretch, shape},
    disputes,
    page_url::{From, PageUrl, Spelling, position},
    pattern::Engine,
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
    fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::All,
            1 => Self::Is,
            2 => Self::IsNot,
            3 => Self::Contains,
            4 => Self::NotContains,
            5 => Self::StartsWith,
            6 => Self::NotStartsWith,
            7 => Self::MatchesWildcard,
            8 => Self::Query,
            9 => Self::Unknown,
            10 => Self::MatchesRegex,
            _ => return None,
        })
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

    fn from_code(code: usize) -> Option<Self> {
        Self::EACH.get(code).copied()
    }
}

/// How the text of a rule is compared. The numbers are stored in books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    All,
    Inert,
    /// Host and path, which are its head, but for a slash at the end; then what else it writes.
    Is,
    /// `V/*`: V itself, which is its head, or what lies below it.
    Below,
    StartsWith,
    Contains,
    /// `V/*` of the operator contains: V, its head, at the end of a segment.
    ContainsSegment,
    /// Host and path are its head.
    Wildcard,
    /// The name is its head; the value stands behind a `=`.
    Query,
    Regex,
}

impl Kind {
    fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::All,
            1 => Self::Inert,
            2 => Self::Is,
            3 => Self::Below,
            4 => Self::StartsWith,
            5 => Self::Contains,
            6 => Self::ContainsSegment,
            7 => Self::Wildcard,
            8 => Self::Query,
            9 => Self::Regex,
            _ => return None,
        })
    }

    /// How its text has to stand in the address, for those that compare text.
    fn shape(self) -> u8 {
        match self {
            Self::StartsWith => shape::OPEN_END,
            Self::Contains => shape::OPEN_START | shape::OPEN_END,
            Self::ContainsSegment => shape::OPEN_START | shape::ENDS_SEGMENT,
            Self::Below => shape::ENDS_SEGMENT,
            Self::Wildcard => shape::STARS,
            Self::All | Self::Inert | Self::Is | Self::Query | Self::Regex => shape::WHOLE,
        }
    }

    /// Whether it looks at the address from the scheme on, and in both spellings.
    fn looks_everywhere(self) -> bool {
        matches!(self, Self::Contains | Self::ContainsSegment | Self::Regex)
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
    /// The query takes part (`Kind::Is`, `Kind::Wildcard`); the value is compared (`Kind::Query`).
    pub(crate) const QUERY: u8 = 8;
    /// A wildcard without a slash, which may end within the host.
    pub(crate) const NO_SLASH: u8 = 16;
    /// A parameter with U+FFFD, as which broken text reads: browsers leave that to the edge.
    pub(crate) const REPLACED: u8 = 32;
    #[cfg(feature = "index")]
    pub(crate) const EACH: u8 = 63;
}

/// One compiled rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule<'a> {
    pub(crate) op: Op,
    pub(crate) kind: Kind,
    pub(crate) flags: u8,
    /// Normalised, as the trace shows it.
    pub(crate) text: &'a [u8],
    /// How long the head of the text is, see [`Kind`]; of [`Kind::Inert`], why.
    pub(crate) head: usize,
    /// What a regular expression is asked of.
    pub(crate) engine: Engine<'a>,
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
    /// A regular expression, and no engine for it here, or what else only the edge can read.
    Undecided,
}

impl<'a> Rule<'a> {
    /// Whether what is stored can be read.
    #[cfg(feature = "index")]
    pub(crate) fn is_readable(row: &Row<'_>) -> bool {
        let kind = Kind::from_code(row.kind);
        Op::from_code(row.op).is_some()
            && kind.is_some()
            && row.flags & !flag::EACH == 0
            && match kind {
                Some(Kind::Inert) => InertReason::from_code(row.head).is_some(),
                // A value that is compared stands behind a `=`; else nothing does.
                Some(Kind::Query) => {
                    let is_compared = row.flags & flag::QUERY != 0;
                    row.text.get(row.head) == is_compared.then_some(&b'=') && row.head <= row.text.len()
                }
                _ => true,
            }
    }

    /// The rule of a row.
    #[inline]
    pub(crate) fn of(row: Row<'a>, engine: Engine<'a>) -> Self {
        Self {
            op: Op::from_code(row.op).unwrap_or(Op::Unknown),
            kind: Kind::from_code(row.kind).unwrap_or(Kind::Inert),
            flags: row.flags,
            text: row.text,
            head: row.head,
            engine,
        }
    }

    pub(crate) fn inert_reason(&self) -> Option<InertReason> {
        (self.kind == Kind::Inert)
            .then(|| InertReason::from_code(self.head).unwrap_or(InertReason::UnknownOperator))
    }

    /// Whether a decision by this rule can change with the fragment.
    #[cfg(feature = "index")]
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
        if self.kind != Kind::All && !page.is_usable() {
            return Verdict::NotApplicable;
        }
        match self.compare(page) {
            None => Verdict::Undecided,
            Some(matches) if matches == self.op.is_negative() => Verdict::DoesNotMatch,
            Some(_) => Verdict::Matches,
        }
    }

    /// Whether the positive form of the operator matches; `None` where that cannot be told here.
    fn compare(&self, page: &PageUrl<'_>) -> Option<bool> {
        match self.kind {
            Kind::All => return Some(true),
            Kind::Inert => return Some(false),
            Kind::Query if self.has(flag::REPLACED) && cfg!(not(feature = "index")) => return None,
            Kind::Query => return Some(self.has_parameter(page.plain().query())),
            _ => {}
        }
        let is_there = self.stands_in(&self.spelling(page))?;
        if !is_there && page.has_two_spellings() && self.kind.looks_everywhere() {
            return self.stands_in(&page.unicode());
        }
        Some(is_there)
    }

    /// Whether its text stands in a spelling of the address.
    fn stands_in(&self, spelling: &Spelling<'_>) -> Option<bool> {
        let mut subject = self.subject(spelling);
        if self.kind == Kind::Regex {
            return self.engine.is_match(self.text, subject.text.get(subject.start..subject.end)?);
        }
        let mut pattern = Stretch::of(self.text);
        match self.kind {
            Kind::Is => pattern.gap = (self.head, self.head),
            Kind::Below | Kind::ContainsSegment => {
                pattern.end = self.head;
                pattern.gap = (self.head, self.head);
            }
            _ => {}
        }
        let shape = self.kind.shape();
        if compare::matches(&pattern, shape, &subject) {
            return Some(true);
        }
        // Otherwise the end of the path may be to blame.
        match self.kind {
            Kind::Is | Kind::Below => {
                pattern.gap.0 = disputes::comparable_path_end(self.text, self.head);
                subject.gap.0 = disputes::comparable_path_end(subject.text, subject.gap.0);
            }
            // `*.example.com` writes no path, and an empty path is `/`: what it writes is a host, which knows no case.
            Kind::Wildcard if self.has(flag::NO_SLASH) && spelling.has_root_path() => {
                subject.gap.0 -= 1;
                (subject.folded, pattern.folded) = (subject.gap.0, self.head);
            }
            _ => return Some(false),
        }
        Some(compare::matches(&pattern, shape & shape::STARS, &subject))
    }

    /// What of the address it looks at.
    fn subject<'s>(&self, spelling: &Spelling<'s>) -> Stretch<'s> {
        let with_query =
            self.has(flag::QUERY) || self.kind == Kind::StartsWith || self.kind.looks_everywhere();
        spelling.subject(self.from(), with_query, self.has(flag::FRAGMENT))
    }

    /// Whether any parameter of an application/x-www-form-urlencoded query has the name, and the value if one is asked.
    pub(crate) fn has_parameter(&self, query: &[u8]) -> bool {
        let (name, value) = self.parameter();
        // Behind the `?`.
        let mut start = 1;
        while start < query.len() {
            let end = position(query, b'&', start, query.len());
            let equals = position(query, b'=', start, end);
            if start < end
                && form::reads_as(query, start, equals, name)
                && value.is_none_or(|value| form::reads_as(query, equals + 1, end, value))
            {
                return true;
            }
            start = end + 1;
        }
        false
    }

    /// What of the address this rule looks at, as the trace shows it.
    pub(crate) fn compared(&self, page: &PageUrl<'_>) -> Vec<u8> {
        if !page.is_usable() {
            return Vec::new();
        }
        match self.kind {
            Kind::All | Kind::Inert => Vec::new(),
            Kind::Query => page.plain().query().to_vec(),
            _ => {
                let spelling = self.spelling(page);
                let matches = |spelling: &Spelling<'_>| self.stands_in(spelling) == Some(true);
                // Where only the Unicode form holds the text, that is the one to show.
                let is_other =
                    self.kind.looks_everywhere() && !matches(&spelling) && matches(&page.unicode());
                self.subject(&if is_other { page.unicode() } else { spelling }).parts().concat()
            }
        }
    }

    /// What of its text a page must hold, for rules that compare one stretch of text: all of it, or V of `V/*`; host and
    /// path of "is".
    #[cfg(feature = "index")]
    pub(crate) fn needle(&self) -> &'a [u8] {
        match self.kind {
            Kind::ContainsSegment | Kind::Is | Kind::Below => self.head(),
            _ => self.text,
        }
    }

    /// Name and value of the query parameter that is asked for; no value is any value.
    pub(crate) fn parameter(&self) -> (&'a [u8], Option<&'a [u8]>) {
        let value = self.has(flag::QUERY).then(|| self.text.get(self.head + 1..).unwrap_or_default());
        (self.head(), value)
    }

    /// Authority, path, `?query` and `#fragment`, empty where the rule writes none: of "is", and the first two of `V/*`.
    #[cfg(feature = "compile")]
    pub(crate) fn parts(&self) -> [&'a [u8]; 4] {
        let split = |text: &'a [u8], byte| text.split_at(position(text, byte, 0, text.len()));
        let (authority, path) = split(self.head(), b'/');
        let (query, fragment) = split(self.text.get(self.head..).unwrap_or_default(), b'#');
        [authority, path, query, fragment]
    }

    pub(crate) fn head(&self) -> &'a [u8] {
        self.text.get(..self.head).unwrap_or_default()
    }

    fn has(&self, bit: u8) -> bool {
        self.flags & bit != 0
    }

    pub(crate) fn from(&self) -> From {
        match self.kind {
            kind if kind.looks_everywhere() => From::Scheme,
            _ if self.has(flag::ANY_HOST) => From::Path,
            _ => From::Host,
        }
    }

    fn spelling<'p>(&self, page: &'p PageUrl<'_>) -> Spelling<'p> {
        if self.has(flag::UNICODE_HOST) { page.unicode() } else { page.plain() }
    }
}
