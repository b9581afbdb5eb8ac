//! How far somebody has come in a thread: kept, and told to the other side.

use std::rc::Rc;

use conversation::ids::AgentId;
use edge::error::Error;
use edge::shard::marks;
use edge::shard::outbox::FIRST_RETRY_MS;
use edge::store::threads::Kept;
use protocol::frame::{Mark, ServerFrame};

use super::Threads;
use crate::sabotage::Sabotage;

impl Threads {
    /// Somebody has come to a place in a thread.
    pub(super) fn reached(
        self: &Rc<Self>,
        kept: &Kept,
        reader: Option<AgentId>,
        mark: Mark,
    ) -> Result<(), Error> {
        let by_visitor = reader.is_none();
        let marks = marks::reached(self.sql(), &mut self.outbox.later.borrow_mut(), kept, reader, mark)?;
        let marks = if self.platform.is(Sabotage::LetsMarksGoBack) {
            // The newest word counts, whoever's tab it comes from.
            let mut latest = marks::of(self.sql(), &self.outbox.later.borrow(), &kept.id)?;
            let side = if by_visitor { &mut latest.visitor } else { &mut latest.agents };
            *side = mark;
            Some(latest)
        } else {
            marks
        };
        let Some(marks) = marks else { return Ok(()) };
        self.ring_by(self.now() + FIRST_RETRY_MS)?;
        let frame = ServerFrame::marks(kept.id.clone(), marks);
        if by_visitor {
            self.pass(frame);
            Ok(())
        } else {
            self.show_visitor(&kept.visitor, &[frame])
        }
    }
}
