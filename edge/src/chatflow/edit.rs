//! How chatflows come, change and go: judged and written in one transaction each, and published with it (S87).
//!
//! Knows what may be saved and what a change means for the order and the texts of consent. Does not know who may
//! change anything: whoever calls has decided that already.

use conversation::ids::ChatflowId;
use protocol::account::Chatflow;
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::limits::CHATFLOWS;
use protocol::rest::versions::How;
use protocol::rest::{ChatflowDetail, ChatflowInfo, Finding};
use serde_json::json;

use super::judge::{Surroundings, judge, refused, site, stopping};
use super::slug::id_for;
use super::{expectations, history};
use crate::error::Error;
use crate::json::tree;
use crate::simulation::kept;
use crate::store::account::versions::New;
use crate::store::account::{
    self, chatflows, colleagues, consents, lists, people, schedules, skills, subscription_types,
};
use crate::store::{Sql, StoreError};

/// The chatflows, who wins first (S10).
///
/// # Errors
/// A fault of the database.
pub fn list(sql: &impl Sql) -> Result<Vec<ChatflowInfo>, Error> {
    chatflows::by_priority(sql)?.into_iter().map(|chatflow| info(sql, chatflow)).collect()
}

/// One chatflow, and what is to be said about it.
///
/// # Errors
/// `not_found`.
pub fn detail(sql: &impl Sql, id: &ChatflowId) -> Result<ChatflowDetail, Error> {
    let (chatflow, revision) = chatflows::revised(sql, id)?.ok_or_else(Error::not_found)?;
    let findings = judge(&chatflow, &surroundings(sql)?, chatflow.consent.as_ref());
    let text = chatflow.consent.as_ref().map(|_| consents::newest(sql, id.as_str())).transpose()?.flatten();
    Ok(ChatflowDetail { chatflow, revision, consent_version: text.map(|text| text.version), findings })
}

/// What would be said about a chatflow, were it saved, on a site with these pages.
///
/// # Errors
/// A fault of the database.
pub fn check(sql: &impl Sql, chatflow: &Chatflow, pages: Vec<String>) -> Result<Vec<Finding>, Error> {
    let kept = match ChatflowId::parse(&chatflow.targeting.id) {
        Ok(id) => chatflows::by_id(sql, &id)?,
        Err(_) => None,
    };
    let around = Surroundings { pages, ..surroundings(sql)? };
    Ok(judge(chatflow, &around, kept.and_then(|kept| kept.consent).as_ref()))
}

/// Makes a chatflow of this name, switched off, at the end of the order: everything else as in `copy_of`, or as
/// little as can be. `now` in ms.
///
/// # Errors
/// What keeps it from being saved; `not_found` where there is nothing to copy; `too_many`.
pub fn create(
    sql: &impl Sql,
    name: &str,
    copy_of: Option<&ChatflowId>,
    now: u64,
) -> Result<ChatflowDetail, Error> {
    sql.atomically(|| {
        let mut ordered = chatflows::by_priority(sql)?;
        if ordered.len() >= CHATFLOWS {
            return Err(Error::rejected(Code::TooMany, format!("at most {CHATFLOWS} chatflows")));
        }
        let around = surroundings(sql)?;
        let mut chatflow = match copy_of {
            Some(original) => chatflows::by_id(sql, original)?.ok_or_else(Error::not_found)?,
            None => bare(&around)?,
        };
        // A copied consent step is as old as the one it was copied from.
        let kept = chatflow.consent.clone();
        let taken: Vec<String> = ordered.iter().map(|other| other.targeting.id.clone()).collect();
        let id = id_for(name, &taken);
        let id = id.ok_or_else(|| Error::fault("a new chatflow", "its id has no good shape"))?;
        chatflow.name = name.to_owned();
        chatflow.targeting.id = id.as_str().to_owned();
        chatflow.targeting.enabled = false;
        allowed(&judge(&chatflow, &around, kept.as_ref()), false)?;
        chatflows::add(sql, &chatflow)?;
        let made = New { chatflow: &chatflow, how: How::Created, restored: None, by: None };
        history::keep(sql, None, made, now)?;
        consents::keep(sql, &chatflow, now)?;
        subscription_types::keep(sql, &chatflow, now)?;
        ordered.push(chatflow);
        chatflows::put_in_order(sql, ordered)?;
        publish(sql, Trying::Nothing, now)?;
        detail(sql, &id)
    })
}

