//! A face: initials on a tint, or a glyph for somebody unknown.

use crate::reactive::*;

use super::html::span;
use super::icon::{Icon, icon};
use crate::state::face::{initials, tint};

/// How large a face is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Size {
    Tiny,
    Small,
    Medium,
    Large,
}

impl Size {
    const fn class(self) -> &'static str {
        match self {
            Self::Tiny => "tiny",
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// Somebody with a name. `id` decides the tint.
pub(crate) fn face(name: &str, id: &str, size: Size) -> AnyView {
    span()
        .class(format!("face {} tint-{}", size.class(), tint(id)))
        .attr("aria-hidden", "true")
        // Drawn by the style sheet: a mark, and no word of what it stands in.
        .attr("data-initials", initials(name))
        .into_any()
}

/// A visitor: with an address we know them, without they are a glyph.
pub(crate) fn visitor_face(name: &str, email: Option<&str>, size: Size) -> AnyView {
    match email {
        Some(email) => face(name, email, size),
        None => span()
            .class(format!("face {}", size.class()))
            .attr("aria-hidden", "true")
            .child(icon(Icon::Person))
            .into_any(),
    }
}
