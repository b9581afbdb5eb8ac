//! The page a chat came from, as it is shown and linked.
//!
//! The address comes from a stranger's browser: only a plain web address becomes a link. Knows text only.

/// A page by its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// `kiln.example`, with the port if there is one; empty where the address is none.
    pub site: String,
    /// `/shop/`, or the whole text where it is no address.
    pub path: String,
    /// Where a link may lead; `None` where it must not be one.
    pub link: Option<String>,
}

impl Page {
    /// Takes an address apart.
    #[must_use]
    pub fn parse(address: &str) -> Self {
        let Some((scheme, rest)) = address.split_once("://") else {
            return Self { path: address.to_owned(), ..Self::default() };
        };
        let (site, path) = rest.find(['/', '?', '#']).map_or((rest, "/"), |at| rest.split_at(at));
        let is_plain = matches!(scheme, "http" | "https")
            && !site.is_empty()
            && site
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'))
            && !address.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\');
        if is_plain {
            Self { site: site.to_owned(), path: path.to_owned(), link: Some(address.to_owned()) }
        } else {
            Self { path: address.to_owned(), ..Self::default() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_web_addresses_are_linked() {
        // S134
        for (address, site, path, linked) in [
            ("https://kiln.example/shop/teapot", "kiln.example", "/shop/teapot", true),
            ("http://127.0.0.1:8788/", "127.0.0.1:8788", "/", true),
            ("http://[::1]:8788/x", "[::1]:8788", "/x", true),
            ("https://xn--tpferei-n4a.example", "xn--tpferei-n4a.example", "/", true),
            ("javascript://kiln.example/%0aalert(1)", "", "javascript://kiln.example/%0aalert(1)", false),
            ("javascript:alert(1)", "", "javascript:alert(1)", false),
            ("https://kiln.example@evil.example/", "", "https://kiln.example@evil.example/", false),
            ("https://kiln.example\\@evil/", "", "https://kiln.example\\@evil/", false),
            ("https:// kiln.example/", "", "https:// kiln.example/", false),
            ("https://töpferei.example/", "", "https://töpferei.example/", false),
            ("https:///shop/", "", "https:///shop/", false),
            ("/shop/", "", "/shop/", false),
            ("", "", "", false),
        ] {
            let page = Page::parse(address);
            assert_eq!((page.site.as_str(), page.path.as_str()), (site, path), "{address}");
            assert_eq!(page.link.as_deref(), linked.then_some(address), "{address}");
        }
    }
}
