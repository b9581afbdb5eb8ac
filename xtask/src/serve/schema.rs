//! Which schema the objects of a data directory may have by now, and which this build knows.
//!
//! Objects migrate when they wake, each on its own, and refuse what is newer than they know. That is late: the first
//! visitor would find out. So a data directory remembers the newest build it was served with, in `DATA/schema`: a line
//! `<object> <version>` each, the version being the count of its migrations. Knows no SQL.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::place;
use crate::stop::{Result, Stop, Trying as _};

/// Versions by object.
pub(super) type Schema = BTreeMap<String, u32>;

/// The schema that the build knows; nothing where it says nothing about it.
pub(super) fn of_build() -> Result<Schema> {
    read(&place::build_dir().join("schema"))
}

/// Refuses a directory that a newer build has served, and remembers this one.
pub(super) fn admit(data: &Path, known: &Schema) -> Result<()> {
    let file = data.join("schema");
    let mut found = read(&file)?;
    for (object, version) in &found {
        let known = known.get(object).copied().unwrap_or(0);
        if *version > known {
            return Err(Stop::because(format!(
                "{} was served by a newer build: its objects of kind {object} have schema {version}, this build knows \
                 {known}; take the newer build again, or a copy of the directory from before",
                data.display()
            )));
        }
    }
    found.extend(known.clone());
    let text: String = found.iter().map(|(object, version)| format!("{object} {version}\n")).collect();
    fs::write(&file, text).trying(|| format!("write {}", file.display()))
}

fn read(file: &Path) -> Result<Schema> {
    let text = match fs::read_to_string(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        read => read.trying(|| format!("read {}", file.display()))?,
    };
    let line = |line: &str| {
        let (object, version) = line.split_once(' ')?;
        Some((object.to_owned(), version.parse().ok()?))
    };
    text.lines()
        .enumerate()
        .map(|(index, text)| {
            line(text).ok_or_else(|| {
                let place = format!("{}:{}:1", file.display(), index + 1);
                Stop::because(format!("{place}: not understood; expected the name of an object and a number"))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_33_a_newer_schema_is_refused_with_both_versions() {
        let data = std::env::temp_dir().join(format!("parlor-schema-{}", std::process::id()));
        fs::create_dir_all(&data).unwrap();
        let schema = |versions: &[(&str, u32)]| -> Schema {
            versions.iter().map(|(object, version)| ((*object).to_owned(), *version)).collect()
        };
        let (old, new) = (schema(&[("account", 1)]), schema(&[("account", 3), ("inbox", 1)]));
        for known in [&old, &old, &new, &new] {
            assert_eq!(admit(&data, known), Ok(()));
        }
        let said = admit(&data, &old).unwrap_err().to_string();
        assert!(said.contains("objects of kind account have schema 3, this build knows 1"), "{said}");
        assert!(said.starts_with(&data.display().to_string()), "{said}");
        fs::write(data.join("schema"), "account 3\nnonsense\n").unwrap();
        let said = admit(&data, &new).unwrap_err().to_string();
        assert!(said.contains("schema:2:1: not understood"), "{said}");
        fs::remove_dir_all(&data).unwrap();
    }
}
