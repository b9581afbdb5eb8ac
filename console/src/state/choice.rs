//! Moving through a list of choices by keyboard, as in a native select that decides nothing before Enter.
//!
//! Knows keys, places and names.

/// Choices passed by one press of Page Up or Page Down.
const PAGE: usize = 10;

/// Where a key leads from place `at` of `count` choices; `None` for keys that do not move.
#[must_use]
pub fn moved(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.saturating_sub(1);
    match key {
        "ArrowDown" => Some((at + 1).min(last)),
        "ArrowUp" => Some(at.saturating_sub(1)),
        "PageDown" => Some((at + PAGE).min(last)),
        "PageUp" => Some(at.saturating_sub(PAGE)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// Whether a key is a letter of a name.
#[must_use]
pub fn is_letter(key: &str) -> bool {
    let mut letters = key.chars();
    letters.next().is_some_and(|letter| !letter.is_control() && letter != ' ') && letters.next().is_none()
}

/// The choice whose name begins with what was typed, looked for from `at` on; the same letter again and again walks
/// through the names that begin with it.
#[must_use]
pub fn named(names: &[String], at: usize, typed: &str) -> Option<usize> {
    let typed = typed.to_lowercase();
    let mut letters = typed.chars();
    let first = letters.next()?;
    let is_repeated = letters.all(|letter| letter == first);
    let (wanted, start) = if is_repeated { (first.to_string(), at + 1) } else { (typed, at) };
    (0..names.len())
        .map(|step| (start + step) % names.len())
        .find(|place| names[*place].to_lowercase().starts_with(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_and_stop_at_the_ends() {
        // S127
        for (key, at, count, expected) in [
            ("ArrowDown", 0, 3, Some(1)),
            ("ArrowDown", 2, 3, Some(2)),
            ("ArrowUp", 0, 3, Some(0)),
            ("ArrowUp", 2, 3, Some(1)),
            ("End", 0, 3, Some(2)),
            ("Home", 2, 3, Some(0)),
            ("PageDown", 0, 30, Some(10)),
            ("PageUp", 4, 30, Some(0)),
            ("ArrowDown", 0, 0, Some(0)),
            ("Enter", 1, 3, None),
            ("a", 1, 3, None),
        ] {
            assert_eq!(moved(key, at, count), expected, "{key} at {at} of {count}");
        }
    }

    #[test]
    fn typed_letters_find_a_name() {
        let names = ["Niemand", "Anna Keller", "Ánna", "Jonas Weber", "Öykü", "Julia"].map(String::from);
        for (at, typed, expected) in [
            (0, "a", Some(1)),
            (0, "AN", Some(1)),
            (0, "j", Some(3)),
            (3, "j", Some(5)),
            (5, "jj", Some(3)),
            (3, "jul", Some(5)),
            (0, "ö", Some(4)),
            (0, "x", None),
            (0, "", None),
        ] {
            assert_eq!(named(&names, at, typed), expected, "{typed} from {at}");
        }
        assert_eq!(named(&[], 0, "a"), None);
    }

    #[test]
    fn letters_are_told_from_keys() {
        for (key, expected) in
            [("a", true), ("Ö", true), ("1", true), (" ", false), ("Enter", false), ("", false)]
        {
            assert_eq!(is_letter(key), expected, "{key}");
        }
    }
}
