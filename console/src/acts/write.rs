//! Writing: drafts, sending, trying again, and what becomes of messages that could not be sent.

use crate::reactive::*;
use conversation::ids::{AgentId, ClientMessageId, ThreadId};
use protocol::delivery::{Draft, Input};
use protocol::rest::Me;

use crate::browser::boxes::{Boxes, Heir};
use crate::browser::storage::name;
use crate::browser::timer::Timeout;
use crate::browser::{clock, random_bits};
use crate::console::Console;
use crate::state::kept::to_keep;
use crate::state::log::Log;
use crate::state::outgoing::{self, Outgoing, Progress, set_progress};

/// A draft is written to the browser's storage after a pause of this long, and not with every key.
const KEEP_AFTER_MS: u64 = 300;

impl Console {
    /// Keeps what is being written.
    pub(crate) fn write(self, thread: &ThreadId, is_comment: bool, text: &str) {
        self.drafts.update(|drafts| drafts.write(thread, is_comment, text, clock::now()));
        if !is_comment {
            self.writes_on(thread, text);
        }
        let later = Timeout::after(KEEP_AFTER_MS, move || self.keep_drafts());
        self.timers.update_value(|timers| timers.keep = Some(later));
        // Of a comment the other side knows nothing, not even that it is written.
        if !is_comment && !text.trim().is_empty() {
            self.link_input(Input::Typing(thread.clone()));
        }
    }

    /// A reply says this now: whoever answers from here on answered while it was written (P51).
    pub(super) fn writes_on(self, thread: &ThreadId, text: &str) {
        let last_seq = self.logs.with_untracked(|logs| logs.get(thread).map_or(0, Log::last_seq));
        let _ = self.begun.try_maybe_update(|begun| (begun.writes(thread, text, last_seq), ()));
    }

    /// Writes the drafts down now, as when the page is about to go.
    pub(crate) fn keep_drafts(self) {
        self.timers.update_value(|timers| timers.keep = None);
        self.keep(name::DRAFTS, &self.drafts.with_untracked(to_keep));
    }

    /// Sends a reply (S131), or a comment with whom it names (P47). It is on the screen, and kept, before it leaves; a reply
    /// rests before that (P56).
    pub(crate) fn send(self, thread: &ThreadId, text: &str, comment: Option<Vec<AgentId>>) {
        // A comment carries no files.
        let reply = comment.is_none();
        let files = reply.then(|| self.staged.with_untracked(|staged| staged.ready(thread))).flatten();
        let is_comment = comment.is_some();
        let Some(inbox) = self.inbox.get_untracked() else { return };
        // What visitors never see needs no second thought.
        let rest_ms = if is_comment { 0 } else { self.rest_ms() };
        if reply {
            self.release();
            self.writes_on(thread, "");
        }
        let message = Outgoing {
            id: ClientMessageId::from_random(random_bits()),
            inbox,
            thread: thread.clone(),
            text: text.trim().to_owned(),
            attachments: files.unwrap_or_default(),
            at: clock::now(),
            progress: if rest_ms > 0 { Progress::Held } else { Progress::Sending },
            comment,
            reply_to: reply.then(|| self.quoted_in(thread)).flatten(),
        };
        if message.reply_to.is_some() {
            self.quoting.set(None);
        }
        self.outgoing.update(|all| all.push(message.clone()));
        if !message.attachments.is_empty() {
            self.staged.update(|staged| staged.sent(thread));
        }
        self.keep_outgoing();
        self.drafts.update(|drafts| drafts.write(thread, is_comment, "", clock::now()));
        self.keep_drafts();
        if rest_ms > 0 {
            self.rest(text, rest_ms);
        } else {
            self.hand_over(message);
        }
    }

    /// The message that a reply in a thread answers, where one was picked.
    pub(crate) fn quoted_in(self, thread: &ThreadId) -> Option<u64> {
        self.quoting.with(|quoting| quoting.as_ref().filter(|(of, _)| of == thread).map(|(_, seq)| *seq))
    }

    /// Answers a message (P26): it stands above the reply, and goes with it.
    pub(crate) fn quote(self, thread: &ThreadId, seq: u64) {
        self.quoting.set(Some((thread.clone(), seq)));
        self.write_here(false);
    }

