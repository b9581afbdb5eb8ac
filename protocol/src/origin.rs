//! Which sites may use an account's widget (T6).
//!
//! An origin is compared as a whole — scheme, host, port — never as a prefix or suffix of text. It stops browsers,
//! which tell the truth about where they are; it does not stop a program, which is why there are rate limits too.
//! Knows origins as browsers serialise them. Does not know requests.

use std::fmt;

/// One entry of an account's list of sites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Exactly this origin.
    Exact(String),
    /// `https://*.example.com`: one or more labels before the rest, same scheme, same port.
    Subdomains {
        /// `https://`.
        scheme: String,
        /// `.example.com` with the port, if any.
        rest: String,
    },
}

/// A text in an account file is not an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OriginInvalid;

impl fmt::Display for OriginInvalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("origin must be scheme://host[:port]")
    }
}

impl Allowed {
    /// Reads an entry: `https://shop.example`, `http://127.0.0.1:3000`, `https://*.example.com`.
    ///
    /// # Errors
    /// [`OriginInvalid`] for paths, user names, other schemes, default ports written out, capitals, and a lone `*`.
    pub fn parse(text: &str) -> Result<Self, OriginInvalid> {
        let (scheme, host) = split(text).ok_or(OriginInvalid)?;
        if let Some(rest) = host.strip_prefix("*.") {
            // At least two labels must stay fixed: `https://*.com` would be everybody.
            let fixed = rest.split(':').next().unwrap_or(rest);
            if !is_host(rest) || !fixed.contains('.') {
                return Err(OriginInvalid);
            }
            return Ok(Self::Subdomains { scheme: scheme.to_owned(), rest: format!(".{rest}") });
        }
        if is_host(host) && !has_default_port(scheme, host) {
            Ok(Self::Exact(text.to_owned()))
        } else {
            Err(OriginInvalid)
        }
    }

    fn matches(&self, origin: &str) -> bool {
        match self {
            Self::Exact(exact) => exact == origin,
            Self::Subdomains { scheme, rest } => origin
                .strip_prefix(scheme.as_str())
                .and_then(|host| host.strip_suffix(rest.as_str()))
                .is_some_and(|labels| !labels.is_empty() && is_host(labels) && !labels.contains(':')),
        }
    }
}

/// An account's list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// The sites.
    pub allowed: Vec<Allowed>,
    /// Whether every port of this machine is a site too, for the demo account and for development.
    pub any_loopback: bool,
}

impl Origins {
    /// Whether a browser that says it is on `origin` may use the widget. `null`, `file://` and a missing one may not.
    #[must_use]
    pub fn allow(&self, origin: &str) -> bool {
        self.allowed.iter().any(|allowed| allowed.matches(origin))
            || (self.any_loopback && is_loopback(origin))
    }
}

/// The origin of an address as browsers serialise addresses; nothing for what is not http or https.
#[must_use]
pub fn of_address(address: &str) -> Option<&str> {
    let (scheme, rest) = split(address)?;
    let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or(rest);
    is_host(host).then(|| &address[..scheme.len() + host.len()])
}

fn split(text: &str) -> Option<(&str, &str)> {
    for scheme in ["https://", "http://"] {
        if let Some(rest) = text.strip_prefix(scheme) {
            return Some((&text[..scheme.len()], rest));
        }
    }
    None
}

