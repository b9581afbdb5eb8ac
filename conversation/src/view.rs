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
    /// In a bot's hands, not (yet) a person's (S120).
    Bots,
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
    /// Whether a bot has it; such a thread waits for nobody, so it is in [`View::Bots`] and not in [`View::Unassigned`].
    pub with_bot: bool,
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
        View::Unassigned => thread.assignee.is_none() && !thread.with_bot,
        View::Bots => thread.with_bot,
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
            let thread = Seen { status: Status::Open, assignee, filtered: false, with_bot: false };
            assert!(shows(View::All, Status::Open, &anna, thread));
            assert!(shows(View::Chat, Status::Open, &anna, thread));
            assert_eq!(shows(View::Mine, Status::Open, &anna, thread), mine);
            assert_eq!(shows(View::Unassigned, Status::Open, &anna, thread), unassigned);
            assert!(!shows(View::All, Status::Closed, &anna, thread));
        }
    }

    #[test]
    fn every_open_thread_is_somewhere_whoever_has_it() {
        // S120 S161 S163 E51
        let (anna, jonas) = (agent("anna"), agent("jonas"));
        let shown = |assignee, with_bot| {
            let thread = Seen { status: Status::Open, assignee, filtered: false, with_bot };
            [View::All, View::Mine, View::Unassigned, View::Bots]
                .map(|view| shows(view, Status::Open, &anna, thread))
        };
        for (name, assignee, with_bot, expected) in [
            ("a bot's", None, true, [true, false, false, true]),
            ("handed over to nobody yet", None, false, [true, false, true, false]),
            ("taken over by me", Some(&anna), false, [true, true, false, false]),
            ("taken over by a colleague", Some(&jonas), false, [true, false, false, false]),
        ] {
            assert_eq!(shown(assignee, with_bot), expected, "{name}");
        }
    }

    #[test]
    fn a_blocked_senders_thread_is_only_in_filtered() {
        // S148
        let anna = agent("anna");
        let thread = Seen { status: Status::Open, assignee: None, filtered: true, with_bot: false };
        assert!(shows(View::Filtered, Status::Open, &anna, thread));
        for view in [View::All, View::Mine, View::Unassigned, View::Chat] {
            assert!(!shows(view, Status::Open, &anna, thread));
        }
    }
}
