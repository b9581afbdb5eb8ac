//! A shard's way to its inbox, and the alarm behind that.

use std::rc::Rc;

use conversation::ids::ThreadId;
use edge::error::Error;
use edge::objects::call::{ShowPassing, TellInbox};
use edge::shard::outbox::FIRST_RETRY_MS;
use edge::shard::timeout;
use edge::store::threads::{outbox, timeouts};
use protocol::frame::ServerFrame;

use super::platform::{Question, To};
use super::threads::Threads;
use crate::sabotage::Sabotage;

impl Threads {
    /// Sees to it that the inbox hears of a thread.
    pub(super) fn tell_soon(self: &Rc<Self>, thread: ThreadId) -> Result<(), Error> {
        self.come_back()?;
        let this = Rc::clone(self);
        self.platform.background.borrow_mut().push(Box::pin(async move {
            // What fails stays in the outbox, and the alarm is set.
            let ask = async |news| this.ask(news).await;
            let _failed = this.outbox.tell(this.sql(), &this.platform.name, &thread, &ask).await;
        }));
        Ok(())
    }

    /// Shows frames to the agents who follow their threads, if they can be reached.
    pub(super) fn pass(self: &Rc<Self>, frame: ServerFrame) {
        if self.live.add([frame]) {
            let this = Rc::clone(self);
            self.platform.background.borrow_mut().push(Box::pin(async move {
                let ask = async |passing: ShowPassing| {
                    let inbox = To::Object(this.platform.inbox);
                    this.platform.ask(inbox, Question::Pass(passing)).await.map(drop)
                };
                this.live.tell(ask).await;
            }));
        }
    }

    /// Sees to it that what is left open is looked at again.
    pub(super) fn come_back(&self) -> Result<(), Error> {
        self.outbox.later.borrow_mut().write(self.sql())?;
        self.ring_by(self.now() + FIRST_RETRY_MS)
    }

    async fn ask(&self, news: TellInbox) -> Result<(), Error> {
        let told = self.platform.ask(To::Object(self.platform.inbox), Question::Tell(Box::new(news))).await;
        if self.platform.is(Sabotage::BelievesItWasHeard) { Ok(()) } else { told.map(drop) }
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
            let due = self.due()?.unwrap_or(at);
            at.min(due).min(self.platform.look().unwrap_or(at))
        } else {
            at
        };
        self.platform.ring_at(at);
        self.alarm_at.set(Some(at));
        Ok(())
    }

    /// When something is to be told, or to close.
    fn due(&self) -> Result<Option<u64>, Error> {
        let due = [outbox::next_due(self.sql())?, timeouts::next_due(self.sql())?];
        Ok(due.into_iter().flatten().min())
    }

    pub(super) async fn rung(self: &Rc<Self>) -> Result<(), Error> {
        self.alarm_at.set(None);
        self.platform.look();
        if self.platform.is(Sabotage::TellsOnce) {
            return Ok(());
        }
        if !self.platform.is(Sabotage::LetsChatsStand) {
            for done in timeout::overdue(self.sql(), self.now())? {
                self.settle(done)?;
            }
        }
        let ask = async |news| self.ask(news).await;
        self.outbox.tell_due(self.sql(), &self.platform.name, || self.now(), &ask, |_| {}).await?;
        let next = [self.due()?, self.platform.look()].into_iter().flatten().min();
        match next {
            Some(at) => self.ring_by(at.max(self.now() + 1)),
            None => Ok(()),
        }
    }
}
