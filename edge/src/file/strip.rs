//! A picture without what tells of a camera, a place or an author: T30.
//!
//! Widgets send pictures that were drawn anew, which have none of it; this is for whatever else comes by the same door.
//! Segments are cut out as they stand, and colour profiles stay. What is not well-formed is kept as it came: a browser
//! shows it or does not. AVIF is not looked into: its parts refer to each other by their places.

use super::kind::Kind;
use super::measure::{Segment, orientation, segment};

/// The file with nothing in it but what is seen.
#[must_use]
pub fn strip(kind: Kind, bytes: Vec<u8>) -> Vec<u8> {
    let stripped = match kind {
        Kind::Jpeg => jpeg(&bytes),
        Kind::Png => png(&bytes),
        Kind::WebP => webp(&bytes),
        _ => None,
    };
    stripped.unwrap_or(bytes)
}

/// Keeps what decoding needs, and how the camera was held. What stands behind the end goes: phones hide films there.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&bytes[..2]);
    let mut at = 2;
    loop {
        let Segment { marker, body, end } = segment(bytes, at)?;
        match marker {
            // Exif and XMP, Photoshop's, and comments.
            0xe1 | 0xe3..=0xed | 0xef | 0xfe => {
                if let Some(turn) =
                    (marker == 0xe1).then(|| orientation(body)).flatten().filter(|turn| *turn > 1)
                {
                    out.extend_from_slice(&held_so(turn));
                }
            }
            // Of the second kind only colour profiles: there are also lists of further pictures.
            0xe2 if !body.starts_with(b"ICC_PROFILE\0") => {}
            0xd9 => {
                out.extend_from_slice(&[0xff, 0xd9]);
                return Some(out);
            }
            0xda => {
                let scan = end + scan_length(bytes.get(end..)?)?;
                out.extend_from_slice(bytes.get(at..scan)?);
                at = scan;
                continue;
            }
            _ => out.extend_from_slice(bytes.get(at..end)?),
        }
        at = end;
    }
}

/// How far the entropy-coded bytes of a scan go: to the next marker that is none of theirs.
fn scan_length(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff))
}

/// An Exif segment that says how the camera was held, and nothing else.
const fn held_so(turn: u16) -> [u8; 36] {
    let mut segment =
        *b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    segment[29] = turn as u8;
    segment
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&bytes[..8]);
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let kind = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(usize::try_from(length).ok()?)?.checked_add(12)?;
        let chunk = bytes.get(at..end)?;
        if !matches!(kind, b"eXIf" | b"tEXt" | b"iTXt" | b"zTXt" | b"tIME") {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        at = end;
    }
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    /// Whether there is Exif, and whether there is XMP.
    const TOLD: u8 = 0x08 | 0x04;
    let said = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
    let whole = bytes.get(..usize::try_from(said).ok()?.checked_add(8)?)?;
    let mut out = whole.get(..12)?.to_vec();
    let mut at = 12;
    while at < whole.len() {
        let kind = whole.get(at..at + 4)?;
        let length = u32::from_le_bytes(whole.get(at + 4..at + 8)?.try_into().ok()?);
        let end = at.checked_add(usize::try_from(length).ok()?)?.checked_add(8)?;
        let end = end + end % 2;
        if !matches!(kind, b"EXIF" | b"XMP ") {
            let from = out.len();
            out.extend_from_slice(whole.get(at..end)?);
            if kind == b"VP8X" {
                *out.get_mut(from + 8)? &= !TOLD;
            }
        }
        at = end;
    }
    let length = u32::try_from(out.len() - 8).ok()?;
    out.get_mut(4..8)?.copy_from_slice(&length.to_le_bytes());
    Some(out)
}
