//! The views of an inbox: which threads a view shows.
//!
//! One predicate, used by the edge to count and by the console to keep its list right without asking again.
//! Knows a thread's index entry; does not know how rows are stored or drawn.

use crate::ids::AgentId;
use crate::thread::Status;

/// A view in the left sidebar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum View {
    /// All conversations of the team (S115).
    All,
    /// Assigned to the one who looks (S116).
    Mine,
    /// Without an assignee (S117).
    Unassigned,
    /// From the website's widget (S119): all of them, until another channel comes.
    Chat,
    /// Chats of blocked senders (S121, S148).
    Filtered,
}

/// What a view needs to know of a thread.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Open or closed.
    pub status: Status,
    /// Who has it.
    pub assignee: Option<&'a AgentId>,
    /// Whether the sender is blocked; such threads are in [`View::Filtered`] and in no other view (S148).
    pub filtered: bool,
}

/// Whether `view`, opened by `me` with the status filter `status`, shows the thread (S111, S115–S117).
#[must_use]
pub fn shows(view: View, status: Status, me: &AgentId, thread: Seen<'_>) -> bool {
    if thread.status != status {
        return false;
    }
    match view {
        View::Filtered => thread.filtered,
        _ if thread.filtered => false,
        View::All | View::Chat => true,
        View::Mine => thread.assignee == Some(me),
        View::Unassigned => thread.assignee.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(name: &str) -> AgentId {
        AgentId::parse(name).unwrap()
    }

    #[test]
    fn every_open_thread_is_in_all_and_in_exactly_one_of_mine_others_unassigned() {
        // S115 S116 S117 S119
        let (anna, jonas) = (agent("anna"), agent("jonas"));
        for (assignee, mine, unassigned) in
            [(Some(&anna), true, false), (Some(&jonas), false, false), (None, false, true)]
        {
            let thread = Seen { status: Status::Open, assignee, filtered: false };
            assert!(shows(View::All, Status::Open, &anna, thread));
            assert!(shows(View::Chat, Status::Open, &anna, thread));
            assert_eq!(shows(View::Mine, Status::Open, &anna, thread), mine);
            assert_eq!(shows(View::Unassigned, Status::Open, &anna, thread), unassigned);
            assert!(!shows(View::All, Status::Closed, &anna, thread));
        }
    }

    #[test]
    fn a_blocked_senders_thread_is_only_in_filtered() {
        // S148
        let anna = agent("anna");
        let thread = Seen { status: Status::Open, assignee: None, filtered: true };
        assert!(shows(View::Filtered, Status::Open, &anna, thread));
        for view in [View::All, View::Mine, View::Unassigned, View::Chat] {
            assert!(!shows(view, Status::Open, &anna, thread));
        }
    }
}
