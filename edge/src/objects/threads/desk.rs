//! What time brings about beside the threads of a shard: who wakes, and what is gone for good.

use conversation::ids::{AccountId, InboxId};

use super::Threads;
use crate::erasures;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::desk::ForgetThread;
use crate::objects::call::receipts::KeepErasure;
use crate::objects::link;
use crate::platform::clock::now_ms;
use crate::platform::{log, random};
use crate::shard::outbox::{FIRST_RETRY_MS, LAST_RESORT_MS};
use crate::shard::{desk, timeout};
use crate::store::Sql as _;
use crate::store::threads::{desks, outbox, timeouts, transcripts};

/// Threads of which the inbox hears in one alarm that they are gone.
const AT_ONCE: u32 = 100;

impl Threads {
    /// When something is to be told, to wake, to close or to go.
    pub(super) fn next_due(&self) -> Result<Option<u64>, Error> {
        let sql = self.database.get()?;
        let due = [
            outbox::next_due(sql)?,
            desks::next_due(sql)?,
            timeouts::next_due(sql)?,
            transcripts::next_due(sql)?,
        ];
        Ok(due.into_iter().flatten().min())
    }

    /// Closes what has stood long enough (H67).
    pub(super) fn close_the_silent(&self) -> Result<(), Error> {
        for done in timeout::overdue(self.database.get()?, now_ms())? {
            self.settle(done)?;
        }
        Ok(())
    }

    /// Wakes who is to wake and removes what is to go. What the inbox has to hear of it stands in its outbox then, or is
    /// told here, at least once.
    pub(super) async fn overdue(&self, inbox: &(AccountId, InboxId)) -> Result<(), Error> {
        let sql = self.database.get()?;
        desk::overdue(sql, now_ms())?;
        let address = Address::Inbox(inbox.0.clone(), inbox.1.clone());
        for gone in desks::gone(sql, now_ms(), AT_ONCE)? {
            let request_id = random::request_id();
            let call = ForgetThread { thread: gone.thread.clone() };
            let told_of = self.proven(inbox, &gone).await;
            // The inbox may hear it twice; the files are gone once it is forgotten that the thread is.
            let told = match told_of.and(address.ask(&self.env, &request_id, &call).await) {
                Ok(()) => self.forget_files(&gone.thread).await,
                Err(error) => Err(error),
            };
            match told {
                Ok(()) => desks::told_gone(sql, &gone.thread)?,
                Err(error) => {
                    log(&error, &request_id);
                    let pause = FIRST_RETRY_MS.saturating_mul(1 << gone.attempts.min(10)).min(LAST_RESORT_MS);
                    desks::postpone_gone(sql, &gone.thread, now_ms() + pause)?;
                }
            }
        }
        Ok(())
    }

    /// Has the account keep the proof that a thread is gone for good, under a number that stays the same (N18).
    async fn proven(&self, inbox: &(AccountId, InboxId), gone: &desks::Gone) -> Result<(), Error> {
        let Some(left) = gone.traces.clone() else { return Ok(()) };
        let number = match &gone.number {
            Some(number) => number.clone(),
            None => {
                let number = erasures::number(random::bytes()?);
                desks::number_gone(self.database.get()?, &gone.thread, &number)?;
                number
            }
        };
        let proof = erasures::of_thread(number, left, now_ms());
        Address::Account(inbox.0.clone()).ask(&self.env, &random::request_id(), &KeepErasure { proof }).await
    }

    /// The inbox is deleted: nothing is left of its threads (S180), and whoever is here has to go.
    pub(super) fn erase(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        sql.atomically(|| desks::remove_all(sql))?;
        link::drain(&self.everybody(), super::DRAIN_SPREAD_MS);
        Ok(())
    }
}
