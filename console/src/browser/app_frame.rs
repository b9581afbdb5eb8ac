//! A frame with a page of the owner's own (P58): made, told things, and heard.
//!
//! What is told goes to the origin of the page's address and to no other. What is heard is two words, `ready` and `height`, and
//! only from the frame itself. The page runs in a sandbox: it can neither go elsewhere with our window nor open dialogs in it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{JSON, Reflect};
use leptos::prelude::{WindowListenerHandle, window_event_listener};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlIFrameElement, MessageEvent, Url};

use super::window;
use crate::state::apps::{HEIGHT, height};

const SANDBOX: &str =
    "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads";

/// The frame; it goes with this.
pub(crate) struct AppFrame {
    element: HtmlIFrameElement,
    origin: String,
    told: Rc<RefCell<String>>,
    listener: Option<WindowListenerHandle>,
}

impl AppFrame {
    /// Puts a page into an element, to be told this once it is ready to hear. None where the address is none.
    pub(crate) fn put(into: &Element, url: &str, title: &str, told: String) -> Option<Self> {
        let origin = Url::new(url).ok()?.origin();
        let made = window().document()?.create_element("iframe").ok()?;
        let element = made.dyn_into::<HtmlIFrameElement>().ok()?;
        for (name, value) in [
            ("sandbox", SANDBOX),
            ("referrerpolicy", "no-referrer"),
            ("loading", "lazy"),
            ("title", title),
            ("height", &HEIGHT.to_string()),
            ("src", url),
        ] {
            element.set_attribute(name, value).ok()?;
        }
        let told = Rc::new(RefCell::new(told));
        let (heard, own, to) = (Rc::clone(&told), element.clone(), origin.clone());
        let listener = window_event_listener(leptos::ev::message, move |event: MessageEvent| {
            let source: Option<JsValue> = event.source().map(Into::into);
            let is_own = own.content_window().map(JsValue::from).is_some_and(|own| Some(own) == source);
            if !is_own || event.origin() != to {
                return;
            }
            let of = |name: &str| Reflect::get(&event.data(), &name.into()).unwrap_or(JsValue::UNDEFINED);
            match of("parlor").as_string().as_deref() {
                Some("ready") => tell(&own, &to, &heard.borrow()),
                Some("height") => {
                    if let Some(height) = of("height").as_f64().and_then(height) {
                        let _ = own.set_attribute("height", &height.to_string());
                    }
                }
                _ => {}
            }
        });
        into.append_child(&element).ok()?;
        Some(Self { element, origin, told, listener: Some(listener) })
    }

    /// Tells the page how it is now.
    pub(crate) fn tell(&self, told: String) {
        if *self.told.borrow() != told {
            tell(&self.element, &self.origin, &told);
            *self.told.borrow_mut() = told;
        }
    }
}

fn tell(to: &HtmlIFrameElement, origin: &str, told: &str) {
    if let (Some(page), Ok(told)) = (to.content_window(), JSON::parse(told)) {
        // A page that went elsewhere does not hear it.
        let _ = page.post_message(&told, origin);
    }
}

impl Drop for AppFrame {
    fn drop(&mut self) {
        if let Some(listener) = self.listener.take() {
            listener.remove();
        }
        self.element.remove();
    }
}
