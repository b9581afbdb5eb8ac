//! Decimal numbers as they are written.
//!
//! Knows digits, a sign and a point. No number is too long, and none is rounded.

use core::cmp::Ordering;

/// Compares two decimal numbers as they are written; `None` where one is none.
pub(crate) fn compare(a: &[u8], b: &[u8]) -> Option<Ordering> {
    let (a, b) = (Number::read(a)?, Number::read(b)?);
    // Where as many stand before the point, digits compare like texts.
    let larger = a.units.cmp(&b.units).then_with(|| a.digits.cmp(b.digits));
    Some(match (a.is_negative, b.is_negative) {
        (false, false) => larger,
        (true, true) => larger.reverse(),
        (is_less, is_more) => is_more.cmp(&is_less),
    })
}

/// A number: its sign, and the digits from the first one that is not nought to the last one, with the point between them.
struct Number<'a> {
    /// Never so if it is nought.
    is_negative: bool,
    /// How many digits stand before the point.
    units: usize,
    digits: &'a [u8],
}

/// What was read last: nothing, the sign, a digit before the point, the point, a digit behind it, space at the end.
const WHOLE: u8 = 2;
const FRACTION: u8 = 4;
const END: u8 = 5;

/// What may follow: a digit, a point, a sign, a space.
const NEXT: [u8; 24] = {
    const NO: u8 = u8::MAX;
    let next = [
        [WHOLE, NO, 1, 0],
        [WHOLE, NO, NO, NO],
        [WHOLE, 3, NO, END],
        [FRACTION, NO, NO, NO],
        [FRACTION, NO, NO, END],
        [NO, NO, NO, END],
    ];
    *next.as_flattened().first_chunk().expect("six times four")
};

impl<'a> Number<'a> {
    fn read(text: &'a [u8]) -> Option<Self> {
        let (mut last, mut has_sign) = (0, false);
        // Where digits begin to count, where those before the point end, and where the last one ends that is not nought.
        let (mut start, mut units_end, mut end) = (0, 0, 0);
        for (at, byte) in text.iter().enumerate() {
            let class = match byte {
                b'0'..=b'9' => 0,
                b'.' => 1,
                b'-' => 2,
                _ if byte.is_ascii_whitespace() => 3,
                _ => return None,
            };
            last = *NEXT.get(usize::from(last) * 4 + class)?;
            has_sign |= class == 2;
            if last == WHOLE {
                units_end = at + 1;
            }
            if class == 0 && *byte != b'0' {
                end = at + 1;
            }
            if end == 0 && last <= WHOLE {
                start = at + 1;
            }
        }
        if !matches!(last, WHOLE | FRACTION | END) {
            return None;
        }
        let digits = text.get(start..end).unwrap_or_default();
        Some(Self { is_negative: has_sign && end > 0, units: units_end - start, digits })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_they_are_written() {
        for (a, b, expected) in [
            ("1", "1", Some(Ordering::Equal)),
            ("2", "10", Some(Ordering::Less)),
            ("10", "9.99", Some(Ordering::Greater)),
            ("007", "7.0", Some(Ordering::Equal)),
            ("-2", "1", Some(Ordering::Less)),
            ("-2", "-10", Some(Ordering::Greater)),
            ("-0", "0", Some(Ordering::Equal)),
            ("-0.0", "00", Some(Ordering::Equal)),
            ("-1", "1", Some(Ordering::Less)),
            ("1", "-0.5", Some(Ordering::Greater)),
            ("0.1", "0.01", Some(Ordering::Greater)),
            ("10", "010.000", Some(Ordering::Equal)),
            ("1.5", "1.25", Some(Ordering::Greater)),
            ("99999999999999999999999", "99999999999999999999998", Some(Ordering::Greater)),
            (" 3 ", "3", Some(Ordering::Equal)),
            ("", "1", None),
            ("1.", "1", None),
            (".5", "1", None),
            ("1e3", "1", None),
            ("x", "1", None),
            ("1", "x", None),
            ("-", "1", None),
            ("--1", "1", None),
            ("1.2.3", "1", None),
            (".", "1", None),
        ] {
            assert_eq!(compare(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
        }
    }
}
