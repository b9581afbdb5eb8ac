//! Signing in with a code of another device, and switching that on and off (P69, T22).
//!
//! The secret is sealed with the operator's key before it leaves here, and opened here: the account never sees it.

use conversation::ids::{AccountId, AgentId};
use protocol::rest::profile::{
    Challenge, Confirm, ConfirmFactor as Code, Enrolment, RecoveryCodes, SecondFactor, SignInSecond,
};
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{Signed, from_own_page, signed};
use super::people::{forget_attempts_soon, open};
use super::profile::confirm;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::oneself::{
    AskSecond, BeginFactor, ConfirmFactor, GetFactor, ProveSecond, PutCodes, RemoveFactor, SealedFactor,
    TrySecond,
};
use crate::objects::call::{Attempt, Call};
use crate::people::oneself::{Proof, failed, over};
use crate::platform::clock::now_ms;
use crate::platform::{incoming, random, reply, settings};
use crate::session::digest;
use crate::token::Key;
use crate::{seal, totp};

const JSON: &str = "application/json";
const PURPOSE: &str = "second";
/// How long a code may take, in ms.
const PATIENCE_MS: u64 = 5 * 60_000;

async fn ask_account<C: Call>(visit: &Visit<'_>, account: &AccountId, call: C) -> Result<C::Answer, Error> {
    Address::Account(account.clone()).ask(visit.env, visit.id, &call).await
}

/// The password was right: asks for the code.
pub(super) async fn ask(visit: &Visit<'_>, account: AccountId, agent: AgentId) -> Result<Response, Error> {
    let claim = format!("{account}.{}", random::secret()?);
    let expires_at = now_ms() + PATIENCE_MS;
    ask_account(visit, &account, AskSecond { digest: digest(&claim), agent, expires_at }).await?;
    let challenge = format!("{claim}.{}", settings::key(visit.env)?.sign(PURPOSE, &claim));
    reply::ok(&SecondFactor { second_factor: Challenge { challenge, expires_at } })
}

/// The account a challenge is of, and the digest that it keeps.
fn read(key: &Key, challenge: &str) -> Result<(AccountId, String), Error> {
    let (claim, signature) = challenge.rsplit_once('.').ok_or_else(over)?;
    let account = claim.split_once('.').and_then(|(account, _)| AccountId::parse(account).ok());
    match account {
        Some(account) if key.verify(PURPOSE, claim, signature) => Ok((account, digest(claim))),
        _ => Err(over()),
    }
}

/// Whose secrets these are.
fn owner(account: &AccountId, agent: &AgentId) -> String {
    format!("{account}/{agent}")
}

/// `POST /api/sign-in/second`.
pub(super) async fn sign_in(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    from_own_page(visit, request)?;
    let SignInSecond { challenge, code } = incoming::body(request, JSON).await?;
    let key = settings::key(visit.env)?;
    let (account, digest) = read(&key, &challenge)?;
    let kept = ask_account(visit, &account, TrySecond { digest: digest.clone() }).await?;
    let agent = kept.person.clone();
    // Codes are guessed as passwords are, however many challenges somebody makes.
    let email_digest = key.sign("second-factor", &owner(&account, &agent));
    let attempt = Attempt { email_digest: email_digest.clone() };
    Address::Directory.ask(visit.env, visit.id, &attempt).await?;
    let proof = proof(&key, &account, &kept, &code).ok_or_else(failed)?;
    ask_account(visit, &account, ProveSecond { digest, agent: agent.clone(), proof }).await?;
    forget_attempts_soon(visit, email_digest);
    open(visit, request, account, agent).await
}

/// What a typed code proves, if it can be one.
fn proof(key: &Key, account: &AccountId, kept: &SealedFactor, code: &str) -> Option<Proof> {
    if let Some(letters) = totp::typed_recovery_code(code) {
        return Some(Proof::Recovery(recovery_digest(key, account, &kept.person, &letters)));
    }
    step(key, account, kept, code).map(Proof::Step)
}

