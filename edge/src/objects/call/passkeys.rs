//! What the account is asked about passkeys.

use conversation::ids::AgentId;
use protocol::rest::profile::Profile;

use serde::{Deserialize, Serialize};

use super::Call;
use super::audit::By;
use crate::store::account::passkeys::Kept;

calls! {
    /// Notes that somebody is about to make one; answers the credentials that they have at that host.
    AskPasskey "ask-passkey" {
        /// Digest of the challenge.
        digest: String,
        /// Who.
        agent: AgentId,
        /// The host.
        rp_id: String,
        /// Until when, in ms.
        expires_at: u64,
    } -> Vec<String>;
    /// Keeps one that was made; answers whether the recovery codes count from now on.
    PutPasskey "put-passkey" {
        /// The passkey, and whose.
        passkey: Kept,
        /// Digest of the challenge.
        challenge: String,
        /// Digests of recovery codes, for whoever has none.
        codes: Vec<String>,
        /// Digest of the session that stays.
        mine: String,
        /// Who, for the log.
        by: By,
    } -> (Profile, bool);
    /// Calls one something else.
    NamePasskey "name-passkey" {
        /// Whose.
        agent: AgentId,
        /// Which.
        handle: String,
        /// What.
        name: String,
        /// Who, for the log.
        by: By,
    } -> Profile;
    /// Forgets one.
    RemovePasskey "remove-passkey" {
        /// Whose.
        agent: AgentId,
        /// Which.
        handle: String,
        /// Digest of the session that stays.
        mine: String,
        /// Who, for the log.
        by: By,
    } -> Profile;
    /// A challenge that was asked of nobody was answered, as it may be once; answers the passkey.
    TryPasskey "try-passkey" {
        /// Digest of the challenge.
        digest: String,
        /// Until when it counts, in ms.
        expires_at: u64,
        /// The credential's id, in base64url.
        credential: String,
    } -> Option<Kept>;
    /// Counts an attempt to answer a second factor's challenge with one; answers the passkey, if it is theirs.
    TrySecondPasskey "try-second-passkey" {
        /// Digest of the challenge.
        digest: String,
        /// The credential's id, in base64url.
        credential: String,
    } -> Option<Kept>;
    /// It signed what was asked; uses the challenge of a second factor up with it.
    ProvePasskey "prove-passkey" {
        /// The passkey.
        passkey: Kept,
        /// Where its counter stands now.
        sign_count: u32,
        /// Digest of the challenge of a second factor, if that was answered.
        challenge: Option<String>,
    } -> ();
}
