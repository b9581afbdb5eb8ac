//! Which pages a compiled rule can match, as far as that can be said without a page.
//!
//! Knows when one rule matches every page that another one does, and when two have none in common. Both answers are
//! one-sided: `true` is certain, `false` means "not certain". Texts are compared byte by byte in normal form, as a
//! decision does, so what holds for them holds for every page.

use alloc::{borrow::Cow, vec, vec::Vec};

use crate::{
    disputes,
    rule::{Kind, Op, Rule, flag},
    search,
};

/// A rule with the pages it can match. Never an inert one.
pub(super) struct Known<'b> {
    pub(super) rule: Rule<'b>,
    /// Every page that the positive form matches is in one of these.
    regions: Vec<Region<'b>>,
    /// And the positive form matches every page in them.
    is_exact: bool,
}

/// What is known of a page, part by part.
struct Region<'b> {
    authority: Part<'b>,
    path: Part<'b>,
    query: Part<'b>,
    fragment: Part<'b>,
}

/// What is known of one part of an address.
enum Part<'b> {
    Any,
    Prefix(Cow<'b, [u8]>),
    Exact(Cow<'b, [u8]>),
}

impl Part<'_> {
    fn covers(&self, other: &Part<'_>) -> bool {
        match (self, other) {
            (Part::Any, _) => true,
            (Part::Prefix(head), Part::Prefix(text) | Part::Exact(text)) => text.starts_with(head),
            (Part::Exact(text), Part::Exact(other)) => text == other,
            (Part::Prefix(_) | Part::Exact(_), _) => false,
        }
    }

    fn is_disjoint(&self, other: &Part<'_>) -> bool {
        match (self, other) {
            (Part::Any, _) | (_, Part::Any) => false,
            (Part::Exact(text), Part::Exact(other)) => text != other,
            (Part::Exact(text), Part::Prefix(head)) | (Part::Prefix(head), Part::Exact(text)) => {
                !text.starts_with(head)
            }
            (Part::Prefix(a), Part::Prefix(b)) => !a.starts_with(b) && !b.starts_with(a),
        }
    }

    fn is_any(&self) -> bool {
        matches!(self, Part::Any)
    }
}

impl<'b> Region<'b> {
    const ANY: Self = Self { authority: Part::Any, path: Part::Any, query: Part::Any, fragment: Part::Any };

    fn parts(&self) -> [&Part<'b>; 4] {
        [&self.authority, &self.path, &self.query, &self.fragment]
    }

    fn covers(&self, other: &Region<'_>) -> bool {
        self.parts().iter().zip(other.parts()).all(|(part, other)| part.covers(other))
    }

    fn is_disjoint(&self, other: &Region<'_>) -> bool {
        self.parts().iter().zip(other.parts()).any(|(part, other)| part.is_disjoint(other))
    }

    fn is_everything(&self) -> bool {
        self.parts().iter().all(|part| part.is_any())
    }

    /// Texts that every page of the region has in one piece, after its scheme.
    fn runs(&self, with_fragment: bool) -> Vec<Vec<u8>> {
        let mut runs = Vec::new();
        let mut run = b"://".to_vec();
        // A path begins with its slash, whatever follows.
        let least: [&[u8]; 4] = [b"", b"/", b"", b""];
        for (part, least) in self.parts().into_iter().zip(least).take(if with_fragment { 4 } else { 3 }) {
            match part {
                Part::Exact(text) => run.extend(&**text),
                Part::Prefix(text) => {
                    run.extend(&**text);
                    runs.push(core::mem::take(&mut run));
                }
                Part::Any => {
                    run.extend(least);
                    runs.push(core::mem::take(&mut run));
                }
            }
        }
        runs.push(run);
        runs
    }

    /// The one address without scheme and fragment that a page of the region can have.
    fn only_address(&self) -> Option<Vec<u8>> {
        match (&self.authority, &self.path, &self.query) {
            (Part::Exact(authority), Part::Exact(path), Part::Exact(query)) => {
                Some([&**authority, &**path, &**query].concat())
            }
            _ => None,
        }
    }
}

/// A prefix that says nothing is no knowledge: every text begins with nothing, and every path with a slash.
fn prefix<'b>(text: impl Into<Cow<'b, [u8]>>, is_path: bool) -> Part<'b> {
    let text = text.into();
    if text.is_empty() || (is_path && *text == *b"/") { Part::Any } else { Part::Prefix(text) }
}

