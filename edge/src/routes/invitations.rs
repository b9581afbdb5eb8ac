//! `/api/invitations` and `/api/people/{agent}`: people come, change and go (P68). Admins decide, and the owner who owns.
//!
//! A link's token is `<account>.<secret>.<signature>`, as a session's cookie is, signed for this purpose alone: so that the
//! account's object is found by it, and no made-up name makes one.

use conversation::ids::{AccountId, AgentId, InvitationId, random_part};
use protocol::code::Code;
use protocol::limits::PASSWORD_BYTES;
use protocol::rest::invitations::{
    AcceptInvitation, ChangePerson, HandOn, Invite, Invited, InvitedPerson, LookAtInvitation,
};
use serde_json::json;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{Signed, from_own_page, signed};
use super::people::open;
use super::profile::confirm;
use crate::error::Error;
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::Call;
use crate::objects::call::staff::{
    AcceptPerson, AddAddress, FindInvitation, KeepInvitation, ListInvitations, PassOwnership, PutPerson,
    RemoveAddress, RemovePerson, RevokeInvitation,
};
use crate::password;
use crate::people::invitations::{over, taken};
use crate::platform::{incoming, random, reply, settings};
use crate::session::digest;
use crate::token::Key;

const JSON: &str = "application/json";
const PURPOSE: &str = "invitation";

/// What a link's token says: the account, and the digest that it keeps.
fn read(key: &Key, token: &str) -> Result<(AccountId, String), Error> {
    let (claim, signature) = token.rsplit_once('.').ok_or_else(over)?;
    if !key.verify(PURPOSE, claim, signature) {
        return Err(over());
    }
    let (account, secret) = claim.split_once('.').ok_or_else(over)?;
    Ok((AccountId::parse(account).map_err(|_| over())?, digest(secret)))
}

async fn ask<C: Call>(visit: &Visit<'_>, signed: &Signed, call: C) -> Result<C::Answer, Error> {
    Address::Account(signed.account.clone()).ask(visit.env, visit.id, &call).await
}

/// `GET`, and `POST` a new one, `/api/invitations`.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let signed = signed(visit)?;
    if request.method() != Method::Post {
        return reply::ok(&ask(visit, &signed, ListInvitations {}).await?);
    }
    let invite: Invite = incoming::body(request, JSON).await?;
    let secret = random::secret()?;
    let call = KeepInvitation {
        id: InvitationId::parse(&random_part(random::bytes()?))?,
        digest: digest(&secret),
        invite,
        by: signed.by(),
    };
    let invitation = ask(visit, &signed, call).await?;
    let claim = format!("{}.{secret}", signed.account);
    let signature = settings::key(visit.env)?.sign(PURPOSE, &claim);
    let link = format!("{}/console/join#{claim}.{signature}", visit.own);
    reply::ok(&Invited { invitation, link })
}

/// `DELETE /api/invitations/{invitation}`.
pub(super) async fn revoke(visit: &Visit<'_>, id: InvitationId) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let by = signed.by();
    reply::ok(&ask(visit, &signed, RevokeInvitation { id, by }).await?)
}

/// `POST /api/invitations/look`.
pub(super) async fn look(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    from_own_page(visit, request)?;
    let LookAtInvitation { token } = incoming::body(request, JSON).await?;
    let (account, digest) = read(&settings::key(visit.env)?, &token)?;
    let found = Address::Account(account).ask(visit.env, visit.id, &FindInvitation { digest }).await?;
    reply::ok(&InvitedPerson { email: found.email, name: found.name, invited_by: found.invited_by })
}

/// `POST /api/invitations/accept`: somebody comes, and is signed in.
pub(super) async fn accept(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    from_own_page(visit, request)?;
    let AcceptInvitation { token, name, password } = incoming::body(request, JSON).await?;
    let key = settings::key(visit.env)?;
    let (account, digest) = read(&key, &token)?;
    let address = Address::Account(account.clone());
    // Before anything is hashed.
    let call = FindInvitation { digest: digest.clone() };
    let invitation = address.ask(visit.env, visit.id, &call).await?;
    if !PASSWORD_BYTES.contains(&password.len()) {
        let message = format!("{} to {} bytes", PASSWORD_BYTES.start(), PASSWORD_BYTES.end());
        return Err(Error::rejected(Code::PasswordLength, message).about("password"));
    }
    let email_digest = key.sign("email", &invitation.email);
    let call = AddAddress { account: account.clone(), email_digest };
    if !Address::Directory.ask(visit.env, visit.id, &call).await? {
        return Err(taken());
    }
    let password = password::hash(&password, random::bytes()?)?;
    let person = address.ask(visit.env, visit.id, &AcceptPerson { digest, name, password }).await?;
    memory::forget(&account);
    open(visit, request, account, person).await
}

/// `PUT` and `DELETE` `/api/people/{agent}`.
pub(super) async fn person(
    visit: &Visit<'_>,
    request: &mut Request,
    agent: AgentId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let by = signed.by();
    if request.method() == Method::Put {
        let change: ChangePerson = incoming::body(request, JSON).await?;
        let info = ask(visit, &signed, PutPerson { agent, change, by }).await?;
        memory::forget(&signed.account);
        return reply::ok(&info);
    }
    let email = ask(visit, &signed, RemovePerson { agent, by }).await?;
    let email_digest = settings::key(visit.env)?.sign("email", &email);
    let call = RemoveAddress { account: signed.account.clone(), email_digest };
    Address::Directory.ask(visit.env, visit.id, &call).await?;
    memory::forget(&signed.account);
    reply::ok(&json!({}))
}

/// `POST /api/me/hand-on`.
pub(super) async fn hand_on(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let HandOn { to, password } = incoming::body(request, JSON).await?;
    confirm(visit, &signed, &password).await?;
    let by = signed.by();
    ask(visit, &signed, PassOwnership { to, by }).await?;
    reply::ok(&json!({}))
}
