//! What hangs on the page and comes off by itself: listeners, timers, requests under way.
//!
//! Each value owns its closure and the function that takes it down again; dropping it is taking it down. The boundary
//! that keeps a panic from the page is `loader/page.js`, through which all of them go.

use js_sys::Function;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

use crate::page::Page;

/// Called with an event, or with nothing of use by a timer.
pub(crate) type OnEvent = Closure<dyn FnMut(Event)>;
/// Called with the status of an answer (0: nobody answered) and its body.
pub(crate) type OnAnswer = Closure<dyn FnMut(u16, String)>;

/// Something that can happen until this value is dropped.
#[must_use = "it is taken down when this value is dropped"]
pub(crate) struct Held<C = OnEvent> {
    release: Function,
    _closure: C,
}

/// Calls `f` for every event of that kind on the target.
pub(crate) fn listener(page: &Page, target: &EventTarget, kind: &str, f: Box<dyn FnMut(Event)>) -> Held {
    let closure = Closure::wrap(f);
    Held { release: page.on(target, kind, closure.as_ref().unchecked_ref()), _closure: closure }
}

/// Calls `f` once, after so many milliseconds.
pub(crate) fn timer(page: &Page, ms: u64, f: Box<dyn FnMut(Event)>) -> Held {
    let closure = Closure::wrap(f);
    // Longer than the browser's 31-bit timer can count would ring at once.
    let ms = ms.min(i32::MAX as u64) as f64;
    Held { release: page.after(ms, closure.as_ref().unchecked_ref()), _closure: closure }
}

/// Asks for a session, and calls `f` with the answer.
pub(crate) fn session(
    page: &Page,
    chatflow: &str,
    begins: bool,
    f: Box<dyn FnMut(u16, String)>,
) -> Held<OnAnswer> {
    let closure = Closure::wrap(f);
    Held { release: page.session(chatflow, begins, closure.as_ref().unchecked_ref()), _closure: closure }
}

/// Asks what is told of the team, and calls `f` with the answer, whatever it is.
pub(crate) fn team(page: &Page, chatflow: &str, f: Box<dyn FnMut(Event)>) -> Held {
    let closure = Closure::wrap(f);
    Held { release: page.team(chatflow, closure.as_ref().unchecked_ref()), _closure: closure }
}

impl<C> Drop for Held<C> {
    fn drop(&mut self) {
        // The page's own function cannot fail; if the page broke it, there is nothing left to take down.
        let _ = self.release.call0(&JsValue::NULL);
    }
}
