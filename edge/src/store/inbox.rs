//! The tables of an inbox: one row a thread, sorted into views.

pub mod assignments;
pub mod colleagues;
pub mod rebuild;

use conversation::ids::{AgentId, ChatflowId, InboxId, ThreadId};
use conversation::routing::Because;
use conversation::thread::Status;
use conversation::view::View;
use protocol::frame::{self, Agent};
use protocol::rest::Counts;

use super::threads::{status, status_text};
use super::{Row, Sql, StoreError, Value, to_json};
use crate::values;

const COLUMNS: &str = "thread, revision, name, email, chatflow, chatflow_name, page, status, assignee, assignee_name, \
     filtered, preview, preview_from_visitor, opened_at, updated_at, waiting_since, last_seq, visitor, verified";

fn read(row: &Row, inbox: &InboxId) -> Result<frame::Row, StoreError> {
    let assignee = match row.maybe_parsed(8, "an agent id", AgentId::parse)? {
        Some(id) => Some(Agent { id, name: row.text(9)? }),
        None => None,
    };
    Ok(frame::Row {
        thread: row.parsed(0, "a thread id", ThreadId::parse)?,
        inbox: inbox.clone(),
        revision: row.number(1)?,
        visitor: row.text(17)?,
        name: Some(row.text(2)?).filter(|name| !name.is_empty()),
        email: row.maybe_text(3)?,
        verified: row.flag(18)?,
        chatflow: row.parsed(4, "a chatflow id", ChatflowId::parse)?,
        chatflow_name: row.text(5)?,
        page: row.maybe_text(6)?,
        status: row.parsed(7, "a status", status)?,
        assignee,
        filtered: row.flag(10)?,
        preview: row.text(11)?,
        preview_from_visitor: row.flag(12)?,
        opened_at: row.number(13)?,
        updated_at: row.number(14)?,
        waiting_since: row.maybe_number(15)?,
        last_seq: row.number(16)?,
    })
}

/// A thread's row.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn row(sql: &impl Sql, inbox: &InboxId, thread: &ThreadId) -> Result<Option<frame::Row>, StoreError> {
    let rows =
        sql.run(&format!("SELECT {COLUMNS} FROM threads WHERE thread = ?"), values![thread.as_str()])?;
    rows.first().map(|row| read(row, inbox)).transpose()
}

/// Writes a row. `routed` is kept from the first time.
///
/// # Errors
/// [`StoreError`] from the database.
fn keep_row(sql: &impl Sql, row: &frame::Row, routed: Because) -> Result<(), StoreError> {
    sql.run(
        &format!(
            "INSERT INTO threads ({COLUMNS}, routed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT (thread) DO UPDATE SET revision = excluded.revision, name = excluded.name, \
             email = excluded.email, verified = excluded.verified, status = excluded.status, assignee = excluded.assignee, \
             assignee_name = excluded.assignee_name, filtered = excluded.filtered, preview = excluded.preview, \
             preview_from_visitor = excluded.preview_from_visitor, updated_at = excluded.updated_at, \
             waiting_since = excluded.waiting_since, last_seq = excluded.last_seq"
        ),
        values![
            row.thread.as_str(),
            row.revision,
            row.name.as_deref().unwrap_or_default(),
            row.email.clone(),
            row.chatflow.as_str(),
            row.chatflow_name.as_str(),
            row.page.clone(),
            status_text(row.status),
            row.assignee.as_ref().map(|agent| agent.id.as_str()),
            row.assignee.as_ref().map(|agent| agent.name.as_str()),
            row.filtered,
            row.preview.as_str(),
            row.preview_from_visitor,
            row.opened_at,
            row.updated_at,
            row.waiting_since,
            row.last_seq,
            row.visitor.as_str(),
            row.verified,
            to_json(&routed),
        ],
    )?;
    Ok(())
}

/// What a telling was to the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Nothing new: this revision, or a newer one, was heard before.
    Known,
    /// The thread is new here.
    New,
    /// The thread was so before.
    Changed(Box<frame::Row>),
}

