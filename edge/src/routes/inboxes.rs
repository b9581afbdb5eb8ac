//! Several inboxes, for admins; and what belongs to contacts beside conversations.

use conversation::ids::{ContactId, InboxId, RecordId};
use protocol::frame::Agent;
use protocol::rest::inboxes::{DeleteInbox as Typed, SaveInbox};
use protocol::rest::records::{NewRecord, SaveRecord};
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::desk::{EraseInbox, KeepMembers};
use crate::objects::call::model::{CreateRecord, DeleteInbox, ListInboxes, ListRecords, PutInbox, PutRecord};
use crate::platform::{incoming, reply};

const JSON: &str = "application/json";

/// `GET`, and `POST` a new one, `/api/inboxes`.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    if request.method() == Method::Post {
        return put(visit, request, None).await;
    }
    let signed = signed(visit)?;
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &ListInboxes {}).await?)
}

/// `PUT` and `DELETE` `/api/inboxes/{inbox}`.
pub(super) async fn one(visit: &Visit<'_>, request: &mut Request, inbox: InboxId) -> Result<Response, Error> {
    if request.method() == Method::Put {
        return put(visit, request, Some(inbox)).await;
    }
    let signed = signed(visit)?;
    let Typed { name } = incoming::body(request, JSON).await?;
    let account = Address::Account(signed.account.clone());
    let shards = entry::change(visit, &DeleteInbox { id: inbox.clone(), name }).await?;
    // From here on nobody reaches it. Where this is cut short, asking again goes on with it.
    let address = Address::Inbox(signed.account, inbox);
    address.ask(visit.env, visit.id, &EraseInbox { shards }).await?;
    reply::ok(&account.ask(visit.env, visit.id, &ListInboxes {}).await?)
}

async fn put(visit: &Visit<'_>, request: &mut Request, id: Option<InboxId>) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let content: SaveInbox = incoming::body(request, JSON).await?;
    let members = content.members.clone();
    let inboxes = entry::change(visit, &PutInbox { id: id.clone(), content }).await?;
    if let Some(id) = id {
        // Whoever works there no more hears no more of it (S175).
        Address::Inbox(signed.account, id).ask(visit.env, visit.id, &KeepMembers { members }).await?;
    }
    reply::ok(&inboxes)
}

/// `GET`, and `POST` a new one, `/api/contacts/{contact}/records` (S143–S145).
pub(super) async fn records(
    visit: &Visit<'_>,
    request: &mut Request,
    contact: ContactId,
) -> Result<Response, Error> {
    if request.method() != Method::Post {
        let signed = signed(visit)?;
        let call = ListRecords { contact };
        return reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &call).await?);
    }
    let signed = signed(visit)?;
    let content: NewRecord = incoming::body(request, JSON).await?;
    let by = Agent { id: signed.session.id, name: signed.session.name };
    let call = CreateRecord { contact, content, by };
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &call).await?)
}

/// `PUT` and `DELETE` `/api/contacts/{contact}/records/{record}`.
pub(super) async fn record(
    visit: &Visit<'_>,
    request: &mut Request,
    contact: ContactId,
    id: RecordId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let content = match request.method() {
        Method::Put => Some(incoming::body::<SaveRecord>(request, JSON).await?),
        _ => None,
    };
    let call = PutRecord { contact, id, content };
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &call).await?)
}
