//! `/api/settings`: the account's sites, and whether consent can be asked for. For admins.

use protocol::rest::ChangeSettings;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use crate::error::Error;
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::{GetSettings, PutSettings};
use crate::platform::{incoming, reply};

/// `GET` and `PUT` `/api/settings`.
pub(super) async fn answer(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    if request.method() != Method::Put {
        let signed = signed(visit)?;
        let settings = Address::Account(signed.account).ask(visit.env, visit.id, &GetSettings {}).await?;
        return reply::ok(&settings);
    }
    let signed = signed(visit)?;
    let ChangeSettings { origins, gdpr, verified_only, redaction, list_priorities } =
        incoming::body(request, "application/json").await?;
    let call = PutSettings { origins, gdpr, verified_only, redaction, list_priorities };
    let settings = entry::change(visit, &call).await?;
    memory::forget(&signed.account);
    reply::ok(&settings)
}
