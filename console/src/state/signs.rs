//! What is known of the others in a thread beside what they wrote (P6): who types, whether the visitor has the chat on a
//! page, how far they have read, and which colleagues look at it as well (P51).
//!
//! Best effort on the wire: nothing here is kept, and what nobody said is not guessed.

use std::collections::HashMap;

use conversation::ids::ThreadId;
use protocol::delivery::Progress;
use protocol::frame::{Agent, Author, Body, Entry, Marks};

/// The signs of all threads that were opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signs {
    of: HashMap<ThreadId, Sign>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Sign {
    typist: Option<Author>,
    here: Option<bool>,
    viewers: Vec<Agent>,
    marks: Marks,
}

impl Signs {
    /// Somebody types into a thread, or nobody any more.
    pub fn types(&mut self, thread: &ThreadId, who: Option<Author>) {
        self.sign(thread).typist = who;
    }

    /// The visitor of a thread has the chat on a page, or has left the last one.
    pub fn is_here(&mut self, thread: &ThreadId, here: bool) {
        self.sign(thread).here = Some(here);
    }

    /// These colleagues look at a thread.
    pub fn view(&mut self, thread: &ThreadId, viewers: Vec<Agent>) {
        self.sign(thread).viewers = viewers;
    }

    /// How far both sides have come; neither ever goes back.
    pub fn came(&mut self, thread: &ThreadId, marks: Marks) {
        let sign = self.sign(thread);
        sign.marks = sign.marks.max(marks);
    }

    /// The link is gone: who types and who is there is not known any more. How far they had come stays true.
    pub fn lost(&mut self) {
        for sign in self.of.values_mut() {
            sign.typist = None;
            sign.here = None;
            sign.viewers.clear();
        }
    }

    /// Who types.
    #[must_use]
    pub fn typist(&self, thread: &ThreadId) -> Option<&Author> {
        self.of.get(thread)?.typist.as_ref()
    }

    /// The colleagues who look at it, by name.
    #[must_use]
    pub fn viewers(&self, thread: &ThreadId) -> &[Agent] {
        self.of.get(thread).map_or(&[], |sign| &sign.viewers)
    }

    /// Whether the visitor has the chat on a page just now, as far as is known.
    #[must_use]
    pub fn has_visitor(&self, thread: &ThreadId) -> bool {
        self.of.get(thread).is_some_and(|sign| sign.here == Some(true))
    }

    /// How far the last thing that was said has come, where our side said it.
    #[must_use]
    pub fn reached(&self, thread: &ThreadId, last: Option<&Entry>) -> Option<Progress> {
        let last = last?;
        let ours = matches!(last.from, Author::Agent { .. } | Author::Bot { .. });
        let marks = self.of.get(thread).map_or_else(Marks::default, |sign| sign.marks);
        (ours && matches!(last.body, Body::Text { .. })).then(|| Progress::at(last.seq, marks.visitor))
    }

    fn sign(&mut self, thread: &ThreadId) -> &mut Sign {
        self.of.entry(thread.clone()).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sample::{agent, by, entry, text, thread_id};
    use protocol::frame::Mark;

    fn said(seq: u64, from: Author) -> Entry {
        entry(seq, 0, from, text("Yes"))
    }

    fn visitor(received: u64, read: u64) -> Marks {
        Marks { visitor: Mark { received, read }, agents: Mark::default() }
    }

    #[test]
    fn how_far_our_last_message_came_is_told_and_the_visitors_is_not() {
        // P6
        let thread = thread_id(1);
        let mut signs = Signs::default();
        let last = said(4, by("anna"));
        assert_eq!(signs.reached(&thread, Some(&last)), Some(Progress::Sent));
        signs.came(&thread, visitor(4, 2));
        assert_eq!(signs.reached(&thread, Some(&last)), Some(Progress::Delivered));
        signs.came(&thread, visitor(4, 4));
        assert_eq!(signs.reached(&thread, Some(&last)), Some(Progress::Read));
        // An older word changes nothing.
        signs.came(&thread, visitor(1, 1));
        assert_eq!(signs.reached(&thread, Some(&last)), Some(Progress::Read));
        assert_eq!(signs.reached(&thread, Some(&said(5, Author::Visitor))), None);
        assert_eq!(signs.reached(&thread, Some(&Entry { body: Body::Closed, ..last })), None);
        assert_eq!(signs.reached(&thread, None), None);
    }

    #[test]
    fn without_a_link_nobody_is_said_to_type_or_to_be_there() {
        let thread = thread_id(1);
        let mut signs = Signs::default();
        signs.types(&thread, Some(by("anna")));
        signs.is_here(&thread, true);
        signs.view(&thread, vec![agent("anna")]);
        signs.came(&thread, visitor(3, 3));
        assert_eq!(
            (signs.viewers(&thread), signs.viewers(&thread_id(2))),
            (&[agent("anna")][..], &[][..]),
            "P51"
        );
        assert!(signs.typist(&thread).is_some() && signs.has_visitor(&thread));
        assert!(signs.typist(&thread_id(2)).is_none() && !signs.has_visitor(&thread_id(2)));
        signs.lost();
        assert!(signs.viewers(&thread).is_empty());
        assert!(signs.typist(&thread).is_none() && !signs.has_visitor(&thread));
        assert_eq!(signs.reached(&thread, Some(&said(3, by("anna")))), Some(Progress::Read));
    }
}
