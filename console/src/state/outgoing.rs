//! Our own messages on their way: sending, stored, refused.
//!
//! Knows what to show and what to keep over a reload. Sending is `protocol::delivery`'s.

use conversation::ids::{ClientMessageId, ThreadId};
use protocol::code::Code;
use serde::{Deserialize, Serialize};

use super::json;

/// How far a message has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// Not stored yet.
    #[default]
    Sending,
    /// Stored; its entry is about to come.
    Sent,
    /// Refused; trying again is up to its writer. `None` for a reason this console does not know.
    Failed(Option<Code>),
}

/// A message of ours that is not in its log yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// Made once, the same in every attempt.
    pub id: ClientMessageId,
    /// Where it goes.
    pub thread: ThreadId,
    /// What is said.
    pub text: String,
    /// When it was written, ms.
    pub at: u64,
    /// How far it has come; after a reload it starts again.
    #[serde(skip)]
    pub progress: Progress,
}

/// Sets a message's progress, if it is here.
pub fn set_progress(outgoing: &mut [Outgoing], id: &ClientMessageId, progress: Progress) {
    if let Some(message) = outgoing.iter_mut().find(|message| message.id == *id) {
        message.progress = progress;
    }
}

/// What to keep over a reload: all that is not stored, as JSON.
#[must_use]
pub fn to_keep(outgoing: &[Outgoing]) -> String {
    let unsent: Vec<&Outgoing> =
        outgoing.iter().filter(|message| message.progress != Progress::Sent).collect();
    // Strings and integers in maps with string keys: nothing in here can fail to serialise.
    serde_json::to_string(&unsent).unwrap_or_default()
}

/// What was kept. What cannot be read was not written by us and is dropped.
#[must_use]
pub fn from_kept(kept: &str) -> Vec<Outgoing> {
    json::read(kept).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sample::{message_id, thread_id};

    fn message(n: u8) -> Outgoing {
        Outgoing {
            id: message_id(n),
            thread: thread_id(1),
            text: "\"<b>\"".into(),
            at: 5,
            progress: Progress::Sending,
        }
    }

    #[test]
    fn unsent_messages_survive_a_reload_with_their_ids() {
        let mut all = vec![message(1), message(2), message(3)];
        set_progress(&mut all, &message_id(2), Progress::Sent);
        set_progress(&mut all, &message_id(3), Progress::Failed(None));
        set_progress(&mut all, &message_id(9), Progress::Sent);
        assert_eq!(from_kept(&to_keep(&all)), [message(1), message(3)]);
    }

    #[test]
    fn what_is_not_ours_is_dropped() {
        for kept in ["", "null", "[{}]", r#"[{"id":"../..","thread":"x","text":"","at":0}]"#] {
            assert!(from_kept(kept).is_empty(), "{kept}");
        }
    }
}
