//! Files of messages: how a visitor's page gets the address of one (P5).

use serde::{Deserialize, Serialize};

/// `POST /v1/{account}/inboxes/{inbox}/shards/{n}/files/{file}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AskFile {
    /// The visitor's token.
    pub token: String,
}

/// Answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileAddress {
    /// Where the file is for a while: for it alone, and for whoever may read it.
    pub url: String,
    /// How long, in seconds.
    pub expires_in: u64,
}
