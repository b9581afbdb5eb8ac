//! What changes the console: people's acts, and what the edge tells.
//!
//! Each act shows at once and is put right, or taken back, when the answer comes.

mod aim;
mod bot;
pub(crate) mod chatflow_editor;
pub(crate) mod chatflow_history;
pub(crate) mod chatflows;
pub(crate) mod colleagues;
mod comment;
mod contact;
pub(crate) mod desk;
mod details;
mod files;
pub(crate) mod finding;
pub(crate) mod forecast;
mod keyboard;
mod leaving;
pub(crate) mod list;
pub(crate) mod lists;
mod macros;
mod news;
pub(crate) mod owner;
mod passkeys;
mod people;
pub(crate) mod policy;
mod resting;
pub(crate) mod ring;
mod saved_replies;
mod session;
mod settings;
pub(crate) mod simulation;
pub(crate) mod skills;
pub(crate) mod subscriptions;
pub(crate) mod thread;
mod write;

use protocol::delivery::LinkState;
use wasm_bindgen::JsCast;

use crate::browser::timer::Timeout;
use crate::browser::{clock, history};
use crate::console::{Ask, Console, Leave, Toast, Undo};
use crate::later::doors;
use crate::route::Route;
use crate::state::problem::Problem;
use crate::texts::Text;

/// How long a toast stays.
const TOAST_MS: u64 = 6_000;
/// How often relative times are told anew.
const TICK_MS: u64 = 10_000;
const MINUTE_MS: u64 = 60_000;

impl Console {
    /// Goes to a page, unless that would lose something: then asks first.
    pub(crate) fn go(self, route: Route) {
        if self.would_lose(&route) {
            self.ask.set(Some(Ask::Leave(Leave::To(route))));
            return;
        }
        if self.route.with_untracked(|current| *current != route) {
            history::push(&route);
            self.route.set(route);
        }
        self.menu.set(false);
    }

    /// Goes to a page that takes the current one's place.
    pub(crate) fn go_instead(self, route: Route) {
        history::replace(&route);
        self.route.set(route);
    }

    /// Tells something in passing.
    pub(crate) fn tell(self, text: String, undo: Option<Undo>) {
        self.toast.set(Some(Toast { text, undo, failed: false }));
        self.stay_for_a_while();
    }

    /// Tells that something failed; it stays until it is dismissed.
    pub(crate) fn tell_failed(self, text: String) {
        self.timers.update_value(|timers| timers.toast = None);
        self.toast.set(Some(Toast { text, undo: None, failed: true }));
    }

    /// Starts the toast's time anew, as after the pointer left it.
    pub(crate) fn stay_for_a_while(self) {
        let stays = |toast: &Toast| toast.failed || toast.undo == Some(Undo::Unsend);
        if self.toast.with_untracked(|toast| toast.as_ref().is_some_and(stays)) {
            return;
        }
        let gone = Timeout::after(TOAST_MS, move || self.toast.set(None));
        self.timers.update_value(|timers| timers.toast = Some(gone));
    }

    /// Keeps the toast as long as somebody points at it.
    pub(crate) fn stay(self) {
        self.timers.update_value(|timers| timers.toast = None);
    }

    /// Takes an act back.
    pub(crate) fn undo(self, undo: Undo) {
        self.toast.set(None);
        match undo {
            Undo::Close(thread) => self.close(&thread),
            Undo::Reopen(thread) => self.reopen(&thread),
            Undo::Acts(acts) => acts.into_iter().for_each(|(act, threads)| self.act_on(threads, act)),
            Undo::Unsend => self.unsend(),
            Undo::See(thread) => self.see(&thread),
            // Only the second module can have done these.
            undo => {
                if let Some(doors) = doors() {
                    (doors.undo)(self, undo);
                }
            }
        }
    }

    /// An act failed and was taken back: says so, or asks to sign in again.
    pub(crate) fn act_failed(self, problem: &Problem) {
        match problem {
            Problem::SignedOut => self.session_ended(),
            Problem::NoAnswer | Problem::Refused { .. } | Problem::Broken { .. } => {
                let why = problem.sentence(self.language.get_untracked());
                let text = self.fill(Text::ActFailed, &[("why", &why)]);
                self.tell_failed(text);
            }
        }
    }

    /// A pointer that goes elsewhere closes the menu, and leaves the list.
    pub(crate) fn pointed_at(self, target: Option<web_sys::EventTarget>) {
        let element = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let within = |selector: &str| {
            element.as_ref().is_some_and(|element| element.closest(selector).ok().flatten().is_some())
        };
        if !within(".row") {
            self.in_list.set_value(false);
        }
        if !within(".menu, #account") && self.menu.get_untracked() {
            self.menu.set(false);
        }
    }

    /// Keeps relative times true.
    pub(crate) fn tick(self) {
        let (before, now) = (self.now.get_untracked(), clock::now());
        self.now.set(now);
        // Who comes and goes is told. Working hours begin and end without anybody's saying so, at whole minutes.
        if before / MINUTE_MS != now / MINUTE_MS || self.link.get_untracked() != LinkState::Live {
            self.team_changed();
        }
        let next = Timeout::after(TICK_MS, move || self.tick());
        self.timers.update_value(|timers| timers.tick = Some(next));
    }
}
