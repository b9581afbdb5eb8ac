//! Signing in with a code of another device, and switching that on and off (P69, T22); what is asked for after a password.
//!
//! The secret is sealed with the operator's key before it leaves here, and opened here: the account never sees it.

use conversation::ids::{AccountId, AgentId};
use protocol::rest::passkeys::SecondPasskey;
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
use crate::passkey::Site;
use crate::people::oneself::{Proof, SecondWays, failed, over};
use crate::platform::clock::now_ms;
use crate::platform::{incoming, random, reply, settings};
use crate::session::digest;
use crate::token::Key;
use crate::{seal, totp};

const JSON: &str = "application/json";
const PURPOSE: &str = "second";
/// How long a code or a passkey may take, in ms.
pub(super) const PATIENCE_MS: u64 = 5 * 60_000;

async fn ask_account<C: Call>(visit: &Visit<'_>, account: &AccountId, call: C) -> Result<C::Answer, Error> {
    Address::Account(account.clone()).ask(visit.env, visit.id, &call).await
}

/// The password was right: asks for a code, or a passkey.
pub(super) async fn ask(visit: &Visit<'_>, account: AccountId, agent: AgentId) -> Result<Response, Error> {
    let secret = random::secret()?;
    let claim = format!("{account}.{secret}");
    let expires_at = now_ms() + PATIENCE_MS;
    let rp_id = Site::of(&visit.own).map(|site| site.rp_id);
    let call = AskSecond { digest: digest(&claim), agent, expires_at, rp_id: rp_id.clone() };
    let ways = ask_account(visit, &account, call).await?;
    let SecondWays { code, credentials } = ways.unwrap_or(SecondWays { code: true, credentials: Vec::new() });
    let challenge = format!("{claim}.{}", settings::key(visit.env)?.sign(PURPOSE, &claim));
    let passkey = rp_id.filter(|_| !credentials.is_empty()).map(|rp_id| SecondPasskey {
        challenge: secret,
        rp_id,
        allowed: credentials,
    });
    reply::ok(&SecondFactor { second_factor: Challenge { challenge, expires_at, code, passkey } })
}

/// The part of a challenge that a passkey signs: its random bytes.
pub(super) fn webauthn_challenge(challenge: &str) -> Option<&str> {
    challenge.split('.').nth(1)
}

/// Counts an attempt to prove oneself, as those with a password are counted; what to forget once one worked.
pub(super) async fn attempt(visit: &Visit<'_>, whose: String) -> Result<String, Error> {
    Address::Directory.ask(visit.env, visit.id, &Attempt { email_digest: whose.clone() }).await?;
    Ok(whose)
}

/// The account a challenge is of, and the digest that it keeps.
pub(super) fn read(key: &Key, challenge: &str) -> Result<(AccountId, String), Error> {
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
    let counted = attempt(visit, key.sign("second-factor", &owner(&account, &agent))).await?;
    let proof = proof(&key, &account, &kept, &code).ok_or_else(failed)?;
    ask_account(visit, &account, ProveSecond { digest, agent: agent.clone(), proof }).await?;
    forget_attempts_soon(visit, counted);
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

pub(super) fn new_codes(key: &Key, signed: &Signed) -> Result<(Vec<String>, Vec<String>), Error> {
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
    let counted = attempt(visit, key.sign("second-factor", &owner(account, &agent))).await?;
    let kept = ask_account(visit, account, GetFactor { agent: agent.clone() }).await?;
    let step = step(&key, account, &kept, &code).ok_or_else(failed)?;
    let (shown, codes) = new_codes(&key, &signed)?;
    let (mine, by) = (signed.presented.digest(), signed.by());
    ask_account(visit, account, ConfirmFactor { agent, step, codes, mine, by }).await?;
    forget_attempts_soon(visit, counted);
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
