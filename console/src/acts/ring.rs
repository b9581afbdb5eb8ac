//! Tells this agent of what happens, as they chose it (S181, S182): by notifications, a sound, and the count in the title.
//!
//! What is worth that, [`crate::state::ring`] decides. Of several tabs one rings, and none where one shows the conversation to
//! somebody who looks.

use conversation::ids::{InboxId, ThreadId};
use protocol::frame::{Annotation, Note, Row};

use crate::browser::timer::Timeout;
use crate::browser::{alert, document};
use crate::console::Console;
use crate::reactive::*;
use crate::state::ring::{Around, Event, Ring, of_note, of_row, ring};
use crate::texts::Text;

/// So long a tab leaves it to one in which somebody looks, in ms.
const AFTER_OTHERS_MS: u64 = 200;
/// The most of a message that a notification shows, in characters.
const MOST_WORDS: usize = 100;

/// A row came; the list does not have it yet.
pub(crate) fn row(c: Console, row: &Row) {
    let event = c.rows.with_untracked(|rows| of_row(rows.get(&row.thread), row, rows.newest(), &c.my_id()));
    if let Some(event) = event {
        let words = if event == Event::Assigned { String::new() } else { row.preview.clone() };
        tell(c, event, row.thread.clone(), c.called(row).words, words, row.updated_at);
    }
}

/// Something was put beside a conversation.
pub(crate) fn note(c: Console, thread: &ThreadId, note: &Annotation) {
    if let (Some(event), Note::Comment { text, .. }) = (of_note(note, &c.my_id()), &note.note) {
        let by = match &note.from {
            protocol::frame::Author::Agent { name, .. } => name.clone(),
            _ => String::new(),
        };
        tell(c, event, thread.clone(), by, text.clone(), note.at);
    }
}

/// Nobody has had a conversation for too long.
pub(crate) fn long_wait(c: Console, thread: &ThreadId, since: u64) {
    let who = c.rows.with_untracked(|rows| rows.get(thread).map(|row| c.called(row).words));
    let who = who.unwrap_or_else(|| c.say(Text::Visitor).to_owned());
    tell(c, Event::LongWait, thread.clone(), who, String::new(), since);
}

fn tell(c: Console, event: Event, thread: ThreadId, who: String, words: String, stamp: u64) {
    let Some(inbox) = c.inbox.get_untracked() else { return };
    let name = format!("parlor-console:ring:{}:{thread}:{}:{stamp}", c.my_id(), event.key());
    if decide(c, event, &inbox, &thread).is_none() {
        // Somebody looks here: that is enough for all tabs.
        alert::once(&name, || ());
        return;
    }
    let later = move || {
        let Some(ring) = decide(c, event, &inbox, &thread) else { return alert::once(&name, || ()) };
        if ring.title && document().hidden() {
            c.rung.update(|rung| {
                if !rung.contains(&thread) {
                    rung.push(thread.clone());
                }
            });
        }
        if ring.desktop || ring.sound {
            alert::once(&name, move || call(c, event, ring, &thread, &who, &words));
        }
    };
    // One of several that come at once must not stop the others.
    std::mem::forget(Timeout::after(AFTER_OTHERS_MS, later));
}

/// How, where somebody is to be told at all; nothing where they look at it.
fn decide(c: Console, event: Event, inbox: &InboxId, thread: &ThreadId) -> Option<Ring> {
    let looks = !document().hidden() && untrack(|| c.open_thread()).as_ref() == Some(thread);
    let away = c.presence.with_untracked(|presence| presence.is_away);
    let around = Around { inbox, looks, away, minute: alert::minute() };
    (!looks).then(|| c.preferences.with_untracked(|all| ring(all, event, around)))
}

fn call(c: Console, event: Event, ring: Ring, thread: &ThreadId, who: &str, words: &str) {
    if ring.sound {
        alert::sound();
    }
    if ring.desktop {
        let title = c.fill(named(event), &[("who", who)]);
        let shows = c.preferences.with_untracked(|all| all["words"] == true);
        let text: String = if shows { words.chars().take(MOST_WORDS).collect() } else { String::new() };
        let there = thread.clone();
        alert::show(&title, &text, &format!("parlor:{thread}"), move || c.see(&there));
    }
}

const fn named(event: Event) -> Text {
    match event {
        Event::Conversation => Text::RingConversation,
        Event::Mine | Event::Unassigned => Text::RingMessage,
        Event::Mention => Text::RingMention,
        Event::Assigned => Text::RingAssigned,
        Event::LongWait => Text::RingLongWait,
    }
}
