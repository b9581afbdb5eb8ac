//! What the reader prefers: language and light or dark. Asked of the browser, kept when chosen here.

use super::storage::{self, name};
use super::{document, window};
use crate::texts::Language;

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The language chosen here before, else the first of the browser's that we speak, else English.
pub(crate) fn language() -> Language {
    let chosen = storage::get(name::LANGUAGE).and_then(|tag| Language::from_tag(&tag));
    chosen.unwrap_or_else(|| {
        let wanted = window().navigator().languages();
        wanted.iter().find_map(|tag| Language::from_tag(&tag.as_string()?)).unwrap_or_default()
    })
}

/// Tells the document which language it is in.
pub(crate) fn apply_language(language: Language) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language.tag());
    }
}

pub(crate) fn keep_language(language: Language) {
    storage::set(name::LANGUAGE, language.tag());
}

/// The theme chosen here before.
pub(crate) fn theme() -> Theme {
    match storage::get(name::THEME).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Puts a theme on.
pub(crate) fn apply_theme(theme: Theme) {
    if let Some(root) = document().document_element() {
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            Theme::Light | Theme::Dark => root.set_attribute("data-theme", theme.word()),
        };
    }
}

pub(crate) fn keep_theme(theme: Theme) {
    storage::set(name::THEME, theme.word());
}

/// Whether single letters are commands; they are until somebody switched that off.
pub(crate) fn letters() -> bool {
    storage::get(name::LETTERS).as_deref() != Some("off")
}

pub(crate) fn keep_letters(on: bool) {
    storage::set(name::LETTERS, if on { "on" } else { "off" });
}
