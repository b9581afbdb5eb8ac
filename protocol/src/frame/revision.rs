//! What a revision does to the message that it names (P26): the same for everybody who keeps a log.
//!
//! Whoever saw a message change and whoever reads the log afterwards end with the same: a log that is read tells each message
//! as it stands, and its revisions tell the same once more.

use super::{Body, Entry};

impl Entry {
    /// The place of the message that this entry changes, if it is a revision.
    #[must_use]
    pub fn revises(&self) -> Option<u64> {
        match self.body {
            Body::Edited { message, .. } | Body::Deleted { message } if message != self.seq => Some(message),
            _ => None,
        }
    }

    /// Whether it was a message and is gone.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self.body, Body::Deleted { message } if message == self.seq)
    }

    /// Becomes what a later entry makes of it. Nothing happens to what is no message, or is gone, or where another one is
    /// meant.
    pub fn revise(&mut self, later: &Self) {
        if later.revises() != Some(self.seq) || !matches!(self.body, Body::Text { .. }) {
            return;
        }
        if let Body::Edited { text, .. } = &later.body {
            self.body = Body::Text { text: text.clone() };
            self.edited = Some(later.at);
        } else {
            self.body = Body::Deleted { message: self.seq };
            self.attachments = Vec::new();
            self.quick_replies = Vec::new();
            self.edited = None;
        }
    }
}

#[cfg(test)]
mod tests;
