//! The way of events from an inbox to its account: at least once, with the alarm, so that nobody waits for it.

use protocol::code::Code;
use protocol::limits::PAGE_MAX;

use super::Inbox;
use crate::error::Error;
use crate::index::events::Happened;
use crate::objects::address::Address;
use crate::objects::call::ReadLog;
use crate::objects::call::webhooks::{Heard, TellEvents};
use crate::platform::clock::now_ms;
use crate::platform::{log, random};
use crate::store::Sql as _;
use crate::store::inbox::{self as rows, events};

/// Events of one telling.
const AT_ONCE: u32 = 100;
/// What could not be told is tried again after so many ms, and then ever less often.
const RETRY_MS: u64 = 2_000;
/// Longest pause between two attempts, in ms.
const LONGEST_MS: u64 = 60_000;

impl Inbox {
    /// The alarm rang: tells the account what is due. What cannot be told stays due.
    pub(super) async fn tell_events(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        if events::next_due(sql, now_ms())?.is_none_or(|due| due > now_ms()) {
            return self.tell_events_later();
        }
        let told = match self.read_missed().await {
            Ok(()) => self.tell_account().await,
            error => error,
        };
        if let Err(error) = told {
            log(&error, &random::request_id());
            let pause = |attempts: u32| RETRY_MS.saturating_mul(1 << attempts.min(10)).min(LONGEST_MS);
            events::postpone(sql, |attempts| now_ms() + pause(attempts))?;
        }
        self.tell_events_later()
    }

    /// Sees to it that the alarm rings for what is due. Called before anything is awaited.
    pub(super) fn tell_events_later(&self) -> Result<(), Error> {
        let now = now_ms();
        match events::next_due(self.database.get()?, now)? {
            Some(at) => self.ring_by(at.max(now)),
            None => Ok(()),
        }
    }

    async fn tell_account(&self) -> Result<(), Error> {
        let (account, inbox) = self.place()?;
        let sql = self.database.get()?;
        loop {
            let due = events::first(sql, AT_ONCE)?;
            let Some(last) = due.last().map(|(number, _)| *number) else { return Ok(()) };
            let call = TellEvents {
                inbox: inbox.clone(),
                events: due.into_iter().map(|(_, event)| event).collect(),
            };
            let to = Address::Account(account.clone());
            let Heard { revision, wanted } = to.ask(&self.env, &random::request_id(), &call).await?;
            sql.atomically(|| {
                events::told(sql, last)?;
                events::put_wanted(sql, revision, wanted)
            })?;
        }
    }

    /// Reads the messages that did not come with a telling.
    async fn read_missed(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        while let Some((thread, after_seq, until_seq)) = events::unread(sql)? {
            let inbox = self.place()?.1;
            let contact = rows::row(sql, &inbox, &thread)?.and_then(|row| row.contact);
            let call = ReadLog { thread: thread.clone(), after_seq, limit: PAGE_MAX };
            let shard = self.shard_of(&thread);
            let read = match shard {
                Ok(shard) => shard.ask(&self.env, &random::request_id(), &call).await,
                Err(error) => Err(error),
            };
            let entries = match read {
                Ok(log) => log.entries,
                // There is nothing to read any more.
                Err(error) if matches!(error.code(), Code::NotFound | Code::ResumeAhead) => Vec::new(),
                Err(error) => return Err(error),
            };
            sql.atomically(|| {
                for entry in entries.iter().filter(|entry| entry.seq <= until_seq) {
                    if let Some(event) = Happened::said(&thread, contact.as_ref(), entry) {
                        events::note(sql, &event, now_ms())?;
                    }
                }
                let read = entries.last().map_or(until_seq, |last| last.seq);
                events::read_up_to(sql, &thread, read)
            })?;
        }
        Ok(())
    }
}
