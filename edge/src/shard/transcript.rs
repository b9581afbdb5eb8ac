//! Transcripts of the chats of a shard (S154–S160): what closing one calls for, what an agent has sent, and what each says.
//!
//! Nothing goes out from here: a row waits, and says why. Closing writes a row in its own transaction; where it goes, and
//! whether the chatflow wants it, the account is asked afterwards, so that what was saved last counts (S155). Knows no
//! sockets and no clock.

use conversation::desk::Command;
use conversation::ids::{ContactId, ThreadId};
use conversation::thread::{self, Agent, Body as Happened, Event, Status};
use conversation::transcript::{self as domain, Head, Rejection, Said, SubjectRejected};
use protocol::code::Code;
use protocol::frame::{Author, Body, Entry};
use protocol::limits::PAGE_MAX;
use protocol::rest::transcripts::{Reason, State, Transcript, TranscriptText};

use super::{Done, desk};
use crate::error::Error;
use crate::objects::call::transcripts::{Reached, Sending};
use crate::store::threads::transcripts::{self, Addressed, Asked, Way};
use crate::store::threads::{self as rows, Kept, bots, desks, entries};
use crate::store::{Sql, StoreError};
use crate::zones::Zones;

/// Entries of a log that a transcript reads at most; what came before is counted.
const MOST_ENTRIES: u64 = 2_000;
/// What a zone without a name is called.
const UTC: &str = "UTC";

/// What happened in a thread calls for a transcript where it closed, its visitor may be reached, and something was said
/// since the last one.
pub(super) fn follow(sql: &impl Sql, kept: &Kept, events: &[Event], now: u64) -> Result<(), StoreError> {
    let closes = events.iter().any(|event| event.body == Happened::Closed);
    if !closes || kept.contact.is_none() {
        return Ok(());
    }
    let said = entries::last_said(sql, &kept.id)?.map(|entry| entry.seq);
    if !domain::is_due(is_filtered(sql, kept)?, said, transcripts::told_up_to(sql, &kept.id)?) {
        return Ok(());
    }
    transcripts::add(sql, &kept.id, said.unwrap_or_default(), &Author::System, None, now).map(drop)
}

/// Whether a thread is out of the inbox: its visitor is blocked, or it is spam, or deleted.
fn is_filtered(sql: &impl Sql, kept: &Kept) -> Result<bool, StoreError> {
    let desk = desks::of(sql, &kept.id)?;
    Ok(desk.spam || desk.archived_at.is_some() || desks::block_of(sql, &kept.visitor)?.is_some())
}

/// The account said where one goes, at `now` (ms): then it waits, or it is dropped where nobody wants or gets it. What was
/// done, where something was.
///
/// # Errors
/// A fault.
pub fn addressed(
    sql: &impl Sql,
    asked: &Asked,
    sending: Sending,
    zones: Zones<'_>,
    now: u64,
) -> Result<Option<Done>, Error> {
    sql.atomically(|| {
        // Two may have asked at once.
        if !transcripts::is_due(sql, asked)? {
            return Ok(None);
        }
        let kept = rows::thread(sql, &asked.thread)?.filter(|kept| kept.state.status == Status::Closed);
        let kept = match kept {
            Some(kept) if sending.by_itself && !is_filtered(sql, &kept)? => kept,
            _ => return Ok(transcripts::drop_one(sql, &asked.thread, asked.n).map(|()| None)?),
        };
        let subject = sending.language.subject(&sending.account_name);
        let Some(way) = way(sending, subject, zones, now) else {
            return Ok(transcripts::drop_one(sql, &asked.thread, asked.n).map(|()| None)?);
        };
        transcripts::address(sql, &asked.thread, asked.n, &way)?;
        transcripts::supersede(sql, &asked.thread, asked.n)?;
        note(sql, kept, &thread::Author::System, now).map(Some)
    })
}

/// What an agent wants sent, and where it goes.
#[derive(Clone, Debug)]
pub struct Wish {
    /// To whom.
    pub contact: ContactId,
    /// Whether other contacts than the thread's may get it.
    pub to_others: bool,
    /// The subject as it was typed; none for the usual one.
    pub subject: Option<String>,
    /// Who wishes it.
    pub by: Agent,
}

