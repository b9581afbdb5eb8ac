//! `GET /api/inboxes/{inbox}/ratings`: what visitors thought of chats that had ended (H68), the latest first.

use conversation::ids::{ContactId, InboxId};
use protocol::code::Code;
use worker::{Request, Response};

use super::audit::number;
use super::dispatch::Visit;
use super::entry::signed;
use super::threads::{address, limit, only, parameter};
use crate::error::Error;
use crate::objects::call::desk::ListRatings;
use crate::platform::reply;

pub(super) async fn all(visit: &Visit<'_>, request: &Request, inbox: InboxId) -> Result<Response, Error> {
    only(request, &["from", "until", "contact", "cursor", "limit"])?;
    let wrong = |_| Error::malformed(Code::IdFormat, "contact: not a well-formed id").about("contact");
    let contact =
        parameter(request, "contact")?.map(|id| ContactId::parse(&id)).transpose().map_err(wrong)?;
    let call = ListRatings {
        from: number(request, "from")?,
        until: number(request, "until")?,
        contact,
        before: parameter(request, "cursor")?,
        limit: limit(request)?,
    };
    reply::ok(&address(&signed(visit)?, &inbox).ask(visit.env, visit.id, &call).await?)
}
