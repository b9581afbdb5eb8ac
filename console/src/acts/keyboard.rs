//! Keys anywhere on the page.

use crate::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::finding::SEARCH_ID;
use super::list::row_id;
use super::thread::{COMMENT_ID, REPLY_ID};
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::{Bar, Console};
use crate::later::{doors, stop_waiting, waits_for_tools};
use crate::route::Route;
use crate::state::commands::{Act, Command, Needs};
use crate::state::keys::{Pressed, act};
use crate::state::selected::Selected;

impl Console {
    /// Does what a key starts, if it starts anything here and now.
    pub(crate) fn pressed(self, event: &KeyboardEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let pressed = Pressed {
            key: &event.key(),
            with_modifier: event.ctrl_key() || event.alt_key() || event.meta_key(),
            with_command: (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key(),
            typing: target.as_ref().is_some_and(focus::takes_text),
            on_control: target.as_ref().is_some_and(focus::is_control),
            in_scroller: target.as_ref().is_some_and(focus::scrolls),
            composing: event.is_composing(),
        };
        // What was opened and did not come yet has no place for the keyboard to be in.
        if event.key() == "Escape"
            && self.tools.with_untracked(Option::is_none)
            && untrack(|| waits_for_tools(self))
        {
            stop_waiting(self);
            return;
        }
        if event.default_prevented()
            || self.keys.get_untracked()
            || self.bar.with_untracked(Option::is_some)
            || self.ask.with_untracked(Option::is_some)
            || untrack(|| self.me()).is_none()
        {
            return;
        }
        let Some(act) = act(pressed, self.letters.get_untracked()) else { return };
        if self.act(&act) {
            event.prevent_default();
        }
    }

    /// Whether a command means anything here and now.
    pub(crate) fn can(self, command: &Command, aimed: &[conversation::ids::ThreadId]) -> bool {
        let in_inbox = || self.route.with_untracked(|route| matches!(route, Route::Inbox { .. }));
        match command.needs {
            Needs::Nothing => true,
            Needs::Inbox => in_inbox(),
            Needs::Thread => in_inbox() && !aimed.is_empty(),
            Needs::Opened if command.act == Act::Transcript => in_inbox() && self.may_send_transcript(),
            Needs::Opened => in_inbox() && untrack(|| self.open_thread()).is_some(),
            Needs::Owner => self.may(conversation::access::Action::ChangeSettings),
        }
    }

    /// Does what the table names. Whether it was for us.
    pub(crate) fn act(self, act: &Act) -> bool {
        match act {
            Act::Sheet => self.keys.set(true),
            Act::Bar => self.bar.set(Some(Bar::Commands(self.aimed()))),
            Act::Back => return self.back(),
            Act::Save => return doors().is_some_and(|doors| (doors.save)(self)),
            Act::Go(route) => self.go(route.clone()),
            Act::SignOut => self.sign_out(),
            Act::Undo => {
                let undo =
                    self.toast.with_untracked(|toast| toast.as_ref().and_then(|toast| toast.undo.clone()));
                let Some(undo) = undo else { return false };
                self.undo(undo);
            }
            Act::InField => return false,
            _ if !self.route.with_untracked(|route| matches!(route, Route::Inbox { .. })) => return false,
            Act::Next => self.step(1),
            Act::Previous => self.step(-1),
            Act::Open => match self.cursor.get_untracked() {
                Some(thread) => self.open(Some(&thread)),
                None => return false,
            },
            Act::Search => {
                return focus::to_id(SEARCH_ID)
                    || self.list_first(|| {
                        focus::to_id(SEARCH_ID);
                    });
            }
            Act::Filter => self.toggle_filter(),
            Act::Select | Act::SelectTo => {
                let Some(row) = self.cursor.get_untracked().or_else(|| untrack(|| self.open_thread())) else {
                    return false;
                };
                self.select(&row, *act == Act::SelectTo);
            }
            Act::SelectAll => {
                self.rows.with_untracked(|rows| {
                    self.selected.update(|selected| selected.toggle_all(rows.order()));
                });
            }
            Act::Reply => return self.write_here(false),
            Act::Comment => return self.write_here(true),
            Act::Quote => return self.quote_earlier(),
            Act::Contact => self.contact.update(|open| *open = !*open),
            Act::Transcript => return self.ask_transcript(),
            Act::Ticket | Act::Deal | Act::Interaction | Act::Disconnect => return self.about_contact(act),
            act => return self.start_on(act, self.aimed()),
        }
        true
    }

    /// Where something leaves the page that had the focus, that goes to the element of an id, and not to nowhere.
    pub(crate) fn catch_focus(self, id: &'static str) {
        // After what was done now is drawn, and what that changes.
        next_frame(move || {
            next_frame(move || {
                if focus::focused().is_none() {
                    focus::to_id(id);
                }
            });
        });
    }

    /// Chooses a row, or all up to it.
    pub(crate) fn select(self, row: &conversation::ids::ThreadId, reach: bool) {
        self.selected.update(|selected| {
            if reach {
                self.rows.with_untracked(|rows| selected.reach(rows.order(), row));
            } else {
                selected.toggle(row);
            }
        });
    }

    /// Puts the cursor where a reply or a comment of the opened conversation is written.
    pub(crate) fn write_here(self, comment: bool) -> bool {
        let Some(thread) = untrack(|| self.open_thread()) else { return false };
        let id = if comment { COMMENT_ID } else { REPLY_ID };
        self.commenting.set(comment.then_some(thread));
        // At once, where it is there: what is typed next belongs into it.
        if !focus::to_id(id) {
            next_frame(move || {
                focus::to_id(id);
            });
        }
        true
    }

    /// Where there is room for one pane, the list comes back before something in it gets the focus.
    fn list_first(self, then: impl FnOnce() + 'static) -> bool {
        self.open(None);
        next_frame(then);
        true
    }

    /// One step back: what floats goes first, then the cursor leaves the reply for the list, then the thread closes.
    fn back(self) -> bool {
        if self.menu.get_untracked() {
            self.menu.set(false);
            return focus::to_id("account");
        }
        if !self.selected.with_untracked(Selected::is_empty) {
            self.selected.set(Selected::default());
            return true;
        }
        if self.contact.get_untracked() {
            self.contact.set(false);
            return focus::to_id("contact-toggle");
        }
        let Some(thread) = untrack(|| self.open_thread()) else {
            let is_found = untrack(|| self.found()).is_some();
            if is_found {
                self.filter.set(None);
                self.look_for(None);
            }
            return is_found;
        };
        let in_list = focus::focused().is_some_and(|element| element.id() == row_id(&thread));
        let row_is_there = !in_list && focus::to_id(&row_id(&thread));
        if !row_is_there {
            self.open(None);
        }
        true
    }
}
