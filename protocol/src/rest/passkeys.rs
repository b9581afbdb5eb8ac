//! Passkeys: making one, and signing in with it (T22). What of them is bytes is written in base64url, without padding.

use serde::{Deserialize, Serialize};

use super::profile::Profile;

/// One of one's passkeys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Passkey {
    /// Tells it from the others; nobody gets in by it.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Since when (ms).
    pub created_at: u64,
    /// When it was used last (ms).
    pub used_at: Option<u64>,
}

/// Answers `POST /api/me/passkeys/begin`: what the browser is asked to make. Nothing is kept yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewPasskey {
    /// 32 random bytes; sent back with what was made, once.
    pub challenge: String,
    /// Until when (ms).
    pub expires_at: u64,
    /// The relying party: the host of the console.
    pub rp_id: String,
    /// What the browser calls it.
    pub rp_name: String,
    /// What the authenticator keeps of whose it is; names nobody.
    pub user_handle: String,
    /// What the authenticator shows of whose it is: what they sign in with.
    pub user_name: String,
    /// Their name.
    pub display_name: String,
    /// How it may sign, as COSE numbers algorithms; the best first.
    pub algorithms: Vec<i64>,
    /// Those that are there already: the same authenticator makes no other.
    pub exclude: Vec<String>,
}

/// `POST /api/me/passkeys`: keeps what the browser made.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddPasskey {
    /// As it came.
    pub challenge: String,
    /// What to call it.
    pub name: String,
    /// The credential's id.
    pub id: String,
    /// `clientDataJSON`.
    pub client_data: String,
    /// `getAuthenticatorData()`.
    pub authenticator_data: String,
    /// `getPublicKey()`: SPKI.
    pub public_key: String,
    /// `getPublicKeyAlgorithm()`.
    pub algorithm: i64,
}

/// Answers that.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddedPasskey {
    /// As it is now.
    pub profile: Profile,
    /// Recovery codes, where the passkey is the first thing beside the password. Shown this once.
    pub codes: Vec<String>,
}

/// `PUT /api/me/passkeys/{passkey}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RenamePasskey {
    /// What to call it.
    pub name: String,
}

/// Answers `POST /api/sign-in/passkey/begin`: what the browser is asked to answer with any passkey of this site.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PasskeyChallenge {
    /// Sent back with the answer, once.
    pub token: String,
    /// 32 random bytes: what is signed.
    pub challenge: String,
    /// Until when (ms).
    pub expires_at: u64,
    /// The relying party.
    pub rp_id: String,
}

/// What a browser answers with a passkey.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Assertion {
    /// The credential's id.
    pub id: String,
    /// `clientDataJSON`.
    pub client_data: String,
    /// `authenticatorData`.
    pub authenticator_data: String,
    /// Over the latter, and the SHA-256 of the former.
    pub signature: String,
    /// What the authenticator kept of whose it is; absent where it was told which passkey to use.
    #[serde(default)]
    pub user_handle: Option<String>,
}

/// `POST /api/sign-in/passkey`, with the token of its challenge; `POST /api/sign-in/second/passkey`, with that of the
/// second factor.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInPasskey {
    /// As it came.
    pub token: String,
    /// What the browser answered.
    pub assertion: Assertion,
}

/// What the browser is asked to answer with one of somebody's passkeys, after their password.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SecondPasskey {
    /// 32 random bytes: what is signed.
    pub challenge: String,
    /// The relying party.
    pub rp_id: String,
    /// The ids of their passkeys.
    pub allowed: Vec<String>,
}
