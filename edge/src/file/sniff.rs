//! What a file is, by its bytes and by nothing else. Total: any bytes get an answer, and none of them a panic.

use super::kind::Kind;

/// What a file is, where it is something that is taken.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Option<Kind> {
    Some(match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Kind::Png,
        [0xff, 0xd8, 0xff, ..] => Kind::Jpeg,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Kind::Gif,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Kind::WebP,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Kind::Wav,
        [b'%', b'P', b'D', b'F', b'-', b'1'..=b'2', b'.', ..] => Kind::Pdf,
        [b'P', b'K', 3, 4, ..] => return zipped(bytes),
        [b'I', b'D', b'3', 2..=4, ..] => Kind::Mp3,
        [0xff, a, b, ..] if is_mpeg_sound(*a, *b) => Kind::Mp3,
        [b'O', b'g', b'g', b'S', 0, ..] => Kind::Ogg,
        [0x1a, 0x45, 0xdf, 0xa3, ..] => {
            return has(&bytes[..bytes.len().min(64)], b"webm").then_some(Kind::WebM);
        }
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => return boxed(brand),
        _ => return is_text(bytes).then_some(Kind::Text),
    })
}

/// What a file that is not taken looks like, for the refusal.
#[must_use]
pub fn looks_like(bytes: &[u8]) -> &'static str {
    let start: Vec<u8> = bytes.iter().take(1024).map(u8::to_ascii_lowercase).collect();
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start).trim_ascii_start();
    match text {
        [b'<', ..] if has(text, b"<svg") => "SVG",
        [b'<', ..] if has(text, b"<html") || has(text, b"<!doctype html") || has(text, b"<script") => "HTML",
        [b'<', ..] => "markup",
        [b'm', b'z', ..] | [0x7f, b'e', b'l', b'f', ..] | [b'#', b'!', ..] => "a program",
        [b'p', b'k', ..] => "an archive of programs or macros",
        [b'r', b'a', b'r', b'!', ..] | [b'7', b'z', 0xbc, 0xaf, ..] | [0x1f, 0x8b, ..] => {
            "an archive that is not ZIP"
        }
        [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', b'i' | b'v', ..] => "HEIC",
        _ => "something else",
    }
}

/// The second and third byte of an MPEG frame of layer III whose rates exist.
const fn is_mpeg_sound(a: u8, b: u8) -> bool {
    let is_layer_three = a & 0xe6 == 0xe2 && a & 0x18 != 0x08;
    is_layer_three && b & 0xf0 != 0xf0 && b & 0xf0 != 0 && b & 0x0c != 0x0c
}

/// The brand of an ISO file, and in which company it comes.
fn boxed(brand: &[u8]) -> Option<Kind> {
    match brand.get(..4)? {
        b"avif" | b"avis" => Some(Kind::Avif),
        b"M4A " | b"M4B " => Some(Kind::M4a),
        b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1" | b"M4V " | b"MSNV"
        | b"dash" => Some(Kind::Mp4),
        // Some writers name the family first and the brand after the version.
        b"mif1" | b"msf1" => has(&brand[..brand.len().min(64)], b"avif").then_some(Kind::Avif),
        _ => None,
    }
}

/// An archive, by the names in its directory: a document of an office, or just an archive. One with macros is neither.
fn zipped(bytes: &[u8]) -> Option<Kind> {
    let mut document = Kind::Zip;
    let mut is_office = false;
    for name in Names::of(bytes)? {
        match name {
            b"[Content_Types].xml" => is_office = true,
            b"word/document.xml" => document = Kind::Docx,
            b"xl/workbook.xml" => document = Kind::Xlsx,
            b"ppt/presentation.xml" => document = Kind::Pptx,
            _ if name.ends_with(b"vbaProject.bin") || name.eq_ignore_ascii_case(b"META-INF/MANIFEST.MF") => {
                return None;
            }
            _ => {}
        }
    }
    Some(if is_office { document } else { Kind::Zip })
}

/// The names in an archive's directory.
struct Names<'a> {
    bytes: &'a [u8],
    at: usize,
    left: usize,
}

impl<'a> Names<'a> {
    const END: usize = 22;

    fn of(bytes: &'a [u8]) -> Option<Self> {
        // A comment of at most 64 KiB may stand behind the end of the directory.
        let last = bytes.len().checked_sub(Self::END)?;
        let first = last.saturating_sub(65_535);
        let end = (first..=last).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))?;
        let left = usize::from(u16::from_le_bytes([*bytes.get(end + 10)?, *bytes.get(end + 11)?]));
        let at = usize::try_from(four(bytes, end + 16)?).ok()?;
        Some(Self { bytes, at, left })
    }
}

impl<'a> Iterator for Names<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        const HEAD: usize = 46;
        self.left = self.left.checked_sub(1)?;
        let head = self.bytes.get(self.at..self.at.checked_add(HEAD)?)?;
        if !head.starts_with(b"PK\x01\x02") {
            return None;
        }
        let two = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let name = self.bytes.get(self.at + HEAD..self.at + HEAD + two(28))?;
        self.at += HEAD + two(28) + two(30) + two(32);
        Some(name)
    }
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// Text that is no markup: UTF-8, without control characters, and not beginning as something that a browser could run.
fn is_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let is_plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    !start.is_empty() && !start.starts_with('<') && !start.starts_with("#!") && text.chars().all(is_plain)
}

/// Whether `needle` stands somewhere in `bytes`.
pub(super) fn has(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
