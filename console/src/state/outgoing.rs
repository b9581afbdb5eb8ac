//! Our own messages on their way: sending, stored, refused.
//!
//! Knows what to show, what to keep over a reload, and what a tab takes over from another. Sending is
//! `protocol::delivery`'s.

use conversation::ids::{AgentId, ClientMessageId, InboxId, ThreadId};
use protocol::code::Code;
use protocol::frame::Attachment;
use serde::{Deserialize, Serialize};

use super::json;

/// How far a message has come.
/// It is kept as whether it was refused: why, a later page does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "bool", into = "bool")]
pub enum Progress {
    /// Not stored yet.
    #[default]
    Sending,
    /// Rests a moment before it goes, and can be taken back (P56). A later page sends it.
    Held,
    /// Stored; its entry is about to come.
    Sent,
    /// Refused; trying again is up to its writer. `None` for a reason this console does not know.
    Failed(Option<Code>),
}

impl From<bool> for Progress {
    fn from(refused: bool) -> Self {
        if refused { Self::Failed(None) } else { Self::Sending }
    }
}

impl From<Progress> for bool {
    fn from(progress: Progress) -> Self {
        matches!(progress, Progress::Failed(_))
    }
}

/// A message of ours that is not in its log yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// Made once, the same in every attempt.
    pub id: ClientMessageId,
    /// The inbox it goes to.
    pub inbox: InboxId,
    /// Where it goes.
    pub thread: ThreadId,
    /// What is said.
    pub text: String,
    /// The files it carries; they are at the edge already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// When it was written, ms.
    pub at: u64,
    /// How far it has come.
    #[serde(rename = "refused")]
    pub progress: Progress,
    /// Whom it names, where it is a comment (P47): that goes to colleagues, and never to the visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Vec<AgentId>>,
    /// The place of the message that it answers (P26).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<u64>,
}

/// Sets a message's progress, if it is here.
pub fn set_progress(outgoing: &mut [Outgoing], id: &ClientMessageId, progress: Progress) {
    if let Some(message) = outgoing.iter_mut().find(|message| message.id == *id) {
        message.progress = progress;
    }
}

/// What rests; nothing or one.
#[must_use]
pub fn resting(outgoing: &[Outgoing]) -> Option<&Outgoing> {
    outgoing.iter().find(|message| message.progress == Progress::Held)
}

/// Lets go of what rests: it is on its way now. What is to be sent, in its order.
pub fn release(outgoing: &mut [Outgoing]) -> Vec<Outgoing> {
    let held = outgoing.iter_mut().filter(|message| message.progress == Progress::Held);
    held.map(|message| {
        message.progress = Progress::Sending;
        message.clone()
    })
    .collect()
}

/// Takes back what rests; nothing where it went already.
pub fn take_back(outgoing: &mut Vec<Outgoing>) -> Option<Outgoing> {
    let at = outgoing.iter().position(|message| message.progress == Progress::Held)?;
    Some(outgoing.remove(at))
}

/// What is not stored at the edge.
pub fn unsent(outgoing: &[Outgoing]) -> impl Iterator<Item = &Outgoing> {
    outgoing.iter().filter(|message| message.progress != Progress::Sent)
}

/// What to keep over a reload: all that is not stored, as JSON; nothing where there is nothing.
#[must_use]
pub fn to_keep(outgoing: &[Outgoing]) -> Option<String> {
    let unsent: Vec<&Outgoing> = unsent(outgoing).collect();
    // Strings, integers and booleans in maps with string keys: nothing in here can fail to serialise.
    (!unsent.is_empty()).then(|| serde_json::to_string(&unsent).unwrap_or_default())
}

/// Takes over what another tab left, each message where it was written. Returns what is to be sent: what is here
/// already is not taken twice, and what was refused waits for its writer.
pub fn take_over(outgoing: &mut Vec<Outgoing>, left: Vec<Outgoing>) -> Vec<Outgoing> {
    let mut to_send = Vec::new();
    for message in left {
        if outgoing.iter().any(|other| other.id == message.id) {
            continue;
        }
        if message.progress == Progress::Sending {
            to_send.push(message.clone());
        }
        let later = outgoing.iter().position(|other| other.at > message.at);
        outgoing.insert(later.unwrap_or(outgoing.len()), message);
    }
    to_send
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
            inbox: InboxId::parse("main").unwrap(),
            thread: thread_id(1),
            text: "\"<b>\"".into(),
            attachments: Vec::new(),
            at: u64::from(n),
            progress: Progress::Sending,
            comment: None,
            reply_to: None,
        }
    }

    #[test]
    fn unsent_messages_survive_a_reload_with_their_ids() {
        let mut all = vec![message(1), message(2), message(3)];
        // A comment that is not sent stays a comment.
        all[0].comment = Some(vec![AgentId::parse("anna").unwrap()]);
        let first = all[0].clone();
        set_progress(&mut all, &message_id(2), Progress::Sent);
        set_progress(&mut all, &message_id(3), Progress::Failed(None));
        set_progress(&mut all, &message_id(9), Progress::Sent);
        // What was refused comes back refused, and goes out when its writer says so.
        assert_eq!(from_kept(&to_keep(&all).unwrap()), [first, all[2].clone()]);
        set_progress(&mut all, &message_id(1), Progress::Sent);
        assert_eq!(to_keep(&all[..2]), None);
    }

    #[test]
    fn what_rests_goes_once_and_is_taken_back_only_before() {
        // P56
        let held = |n| Outgoing { progress: Progress::Held, ..message(n) };
        let mut all = vec![message(1), held(2)];
        assert_eq!(resting(&all), Some(&held(2)));
        // A page that is gone has it sent by the next: kept, it is on its way.
        assert_eq!(from_kept(&to_keep(&all).unwrap()), [message(1), message(2)]);
        assert_eq!(unsent(&all).count(), 2, "whoever signs out is told of it");
        assert_eq!(release(&mut all), [message(2)], "what was on its way is not sent twice");
        assert_eq!((release(&mut all), take_back(&mut all)), (Vec::new(), None), "it went");
        all.push(held(3));
        assert_eq!(take_back(&mut all), Some(held(3)));
        assert_eq!((take_back(&mut all), resting(&all), all.len()), (None, None, 2));
    }

    #[test]
    fn what_another_tab_left_is_taken_over_once_and_in_its_place() {
        // N24: promise P5, fault F8
        let refused = Outgoing { progress: Progress::Failed(None), ..message(4) };
        let mut all = vec![message(2), message(5)];
        let left = vec![message(1), message(2), message(3), refused];
        assert_eq!(take_over(&mut all, left.clone()), [message(1), message(3)]);
        let ids: Vec<_> = all.iter().map(|message| message.at).collect();
        assert_eq!(ids, [1, 2, 3, 4, 5]);
        assert_eq!(take_over(&mut all, left), []);
    }

    #[test]
    fn what_is_not_ours_is_dropped() {
        for kept in ["", "null", "[{}]", r#"[{"id":"../..","thread":"x","text":"","at":0}]"#] {
            assert!(from_kept(kept).is_empty(), "{kept}");
        }
    }
}
