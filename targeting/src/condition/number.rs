//! Decimal numbers as they are written.
//!
//! Knows digits, a sign and a point. No number is too long, and none is rounded.

use core::cmp::Ordering;

/// Compares two decimal numbers as they are written; `None` where one is none.
#[cfg_attr(not(feature = "index"), inline(never))]
pub(crate) fn compare(a: &[u8], b: &[u8]) -> Option<Ordering> {
    let (a, b) = (Number::read(a)?, Number::read(b)?);
    // Places count from the one behind the units, so those of both align; from the first to the last that either may have.
    let (before, behind) = (a.units_end.max(b.units_end), a.text.len().max(b.text.len()));
    for place in 0..before + behind {
        // With their signs, the first digits that differ decide.
        let (a, b) = (a.digit(place, before), b.digit(place, before));
        if a != b {
            return Some(a.cmp(&b));
        }
    }
    Some(Ordering::Equal)
}

struct Number<'a> {
    text: &'a [u8],
    is_negative: bool,
    /// Where in the text the digits before the point end.
    units_end: usize,
}

/// What was read last: nothing, the sign, a digit before the point, the point, a digit behind it, space at the end.
const WHOLE: u8 = 2;
const FRACTION: u8 = 4;
const END: u8 = 5;

/// What may follow: a digit, a point, a sign, a space.
const NEXT: [[u8; 4]; 6] = {
    const NO: u8 = u8::MAX;
    [
        [WHOLE, NO, 1, 0],
        [WHOLE, NO, NO, NO],
        [WHOLE, 3, NO, END],
        [FRACTION, NO, NO, NO],
        [FRACTION, NO, NO, END],
        [NO, NO, NO, END],
    ]
};

impl<'a> Number<'a> {
    #[cfg_attr(not(feature = "index"), inline(never))]
    fn read(text: &'a [u8]) -> Option<Self> {
        let (mut last, mut number) = (0, Self { text, is_negative: false, units_end: 0 });
        for (at, byte) in text.iter().enumerate() {
            let class = match byte {
                b'0'..=b'9' => 0,
                b'.' => 1,
                b'-' => 2,
                _ if byte.is_ascii_whitespace() => 3,
                _ => return None,
            };
            last = *NEXT.get(usize::from(last))?.get(class)?;
            number.is_negative |= class == 2;
            if last == WHOLE {
                number.units_end = at + 1;
            }
        }
        matches!(last, WHOLE | FRACTION | END).then_some(number)
    }

    /// The digit of a place, with the sign of the number, `before` places standing before the point; nought where none is
    /// written.
    #[cfg_attr(not(feature = "index"), inline(never))]
    fn digit(&self, place: usize, before: usize) -> i32 {
        // Behind the units, the point takes a place in the text.
        let at = (self.units_end + place + usize::from(place >= before)).wrapping_sub(before);
        let digit = self.text.get(at).map_or(0, |byte| i32::from(byte.wrapping_sub(b'0')));
        match digit {
            0..10 if self.is_negative => -digit,
            0..10 => digit,
            _ => 0,
        }
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
