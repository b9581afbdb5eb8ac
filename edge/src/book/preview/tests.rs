use protocol::account::{Consent, EmailCapture};
use serde_json::json;

use super::super::tests::{demo, source};
use super::*;
use crate::zones::zone;

const NOW: u64 = 1_795_000_000_000;
const SCENES: [Scene; 5] = [Scene::Closed, Scene::Open, Scene::Capture, Scene::Consent, Scene::Away];

/// A chatflow that asks for everything.
fn chatflow() -> Chatflow {
    let mut chatflow = demo().chatflows.swap_remove(0);
    chatflow.welcome = "Not saved".into();
    chatflow.color = "#f59e0b".into();
    chatflow.email_capture = Some(EmailCapture::Unanswered { minutes: 5, message: "Your address?".into() });
    chatflow.consent =
        Some(Consent { mode: conversation::consent::Mode::Explicit, text: "We keep it.".into() });
    chatflow
}

fn seen(chatflow: &Chatflow, scene: Scene, dark: bool) -> Previewed {
    let source = Source { gdpr: true, ..source(&demo()) };
    preview(source, chatflow.clone(), (scene, dark), &Catalogue::default(), NOW, &zone).unwrap()
}

#[test]
fn what_nobody_saved_is_seen_as_it_would_be_published() {
    // S8 S9
    for scene in SCENES {
        let show = seen(&chatflow(), scene, false).show;
        assert_eq!((show.welcome.as_str(), show.light[0].as_str()), ("Not saved", "#f59e0b"), "{scene:?}");
        assert_eq!(show.consent.is_some(), scene == Scene::Consent, "{scene:?}");
        assert_eq!(
            show.capture.map(|step| step.after_minutes),
            (scene == Scene::Capture).then_some(0),
            "{scene:?}"
        );
    }
    // Without the account's switch nobody is asked to agree, here either.
    let off =
        preview(source(&demo()), chatflow(), (Scene::Consent, false), &Catalogue::default(), NOW, &zone)
            .unwrap();
    assert_eq!(off.show.consent.is_some(), demo().gdpr);
    let wrong = Chatflow { color: "teal".into(), ..chatflow() };
    let refused =
        preview(source(&demo()), wrong, (Scene::Open, false), &Catalogue::default(), NOW, &zone).unwrap_err();
    assert_eq!(refused.code(), Code::ColourInvalid);
}

#[test]
fn light_and_dark_are_chosen_where_the_owner_leaves_them_to_the_visitor() {
    // S9 S14
    let classes = |chatflow: &Chatflow, dark| seen(chatflow, Scene::Open, dark).show.look.unwrap().classes;
    assert_eq!((classes(&chatflow(), false), classes(&chatflow(), true)), ("light".into(), "dark".into()));
    let mut always = chatflow();
    always.look.scheme = Scheme::Dark;
    assert_eq!(classes(&always, false), "dark");
}

#[test]
fn nobody_waits_for_what_a_visitor_would_have_to_do() {
    // S9
    let mut chatflow = chatflow();
    chatflow.display = serde_json::from_value(json!({
        "large": {"open": "welcome", "when": {"seconds": 30}}, "small": {"open": "hidden"},
    }))
    .ok();
    assert!(chatflow.display.is_some());
    let show = seen(&chatflow, Scene::Closed, false).show;
    assert!(show.display.is_none() && show.pop_up);
    assert_eq!(show.small, SmallScreens { launcher: false, pop_up: false });
}

#[test]
fn a_team_is_away_where_it_can_be() {
    // S9 S60 S65
    let told = |availability: serde_json::Value| {
        let mut chatflow = chatflow();
        chatflow.bot = None;
        chatflow.availability = serde_json::from_value(availability).unwrap();
        seen(&chatflow, Scene::Away, false).team.map(|told| (told.shown, told.text))
    };
    assert_eq!(told(json!({"mode": "always"})), None);
    let away = json!({"mode": "status", "away": {"show": "message", "text": "Asleep"}});
    assert_eq!(told(away), Some((ShownTeam::Away, Some("Asleep".into()))));
    let mut open = chatflow();
    open.availability = serde_json::from_value(json!({"mode": "status"})).unwrap();
    assert!(seen(&open, Scene::Open, false).team.is_none(), "only where it is looked at");
}