/// Whether a transcript of a thread can be sent by hand.
///
/// # Errors
/// What the domain refuses, or a fault.
pub fn may_send(sql: &impl Sql, kept: &Kept) -> Result<(), Error> {
    let (bot, waiting) = (bots::in_row(sql, &kept.id)?.is_some(), transcripts::of(sql, &kept.id)?.len());
    Ok(domain::may_send(kept.state.status, bot, waiting)?)
}

/// An agent has a transcript sent (S157).
///
/// # Errors
/// `not_found`, `thread_open`, `started_by_bot`, `too_many`, `reference_unknown`, `no_address`, what is no subject, or a
/// fault.
pub fn send(
    sql: &impl Sql,
    thread: &ThreadId,
    wish: Wish,
    sending: Sending,
    zones: Zones<'_>,
    now: u64,
) -> Result<(Done, Transcript), Error> {
    sql.atomically(|| {
        let kept = rows::thread(sql, thread)?.ok_or_else(Error::not_found)?;
        may_send(sql, &kept)?;
        let Wish { contact, to_others, subject, by } = wish;
        let is_theirs = kept.contact.as_ref().is_some_and(|known| known.id == contact);
        let unknown = || Error::rejected(Code::ReferenceUnknown, "there is no such contact").about("contact");
        match &sending.to {
            Reached::Nobody => return Err(unknown()),
            _ if !is_theirs && !to_others => return Err(unknown()),
            Reached::NoAddress => {
                let message = "no e-mail address of this contact is known";
                return Err(Error::rejected(Code::NoAddress, message).about("contact"));
            }
            Reached::At(_) => {}
        }
        let usual = || sending.language.subject(&sending.account_name);
        let subject = subject.map_or_else(|| Ok(usual()), |typed| domain::subject(&typed))?;
        let way = way(sending, subject, zones, now).ok_or_else(unknown)?;
        let up_to = entries::last_said(sql, thread)?.map_or(0, |entry| entry.seq);
        let by = thread::Author::Agent(by);
        let n = transcripts::add(sql, thread, up_to, &Author::from(&by), Some(&way), now)?;
        let done = note(sql, kept, &by, now)?;
        let sent = transcripts::of(sql, thread)?.into_iter().find(|row| row.n == n);
        let sent = sent.ok_or_else(|| Error::fault("a transcript", "it was not kept"))?;
        let told = told(sql, &done.thread, sent)?;
        Ok((done, told))
    })
}

/// What is to go out of a thread, the oldest first.
///
/// # Errors
/// A fault.
pub fn list(sql: &impl Sql, kept: &Kept) -> Result<Vec<Transcript>, Error> {
    transcripts::of(sql, &kept.id)?.into_iter().map(|row| told(sql, kept, row)).collect()
}

/// What one says.
///
/// # Errors
/// `not_found`, or a fault.
pub fn read(sql: &impl Sql, thread: &ThreadId, n: u64, zones: Zones<'_>) -> Result<TranscriptText, Error> {
    let kept = rows::thread(sql, thread)?.ok_or_else(Error::not_found)?;
    let row = transcripts::of(sql, thread)?.into_iter().find(|row| row.n == n);
    let row = row.ok_or_else(Error::not_found)?;
    let text = text(sql, &kept, &row, zones)?;
    Ok(TranscriptText { transcript: told(sql, &kept, row)?, text })
}

fn way(sending: Sending, subject: String, zones: Zones<'_>, now: u64) -> Option<Way> {
    let zone = sending.zone.filter(|name| zones(name, now).is_some()).unwrap_or_else(|| UTC.to_owned());
    let (account_name, language) = (sending.account_name, sending.language);
    sending.to.at().map(|to| Way { to, subject, account_name, zone, language })
}

fn note(sql: &impl Sql, kept: Kept, by: &thread::Author, now: u64) -> Result<Done, Error> {
    let notes = desks::of(sql, &kept.id)?.decide(Command::SendTranscript, kept.state.status, now)?;
    let thread = desk::put(sql, kept, notes, by, None, now)?;
    Ok(Done { thread, entries: Vec::new(), message: None })
}

