//! What happens to the threads of one shard: decided by `conversation`, kept in one transaction, then reported.
//!
//! Every act reads the thread, asks [`Thread::decide`], and writes entries, thread and outbox together, or nothing.
//! What comes back may be acknowledged and shown, because it is stored. Knows no sockets and no clock.

pub mod bot;
pub mod claim;
pub mod consent;
pub mod desk;
pub mod later;
pub mod live;
pub mod macros;
pub mod marks;
pub mod outbox;
pub mod overview;
pub mod owner;
pub mod pace;
pub mod part;
pub mod precedence;
pub mod rating;
pub mod redaction;
pub mod revise;
pub mod row;
pub mod timeout;
pub mod transcript;
pub mod turns;

use conversation::desk::{Command as Beside, Note};
use conversation::form::Answer;
use conversation::ids::{AgentId, ClientMessageId, ThreadId, VisitorId};
use conversation::routing::precedence::Lift;
use conversation::text::MessageText;
use conversation::thread::{Agent, Author, Command, Policy, Rejection, Thread};
use protocol::code::Code;
use protocol::frame::{Attachment, Body, Entry};

use crate::error::Error;
use crate::store::Sql;
use crate::store::threads::bots::Script;
use crate::store::threads::{self as rows, Kept, entries, refused, visitors};
use consent::Given;

/// What an act came to.
#[derive(Clone, Debug)]
pub struct Done {
    /// The thread as it stands.
    pub thread: Kept,
    /// What is new in its log; empty where the act was a repetition or changed nothing.
    pub entries: Vec<Entry>,
    /// The entry of the message sent, old or new.
    pub message: Option<Entry>,
}

impl Done {
    /// Whether status or assignee may have changed: whether anything but words was added or changed.
    #[must_use]
    pub fn changes_state(&self) -> bool {
        let words = |entry: &Entry| {
            matches!(entry.body, Body::Text { .. } | Body::Edited { .. } | Body::Deleted { .. })
        };
        !self.entries.iter().all(words)
    }
}

/// A message: its text, and the files it carries, which were claimed for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What is said; empty only beside files.
    pub text: MessageText,
    /// What both sides are told of its files.
    pub attachments: Vec<Attachment>,
    /// What was filled into the chatflow's form with it.
    pub form: Vec<Answer>,
    /// The place of the message that it answers.
    pub reply_to: Option<u64>,
}

impl From<MessageText> for Said {
    fn from(text: MessageText) -> Self {
        Self { text, attachments: Vec::new(), form: Vec::new(), reply_to: None }
    }
}

/// A new thread, before its first message.
#[derive(Clone, Debug)]
pub struct Begin {
    /// The thread as it would stand, without entries: id, whose, where from, by which message.
    pub thread: Kept,
    /// The first message.
    pub text: Said,
    /// What the visitor agreed to.
    pub consent: Given,
    /// The bot that answers, where the chatflow has one.
    pub bot: Option<Script>,
    /// The owner of the contact they are.
    pub owner: Option<AgentId>,
    /// What the lists of that contact make of it.
    pub lift: Option<Lift>,
}

/// Begins a thread with the visitor's first message. The same message begins it once, whatever id is proposed.
///
/// # Errors
/// `consent_required`, `idempotency_conflict`, or a fault.
pub fn begin(sql: &impl Sql, begin: Begin, now: u64) -> Result<Done, Error> {
    sql.atomically(|| {
        let message = begin.thread.started_by.clone();
        let priority = begin.thread.routing.priority();
        if let Some(there) = rows::thread_with_message(sql, &begin.thread.visitor, &message)? {
            return repeated(sql, there, None, &message, &begin.text.text)?.ok_or_else(Error::not_found);
        }
        begin.consent.admit(sql, &begin.thread.id)?;
        revise::may_answer(sql, &begin.thread, begin.text.reply_to)?;
        rows::keep_thread(sql, &begin.thread)?;
        rows::routing::keep(sql, &begin.thread, begin.owner.as_ref())?;
        begin.consent.keep(sql, &begin.thread.id)?;
        let said = begin.text.text.clone();
        let mut done = put(sql, begin.thread, begin.text, message, now)?;
        // What the rule and the contact's lists say is said of the thread, where agents see it and may change it (P40): one
        // of them, the one that says more.
        let list = begin.lift.filter(|lift| lift.priority > priority);
        let priority = list.as_ref().map_or(priority, |lift| lift.priority);
        if list.is_some() || !priority.is_normal() {
            let notes = vec![Note::Prioritised { priority, list: list.map(|lift| lift.list) }];
            done.thread = desk::put(sql, done.thread, notes, &Author::System, None, now)?;
        }
        if let Some(script) = begin.bot {
            bot::begin(sql, &mut done, script, said.as_str(), now)?;
        }
        Ok(done)
    })
}

