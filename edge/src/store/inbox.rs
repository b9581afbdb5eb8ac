//! The tables of an inbox: one row a thread, sorted into views.

pub mod assignments;
pub mod colleagues;
pub mod conversations;
pub mod elsewhere;
pub mod erase;
pub mod events;
pub mod find;
pub mod limbo;
pub mod numbers;
pub mod ratings;
pub mod rebuild;
pub mod report;
pub mod search;
pub mod week;

use conversation::ids::{AgentId, ChatflowId, ContactId, InboxId, ThreadId};
use conversation::routing::Because;
use conversation::view::{Shelf, Standing, View};
use protocol::frame::{self, Agent};
use protocol::rest::Counts;

use super::threads::{status, status_text};
use super::{Row, Sql, StoreError, Value, to_json};
use crate::json::tree;
use crate::values;

const COLUMNS: &str = "thread, revision, name, email, chatflow, chatflow_name, page, status, assignee, assignee_name, \
     filtered, preview, preview_from_visitor, opened_at, updated_at, waiting_since, last_seq, visitor, verified, \
     contact, desk, bot, with_bot";

/// Who has a thread, in the tallies, where a bot has it: no agent's id has a slash.
const BOT: &str = "/bot";

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
        contact: row.maybe_parsed(19, "a contact id", ContactId::parse)?,
        desk: row.parsed(20, "a desk", tree::from_str)?,
        preview: row.text(11)?,
        preview_from_visitor: row.flag(12)?,
        opened_at: row.number(13)?,
        updated_at: row.number(14)?,
        waiting_since: row.maybe_number(15)?,
        last_seq: row.number(16)?,
        bot: match row.maybe_text(21)? {
            Some(name) => Some(frame::RowBot { name, in_charge: row.flag(22)? }),
            None => None,
        },
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
            "INSERT INTO threads ({COLUMNS}, shelf, standing, blocked_at, routed, number) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \
             (SELECT coalesce(max(number), 0) + 1 FROM threads)) \
             ON CONFLICT (thread) DO UPDATE SET revision = excluded.revision, name = excluded.name, \
             email = excluded.email, verified = excluded.verified, status = excluded.status, assignee = excluded.assignee, \
             assignee_name = excluded.assignee_name, filtered = excluded.filtered, preview = excluded.preview, \
             preview_from_visitor = excluded.preview_from_visitor, updated_at = excluded.updated_at, \
             waiting_since = excluded.waiting_since, last_seq = excluded.last_seq, contact = excluded.contact, \
             desk = excluded.desk, bot = excluded.bot, with_bot = excluded.with_bot, shelf = excluded.shelf, \
             standing = excluded.standing, blocked_at = excluded.blocked_at, visitor = excluded.visitor"
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
            row.contact.as_ref().map(ContactId::as_str),
            to_json(&row.desk),
            row.bot.as_ref().map(|bot| bot.name.as_str()),
            row.is_with_bot(),
            Shelf::of(row.filtered, row.desk.archived_at.is_some()).as_str(),
            Standing::of(row.status, row.desk.snoozed.is_some()).as_str(),
            row.desk.blocked.as_ref().map(|blocked| blocked.at),
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
    (view, standing): (View, Standing),
    before: Option<&Cursor>,
    limit: u32,
) -> Result<Vec<frame::Row>, StoreError> {
    let shelf = if view == View::Filtered { Shelf::Filtered } else { Shelf::Inbox };
    let mut statement = format!("SELECT {COLUMNS} FROM threads WHERE shelf = ? AND standing = ?");
    let mut values = vec![Value::from(shelf.as_str()), Value::from(standing.as_str())];
    match view {
        View::All | View::Chat | View::Filtered => {}
        View::Mine => {
            statement.push_str(" AND assignee = ?");
            values.push(Value::from(me.as_str()));
        }
        View::Unassigned => statement.push_str(" AND assignee IS NULL AND with_bot = 0"),
        View::Bots => statement.push_str(" AND with_bot = 1"),
    }
    page(sql, inbox, statement, values, before, limit)
}

