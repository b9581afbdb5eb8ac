//! The name that somebody probably meant.
//!
//! Knows how far two short words are apart. Does not know what they name.

/// The known name nearest to an unknown one, where one is near enough to be meant: at most two slips away.
///
/// ```
/// assert_eq!(protocol::nearest::nearest("txet", ["text", "url"]), Some("text"));
/// assert_eq!(protocol::nearest::nearest("colour", ["text", "url"]), None);
/// ```
#[must_use]
pub fn nearest<'k>(unknown: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    // Nothing worth suggesting is this long, and the distance takes time with the product of both lengths.
    if unknown.len() > LONGEST {
        return None;
    }
    let near = known.into_iter().map(|known| (distance(unknown, known), known));
    let (slips, name) = near.min_by_key(|(slips, _)| *slips)?;
    // Of two letters, two slips leave nothing.
    (slips <= MOST_SLIPS && slips < name.chars().count()).then_some(name)
}

/// Longest name looked at, in bytes.
const LONGEST: usize = 100;

/// More than this and it is another word.
const MOST_SLIPS: usize = 2;

/// Slips between two short words: a letter more, less, or another, or two neighbours swapped.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut previous = row.clone();
    let mut before = row.clone();
    let mut last = None;
    for (i, x) in a.chars().enumerate() {
        before.clone_from(&previous);
        previous.clone_from(&row);
        let mut left = i + 1;
        for (j, y) in b.iter().enumerate() {
            let diagonal = previous.get(j).copied().unwrap_or_default();
            let above = previous.get(j + 1).copied().unwrap_or_default();
            let mut cost = (diagonal + usize::from(x != *y)).min(above + 1).min(left + 1);
            // Two neighbours swapped, the commonest slip of all, is one.
            if j > 0 && last == Some(*y) && b.get(j - 1) == Some(&x) {
                cost = cost.min(before.get(j - 1).copied().unwrap_or_default() + 1);
            }
            if let Some(cell) = row.get_mut(j) {
                *cell = left;
            }
            left = cost;
        }
        if let Some(cell) = row.last_mut() {
            *cell = left;
        }
        last = Some(x);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (a, b, slips) in [
            ("text", "text", 0),
            ("txet", "text", 1),
            ("tex", "text", 1),
            ("texts", "text", 1),
            ("taxt", "text", 1),
            ("colour", "color", 1),
            ("alowed_orgins", "allowed_origins", 2),
            ("", "abc", 3),
            ("größe", "grosse", 3),
        ] {
            assert_eq!((distance(a, b), distance(b, a)), (slips, slips), "{a} {b}");
        }
    }

    #[test]
    fn what_is_far_is_not_suggested() {
        let known = ["id", "name", "members", "shards"];
        for (unknown, suggested) in [
            ("member", Some("members")),
            ("nmae", Some("name")),
            ("ID", None),
            ("it", Some("id")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(unknown, known), suggested, "{unknown}");
        }
        assert_eq!(nearest(&"x".repeat(1_000_000), known), None);
        assert_eq!(nearest("name", []), None);
    }
}
