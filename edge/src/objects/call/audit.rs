//! What the account is asked about its audit log.

use protocol::frame::Agent;
use protocol::rest::audit::{AuditFilter, AuditPage, What};
use serde::{Deserialize, Serialize};

use super::Call;

/// Who did something, and by what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// Who, with the name they had.
    pub agent: Agent,
    /// The handle of their session.
    #[serde(default)]
    pub session: Option<String>,
    /// The name of the token they used instead.
    #[serde(default)]
    pub token: Option<String>,
}

calls! {
    /// Writes a line about something that was done.
    KeepLine "keep-line" {
        /// Who did it.
        by: By,
        /// What.
        what: What,
        /// To which thing: an id, or empty.
        on: String,
    } -> ();
    /// Reads the log, newest first.
    ReadAudit "read-audit" {
        /// Which lines.
        filter: AuditFilter,
        /// Older than this line.
        before: Option<u64>,
        /// How many.
        limit: u32,
    } -> AuditPage;
}
