//! Whether a finger or a button is down, and what waits until it is up.
//!
//! What moves the page while something is being pressed moves it away from under the pointer, and the click is lost: so
//! whoever is told by the same press that a field was left says nothing until the click has come.

use std::cell::{Cell, RefCell};

use super::timer::Timeout;

thread_local! {
    static DOWN: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
    static SOON: RefCell<Option<Timeout>> = const { RefCell::new(None) };
}

/// Does something: now, or where a pointer is down, once it is up and its click was told to everybody.
pub(crate) fn once_up(act: impl FnOnce() + 'static) {
    if DOWN.get() {
        WAITING.with_borrow_mut(|waiting| waiting.push(Box::new(act)));
    } else {
        act();
    }
}

/// A pointer, or the mouse that stands in for a finger, is down.
pub(crate) fn went_down() {
    DOWN.set(true);
}

/// It is up, was taken away, or somebody uses the keyboard: no press is under way. A click is told in the same breath as
/// this, so that a timer comes after it.
pub(crate) fn went_up() {
    if DOWN.replace(false) && WAITING.with_borrow(|waiting| !waiting.is_empty()) {
        SOON.set(Some(Timeout::after(0, go_on)));
    }
}

fn go_on() {
    // Pressed again already: then that is waited for as well.
    if !DOWN.get() {
        WAITING.take().into_iter().for_each(|act| act());
    }
}
