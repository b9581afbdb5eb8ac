//! The address of a page in normal form, split into the parts that rules compare.
//!
//! Knows scheme, host, path, query and fragment. Does not parse what no browser has parsed: dots, backslashes and
//! Unicode hosts were resolved by the WHATWG parser before (`PageUrl::parse` of the feature `compile` runs one).

use alloc::{borrow::Cow, vec, vec::Vec};

use crate::{
    compare::Stretch,
    disputes,
    normal::{self, Sink as _},
    punycode,
};

/// A page address, normalised, or "unusable": only the operator `all` matches what is not http or https.
#[derive(Clone, Debug)]
pub struct PageUrl<'a> {
    /// The address as machines write it, with an ASCII host; then, where that differs, as people read it, with a Unicode
    /// host (as percent triplets).
    text: Cow<'a, [u8]>,
    plain: Cuts,
    /// The same as `plain`, where that does not differ.
    unicode: Cuts,
}

/// Where in a text scheme, authority, path, query and fragment begin, and where the last one ends. Of the authority, what is
/// compared.
type Cuts = [usize; 6];

/// How a label of a host begins that is not what it says.
const PUNYCODE: &[u8; 4] = b"xn--";

impl<'a> PageUrl<'a> {
    /// Reads `location.href` or a Referer, that is, what a browser has serialised.
    ///
    /// Borrows where the address is in normal form already. Never panics; whatever is not an http(s) address with a host
    /// is unusable.
    pub fn from_browser(href: &'a str) -> Self {
        let href = href.as_bytes();
        // Nearly everything that browsers say is in normal form already. Where speed does not count, one way of reading
        // is enough.
        #[cfg(feature = "index")]
        if let Some(plain) = read_normal(href) {
            return Self { text: Cow::Borrowed(href), plain, unicode: plain };
        }
        let mut page = Self { text: Cow::Borrowed(&[]), plain: [0; 6], unicode: [0; 6] };
        page.read(href);
        page
    }

    /// Reads an address that a parser would only read and write again as it is; `None` where that would take a closer look.
    #[cfg(feature = "compile")]
    pub(crate) fn of_serialised(href: &'a str) -> Option<Self> {
        let href = href.as_bytes();
        let plain = read_normal(href)?;
        let [.., path, query, _, _] = plain;
        let host = href.get(..path)?.rsplit(|&byte| byte == b'/').next()?;
        let is_name = host.iter().all(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
        // A last label that begins with a digit may be a part of an address in numbers, which can be written in many ways.
        let last = host.rsplit(|&byte| byte == b'.').next()?.first()?;
        // What is in normal form has no dots as triplets.
        let has_dots = href.get(path..query)?.array_windows().any(|bytes| bytes == b"/.");
        let is_serialised = is_name && !last.is_ascii_digit() && !has_dots;
        is_serialised.then_some(Self { text: Cow::Borrowed(href), plain, unicode: plain })
    }

    /// Whether rules other than `all` apply to this page.
    pub fn is_usable(&self) -> bool {
        self.plain[5] > 0
    }

    /// The address in normal form, without user name and password; empty if unusable.
    pub fn as_str(&self) -> &str {
        self.up_to(self.plain[5])
    }

    /// FNV-1a (32 bits) of the address in normal form. Tells two pages apart; it is no secret and proves nothing.
    pub fn hash(&self) -> u32 {
        self.as_str()
            .bytes()
            .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    /// `scheme://host[:port]`; empty if unusable.
    pub fn origin(&self) -> &str {
        self.up_to(self.plain[2])
    }

    fn up_to(&self, end: usize) -> &str {
        self.text.get(..end).and_then(|text| core::str::from_utf8(text).ok()).unwrap_or_default()
    }

    /// The address as machines write it; empty if unusable.
    #[inline]
    pub(crate) fn plain(&self) -> Spelling<'_> {
        Spelling { text: &self.text, cuts: &self.plain }
    }

    /// The address as people read it: often the same.
    #[inline]
    pub(crate) fn unicode(&self) -> Spelling<'_> {
        Spelling { text: &self.text, cuts: &self.unicode }
    }

