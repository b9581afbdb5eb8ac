//! Folders and files that nobody else may read, and the moment in which a whole folder comes to be.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::problem::{Problem, Trying as _};

/// A folder under its provisional name. Left lying if it is not [`Draft::finish`]ed: it may help to find out why.
pub(crate) struct Draft {
    /// Where it is written.
    pub(crate) path: PathBuf,
    target: PathBuf,
}

impl Draft {
    /// Begins a folder that will be called `target`.
    pub(crate) fn begin(target: &Path) -> Result<Self, Problem> {
        let name = target.file_name().ok_or_else(|| Problem::InTheWay {
            path: target.to_owned(),
            why: "is no name for a new directory".into(),
        })?;
        let mut partial = OsString::from(name);
        partial.push(".partial");
        let path = target.with_file_name(partial);
        match DirBuilder::new().mode(0o700).create(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Problem::InTheWay {
                path,
                why: "is there: another run is at work, or one was interrupted; in the second case remove it"
                    .into(),
            }),
            made => made.trying("make", &path).map(|()| Self { path, target: target.to_owned() }),
        }
    }

    /// The place of a file in it, whose folder is made.
    pub(crate) fn place(&self, relative: &str) -> Result<PathBuf, Problem> {
        let place = self.path.join(relative);
        if let Some(folder) = place.parent() {
            self.folder(folder)?;
        }
        Ok(place)
    }

    /// Makes a folder in it, where there is none.
    pub(crate) fn folder(&self, path: &Path) -> Result<(), Problem> {
        DirBuilder::new().recursive(true).mode(0o700).create(path).trying("make", path)
    }

    /// Gives it its name, once the disk has all of it.
    pub(crate) fn finish(self) -> Result<(), Problem> {
        keep_names(&self.path)?;
        // In the place of an empty folder, too; one that has got something in it meanwhile stays as it is.
        fs::rename(&self.path, &self.target).trying("give its name to", &self.target)?;
        let parent = match self.target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        keep(parent)
    }
}

/// Waits until the disk has a file, or the names in a folder. File by file, as they are done: one flush of everything at the
/// end would keep waiting whoever commits on the same disk.
pub(crate) fn keep(path: &Path) -> Result<(), Problem> {
    File::open(path).and_then(|file| file.sync_all()).trying("write to the disk", path)
}

/// The same for the names in a folder and in those below it.
fn keep_names(folder: &Path) -> Result<(), Problem> {
    for entry in fs::read_dir(folder).trying("read", folder)? {
        let entry = entry.trying("read", folder)?;
        if entry.file_type().trying("read", folder)?.is_dir() {
            keep_names(&entry.path())?;
        }
    }
    keep(folder)
}

/// A new file that only its owner reads.
pub(crate) fn create(path: &Path) -> Result<File, Problem> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).trying("make", path)
}
