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

/// `POST /api/identification/check`: whether a token that the site signed counts, and why not. Nothing is stored or logged.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckIdentity {
    /// The token.
    pub token: String,
}

/// Answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentityChecked {
    /// Whether it counts now.
    pub counts: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// Whose it is, where it counts: the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Why a token counts for nobody. Browsers are told nothing of it; whoever may see the settings is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "IdentityWhy"))]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is longer than any of these, or no three parts of base64 and JSON with what has to be there.
    Form,
    /// It is signed in another way than HS256, or not at all, or asks for extensions.
    Kind,
    /// None of the account's secrets made this signature.
    Signature,
    /// It is for another account.
    Audience,
    /// It is of the future.
    TooEarly,
    /// It has ended.
    Ended,
    /// It would count for more than 12 hours, or for no time.
    Life,
    /// The id of the person is empty, or longer than 128 bytes.
    Subject,
    /// The address is none.
    Email,
}
