//! The address bar: reading it, and writing to it without loading a page.

use wasm_bindgen::JsValue;

use super::window;
use crate::route::Route;

/// The page the address names.
pub(crate) fn current() -> Route {
    let location = window().location();
    Route::parse(&location.pathname().unwrap_or_default(), &location.search().unwrap_or_default())
}

/// The fragment without its `#`: where a set-up link carries its secret.
pub(crate) fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Goes on to a page; Back returns.
pub(crate) fn push(route: &Route) {
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.path()));
    }
}

/// Puts a page in the place of the current one; Back does not meet it again.
pub(crate) fn replace(route: &Route) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&route.path()));
    }
}
