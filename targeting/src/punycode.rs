//! Punycode decoding (RFC 3492) of one host label, for rules written in the Unicode form of a host.
//!
//! Decodes what browsers have already validated. Knows no IDNA tables: whether a label is a legal name was decided when
//! the address was parsed; text that is not punycode gives `None` and the label is compared as it stands.

/// DNS allows 63 bytes a label, so a decoded one is never longer.
const MAX_LABEL: usize = 63;

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;

/// A decoded label, kept on the stack.
pub(crate) struct Label {
    chars: [char; MAX_LABEL],
    len: usize,
}

impl Label {
    pub(crate) fn chars(&self) -> &[char] {
        self.chars.get(..self.len).unwrap_or_default()
    }

    fn insert(&mut self, at: usize, char: char) -> Option<()> {
        if at > self.len || self.len == MAX_LABEL {
            return None;
        }
        self.chars.copy_within(at..self.len, at + 1);
        *self.chars.get_mut(at)? = char;
        self.len += 1;
        Some(())
    }
}

/// Decodes the part of a label that follows `xn--`.
pub(crate) fn decode(encoded: &[u8]) -> Option<Label> {
    if encoded.len() > MAX_LABEL {
        return None;
    }
    let mut label = Label { chars: ['\0'; MAX_LABEL], len: 0 };
    let (basic, extended) = match encoded.iter().rposition(|&byte| byte == b'-') {
        Some(dash) => (encoded.get(..dash)?, encoded.get(dash + 1..)?),
        None => (&[][..], encoded),
    };
    for &byte in basic {
        if !byte.is_ascii() {
            return None;
        }
        label.insert(label.len, char::from(byte))?;
    }

    let mut code_point: u32 = 128;
    let mut position: u32 = 0;
    let mut bias: u32 = 72;
    let mut digits = extended.iter();
    while !digits.as_slice().is_empty() {
        let before = position;
        let mut weight: u32 = 1;
        let mut k = BASE;
        loop {
            let digit = digit(*digits.next()?)?;
            position = position.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let count = u32::try_from(label.len).ok()? + 1;
        bias = adapted_bias(position - before, count, before == 0);
        code_point = code_point.checked_add(position / count)?;
        position %= count;
        label.insert(usize::try_from(position).ok()?, char::from_u32(code_point)?)?;
        position += 1;
    }
    Some(label)
}

fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

/// RFC 3492 section 6.1.
fn adapted_bias(delta: u32, count: u32, first: bool) -> u32 {
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
    use alloc::string::String;

    fn text(encoded: &str) -> Option<String> {
        decode(encoded.as_bytes()).map(|label| label.chars().iter().collect())
    }

    #[test]
    fn known_labels() {
        assert_eq!(text("mnchen-3ya").as_deref(), Some("münchen"));
        assert_eq!(text("strae-oqa").as_deref(), Some("straße"));
        assert_eq!(text("r8jz45g").as_deref(), Some("例え"));
        assert_eq!(text("e1afmkfd").as_deref(), Some("пример"));
        assert_eq!(text("3B-ww4c5e180e575a65lsy2b").as_deref(), Some("3年B組金八先生"));
    }

    #[test]
    fn what_is_no_punycode_is_refused() {
        for bad in ["!", "mnchen-3y", "99999999999", "ü-1", "zzzzzzzzzzzzzzzzzzzzzzz"] {
            assert!(text(bad).is_none(), "{bad}");
        }
        assert!(decode(&[b'a'; 64]).is_none());
    }
}
