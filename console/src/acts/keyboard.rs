//! Keys anywhere on the page.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::list::row_id;
use super::thread::REPLY_ID;
use crate::browser::focus;
use crate::console::Console;
use crate::later::doors;
use crate::route::Route;
use crate::state::keys::{Act, Pressed, act};

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
        if event.default_prevented()
            || self.keys.get_untracked()
            || self.ask.with_untracked(Option::is_some)
            || untrack(|| self.me()).is_none()
        {
            return;
        }
        let Some(act) = act(pressed) else { return };
        if self.act(act) {
            event.prevent_default();
        }
    }

    /// Whether the act was for us.
    fn act(self, act: Act) -> bool {
        match act {
            Act::Sheet => {
                self.keys.set(true);
                return true;
            }
            Act::Back => return self.back(),
            Act::Save => return doors().is_some_and(|doors| (doors.save)(self)),
            _ => {}
        }
        if !self.route.with_untracked(|route| matches!(route, Route::Inbox { .. })) {
            return false;
        }
        let open = untrack(|| self.open_thread());
        match (act, open) {
            (Act::Next, _) => self.step(1),
            (Act::Previous, _) => self.step(-1),
            (Act::Open, _) => match self.cursor.get_untracked() {
                Some(thread) => self.open(Some(&thread)),
                None => return false,
            },
            (Act::Reply, Some(_)) => return focus::to_id(REPLY_ID),
            (Act::AssignToMe, Some(thread)) => {
                if !self.is_mine(&thread, &self.my_id()) {
                    self.assign(&thread, self.myself());
                }
            }
            (Act::CloseOrReopen, Some(thread)) => {
                if self.is_closed(&thread) {
                    self.reopen(&thread);
                } else {
                    self.close(&thread);
                }
            }
            (Act::Reply | Act::AssignToMe | Act::CloseOrReopen | Act::Sheet | Act::Back | Act::Save, _) => {
                return false;
            }
        }
        true
    }

    /// One step back: what floats goes first, then the cursor leaves the reply for the list, then the thread closes.
    fn back(self) -> bool {
        if self.menu.get_untracked() {
            self.menu.set(false);
            return focus::to_id("account");
        }
        if self.contact.get_untracked() {
            self.contact.set(false);
            return focus::to_id("contact-toggle");
        }
        let Some(thread) = untrack(|| self.open_thread()) else { return false };
        let in_list = focus::focused().is_some_and(|element| element.id() == row_id(&thread));
        let row_is_there = !in_list && focus::to_id(&row_id(&thread));
        if !row_is_there {
            self.open(None);
        }
        true
    }
}
