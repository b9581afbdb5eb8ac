//! Who a visitor is, by the word of the site's own server: it asks for a token (H44), or signs one itself (P1).

use conversation::email::EmailAddress;
use conversation::ids::{AccountId, ContactId, SecretId, VisitorId, random_part};
use protocol::code::Code;
use protocol::limits::TOKEN_SECONDS;
use protocol::rest::Nothing;
use protocol::rest::identification::{
    CheckIdentity, CreateIdentity, Identified, IdentityChecked, IdentitySecretMade, Why,
};
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use super::visitors::{Page, shard_of};
use crate::book::Ready;
use crate::chatflow::judge;
use crate::error::Error;
use crate::identity::{self, Secret, Vouched};
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::FindContact;
use crate::objects::call::identities::{
    AddIdentitySecret, ListIdentitySecrets, Recognise, Recognised, RevokeIdentitySecret,
};
use crate::platform::clock::now_s;
use crate::platform::{incoming, random, reply, settings};
use crate::seal;
use crate::token::{self, Claims};

const JSON: &str = "application/json";
/// What the secrets are sealed for.
const SEALED_FOR: &str = "identity";

/// `POST /visitor-identification/2026-03/tokens/create`, and the older address: the site's server has a token made.
pub(super) async fn create(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let CreateIdentity { email, first_name, last_name } = incoming::body(request, JSON).await?;
    let email = EmailAddress::parse(&email)
        .map_err(|error| Error::rejected(Code::EmailInvalid, error.to_string()).about("email"))?;
    for (field, name) in [("firstName", &first_name), ("lastName", &last_name)] {
        let found = name.as_deref().filter(|name| !name.is_empty()).and_then(|name| judge::name(field, name));
        found.map_or(Ok(()), |found| Err(judge::refused(&found)))?;
    }
    let name = [first_name, last_name].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let account = signed(visit)?.account;
    let ready = memory::account(visit.env, visit.context, visit.id, &account).await?;
    let ready = ready.ok_or_else(Error::not_found)?;
    let recognised = ask(visit, &account, &ready, email, identity::told_name(&name)).await?;
    reply::ok(&Identified { token: identity_of(visit, account, recognised)? })
}

/// The identity of somebody whom the site's server named, for 12 hours.
pub(super) fn identity_of(
    visit: &Visit<'_>,
    account: AccountId,
    Recognised { contact, visitor, shard }: Recognised,
) -> Result<String, Error> {
    let now = now_s();
    let claims = Claims {
        account,
        visitor,
        origin: None,
        shard,
        subject: Some(contact.id.to_string()),
        contact: Some(contact.id),
        lists: contact.lists,
        issued: now,
        expires: Claims::identity_end(now),
        passing: false,
    };
    Ok(token::write(&settings::key(visit.env)?, &claims))
}

/// The contact with an address, and the visitor they are everywhere; made where there is none.
pub(super) async fn ask(
    visit: &Visit<'_>,
    account: &AccountId,
    ready: &Ready,
    email: EmailAddress,
    name: Option<String>,
) -> Result<Recognised, Error> {
    let contact = ContactId::parse(&format!("c-{}", random_part(random::bytes()?)))
        .map_err(|error| Error::fault("a new contact", error))?;
    let bits = random::bytes()?;
    let call = Recognise {
        email: email.into_string(),
        name,
        contact,
        visitor: VisitorId::from_random(bits),
        shard: shard_of(bits, ready.most_shards()),
    };
    Address::Account(account.clone()).ask(visit.env, visit.id, &call).await
}

/// Whom a token that the site signed vouches for, or why for nobody.
fn read(
    visit: &Visit<'_>,
    account: &AccountId,
    ready: &Ready,
    token: &str,
) -> Result<Result<Vouched, Why>, Error> {
    let key = settings::key(visit.env)?;
    let open = |(id, sealed): &(SecretId, String)| {
        let bytes = seal::open(&key, SEALED_FOR, account.as_str(), sealed)?;
        Some(Secret { id: id.clone(), bytes })
    };
    let secrets: Vec<Secret> = ready.secrets.iter().filter_map(open).collect();
    Ok(identity::read(&secrets, token, account, now_s()))
}