    /// The same for the visitor's last message, and from there on for the ones before it. Whether there was one.
    pub(crate) fn quote_earlier(self) -> bool {
        let Some(thread) = self.open_thread() else { return false };
        let from = untrack(|| self.quoted_in(&thread));
        let seq = untrack(|| self.with_log(&thread, |log| log.to_answer(from))).flatten();
        if let Some(seq) = seq {
            self.quote(&thread, seq);
        }
        seq.is_some()
    }

    /// A reply goes by the link, a comment by a road of its own on which no visitor is.
    pub(super) fn hand_over(self, message: Outgoing) {
        if message.comment.is_some() {
            self.post_comment(message);
        } else {
            self.link_input(submit(message));
        }
    }

    /// Tries a refused message again.
    pub(crate) fn try_again(self, id: &ClientMessageId) {
        self.outgoing.update(|all| set_progress(all, id, Progress::Sending));
        self.keep_outgoing();
        // What was refused on an earlier page the link has not heard of.
        let message =
            self.outgoing.with_untracked(|all| all.iter().find(|message| message.id == *id).cloned());
        if let Some(message) = message {
            self.hand_over(message);
        }
    }

    /// Keeps what is on its way, until it is stored.
    pub(crate) fn keep_outgoing(self) {
        let Some(boxes) = self.boxes.with_value(Clone::clone) else { return };
        let text = self.outgoing.with_untracked(|all| outgoing::to_keep(all));
        let is_something = text.is_some();
        let refused = !boxes.keep(text) && is_something;
        if self.not_kept.get_untracked() != refused {
            self.not_kept.set(refused);
        }
    }

    /// Opens a box for what is not sent, and takes over what other tabs of this agent leave.
    pub(crate) fn open_boxes(self, me: &Me) {
        self.outgoing.set(Vec::new());
        self.not_kept.set(false);
        let heir = Heir {
            takes: Box::new(move |left| self.take_over(left)),
            // They signed out in another tab, and knew what that deletes.
            emptied: Box::new(move || self.ask_who()),
        };
        let prefix = format!("{}:{}:{}:", name::OUTGOING, me.account, me.id);
        // The old one's lock is let go of first: what lies there is taken over like any other's.
        self.boxes.set_value(None);
        let boxes = Boxes::open(prefix, heir);
        self.boxes.set_value(Some(boxes));
        // What came at once, before there was a box.
        self.keep_outgoing();
    }

    fn take_over(self, left: &str) {
        let mut left = outgoing::from_kept(left);
        self.logs.with_untracked(|logs| {
            left.retain(|message| !logs.get(&message.thread).is_some_and(|log| log.has(&message.id)));
        });
        let to_send = self.outgoing.try_update(|all| outgoing::take_over(all, left)).unwrap_or_default();
        self.keep_outgoing();
        let inbox = self.inbox.get_untracked();
        for message in to_send.into_iter().filter(|message| Some(&message.inbox) == inbox.as_ref()) {
            self.hand_over(message);
        }
    }

    /// How many messages of this agent are not sent, in all tabs of this browser.
    pub(crate) fn unsent(self) -> usize {
        let here = self.outgoing.with_untracked(|all| outgoing::unsent(all).count());
        let boxes = self.boxes.with_value(Clone::clone);
        let elsewhere = boxes.iter().flat_map(|boxes| boxes.in_others());
        here + elsewhere.map(|text| outgoing::from_kept(&text).len()).sum::<usize>()
    }

    /// Deletes them: nobody who comes after is to read or send them.
    pub(crate) fn delete_unsent(self) {
        if let Some(boxes) = self.boxes.with_value(Clone::clone) {
            boxes.empty_all();
        }
        self.outgoing.set(Vec::new());
    }
}

/// Hands a message to the link.
pub(crate) fn submit(message: Outgoing) -> Input {
    Input::Submit(Draft {
        client_message_id: message.id,
        thread: Some(message.thread),
        chatflow: None,
        text: message.text,
        attachments: message.attachments.into_iter().map(|file| file.id).collect(),
        page: None,
        consent: None,
        reply_to: message.reply_to,
    })
}
