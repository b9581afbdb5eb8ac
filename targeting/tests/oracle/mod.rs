//! The semantics a second time, as slowly and literally as possible, on what the `url` crate makes of an address.
//!
//! Shares no code with the engine: strings instead of bytes, `url::Url` instead of its parsers, no compiled form.

use targeting::Visitor;
use targeting::json::{Audience, Chatflow, Condition, ConditionOperator, Operator, Rule, Who};
use url::Url;

/// Which chatflow is shown.
pub(crate) fn decide<'a>(account: &'a [Chatflow], url: &str, visitor: &Visitor<'_>) -> Option<&'a str> {
    let mut eligible: Vec<(i64, usize, &Chatflow)> = Vec::new();
    for (index, chatflow) in account.iter().enumerate() {
        let position = i64::try_from(index).expect("accounts are small") + 1;
        let includes = chatflow.include.is_empty() || chatflow.include.iter().any(|rule| matches(rule, url));
        let excludes = chatflow.exclude.iter().any(|rule| matches(rule, url));
        let is_for = is_for(&chatflow.audience, visitor.known, visitor.lists)
            && hold(&chatflow.conditions, visitor.facts.unwrap_or_default());
        if chatflow.enabled && is_for && includes && !excludes {
            eligible.push((chatflow.priority.unwrap_or(position), index, chatflow));
        }
    }
    eligible.sort_by_key(|&(priority, index, _)| (priority, index));
    eligible.first().map(|(_, _, chatflow)| chatflow.id.as_str())
}

fn is_for(audience: &Audience, known: bool, lists: &[&str]) -> bool {
    let member_of = |chosen: &[String]| known && chosen.iter().any(|id| lists.contains(&id.as_str()));
    let is_chosen = match audience.who {
        Who::Everyone => true,
        Who::Anonymous => !known,
        Who::Known => known,
        Who::Lists => member_of(&audience.lists),
        Who::Unknown(_) => false,
    };
    is_chosen && !member_of(&audience.hide_for_lists)
}

fn hold(groups: &[Vec<Condition>], facts: &[(&str, &str)]) -> bool {
    let mut groups = groups.iter().filter(|group| !group.is_empty()).peekable();
    groups.peek().is_none() || groups.any(|group| group.iter().all(|condition| holds(condition, facts)))
}

fn holds(condition: &Condition, facts: &[(&str, &str)]) -> bool {
    let name = condition.fact.as_str();
    if !["device", "language", "referrer", "visits"].contains(&name) && !name.starts_with("attribute.") {
        return false;
    }
    let fold = |text: &str| {
        if ["device", "language"].contains(&name) { text.to_ascii_lowercase() } else { text.to_owned() }
    };
    let actual = facts.iter().find(|(fact, _)| *fact == name).map(|(_, value)| fold(value));
    let value = fold(condition.value.as_deref().unwrap_or_default().trim());
    let is = |actual: &String| {
        *actual == value || (name == "language" && actual.starts_with(&format!("{value}-")))
    };
    let number = |text: &str| text.parse::<f64>().ok();
    let compare = |holds: fn(f64, f64) -> bool| {
        actual.as_deref().and_then(number).zip(number(&value)).is_some_and(|(a, b)| holds(a, b))
    };
    match &condition.op {
        ConditionOperator::IsKnown => return actual.is_some(),
        ConditionOperator::IsUnknown => return actual.is_none(),
        _ if value.is_empty() => return false,
        _ => {}
    }
    match &condition.op {
        ConditionOperator::Is => actual.as_ref().is_some_and(is),
        ConditionOperator::IsNot => !actual.as_ref().is_some_and(is),
        ConditionOperator::Contains => actual.is_some_and(|actual| actual.contains(&value)),
        ConditionOperator::NotContains => !actual.is_some_and(|actual| actual.contains(&value)),
        ConditionOperator::StartsWith => actual.is_some_and(|actual| actual.starts_with(&value)),
        ConditionOperator::NotStartsWith => !actual.is_some_and(|actual| actual.starts_with(&value)),
        ConditionOperator::AtLeast => compare(|a, b| a >= b),
        ConditionOperator::AtMost => compare(|a, b| a <= b),
        _ => false,
    }
}

/// Whether one rule matches one page.
pub(crate) fn matches(rule: &Rule, url: &str) -> bool {
    if rule.op == Operator::All {
        return true;
    }
    let Some(page) = Parts::of_page(url) else { return false };
    let value = clean(rule.value.as_deref().unwrap_or_default());
    let (positive, is_negative) = match &rule.op {
        Operator::Is => (is(&value, &page), false),
        Operator::IsNot => (is(&value, &page), true),
        Operator::StartsWith => (starts_with(&value, &page), false),
        Operator::NotStartsWith => (starts_with(&value, &page), true),
        Operator::Contains => (contains(&value, &page), false),
        Operator::NotContains => (contains(&value, &page), true),
        Operator::MatchesWildcard => (wildcard(&value, &page), false),
        Operator::Query => (query(rule, url), false),
        Operator::MatchesRegex => (occurs(&value, &page), false),
        Operator::All | Operator::Unknown(_) => (None, false),
    };
    // None: inert, in whatever form.
    positive.is_some_and(|positive| positive != is_negative)
}

