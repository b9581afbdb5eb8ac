//! The few things the console asks of the browser, each behind a small door.
//!
//! Knows `web-sys`. Does not know what the console does with it.

pub(crate) mod alert;
pub(crate) mod app_frame;
pub(crate) mod boxes;
pub(crate) mod clipboard;
pub(crate) mod clock;
pub(crate) mod files;
pub(crate) mod focus;
pub(crate) mod frames;
pub(crate) mod history;
pub(crate) mod languages;
pub(crate) mod lines;
pub(crate) mod numbers;
pub(crate) mod passkeys;
pub(crate) mod pointer;
pub(crate) mod preferences;
pub(crate) mod resize;
pub(crate) mod sites;
pub(crate) mod storage;
pub(crate) mod timer;
pub(crate) mod zones;

/// The window. A page without one cannot have loaded this.
pub(crate) fn window() -> web_sys::Window {
    web_sys::window().expect("the console is only ever loaded by a page")
}

/// The document.
pub(crate) fn document() -> web_sys::Document {
    window().document().expect("a window that runs scripts has a document")
}

/// 128 random bits, from the browser's own generator.
pub(crate) fn random_bits() -> [u8; 16] {
    let mut bits = [0; 16];
    // It fails only for more than 64 KiB; without it ids would repeat, and the edge refuses those.
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bits);
    }
    bits
}
