//! `cargo xtask migration`: what of a site that was written for HubSpot's chat changes with ours, file by file (N28).
//!
//! Knows names that such sites use and reads lines for them; parses no language, so what is built together from parts is not
//! seen. Changes nothing. What each verdict rests on is in docs/drop-in.md.

mod names;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::place;
use crate::stop::{Result, Stop, Trying as _};
use names::{Verdict, findings};

/// Printed by `--help`.
pub(crate) const USAGE: &str = "usage: cargo xtask migration PATH...

Reads the pages, scripts, templates and styles of a site, and tells line by line what was written for HubSpot's chat:

  works    as it stands
  change   has to be changed, and how
  gone     has no counterpart, and what to do instead

Exit code: 0 if nothing has to be changed but the script's address, 1 if something has, 2 if a path cannot be read.";

/// Files that pages are made of. Others are passed over.
const ENDINGS: [&str; 22] = [
    "astro", "css", "cshtml", "ejs", "erb", "hbs", "htm", "html", "js", "jsx", "less", "liquid", "mjs",
    "mustache", "php", "pug", "scss", "svelte", "ts", "tsx", "twig", "vue",
];
/// Folders that nobody wrote by hand.
const PASSED_OVER: [&str; 4] = ["node_modules", ".git", "dist", "vendor"];
/// A longer file was made by a machine.
const LARGEST_BYTES: u64 = 2_000_000;

pub(crate) fn run(words: &[String]) -> ExitCode {
    match report(words) {
        Ok(changes) => ExitCode::from(u8::from(changes)),
        Err(stop) => {
            place::warn(format_args!("migration: {stop}"));
            stop.before_the_start().exit_code()
        }
    }
}

/// Prints the report; whether anything beside the script's address has to be changed.
fn report(words: &[String]) -> Result<bool> {
    if words.is_empty() {
        return Err(Stop::because(USAGE));
    }
    let mut files = Vec::new();
    for word in words {
        collect(Path::new(word), true, &mut files)?;
    }
    files.sort();
    let mut counts = [0_usize; 3];
    let mut is_only_the_address = true;
    for file in &files {
        let bytes = fs::read(file).trying(|| format!("read {}", file.display()))?;
        for found in findings(&String::from_utf8_lossy(&bytes)) {
            counts[found.verdict as usize] += 1;
            is_only_the_address &= found.verdict == Verdict::Works || found.is_the_address;
            place::say(format_args!(
                "{}:{}: {:<7} {}: {}",
                file.display(),
                found.line,
                found.verdict.word(),
                found.name,
                found.says
            ));
        }
    }
    let [works, change, gone] = counts;
    place::say(format_args!(
        "{} files read: {works} places work, {change} have to be changed, {gone} have no counterpart",
        files.len()
    ));
    Ok(!is_only_the_address)
}

/// The files below a path. A path that was named is read whatever it is called.
fn collect(path: &Path, is_named: bool, files: &mut Vec<PathBuf>) -> Result<()> {
    let kind = fs::metadata(path).trying(|| format!("read {}", path.display()))?;
    if kind.is_dir() {
        for entry in fs::read_dir(path).trying(|| format!("read {}", path.display()))? {
            let entry = entry.trying(|| format!("read {}", path.display()))?.path();
            let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            // A link may lead in circles.
            if !PASSED_OVER.contains(&name) && !entry.is_symlink() {
                collect(&entry, false, files)?;
            }
        }
    } else {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if is_named || ENDINGS.contains(&ending) && kind.len() <= LARGEST_BYTES {
            files.push(path.to_path_buf());
        }
    }
    Ok(())
}
