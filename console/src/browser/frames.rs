//! Frames that take the place of each other: a new one is drawn behind the one that is looked at, and shown once it says so.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{JSON, Reflect};
use leptos::prelude::{WindowListenerHandle, window_event_listener};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlIFrameElement, MessageEvent};

use super::window;

/// A page of ours without an origin, in frames of one element.
pub(crate) struct Frames {
    all: Rc<RefCell<Vec<Frame>>>,
    listener: Option<WindowListenerHandle>,
}

/// One of them, and what its page is given.
struct Frame {
    element: HtmlIFrameElement,
    given: String,
}

impl Frames {
    /// None yet; `drawn` hears of each that takes the place of the others.
    pub(crate) fn new(drawn: impl Fn() + 'static) -> Self {
        let all = Rc::new(RefCell::new(Vec::<Frame>::new()));
        let heard = Rc::clone(&all);
        let listener = window_event_listener(leptos::ev::message, move |event: MessageEvent| {
            let said = Reflect::get(&event.data(), &"preview".into()).ok().and_then(|said| said.as_string());
            let source: Option<JsValue> = event.source().map(Into::into);
            let mut all = heard.borrow_mut();
            let from = |frame: &Frame| {
                frame.element.content_window().map(JsValue::from).is_some_and(|own| Some(own) == source)
            };
            let Some(place) = all.iter().position(from) else { return };
            match said.as_deref() {
                Some("ready") => {
                    let frame = &all[place];
                    if let (Some(page), Ok(given)) =
                        (frame.element.content_window(), JSON::parse(&frame.given))
                    {
                        // A page without an origin cannot be named by one.
                        let _ = page.post_message(&given, "*");
                    }
                }
                Some("drawn") => {
                    for older in all.drain(..place) {
                        older.element.remove();
                    }
                    let _ = all[0].element.class_list().add_1("drawn");
                    drop(all);
                    drawn();
                }
                _ => {}
            }
        });
        Self { all, listener: Some(listener) }
    }

    /// Draws a page behind the one that is looked at. What was not drawn yet will not be.
    pub(crate) fn draw(&self, into: &Element, page: &str, class: &str, title: &str, given: String) {
        let mut all = self.all.borrow_mut();
        for unseen in all.extract_if(.., |frame| !frame.element.class_list().contains("drawn")) {
            unseen.element.remove();
        }
        let made = window().document().and_then(|document| document.create_element("iframe").ok());
        let Some(element) = made.and_then(|made| made.dyn_into::<HtmlIFrameElement>().ok()) else { return };
        for (name, value) in [("sandbox", "allow-scripts"), ("title", title), ("class", class), ("src", page)]
        {
            let _ = element.set_attribute(name, value);
        }
        let _ = into.append_child(&element);
        all.push(Frame { element, given });
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        if let Some(listener) = self.listener.take() {
            listener.remove();
        }
        for frame in self.all.borrow_mut().drain(..) {
            frame.element.remove();
        }
    }
}
