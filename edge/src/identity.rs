//! What a site signs itself to say who its visitor is (P1, T12): a JSON Web Token, of which we read one kind.
//!
//! HS256 under a secret that the account made, for at most [`IDENTITY_SECONDS`], for this account alone. Who signs says
//! `sub` (their own id of the person: the browser tells people apart by it), `email`, `iat` and `exp`; `name` and `nbf`
//! count where they are, and what else is in there does not. Knows no storage, no clock, and nothing of contacts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conversation::email::EmailAddress;
use conversation::ids::{AccountId, SecretId};
use hmac::{Hmac, Mac as _};
use protocol::limits::IDENTITY_SECONDS;
pub use protocol::rest::identification::Why;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::Sha256;

use crate::json;

/// Seconds that clocks may differ.
const LEEWAY: u64 = 60;
/// No longer one is looked at, in bytes.
const MAX_LEN: usize = 4_096;
/// Longest id of a person, in bytes.
const SUBJECT_BYTES: usize = 128;
/// Longest name that is taken, in characters; of a longer one the beginning.
const NAME_CHARS: usize = 100;

/// A secret that counts.
pub struct Secret {
    /// What a token may call it.
    pub id: SecretId,
    /// The bytes that are signed with.
    pub bytes: Vec<u8>,
}

impl Secret {
    /// Whether that is what this secret makes of a text, in constant time.
    fn signed(&self, text: &str, signature: &[u8]) -> bool {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.bytes).expect("HMAC takes keys of any length");
        mac.update(text.as_bytes());
        mac.verify_slice(signature).is_ok()
    }
}

/// Whom a site vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// What the site calls them.
    pub subject: String,
    /// Their address.
    pub email: EmailAddress,
    /// Their name, where the site says it.
    pub name: Option<String>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: Option<String>,
    /// Extensions that whoever reads has to understand: we understand none.
    #[serde(default)]
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Said {
    sub: String,
    email: String,
    #[serde(default)]
    name: Option<String>,
    aud: Audience,
    iat: u64,
    exp: u64,
    #[serde(default)]
    nbf: Option<u64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    fn holds(&self, account: &AccountId) -> bool {
        match self {
            Self::One(one) => one == account.as_str(),
            Self::Many(many) => many.iter().any(|one| one == account.as_str()),
        }
    }
}

/// Whether a text is one of these rather than a token of ours.
#[must_use]
pub fn is_one(token: &str) -> bool {
    token.starts_with("ey")
}

/// Reads one for an account at `now` (seconds).
///
/// # Errors
/// [`Why`] it counts for nobody.
pub fn read(secrets: &[Secret], token: &str, account: &AccountId, now: u64) -> Result<Vouched, Why> {
    if token.len() > MAX_LEN {
        return Err(Why::Form);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(Why::Form)?;
    let (header, said) = signed.split_once('.').ok_or(Why::Form)?;
    let Header { alg, kid, crit } = part(header)?;
    // The kind is ours to say, never the token's.
    if alg != "HS256" || crit.is_some() {
        return Err(Why::Kind);
    }
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Why::Form)?;
    let may_be = |secret: &&Secret| kid.as_deref().is_none_or(|kid| kid == secret.id.as_str());
    if !secrets.iter().filter(may_be).any(|secret| secret.signed(signed, &signature)) {
        return Err(Why::Signature);
    }
    // Only now is anything believed that it says.
    let Said { sub, email, name, aud, iat, exp, nbf } = part(said)?;
    if !aud.holds(account) {
        return Err(Why::Audience);
    }
    if iat.max(nbf.unwrap_or(0)) > now.saturating_add(LEEWAY) {
        return Err(Why::TooEarly);
    }
    if now >= exp.saturating_add(LEEWAY) {
        return Err(Why::Ended);
    }
    if exp <= iat || exp - iat > IDENTITY_SECONDS {
        return Err(Why::Life);
    }
    if sub.is_empty() || sub.len() > SUBJECT_BYTES {
        return Err(Why::Subject);
    }
    let email = EmailAddress::parse(&email).map_err(|_| Why::Email)?;
    Ok(Vouched { subject: sub, email, name: name.as_deref().and_then(told_name) })
}

/// A name as it is kept: no more than fits, and nothing that cannot be seen. `None` where nothing is left.
#[must_use]
pub fn told_name(name: &str) -> Option<String> {
    let seen: String = name.trim().chars().filter(|c| !c.is_control()).take(NAME_CHARS).collect();
    (!seen.trim().is_empty()).then_some(seen)
}

/// Reads a part. Each key may be there once: two readers of one token must not find two people in it.
fn part<T: DeserializeOwned>(text: &str) -> Result<T, Why> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Why::Form)?;
    json::read_up_to(&bytes, MAX_LEN).map_err(|_| Why::Form)
}

#[cfg(test)]
mod tests;
