//! The model as a shadow DOM. Each part remembers what it shows and touches only what changed.
//!
//! Presses carry what they mean in a `data-do` attribute, read by one listener for all. Knows nodes and words; decides
//! nothing. Everything a person supplied becomes a text node.

mod ask;
mod composer;
mod consent;
mod dom;
mod launcher;
mod log;
mod panel;
mod prompt;

use std::rc::Rc;

use conversation::ids::ClientMessageId;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};

use crate::listen::{Held, listener};
use crate::model::{Model, Msg};
use crate::page::{Page, is_key};
use crate::words::join;
use composer::Composer;
use consent::Consent;
use dom::{child, set};
use launcher::Launcher;
use log::Log;
use panel::Panel;
use prompt::Prompt;

/// What every part needs to make nodes.
pub(crate) struct Kit {
    pub(crate) page: Page,
}

impl Kit {
    /// Words of our own.
    pub(crate) fn say(&self, key: &str) -> String {
        self.page.say(key, "")
    }

    /// Puts words of our own into an attribute, or in place of an element's text where none is named; with a value in
    /// them, or an empty one.
    pub(crate) fn put(&self, element: &Element, attribute: &str, key: &str, value: &str) {
        self.page.put(element, attribute, key, value);
    }

    /// Words of our own around a value.
    pub(crate) fn say_of(&self, key: &str, value: &str) -> String {
        self.page.say(key, value)
    }
}

/// The whole view. Dropping it removes every node and listener.
pub(crate) struct View {
    kit: Kit,
    layer: Element,
    /// What the layer was called last, while something is shown.
    side: String,
    launcher: Launcher,
    prompt: Prompt,
    panel: Panel,
    log: Log,
    consent: Consent,
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
    /// Give this e-mail address.
    Claims(String),
    /// Say what a quick reply says.
    Picks(String),
}

impl View {
    /// Builds the closed widget in the page's shadow root.
    pub(crate) fn new(page: &Page, tell: &Rc<dyn Fn(Gesture)>) -> Self {
        let kit = Kit { page: page.clone() };
        let layer = page.element("div", "widget");
        // Our words decide how a line runs, and how it is read out: the page around them may be in another language.
        set(&layer, "lang", &page.lang());
        set(&layer, "dir", &page.dir());
        let announcer = child(&kit, &layer, "div", "aside");
        set(&announcer, "role", "status");
        set(&announcer, "aria-live", "polite");
        let prompt = Prompt::new(&kit, &layer);
        let (panel, stream, foot) = Panel::new(&kit, &layer);
        let log = Log::new(&kit, stream);
        let consent = Consent::new(&kit, &foot);
        let composer = Composer::new(&kit, &foot);
        // A locked composer cannot have the focus; then what has to be agreed to ends the round.
        let ends = [panel.first(), composer.last(), consent.last()].map(Element::clone);
        let listeners = Self::listen(page, &layer, panel.node(), ends, tell);
        let _ = page.root().append_child(&layer);
        let launcher = Launcher::new(&kit);
        Self {
            kit,
            layer,
            side: String::new(),
            launcher,
            prompt,
            panel,
            log,
            consent,
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
        ends: [Element; 3],
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
            self.side = String::new();
            self.layer.set_class_name("widget gone");
            return;
        };
        let side = join(&["widget", &self.kit.page.classes()]);
        if self.side != side {
            self.layer.set_class_name(&side);
            self.side = side;
        }
        self.launcher.draw(&self.kit, model);
        self.prompt.draw(&self.kit, model, show);
        self.panel.draw(&self.kit, model, show);
        let asking = self.log.draw(&self.kit, model);
        self.consent.draw(&self.kit, model);
        let writing = self.composer.draw(&self.kit, model);
        // What vanishes or is locked under somebody's hands hands the focus on; it is never taken from elsewhere.
        if asking || writing {
            self.focus_composer();
        }
        self.announce(model);
    }

    /// Says a message that came while the panel was closed; an open log says it by itself.
    fn announce(&mut self, model: &Model) {
        let newest = if model.has_news() { model.newest_from_team() } else { None };
        let seq = newest.map(|(seq, _, _)| seq);
        if seq != self.announced {
            self.announced = seq;
            let words = newest.map(|(_, author, text)| join(&[author, ": ", text]));
            self.announcer.set_text_content(words.as_deref());
        }
    }

    /// Puts the focus where the visitor goes on: into the composer, or to what has to be agreed to before. To its text,
    /// not to its button: whoever is about to type must not agree by a space.
    pub(crate) fn focus_composer(&self) {
        focus(self.consent.asks().unwrap_or(self.composer.field()));
    }

    /// Puts the focus into the e-mail field.
    pub(crate) fn focus_address(&self) {
        self.log.focus_address();
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
        // A script may click, but it cannot agree for a person.
        "agree" if event.is_trusted() => Msg::Agreed,
        "agree" => return None,
        "disagree" => Msg::Disagreed,
        "decline" => Msg::Declined,
        "pick" => return button.text_content().map(Gesture::Picks),
        "claim" => {
            let form = button.closest(".ask").ok()??;
            let field = form.query_selector("input").ok()??;
            return Some(Gesture::Claims(field.dyn_into::<HtmlInputElement>().ok()?.value()));
        }
        id => Msg::Retried(ClientMessageId::parse(id).ok()?),
    }))
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

/// Gives an element the focus.
fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}
