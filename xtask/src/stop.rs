//! Why a command cannot go on: one line for the person at the terminal.
//!
//! Knows only how to carry that line. Commands have no caller that could act on a kind of error; a person has to,
//! so each line says what was tried, what happened, and where it helps, what to do.

use std::fmt;
use std::process::ExitCode;

/// One line, lower-case, without a full stop; where there is more to say, lines after it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stop {
    line: String,
    code: u8,
}

/// What every fallible step of a command returns.
pub(crate) type Result<T> = std::result::Result<T, Stop>;

impl Stop {
    /// The line as the person reads it.
    pub(crate) fn because(line: impl Into<String>) -> Self {
        Self { line: line.into(), code: 1 }
    }

    /// The same, known before anything was started: a word, a file or a setting has to change first, so whoever starts
    /// commands for us need not try again.
    pub(crate) fn before_the_start(self) -> Self {
        Self { code: 2, ..self }
    }

    /// What the command ends with: 2 if it never started, 1 if it broke.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.line)
    }
}

/// Names what was tried when the system refused it.
pub(crate) trait Trying<T> {
    /// `what` completes the sentence "cannot …".
    fn trying(self, what: impl FnOnce() -> String) -> Result<T>;
}

impl<T, E: fmt::Display> Trying<T> for std::result::Result<T, E> {
    fn trying(self, what: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| Stop::because(format!("cannot {}: {error}", what())))
    }
}
