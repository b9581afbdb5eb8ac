//! Telling the inbox: at least once, in the order of revisions, until it has heard.

use conversation::ids::ThreadId;
use protocol::frame::Entry;

use super::Threads;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::TellInbox;
use crate::platform::clock::now_ms;
use crate::platform::{log, random};
use crate::shard::{self, Done};
use crate::store::Sql;
use crate::store::threads::{self as rows, Due};

/// The alarm comes back for what could not be told at once.
pub(super) const FIRST_RETRY_MS: u64 = 2_000;
/// Longest pause between two attempts.
pub(super) const LAST_RESORT_MS: u64 = 60_000;
/// Threads told in one alarm.
const AT_ONCE: u32 = 100;
/// Entries that travel with one telling; an inbox further behind lets its agents' consoles resume.
const ENTRIES: u32 = 100;

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
        let row = shard::row::of(sql, &kept, inbox.clone())?;
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
