//! A line of a list that a field above it walks through: the field keeps the focus, the pointer and the arrow keys share
//! one place.

use crate::reactive::*;

use super::html::{El, li};

/// The line at `place`, still empty. `at` is where the list stands.
pub(super) fn pickable(
    id: String,
    place: usize,
    at: RwSignal<usize>,
    choose: impl Fn(usize) + 'static,
) -> El {
    li().id(id)
        .attr("role", "option")
        .attr("aria-selected", move || (at.get() == place).to_string())
        .when("on", move || at.get() == place)
        .on(leptos::ev::pointermove, move |_| {
            if at.get_untracked() != place {
                at.set(place);
            }
        })
        .on(leptos::ev::click, move |_| choose(place))
}
