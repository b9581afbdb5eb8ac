//! What is written down of a contact beside the conversation (S143, S144, S145, S147).

use crate::reactive::*;
use conversation::ids::ThreadId;
use serde_json::Value;

use crate::api::tree;
use crate::browser::clock;
use crate::console::{Ask, Console};
use crate::later::{Missing, fetch};
use crate::state::commands::Act;
use crate::state::details::Stand;
use crate::state::problem::Problem;
use crate::state::records::{Kind, RecordDraft};
use crate::texts::Text;

impl Console {
    /// The contact of a thread: its id and what it is called. Not tracked.
    pub(crate) fn contact_of(self, thread: &ThreadId) -> Option<(String, String)> {
        let row = self.row_now(thread);
        let name = row.as_ref().map(|row| self.called(row).words).unwrap_or_default();
        let of_row = row.and_then(|row| row.contact).map(|id| id.to_string());
        let id = of_row.or_else(|| match self.details.with_untracked(|all| all.of(thread)) {
            Stand::Here(details) => details.contact.map(|card| card.id.to_string()),
            Stand::Asking | Stand::Failed(_) => None,
        });
        id.map(|id| (id, name))
    }

    /// Asks what shall be written down, or whether the contact shall go. Whether there is one.
    pub(crate) fn about_contact(self, act: &Act) -> bool {
        let Some(thread) = untrack(|| self.open_thread()) else { return false };
        let Some((contact, name)) = self.contact_of(&thread) else {
            self.tell(self.say(Text::ContactUnknown).to_owned(), None);
            return true;
        };
        let kind = match act {
            Act::Ticket => Kind::Ticket,
            Act::Deal => Kind::Deal,
            Act::Interaction => Kind::Interaction,
            _ => {
                self.ask.set(Some(Ask::Disconnect(thread, name)));
                return true;
            }
        };
        let draft = RecordDraft::new(kind, contact, Some(thread.to_string()), clock::now());
        self.ask.set(Some(Ask::Record(draft)));
        true
    }

    /// Whether the opened thread is closed and was not begun by a bot (S157, S160). Not tracked.
    pub(crate) fn may_send_transcript(self) -> bool {
        let thread = untrack(|| self.open_thread());
        thread.is_some_and(|thread| {
            let by_bot = self.row_now(&thread).is_some_and(|row| row.bot.is_some());
            !by_bot && self.is_closed(&thread)
        })
    }

    /// Asks to whom the transcript of the opened thread is mailed. Whether it can be.
    pub(crate) fn ask_transcript(self) -> bool {
        let thread = untrack(|| self.open_thread()).filter(|_| self.may_send_transcript());
        let Some(thread) = thread else { return false };
        fetch(move |second| match second {
            Ok(_) => self.ask.set(Some(Ask::Transcript(thread))),
            Err(Missing) => self.tell_failed(self.say(Text::PageMissing).to_owned()),
        });
        true
    }

    /// Saves what was written down, new or changed.
    ///
    /// # Errors
    /// Whatever the edge says.
    pub(crate) async fn save_record(self, draft: RecordDraft) -> Result<(), Problem> {
        let all = format!("/api/contacts/{}/records", draft.contact);
        let (method, path) = match &draft.id {
            Some(id) => ("PUT", format!("{all}/{id}")),
            None => ("POST", all),
        };
        let saved = tree(method, path, Some(draft.written().to_string())).await;
        self.record_answered(saved, Text::RecordSaved)
    }

    /// Deletes it.
    ///
    /// # Errors
    /// Whatever the edge says.
    pub(crate) async fn delete_record(self, draft: RecordDraft) -> Result<(), Problem> {
        let Some(id) = &draft.id else { return Ok(()) };
        let deleted = tree("DELETE", format!("/api/contacts/{}/records/{id}", draft.contact), None).await;
        self.record_answered(deleted, Text::RecordDeleted)
    }

    fn record_answered(self, answer: Result<Value, Problem>, text: Text) -> Result<(), Problem> {
        answer?;
        self.ask.set(None);
        self.records.update(|version| *version += 1);
        self.tell(self.say(text).to_owned(), None);
        Ok(())
    }
}