/// Saves a chatflow that was made from `revision`; with its switch on, that publishes it. Id and priority stay what
/// they are. Saving what is there already changes nothing, so that a request may be sent again. `now` in ms.
///
/// # Errors
/// What keeps it from being saved or published; `chatflow_changed`; `not_found`.
pub fn save(
    sql: &impl Sql,
    id: &ChatflowId,
    revision: u64,
    content: Chatflow,
    now: u64,
) -> Result<ChatflowDetail, Error> {
    save_as(sql, id, revision, content, None, now)
}

/// The same, where the content may be an earlier version, by its number.
pub(super) fn save_as(
    sql: &impl Sql,
    id: &ChatflowId,
    revision: u64,
    mut content: Chatflow,
    restored: Option<u64>,
    now: u64,
) -> Result<ChatflowDetail, Error> {
    sql.atomically(|| {
        let (kept, current) = chatflows::revised(sql, id)?.ok_or_else(Error::not_found)?;
        content.targeting.id.clone_from(&kept.targeting.id);
        content.targeting.priority = kept.targeting.priority;
        if content == kept {
            return detail(sql, id);
        }
        if revision != current {
            let message = "somebody else saved this chatflow meanwhile; look at their version first";
            return Err(Error::rejected(Code::ChatflowChanged, message).about("revision"));
        }
        let around = surroundings(sql)?;
        let findings = judge(&content, &around, kept.consent.as_ref());
        allowed(&findings, content.targeting.enabled)?;
        chatflows::put(sql, &content)?;
        let how = if restored.is_some() { How::RolledBack } else { history::saved(&kept, &content) };
        history::keep(sql, Some(&kept), New { chatflow: &content, how, restored, by: None }, now)?;
        consents::keep(sql, &content, now)?;
        subscription_types::keep(sql, &content, now)?;
        let trying = Trying::Expectations { before: &around.chatflows, own: Some(id) };
        let trying = if content.targeting.enabled { trying } else { Trying::Nothing };
        publish(sql, trying, now)?;
        detail(sql, id)
    })
}

/// Switches a chatflow on or off. `None` where there is no such chatflow. `now` in ms.
///
/// # Errors
/// What keeps it from being published, where it is switched on. Nothing keeps one from being switched off.
pub fn switch(
    sql: &impl Sql,
    id: &ChatflowId,
    enabled: bool,
    now: u64,
) -> Result<Option<ChatflowInfo>, Error> {
    let how = if enabled { How::Published } else { How::SwitchedOff };
    switch_as(sql, id, enabled, (how, None), now)
}

/// The same, and how that is called in the chatflow's versions; with whoever is known to have wanted it.
pub(super) fn switch_as(
    sql: &impl Sql,
    id: &ChatflowId,
    enabled: bool,
    (how, by): (How, Option<&Agent>),
    now: u64,
) -> Result<Option<ChatflowInfo>, Error> {
    sql.atomically(|| {
        let Some(mut chatflow) = chatflows::by_id(sql, id)? else { return Ok(None) };
        if chatflow.targeting.enabled != enabled {
            let before = chatflow.clone();
            let around = surroundings(sql)?;
            if enabled {
                allowed(&judge(&chatflow, &around, chatflow.consent.as_ref()), true)?;
            }
            chatflow.targeting.enabled = enabled;
            chatflows::put(sql, &chatflow)?;
            history::keep(sql, Some(&before), New { chatflow: &chatflow, how, restored: None, by }, now)?;
            let trying = Trying::Expectations { before: &around.chatflows, own: Some(id) };
            let trying = if enabled { trying } else { Trying::Nothing };
            publish(sql, trying, now)?;
        }
        info(sql, chatflow).map(Some)
    })
}

/// Removes a chatflow. Its threads stay where they are, and so do the texts that visitors agreed to. `now` in ms.
///
/// # Errors
/// `not_found`, `expectation_failed`.
pub fn remove(sql: &impl Sql, id: &ChatflowId, now: u64) -> Result<Vec<ChatflowInfo>, Error> {
    sql.atomically(|| {
        let (before, ordered) = (chatflows::all(sql)?, chatflows::by_priority(sql)?);
        let (gone, left): (Vec<_>, Vec<_>) =
            ordered.into_iter().partition(|chatflow| chatflow.targeting.id == id.as_str());
        if gone.is_empty() {
            return Err(Error::not_found());
        }
        chatflows::remove(sql, id)?;
        history::forget(sql, id)?;
        // Where priorities were not said, the places of those behind it would have moved.
        chatflows::put_in_order(sql, left)?;
        publish(sql, Trying::Expectations { before: &before, own: None }, now)?;
        list(sql)
    })
}

