//! Which rows of a long list are worth drawing.
//!
//! Knows that every row is equally high; does not know rows.

use std::ops::Range;

/// The height of a row, pixels.
pub const ROW_HEIGHT: u32 = 72;
/// Up to this many rows all are drawn; the browser does that well, and searching the page finds them all.
pub const DRAW_ALL_UP_TO: usize = 200;
/// Rows drawn beyond each edge, so that a fast wheel meets rows and not a gap.
const BEYOND: usize = 12;

/// The rows to draw of `total`, when `scrolled` pixels are above a frame of `frame` pixels.
#[must_use]
pub fn rows_to_draw(total: usize, scrolled: u32, frame: u32) -> Range<usize> {
    if total <= DRAW_ALL_UP_TO {
        return 0..total;
    }
    let first = (scrolled / ROW_HEIGHT) as usize;
    let shown = frame.div_ceil(ROW_HEIGHT) as usize + 1;
    let start = first.saturating_sub(BEYOND).min(total);
    start..(first + shown + BEYOND).min(total)
}

/// Where to scroll so that row `index` is wholly seen, or nothing if it already is.
#[must_use]
pub fn scroll_to_show(index: usize, scrolled: u32, frame: u32) -> Option<u32> {
    let top = u32::try_from(index).unwrap_or(u32::MAX).saturating_mul(ROW_HEIGHT);
    let bottom = top.saturating_add(ROW_HEIGHT);
    if top < scrolled {
        Some(top)
    } else if bottom > scrolled.saturating_add(frame) {
        Some(bottom.saturating_sub(frame))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_covers_what_is_seen() {
        for (total, scrolled, frame, expected) in [
            (0, 0, 800, 0..0),
            (200, 9_000, 800, 0..200),
            (10_000, 0, 720, 0..23),
            (10_000, 72 * 100, 720, 88..123),
            (10_000, 72 * 9_999, 720, 9_987..10_000),
            (300, u32::MAX, 720, 300..300),
        ] {
            assert_eq!(rows_to_draw(total, scrolled, frame), expected, "{total} {scrolled}");
        }
    }

    #[test]
    fn scrolling_goes_no_further_than_needed() {
        for (index, scrolled, frame, expected) in [
            (0, 0, 720, None),
            (0, 10, 720, Some(0)),
            (9, 0, 720, None),
            (10, 0, 720, Some(72)),
            (3, 720, 720, Some(216)),
        ] {
            assert_eq!(scroll_to_show(index, scrolled, frame), expected, "row {index}");
        }
    }
}
