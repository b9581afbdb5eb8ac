//! Pages made up to show something: addresses that a rule matches, made from its compiled form.
//!
//! Only proposes. Whoever asks tries each proposal by the rule itself, so a wrong one costs time and claims nothing.

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::rule::{Kind, Rule, flag};

/// What follows an address to make another one of it, where exclusions stand in the way.
const TAILS: [&str; 5] = ["", "?a=1", "a", "/a", "-1"];

/// Another site, for rules that say where they do not match.
const ELSEWHERE: &str = "https://example.net";

/// Addresses that the rule may match; the most natural ones first. `origin` is where rules without a host are tried.
pub(super) fn proposals(rule: &Rule<'_>, origin: &str) -> impl Iterator<Item = String> + use<> {
    let mut bases = if rule.op.is_negative() { Vec::new() } else { positive(rule, origin) };
    bases.extend(["/", "/a", "/b/c?d=1"].map(|path| format!("{origin}{path}")));
    bases.push(format!("{ELSEWHERE}/"));
    let bases_again = bases.clone();
    TAILS.into_iter().flat_map(move |tail| {
        let bases = bases_again.clone();
        bases.into_iter().map(move |base| base + tail)
    })
}

/// Addresses that the positive form of a rule may match.
pub(super) fn positive(rule: &Rule<'_>, origin: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(rule.text).to_string();
    let at_home = rule.flags & flag::ANY_HOST != 0;
    let part = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_string();
    let host = |authority: &[u8]| {
        if at_home { vec![origin.to_owned()] } else { with_schemes(&part(authority)) }
    };
    match rule.kind {
        Kind::All => vec![format!("{origin}/")],
        Kind::Inert => Vec::new(),
        Kind::Is => {
            let [authority, path, query, fragment] = rule.parts();
            let rest = part(path) + &part(query) + &part(fragment);
            host(authority).into_iter().map(|host| host + &rest).collect()
        }
        Kind::Below => {
            let [authority, path, ..] = rule.parts();
            let path = part(path);
            let below = |host: String| [format!("{host}{path}"), format!("{host}{path}/a")];
            host(authority).into_iter().flat_map(below).collect()
        }
        Kind::StartsWith if at_home => completed(&format!("{origin}{text}")),
        Kind::StartsWith => with_schemes(&text).iter().flat_map(|text| completed(text)).collect(),
        Kind::Contains => around(&text, origin),
        Kind::ContainsSegment => {
            let end = part(rule.head());
            around(&end, origin).into_iter().chain(around(&(end + "/"), origin)).collect()
        }
        Kind::Wildcard => wildcard(&text, origin, at_home),
        Kind::Query => {
            let (name, value) = rule.parameter();
            let value = value.map(|value| format!("={}", encoded(value))).unwrap_or_default();
            vec![format!("{origin}/?{}{value}", encoded(name))]
        }
        Kind::Regex => shortest_match(&text).map(|text| around(&text, origin)).unwrap_or_default(),
    }
}

fn with_schemes(rest: &str) -> Vec<String> {
    // What stands in front of the default port of one scheme is written with the other.
    ["https://", "http://"].map(|scheme| format!("{scheme}{rest}")).to_vec()
}

/// Addresses that begin with this.
fn completed(text: &str) -> Vec<String> {
    ["", "a", "/", "example.com/", ".example.com/", "8080/", "20", "0"]
        .map(|rest| format!("{text}{rest}"))
        .to_vec()
}

/// Addresses with this somewhere.
fn around(text: &str, origin: &str) -> Vec<String> {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let mut found = Vec::new();
    if text.contains("://") {
        for before in ["", "https", "http", "h"] {
            found.extend(["", "/", "a/"].map(|after| format!("{before}{text}{after}")));
        }
    }
    if let Some(port) = text.strip_prefix(':') {
        found.push(format!("https://{host}:{port}"));
        found.push(format!("https://{host}:{port}/"));
    }
    if text.starts_with('/') {
        found.push(format!("{origin}{text}"));
    } else if text.starts_with('.') {
        found.push(format!("https://www{text}"));
    } else if text.starts_with(['?', '#']) {
        found.push(format!("{origin}/{text}"));
    } else if text.split('/').next().is_some_and(|head| head.contains('.')) {
        found.extend(["", "/", "com/"].map(|after| format!("https://{text}{after}")));
    }
    found.extend(["/", "/?", "/#", "/a"].map(|before| format!("{origin}{before}{text}")));
    // It may end in the middle of a triplet, or be a piece of the host.
    found.push(format!("{origin}/{text}20"));
    found.push(format!("https://{text}/"));
    found.push(format!("https://a{text}a.com/"));
    found
}

fn wildcard(text: &str, origin: &str, at_home: bool) -> Vec<String> {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let (head, rest) = text.split_once('*').unwrap_or((text, ""));
    let mut found = Vec::new();
    for others in ["", "a"] {
        let rest = rest.replace('*', others);
        if !text.contains('*') {
            found.push(head.to_owned());
            continue;
        }
        for first in ["", "a", "www", host, &format!("{host}/")] {
            found.push(format!("{head}{first}{rest}"));
        }
    }
    let whole = |text: String| {
        if at_home { vec![format!("{origin}{text}")] } else { with_schemes(&text) }
    };
    found.into_iter().flat_map(whole).collect()
}

/// As a form sends it: everything but letters and digits as triplets.
fn encoded(text: &[u8]) -> String {
    let mut out = String::new();
    for &byte in text {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            crate::normal::write_byte(&mut out, byte, true);
        }
    }
    out
}

/// A short text in which the expression occurs.
fn shortest_match(expression: &str) -> Option<String> {
    let mut text = Vec::new();
    push_match(&parsed(expression)?, &mut text, LONGEST)?;
    String::from_utf8(text).ok()
}

/// Longest text made from an expression, in bytes.
const LONGEST: usize = 2_048;

/// The expression as `pattern.rs` compiles it.
pub(super) fn parsed(expression: &str) -> Option<Hir> {
    regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(expression).ok()
}

/// Appends what the expression matches: the first alternative, the fewest repetitions. What it looks at around itself is
/// left to luck.
fn push_match(hir: &Hir, text: &mut Vec<u8>, most: usize) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.extend(&*literal.0),
        HirKind::Class(class) => text.push(one_of(class)?),
        HirKind::Repetition(repetition) => {
            for _ in 0..repetition.min {
                let before = text.len();
                push_match(&repetition.sub, text, most)?;
                // Nothing, however often, is nothing.
                if text.len() == before {
                    break;
                }
            }
        }
        HirKind::Capture(capture) => push_match(&capture.sub, text, most)?,
        HirKind::Concat(parts) => {
            for part in parts {
                push_match(part, text, most)?;
            }
        }
        HirKind::Alternation(parts) => push_match(parts.first()?, text, most)?,
    }
    (text.len() <= most).then_some(())
}

/// A byte of the class that an address can have anywhere.
fn one_of(class: &Class) -> Option<u8> {
    let holds = |byte: u8| match class {
        Class::Bytes(class) => {
            class.ranges().iter().any(|range| range.start() <= byte && byte <= range.end())
        }
        Class::Unicode(class) => {
            let char = char::from(byte);
            class.ranges().iter().any(|range| range.start() <= char && char <= range.end())
        }
    };
    (b'a'..=b'z')
        .chain(b'0'..=b'9')
        .chain(b'A'..=b'Z')
        .chain(*b"/-_.~?&=%#:@!$'()*+,;[]")
        .find(|&byte| holds(byte))
}
