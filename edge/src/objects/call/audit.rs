//! What the account is asked about its audit log.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::frame::Agent;
use protocol::rest::audit::{AuditFilter, AuditPage, What};
use serde::{Deserialize, Serialize};

use super::Call;
use crate::error::Error;
use crate::json::tree;

/// Carries a [`KeepLine`] beside a call that changes something, so that line and change are kept together or not at all.
pub const LINE: &str = "x-parlor-line";

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

impl KeepLine {
    /// As a header: base64, since names are not only Latin letters.
    ///
    /// # Errors
    /// A fault.
    pub fn to_header(&self) -> Result<String, Error> {
        let json = serde_json::to_vec(self).map_err(|error| Error::fault("a line of the log", error))?;
        Ok(URL_SAFE_NO_PAD.encode(json))
    }

    /// What [`to_header`](Self::to_header) wrote.
    ///
    /// # Errors
    /// A fault.
    pub fn of_header(header: &str) -> Result<Self, Error> {
        let json =
            URL_SAFE_NO_PAD.decode(header).map_err(|error| Error::fault("a line of the log", error))?;
        tree::from_slice(&json).map_err(|error| Error::fault("a line of the log", error))
    }
}

#[cfg(test)]
mod tests {
    use conversation::ids::AgentId;

    use super::*;

    #[test]
    fn a_line_travels_whoever_did_it() {
        // T47
        let agent = Agent { id: AgentId::parse("jo").unwrap(), name: "Jörg Ōta 🧶".into() };
        let by = By { agent, session: Some("a/b".into()), token: None };
        let line = KeepLine { by: by.clone(), what: What::ChatflowSwitched, on: "vip".into() };
        let header = line.to_header().unwrap();
        assert!(header.bytes().all(|byte| byte.is_ascii_graphic()));
        let read = KeepLine::of_header(&header).unwrap();
        assert_eq!((read.by, read.what, read.on.as_str()), (by, What::ChatflowSwitched, "vip"));
        assert!(KeepLine::of_header("no line").is_err());
    }
}
