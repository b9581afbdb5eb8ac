//! What the account says of transcripts: whether a chatflow sends them, and where contacts are reached.

use conversation::availability::Mode;
use conversation::ids::ContactId;
use conversation::transcript::Language;
use protocol::account::Chatflow;
use protocol::rest::transcripts::{Recipient, Recipients};

use super::facts::certain;
use crate::error::Error;
use crate::objects::call::transcripts::{FindRecipients, Reached, Sending, TranscriptFacts};
use crate::platform::sql::ObjectSql;
use crate::store::account::{self, chatflows, contacts};

/// Contacts that are offered at once.
const OFFERED: u32 = 10;

pub(super) fn sending(sql: &ObjectSql, call: &TranscriptFacts) -> Result<Sending, Error> {
    let chatflow = chatflows::by_id(sql, &call.chatflow)?;
    let itself = account::itself(sql)?.ok_or_else(Error::not_found)?;
    let language = chatflow.as_ref().and_then(|chatflow| chatflow.language.as_deref());
    Ok(Sending {
        by_itself: chatflow.as_ref().is_some_and(|chatflow| chatflow.transcript),
        account_name: itself.name,
        zone: chatflow.as_ref().and_then(zone),
        language: language.map(Language::of_tag).unwrap_or_default(),
        to: call.contact.as_ref().map_or(Ok(Reached::Nobody), |contact| reached(sql, contact))?,
    })
}

fn zone(chatflow: &Chatflow) -> Option<String> {
    match &chatflow.availability {
        Mode::Hours(hours) => Some(hours.schedule.zone.clone()),
        Mode::Always { .. } | Mode::Status { .. } => None,
    }
}

fn reached(sql: &ObjectSql, contact: &ContactId) -> Result<Reached, Error> {
    let contact = contacts::contact(sql, contact)?.filter(certain(sql)?);
    Ok(contact.map_or(Reached::Nobody, |contact| match contact.email {
        Some(email) => Reached::At(Recipient {
            contact: contact.id,
            name: contact.name,
            email,
            verified: contact.verified,
        }),
        None => Reached::NoAddress,
    }))
}

pub(super) fn find(sql: &ObjectSql, call: &FindRecipients) -> Result<Recipients, Error> {
    Ok(Recipients { recipients: contacts::recipients(sql, &call.text, OFFERED)? })
}
