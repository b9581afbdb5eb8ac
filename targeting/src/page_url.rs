//! The address of a page in normal form, split into the parts that rules compare.
//!
//! Knows scheme, host, path, query and fragment. Does not parse what no browser has parsed: dots, backslashes and
//! Unicode hosts were resolved by the WHATWG parser before (`PageUrl::parse` of the feature `compile` runs one).

use alloc::{borrow::Cow, string::String};

use crate::{disputes, normal, punycode};

/// A page address, normalised, or "unusable": only the operator `all` matches what is not http or https.
#[derive(Clone, Debug)]
pub struct PageUrl<'a> {
    plain: Option<Spelling<'a>>,
    unicode: Option<Spelling<'static>>,
}

impl<'a> PageUrl<'a> {
    /// Reads `location.href` or a Referer, that is, what a browser has serialised.
    ///
    /// Borrows where the address is in normal form already. Never panics; whatever is not an http(s) address with a host
    /// is unusable.
    pub fn from_browser(href: &'a str) -> Self {
        let plain = Spelling::read(href);
        let unicode = plain.as_ref().and_then(Spelling::with_unicode_host);
        Self { plain, unicode }
    }

    /// Whether rules other than `all` apply to this page.
    pub fn is_usable(&self) -> bool {
        self.plain.is_some()
    }

    /// The address in normal form, without user name and password; empty if unusable.
    pub fn as_str(&self) -> &str {
        self.plain.as_ref().map_or("", |spelling| &spelling.text)
    }

    /// FNV-1a (32 bits) of the address in normal form. Tells two pages apart; it is no secret and proves nothing.
    pub fn hash(&self) -> u32 {
        self.as_str()
            .bytes()
            .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    /// `scheme://host[:port]`; empty if unusable.
    pub fn origin(&self) -> &str {
        self.plain
            .as_ref()
            .and_then(|spelling| spelling.text.get(..spelling.authority_end))
            .unwrap_or_default()
    }

    /// The address as machines write it, with an ASCII host.
    pub(crate) fn plain(&self) -> Option<&Spelling<'_>> {
        self.plain.as_ref()
    }

    /// The address as people read it, with a Unicode host (as percent triplets), where that differs.
    pub(crate) fn unicode(&self) -> Option<&Spelling<'_>> {
        self.unicode.as_ref()
    }

    /// The same page without the borrow.
    pub fn into_owned(self) -> PageUrl<'static> {
        let own =
            |spelling: Spelling<'_>| Spelling { text: Cow::Owned(spelling.text.into_owned()), ..spelling };
        PageUrl { plain: self.plain.map(own), unicode: self.unicode }
    }
}

/// One way to write an address, all ASCII: `scheme://host[:port]/path[?query][#fragment]`.
#[derive(Clone, Debug)]
pub(crate) struct Spelling<'a> {
    text: Cow<'a, str>,
    host_start: usize,
    authority_end: usize,
    path_end: usize,
    query_end: usize,
}

impl<'a> Spelling<'a> {
    fn read(href: &'a str) -> Option<Self> {
        Self::read_normal(href).or_else(|| Self::read_any(href))
    }

    /// Reads what is in normal form already, without a port: nearly everything that browsers say.
    fn read_normal(href: &'a str) -> Option<Self> {
        let bytes = href.as_bytes();
        let host_start = match bytes {
            [b'h', b't', b't', b'p', b's', b':', b'/', b'/', ..] => 8,
            [b'h', b't', b't', b'p', b':', b'/', b'/', ..] => 7,
            _ => return None,
        };
        let after = bytes.get(host_start..)?;
        let host = after.iter().position(|&byte| !normal::is_plain_host(byte))?;
        let rest = after.get(host..)?;
        if host == 0 || rest.first() != Some(&b'/') || !normal::is_normal(rest) {
            return None;
        }
        Some(Self::cut(Cow::Borrowed(href), host_start, host_start + host))
    }

    fn read_any(href: &'a str) -> Option<Self> {
        let (scheme, default_port) = if has_prefix_ignoring_case(href, "https://") {
            ("https://", "443")
        } else if has_prefix_ignoring_case(href, "http://") {
            ("http://", "80")
        } else {
            return None;
        };
        let after = href.get(scheme.len()..)?;
        let (authority, rest) = split_before(after, |byte| matches!(byte, b'/' | b'?' | b'#'));
        let authority_written = authority;
        let authority = without_user(authority);
        let (host, port) = split_port(authority)?;
        let port = if port == default_port { "" } else { port };
        if host.is_empty() || !is_host(host) || !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }

