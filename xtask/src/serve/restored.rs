//! Whether a data directory was made of a backup, and what the first start after that has to do.
//!
//! A restore leaves `DATA/restored`, a line of JSON. Its objects were copied at different instants, so the inboxes make
//! their lists anew before anybody is told that the instance is ready; then the mark says so and stays, to tell what
//! this directory is. Knows nothing of how a copy is made.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::place::say;
use crate::serve::edge::Edge;
use crate::serve::when;
use crate::stop::{Result, Stop, Trying as _};

/// What the mark says.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    /// The copy's id.
    backup: String,
    /// When it was begun (ms).
    taken_ms: u64,
    /// When it was restored (ms).
    restored_ms: u64,
    /// When the lists were made anew, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rebuilt: Option<String>,
}

/// The mark of a data directory.
pub(super) struct Restored {
    file: PathBuf,
    mark: Option<Mark>,
}

impl Restored {
    /// Reads it.
    pub(super) fn of(data: &Path) -> Result<Self> {
        let file = data.join("restored");
        let text = match fs::read(&file) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self { file, mark: None });
            }
            read => read.trying(|| format!("read {}", file.display()))?,
        };
        let mark = serde_json::from_slice(&text).map_err(|error| {
            Stop::because(format!(
                "{} is not understood ({error}): restore the backup again, into another directory",
                file.display()
            ))
        })?;
        Ok(Self { file, mark: Some(mark) })
    }

    /// When it was restored (ms since 1970, UTC): the edge looks twice at who comes back from before.
    pub(super) fn at_ms(&self) -> Option<u64> {
        self.mark.as_ref().map(|mark| mark.restored_ms)
    }

    /// Has the inboxes make their lists anew, unless they have. A start that was interrupted does it again.
    pub(super) fn settle(mut self, edge: &Edge) -> Result<()> {
        let Some(mark) = self.mark.as_mut().filter(|mark| mark.rebuilt.is_none()) else { return Ok(()) };
        let (inboxes, threads) = edge.rebuild()?;
        mark.rebuilt = Some(when::now());
        let text = serde_json::to_string(mark).trying(|| "write the mark of a restore".to_owned())?;
        let draft = self.file.with_extension("new");
        fs::write(&draft, text)
            .and_then(|()| fs::rename(&draft, &self.file))
            .trying(|| format!("write {}", self.file.display()))?;
        say(format_args!(
            "serve    restored from backup {}: {inboxes} inboxes, {threads} threads",
            mark.backup
        ));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::scratch::Scratch;

    #[test]
    fn a_mark_is_read_and_nonsense_is_refused() {
        let scratch = Scratch::new("restored");
        fs::create_dir_all(&scratch.0).unwrap();
        assert!(Restored::of(&scratch.0).unwrap().mark.is_none());
        let file = scratch.0.join("restored");
        fs::write(&file, r#"{"backup":"0123","taken_ms":1,"restored_ms":2}"#).unwrap();
        let mark = Restored::of(&scratch.0).unwrap().mark.unwrap();
        assert_eq!((mark.backup.as_str(), mark.rebuilt), ("0123", None));
        fs::write(&file, "half a ma").unwrap();
        let said = Restored::of(&scratch.0).err().unwrap().to_string();
        assert!(said.contains("restored is not understood"), "{said}");
    }
}
