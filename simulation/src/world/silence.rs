//! Chats that close by themselves: once the faults stop, none stands longer than it is to.

use super::World;

impl World {
    /// Whether a chat is open that is to close by itself. One whose clock was put back may stand for longer.
    pub(super) fn what_stands_too_long(&self) -> Option<String> {
        let (after, now) = (self.ledger.closes_after, self.machine_clock());
        for thread in self.ledger.logs.keys().filter(|_| after > 0) {
            let shard = &self.objects.get(usize::from(thread.shard()))?.platform;
            let kept = edge::store::threads::thread(&shard.disk, thread).ok().flatten()?;
            let at = edge::store::threads::timeouts::of(&shard.disk, thread).ok()?;
            if kept.state.may_time_out() && at.is_none_or(|at| at <= now + after) {
                return Some(format!("{thread} is open at {now}, and closes at {at:?}"));
            }
        }
        None
    }
}
