//! Taking back what was said, or saying it in other words (P26): who may, and until when.
//!
//! The log only grows: a revision is an event of its own that names the message by its place. What the message said before
//! is known to nobody from then on; that is the shell's to see to, because only it has the words. Knows a message by what
//! decides: where it stands, when and by whom it was said, and whether it is there still.

use super::{Author, Rejection, Status, Thread};

/// So long, in ms, may whoever said something take it back or say it in other words.
pub const REVISE_MS: u64 = 15 * 60_000;

/// A message of a thread, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its place in the log.
    pub seq: u64,
    /// When it was said, in ms.
    pub at: u64,
    /// Who said it.
    pub by: Author,
    /// What it says now; `None` where it was deleted.
    pub text: Option<alloc::string::String>,
}

impl Message {
    /// Whether `by` may change it at `now` (ms), in a thread that stands so.
    pub(super) fn admit(&self, thread: &Thread, by: &Author, now: u64) -> Result<(), Rejection> {
        // Of what is somebody else's nothing is told, not even that it is too old.
        if !self.is_of(by) {
            return Err(Rejection::NotTheirs);
        }
        if thread.status == Status::Closed {
            return Err(Rejection::ThreadClosed);
        }
        let since = now.saturating_sub(self.at);
        if since > REVISE_MS {
            return Err(Rejection::TooLate { since });
        }
        Ok(())
    }

    fn is_of(&self, by: &Author) -> bool {
        match (&self.by, by) {
            (Author::Visitor, Author::Visitor) => true,
            // The name may have changed since.
            (Author::Agent(said), Author::Agent(by)) => said.id == by.id,
            _ => false,
        }
    }
}
