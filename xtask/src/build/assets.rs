//! The folder the edge serves from.
//!
//! Knows names that may be cached for ever, and the compressed twins. What is in a file is known by its part.

use std::fs;
use std::path::PathBuf;

use super::tools::Tools;
use super::{Made, assets_dir, stamp};
use crate::place;
use crate::stop::{Result, Trying as _};

/// Brings the start page and the compressed twins up to date.
pub(super) fn finish(tools: &Tools) -> Result<Made> {
    let assets = assets_dir();
    let start = place::root().join("edge/start");
    if start.is_dir() {
        for file in stamp::files_within(&start)? {
            let name = file.strip_prefix(&start).unwrap_or(&file);
            stamp::write(&assets.join("start").join(name), &stamp::read(&file)?)?;
        }
    }
    let mut contents = Vec::new();
    for file in stamp::files_within(&assets)? {
        if !is_twin(&file) {
            contents.push(file.as_os_str().as_encoded_bytes().to_vec());
            contents.push(stamp::read(&file)?);
        }
    }
    let contents: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
    stamp::unless_made("assets", &stamp::of_bytes(&contents), &[], || tools.compress(&assets))
}

fn is_twin(file: &std::path::Path) -> bool {
    file.extension().is_some_and(|extension| extension == "br" || extension == "gz")
}

/// A folder of the assets while its files are made anew.
pub(super) struct Hashed {
    name: &'static str,
    kept: Vec<PathBuf>,
}

impl Hashed {
    /// Begins with nothing kept.
    pub(super) fn folder(name: &'static str) -> Self {
        Self { name, kept: Vec::new() }
    }

    /// Writes `STEM-HASH.EXTENSION` and gives its address at the edge.
    pub(super) fn put(&mut self, stem: &str, extension: &str, bytes: &[u8]) -> Result<String> {
        let file = format!("{stem}-{}.{extension}", stamp::of_bytes(&[bytes]));
        self.put_plain(&file, bytes)?;
        Ok(format!("/{}/{file}", self.name))
    }

    /// Writes a file whose name stays the same.
    pub(super) fn put_plain(&mut self, file: &str, bytes: &[u8]) -> Result<()> {
        let path = assets_dir().join(self.name).join(file);
        stamp::write(&path, bytes)?;
        self.kept.push(path);
        Ok(())
    }

    /// Removes what an earlier build left.
    pub(super) fn sweep(self) -> Result<()> {
        for file in stamp::files_within(&assets_dir().join(self.name))? {
            if !self.kept.contains(&file) {
                fs::remove_file(&file).trying(|| format!("remove {}", file.display()))?;
            }
        }
        Ok(())
    }
}
