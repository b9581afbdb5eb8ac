//! The look that an owner gives the widget of a chatflow beside its colour and its corner (H58, P10, E21).
//!
//! Knows the choices and their limits. What a browser makes of them is written where chatflows are published.

use serde::{Deserialize, Serialize};

/// The choices, all of them the usual ones where nothing was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// Light or dark.
    #[serde(default)]
    pub scheme: Scheme,
    /// What is drawn on the launcher.
    #[serde(default)]
    pub icon: Icon,
    /// What is written on it, at most 24 characters; nothing for a round one.
    #[serde(default)]
    pub label: String,
    /// How much further from the side of the screen than usual, in px: 0 to 200.
    #[serde(default)]
    pub offset_side: u16,
    /// How much further from its bottom, in px: 0 to 200.
    #[serde(default)]
    pub offset_bottom: u16,
    /// What everything is set in.
    #[serde(default)]
    pub font: Font,
}

impl Look {
    /// Whether it is the usual one.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// As the visitor's system is.
    #[default]
    Auto,
    /// Light, whatever it is.
    Light,
    /// Dark, whatever it is.
    Dark,
}

/// What is drawn on the launcher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Icon {
    /// A bubble.
    #[default]
    Chat,
    /// A bubble with lines in it.
    Lines,
    /// A question mark.
    Question,
    /// A headset.
    Headset,
    /// A letter.
    Letter,
}

impl Icon {
    /// The path, for a square of 24; none for the usual one, which the loader has.
    #[must_use]
    pub const fn path(self) -> Option<&'static str> {
        match self {
            Self::Chat => None,
            Self::Lines => Some(
                "M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2ZM8 8.500h8M8 12.500h5",
            ),
            Self::Question => Some(
                "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM9.200 9.500a2.900 2.900 0 1 1 4.400 2.400c-.9.6-1.600 1.100-1.600 2.100M12 17v.01",
            ),
            Self::Headset => Some(
                "M4 15v-3a8 8 0 0 1 16 0v3M4 14h2a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1ZM20 14h-2a1 1 0 0 0-1 1v3a1 1 0 0 0 1 1h1a1 1 0 0 0 1-1ZM20 18c0 2-2 3-6 3",
            ),
            Self::Letter => Some(
                "M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2ZM3.500 7.500 12 13l8.500-5.500",
            ),
        }
    }
}

/// What everything is set in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Font {
    /// The system's own.
    #[default]
    System,
    /// One with serifs, of those that systems have.
    Serif,
    /// The page's.
    Page,
}
