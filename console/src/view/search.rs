//! The search box above the list (S110, P52), and what was found.

use crate::reactive::*;
use leptos::html::Input;

use super::html::{all, button, div, input, kbd, label, span};
use super::icon::{Icon, icon};
use crate::acts::finding::SEARCH_ID;
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::{Loading, console};
use crate::state::found::Found;
use crate::state::marks::{marked, words};
use crate::texts::Text;
use crate::watch::watch;

/// The box.
pub(crate) fn search_box() -> AnyView {
    let c = console();
    let field = NodeRef::<Input>::new();
    let typed = watch(move || match c.found() {
        Some(Found::Words(words)) => words,
        _ => String::new(),
    });
    // What the address says stands in the box, unless somebody is at it.
    Effect::new(move |_| {
        let typed = typed.get();
        if let Some(element) = field.get()
            && focus::focused().is_none_or(|focused| focused.id() != SEARCH_ID)
        {
            element.set_value(&typed);
        }
    });
    let leave = move || {
        if let Some(element) = field.get_untracked() {
            element.set_value("");
            let _ = element.blur();
        }
        c.search_now("");
    };
    let text = input()
        .id(SEARCH_ID)
        .node_ref(field)
        .attr("type", "text")
        .attr("role", "searchbox")
        .attr("enterkeyhint", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("dir", "auto")
        .attr("maxlength", "200")
        .attr("placeholder", c.say(Text::SearchPlaceholder))
        .attr("aria-describedby", "search-help search-told")
        .on(leptos::ev::input, move |event| c.typed_search(event_target_value(&event)))
        .on(leptos::ev::keydown, move |event: web_sys::KeyboardEvent| match event.key().as_str() {
            _ if event.is_composing() => {}
            "Enter" => {
                event.prevent_default();
                if let Some(element) = field.get_untracked() {
                    c.search_now(&element.value());
                }
            }
            // Back to the view where one was; an empty box is only left.
            "Escape" => {
                event.prevent_default();
                leave();
                next_frame(move || {
                    c.step(0);
                });
            }
            // Down into what was found.
            "ArrowDown" => {
                event.prevent_default();
                c.step(0);
            }
            _ => {}
        });
    let clear = move || {
        typed.with(|typed| !typed.is_empty()).then(|| {
            button()
                .attr("type", "button")
                .class("button quiet square tiny")
                .attr("aria-label", c.say(Text::SearchClear))
                .on(leptos::ev::click, move |_| {
                    leave();
                    focus::to_id(SEARCH_ID);
                })
                .child(icon(Icon::Cross))
        })
    };
    let key = move || {
        (typed.with(String::is_empty) && c.letters.get())
            .then(|| kbd().attr("aria-hidden", "true").child("/"))
    };
    div()
        .class("search")
        .attr("role", "search")
        .child((
            label()
                .attr("for", SEARCH_ID)
                .child((icon(Icon::Search), span().class("unseen").child(c.say(Text::SearchLabel)))),
            text,
            clear,
            key,
            span().id("search-help").class("tip small").child(c.say(Text::SearchHelp)),
        ))
        .into_any()
}

/// How many were found, told to who cannot see the list.
pub(crate) fn found_count() -> AnyView {
    let c = console();
    let told = watch(move || {
        let is_found = c.found().is_some() && c.list.with(|list| *list == Loading::Ready);
        is_found.then(|| c.rows.with(|rows| (rows.order().len(), rows.next().is_some())))
    });
    let words = move || {
        told.get().map(|(n, more)| {
            let text = if more { Text::SearchFoundMore } else { Text::SearchFound };
            c.fill(text, &[("n", &n.to_string())])
        })
    };
    span().id("search-told").class("num").attr("role", "status").child(words).into_any()
}

/// A text of a row, with the words of the search set off in it.
pub(crate) fn with_marks(text: String) -> AnyView {
    let c = console();
    let looked = match untrack(|| c.found()) {
        Some(Found::Words(typed)) => words(&typed),
        _ => Vec::new(),
    };
    if looked.is_empty() {
        return IntoAny::into_any(text);
    }
    let piece = |(is_marked, text): (bool, String)| {
        if is_marked { super::html::mark().child(text).into_any() } else { IntoAny::into_any(text) }
    };
    all(marked(&text, &looked).into_iter().map(piece).collect::<Vec<_>>())
}
