//! Keys: what rules are filed under, and what a page is looked up by.
//!
//! Fast rather than strong: eight bytes at a time, one multiplication each. Two texts with one key cost a comparison and
//! change nothing. Knows bytes only.

/// What a key is of; two kinds never meet on purpose.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(crate) enum Of {
    /// A path on any host, as "is" compares it.
    Path = 0x9e37_79b9_7f4a_7c15,
    /// Host and path, as "is" compares them.
    HostAndPath = 0xbf58_476d_1ce4_e5b9,
    /// A parameter's name.
    Name = 0xa076_1d64_78bd_642f,
    /// A parameter's name and value.
    NameAndValue = 0xe703_7ed1_a0b4_28db,
    /// Eight bytes anywhere.
    Eight = 0x94d0_49bb_1331_11eb,
    /// Four bytes anywhere, for texts that are shorter than eight.
    Four = 0xd6e8_feb8_6659_fd93,
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
