//! The list: turning to a view, loading, moving through it.

use conversation::ids::ThreadId;
use conversation::thread::Status;
use conversation::view::View;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::api;
use crate::browser::focus;
use crate::browser::timer::{Timeout, next_frame};
use crate::console::{Console, Loading};
use crate::route::Route;
use crate::state::problem::Problem;
use crate::state::rows::Scope;

/// Changes of rows that nobody knew are gathered this long before the list is asked for again.
const GATHER_MS: u64 = 250;

/// The element id of a row's link.
pub(crate) fn row_id(thread: &ThreadId) -> String {
    format!("row-{thread}")
}

impl Console {
    /// Shows what the address says: a view, perhaps another one than before.
    pub(crate) fn turn_to(self, view: View, status: Status) {
        let scope = Scope { view, status, me: self.my_id() };
        if self.rows.with_untracked(|rows| *rows.scope() != scope) {
            self.rows.update(|rows| rows.turn_to(scope));
        }
        self.load_list();
    }

    /// Loads the list's first page. What is shown stays until the answer is here.
    pub(crate) fn load_list(self) {
        let Some(inbox) = self.inbox.get_untracked() else { return };
        let scope = self.rows.with_untracked(|rows| rows.scope().clone());
        if self.rows.with_untracked(|rows| !rows.is_loaded()) {
            self.list.set(Loading::Asking);
        }
        spawn_local(async move {
            let answer = api::rows(&inbox, scope.view, scope.status, None).await;
            if self.inbox.get_untracked().as_ref() != Some(&inbox) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.rows.update(|rows| rows.first_page(&scope, page));
                    if self.rows.with_untracked(|rows| *rows.scope() == scope) {
                        self.list.set(Loading::Ready);
                    }
                }
                Err(Problem::SignedOut) => self.session_ended(),
                // A list that is here is better than a message; the banner tells that the link is gone.
                Err(_) if self.rows.with_untracked(|rows| rows.is_loaded()) => {}
                Err(problem) => self.list.set(Loading::Failed(problem)),
            }
        });
    }

    /// Loads the list again, soon: many reasons in a short time make one request.
    pub(crate) fn refresh_soon(self) {
        let due = Timeout::after(GATHER_MS, move || self.load_list());
        self.timers.update_value(|timers| timers.refresh = Some(due));
    }

    /// Loads rows older than those shown.
    pub(crate) fn load_older(self) {
        let Some(inbox) = self.inbox.get_untracked() else { return };
        let (scope, before) =
            self.rows.with_untracked(|rows| (rows.scope().clone(), rows.next().map(str::to_owned)));
        let Some(before) = before else { return };
        spawn_local(async move {
            match api::rows(&inbox, scope.view, scope.status, Some(&before)).await {
                Ok(page) => self.rows.update(|rows| rows.older_page(&scope, page)),
                Err(problem) => self.act_failed(&problem),
            }
        });
    }

    /// Opens a thread in the view that is shown.
    pub(crate) fn open(self, thread: Option<&ThreadId>) {
        if let Route::Inbox { view, status, .. } = self.route.get_untracked() {
            self.go(Route::Inbox { view, status, thread: thread.map(ToString::to_string) });
        }
    }

    /// Moves the keyboard through the list.
    pub(crate) fn step(self, by: isize) {
        self.walks();
        let from = self.cursor.get_untracked().or_else(|| untrack(|| self.open_thread()));
        let to = self.rows.with_untracked(|rows| rows.beside(from.as_ref(), by).cloned());
        if let Some(to) = to {
            self.cursor.set(Some(to.clone()));
            // A row outside of the window is drawn first, by the list, which watches the cursor.
            next_frame(move || {
                focus::to_id(&row_id(&to));
            });
        }
    }
}
