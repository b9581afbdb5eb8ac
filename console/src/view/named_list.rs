//! Things with names in the settings: listed, changed in a form below, and deleted. Teams, skills and subscription types
//! are drawn with these.
//!
//! Knows no kind of thing: what there is to read, to save and to ask is whoever's who draws it.

use crate::reactive::*;

use super::html::{Put, all, button, div, h3, li, p, span, ul};
use super::icon::{Icon, icon};
use super::sign_in::alert;
use super::team::form_acts;
use crate::acts::colleagues::change_id;
use crate::browser::focus;
use crate::console::console;
use crate::texts::Text;

/// What is said around a list.
pub(super) struct Around {
    /// The element id of the heading.
    pub(super) id: &'static str,
    /// The heading.
    pub(super) title: Text,
    /// What these things are for.
    pub(super) lead: Text,
    /// Where there is none.
    pub(super) none: Text,
}

/// The list, and below it the form, or the way to it.
pub(super) fn named_list(
    around: Around,
    rows: AnyView,
    empty: Memo<bool>,
    below: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let c = console();
    let Around { id, title, lead, none } = around;
    div()
        .class("rule-list")
        .child((
            h3().id(id).child(c.say(title)),
            p().class("help").child(c.say(lead)),
            ul().class("sites").attr("aria-labelledby", id).child(rows),
            move || empty.get().then(|| p().class("none").child(c.say(none))),
            div().child(below),
        ))
        .into_any()
}

/// The way to the form, for a new one.
pub(super) fn add(id: &'static str, words: Text, open: impl Fn() + 'static) -> AnyView {
    button()
        .id(id)
        .attr("type", "button")
        .class("button line")
        .on(leptos::ev::click, move |_| open())
        .child((icon(Icon::Plus), span().child(console().say(words))))
        .into_any()
}

/// The way to the form, for the one with this id.
pub(super) fn change(id: &str, label: String, open: impl Fn() + 'static) -> AnyView {
    button()
        .id(change_id(id))
        .attr("type", "button")
        .class("button quiet square")
        .attr("aria-label", label.clone())
        .attr("title", label)
        .on(leptos::ev::click, move |_| open())
        .child(icon(Icon::Pencil))
        .into_any()
}

/// One of them: its name, something about it, and what can be done with it.
pub(super) fn named_row(picture: Icon, name: String, about: impl Put, acts: [AnyView; 2]) -> AnyView {
    let [change, delete] = acts;
    li().child((
        icon(picture),
        div().class("grow").child((
            span().attr("dir", "auto").child(name),
            div().class("small faint").attr("dir", "auto").child(about),
        )),
        change,
        delete,
    ))
    .into_any()
}

/// What a form knows of itself: what is wrong, and whether it is being saved.
#[derive(Clone, Copy)]
pub(super) struct Saving {
    /// What to say beside it.
    pub(super) wrong: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Saving {
    /// Nothing is wrong yet.
    pub(super) fn new() -> Self {
        Self { wrong: RwSignal::new(None), busy: RwSignal::new(false) }
    }

    /// Whether something is, for the field that it is about.
    pub(super) fn is_wrong(self) -> impl Fn() -> Option<&'static str> + Send + 'static {
        move || self.wrong.get().is_some().then_some("true")
    }

    /// Saves once at a time; where that fails, the focus goes to the field with this id.
    pub(super) fn submit<F>(
        self,
        field: &'static str,
        save: impl Fn() -> F + 'static,
    ) -> impl Fn(leptos::ev::SubmitEvent)
    where
        F: Future<Output = Result<(), String>> + 'static,
    {
        move |event| {
            event.prevent_default();
            if self.busy.get_untracked() {
                return;
            }
            self.busy.set(true);
            let saved = save();
            spawn_local(async move {
                let answer = saved.await;
                let _ = self.busy.try_set(false);
                if answer.is_err() {
                    focus::to_id(field);
                }
                let _ = self.wrong.try_set(answer.err());
            });
        }
    }

    /// The form's foot: what is wrong, saving, and leaving without.
    pub(super) fn foot(self, go: Text, leave: impl Fn() + 'static) -> AnyView {
        all((alert(move || self.wrong.get()), form_acts(go, self.busy, leave)))
    }
}