        let port_length = if port.is_empty() { 0 } else { port.len() + 1 };
        let is_as_written = href.starts_with(scheme)
            && authority_written.len() == host.len() + port_length
            && !host.bytes().any(|byte| byte.is_ascii_uppercase())
            && rest.starts_with('/')
            && normal::is_normal(rest.as_bytes());
        let text = if is_as_written {
            Cow::Borrowed(href)
        } else {
            let mut text = String::with_capacity(href.len() + 1);
            text.push_str(scheme);
            text.extend(host.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
            if !port.is_empty() {
                text.push(':');
                text.push_str(port);
            }
            if !rest.starts_with('/') {
                text.push('/');
            }
            normal::push_normal(&mut text, rest);
            Cow::Owned(text)
        };
        Some(Self::cut(text, scheme.len(), scheme.len() + host.len() + port_length))
    }

    fn cut(text: Cow<'a, str>, host_start: usize, authority_end: usize) -> Self {
        let after = text.get(authority_end..).unwrap_or_default();
        #[cfg(feature = "index")]
        let (path_end, query_end) = crate::index::marks::ends(after.as_bytes());
        #[cfg(not(feature = "index"))]
        let (path_end, query_end) = {
            let end = |of: char| after.find(of).unwrap_or(after.len());
            (end('?').min(end('#')), end('#'))
        };
        let (path_end, query_end) = (authority_end + path_end, authority_end + query_end);
        Self { text, host_start, authority_end, path_end, query_end }
    }

    /// The same address with every punycode label of the host decoded; `None` where there is none.
    fn with_unicode_host(&self) -> Option<Spelling<'static>> {
        let authority = self.text.get(self.host_start..self.authority_end)?;
        // Most hosts end here.
        authority.as_bytes().array_windows().find(|bytes| *bytes == b"xn--")?;
        let mut text = String::from(self.text.get(..self.host_start)?);
        let mut is_decoded = false;
        let (host, port) = split_before(authority, |byte| byte == b':');
        for (index, label) in host.split('.').enumerate() {
            if index > 0 {
                text.push('.');
            }
            match label.strip_prefix("xn--").and_then(|encoded| punycode::decode(encoded.as_bytes())) {
                Some(decoded) => {
                    is_decoded = true;
                    for char in decoded.chars() {
                        normal::push_normal(&mut text, char.encode_utf8(&mut [0; 4]));
                    }
                }
                None => text.push_str(label),
            }
        }
        text.push_str(port);
        let authority_end = text.len();
        text.push_str(self.text.get(self.authority_end..)?);
        is_decoded.then(|| Spelling::cut(Cow::Owned(text), self.host_start, authority_end))
    }

    /// All of it.
    #[cfg(feature = "index")]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Where a stretch begins.
    pub(crate) fn start(&self, from: From) -> usize {
        match from {
            From::Scheme if disputes::CONTAINS_SEES_THE_SCHEME => 0,
            From::Scheme | From::Host => self.compared_host_start(),
            From::Path => self.authority_end,
        }
    }

    /// Where a stretch ends.
    pub(crate) fn end(&self, with_fragment: bool) -> usize {
        if with_fragment { self.text.len() } else { self.query_end }
    }

    /// `host[:port]`.
    pub(crate) fn authority(&self) -> &[u8] {
        self.slice(self.compared_host_start(), self.authority_end)
    }

    /// The path, beginning with `/`.
    pub(crate) fn path(&self) -> &[u8] {
        self.slice(self.authority_end, self.path_end)
    }

    /// The query with its `?`; empty if there is none.
    pub(crate) fn query(&self) -> &[u8] {
        self.slice(self.path_end, self.query_end)
    }

    /// The fragment with its `#`; empty if there is none.
    pub(crate) fn fragment(&self) -> &[u8] {
        self.slice(self.query_end, self.text.len())
    }

    /// What is compared as one text: from the scheme, the host or the path, up to the query's end or the fragment's.
    pub(crate) fn stretch(&self, from: From, with_fragment: bool) -> &[u8] {
        self.slice(self.start(from), self.end(with_fragment))
    }

    /// From the host or the path up to the end of the path.
    pub(crate) fn up_to_path(&self, from_path: bool) -> &[u8] {
        self.slice(if from_path { self.authority_end } else { self.compared_host_start() }, self.path_end)
    }

    fn compared_host_start(&self) -> usize {
        self.host_start + disputes::comparable_host_start(self.slice(self.host_start, self.authority_end))
    }

    fn slice(&self, start: usize, end: usize) -> &[u8] {
        self.text.as_bytes().get(start..end).unwrap_or_default()
    }
}

