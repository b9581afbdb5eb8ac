//! Signing in and out, who one is, and the first set-up.

use protocol::account::{Account, Chatflow, Inbox, Person};
use protocol::code::Code;
use protocol::rest::{Me, SetUp, SignIn};
use serde_json::json;
use worker::{Request, Response};

use conversation::access::Role;
use conversation::email::EmailAddress;
use conversation::ids::{AccountId, AgentId};

use super::dispatch::Visit;
use super::entry::{Signed, from_own_page, signed};
use super::{factors, internal};
use crate::chatflow::judge;
use crate::device;
use crate::error::Error;
use crate::json::tree;
use crate::objects::address::Address;
use crate::objects::call::oneself::FindCredentials;
use crate::objects::call::{
    Accounts, Attempt, CloseSession, DropSession, ForgetAttempts, OpenSession, Session,
};
use crate::origin::Allowed;
use crate::password;
use crate::platform::clock::now_ms;
use crate::platform::incoming::{self, header};
use crate::platform::{log, random, reply, settings};
use crate::session::{LIFE_MS, Presented, set_cookie};
use crate::store::account::sessions::Device;

const JSON: &str = "application/json";

/// `POST /api/sign-in`.
pub(super) async fn sign_in(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    from_own_page(visit, request)?;
    let SignIn { email, password } = incoming::body(request, JSON).await?;
    // What is no address is nobody's, and costs as much as one that is.
    let email = EmailAddress::parse(&email).map_or(email, EmailAddress::into_string);
    let key = settings::key(visit.env)?;
    let email_digest = key.sign("email", &email);
    let attempt = Attempt { email_digest: email_digest.clone() };
    let account = Address::Directory.ask(visit.env, visit.id, &attempt).await?;
    let kept = match &account {
        Some(account) => {
            let call = FindCredentials { email };
            Address::Account(account.clone()).ask(visit.env, visit.id, &call).await?
        }
        None => None,
    };
    // As much work for an address that nobody has.
    let right = password::verify(&password, kept.as_ref().map(|kept| kept.password.as_str()))?;
    let (Some(account), Some(kept), true) = (account, kept, right) else {
        return Err(Error::rejected(Code::SignInFailed, "e-mail or password is wrong"));
    };
    forget_attempts_soon(visit, email_digest);
    if kept.second_factor {
        return factors::ask(visit, account, kept.person).await;
    }
    open(visit, request, account, kept.person).await
}

pub(super) fn forget_attempts_soon(visit: &Visit<'_>, email_digest: String) {
    let (env, id) = (visit.env.clone(), visit.id.to_owned());
    visit.context.wait_until(async move {
        if let Err(error) = Address::Directory.ask(&env, &id, &ForgetAttempts { email_digest }).await {
            log(&error, &id);
        }
    });
}

/// Opens a session and answers with its cookie.
pub(super) async fn open(
    visit: &Visit<'_>,
    request: &Request,
    account: AccountId,
    person: AgentId,
) -> Result<Response, Error> {
    let presented = Presented { account: account.clone(), token: random::secret()? };
    let Device { browser, system } = device::read(&header(request, "user-agent").unwrap_or_default());
    let call =
        OpenSession { digest: presented.digest(), person, expires_at: now_ms() + LIFE_MS, browser, system };
    let session = Address::Account(account.clone()).ask(visit.env, visit.id, &call).await?;
    let session = session.ok_or_else(|| Error::fault("a new session", "it was not kept"))?;
    let key = settings::key(visit.env)?;
    let cookie = set_cookie(&presented.to_cookie(&key), LIFE_MS / 1_000);
    let signed = Signed { account, presented, session, scopes: None };
    reply::rewrap(reply::ok(&signed.to_wire(visit)?)?, &[("set-cookie", &cookie)])
}

impl Signed {
    fn to_wire(&self, visit: &Visit<'_>) -> Result<Me, Error> {
        let Session { id, name, email, role, account_name, inboxes, .. } = self.session.clone();
        let csrf = self.presented.csrf(&settings::key(visit.env)?);
        Ok(Me { id, name, email, role, account: self.account.clone(), account_name, inboxes, csrf })
    }
}