/// The visitor writes into a thread of theirs. A message that the thread was closed for is refused for good: it stays
/// refused when the thread is open again, since its sender has gone on without it.
///
/// # Errors
/// `not_found` for somebody else's thread, `thread_closed`, `consent_required`, `idempotency_conflict`, or a fault.
pub fn write(
    sql: &impl Sql,
    visitor: &VisitorId,
    thread: &ThreadId,
    message: ClientMessageId,
    said: impl Into<Said>,
    consent: &Given,
    now: u64,
) -> Result<Done, Error> {
    let said = said.into();
    let done = sql.atomically(|| {
        let thread = owned(sql, visitor, thread)?;
        if let Some(there) = rows::thread_with_message(sql, visitor, &message)? {
            return repeated(sql, there, None, &message, &said.text)?.ok_or_else(Error::not_found);
        }
        if refused::has(sql, &thread.id, &message)? {
            return Err(Error::from(Rejection::ThreadClosed));
        }
        consent.admit(sql, &thread.id)?;
        revise::may_answer(sql, &thread, said.reply_to)?;
        consent.keep(sql, &thread.id)?;
        let text = said.text.clone();
        let mut done = put(sql, thread, said, message.clone(), now)?;
        bot::hears(sql, &mut done, text.as_str(), now)?;
        Ok(done)
    });
    // Where this cannot be kept, nobody is told that the message is refused: they try again.
    if done.as_ref().is_err_and(|error| error.code() == Code::ThreadClosed) {
        refused::keep(sql, thread, &message)?;
    }
    done
}

/// An agent replies. On an unassigned thread that assigns it to them.
///
/// # Errors
/// `not_found`, `idempotency_conflict`, or a fault.
pub fn reply(
    sql: &impl Sql,
    by: Agent,
    thread: &ThreadId,
    message: ClientMessageId,
    said: impl Into<Said>,
    now: u64,
) -> Result<Done, Error> {
    let Said { text, attachments, reply_to, .. } = said.into();
    sql.atomically(|| {
        let thread = rows::thread(sql, thread)?.ok_or_else(Error::not_found)?;
        match repeated(sql, thread.clone(), Some(&by.id), &message, &text)? {
            Some(done) => Ok(done),
            None => {
                revise::may_answer(sql, &thread, reply_to)?;
                bot::stop(sql, &thread.id)?;
                let carried = (message, attachments, Vec::new(), reply_to);
                advance(sql, thread, Command::Reply { by, text }, Some(carried), now)
            }
        }
    })
}

/// An agent, or a rule, does something other than writing.
///
/// # Errors
/// `not_found`, what the domain refuses, or a fault.
pub fn act(sql: &impl Sql, thread: &ThreadId, command: Command, now: u64) -> Result<Done, Error> {
    sql.atomically(|| {
        let thread = rows::thread(sql, thread)?.ok_or_else(Error::not_found)?;
        bot::before(sql, &thread, &command, now)?;
        advance(sql, thread, command, None, now)
    })
}

/// The visitor ends a thread of theirs. Whoever was talking to them, a bot too, is told by the log.
///
/// # Errors
/// `not_found` for somebody else's thread, or a fault.
pub fn end(sql: &impl Sql, visitor: &VisitorId, thread: &ThreadId, now: u64) -> Result<Done, Error> {
    sql.atomically(|| {
        let thread = owned(sql, visitor, thread)?;
        bot::before(sql, &thread, &Command::End, now)?;
        advance(sql, thread, Command::End, None, now)
    })
}

/// Blocks the visitor of a thread, or lets them in again, and keeps who did it and why. Their messages stay acknowledged
/// and kept; in the inbox all of their threads move to Filtered.
///
/// # Errors
/// `not_found`, or a fault.
pub fn block(
    sql: &impl Sql,
    thread: &ThreadId,
    blocked: bool,
    by: &Agent,
    why: Option<&str>,
    now: u64,
) -> Result<Done, Error> {
    sql.atomically(|| {
        let visitor = rows::thread(sql, thread)?.ok_or_else(Error::not_found)?.visitor;
        let changes = visitors::is_blocked(sql, &visitor)? != blocked;
        for changed in visitors::set_blocked(sql, &visitor, blocked.then_some(&by.id), now)? {
            let last_seq = rows::thread(sql, &changed)?.map_or(0, |thread| thread.state.last_seq);
            // Who is blocked talks to no bot; let in again, they wait for a person.
            bot::stop(sql, &changed)?;
            rows::outbox::tell(sql, &changed, last_seq, now)?;
        }
        let mut thread = rows::thread(sql, thread)?.ok_or_else(Error::not_found)?;
        if changes {
            let why = desk::reason(why);
            if blocked {
                rows::desks::explain_block(sql, &visitor, &by.name, why.as_deref())?;
            }
            let command = if blocked { Beside::Block { why } } else { Beside::Unblock };
            thread = desk::note_block(sql, thread, by, command, now)?;
        }
        Ok(Done { thread, entries: Vec::new(), message: None })
    })
}

