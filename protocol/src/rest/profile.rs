//! What people look after themselves: name and picture, password, second factor and sessions (H59, P69, T22, T23).

use serde::{Deserialize, Serialize};

use super::passkeys::{Passkey, SecondPasskey};

/// Answers `GET /api/me/profile` and every change of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Profile {
    /// What visitors and colleagues read (H59).
    pub name: String,
    /// What they sign in with; visitors never see it (E69).
    pub email: String,
    /// Where their picture is, if they have one.
    pub avatar: Option<String>,
    /// Whether a code of another device is asked for when they sign in.
    pub second_factor: bool,
    /// Their passkeys, the oldest first. With one of them alone they sign in, and their password alone is not enough.
    #[serde(default)]
    pub passkeys: Vec<Passkey>,
    /// How many recovery codes are left.
    pub recovery_codes: u32,
}

/// `PUT /api/me/profile`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveProfile {
    /// What visitors and colleagues read.
    pub name: String,
}

/// `PUT /api/me/avatar`: PNG, JPEG or WebP, at most 64 KiB.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveAvatar {
    /// The file, in base64.
    pub image: String,
}

/// `PUT /api/me/password`: every other session ends.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The one until now.
    pub old: String,
    /// The one from now on.
    pub new: String,
}

/// Asks for the password again, before something that somebody at an unlocked computer must not do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// One's own.
    pub password: String,
}

/// Answers `GET /api/me/sessions` and every change of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sessions {
    /// Where one is signed in, what was seen last first.
    pub sessions: Vec<SessionInfo>,
}

/// Somewhere where one is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionInfo {
    /// Tells it from the others; nobody gets in by it.
    pub handle: String,
    /// Since when (ms).
    pub since: u64,
    /// When it was used last, by the quarter hour (ms).
    pub seen_at: u64,
    /// The browser, by its own word.
    pub browser: Option<String>,
    /// The system it runs on.
    pub system: Option<String>,
    /// Whether it is this one.
    pub current: bool,
}

/// Answers `POST /api/me/second-factor`: what the other device has to know. Nothing is asked for yet.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Enrolment {
    /// In base32, for typing.
    pub secret: String,
    /// The same as an address, for scanning.
    pub uri: String,
}

/// `PUT /api/me/second-factor`: switches it on; every other session ends.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmFactor {
    /// Six digits, which the other device shows.
    pub code: String,
}

/// Answers that, and `POST /api/me/recovery-codes`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecoveryCodes {
    /// Each gets in once, without the other device. Shown this once.
    pub codes: Vec<String>,
}

/// Answers a sign-in with the right password where that is not enough.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SecondFactor {
    /// What is missing.
    pub second_factor: Challenge,
}

/// Something that has to be answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Challenge {
    /// Sent back with the answer, once.
    pub challenge: String,
    /// Until when (ms).
    pub expires_at: u64,
    /// Whether a code of another device answers it. A recovery code always does.
    pub code: bool,
    /// The passkeys that answer it, where there are such as count here.
    pub passkey: Option<SecondPasskey>,
}

/// Answers `POST /api/sign-in`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum SignedIn {
    /// Who one is; the session's cookie comes with it.
    Me(super::Me),
    /// Something beside the password is asked for.
    SecondFactor(SecondFactor),
}

/// `POST /api/sign-in/second`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInSecond {
    /// As it came.
    pub challenge: String,
    /// Six digits, or a recovery code.
    pub code: String,
}
