//! Our own pictures, drawn as single lines on a grid of 16.
//!
//! Pictures only repeat what words beside them say: they are hidden from screen readers.

use crate::reactive::*;
use leptos::svg;

/// A picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Chat,
    Inbox,
    Chatflows,
    Person,
    PersonAsk,
    Lines,
    Shield,
    Check,
    Reopen,
    Route,
    Globe,
    Clock,
    Down,
    Back,
    Cross,
    Warning,
    Send,
    Clip,
    Keys,
    Bolt,
    Link,
    Leave,
    Panel,
    Waiting,
    CloudOff,
    ArrowDown,
    ArrowUp,
    Plus,
    Bin,
    Copy,
    Sliders,
    Mail,
    ShieldCheck,
    Eye,
    Out,
    Pencil,
    People,
    Search,
    Filter,
    Tag,
    More,
    Grip,
    Note,
    At,
    Passkey,
    Chart,
    Reply,
}

impl Icon {
    const fn line(self) -> &'static str {
        match self {
            Self::Chat => {
                "M8 2.5c3.3 0 5.8 2.1 5.8 4.9S11.3 12.3 8 12.3c-.7 0-1.3-.1-1.9-.2L3 13.5l.7-2.6C2.7 10 2.2 8.8 2.2 7.4 2.2 4.6 4.7 2.5 8 2.5Z"
            }
            Self::Inbox => {
                "M2.3 9.3 4 4a1 1 0 0 1 1-.7h6a1 1 0 0 1 1 .7l1.7 5.3v2.7a1 1 0 0 1-1 1H3.3a1 1 0 0 1-1-1ZM2.5 9.3h3.2c.2 1.3 1.1 2 2.3 2s2.1-.7 2.3-2h3.2"
            }
            Self::Chatflows => {
                "M2.5 3.2h4.6v3.4H2.5ZM8.9 9.4h4.6v3.4H8.9ZM4.8 6.6v2.7a1.8 1.8 0 0 0 1.8 1.8h2.3"
            }
            Self::Person => {
                "M8 2.8a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 1 0 0-5.4ZM2.9 13.4c.5-2.5 2.4-3.8 5.1-3.8s4.6 1.3 5.1 3.8"
            }
            Self::PersonAsk => {
                "M6.8 2.8a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 1 0 0-5.4ZM1.9 13.4c.4-2.5 2.2-3.8 4.9-3.8.9 0 1.7.1 2.4.4M11.2 10.3l3 3M14.2 10.3l-3 3"
            }
            Self::Lines => "M2.5 4h11M2.5 8h11M2.5 12h6.5",
            Self::Shield => {
                "M8 2 3.2 3.9v3.7c0 2.9 1.9 5.1 4.8 6.3 2.9-1.2 4.8-3.4 4.8-6.3V3.9ZM5.8 5.8l4.4 4.4"
            }
            Self::Check => "m3 8.4 3.3 3.3L13 4.8",
            Self::Reopen => "M3 8a5 5 0 1 0 1.6-3.7M3 2.7v2.9h2.9",
            Self::Route => {
                "M4 10.4a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 1 0 0-3.4ZM12 2.3a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 1 0 0-3.4ZM4 10.2V7.3A3.2 3.2 0 0 1 7.2 4.1h2.9"
            }
            Self::Globe => {
                "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2ZM2.2 8h11.6M8 2c1.9 1.7 2.7 3.8 2.7 6S9.9 12.3 8 14C6.1 12.3 5.3 10.2 5.3 8S6.1 3.7 8 2Z"
            }
            Self::Clock => "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2ZM8 4.7V8l2.2 1.5",
            Self::Down => "m4 6.2 4 4 4-4",
            Self::Back => "M9.8 3.5 5.3 8l4.5 4.5",
            Self::Cross => "m4 4 8 8M12 4l-8 8",
            Self::Warning => "M8 2.7 14.2 13H1.8ZM8 6.5v3M8 11.3v.1",
            Self::Chart => "M2.5 2.5v11h11M5.5 11V8M8.5 11V4.5M11.5 11V6.5",
            Self::Clip => {
                "M13 7.5 7.8 12.7a3.2 3.2 0 0 1-4.5-4.5l5.6-5.6a2.1 2.1 0 0 1 3 3L6.3 11.2a1 1 0 0 1-1.5-1.5L9.5 5"
            }
            Self::Reply => "M6.5 4 2.8 7.6l3.7 3.6M3 7.6h6.2a4 4 0 0 1 4 4v.9",
            Self::Send => "M8 13V3.5M3.8 7.5 8 3.3l4.2 4.2",
            Self::Keys => "M2 4h12v8H2ZM4.5 6.6v.1M7 6.6v.1M9.5 6.6v.1M11.8 6.6v.1M5 9.5h6",
            Self::Link => {
                "M6.8 9.2 9.2 6.8M7.5 4.7l1-1a2.6 2.6 0 0 1 3.7 3.7l-1 1M8.5 11.3l-1 1a2.6 2.6 0 0 1-3.7-3.7l1-1"
            }
            Self::Bolt => "M9 2 3.8 9h3.7L7 14l5.2-7H8.5Z",
            Self::Leave => "M6.5 13.2H3.3a.8.8 0 0 1-.8-.8V3.6a.8.8 0 0 1 .8-.8h3.2M10.3 5l3 3-3 3M13 8H6.3",
            Self::Panel => "M2.5 3h11v10h-11ZM10 3v10",
            Self::Waiting => "M8 2.3a5.7 5.7 0 0 1 5.7 5.7",
            Self::CloudOff => {
                "M4.6 12.5a2.8 2.8 0 0 1-.4-5.5A4 4 0 0 1 11.8 6.3a3.1 3.1 0 0 1 1.5 5.6M2.5 2.5l11 11"
            }
            Self::ArrowUp => "M8 13V3.5M3.8 7.5 8 3.3l4.2 4.2",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Bin => {
                "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8a1 1 0 0 0 1 .9h3.8a1 1 0 0 0 1-.9l.6-8M7 7v4M9 7v4"
            }
            Self::Copy => "M5.5 5.5h7.700v7.700h-7.700ZM10.5 5.300V2.800H2.800v7.700h2.5",
            Self::Sliders => {
                "M2.5 5h5.300M11.2 5h2.300M2.5 11h2.300M8.2 11h5.300M9.5 3.300a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 1 0 0-3.400ZM6.5 9.300a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 1 0 0-3.400Z"
            }
            Self::Mail => "M2.5 4h11v8.200h-11ZM2.7 4.3 8 8.800l5.3-4.5",
            Self::ShieldCheck => {
                "M8 2 3.2 3.9v3.7c0 2.9 1.9 5.1 4.8 6.3 2.9-1.2 4.8-3.4 4.8-6.3V3.9ZM5.7 7.9l1.7 1.7 3-3.2"
            }
            Self::Eye => {
                "M1.7 8C3 5.4 5.2 4 8 4s5 1.4 6.3 4c-1.3 2.6-3.5 4-6.3 4S3 10.6 1.7 8ZM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 1 0 0-3.6Z"
            }
            Self::Out => {
                "M6.5 3.5H3.8a.8.8 0 0 0-.8.8v7.9c0 .4.4.8.8.8h7.9c.4 0 .8-.4.8-.8V9.5M9.5 2.8h3.7v3.7M13 3 7.5 8.5"
            }
            Self::Pencil => "m3 13 .6-2.600L10.700 3.300l2 2-7.100 7.100ZM9.300 4.700l2 2",
            Self::People => {
                "M6 3.200a2.300 2.300 0 1 0 0 4.600 2.300 2.300 0 1 0 0-4.600ZM1.800 12.800c.4-2.200 2-3.300 4.200-3.300s3.800 1.100 4.200 3.300M10.700 3.400a2.300 2.300 0 0 1 0 4.300M11.900 9.800c1.300.4 2.100 1.400 2.400 3"
            }
            Self::Search => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9ZM10.300 10.300l3.200 3.200",
            Self::Filter => "M2 4h12M4 8h8M6 12h4",
            Self::Tag => "M2.500 2.500h5.300l5.700 5.700-5.300 5.300-5.700-5.700ZM5.300 5.300v.1",
            Self::Grip => "M6 4v.1M10 4v.1M6 8v.1M10 8v.1M6 12v.1M10 12v.1",
            Self::More => "M3.500 8v.1M8 8v.1M12.500 8v.1",
            Self::Note => {
                "M2.800 2.800h10.400v7L9.800 13.200h-7ZM13.200 9.800H9.800v3.400M5.300 5.800h5.400M5.300 8.300h3"
            }
            Self::At => {
                "M8 5.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 1 0 0-5ZM10.500 5.500v3.300c0 2 3 1.700 3-.8a5.500 5.500 0 1 0-2.300 4.500"
            }
            Self::Passkey => {
                "M6 2.600a2.500 2.500 0 1 0 0 5 2.500 2.500 0 1 0 0-5ZM1.600 13.200c.4-2.400 2-3.700 4.400-3.700.7 0 1.300.1 1.900.3M11.800 6.500a1.900 1.900 0 0 1 .8 3.600v3.700M12.600 11.800h1.300M11 10.100a1.900 1.900 0 0 1 .8-3.600"
            }
            Self::ArrowDown => "M8 3v9.5M3.8 8.5 8 12.7l4.2-4.2",
        }
    }

    /// Whether it points along the line of reading, and so turns with it.
    const fn turns(self) -> bool {
        matches!(self, Self::Back | Self::Leave | Self::Panel | Self::Out)
    }
}

/// Draws a picture.
pub(crate) fn icon(icon: Icon) -> AnyView {
    drawn(icon, if icon.turns() { "icon turns" } else { "icon" })
}

/// Draws a picture of 20 px.
pub(crate) fn large_icon(icon: Icon) -> AnyView {
    drawn(icon, "icon large")
}

/// Draws a picture with a class of its own.
pub(crate) fn drawn(icon: Icon, class: &'static str) -> AnyView {
    svg::svg()
        .attr("class", class)
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .child(svg::path().attr("d", icon.line()))
        .into_any()
}
