//! Reading the beginning of a rule's value as people write it: scheme, host and port, all of them optional.
//!
//! Knows the WHATWG host rules (by way of `url` and `idna`) and dot segments. Does not know operators.

use alloc::{
    borrow::{Cow, ToOwned as _},
    string::{String, ToString},
    vec::Vec,
};

use crate::{
    disputes, normal,
    page_url::{has_prefix_ignoring_case, split_before, split_port, without_user},
    rule::InertReason,
};

/// The scheme a value writes. It is not compared; it only says which port is the default one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Http,
    Https,
    NotWritten,
}

impl Scheme {
    pub(super) fn has_default_port(self, port: &str) -> bool {
        match self {
            Self::Http => port == "80",
            Self::Https => port == "443",
            Self::NotWritten => port == "80" || port == "443",
        }
    }
}

/// A value without its scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start<'v> {
    /// Begins with `/`: a path on any host.
    Path(&'v str),
    /// Begins with a host.
    Host(Scheme, &'v str),
}

/// Schemes that people write with one colon and digits after it, or within a text, where a host or a word could stand.
const FOREIGN: [&str; 8] = ["javascript", "vbscript", "data", "mailto", "tel", "sms", "about", "blob"];

/// Schemes that are foreign for certain where `//` follows.
const FOREIGN_WITH_SLASHES: [&str; 8] =
    ["ftp", "ftps", "file", "ws", "wss", "chrome", "chrome-extension", "moz-extension"];

/// Takes the scheme off a value that is read as an address.
pub(super) fn split_scheme(value: &str) -> Result<Start<'_>, InertReason> {
    if is_slash(value) {
        let after = value.trim_start_matches(['/', '\\']);
        if value.len() - after.len() < 2 {
            return Ok(Start::Path(value));
        }
        return host(Scheme::NotWritten, after);
    }
    for (name, scheme) in [("http:", Scheme::Http), ("https:", Scheme::Https)] {
        if has_prefix_ignoring_case(value, name) {
            let after = value.get(name.len()..).unwrap_or_default();
            return host(scheme, after.trim_start_matches(['/', '\\']));
        }
    }
    let (head, _) = split_before(value, |byte| matches!(byte, b'/' | b'\\' | b'?' | b'#'));
    match head.split_once(':') {
        Some((word, after)) if is_scheme(word) && !is_port_or_user(word, after, value, head) => {
            Err(InertReason::ForeignScheme)
        }
        _ => host(Scheme::NotWritten, value),
    }
}

fn host(scheme: Scheme, after: &str) -> Result<Start<'_>, InertReason> {
    // `https://*` is a scheme and a wildcard, which says nothing but "any host".
    if after.is_empty() { Err(InertReason::OnlyScheme) } else { Ok(Start::Host(scheme, after)) }
}

/// Whether what follows `word:` makes `word` a host or a user name: `localhost:3000`, `user:secret@host`.
fn is_port_or_user(word: &str, after: &str, value: &str, head: &str) -> bool {
    if FOREIGN.iter().any(|scheme| word.eq_ignore_ascii_case(scheme)) {
        return false;
    }
    if after.is_empty() {
        let is_followed_by_slashes = value.get(head.len()..).is_some_and(|rest| rest.starts_with("//"));
        return !is_followed_by_slashes && (word.contains('.') || word.eq_ignore_ascii_case("localhost"));
    }
    after.contains('@') || after.bytes().all(|byte| byte.is_ascii_digit() || byte == b'*')
}

fn is_scheme(word: &str) -> bool {
    let is_scheme_byte = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    word.starts_with(|first: char| first.is_ascii_alphabetic()) && word.bytes().all(is_scheme_byte)
}

fn is_slash(value: &str) -> bool {
    value.starts_with(['/', '\\'])
}

