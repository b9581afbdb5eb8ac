//! Leaving a page that holds unsaved changes: never without asking.

use crate::browser::history;
use crate::console::{Ask, Console, Leave};
use crate::later::doors;
use crate::route::Route;

impl Console {
    /// Whether there are changes that nobody saved, and they are on the screen.
    pub(crate) fn has_unsaved(self) -> bool {
        doors().is_some_and(|doors| (doors.unsaved)(self))
    }

    /// Whether going to a page would lose changes. The sections of a chatflow share what is written.
    pub(crate) fn would_lose(self, there: &Route) -> bool {
        let stays = |here: &Route| match (here, there) {
            (Route::Chatflow(here, _), Route::Chatflow(there, _)) => here == there,
            (here, there) => here == there,
        };
        self.has_unsaved() && !self.route.with_untracked(stays)
    }

    /// The browser went back or forward. Where that would lose changes the address is put right, and asked.
    pub(crate) fn came_to(self, route: Route) {
        if self.would_lose(&route) {
            history::push(&self.route.get_untracked());
            self.ask.set(Some(Ask::Leave(Leave::To(route))));
        } else {
            self.ask.set(None);
            self.route.set(route);
        }
    }

    /// The changes may be lost.
    pub(crate) fn leave(self, leave: Leave) {
        self.ask.set(None);
        self.editor.set(None);
        self.list_editor.set(None);
        match leave {
            Leave::To(route) => self.go(route),
            Leave::SignOut => self.sign_out(),
        }
    }
}