/// Puts the chatflows into this order, the first first. `now` in ms.
///
/// # Errors
/// `chatflow_changed` where these are not exactly the chatflows there are, each once; `expectation_failed`.
pub fn order(sql: &impl Sql, ids: &[ChatflowId], now: u64) -> Result<Vec<ChatflowInfo>, Error> {
    sql.atomically(|| {
        let (before, mut left) = (chatflows::all(sql)?, chatflows::by_priority(sql)?);
        let mut ordered = Vec::with_capacity(left.len());
        for id in ids {
            let found = left.iter().position(|chatflow| chatflow.targeting.id == id.as_str());
            ordered.push(left.remove(found.ok_or_else(changed_order)?));
        }
        if !left.is_empty() {
            return Err(changed_order());
        }
        chatflows::put_in_order(sql, ordered)?;
        publish(sql, Trying::Expectations { before: &before, own: None }, now)?;
        list(sql)
    })
}

/// What is tried before the chatflows, as they stand now in this transaction, are published.
enum Trying<'a> {
    /// Whatever owners expect (N7), beside the chatflows as they were.
    Expectations {
        /// Before this transaction.
        before: &'a [Chatflow],
        /// The chatflow that is published.
        own: Option<&'a ChatflowId>,
    },
    /// Nothing: no visitor gets something they did not get before, or something has to stop at once.
    Nothing,
}

/// Publishes the chatflows as they stand, and keeps their rules for making decisions again (N3). An error undoes all
/// that the transaction wrote.
fn publish(sql: &impl Sql, trying: Trying<'_>, now: u64) -> Result<(), Error> {
    let chatflows = chatflows::all(sql)?;
    if let Trying::Expectations { before, own } = trying
        && let Some(broken) = expectations::newly_broken(before, &chatflows, own.map(ChatflowId::as_str))
    {
        return Err(refused(&broken));
    }
    account::bump(sql)?;
    kept::keep(sql, &chatflows, now)?;
    Ok(())
}

fn changed_order() -> Error {
    let message = "these are not the chatflows there are; look at the list again";
    Error::rejected(Code::ChatflowChanged, message).about("chatflows")
}

fn allowed(findings: &[Finding], enabled: bool) -> Result<(), Error> {
    stopping(findings, enabled).map_or(Ok(()), |finding| Err(refused(finding)))
}

/// A chatflow without rules or words.
fn bare(around: &Surroundings) -> Result<Chatflow, Error> {
    let inbox = around.inboxes.first();
    let inbox = inbox.ok_or_else(|| {
        Error::rejected(Code::ReferenceUnknown, "there is no inbox for its threads to arrive in")
            .about("inbox")
    })?;
    tree::from_value(json!({"id": "new", "name": "", "enabled": false, "inbox": inbox}))
        .map_err(|error| Error::fault("a new chatflow", error))
}

fn surroundings(sql: &impl Sql) -> Result<Surroundings, StoreError> {
    let everyone = people::everyone(sql)?;
    let members = |inbox: account::InboxSettings| {
        let members = people::members(sql, &inbox.id)?.into_iter().map(|member| member.id).collect();
        Ok((inbox.id, members))
    };
    Ok(Surroundings {
        gdpr: account::itself(sql)?.is_some_and(|account| account.gdpr),
        inboxes: account::inboxes(sql)?.into_iter().map(|inbox| inbox.id).collect(),
        lists: account::lists(sql)?.into_iter().map(|list| list.id).collect(),
        seats: everyone.iter().filter(|person| person.seat).map(|person| person.id.clone()).collect(),
        people: everyone.into_iter().map(|person| person.id).collect(),
        members: account::inboxes(sql)?.into_iter().map(members).collect::<Result<_, StoreError>>()?,
        teams: colleagues::teams(sql)?.into_iter().map(|team| team.id).collect(),
        skills: skills::all(sql)?.into_iter().map(|skill| skill.id).collect(),
        subscriptions: subscription_types::all(sql)?.into_iter().map(|kind| kind.id).collect(),
        chatflows: chatflows::all(sql)?,
        site: site(&account::origins(sql)?),
        pages: Vec::new(),
        catalogue: lists::catalogue(sql)?,
        any_loopback: account::itself(sql)?.is_some_and(|account| account.any_loopback_origin),
    })
}

fn info(sql: &impl Sql, chatflow: Chatflow) -> Result<ChatflowInfo, Error> {
    let Chatflow { targeting, name, welcome, inbox, .. } = chatflow;
    let id = ChatflowId::parse(&targeting.id).map_err(|error| Error::fault("a kept chatflow", error))?;
    let schedule = schedules::of(sql, id.as_str())?;
    Ok(ChatflowInfo { id, name, enabled: targeting.enabled, targeting, welcome, inbox, schedule })
}

#[cfg(test)]
mod tests;