    /// Whether people read it otherwise than machines write it.
    #[inline]
    pub(crate) fn has_two_spellings(&self) -> bool {
        self.unicode[0] > 0
    }

    /// The same page without the borrow.
    pub fn into_owned(self) -> PageUrl<'static> {
        PageUrl { text: Cow::Owned(self.text.into_owned()), ..self }
    }

    /// Reads any address; `None` where it is unusable, and stays that.
    #[inline(never)]
    fn read(&mut self, href: &'a [u8]) -> Option<()> {
        let mut scheme_end = 0;
        for &byte in b"https://" {
            if href.get(scheme_end)?.to_ascii_lowercase() == byte {
                scheme_end += 1;
            } else if byte != b's' {
                return None;
            }
        }
        let default_port: &[u8] = if scheme_end == 8 { b"443" } else { b"80" };
        let fragment = position(href, b'#', scheme_end, href.len());
        let query = position(href, b'?', scheme_end, fragment);
        let path = position(href, b'/', scheme_end, query);
        let (host, host_end) = host_within(href, scheme_end, path);
        let port = href.get(host_end..path)?.get(1..).unwrap_or_default();
        if !normal::is_host(href.get(host..host_end)?) || !normal::are_digits(port) {
            return None;
        }
        let written_end = if port.is_empty() || port == default_port { host_end } else { path };
        let rest = href.get(path..)?;

        #[cfg(feature = "index")]
        if host == scheme_end
            && written_end == path
            && rest.first() == Some(&b'/')
            && !href.get(..path)?.iter().any(u8::is_ascii_uppercase)
            && !has_punycode(href.get(host..path)?)
            && normal::is_normal(rest)
        {
            self.text = Cow::Borrowed(href);
            self.plain = cuts(href, 0, host, path);
            self.unicode = self.plain;
            return Some(());
        }
        let mut draft = Draft::for_address(href);
        draft.put_lower(href.get(..scheme_end)?);
        draft.put_lower(href.get(host..written_end)?);
        let authority_end = draft.length;
        if rest.first() != Some(&b'/') {
            draft.put(b'/');
        }
        normal::write_normal(&mut draft, rest);
        self.plain = cuts(draft.text(), 0, scheme_end, authority_end);
        self.unicode = draft.put_unicode(&self.plain);
        self.text = Cow::Owned(draft.room);
        Some(())
    }
}

/// Reads what is in normal form already, without a port or punycode: nearly everything that browsers say.
#[cfg(feature = "index")]
fn read_normal(href: &[u8]) -> Option<Cuts> {
    let host_start = match href {
        [b'h', b't', b't', b'p', b's', b':', b'/', b'/', ..] => 8,
        [b'h', b't', b't', b'p', b':', b'/', b'/', ..] => 7,
        _ => return None,
    };
    let after = href.get(host_start..)?;
    let length = after.iter().position(|&byte| !normal::is_plain_host(byte))?;
    let (host, rest) = after.split_at_checked(length)?;
    let is_normal = length > 0 && rest.first() == Some(&b'/') && normal::is_normal(rest);
    (is_normal && !has_punycode(host)).then(|| cuts(href, 0, host_start, host_start + length))
}

#[cfg(feature = "index")]
fn has_punycode(host: &[u8]) -> bool {
    host.array_windows().any(|bytes| bytes == PUNYCODE)
}

/// Where the parts begin of an address in normal form, which ends with the text.
fn cuts(text: &[u8], start: usize, host: usize, path: usize) -> Cuts {
    let fragment = position(text, b'#', path, text.len());
    let query = position(text, b'?', path, fragment);
    let authority = text.get(host..path).unwrap_or_default();
    [start, host + disputes::comparable_host_start(authority), path, query, fragment, text.len()]
}

/// One way to write an address, all ASCII: `scheme://host[:port]/path[?query][#fragment]`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelling<'p> {
    /// There may be more before and behind it.
    text: &'p [u8],
    cuts: &'p Cuts,
}

