//! Passkeys: what a browser says about one, held against what was asked (WebAuthn level 2, §7.1 and §7.2; T22).
//!
//! Everything but the signature's arithmetic, which is the platform's. Attestation is not asked for: the public key is the
//! one that the browser's `getPublicKey()` gives. Without attestation it is worth as much as the session it came in, whether
//! it is read here out of the authenticator's own bytes or there: whoever could send another key in that session could as
//! well have made one. Knows bytes and what was asked; no storage, clock or randomness.

mod authenticator;
mod client;
mod der;
mod key;

use std::fmt;
use std::net::Ipv4Addr;

use conversation::ids::{AccountId, AgentId};
use sha2::{Digest as _, Sha256};

use self::authenticator::AuthenticatorData;
use self::client::ClientData;
use crate::token::Key;

pub use self::key::{Algorithm, PublicKey};

/// Longest id of a credential, in bytes (WebAuthn, §5.8.3).
const ID_BYTES: usize = 1_023;
/// Letters of the part of a user handle that tells people apart: 128 bits and a little.
const TAG: usize = 22;

/// Why a passkey does not prove what was asked. Each is a deviation of its own, and each is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deviation {
    /// The client data is not JSON, or says too little.
    ClientData,
    /// It is of another ceremony: made instead of used, or the other way round.
    Type,
    /// It answers another challenge.
    Challenge,
    /// It was made for another origin than the console's own.
    Origin,
    /// It was made in a frame of somebody else's page.
    CrossOrigin,
    /// The authenticator's data is too short, too long, or does not hold together.
    AuthenticatorData,
    /// It is for another relying party.
    RelyingParty,
    /// Nobody touched the authenticator.
    NotPresent,
    /// The authenticator did not make sure who did.
    NotVerified,
    /// The credential it holds is not the one that is named, or its id is too long.
    Credential,
    /// The key is of an algorithm that was not offered.
    Algorithm,
    /// The key is none of its algorithm, or too weak.
    PublicKey,
    /// The signature has not the form of its algorithm.
    SignatureForm,
    /// The signature is not of this key.
    Signature,
    /// The credential is somebody else's.
    User,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ClientData => "client_data: not what a browser writes",
            Self::Type => "client_data: its type is of another ceremony",
            Self::Challenge => "client_data: it answers another challenge",
            Self::Origin => "client_data: its origin is not the console's",
            Self::CrossOrigin => "client_data: made in a page of another origin",
            Self::AuthenticatorData => "authenticator_data: it does not hold together",
            Self::RelyingParty => "authenticator_data: for another relying party",
            Self::NotPresent => "authenticator_data: nobody was present",
            Self::NotVerified => "authenticator_data: the person was not verified",
            Self::Credential => "id: not the credential that was made",
            Self::Algorithm => "algorithm: neither ES256 (-7) nor RS256 (-257)",
            Self::PublicKey => "public_key: no key of its algorithm, or one that is too weak",
            Self::SignatureForm => "signature: not of the form of its algorithm",
            Self::Signature => "signature: not of this passkey",
            Self::User => "user_handle: not whose passkey it is",
        })
    }
}

/// Where the console is reached, and so for what its passkeys count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its origin.
    pub origin: String,
    /// The relying party: the origin's host.
    pub rp_id: String,
}

impl Site {
    /// The site of our own origin. `None` where its host is a number: browsers make passkeys for names only.
    #[must_use]
    pub fn of(origin: &str) -> Option<Self> {
        let (_, authority) = origin.split_once("://")?;
        if authority.starts_with('[') {
            return None;
        }
        let host = authority.split(':').next().filter(|host| !host.is_empty())?;
        let is_name = host.parse::<Ipv4Addr>().is_err();
        is_name.then(|| Self { origin: origin.to_owned(), rp_id: host.to_owned() })
    }
}

/// What was asked of the browser.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// 32 random bytes in base64url, as they were given out.
    pub challenge: &'a str,
    /// Where.
    pub site: &'a Site,
}

/// A passkey that a browser says was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The credential's id.
    pub id: Vec<u8>,
    /// What the browser saw, as JSON.
    pub client_data: Vec<u8>,
    /// What the authenticator says.
    pub authenticator_data: Vec<u8>,
    /// The public key, as SPKI in DER.
    pub public_key: Vec<u8>,
    /// Its algorithm, as COSE numbers it.
    pub algorithm: i64,
}

impl Made {
    /// Holds it against what was asked: the key to keep, and where its counter stands.
    ///
    /// # Errors
    /// The first [`Deviation`].
    pub fn check(&self, asked: Asked<'_>) -> Result<(PublicKey, u32), Deviation> {
        ClientData::read(&self.client_data)?.check("webauthn.create", asked)?;
        let data = AuthenticatorData::read(&self.authenticator_data)?;
        data.check(&asked.site.rp_id)?;
        if data.credential != Some(self.id.as_slice()) || self.id.is_empty() || self.id.len() > ID_BYTES {
            return Err(Deviation::Credential);
        }
        let algorithm = Algorithm::of(self.algorithm).ok_or(Deviation::Algorithm)?;
        let key = PublicKey::read(algorithm, &self.public_key).ok_or(Deviation::PublicKey)?;
        Ok((key, data.sign_count))
    }
}

/// A passkey that a browser says was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// What the browser saw, as JSON.
    pub client_data: Vec<u8>,
    /// What the authenticator says.
    pub authenticator_data: Vec<u8>,
}

impl Used {
    /// Holds it against what was asked: what has to be signed, and where the counter stands.
    ///
    /// # Errors
    /// The first [`Deviation`].
    pub fn check(&self, asked: Asked<'_>) -> Result<(Vec<u8>, u32), Deviation> {
        ClientData::read(&self.client_data)?.check("webauthn.get", asked)?;
        let data = AuthenticatorData::read(&self.authenticator_data)?;
        data.check(&asked.site.rp_id)?;
        let mut signed = self.authenticator_data.clone();
        signed.extend(Sha256::digest(&self.client_data));
        Ok((signed, data.sign_count))
    }
}

/// Whether a counter that stood at `last` may stand at `now`: an authenticator that counts only ever counts up, so that one
/// which does not has a copy (§7.2, step 21). Many do not count: theirs stands at 0.
#[must_use]
pub const fn counts(last: u32, now: u32) -> bool {
    (last == 0 && now == 0) || now > last
}

/// What an authenticator keeps of whose passkey it is: by the account's name the account is found before anybody said who
/// they are; the rest tells people apart and names nobody. At most 63 of 64 bytes.
#[must_use]
pub fn user_handle(key: &Key, account: &AccountId, agent: &AgentId) -> String {
    let tag = key.sign("passkey-user", &format!("{account}/{agent}"));
    format!("{account}.{}", tag.get(..TAG).unwrap_or(&tag))
}

/// The account of a handle, if it can be one. That there is such an account is not said.
#[must_use]
pub fn account_of(user_handle: &str) -> Option<AccountId> {
    let (account, tag) = user_handle.split_once('.')?;
    AccountId::parse(account).ok().filter(|_| tag.len() == TAG)
}

#[cfg(test)]
mod tests;
