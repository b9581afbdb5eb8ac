//! Why a copy was not made, or not brought back: one sentence for the person at the terminal, with what to do.
//!
//! Knows the kinds and their words. Whoever finds a problem knows which file it is about.

use std::fmt;
use std::path::{Path, PathBuf};

/// What went wrong.
#[derive(Debug)]
pub(crate) enum Problem {
    /// The command was not understood.
    Words(String),
    /// Something lies where the result should go, or uses it.
    InTheWay {
        /// Where.
        path: PathBuf,
        /// What it is, and what to do.
        why: String,
    },
    /// What should be copied or brought back is not what it should be.
    Missing {
        /// Where it should be.
        path: PathBuf,
        /// What was expected there.
        why: String,
    },
    /// A file does not hold what its format says.
    Malformed {
        /// Which.
        file: PathBuf,
        /// What is wrong with it, and what to do.
        why: String,
    },
    /// A file is not what it was when it was written.
    Damaged {
        /// Which.
        file: PathBuf,
        /// How that shows, and what to do.
        why: String,
    },
    /// The copy is of a newer build than this one.
    Newer {
        /// Of what: a kind of object, or the format of copies.
        what: String,
        /// The version found.
        found: u32,
        /// The newest that this build knows.
        known: u32,
    },
    /// The system refused something.
    System {
        /// Completes the sentence "cannot …".
        what: String,
        /// What it said.
        cause: String,
    },
}

impl Problem {
    /// 2 where something has to change first, 1 where it broke on the way.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::System { .. } => 1,
            Self::Words(_)
            | Self::InTheWay { .. }
            | Self::Missing { .. }
            | Self::Malformed { .. }
            | Self::Damaged { .. }
            | Self::Newer { .. } => 2,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(why) => out.write_str(why),
            Self::InTheWay { path, why } | Self::Missing { path, why } => {
                write!(out, "{} {why}", path.display())
            }
            Self::Malformed { file, why } => write!(out, "{} is malformed: {why}", file.display()),
            Self::Damaged { file, why } => write!(out, "{} is damaged: {why}", file.display()),
            Self::Newer { what, found, known } => write!(
                out,
                "the copy is of a newer build: {what} version {found}, this build knows {known}; restore it with the \
                 build that made it, or a newer one"
            ),
            Self::System { what, cause } => write!(out, "cannot {what}: {cause}"),
        }
    }
}

impl std::error::Error for Problem {}

/// Names what was tried when the system refused it.
pub(crate) trait Trying<T> {
    /// `what` and the path complete the sentence "cannot …".
    fn trying(self, what: &str, path: &Path) -> Result<T, Problem>;
}

impl<T, E: fmt::Display> Trying<T> for Result<T, E> {
    fn trying(self, what: &str, path: &Path) -> Result<T, Problem> {
        self.map_err(|error| Problem::System {
            what: format!("{what} {}", path.display()),
            cause: error.to_string(),
        })
    }
}
