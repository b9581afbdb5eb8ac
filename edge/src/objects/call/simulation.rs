//! What the account is asked when targeting is tried out.

use protocol::account::Chatflow;
use protocol::simulation::{Simulate, Simulation};
use serde::{Deserialize, Serialize};

use super::Call;

calls! {
    /// Tries a page view out.
    SimulatePage "simulate" {
        /// Which, for whom.
        asked: Simulate,
    } -> Simulation;
    /// The rules as they are saved, and as they would be.
    CompiledRules "compiled-rules" {
        /// An edit that is not saved.
        draft: Option<Chatflow>,
    } -> Books;
}

/// The books before and after an edit, base64.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Books {
    /// As things are saved.
    pub before: String,
    /// With the edit; `None` where there is none.
    pub after: Option<String>,
}
