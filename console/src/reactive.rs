//! The framework's reactive values, of one make.
//!
//! The framework copies its code for every kind of value that a signal, a memo or a store holds, and again for every closure
//! that looks into one: together that was a fifth of the console. Here the framework keeps boxes, whatever is in them, so that
//! its code is there once; what is left for each kind is to look into the box. Named and used like the framework's: whoever
//! takes everything from here has these in the place of its own.

use std::any::Any;
use std::marker::PhantomData;
use std::pin::Pin;

pub(crate) use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use leptos::reactive::signal::guards::{Mapped, Plain, ReadGuard, UntrackedWriteGuard};
use leptos::reactive::traits::UntrackableGuard;

type Signal = leptos::prelude::RwSignal<Held>;
type Store = leptos::prelude::StoredValue<Box<dyn Any>, LocalStorage>;
type Derived = leptos::prelude::Memo<Seen>;
type Opened = ReadGuard<Box<dyn Any>, Plain<Box<dyn Any>>>;

/// The value of a signal, as the framework keeps it.
struct Held(Box<dyn Any + Send + Sync>);

/// The value of a memo, and how it is told from another one.
struct Seen {
    value: Box<dyn Any + Send + Sync>,
    is_same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        (self.is_same)(&*self.value, &*other.value)
    }
}

/// There is nothing any more: what it belonged to left the page.
#[derive(Debug)]
pub(crate) struct Gone;

/// A value that tells when it was changed.
pub(crate) struct RwSignal<T> {
    boxed: Signal,
    kind: PhantomData<fn() -> T>,
}

/// A value that follows others.
pub(crate) struct Memo<T> {
    boxed: Derived,
    kind: PhantomData<fn() -> T>,
}

/// A value that tells nobody.
pub(crate) struct StoredValue<T> {
    boxed: Store,
    kind: PhantomData<fn() -> T>,
}

macro_rules! handles {
    ($($handle:ident)*) => {
        $(impl<T> Clone for $handle<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $handle<T> {})*
    };
}

handles! { RwSignal Memo StoredValue }

/// The only place that knows what is in which box: a handle is of the kind that it was made with.
#[inline(never)]
fn of<T: 'static>(value: &dyn Any) -> &T {
    value.downcast_ref().expect("of its handle's kind")
}

#[inline(never)]
fn of_mut<T: 'static>(value: &mut dyn Any) -> &mut T {
    value.downcast_mut().expect("of its handle's kind")
}

#[inline(never)]
fn begun(value: Box<dyn Any + Send + Sync>) -> Signal {
    Signal::new(Held(value))
}

#[inline(never)]
fn tracked(signal: Signal) -> ReadGuard<Held, Plain<Held>> {
    signal.read()
}

#[inline(never)]
fn untracked(signal: Signal) -> ReadGuard<Held, Plain<Held>> {
    signal.read_untracked()
}

#[inline(never)]
fn if_there(signal: Signal) -> Option<ReadGuard<Held, Plain<Held>>> {
    signal.try_read_untracked()
}

#[inline(never)]
fn changing(signal: &Signal) -> Option<impl UntrackableGuard<Target = Held>> {
    signal.try_write()
}

#[inline(never)]
fn put(signal: Signal, value: Box<dyn Any + Send + Sync>) -> Result<(), Gone> {
    signal.try_set(Held(value)).map_or(Ok(()), |_| Err(Gone))
}

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// One that belongs to what is being drawn.
    pub(crate) fn new(value: T) -> Self {
        Self { boxed: begun(Box::new(value)), kind: PhantomData }
    }

    /// Looks at the value, and is told of changes.
    pub(crate) fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(of(&*tracked(self.boxed).0))
    }

    /// Looks at the value once.
    pub(crate) fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(of(&*untracked(self.boxed).0))
    }

    /// Looks at the value once, if it is still there.
    pub(crate) fn try_with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        if_there(self.boxed).map(|value| look(of(&*value.0)))
    }

    /// Asks to be told of changes.
    pub(crate) fn track(self) {
        drop(tracked(self.boxed));
    }

    /// Puts another value in its place.
    pub(crate) fn set(self, value: T) {
        let _ = self.try_set(value);
    }

    /// Puts another value in its place, if it is still there.
    pub(crate) fn try_set(self, value: T) -> Result<(), Gone> {
        put(self.boxed, Box::new(value))
    }

    /// Changes the value.
    pub(crate) fn update(self, change: impl FnOnce(&mut T)) {
        let _ = self.try_update(change);
    }

    /// Changes the value, if it is still there.
    pub(crate) fn try_update<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let mut value = changing(&self.boxed)?;
        Some(change(of_mut(&mut *value.0)))
    }

    /// Changes the value and tells nobody.
    pub(crate) fn update_untracked(self, change: impl FnOnce(&mut T)) {
        let _ = self.try_maybe_update(|value| {
            change(value);
            (false, ())
        });
    }

    /// Changes the value, and tells of it if that says so.
    pub(crate) fn maybe_update(self, change: impl FnOnce(&mut T) -> bool) {
        let _ = self.try_maybe_update(|value| (change(value), ()));
    }

    /// The same, if it is still there.
    pub(crate) fn try_maybe_update<U>(self, change: impl FnOnce(&mut T) -> (bool, U)) -> Option<U> {
        let mut value = changing(&self.boxed)?;
        let (is_news, answer) = change(of_mut(&mut *value.0));
        if !is_news {
            value.untrack();
        }
        Some(answer)
    }
}

