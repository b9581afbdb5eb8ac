//! How a file travels: its type, its compression, how long it may be kept.

/// A compression that files are kept in beside themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli.
    Br,
    /// gzip.
    Gzip,
}

impl Encoding {
    /// As in `Content-Encoding`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Br => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The ending of a file compressed so.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Br => ".br",
            Self::Gzip => ".gz",
        }
    }
}

/// The best compression a client accepts.
#[must_use]
pub fn accepted(header: &str) -> Option<Encoding> {
    let accepts = |name: &str| {
        header.split(',').any(|part| {
            let mut parts = part.split(';').map(str::trim);
            let named = parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case(name) || coding == "*");
            let refused = parts.any(|part| {
                part.strip_prefix("q=")
                    .is_some_and(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0))
            });
            named && !refused
        })
    };
    [Encoding::Br, Encoding::Gzip].into_iter().find(|encoding| accepts(encoding.name()))
}

/// The type of a file by its ending.
#[must_use]
pub fn content_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("json" | "webmanifest") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// How long a file may be kept: for ever where its name holds a hash of what is in it.
#[must_use]
pub fn cache_control(file: &str) -> &'static str {
    let stem = file.split('.').next().unwrap_or(file);
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    let hashed = hash.len() >= 8 && hash.bytes().all(|b| b.is_ascii_alphanumeric());
    if hashed { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Whether a name can be a file of ours: no folders up, nothing hidden.
#[must_use]
pub fn is_file_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        && name.contains('.')
        && !name.ends_with(".br")
        && !name.ends_with(".gz")
}

/// Whether one of the tags of `If-None-Match` is this one.
#[must_use]
pub fn any_tag_is(header: &str, tag: &str) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    header.split(',').any(|known| known.trim() == "*" || strong(known) == strong(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_accepted_compression_is_taken() {
        for (header, expected) in [
            ("gzip, deflate, br, zstd", Some(Encoding::Br)),
            ("gzip", Some(Encoding::Gzip)),
            ("br;q=0, gzip;q=0.5", Some(Encoding::Gzip)),
            ("*", Some(Encoding::Br)),
            ("identity", None),
            ("brotli", None),
            ("", None),
        ] {
            assert_eq!(accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for (file, for_ever) in [
            ("widget-1a2b3c4d5e.js", true),
            ("widget-1a2b3c4d.wasm", true),
            ("console-ABCDEFGH.css", true),
            ("index.html", false),
            ("icon-dark.svg", false),
            ("widget.js", false),
        ] {
            assert_eq!(cache_control(file).contains("immutable"), for_ever, "{file}");
        }
    }

    #[test]
    fn only_plain_names_are_files() {
        for good in ["a.js", "widget-1a2b.wasm", "apple_touch.png"] {
            assert!(is_file_name(good), "{good}");
        }
        for bad in ["", "..", ".env", "a/b.js", "..%2fa.js", "a", "a.js.br", "a.wasm.gz", "a b.js"] {
            assert!(!is_file_name(bad), "{bad}");
        }
    }

    #[test]
    fn tags_are_compared_weakly() {
        assert!(any_tag_is("W/\"a\", \"b\"", "W/\"b\""));
        assert!(any_tag_is("*", "W/\"b\""));
        assert!(!any_tag_is("W/\"a\"", "W/\"b\""));
    }
}
