//! `/api/me/passkeys`: making and keeping them; and signing in with one, alone or after the password (T22).
//!
//! What a browser says is held against what was asked here, before the account hears of it; the account keeps what was
//! asked, and lets each be answered once. A challenge for somebody who has not said who they are is kept by nobody: it is
//! signed, says when it ends, and the account remembers until then that it was answered.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conversation::ids::{AccountId, AgentId};
use protocol::code::Code;
use protocol::rest::Nothing;
use protocol::rest::passkeys::{
    AddPasskey, AddedPasskey, Assertion, NewPasskey, PasskeyChallenge, RenamePasskey, SignInPasskey,
};
use protocol::rest::profile::Confirm;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{Signed, from_own_page, signed};
use super::factors::{PATIENCE_MS, attempt, new_codes, read as read_second, webauthn_challenge};
use super::people::{forget_attempts_soon, open};
use super::profile::confirm;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::passkeys::{
    AskPasskey, NamePasskey, ProvePasskey, PutPasskey, RemovePasskey, TryPasskey, TrySecondPasskey,
};
use crate::objects::call::{Call, HasAccount};
use crate::passkey::{Algorithm, Asked, Deviation, Made, PublicKey, Site, Used, account_of, user_handle};
use crate::people::oneself::over;
use crate::people::passkeys::failed;
use crate::platform::clock::now_ms;
use crate::platform::{incoming, random, reply, settings, signatures};
use crate::session::{digest, handle};
use crate::store::account::passkeys::Kept;

const JSON: &str = "application/json";
/// What signs the challenge of somebody who has not said who they are.
const ALONE: &str = "passkey-sign-in";

async fn ask<C: Call>(visit: &Visit<'_>, account: &AccountId, call: C) -> Result<C::Answer, Error> {
    Address::Account(account.clone()).ask(visit.env, visit.id, &call).await
}

