//! A rule as it lies in a book: a record of eight bytes, and its text behind the lengths of its parts.
//!
//! Knows bytes. What the parts mean is the rule's business.

use alloc::vec::Vec;

#[cfg(feature = "index")]
use super::{InertReason, flag};
use super::{Kind, Op, Rule};
use crate::book::{RULE, RuleBook, place};

impl<'a> Rule<'a> {
    /// Whether a stored record can be read; `text` is where it points to: the lengths of the parts, then the parts.
    #[cfg(feature = "index")]
    pub(crate) fn is_sound(record: &[u8; RULE], text: &[u8]) -> bool {
        let [.., op, kind, flags, reason] = record;
        Op::from_code(*op).is_some()
            && flags & !flag::EACH == 0
            && match Kind::from_code(*kind) {
                None => false,
                Some(Kind::Inert) => InertReason::from_code(*reason).is_some(),
                Some(_) => true,
            }
            && split_parts(text, &mut [0; 5]).is_some_and(|text| core::str::from_utf8(text).is_ok())
    }

    #[cfg_attr(not(feature = "index"), inline(never))]
    pub(crate) fn from_record(record: &[u8; RULE], book: &RuleBook<'a>) -> Self {
        let [.., op, kind, flags, reason] = *record;
        let mut rule = Self {
            op: Op::from_code(op).unwrap_or(Op::Unknown),
            kind: Kind::from_code(kind).unwrap_or(Kind::Inert),
            flags,
            reason,
            text: &[],
            cuts: [0; 5],
            patterns: book.patterns(),
        };
        rule.text = split_parts(book.text_from(place(record, 0)), &mut rule.cuts).unwrap_or_default();
        rule
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

/// The text behind the lengths of its four parts; `None` where it is not all there. The parts' places go into `cuts`.
fn split_parts<'a>(stored: &'a [u8], cuts: &mut [usize; 5]) -> Option<&'a [u8]> {
    #[cfg(feature = "index")]
    if let Some((&[a, b, c, d], text)) = stored.split_first_chunk::<4>()
        && (a | b | c | d) < 0x80
    {
        // Nearly every rule is short.
        let [a, b, c, d] = [a, b, c, d].map(usize::from);
        *cuts = [0, a, a + b, a + b + c, a + b + c + d];
        return text.get(..a + b + c + d);
    }
    let (mut at, mut end) = (0, 0_usize);
    for cut in cuts.iter_mut().skip(1) {
        let mut shift = 0;
        loop {
            let byte = *stored.get(at)?;
            at += 1;
            end = end.wrapping_add(usize::from(byte & 0x7f).wrapping_shl(shift));
            shift += 7;
            if byte < 0x80 {
                break;
            }
        }
        *cut = end;
    }
    stored.get(at..)?.get(..end)
}