/// Keeps a row that a shard told of, unless it is old news: tellings come at least once and in any order.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn hear(sql: &impl Sql, row: &frame::Row, routed: Because) -> Result<Heard, StoreError> {
    sql.atomically(|| {
        let before = self::row(sql, &row.inbox, &row.thread)?;
        if before.as_ref().is_some_and(|before| before.revision >= row.revision) {
            return Ok(Heard::Known);
        }
        keep_row(sql, row, routed)?;
        Ok(before.map_or(Heard::New, |before| Heard::Changed(Box::new(before))))
    })
}

/// A place in a list: everything older comes after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// When the row at this place was updated.
    pub updated_at: u64,
    /// Its thread.
    pub thread: ThreadId,
}

impl Cursor {
    /// Reads one as written by [`Cursor::to_text`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (updated_at, thread) = text.split_once('~')?;
        Some(Self { updated_at: updated_at.parse().ok()?, thread: ThreadId::parse(thread).ok()? })
    }

    /// As it travels in an address.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}~{}", self.updated_at, self.thread)
    }
}

/// Rows of a view, last changed first, at most `limit`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn rows_of_view(
    sql: &impl Sql,
    inbox: &InboxId,
    me: &AgentId,
    (view, status): (View, Status),
    before: Option<&Cursor>,
    limit: u32,
) -> Result<Vec<frame::Row>, StoreError> {
    let (condition, agent) = condition(view, me);
    let mut values = vec![Value::from(view == View::Filtered), Value::from(status_text(status))];
    values.extend(agent);
    let mut statement = format!("SELECT {COLUMNS} FROM threads WHERE filtered = ? AND status = ?{condition}");
    if let Some(Cursor { updated_at, thread }) = before {
        statement.push_str(" AND (updated_at < ? OR (updated_at = ? AND thread > ?))");
        values.extend([Value::from(*updated_at), Value::from(*updated_at), Value::from(thread.as_str())]);
    }
    statement.push_str(" ORDER BY updated_at DESC, thread LIMIT ?");
    values.push(Value::from(limit));
    sql.run(&statement, &values)?.iter().map(|row| read(row, inbox)).collect()
}

/// How many open threads each view shows.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn counts(sql: &impl Sql, me: &AgentId) -> Result<Counts, StoreError> {
    let count = |view| {
        let (condition, agent) = condition(view, me);
        let statement =
            format!("SELECT count(*) FROM threads WHERE filtered = 0 AND status = 'open'{condition}");
        let values: Vec<Value> = agent.into_iter().collect();
        sql.run(&statement, &values)?.first().map_or(Ok(0), |row| row.number(0))
    };
    Ok(Counts { all: count(View::All)?, mine: count(View::Mine)?, unassigned: count(View::Unassigned)? })
}

/// The same as `conversation::view::shows`, for the database.
fn condition(view: View, me: &AgentId) -> (&'static str, Option<Value>) {
    match view {
        View::All | View::Chat | View::Filtered => ("", None),
        View::Mine => (" AND assignee = ?", Some(Value::from(me.as_str()))),
        View::Unassigned => (" AND assignee IS NULL", None),
    }
}

#[cfg(test)]
mod tests {
    use conversation::view::{Seen, shows};

    use super::*;
    use crate::store::migrate::INBOX;
    use crate::store::native::Memory;

    fn inbox() -> InboxId {
        InboxId::parse("main").unwrap()
    }

    fn agent(id: &str) -> AgentId {
        AgentId::parse(id).unwrap()
    }

    fn new_row(n: u8, status: Status, assignee: Option<&str>, filtered: bool) -> frame::Row {
        frame::Row {
            thread: ThreadId::from_random(0, [n; 16]),
            inbox: inbox(),
            visitor: format!("4K2{n}"),
            name: None,
            email: None,
            verified: false,
            chatflow: ChatflowId::parse("shop").unwrap(),
            chatflow_name: "Shop".into(),
            page: Some("https://kiln.example/".into()),
            status,
            assignee: assignee.map(|id| Agent { id: agent(id), name: id.to_uppercase() }),
            filtered,
            preview: "Hello".into(),
            preview_from_visitor: true,
            opened_at: 1,
            updated_at: 100 - u64::from(n / 2),
            waiting_since: Some(2),
            last_seq: 3,
            revision: 1,
        }
    }

