//! Whether the objects' files look like databases, before anybody is served from them.
//!
//! An object whose file is damaged fails when it wakes: the first visitor would find out, and only the log would know
//! which file it is. Looks at the head of each file ([the format](https://www.sqlite.org/fileformat.html#the_database_header))
//! and at its length; damage further inside shows when it is read. Knows no SQL.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use crate::stop::{Result, Stop, Trying as _};

/// What every database begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Length of the head.
const HEAD: usize = 100;

/// Refuses a folder in which a file is damaged.
pub(super) fn admit(folder: &Path) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.trying(|| format!("read {}", folder.display()))?,
    };
    for entry in entries {
        let path = entry.trying(|| format!("read {}", folder.display()))?.path();
        if path.is_dir() {
            admit(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "sqlite")
            && let Some(what) = damage(&path).trying(|| format!("read {}", path.display()))?
        {
            return Err(Stop::because(format!(
                "{} is damaged: {what}; put a copy of it from before in its place, with its -wal file, or move both away \
                 to go on without what they hold",
                path.display()
            )));
        }
    }
    Ok(())
}

/// What is wrong with a database, as far as head and length tell.
fn damage(path: &Path) -> std::io::Result<Option<String>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    // What has not been moved out of its journal yet may leave the file empty, or behind its own head.
    if length == 0 {
        return Ok(None);
    }
    let mut head = [0; HEAD];
    if let Err(error) = file.read_exact(&mut head) {
        return if error.kind() == ErrorKind::UnexpectedEof {
            Ok(Some(format!("it has {length} bytes, expected at least {HEAD}")))
        } else {
            Err(error)
        };
    }
    if !head.starts_with(MAGIC) {
        return Ok(Some("it does not begin as an SQLite database does".to_owned()));
    }
    let journal = path.with_extension("sqlite-wal");
    if fs::metadata(journal).is_ok_and(|journal| journal.len() > 0) {
        return Ok(None);
    }
    // A page of 65,536 bytes is written as 1.
    let page = match u64::from(u16::from_be_bytes([head[16], head[17]])) {
        1 => 65_536,
        page => page,
    };
    let pages = u64::from(u32::from_be_bytes([head[28], head[29], head[30], head[31]]));
    // The count of pages holds only where the same program wrote it that changed the file last.
    let counted = head[24..28] == head[92..96];
    let expected = page.saturating_mul(pages);
    Ok((counted && length < expected).then(|| format!("it has {length} bytes, expected {expected}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::scratch::Scratch;

    /// The head of a database of three pages of 4096 bytes.
    fn head() -> Vec<u8> {
        let mut head = vec![0; HEAD];
        head[..16].copy_from_slice(MAGIC);
        head[16..18].copy_from_slice(&4_096_u16.to_be_bytes());
        head[28..32].copy_from_slice(&3_u32.to_be_bytes());
        head
    }

    #[test]
    fn f12_damage_is_told_with_the_file() {
        // F12
        let scratch = Scratch::new("sound");
        let folder = scratch.0.join("objects/threads");
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("abc.sqlite");
        let whole = [head(), vec![0; 3 * 4_096 - HEAD]].concat();
        let mut headless = whole.clone();
        headless[3] = 0;
        // (name, the file, its journal, what is said)
        let cases: [(&str, &[u8], &[u8], &str); 6] = [
            ("whole", &whole, b"", ""),
            ("all of it in its journal", b"", b"x", ""),
            ("behind its head, with a journal", &whole[..4_096], b"x", ""),
            ("no head", &headless, b"x", "does not begin as an SQLite database does"),
            ("half a head", &whole[..50], b"", "it has 50 bytes, expected at least 100"),
            ("cut", &whole[..8_192], b"", "it has 8192 bytes, expected 12288"),
        ];
        for (name, bytes, journal, expected) in cases {
            fs::write(&file, bytes).unwrap();
            fs::write(folder.join("abc.sqlite-wal"), journal).unwrap();
            let said = admit(&scratch.0).err().map(|stop| stop.to_string()).unwrap_or_default();
            assert_eq!(said.contains("abc.sqlite is damaged"), !expected.is_empty(), "{name}: {said}");
            assert!(said.contains(expected), "{name}: {said}");
        }
        assert!(admit(&scratch.0.join("nothing")).is_ok());
    }
}
