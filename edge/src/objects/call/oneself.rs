//! What the account is asked by people about themselves: profile, password, second factor, sessions.

use conversation::ids::AgentId;
use protocol::rest::preferences::Preferences;
use protocol::rest::profile::{Profile, Sessions};
use serde::{Deserialize, Serialize};

use super::Call;
use super::audit::By;
use crate::people::oneself::{Proof, SecondWays};

/// What is needed to let somebody in who has an address and a password.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Credentials {
    /// Who.
    pub person: AgentId,
    /// PHC string of their password.
    pub password: String,
    /// Whether a code or a passkey is asked for as well.
    pub second_factor: bool,
}

/// What a code is checked with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SealedFactor {
    /// Whose.
    pub person: AgentId,
    /// The secret, sealed; none where there is no factor.
    pub sealed: Option<String>,
    /// The last step that was used.
    pub last_step: u64,
}

/// A picture as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptPicture {
    /// Its content type.
    pub kind: String,
    /// The file, in base64.
    pub image: String,
}

calls! {
    /// What is kept of whoever signs in with an address; nothing of somebody who may not.
    FindCredentials "find-credentials" {
        /// The address.
        email: String,
    } -> Option<Credentials>;
    /// The same of somebody who is signed in.
    OwnCredentials "own-credentials" {
        /// Who.
        agent: AgentId,
    } -> Credentials;
    /// Notes that a second factor is asked of somebody, and answers what answers that. Nothing from an older release.
    AskSecond "ask-second" {
        /// Digest of the challenge.
        digest: String,
        /// Of whom.
        agent: AgentId,
        /// Until when, in ms.
        expires_at: u64,
        /// The host, where passkeys count there.
        #[serde(default)]
        rp_id: Option<String>,
    } -> Option<SecondWays>;
    /// Counts an attempt to answer it; what to check the answer with.
    TrySecond "try-second" {
        /// Digest of the challenge.
        digest: String,
    } -> SealedFactor;
    /// Uses the answer up, and the challenge.
    ProveSecond "prove-second" {
        /// Digest of the challenge.
        digest: String,
        /// Whose.
        agent: AgentId,
        /// By what.
        proof: Proof,
    } -> ();
    /// Who one is.
    GetProfile "get-profile" {
        /// Who.
        agent: AgentId,
    } -> Profile;
    /// Is called something else.
    PutName "put-name" {
        /// Who.
        agent: AgentId,
        /// What.
        name: String,
        /// Who, for the log.
        by: By,
    } -> Profile;
    /// How somebody likes to work.
    GetPreferences "get-preferences" {
        /// Who.
        agent: AgentId,
    } -> Preferences;
    /// Likes to work like this.
    PutPreferences "put-preferences" {
        /// Who.
        agent: AgentId,
        /// How.
        preferences: Preferences,
    } -> Preferences;
    /// Has another picture, or none.
    PutPicture "put-picture" {
        /// Who.
        agent: AgentId,
        /// The file in base64; none to have none.
        image: Option<String>,
    } -> Profile;
    /// Somebody's picture.
    GetPicture "get-picture" {
        /// Whose.
        agent: AgentId,
    } -> Option<KeptPicture>;
    /// The picture of somebody who is called like that.
    GetFace "get-face" {
        /// What they are called.
        name: String,
    } -> Option<KeptPicture>;
    /// Has another password.
    PutPassword "put-password" {
        /// Who.
        agent: AgentId,
        /// PHC string.
        password: String,
        /// Digest of the session that stays.
        mine: String,
        /// Who, for the log.
        by: By,
    } -> ();
    /// Keeps a second factor of which no code was seen.
    BeginFactor "begin-factor" {
        /// Whose.
        agent: AgentId,
        /// Its secret, sealed.
        sealed: String,
    } -> ();
    /// What a code of somebody who is signed in is checked with.
    GetFactor "get-factor" {
        /// Whose.
        agent: AgentId,
    } -> SealedFactor;
    /// Switches it on.
    ConfirmFactor "confirm-factor" {
        /// Whose.
        agent: AgentId,
        /// The step of the code that was seen.
        step: u64,
        /// Digests of recovery codes.
        codes: Vec<String>,
        /// Digest of the session that stays.
        mine: String,
        /// Who, for the log.
        by: By,
    } -> ();
    /// Switches it off.
    RemoveFactor "remove-factor" {
        /// Whose.
        agent: AgentId,
        /// Digest of the session that stays.
        mine: String,
        /// Who, for the log.
        by: By,
    } -> Profile;
    /// Has new recovery codes.
    PutCodes "put-codes" {
        /// Who.
        agent: AgentId,
        /// Digests.
        codes: Vec<String>,
        /// Who, for the log.
        by: By,
    } -> ();
    /// Where somebody is signed in.
    ListSessions "list-sessions" {
        /// Who.
        agent: AgentId,
        /// Digest of the session that asks.
        mine: String,
    } -> Sessions;
    /// Ends one of them, or all others.
    EndSessions "end-sessions" {
        /// Whose.
        agent: AgentId,
        /// Which; none for all others.
        handle: Option<String>,
        /// Digest of the session that asks.
        mine: String,
        /// Who, for the log.
        by: By,
    } -> Sessions;
}
