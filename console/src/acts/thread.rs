//! One thread: opening it, giving it to somebody, closing and reopening it.

use std::future::Future;

use crate::reactive::*;
use conversation::ids::{InboxId, ThreadId};
use conversation::thread::Status;
use conversation::view::View;
use protocol::code::Code;
use protocol::delivery::Input;
use protocol::frame::{Agent, ThreadState};

use crate::api;
use crate::browser::storage::{self, name};
use crate::browser::{document, focus};
use crate::console::{Console, Loading, Undo};
use crate::state::kept::to_keep;
use crate::state::log::Log;
use crate::state::outgoing::Progress;
use crate::state::problem::Problem;
use crate::state::rows::Scope;
use crate::texts::Text;

/// The element id of the reply.
pub(crate) const REPLY_ID: &str = "reply";
/// The element id of the comment.
pub(crate) const COMMENT_ID: &str = "comment";
/// Logs kept in memory; opening one of them again shows it at once.
const LOGS_IN_MEMORY: usize = 30;

impl Console {
    /// Shows a thread: at once what is known of it, then the rest, then what comes.
    pub(crate) fn show_thread(self, thread: ThreadId) {
        let Some(inbox) = self.inbox.get_untracked() else { return };
        // Stored messages whose entry came while another thread was open have done their work.
        self.outgoing.update(|all| all.retain(|message| message.progress != Progress::Sent));
        if let Some(have) = self.logs.with_untracked(|logs| logs.get(&thread).map(Log::last_seq)) {
            self.thread.set(Loading::Ready);
            self.link_input(Input::Follow { thread, after_seq: have });
            self.mark_read();
            return;
        }
        self.thread.set(Loading::Asking);
        spawn_local(async move {
            let loaded = load_log(&inbox, &thread).await;
            if untrack(|| self.open_thread()).as_ref() != Some(&thread) {
                return;
            }
            match loaded {
                Ok(log) => {
                    let (have, status) = (log.last_seq(), log.state.status);
                    self.logs.update(|logs| {
                        if logs.len() >= LOGS_IN_MEMORY {
                            logs.clear();
                        }
                        logs.insert(thread.clone(), log);
                    });
                    self.thread.set(Loading::Ready);
                    self.link_input(Input::Follow { thread: thread.clone(), after_seq: have });
                    self.mark_read();
                    if self.rows.with_untracked(|rows| rows.get(&thread).is_none()) {
                        self.find_row(&inbox, status).await;
                    }
                }
                Err(Problem::SignedOut) => self.session_ended(),
                Err(problem) => self.thread.set(Loading::Failed(problem)),
            }
        });
    }

    /// Shows it no longer.
    pub(crate) fn leave_thread(self, thread: ThreadId) {
        self.link_input(Input::Unfollow(thread));
        self.contact.set(false);
    }

    /// Tells the edge which thread is on the screen, if anybody looks (P51).
    pub(crate) fn tell_what_shows(self) {
        let shown = untrack(|| self.open_thread()).filter(|_| !document().hidden());
        if let Some(live) = self.live.with_value(Clone::clone) {
            live.shows(shown);
        }
    }

    /// A thread that was opened by its address may be in another list than the one shown; its row names its contact.
    async fn find_row(self, inbox: &InboxId, status: Status) {
        let scope = Scope { view: View::All, status: status.into(), found: None, me: self.my_id() };
        if let Ok(page) = api::rows(inbox, scope.view, scope.status, None).await {
            self.rows.update(|rows| rows.first_page(&scope, page));
        }
    }

    /// Notes that what is on the screen was read, if anybody looks.
    pub(crate) fn mark_read(self) {
        let Some(thread) = untrack(|| self.open_thread()) else { return };
        if document().hidden() {
            return;
        }
        let Some(seq) = self.logs.with_untracked(|logs| logs.get(&thread).map(Log::last_seq)) else { return };
        let is_news = self.read.try_maybe_update(|read| {
            let news = read.read(&thread, seq);
            (news, news)
        });
        if is_news == Some(true) {
            self.keep(name::READ, &self.read.with_untracked(to_keep));
            self.link_input(Input::Read { thread, seq });
        }
    }

    /// Keeps something for this agent in this browser.
    pub(crate) fn keep(self, what: &str, text: &str) {
        if let Some(me) = untrack(|| self.me()) {
            storage::set(&format!("{what}:{}:{}", me.account, me.id), text);
        }
    }

