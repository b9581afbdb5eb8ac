//! Runs a macro on a thread (P46): all of it in one transaction, or nothing.
//!
//! The run itself is noted first, under the id that its sender made, so that the activity reads in the order of what happened
//! and a repetition is known by that note. Knows no sockets and no clock.

use conversation::desk::Command as Beside;
use conversation::ids::ThreadId;
use conversation::macros::{Part, Then};
use conversation::saved_reply::{Variable, filled, first_name};
use conversation::text::MessageText;
use conversation::thread::{Agent, Author, Command};
use protocol::code::Code;
use protocol::frame::Note as Told;

use super::{Done, act, desk, owner, reply};
use crate::error::Error;
use crate::objects::call::macros::{Owner, Run};
use crate::store::Sql;
use crate::store::threads::{self as rows, Kept, desks};

/// Runs it. The same run is done once, whatever comes of it elsewhere.
///
/// # Errors
/// `not_found`; what a part was refused for, about that part's name; `idempotency_conflict`; a fault. Nothing is done then.
pub fn run(sql: &impl Sql, thread: &ThreadId, run: Run, by: Agent, now: u64) -> Result<Done, Error> {
    sql.atomically(|| {
        let kept = rows::thread(sql, thread)?.ok_or_else(Error::not_found)?;
        if let Some(there) = desks::comment(sql, thread, &by.id, &run.client_message_id)? {
            return match there.note {
                Told::Ran { ran } if ran.id == run.named.id => Ok(nothing(kept)),
                _ => Err(Error::rejected(Code::IdempotencyConflict, "this id was used for something else")),
            };
        }
        let ran = Beside::Run(run.named.clone());
        let mut done = beside(sql, nothing(kept), ran, &by, Some(&run), now)?;
        for part in Part::ALL {
            let next = one(sql, &run, part, &done, &by, now).map_err(|error| error.about(part.as_str()))?;
            if let Some(next) = next {
                done.entries.extend(next.entries);
                done.thread = next.thread;
            }
        }
        Ok(done)
    })
}

/// Does one part, if the macro has it.
fn one(
    sql: &impl Sql,
    run: &Run,
    part: Part,
    done: &Done,
    by: &Agent,
    now: u64,
) -> Result<Option<Done>, Error> {
    let thread = &done.thread.id;
    let so_far = || nothing(done.thread.clone());
    Ok(Some(match part {
        Part::Comment => {
            let Some(text) = &run.comment else { return Ok(None) };
            let text = MessageText::parse(&said(text, run, &done.thread, by))?;
            beside(sql, so_far(), Beside::Comment { text, mentions: Vec::new() }, by, None, now)?
        }
        Part::Reply => {
            let Some(text) = &run.reply else { return Ok(None) };
            let text = MessageText::parse(&said(text, run, &done.thread, by))?;
            reply(sql, by.clone(), thread, run.client_message_id.clone(), text, now)?
        }
        Part::Assign => {
            let Some(to) = &run.owner else { return Ok(None) };
            let to = match to {
                Owner::Nobody => owner::Owner::Nobody,
                Owner::Agent(agent) => owner::Owner::Agent(Agent::from(agent)),
                Owner::Team(team) => owner::Owner::Team(team.clone()),
            };
            owner::assign(sql, thread, to, by.clone(), now)?
        }
        Part::Labels if run.add.is_empty() && run.remove.is_empty() => return Ok(None),
        Part::Labels => {
            let change = Beside::Label { add: run.add.clone(), remove: run.remove.clone() };
            beside(sql, so_far(), change, by, None, now)?
        }
        Part::Then => match run.then {
            None => return Ok(None),
            Some(Then::Close) => act(sql, thread, Command::Close { by: by.clone() }, now)?,
            Some(Then::Reopen) => act(sql, thread, Command::Reopen { by: by.clone() }, now)?,
            Some(Then::Snooze(span)) => {
                let snooze = conversation::desk::Snooze { until: span.until(now) };
                beside(sql, so_far(), Beside::Snooze(snooze), by, None, now)?
            }
        },
    }))
}

/// What is done beside the log; the run's own note has its id.
fn beside(
    sql: &impl Sql,
    done: Done,
    command: Beside,
    by: &Agent,
    run: Option<&Run>,
    now: u64,
) -> Result<Done, Error> {
    let kept = done.thread;
    let notes = desks::of(sql, &kept.id)?.decide(command, kept.state.status, now)?;
    let id = run.map(|run| &run.client_message_id);
    Ok(nothing(desk::put(sql, kept, notes, &Author::Agent(by.clone()), id, now)?))
}

fn nothing(thread: Kept) -> Done {
    Done { thread, entries: Vec::new(), message: None }
}

/// A text with its places filled in for this thread.
fn said(text: &str, run: &Run, thread: &Kept, by: &Agent) -> String {
    let contact = thread.contact.as_ref();
    let name = contact.and_then(|contact| contact.name.as_deref());
    filled(text, |variable| match variable {
        Variable::ContactFirstName => name.and_then(first_name).map(str::to_owned),
        Variable::ContactName => name.map(str::to_owned),
        Variable::ContactEmail => contact.and_then(|contact| contact.email.clone()),
        Variable::AgentFirstName => first_name(&by.name).map(str::to_owned),
        Variable::AgentName => Some(by.name.clone()),
        Variable::AccountName => Some(run.account_name.clone()),
    })
}

#[cfg(test)]
mod tests;
