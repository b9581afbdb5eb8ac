//! Asking who is behind a thread (S134, S141).

use crate::reactive::*;
use conversation::ids::ThreadId;

use crate::api;
use crate::browser::timer::Timeout;
use crate::console::Console;
use crate::state::problem::Problem;

/// Changes of a row are gathered this long before its details are asked for again.
const GATHER_MS: u64 = 400;

impl Console {
    /// Asks at once, unless it is known or being asked.
    pub(crate) fn ask_details(self, thread: &ThreadId) {
        let Some(inbox) = self.inbox.get_untracked() else { return };
        let revision = self.rows.with_untracked(|rows| rows.get(thread).map_or(0, |row| row.revision));
        let mut is_new = false;
        self.details.maybe_update(|all| {
            is_new = all.ask(thread, revision);
            is_new
        });
        if !is_new {
            return;
        }
        let thread = thread.clone();
        spawn_local(async move {
            let answer = api::details(&inbox, &thread).await;
            if self.inbox.get_untracked().as_ref() != Some(&inbox) {
                return;
            }
            match answer {
                Err(Problem::SignedOut) => self.session_ended(),
                answer => self.details.update(|all| all.came(&thread, revision, answer)),
            }
        });
    }

    /// Asks soon: many changes in a short time make one request.
    pub(crate) fn ask_details_soon(self, thread: ThreadId) {
        let due = Timeout::after(GATHER_MS, move || {
            if untrack(|| self.open_thread()).as_ref() == Some(&thread) {
                self.ask_details(&thread);
            }
        });
        self.timers.update_value(|timers| timers.details = Some(due));
    }
}
