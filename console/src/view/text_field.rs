//! A field with its label above, help below, and in its place what is wrong.

use crate::reactive::*;
use leptos::html::Input;

use super::html::{div, input, label, span};
use super::icon::{Icon, icon};
use crate::browser::pointer;
use crate::console::console;
use crate::texts::Text;
use crate::watch::watch;

/// What a field is.
#[derive(Clone, Copy)]
pub(crate) struct TextField {
    /// Element id, unique on the page.
    pub(crate) id: &'static str,
    pub(crate) label: Text,
    pub(crate) help: Option<Text>,
    /// `text`, `email`, `password`, `url`.
    pub(crate) kind: &'static str,
    /// What a password manager may fill in.
    pub(crate) autocomplete: &'static str,
    pub(crate) value: RwSignal<String>,
    /// What is wrong with the value; `None` where nothing is.
    pub(crate) check: fn(&str) -> Option<Text>,
    /// Whether what is wrong is said: after the field was left, or the form was sent.
    pub(crate) judged: RwSignal<bool>,
}

impl TextField {
    /// What is wrong, said or not. Not tracked.
    pub(crate) fn wrong(self) -> Option<Text> {
        self.value.with_untracked(|value| (self.check)(value))
    }
}

/// Draws a field.
pub(crate) fn text_field(field: TextField) -> AnyView {
    let c = console();
    let wrong =
        watch(move || field.judged.get().then(|| field.value.with(|value| (field.check)(value))).flatten());
    let note_id = format!("{}-note", field.id);
    let element = NodeRef::<Input>::new();
    // A value that is set from outside (a suggestion) shows; one that was typed is there already.
    Effect::new(move |_| {
        let value = field.value.get();
        if let Some(element) = element.get()
            && element.value() != value
        {
            element.set_value(&value);
        }
    });
    let note = move || match (wrong.get(), field.help) {
        (Some(wrong), _) => span().class("wrong").child((icon(Icon::Warning), c.say(wrong))).into_any(),
        (None, Some(help)) => span().class("help").child(c.say(help)).into_any(),
        (None, None) => ().into_any(),
    };
    div()
        .class("field")
        .child((
            label().attr("for", field.id).child(c.say(field.label)),
            input()
                .id(field.id)
                .node_ref(element)
                .class("input")
                .attr("type", field.kind)
                .attr("name", field.id)
                .attr("autocomplete", field.autocomplete)
                .attr("spellcheck", "false")
                .attr("autocapitalize", "none")
                .attr("aria-describedby", note_id.clone())
                .attr("aria-invalid", move || wrong.get().is_some().then_some("true"))
                .on(leptos::ev::input, move |event| {
                    field.judged.set(false);
                    field.value.set(event_target_value(&event));
                })
                .on(leptos::ev::blur, move |_| {
                    // An empty field that was only passed is not wrong yet. A field that leaves the page loses the
                    // focus when its value is gone already.
                    if field.value.try_with_untracked(|value| !value.is_empty()) == Some(true) {
                        // The page may be gone by then.
                        pointer::once_up(move || {
                            let _ = field.judged.try_set(true);
                        });
                    }
                }),
            div().id(note_id).attr("aria-live", "polite").child(note),
        ))
        .into_any()
}