/// Why a text to search for cannot be meant as one: it is only a scheme, or begins with a foreign one beyond doubt.
///
/// Most words before a colon are just text there: `contains ref:42`, `contains File:Photo.png`.
pub(super) fn refused_as_text(value: &str) -> Option<InertReason> {
    let (word, after) = value.split_once(':')?;
    let is_one_of = |names: &[&str]| names.iter().any(|name| word.eq_ignore_ascii_case(name));
    if is_one_of(&["http", "https"]) && after.bytes().all(|byte| byte == b'/') {
        Some(InertReason::OnlyScheme)
    } else if is_one_of(&FOREIGN) || (is_one_of(&FOREIGN_WITH_SLASHES) && after.starts_with("//")) {
        Some(InertReason::ForeignScheme)
    } else {
        None
    }
}

/// `[user@]host[:port]`, complete, as pages spell it: A-labels, no user, no default port.
pub(super) fn authority(scheme: Scheme, text: &str) -> Result<String, InertReason> {
    if is_plain_domain(text) {
        return Ok(without_ignored_www(text.to_owned()));
    }
    let (name, port) = split_port(without_user(text)).ok_or(InertReason::Host)?;
    let mut authority = if is_plain_domain(name) {
        name.to_owned()
    } else {
        url::Host::parse(name).map_err(|_| InertReason::Host)?.to_string()
    };
    if !port.is_empty() {
        if !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InertReason::Host);
        }
        let port: u16 = port.parse().map_err(|_| InertReason::Host)?;
        push_port(&mut authority, scheme, &port.to_string());
    }
    Ok(without_ignored_www(authority))
}

/// Whether a host is certainly what it is written as: lower-case ASCII labels, no punycode, no number at the end that
/// would make it an IPv4 address. The parser agrees, and takes a hundred times as long.
fn is_plain_domain(name: &str) -> bool {
    let (mut length, mut is_word) = (0, false);
    for byte in name.bytes() {
        match byte {
            b'.' if length == 0 => return false,
            b'.' => length = 0,
            b'a'..=b'z' | b'0'..=b'9' | b'-' => {
                is_word = if length == 0 { byte.is_ascii_lowercase() } else { is_word };
                length += 1;
            }
            _ => return false,
        }
        if length > 63 {
            return false;
        }
    }
    length > 0 && is_word && name.len() < 254 && !name.contains("xn--")
}

/// The beginning of a host or of `host:port`, and whether it has to be compared with the Unicode form of the host.
pub(super) fn authority_prefix(scheme: Scheme, text: &str) -> Result<(String, bool), InertReason> {
    let text = without_user(text);
    if let Some(inside) = text.strip_prefix('[')
        && !inside.contains(']')
    {
        let is_address_byte = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
        return if inside.bytes().all(is_address_byte) {
            Ok((text.to_ascii_lowercase(), false))
        } else {
            Err(InertReason::Host)
        };
    }
    let (name, port) = split_port(text).ok_or(InertReason::Host)?;
    if text.len() > name.len() {
        if !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InertReason::Host);
        }
        let mut prefix = authority(scheme, name)?;
        if port.is_empty() {
            // The port has still to come, so there must be one.
            prefix.push(':');
        }
        push_port(&mut prefix, scheme, port);
        return Ok((prefix, false));
    }
    if name.starts_with('[') {
        return Ok((authority(scheme, name)?, false));
    }
    let name = decoded(name).ok_or(InertReason::Host)?;
    if name.is_empty() || !name.bytes().all(is_host_byte) {
        return Err(InertReason::Host);
    }
    if name.is_ascii() {
        return Ok((without_ignored_www(name.to_ascii_lowercase()), false));
    }
    let (unicode, _) = idna::domain_to_unicode(&name);
    if unicode.contains(char::REPLACEMENT_CHARACTER) {
        return Err(InertReason::Host);
    }
    let mut prefix = String::new();
    normal::push_normal(&mut prefix, &unicode);
    Ok((without_ignored_www(prefix), true))
}