/// A host with an optional port, in the characters of a serialised origin: lower-case, no user name, no path, no
/// trailing dot.
fn is_host(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[') {
        Some(six) => match six.split_once(']') {
            Some((address, "")) => (address, None),
            Some((address, port)) => match port.strip_prefix(':') {
                Some(port) => (address, Some(port)),
                None => return false,
            },
            None => return false,
        },
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    let six = text.starts_with('[');
    let host_is = !host.is_empty()
        && host.len() <= 253
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !host.contains("..")
        && host.bytes().all(|b| match b {
            b':' => six,
            b'-' | b'.' | b'_' => !six,
            _ => b.is_ascii_lowercase() || b.is_ascii_digit(),
        });
    let port_is = port.is_none_or(|port| {
        !port.is_empty()
            && !port.starts_with('0')
            && port.bytes().all(|b| b.is_ascii_digit())
            && port.parse::<u16>().is_ok()
    });
    host_is && port_is
}

/// Browsers leave the default port out, so an entry that names it would never match.
fn has_default_port(scheme: &str, host: &str) -> bool {
    (scheme == "https://" && host.ends_with(":443")) || (scheme == "http://" && host.ends_with(":80"))
}

fn is_loopback(origin: &str) -> bool {
    let Some((_, host)) = split(origin) else { return false };
    if !is_host(host) {
        return false;
    }
    let name = host.strip_prefix("[::1]").map_or_else(|| host.split(':').next().unwrap_or(host), |_| "[::1]");
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(entries: &[&str]) -> Origins {
        Origins {
            allowed: entries.iter().map(|entry| Allowed::parse(entry).unwrap()).collect(),
            any_loopback: false,
        }
    }

    #[test]
    fn an_exact_origin_matches_itself_and_nothing_like_it() {
        // T6
        let sites = list(&["https://example.com", "https://example.com:8443"]);
        for (origin, allowed) in [
            ("https://example.com", true),
            ("https://example.com:8443", true),
            ("https://example.com.evil.com", false),
            ("https://evilexample.com", false),
            ("https://evil.com/https://example.com", false),
            ("https://example.com:444", false),
            ("https://example.com:443", false),
            ("http://example.com", false),
            ("null", false),
            ("", false),
            ("file://", false),
            ("https://EXAMPLE.com", false),
            ("HTTPS://example.com", false),
            ("https://example.com.", false),
            ("https://example.com/", false),
            ("https://www.example.com", false),
            ("https://user@example.com", false),
            ("https://a`b.example.com", false),
            ("https://example.com$", false),
            ("https://example.com https://evil.com", false),
        ] {
            assert_eq!(sites.allow(origin), allowed, "{origin}");
        }
    }

    #[test]
    fn a_wildcard_stands_for_whole_labels_only() {
        // T6
        let sites = list(&["https://*.example.com"]);
        for (origin, allowed) in [
            ("https://shop.example.com", true),
            ("https://a.b.example.com", true),
            ("https://example.com", false),
            ("https://.example.com", false),
            ("https://evilexample.com", false),
            ("https://evil.com?.example.com", false),
            ("https://evil.com/.example.com", false),
            ("https://evil.com#.example.com", false),
            ("https://evil.com:1.example.com", false),
            ("https://user:pass@evil.example.com", false),
            ("https://a`b.example.com", false),
            ("http://shop.example.com", false),
            ("https://shop.example.com:8443", false),
            ("https://shop.example.com.", false),
            ("https://Shop.example.com", false),
        ] {
            assert_eq!(sites.allow(origin), allowed, "{origin}");
        }
    }

    #[test]
    fn this_machine_is_a_site_only_where_the_account_says_so() {
        let mut sites = list(&[]);
        assert!(!sites.allow("http://127.0.0.1:8788"));
        sites.any_loopback = true;
        for origin in
            ["http://127.0.0.1:8788", "http://localhost", "https://localhost:3000", "http://[::1]:80"]
        {
            assert!(sites.allow(origin), "{origin}");
        }
        for origin in [
            "http://127.0.0.1.evil.com",
            "http://localhost.evil.com",
            "http://[::1].evil.com",
            "http://127.0.0.1:x",
        ] {
            assert!(!sites.allow(origin), "{origin}");
        }
    }

    #[test]
    fn entries_that_are_no_origin_are_refused() {
        for bad in [
            "example.com",
            "https://example.com/path",
            "https://example.com/",
            "*",
            "https://*",
            "https://*.com",
            "https://a.*.example.com",
            "ftp://example.com",
            "https://user@example.com",
            "https://Example.com",
            "https://",
            "https://example.com:443",
            "http://example.com:80",
            "https://example.com:70000",
            "https://example.com:0",
            "https://example..com",
            "https://example.com.",
            "null",
            "file://",
        ] {
            assert_eq!(Allowed::parse(bad), Err(OriginInvalid), "{bad}");
        }
    }

    #[test]
    fn the_origin_of_an_address() {
        for (address, origin) in [
            ("https://kiln.example/pots?x=1#y", Some("https://kiln.example")),
            ("http://127.0.0.1:8788/", Some("http://127.0.0.1:8788")),
            ("https://kiln.example", Some("https://kiln.example")),
            ("https://user@kiln.example/", None),
            ("about:blank", None),
            ("", None),
        ] {
            assert_eq!(of_address(address), origin, "{address}");
        }
    }
}