/// Where a compared stretch of the address begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    Scheme,
    Host,
    Path,
}

/// Splits before the first byte that `is_end`; all of `text` comes first if there is none. For ASCII ends only.
pub(crate) fn split_before(text: &str, is_end: impl Fn(u8) -> bool) -> (&str, &str) {
    let at = text.bytes().position(is_end).unwrap_or(text.len());
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// Splits `host[:port]`; the port comes without its colon. `None` for a bracket that is never closed.
pub(crate) fn split_port(authority: &str) -> Option<(&str, &str)> {
    let mut bytes = authority.bytes();
    let host_end = if authority.starts_with('[') {
        bytes.position(|byte| byte == b']')? + 1
    } else {
        bytes.rposition(|byte| byte == b':').unwrap_or(authority.len())
    };
    let (host, port) = authority.split_at_checked(host_end)?;
    match port.strip_prefix(':') {
        Some(port) => Some((host, port)),
        None => port.is_empty().then_some((host, "")),
    }
}

/// Takes user name and password off an authority.
pub(crate) fn without_user(authority: &str) -> &str {
    let host_start = authority.bytes().rposition(|byte| byte == b'@').map_or(0, |at| at + 1);
    authority.get(host_start..).unwrap_or_default()
}

pub(crate) fn has_prefix_ignoring_case(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// Whether a browser can have serialised this host: an IPv6 address in brackets, or a domain.
fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
    }
    normal::is_domain(host.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(href: &str, normal: &str) {
        let page = PageUrl::from_browser(href);
        assert_eq!(page.as_str(), normal, "{href:?}");
        assert_eq!(page.is_usable(), !normal.is_empty());
        assert_eq!(PageUrl::from_browser(page.as_str()).as_str(), normal, "again");
    }

    #[test]
    fn browsers_addresses_become_normal() {
        check("https://www.example.com/", "https://www.example.com/");
        check("https://user:pa@ss@www.example.com/a", "https://www.example.com/a");
        check("HTTPS://WWW.Example.com:443/A", "https://www.example.com/A");
        check("http://example.com:80", "http://example.com/");
        check("http://example.com:443/", "http://example.com:443/");
        check("https://example.com?x=1", "https://example.com/?x=1");
        check("http://[::1]:3000/a", "http://[::1]:3000/a");
        check("https://example.com/%c3%bc?q=%27#%7e", "https://example.com/%C3%BC?q='#~");
    }

    #[test]
    fn anything_else_is_unusable() {
        for href in [
            "",
            "about:blank",
            "file:///etc/passwd",
            "https://",
            "https:///",
            "http://:80/",
            "http://ex ample/",
            "http://[::1/",
            "http://[::1]x/",
            "http://a:b/",
            "http://::/",
            "http://münchen.de/",
            "javascript:alert(1)",
            "http:/x",
            "ü",
            "http",
        ] {
            check(href, "");
        }
    }

    #[test]
    fn what_is_normal_is_borrowed() {
        let page = PageUrl::from_browser("https://www.example.com/a?b=%20#c");
        assert!(matches!(page.plain, Some(Spelling { text: Cow::Borrowed(_), .. })));
    }

    #[test]
    fn unicode_hosts_are_spelled_both_ways() {
        let page = PageUrl::from_browser("https://www.xn--mnchen-3ya.de:8080/a?b#c");
        let unicode = page.unicode().map(|spelling| spelling.text.clone());
        assert_eq!(unicode.as_deref(), Some("https://www.m%C3%BCnchen.de:8080/a?b#c"));
        assert!(PageUrl::from_browser("https://xn--99999999999/").unicode().is_none());
        assert!(PageUrl::from_browser("https://example.com/xn--mnchen-3ya").unicode().is_none());
    }
}
