//! Taking a thread over from its bot.

use conversation::ids::ThreadId;
use protocol::frame::ThreadState;

use super::thread::REPLY_ID;
use crate::api;
use crate::browser::focus;
use crate::console::Console;

impl Console {
    /// Makes a thread mine that a bot has, and puts the cursor into the reply (S162).
    pub(crate) fn take_over_from_bot(self, thread: &ThreadId) {
        let (Some(inbox), thread) = (self.inbox.get_untracked(), thread.clone()) else { return };
        let request = {
            let thread = thread.clone();
            async move { api::take_over(&inbox, &thread).await }
        };
        let me = self.myself();
        self.change(&thread, |state| ThreadState { assignee: me, ..state }, request, |_| {});
        focus::to_id(REPLY_ID);
    }

    /// The name of the bot that has a thread, while one does. Tracked.
    pub(crate) fn bot_of(self, thread: &ThreadId) -> Option<String> {
        self.row(thread).filter(protocol::frame::Row::is_with_bot)?.bot.map(|bot| bot.name)
    }
}
