//! Which agents look at which thread (P51): kept on their lines, so that it survives a sleep and goes with them.

use conversation::ids::{AgentId, ThreadId};

use super::agent::Identity;
use super::{Inbox, agent};
use crate::error::Error;
use crate::index;
use crate::index::viewing::{Looks, told};
use crate::objects::line::Line;
use crate::objects::link::Held;

impl Inbox {
    /// A page of an agent shows another thread now, or none.
    pub(super) fn looks_at(&self, line: &Line, thread: Option<ThreadId>) -> Result<(), Error> {
        if let Some(thread) = &thread {
            self.shard_of(thread)?;
        }
        let Some(mut held) = Held::<Identity>::of(line) else { return Ok(()) };
        let Some(me) = held.identity.as_mut().filter(|me| me.views != thread) else { return Ok(()) };
        let before = std::mem::replace(&mut me.views, thread.clone());
        held.keep(line)?;
        self.tell_viewers(&before.into_iter().chain(thread).collect::<Vec<_>>(), None);
        Ok(())
    }

    /// A line is gone, and whoever looked by it looks no longer.
    pub(super) fn looks_away(&self, line: &Line) {
        let views = Held::<Identity>::of(line).and_then(|held| held.identity).and_then(|me| me.views);
        if let Some(thread) = views {
            self.tell_viewers(&[thread], Some(line));
        }
    }

    /// Tells everybody who looks at one of these threads who else does; `gone` counts no more.
    fn tell_viewers(&self, threads: &[ThreadId], gone: Option<&Line>) {
        let lines = self.everybody().into_iter().filter(|line| gone != Some(line) && !line.has_ended());
        let looks = lines.filter_map(|line| {
            let held = Held::<Identity>::of(&line).filter(|held| !held.sent_away)?;
            let me = held.identity.filter(|me| me.greeted)?;
            Some(Looks { agent: agent(&me.id, &me.name), at: me.views })
        });
        let frames = told(&looks.collect::<Vec<_>>(), threads);
        let frames: Vec<(&AgentId, &ThreadId, String)> = frames
            .iter()
            .filter_map(|(to, frame)| Some((to, index::passes_in(frame)?, frame.to_json())))
            .collect();
        self.push(|me| {
            let is_for =
                |one: &&(&AgentId, &ThreadId, String)| *one.0 == me.id && me.views.as_ref() == Some(one.1);
            frames.iter().filter(is_for).map(|(.., json)| json).collect::<Vec<_>>().into_iter()
        });
    }
}
