//! The address of a page in normal form, split into the parts that rules compare.
//!
//! Knows scheme, host, path, query and fragment. Does not parse what no browser has parsed: dots, backslashes and
//! Unicode hosts were resolved by the WHATWG parser before (`PageUrl::parse` of the feature `compile` runs one).

use alloc::{borrow::Cow, vec, vec::Vec};

use crate::{
    compare::{Stands, Subject, naively},
    disputes,
    normal::{self, Sink as _},
    punycode,
};

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
        let plain = Spelling::read(href.as_bytes());
        let unicode = plain.as_ref().and_then(Spelling::with_unicode_host);
        Self { plain, unicode }
    }

    /// Whether rules other than `all` apply to this page.
    pub fn is_usable(&self) -> bool {
        self.plain.is_some()
    }

    /// The address in normal form, without user name and password; empty if unusable.
    pub fn as_str(&self) -> &str {
        self.up_to(|spelling| spelling.text.len())
    }

    /// FNV-1a (32 bits) of the address in normal form. Tells two pages apart; it is no secret and proves nothing.
    pub fn hash(&self) -> u32 {
        self.bytes()
            .iter()
            .fold(0x811c_9dc5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    /// `scheme://host[:port]`; empty if unusable.
    pub fn origin(&self) -> &str {
        self.up_to(|spelling| spelling.cuts[1])
    }

    /// The address in normal form as bytes, all of them ASCII; empty if unusable.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.plain.as_ref().map_or(&[], |spelling| &spelling.text)
    }

    fn up_to(&self, end: impl Fn(&Spelling<'_>) -> usize) -> &str {
        let text = self.plain.as_ref().and_then(|spelling| spelling.text.get(..end(spelling)));
        text.and_then(|text| core::str::from_utf8(text).ok()).unwrap_or_default()
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
    text: Cow<'a, [u8]>,
    /// Where authority, path, query and fragment begin, and where the last one ends. Of the authority, what is compared.
    cuts: [usize; 5],
}

impl<'a> Spelling<'a> {
    #[cfg(feature = "index")]
    fn read(href: &'a [u8]) -> Option<Self> {
        Self::read_normal(href).or_else(|| Self::read_any(href))
    }

    /// Where speed does not count, one way of reading is enough.
    #[cfg(not(feature = "index"))]
    fn read(href: &'a [u8]) -> Option<Self> {
        Self::read_any(href)
    }

    /// Reads what is in normal form already, without a port: nearly everything that browsers say.
    #[cfg(feature = "index")]
    fn read_normal(href: &'a [u8]) -> Option<Self> {
        let host_start = match href {
            [b'h', b't', b't', b'p', b's', b':', b'/', b'/', ..] => 8,
            [b'h', b't', b't', b'p', b':', b'/', b'/', ..] => 7,
            _ => return None,
        };
        let after = href.get(host_start..)?;
        let host = after.iter().position(|&byte| !normal::is_plain_host(byte))?;
        let rest = after.get(host..)?;
        if host == 0 || rest.first() != Some(&b'/') || !normal::is_normal(rest) {
            return None;
        }
        Some(Self::cut(Cow::Borrowed(href), host_start, host_start + host))
    }

    fn read_any(href: &'a [u8]) -> Option<Self> {
        let is_secure = href.get(4).is_some_and(|byte| byte.eq_ignore_ascii_case(&b's'));
        let (scheme, default_port): (&[u8], &[u8]) =
            if is_secure { (b"https://", b"443") } else { (b"http://", b"80") };
        if !naively(scheme, Stands::AtStart, href, true) {
            return None;
        }
        let fragment = position(href, b'#', scheme.len(), href.len());
        let query = position(href, b'?', scheme.len(), fragment);
        let path = position(href, b'/', scheme.len(), query);
        let host = behind_last(href, b'@', scheme.len(), path);
        let host_end = host_end(href, host, path);
        let port = href.get(host_end..path)?.get(1..).unwrap_or_default();
        if !normal::is_host(href.get(host..host_end)?) || !port.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let written_end = if port.is_empty() || port == default_port { host_end } else { path };
        let rest = href.get(path..).unwrap_or_default();

        #[cfg(feature = "index")]
        if host == scheme.len()
            && written_end == path
            && rest.first() == Some(&b'/')
            && href.starts_with(scheme)
            && !href.get(host..path)?.iter().any(u8::is_ascii_uppercase)
            && normal::is_normal(rest)
        {
            return Some(Self::cut(Cow::Borrowed(href), host, path));
        }
        // A byte becomes a triplet at most; a slash may be new.
        let mut draft = Draft::with_room(href.len() * 3 + 1);
        draft.put_all(scheme);
        for byte in href.get(host..written_end).unwrap_or_default() {
            draft.put(byte.to_ascii_lowercase());
        }
        let authority_end = draft.length;
        if rest.first() != Some(&b'/') {
            draft.put(b'/');
        }
        normal::write_normal(&mut draft, rest);
        Some(Self::cut(draft.finish(), scheme.len(), authority_end))
    }

    fn cut(text: Cow<'a, [u8]>, host_start: usize, authority_end: usize) -> Self {
        #[cfg(feature = "index")]
        let (query, fragment) = {
            let after = text.get(authority_end..).unwrap_or_default();
            let (query, fragment) = crate::index::marks::ends(after);
            (authority_end + query, authority_end + fragment)
        };
        #[cfg(not(feature = "index"))]
        let (query, fragment) = {
            let fragment = position(&text, b'#', authority_end, text.len());
            (position(&text, b'?', authority_end, fragment), fragment)
        };
        let host = text.get(host_start..authority_end).unwrap_or_default();
        let host_start = host_start + disputes::comparable_host_start(host);
        let cuts = [host_start, authority_end, query, fragment, text.len()];
        Self { text, cuts }
    }

    /// The same address with every punycode label of the host decoded; `None` where there is none.
    fn with_unicode_host(&self) -> Option<Spelling<'static>> {
        let [host_start, authority_end, ..] = self.cuts;
        // Most hosts end here.
        #[cfg(feature = "index")]
        self.authority().array_windows().find(|bytes| *bytes == b"xn--")?;
        let host_end = position(&self.text, b':', host_start, authority_end);
        // A byte may stand for a character, which is four triplets at most.
        let mut draft = Draft::with_room(self.text.len() + 12 * (host_end - host_start));
        draft.put_all(self.slice(0, host_start));
        let (mut is_decoded, mut at) = (false, host_start);
        while at < host_end {
            let end = position(&self.text, b'.', at, host_end);
            let label = self.slice(at, end);
            if label.strip_prefix(b"xn--").is_some_and(|label| {
                punycode::decode(label, |byte| normal::write_byte(&mut draft, byte, false))
            }) {
                is_decoded = true;
            } else {
                draft.put_all(label);
            }
            at = end + 1;
            draft.put_all(self.slice(end, at.min(host_end)));
        }
        // The port stands behind the host in both spellings.
        let decoded_end = draft.length + authority_end - host_end;
        draft.put_all(self.slice(host_end, self.text.len()));
        is_decoded.then(|| Spelling::cut(draft.finish(), host_start, decoded_end))
    }

    /// All of it.
    #[cfg(feature = "index")]
    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Where a stretch begins.
    pub(crate) fn start(&self, from: From) -> usize {
        match from {
            From::Scheme if disputes::CONTAINS_SEES_THE_SCHEME => 0,
            From::Scheme | From::Host => self.cuts[0],
            From::Path => self.cuts[1],
        }
    }

    /// Where a stretch ends.
    pub(crate) fn end(&self, with_fragment: bool) -> usize {
        if with_fragment { self.cuts[4] } else { self.cuts[3] }
    }

    /// `host[:port]`.
    #[cfg(feature = "index")]
    pub(crate) fn authority(&self) -> &[u8] {
        self.part(0)
    }

    /// The query with its `?`; empty if there is none.
    pub(crate) fn query(&self) -> &[u8] {
        self.part(2)
    }

    /// The fragment with its `#`; empty if there is none.
    pub(crate) fn fragment(&self) -> &[u8] {
        self.part(3)
    }

    /// What is compared as one text: from the scheme, the host or the path, up to the query's end or the fragment's.
    pub(crate) fn stretch(&self, from: From, with_fragment: bool) -> &[u8] {
        self.slice(self.start(from), self.end(with_fragment))
    }

    /// From the host or the path up to the end of the path.
    pub(crate) fn up_to_path(&self, from_path: bool) -> &[u8] {
        self.slice(self.cuts[usize::from(from_path)], self.cuts[2])
    }

    /// Authority, path, query or fragment, by their order.
    #[cfg_attr(not(feature = "index"), inline(never))]
    pub(crate) fn part(&self, part: usize) -> &[u8] {
        part_of(&self.text, &self.cuts, part)
    }

    /// What a wildcard is compared with: from the host or the path up to the end of the path, and what else it writes.
    pub(crate) fn subject(&self, from: From, with_query: bool, with_fragment: bool) -> Subject<'_> {
        let [_, root, query, fragment, _] = self.cuts;
        Subject {
            text: &self.text,
            start: self.start(from),
            end: self.end(with_fragment),
            gap: (query, if with_query { query } else { fragment }),
            folded: 0,
            root,
        }
    }

    fn slice(&self, start: usize, end: usize) -> &[u8] {
        self.text.get(start..end).unwrap_or_default()
    }
}

