//! From which inputs something was made.
//!
//! Knows contents, not times: a fresh clone, a touched file or a changed branch rebuilds only what differs. The hash
//! is the standard library's, which is the same on every machine with the pinned compiler and may change with another;
//! then everything is made once more, which is harmless.

use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

use super::Made;
use crate::place;
use crate::stop::{Result, Trying as _};

/// Folders within a crate that its product is not made from.
const ASIDE: [&str; 7] = ["benches", "node_modules", "pkg", "shots", "target", "testdata", "tests"];

/// Sources of every part: what is common to all Rust builds and the way a build is done.
const COMMON: [&str; 8] = [
    "Cargo.lock",
    "Cargo.toml",
    "package-lock.json",
    "rust-toolchain.toml",
    "xtask/bundle",
    "xtask/src/build",
    "xtask/src/build.rs",
    "protocol",
];

/// The hash of these files and folders of the checkout, and of what every part is made from.
pub(super) fn of_sources(paths: &[&str]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for path in COMMON.iter().chain(paths) {
        for file in files_within(&place::root().join(path))? {
            hasher.write(file.as_os_str().as_encoded_bytes());
            let bytes = read(&file)?;
            hasher.write_usize(bytes.len());
            hasher.write(&bytes);
        }
    }
    Ok(hex(&hasher))
}

/// The hash of contents: 16 hex digits, which also go into the names of files that are cached for ever.
pub(super) fn of_bytes(parts: &[&[u8]]) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    hex(&hasher)
}

/// Makes something unless it was made from the same inputs and is still there.
///
/// The stamp is written after the work: a build that was killed half-way is done again.
pub(super) fn unless_made(
    name: &str,
    hash: &str,
    outputs: &[PathBuf],
    make: impl FnOnce() -> Result<()>,
) -> Result<Made> {
    let stamp = place::build_dir().join("stamps").join(name);
    let same = fs::read_to_string(&stamp).is_ok_and(|old| old == hash);
    if same && outputs.iter().all(|output| output.exists()) {
        return Ok(Made::Before);
    }
    make()?;
    write(&stamp, hash.as_bytes())?;
    Ok(Made::Now)
}

/// Every file at or below `path`, sorted, so that the order of a directory does not change a hash.
pub(super) fn files_within(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).trying(|| format!("read {}", path.display()))? {
        let entry = entry.trying(|| format!("read {}", path.display()))?;
        let aside = entry.file_name().to_str().is_some_and(|name| ASIDE.contains(&name));
        if entry.path().is_file() {
            files.push(entry.path());
        } else if !aside {
            files.extend(files_within(&entry.path())?);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads a file whole.
pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).trying(|| format!("read {}", path.display()))
}

/// Writes a file, making its folder where it is missing.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).trying(|| format!("make {}", folder.display()))?;
    }
    fs::write(path, bytes).trying(|| format!("write {}", path.display()))
}

fn hex(hasher: &DefaultHasher) -> String {
    format!("{:016x}", hasher.finish())
}
