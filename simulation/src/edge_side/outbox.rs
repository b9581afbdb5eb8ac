//! A shard tells the inbox: at least once, until it has heard the newest; and the alarm behind that.

use std::rc::Rc;

use conversation::ids::ThreadId;
use edge::error::Error;
use edge::objects::call::TellInbox;
use edge::shard;
use edge::store::threads::{self as rows, entries, outbox};
use protocol::code::{Code, close};
use protocol::limits::HELLO_MS;

use super::platform::{Question, SocketId, To};
use super::threads::Threads;
use crate::sabotage::Sabotage;

/// The alarm comes back for what could not be told at once.
pub(super) const FIRST_RETRY_MS: u64 = 2_000;
/// Longest pause between two attempts.
pub(super) const LAST_RESORT_MS: u64 = 60_000;
/// Threads told in one alarm.
const AT_ONCE: u32 = 100;
/// Entries that travel with one telling.
const ENTRIES: u32 = 100;

impl Threads {
    /// Sees to it that the inbox hears of a thread.
    pub(super) fn tell_soon(self: &Rc<Self>, thread: ThreadId) -> Result<(), Error> {
        self.come_back()?;
        let this = Rc::clone(self);
        self.platform.background.borrow_mut().push(Box::pin(async move {
            // What fails stays in the outbox, and the alarm is set.
            let _failed = this.tell(&thread).await;
        }));
        Ok(())
    }

    /// Sees to it that what is left open is looked at again.
    pub(super) fn come_back(&self) -> Result<(), Error> {
        self.later.borrow_mut().write(self.sql())?;
        self.ring_by(self.now() + FIRST_RETRY_MS)
    }

    /// Tells the inbox of a thread until there is nothing new.
    async fn tell(&self, thread: &ThreadId) -> Result<(), Error> {
        if !self.under_way.borrow_mut().insert(thread.clone()) {
            return Ok(());
        }
        let result = self.tell_newest(thread).await;
        self.under_way.borrow_mut().remove(thread);
        result
    }

    async fn tell_newest(&self, thread: &ThreadId) -> Result<(), Error> {
        while let Some(news) = self.news(thread)? {
            let (revision, seq) = (news.row.revision, news.row.last_seq);
            let told =
                self.platform.ask(To::Object(self.platform.inbox), Question::Tell(Box::new(news))).await;
            if !self.platform.is(Sabotage::BelievesItWasHeard) {
                told?;
            }
            self.later.borrow_mut().heard(thread.clone(), revision, seq);
        }
        Ok(())
    }

    /// What the inbox has not heard of a thread, read at this moment.
    pub(super) fn news(&self, thread: &ThreadId) -> Result<Option<TellInbox>, Error> {
        let sql = self.sql();
        let Some(due) = outbox::due_of(sql, thread)? else { return Ok(None) };
        let Some(kept) = rows::thread(sql, thread)? else { return Ok(None) };
        let (revision, seq) = self.later.borrow().heard_of(thread);
        if revision >= kept.revision {
            return Ok(None);
        }
        let row = shard::row::of(sql, &kept, self.platform.name.clone())?;
        let entries = entries::after(sql, thread, due.after_seq.max(seq), ENTRIES)?;
        Ok(Some(TellInbox { row, entries, routing: kept.routing.clone(), state: kept.to_wire() }))
    }

    async fn tell_due(&self) -> Result<(), Error> {
        self.later.borrow_mut().write(self.sql())?;
        for due in outbox::due(self.sql(), self.now(), AT_ONCE)? {
            if self.tell(&due.thread).await.is_err() {
                let pause = FIRST_RETRY_MS.saturating_mul(1 << due.attempts.min(10)).min(LAST_RESORT_MS);
                outbox::postpone(self.sql(), &due.thread, self.now() + pause)?;
            }
        }
        Ok(self.later.borrow_mut().write(self.sql())?)
    }

    /// The alarm rings by `at`, or earlier where something else is due.
    pub(super) fn ring_by(&self, at: u64) -> Result<(), Error> {
        let now = self.now();
        let set = self.alarm_at.get().filter(|set| *set > now);
        if set.is_some_and(|set| set <= at) {
            return Ok(());
        }
        let at = if set.is_none() {
            // A new instance does not know what the one before it had set.
            let due = outbox::next_due(self.sql())?.unwrap_or(at);
            at.min(due).min(self.next_hello().unwrap_or(at))
        } else {
            at
        };
        self.platform.ring_at(at);
        self.alarm_at.set(Some(at));
        Ok(())
    }

    fn waiting(&self) -> Vec<(SocketId, u64)> {
        let sockets = self.platform.sockets.borrow();
        let silent = sockets.iter().filter(|(_, held)| !held.greeted && !held.ended);
        silent.map(|(socket, held)| (*socket, held.opened_at.saturating_add(HELLO_MS))).collect()
    }

    fn next_hello(&self) -> Option<u64> {
        self.waiting().into_iter().map(|(_, by)| by).min()
    }

    pub(super) async fn rung(&self) -> Result<(), Error> {
        self.alarm_at.set(None);
        let now = self.now();
        for (socket, _) in self.waiting().into_iter().filter(|(_, by)| *by <= now) {
            let (frame, _) =
                Error::rejected(Code::AuthRequired, "no hello in 10 seconds").to_frame(None, "r");
            self.platform.send(socket, frame);
            self.platform.end(socket, close::HELLO_TIMEOUT);
        }
        if self.platform.is(Sabotage::TellsOnce) {
            return Ok(());
        }
        self.tell_due().await?;
        let next = [outbox::next_due(self.sql())?, self.next_hello()].into_iter().flatten().min();
        match next {
            Some(at) => self.ring_by(at.max(self.now() + 1)),
            None => Ok(()),
        }
    }
}
