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

/// How a thread stands with agents. Visitors know nothing of sleep: to them a snoozed thread is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Standing {
    /// Somebody has to look at it now.
    Open,
    /// Somebody has to look at it later (P49).
    Snoozed,
    /// Done.
    Closed,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Snoozed, Self::Closed];

    /// How a thread of that status stands.
    #[must_use]
    pub const fn of(status: Status, snoozed: bool) -> Self {
        match (status, snoozed) {
            (Status::Open, false) => Self::Open,
            (Status::Open, true) => Self::Snoozed,
            (Status::Closed, _) => Self::Closed,
        }
    }

    /// As it is spelled.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
        }
    }
}

impl From<Status> for Standing {
    fn from(status: Status) -> Self {
        Self::of(status, false)
    }
}

/// Where a thread lies. Each lies in one place, and only the first is what people call their inbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Shelf {
    /// With the others.
    #[default]
    Inbox,
    /// Its sender is blocked, or it is spam (S148, S153).
    Filtered,
    /// Deleted; it can be brought back for thirty days (H91).
    Archived,
}

impl Shelf {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Inbox, Self::Filtered, Self::Archived];

    /// Where a thread lies that was filtered out or deleted, or not.
    #[must_use]
    pub const fn of(filtered: bool, archived: bool) -> Self {
        match (archived, filtered) {
            (true, _) => Self::Archived,
            (false, true) => Self::Filtered,
            (false, false) => Self::Inbox,
        }
    }

    /// As it is spelled.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Filtered => "filtered",
            Self::Archived => "archived",
        }
    }
}

/// What a view needs to know of a thread.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Open or closed.
    pub status: Status,
    /// Whether it is out of sight for a while.
    pub snoozed: bool,
    /// Who has it.
    pub assignee: Option<&'a AgentId>,
    /// Whether the sender is blocked, or the thread spam; such threads are in [`View::Filtered`] and in no other view (S148).
    pub filtered: bool,
    /// Whether a bot has it; such a thread waits for nobody, so it is in [`View::Bots`] and not in [`View::Unassigned`].
    pub with_bot: bool,
    /// Whether it was deleted; then no view shows it.
    pub archived: bool,
}

/// Whether `view`, opened by `me` with the status filter `standing`, shows the thread (S111, S115–S117).
#[must_use]
pub fn shows(view: View, standing: impl Into<Standing>, me: &AgentId, thread: Seen<'_>) -> bool {
    if Standing::of(thread.status, thread.snoozed) != standing.into() {
        return false;
    }
    match (view, Shelf::of(thread.filtered, thread.archived)) {
        (View::Filtered, shelf) => shelf == Shelf::Filtered,
        (_, Shelf::Filtered | Shelf::Archived) => false,
        (View::All | View::Chat, Shelf::Inbox) => true,
        (View::Mine, Shelf::Inbox) => thread.assignee == Some(me),
        (View::Unassigned, Shelf::Inbox) => thread.assignee.is_none() && !thread.with_bot,
        (View::Bots, Shelf::Inbox) => thread.with_bot,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: Seen<'_> = Seen {
        status: Status::Open,
        snoozed: false,
        assignee: None,
        filtered: false,
        with_bot: false,
        archived: false,
    };
    const VIEWS: [View; 6] =
        [View::All, View::Mine, View::Unassigned, View::Chat, View::Filtered, View::Bots];

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
            let thread = Seen { assignee, ..SEEN };
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
            let thread = Seen { assignee, with_bot, ..SEEN };
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
        let thread = Seen { filtered: true, ..SEEN };
        assert!(shows(View::Filtered, Status::Open, &anna, thread));
        for view in [View::All, View::Mine, View::Unassigned, View::Chat] {
            assert!(!shows(view, Status::Open, &anna, thread));
        }
    }

    #[test]
    fn no_open_thread_is_in_no_view() {
        // E51: also where it sleeps, is filtered, or belongs to somebody who left
        let (anna, left) = (agent("anna"), agent("left"));
        for assignee in [None, Some(&anna), Some(&left)] {
            for snoozed in [false, true] {
                for filtered in [false, true] {
                    let thread = Seen { assignee, snoozed, filtered, ..SEEN };
                    let seen =
                        |standing| VIEWS.iter().filter(|view| shows(**view, standing, &anna, thread)).count();
                    let shown: usize = Standing::ALL.into_iter().map(seen).sum();
                    assert!(shown > 0, "{thread:?}");
                    // One status shows it, so that no list has it twice.
                    let standings = Standing::ALL.into_iter().filter(|standing| seen(*standing) > 0).count();
                    assert_eq!(standings, 1, "{thread:?}");
                }
            }
        }
    }

    #[test]
    fn a_snoozed_thread_is_only_among_the_snoozed() {
        // P49
        let anna = agent("anna");
        let thread = Seen { snoozed: true, ..SEEN };
        for standing in Standing::ALL {
            assert_eq!(shows(View::All, standing, &anna, thread), standing == Standing::Snoozed);
        }
        let closed = Seen { status: Status::Closed, ..thread };
        assert!(shows(View::All, Standing::Closed, &anna, closed));
    }

    #[test]
    fn a_deleted_thread_is_in_no_view() {
        // H91
        let anna = agent("anna");
        for filtered in [false, true] {
            let thread = Seen { archived: true, filtered, ..SEEN };
            for standing in Standing::ALL {
                assert!(VIEWS.iter().all(|view| !shows(*view, standing, &anna, thread)));
            }
            assert_eq!(Shelf::of(filtered, true), Shelf::Archived);
        }
    }
}
