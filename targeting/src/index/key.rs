//! Keys: what rules are filed under, and what a page is looked up by.
//!
//! Fast rather than strong: eight bytes at a time, one multiplication each. Two texts with one key cost a comparison and
//! change nothing. Knows bytes only.

use super::marks;

/// What a key is of; two kinds never meet on purpose.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(crate) enum Of {
    /// Whole segments of a path from its first one on, on any host.
    FromPath = 0x9e37_79b9_7f4a_7c15,
    /// A host, and whole segments from the first one on.
    FromHost = 0xbf58_476d_1ce4_e5b9,
    /// A parameter's name.
    Name = 0xa076_1d64_78bd_642f,
    /// A parameter's name and value.
    NameAndValue = 0xe703_7ed1_a0b4_28db,
    /// Eight bytes anywhere.
    Eight = 0x94d0_49bb_1331_11eb,
    /// Four bytes anywhere, for texts that are shorter than eight.
    Four = 0xd6e8_feb8_6659_fd93,
    /// Six bytes from a mark on, or eight around one.
    Mark = 0x8bb8_4b93_962e_acc9,
}

const FACTOR: u64 = 0x9fb2_1c65_1e98_df25;

/// Eight bytes, the first one lowest, spread over the upper bits of a number.
#[inline]
pub(crate) fn eight(bytes: u64) -> u64 {
    bytes.wrapping_mul(FACTOR)
}

/// Four bytes, spread over the upper bits of a number.
#[inline]
pub(crate) fn four(bytes: u32) -> u64 {
    u64::from(bytes).wrapping_mul(FACTOR)
}

/// The key of something that was spread or hashed: its upper half says where, its lower half tells it from its neighbours.
#[inline]
pub(crate) fn key(of: Of, spread: u64) -> u64 {
    let mixed = (spread ^ (spread >> 32) ^ of as u64).wrapping_mul(FACTOR);
    mixed ^ (mixed >> 29)
}

/// The hash of a text that goes on with another one.
#[inline]
pub(crate) fn and_then(hash: u64, next: u64) -> u64 {
    (hash.rotate_left(29) ^ next).wrapping_mul(FACTOR)
}

/// The segments of a path that begins with `/` or is empty, as [`and_then`] takes them.
pub(crate) fn segments(path: &[u8]) -> impl Iterator<Item = u64> {
    let mut rest = path;
    core::iter::from_fn(move || {
        let (_, after) = rest.split_first()?;
        let (segment, next) = after.split_at_checked(marks::find(after, b'/'))?;
        rest = next;
        Some(hash(segment))
    })
}

/// A text of any length.
#[inline]
pub(crate) fn hash(text: &[u8]) -> u64 {
    let (blocks, rest) = text.as_chunks::<8>();
    let mut hash = text.len() as u64;
    for block in blocks {
        hash = (hash.rotate_left(29) ^ u64::from_le_bytes(*block)).wrapping_mul(FACTOR);
    }
    let last = match (text.last_chunk::<8>(), rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        _ if rest.is_empty() => return hash,
        // Overlapping what was read before costs less than byte by byte.
        (Some(last), ..) => u64::from_le_bytes(*last),
        (None, Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))
        }
        _ => rest.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    };
    (hash.rotate_left(29) ^ last).wrapping_mul(FACTOR)
}
