//! The bots of a shard: what they say is stored with what they answer to, in one transaction or not at all.
//!
//! A bot's turn runs in the transaction of the visitor's message, of the answer it waited for, or of a person's act: so
//! a restart in its middle loses nothing and says nothing twice, and nothing of a bot comes after a person's word (E50).
//! What it asks elsewhere is a row first; whoever carries it out is the caller's. What `conversation::bot` decides is
//! decided there. Blocked visitors talk to nobody, not to bots either.

use conversation::bot::{self as machine, Called, Effect, Facts, Input, closable_at};
use conversation::ids::ThreadId;
use conversation::text::MessageText;
use conversation::thread::{Agent, Command, Policy, Status};
use protocol::code::Code;
use protocol::frame::Entry;

use super::{Done, timeout};
use crate::error::Error;
use crate::json::tree;
use crate::store::Sql;
use crate::store::threads::bots::{self, Running, Script};
use crate::store::threads::{self as rows, Kept, entries, visitors};

/// So long may somebody be at an errand before another one begins with it, in ms: longer than a webhook's time limit.
pub const LEASE_MS: u64 = 15_000;
/// So long may a webhook take, in ms.
pub const CALL_MS: u32 = 10_000;
/// So often is an errand tried before the bot goes on without its answer.
pub const ATTEMPTS: u32 = 3;

/// What an errand brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brought {
    /// It is kept.
    Kept,
    /// What is known of contact and team.
    Facts(Box<Facts>),
    /// What a webhook answered; `None` where it failed.
    Called(Option<Called>),
}

/// What a webhook may answer, as JSON.
#[derive(Debug, serde::Deserialize)]
struct Answer {
    #[serde(default)]
    say: Vec<String>,
    #[serde(default)]
    outcome: Option<String>,
}

/// Reads a webhook's answer: an empty one says nothing, and what is none fails.
#[must_use]
pub fn read_answer(body: &[u8]) -> Option<Called> {
    if body.trim_ascii().is_empty() {
        return Some(Called::default());
    }
    let Answer { say, outcome } = tree::from_slice(body).ok()?;
    let called = Called { say, outcome };
    called.fits().then_some(called)
}

/// A bot begins in the thread that a visitor's first message has begun.
///
/// # Errors
/// A fault.
pub(super) fn begin(
    sql: &impl Sql,
    done: &mut Done,
    script: Script,
    text: &str,
    now: u64,
) -> Result<(), Error> {
    if visitors::is_blocked(sql, &done.thread.visitor)? {
        return Ok(());
    }
    let running = Running { script, state: machine::State::default() };
    bots::begin(sql, &done.thread.id, &running)?;
    turn(sql, done, running, Input::Begins { text }, None, now)
}

/// A visitor says something in a thread that may have a bot.
///
/// # Errors
/// A fault.
pub(super) fn hears(sql: &impl Sql, done: &mut Done, text: &str, now: u64) -> Result<(), Error> {
    let Some(running) = bots::of(sql, &done.thread.id)? else { return Ok(()) };
    turn(sql, done, running, Input::Says { text }, None, now)
}

/// A person has something to say or to do: the bot is silent from here on (E50, S164).
///
/// # Errors
/// A fault.
pub(super) fn stop(sql: &impl Sql, thread: &ThreadId) -> Result<(), Error> {
    let Some(running) = bots::of(sql, thread)? else { return Ok(()) };
    if let Some(number) = running.state.awaits() {
        bots::forget(sql, thread, number)?;
    }
    let turn = machine::step(&running.script.script, running.state, Input::Stopped, None);
    Ok(bots::keep(sql, thread, &turn.state)?)
}

/// What an act other than a reply means to a thread's bot, before it happens.
///
/// # Errors
/// `bot_talking` where the thread cannot be closed yet (S130), or a fault.
pub(super) fn before(sql: &impl Sql, thread: &Kept, command: &Command, now: u64) -> Result<(), Error> {
    match command {
        Command::Close { .. } if thread.state.status == Status::Open => {
            if talks_until(sql, thread)?.is_some_and(|at| now < at) {
                let minutes = machine::QUIET_MS / 60_000;
                let message = format!(
                    "a bot has it: take it over, or close it {minutes} minutes after the visitor's last message"
                );
                return Err(Error::rejected(Code::BotTalking, message));
            }
            stop(sql, &thread.id)
        }
        Command::End
        | Command::TimeOut
        | Command::Assign { to: Some(_), .. }
        | Command::Route { to: Some(_), .. } => stop(sql, &thread.id),
        _ => Ok(()),
    }
}