impl<T: Clone + Send + Sync + 'static> RwSignal<T> {
    /// The value; whoever asks is told of changes.
    #[inline(never)]
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    #[inline(never)]
    pub(crate) fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// The value as it is now, if it is still there.
    #[inline(never)]
    pub(crate) fn try_get_untracked(self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }
}

impl<T: Default + Send + Sync + 'static> Default for RwSignal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

type View = ReadGuard<Seen, Mapped<Plain<Option<Seen>>, Seen>>;

#[inline(never)]
fn derived(read: Box<dyn Fn() -> Seen + Send + Sync>) -> Derived {
    Derived::new(move |_| read())
}

#[inline(never)]
fn seen(memo: Derived) -> View {
    memo.read()
}

#[inline(never)]
fn seen_once(memo: Derived) -> View {
    memo.read_untracked()
}

#[inline(never)]
fn seen_if_there(memo: Derived) -> Option<View> {
    memo.try_read_untracked()
}

fn is_same<T: PartialEq + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
    of::<T>(one) == of::<T>(other)
}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// What `read` says, told on only when it says something else.
    pub(crate) fn following(read: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let boxed = derived(Box::new(move || Seen { value: Box::new(read()), is_same: is_same::<T> }));
        Self { boxed, kind: PhantomData }
    }
}

impl<T: 'static> Memo<T> {
    /// Looks at the value, and is told of changes.
    pub(crate) fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(of(&*seen(self.boxed).value))
    }

    /// Looks at the value once.
    pub(crate) fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(of(&*seen_once(self.boxed).value))
    }

    /// Looks at the value once, if it is still there.
    pub(crate) fn try_with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        seen_if_there(self.boxed).map(|seen| look(of(&*seen.value)))
    }

    /// Asks to be told of changes.
    pub(crate) fn track(self) {
        drop(seen(self.boxed));
    }
}

impl<T: Clone + 'static> Memo<T> {
    /// The value; whoever asks is told of changes.
    #[inline(never)]
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    #[inline(never)]
    pub(crate) fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// The value as it is now, if it is still there.
    #[inline(never)]
    pub(crate) fn try_get_untracked(self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }
}

#[inline(never)]
fn stored(value: Box<dyn Any>) -> Store {
    Store::new_local(value)
}

#[inline(never)]
fn opened(store: Store) -> Option<Opened> {
    store.try_read_value()
}

#[inline(never)]
fn opened_to_change(store: Store) -> Option<UntrackedWriteGuard<Box<dyn Any>>> {
    store.try_write_value()
}

impl<T: 'static> StoredValue<T> {
    /// One that belongs to what is being drawn.
    pub(crate) fn new(value: T) -> Self {
        Self { boxed: stored(Box::new(value)), kind: PhantomData }
    }

    /// Looks at the value.
    pub(crate) fn with_value<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.try_with_value(look).expect("it is still there")
    }

    /// Looks at the value, if it is still there.
    pub(crate) fn try_with_value<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        opened(self.boxed).map(|value| look(of(&**value)))
    }

    /// Puts another value in its place.
    pub(crate) fn set_value(self, value: T) {
        self.update_value(|place| *place = value);
    }

    /// Changes the value.
    pub(crate) fn update_value(self, change: impl FnOnce(&mut T)) {
        let _ = self.try_update_value(change);
    }

    /// Changes the value, if it is still there.
    pub(crate) fn try_update_value<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let mut value = opened_to_change(self.boxed)?;
        Some(change(of_mut(&mut **value)))
    }

    /// Takes it away.
    pub(crate) fn dispose(self) {
        self.boxed.dispose();
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    /// The value.
    pub(crate) fn get_value(self) -> T {
        self.with_value(T::clone)
    }

    /// The value, if it is still there.
    pub(crate) fn try_get_value(self) -> Option<T> {
        self.try_with_value(T::clone)
    }
}

/// What is done again whenever what it reads was changed.
pub(crate) struct Effect;

impl Effect {
    /// Begins it, for as long as what is being drawn is on the page. `run` is given what it answered the last time.
    #[expect(clippy::new_ret_no_self, reason = "named like the framework's; nobody needs a handle")]
    pub(crate) fn new<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) {
        let mut before = None;
        follow(Box::new(move || before = Some(run(before.take()))));
    }
}

#[inline(never)]
fn follow(mut run: Box<dyn FnMut()>) {
    leptos::prelude::Effect::new(move |_: Option<()>| run());
}

/// Does something that waits for others, one thing after the other.
pub(crate) fn spawn_local(what: impl Future<Output = ()> + 'static) {
    start(Box::pin(what));
}

#[inline(never)]
fn start(what: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(what);
}
