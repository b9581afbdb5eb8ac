//! Boxes: what a tab keeps of messages that the edge does not have, and which tab answers for them.
//!
//! Each tab has a box of its own, so that no tab writes over another one's. While something lies in it the tab holds
//! the Web Lock of the box's name; whoever gets another box's lock knows that its tab is gone, and takes over what lies
//! there. Without locks (they need https:) boxes are taken when a tab begins: a message keeps its id, and the edge
//! stores an id once. The same as `widget/loader/outbox.js`, for another page.
//!
//! Knows names and locks; not what is written in a box. Dropping it lets go of everything and leaves the box where it is.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::{Rc, Weak};

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{WindowListenerHandle, window_event_listener};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;

use super::{random_bits, storage, window};

#[wasm_bindgen]
extern "C" {
    /// The browser's `LockManager`.
    type Locks;
    #[wasm_bindgen(method, catch)]
    fn request(this: &Locks, name: &str, granted: &Function) -> Result<Promise, JsValue>;
}

/// What a tab does with other tabs' boxes.
pub(crate) struct Heir {
    /// Takes over what lay in a box of a tab that is gone.
    pub(crate) takes: Box<dyn Fn(&str)>,
    /// Another tab has emptied this one's box: what is in it must not be sent any more.
    pub(crate) emptied: Box<dyn Fn()>,
}

/// The boxes of one agent, and the one of this tab among them.
pub(crate) struct Boxes {
    prefix: String,
    mine: String,
    locks: Option<Locks>,
    heir: Heir,
    /// Whether something lies in our box; whoever empties it from elsewhere is told from ourselves by that.
    is_full: Cell<bool>,
    /// Lets go of our box's lock.
    release: RefCell<Option<Function>>,
    /// The boxes whose locks were asked for.
    asked: RefCell<HashSet<String>>,
    listener: Cell<Option<WindowListenerHandle>>,
}

impl Boxes {
    /// Opens an empty box beside the others whose names begin with `prefix`, and takes over those whose tabs are gone,
    /// now and later.
    pub(crate) fn open(prefix: String, heir: Heir) -> Rc<Self> {
        let name: String = random_bits().iter().map(|byte| format!("{byte:02x}")).collect();
        let boxes = Rc::new(Self {
            mine: format!("{prefix}{name}"),
            locks: locks(),
            heir,
            is_full: Cell::new(false),
            release: RefCell::default(),
            asked: RefCell::default(),
            listener: Cell::default(),
            prefix,
        });
        let weak = Rc::downgrade(&boxes);
        let listener = window_event_listener(leptos::ev::storage, move |event| {
            if let (Some(boxes), Some(name)) = (weak.upgrade(), event.key()) {
                boxes.heard(name, event.new_value().is_some());
            }
        });
        boxes.listener.set(Some(listener));
        for name in boxes.others() {
            boxes.take(name);
        }
        boxes
    }

    /// Keeps a text in this tab's box, or empties it; tells whether the browser let us.
    pub(crate) fn keep(&self, text: Option<&str>) -> bool {
        let is_kept = match text {
            Some(text) => storage::set(&self.mine, text),
            None => storage::remove(&self.mine),
        };
        self.is_full.set(is_kept && text.is_some());
        if self.is_full.get() {
            self.hold();
        } else {
            self.let_go();
        }
        is_kept
    }

    /// The names of the other tabs' boxes, those of tabs that are gone among them.
    pub(crate) fn others(&self) -> Vec<String> {
        storage::names(&self.prefix).into_iter().filter(|name| *name != self.mine).collect()
    }

    /// Empties all boxes, other tabs' too: nothing of what lies in them is to be sent or read any more.
    pub(crate) fn empty_all(&self) {
        for name in self.others() {
            storage::remove(&name);
        }
        self.keep(None);
    }

    fn hold(&self) {
        let Some(locks) = self.locks.as_ref().filter(|_| self.release.borrow().is_none()) else { return };
        let held = Promise::new(&mut |resolve, _| *self.release.borrow_mut() = Some(resolve));
        let granted = Closure::once_into_js(move |_lock: JsValue| JsValue::from(held));
        quietly(locks.request(&self.mine, granted.unchecked_ref()));
    }

    fn let_go(&self) {
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }

    fn heard(self: &Rc<Self>, name: String, is_full: bool) {
        if name == self.mine {
            if !is_full && self.is_full.replace(false) {
                self.let_go();
                (self.heir.emptied)();
            }
        } else if is_full && self.locks.is_some() && name.starts_with(&self.prefix) {
            self.take(name);
        }
    }

    fn take(self: &Rc<Self>, name: String) {
        let Some(locks) = &self.locks else {
            self.opened(&name);
            return;
        };
        if !self.asked.borrow_mut().insert(name.clone()) {
            return;
        }
        let weak: Weak<Self> = Rc::downgrade(self);
        let called = name.clone();
        let granted = Closure::once_into_js(move |_lock: JsValue| {
            if let Some(boxes) = weak.upgrade() {
                boxes.asked.borrow_mut().remove(&called);
                boxes.opened(&called);
            }
        });
        quietly(locks.request(&name, granted.unchecked_ref()));
    }

    /// First into our own box, then out of the old one.
    fn opened(&self, name: &str) {
        if let Some(text) = storage::get(name) {
            (self.heir.takes)(&text);
            storage::remove(name);
        }
    }
}

impl Drop for Boxes {
    fn drop(&mut self) {
        if let Some(listener) = self.listener.take() {
            listener.remove();
        }
        self.let_go();
    }
}

fn locks() -> Option<Locks> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

/// A page that may have no locks is refused; it has no storage either.
fn quietly(asked: Result<Promise, JsValue>) {
    if let Ok(answer) = asked {
        let refused = Closure::once_into_js(|_: JsValue| {});
        let _ = Reflect::get(&answer, &"catch".into())
            .and_then(|catch| catch.unchecked_into::<Function>().call1(&answer, &refused));
    }
}
