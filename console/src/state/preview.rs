//! The preview of a chatflow in its editor (S8, S9): which scenes it has, and what is asked and handed over for one.
//!
//! Knows the draft as it would be saved. What is shown of it, the edge says; the widget that shows it runs in a frame.

use conversation::availability::Mode;
use protocol::account::Chatflow;
use protocol::boot::Position;
use protocol::rest::preview::{PreviewChatflow, Scene};
use serde_json::{Value, json};

use crate::texts::{Language, Text};

/// The scenes that a chatflow has, in the order in which visitors come to them.
#[must_use]
pub fn scenes(chatflow: &Chatflow) -> Vec<Scene> {
    let mut scenes = vec![Scene::Closed, Scene::Open];
    scenes.extend(chatflow.form.as_ref().map(|_| Scene::Form));
    scenes.extend(chatflow.email_capture.as_ref().map(|_| Scene::Capture));
    let is_asked = chatflow.consent.is_some() || chatflow.communication.is_some();
    scenes.extend(is_asked.then_some(Scene::Consent));
    if !matches!(chatflow.availability, Mode::Always { .. }) {
        scenes.push(Scene::Away);
    }
    scenes
}

/// What a scene is called.
#[must_use]
pub const fn called(scene: Scene) -> Text {
    match scene {
        Scene::Closed => Text::SceneClosed,
        Scene::Open => Text::SceneOpen,
        Scene::Capture => Text::SceneCapture,
        Scene::Consent => Text::SceneConsent,
        Scene::Away => Text::SceneAway,
        Scene::Form => Text::SceneForm,
    }
}

/// What is looked at, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Which scene.
    pub scene: Scene,
    /// On a phone.
    pub phone: bool,
    /// On a dark ground.
    pub dark: bool,
    /// By somebody who reads this.
    pub language: Language,
}

/// What the edge is asked.
#[must_use]
pub fn question(chatflow: &Chatflow, look: Look) -> String {
    let asked = PreviewChatflow { chatflow: chatflow.clone(), scene: look.scene, dark: look.dark };
    serde_json::to_string(&asked).unwrap_or_default()
}

/// What the page in the frame is given: the answer, and how to show it.
#[must_use]
pub fn handed(boot: &Value, look: Look) -> String {
    let handed = json!({
        "boot": boot,
        "scene": look.scene,
        "dark": look.dark,
        "lang": look.language.tag(),
        "hello": Text::PreviewHello.words(look.language),
        "nothing": Text::PreviewNothing.words(look.language),
    });
    handed.to_string()
}

/// The classes of a frame: its size, and the corner of it that is looked at.
#[must_use]
pub fn frame(chatflow: &Chatflow, phone: bool) -> &'static str {
    // Where lines run from right to left, they end on the left.
    let turned = chatflow.language.as_deref().is_some_and(|tag| ["ar", "fa", "he"].contains(&tag));
    match (phone, (chatflow.position == Position::End) != turned) {
        (true, _) => "phone",
        (false, true) => "end",
        (false, false) => "start",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chatflow(more: &Value) -> Chatflow {
        let mut told =
            json!({"id": "help", "name": "Help", "inbox": "main", "welcome": "Hi", "color": "#16614e"});
        told.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(told).unwrap()
    }

    #[test]
    fn only_scenes_that_can_come_are_offered() {
        // S8 S9
        let usual = [Scene::Closed, Scene::Open];
        assert_eq!(scenes(&chatflow(&json!({}))), usual);
        for (more, scene) in [
            (json!({"form": {"when": "both", "fields": [{"property": "email", "label": "E"}]}}), Scene::Form),
            (json!({"email_capture": {"when": "right_away", "message": "?"}}), Scene::Capture),
            (json!({"consent": {"mode": "explicit", "text": "?"}}), Scene::Consent),
            (json!({"availability": {"mode": "status"}}), Scene::Away),
        ] {
            assert_eq!(scenes(&chatflow(&more)), [usual[0], usual[1], scene], "{more}");
        }
    }

    #[test]
    fn the_corner_that_is_looked_at_is_the_widgets() {
        // S9 P8
        for (more, phone, class) in [
            (json!({}), false, "end"),
            (json!({"position": "start"}), false, "start"),
            (json!({"language": "ar"}), false, "start"),
            (json!({"language": "ar", "position": "start"}), false, "end"),
            (json!({"language": "ar"}), true, "phone"),
        ] {
            assert_eq!(frame(&chatflow(&more), phone), class, "{more}");
        }
    }

    #[test]
    fn the_draft_goes_to_the_edge_and_its_answer_to_the_frame() {
        // S9
        let look = Look { scene: Scene::Open, phone: false, dark: true, language: Language::German };
        let asked: PreviewChatflow = serde_json::from_str(&question(&chatflow(&json!({})), look)).unwrap();
        assert_eq!((asked.chatflow.welcome.as_str(), asked.scene, asked.dark), ("Hi", Scene::Open, true));
        let handed: Value = serde_json::from_str(&handed(&json!({"a": "demo"}), look)).unwrap();
        assert_eq!(
            (&handed["boot"]["a"], &handed["scene"], &handed["lang"]),
            (&json!("demo"), &json!("open"), &json!("de"))
        );
        assert!(handed["nothing"].as_str().is_some_and(|words| words.contains("Vorschau")), "{handed}");
    }
}
