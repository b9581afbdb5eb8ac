//! The little of DER that keys and signatures need (X.690): lengths in their shortest form, numbers without sign. What could
//! be written in another way is refused, so that nothing is read that two readers read differently.

/// What is left to read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Der<'a>(pub(super) &'a [u8]);

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const SEQUENCE: u8 = 0x30;

impl<'a> Der<'a> {
    /// The content of the next element, which is of this tag.
    pub(super) fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (found, rest) = self.0.split_first()?;
        let (first, rest) = rest.split_first()?;
        let (length, rest) = match *first {
            short @ 0..=0x7f => (usize::from(short), rest),
            0x81 => {
                let (length, rest) = rest.split_first()?;
                (usize::from(*length).checked_sub(0x80)? + 0x80, rest)
            }
            0x82 => {
                let (length, rest) = rest.split_first_chunk::<2>()?;
                (usize::from(u16::from_be_bytes(*length)).checked_sub(0x100)? + 0x100, rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        (*found == tag).then_some(content)
    }

    /// The next number, which is above zero: its bytes without a zero in front.
    pub(super) fn positive(&mut self) -> Option<&'a [u8]> {
        let bytes = self.take(INTEGER)?;
        match bytes {
            // A zero stands in front only where the number would else be negative.
            [0, rest @ ..] => rest.first().is_some_and(|first| *first >= 0x80).then_some(rest),
            [1..=0x7f, ..] => Some(bytes),
            _ => None,
        }
    }

    /// Nothing is left.
    pub(super) fn end(self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}
