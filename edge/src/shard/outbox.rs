//! A shard tells its inbox: at least once, until it has heard the newest.
//!
//! One telling of a thread is under way at a time; what happens meanwhile goes with the next. That the inbox has heard
//! is written [`later`](super::later): forgotten in a crash, it is told once more and takes that for what it is. How an
//! inbox is reached is the caller's.

use std::cell::RefCell;
use std::collections::HashSet;

use conversation::ids::{InboxId, ThreadId};

use super::later::Later;
use super::row;
use crate::error::Error;
use crate::objects::call::TellInbox;
use crate::store::Sql;
use crate::store::threads::{self as rows, desks, entries, outbox, routing};

/// The alarm comes back for what could not be told at once, after so many ms.
pub const FIRST_RETRY_MS: u64 = 2_000;
/// Longest pause between two attempts, in ms.
pub const LAST_RESORT_MS: u64 = 60_000;
/// Threads told in one alarm.
const AT_ONCE: u32 = 100;
/// Entries that travel with one telling; an inbox further behind lets its agents' consoles resume.
const ENTRIES: u32 = 100;

/// What is being told, and what waits to be written.
#[derive(Debug, Default)]
pub struct Outbox {
    under_way: RefCell<HashSet<ThreadId>>,
    /// Writes that a crash may take.
    pub later: RefCell<Later>,
}

/// A telling, until it is dropped: also where the platform gives up on it.
struct UnderWay<'a>(&'a RefCell<HashSet<ThreadId>>, &'a ThreadId);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().remove(self.1);
    }
}

impl Outbox {
    /// Tells the inbox of a thread until there is nothing new.
    ///
    /// # Errors
    /// What `ask` answers, or a fault.
    pub async fn tell(
        &self,
        sql: &impl Sql,
        inbox: &InboxId,
        thread: &ThreadId,
        ask: &impl AsyncFn(TellInbox) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if !self.under_way.borrow_mut().insert(thread.clone()) {
            return Ok(());
        }
        let _until_dropped = UnderWay(&self.under_way, thread);
        while let Some(news) = self.news(sql, inbox, thread)? {
            let (revision, seq) = (news.row.revision, news.row.last_seq);
            ask(news).await?;
            self.later.borrow_mut().heard(thread.clone(), revision, seq);
        }
        Ok(())
    }

    /// What the inbox has not heard of a thread, read at this moment.
    ///
    /// # Errors
    /// A fault.
    pub fn news(
        &self,
        sql: &impl Sql,
        inbox: &InboxId,
        thread: &ThreadId,
    ) -> Result<Option<TellInbox>, Error> {
        let Some(due) = outbox::due_of(sql, thread)? else { return Ok(None) };
        let Some(kept) = rows::thread(sql, thread)? else { return Ok(None) };
        let (revision, seq) = self.later.borrow().heard_of(thread);
        if revision >= kept.revision {
            return Ok(None);
        }
        let row = row::of(sql, &kept, inbox.clone())?;
        let entries = entries::after(sql, thread, due.after_seq.max(seq), ENTRIES)?;
        let (owner, last_agent) = routing::of(sql, thread)?;
        let annotations = match due.after_note {
            Some(after) => desks::after(sql, thread, after, ENTRIES)?,
            None => Vec::new(),
        };
        Ok(Some(TellInbox {
            row,
            entries,
            routing: kept.routing.clone(),
            owner,
            last_agent,
            state: kept.to_wire(),
            annotations,
        }))
    }

    /// Tells the inbox of everything that is due. What cannot be told is tried again, ever less often, and `failed` hears
    /// why.
    ///
    /// # Errors
    /// A fault of the database beside the tellings.
    pub async fn tell_due(
        &self,
        sql: &impl Sql,
        inbox: &InboxId,
        now: impl Fn() -> u64,
        ask: &impl AsyncFn(TellInbox) -> Result<(), Error>,
        failed: impl Fn(&Error),
    ) -> Result<(), Error> {
        self.later.borrow_mut().write(sql)?;
        for due in outbox::due(sql, now(), AT_ONCE)? {
            if let Err(error) = self.tell(sql, inbox, &due.thread, ask).await {
                failed(&error);
                let pause = FIRST_RETRY_MS.saturating_mul(1 << due.attempts.min(10)).min(LAST_RESORT_MS);
                outbox::postpone(sql, &due.thread, now() + pause)?;
            }
        }
        Ok(self.later.borrow_mut().write(sql)?)
    }
}