fn site(visit: &Visit<'_>) -> Result<Site, Error> {
    let message = "passkeys are for names: reach the console by a name, not by a number";
    Site::of(&visit.own).ok_or_else(|| Error::rejected(Code::PasskeyInvalid, message))
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// `POST /api/me/passkeys/begin`.
pub(super) async fn begin(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let Confirm { password } = incoming::body(request, JSON).await?;
    let Site { rp_id, .. } = site(visit)?;
    confirm(visit, &signed, &password).await?;
    let (account, agent) = (&signed.account, signed.session.id.clone());
    let (challenge, expires_at) = (random::secret()?, now_ms() + PATIENCE_MS);
    let handle = user_handle(&settings::key(visit.env)?, account, &agent);
    let call = AskPasskey { digest: digest(&challenge), agent, rp_id: rp_id.clone(), expires_at };
    let exclude = ask(visit, account, call).await?;
    reply::ok(&NewPasskey {
        challenge,
        expires_at,
        rp_id,
        rp_name: signed.session.account_name,
        user_handle: URL_SAFE_NO_PAD.encode(handle),
        user_name: signed.session.email,
        display_name: signed.session.name,
        algorithms: Algorithm::ALL.map(Algorithm::number).to_vec(),
        exclude,
    })
}

/// `POST /api/me/passkeys`.
pub(super) async fn add(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let asked: AddPasskey = incoming::body(request, JSON).await?;
    let site = site(visit)?;
    let passkey = made(&signed, &asked, &site).await?;
    let (shown, codes) = new_codes(&settings::key(visit.env)?, &signed)?;
    let call = PutPasskey {
        passkey,
        challenge: digest(&asked.challenge),
        codes,
        mine: signed.presented.digest(),
        by: signed.by(),
    };
    let (profile, is_first) = ask(visit, &signed.account, call).await?;
    reply::ok(&AddedPasskey { profile, codes: if is_first { shown } else { Vec::new() } })
}

/// What was made, as it is kept.
async fn made(signed: &Signed, asked: &AddPasskey, site: &Site) -> Result<Kept, Error> {
    let wrong = |deviation: Deviation| Error::rejected(Code::PasskeyInvalid, deviation.to_string());
    let made = Made {
        id: bytes(&asked.id).ok_or_else(|| wrong(Deviation::Credential))?,
        client_data: bytes(&asked.client_data).ok_or_else(|| wrong(Deviation::ClientData))?,
        authenticator_data: bytes(&asked.authenticator_data)
            .ok_or_else(|| wrong(Deviation::AuthenticatorData))?,
        public_key: bytes(&asked.public_key).ok_or_else(|| wrong(Deviation::PublicKey))?,
        algorithm: asked.algorithm,
    };
    let (key, sign_count) = made.check(Asked { challenge: &asked.challenge, site }).map_err(wrong)?;
    if !signatures::is_key(&key).await? {
        return Err(wrong(Deviation::PublicKey));
    }
    // As it is written in one way only, whatever was sent.
    let credential = URL_SAFE_NO_PAD.encode(&made.id);
    Ok(Kept {
        handle: handle(&digest(&credential)),
        credential,
        person: signed.session.id.clone(),
        rp_id: site.rp_id.clone(),
        name: asked.name.clone(),
        algorithm: key.algorithm,
        public_key: URL_SAFE_NO_PAD.encode(&key.spki),
        sign_count,
    })
}

/// `PUT` and `DELETE` `/api/me/passkeys/{passkey}`.
pub(super) async fn one(visit: &Visit<'_>, request: &mut Request, handle: String) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let (agent, by) = (signed.session.id.clone(), signed.by());
    let profile = if request.method() == Method::Put {
        let RenamePasskey { name } = incoming::body(request, JSON).await?;
        ask(visit, &signed.account, NamePasskey { agent, handle, name, by }).await?
    } else {
        let Confirm { password } = incoming::body(request, JSON).await?;
        confirm(visit, &signed, &password).await?;
        let mine = signed.presented.digest();
        ask(visit, &signed.account, RemovePasskey { agent, handle, mine, by }).await?
    };
    reply::ok(&profile)
}

/// `POST /api/sign-in/passkey/begin`.
pub(super) async fn challenge(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    from_own_page(visit, request)?;
    let Nothing {} = incoming::body(request, JSON).await?;
    let Site { rp_id, .. } = site(visit)?;
    let (challenge, expires_at) = (random::secret()?, now_ms() + PATIENCE_MS);
    let claim = format!("{challenge}.{expires_at}");
    let token = format!("{claim}.{}", settings::key(visit.env)?.sign(ALONE, &claim));
    reply::ok(&PasskeyChallenge { token, challenge, expires_at, rp_id })
}

/// `POST /api/sign-in/passkey`.
pub(super) async fn sign_in(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    from_own_page(visit, request)?;
    let SignInPasskey { token, assertion } = incoming::body(request, JSON).await?;
    let key = settings::key(visit.env)?;
    let (claim, signature) = token.rsplit_once('.').ok_or_else(over)?;
    let (challenge, expires_at) = claim.split_once('.').ok_or_else(over)?;
    let expires_at: u64 = expires_at.parse().map_err(|_| over())?;
    if !key.verify(ALONE, claim, signature) || expires_at <= now_ms() {
        return Err(over());
    }
    let answer = Answer::read(&assertion, challenge, &site(visit)?)?;
    let handle = assertion.user_handle.as_deref().and_then(bytes).and_then(|it| String::from_utf8(it).ok());
    let handle = handle.ok_or_else(failed)?;
    let account = account_of(&handle).ok_or_else(failed)?;
    // They count as those with a password do, whoever is meant.
    let counted = attempt(visit, key.sign("passkey", &handle)).await?;
    // A name that nobody has would else make an account's object.
    let call = HasAccount { account: account.clone() };
    if !Address::Directory.ask(visit.env, visit.id, &call).await? {
        return Err(failed());
    }
    let call = TryPasskey { digest: digest(claim), expires_at, credential: answer.credential.clone() };
    let passkey = ask(visit, &account, call).await?.ok_or_else(failed)?;
    if user_handle(&key, &account, &passkey.person) != handle {
        return Err(refused(Deviation::User));
    }
    let person = answer.prove(visit, &account, passkey, None).await?;
    forget_attempts_soon(visit, counted);
    open(visit, request, account, person).await
}

/// `POST /api/sign-in/second/passkey`.
pub(super) async fn second(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    from_own_page(visit, request)?;
    let SignInPasskey { token, assertion } = incoming::body(request, JSON).await?;
    let key = settings::key(visit.env)?;
    let (account, asked) = read_second(&key, &token)?;
    let answer = Answer::read(&assertion, webauthn_challenge(&token).ok_or_else(over)?, &site(visit)?)?;
    let call = TrySecondPasskey { digest: asked.clone(), credential: answer.credential.clone() };
    let passkey = ask(visit, &account, call).await?.ok_or_else(failed)?;
    let handle = user_handle(&key, &account, &passkey.person);
    // An authenticator that was told which passkey to use may leave out whose it is; it may not say another.
    let said = assertion.user_handle.as_deref();
    if said.is_some_and(|said| bytes(said).as_deref() != Some(handle.as_bytes())) {
        return Err(refused(Deviation::User));
    }
    let counted = attempt(visit, key.sign("passkey", &handle)).await?;
    let person = answer.prove(visit, &account, passkey, Some(asked)).await?;
    forget_attempts_soon(visit, counted);
    open(visit, request, account, person).await
}

fn refused(deviation: Deviation) -> Error {
    Error::rejected(Code::PasskeyFailed, deviation.to_string()).about("assertion")
}

/// What a browser answered, and was asked.
struct Answer {
    /// The credential's id, written in the one way.
    credential: String,
    rp_id: String,
    signature: Vec<u8>,
    signed: Vec<u8>,
    sign_count: u32,
}

impl Answer {
    fn read(assertion: &Assertion, challenge: &str, site: &Site) -> Result<Self, Error> {
        let Assertion { id, client_data, authenticator_data, signature, .. } = assertion;
        let read = |text: &str, wrong: Deviation| bytes(text).ok_or_else(|| refused(wrong));
        let used = Used {
            client_data: read(client_data, Deviation::ClientData)?,
            authenticator_data: read(authenticator_data, Deviation::AuthenticatorData)?,
        };
        let (signed, sign_count) = used.check(Asked { challenge, site }).map_err(refused)?;
        Ok(Self {
            credential: URL_SAFE_NO_PAD.encode(read(id, Deviation::Credential)?),
            rp_id: site.rp_id.clone(),
            signature: read(signature, Deviation::SignatureForm)?,
            signed,
            sign_count,
        })
    }

    /// Holds it against the passkey, and uses what was asked up. Whose it is.
    async fn prove(
        self,
        visit: &Visit<'_>,
        account: &AccountId,
        passkey: Kept,
        challenge: Option<String>,
    ) -> Result<AgentId, Error> {
        if passkey.rp_id != self.rp_id {
            return Err(refused(Deviation::RelyingParty));
        }
        let broken = || Error::fault("a kept passkey", "its key cannot be read");
        let spki = bytes(&passkey.public_key).ok_or_else(broken)?;
        let key = PublicKey::read(passkey.algorithm, &spki).ok_or_else(broken)?;
        signatures::is_of(&key, &self.signature, &self.signed).await?.map_err(refused)?;
        let person = passkey.person.clone();
        ask(visit, account, ProvePasskey { passkey, sign_count: self.sign_count, challenge }).await?;
        Ok(person)
    }
}
