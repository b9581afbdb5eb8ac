//! The one line that a site pastes, the letter that sends it, and what a site is called.
//!
//! Knows texts only: origins as browsers write them come from outside.

use std::fmt::Write as _;

use crate::texts::{Language, Text};

/// The snippet for an account whose widget is served from `origin` (S1).
///
/// The referrer policy lets the first request say which page it is for; without it the widget has to ask once more.
#[must_use]
pub fn snippet(origin: &str, account: &str) -> String {
    format!(
        r#"<script async src="{origin}/embed/{account}.js" referrerpolicy="no-referrer-when-downgrade"></script>"#
    )
}

/// The address of the chat on a page of its own: of a chatflow, or of whichever targeting chooses for it (P25).
#[must_use]
pub fn chat_link(origin: &str, account: &str, chatflow: Option<&str>) -> String {
    let path = chatflow.map_or_else(String::new, |chatflow| format!("/{chatflow}"));
    format!("{origin}/chat/{account}{path}")
}

/// A letter to whoever looks after the site, as the address of a link (S2).
#[must_use]
pub fn letter(snippet: &str, account_name: &str, language: Language) -> String {
    let subject = Text::SendSubject.fill(language, &[("name", account_name)]);
    let body = Text::SendBody.fill(language, &[("code", snippet)]);
    // Lines of a letter end in CRLF (RFC 6068).
    format!("mailto:?subject={}&body={}", encoded(&subject), encoded(&body.replace('\n', "\r\n")))
}

/// Percent-encoded but for what RFC 3986 calls unreserved.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The site that somebody meant: `www.example.com/shop?x=1` is `https://www.example.com`.
///
/// # Errors
/// What is wrong with it. The edge has the last word.
pub fn site(typed: &str) -> Result<String, Text> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Text::SiteMissing);
    }
    let (scheme, rest) = match typed.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => ("https".to_owned(), typed),
    };
    if scheme != "https" && scheme != "http" {
        return Err(Text::SiteScheme);
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority.as_str(), None),
    };
    let name = host.strip_prefix("*.").unwrap_or(host);
    if host.starts_with("*.") && (!name.contains('.') || name.ends_with('.')) {
        return Err(Text::SiteTooWide);
    }
    let is_port = port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()));
    if !is_host(name) || !is_port {
        return Err(Text::SiteWrong);
    }
    let default = if scheme == "https" { "443" } else { "80" };
    let port = port.filter(|port| *port != default).map(|port| format!(":{port}")).unwrap_or_default();
    Ok(format!("{scheme}://{host}{port}"))
}

/// A name with at least two labels, this machine, or an address of numbers.
fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        return address
            .strip_suffix(']')
            .is_some_and(|address| address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':'));
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && label.chars().all(|c| c == '-' || c.is_ascii_alphanumeric() || !c.is_ascii())
    };
    (host == "localhost" || host.contains('.')) && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_a_chatflow_or_to_whichever_is_chosen() {
        // P25
        let link = |chatflow| chat_link("https://chat.example.com", "demo", chatflow);
        assert_eq!(link(None), "https://chat.example.com/chat/demo");
        assert_eq!(link(Some("pricing")), "https://chat.example.com/chat/demo/pricing");
    }

    #[test]
    fn the_snippet_is_one_line_of_the_edges_own_origin() {
        // S1
        let line = snippet("https://chat.example", "kiln");
        assert_eq!(
            line,
            r#"<script async src="https://chat.example/embed/kiln.js" referrerpolicy="no-referrer-when-downgrade"></script>"#
        );
    }

    #[test]
    fn the_letter_holds_the_snippet_and_what_to_do() {
        // S2
        let line = snippet("https://chat.example", "kiln");
        for (language, words) in [(Language::English, "please paste"), (Language::German, "fügen Sie")] {
            let letter = letter(&line, "Kiln & Kettle", language);
            assert!(letter.bytes().all(|b| b.is_ascii_graphic()), "{letter}");
            let query = letter.strip_prefix("mailto:?subject=").unwrap();
            let (subject, body) = query.split_once("&body=").unwrap();
            assert!(!body.contains('&') && !body.contains('+'), "{body}");
            let (subject, body) = (decoded(subject), decoded(body));
            assert!(subject.contains("Kiln & Kettle"), "{subject}");
            assert!(body.contains(&line) && body.contains(words) && body.contains("\r\n\r\n"), "{body}");
        }
    }

    fn decoded(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'%' => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
                }
                other => other,
            });
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_site_is_read_as_it_was_meant() {
        for (typed, expected) in [
            ("https://www.example.com", Ok("https://www.example.com")),
            ("  https://www.example.com/shop?x=1#y ", Ok("https://www.example.com")),
            ("www.Example.com", Ok("https://www.example.com")),
            ("HTTP://example.com:80/", Ok("http://example.com")),
            ("https://example.com:443", Ok("https://example.com")),
            ("https://example.com:8443", Ok("https://example.com:8443")),
            ("http://localhost:3000", Ok("http://localhost:3000")),
            ("http://127.0.0.1:3000", Ok("http://127.0.0.1:3000")),
            ("http://[::1]:3000", Ok("http://[::1]:3000")),
            ("https://*.example.com", Ok("https://*.example.com")),
            ("https://müller.example", Ok("https://müller.example")),
            ("", Err(Text::SiteMissing)),
            (" ", Err(Text::SiteMissing)),
            ("ftp://example.com", Err(Text::SiteScheme)),
            ("javascript://x.y", Err(Text::SiteScheme)),
            ("https://*.com", Err(Text::SiteTooWide)),
            ("https://*", Err(Text::SiteWrong)),
            ("https://a*.example.com", Err(Text::SiteWrong)),
            ("shop", Err(Text::SiteWrong)),
            ("https://", Err(Text::SiteWrong)),
            ("https://user@example.com", Err(Text::SiteWrong)),
            ("https://exa mple.com", Err(Text::SiteWrong)),
            ("https://example..com", Err(Text::SiteWrong)),
            ("https://example.com:", Err(Text::SiteWrong)),
            ("https://example.com:x", Err(Text::SiteWrong)),
            ("https://[::1", Err(Text::SiteWrong)),
        ] {
            assert_eq!(site(typed), expected.map(str::to_owned), "{typed}");
        }
    }
}
