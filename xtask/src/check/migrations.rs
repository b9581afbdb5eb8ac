//! Migrations are append-only: an object that slept for months still has the schema an old file made.
//!
//! `edge/src/migrations/HASHES` has a line `<Git's id of the content>  <path in that folder>` for each file. A file
//! whose content differs from its line was edited after it was recorded.

use std::collections::BTreeMap;
use std::fs;

use crate::check::Found;
use crate::check::words::output;
use crate::place::{self, say};
use crate::stop::{Result, Trying as _};

const FOLDER: &str = "edge/src/migrations/";

pub(crate) fn released_files_are_never_edited() -> Found {
    let recorded = recorded();
    let present = present()?;
    let mut found = Vec::new();
    for (path, id) in &recorded {
        match present.get(path) {
            None => found.push(format!("{FOLDER}{path} is recorded and gone")),
            Some(now) if now != id => {
                found.push(format!(
                    "{FOLDER}{path} was edited after it was recorded: add a new migration instead"
                ));
            }
            Some(_) => {}
        }
    }
    let unrecorded = present.keys().filter(|path| !recorded.contains_key(*path));
    found.extend(
        unrecorded.map(|path| format!("{FOLDER}{path} is not recorded: run `cargo xtask tidy --record`")),
    );
    Ok(found)
}

/// Adds the lines of new files. Lines that are there stay, so that an edited file cannot be made right by this.
pub(crate) fn record() -> Result<()> {
    let mut lines = recorded();
    for (path, id) in present()? {
        lines.entry(path).or_insert(id);
    }
    let text: String = lines.iter().map(|(path, id)| format!("{id}  {path}\n")).collect();
    let file = place::root().join(FOLDER).join("HASHES");
    fs::write(&file, text).trying(|| format!("write {}", file.display()))?;
    say(format_args!("{FOLDER}HASHES records {} files", lines.len()));
    Ok(())
}

/// Path → id, as written down.
fn recorded() -> BTreeMap<String, String> {
    let text = fs::read_to_string(place::root().join(FOLDER).join("HASHES")).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(id, path)| (path.to_owned(), id.to_owned()))
        .collect()
}

/// Path → id, as it is.
fn present() -> Result<BTreeMap<String, String>> {
    let pattern = format!("{FOLDER}*.sql");
    let listed = output("git", &["ls-files", "--cached", "--others", "--exclude-standard", "--", &pattern])?;
    let paths: Vec<&str> = listed.lines().filter(|path| place::root().join(path).is_file()).collect();
    if paths.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut words = vec!["hash-object", "--"];
    words.extend(&paths);
    let ids = output("git", &words)?;
    Ok(paths
        .iter()
        .zip(ids.lines())
        .map(|(path, id)| (path.trim_start_matches(FOLDER).to_owned(), id.to_owned()))
        .collect())
}
