//! A rule as it lies in a book: a record of eight bytes, and its text behind the lengths of its parts.
//!
//! Knows bytes. What the parts mean is the rule's business.

use alloc::vec::Vec;

use super::{InertReason, Kind, Op, Rule, flag};
use crate::pattern::Patterns;

impl<'a> Rule<'a> {
    /// Whether a stored record can be read; `text` is where it points to: the lengths of the parts, then the parts.
    pub(crate) fn is_sound(record: &[u8], text: &[u8]) -> bool {
        let [.., op, kind, flags, reason] = record else { return false };
        Op::from_code(*op).is_some()
            && flags & !flag::EACH == 0
            && match Kind::from_code(*kind) {
                None => false,
                Some(Kind::Inert) => InertReason::from_code(*reason).is_some(),
                Some(_) => true,
            }
            && split_parts(text).is_some_and(|(text, _)| core::str::from_utf8(text).is_ok())
    }

    pub(crate) fn from_record(record: &[u8], text: &'a [u8], patterns: Option<&'a Patterns>) -> Self {
        let code = |at: usize| record.get(at).copied().unwrap_or(u8::MAX);
        let (text, cuts) = split_parts(text).unwrap_or_default();
        Self {
            op: Op::from_code(code(4)).unwrap_or(Op::Unknown),
            kind: Kind::from_code(code(5)).unwrap_or(Kind::Inert),
            flags: code(6),
            reason: code(7),
            text,
            cuts,
            patterns,
        }
    }

    /// The record but for its place; what stands before the text is appended to `out`.
    pub(crate) fn to_record(self, out: &mut Vec<u8>) -> [u8; 4] {
        for part in self.parts() {
            let mut rest = part.len();
            while rest > 0x7f {
                out.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            out.push(rest as u8);
        }
        [self.op as u8, self.kind as u8, self.flags, self.reason]
    }
}

/// Text and cuts, from the lengths of the four parts on; `None` where they are not all there.
fn split_parts(stored: &[u8]) -> Option<(&[u8], [usize; 3])> {
    if let Some((&[a, b, c, d], text)) = stored.split_first_chunk::<4>()
        && (a | b | c | d) < 0x80
    {
        // Nearly every rule is short.
        let [a, b, c, d] = [a, b, c, d].map(usize::from);
        return Some((text.get(..a + b + c + d)?, [a, a + b, a + b + c]));
    }
    let (mut rest, mut ends, mut end) = (stored, [0; 4], 0_usize);
    for part in &mut ends {
        let mut length = 0_usize;
        for shift in (0..u32::BITS).step_by(7) {
            let (&byte, after) = rest.split_first()?;
            rest = after;
            length |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                break;
            }
        }
        end = end.checked_add(length)?;
        *part = end;
    }
    let [a, b, c, _] = ends;
    Some((rest.get(..end)?, [a, b, c]))
}
