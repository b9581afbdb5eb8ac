//! A copy of the data directory of an instance that goes on running.
//!
//! Knows what of the directory belongs into a copy, and in which order: who refers to others comes before those others, so
//! that what a thread names (a contact, a chatflow, somebody who answers) is in the copy too. The list of an inbox may
//! know more or less than its threads; the instance that is made of the copy builds it anew.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use crate::clock::now_ms;
use crate::database::{self, Copied};
use crate::folder::{self, Draft};
use crate::hash;
use crate::manifest::{Entry, FORMAT, Manifest};
use crate::problem::{Problem, Trying as _};
use crate::schema::{self, Schema};

/// Folders of objects, whoever refers to others first. Those of no known kind come before them all.
const ORDER: [&str; 5] =
    ["parlor-threads", "parlor-files", "parlor-inbox", "parlor-account", "parlor-directory"];

/// What belongs to a running process, not to the data; and the mark of a restore, which the next restore makes.
const NOT_DATA: [&str; 6] =
    ["lock", "workerd.log", "workerd.log.old", "workerd.capnp", "secrets.json.new", "restored"];

/// Copies `data` to the new directory `to`. `told` hears how many bytes are copied, and of which file.
pub(crate) fn take(data: &Path, to: &Path, told: &mut dyn FnMut(u64, &str)) -> Result<Manifest, Problem> {
    let objects = data.join("objects");
    match fs::metadata(&objects) {
        Ok(found) if found.is_dir() => {}
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).trying("read", &objects),
        _ => {
            let why =
                "is not a data directory: it has no objects/; expected the one that `serve --data` was given";
            return Err(Problem::Missing { path: data.to_owned(), why: why.into() });
        }
    }
    if fs::symlink_metadata(to).is_ok() {
        let why = "is there already; expected the name of a new directory";
        return Err(Problem::InTheWay { path: to.to_owned(), why: why.into() });
    }
    let started_ms = now_ms();
    let mut copy = Copy {
        data,
        draft: Draft::begin(to)?,
        schema: Schema::new(),
        files: Vec::new(),
        left_out: Vec::new(),
        done: 0,
        told,
    };
    copy.objects()?;
    copy.others()?;
    let Copy { draft, schema, files, left_out, .. } = copy;
    let manifest = Manifest {
        format: FORMAT,
        id: random_id()?,
        product: env!("CARGO_PKG_VERSION").to_owned(),
        schema,
        started_ms,
        ended_ms: now_ms(),
        files,
        left_out,
    };
    manifest.write(&draft.path)?;
    draft.finish()?;
    Ok(manifest)
}

struct Copy<'a> {
    data: &'a Path,
    draft: Draft,
    schema: Schema,
    files: Vec<Entry>,
    left_out: Vec<String>,
    done: u64,
    told: &'a mut dyn FnMut(u64, &str),
}

