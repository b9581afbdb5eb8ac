//! What agents do with threads: how it is sent, how it shows at once, and what takes it back.
//!
//! One shape for one thread and for many. Knows rows and the wire's words for acts (`protocol::rest::views::ManyAct`, to
//! which a test holds them); does not know who asks for an act, or what a failure says.

use conversation::desk::{Owning, Snooze, Team};
use conversation::ids::LabelId;
use conversation::routing::priority::Priority;
use conversation::thread::Status;
use protocol::frame::{Agent, Blocked, Row};

use super::conditions::quoted;
use crate::texts::Text;

/// Something that is done with threads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Closes them (S129).
    Close,
    /// Opens them again.
    Reopen,
    /// Gives them to somebody, or to nobody (S127).
    Assign(Option<Agent>),
    /// Gives them to a team (H73).
    Give(Team),
    /// Puts labels on, takes others off (P48).
    Label {
        /// What they are to have.
        add: Vec<LabelId>,
        /// What not.
        remove: Vec<LabelId>,
    },
    /// Says how urgent they are (P40).
    Prioritise(Priority),
    /// Deletes them, for thirty days (S128).
    Delete,
    /// Brings deleted ones back.
    Restore,
    /// Puts them out of sight, until then (ms) or until the visitor writes (P49).
    Snooze(Option<u64>),
    /// Brings them back before their time.
    Wake,
    /// Says whether they are spam (S153).
    Spam(bool),
    /// Blocks their visitors, and why (S146).
    Block(Option<String>),
    /// Lets them in again (S152).
    Unblock,
}

impl Act {
    /// As it is sent.
    #[must_use]
    pub fn json(&self) -> String {
        let ids = |labels: &[LabelId]| {
            let all: Vec<String> = labels.iter().map(|label| quoted(label.as_str())).collect();
            format!("[{}]", all.join(","))
        };
        match self {
            Self::Close => "\"close\"".to_owned(),
            Self::Reopen => "\"reopen\"".to_owned(),
            Self::Delete => "\"delete\"".to_owned(),
            Self::Restore => "\"restore\"".to_owned(),
            Self::Wake => "\"wake\"".to_owned(),
            Self::Unblock => "\"unblock\"".to_owned(),
            Self::Assign(None) => "{\"assign\":null}".to_owned(),
            Self::Assign(Some(agent)) => format!("{{\"assign\":{}}}", quoted(agent.id.as_str())),
            Self::Give(team) => format!("{{\"assign_team\":{}}}", quoted(team.id.as_str())),
            Self::Label { add, remove } => {
                format!("{{\"labels\":{{\"add\":{},\"remove\":{}}}}}", ids(add), ids(remove))
            }
            Self::Prioritise(priority) => format!("{{\"priority\":{}}}", quoted(priority.as_str())),
            Self::Snooze(None) => "{\"snooze\":{}}".to_owned(),
            Self::Snooze(Some(until)) => format!("{{\"snooze\":{{\"until\":{until}}}}}"),
            Self::Spam(spam) => format!("{{\"spam\":{spam}}}"),
            Self::Block(None) => "{\"block\":{}}".to_owned(),
            Self::Block(Some(why)) => format!("{{\"block\":{{\"why\":{}}}}}", quoted(why)),
        }
    }

    /// A row as it will be, done by `me` at `now` (ms).
    #[must_use]
    pub fn shown(&self, row: &Row, me: &Agent, now: u64) -> Row {
        let mut row = row.clone();
        match self {
            Self::Close => {
                row.status = Status::Closed;
                row.desk.snoozed = None;
            }
            Self::Reopen => row.status = Status::Open,
            Self::Assign(to) => {
                row.assignee.clone_from(to);
                row.desk.team = None;
            }
            Self::Give(team) => {
                row.assignee = None;
                row.desk.team = Some(Owning { team: team.clone(), by: Some(me.id.clone()) });
            }
            Self::Label { add, remove } => {
                let labels = &mut row.desk.labels;
                labels.retain(|label| !remove.contains(label));
                labels.extend(add.iter().cloned());
                labels.sort_unstable();
                labels.dedup();
            }
            Self::Prioritise(priority) => row.desk.priority = *priority,
            Self::Delete => row.desk.archived_at = row.desk.archived_at.or(Some(now)),
            Self::Restore => row.desk.archived_at = None,
            Self::Snooze(until) => row.desk.snoozed = Some(Snooze { until: *until }),
            Self::Wake => row.desk.snoozed = None,
            Self::Spam(spam) => row.desk.spam = *spam,
            Self::Block(why) => {
                row.desk.blocked = Some(Blocked { by: me.clone(), at: now, why: why.clone() });
            }
            Self::Unblock => row.desk.blocked = None,
        }
        row.filtered = row.desk.spam || row.desk.blocked.is_some();
        row
    }

