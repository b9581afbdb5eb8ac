//! What the browser knows about sites: the one we are on, and how it writes the name of another.

use web_sys::Url;

use super::window;

/// Where we are served from, and so the widget.
pub(crate) fn own_origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// A site as browsers write it: `https://müller.example` is `https://xn--mller-kva.example`. What the browser cannot
/// read stays as it is; the edge says what is wrong with it.
pub(crate) fn as_browsers_say(site: &str) -> String {
    Url::new(site)
        .map(|url| format!("{}//{}", url.protocol(), url.host()))
        .unwrap_or_else(|_| site.to_owned())
}
