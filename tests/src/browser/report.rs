//! What a failed story leaves for the person who has to understand it: words on the console, a picture in
//! `target/stories/`.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use super::page::Page;

/// Where pictures go.
pub(super) fn folder() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
    target.join("stories")
}

/// Everything known about a page at the moment it disappointed.
pub(super) fn of(page: &Page, what: &str) -> String {
    let name: String = thread::current()
        .name()
        .unwrap_or("story")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let picture = folder().join(format!("{name}.png"));
    let picture = match page.try_screenshot(&picture) {
        Ok(()) => picture.display().to_string(),
        Err(error) => format!("none, {error}"),
    };
    format!(
        "{what}\n\n  page     {}\n  picture  {picture}\n\n— the page, as it is read —\n{}\n— console —\n{}\n",
        page.url(),
        page.tree().readable(),
        page.console().join("\n"),
    )
}

/// Writes a picture that came as base64, making the folders above it.
pub(super) fn write_base64(path: &Path, text: &str) -> io::Result<()> {
    if let Some(above) = path.parent() {
        fs::create_dir_all(above)?;
    }
    fs::write(path, decode(text))
}

/// Base64 with padding, RFC 4648 section 4. The browser's own output: nothing to refuse.
pub(super) fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn base64_of_rfc_4648() {
        for (text, bytes) in [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob")]
        {
            assert_eq!(decode(text), bytes.as_bytes(), "{text}");
        }
    }
}
