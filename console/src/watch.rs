//! Memos of one make.
//!
//! The framework's own is a copy of its code for every closure; here there is one for every kind of value.

use leptos::prelude::*;

/// What `read` says, told on only when it says something else.
pub(crate) fn watch<T: PartialEq + Send + Sync + 'static>(
    read: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    watch_boxed(Box::new(read))
}

fn watch_boxed<T: PartialEq + Send + Sync + 'static>(read: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| read())
}
