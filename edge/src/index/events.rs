//! What webhooks are told of an inbox's threads (H92): found where a shard's telling is heard, from the row before and the
//! row after, and kept in the same transaction.
//!
//! An event's id is made of what happened, so that whoever hears it twice can tell. What lies in Filtered is told to
//! nobody but for the move itself. Knows rows; does not know who listens, or what is sent.

use conversation::ids::{AgentId, ContactId, ThreadId};
use conversation::routing::priority::Priority;
use protocol::frame::{Author, Body, Entry, Row};
use protocol::rest::webhooks::{Changed, EventKind, Speaker};
use serde::{Deserialize, Serialize};

use crate::store::inbox::events as kept;
use crate::store::{Sql, StoreError};

/// Something that happened in an inbox, on its way to the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// Made of what happened.
    pub id: String,
    /// What.
    pub kind: EventKind,
    /// When, in ms.
    pub at: u64,
    /// Which thread.
    pub thread: ThreadId,
    /// The contact it is with.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// A message's place.
    #[serde(default)]
    pub seq: Option<u64>,
    /// Who said it.
    #[serde(default)]
    pub from: Option<Speaker>,
    /// Which agent did.
    #[serde(default)]
    pub agent: Option<AgentId>,
    /// What changed.
    #[serde(default)]
    pub changed: Vec<Changed>,
    /// How urgent the thread is, where it began or changed (P40).
    #[serde(default)]
    pub priority: Option<Priority>,
}

impl Happened {
    fn new(kind: EventKind, thread: &ThreadId, which: &str, at: u64) -> Self {
        Self {
            id: format!("{thread}/{which}"),
            kind,
            at,
            thread: thread.clone(),
            contact: None,
            seq: None,
            from: None,
            agent: None,
            changed: Vec::new(),
            priority: None,
        }
    }

    /// A thread is gone for good.
    #[must_use]
    pub fn deleted(thread: &ThreadId, now: u64) -> Self {
        Self::new(EventKind::ThreadDeleted, thread, "deleted", now)
    }

    /// An entry of a thread's log, if it is a message.
    #[must_use]
    pub fn said(thread: &ThreadId, contact: Option<&ContactId>, entry: &Entry) -> Option<Self> {
        let Body::Text { .. } = entry.body else { return None };
        let (from, agent) = match &entry.from {
            Author::Visitor => (Speaker::Visitor, None),
            Author::Agent { id, .. } => (Speaker::Agent, Some(id.clone())),
            Author::Bot { .. } => (Speaker::Bot, None),
            Author::System => (Speaker::System, None),
        };
        let mut event = Self::new(EventKind::MessageCreated, thread, &entry.seq.to_string(), entry.at);
        (event.contact, event.seq, event.from, event.agent) =
            (contact.cloned(), Some(entry.seq), Some(from), agent);
        Some(event)
    }
}

/// A shard told of a thread: keeps what webhooks are to hear of that, at `now` (ms). Messages that did not come with it are
/// noted to be read.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn heard(
    sql: &impl Sql,
    before: Option<&Row>,
    row: &Row,
    entries: &[Entry],
    now: u64,
) -> Result<(), StoreError> {
    if !kept::is_wanted(sql)? {
        return Ok(());
    }
    for event in of(before, row, entries, now) {
        kept::note(sql, &event, now)?;
    }
    let shown = before.map_or(0, |before| before.last_seq);
    let read = entries.last().map_or(shown, |last| last.seq.max(shown));
    if !row.filtered && read < row.last_seq {
        kept::note_unread(sql, &row.thread, read, row.last_seq, now)?;
    }
    Ok(())
}

fn of(before: Option<&Row>, row: &Row, entries: &[Entry], now: u64) -> Vec<Happened> {
    let mut events = Vec::new();
    let was_filtered = before.is_some_and(|before| before.filtered);
    if row.filtered && (was_filtered || before.is_none()) {
        return events;
    }
    let (contact, priority) = (row.contact.as_ref(), Some(row.desk.priority));
    if before.is_none() {
        let created = Happened::new(EventKind::ThreadCreated, &row.thread, "created", row.opened_at);
        events.push(Happened { contact: contact.cloned(), priority, ..created });
    }
    if !row.filtered {
        let shown = before.map_or(0, |before| before.last_seq);
        let news = entries.iter().filter(|entry| entry.seq > shown);
        events.extend(news.filter_map(|entry| Happened::said(&row.thread, contact, entry)));
    }
    let changed = before.map(|before| changes(before, row)).unwrap_or_default();
    if !changed.is_empty() {
        let which = format!("r{}", row.revision);
        let event = Happened::new(EventKind::ThreadChanged, &row.thread, &which, now);
        let agent = row.assignee.as_ref().map(|agent| agent.id.clone());
        events.push(Happened { contact: contact.cloned(), agent, changed, priority, ..event });
    }
    events
}

