//! What the link tells, and what it changes.

use protocol::delivery::{Input, LinkState, News};

use crate::browser::window;
use crate::console::Console;
use crate::state::outgoing::{Progress, set_progress};
use crate::state::rows::Counted;
use crate::state::signs::Signs;

impl Console {
    /// Takes one piece of news.
    pub(crate) fn heard(self, news: News) {
        match news {
            News::Link(state) => {
                self.link.set(state);
                if state != LinkState::Live {
                    self.signs.update(Signs::lost);
                }
                match state {
                    LinkState::Live => self.was_live.set(true),
                    // A socket that is refused before it opens gives no reason; the session may be over.
                    LinkState::Waiting | LinkState::Refused => self.check_session(),
                    LinkState::Off | LinkState::Connecting => {}
                }
            }
            // Rows that changed while we were away, or did not keep up, are not told again.
            News::Welcome { .. } | News::Lagged => {
                self.load_list();
                self.load_views();
                self.load_labels();
                self.team_changed();
            }
            News::Team => self.team_changed(),
            News::LongWait { thread, since } => {
                if let Some(tools) = self.tools.get_untracked() {
                    (tools.wait_rings)(self, &thread, since);
                }
                self.long_wait(&thread, since);
            }
            News::Entry { thread, entry } => {
                if let Some(id) = &entry.client_message_id {
                    let is_ours =
                        self.outgoing.with_untracked(|all| all.iter().any(|message| message.id == *id));
                    if is_ours {
                        self.outgoing.update(|all| set_progress(all, id, Progress::Sent));
                        self.keep_outgoing();
                    }
                }
                self.logs.update(|logs| {
                    if let Some(log) = logs.get_mut(&thread) {
                        log.push(entry);
                    }
                });
                self.mark_read();
            }
            News::State(state) => self.thread_is(&state),
            News::Acked { client_message_id, .. } => {
                self.outgoing.update(|all| set_progress(all, &client_message_id, Progress::Sent));
                self.keep_outgoing();
            }
            News::Failed { client_message_id, code } => {
                self.outgoing.update(|all| set_progress(all, &client_message_id, Progress::Failed(code)));
                self.keep_outgoing();
            }
            News::StartOver(thread) => self.logs.update(|logs| {
                if let Some(log) = logs.get_mut(&thread) {
                    log.start_over();
                }
            }),
            News::Marks { thread, marks } => self.signs.update(|signs| signs.came(&thread, marks)),
            News::Typing { thread, from } => self.signs.update(|signs| signs.types(&thread, from)),
            News::Presence { thread, here } => self.signs.update(|signs| signs.is_here(&thread, here)),
            News::Annotation { thread, annotation } => {
                if let Some(tools) = self.tools.get_untracked() {
                    (tools.note_rings)(self, &thread, &annotation);
                }
                self.noted(&thread, annotation);
            }
            // Visitors' news.
            News::Captured(_) | News::NotCaptured { .. } | News::Elsewhere(_) => {}
            News::Row(row) => {
                if let Some(tools) = self.tools.get_untracked() {
                    (tools.row_rings)(self, &row);
                }
                self.refresh_room_soon();
                self.refresh_views_soon();
                let (thread, notes) = (row.thread.clone(), row.desk.notes);
                if self.rows.try_update(|rows| rows.changed(*row)) == Some(Counted::AskAgain) {
                    self.refresh_soon();
                }
                self.notes_counted(&thread, notes);
            }
            News::RowGone(thread) => {
                if self.rows.try_update(|rows| rows.gone(&thread)) == Some(Counted::AskAgain) {
                    self.refresh_soon();
                }
            }
            // Nothing a reader can act on: what they did themselves is answered elsewhere.
            News::Refused { .. } => {}
        }
    }

    /// The network or the page is back.
    pub(crate) fn is_back(self) {
        self.online.set(window().navigator().on_line());
        self.link_input(Input::Hurry);
        self.mark_read();
    }

    /// The reader wants to be connected now.
    pub(crate) fn connect_now(self) {
        self.link_input(Input::Start);
        self.link_input(Input::Hurry);
    }
}