/// Rows of a statement that ends with its conditions, last changed first: at most `limit` behind a place.
fn page(
    sql: &impl Sql,
    inbox: &InboxId,
    mut statement: String,
    mut values: Vec<Value>,
    before: Option<&Cursor>,
    limit: u32,
) -> Result<Vec<frame::Row>, StoreError> {
    if let Some(Cursor { updated_at, thread }) = before {
        // Said twice, so that an index begins at the place instead of walking there.
        statement.push_str(" AND updated_at <= ? AND (updated_at < ? OR thread > ?)");
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
    let statement = "SELECT coalesce(sum(threads), 0), coalesce(sum(threads) FILTER (WHERE holder = ?), 0), \
         coalesce(sum(threads) FILTER (WHERE holder = ''), 0), coalesce(sum(threads) FILTER (WHERE holder = ?), 0) \
         FROM tallies WHERE shelf = 'inbox' AND standing = 'open'";
    let rows = sql.run(statement, values![me.as_str(), BOT])?;
    let Some(row) = rows.first() else { return Ok(Counts::default()) };
    Ok(Counts { all: row.number(0)?, mine: row.number(1)?, unassigned: row.number(2)?, bots: row.number(3)? })
}

#[cfg(test)]
mod tests {
    use conversation::desk::Snooze;
    use conversation::thread::Status;
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
            contact: None,
            desk: Box::default(),
            preview: "Hello".into(),
            preview_from_visitor: true,
            opened_at: 1,
            updated_at: 100 - u64::from(n / 2),
            waiting_since: Some(2),
            last_seq: 3,
            revision: 1,
            bot: None,
        }
    }

    fn filled() -> (Memory, Vec<frame::Row>) {
        let sql = Memory::migrated(INBOX);
        let mut all = Vec::new();
        for status in [Status::Open, Status::Closed] {
            for assignee in [None, Some("anna"), Some("jonas")] {
                for (filtered, snoozed, archived_at) in
                    [(false, false, None), (true, false, None), (false, true, None), (false, false, Some(9))]
                {
                    let mut row = new_row(all.len() as u8, status, assignee, filtered);
                    row.desk.snoozed = snoozed.then(Snooze::default);
                    row.desk.archived_at = archived_at;
                    keep_row(&sql, &row, Because::RuleSaysNobody).unwrap();
                    all.push(row);
                }
            }
            for in_charge in [true, false] {
                let bot = Some(frame::RowBot { name: "Kiln helper".into(), in_charge });
                let row = frame::Row { bot, ..new_row(all.len() as u8, status, None, false) };
                keep_row(&sql, &row, Because::RuleSaysNobody).unwrap();
                all.push(row);
            }
        }
        (sql, all)
    }

    #[test]
    fn every_view_shows_what_the_domain_says() {
        // S115 S116 S117 S119 S120 S161 E51
        let (sql, all) = filled();
        for status in Standing::ALL {
            for view in [View::All, View::Mine, View::Unassigned, View::Chat, View::Filtered, View::Bots] {
                let got = rows_of_view(&sql, &inbox(), &agent("anna"), (view, status), None, 200).unwrap();
                let expected: Vec<_> = all
                    .iter()
                    .filter(|row| {
                        let assignee = row.assignee.as_ref().map(|agent| &agent.id);
                        let seen = Seen {
                            status: row.status,
                            snoozed: row.desk.snoozed.is_some(),
                            assignee,
                            filtered: row.filtered,
                            with_bot: row.is_with_bot(),
                            archived: row.desk.archived_at.is_some(),
                        };
                        shows(view, status, &agent("anna"), seen)
                    })
                    .cloned()
                    .collect();
                assert_eq!(got, expected, "{view:?} {status:?}");
            }
        }
        assert_eq!(counts(&sql, &agent("anna")).unwrap(), Counts { all: 5, mine: 1, unassigned: 2, bots: 1 });
    }

    #[test]
    fn pages_join_without_gap_or_repeat() {
        let (sql, _) = filled();
        let page = |before: Option<&Cursor>, limit| {
            rows_of_view(&sql, &inbox(), &agent("anna"), (View::All, Standing::Open), before, limit).unwrap()
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
