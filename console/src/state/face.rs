//! A face for somebody without a photo: initials on a tint.
//!
//! Knows names and ids as text only.

/// How many tints the style sheet has, `tint-1` and up.
pub const TINTS: u32 = 5;

/// Up to two initials: of the first and the last word that begin with a letter or digit.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// The tint of an id, 1 to [`TINTS`]: the same person looks the same everywhere (FNV-1a).
#[must_use]
pub fn tint(id: &str) -> u32 {
    let hash =
        id.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash % TINTS + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_the_outer_words() {
        for (name, expected) in [
            ("Sofia Marques", "SM"),
            ("Tomás de Oliveira", "TO"),
            ("mira", "M"),
            ("  ", ""),
            ("Jean-Luc", "JL"),
            ("Žofie ßmith", "ŽSS"),
            ("<b>x</b> \"y\"", "BY"),
            ("山田 太郎", "山太"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn a_tint_is_stable_and_in_range() {
        assert_eq!(tint("sofia"), tint("sofia"));
        for n in 0..100 {
            assert!((1..=TINTS).contains(&tint(&n.to_string())));
        }
    }
}
