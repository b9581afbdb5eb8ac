//! What bots ask an inbox before they hand over.

use conversation::routing::{Contact, reachable};

use super::Inbox;
use crate::colleagues::facts;
use crate::error::Error;
use crate::objects::call::bot::IsReachable;
use crate::platform::clock::now_ms;
use crate::zones;

impl Inbox {
    /// Whether somebody would get a thread and could answer now: by the one function that also tells visitors (N32). Hours
    /// of business are not asked: whoever is there can be handed to, and whoever is away cannot (S68, S69).
    pub(super) async fn is_reachable(&self, request_id: &str, call: &IsReachable) -> Result<bool, Error> {
        let crew = self.crew(request_id).await?;
        let contact = Contact { owner: call.owner.as_ref(), last_agent: None };
        Ok(reachable(&call.routing, contact, &facts(&crew, now_ms(), &zones::zone)))
    }
}
