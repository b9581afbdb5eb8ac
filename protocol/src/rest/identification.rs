//! Who a visitor is, by the word of the site's own server (H44, P1).

use conversation::ids::{AccountId, SecretId};
use serde::{Deserialize, Serialize};

/// `POST /visitor-identification/2026-03/tokens/create` and the older address of the same; answered with
/// [`Identified`]. The names are those that other programs send.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateIdentity {
    /// The visitor's address.
    pub email: String,
    /// Written where no name is known yet; at most 100 characters.
    #[serde(default, rename = "firstName", skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The same.
    #[serde(default, rename = "lastName", skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
}

/// Answers `GET /api/identification/secrets` and `DELETE /api/identification/secrets/{secret}`: at most two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentitySecrets {
    /// The oldest first. All of them count.
    pub secrets: Vec<IdentitySecret>,
}

/// A secret that the site's server signs with. What it is was shown when it was made, and never again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentitySecret {
    /// Which; a token may name it as its `kid`.
    pub id: SecretId,
    /// Since when, in ms.
    pub created_at: u64,
}

/// Answers `POST /api/identification/secrets`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentitySecretMade {
    /// Which.
    pub made: IdentitySecret,
    /// What the site's server signs with: the bytes of this text. Shown this once.
    pub secret: String,
}

/// `POST /internal/identify`: the site's own server says who a visitor is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Identify {
    /// The account.
    pub account: AccountId,
    /// The contact's address.
    pub email: String,
}

/// Answers it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identified {
    /// For the snippet's `data-visitor`; 12 hours.
    pub token: String,
}
