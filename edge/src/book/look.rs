//! The look of a widget as browsers get it: a few rules of style, made of numbers and words of ours alone.
//!
//! The loader has no rules for what most chatflows do not use: it appends these. What an owner wrote never gets into
//! them; a label is text.

use std::fmt::Write as _;

use protocol::boot::ShownLook;
use protocol::look::{Font, Look, Scheme};

const SERIF: &str = "ui-serif,Georgia,\"Noto Serif\",serif";

/// What a browser needs for a look; nothing for the usual one.
pub(super) fn shown(look: &Look) -> Option<ShownLook> {
    if look.is_usual() {
        return None;
    }
    let (side, bottom) = (look.offset_side, look.offset_bottom);
    let mut css = String::new();
    // Writing to a text never fails.
    if (side, bottom) != (0, 0) {
        let _ = write!(css, ":host{{--x:{side}px;--y:{bottom}px}}.launcher{{margin:0 {side}px {bottom}px}}");
    }
    let (font, family) = match look.font {
        Font::System => ("", "system-ui,sans-serif"),
        Font::Serif => ("serif", SERIF),
        Font::Page => ("page", "inherit"),
    };
    if look.font == Font::Page {
        css.push_str(":host{font-family:inherit!important}");
    }
    let label = look.label.trim();
    if !label.is_empty() {
        let _ = write!(
            css,
            ".launcher{{width:auto;max-width:calc(100vw - {}px);padding-inline:16px 20px;border-radius:28px;\
             grid-auto-flow:column;gap:10px;font-weight:600;font-size:15px;line-height:20px;font-family:{family}}}\
             .launcher b{{font:inherit;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}}",
            32 + side
        );
    }
    let scheme = match look.scheme {
        Scheme::Auto => "",
        Scheme::Light => "light",
        Scheme::Dark => "dark",
    };
    let classes = [scheme, font, if label.is_empty() { "" } else { "pill" }];
    Some(ShownLook {
        css,
        icon: look.icon.path().map(str::to_owned),
        label: label.to_owned(),
        classes: classes.into_iter().filter(|class| !class.is_empty()).collect::<Vec<_>>().join(" "),
    })
}

#[cfg(test)]
mod tests {
    use protocol::look::Icon;

    use super::*;

    #[test]
    fn the_usual_look_travels_as_nothing() {
        // H58
        assert_eq!(shown(&Look::default()), None);
    }

    #[test]
    fn a_look_is_a_few_rules_that_hold_no_word_of_an_owner() {
        // H58 E21 P10 T16
        let label = "Need \"help\"?}*{display:none}</style>";
        let all = Look {
            scheme: Scheme::Dark,
            icon: Icon::Question,
            label: label.into(),
            offset_side: 40,
            offset_bottom: 80,
            font: Font::Serif,
        };
        let got = shown(&all).unwrap();
        assert!(got.css.starts_with(":host{--x:40px;--y:80px}.launcher{margin:0 40px 80px}"), "{}", got.css);
        assert!(got.css.contains("max-width:calc(100vw - 72px)") && got.css.contains(SERIF), "{}", got.css);
        assert!(!got.css.contains("help") && !got.css.contains("<"), "{}", got.css);
        assert_eq!(got.css.matches('{').count(), got.css.matches('}').count());
        assert_eq!((got.label.as_str(), got.classes.as_str()), (label, "dark serif pill"));
        assert_eq!(got.icon.as_deref(), Icon::Question.path());
    }

    #[test]
    fn each_choice_costs_only_itself() {
        let only = |look: Look| serde_json::to_string(&shown(&look).unwrap()).unwrap();
        assert_eq!(only(Look { scheme: Scheme::Light, ..Look::default() }), r#"{"s":"light"}"#);
        assert_eq!(
            only(Look { font: Font::Page, ..Look::default() }),
            r#"{"c":":host{font-family:inherit!important}","s":"page"}"#
        );
        assert_eq!(
            only(Look { offset_bottom: 64, ..Look::default() }),
            r#"{"c":":host{--x:0px;--y:64px}.launcher{margin:0 0px 64px}"}"#
        );
    }
}
