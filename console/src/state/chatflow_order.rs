//! The order of chatflows, in which the first that fits wins (H53): where one goes, and how an order is put back.
//!
//! Knows places in a list. Does not know who moves, by which key or hand, nor what the edge says to it.

/// Where a chatflow is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// One place up.
    Up,
    /// One place down.
    Down,
    /// Before all others: the highest priority.
    Top,
    /// Behind all others.
    Bottom,
    /// To the place of another one, which makes room.
    At(usize),
}

/// Moves what stands at a place; says where it stands then. Nothing where it stands there already, or not at all.
pub fn go<T>(all: &mut [T], from: usize, to: To) -> Option<usize> {
    let last = all.len().checked_sub(1)?;
    let place = match to {
        To::Up => from.checked_sub(1)?,
        To::Down => from + 1,
        To::Top => 0,
        To::Bottom => last,
        To::At(place) => place,
    };
    if from > last || place > last || place == from {
        return None;
    }
    let (low, high) = (from.min(place), from.max(place));
    let between = all.get_mut(low..=high)?;
    if place < from {
        between.rotate_right(1)
    } else {
        between.rotate_left(1)
    }
    Some(place)
}

/// Puts an order back, by what each is called. Who came since stays behind those who were there; who is gone is not missed.
pub fn put_back<T, K: PartialEq>(all: &mut [T], order: &[K], called: impl Fn(&T) -> K) {
    all.sort_by_key(|one| {
        let id = called(one);
        order.iter().position(|known| *known == id).unwrap_or(order.len())
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chatflow_goes_where_it_is_moved_and_the_others_keep_their_order() {
        // H53
        for (from, to, expected, place) in [
            (2, To::Up, "acbd", Some(1)),
            (1, To::Down, "acbd", Some(2)),
            (3, To::Top, "dabc", Some(0)),
            (0, To::Bottom, "bcda", Some(3)),
            (0, To::At(2), "bcad", Some(2)),
            (0, To::At(3), "bcda", Some(3)),
            (3, To::At(1), "adbc", Some(1)),
            (3, To::At(0), "dabc", Some(0)),
            // There already, or nowhere.
            (0, To::Up, "abcd", None),
            (3, To::Down, "abcd", None),
            (0, To::Top, "abcd", None),
            (3, To::Bottom, "abcd", None),
            (1, To::At(1), "abcd", None),
            (1, To::At(4), "abcd", None),
            (1, To::At(usize::MAX), "abcd", None),
            (4, To::Top, "abcd", None),
        ] {
            let mut all: Vec<char> = "abcd".chars().collect();
            assert_eq!(go(&mut all, from, to), place, "{from} {to:?}");
            assert_eq!(all.into_iter().collect::<String>(), expected, "{from} {to:?}");
        }
        assert_eq!(go::<char>(&mut [], 0, To::Top), None);
    }

    #[test]
    fn an_order_is_put_back_whoever_came_or_went_since() {
        // H53
        for (now, order, expected) in [
            ("cab", "abc", "abc"),
            ("abc", "abc", "abc"),
            // Two are new, in the order they have.
            ("xbya", "ab", "abxy"),
            // One is gone.
            ("ca", "abc", "ac"),
            ("", "abc", ""),
        ] {
            let mut all: Vec<char> = now.chars().collect();
            put_back(&mut all, &order.chars().collect::<Vec<_>>(), |one| *one);
            assert_eq!(all.into_iter().collect::<String>(), expected, "{now}");
        }
    }
}
