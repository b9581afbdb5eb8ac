//! The model as a shadow DOM. Each part remembers what it shows and touches only what changed.
//!
//! Presses carry what they mean in a `data-do` attribute, read by one listener for all. Knows nodes and words; decides
//! nothing. Everything a person supplied becomes a text node.

mod composer;
mod dom;
mod launcher;
mod log;
mod panel;
mod prompt;

use std::rc::Rc;

use conversation::ids::ClientMessageId;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlTextAreaElement, KeyboardEvent};

use crate::listen::{Held, listener};
use crate::model::{Model, Msg};
use crate::page::Page;
use crate::texts::Texts;
use crate::words::join;
use composer::Composer;
use dom::{child, set};
use launcher::Launcher;
use log::Log;
use panel::Panel;
use prompt::Prompt;

/// What every part needs to make nodes.
pub(crate) struct Kit {
    pub(crate) page: Page,
    pub(crate) texts: &'static Texts,
}

/// The whole view. Dropping it removes every node and listener.
pub(crate) struct View {
    kit: Kit,
    layer: Element,
    launcher: Launcher,
    prompt: Prompt,
    panel: Panel,
    log: Log,
    composer: Composer,
    announcer: Element,
    announced: Option<u64>,
    _listeners: Vec<Held>,
}

/// What a press or key means.
#[derive(Clone, Debug)]
pub(crate) enum Gesture {
    /// A message for the model.
    Does(Msg),
    /// Send what the composer holds.
    Sends,
}

impl View {
    /// Builds the closed widget in the page's shadow root.
    pub(crate) fn new(page: &Page, texts: &'static Texts, tell: &Rc<dyn Fn(Gesture)>) -> Self {
        let kit = Kit { page: page.clone(), texts };
        let layer = page.element("div", "widget");
        let announcer = child(&kit, &layer, "div", "aside");
        set(&announcer, "role", "status");
        set(&announcer, "aria-live", "polite");
        let prompt = Prompt::new(&kit, &layer);
        let (panel, stream, foot) = Panel::new(&kit, &layer);
        let log = Log::new(&kit, stream);
        let composer = Composer::new(&kit, &foot);
        let ends = [panel.first().clone(), composer.last().clone()];
        let listeners = Self::listen(page, &layer, panel.node(), ends, tell);
        let _ = page.root().append_child(&layer);
        let launcher = Launcher::new(&kit);
        Self {
            kit,
            layer,
            launcher,
            prompt,
            panel,
            log,
            composer,
            announcer,
            announced: None,
            _listeners: listeners,
        }
    }

    fn listen(
        page: &Page,
        layer: &Element,
        panel: &Element,
        ends: [Element; 2],
        tell: &Rc<dyn Fn(Gesture)>,
    ) -> Vec<Held> {
        let (press, typed, strike) = (tell.clone(), tell.clone(), tell.clone());
        let pressed = Box::new(move |event: Event| {
            if let Some(gesture) = pressed(&event) {
                press(gesture);
            }
        });
        let typed = Box::new(move |event: Event| {
            event.stop_propagation();
            if let Some(field) =
                event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok())
            {
                typed(Gesture::Does(Msg::Typed(field.value())));
            }
        });
        let world = page.clone();
        let struck = Box::new(move |event: Event| {
            // The page's own shortcuts must not fire while somebody writes here.
            event.stop_propagation();
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
            if let Some(gesture) = struck(key) {
                event.prevent_default();
                strike(gesture);
            } else if key.key() == "Tab" && world.small() {
                go_round(&world, key, &ends);
            }
        });
        let mut held = vec![
            listener(page, layer, "click", pressed),
            listener(page, panel, "input", typed),
            listener(page, panel, "keydown", struck),
        ];
        for kind in ["keyup", "keypress"] {
            held.push(listener(page, panel, kind, Box::new(|event| event.stop_propagation())));
        }
        held
    }

    /// Draws the model: afterwards the page shows it.
    pub(crate) fn draw(&mut self, model: &Model) {
        let Some(show) = model.show() else {
            self.layer.set_class_name("widget gone");
            return;
        };
        let side = if show.at_start { "widget start" } else { "widget" };
        if self.layer.class_name() != side {
            self.layer.set_class_name(side);
        }
        self.launcher.draw(&self.kit, model);
        self.prompt.draw(&self.kit, model, show);
        self.panel.draw(&self.kit, model, show);
        self.log.draw(&self.kit, model);
        self.composer.draw(&self.kit, model);
        self.announce(model);
    }

    /// Says a message that came while the panel was closed; an open log says it by itself.
    fn announce(&mut self, model: &Model) {
        let newest = if model.unread() > 0 { model.newest_from_team() } else { None };
        let seq = newest.map(|(seq, _, _)| seq);
        if seq != self.announced {
            self.announced = seq;
            let words = newest.map(|(_, author, text)| join(&[author, ": ", text]));
            self.announcer.set_text_content(words.as_deref());
        }
    }

    /// Puts the focus into the composer.
    pub(crate) fn focus_composer(&self) {
        self.composer.focus();
    }

    /// Gives the focus back to the launcher.
    pub(crate) fn focus_launcher(&self) {
        self.launcher.focus();
    }

    /// Shows the newest line.
    pub(crate) fn scroll_to_end(&self) {
        self.log.scroll_to_end();
    }
}

impl Drop for View {
    fn drop(&mut self) {
        self.layer.remove();
    }
}

/// What was pressed: the nearest `data-do` says it.
fn pressed(event: &Event) -> Option<Gesture> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let button = target.closest("[data-do]").ok()??;
    let meaning = button.get_attribute("data-do")?;
    Some(Gesture::Does(match meaning.as_str() {
        "open" => Msg::Opened,
        "close" => Msg::Closed,
        "dismiss" => Msg::Dismissed,
        "send" => return Some(Gesture::Sends),
        id => Msg::Retried(ClientMessageId::parse(id).ok()?),
    }))
}

/// What a key means inside the panel. While an input method composes, keys belong to it (229 is its mark in browsers
/// that end the composition before the key).
fn struck(key: &KeyboardEvent) -> Option<Gesture> {
    if key.is_composing() || key.key_code() == 229 {
        return None;
    }
    let in_composer = key.target().is_some_and(|target| target.has_type::<HtmlTextAreaElement>());
    match key.key().as_str() {
        "Escape" => Some(Gesture::Does(Msg::Closed)),
        "Enter" if in_composer && !key.shift_key() => Some(Gesture::Sends),
        _ => None,
    }
}

/// On a small screen the panel is all there is: after its last element Tab comes to its first.
fn go_round(page: &Page, key: &KeyboardEvent, [first, last]: &[Element; 2]) {
    let (edge, other) = if key.shift_key() { (first, last) } else { (last, first) };
    if page.root().active_element().as_ref() == Some(edge) {
        key.prevent_default();
        focus(other);
    }
}

/// Gives an element the focus.
fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}
