//! What a copy says of itself: `manifest.json`, written when everything else is.
//!
//! Knows the format and what makes a copy whole. Knows nothing of how it is made or brought back.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use crate::folder;
use crate::hash;
use crate::problem::{Problem, Trying as _};
use crate::schema::{self, Schema};

/// Its name in a copy.
pub(crate) const NAME: &str = "manifest.json";

/// The format that is written, and the newest that is read.
pub(crate) const FORMAT: u32 = 1;

/// A copy of a data directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// [`FORMAT`].
    pub(crate) format: u32,
    /// Which copy: 16 random hexadecimal digits.
    pub(crate) id: String,
    /// The version of the product that made it.
    pub(crate) product: String,
    /// The newest schema of each kind of object.
    pub(crate) schema: Schema,
    /// When it was begun (ms since 1970, UTC). What was acknowledged before is in it.
    pub(crate) started_ms: u64,
    /// When it ended. Nothing later is in it.
    pub(crate) ended_ms: u64,
    /// Every file but this one.
    pub(crate) files: Vec<Entry>,
    /// What was met and is not in it, and why.
    pub(crate) left_out: Vec<String>,
}

/// A file of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// From the copy's folder, with `/` between.
    pub(crate) path: String,
    /// Its length.
    pub(crate) bytes: u64,
    /// Its hash: 64 hexadecimal digits.
    pub(crate) sha256: String,
    /// The moment it is of (ms): a database is copied as it is at one instant.
    pub(crate) at_ms: u64,
    /// How many rows each table of a database has; nothing for other files.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) rows: BTreeMap<String, u64>,
}

/// Read before anything else of it, in case the rest has another form.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

impl Manifest {
    /// The length of all files.
    pub(crate) fn bytes(&self) -> u64 {
        self.files.iter().map(|entry| entry.bytes).sum()
    }

    /// Writes it into the folder of its copy.
    pub(crate) fn write(&self, copy: &Path) -> Result<(), Problem> {
        let path = copy.join(NAME);
        let text = serde_json::to_string_pretty(self).trying("write", &path)?;
        let mut file = folder::create(&path)?;
        file.write_all(text.as_bytes()).and_then(|()| file.write_all(b"\n")).trying("write", &path)?;
        folder::keep(&path)
    }

    /// Reads the manifest of a copy.
    pub(crate) fn read(copy: &Path) -> Result<Self, Problem> {
        let file = copy.join(NAME);
        let mut text = Vec::new();
        match File::open(&file).and_then(|mut file| file.read_to_end(&mut text)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let why = if copy.is_dir() {
                    "holds no whole backup: its manifest.json, which is written last, is missing; take another backup"
                } else {
                    "is not there; expected the directory of a backup"
                };
                return Err(Problem::Missing { path: copy.to_owned(), why: why.into() });
            }
            read => read.trying("read", &file)?,
        };
        let malformed = |why: String| Problem::Malformed {
            file: file.clone(),
            why: format!("{why}; take another backup, or this one from where another copy of it is kept"),
        };
        let Format { format } =
            serde_json::from_slice(&text).map_err(|error| malformed(error.to_string()))?;
        if format > FORMAT {
            return Err(Problem::Newer { what: "backup format".into(), found: format, known: FORMAT });
        }
        let manifest: Self = serde_json::from_slice(&text).map_err(|error| malformed(error.to_string()))?;
        let is_hex =
            |text: &str, digits| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hex(&manifest.id, 16) {
            return Err(malformed(format!("its id is {:?}, expected 16 hexadecimal digits", manifest.id)));
        }
        for entry in &manifest.files {
            if !stays_inside(&entry.path) {
                return Err(malformed(format!("it names a file outside of the backup: {:?}", entry.path)));
            }
            if !is_hex(&entry.sha256, 64) {
                return Err(malformed(format!("the hash of {} is none", entry.path)));
            }
        }
        Ok(manifest)
    }

    /// Checks that this build can read it and that every file is what it was.
    pub(crate) fn verify(
        &self,
        copy: &Path,
        known: &Schema,
        told: &mut dyn FnMut(u64, &str),
    ) -> Result<(), Problem> {
        schema::admit(&self.schema, known)?;
        let mut done = 0;
        for entry in &self.files {
            let file = copy.join(&entry.path);
            let damaged = |how: String| Problem::Damaged {
                file: file.clone(),
                why: format!(
                    "{how}; nothing was restored: take this backup from where another copy of it is kept, or another one"
                ),
            };
            if !fs::symlink_metadata(&file).is_ok_and(|found| found.is_file()) {
                return Err(damaged("it is missing".into()));
            }
            let found = hash::file(&file, &mut |bytes| {
                done += bytes;
                told(done, &entry.path);
            });
            let found = found.trying("read", &file)?;
            if found.bytes != entry.bytes {
                return Err(damaged(format!("it has {} bytes, expected {}", found.bytes, entry.bytes)));
            }
            if found.sha256 != entry.sha256 {
                return Err(damaged("its SHA-256 is not the one in the manifest".into()));
            }
        }
        Ok(())
    }
}

/// Whether a path leads to something below the folder it is joined to.
fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && path != NAME
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn what_is_no_manifest_is_told_with_its_file() {
        // F14
        let hash = "0".repeat(64);
        let whole = |path: &str, id: &str, hash: &str| {
            format!(
                r#"{{"format":1,"id":"{id}","product":"0","schema":{{}},"started_ms":1,"ended_ms":2,"left_out":[],
                "files":[{{"path":"{path}","bytes":1,"sha256":"{hash}","at_ms":1}}]}}"#
            )
        };
        let id = "0123456789abcdef";
        let cases = [
            ("empty", String::new(), "manifest.json is malformed: EOF"),
            ("cut", whole("a", id, &hash)[..90].to_owned(), "manifest.json is malformed: EOF"),
            ("another thing", r#"{"name":"x"}"#.to_owned(), "missing field `format`"),
            ("newer", r#"{"format":2}"#.to_owned(), "backup format version 2, this build knows 1"),
            ("upwards", whole("../a", id, &hash), "outside of the backup: \"../a\""),
            ("absolute", whole("/etc/a", id, &hash), "outside of the backup: \"/etc/a\""),
            ("itself", whole(NAME, id, &hash), "outside of the backup"),
            ("an id that is a path", whole("a", "../../../..", &hash), "expected 16 hexadecimal digits"),
            ("no hash", whole("a", id, "12"), "the hash of a is none"),
        ];
        let scratch = Scratch::new();
        for (name, text, expected) in cases {
            fs::write(scratch.0.join(NAME), text).unwrap();
            let said = Manifest::read(&scratch.0).unwrap_err().to_string();
            assert!(said.contains(expected), "{name}: {said}");
        }
        fs::write(scratch.0.join(NAME), whole("objects/a", id, &hash)).unwrap();
        assert!(Manifest::read(&scratch.0).is_ok());
        let said = Manifest::read(&scratch.0.join("nowhere")).unwrap_err().to_string();
        assert!(said.contains("is not there"), "{said}");
    }
}
