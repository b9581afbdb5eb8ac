//! What a thread's bot asked elsewhere, carried out: at least once, and its answer taken once.
//!
//! The rows say what is open. Whoever wrote one has the shard ask itself to carry it out, outside of that turn, so that
//! nobody's message waits for somebody's server; what is lost on the way the alarm finds.

use std::cell::RefCell;
use std::collections::HashSet;

use conversation::bot::{EMAIL, Effect, Facts};
use conversation::ids::ThreadId;
use conversation::list::Value;

use super::Threads;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::bot::{BotFacts, IsReachable, KeepAnswer, RunBot};
use crate::objects::call::{Claim, Claimed};
use crate::platform::clock::now_ms;
use crate::platform::{log, outgoing, random};
use crate::shard::bot::{self, ATTEMPTS, Brought, CALL_MS, LEASE_MS};
use crate::shard::claim::claim;
use crate::store::threads::bots::{self, Errand};
use crate::store::threads::{self as rows, Kept};
use crate::webhook;

/// The pause after an attempt that failed, in ms; twice as long after each other one.
const PAUSE_MS: u64 = 1_000;
/// Longest pause, in ms.
const LONGEST_PAUSE_MS: u64 = 60_000;
/// Threads that one alarm begins with.
const AT_ONCE: u32 = 100;

/// The threads whose bots' errands are being carried out.
#[derive(Debug, Default)]
pub(super) struct Errands(RefCell<HashSet<ThreadId>>);

/// One of them, until it is dropped: also where the platform gives up on it.
struct UnderWay<'a>(&'a Errands, &'a ThreadId);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.0.borrow_mut().remove(self.1);
    }
}

impl Threads {
    /// Sees to it that what the bots of these threads asked for is carried out soon.
    pub(super) fn run_soon(&self, threads: Vec<ThreadId>) -> Result<(), Error> {
        if threads.is_empty() {
            return Ok(());
        }
        let (account, inbox, shard) = self.place()?;
        for thread in threads {
            let (env, me) = (self.env.clone(), Address::Threads(account.clone(), inbox.clone(), shard));
            self.state.wait_until(async move {
                let id = random::request_id();
                // What fails is in its row, and the alarm is set.
                if let Err(error) = me.ask(&env, &id, &RunBot { thread }).await {
                    log(&error, &id);
                }
            });
        }
        Ok(())
    }

    /// The same where the thread's bot has asked for anything.
    pub(super) fn run_bot_soon(&self, thread: &ThreadId) -> Result<(), Error> {
        let open = bots::next(self.database.get()?, thread, now_ms())?.is_some();
        self.run_soon(open.then(|| thread.clone()).into_iter().collect())
    }

    /// And for whatever is due.
    pub(super) fn run_due_bots(&self) -> Result<(), Error> {
        self.run_soon(bots::due(self.database.get()?, now_ms(), AT_ONCE)?)
    }

    /// Carries out what the bot of a thread asked for, until there is nothing that could be done now.
    pub(super) async fn run_bot(&self, thread: &ThreadId) -> Result<(), Error> {
        if !self.errands.0.borrow_mut().insert(thread.clone()) {
            return Ok(());
        }
        let _until_dropped = UnderWay(&self.errands, thread);
        let sql = self.database.get()?;
        while let Some(errand) = bots::next(sql, thread, now_ms())? {
            let Some(kept) = rows::thread(sql, thread)? else {
                // A thread that is gone waits for nothing, and its row must not ring for ever.
                bots::forget(sql, thread, errand.number)?;
                continue;
            };
            bots::attempt(sql, thread, errand.number, now_ms() + LEASE_MS)?;
            let brought = match self.carry_out(&kept, &errand).await {
                Ok(brought) => Some(brought),
                Err(error) => {
                    log(&error, &random::request_id());
                    without_answer(&errand)
                }
            };
            match brought {
                Some(brought) => {
                    if let Some(done) = bot::brought(sql, thread, errand.number, brought, now_ms())? {
                        self.settle(done)?;
                    }
                }
                None => {
                    let pause = PAUSE_MS.saturating_mul(1 << errand.attempts.min(10)).min(LONGEST_PAUSE_MS);
                    bots::postpone(sql, thread, errand.number, now_ms() + pause)?;
                    self.ring_by(now_ms() + pause)?;
                }
            }
        }
        Ok(())
    }

    async fn carry_out(&self, kept: &Kept, errand: &Errand) -> Result<Brought, Error> {
        let id = random::request_id();
        let (account, inbox, _) = self.place()?;
        let (account, inbox) = (Address::Account(account.clone()), Address::Inbox(account, inbox));
        let visitor = kept.visitor.clone();
        let named = kept.contact.as_ref().map(|contact| contact.id.clone());
        match &errand.what {
            Effect::Keep { property, value: Value::Text(email), .. } if property.as_str() == EMAIL => {
                let call = Claim { visitor, named, email: email.clone() };
                if let Some(Claimed { contact, lift }) = account.ask(&self.env, &id, &call).await? {
                    let changed = claim(self.database.get()?, &kept.visitor, &contact, email, now_ms())?;
                    self.tell_soon(changed)?;
                    self.lift(&kept.visitor, lift.as_ref())?;
                }
                Ok(Brought::Kept)
            }
            Effect::Keep { property, value, .. } => {
                let (property, value) = (property.clone(), value.clone());
                let call = KeepAnswer { visitor, named, property, value };
                let lift = account.ask(&self.env, &id, &call).await?;
                self.lift(&kept.visitor, lift.as_ref())?;
                Ok(Brought::Kept)
            }
            Effect::Look { .. } => {
                let known = account.ask(&self.env, &id, &BotFacts { visitor, named }).await?;
                let call = IsReachable { routing: kept.routing.clone(), owner: known.owner };
                let is_available = inbox.ask(&self.env, &id, &call).await?;
                let facts = Facts { now: now_ms(), is_available, values: known.values, lists: known.lists };
                Ok(Brought::Facts(Box::new(facts)))
            }
            Effect::Call { step, url, .. } => {
                let sql = self.database.get()?;
                let Some(running) = bots::of(sql, &kept.id)? else { return Ok(Brought::Called(None)) };
                let Ok(target) = webhook::target(url, running.script.any_loopback) else {
                    return Ok(Brought::Called(None));
                };
                let question = webhook::question(kept, errand.number, step, &running.state);
                let secret = running.script.script.bot.secret.as_deref().unwrap_or_default();
                let headers = webhook::headers(secret, &kept.id, errand.number, now_ms() / 1_000, &question);
                let answer = outgoing::post(&self.env, &target, &headers, &question, CALL_MS).await;
                let body = answer.map_err(|why| Error::fault("a bot's webhook", why))?;
                Ok(Brought::Called(bot::read_answer(&body)))
            }
            // Said and done where they were decided.
            Effect::Say { .. } | Effect::HandOver => Ok(Brought::Kept),
        }
    }
}

/// What the bot goes on with where nobody answers; `None` while it is to be tried again.
fn without_answer(errand: &Errand) -> Option<Brought> {
    if errand.attempts + 1 < ATTEMPTS {
        return None;
    }
    match errand.what {
        Effect::Look { .. } => Some(Brought::Facts(Box::default())),
        Effect::Call { .. } => Some(Brought::Called(None)),
        // What a visitor answered is kept, however long that takes.
        Effect::Keep { .. } => None,
        Effect::Say { .. } | Effect::HandOver => Some(Brought::Kept),
    }
}