/// The part of a text that begins at one of the cuts and ends at the next.
#[inline]
pub(crate) fn part_of<'t>(text: &'t [u8], cuts: &[usize; 5], part: usize) -> &'t [u8] {
    match cuts.get(part..) {
        Some([start, end, ..]) => text.get(*start..*end).unwrap_or_default(),
        _ => &[],
    }
}

/// Where a compared stretch of the address begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    Scheme,
    Host,
    Path,
}

/// A text in the making, in room that is enough for it.
struct Draft {
    room: Vec<u8>,
    length: usize,
}

impl Draft {
    fn with_room(most: usize) -> Self {
        Self { room: vec![0; most], length: 0 }
    }

    #[cfg_attr(not(feature = "index"), inline(never))]
    fn put_all(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.put(*byte));
    }

    fn finish(mut self) -> Cow<'static, [u8]> {
        self.room.truncate(self.length);
        Cow::Owned(self.room)
    }
}

impl normal::Sink for Draft {
    #[cfg_attr(not(feature = "index"), inline(never))]
    fn put(&mut self, byte: u8) {
        if let Some(place) = self.room.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
    }
}

/// Where a byte first stands between two places; the end if it does not.
#[cfg_attr(not(feature = "index"), inline(never))]
pub(crate) fn position(text: &[u8], byte: u8, start: usize, end: usize) -> usize {
    let text = text.get(start..end).unwrap_or_default();
    // Sixteen at a time, where there are vectors.
    let skipped = if cfg!(feature = "index") {
        let has = |chunk: &[u8; 16]| chunk.iter().fold(false, |any, it| any | (*it == byte));
        let chunks = text.as_chunks().0;
        chunks.iter().position(has).unwrap_or(chunks.len()) * 16
    } else {
        0
    };
    let rest = text.get(skipped..).unwrap_or_default();
    rest.iter().position(|it| *it == byte).map_or(end, |at| start + skipped + at)
}

