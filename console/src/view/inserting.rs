//! What is put into a reply (S132, S133): its buttons, and which of the boxes is open. What the boxes hold is the second
//! module's.

use crate::reactive::*;

use super::html::{all, button, span};
use super::icon::{Icon, icon};
use super::picking::Picking;
use crate::browser::focus;
use crate::console::console;
use crate::later::{doors, fetch};
use crate::state::problem::Problem;
use crate::texts::Text;

/// What is chosen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Everything that can be put in.
    Menu,
    /// A link: words and an address.
    Link,
    /// Emoji.
    Emoji,
}

/// What a box is told of the field.
#[derive(Clone, Copy)]
pub(crate) struct Inserting {
    pub(crate) picking: Picking,
    pub(crate) open: RwSignal<Option<Choice>>,
    /// What was marked in the field, in UTF-16 units, when it opened.
    pub(crate) marked: RwSignal<(usize, usize)>,
}

impl Inserting {
    pub(super) fn new(picking: Picking) -> Self {
        Self { picking, open: RwSignal::new(None), marked: RwSignal::new((0, 0)) }
    }

    /// Opens a box, once it is here.
    pub(crate) fn open(self, choice: Choice) {
        if let Some(element) = self.picking.area.get_untracked() {
            let at = |place: Result<Option<u32>, _>| place.ok().flatten().unwrap_or_default() as usize;
            self.marked.set((at(element.selection_start()), at(element.selection_end())));
        }
        self.picking.caret.set(None);
        fetch(move |second| match second {
            Ok(_) => {
                let _ = self.open.try_set(Some(choice));
            }
            Err(_) => console().act_failed(&Problem::NoAnswer),
        });
    }

    /// Shuts it; whoever came from the field goes back there.
    pub(crate) fn shut(self, back: bool) {
        self.open.set(None);
        if back {
            focus::to_id(crate::acts::thread::REPLY_ID);
        }
    }

    fn button(self, choice: Choice, words: Text, picture: AnyView) -> AnyView {
        let c = console();
        let is_open = move || self.open.get() == Some(choice);
        button()
            .attr("type", "button")
            .class("button quiet square tiny")
            // Where there is little room the menu has it.
            .when("roomy", move || choice != Choice::Menu)
            .attr("aria-label", c.say(words))
            .attr("title", c.say(words))
            .attr("aria-haspopup", "dialog")
            .attr("aria-expanded", move || is_open().to_string())
            // The field keeps what is marked in it.
            .on(leptos::ev::mousedown, |event: leptos::ev::MouseEvent| event.prevent_default())
            .on(leptos::ev::click, move |_| {
                if self.open.get_untracked() == Some(choice) { self.shut(true) } else { self.open(choice) }
            })
            .child(picture)
            .into_any()
    }

    /// The buttons: everything, and the two that are used most.
    pub(super) fn buttons(self) -> AnyView {
        all((
            self.button(Choice::Menu, Text::Insert, icon(Icon::Plus)),
            self.button(Choice::Link, Text::LinkTitle, icon(Icon::Link)),
            self.button(
                Choice::Emoji,
                Text::EmojiTitle,
                span().attr("aria-hidden", "true").child("☺").into_any(),
            ),
        ))
    }

    /// The box that is open.
    pub(super) fn drawn(self) -> AnyView {
        all(move || self.open.get().and_then(|choice| doors().map(|doors| (doors.insert)(self, choice))))
    }
}