impl Copy<'_> {
    /// Everything in `objects/`, a folder after the other. Each is listed when its turn comes.
    fn objects(&mut self) -> Result<(), Problem> {
        let mut folders = names(&self.data.join("objects"))?;
        folders.sort_by_key(|name| ORDER.iter().position(|known| known == name).map_or(0, |place| place + 1));
        for folder in folders {
            let relative = format!("objects/{folder}");
            if !self.data.join(&relative).is_dir() {
                self.one(&relative, &folder)?;
                continue;
            }
            let mut files = names(&self.data.join(&relative))?;
            // Who rings when, comes after those who are rung: one more ring does no harm.
            files.sort_by_key(|name| (name == "metadata.sqlite", name.clone()));
            for file in files {
                self.one(&format!("{relative}/{file}"), &folder)?;
            }
        }
        Ok(())
    }

    /// Everything beside `objects/`.
    fn others(&mut self) -> Result<(), Problem> {
        for name in names(self.data)? {
            if name != "objects" && !NOT_DATA.contains(&name.as_str()) {
                self.one(&name, "")?;
            }
        }
        Ok(())
    }

    /// One file, or whatever else has that name.
    fn one(&mut self, relative: &str, folder: &str) -> Result<(), Problem> {
        let source = self.data.join(relative);
        // A journal is part of its database, which is copied with what is in it.
        if ["-wal", "-shm", "-journal"].iter().any(|end| relative.ends_with(&format!(".sqlite{end}"))) {
            return Ok(());
        }
        match fs::symlink_metadata(&source) {
            Ok(found) if found.is_file() => {}
            Ok(_) => {
                self.left_out.push(format!("{relative}: it is no file"));
                return Ok(());
            }
            Err(error) if error.kind() == ErrorKind::NotFound => return self.gone(relative),
            Err(error) => return Err(error).trying("read", &source),
        }
        if relative.ends_with(".sqlite") { self.database(relative, folder) } else { self.file(relative) }
    }

    fn database(&mut self, relative: &str, folder: &str) -> Result<(), Problem> {
        let target = self.draft.place(relative)?;
        let Self { done, told, .. } = self;
        let copied = database::copy(&self.data.join(relative), &target, &mut |bytes| {
            *done += bytes;
            told(*done, relative);
        })?;
        match copied {
            Copied::Whole { at_ms, schema, rows } => {
                if let (Some(version), Some(kind)) = (schema, folder.strip_prefix("parlor-")) {
                    schema::merge(&mut self.schema, Schema::from([(kind.to_owned(), version)]));
                }
                folder::keep(&target)?;
                let sum = hash::file(&target, &mut |_| {}).trying("read", &target)?;
                let hash::Sum { bytes, sha256 } = sum;
                self.files.push(Entry { path: relative.to_owned(), bytes, sha256, at_ms, rows });
                Ok(())
            }
            Copied::Gone => self.gone(relative),
            Copied::Empty => {
                self.left_out.push(format!("{relative}: nothing was ever stored in it"));
                Ok(())
            }
        }
    }

    fn file(&mut self, relative: &str) -> Result<(), Problem> {
        let (source, target) = (self.data.join(relative), self.draft.place(relative)?);
        let at_ms = now_ms();
        let mut out = folder::create(&target)?;
        let copied = hash::copy(&source, &mut out, &mut |bytes| {
            self.done += bytes;
            (self.told)(self.done, relative);
        });
        let hash::Sum { bytes, sha256 } = match copied {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::remove_file(&target).trying("remove", &target)?;
                return self.gone(relative);
            }
            copied => copied.trying("copy", &source)?,
        };
        folder::keep(&target)?;
        if relative == "schema" {
            let text = fs::read_to_string(&target).trying("read", &target)?;
            schema::merge(&mut self.schema, schema::parse(&source, &text)?);
        }
        self.files.push(Entry { path: relative.to_owned(), bytes, sha256, at_ms, rows: BTreeMap::new() });
        Ok(())
    }

    fn gone(&mut self, relative: &str) -> Result<(), Problem> {
        self.left_out.push(format!("{relative}: it was removed meanwhile"));
        Ok(())
    }
}

/// What is in a folder, by name.
fn names(folder: &Path) -> Result<Vec<String>, Problem> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).trying("read", folder)? {
        let name = entry.trying("read", folder)?.file_name();
        names.push(name.into_string().map_err(|name| Problem::Malformed {
            file: folder.join(PathBuf::from(name)),
            why: "its name is no text; expected names that a manifest can hold".into(),
        })?);
    }
    names.sort();
    Ok(names)
}

fn random_id() -> Result<String, Problem> {
    let source = Path::new("/dev/urandom");
    let mut bytes = [0_u8; 8];
    File::open(source).and_then(|mut file| file.read_exact(&mut bytes)).trying("read", source)?;
    Ok(hash::hexadecimal(&bytes))
}

#[cfg(test)]
pub(crate) mod tests;
