//! Memos of one make.
//!
//! The framework's own is a copy of its code for every closure; here there is one for all.

use crate::reactive::*;

/// What `read` says, told on only when it says something else.
pub(crate) fn watch<T: PartialEq + Send + Sync + 'static>(
    read: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    Memo::following(read)
}
