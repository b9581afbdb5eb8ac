//! E-mail addresses as people type them.

/// Lower case, without the spaces around.
#[must_use]
pub fn normal(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Whether a text can be an address: one `@`, a name before it, a host with an ending after it, no white space or
/// control characters anywhere. Whether anybody reads it, only a message can tell.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let named = (1..=64).contains(&name.len())
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..")
        && name.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"\"(),:;<>[\\]".contains(c));
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let hosted = host.contains('.') && host.split('.').all(label);
    named && hosted && text.len() <= 254
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_16_what_is_no_address() {
        for bad in [
            "",
            "a@",
            "a@b",
            "a@b..c",
            "\"a b\"@c.de",
            "a@b.c\nBcc:x",
            "a b@c.de",
            "@b.c",
            "a@@b.c",
            ".a@b.c",
            "a@-b.c",
        ] {
            assert!(!is_address(bad), "{bad:?}");
        }
        assert!(!is_address(&format!("a@{}.com", "b".repeat(255))));
        for good in ["mira@kiln.test", "a+b@c.co.uk", "o'neil@x.org", "jörg@bücher.example"] {
            assert!(is_address(good), "{good}");
        }
        assert_eq!(normal(" Mira@Kiln.Test "), "mira@kiln.test");
    }
}
