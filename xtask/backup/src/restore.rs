//! A data directory made of a copy.
//!
//! Everything is checked before anything is written, and what is written has its name only when all of it is there. The
//! directory carries a mark that it was restored: the next start rebuilds what copies of different instants do not agree on.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt as _, lchown};
use std::path::Path;

use serde::Serialize;

use crate::clock::now_ms;
use crate::folder::{self, Draft};
use crate::hash;
use crate::manifest::Manifest;
use crate::problem::{Problem, Trying as _};
use crate::schema::Schema;

/// `DATA/restored`: that this directory was made of a copy. The supervisor reads it, and adds when it has rebuilt.
#[derive(Serialize)]
struct Mark<'a> {
    /// Of which copy.
    backup: &'a str,
    /// When that was begun (ms).
    taken_ms: u64,
    /// When it was restored (ms). Together with `backup` it tells one restore from another.
    restored_ms: u64,
}

/// Makes `data` of the copy `from`. `known` is the schema that this build can read; `told` hears how many bytes are done,
/// twice for each file: checked, and copied.
pub(crate) fn restore(
    from: &Path,
    data: &Path,
    known: &Schema,
    told: &mut dyn FnMut(u64, &str),
) -> Result<Manifest, Problem> {
    let manifest = Manifest::read(from)?;
    let owner = admit(data)?;
    manifest.verify(from, known, told)?;

    let draft = Draft::begin(data)?;
    let mut done = manifest.bytes();
    for entry in &manifest.files {
        let (source, target) = (from.join(&entry.path), draft.place(&entry.path)?);
        let mut out = folder::create(&target)?;
        let copied = hash::copy(&source, &mut out, &mut |bytes| {
            done += bytes;
            told(done, &entry.path);
        });
        let copied = copied.trying("copy", &source)?;
        if (copied.bytes, &copied.sha256) != (entry.bytes, &entry.sha256) {
            let why = format!("it changed while it was read; {} is not whole", draft.path.display());
            return Err(Problem::Damaged { file: source, why });
        }
        folder::keep(&target)?;
    }
    // Also where there is nothing in it yet: a data directory has it.
    draft.folder(&draft.path.join("objects"))?;
    let mark = Mark { backup: &manifest.id, taken_ms: manifest.started_ms, restored_ms: now_ms() };
    let place = draft.place("restored")?;
    let mark = serde_json::to_string(&mark).trying("write", &place)?;
    folder::create(&place)?.write_all(mark.as_bytes()).trying("write", &place)?;
    folder::keep(&place)?;
    if let Some(owner) = owner {
        give(&draft.path, owner)?;
    }
    draft.finish()?;
    Ok(manifest)
}

/// User and group.
type Owner = (u32, u32);

/// Refuses a target that has something in it. Whose an empty one is, is to have what will be in it.
fn admit(data: &Path) -> Result<Option<Owner>, Problem> {
    let in_the_way = |why: String| Err(Problem::InTheWay { path: data.to_owned(), why });
    let found = match fs::symlink_metadata(data) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        found => found.trying("read", data)?,
    };
    if !found.is_dir() {
        return in_the_way("is no directory; expected a new or an empty one".into());
    }
    if let Some(holder) = holder(data) {
        return in_the_way(format!(
            "is in use by {holder}; restore into another directory, or stop it first"
        ));
    }
    if fs::read_dir(data).trying("read", data)?.next().is_some() {
        return in_the_way("is not empty; move it away first, it may be needed".into());
    }
    Ok(Some((found.uid(), found.gid())))
}

/// Who has the lock of a data directory.
fn holder(data: &Path) -> Option<String> {
    let lock = File::open(data.join("lock")).ok()?;
    match lock.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {
            let line = fs::read_to_string(data.join("lock")).unwrap_or_default();
            Some(line.trim().to_owned()).filter(|line| !line.is_empty()).or(Some("somebody".into()))
        }
        _ => None,
    }
}

/// Gives a folder and all that is in it to somebody, if it is not theirs.
fn give(path: &Path, owner: Owner) -> Result<(), Problem> {
    let found = fs::symlink_metadata(path).trying("read", path)?;
    if (found.uid(), found.gid()) != owner {
        lchown(path, Some(owner.0), Some(owner.1)).trying("give to the directory's owner", path)?;
    }
    if found.is_dir() {
        for entry in fs::read_dir(path).trying("read", path)? {
            give(&entry.trying("read", path)?.path(), owner)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
