//! What bots ask an inbox before they hand over.

use conversation::routing::{Colleague, Contact, reachable};

use super::Inbox;
use crate::error::Error;
use crate::objects::call::bot::IsReachable;

impl Inbox {
    /// Whether somebody would get a thread and could answer now: by the one function that also tells visitors (N32). Hours
    /// of business are not asked: whoever is there can be handed to, and whoever is away cannot (S68, S69).
    pub(super) fn is_reachable(&self, call: &IsReachable) -> Result<bool, Error> {
        let contact = Contact { owner: call.owner.as_ref(), last_agent: None };
        Ok(reachable(&call.routing, contact, &known_colleagues()))
    }
}

/// Whoever this inbox knows to work here. As long as nobody tells it of anybody, nobody is known to be there.
fn known_colleagues() -> Vec<Colleague> {
    Vec::new()
}
