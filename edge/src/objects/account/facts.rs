//! What the account tells shards and Workers of a visitor: who they are, what their thread begins with, and which
//! consent text they were shown.

use conversation::email::EmailAddress;
use conversation::ids::{AgentId, ChatflowId, ContactId, random_part};
use protocol::account::Consent;

use super::bot;
use crate::error::Error;
use crate::lists::{precedence, upkeep};
use crate::objects::call::{
    BeginFacts, Beginning, Claim, Claimed, ConsentFacts, ContactFacts, ContactOf, FindContact,
};
use crate::platform::clock::now_ms;
use crate::platform::random;
use crate::platform::sql::ObjectSql;
use crate::shard::consent::Consenting;
use crate::store::account::contacts::Contact;
use crate::store::account::{self, chatflows, consents, contacts};
use crate::store::threads::KnownAs;

const HOUR_MS: u64 = 3_600_000;

pub(super) fn find_contact(sql: &ObjectSql, call: &FindContact) -> Result<Option<ContactFacts>, Error> {
    // What is no address is nobody's.
    let Ok(email) = EmailAddress::parse(&call.email) else { return Ok(None) };
    match contacts::by_email(sql, &email)? {
        Some(contact) => Ok(Some(facts(sql, upkeep::seen_now(sql, contact, now_ms())?)?)),
        None => Ok(None),
    }
}

pub(super) fn contact_of(sql: &ObjectSql, call: &ContactOf) -> Result<Option<ContactFacts>, Error> {
    let contact = upkeep::of_visitor(sql, call.named.as_ref(), &call.visitor, now_ms())?;
    contact.filter(certain(sql)?).map(|contact| facts(sql, contact)).transpose()
}

/// What is told of a contact.
pub(super) fn facts(sql: &ObjectSql, contact: Contact) -> Result<ContactFacts, Error> {
    Ok(ContactFacts { owner: owner(sql, &contact)?, id: contact.id, lists: contact.lists })
}

/// Whether a contact counts here: one that somebody only claims to be counts for nothing where the account wants the word of
/// the site's own server (E27).
pub(super) fn certain(sql: &ObjectSql) -> Result<impl FnOnce(&Contact) -> bool + use<>, Error> {
    let verified_only = account::itself(sql)?.is_some_and(|itself| itself.verified_only);
    Ok(move |contact: &Contact| contact.verified || !verified_only)
}

/// Whose a contact is. Who only claims to be somebody is nobody's.
fn owner(sql: &ObjectSql, contact: &Contact) -> Result<Option<AgentId>, Error> {
    Ok(if contact.verified { account::colleagues::owner_of(sql, &contact.id)? } else { None })
}

pub(super) fn claim(sql: &ObjectSql, call: &Claim) -> Result<Option<Claimed>, Error> {
    let Claim { visitor, named, email } = call;
    let known = contacts::of_visitor(sql, named.as_ref(), visitor)?;
    let claims_count = !account::itself(sql)?.is_some_and(|itself| itself.verified_only);
    if !claims_count || known.is_some_and(|contact| contact.verified) {
        return Ok(None);
    }
    let proposed = format!("c-{}", random_part(random::bytes()?));
    let proposed = ContactId::parse(&proposed).map_err(|error| Error::fault("a new contact", error))?;
    let contact = upkeep::claim(sql, visitor, (Some(email), None), &proposed, now_ms())?;
    let lift = match contacts::contact(sql, &contact)? {
        Some(contact) => precedence::lift(sql, &contact)?,
        None => None,
    };
    Ok(Some(Claimed { contact, lift }))
}

/// What a thread begins with, where a minute has so many ms.
pub(super) fn begin(sql: &ObjectSql, call: &BeginFacts, minute_ms: u64) -> Result<Option<Beginning>, Error> {
    let chatflow = chatflows::by_id(sql, &call.chatflow)?.filter(|chatflow| chatflow.targeting.enabled);
    let Some(chatflow) = chatflow else { return Ok(None) };
    let inbox = account::inboxes(sql)?.into_iter().find(|inbox| inbox.id == chatflow.inbox);
    let inbox = inbox.ok_or_else(|| Error::fault("a chatflow's inbox", "there is none"))?;
    let contact = contacts::of_visitor(sql, call.named.as_ref(), &call.visitor)?.filter(certain(sql)?);
    let any_loopback = account::itself(sql)?.is_some_and(|itself| itself.any_loopback_origin);
    let bot = bot::script(sql, &chatflow, any_loopback)?;
    Ok(Some(Beginning {
        owner: contact.as_ref().map(|contact| owner(sql, contact)).transpose()?.flatten(),
        lift: contact.as_ref().map(|contact| precedence::lift(sql, contact)).transpose()?.flatten(),
        chatflow_name: chatflow.name,
        inbox: inbox.id,
        reopen_within: inbox.reopen_within_hours.saturating_mul(HOUR_MS),
        closes_after: chatflow.closes_after_minutes.map_or(0, |minutes| u64::from(minutes) * minute_ms),
        routing: chatflow.routing,
        consent: consenting(sql, &call.chatflow, chatflow.consent, call.consent)?,
        bot,
        contact: contact.map(|Contact { id, name, email, verified, .. }| KnownAs {
            id,
            name,
            email,
            verified,
        }),
    }))
}

pub(super) fn consent(sql: &ObjectSql, call: &ConsentFacts) -> Result<Consenting, Error> {
    let step = chatflows::by_id(sql, &call.chatflow)?.and_then(|chatflow| chatflow.consent);
    consenting(sql, &call.chatflow, step, call.version)
}

fn consenting(
    sql: &ObjectSql,
    chatflow: &ChatflowId,
    step: Option<Consent>,
    version: Option<u32>,
) -> Result<Consenting, Error> {
    let itself = account::itself(sql)?.ok_or_else(Error::not_found)?;
    // While the account does not ask for consent, steps are kept and not demanded (S79).
    let step = step.filter(|_| itself.gdpr);
    let shown = version.map(|version| consents::published(sql, chatflow, version)).transpose()?.flatten();
    Ok(Consenting { in_force: step.map(|step| step.mode), shown })
}
