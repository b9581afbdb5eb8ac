//! `bundle compress` and `bundle sizes`: what a file weighs on the wire, and its compressed twins on disk.
//!
//! Knows gzip and brotli at their slowest and best levels: a file is compressed once and downloaded often.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::json;

/// Files that get smaller. Pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Window of the brotli encoder, as a power of two: the largest that every browser takes.
const BROTLI_WINDOW: i32 = 24;

/// Writes `FILE.br` and `FILE.gz` beside every compressible file of the folder and those within.
///
/// A twin that would not be smaller is not written, and twins of files that are gone are removed.
pub(crate) fn folder(folder: &Path) -> Result<()> {
    for path in files_within(folder)? {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if matches!(extension, "br" | "gz") && !path.with_extension("").exists() {
            fs::remove_file(&path).with_context(|| format!("could not remove {}", path.display()))?;
        }
        if !COMPRESSIBLE.contains(&extension) {
            continue;
        }
        let bytes = read(&path)?;
        for (suffix, packed) in [("br", brotli(&bytes)?), ("gz", gzip(&bytes)?)] {
            let twin = PathBuf::from(format!("{}.{suffix}", path.display()));
            if packed.len() < bytes.len() {
                fs::write(&twin, packed).with_context(|| format!("could not write {}", twin.display()))?;
            } else if twin.exists() {
                fs::remove_file(&twin).with_context(|| format!("could not remove {}", twin.display()))?;
            }
        }
    }
    Ok(())
}

/// Prints what each file weighs, in bytes: as it is, by gzip 9, by brotli 11.
pub(crate) fn sizes(files: &[String]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for file in files {
        let bytes = read(Path::new(file))?;
        let line = json!({
            "file": file, "raw": bytes.len(), "gzip": gzip(&bytes)?.len(), "brotli": brotli(&bytes)?.len(),
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("could not read {}", path.display()))
}

fn files_within(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_within(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &settings)?;
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::{brotli, folder, gzip};

    const TEXT: &[u8] = b"a kiln, a kettle, a kiln, a kettle, a kiln, a kettle, a kiln, a kettle";

    #[test]
    fn what_is_packed_unpacks_to_the_same() {
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&gzip(TEXT).unwrap()[..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, TEXT);
        unpacked.clear();
        brotli::BrotliDecompress(&mut &brotli(TEXT).unwrap()[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, TEXT);
    }

    #[test]
    fn twins_follow_their_file() {
        let place = std::env::temp_dir().join(format!("parlor-compress-{}", std::process::id()));
        std::fs::create_dir_all(place.join("inner")).unwrap();
        let at = |name: &str| place.join(name);
        std::fs::write(at("inner/page.css"), TEXT).unwrap();
        std::fs::write(at("tiny.js"), b"1").unwrap();
        std::fs::write(at("picture.png"), TEXT).unwrap();
        std::fs::write(at("gone.js.br"), TEXT).unwrap();
        folder(&place).unwrap();
        assert!(at("inner/page.css.br").exists() && at("inner/page.css.gz").exists());
        assert!(!at("tiny.js.br").exists(), "would not be smaller");
        assert!(!at("picture.png.gz").exists(), "is compressed already");
        assert!(!at("gone.js.br").exists(), "its file is gone");
        std::fs::remove_dir_all(place).unwrap();
    }
}
