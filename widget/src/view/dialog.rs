//! The dialog as a whole: panel, log, consent and composer, and what is typed in it. Drawn when it is wanted first.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};

use super::composer::Composer;
use super::consent::Consent;
use super::greeting::Greeting;
use super::panel::Panel;
use super::{Gesture, Kit, focus};
use crate::front::{Front, Msg};
use crate::listen::{Held, listener};
use crate::page::{Page, is_key};
use crate::show::Show;

/// Its parts. Its nodes go with the layer that they are in.
pub(super) struct Dialog {
    panel: Panel,
    pub(super) greeting: Greeting,
    pub(super) consent: Consent,
    composer: Composer,
    _listeners: Vec<Held>,
}

impl Dialog {
    /// Draws it, closed.
    pub(super) fn new(kit: &Kit, layer: &Element, tell: &Rc<dyn Fn(Gesture)>) -> Self {
        let (panel, stream, foot) = Panel::new(kit, layer);
        let greeting = Greeting::new(kit, stream);
        let consent = Consent::new(kit, &foot);
        let composer = Composer::new(kit, &foot);
        // A locked composer cannot have the focus; then what has to be agreed to ends the round.
        let ends = [panel.first(), composer.last(), consent.last()].map(Element::clone);
        let listeners = listeners(&kit.page, panel.node(), ends, tell);
        Self { panel, greeting, consent, composer, _listeners: listeners }
    }

    /// Where the front is `alone`, nobody else draws the log. Tells whether the focus was in what is locked now.
    pub(super) fn draw(&mut self, kit: &Kit, front: &Front, show: &Show, alone: bool) -> bool {
        self.panel.draw(kit, front, show);
        if alone {
            self.greeting.draw(kit, front, show);
        }
        self.consent.draw(kit, front);
        self.composer.draw(kit, front)
    }

    /// Puts the focus into the composer, or to what has to be agreed to before. To its text, not to its button: whoever is
    /// about to type must not agree by a space.
    pub(super) fn focus_composer(&self) {
        focus(self.consent.asks().unwrap_or(self.composer.field()));
    }
}

fn listeners(page: &Page, panel: &Element, ends: [Element; 3], tell: &Rc<dyn Fn(Gesture)>) -> Vec<Held> {
    let (typed, strike) = (tell.clone(), tell.clone());
    let typed = Box::new(move |event: Event| {
        event.stop_propagation();
        let field = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
        typed(Gesture::Does(field.map_or(Msg::Corrected, |field| Msg::Typed(field.value()))));
    });
    let world = page.clone();
    let struck = Box::new(move |event: Event| {
        // The page's own shortcuts must not fire while somebody writes here.
        event.stop_propagation();
        if !is_key(&event) {
            return;
        }
        let key: &KeyboardEvent = event.unchecked_ref();
        if let Some(gesture) = struck(key) {
            event.prevent_default();
            strike(gesture);
        } else if key.key() == "Tab" && world.small() {
            go_round(&world, key, &ends);
        }
    });
    let mut held = vec![listener(page, panel, "input", typed), listener(page, panel, "keydown", struck)];
    for kind in ["keyup", "keypress"] {
        held.push(listener(page, panel, kind, Box::new(|event| event.stop_propagation())));
    }
    held
}

/// What a key means inside the panel. While an input method composes, keys belong to it (229 is its mark in browsers
/// that end the composition before the key).
fn struck(key: &KeyboardEvent) -> Option<Gesture> {
    if key.is_composing() || key.key_code() == 229 {
        return None;
    }
    let target = key.target()?;
    match key.key().as_str() {
        "Escape" => Some(Gesture::Does(Msg::Closed)),
        "Enter" => match target.dyn_ref::<HtmlInputElement>() {
            Some(field) => Some(Gesture::Claims(field.value())),
            None => (target.has_type::<HtmlTextAreaElement>() && !key.shift_key()).then_some(Gesture::Sends),
        },
        _ => None,
    }
}

/// On a small screen the panel is all there is: after its last element Tab comes to its first.
fn go_round(page: &Page, key: &KeyboardEvent, [first, send, agree]: &[Element; 3]) {
    let last = if send.has_attribute("disabled") { agree } else { send };
    let (edge, other) = if key.shift_key() { (first, last) } else { (last, first) };
    if page.root().active_element().as_ref() == Some(edge) {
        key.prevent_default();
        focus(other);
    }
}
