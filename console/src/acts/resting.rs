//! A reply rests a moment before it goes, and can be taken back (P56).
//!
//! One at a time rests: the next one, a close, another inbox and a page that goes let it go at once. It is kept like everything
//! that is not sent, so that a page that is gone before its time is up has sent it, or the next one does.

use conversation::ids::ThreadId;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::thread::REPLY_ID;
use crate::browser::timer::Timeout;
use crate::browser::{clock, document};
use crate::console::{Console, Toast, Undo};
use crate::reactive::*;
use crate::state::kept::joined;
use crate::state::outgoing;
use crate::texts::Text;

impl Console {
    /// How long my replies rest, in ms; not at all where I did not choose.
    pub(super) fn rest_ms(self) -> u64 {
        self.preferences.with_untracked(|all| all["undo_send_s"].as_u64()).unwrap_or(0) * 1_000
    }

    /// Lets the reply rest that was just written; `written` is what stood in the field.
    pub(super) fn rest(self, written: &str, ms: u64) {
        let due = Timeout::after(ms, move || self.release());
        self.timers.update_value(|timers| {
            timers.rest = Some((due, written.to_owned()));
            // It stays as long as there is something to take back.
            timers.toast = None;
        });
        let text = self.say(Text::ReplyRests).to_owned();
        self.toast.set(Some(Toast { text, undo: Some(Undo::Unsend), failed: false }));
    }

    /// What rests goes now.
    pub(crate) fn release(self) {
        if self.timers.try_update_value(|timers| timers.rest.take()).flatten().is_none() {
            return;
        }
        self.forget_rest();
        let due = self.outgoing.try_update(|all| outgoing::release(all)).unwrap_or_default();
        for message in due {
            self.hand_over(message);
        }
    }

    /// Takes back what rests: words and files are in the composer as they were, before whatever was written since.
    pub(crate) fn unsend(self) {
        let rest = self.timers.try_update_value(|timers| timers.rest.take()).flatten();
        self.forget_rest();
        let taken = self.outgoing.try_update(outgoing::take_back).flatten();
        let (Some((_, written)), Some(message)) = (rest, taken) else { return };
        self.keep_outgoing();
        let thread = message.thread;
        self.staged.update(|staged| staged.take_back(&thread, message.attachments));
        let text = self.drafts.with_untracked(|drafts| joined(&written, drafts.of(&thread, false)));
        self.drafts.update(|drafts| drafts.write(&thread, false, &text, clock::now()));
        self.keep_drafts();
        self.writes_on(&thread, &text);
        if untrack(|| self.open_thread()).as_ref() != Some(&thread) {
            self.see(&thread);
            return;
        }
        let field = document().get_element_by_id(REPLY_ID);
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok()) {
            field.set_value(&text);
        }
        self.write_here(false);
    }

    /// Whether a reply into a thread rests.
    pub(crate) fn rests_in(self, thread: &ThreadId) -> bool {
        self.outgoing
            .with_untracked(|all| outgoing::resting(all).is_some_and(|message| message.thread == *thread))
    }

    fn forget_rest(self) {
        if self
            .toast
            .with_untracked(|toast| toast.as_ref().is_some_and(|toast| toast.undo == Some(Undo::Unsend)))
        {
            self.toast.set(None);
        }
    }
}
