//! The head of an HTTP/1.1 request, and the path of a target as safe segments.
//!
//! Knows RFC 9112 as far as a static site needs it: method, target, `Host`. Knows no file system; what a path may
//! reach is decided in [`crate::page`], but no segment that leaves this module can climb.

use std::io::{self, BufRead, Read as _};

/// A head larger than this is refused. Chromium sends a Referer of at most 4 KiB; the rest is small.
const HEAD_LIMIT: u64 = 32 * 1024;

/// What the server needs of a request. Other headers and the body are not looked at.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Origin form as sent, query included: `/pricing/?plan=pro`.
    pub(crate) target: String,
    /// `Host` as sent, empty when missing.
    pub(crate) host: String,
}

impl Request {
    /// Reads the head. `Ok(None)` means that the bytes are not an HTTP request.
    ///
    /// # Errors
    /// When the client goes away or stays silent, even before the first byte.
    pub(crate) fn read(from: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut head = from.take(HEAD_LIMIT);
        let Some(first) = next_line(&mut head)? else { return Ok(None) };
        let mut words = first.split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Ok(None);
        };
        if !version.starts_with("HTTP/1.") {
            return Ok(None);
        }
        let mut host = String::new();
        loop {
            let Some(line) = next_line(&mut head)? else { return Ok(None) };
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("host")
            {
                value.trim().clone_into(&mut host);
            }
        }
        Ok(Some(Self { method: method.to_owned(), target: target.to_owned(), host }))
    }

    /// The path as decoded segments and whether it ends in a slash; `None` if it is not a path of this site.
    pub(crate) fn path(&self) -> Option<(Vec<String>, bool)> {
        segments(self.target.split(['?', '#']).next().unwrap_or_default())
    }

    /// The query with its `?`, or nothing.
    pub(crate) fn query(&self) -> &str {
        self.target.find('?').map_or("", |at| &self.target[at..])
    }
}

/// One line without its end; `None` when the head is cut off, too long or not UTF-8.
fn next_line(head: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if head.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.pop() != Some(b'\n') {
        return Ok(None);
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(String::from_utf8(line).ok())
}

/// Splits, decodes and resolves dots as a browser would, never above the root. A segment that would be something else
/// to a file system than a plain name (a separator, a drive, NUL, a hidden or `_` file) makes the path `None`.
fn segments(path: &str) -> Option<(Vec<String>, bool)> {
    let rest = path.strip_prefix('/')?;
    let mut kept: Vec<String> = Vec::new();
    let mut is_folder = true;
    for raw in rest.split('/') {
        let segment = percent_decoded(raw)?;
        is_folder = true;
        match segment.as_str() {
            "" | "." => {}
            ".." => drop(kept.pop()),
            name => {
                let is_plain = !name.starts_with(['.', '_'])
                    && !name.chars().any(|c| c.is_control() || matches!(c, '/' | '\\' | ':'));
                if !is_plain {
                    return None;
                }
                kept.push(segment);
                is_folder = false;
            }
        }
    }
    Some((kept, is_folder))
}

/// Decodes once; `None` for a stray `%` or bytes that are not UTF-8, since no file here has such a name.
fn percent_decoded(raw: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            let [high, low, tail @ ..] = tail else { return None };
            let high = char::from(*high).to_digit(16)?;
            let low = char::from(*low).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
            rest = tail;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expect: Option<(&str, bool)>) {
        let found = segments(path).map(|(kept, is_folder)| (kept.join("|"), is_folder));
        assert_eq!(found, expect.map(|(kept, is_folder)| (kept.to_owned(), is_folder)), "{path}");
    }

    #[test]
    fn paths_become_plain_segments_or_nothing() {
        check("/", Some(("", true)));
        check("/shop", Some(("shop", false)));
        check("/shop/", Some(("shop", true)));
        check("//shop///cups", Some(("shop|cups", false)));
        check("/shop/./cups/..", Some(("shop", true)));
        check("/../../etc/passwd", Some(("etc|passwd", false)));
        check("/%2e%2e/%2E%2e/etc", Some(("etc", false)));
        check("/caf%C3%A9", Some(("café", false)));
        check("/a%2fb", None);
        check("/a%5Cb", None);
        check("/a\\..\\b", None);
        check("/c:/x", None);
        check("/%00", None);
        check("/%", None);
        check("/%zz", None);
        check("/%+1", None);
        check("/caf%E9", None);
        check("/.git/config", None);
        check("/csp/_headers", None);
        check("shop", None);
        check("http://other.test/", None);
        check("*", None);
    }

    #[test]
    fn heads_are_read_or_refused() {
        let read = |bytes: &[u8]| Request::read(&mut io::BufReader::new(bytes)).unwrap();
        let page = read(b"GET /a?b=c HTTP/1.1\r\nhOST:  localhost:8788 \r\nX: y\r\n\r\n").unwrap();
        assert_eq!(page.host, "localhost:8788");
        assert_eq!(page.path(), Some((vec!["a".to_owned()], false)));
        assert_eq!(page.query(), "?b=c");
        assert!(read(b"GET / HTTP/1.0\n\n").is_some(), "a bare line feed ends a line as well");
        for (why, bytes) in [
            ("nothing", &b""[..]),
            ("no version", b"GET /\r\n\r\n"),
            ("four words", b"GET / x HTTP/1.1\r\n\r\n"),
            ("another protocol", b"GET / SPDY/3\r\n\r\n"),
            ("cut off", b"GET / HTTP/1.1\r\nHost: x"),
            ("not UTF-8", b"GET /\xff HTTP/1.1\r\n\r\n"),
        ] {
            assert_eq!(read(bytes), None, "{why}");
        }
        let endless =
            [b"GET / HTTP/1.1\r\nX: ".to_vec(), vec![b'x'; 64 * 1024], b"\r\n\r\n".to_vec()].concat();
        assert_eq!(read(&endless), None, "a head has a limit");
    }
}