impl<'b> Known<'b> {
    /// `None` for an inert rule, which matches no page and takes none from anybody.
    pub(super) fn of(rule: Rule<'b>) -> Option<Self> {
        let (regions, is_exact) = match rule.kind {
            Kind::Inert => return None,
            Kind::All => (vec![Region::ANY], true),
            Kind::Is => (is(&rule), true),
            Kind::Below => (below(&rule), true),
            Kind::StartsWith => starts_with(&rule),
            Kind::Wildcard => wildcard(&rule),
            Kind::Contains => (vec![Region::ANY], is_in_every_address(rule.text)),
            Kind::ContainsSegment | Kind::Query | Kind::Regex => (vec![Region::ANY], false),
        };
        Some(Self { rule, regions, is_exact })
    }

    /// Whether it certainly matches every page that `other` matches.
    pub(super) fn covers(&self, other: &Known<'_>) -> bool {
        let (is_all, others_is_all) = (self.rule.op == Op::All, other.rule.op == Op::All);
        if is_all || others_is_all {
            // Only `all` also matches what is no usable address.
            return is_all;
        }
        match (self.rule.op.is_negative(), other.rule.op.is_negative()) {
            (false, false) => self.is_everything() || self.covers_positive(other),
            (false, true) => self.is_everything(),
            (true, false) => self.is_disjoint_positive(other),
            (true, true) => other.covers_positive(self),
        }
    }

    /// Whether certainly no page matches both.
    pub(super) fn is_disjoint(&self, other: &Known<'_>) -> bool {
        match (self.rule.op.is_negative(), other.rule.op.is_negative()) {
            (false, false) => self.is_disjoint_positive(other),
            (false, true) => self.rule.op != Op::All && other.covers_positive(self),
            (true, false) => other.rule.op != Op::All && self.covers_positive(other),
            (true, true) => false,
        }
    }

    /// Whether this one, joined by OR with `other`, certainly matches every usable page.
    pub(super) fn completes(&self, other: &Known<'_>) -> bool {
        match (self.rule.op.is_negative(), other.rule.op.is_negative()) {
            (true, true) => self.is_disjoint_positive(other),
            (true, false) => other.rule.op == Op::All || other.covers_positive(self),
            (false, true) => self.rule.op == Op::All || self.covers_positive(other),
            (false, false) => self.is_everything() || other.is_everything(),
        }
    }

    /// Whether the positive form certainly matches every usable page.
    fn is_everything(&self) -> bool {
        self.is_exact && self.regions.iter().any(Region::is_everything)
    }

    fn has(&self, bit: u8) -> bool {
        self.rule.flags & bit != 0
    }

    fn is_same(&self, other: &Known<'_>) -> bool {
        let (a, b) = (&self.rule, &other.rule);
        (a.kind, a.flags, a.text, a.head) == (b.kind, b.flags, b.text, b.head)
    }

    fn covers_positive(&self, other: &Known<'_>) -> bool {
        if self.is_same(other) {
            return true;
        }
        if self.is_exact {
            return other.regions.iter().all(|there| self.regions.iter().any(|here| here.covers(there)));
        }
        match self.rule.kind {
            // With the host in Unicode: both look at the same spelling from the same place on.
            Kind::StartsWith => {
                other.rule.kind == Kind::StartsWith
                    && other.rule.flags == self.rule.flags
                    && other.rule.text.starts_with(self.rule.text)
            }
            Kind::Contains => self.is_contained_in(other),
            Kind::ContainsSegment => self.ends_a_segment_of(other),
            Kind::Query => self.asks_less_than(other),
            Kind::Wildcard => self.fits_all_of(other),
            _ => false,
        }
    }

    /// For "contains": whether every page of the other one has the text.
    fn is_contained_in(&self, other: &Known<'_>) -> bool {
        let (text, sees_fragment) = (self.rule.text, self.has(flag::FRAGMENT));
        let holds = |other: &[u8]| search::find(other, text).is_some();
        // What the other one found may lie in the fragment, where this one does not look.
        let is_seen = sees_fragment || !other.has(flag::FRAGMENT);
        match other.rule.kind {
            Kind::Contains => is_seen && holds(other.rule.text),
            Kind::ContainsSegment => holds(other.segment_end()),
            // Without a slash a wildcard may match a host alone, with its case folded and its slash left out.
            Kind::Wildcard if !other.has(flag::FRAGMENT | flag::NO_SLASH) => {
                other.rule.text.split(|&byte| byte == b'*').any(holds)
            }
            _ => other.regions.iter().all(|region| region.runs(sees_fragment).iter().any(|run| holds(run))),
        }
    }

