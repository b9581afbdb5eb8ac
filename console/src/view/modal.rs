//! A modal dialog that follows the model: the browser keeps the focus inside, closes it on Escape and gives the focus back.

use crate::reactive::*;
use leptos::html::Dialog;

use crate::browser::timer::next_frame;

/// Opens and closes the dialog as `is_open` says.
pub(super) fn open_while(element: NodeRef<Dialog>, is_open: impl Fn() -> bool + 'static) {
    Effect::new(move |_| {
        let open = is_open();
        // What is inside is drawn by then, and the browser finds what to put the focus on.
        next_frame(move || {
            let Some(element) = element.try_get_untracked().flatten() else { return };
            if open && !element.open() {
                let _ = element.show_modal();
            } else if !open && element.open() {
                element.close();
            }
        });
    });
}
