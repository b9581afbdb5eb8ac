//! A saved reply in a reply (P45): what the field has of it. The list itself is the second module's.

use crate::reactive::*;
use conversation::ids::ThreadId;
use leptos::html::Textarea;

use super::html::{all, button};
use crate::browser::timer::next_frame;
use crate::console::console;
use crate::later::{doors, fetch};
use crate::texts::Text;

/// What the list is told of the field, and the field of the list.
#[derive(Clone, Copy)]
pub(crate) struct Picking {
    pub(crate) thread: StoredValue<ThreadId>,
    pub(crate) area: NodeRef<Textarea>,
    /// Where the cursor is, in UTF-16 units; nothing after Escape or outside, until something is typed.
    pub(crate) caret: RwSignal<Option<usize>>,
    /// Which of the list Enter takes.
    pub(crate) at: RwSignal<usize>,
    /// The id of its line, while there is a list.
    pub(crate) on: RwSignal<Option<String>>,
    wanted: RwSignal<bool>,
}

impl Picking {
    pub(super) fn new(thread: StoredValue<ThreadId>, area: NodeRef<Textarea>) -> Self {
        Self {
            thread,
            area,
            caret: RwSignal::new(None),
            at: RwSignal::new(0),
            on: RwSignal::new(None),
            wanted: RwSignal::new(false),
        }
    }

    /// Something was typed.
    pub(super) fn look(self) {
        let Some(element) = self.area.get_untracked() else { return };
        self.at.set(0);
        self.caret.set(element.selection_start().ok().flatten().map(|at| at as usize));
        if !self.wanted.get_untracked() && element.value().contains(['/', '#']) {
            fetch(move |second| {
                if second.is_ok() {
                    let _ = self.wanted.try_set(true);
                }
            });
        }
    }

    /// Whether a key was the list's.
    pub(super) fn took(self, key: &str) -> bool {
        self.wanted.get_untracked() && doors().is_some_and(|doors| (doors.reply_key)(self, key))
    }

    /// The list, once somebody asked for it.
    pub(super) fn list(self) -> AnyView {
        all(move || self.wanted.get().then(doors).flatten().map(|doors| (doors.replies)(self)))
    }

    /// A button that types the mark.
    pub(super) fn button(self) -> AnyView {
        let c = console();
        button()
            .attr("type", "button")
            .class("button quiet square tiny")
            .attr("aria-label", c.say(Text::KeyReplies))
            .attr("title", c.say(Text::KeyReplies))
            .on(leptos::ev::click, move |_| self.begin())
            .child("/")
            .into_any()
    }

    /// Types the mark.
    pub(crate) fn begin(self) {
        let Some(element) = self.area.get_untracked() else { return };
        let text = element.value();
        let gap = if text.is_empty() || text.ends_with(char::is_whitespace) { "" } else { " " };
        let text = format!("{text}{gap}/");
        element.set_value(&text);
        let _ = element.focus();
        self.thread.with_value(|id| console().write(id, false, &text));
        next_frame(move || self.look());
    }
}
