//! How far both sides of a thread have come, who types, and who is there.

use std::rc::Rc;

use conversation::ids::{AgentId, ThreadId, VisitorId};
use conversation::thread::Status;
use protocol::frame::{Author, Mark, ServerFrame, ThreadState};

use super::Threads;
use super::visitor::Identity;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::link::Held;
use crate::platform::clock::now_ms;
use crate::platform::{log, random};
use crate::shard;
use crate::shard::marks;
use crate::shard::outbox::FIRST_RETRY_MS;
use crate::store::threads::{self as rows, Kept};

/// Threads of a visitor that their coming and going is told about.
const TOLD_OF: u32 = 3;

impl Threads {
    /// A thread as it stands, with its marks.
    pub(super) fn with_marks(&self, kept: &Kept) -> Result<ThreadState, Error> {
        Ok(marks::with_marks(self.database.get()?, &self.outbox.shard.later.borrow(), kept)?)
    }

    /// Somebody has come to a place in a thread: the visitor, or an agent.
    pub(super) fn reached(&self, kept: &Kept, reader: Option<AgentId>, mark: Mark) -> Result<(), Error> {
        let by_visitor = reader.is_none();
        let (sql, later) = (self.database.get()?, &self.outbox.shard.later);
        let Some(marks) = marks::reached(sql, &mut later.borrow_mut(), kept, reader, mark)? else {
            return Ok(());
        };
        self.ring_by(now_ms() + FIRST_RETRY_MS)?;
        let frame = ServerFrame::marks(kept.id.clone(), marks);
        if by_visitor { self.pass([frame]) } else { self.show_visitor(&kept.visitor, &[frame.to_json()]) }
    }

    /// The visitor is typing.
    pub(super) fn types(&self, visitor: &VisitorId, thread: &ThreadId) -> Result<(), Error> {
        shard::owned(self.database.get()?, visitor, thread)?;
        // Who says so too often says nothing more by it.
        if self.typing_pace.borrow_mut().admit(visitor, now_ms()).is_ok() {
            self.pass([ServerFrame::Typing { thread: thread.clone(), from: Author::Visitor }])?;
        }
        Ok(())
    }

    /// The visitor has come to a page with the chat, or has left the last one. Best effort.
    pub(super) fn presence(&self, visitor: &VisitorId, here: bool) {
        let told = self.database.get().and_then(|sql| {
            let threads = rows::threads_of(sql, visitor, TOLD_OF)?.into_iter();
            let open = threads.filter(|kept| kept.state.status == Status::Open);
            self.pass(open.map(|kept| ServerFrame::Presence { thread: kept.id, here }))
        });
        if let Err(error) = told {
            log(&error, &random::request_id());
        }
    }

    /// Somebody of the team came or went: tells every visitor who has a line. Best effort, and not worth a place in the
    /// window of whoever does not keep up: they ask when they come back.
    pub(super) fn show_team(&self) {
        let frame = ServerFrame::Team.to_json();
        let now = now_ms();
        let mut lagging = false;
        for line in self.everybody() {
            if Held::<Identity>::of(&line).and_then(|held| held.identity).is_some() {
                lagging |= self.lines.push(&line, &frame, now);
            }
        }
        if lagging && let Err(error) = self.ring_by(self.lines.lagging_by(now)) {
            log(&error, &random::request_id());
        }
    }

    /// Whether the visitor of a thread has the chat on a page.
    pub(super) fn is_here(&self, thread: &ThreadId) -> Result<bool, Error> {
        let kept = rows::thread(self.database.get()?, thread)?.ok_or_else(Error::not_found)?;
        Ok(!self.roster.borrow_mut().of(&self.state, &kept.visitor).is_empty())
    }

    /// Shows frames to a visitor's sockets.
    pub(super) fn show_visitor(&self, visitor: &VisitorId, frames: &[String]) -> Result<(), Error> {
        let now = now_ms();
        let mut lagging = false;
        for line in self.roster.borrow_mut().of(&self.state, visitor) {
            for frame in frames {
                lagging |= self.lines.push(&line, frame, now);
            }
        }
        if lagging { self.ring_by(self.lines.lagging_by(now)) } else { Ok(()) }
    }

    /// Shows frames to the agents who follow their threads, if they can be reached.
    fn pass(&self, frames: impl IntoIterator<Item = ServerFrame>) -> Result<(), Error> {
        if self.live.add(frames) {
            let (account, inbox, _) = self.place()?;
            let (live, env, inbox) =
                (Rc::clone(&self.live), self.env.clone(), Address::Inbox(account, inbox));
            self.state.wait_until(async move {
                live.tell(async |passing| inbox.ask(&env, &random::request_id(), &passing).await).await;
            });
        }
        Ok(())
    }
}
