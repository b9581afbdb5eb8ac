//! Punycode decoding (RFC 3492) of one host label, for rules written in the Unicode form of a host.
//!
//! Decodes what browsers have already validated. Knows no IDNA tables: whether a label is a legal name was decided when
//! the address was parsed; a label that is no punycode is compared as it stands.

use crate::normal;

/// DNS allows 63 bytes a label, so a decoded one is never longer.
const MAX_LABEL: usize = 63;

const BASE: u64 = 36;
const T_MIN: u64 = 1;
const T_MAX: u64 = 26;

/// A label, decoded.
pub(crate) struct Label {
    code_points: [u32; MAX_LABEL],
    length: usize,
}

impl Default for Label {
    fn default() -> Self {
        Self { code_points: [0; MAX_LABEL], length: 0 }
    }
}

impl Label {
    /// Decodes the part of a label that follows `xn--`, in the place of what was there; whether it could be decoded.
    pub(crate) fn read(&mut self, encoded: &[u8]) -> bool {
        self.length = 0;
        self.decode(encoded).is_some()
    }

    fn decode(&mut self, encoded: &[u8]) -> Option<()> {
        // Basic characters stand before the last hyphen.
        let basic = encoded.iter().rposition(|&byte| byte == b'-');
        let mut at = basic.unwrap_or(0);
        for byte in encoded.get(..at)? {
            self.insert(self.length, u32::from(*byte))?;
            if !byte.is_ascii() {
                return None;
            }
        }
        at += usize::from(basic.is_some());
        // Numbers of 32 bits, with room to see when they are exceeded.
        let (mut code_point, mut position, mut bias) = (128_u64, 0_u64, 72);
        while at < encoded.len() {
            let before = position;
            let (mut weight, mut k) = (1, BASE);
            loop {
                let digit = u64::from(normal::digit(*encoded.get(at)?));
                at += 1;
                // Letters come before numerals.
                let digit = if digit < BASE { (digit + 26) % BASE } else { return None };
                position += digit * weight;
                if (position | weight) >> 32 != 0 {
                    return None;
                }
                let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
                if digit < threshold {
                    break;
                }
                weight *= BASE - threshold;
                k += BASE;
            }
            let length = self.length as u64 + 1;
            bias = adapted_bias(position - before, length, before == 0);
            code_point += position / length;
            position %= length;
            let char = char::from_u32(u32::try_from(code_point).ok()?)?;
            self.insert(position as usize, u32::from(char))?;
            position += 1;
        }
        Some(())
    }

    fn insert(&mut self, place: usize, mut code_point: u32) -> Option<()> {
        self.length += 1;
        for later in self.code_points.get_mut(place..self.length)? {
            core::mem::swap(later, &mut code_point);
        }
        Some(())
    }

    /// Its UTF-8, byte by byte.
    pub(crate) fn write_utf8(&self, mut put: impl FnMut(u8)) {
        for &code_point in self.code_points.get(..self.length).unwrap_or_default() {
            // What the first byte begins with, and how many bits the others hold.
            let (mut head, mut bits) = match code_point {
                0..0x80 => (0, 0),
                0x80..0x800 => (0xc0, 6),
                0x800..0x1_0000 => (0xe0, 12),
                _ => (0xf0, 18),
            };
            let mut mask = 0x7f;
            loop {
                put((head | code_point >> bits & mask) as u8);
                if bits == 0 {
                    break;
                }
                bits -= 6;
                (head, mask) = (0x80, 0x3f);
            }
        }
    }
}

/// RFC 3492 section 6.1.
fn adapted_bias(delta: u64, count: u64, first: bool) -> u64 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + ((BASE - T_MIN + 1) * delta) / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{string::String, vec::Vec};

    fn text(encoded: &str) -> Option<String> {
        let (mut bytes, mut label) = (Vec::new(), Label::default());
        label.read(encoded.as_bytes()).then_some(())?;
        label.write_utf8(|byte| bytes.push(byte));
        Some(String::from_utf8(bytes).expect("UTF-8"))
    }

    #[test]
    fn known_labels() {
        assert_eq!(text("mnchen-3ya").as_deref(), Some("münchen"));
        assert_eq!(text("strae-oqa").as_deref(), Some("straße"));
        assert_eq!(text("r8jz45g").as_deref(), Some("例え"));
        assert_eq!(text("e1afmkfd").as_deref(), Some("пример"));
        assert_eq!(text("e28h").as_deref(), Some("😀"));
        assert_eq!(text("3B-ww4c5e180e575a65lsy2b").as_deref(), Some("3年B組金八先生"));
    }

    #[test]
    fn what_is_no_punycode_is_refused() {
        for bad in ["!", "mnchen-3y", "99999999999", "ü-1", "zzzzzzzzzzzzzzzzzzzzzzz"] {
            assert!(text(bad).is_none(), "{bad}");
        }
        assert!(!Label::default().read(&[b'a'; 64]));
    }
}