    /// What takes it back from a thread that was like this; `None` where it changed nothing.
    #[must_use]
    pub fn back(&self, before: &Row) -> Option<Self> {
        let desk = &before.desk;
        let if_so = |is_so: bool, back: Self| is_so.then_some(back);
        match self {
            Self::Close => if_so(before.status == Status::Open, Self::Reopen),
            Self::Reopen => if_so(before.status == Status::Closed, Self::Close),
            Self::Assign(to) => if_so(before.assignee != *to || desk.team.is_some(), with_whom(before)),
            Self::Give(team) => {
                if_so(desk.team.as_ref().is_none_or(|given| given.team != *team), with_whom(before))
            }
            Self::Label { add, remove } => {
                let had = |label: &&LabelId| desk.labels.contains(label);
                let add_again: Vec<LabelId> = remove.iter().filter(had).cloned().collect();
                let take_off: Vec<LabelId> = add.iter().filter(|label| !had(label)).cloned().collect();
                let changes = !add_again.is_empty() || !take_off.is_empty();
                if_so(changes, Self::Label { add: add_again, remove: take_off })
            }
            Self::Prioritise(priority) => if_so(desk.priority != *priority, Self::Prioritise(desk.priority)),
            Self::Delete => if_so(desk.archived_at.is_none(), Self::Restore),
            Self::Restore => if_so(desk.archived_at.is_some(), Self::Delete),
            Self::Snooze(until) => match desk.snoozed {
                Some(snooze) => if_so(snooze.until != *until, Self::Snooze(snooze.until)),
                None => Some(Self::Wake),
            },
            Self::Wake => desk.snoozed.map(|snooze| Self::Snooze(snooze.until)),
            Self::Spam(spam) => if_so(desk.spam != *spam, Self::Spam(!spam)),
            Self::Block(_) => if_so(desk.blocked.is_none(), Self::Unblock),
            Self::Unblock => desk.blocked.as_ref().map(|blocked| Self::Block(blocked.why.clone())),
        }
    }

    /// What became of the threads: "closed", with places for a name and a time.
    #[must_use]
    pub fn done(&self) -> Text {
        match self {
            Self::Close => Text::DidClose,
            Self::Reopen => Text::DidReopen,
            Self::Assign(Some(_)) | Self::Give(_) => Text::DidAssign,
            Self::Assign(None) => Text::DidUnassign,
            Self::Label { add, .. } if add.is_empty() => Text::DidUnlabel,
            Self::Label { .. } => Text::DidLabel,
            Self::Prioritise(_) => Text::DidPrioritise,
            Self::Delete => Text::DidDelete,
            Self::Restore => Text::DidRestore,
            Self::Snooze(Some(_)) => Text::DidSnooze,
            Self::Snooze(None) => Text::DidSnoozeUntilWrites,
            Self::Wake => Text::DidWake,
            Self::Spam(true) => Text::DidSpam,
            Self::Spam(false) => Text::DidNotSpam,
            Self::Block(_) => Text::DidBlock,
            Self::Unblock => Text::DidUnblock,
        }
    }
}

/// What takes an act back from several threads: those for which it is the same go together.
#[must_use]
pub fn all_back(act: &Act, before: &[Row]) -> Vec<(Act, Vec<Row>)> {
    let mut groups: Vec<(Act, Vec<Row>)> = Vec::new();
    for row in before {
        let Some(back) = act.back(row) else { continue };
        match groups.iter_mut().find(|(other, _)| *other == back) {
            Some((_, rows)) => rows.push(row.clone()),
            None => groups.push((back, vec![row.clone()])),
        }
    }
    groups
}

