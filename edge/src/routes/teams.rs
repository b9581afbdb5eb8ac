//! `/api/teams`: who belongs together, for routing to several at once (S91). Admins change them.

use conversation::ids::TeamId;
use protocol::rest::people::Teams;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use crate::error::Error;
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::colleagues::{CreateTeam, DeleteTeam, GetTeams, SaveTeam};
use crate::platform::{incoming, reply};

const JSON: &str = "application/json";

/// `GET /api/teams`, and `POST` a new one.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    if request.method() != Method::Post {
        let signed = signed(visit)?;
        let teams = Address::Account(signed.account).ask(visit.env, visit.id, &GetTeams {}).await?;
        return reply::ok(&Teams { teams });
    }
    let signed = signed(visit)?;
    let call = CreateTeam { content: incoming::body(request, JSON).await? };
    let teams = entry::change(visit, &call).await?;
    memory::forget(&signed.account);
    reply::ok(&Teams { teams })
}

/// `PUT` and `DELETE` `/api/teams/{team}`.
pub(super) async fn one(visit: &Visit<'_>, request: &mut Request, team: TeamId) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let teams = if request.method() == Method::Put {
        let call = SaveTeam { id: team, content: incoming::body(request, JSON).await? };
        entry::change(visit, &call).await?
    } else {
        entry::change(visit, &DeleteTeam { id: team }).await?
    };
    memory::forget(&signed.account);
    reply::ok(&Teams { teams })
}
