//! A QR code, drawn out of typed parts.

use crate::reactive::*;
use leptos::svg;

use crate::state::qr::picture;

/// The code of a text, with words for whoever does not see it. Nothing where the text is too long for one.
pub(super) fn qr_code(text: &str, words: &'static str) -> AnyView {
    let Some(picture) = picture(text) else { return ().into_any() };
    let side = picture.side.to_string();
    svg::svg()
        .attr("class", "profile-qr")
        .attr("viewBox", format!("0 0 {side} {side}"))
        .attr("shape-rendering", "crispEdges")
        .attr("role", "img")
        .attr("aria-label", words)
        .child((
            svg::rect().attr("width", side.clone()).attr("height", side),
            svg::path().attr("d", picture.path),
        ))
        .into_any()
}