/// An address in normal form. The host with its port; path, `?query` and `#fragment` as written.
struct Parts {
    scheme: String,
    host: String,
    unicode_host: String,
    path: String,
    query: String,
    fragment: String,
}

impl Parts {
    fn of_page(url: &str) -> Option<Self> {
        let url = Url::parse(url).ok()?;
        matches!(url.scheme(), "http" | "https").then(|| Self::of_url(&url))
    }

    fn of_url(url: &Url) -> Self {
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let ascii = url.host_str().unwrap_or_default();
        let (unicode, _) = idna::domain_to_unicode(ascii);
        Self {
            scheme: url.scheme().to_owned(),
            host: format!("{ascii}{port}"),
            unicode_host: if ascii.starts_with('[') {
                format!("{ascii}{port}")
            } else {
                normal(&unicode) + &port
            },
            path: normal(url.path()),
            query: url.query().map(|query| format!("?{}", normal(query))).unwrap_or_default(),
            fragment: url.fragment().map(|fragment| format!("#{}", normal(fragment))).unwrap_or_default(),
        }
    }

    /// The address as one text, for each form of the host.
    fn texts(&self, with_scheme: bool, with_fragment: bool) -> [String; 2] {
        [&self.host, &self.unicode_host].map(|host| {
            let scheme = if with_scheme { format!("{}://", self.scheme) } else { String::new() };
            let fragment = if with_fragment { self.fragment.as_str() } else { "" };
            format!("{scheme}{host}{}{}{fragment}", self.path, self.query)
        })
    }
}

fn is(value: &str, page: &Parts) -> Option<bool> {
    let (any_host, rule) = address(value)?;
    if let Some(below) = wildcard_base(value) {
        return self::below(below, page);
    }
    let cut = |path: &str| path.strip_suffix('/').unwrap_or(path).to_owned();
    Some(
        (any_host || rule.host == page.host)
            && cut(&rule.path) == cut(&page.path)
            && (rule.query.len() < 2 || rule.query == page.query)
            && (rule.fragment.len() < 2 || rule.fragment == page.fragment),
    )
}

/// V of `V/*`, where that is a wildcard.
fn wildcard_base(value: &str) -> Option<&str> {
    value.strip_suffix("/*").filter(|base| !base.contains(['?', '#']))
}

fn below(base: &str, page: &Parts) -> Option<bool> {
    let (any_host, rule) = address(&format!("{base}/"))?;
    let text = format!("{}/", page.path);
    Some(
        (any_host || rule.host == page.host)
            && (text.starts_with(&rule.path) || text == format!("{}/", rule.path.trim_end_matches('/'))),
    )
}

fn starts_with(value: &str, page: &Parts) -> Option<bool> {
    let rest = without_scheme(value)?;
    if wildcard_base(value).is_some() {
        return is(value, page);
    }
    let with_fragment = value.contains('#');
    let [ascii, unicode] = page.texts(false, with_fragment);
    let ends_in_host = !rest.starts_with('/') && !rest.contains(['/', '\\', '?', '#']);
    if ends_in_host {
        let rest = rest.rsplit('@').next().unwrap_or_default();
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !rest.starts_with('[') || host.ends_with(']') => (host, Some(port)),
            _ => (rest, None),
        };
        if let Some(port) = port {
            let prefix = Url::parse(&format!("http://{host}/")).ok()?.host_str()?.to_owned();
            if !port.chars().all(|char| char.is_ascii_digit()) {
                return None;
            }
            return Some(ascii.starts_with(&if is_default(value, port) {
                prefix
            } else {
                format!("{prefix}:{port}")
            }));
        }
        if host.starts_with('[') {
            let full =
                Url::parse(&format!("http://{host}/")).ok().and_then(|url| url.host_str().map(str::to_owned));
            // One bracket opens an address; a second is in none.
            let inside = host.strip_prefix('[').unwrap_or_default();
            let is_partial = !inside.contains([']', '['])
                && inside.chars().all(|char| char.is_ascii_hexdigit() || ":.".contains(char));
            return match full {
                Some(full) => Some(ascii.starts_with(&full)),
                None if is_partial => Some(ascii.starts_with(&host.to_ascii_lowercase())),
                None => None,
            };
        }
        let host = percent_decoded(host)?;
        if host.is_empty()
            || host.chars().any(|char| char.is_ascii_control() || " #%/:<>?@[\\]^|".contains(char))
        {
            return None;
        }
        if host.is_ascii() {
            return Some(ascii.starts_with(&host.to_ascii_lowercase()));
        }
        let (host, _) = idna::domain_to_unicode(&host);
        return (!host.contains('\u{FFFD}')).then(|| unicode.starts_with(&normal(&host)));
    }
    // The `url` crate resolves the last segment too, which may go on here: give it one more character, and take it off.
    let stays_open = !value.contains(['?', '#']);
    let (any_host, rule) = address(&if stays_open { format!("{value}Z") } else { value.to_owned() })?;
    let text =
        format!("{}{}{}{}", if any_host { "" } else { &rule.host }, rule.path, rule.query, rule.fragment);
    let text = if stays_open { text.strip_suffix('Z')? } else { &text };
    // A stray % at the end must not swallow the helper.
    let subject = if any_host { ascii.strip_prefix(&page.host)? } else { &ascii };
    Some(subject.starts_with(text))
}

