//! `/api/chatflows`: the list, and a switch each.

use conversation::access::{Act, may};
use conversation::ids::ChatflowId;
use protocol::code::Code;
use protocol::rest::{Chatflows, Enabled};
use worker::{Request, Response};

use super::dispatch::Visit;
use super::people::{Signed, changing, signed};
use crate::error::Error;
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::{ListChatflows, SwitchChatflow};
use crate::platform::{incoming, reply};

fn allowed(signed: &Signed, act: Act) -> Result<(), Error> {
    if may(signed.session.role, act) {
        return Ok(());
    }
    Err(Error::rejected(Code::Forbidden, "your role does not allow this"))
}

/// `GET /api/chatflows` (S10).
pub(super) async fn list(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    let signed = signed(visit, request).await?;
    allowed(&signed, Act::SeeChatflows)?;
    let chatflows = Address::Account(signed.account).ask(visit.env, visit.id, &ListChatflows {}).await?;
    reply::ok(&Chatflows { chatflows })
}

/// `PUT /api/chatflows/{id}/enabled` (S10, S11).
pub(super) async fn switch(
    visit: &Visit<'_>,
    request: &mut Request,
    chatflow: ChatflowId,
) -> Result<Response, Error> {
    let signed = changing(visit, request).await?;
    allowed(&signed, Act::ChangeChatflows)?;
    let Enabled { enabled } = incoming::body(request, "application/json").await?;
    let account = Address::Account(signed.account.clone());
    let changed = account.ask(visit.env, visit.id, &SwitchChatflow { chatflow, enabled }).await?;
    memory::forget(&signed.account);
    reply::ok(&changed.ok_or_else(Error::not_found)?)
}