    fn filled() -> (Memory, Vec<frame::Row>) {
        let sql = Memory::migrated(INBOX);
        let mut all = Vec::new();
        for status in [Status::Open, Status::Closed] {
            for assignee in [None, Some("anna"), Some("jonas")] {
                for filtered in [false, true] {
                    let row = new_row(all.len() as u8, status, assignee, filtered);
                    keep_row(&sql, &row, Because::RuleSaysNobody).unwrap();
                    all.push(row);
                }
            }
        }
        (sql, all)
    }

    #[test]
    fn every_view_shows_what_the_domain_says() {
        // S115 S116 S117 S119
        let (sql, all) = filled();
        for status in [Status::Open, Status::Closed] {
            for view in [View::All, View::Mine, View::Unassigned, View::Chat, View::Filtered] {
                let got = rows_of_view(&sql, &inbox(), &agent("anna"), (view, status), None, 200).unwrap();
                let expected: Vec<_> = all
                    .iter()
                    .filter(|row| {
                        let assignee = row.assignee.as_ref().map(|agent| &agent.id);
                        let seen = Seen { status: row.status, assignee, filtered: row.filtered };
                        shows(view, status, &agent("anna"), seen)
                    })
                    .cloned()
                    .collect();
                assert_eq!(got, expected, "{view:?} {status:?}");
            }
        }
        assert_eq!(counts(&sql, &agent("anna")).unwrap(), Counts { all: 3, mine: 1, unassigned: 1 });
    }

    #[test]
    fn pages_join_without_gap_or_repeat() {
        let (sql, _) = filled();
        let page = |before: Option<&Cursor>, limit| {
            rows_of_view(&sql, &inbox(), &agent("anna"), (View::All, Status::Open), before, limit).unwrap()
        };
        let whole = page(None, 200);
        let (mut joined, mut cursor) = (Vec::new(), None);
        loop {
            let rows = page(cursor.as_ref(), 1);
            let Some(last) = rows.last() else { break };
            cursor = Some(Cursor { updated_at: last.updated_at, thread: last.thread.clone() });
            joined.extend(rows);
        }
        assert_eq!(joined, whole);
    }

    #[test]
    fn a_row_changes_in_place_and_remembers_why_it_was_routed() {
        // S102
        let sql = Memory::migrated(INBOX);
        let mut row = new_row(1, Status::Open, None, false);
        keep_row(&sql, &row, Because::RuleSaysNobody).unwrap();
        row.revision = 2;
        row.assignee = Some(Agent { id: agent("anna"), name: "Anna".into() });
        keep_row(&sql, &row, Because::RuleSaysNobody).unwrap();
        assert_eq!(super::row(&sql, &inbox(), &row.thread).unwrap(), Some(row));
        let routed = sql.run("SELECT routed FROM threads", &[]).unwrap();
        assert_eq!(routed.first().unwrap().text(0).as_deref(), Ok("\"rule_says_nobody\""));
    }

    #[test]
    fn old_news_changes_nothing() {
        let sql = Memory::migrated(INBOX);
        let first = new_row(1, Status::Open, None, false);
        let second = frame::Row { revision: 2, last_seq: 4, preview: "More".into(), ..first.clone() };
        assert_eq!(hear(&sql, &first, Because::RuleSaysNobody).unwrap(), Heard::New);
        assert_eq!(
            hear(&sql, &second, Because::RuleSaysNobody).unwrap(),
            Heard::Changed(Box::new(first.clone()))
        );
        for late in [&first, &second] {
            assert_eq!(hear(&sql, late, Because::RuleSaysNobody).unwrap(), Heard::Known);
        }
        assert_eq!(super::row(&sql, &inbox(), &first.thread).unwrap(), Some(second));
    }

    #[test]
    fn cursors_survive_an_address() {
        let cursor = Cursor { updated_at: 12, thread: ThreadId::from_random(3, [1; 16]) };
        assert_eq!(Cursor::parse(&cursor.to_text()), Some(cursor));
        for bad in ["", "~", "12", "x~0-aaaaaaaaaaaaaaaaaaaaaaaaaa", "1~0"] {
            assert_eq!(Cursor::parse(bad), None, "{bad}");
        }
    }
}