fn changes(before: &Row, row: &Row) -> Vec<Changed> {
    let agent = |row: &Row| row.assignee.as_ref().map(|agent| agent.id.clone());
    let differs = [
        (Changed::Status, before.status != row.status),
        (Changed::Assignee, agent(before) != agent(row) || before.desk.team != row.desk.team),
        (Changed::Labels, before.desk.labels != row.desk.labels),
        (Changed::Snoozed, before.desk.snoozed.is_some() != row.desk.snoozed.is_some()),
        (Changed::Filtered, before.filtered != row.filtered),
        (Changed::Archived, before.desk.archived_at.is_some() != row.desk.archived_at.is_some()),
        (Changed::Contact, before.contact != row.contact),
        (Changed::Priority, before.desk.priority != row.desk.priority),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(what, _)| what).collect()
}

#[cfg(test)]
mod tests {
    use conversation::thread::Status;
    use protocol::frame::Desk;

    use super::*;
    use crate::store::inbox::find::tests::new_row;
    use crate::store::migrate::INBOX;
    use crate::store::native::Memory;

    fn row(last_seq: u64) -> Row {
        Row { filtered: false, desk: Box::default(), last_seq, contact: None, ..new_row(3) }
    }

    fn said(seq: u64) -> Entry {
        Entry {
            seq,
            at: 7,
            from: Author::Visitor,
            client_message_id: None,
            body: Body::Text { text: "nobody's business".into() },
            quick_replies: Vec::new(),
            reply_to: None,
            edited: None,
            form: Vec::new(),
            attachments: Vec::new(),
        }
    }

    fn told(before: Option<&Row>, row: &Row, entries: &[Entry]) -> Vec<String> {
        let thread = row.thread.to_string();
        of(before, row, entries, 9)
            .into_iter()
            .map(|event| format!("{} {:?}", event.id.trim_start_matches(&thread), event.changed))
            .collect()
    }

    #[test]
    fn what_happened_is_told_under_an_id_of_its_own() {
        // H92 P67
        let (first, next) = (row(1), Row { revision: 9, ..row(2) });
        assert_eq!(told(None, &first, &[said(1)]), ["/created []", "/1 []"]);
        // Told twice, it has the same ids; what was heard before is not told again.
        assert_eq!(told(Some(&first), &next, &[said(1), said(2)]), ["/2 []"]);
        let closed = Row { status: Status::Closed, ..next.clone() };
        assert_eq!(told(Some(&next), &closed, &[]), ["/r9 [Status]"]);
        let away = Row { desk: Box::new(Desk { archived_at: Some(1), ..Desk::default() }), ..next.clone() };
        assert_eq!(told(Some(&next), &away, &[]), ["/r9 [Archived]"]);
        // P40: a thread that begins tells how urgent it is, and so does every change of it.
        let urgent = Desk { priority: Priority::Urgent, ..Desk::default() };
        let urgent = Row { desk: Box::new(urgent), ..next.clone() };
        assert_eq!(told(Some(&next), &urgent, &[]), ["/r9 [Priority]"]);
        let priorities = |before, row| of(before, row, &[], 9).into_iter().map(|event| event.priority);
        assert!(
            priorities(None, &urgent).chain(priorities(Some(&next), &urgent)).eq([Some(Priority::Urgent); 2])
        );
    }

    #[test]
    fn of_what_is_filtered_only_the_move_is_told() {
        // S148
        let (shown, hidden) = (row(1), Row { filtered: true, ..row(2) });
        assert!(told(None, &hidden, &[said(1)]).is_empty());
        assert_eq!(told(Some(&shown), &hidden, &[said(2)]).len(), 1);
        assert!(told(Some(&hidden), &Row { last_seq: 3, ..hidden.clone() }, &[said(3)]).is_empty());
    }

    #[test]
    fn no_event_holds_what_was_said() {
        // T40
        let events = of(None, &row(1), &[said(1)], 9);
        let text = serde_json::to_string(&events).unwrap();
        assert!(!text.contains("business"), "{text}");
    }

    #[test]
    fn messages_that_did_not_come_are_noted_to_be_read() {
        // P67
        let sql = Memory::migrated(INBOX);
        heard(&sql, None, &row(9), &[said(1), said(2)], 5).unwrap();
        assert_eq!(kept::unread(&sql).unwrap(), Some((row(9).thread, 2, 9)));
        assert_eq!(kept::first(&sql, 10).unwrap().len(), 3);
        // Where nobody listens, nothing is kept.
        kept::put_wanted(&sql, 1, false).unwrap();
        heard(&sql, Some(&row(9)), &row(10), &[said(10)], 6).unwrap();
        assert_eq!(kept::first(&sql, 10).unwrap().len(), 3);
    }
}
