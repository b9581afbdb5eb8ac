//! `…/poll`: what sockets carry, for networks where they do not pass (N25). One route beside each socket's.
//!
//! Who may ask is checked as on every other route of theirs, with every request; what is said is the object's.

use conversation::ids::{AccountId, InboxId};
use protocol::code::Code;
use protocol::limits::{POLL_BYTES, POLL_FRAMES};
use protocol::poll::{Poll, is_session_id};
use worker::{Request, Response};

use super::dispatch::Visit;
use super::entry::signed;
use super::threads::at_inbox;
use super::visitors::{TEXT, to_page};
use crate::error::Error;
use crate::objects::call::{PollAgent, PollVisitor};
use crate::platform::{incoming, reply};

/// `POST /v1/{account}/inboxes/{inbox}/shards/{n}/poll`: a simple request, so that no preflight is needed.
pub(super) async fn visitor(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
    inbox: InboxId,
    shard: u16,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        let address = page.shard(inbox, shard)?;
        let poll = asked(request, TEXT).await?;
        let call = PollVisitor { poll, origin: page.origin.clone() };
        Ok(reply::written(address.ask(visit.env, visit.id, &call).await?))
    })
    .await
}

/// `POST /api/inboxes/{inbox}/poll`: session and proof, as for every change.
pub(super) async fn agent(
    visit: &Visit<'_>,
    request: &mut Request,
    inbox: InboxId,
) -> Result<Response, Error> {
    let (address, agent) = at_inbox(&signed(visit)?, &inbox)?;
    let call = PollAgent { poll: asked(request, "application/json").await?, agent };
    Ok(reply::written(address.ask(visit.env, visit.id, &call).await?))
}

async fn asked(request: &mut Request, content_type: &str) -> Result<Poll, Error> {
    let poll: Poll = incoming::long_body(request, content_type, POLL_BYTES).await?;
    if !is_session_id(&poll.id) {
        return Err(Error::malformed(Code::IdFormat, "expected 26 of a-z2-7").about("id"));
    }
    if poll.frames.len() > POLL_FRAMES {
        let message = format!("at most {POLL_FRAMES} frames, got {}", poll.frames.len());
        return Err(Error::rejected(Code::TooMany, message).about("frames"));
    }
    Ok(poll)
}