/// The place behind the last of such bytes between two places; the first of the two if there is none.
#[cfg_attr(not(feature = "index"), inline(never))]
fn behind_last(text: &[u8], byte: u8, start: usize, end: usize) -> usize {
    let between = text.get(start..end).unwrap_or_default();
    between.iter().rposition(|it| *it == byte).map_or(start, |at| start + at + 1)
}

/// Where in the `host[:port]` between two places the host ends; behind its end where that cannot be one: a bracket is never
/// closed, or followed by no port.
fn host_end(text: &[u8], start: usize, end: usize) -> usize {
    let host_end = if text.get(start) == Some(&b'[') {
        position(text, b']', start, end) + 1
    } else {
        match behind_last(text, b':', start, end) {
            none if none == start => end,
            port => port - 1,
        }
    };
    if host_end < end && text.get(host_end) != Some(&b':') { end + 1 } else { host_end }
}

/// Splits before the first byte that `is_end`; all of `text` comes first if there is none. For ASCII ends only.
#[cfg(feature = "compile")]
pub(crate) fn split_before(text: &str, is_end: impl Fn(u8) -> bool) -> (&str, &str) {
    let at = text.bytes().position(is_end).unwrap_or(text.len());
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// Splits `host[:port]`; the port comes without its colon. `None` for a bracket that is never closed.
#[cfg(feature = "compile")]
pub(crate) fn split_port(authority: &str) -> Option<(&str, &str)> {
    let (host, port) = authority.split_at_checked(host_end(authority.as_bytes(), 0, authority.len()))?;
    Some((host, port.strip_prefix(':').unwrap_or_default()))
}

/// Takes user name and password off an authority.
#[cfg(feature = "compile")]
pub(crate) fn without_user(authority: &str) -> &str {
    authority.get(behind_last(authority.as_bytes(), b'@', 0, authority.len())..).unwrap_or_default()
}

#[cfg(feature = "compile")]
pub(crate) fn has_prefix_ignoring_case(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
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
        let unicode = page.unicode().map(|spelling| &*spelling.text);
        assert_eq!(unicode, Some(&b"https://www.m%C3%BCnchen.de:8080/a?b#c"[..]));
        assert!(PageUrl::from_browser("https://xn--99999999999/").unicode().is_none());
        assert!(PageUrl::from_browser("https://example.com/xn--mnchen-3ya").unicode().is_none());
    }
}
