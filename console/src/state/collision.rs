//! Two who write to the same visitor: whether a colleague answered while a reply was being written (P51).
//!
//! Knows where in its conversation a reply was begun. Who looks on and who types is with the other signs.

use std::collections::HashMap;

use conversation::ids::{AgentId, ThreadId};
use protocol::frame::{Author, Body};

use super::log::Log;

/// The last place there was in each conversation, as its reply was begun on this page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Begun(HashMap<ThreadId, u64>);

impl Begun {
    /// A reply says this now, where the log has come to `last_seq`; a blank one was not begun. Whether that is news.
    pub fn writes(&mut self, thread: &ThreadId, text: &str, last_seq: u64) -> bool {
        if text.trim().is_empty() {
            return self.0.remove(thread).is_some();
        }
        if self.0.contains_key(thread) {
            return false;
        }
        self.0.insert(thread.clone(), last_seq);
        true
    }

    /// The colleague who answered last since the reply was begun.
    #[must_use]
    pub fn answered<'l>(&self, log: &'l Log, me: &AgentId) -> Option<&'l str> {
        let begun = *self.0.get(&log.state.id)?;
        log.newest().take_while(|entry| entry.seq > begun).find_map(|entry| {
            match (&entry.from, &entry.body) {
                (Author::Agent { id, name }, Body::Text { .. }) if id != me => Some(name.as_str()),
                _ => None,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sample::{agent, by, entry, state, text, thread_id};

    #[test]
    fn a_colleague_who_answered_meanwhile_is_named() {
        // P51
        let said = |from: Author| (from, text("Yes"));
        let visitor = || said(Author::Visitor);
        let bot = || said(Author::Bot { name: "Bot".into() });
        for (case, before, since, named) in [
            ("nothing since", vec![visitor()], vec![], None),
            ("the visitor went on", vec![visitor()], vec![visitor()], None),
            ("a colleague answered", vec![visitor()], vec![said(by("anna"))], Some("anna")),
            ("and the visitor after that", vec![visitor()], vec![said(by("anna")), visitor()], Some("anna")),
            ("two did", vec![visitor()], vec![said(by("anna")), said(by("jonas"))], Some("jonas")),
            ("before the reply was begun", vec![visitor(), said(by("anna"))], vec![visitor()], None),
            ("I did, on another page", vec![visitor()], vec![said(by("mira"))], None),
            ("the bot did", vec![visitor()], vec![bot()], None),
            ("it was closed", vec![visitor()], vec![(by("anna"), Body::Closed)], None),
        ] {
            let mut log = Log::new(state(1, 0));
            let push = |log: &mut Log, (from, body): (Author, Body)| {
                let next = entry(log.last_seq() + 1, 0, from, body);
                log.push(next);
            };
            before.into_iter().for_each(|one| push(&mut log, one));
            let mut begun = Begun::default();
            assert!(begun.writes(&thread_id(1), "Dear", log.last_seq()), "{case}");
            since.into_iter().for_each(|one| push(&mut log, one));
            // More words do not begin it anew.
            assert!(!begun.writes(&thread_id(1), "Dear Sofia", log.last_seq()), "{case}");
            assert_eq!(begun.answered(&log, &agent("mira").id), named, "{case}");
            assert!(begun.writes(&thread_id(1), " ", log.last_seq()), "{case}");
            assert_eq!(begun.answered(&log, &agent("mira").id), None, "{case}: it was thrown away");
        }
    }
}
