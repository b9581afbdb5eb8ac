//! What happened, one event after the other: for the checker, and as a file for whoever wants to count again.
//!
//! A line of the file is one JSON object. Knows the events and how they are written; judges nothing.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// What kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `viewer` wants a message of theirs sent into `thread`. In the order in which it was said.
    Invoke,
    /// `viewer` was told that it is stored at `seq`.
    Ack,
    /// `viewer` follows `thread` from its first entry on, and is to see all of it.
    Follow,
    /// `viewer` was shown the entry at `seq`.
    Seen,
    /// When all was over, the server had this entry at `seq`.
    Log,
    /// workerd was killed.
    Kill,
    /// `viewer` was connected again `ms` after it.
    Reconnect,
}

/// One event. What an event does not have is left out of its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What.
    pub event: Kind,
    /// The message, by its sender's id; entries that are no message have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_message_id: Option<String>,
    /// The thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// The place in the thread's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// The client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewer: Option<String>,
    /// How long something took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
}

impl Event {
    /// An event without particulars.
    #[must_use]
    pub fn new(event: Kind) -> Self {
        Self { event, client_message_id: None, thread: None, seq: None, viewer: None, ms: None }
    }

    /// With the client it happened to.
    #[must_use]
    pub fn of(self, viewer: &str) -> Self {
        Self { viewer: Some(viewer.to_owned()), ..self }
    }

    /// With a message.
    #[must_use]
    pub fn message(self, id: Option<&str>) -> Self {
        Self { client_message_id: id.map(str::to_owned), ..self }
    }

    /// With a thread.
    #[must_use]
    pub fn within(self, thread: &str) -> Self {
        Self { thread: Some(thread.to_owned()), ..self }
    }

    /// With a place.
    #[must_use]
    pub fn at(self, seq: u64) -> Self {
        Self { seq: Some(seq), ..self }
    }

    /// With a duration.
    #[must_use]
    pub fn after(self, ms: u64) -> Self {
        Self { ms: Some(ms), ..self }
    }
}

/// All events so far, written down as they happen.
#[derive(Debug, Default)]
pub struct History(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    events: Vec<Event>,
    file: Option<BufWriter<File>>,
}

impl History {
    /// An empty history; with a path it is also written there.
    ///
    /// # Errors
    /// Why the file cannot be made.
    pub fn begin(path: Option<&Path>) -> std::io::Result<Self> {
        let file = path.map(File::create).transpose()?.map(BufWriter::new);
        Ok(Self(Mutex::new(Kept { events: Vec::new(), file })))
    }

    /// Keeps an event.
    pub fn note(&self, event: Event) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &mut kept.file {
            let line = serde_json::to_string(&event).unwrap_or_default();
            // A full disk shows when the history is closed, which reports what was lost.
            let _ = writeln!(file, "{line}");
        }
        kept.events.push(event);
    }

    /// Ends it: every event, and the file is complete.
    ///
    /// # Errors
    /// Why the file cannot be completed.
    pub fn end(&self) -> std::io::Result<Vec<Event>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &mut kept.file {
            file.flush()?;
        }
        Ok(std::mem::take(&mut kept.events))
    }
}

/// Reads a file of events.
///
/// # Errors
/// Why it cannot be read, with the number of the line that is no event.
pub fn read(path: &Path) -> std::io::Result<Vec<Event>> {
    let lines = BufReader::new(File::open(path)?).lines();
    lines
        .enumerate()
        .map(|(index, line)| {
            serde_json::from_str(&line?).map_err(|error| {
                let place = format!("{}:{}: {error}", path.display(), index + 1);
                std::io::Error::new(std::io::ErrorKind::InvalidData, place)
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_the_documentation_says() {
        let seen = Event::new(Kind::Seen).of("tab 3").within("0-a").at(7).message(Some("m"));
        let line = r#"{"event":"seen","client_message_id":"m","thread":"0-a","seq":7,"viewer":"tab 3"}"#;
        assert_eq!(serde_json::to_string(&seen).unwrap(), line);
        assert_eq!(serde_json::from_str::<Event>(line).unwrap(), seen);
    }
}