fn occurs(pattern: &str, page: &Parts) -> Option<bool> {
    let regex =
        (!pattern.is_empty() && pattern.is_ascii()).then(|| regex::Regex::new(pattern).ok()).flatten()?;
    Some(page.texts(true, pattern.contains('#')).iter().any(|text| regex.is_match(text)))
}

fn contains(value: &str, page: &Parts) -> Option<bool> {
    let lower = value.to_ascii_lowercase();
    let is_bare =
        |scheme: &str| lower.strip_prefix(scheme).is_some_and(|rest| rest.chars().all(|char| char == '/'));
    let foreign = [
        "javascript:",
        "vbscript:",
        "data:",
        "mailto:",
        "tel:",
        "sms:",
        "about:",
        "blob:",
        "ftp://",
        "ftps://",
        "file://",
        "ws://",
        "wss://",
    ];
    if value.is_empty()
        || is_bare("http:")
        || is_bare("https:")
        || foreign.iter().any(|it| lower.starts_with(it))
    {
        return None;
    }
    let texts = page.texts(true, value.contains('#'));
    Some(texts.iter().any(|text| match wildcard_base(value).map(normal) {
        Some(base) if base.is_empty() => true,
        Some(base) => {
            ["/", "?", "#"].iter().any(|end| text.contains(&format!("{base}{end}"))) || text.ends_with(&base)
        }
        None => text.contains(&normal(value)),
    }))
}

/// Whether the oracle has an answer of its own: stars in hosts are for the table, two forms of them aside.
pub(crate) fn knows(rule: &Rule) -> bool {
    let value = clean(rule.value.as_deref().unwrap_or_default());
    let rest = without_scheme(&value).unwrap_or_default();
    let host = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    // The parser that the oracle asks takes control characters off the ends of an address; a rule that has one is inert.
    let has_control = value.chars().any(char::is_control);
    !has_control
        && (rule.op != Operator::MatchesWildcard
            || !host.contains('*') && !value.split("://").next().is_some_and(|scheme| scheme.contains('*'))
            || ["*", "*.example.com/*"].contains(&rest))
}

fn wildcard(value: &str, page: &Parts) -> Option<bool> {
    let rest = without_scheme(value)?;
    match rest {
        "*" => Some(true),
        // A star is any text, a slash too.
        "*.example.com/*" => Some(format!("{}{}", page.host, page.path).contains(".example.com/")),
        _ => plain_wildcard(value, rest, page),
    }
}

/// A pattern whose host, if it has one, is complete and without a star.
fn plain_wildcard(value: &str, rest: &str, page: &Parts) -> Option<bool> {
    let (any_host, _) = address(value)?;
    let host =
        |text: &str| if any_host { Some(String::new()) } else { address(text).map(|(_, parts)| parts.host) };
    let rest = if any_host { value } else { rest };
    let (before_fragment, fragment) = rest.find('#').map_or((rest, ""), |at| rest.split_at(at));
    let (head, query) =
        before_fragment.find('?').map_or((before_fragment, ""), |at| before_fragment.split_at(at));
    let head = head.replace('\\', "/");
    let (authority, path) = head.find('/').map_or((head.as_str(), "/"), |at| head.split_at(at));
    let scheme = value.split_once("://").map(|(scheme, _)| format!("{scheme}://")).unwrap_or_default();
    let authority = host(&format!("{scheme}{authority}"))?;
    let (fixed, stars) = path.find('*').map_or((path, ""), |at| path.split_at(at));
    // As with prefixes: the segment that the star continues is left as it is.
    let fixed = Url::parse(&format!("http://x{fixed}{}", if stars.is_empty() { "" } else { "Z" })).ok()?;
    let fixed = if stars.is_empty() { fixed.path() } else { fixed.path().strip_suffix('Z')? };
    let mut pattern = authority + &normal(fixed) + &normal(stars);
    let mut subject = if any_host { page.path.clone() } else { format!("{}{}", page.host, page.path) };
    for (written, actual) in [(query, &page.query), (fragment, &page.fragment)] {
        if written.len() > 1 {
            pattern += &normal(written);
            subject += actual;
        }
    }
    Some(tries_everything(pattern.as_bytes(), subject.as_bytes()))
}