impl<'p> Spelling<'p> {
    /// All of it.
    #[cfg(feature = "index")]
    pub(crate) fn text(&self) -> &'p [u8] {
        self.text.get(self.cuts[0]..self.cuts[5]).unwrap_or_default()
    }

    /// Where in it a stretch begins.
    #[cfg(feature = "index")]
    pub(crate) fn start(&self, from: From) -> usize {
        self.place(from) - self.cuts[0]
    }

    /// Where in it a stretch ends.
    #[cfg(feature = "index")]
    pub(crate) fn end(&self, with_fragment: bool) -> usize {
        self.cuts[if with_fragment { 5 } else { 4 }] - self.cuts[0]
    }

    #[inline]
    fn place(&self, from: From) -> usize {
        match from {
            From::Scheme if disputes::CONTAINS_SEES_THE_SCHEME => self.cuts[0],
            From::Scheme | From::Host => self.cuts[1],
            From::Path => self.cuts[2],
        }
    }

    /// The query with its `?`; empty if there is none.
    pub(crate) fn query(&self) -> &'p [u8] {
        self.text.get(self.cuts[3]..self.cuts[4]).unwrap_or_default()
    }

    /// Whether the path is nothing but `/`.
    pub(crate) fn has_root_path(&self) -> bool {
        self.cuts[3] == self.cuts[2] + 1
    }

    /// From the host or the path up to the end of the path.
    #[cfg(feature = "index")]
    pub(crate) fn up_to_path(&self, from: From) -> &'p [u8] {
        self.text.get(self.place(from)..self.cuts[3]).unwrap_or_default()
    }

    /// What is compared: from the scheme, the host or the path up to the end of the path, then query and fragment.
    #[inline]
    pub(crate) fn subject(&self, from: From, with_query: bool, with_fragment: bool) -> Stretch<'p> {
        let [.., query, fragment, end] = *self.cuts;
        Stretch {
            text: self.text,
            start: self.place(from),
            end: if with_fragment { end } else { fragment },
            gap: (query, if with_query { query } else { fragment }),
            folded: 0,
        }
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
    /// Room for both spellings of an address.
    fn for_address(href: &[u8]) -> Self {
        // A byte becomes a triplet at most, and in a host of punycode a character, which is four of them; a slash may be new.
        #[cfg(feature = "index")]
        let most = if has_punycode(&href.to_ascii_lowercase()) { 18 } else { 3 };
        #[cfg(not(feature = "index"))]
        let most = 18;
        Self { room: vec![0; href.len() * most + 2], length: 0 }
    }

    fn text(&self) -> &[u8] {
        self.room.get(..self.length).unwrap_or_default()
    }

    fn put_lower(&mut self, text: &[u8]) {
        text.iter().for_each(|byte| self.put(byte.to_ascii_lowercase()));
    }

    /// Appends what stands between two places already.
    fn put_again(&mut self, start: usize, end: usize) {
        for at in start..end {
            if let Some(byte) = self.room.get(at) {
                self.put(*byte);
            }
        }
    }

    /// Appends what was written until now once more, with every punycode label of the host decoded. Where there is none,
    /// nothing, and what was written serves for both.
    #[inline(never)]
    fn put_unicode(&mut self, plain: &Cuts) -> Cuts {
        let [_, host, path, .., end] = *plain;
        self.put_again(0, host);
        let host_end = position(&self.room, b':', host, path);
        let (mut is_decoded, mut at, mut decoded) = (false, host, punycode::Label::default());
        while at < host_end {
            let label_end = position(&self.room, b'.', at, host_end);
            let label = self.room.get(at..label_end).unwrap_or_default();
            if label.strip_prefix(PUNYCODE).is_some_and(|label| decoded.read(label)) {
                is_decoded = true;
                decoded.write_utf8(|byte| normal::write_byte(self, byte, false));
            } else {
                self.put_again(at, label_end);
            }
            at = label_end + 1;
            self.put_again(label_end, at.min(host_end));
        }
        // The port stands behind the host in both.
        let decoded_end = self.length + path - host_end;
        self.put_again(host_end, end);
        if is_decoded { cuts(self.text(), end, end + host, decoded_end) } else { *plain }
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
#[cfg(not(feature = "index"))]
pub(crate) fn position(text: &[u8], byte: u8, start: usize, end: usize) -> usize {
    let text = text.get(start..end).unwrap_or_default();
    text.iter().position(|it| *it == byte).map_or(end, |at| start + at)
}

/// Where a byte first stands between two places; the end if it does not. Sixteen are looked at with a few operations,
/// whatever the machine.
#[cfg(feature = "index")]
pub(crate) fn position(text: &[u8], byte: u8, start: usize, end: usize) -> usize {
    const EACH: u128 = u128::from_le_bytes([1; 16]);
    let Some(text) = text.get(start..end) else { return end };
    let first = |chunk: &[u8; 16]| {
        let other = u128::from_le_bytes(*chunk) ^ (EACH * u128::from(byte));
        // The lowest bit that is set says which byte is the first one that does not differ.
        let same = other.wrapping_sub(EACH) & !other & (EACH << 7);
        (same != 0).then(|| (same.trailing_zeros() / 8) as usize)
    };
    for (chunk, at) in text.as_chunks().0.iter().zip((start..).step_by(16)) {
        if let Some(found) = first(chunk) {
            return at + found;
        }
    }
    match text.last_chunk() {
        // What is looked at once more has no such byte.
        Some(last) => first(last).map_or(end, |found| end - 16 + found),
        None => text.iter().position(|it| *it == byte).map_or(end, |at| start + at),
    }
}

/// Where between two places, of `user:password@host:port`, the host begins and ends. Behind a bracket comes a port, or the
/// end: what has anything else there is no host.
#[inline]
fn host_within(text: &[u8], start: usize, end: usize) -> (usize, usize) {
    let (mut host, mut host_end) = (start, end);
    for at in start..end {
        match text.get(at) {
            Some(b'@') => (host, host_end) = (at + 1, end),
            Some(b':') => host_end = at,
            Some(b']') => host_end = end,
            _ => {}
        }
    }
    (host, host_end)
}

/// Splits before the first byte that `is_end`; all of `text` comes first if there is none. For ASCII ends only.
#[cfg(feature = "compile")]
pub(crate) fn split_before(text: &str, is_end: impl Fn(u8) -> bool) -> (&str, &str) {
    let at = text.bytes().position(is_end).unwrap_or(text.len());
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// Splits `host[:port]`; the port comes without its colon. `None` where what begins with a bracket does not end with one.
#[cfg(feature = "compile")]
pub(crate) fn split_port(authority: &str) -> Option<(&str, &str)> {
    let (host, port) = authority.split_at_checked(host_within(authority.as_bytes(), 0, authority.len()).1)?;
    (host.starts_with('[') == host.ends_with(']'))
        .then_some((host, port.strip_prefix(':').unwrap_or_default()))
}

/// Takes user name and password off an authority.
#[cfg(feature = "compile")]
pub(crate) fn without_user(authority: &str) -> &str {
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

#[cfg(feature = "compile")]
pub(crate) fn has_prefix_ignoring_case(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
}

#[cfg(all(test, feature = "index"))]
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
    fn a_byte_is_found_where_it_first_stands() {
        for length in 0..50 {
            let text = alloc::vec![b'\xa3'; length];
            assert_eq!(position(&text, b'#', 0, length), length);
            for (at, start) in (0..length).flat_map(|at| [(at, 0), (at, at / 2), (at, at)]) {
                let mut text = text.clone();
                text[at..].fill(b'#');
                assert_eq!(position(&text, b'#', start, length), at);
            }
        }
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
        assert!(matches!(page.text, Cow::Borrowed(_)));
    }

    #[test]
    fn unicode_hosts_are_spelled_both_ways() {
        let page = PageUrl::from_browser("https://www.xn--mnchen-3ya.de:8080/a?b#c");
        let unicode = |page: &PageUrl<'_>| page.has_two_spellings().then(|| page.unicode().text().to_vec());
        assert_eq!(unicode(&page).as_deref(), Some(&b"https://www.m%C3%BCnchen.de:8080/a?b#c"[..]));
        for same in ["https://xn--99999999999/", "https://example.com/xn--mnchen-3ya"] {
            assert_eq!(unicode(&PageUrl::from_browser(same)), None);
        }
    }
}
