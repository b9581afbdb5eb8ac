//! What hangs on the page and comes off by itself: listeners, timers, requests under way.
//!
//! Each value owns its closure and the function that takes it down again; dropping it is taking it down. The boundary
//! that keeps a panic from the page is `loader/page.js`, through which all of them go.

use js_sys::Function;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

use crate::page::Page;

/// Something that can happen until this value is dropped.
#[must_use = "it is taken down when this value is dropped"]
pub(crate) struct Held {
    release: Function,
    _closure: Box<dyn std::any::Any>,
}

impl Held {
    /// Calls `f` for every event of that kind on the target.
    pub(crate) fn listener(
        page: &Page,
        target: &EventTarget,
        kind: &str,
        f: impl FnMut(Event) + 'static,
    ) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(f);
        let release = page.on(target, kind, closure.as_ref().unchecked_ref());
        Self { release, _closure: Box::new(closure) }
    }

    /// Calls `f` once, after so many milliseconds.
    pub(crate) fn timer(page: &Page, ms: u64, f: impl FnMut(Event) + 'static) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(f);
        // Longer than the browser's 31-bit timer can count would ring at once.
        let release = page.after(ms.min(i32::MAX as u64) as f64, closure.as_ref().unchecked_ref());
        Self { release, _closure: Box::new(closure) }
    }

    /// Posts, and calls `f` with the status (0: nobody answered) and the body.
    pub(crate) fn post(page: &Page, path: &str, body: &str, f: impl FnMut(u16, String) + 'static) -> Self {
        let closure = Closure::<dyn FnMut(u16, String)>::new(f);
        let release = page.post(path, body, closure.as_ref().unchecked_ref());
        Self { release, _closure: Box::new(closure) }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // The page's own function cannot fail; if the page broke it, there is nothing left to take down.
        let _ = self.release.call0(&JsValue::NULL);
    }
}
