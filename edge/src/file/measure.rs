//! How large a picture is, by its header. Nothing is decoded.

use super::kind::Kind;
use super::sniff::has;

/// Width and height in pixels, as the picture is looked at; `None` where its header does not say.
#[must_use]
pub fn measure(kind: Kind, bytes: &[u8]) -> Option<(u32, u32)> {
    match kind {
        Kind::Png => Some((big(bytes, 16)?, big(bytes, 20)?)).filter(|_| bytes.get(12..16) == Some(b"IHDR")),
        Kind::Gif => Some((little(bytes, 6, 2)?, little(bytes, 8, 2)?)),
        Kind::Jpeg => jpeg(bytes),
        Kind::WebP => webp(bytes),
        Kind::Avif => avif(bytes),
        _ => None,
    }
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A number of `length` bytes, the least first.
fn little(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let part = bytes.get(at..at.checked_add(length)?)?;
    Some(part.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// A marker of a JPEG, with what stands behind its length.
pub(super) struct Segment<'a> {
    pub(super) marker: u8,
    pub(super) body: &'a [u8],
    /// Where the next one begins.
    pub(super) end: usize,
}

/// The segment at a place of a JPEG. Fill bytes are passed over.
pub(super) fn segment(bytes: &[u8], mut at: usize) -> Option<Segment<'_>> {
    if *bytes.get(at)? != 0xff {
        return None;
    }
    while *bytes.get(at)? == 0xff {
        at += 1;
    }
    let marker = *bytes.get(at)?;
    at += 1;
    if matches!(marker, 0x01 | 0xd0..=0xd9) {
        return Some(Segment { marker, body: &[], end: at });
    }
    let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    let body = bytes.get(at + 2..at + length.max(2))?;
    Some(Segment { marker, body, end: at + length.max(2) })
}

fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let (mut at, mut lies_on_its_side) = (2, false);
    loop {
        let Segment { marker, body, end } = segment(bytes, at)?;
        match marker {
            0xe1 => lies_on_its_side |= orientation(body).is_some_and(|turn| turn >= 5),
            // A frame of any coding, but no table.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let height = u32::from(u16::from_be_bytes([*body.get(1)?, *body.get(2)?]));
                let width = u32::from(u16::from_be_bytes([*body.get(3)?, *body.get(4)?]));
                return Some(if lies_on_its_side { (height, width) } else { (width, height) });
            }
            0xd9 | 0xda => return None,
            _ => {}
        }
        at = end;
    }
}

/// How a camera was held, 1 to 8, by the Exif segment of a JPEG.
pub(super) fn orientation(body: &[u8]) -> Option<u16> {
    const TAG: u16 = 0x0112;
    let tiff = body.strip_prefix(b"Exif\0\0")?;
    let is_little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let two = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at.checked_add(1)?)?];
        Some(if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let four = |at: usize| {
        let part: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if is_little { u32::from_le_bytes(part) } else { u32::from_be_bytes(part) })
    };
    let directory = usize::try_from(four(4)?).ok()?;
    let count = usize::from(two(directory)?);
    let entries = (0..count).map(|n| directory.saturating_add(2 + n * 12));
    let mut found = entries.filter(|at| two(*at) == Some(TAG));
    two(found.next()?.checked_add(8)?).filter(|turn| (1..=8).contains(turn))
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8X" => Some((little(bytes, 24, 3)? + 1, little(bytes, 27, 3)? + 1)),
        b"VP8L" => {
            let bits = little(bytes, 21, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => Some((little(bytes, 26, 2)? & 0x3fff, little(bytes, 28, 2)? & 0x3fff)),
        _ => None,
    }
}

/// The largest of the sizes that the header names: a thumbnail has one too.
fn avif(bytes: &[u8]) -> Option<(u32, u32)> {
    let head = &bytes[..bytes.len().min(65_536)];
    if !has(head, b"ispe") {
        return None;
    }
    let places = head.windows(4).enumerate().filter(|(_, window)| *window == b"ispe").map(|(at, _)| at);
    let sizes = places.filter_map(|at| Some((big(bytes, at + 8)?, big(bytes, at + 12)?)));
    sizes.max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))
}
