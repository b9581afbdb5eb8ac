//! Boxes: what a tab keeps of messages that the edge does not have, and which tab answers for them.
//!
//! Each tab has a box of its own, so that no tab writes over another one's. While something lies in it the tab holds
//! the Web Lock of the box's name. A lock comes later than it is asked for, and what is written has to be kept at once: a
//! box says whether its tab had the lock, or when it was written by one that waited for it. Whoever gets the lock of the
//! first kind knows that its tab is gone, and takes over what lies there; the second kind is looked at again a moment
//! later. Without locks (they need https:) boxes are taken when a tab begins: a message keeps its id, and the edge stores
//! an id once. The same as `widget/loader/outbox.js`, for another page.
//!
//! Knows names and locks; not what is written in a box. Dropping it lets go of everything and leaves the box where it is.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::{Rc, Weak};

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{WindowListenerHandle, window_event_listener};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;

use super::timer::Timeout;
use super::{clock, random_bits, storage, window};

/// Longer than any tab waits for a lock that nobody has, in ms.
const MOMENT: u64 = 3_000;

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
    /// Used once: who looks late, when something else lies in our box, finds nothing under its old name.
    mine: RefCell<String>,
    locks: Option<Locks>,
    heir: Heir,
    /// What lies in our box; whoever empties it from elsewhere is told from ourselves by that.
    kept: RefCell<Option<String>>,
    /// Lets go of our box's lock, granted or not.
    release: RefCell<Option<Function>>,
    /// Whether it is granted.
    is_held: Cell<bool>,
    /// The boxes whose locks were asked for.
    asked: RefCell<HashSet<String>>,
    /// Rings when the boxes of tabs that were waiting for their locks are to be looked at again.
    again: RefCell<Option<Timeout>>,
    listener: Cell<Option<WindowListenerHandle>>,
}

impl Boxes {
    /// Opens an empty box beside the others whose names begin with `prefix`, and takes over those whose tabs are gone,
    /// now and later.
    pub(crate) fn open(prefix: String, heir: Heir) -> Rc<Self> {
        let boxes = Rc::new(Self {
            mine: RefCell::new(a_name(&prefix)),
            locks: locks(),
            heir,
            kept: RefCell::default(),
            release: RefCell::default(),
            is_held: Cell::new(false),
            asked: RefCell::default(),
            again: RefCell::default(),
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
        boxes.take_all();
        boxes
    }

    /// Keeps a text in this tab's box, or empties it; tells whether the browser let us.
    pub(crate) fn keep(self: &Rc<Self>, text: Option<String>) -> bool {
        self.kept.replace(text);
        let is_kept = self.write();
        if !is_kept {
            self.kept.take();
        }
        if self.kept.borrow().is_some() {
            self.hold();
        } else {
            self.let_go();
        }
        is_kept
    }

    /// What lies in the other tabs' boxes, those of tabs that are gone among them.
    pub(crate) fn in_others(&self) -> Vec<String> {
        let texts = self.others().into_iter().filter_map(|name| storage::get(&name));
        texts.map(|text| split(&text).1.to_owned()).collect()
    }

    /// Empties all boxes, other tabs' too: nothing of what lies in them is to be sent or read any more.
    pub(crate) fn empty_all(self: &Rc<Self>) {
        for name in self.others() {
            storage::remove(&name);
        }
        self.keep(None);
    }

    fn others(&self) -> Vec<String> {
        storage::names(&self.prefix).into_iter().filter(|name| *name != *self.mine.borrow()).collect()
    }

    fn write(&self) -> bool {
        let mine = self.mine.borrow();
        match &*self.kept.borrow() {
            Some(text) if self.is_held.get() => storage::set(&mine, text),
            Some(text) => storage::set(&mine, &format!("{}{text}", clock::now())),
            None => storage::remove(&mine),
        }
    }

    fn hold(self: &Rc<Self>) {
        let Some(locks) = self.locks.as_ref().filter(|_| self.release.borrow().is_none()) else { return };
        let held = Promise::new(&mut |resolve, _| *self.release.borrow_mut() = Some(resolve));
        let ours = self.release.borrow().clone();
        let weak = Rc::downgrade(self);
        let granted = Closure::once_into_js(move |_lock: JsValue| {
            // Meanwhile it may have been let go.
            if let Some(boxes) = weak.upgrade()
                && *boxes.release.borrow() == ours
            {
                boxes.is_held.set(true);
                boxes.write();
            }
            JsValue::from(held)
        });
        quietly(locks.request(&self.mine.borrow(), granted.unchecked_ref()));
    }

    fn let_go(&self) {
        self.is_held.set(false);
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
            self.mine.replace(a_name(&self.prefix));
        }
    }

    fn heard(self: &Rc<Self>, name: String, is_full: bool) {
        if name == *self.mine.borrow() {
            if !is_full && self.kept.take().is_some() {
                self.let_go();
                (self.heir.emptied)();
            }
        } else if is_full && self.locks.is_some() && name.starts_with(&self.prefix) {
            self.take(name);
        }
    }

    fn take_all(self: &Rc<Self>) {
        for name in self.others() {
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
    fn opened(self: &Rc<Self>, name: &str) {
        let Some(text) = storage::get(name) else { return };
        let (since, text) = split(&text);
        if self.locks.is_some() && clock::now() < since + MOMENT {
            // Its tab is about to have its lock, or went while it waited.
            let weak = Rc::downgrade(self);
            let ring = move || {
                if let Some(boxes) = weak.upgrade() {
                    boxes.take_all();
                }
            };
            self.again.replace(Some(Timeout::after(MOMENT, ring)));
            return;
        }
        (self.heir.takes)(text);
        storage::remove(name);
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

fn a_name(prefix: &str) -> String {
    let name: String = random_bits().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{prefix}{name}")
}

fn locks() -> Option<Locks> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

/// When a box was written by a tab that waited for its lock, or 0; and what lies in it.
fn split(text: &str) -> (u64, &str) {
    let start = text.find(|byte: char| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (since, text) = text.split_at(start);
    (since.parse().unwrap_or(0), text)
}

/// A page that may have no locks is refused; it has no storage either.
fn quietly(asked: Result<Promise, JsValue>) {
    if let Ok(answer) = asked {
        let refused = Closure::once_into_js(|_: JsValue| {});
        let _ = Reflect::get(&answer, &"catch".into())
            .and_then(|catch| catch.unchecked_into::<Function>().call1(&answer, &refused));
    }
}