fn tries_everything(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) => {
            tries_everything(rest, text)
                || text.split_first().is_some_and(|(_, text)| tries_everything(pattern, text))
        }
        (Some((a, pattern)), Some((b, text))) => a == b && tries_everything(pattern, text),
        _ => false,
    }
}

fn query(rule: &Rule, url: &str) -> Option<bool> {
    let name = clean(rule.name.as_deref().unwrap_or_default());
    let value = rule.value.as_deref().map(clean);
    let url = Url::parse(url).ok()?;
    (!name.is_empty()).then(|| {
        url.query_pairs().any(|(page_name, page_value)| {
            page_name == name && value.as_ref().is_none_or(|value| *value == page_value)
        })
    })
}

fn clean(value: &str) -> String {
    value.replace(['\t', '\r', '\n'], "").trim().to_owned()
}

/// A value without its scheme; None if the scheme is foreign or all there is.
fn without_scheme(value: &str) -> Option<&str> {
    let rest = if value.starts_with('/') || value.starts_with('\\') {
        let rest = value.trim_start_matches(['/', '\\']);
        if value.len() - rest.len() < 2 {
            return Some(value);
        }
        rest
    } else if let Some((scheme, rest)) = value.split_once(':') {
        match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => rest.trim_start_matches(['/', '\\']),
            "javascript" | "data" | "mailto" | "tel" | "sms" | "about" | "blob" | "vbscript" => return None,
            word if word.starts_with(|char: char| char.is_ascii_alphabetic())
                && word.chars().all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char)) =>
            {
                let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
                let is_host = if authority.is_empty() {
                    !rest.starts_with("//") && (word.contains('.') || word == "localhost")
                } else {
                    authority.contains('@')
                        || authority.chars().all(|char| char.is_ascii_digit() || char == '*')
                };
                if !is_host {
                    return None;
                }
                value
            }
            _ => value,
        }
    } else {
        value
    };
    (!rest.is_empty()).then_some(rest)
}

fn is_default(value: &str, port: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let written = ["http:", "https:"].into_iter().find(|scheme| lower.starts_with(scheme));
    match written {
        Some("http:") => port == "80",
        Some(_) => port == "443",
        None => port == "80" || port == "443",
    }
}

/// The value as an address, and whether any host will do.
fn address(value: &str) -> Option<(bool, Parts)> {
    let rest = without_scheme(value)?;
    if rest.starts_with('/') || rest.starts_with('\\') {
        let url = Url::parse(&format!("http://x{rest}")).ok()?;
        return Some((true, Parts::of_url(&url)));
    }
    if rest == "*" && value != "*" && !value.contains("*/") {
        return None;
    }
    let scheme = if value.to_ascii_lowercase().starts_with("https:") { "https" } else { "http" };
    let mut url = Url::parse(&format!("{scheme}://{rest}")).ok()?;
    if url.port().is_some_and(|port| is_default(value, &port.to_string())) {
        url.set_port(None).ok()?;
    }
    Some((false, Parts::of_url(&url)))
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let triplet = after.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let triplet = triplet.filter(|hex| hex.chars().all(|char| char.is_ascii_hexdigit()));
        match triplet.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

/// Upper-case triplets, unreserved ones and `%27` decoded, everything outside RFC 3986 encoded; a stray `%` stays.
fn normal(text: &str) -> String {
    const KEPT: &str = "-._~:/?#[]@!$&'()*+,;=%";
    let encoded: String = text
        .chars()
        .map(|char| {
            if char.is_ascii_alphanumeric() || KEPT.contains(char) {
                char.to_string()
            } else {
                char.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect()
            }
        })
        .collect();
    let mut normal = String::new();
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let hex = rest
            .strip_prefix('%')
            .and_then(|after| after.get(..2))
            .filter(|hex| hex.chars().all(|char| char.is_ascii_hexdigit()));
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                let char = char::from(byte);
                if char.is_ascii_alphanumeric() || "-._~'".contains(char) {
                    normal.push(char);
                } else {
                    normal += &format!("%{byte:02X}");
                }
                rest = &rest[3..];
            }
            None => {
                normal.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    normal
}