/// `host[:port]` in which a `*` may stand for anything, and whether it is compared with the Unicode form of the host.
pub(super) fn authority_pattern(scheme: Scheme, text: &str) -> Result<(String, bool), InertReason> {
    let text = without_user(text);
    if !text.contains('*') {
        return Ok((authority(scheme, text)?, false));
    }
    let (name, port) = split_port(text).ok_or(InertReason::Host)?;
    let name = decoded(name).ok_or(InertReason::Host)?;
    if !name.bytes().all(is_host_byte) && !name.starts_with('[')
        || !port.bytes().all(|byte| byte.is_ascii_digit() || byte == b'*')
    {
        return Err(InertReason::Host);
    }
    let is_compared_in_unicode = name.split('.').any(|label| label.contains('*') && !label.is_ascii());
    let mut pattern = String::new();
    if is_compared_in_unicode {
        normal::push_normal(&mut pattern, &idna::domain_to_unicode(&name).0);
    } else {
        let labels: Result<Vec<_>, _> =
            name.split('.')
                .map(|label| {
                    if label.is_ascii() {
                        Ok(label.to_ascii_lowercase())
                    } else {
                        idna::domain_to_ascii(label)
                    }
                })
                .collect();
        pattern = labels.map_err(|_| InertReason::Host)?.join(".");
    }
    push_port(&mut pattern, scheme, port);
    Ok((pattern, is_compared_in_unicode))
}

fn push_port(authority: &mut String, scheme: Scheme, port: &str) {
    if !port.is_empty() && !scheme.has_default_port(port) {
        authority.push(':');
        authority.push_str(port);
    }
}

fn without_ignored_www(mut authority: String) -> String {
    let start = disputes::comparable_host_start(authority.as_bytes());
    authority.drain(..start);
    authority
}

/// Percent triplets of a host decoded, as parsers do before IDNA.
fn decoded(host: &str) -> Option<Cow<'_, str>> {
    if !host.contains('%') {
        return Some(Cow::Borrowed(host));
    }
    let decoded: Vec<u8> = normal::Decoded::of(host.as_bytes()).collect();
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

/// What may stand in a domain (URL Standard, "forbidden domain code point").
fn is_host_byte(byte: u8) -> bool {
    !byte.is_ascii_control()
        && !matches!(
            byte,
            b' ' | b'#' | b'%' | b'/' | b':' | b'<' | b'>' | b'?' | b'@' | b'[' | b'\\' | b']' | b'^' | b'|'
        )
}

/// Resolves `.` and `..` in a path that begins with `/`, as the URL Standard does.
///
/// `is_open`: the text may go on after its end, so its last segment is left as it is: `/.` may become `/.well-known`.
pub(super) fn resolve_dots(path: &str, is_open: bool) -> Cow<'_, str> {
    // A dot segment begins with a dot or with one encoded.
    let may_begin_one = |bytes: &[u8; 2]| matches!(bytes, b"/." | b"/%");
    if path.starts_with('/') && !path.as_bytes().array_windows().any(may_begin_one) {
        return Cow::Borrowed(path);
    }
    let mut segments: Vec<&str> = Vec::new();
    let mut rest = path.strip_prefix('/').unwrap_or(path).split('/').peekable();
    while let Some(segment) = rest.next() {
        let is_last = rest.peek().is_none();
        let dots = if is_last && is_open { 0 } else { dots(segment) };
        if dots == 2 {
            segments.pop();
        }
        match dots {
            0 => segments.push(segment),
            _ if is_last => segments.push(""),
            _ => {}
        }
    }
    let mut resolved = String::with_capacity(path.len());
    for segment in segments {
        resolved.push('/');
        resolved.push_str(segment);
    }
    Cow::Owned(resolved)
}

/// How many dots a segment consists of, if of nothing else and of at most two; `%2e` is a dot too.
fn dots(segment: &str) -> usize {
    let mut rest = segment;
    let mut count = 0;
    while !rest.is_empty() {
        let length = if rest.starts_with('.') {
            1
        } else if has_prefix_ignoring_case(rest, "%2e") {
            3
        } else {
            return 0;
        };
        rest = rest.get(length..).unwrap_or_default();
        count += 1;
    }
    if count > 2 { 0 } else { count }
}
