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
    /// What is asked whatever the page, by the audience: everyone, anonymous or known visitors.
    Audience = 0xc2b2_ae3d_27d4_eb4f,
    /// The same for the members of a list.
    List = 0x1656_67b1_9e37_79f9,
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

/// The bytes from a mark on, spread.
#[inline]
pub(crate) fn from_mark(text: &[u8], at: usize) -> u64 {
    eight(marks::from(marks::eight_at(text, at)))
}

/// The bytes around a mark, spread; other bytes where there are not enough before it.
#[inline]
pub(crate) fn around_mark(text: &[u8], at: usize) -> u64 {
    eight(marks::eight_at(text, at.saturating_sub(marks::BEFORE)))
}

/// The key of something that was spread or hashed: its upper half says where, its lower half tells it from its neighbours.
#[inline]
pub(crate) fn key(of: Of, spread: u64) -> u64 {
    let mixed = (spread ^ (spread >> 32) ^ of as u64).wrapping_mul(FACTOR);
    mixed ^ (mixed >> 29)
}

/// The hash of a text that goes on with eight bytes more, or ends with fewer.
#[inline]
pub(crate) fn and_then(hash: u64, eight: u64) -> u64 {
    (hash.rotate_left(29) ^ eight).wrapping_mul(FACTOR)
}

/// A stretch of a text.
#[inline]
pub(crate) fn hash_within(text: &[u8], start: usize, end: usize) -> u64 {
    let (mut hash, mut at) = (0, start);
    while at + 8 <= end {
        hash = and_then(hash, marks::eight_at(text, at));
        at += 8;
    }
    and_then(hash, marks::first(marks::eight_at(text, at), end.saturating_sub(at)))
}

/// A text of any length.
#[cfg(feature = "compile")]
pub(crate) fn hash(text: &[u8]) -> u64 {
    hash_within(text, 0, text.len())
}