/// `GET /api/me`.
pub(super) fn me(visit: &Visit<'_>) -> Result<Response, Error> {
    reply::ok(&signed(visit)?.to_wire(visit)?)
}

/// `POST /api/sign-out`: the session ends, and its sockets with it.
pub(super) async fn sign_out(visit: &Visit<'_>) -> Result<Response, Error> {
    let Signed { account, presented, session, .. } = signed(visit)?;
    let digest = presented.digest();
    let call = CloseSession { digest: digest.clone() };
    Address::Account(account.clone()).ask(visit.env, visit.id, &call).await?;
    for inbox in session.inboxes {
        let call = DropSession { digest: digest.clone() };
        Address::Inbox(account.clone(), inbox.id).ask(visit.env, visit.id, &call).await?;
    }
    let cookie = set_cookie("", 0);
    reply::rewrap(reply::ok(&json!({}))?, &[("set-cookie", &cookie)])
}

/// `POST /api/setup`: the first admin of a fresh installation, with the secret that was printed on its machine.
pub(super) async fn set_up(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    from_own_page(visit, request)?;
    let asked: SetUp = incoming::body(request, JSON).await?;
    if !Address::Directory.ask(visit.env, visit.id, &Accounts {}).await?.is_empty() {
        return Err(Error::rejected(Code::AlreadySetUp, "this installation has its first account"));
    }
    if !settings::is_secret(visit.env, "PARLOR_SETUP_SECRET", &asked.secret) {
        return Err(Error::rejected(Code::Forbidden, "this is not the link that was printed"));
    }
    check(&asked)?;
    let account = asked.account.clone();
    let file = first_account(asked)?;
    let admin = file.people.first().map(|person| person.id.clone());
    internal::create(visit, file, true).await?;
    let admin = admin.ok_or_else(|| Error::fault("set-up", "the account has nobody"))?;
    open(visit, request, account, admin).await
}

/// Checks what was typed under the names of the form; the account made of it is checked as a whole later.
fn check(asked: &SetUp) -> Result<(), Error> {
    for (field, text) in [("account_name", &asked.account_name), ("name", &asked.name)] {
        if let Some(found) = judge::name(field, text) {
            return Err(judge::refused(&found));
        }
    }
    EmailAddress::parse(&asked.email)
        .map_err(|error| Error::rejected(Code::EmailInvalid, error.to_string()).about("email"))?;
    if let Some(origin) = &asked.origin {
        Allowed::parse(origin)
            .map_err(|error| Error::rejected(Code::OriginInvalid, error.to_string()).about("origin"))?;
    }
    Ok(())
}

/// An account that works at once: one admin, one inbox, one chatflow on every page.
fn first_account(asked: SetUp) -> Result<Account, Error> {
    let broken = |error: serde_json::Error| Error::fault("the first account", error);
    let admin = tree::from_value(json!("admin")).map_err(broken)?;
    let inbox: Inbox =
        tree::from_value(json!({"id": "main", "name": "Inbox", "members": ["admin"]})).map_err(broken)?;
    let chatflow: Chatflow = tree::from_value(json!({
        "id": "welcome", "name": "Welcome", "include": [{"op": "all"}], "inbox": "main",
        "welcome": "How can we help?",
    }))
    .map_err(broken)?;
    let SetUp { account, account_name, name, email, password, origin, .. } = asked;
    let person = Person {
        id: admin,
        name,
        email,
        password: Some(password),
        role: Role::Owner,
        seat: true,
        capacity: None,
        hours: None,
        skills: Vec::new(),
    };
    Ok(Account {
        account,
        name: account_name,
        origins: origin.into_iter().collect(),
        any_loopback_origin: false,
        gdpr: false,
        people: vec![person],
        skills: Vec::new(),
        subscriptions: Vec::new(),
        teams: Vec::new(),
        inboxes: vec![inbox],
        properties: Vec::new(),
        lists: Vec::new(),
        contacts: Vec::new(),
        chatflows: vec![chatflow],
    })
}
