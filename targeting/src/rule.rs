//! One compiled rule, and whether a page matches it.
//!
//! Everything that can be known without the page was settled when the rule was compiled; here only slices are compared.
//! What the rule does not write is not compared; what it writes is compared exactly.

mod form;
mod stored;

use alloc::vec::Vec;

use crate::{
    compare::{self, Stands, occurs},
    disputes,
    page_url::{From, PageUrl, Spelling, part_of, position},
    pattern::Patterns,
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
    /// Parts one by one.
    Is,
    /// `V/*`: V itself or what lies below it. Authority and V are its first two parts.
    Below,
    StartsWith,
    Contains,
    /// `V/*` of the operator contains: V, its first part, at the end of a segment.
    ContainsSegment,
    Wildcard,
    /// The name is its first part; the value stands behind a `=`.
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
    #[cfg(feature = "index")]
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
    /// Where its four parts begin in `text`, and where the last one ends.
    pub(crate) cuts: [usize; 5],
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
    /// What matches nothing.
    pub(crate) const INERT: Self = Rule {
        op: Op::Unknown,
        kind: Kind::Inert,
        flags: 0,
        reason: InertReason::UnknownOperator as u8,
        text: &[],
        cuts: [0; 5],
        patterns: None,
    };

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
            Kind::Is | Kind::Below => self.has_parts_of(plain),
            Kind::StartsWith => {
                let spelling = self.spelling(plain, unicode);
                occurs(self.text, Stands::AtStart, spelling.stretch(self.from(), self.has(flag::FRAGMENT)))
            }
            Kind::Contains => {
                let contains = |spelling: &Spelling<'_>| {
                    occurs(
                        self.text,
                        Stands::Anywhere,
                        spelling.stretch(From::Scheme, self.has(flag::FRAGMENT)),
                    )
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

    /// Whether the page has the parts that the rule writes; of `V/*`, whether its path is V or lies below it.
    fn has_parts_of(&self, page: &Spelling<'_>) -> bool {
        let is_below = self.kind == Kind::Below;
        (0..4).all(|part| {
            let (mut mine, mut pages) = (self.part(part), page.part(part));
            match part {
                0 if self.has(flag::ANY_HOST) => return true,
                0 => {}
                1 => {
                    if is_below
                        && pages.get(mine.len()) == Some(&b'/')
                        && occurs(mine, Stands::AtStart, pages)
                    {
                        return true;
                    }
                    mine = disputes::comparable_path(mine);
                    pages = disputes::comparable_path(pages);
                }
                _ if is_below || mine.is_empty() => return true,
                _ => {}
            }
            occurs(mine, Stands::Whole, pages)
        })
    }

    /// V followed by `/`, `?` or the end. (`#` never follows: such a rule writes none, so the fragment is cut off.)
    fn ends_a_segment(&self, spelling: &Spelling<'_>) -> bool {
        let stretch = spelling.stretch(From::Scheme, false);
        let value = self.part(0);
        let ends_before = |at| stretch.get(..at).is_some_and(|text| occurs(value, Stands::AtEnd, text));
        // V may hold slashes, so where time counts it is searched for; it holds no `?`, so looking before each of those
        // looks at each byte at most once.
        #[cfg(feature = "index")]
        if self.text.get(..value.len() + 1).is_some_and(|value| occurs(value, Stands::Anywhere, stretch)) {
            return true;
        }
        let is_end = |at| {
            let byte = stretch.get(at);
            matches!(byte, None | Some(b'?')) || byte == Some(&b'/') && cfg!(not(feature = "index"))
        };
        (0..=stretch.len()).any(|at| is_end(at) && ends_before(at))
    }

    fn matches_wildcard(&self, spelling: &Spelling<'_>) -> bool {
        let mut subject = spelling.subject(self.from(), self.has(flag::QUERY), self.has(flag::FRAGMENT));
        // `*.example.com` writes no path, and an empty path is `/`: what it writes is a host, which knows no case.
        compare::matches_wildcard(self.text, &subject)
            || self.has(flag::NO_SLASH)
                && subject.leave_out_root()
                && compare::matches_wildcard(self.text, &subject)
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
            Kind::ContainsSegment => self.part(0),
            Kind::Is | Kind::Below => self.cut(0, self.cuts[2]),
            _ => self.text,
        }
    }

    /// Name and value of the query parameter that is asked for; no value is any value.
    pub(crate) fn parameter(&self) -> (&'a [u8], Option<&'a [u8]>) {
        let value = self.has(flag::QUERY).then(|| self.cut(self.cuts[1] + 1, self.text.len()));
        (self.part(0), value)
    }

    /// Authority, path, `?query` and `#fragment`, empty where the rule writes none.
    pub(crate) fn parts(&self) -> [&'a [u8]; 4] {
        [0, 1, 2, 3].map(|part| self.part(part))
    }

    #[cfg_attr(not(feature = "index"), inline(never))]
    fn part(&self, part: usize) -> &'a [u8] {
        part_of(self.text, &self.cuts, part)
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
