//! Punycode decoding (RFC 3492) of one host label, for rules written in the Unicode form of a host.
//!
//! Decodes what browsers have already validated. Knows no IDNA tables: whether a label is a legal name was decided when
//! the address was parsed; text that is not punycode gives `None` and the label is compared as it stands.

/// DNS allows 63 bytes a label, so a decoded one is never longer.
const MAX_LABEL: usize = 63;

const BASE: u64 = 36;
const T_MIN: u64 = 1;
const T_MAX: u64 = 26;

/// Decodes the part of a label that follows `xn--`, and writes it as UTF-8; whether it could be decoded.
pub(crate) fn decode(encoded: &[u8], put: impl FnMut(u8)) -> bool {
    let mut label = ['\0'; MAX_LABEL];
    match code_points(encoded, &mut label) {
        Some(length) => {
            write_utf8(label.get(..length).unwrap_or_default(), put);
            true
        }
        None => false,
    }
}

/// Decodes into `label`; gives the number of characters.
fn code_points(encoded: &[u8], label: &mut [char; MAX_LABEL]) -> Option<usize> {
    if encoded.len() > MAX_LABEL {
        return None;
    }
    // Basic characters stand before the last hyphen.
    let basic = encoded.iter().rposition(|&byte| byte == b'-');
    let mut count = 0;
    for &byte in encoded.get(..basic.unwrap_or(0))? {
        *label.get_mut(count)? = char::from(byte);
        count += 1;
        if !byte.is_ascii() {
            return None;
        }
    }
    let mut at = basic.map_or(0, |dash| dash + 1);
    // Numbers of 32 bits, with room to see when they are exceeded.
    let (mut code_point, mut position, mut bias) = (128_u64, 0_u64, 72);
    while at < encoded.len() {
        let before = position;
        let (mut weight, mut k) = (1, BASE);
        loop {
            let digit = digit(*encoded.get(at)?)?;
            at += 1;
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
        let length = count as u64 + 1;
        bias = adapted_bias(position - before, length, before == 0);
        code_point += position / length;
        let place = (position % length) as usize;
        label.get_mut(count)?;
        label.copy_within(place..count, place + 1);
        *label.get_mut(place)? = char::from_u32(u32::try_from(code_point).ok()?)?;
        position = place as u64 + 1;
        count += 1;
    }
    Some(count)
}

/// The UTF-8 of a text, byte by byte.
fn write_utf8(text: &[char], mut put: impl FnMut(u8)) {
    for &char in text {
        let code_point = u32::from(char);
        // How many bytes follow the first one, which says so by its upper bits.
        let (more, first) = match code_point {
            0..0x80 => (0, 0),
            0x80..0x800 => (1, 0xc0),
            0x800..0x1_0000 => (2, 0xe0),
            _ => (3, 0xf0),
        };
        put(first | (code_point >> (6 * more)) as u8);
        for shift in (0..more).rev() {
            put(0x80 | (code_point >> (6 * shift)) as u8 & 0x3f);
        }
    }
}

fn digit(byte: u8) -> Option<u64> {
    let digit = match byte {
        b'0'..=b'9' => byte - b'0' + 26,
        b'A'..=b'Z' | b'a'..=b'z' => (byte | 0x20) - b'a',
        _ => return None,
    };
    Some(u64::from(digit))
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
        let mut bytes = Vec::new();
        decode(encoded.as_bytes(), |byte| bytes.push(byte)).then_some(())?;
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
        assert!(!decode(&[b'a'; 64], |_| ()));
    }
}
