//! Watching an element's size, and no longer when the watch is dropped.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// A watch over sizes.
#[must_use = "a watch that is dropped sees nothing"]
pub(crate) struct Watch {
    observer: ResizeObserver,
    _resized: Closure<dyn FnMut()>,
}

impl Watch {
    /// Calls back whenever one of the elements has another size than before, and once at the start.
    pub(crate) fn over(elements: &[&Element], resized: impl FnMut() + 'static) -> Option<Self> {
        let resized = Closure::<dyn FnMut()>::new(resized);
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok()?;
        for element in elements {
            observer.observe(element);
        }
        Some(Self { observer, _resized: resized })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