fn step(key: &Key, account: &AccountId, kept: &SealedFactor, code: &str) -> Option<u64> {
    let secret = seal::open(key, seal::TOTP, &owner(account, &kept.person), kept.sealed.as_deref()?)?;
    totp::step_of(&secret, code, now_ms(), kept.last_step)
}

/// What is kept of a recovery code: with the operator's key, so that the database alone gives none away.
fn recovery_digest(key: &Key, account: &AccountId, agent: &AgentId, letters: &str) -> String {
    key.sign("recovery-code", &format!("{}\n{letters}", owner(account, agent)))
}

fn new_codes(key: &Key, signed: &Signed) -> Result<(Vec<String>, Vec<String>), Error> {
    let (mut shown, mut kept) = (Vec::new(), Vec::new());
    for _ in 0..totp::RECOVERY_CODES {
        let code = totp::recovery_code(random::bytes()?);
        let letters = code.replace('-', "");
        kept.push(recovery_digest(key, &signed.account, &signed.session.id, &letters));
        shown.push(code);
    }
    Ok((shown, kept))
}

/// `POST` to begin, `PUT` to switch on, `DELETE` to switch off, `/api/me/second-factor`.
pub(super) async fn own(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let signed = signed(visit)?;
    match request.method() {
        Method::Post => begin(visit, request, signed).await,
        Method::Put => switch_on(visit, request, signed).await,
        _ => switch_off(visit, request, signed).await,
    }
}

async fn begin(visit: &Visit<'_>, request: &mut Request, signed: Signed) -> Result<Response, Error> {
    let Confirm { password } = incoming::body(request, JSON).await?;
    confirm(visit, &signed, &password).await?;
    let secret: [u8; totp::SECRET] = random::bytes()?;
    let (account, agent) = (&signed.account, signed.session.id.clone());
    let key = settings::key(visit.env)?;
    let sealed = seal::seal(&key, seal::TOTP, &owner(account, &agent), &secret, random::bytes()?)
        .ok_or_else(|| Error::fault("a second factor", "its secret is too long"))?;
    ask_account(visit, account, BeginFactor { agent, sealed }).await?;
    let uri = totp::uri(&secret, &signed.session.account_name, &signed.session.email);
    reply::ok(&Enrolment { secret: totp::base32(&secret), uri })
}

async fn switch_on(visit: &Visit<'_>, request: &mut Request, signed: Signed) -> Result<Response, Error> {
    let Code { code } = incoming::body(request, JSON).await?;
    let key = settings::key(visit.env)?;
    let (account, agent) = (&signed.account, signed.session.id.clone());
    let email_digest = key.sign("second-factor", &owner(account, &agent));
    let attempt = Attempt { email_digest: email_digest.clone() };
    Address::Directory.ask(visit.env, visit.id, &attempt).await?;
    let kept = ask_account(visit, account, GetFactor { agent: agent.clone() }).await?;
    let step = step(&key, account, &kept, &code).ok_or_else(failed)?;
    let (shown, codes) = new_codes(&key, &signed)?;
    let (mine, by) = (signed.presented.digest(), signed.by());
    ask_account(visit, account, ConfirmFactor { agent, step, codes, mine, by }).await?;
    forget_attempts_soon(visit, email_digest);
    reply::ok(&RecoveryCodes { codes: shown })
}

async fn switch_off(visit: &Visit<'_>, request: &mut Request, signed: Signed) -> Result<Response, Error> {
    let Confirm { password } = incoming::body(request, JSON).await?;
    confirm(visit, &signed, &password).await?;
    let call =
        RemoveFactor { agent: signed.session.id.clone(), mine: signed.presented.digest(), by: signed.by() };
    reply::ok(&ask_account(visit, &signed.account, call).await?)
}

/// `POST /api/me/recovery-codes`.
pub(super) async fn recovery_codes(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let Confirm { password } = incoming::body(request, JSON).await?;
    confirm(visit, &signed, &password).await?;
    let (shown, codes) = new_codes(&settings::key(visit.env)?, &signed)?;
    let call = PutCodes { agent: signed.session.id.clone(), codes, by: signed.by() };
    ask_account(visit, &signed.account, call).await?;
    reply::ok(&RecoveryCodes { codes: shown })
}