/// Until when a thread is its bot's and cannot be closed (S130), if it is.
///
/// # Errors
/// A fault.
pub(super) fn talks_until(sql: &impl Sql, thread: &Kept) -> Result<Option<u64>, Error> {
    let Some(running) = bots::of(sql, &thread.id)? else { return Ok(None) };
    let heard_at = bots::heard_at(sql, &thread.id)?.unwrap_or(thread.opened_at);
    Ok(closable_at(&running.state, heard_at))
}

/// An agent takes a thread over from its bot (S162).
///
/// # Errors
/// `bot_gone` where somebody else has it, or it was handed over; `not_found`; a fault.
pub fn take_over(sql: &impl Sql, thread: &ThreadId, by: Agent, now: u64) -> Result<Done, Error> {
    sql.atomically(|| {
        let kept = rows::thread(sql, thread)?.ok_or_else(Error::not_found)?;
        let in_charge = bots::of(sql, thread)?.is_some_and(|running| running.state.is_in_charge());
        let is_mine = kept.state.assignee.as_ref().is_some_and(|agent| agent.id == by.id);
        if !in_charge && !is_mine {
            return Err(Error::rejected(Code::BotGone, "no bot has this conversation any more"));
        }
        let command = Command::Assign { to: Some(by.clone()), by: Some(by) };
        before(sql, &kept, &command, now)?;
        super::advance(sql, kept, command, None, now)
    })
}

/// What an errand brought. `None` where it had its answer before, or where nobody waits for it any more.
///
/// # Errors
/// A fault.
pub fn brought(
    sql: &impl Sql,
    thread: &ThreadId,
    number: u32,
    what: Brought,
    now: u64,
) -> Result<Option<Done>, Error> {
    sql.atomically(|| {
        if !bots::done(sql, thread, number)? {
            return Ok(None);
        }
        let (Some(kept), Some(running)) = (rows::thread(sql, thread)?, bots::of(sql, thread)?) else {
            return Ok(None);
        };
        let mut done = Done { thread: kept, entries: Vec::new(), message: None };
        match what {
            Brought::Kept => return Ok(None),
            Brought::Facts(facts) => {
                turn(sql, &mut done, running, Input::Looked { errand: number }, Some(&*facts), now)?;
            }
            Brought::Called(answer) => {
                turn(sql, &mut done, running, Input::Called { errand: number, answer }, None, now)?;
            }
        }
        Ok(Some(done))
    })
}

/// One turn: what it says is appended, what it asks becomes a row, where it stands is kept.
fn turn(
    sql: &impl Sql,
    done: &mut Done,
    running: Running,
    input: Input<'_>,
    facts: Option<&Facts>,
    now: u64,
) -> Result<(), Error> {
    let Running { script, state } = running;
    let name = script.script.bot.name.clone();
    let turn = machine::step(&script.script, state, input, facts);
    let before = done.thread.state.last_seq;
    let mut said = Vec::new();
    for effect in turn.effects {
        match effect {
            Effect::Say { text, replies } => {
                // What can be saved says something; what a webhook says was looked at when it came.
                let Ok(text) = MessageText::parse(&text) else { continue };
                let command = Command::BotSays { bot: name.clone(), text };
                said.extend(write(sql, &mut done.thread, command, &replies, now)?);
            }
            Effect::HandOver => {
                let command = Command::BotHandsOver { bot: name.clone() };
                said.extend(write(sql, &mut done.thread, command, &[], now)?);
            }
            Effect::Keep { errand, .. } | Effect::Look { errand } | Effect::Call { errand, .. } => {
                bots::send(sql, &done.thread.id, errand, &effect, now + LEASE_MS)?;
            }
        }
    }
    bots::keep(sql, &done.thread.id, &turn.state)?;
    if !said.is_empty() {
        done.thread.revision += 1;
        rows::keep_thread(sql, &done.thread)?;
        rows::outbox::tell(sql, &done.thread.id, before, now)?;
        timeout::restart_beside(sql, &done.thread, now)?;
    }
    done.entries.extend(said);
    Ok(())
}

fn write(
    sql: &impl Sql,
    thread: &mut Kept,
    command: Command,
    replies: &[String],
    now: u64,
) -> Result<Vec<Entry>, Error> {
    let events = thread.state.decide(command, Policy { reopen_within: thread.reopen_within }, now)?;
    let mut written = Vec::with_capacity(events.len());
    for event in &events {
        thread.state.apply(event);
        let entry = Entry { quick_replies: replies.to_vec(), ..Entry::from_event(event, None) };
        entries::append(sql, &thread.id, &entry)?;
        written.push(entry);
    }
    Ok(written)
}

#[cfg(test)]
mod tests;
