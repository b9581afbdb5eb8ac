//! What the account tells bots of a visitor, and keeps of what they answer.

use std::collections::BTreeMap;

use conversation::bot::{self, Does};
use conversation::ids::AgentId;
use conversation::list::{Property, Value};
use conversation::routing::precedence::Lift;
use protocol::account::Chatflow;

use super::facts::certain;
use crate::error::Error;
use crate::lists::{known, precedence, upkeep};
use crate::objects::call::bot::{BotFacts, KeepAnswer, Known};
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::store::account::{contacts, lists, properties};
use crate::store::threads::bots::Script;

/// What a thread of this chatflow runs by.
pub(super) fn script(
    sql: &ObjectSql,
    chatflow: &Chatflow,
    any_loopback: bool,
) -> Result<Option<Script>, Error> {
    let Some(bot) = &chatflow.bot else { return Ok(None) };
    let asks = |property: &Property| {
        bot.steps
            .iter()
            .any(|step| matches!(&step.does, Does::Property { property: id, .. } if *id == property.id))
    };
    let properties = properties::all(sql)?.into_iter().filter(asks).collect();
    Ok(Some(Script { script: bot::Script { bot: bot.clone(), properties }, any_loopback }))
}

pub(super) fn facts(sql: &ObjectSql, call: &BotFacts) -> Result<Known, Error> {
    let now = now_ms();
    let contact = upkeep::of_visitor(sql, call.named.as_ref(), &call.visitor, now)?;
    let Some(contact) = contact.filter(certain(sql)?) else {
        return Ok(Known::default());
    };
    let values = lists::contact(sql, &contact.id)?.map(|seen| seen.facts.values).unwrap_or_default();
    let owner = values.iter().find(|(property, _)| property.as_str() == "owner").and_then(|(_, value)| {
        let Value::Text(owner) = value else { return None };
        AgentId::parse(owner).ok()
    });
    Ok(Known { values, lists: contact.lists, owner })
}

pub(super) fn keep(sql: &ObjectSql, call: KeepAnswer) -> Result<Option<Lift>, Error> {
    let now = now_ms();
    let contact = upkeep::of_visitor(sql, call.named.as_ref(), &call.visitor, now)?;
    let Some(contact) = contact.filter(certain(sql)?) else { return Ok(None) };
    // Of a property that is gone, or holds something else now, there is nothing to keep.
    if lists::catalogue(sql)?.check_value(&call.property, &call.value).is_err() {
        return Ok(None);
    }
    known::set(sql, &contact.id, &BTreeMap::from([(call.property, Some(call.value))]), now)?;
    match contacts::contact(sql, &contact.id)? {
        Some(contact) => Ok(precedence::lift(sql, &contact)?),
        None => Ok(None),
    }
}
