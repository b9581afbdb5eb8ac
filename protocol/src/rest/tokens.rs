//! Tokens that programs use the API with (P66).

use conversation::access::Scopes;
use conversation::ids::TokenId;
use serde::{Deserialize, Serialize};

use crate::frame::Agent;

/// Answers `GET /api/tokens` and `DELETE /api/tokens/{token}`: at most 100, so that they come at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tokens {
    /// The oldest first.
    pub tokens: Vec<Token>,
}

/// A token. What a program sends was shown when it was made, and never again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ApiToken"))]
pub struct Token {
    /// Which.
    pub id: TokenId,
    /// For people.
    pub name: String,
    /// Who made it: it may never more than they may, and what it does is theirs.
    pub owner: Agent,
    /// What it may do at most.
    pub scopes: Scopes,
    /// Since when, in ms.
    pub created_at: u64,
    /// Until when, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<u64>,
    /// The beginning of the day (UTC) on which it was used last, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used: Option<u64>,
}

/// `POST /api/tokens`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// For people; at most 100 characters.
    pub name: String,
    /// What it may do at most; none of them is a token that may nothing.
    pub scopes: Scopes,
    /// Until when, in ms; for ever if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<u64>,
}

/// Answers it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TokenMade {
    /// The token.
    pub token: Token,
    /// What a program sends, as `Authorization: Bearer …`; shown this once.
    pub secret: String,
}
