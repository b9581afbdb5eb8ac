//! Several inboxes: made, changed and deleted (S172–S180).

use conversation::ids::{AgentId, InboxId};
use protocol::code::Code;
use protocol::rest::NamedInbox;
use protocol::rest::inboxes::{InboxDetail, Inboxes, SaveInbox};

use super::{at_most, named, new_id};
use crate::chatflow::named::{self, Leaving};
use crate::error::Error;
use crate::store::Sql;
use crate::store::account::{self, chatflows, colleagues, inboxes as rows, people};

/// Most inboxes of an account.
const INBOXES: usize = 100;
/// In how many objects the threads of a new inbox live.
const SHARDS: u16 = 4;
/// Hours in which a visitor's message reopens a thread of a new inbox.
const REOPEN_HOURS: u64 = 72;
/// Most such hours: a year.
const MOST_HOURS: u64 = 8_760;

/// The inboxes, by name, and everybody who may become a member.
///
/// # Errors
/// A fault.
pub fn list(sql: &impl Sql) -> Result<Inboxes, Error> {
    let chatflows = chatflows::all(sql)?;
    let mut inboxes = Vec::new();
    for inbox in account::inboxes(sql)? {
        let named = chatflows.iter().filter(|chatflow| chatflow.inbox == inbox.id);
        inboxes.push(InboxDetail {
            members: people::members(sql, &inbox.id)?,
            chatflows: named.map(|chatflow| chatflow.name.clone()).collect(),
            reopen_within_hours: inbox.reopen_within_hours,
            inbox: NamedInbox { id: inbox.id, name: inbox.name },
        });
    }
    inboxes.sort_by(|a, b| (&a.inbox.name, &a.inbox.id).cmp(&(&b.inbox.name, &b.inbox.id)));
    let people = people::everyone(sql)?;
    let people = people.into_iter().map(|person| protocol::frame::Agent { id: person.id, name: person.name });
    Ok(Inboxes { inboxes, people: people.collect() })
}

/// Makes an inbox, or changes one, at `now` (ms). Browsers and Workers ask anew, because a chatflow may lead here, and
/// inboxes hear who works in them.
///
/// # Errors
/// `not_found`, `text_empty`, `text_too_long`, `reference_unknown` for a member who does not work here, `named_by_routing`
/// for one who is to leave while a rule names them, `number_range`, `too_many`, or a fault.
pub fn put(sql: &impl Sql, id: Option<InboxId>, content: &SaveInbox, now: u64) -> Result<Inboxes, Error> {
    let name = named(&content.name)?;
    sql.atomically(|| {
        let there = account::inboxes(sql)?;
        let before =
            id.as_ref().map(|id| there.iter().find(|inbox| inbox.id == *id).ok_or_else(Error::not_found));
        let before = before.transpose()?;
        let hours = content.reopen_within_hours;
        let hours = hours.or(before.map(|inbox| inbox.reopen_within_hours)).unwrap_or(REOPEN_HOURS);
        if hours > MOST_HOURS {
            let message = format!("at most {MOST_HOURS}, got {hours}");
            return Err(Error::rejected(Code::NumberRange, message).about("reopen_within_hours"));
        }
        known(sql, &content.members)?;
        let id = match &id {
            Some(id) => id.clone(),
            None => {
                at_most(there.len(), INBOXES)?;
                new_id(&name, "inbox", &rows::ids(sql)?, InboxId::parse)?
            }
        };
        for member in people::members(sql, &id)? {
            if !content.members.contains(&member.id) {
                named::refuse(sql, Leaving::Member(&member.id, &id))
                    .map_err(|error| error.about("members"))?;
            }
        }
        rows::put(sql, &id, &name, hours, SHARDS, &content.members)?;
        colleagues::changed(sql, now)?;
        account::bump(sql)?;
        list(sql)
    })
}

/// Deletes an inbox whose name was typed; answers how many shards have to be emptied. Asked again, it answers the same.
///
/// # Errors
/// `not_found`, `inbox_in_use` while a chatflow leads there, `name_mismatch`, or a fault.
pub fn remove(sql: &impl Sql, id: &InboxId, typed: &str, now: u64) -> Result<u16, Error> {
    sql.atomically(|| {
        if let Some(shards) = rows::erased(sql, id)? {
            return Ok(shards);
        }
        let there = account::inboxes(sql)?.into_iter().find(|inbox| inbox.id == *id);
        let inbox = there.ok_or_else(Error::not_found)?;
        if typed.trim() != inbox.name {
            return Err(Error::rejected(Code::NameMismatch, "this is not the inbox's name").about("name"));
        }
        if let Some(chatflow) = chatflows::all(sql)?.into_iter().find(|chatflow| chatflow.inbox == *id) {
            let message = format!("the chatflow {} leads here; give it another inbox first", chatflow.name);
            return Err(Error::rejected(Code::InboxInUse, message));
        }
        crate::store::account::apps::without_inbox(sql, id)?;
        rows::erase(sql, id, now)?;
        // Whoever worked in two inboxes may work in one now.
        colleagues::changed(sql, now)?;
        account::bump(sql)?;
        Ok(inbox.shards)
    })
}

fn known(sql: &impl Sql, members: &[AgentId]) -> Result<(), Error> {
    let people = people::everyone(sql)?;
    match members.iter().position(|member| people.iter().all(|person| person.id != *member)) {
        None => Ok(()),
        Some(index) => Err(Error::rejected(Code::ReferenceUnknown, "nobody here has this id")
            .about(format!("members[{index}]"))),
    }
}