/// The visitor's own thread; somebody else's is as good as none.
///
/// # Errors
/// `not_found`, or a fault.
pub fn owned(sql: &impl Sql, visitor: &VisitorId, thread: &ThreadId) -> Result<Kept, Error> {
    rows::thread(sql, thread)?.filter(|kept| kept.visitor == *visitor).ok_or_else(Error::not_found)
}

/// Whether a visitor's message was stored before, in whatever thread, so that sending it again costs nothing.
///
/// # Errors
/// A fault.
pub fn is_repeated(sql: &impl Sql, visitor: &VisitorId, message: &ClientMessageId) -> Result<bool, Error> {
    Ok(rows::thread_with_message(sql, visitor, message)?.is_some())
}

/// What is kept of the page a thread began on: origin and path. Queries and fragments may hold anything.
#[must_use]
pub fn page_to_keep(address: &str) -> Option<String> {
    crate::origin::of_address(address)?;
    let end = address.find(['?', '#']).unwrap_or(address.len());
    Some(address[..end].chars().take(PAGE_CHARS).collect())
}

/// Characters of a page's address that are kept.
const PAGE_CHARS: usize = 2_048;

/// Checks a place that a client says it has reached.
///
/// # Errors
/// The given code where it is past the end of the log.
pub fn within(state: &Thread, seq: u64, otherwise: Code) -> Result<(), Error> {
    if seq <= state.last_seq {
        return Ok(());
    }
    Err(Error::rejected(otherwise, format!("the log ends at {}, got {seq}", state.last_seq)))
}

/// The message sent under that id before, if it was.
fn repeated(
    sql: &impl Sql,
    thread: Kept,
    agent: Option<&AgentId>,
    message: &ClientMessageId,
    text: &MessageText,
) -> Result<Option<Done>, Error> {
    match entries::message(sql, &thread.id, agent, message)? {
        None => Ok(None),
        // Of what was changed since nobody knows any more what it said first.
        Some(entry)
            if entry.edited.is_some()
                || entry.is_gone()
                || matches!(&entry.body, Body::Text { text: kept } if kept == text.as_str()) =>
        {
            Ok(Some(Done { thread, entries: Vec::new(), message: Some(entry) }))
        }
        Some(_) => {
            Err(Error::rejected(Code::IdempotencyConflict, "this message id was used for another text"))
        }
    }
}

/// What a message is beside its words: its sender's id of it, its files, what came from a form, and what it answers.
type Carried = (ClientMessageId, Vec<Attachment>, Vec<Answer>, Option<u64>);

/// What a visitor says.
fn put(sql: &impl Sql, thread: Kept, said: Said, message: ClientMessageId, now: u64) -> Result<Done, Error> {
    let Said { text, attachments, form, reply_to } = said;
    advance(sql, thread, Command::Write { text }, Some((message, attachments, form, reply_to)), now)
}

fn advance(
    sql: &impl Sql,
    mut thread: Kept,
    command: Command,
    mut message: Option<Carried>,
    now: u64,
) -> Result<Done, Error> {
    let events = thread.state.decide(command, Policy { reopen_within: thread.reopen_within }, now)?;
    let before = thread.state.last_seq;
    let mut entries = Vec::with_capacity(events.len());
    for event in &events {
        thread.state.apply(event);
        let said = matches!(event.body, conversation::thread::Body::Text(_));
        let mut entry = Entry::from_event(event, None);
        if said && let Some((id, attachments, form, reply_to)) = message.take() {
            entry.client_message_id = Some(id);
            (entry.attachments, entry.form, entry.reply_to) = (attachments, form, reply_to);
        }
        revise::overwrite(sql, &thread.id, event)?;
        entries::append(sql, &thread.id, &entry)?;
        entries.push(entry);
    }
    if !entries.is_empty() {
        thread.revision += 1;
        rows::keep_thread(sql, &thread)?;
        rows::outbox::tell(sql, &thread.id, before, now)?;
        thread = desk::follow(sql, thread, &events, now)?;
        transcript::follow(sql, &thread, &events, now)?;
        timeout::restart_beside(sql, &thread, now)?;
    }
    let sent = entries.iter().find(|entry| entry.client_message_id.is_some()).cloned();
    Ok(Done { thread, entries, message: sent })
}

#[cfg(test)]
pub(crate) mod tests;
