//! Who gets the threads of this inbox: telling shards what was decided, and looking again when it is time.
//!
//! What is decided is on the disk before anybody is told, and the alarm is set with it: so it is told at least once,
//! whatever happens in between, and never while somebody waits for an answer.

use protocol::code::Code;
use protocol::frame::ServerFrame;
use protocol::rest::routing::Colleagues;

use super::Inbox;
use crate::colleagues::Working;
use crate::error::Error;
use crate::index::routing::{self, Moment};
use crate::objects::address::Address;
use crate::objects::call::colleagues::{
    ReadColleagues, ReadWeek, RouteThread, ShowTeam, TellColleagues, TellElsewhere, TellLoads,
};
use crate::platform::clock::now_ms;
use crate::platform::{log, random, settings};
use crate::policy::{MOST_ARRIVALS, Week};
use crate::store::inbox::assignments::{self, Order};
use crate::store::inbox::{colleagues, elsewhere, events, week};
use crate::store::{Sql as _, StoreError};
use crate::zones;

/// What could not be told at once is tried again after so many ms, and then ever less often.
pub(super) const RETRY_MS: u64 = 2_000;
/// Longest pause between two attempts, in ms.
const LONGEST_MS: u64 = 60_000;
/// Tellings of loads in one alarm: what is answered may make the next one due.
const ROUNDS: usize = 10;
/// Shards' threads told of in one alarm.
const AT_ONCE: u32 = 100;

