//! Small pictures that people bring: told apart by their bytes, never by what somebody says of them.

use protocol::code::Code;

use crate::error::Error;

/// Largest picture, in bytes.
pub const MOST: usize = 64 * 1024;

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    WebP,
}

impl Kind {
    /// As in `Content-Type`.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => None,
        }
    }
}

/// A picture that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What it is.
    pub kind: Kind,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Looks at a file.
///
/// # Errors
/// `image_invalid` about `image`.
pub fn parse(bytes: Vec<u8>) -> Result<Picture, Error> {
    let refused = |message: String| Error::rejected(Code::ImageInvalid, message).about("image");
    if bytes.len() > MOST {
        return Err(refused(format!("at most {MOST} bytes, got {}", bytes.len())));
    }
    let kind = Kind::of(&bytes).ok_or_else(|| refused("neither PNG, JPEG nor WebP".to_owned()))?;
    Ok(Picture { kind, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_apart_by_their_bytes() {
        // H59
        for (bytes, kind) in [
            (b"\x89PNG\r\n\x1a\n...".to_vec(), Some(Kind::Png)),
            (b"\xff\xd8\xff\xe0...".to_vec(), Some(Kind::Jpeg)),
            (b"RIFF\x10\0\0\0WEBPVP8 ".to_vec(), Some(Kind::WebP)),
            (b"RIFF\x10\0\0\0WAVEfmt ".to_vec(), None),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\">".to_vec(), None),
            (b"GIF89a".to_vec(), None),
            (b"\x89PNG".to_vec(), None),
            (Vec::new(), None),
        ] {
            assert_eq!(parse(bytes.clone()).ok().map(|picture| picture.kind), kind, "{bytes:?}");
        }
    }

    #[test]
    fn a_picture_is_small() {
        let png = |length: usize| {
            let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
            bytes.resize(length, 0);
            parse(bytes)
        };
        assert!(png(MOST).is_ok());
        assert_eq!(png(MOST + 1).err().map(|error| error.code()), Some(Code::ImageInvalid));
    }
}
