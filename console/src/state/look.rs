//! The look of a chatflow's widget and its language, as the form holds them (H55, H58, P10, E21).

use protocol::account::Chatflow;
use protocol::look::{Font, Icon, Look, Scheme};

/// What the form shows, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookDraft {
    /// The tag of the language of the widget's words; empty: the visitor's.
    pub language: String,
    /// Light or dark.
    pub scheme: Scheme,
    /// What is drawn on the launcher.
    pub icon: Icon,
    /// What is written on it.
    pub label: String,
    /// How much further from the side, in px.
    pub side: String,
    /// How much further from the bottom, in px.
    pub bottom: String,
    /// What everything is set in.
    pub font: Font,
}

impl LookDraft {
    /// The form of a chatflow's.
    #[must_use]
    pub fn of(chatflow: &Chatflow) -> Self {
        let Look { scheme, icon, label, offset_side, offset_bottom, font } = chatflow.look.clone();
        Self {
            language: chatflow.language.clone().unwrap_or_default(),
            scheme,
            icon,
            label,
            side: offset_side.to_string(),
            bottom: offset_bottom.to_string(),
            font,
        }
    }

    /// Writes it to a chatflow.
    pub fn write(&self, chatflow: &mut Chatflow) {
        // Nothing is no px; what is no number goes as one that the edge finds out of range.
        let px =
            |typed: &str| if typed.trim().is_empty() { 0 } else { typed.trim().parse().unwrap_or(u16::MAX) };
        chatflow.language = Some(self.language.clone()).filter(|tag| !tag.is_empty());
        chatflow.look = Look {
            scheme: self.scheme,
            icon: self.icon,
            label: self.label.trim().to_owned(),
            offset_side: px(&self.side),
            offset_bottom: px(&self.bottom),
            font: self.font,
        };
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn chatflow(more: &Value) -> Chatflow {
        let mut flow = json!({"id": "tea", "name": "Teapot help", "inbox": "main"});
        for (key, value) in more.as_object().unwrap() {
            flow[key] = value.clone();
        }
        serde_json::from_value(flow).unwrap()
    }

    #[test]
    fn what_was_not_touched_is_written_as_it_was() {
        // H55 H58
        for more in [
            json!({}),
            json!({"language": "pt-PT"}),
            json!({"look": {"scheme": "dark", "icon": "letter", "label": "Ask us", "offset_side": 7, "offset_bottom": 200,
                "font": "page"}}),
        ] {
            let before = chatflow(&more);
            let mut after = chatflow(&json!({}));
            LookDraft::of(&before).write(&mut after);
            assert_eq!(after, before, "{more}");
        }
    }

    #[test]
    fn offsets_are_numbers_or_told_to_be_wrong() {
        // E21
        for (typed, px) in
            [("", 0), (" 24 ", 24), ("200", 200), ("-1", u16::MAX), ("much", u16::MAX), ("1.5", u16::MAX)]
        {
            let mut written = chatflow(&json!({}));
            let draft = LookDraft { side: typed.into(), bottom: typed.into(), ..LookDraft::default() };
            draft.write(&mut written);
            assert_eq!((written.look.offset_side, written.look.offset_bottom), (px, px), "{typed}");
        }
    }
}
