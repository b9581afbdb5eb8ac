//! The four decisions of the semantics that people argue about, each in one line.
//!
//! Knows nothing of rules or pages: whoever compares asks here. Changing a line changes page and rule alike; books
//! compiled before the change have to be compiled again.

/// `is /pricing` also matches `/pricing/`: one trailing slash of the path is not compared by the operator "is".
pub(crate) const TRAILING_SLASH_IS_IGNORED: bool = true;

/// `www.example.com` and `example.com` are two hosts.
pub(crate) const WWW_IS_SIGNIFICANT: bool = true;

/// `contains https://` looks at the scheme too, not only at what follows it.
pub(crate) const CONTAINS_SEES_THE_SCHEME: bool = true;

/// A chatflow without a single include rule is eligible on every page (exclude-only chatflows).
pub(crate) const EMPTY_INCLUDE_IS_EVERYWHERE: bool = true;

/// Where the path that ends at a place ends for the operator "is".
pub(crate) fn comparable_path_end(text: &[u8], end: usize) -> usize {
    let last = end.wrapping_sub(1);
    if TRAILING_SLASH_IS_IGNORED && text.get(last) == Some(&b'/') { last } else { end }
}

/// The path as the operator "is" compares it.
#[cfg(feature = "index")]
pub(crate) fn comparable_path(path: &[u8]) -> &[u8] {
    path.get(..comparable_path_end(path, path.len())).unwrap_or_default()
}

/// Where in `host[:port]` the part begins that is compared.
pub(crate) fn comparable_host_start(authority: &[u8]) -> usize {
    if !WWW_IS_SIGNIFICANT && authority.starts_with(b"www.") { 4 } else { 0 }
}