impl Inbox {
    pub(super) fn moment(&self) -> Moment<'static> {
        Moment {
            now: now_ms(),
            zones: &zones::zone,
            grace_ms: settings::grace_ms(&self.env),
            long_wait_ms: settings::long_wait_ms(&self.env),
        }
    }

    /// Sees to it that what was decided is told, and that it is looked again when it is time. Called before anything is
    /// awaited: alarm and writes commit together.
    pub(super) fn come_back(&self) -> Result<(), Error> {
        let moment = self.moment();
        match routing::next_due(self.database.get()?, moment)? {
            Some(at) => self.ring_by(at.max(moment.now)),
            None => Ok(()),
        }
    }

    /// The account tells who works here, and who of them is there.
    pub(super) fn colleagues_are(&self, call: TellColleagues) -> Result<(), Error> {
        let (sql, moment) = (self.database.get()?, self.moment());
        let heard = sql.atomically(|| {
            let heard = colleagues::hear(sql, call.revision, &call.colleagues, moment.now)?;
            if heard {
                routing::give_out(sql, moment)?;
            }
            Ok::<_, StoreError>(heard)
        })?;
        if heard {
            self.show(&[ServerFrame::Team]);
            self.tell_visitors(call.shards)?;
        }
        if let Some(listens) = call.listens {
            events::put_wanted(sql, call.revision, listens)?;
        }
        self.come_back()
    }

    /// The account tells what some have in other inboxes.
    pub(super) fn elsewhere_are(&self, call: &TellElsewhere) -> Result<(), Error> {
        routing::elsewhere_are(self.database.get()?, &[], &call.there, self.moment())?;
        self.come_back()
    }

    /// Tells the account what those have here who work in other inboxes too. What cannot be told stays due.
    async fn tell_loads(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        for _ in 0..ROUNDS {
            if elsewhere::next_due(sql, now_ms())?.is_none_or(|due| due > now_ms()) {
                return Ok(());
            }
            let loads = routing::loads_to_tell(sql)?;
            if loads.is_empty() {
                return Ok(());
            }
            let (account, inbox) = self.place()?;
            let call =
                TellLoads { inbox, number: elsewhere::next_number(sql, now_ms())?, loads: loads.clone() };
            match Address::Account(account).ask(&self.env, &random::request_id(), &call).await {
                Ok(there) => routing::elsewhere_are(sql, &loads, &there, self.moment())?,
                Err(error) => {
                    log(&error, &random::request_id());
                    let pause =
                        |attempts: u32| RETRY_MS.saturating_mul(1 << attempts.min(10)).min(LONGEST_MS);
                    return Ok(elsewhere::postpone(sql, |attempts| now_ms() + pause(attempts))?);
                }
            }
        }
        Ok(())
    }

    /// Somebody came or went: whoever has the chat open somewhere hears that much, and asks what they are told now. Best
    /// effort: who does not hear it asks when they come back to the page.
    fn tell_visitors(&self, shards: u16) -> Result<(), Error> {
        let (account, inbox) = self.place()?;
        let env = self.env.clone();
        self.state.wait_until(async move {
            for shard in 0..shards {
                let (address, id) =
                    (Address::Threads(account.clone(), inbox.clone(), shard), random::request_id());
                if let Err(error) = address.ask(&env, &id, &ShowTeam {}).await {
                    log(&error, &id);
                }
            }
        });
        Ok(())
    }

    /// Asks the account who works here, and gives out what that makes possible.
    pub(super) async fn ask_for_colleagues(&self, request_id: &str) -> Result<(), Error> {
        let (account, inbox) = self.place()?;
        let told = Address::Account(account).ask(&self.env, request_id, &ReadColleagues { inbox }).await?;
        self.colleagues_are(told)
    }

    async fn know_colleagues(&self, request_id: &str) -> Result<(), Error> {
        if colleagues::revision(self.database.get()?)?.is_some() {
            return Ok(());
        }
        self.ask_for_colleagues(request_id).await
    }

    /// Everybody, with what they have.
    pub(super) async fn crew(&self, request_id: &str) -> Result<Vec<Working>, Error> {
        self.know_colleagues(request_id).await?;
        Ok(colleagues::all(self.database.get()?)?)
    }

    /// What came in the last days, and who was there.
    pub(super) async fn week(&self, request_id: &str, call: &ReadWeek) -> Result<Week, Error> {
        let crew = self.crew(request_id).await?;
        let sql = self.database.get()?;
        let (came, rules) = week::arrivals(sql, call.since, MOST_ARRIVALS)?;
        Ok(Week { came, rules, shown: week::presences(sql)?, crew })
    }

    /// Everybody, as their colleagues see them.
    pub(super) async fn colleagues(&self, request_id: &str) -> Result<Colleagues, Error> {
        self.know_colleagues(request_id).await?;
        Ok(routing::overview(self.database.get()?, self.moment())?)
    }

    /// The alarm rang: gives out what the clock makes possible, and tells shards what is due.
    pub(super) async fn see_to_routing(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        let moment = self.moment();
        if colleagues::look_at(sql)?.is_some_and(|at| at <= moment.now) {
            routing::give_out(sql, moment)?;
        }
        if colleagues::revision(sql)?.is_none() && assignments::anything_waits(sql)? {
            // Where the account cannot be reached, the alarm rings again.
            self.ring_by(moment.now + RETRY_MS)?;
            self.ask_for_colleagues(&random::request_id()).await?;
        }
        self.show(&routing::long_waits(sql, moment)?);
        let due = assignments::due(sql, now_ms(), AT_ONCE)?;
        let was_due = !due.is_empty();
        for order in due {
            let thread = order.thread.clone();
            let pause = RETRY_MS.saturating_mul(1 << order.attempts.min(10)).min(LONGEST_MS);
            match self.carry_out(order).await {
                Ok(()) => {}
                Err(error) if error.code() == Code::NotFound => assignments::done(sql, &thread)?,
                Err(error) => {
                    log(&error, &random::request_id());
                    assignments::postpone(sql, &thread, now_ms() + pause)?;
                }
            }
        }
        self.tell_loads().await?;
        // Whoever did not get what was on its way to them has room again.
        if was_due && assignments::anything_waits(sql)? {
            routing::give_out(sql, self.moment())?;
        }
        self.come_back()
    }

    /// Tells a shard; what it says of the thread is heard before the order is forgotten, so that nobody gives the thread
    /// out again meanwhile.
    async fn carry_out(&self, order: Order) -> Result<(), Error> {
        let Order { thread, from, to, .. } = order;
        let shard = self.shard_of(&thread)?;
        let call = RouteThread { thread: thread.clone(), from: from.clone(), to: to.clone() };
        let news = shard.ask(&self.env, &random::request_id(), &call).await?;
        news.map_or(Ok(()), |news| self.told(news))?;
        // Unless another one was decided meanwhile.
        let sql = self.database.get()?;
        let is_this = |now: &Order| now.from == from && now.to == to;
        if assignments::under_way(sql, &thread)?.is_some_and(|now| is_this(&now)) {
            assignments::done(sql, &thread)?;
        }
        Ok(())
    }
}
