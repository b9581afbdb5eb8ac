//! The model as a shadow DOM. Each part remembers what it shows and touches only what changed.
//!
//! Presses carry what they mean in a `data-do` attribute, read by one listener for all. Knows nodes and words; decides
//! nothing. Everything a person supplied becomes a text node.

mod ask;
mod composer;
mod consent;
mod dialog;
mod dom;
mod greeting;
mod launcher;
mod log;
mod panel;
mod prompt;

use std::rc::Rc;

use conversation::ids::ClientMessageId;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use crate::front::{Front, Msg};
use crate::listen::{Held, listener};
use crate::page::Page;
use crate::words::join;
use dialog::Dialog;
use dom::{child, set};
use launcher::Launcher;
pub(crate) use log::Log;
use prompt::Prompt;

/// What every part needs to make nodes.
#[derive(Clone)]
pub(crate) struct Kit {
    pub(crate) page: Page,
    /// Puts a text in whose addresses become links: whoever draws the log knows how.
    pub(crate) linked: Option<fn(&Kit, &Element, &str)>,
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

    /// Puts in what a person wrote.
    pub(crate) fn write(&self, element: &Element, words: &str) {
        match self.linked {
            Some(linked) => linked(self, element, words),
            None => dom::text(element, words),
        }
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
    /// Drawn when it is wanted first: whoever only passes by pays for no more than the launcher.
    dialog: Option<Dialog>,
    announcer: Element,
    tell: Rc<dyn Fn(Gesture)>,
    _pressed: Held,
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
        let kit = Kit { page: page.clone(), linked: None };
        let layer = page.element("div", "widget");
        // Our words decide how a line runs, and how it is read out: the page around them may be in another language.
        set(&layer, "lang", &page.lang());
        set(&layer, "dir", &page.dir());
        let announcer = child(&kit, &layer, "div", "aside");
        set(&announcer, "role", "status");
        set(&announcer, "aria-live", "polite");
        let prompt = Prompt::new(&kit, &layer);
        let press = tell.clone();
        let pressed = Box::new(move |event: Event| {
            if let Some(gesture) = pressed(&event) {
                press(gesture);
            }
        });
        let pressed = listener(page, &layer, "click", pressed);
        let _ = page.root().append_child(&layer);
        let launcher = Launcher::new(&kit);
        Self {
            kit,
            layer,
            side: String::new(),
            launcher,
            prompt,
            dialog: None,
            announcer,
            tell: tell.clone(),
            _pressed: pressed,
        }
    }

    /// Draws the dialog ahead, closed.
    pub(crate) fn prepare(&mut self) {
        self.dialog();
    }

    /// The dialog, which is drawn now if it was not.
    fn dialog(&mut self) -> &mut Dialog {
        self.dialog.get_or_insert_with(|| Dialog::new(&self.kit, &self.layer, &self.tell))
    }

    /// Draws the front: afterwards the page shows it. Where it is `alone`, nobody else draws the log. Tells whether the focus
    /// was in what is locked now; nothing, where nothing is shown.
    pub(crate) fn draw(&mut self, front: &Front, alone: bool) -> Option<bool> {
        let Some(show) = front.show() else {
            self.side = String::new();
            self.layer.set_class_name("widget gone");
            return None;
        };
        let side = join(&["widget", &self.kit.page.classes()]);
        if self.side != side {
            self.layer.set_class_name(&side);
            self.side = side;
        }
        self.launcher.draw(&self.kit, front);
        self.prompt.draw(&self.kit, front, show);
        if front.is_open() {
            self.dialog();
        }
        let kit = &self.kit;
        Some(self.dialog.as_mut().is_some_and(|dialog| dialog.draw(kit, front, show, alone)))
    }

    /// Puts the focus where the visitor goes on.
    pub(crate) fn focus_composer(&self) {
        if let Some(dialog) = &self.dialog {
            dialog.focus_composer();
        }
    }

    /// Gives the focus back to the launcher.
    pub(crate) fn focus_launcher(&self) {
        self.launcher.focus();
    }

    /// Shows the newest line.
    pub(crate) fn scroll_to_end(&self) {
        if let Some(dialog) = &self.dialog {
            dialog.greeting.scroll_to_end();
        }
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

/// Gives an element the focus.
fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}
