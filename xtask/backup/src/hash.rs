//! What a file holds, as a number that no other file has: SHA-256 (FIPS 180-4).

use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// Read at once.
const PIECE: usize = 1 << 20;

/// A file's length and hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sum {
    /// Bytes.
    pub(crate) bytes: u64,
    /// 64 hexadecimal digits.
    pub(crate) sha256: String,
}

/// Sums up a file; `told` hears of every piece how many bytes it had.
pub(crate) fn file(path: &Path, told: &mut dyn FnMut(u64)) -> io::Result<Sum> {
    copy(path, &mut io::sink(), told)
}

/// Copies a file into `out` and sums up what was copied.
pub(crate) fn copy(path: &Path, out: &mut impl Write, told: &mut dyn FnMut(u64)) -> io::Result<Sum> {
    let mut file = File::open(path)?;
    let (mut hash, mut piece, mut bytes) = (Sha256::new(), vec![0; PIECE], 0);
    loop {
        let length = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let read = piece.get(..length).unwrap_or_default();
        hash.update(read);
        out.write_all(read)?;
        bytes += length as u64;
        told(length as u64);
    }
    Ok(Sum { bytes, sha256: hexadecimal(&hash.finalize()) })
}

/// Two digits a byte.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