fn told(sql: &impl Sql, kept: &Kept, row: Addressed) -> Result<Transcript, Error> {
    let (state, reason) = match is_filtered(sql, kept)? {
        true => (State::Withheld, Reason::Filtered),
        false => (State::Waiting, Reason::EmailNotConnected),
    };
    let Addressed { n, up_to, at, by, way: Way { to, subject, .. } } = row;
    Ok(Transcript { n, at, by, to, subject, up_to, state, reason })
}

fn text(sql: &impl Sql, kept: &Kept, row: &Addressed, zones: Zones<'_>) -> Result<String, Error> {
    let begin = row.up_to.saturating_sub(MOST_ENTRIES);
    let (mut log, mut after) = (Vec::<Entry>::new(), begin);
    while after < row.up_to {
        let some = entries::after(sql, &kept.id, after, PAGE_MAX)?;
        let Some(last) = some.last() else { break };
        after = last.seq;
        log.extend(some.into_iter().filter(|entry| entry.seq <= row.up_to));
    }
    let authors: Vec<thread::Author> = log.iter().map(|entry| author(&entry.from)).collect();
    let said = log.iter().zip(&authors).filter_map(|(entry, by)| {
        let Body::Text { text } = &entry.body else { return None };
        let files = entry.attachments.iter().map(|file| file.name.as_str()).collect();
        let form = entry.form.iter().map(|it| (it.label.as_str(), it.value.as_str())).collect();
        Some(Said { at: entry.at, by, text, files, form })
    });
    let offset_at = |at: u64| {
        let wall = zones(&row.way.zone, at).map(|zone| zone.wall(at));
        wall.map_or(0, |wall| wall.saturating_sub(i64::try_from(at).unwrap_or(i64::MAX)))
    };
    let head = Head {
        account: &row.way.account_name,
        visitor: kept.contact.as_ref().and_then(|contact| contact.name.as_deref()),
        page: kept.page.as_deref(),
        zone_name: &row.way.zone,
        offset_at: &offset_at,
        language: row.way.language,
    };
    let earlier = usize::try_from(entries::count_said(sql, &kept.id, begin)?).unwrap_or(usize::MAX);
    Ok(domain::render(&head, earlier, &said.collect::<Vec<_>>()))
}

pub(super) fn author(from: &Author) -> thread::Author {
    match from {
        Author::Visitor => thread::Author::Visitor,
        Author::Agent { id, name } => thread::Author::Agent(Agent { id: id.clone(), name: name.clone() }),
        Author::Bot { name } => thread::Author::Bot(name.clone()),
        Author::System => thread::Author::System,
    }
}

/// The code that says why none can be sent by hand.
#[must_use]
pub fn refusal(error: &Error) -> Option<String> {
    let codes = [Code::ThreadOpen, Code::StartedByBot, Code::TooMany];
    codes.contains(&error.code()).then(|| error.code().as_str().to_owned())
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Open => Self::rejected(Code::ThreadOpen, "the conversation is open; close it first"),
            Rejection::StartedByBot => {
                Self::rejected(Code::StartedByBot, "no transcript is sent of a conversation that a bot began")
            }
            Rejection::TooMany => {
                Self::rejected(Code::TooMany, format!("at most {} transcripts wait", domain::WAITING))
            }
        }
    }
}

impl From<SubjectRejected> for Error {
    fn from(rejected: SubjectRejected) -> Self {
        match rejected {
            SubjectRejected::Empty => Self::rejected(Code::TextEmpty, "subject: shows nothing"),
            SubjectRejected::TooLong { got } => {
                let most = domain::SUBJECT_CHARS;
                Self::rejected(Code::TextTooLong, format!("subject: at most {most} characters, got {got}"))
            }
            SubjectRejected::Control => {
                Self::malformed(Code::TextEncoding, "subject: one line without control characters")
            }
        }
        .about("subject")
    }
}

#[cfg(test)]
mod tests;
