//! What the browser saw while a passkey was made or used (WebAuthn, §5.8.1). It writes the origin itself: no page can.

use serde::Deserialize;

use super::{Asked, Deviation};

use crate::json::tree;

/// The parts that are looked at; browsers may write more.
#[derive(Deserialize)]
pub(super) struct ClientData {
    #[serde(rename = "type")]
    ceremony: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: Option<bool>,
}

impl ClientData {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Deviation> {
        tree::from_slice(bytes).map_err(|_| Deviation::ClientData)
    }

    pub(super) fn check(&self, ceremony: &str, asked: Asked<'_>) -> Result<(), Deviation> {
        if self.ceremony != ceremony {
            return Err(Deviation::Type);
        }
        if self.challenge != asked.challenge {
            return Err(Deviation::Challenge);
        }
        if self.origin != asked.site.origin {
            return Err(Deviation::Origin);
        }
        if self.cross_origin == Some(true) {
            return Err(Deviation::CrossOrigin);
        }
        Ok(())
    }
}
