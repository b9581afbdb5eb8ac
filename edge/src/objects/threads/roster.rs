//! Which sockets belong to which visitor: a cache of the sockets' attachments.
//!
//! Built again from them after hibernation; a thousand idle sockets cost one pass then, and nothing afterwards.

use std::collections::HashMap;

use conversation::ids::VisitorId;
use worker::{State, WebSocket};

use super::visitor::Identity;
use crate::objects::link::Held;

#[derive(Default)]
pub(super) struct Roster {
    sockets: Option<HashMap<VisitorId, Vec<WebSocket>>>,
}

impl Roster {
    /// A visitor's sockets, oldest first.
    pub(super) fn of(&mut self, state: &State, visitor: &VisitorId) -> Vec<WebSocket> {
        let sockets = self.sockets.get_or_insert_with(|| gather(state));
        sockets.get(visitor).cloned().unwrap_or_default()
    }

    /// A socket has become a visitor's.
    pub(super) fn add(&mut self, state: &State, visitor: &VisitorId, socket: &WebSocket) {
        let sockets = self.sockets.get_or_insert_with(|| gather(state)).entry(visitor.clone()).or_default();
        if !sockets.contains(socket) {
            sockets.push(socket.clone());
        }
    }

    /// A socket is gone. Whose it was, where it was their last.
    pub(super) fn forget(&mut self, state: &State, socket: &WebSocket) -> Option<VisitorId> {
        let visitor = Held::<Identity>::of(socket)?.identity?.visitor;
        let sockets = self.sockets.get_or_insert_with(|| gather(state));
        let mine = sockets.get_mut(&visitor)?;
        mine.retain(|other| other != socket);
        if !mine.is_empty() {
            return None;
        }
        sockets.remove(&visitor);
        Some(visitor)
    }
}

fn gather(state: &State) -> HashMap<VisitorId, Vec<WebSocket>> {
    let mut found: HashMap<VisitorId, Vec<(u64, WebSocket)>> = HashMap::new();
    for socket in state.get_websockets() {
        let Some(held) = Held::<Identity>::of(&socket).filter(|held| !held.sent_away) else { continue };
        let Some(identity) = held.identity else { continue };
        found.entry(identity.visitor).or_default().push((held.opened_at, socket));
    }
    found
        .into_iter()
        .map(|(visitor, mut sockets)| {
            sockets.sort_by_key(|(opened_at, _)| *opened_at);
            (visitor, sockets.into_iter().map(|(_, socket)| socket).collect())
        })
        .collect()
}
