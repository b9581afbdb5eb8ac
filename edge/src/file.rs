//! Files that people send each other: what is taken, under which name, and without which parts (P5, T30).
//!
//! Everything here is a pure function of the bytes. Nothing is ever decoded: kinds are told by the first bytes, sizes of
//! pictures by their headers, and what tells of a camera or a place is cut out segment by segment. Does not know who sends
//! a file, or where it is kept.

pub mod kind;
pub mod measure;
pub mod name;
pub mod sniff;
pub mod strip;

use protocol::code::Code;
use protocol::limits::{FILE_BYTES, FILE_PIXELS};

use crate::error::Error;
pub use kind::Kind;

/// A file that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What it is called from now on.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Of a picture: width and height in pixels, as it is looked at.
    pub size: Option<(u32, u32)>,
    /// What is kept.
    pub bytes: Vec<u8>,
}

/// Looks at a file under the name that its sender gave it.
///
/// # Errors
/// `file_empty`, `file_too_large`, `file_type`, `file_type_mismatch` or `image_too_large`, about `file`.
pub fn take(name: &str, bytes: Vec<u8>) -> Result<Taken, Error> {
    let refused = |code, message: String| Err(Error::rejected(code, message).about("file"));
    if bytes.is_empty() {
        return refused(Code::FileEmpty, "the file is empty".to_owned());
    }
    if bytes.len() > FILE_BYTES {
        return Err(too_large(bytes.len()));
    }
    let name = name::clean(name);
    let said = name::ending(&name).and_then(Kind::of_ending);
    let Some(kind) = sniff::sniff(&bytes) else {
        let looks = sniff::looks_like(&bytes);
        let allowed = kind::allowed();
        return match said {
            Some(said) => refused(
                Code::FileTypeMismatch,
                format!("its name says {}, its bytes look like {looks}; taken are {allowed}", said.word()),
            ),
            None => refused(Code::FileType, format!("this looks like {looks}; taken are {allowed}")),
        };
    };
    let Some(name) = name::fit(name, kind) else {
        let message = format!("its bytes are {}, and its name ends in another way", kind.word());
        return refused(Code::FileTypeMismatch, message);
    };
    let size = if kind.is_picture() { Some(measured(kind, &bytes)?) } else { None };
    Ok(Taken { name, kind, size, bytes: strip::strip(kind, bytes) })
}

/// The refusal of a file that is too large; `got` may be less than it has, where nobody read on.
#[must_use]
pub fn too_large(got: usize) -> Error {
    Error::rejected(Code::FileTooLarge, format!("at most {FILE_BYTES} bytes, got {got}")).about("file")
}

fn measured(kind: Kind, bytes: &[u8]) -> Result<(u32, u32), Error> {
    let refused = |message: String| Error::rejected(Code::ImageTooLarge, message).about("file");
    let Some((width, height)) = measure::measure(kind, bytes).filter(|(w, h)| *w > 0 && *h > 0) else {
        return Err(refused("the picture does not say how large it is".to_owned()));
    };
    let pixels = u64::from(width) * u64::from(height);
    if pixels > FILE_PIXELS {
        return Err(refused(format!("at most {FILE_PIXELS} pixels, got {pixels} ({width} x {height})")));
    }
    Ok((width, height))
}

#[cfg(test)]
mod tests;