    fn ends_a_segment_of(&self, other: &Known<'_>) -> bool {
        let end = self.segment_end();
        let (slash, question_mark) = ([end, b"/"].concat(), [end, b"?"].concat());
        let holds = |text: &[u8]| {
            search::find(text, &slash).is_some() || search::find(text, &question_mark).is_some()
        };
        match other.rule.kind {
            Kind::Contains => !other.has(flag::FRAGMENT) && holds(other.rule.text),
            Kind::ContainsSegment => {
                other.segment_end().ends_with(end) || search::find(other.segment_end(), &slash).is_some()
            }
            Kind::Is | Kind::Below | Kind::StartsWith | Kind::Wildcard => {
                other.regions.iter().all(|region| {
                    let ends_there = match (&region.authority, &region.path) {
                        (Part::Exact(authority), Part::Exact(path)) => {
                            [&**authority, &**path].concat().ends_with(end)
                        }
                        (_, Part::Exact(path)) => path.ends_with(end),
                        _ => false,
                    };
                    ends_there || region.runs(false).iter().any(|run| holds(run))
                })
            }
            _ => false,
        }
    }

    /// For a query rule: whether every page of the other one has the parameter.
    fn asks_less_than(&self, other: &Known<'_>) -> bool {
        if other.rule.kind == Kind::Query {
            let ((name, value), (others_name, others_value)) =
                (self.rule.parameter(), other.rule.parameter());
            return name == others_name && (value.is_none() || value == others_value);
        }
        other.regions.iter().all(|region| match &region.query {
            Part::Any => false,
            Part::Exact(query) => self.rule.has_parameter(query),
            Part::Prefix(query) => {
                // The last pair may go on.
                let whole = query.iter().rposition(|&byte| byte == b'&').unwrap_or(0);
                self.rule.has_parameter(query.get(..whole).unwrap_or_default())
            }
        })
    }

    /// For a wildcard: whether it fits every page of the other one, as far as a star at either end says so.
    fn fits_all_of(&self, other: &Known<'_>) -> bool {
        let pattern = self.rule.text;
        if self.has(flag::UNICODE_HOST | flag::QUERY | flag::FRAGMENT) {
            return false;
        }
        other.regions.iter().all(|region| {
            let mut head = match &region.authority {
                _ if self.has(flag::ANY_HOST) => Vec::new(),
                Part::Exact(authority) => authority.to_vec(),
                _ if pattern.starts_with(b"*") => Vec::new(),
                _ => return false,
            };
            let is_open = match &region.path {
                Part::Exact(path) => {
                    head.extend(&**path);
                    false
                }
                Part::Prefix(path) => {
                    head.extend(&**path);
                    true
                }
                Part::Any => {
                    head.push(b'/');
                    true
                }
            };
            (!is_open || pattern.ends_with(b"*")) && search::matches_wildcard(pattern, &head)
        })
    }

    fn is_disjoint_positive(&self, other: &Known<'_>) -> bool {
        let apart = |region: &Region<'_>| other.regions.iter().all(|there| region.is_disjoint(there));
        self.regions.iter().all(apart) || self.finds_nothing_in(other) || other.finds_nothing_in(self)
    }

    /// Whether the other one leaves only addresses in which this one finds nothing.
    fn finds_nothing_in(&self, other: &Known<'_>) -> bool {
        match self.rule.kind {
            Kind::Query => other.regions.iter().all(|region| match &region.query {
                Part::Exact(query) => !self.rule.has_parameter(query),
                _ => false,
            }),
            Kind::Contains if !self.has(flag::FRAGMENT) => other.regions.iter().all(|region| {
                region.only_address().is_some_and(|address| {
                    // A host in punycode has a second spelling that is looked through too.
                    search::find(&address, b"xn--").is_none()
                        && [&b"http://"[..], b"https://"].iter().all(|scheme| {
                            search::find(&[scheme, &*address].concat(), self.rule.text).is_none()
                        })
                })
            }),
            _ => false,
        }
    }

    /// For `contains V/*`: V.
    fn segment_end(&self) -> &'b [u8] {
        self.rule.head()
    }
}

/// Whether every http(s) address has this text.
fn is_in_every_address(text: &[u8]) -> bool {
    [&b"http://"[..], b"https://"].iter().all(|scheme| search::find(scheme, text).is_some())
}

