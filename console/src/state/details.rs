//! Who is behind each thread that was opened (S134, S141): what is known, what was asked for, what came.
//!
//! Everything is kept by thread, so that one thread's contact never stands beside another's messages, and by the
//! row's revision, so that a late answer never replaces a newer one. Knows no requests.

use std::collections::HashMap;

use conversation::ids::ThreadId;
use protocol::rest::Details;

use super::problem::Problem;

/// Threads whose details stay in memory; opening one of them again shows them at once.
const IN_MEMORY: usize = 60;

/// The details of threads.
#[derive(Clone, Debug, Default)]
pub struct AllDetails(HashMap<ThreadId, One>);

#[derive(Clone, Debug, Default)]
struct One {
    /// With the revision they were asked for.
    known: Option<(u64, Details)>,
    asked: Option<u64>,
    failed: Option<Problem>,
}

/// How the details of a thread stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stand {
    /// On their way.
    #[default]
    Asking,
    /// Here. Perhaps a newer version is on its way; until then these do not go.
    Here(Details),
    /// Not here, and why.
    Failed(Problem),
}

impl AllDetails {
    /// Whether the details of a thread whose row is at `revision` have to be asked for now.
    pub fn ask(&mut self, thread: &ThreadId, revision: u64) -> bool {
        if self.0.len() >= IN_MEMORY && !self.0.contains_key(thread) {
            self.0.clear();
        }
        let one = self.0.entry(thread.clone()).or_default();
        let is_known = one.known.as_ref().is_some_and(|(known, _)| *known >= revision);
        let is_asked = one.asked.is_some_and(|asked| asked >= revision);
        if is_known || is_asked {
            return false;
        }
        one.asked = Some(revision);
        one.failed = None;
        true
    }

    /// The answer to a question asked at `revision`.
    pub fn came(&mut self, thread: &ThreadId, revision: u64, answer: Result<Details, Problem>) {
        let one = self.0.entry(thread.clone()).or_default();
        let is_newest = one.asked.is_none_or(|asked| asked <= revision);
        if is_newest {
            one.asked = None;
        }
        match answer {
            Ok(details) => {
                if one.known.as_ref().is_none_or(|(known, _)| *known <= revision) {
                    one.known = Some((revision, details));
                    one.failed = None;
                }
            }
            // What was known is better than a message, and the next change asks again.
            Err(problem) if is_newest && one.known.is_none() => one.failed = Some(problem),
            Err(_) => {}
        }
    }

    /// How the details of a thread stand.
    #[must_use]
    pub fn of(&self, thread: &ThreadId) -> Stand {
        let Some(one) = self.0.get(thread) else { return Stand::Asking };
        match (&one.known, &one.failed) {
            (Some((_, details)), _) => Stand::Here(details.clone()),
            (None, Some(problem)) => Stand::Failed(problem.clone()),
            (None, None) => Stand::Asking,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sample::thread_id;

    fn details(visitor: &str) -> Details {
        Details {
            visitor: visitor.into(),
            contact: None,
            page: None,
            consents: Vec::new(),
            subscriptions: Vec::new(),
        }
    }

    fn visitor(all: &AllDetails, n: u8) -> String {
        match all.of(&thread_id(n)) {
            Stand::Here(details) => details.visitor,
            Stand::Asking => "asking".into(),
            Stand::Failed(_) => "failed".into(),
        }
    }

    #[test]
    fn a_thread_shows_its_own_contact_whatever_comes_when() {
        // S134 S141
        let mut all = AllDetails::default();
        assert!(all.ask(&thread_id(1), 1) && all.ask(&thread_id(2), 1));
        all.came(&thread_id(1), 1, Ok(details("one")));
        assert_eq!((visitor(&all, 1), visitor(&all, 2)), ("one".into(), "asking".into()));
        all.came(&thread_id(2), 1, Ok(details("two")));
        assert_eq!((visitor(&all, 1), visitor(&all, 2)), ("one".into(), "two".into()));
    }

    #[test]
    fn a_change_asks_once_and_a_late_answer_replaces_nothing() {
        let mut all = AllDetails::default();
        let id = thread_id(1);
        assert!(all.ask(&id, 1) && !all.ask(&id, 1), "asked once");
        assert!(all.ask(&id, 2), "a newer row asks again, though an answer is under way");
        all.came(&id, 2, Ok(details("new")));
        all.came(&id, 1, Ok(details("old")));
        assert_eq!(visitor(&all, 1), "new");
        assert!(!all.ask(&id, 2) && all.ask(&id, 3));
        assert_eq!(visitor(&all, 1), "new", "nothing flickers while it is asked for");
    }

    #[test]
    fn a_failure_is_shown_only_where_nothing_is_known_and_can_be_tried_again() {
        let mut all = AllDetails::default();
        let id = thread_id(1);
        all.ask(&id, 1);
        all.came(&id, 1, Err(Problem::NoAnswer));
        assert_eq!(visitor(&all, 1), "failed");
        assert!(all.ask(&id, 1), "again");
        assert_eq!(visitor(&all, 1), "asking");
        all.came(&id, 1, Ok(details("known")));
        all.ask(&id, 2);
        all.came(&id, 2, Err(Problem::NoAnswer));
        assert_eq!(visitor(&all, 1), "known");
        all.ask(&id, 3);
        all.ask(&id, 4);
        all.came(&id, 3, Err(Problem::NoAnswer));
        assert!(!all.ask(&id, 4), "the newer question is still under way");
    }
}
