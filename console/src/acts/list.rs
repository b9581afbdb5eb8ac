//! The list: turning to a view, loading, moving through it.

use crate::reactive::*;
use conversation::ids::{InboxId, ThreadId};
use conversation::view::{Standing, View};

use crate::api;
use crate::browser::focus;
use crate::browser::timer::{Timeout, next_frame};
use crate::console::{Console, Loading};
use crate::route::Route;
use crate::state::found::Found;
use crate::state::problem::Problem;
use crate::state::rows::{Rows, Scope};
use crate::state::selected::Selected;

/// Changes of rows that nobody knew are gathered this long before the list is asked for again.
const GATHER_MS: u64 = 250;
/// What is looked for is asked again less often: it costs the edge more, and any change may be one of it.
const GATHER_FOUND_MS: u64 = 1_500;

/// The element id of a row's link.
pub(crate) fn row_id(thread: &ThreadId) -> String {
    format!("row-{thread}")
}

impl Console {
    /// Shows what the address says: a view, perhaps another one than before.
    pub(crate) fn turn_to(self, view: View, status: Standing, found: Option<Found>) {
        let is_filter = matches!(found, Some(Found::Filter(_)));
        let scope = Scope { view, status, found, me: self.my_id() };
        if self.rows.with_untracked(|rows| *rows.scope() != scope) {
            self.rows.update(|rows| rows.turn_to(scope));
            self.selected.set(Selected::default());
            if !is_filter {
                self.filter.set(None);
            }
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
            let answer = self.page(&inbox, &scope, None).await;
            if self.inbox.get_untracked().as_ref() != Some(&inbox) {
                return;
            }
            match answer {
                Ok(take) => {
                    self.rows.update(take);
                    if self.rows.with_untracked(|rows| *rows.scope() == scope) {
                        self.list.set(Loading::Ready);
                    }
                }
                Err(Problem::SignedOut) => self.session_ended(),
                // Late, and about another list.
                Err(_) if self.rows.with_untracked(|rows| *rows.scope() != scope) => {}
                // A list that is here is better than a message; the banner tells that the link is gone.
                Err(_) if self.rows.with_untracked(|rows| rows.is_loaded()) => {}
                Err(problem) => self.list.set(Loading::Failed(problem)),
            }
        });
    }

    /// A page of what the list shows, as what is to be done with the rows.
    async fn page(
        self,
        inbox: &InboxId,
        scope: &Scope,
        before: Option<&str>,
    ) -> Result<Box<dyn FnOnce(&mut Rows)>, Problem> {
        let (of, is_first) = (scope.clone(), before.is_none());
        if let Some(found) = &scope.found {
            let page = api::found(inbox, found, before).await?;
            return Ok(Box::new(move |rows| rows.found_page(&of, page, is_first)));
        }
        let page = api::rows(inbox, scope.view, scope.status, before).await?;
        Ok(Box::new(move |rows| {
            if is_first {
                rows.first_page(&of, page);
            } else {
                rows.older_page(&of, page);
            }
        }))
    }

    /// Loads the list again, soon: many reasons in a short time make one request.
    pub(crate) fn refresh_soon(self) {
        if self.timers.with_value(|timers| timers.refresh.is_some()) {
            return;
        }
        let is_found = self.rows.with_untracked(|rows| rows.scope().found.is_some());
        let due = Timeout::after(if is_found { GATHER_FOUND_MS } else { GATHER_MS }, move || {
            self.timers.update_value(|timers| timers.refresh = None);
            self.load_list();
        });
        self.timers.update_value(|timers| timers.refresh = Some(due));
    }

    /// Loads rows older than those shown.
    pub(crate) fn load_older(self) {
        let Some(inbox) = self.inbox.get_untracked() else { return };
        let (scope, before) =
            self.rows.with_untracked(|rows| (rows.scope().clone(), rows.next().map(str::to_owned)));
        let Some(before) = before else { return };
        spawn_local(async move {
            match self.page(&inbox, &scope, Some(&before)).await {
                Ok(take) => self.rows.update(take),
                Err(problem) => self.act_failed(&problem),
            }
        });
    }

    /// Opens a thread in the view that is shown.
    pub(crate) fn open(self, thread: Option<&ThreadId>) {
        if let Route::Inbox { view, status, found, .. } = self.route.get_untracked() {
            self.go(Route::Inbox { view, status, found, thread: thread.map(ToString::to_string) });
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
