//! A chart's lines: where its points lie, and where its keys lead.
//!
//! Knows numbers and a picture's size. Does not know what they count, or how it is drawn.

use std::fmt::Write as _;

/// The picture's width and height, in its own units.
pub const WIDTH: f64 = 640.0;
/// Its height.
pub const HEIGHT: f64 = 160.0;
/// Space around the lines, so that no mark is cut off.
const MARGIN: f64 = 6.0;
/// Points beyond which no marks are drawn: they would be one band.
const MOST_MARKS: usize = 45;

/// A line of a chart: none where nothing was measured.
pub type Values = Vec<Option<u64>>;

/// A point in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// From the start.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// The number at the top of a chart: the most, rounded up to one that is easily read.
#[must_use]
pub fn top(lines: &[Values]) -> u64 {
    let most = lines.iter().flatten().flatten().copied().max().unwrap_or(0).max(1);
    let step = 10_u64.saturating_pow(most.ilog10());
    [1, 2, 5]
        .into_iter()
        .map(|by| step.saturating_mul(by))
        .find(|top| *top >= most)
        .unwrap_or(step.saturating_mul(10))
}

/// The same of durations in ms: a round number of seconds, minutes, hours or days.
#[must_use]
pub fn top_time(lines: &[Values]) -> u64 {
    const ROUND: [u64; 22] = [
        1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400,
        172_800, 345_600, 604_800, 1_209_600,
    ];
    let most = lines.iter().flatten().flatten().copied().max().unwrap_or(0);
    ROUND.into_iter().map(|seconds| seconds * 1_000).find(|top| *top >= most).unwrap_or_else(|| top(lines))
}

/// Where the points of a line lie.
#[must_use]
pub fn points(values: &[Option<u64>], top: u64) -> Vec<Option<Point>> {
    let steps = values.len().saturating_sub(1).max(1) as f64;
    let alone = values.len() == 1;
    let place = |(place, value): (usize, &Option<u64>)| {
        let share = if alone { 0.5 } else { place as f64 / steps };
        let up = ((*value)? as f64 / top.max(1) as f64).min(1.0);
        let (wide, high) = (WIDTH - 2.0 * MARGIN, HEIGHT - 2.0 * MARGIN);
        Some(Point { x: MARGIN + share * wide, y: MARGIN + (1.0 - up) * high })
    };
    values.iter().enumerate().map(place).collect()
}

/// A line through points, as SVG writes it; it stops where there is none.
#[must_use]
pub fn path(points: &[Option<Point>]) -> String {
    let mut path = String::new();
    let mut goes_on = false;
    for point in points {
        if let Some(Point { x, y }) = point {
            let _ = write!(path, "{}{x:.1} {y:.1}", if goes_on { 'L' } else { 'M' });
        }
        goes_on = point.is_some();
    }
    path
}

/// The points that get a mark: all of a few, and those that no line leads to.
#[must_use]
pub fn marks(points: &[Option<Point>]) -> Vec<Point> {
    let is_alone = |place: usize| {
        let before = place.checked_sub(1).and_then(|place| points.get(place)).is_some_and(Option::is_some);
        let after = points.get(place + 1).is_some_and(Option::is_some);
        !before && !after
    };
    let all = points.len() <= MOST_MARKS;
    let marked = points.iter().enumerate().filter(|(place, _)| all || is_alone(*place));
    marked.filter_map(|(_, point)| *point).collect()
}

/// Where a key leads among so many points; none for other keys.
#[must_use]
pub fn step(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowRight" | "ArrowUp" => Some((at + 1).min(last)),
        "ArrowLeft" | "ArrowDown" => Some(at.saturating_sub(1)),
        "PageUp" => Some((at + 7).min(last)),
        "PageDown" => Some(at.saturating_sub(7)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_is_easily_read_and_above_all() {
        // P82
        for (most, expected) in
            [(0, 1), (1, 1), (3, 5), (6, 10), (10, 10), (11, 20), (43, 50), (51, 100), (1_200, 2_000)]
        {
            assert_eq!(top(&[vec![Some(most), None], vec![Some(0)]]), expected, "{most}");
        }
        assert_eq!(top(&[]), 1);
        assert!(top(&[vec![Some(u64::MAX)]]) > 1 << 62);
        for (most, expected) in [(0, 1), (900, 1), (61_000, 120), (3_500_000, 3_600), (90_000_000, 172_800)] {
            assert_eq!(top_time(&[vec![None, Some(most)]]), expected * 1_000, "{most}");
        }
    }

    #[test]
    fn a_line_stops_where_nothing_was_measured() {
        // P82
        let points = points(&[Some(0), Some(10), None, Some(5)], 10);
        assert_eq!(path(&points), "M6.0 154.0L215.3 6.0M634.0 80.0");
        assert_eq!(marks(&points).len(), 3);
        let many: Vec<Option<u64>> = (0..90).map(|n| (n % 3 != 1).then_some(n)).collect();
        // The first and the last are alone, and lines join the pairs between them.
        assert_eq!(marks(&super::points(&many, 100)).len(), 2);
        assert_eq!(path(&super::points(&[Some(3)], 3)), "M320.0 6.0");
    }

    #[test]
    fn keys_walk_over_the_points_and_stop_at_the_ends() {
        // P82
        for (key, at, expected) in [
            ("ArrowRight", 0, Some(1)),
            ("ArrowRight", 29, Some(29)),
            ("ArrowLeft", 0, Some(0)),
            ("PageUp", 25, Some(29)),
            ("PageDown", 10, Some(3)),
            ("Home", 9, Some(0)),
            ("End", 9, Some(29)),
            ("Enter", 9, None),
        ] {
            assert_eq!(step(key, at, 30), expected, "{key} {at}");
        }
        assert_eq!(step("End", 0, 0), None);
    }
}
