//! Telling the inbox: at least once, until it has heard the newest.
//!
//! One telling of a thread is under way at a time; what happens meanwhile goes with the next. That the inbox has heard
//! is written [`later`](super::later): forgotten in a crash, it is told once more and takes that for what it is.

use std::cell::RefCell;
use std::collections::HashSet;

use conversation::ids::{AccountId, InboxId, ThreadId};
use worker::{Env, Storage};

use super::later::Later;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::TellInbox;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::platform::{log, random};
use crate::shard;
use crate::store::threads::{self as rows, entries, outbox};

/// The alarm comes back for what could not be told at once.
pub(super) const FIRST_RETRY_MS: u64 = 2_000;
/// Longest pause between two attempts.
pub(super) const LAST_RESORT_MS: u64 = 60_000;
/// Threads told in one alarm.
const AT_ONCE: u32 = 100;
/// Entries that travel with one telling; an inbox further behind lets its agents' consoles resume.
const ENTRIES: u32 = 100;

pub(super) struct Outbox {
    env: Env,
    sql: ObjectSql,
    under_way: RefCell<HashSet<ThreadId>>,
    pub(super) later: RefCell<Later>,
}

impl Outbox {
    /// Its tables are the object's: whoever calls has brought them to the newest schema.
    pub(super) fn new(env: Env, storage: &Storage) -> Self {
        Self { env, sql: ObjectSql::new(storage), under_way: RefCell::default(), later: RefCell::default() }
    }

    /// Tells the inbox of a thread until there is nothing new.
    pub(super) async fn tell(&self, inbox: &(AccountId, InboxId), thread: &ThreadId) -> Result<(), Error> {
        if !self.under_way.borrow_mut().insert(thread.clone()) {
            return Ok(());
        }
        let result = self.tell_newest(inbox, thread).await;
        self.under_way.borrow_mut().remove(thread);
        result
    }

    async fn tell_newest(&self, inbox: &(AccountId, InboxId), thread: &ThreadId) -> Result<(), Error> {
        let to = Address::Inbox(inbox.0.clone(), inbox.1.clone());
        while let Some(news) = self.news(&inbox.1, thread)? {
            to.ask(&self.env, &random::request_id(), &news).await?;
            self.later.borrow_mut().heard(thread.clone(), news.row.revision, news.row.last_seq);
        }
        Ok(())
    }

    /// What the inbox has not heard of a thread, read at this moment.
    pub(super) fn news(&self, inbox: &InboxId, thread: &ThreadId) -> Result<Option<TellInbox>, Error> {
        let Some(due) = outbox::due_of(&self.sql, thread)? else { return Ok(None) };
        let Some(kept) = rows::thread(&self.sql, thread)? else { return Ok(None) };
        let (revision, seq) = self.later.borrow().heard_of(thread);
        if revision >= kept.revision {
            return Ok(None);
        }
        let row = shard::row::of(&self.sql, &kept, inbox.clone())?;
        let entries = entries::after(&self.sql, thread, due.after_seq.max(seq), ENTRIES)?;
        Ok(Some(TellInbox { row, entries, routing: kept.routing.clone(), state: kept.to_wire() }))
    }

    /// Tells the inbox of everything that is due. What cannot be told is tried again, ever less often.
    pub(super) async fn tell_due(&self, inbox: &(AccountId, InboxId)) -> Result<(), Error> {
        self.later.borrow_mut().write(&self.sql)?;
        for due in outbox::due(&self.sql, now_ms(), AT_ONCE)? {
            if let Err(error) = self.tell(inbox, &due.thread).await {
                log(&error, &random::request_id());
                let pause = FIRST_RETRY_MS.saturating_mul(1 << due.attempts.min(10)).min(LAST_RESORT_MS);
                outbox::postpone(&self.sql, &due.thread, now_ms() + pause)?;
            }
        }
        Ok(self.later.borrow_mut().write(&self.sql)?)
    }
}
