//! Which lines belong to which visitor: a cache of the lines' attachments.
//!
//! Built again from them after hibernation; a thousand idle lines cost one pass then, and nothing afterwards.

use std::collections::HashMap;

use conversation::ids::VisitorId;
use worker::State;

use super::visitor::Identity;
use crate::objects::line::Line;
use crate::objects::link::Held;

#[derive(Default)]
pub(super) struct Roster {
    lines: Option<HashMap<VisitorId, Vec<Line>>>,
}

impl Roster {
    /// A visitor's lines, oldest first.
    pub(super) fn of(&mut self, state: &State, visitor: &VisitorId) -> Vec<Line> {
        let lines = self.lines.get_or_insert_with(|| gather(state));
        lines.get(visitor).cloned().unwrap_or_default()
    }

    /// A line has become a visitor's.
    pub(super) fn add(&mut self, state: &State, visitor: &VisitorId, line: &Line) {
        let lines = self.lines.get_or_insert_with(|| gather(state)).entry(visitor.clone()).or_default();
        if !lines.contains(line) {
            lines.push(line.clone());
        }
    }

    /// A line is gone. Whose it was, where it was their last.
    pub(super) fn forget(&mut self, state: &State, line: &Line) -> Option<VisitorId> {
        let visitor = Held::<Identity>::of(line)?.identity?.visitor;
        let lines = self.lines.get_or_insert_with(|| gather(state));
        let mine = lines.get_mut(&visitor)?;
        mine.retain(|other| other != line);
        if !mine.is_empty() {
            return None;
        }
        lines.remove(&visitor);
        Some(visitor)
    }
}

fn gather(state: &State) -> HashMap<VisitorId, Vec<Line>> {
    let mut found: HashMap<VisitorId, Vec<(u64, Line)>> = HashMap::new();
    for line in Line::sockets(state) {
        let Some(held) = Held::<Identity>::of(&line).filter(|held| !held.sent_away) else { continue };
        let Some(identity) = held.identity else { continue };
        found.entry(identity.visitor).or_default().push((held.opened_at, line));
    }
    found
        .into_iter()
        .map(|(visitor, mut lines)| {
            lines.sort_by_key(|(opened_at, _)| *opened_at);
            (visitor, lines.into_iter().map(|(_, line)| line).collect())
        })
        .collect()
}