/// The paths that "is" holds for equal to this one.
fn equal_paths(path: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let plain = disputes::comparable_path(path);
    let with_slash = [plain, b"/"].concat();
    [plain.to_vec(), with_slash]
        .into_iter()
        .filter(move |equal| equal.starts_with(b"/") && disputes::comparable_path(equal) == plain)
}

fn authority<'b>(rule: &Rule<'b>, written: &'b [u8]) -> Part<'b> {
    if rule.flags & flag::ANY_HOST != 0 { Part::Any } else { Part::Exact(written.into()) }
}

fn is<'b>(rule: &Rule<'b>) -> Vec<Region<'b>> {
    let [host, path, query, fragment] = rule.parts();
    let written = |part: &'b [u8]| if part.is_empty() { Part::Any } else { Part::Exact(part.into()) };
    equal_paths(path)
        .map(|path| Region {
            authority: authority(rule, host),
            path: Part::Exact(path.into()),
            query: written(query),
            fragment: written(fragment),
        })
        .collect()
}

fn below<'b>(rule: &Rule<'b>) -> Vec<Region<'b>> {
    let [host, path, ..] = rule.parts();
    let paths = equal_paths(path).map(|path| Part::Exact(path.into()));
    paths
        .chain([prefix([path, b"/"].concat(), true)])
        .map(|path| Region { authority: authority(rule, host), path, ..Region::ANY })
        .collect()
}

fn starts_with<'b>(rule: &Rule<'b>) -> (Vec<Region<'b>>, bool) {
    if rule.flags & flag::UNICODE_HOST != 0 {
        return (vec![Region::ANY], false);
    }
    let (host, rest) = match rule.text.iter().position(|&byte| byte == b'/') {
        Some(at) => rule.text.split_at_checked(at).unwrap_or_default(),
        // It ends within the host or the port.
        None => return (vec![Region { authority: prefix(rule.text, false), ..Region::ANY }], true),
    };
    let split = |text: &'b [u8], end: u8| {
        let at = text.iter().position(|&byte| byte == end);
        at.and_then(|at| text.split_at_checked(at))
    };
    let authority = authority(rule, host);
    let region = match split(rest, b'#') {
        Some((head, fragment)) => {
            let (path, query) = split(head, b'?').unwrap_or((head, &[]));
            let [path, query] = [path, query].map(|part| Part::Exact(part.into()));
            Region { authority, path, query, fragment: prefix(fragment, false) }
        }
        None => match split(rest, b'?') {
            Some((path, query)) => Region {
                authority,
                path: Part::Exact(path.into()),
                query: prefix(query, false),
                fragment: Part::Any,
            },
            None => Region { authority, path: prefix(rest, true), ..Region::ANY },
        },
    };
    (vec![region], true)
}

/// What stands before the first star.
fn wildcard<'b>(rule: &Rule<'b>) -> (Vec<Region<'b>>, bool) {
    let text = rule.text;
    let is_only_stars = !text.is_empty() && text.iter().all(|&byte| byte == b'*') || text == b"*/*";
    if is_only_stars && rule.flags & !flag::NO_SLASH == 0 {
        return (vec![Region::ANY], true);
    }
    if rule.flags & (flag::UNICODE_HOST | flag::NO_SLASH) != 0 {
        return (vec![Region::ANY], false);
    }
    let star = text.iter().position(|&byte| byte == b'*');
    let literal = text.get(..star.unwrap_or(text.len())).unwrap_or_default();
    let Some(path_at) = literal.iter().position(|&byte| byte == b'/') else {
        return (vec![Region { authority: prefix(literal, false), ..Region::ANY }], false);
    };
    let (host, rest) = literal.split_at_checked(path_at).unwrap_or_default();
    let path_end = rest.iter().position(|byte| matches!(byte, b'?' | b'#'));
    let path = rest.get(..path_end.unwrap_or(rest.len())).unwrap_or_default();
    let is_whole = path_end.is_some() || star.is_none();
    let path = if is_whole { Part::Exact(path.into()) } else { prefix(path, true) };
    let has_one_final_star = star.is_none_or(|at| at + 1 == text.len());
    let is_exact = has_one_final_star && rule.flags & (flag::QUERY | flag::FRAGMENT) == 0;
    (vec![Region { authority: authority(rule, host), path, ..Region::ANY }], is_exact)
}
