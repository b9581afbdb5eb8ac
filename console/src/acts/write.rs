//! Writing: drafts, sending, trying again.

use conversation::ids::{ClientMessageId, ThreadId};
use leptos::prelude::*;
use protocol::delivery::{Draft, Input};

use crate::browser::storage::name;
use crate::browser::timer::Timeout;
use crate::browser::{clock, random_bits};
use crate::console::Console;
use crate::state::kept::to_keep;
use crate::state::outgoing::{self, Outgoing, Progress, set_progress};

/// A draft is written to the browser's storage after a pause of this long, and not with every key.
const KEEP_AFTER_MS: u64 = 300;

impl Console {
    /// Keeps what is being written.
    pub(crate) fn write(self, thread: &ThreadId, text: &str) {
        self.drafts.update(|drafts| drafts.write(thread, text, clock::now()));
        let later = Timeout::after(KEEP_AFTER_MS, move || self.keep_drafts());
        self.timers.update_value(|timers| timers.keep = Some(later));
    }

    /// Writes the drafts down now, as when the page is about to go.
    pub(crate) fn keep_drafts(self) {
        self.timers.update_value(|timers| timers.keep = None);
        self.keep(name::DRAFTS, &self.drafts.with_untracked(to_keep));
    }

    /// Sends a reply (S131). It is on the screen, and kept, before it leaves.
    pub(crate) fn send(self, thread: &ThreadId, text: &str) {
        let id = ClientMessageId::from_random(random_bits());
        let message = Outgoing {
            id: id.clone(),
            thread: thread.clone(),
            text: text.to_owned(),
            at: clock::now(),
            progress: Progress::Sending,
        };
        self.outgoing.update(|all| all.push(message));
        self.keep_outgoing();
        self.drafts.update(|drafts| drafts.write(thread, "", clock::now()));
        self.keep_drafts();
        self.link_input(Input::Submit(Draft {
            client_message_id: id,
            thread: Some(thread.clone()),
            chatflow: None,
            text: text.to_owned(),
            page: None,
            consent: None,
        }));
    }

    /// Tries a refused message again.
    pub(crate) fn try_again(self, id: &ClientMessageId) {
        self.outgoing.update(|all| set_progress(all, id, Progress::Sending));
        self.link_input(Input::Retry(id.clone()));
    }

    /// Keeps what is on its way over a reload.
    pub(crate) fn keep_outgoing(self) {
        self.keep(name::OUTGOING, &self.outgoing.with_untracked(|all| outgoing::to_keep(all)));
    }
}