/// The same for a page, which learns no reason.
fn vouched(visit: &Visit<'_>, page: &Page, token: &str) -> Result<Option<Vouched>, Error> {
    Ok(read(visit, &page.account, &page.ready, token)?.ok())
}

/// `POST /api/identification/check`: why a token that the site signed counts for nobody.
pub(super) async fn check(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let CheckIdentity { token } = incoming::body(request, JSON).await?;
    let account = signed(visit)?.account;
    let ready = memory::account(visit.env, visit.context, visit.id, &account).await?;
    let ready = ready.ok_or_else(Error::not_found)?;
    reply::ok(&match read(visit, &account, &ready, &token)? {
        Ok(vouched) => IdentityChecked { counts: true, why: None, email: Some(vouched.email.into_string()) },
        Err(why) => IdentityChecked { counts: false, why: Some(why), email: None },
    })
}

/// The visitor behind a token that the site signed. Somebody looks at a page: nothing is written, so who is no contact yet
/// is known for this request alone.
pub(super) async fn look_up(visit: &Visit<'_>, page: &Page, token: &str) -> Result<Option<Claims>, Error> {
    let Some(Vouched { subject, email, .. }) = vouched(visit, page, token)? else { return Ok(None) };
    let call = FindContact { email: email.into_string() };
    let contact = Address::Account(page.account.clone()).ask(visit.env, visit.id, &call).await?;
    let (contact, lists) = contact.map(|contact| (contact.id, contact.lists)).unzip();
    let now = now_s();
    Ok(Some(Claims {
        account: page.account.clone(),
        visitor: VisitorId::from_random(random::bytes()?),
        origin: None,
        shard: 0,
        contact,
        subject: Some(subject),
        lists: lists.unwrap_or_default(),
        issued: now,
        expires: now,
        passing: true,
    }))
}

/// The same where the visitor acts: a token of ours for this origin.
pub(super) async fn recognise(visit: &Visit<'_>, page: &Page, token: &str) -> Result<Option<Claims>, Error> {
    let Some(Vouched { subject, email, name }) = vouched(visit, page, token)? else { return Ok(None) };
    let Recognised { contact, visitor, shard } = ask(visit, &page.account, &page.ready, email, name).await?;
    let now = now_s();
    Ok(Some(Claims {
        account: page.account.clone(),
        visitor,
        origin: Some(page.origin.clone()),
        shard,
        contact: Some(contact.id),
        subject: Some(subject),
        lists: contact.lists,
        issued: now,
        expires: now + TOKEN_SECONDS,
        passing: false,
    }))
}

/// `GET /api/identification/secrets`, and `POST` a new one.
pub(super) async fn secrets(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    if request.method() != Method::Post {
        let call = ListIdentitySecrets {};
        return reply::ok(&Address::Account(account).ask(visit.env, visit.id, &call).await?);
    }
    let Nothing {} = incoming::body(request, JSON).await?;
    let id = SecretId::parse(&random_part(random::bytes()?))?;
    let secret = format!("pvi_{}{}", random_part(random::bytes()?), random_part(random::bytes()?));
    let key = settings::key(visit.env)?;
    let sealed = seal::seal(&key, SEALED_FOR, account.as_str(), secret.as_bytes(), random::bytes()?)
        .ok_or_else(|| Error::fault("sealing a secret", "it is too long"))?;
    let made = entry::change(visit, &AddIdentitySecret { id, sealed }).await?;
    memory::forget(&account);
    reply::ok(&IdentitySecretMade { made, secret })
}

/// `DELETE /api/identification/secrets/{secret}`.
pub(super) async fn revoke(visit: &Visit<'_>, secret: SecretId) -> Result<Response, Error> {
    let left = entry::change(visit, &RevokeIdentitySecret { id: secret }).await?;
    memory::forget(&signed(visit)?.account);
    reply::ok(&left)
}