/// What gives a thread back to whoever has it.
fn with_whom(row: &Row) -> Act {
    match (&row.assignee, &row.desk.team) {
        (None, Some(given)) => Act::Give(given.team.clone()),
        (agent, _) => Act::Assign(agent.clone()),
    }
}

#[cfg(test)]
mod tests {
    use conversation::ids::TeamId;
    use protocol::rest::views::ManyAct;

    use super::*;
    use crate::state::sample::{agent, row};

    fn label(id: &str) -> LabelId {
        LabelId::parse(id).unwrap()
    }

    fn acts() -> Vec<Act> {
        vec![
            Act::Close,
            Act::Reopen,
            Act::Assign(None),
            Act::Assign(Some(agent("anna"))),
            Act::Label { add: vec![label("vip")], remove: vec![label("late")] },
            Act::Prioritise(Priority::Urgent),
            Act::Delete,
            Act::Restore,
            Act::Snooze(None),
            Act::Snooze(Some(9)),
            Act::Wake,
            Act::Give(team("kilns")),
            Act::Give(team("shop")),
            Act::Spam(true),
            Act::Spam(false),
            Act::Block(None),
            Act::Block(Some("He said \"boo\"".into())),
            Act::Unblock,
        ]
    }

    fn team(id: &str) -> Team {
        Team { id: TeamId::parse(id).unwrap(), name: id.to_uppercase() }
    }

    /// Threads in every state that an act can meet.
    fn rows() -> Vec<Row> {
        let with = |change: fn(&mut Row)| {
            let mut row = row(1, 100);
            change(&mut row);
            row
        };
        vec![
            with(|_| {}),
            with(|row| row.status = Status::Closed),
            with(|row| row.assignee = Some(agent("anna"))),
            with(|row| row.assignee = Some(agent("jonas"))),
            with(|row| row.desk.team = Some(Owning { team: team("kilns"), by: Some(agent("mira").id) })),
            with(|row| row.desk.labels = vec![label("vip")]),
            with(|row| row.desk.labels = vec![label("late"), label("new")]),
            with(|row| row.desk.priority = Priority::Low),
            with(|row| row.desk.archived_at = Some(5)),
            with(|row| row.desk.snoozed = Some(Snooze { until: Some(9) })),
            with(|row| row.desk.snoozed = Some(Snooze { until: None })),
            with(|row| {
                row.desk.spam = true;
                row.filtered = true;
            }),
            with(|row| {
                row.desk.blocked = Some(Blocked { by: agent("mira"), at: 5, why: Some("x".into()) });
                row.filtered = true;
            }),
        ]
    }

    #[test]
    fn acts_are_written_as_the_wire_reads_them() {
        // P48 P49 H73
        for act in acts() {
            let json = act.json();
            assert!(serde_json::from_str::<ManyAct>(&json).is_ok(), "{json}");
        }
    }

    #[test]
    fn what_takes_an_act_back_leaves_the_thread_as_it_was() {
        // P48 P49 H73 S127 S128 S129 S152
        let me = agent("mira");
        for before in rows() {
            for act in acts() {
                let after = act.shown(&before, &me, 5);
                match act.back(&before) {
                    // Closing wakes, and what is blocked again is blocked by whoever does it, with another reason perhaps.
                    Some(_) if act == Act::Close && before.desk.snoozed.is_some() => {}
                    Some(back) => assert_eq!(back.shown(&after, &me, 5), before, "{act:?} {back:?}"),
                    None if matches!(act, Act::Block(_)) => {}
                    None => assert_eq!(after, before, "{act:?}"),
                }
            }
        }
    }

    #[test]
    fn many_are_taken_back_together_where_the_same_does_it() {
        // P48
        let of = |n: u8, assignee: Option<&str>| Row { assignee: assignee.map(agent), ..row(n, 1) };
        let before = [of(1, None), of(2, Some("jonas")), of(3, None), of(4, Some("anna"))];
        let back = all_back(&Act::Assign(Some(agent("anna"))), &before);
        let told: Vec<(Act, usize)> = back.into_iter().map(|(act, rows)| (act, rows.len())).collect();
        assert_eq!(told, [(Act::Assign(None), 2), (Act::Assign(Some(agent("jonas"))), 1)]);
    }
}
