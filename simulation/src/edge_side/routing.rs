//! Who gets the threads of the inbox: the glue of `edge::objects::inbox::routing`, over the same decisions.

use edge::error::Error;
use edge::index::routing::{self, GRACE_MS, LONG_WAIT_MS, Moment};
use edge::objects::call::colleagues::{RouteThread, TellColleagues};
use edge::store::inbox::assignments::{self, Order};
use edge::store::inbox::colleagues;
use protocol::code::Code;
use protocol::frame::ServerFrame;

use super::inbox::Inbox;
use super::platform::{Answer, Question, To, strange};
use crate::sabotage::Sabotage;

/// What could not be told at once is tried again after so many ms, and then ever less often.
pub(super) const RETRY_MS: u64 = 2_000;
/// Longest pause between two attempts, in ms.
const LONGEST_MS: u64 = 60_000;
/// Shards' threads told of in one alarm.
const AT_ONCE: u32 = 100;

impl Inbox {
    pub(super) fn moment(&self) -> Moment<'static> {
        Moment {
            now: self.platform.now.get(),
            zones: &edge::zones::zone,
            grace_ms: GRACE_MS,
            long_wait_ms: LONG_WAIT_MS,
        }
    }

    /// Sees to it that what was decided is told, and that it is looked again when it is time.
    pub(super) fn come_back(&self) -> Result<(), Error> {
        let moment = self.moment();
        if let Some(at) = routing::next_due(&self.platform.disk, moment)? {
            self.ring_by(at.max(moment.now));
        }
        Ok(())
    }

    /// The account tells who is there.
    pub(super) fn colleagues_are(&self, call: &TellColleagues) -> Result<(), Error> {
        let (sql, moment) = (&self.platform.disk, self.moment());
        if colleagues::hear(sql, call.revision, &call.colleagues, moment.now)? {
            if !self.platform.is(Sabotage::ForgetsWhoCame) {
                routing::give_out(sql, moment)?;
            }
            self.push(|_, _| true, &[ServerFrame::Team]);
        }
        self.come_back()
    }

    /// The alarm rang: gives out what the clock makes possible, and tells shards what is due.
    pub(super) async fn see_to_routing(&self) -> Result<(), Error> {
        let (sql, moment) = (&self.platform.disk, self.moment());
        if colleagues::look_at(sql)?.is_some_and(|at| at <= moment.now) {
            routing::give_out(sql, moment)?;
        }
        if colleagues::revision(sql)?.is_none() && assignments::anything_waits(sql)? {
            self.ring_by(moment.now + RETRY_MS);
            match self.platform.ask(To::Account, Question::Crew).await? {
                Answer::Crew(told) => self.colleagues_are(&told)?,
                other => return Err(strange(&other)),
            }
        }
        self.push(|_, _| true, &routing::long_waits(sql, moment)?);
        let due = assignments::due(sql, self.platform.now.get(), AT_ONCE)?;
        let was_due = !due.is_empty();
        for order in due {
            let thread = order.thread.clone();
            let pause = RETRY_MS.saturating_mul(1 << order.attempts.min(10)).min(LONGEST_MS);
            match self.carry_out(order).await {
                Ok(()) => {}
                Err(error) if error.code() == Code::NotFound => assignments::done(sql, &thread)?,
                Err(_) => assignments::postpone(sql, &thread, self.platform.now.get() + pause)?,
            }
        }
        if was_due && assignments::anything_waits(sql)? && !self.platform.is(Sabotage::ForgetsWhoCame) {
            routing::give_out(sql, self.moment())?;
        }
        self.come_back()
    }

    async fn carry_out(&self, order: Order) -> Result<(), Error> {
        let Order { thread, from, to, .. } = order;
        let shard = self.shard_of(&thread)?;
        let call = RouteThread { thread: thread.clone(), from: from.clone(), to: to.clone() };
        let news = match self.platform.ask(shard, Question::Route(call)).await? {
            Answer::Routed(news) => news,
            other => return Err(strange(&other)),
        };
        news.map_or(Ok(()), |news| self.told(*news))?;
        let sql = &self.platform.disk;
        let is_this = |now: &Order| now.from == from && now.to == to;
        if assignments::under_way(sql, &thread)?.is_some_and(|now| is_this(&now)) {
            assignments::done(sql, &thread)?;
        }
        Ok(())
    }
}
