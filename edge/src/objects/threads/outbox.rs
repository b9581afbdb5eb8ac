//! Telling the inbox: at least once, in the order of revisions, until it has heard.

use conversation::ids::ThreadId;
use protocol::frame::{Author, Body, Entry, Row};

use super::Threads;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::TellInbox;
use crate::platform::clock::now_ms;
use crate::platform::{log, random};
use crate::shard::Done;
use crate::store::Sql;
use crate::store::threads::{self as rows, Due, Kept};

/// The alarm comes back for what could not be told at once.
pub(super) const FIRST_RETRY_MS: u64 = 2_000;
/// Longest pause between two attempts.
pub(super) const LAST_RESORT_MS: u64 = 60_000;
/// Threads told in one alarm.
const AT_ONCE: u32 = 100;
/// Entries that travel with one telling; an inbox further behind lets its agents' consoles resume.
const ENTRIES: u32 = 100;
/// Characters of a preview.
const PREVIEW_CHARS: usize = 140;

impl Threads {
    /// Tells the inbox of a thread after the current event has answered.
    pub(super) fn tell_soon(&self, thread: ThreadId) {
        let telling = match self.telling_of(&thread) {
            Ok(Some(telling)) => telling,
            Ok(None) => return,
            Err(error) => return log(&error, &random::request_id()),
        };
        let (env, storage) = (self.env.clone(), self.state.storage());
        self.state.wait_until(async move {
            // What fails here stays in the outbox, and the alarm is set.
            if telling.send(&env).await.is_ok() {
                let sql = crate::platform::sql::ObjectSql::new(&storage);
                if let Err(error) = telling.told(&sql) {
                    log(&error, &random::request_id());
                }
            }
        });
    }

    /// Tells the inbox of everything that is due.
    pub(super) async fn tell_due(&self, now: u64) -> Result<(), Error> {
        let sql = self.database.get()?;
        for due in rows::due(sql, now, AT_ONCE)? {
            let Some(telling) = self.telling(&due)? else { continue };
            match telling.send(&self.env).await {
                Ok(()) => telling.told(sql)?,
                Err(error) => {
                    log(&error, &random::request_id());
                    let pause = FIRST_RETRY_MS.saturating_mul(1 << due.attempts.min(10)).min(LAST_RESORT_MS);
                    rows::postpone(sql, &due.thread, now_ms() + pause)?;
                }
            }
        }
        Ok(())
    }

    fn telling_of(&self, thread: &ThreadId) -> Result<Option<Telling>, Error> {
        match rows::due_of(self.database.get()?, thread)? {
            Some(due) => self.telling(&due),
            None => Ok(None),
        }
    }

    /// What the inbox hears with the answer to a reply. The outbox keeps it too, for the case that the answer is lost;
    /// told twice is told once.
    pub(super) fn news(&self, done: &Done, sent: &Entry) -> Result<TellInbox, Error> {
        let after_seq = done.entries.first().map_or(sent.seq, |first| first.seq).saturating_sub(1);
        let due = rows::due_of(self.database.get()?, &done.thread.id)?;
        let due = due.unwrap_or(Due { thread: done.thread.id.clone(), after_seq, attempts: 0 });
        let telling = self.telling(&due)?.ok_or_else(|| Error::fault("a reply", "its thread is gone"))?;
        Ok(telling.call)
    }

    /// What is to be told, read at this moment.
    fn telling(&self, due: &Due) -> Result<Option<Telling>, Error> {
        let sql = self.database.get()?;
        let Some(kept) = rows::thread(sql, &due.thread)? else { return Ok(None) };
        let (account, inbox, _) = self.place()?;
        let row = row(sql, &kept, inbox.clone())?;
        let entries = rows::entries_after(sql, &kept.id, due.after_seq, ENTRIES)?;
        let call = TellInbox { row, entries, routing: kept.routing.clone(), state: kept.to_wire() };
        Ok(Some(Telling { to: Address::Inbox(account, inbox), call }))
    }
}

struct Telling {
    to: Address,
    call: TellInbox,
}

impl Telling {
    async fn send(&self, env: &worker::Env) -> Result<(), Error> {
        self.to.ask(env, &random::request_id(), &self.call).await
    }

    fn told(&self, sql: &impl Sql) -> Result<(), Error> {
        let row = &self.call.row;
        Ok(rows::told(sql, &row.thread, row.revision, row.last_seq)?)
    }
}

/// A thread's row in the inbox.
fn row(sql: &impl Sql, kept: &Kept, inbox: conversation::ids::InboxId) -> Result<Row, Error> {
    let said = rows::last_said(sql, &kept.id)?;
    let (preview, from_visitor, updated_at) = match said {
        Some(entry) => {
            let from_visitor = entry.from == Author::Visitor;
            let text = if let Body::Text { text } = entry.body { preview(&text) } else { String::new() };
            (text, from_visitor, entry.at)
        }
        None => (String::new(), true, kept.opened_at),
    };
    let visitor = || format!("Visitor {}", kept.visitor.short());
    Ok(Row {
        thread: kept.id.clone(),
        inbox,
        name: kept.contact_name.clone().unwrap_or_else(visitor),
        email: kept.contact_email.clone(),
        chatflow: kept.chatflow.clone(),
        chatflow_name: kept.chatflow_name.clone(),
        page: kept.page.clone(),
        status: kept.state.status,
        assignee: kept.state.assignee.as_ref().map(protocol::frame::Agent::from),
        filtered: rows::is_blocked(sql, &kept.visitor)?,
        preview,
        preview_from_visitor: from_visitor,
        opened_at: kept.opened_at,
        updated_at,
        waiting_since: kept.state.waiting_since,
        last_seq: kept.state.last_seq,
        revision: kept.revision,
    })
}

/// The beginning of a message, on one line.
fn preview(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(PREVIEW_CHARS).collect()
}
