//! Comments (P47): sending one, hearing of others, and being told that one is named.

use crate::reactive::*;
use conversation::ids::ThreadId;
use protocol::frame::{Annotation, Author, Note};

use crate::api;
use crate::browser::timer::Timeout;
use crate::console::{Console, Undo};
use crate::state::conditions::quoted;
use crate::state::outgoing::{Outgoing, Progress, set_progress};
use crate::state::problem::Problem;
use crate::texts::Text;

/// A note and the row that counts it come one after the other; only what is missing for longer was missed.
const MISSED_AFTER_MS: u64 = 600;

impl Console {
    /// Sends a comment. The same one again is the same comment again.
    pub(crate) fn post_comment(self, message: Outgoing) {
        let names: Vec<String> =
            message.comment.iter().flatten().map(|agent| quoted(agent.as_str())).collect();
        let body = format!(
            "{{\"client_message_id\":{},\"text\":{},\"mentions\":[{}]}}",
            quoted(message.id.as_str()),
            quoted(&message.text),
            names.join(",")
        );
        let path = format!("/api/threads/{}/{}/comments", message.inbox, message.thread);
        spawn_local(async move {
            let progress = match api::tree("POST", path, Some(body)).await {
                Ok(_) => Progress::Sent,
                // It is kept, and goes out when somebody is signed in again.
                Err(Problem::SignedOut) => return self.session_ended(),
                Err(problem) => Progress::Failed(problem.code()),
            };
            self.outgoing.update(|all| set_progress(all, &message.id, progress));
            self.keep_outgoing();
            self.catch_up_with_notes(&message.thread);
        });
    }

    /// Something was put beside a thread.
    pub(crate) fn noted(self, thread: &ThreadId, note: Annotation) {
        let me = self.my_id();
        if let (Note::Comment { mentions, .. }, Author::Agent { id, name }) = (&note.note, &note.from)
            && *id != me
            && mentions.contains(&me)
        {
            let who = self.rows.with_untracked(|rows| rows.get(thread).map(|row| self.called(row).words));
            let told = match &who {
                Some(who) => self.fill(Text::MentionedYou, &[("name", name), ("who", who)]),
                None => self.fill(Text::MentionedYouSomewhere, &[("name", name)]),
            };
            let is_seen = untrack(|| self.open_thread()).as_ref() == Some(thread);
            self.tell(told, (!is_seen).then(|| Undo::See(thread.clone())));
        }
        // A colleague may have made it a moment ago.
        if let Note::Labelled { label } = &note.note
            && self.labels.with_untracked(|labels| labels.iter().all(|known| known.id != *label))
        {
            self.load_labels();
        }
        self.logs.maybe_update(|logs| {
            let log = logs.get_mut(thread);
            let is_here = log.is_some();
            if let Some(log) = log {
                log.note(note);
            }
            is_here
        });
    }

    /// A row counts more notes than are here: they may be on their way. If they are not, they are asked for.
    pub(crate) fn notes_counted(self, thread: &ThreadId, count: u64) {
        let is_missing =
            self.logs.with_untracked(|logs| logs.get(thread).is_some_and(|log| log.last_note().0 < count));
        if is_missing {
            let thread = thread.clone();
            let due = Timeout::after(MISSED_AFTER_MS, move || {
                let counted =
                    self.rows.with_untracked(|rows| rows.get(&thread).map_or(0, |row| row.desk.notes));
                let known = self.logs.with_untracked(|logs| logs.get(&thread).map(|log| log.last_note().0));
                if known.is_some_and(|known| known < counted) {
                    self.catch_up_with_notes(&thread);
                }
            });
            self.timers.update_value(|timers| timers.notes = Some(due));
        }
    }

    fn catch_up_with_notes(self, thread: &ThreadId) {
        let Some(inbox) = self.inbox.get_untracked() else { return };
        let Some((_, after)) = self.logs.with_untracked(|logs| logs.get(thread).map(|log| log.last_note()))
        else {
            return;
        };
        let thread = thread.clone();
        spawn_local(async move {
            let mut after = after;
            // Notes come with the entries they stand behind. What fails comes with the next change.
            while let Ok(page) = api::log(&inbox, &thread, after).await {
                let reached = page.entries.last().map(|entry| entry.seq);
                self.logs.update(|logs| {
                    if let Some(log) = logs.get_mut(&thread) {
                        page.annotations.into_iter().for_each(|note| log.note(note));
                    }
                });
                match reached {
                    Some(seq) if seq < page.thread.last_seq => after = seq,
                    _ => break,
                }
            }
        });
    }

    /// Shows a conversation, wherever one is.
    pub(crate) fn see(self, thread: &ThreadId) {
        if self.rows.with_untracked(|rows| rows.scope().found.is_none())
            && self.route.with_untracked(|route| matches!(route, crate::route::Route::Inbox { .. }))
        {
            self.open(Some(thread));
            return;
        }
        let mut there = crate::route::Route::home();
        if let crate::route::Route::Inbox { thread: opened, .. } = &mut there {
            *opened = Some(thread.to_string());
        }
        self.go(there);
    }
}