    /// Gives a thread to an agent, or to nobody (S106, S127).
    pub(crate) fn assign(self, thread: &ThreadId, to: Option<Agent>) {
        let id = to.as_ref().map(|agent| agent.id.clone());
        let (Some(inbox), thread) = (self.inbox.get_untracked(), thread.clone()) else { return };
        let request = {
            let thread = thread.clone();
            async move { api::assign(&inbox, &thread, id).await }
        };
        self.change(&thread, |state| ThreadState { assignee: to, ..state }, request, |_| {});
    }

    /// Gives a thread to me and puts the cursor into the reply (S105).
    pub(crate) fn take_and_reply(self, thread: &ThreadId) {
        self.assign(thread, self.myself());
        focus::to_id(REPLY_ID);
    }

    /// Closes a thread (S129).
    pub(crate) fn close(self, thread: &ThreadId) {
        // Said before it was closed.
        self.release();
        let (Some(inbox), thread) = (self.inbox.get_untracked(), thread.clone()) else { return };
        let request = {
            let thread = thread.clone();
            async move { api::close(&inbox, &thread).await }
        };
        let expect = |state| ThreadState { status: Status::Closed, ..state };
        self.change(&thread.clone(), expect, request, move |console| {
            console.tell(console.say(Text::ClosedToast).to_owned(), Some(Undo::Reopen(thread)));
        });
    }

    /// Opens a closed thread again.
    pub(crate) fn reopen(self, thread: &ThreadId) {
        let (Some(inbox), thread) = (self.inbox.get_untracked(), thread.clone()) else { return };
        let request = {
            let thread = thread.clone();
            async move { api::reopen(&inbox, &thread).await }
        };
        let expect = |state| ThreadState { status: Status::Open, ..state };
        self.change(&thread.clone(), expect, request, move |console| {
            console.tell(console.say(Text::ReopenedToast).to_owned(), Some(Undo::Close(thread)));
        });
    }

    /// Whether a thread is closed, as far as is known. Not tracked.
    pub(crate) fn is_closed(self, thread: &ThreadId) -> bool {
        let of_log = self.logs.with_untracked(|logs| logs.get(thread).map(|log| log.state.status));
        let status =
            of_log.or_else(|| self.rows.with_untracked(|rows| rows.get(thread).map(|row| row.status)));
        status == Some(Status::Closed)
    }

    /// Shows a change at once, asks for it, and puts it right with the answer or takes it back.
    pub(super) fn change(
        self,
        thread: &ThreadId,
        expect: impl FnOnce(ThreadState) -> ThreadState,
        request: impl Future<Output = Result<ThreadState, Problem>> + 'static,
        done: impl FnOnce(Self) + 'static,
    ) {
        let Some(before) = self.logs.with_untracked(|logs| logs.get(thread).map(|log| log.state.clone()))
        else {
            return;
        };
        let expected = expect(before.clone());
        self.thread_is(&expected);
        // Nothing slides by surprise that the reader moved themselves.
        self.settle_list();
        spawn_local(async move {
            match request.await {
                Ok(state) => {
                    self.thread_is(&state);
                    done(self);
                }
                Err(problem) => {
                    // Only what is still as we expected it: somebody may have changed it meanwhile.
                    let untouched = self.logs.with_untracked(|logs| {
                        logs.get(&before.id).is_some_and(|log| {
                            log.state.status == expected.status && log.state.assignee == expected.assignee
                        })
                    });
                    if untouched {
                        self.thread_is(&before);
                    }
                    self.act_failed(&problem);
                }
            }
        });
    }

    /// A thread stands like this.
    pub(crate) fn thread_is(self, state: &ThreadState) {
        self.logs.update(|logs| {
            if let Some(log) = logs.get_mut(&state.id) {
                log.set_state(state.clone());
            }
        });
        self.rows.update(|rows| rows.state_changed(state));
    }
}

/// Loads a thread's whole log, page by page.
async fn load_log(inbox: &InboxId, thread: &ThreadId) -> Result<Log, Problem> {
    let mut page = api::log(inbox, thread, 0).await?;
    let mut log = Log::new(page.thread.clone());
    loop {
        let before = log.last_seq();
        page.entries.into_iter().for_each(|entry| log.push(entry));
        page.annotations.into_iter().for_each(|note| log.note(note));
        let is_whole = log.last_seq() >= page.thread.last_seq;
        // A page that brings nothing new would bring nothing new again.
        if is_whole || log.last_seq() == before {
            return Ok(log);
        }
        page = api::log(inbox, thread, log.last_seq()).await?;
    }
}

/// Whether a thread is not there, or not for us: the edge does not tell the two apart.
pub(crate) fn is_gone(problem: &Problem) -> bool {
    matches!(problem.code(), Some(Code::NotFound | Code::IdFormat | Code::Forbidden))
}
