//! Timers and frames that clean up after themselves.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::window;

/// Rings once; dropping it stops it.
#[must_use = "a timer that is dropped never rings"]
pub(crate) struct Timeout {
    id: i32,
    _ring: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Rings after `ms` milliseconds.
    pub(crate) fn after(ms: u64, ring: impl FnOnce() + 'static) -> Self {
        let ring = Closure::once(ring);
        let ms = i32::try_from(ms).unwrap_or(i32::MAX);
        let id = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(ring.as_ref().unchecked_ref(), ms)
            .unwrap_or(0);
        Self { id, _ring: ring }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.id);
    }
}

/// Does something before the next frame is drawn, when what was changed is in the document.
pub(crate) fn next_frame(act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    let _ = window().request_animation_frame(act.unchecked_ref());
}
