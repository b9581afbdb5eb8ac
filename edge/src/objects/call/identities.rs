//! What the account is asked about visitors that the site's own server vouches for.

use conversation::ids::{ContactId, SecretId, VisitorId};
use protocol::rest::identification::{IdentitySecret, IdentitySecrets};
use serde::{Deserialize, Serialize};

use super::{Call, ContactFacts};

/// Somebody who is known for certain.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recognised {
    /// The contact.
    pub contact: ContactFacts,
    /// The visitor they are on every device.
    pub visitor: VisitorId,
    /// The shard that keeps their threads.
    pub shard: u16,
}

calls! {
    /// The contact with an address, made where there is none. What is proposed counts where nothing was said before.
    Recognise "recognise" {
        /// The address.
        email: String,
        /// Their name, written where none is known.
        name: Option<String>,
        /// The contact, where they are new.
        contact: ContactId,
        /// The visitor, where they were never identified.
        visitor: VisitorId,
        /// The same of their shard.
        shard: u16,
    } -> Recognised;
    /// The secrets that the site's server signs with.
    ListIdentitySecrets "list-identity-secrets" {} -> IdentitySecrets;
    /// Adds one.
    AddIdentitySecret "add-identity-secret" {
        /// Which.
        id: SecretId,
        /// The secret, sealed.
        sealed: String,
    } -> IdentitySecret;
    /// Revokes one.
    RevokeIdentitySecret "revoke-identity-secret" {
        /// Which.
        id: SecretId,
    } -> IdentitySecrets;
}
