//! A front that is alone: what it does at once, and what waits.

use conversation::ids::ClientMessageId;

use super::*;
use crate::model::fixture::{NOW, front, memory, show, show_with_consent};
use crate::model::{Effect, Model};

const PAGE: &str = "https://kiln.example/";

fn shown(show: Show) -> Front {
    let mut front = front();
    front.alone(NOW, 0.5, Msg::Shown(Some(Box::new(show))));
    front
}

fn sent(nth: u8) -> Msg {
    Msg::Sent { id: ClientMessageId::from_random([nth; 16]), page: PAGE.into() }
}

fn says(front: &mut Front, nth: u8, text: &str) -> Vec<Sign> {
    front.alone(NOW, 0.5, Msg::Typed(text.into()));
    front.alone(NOW, 0.5, sent(nth))
}

#[test]
fn a_chat_is_wished_for_by_whoever_comes_to_it_and_by_nobody_else() {
    let mut front = shown(show());
    for msg in [Msg::Small(true), Msg::Returned, Msg::Dismissed, Msg::Closed, Msg::Drafted("Hello".into())] {
        assert!(!front.alone(NOW, 0.5, msg.clone()).contains(&Sign::Fetch), "{msg:?}");
    }
    assert!(front.alone(NOW, 0.5, Msg::Opened).contains(&Sign::Fetch));
}

#[test]
fn what_is_sent_leaves_the_composer_is_kept_and_goes_once_there_is_a_chat() {
    let mut front = shown(show());
    front.alone(NOW, 0.5, Msg::Opened);
    for (nth, text) in [(1, " One "), (2, "Two")] {
        let signs = says(&mut front, nth, text);
        let held =
            signs.iter().any(|sign| matches!(sign, Sign::Hold { text: kept, .. } if kept == text.trim()));
        assert!(held && signs.contains(&Sign::Fetch), "{signs:?}");
        assert_eq!(front.draft().0, "");
    }
    front.alone(NOW, 0.5, Msg::Missed);
    assert_eq!(front.notice(), Notice::Reconnecting, "told, and nothing is lost");
    assert_eq!(front.held().collect::<Vec<_>>(), ["One", "Two"]);

    front.alone(NOW, 0.5, Msg::Typed("half a mess".into()));
    let mut model = Model::beside(front, NOW, None, None);
    let effects = model.start(NOW, 0.5);
    assert_eq!(
        model.pending().iter().map(|pending| pending.text.as_str()).collect::<Vec<_>>(),
        ["One", "Two"]
    );
    assert!(effects.iter().any(|effect| matches!(effect, Effect::OpenSession { .. })));
    assert!(effects.contains(&Effect::Keep));
    assert_eq!((model.draft().0, model.notice()), ("half a mess", Notice::None));
    assert_eq!(model.held().count(), 0);
}

#[test]
fn nothing_is_kept_that_could_not_be_sent() {
    // S82
    let mut front = shown(show_with_consent(true, 1));
    let long = "x".repeat(protocol::limits::MESSAGE_CHARS + 1);
    for text in ["too early", "", "  ", long.as_str()] {
        if text != "too early" {
            front.alone(NOW, 0.5, Msg::Agreed);
        }
        let signs = says(&mut front, 1, text);
        assert!(!signs.iter().any(|sign| matches!(sign, Sign::Hold { .. })), "{signs:?}");
        assert_eq!((front.held().count(), front.draft().0), (0, text));
    }
}

#[test]
fn an_agreement_given_early_is_remembered_once_there_is_a_chat() {
    // S82
    let mut front = shown(show_with_consent(true, 3));
    front.alone(NOW, 0.5, Msg::Opened);
    assert!(front.is_locked());
    front.alone(NOW, 0.5, Msg::Agreed);
    assert!(!front.is_locked());
    let mut model = Model::beside(front, NOW, None, Some(memory()));
    let effects = model.start(NOW, 0.5);
    let remembered = effects.iter().find_map(|effect| match effect {
        Effect::Remember(memory) => Some(memory.agreed.to_text()),
        _ => None,
    });
    assert_eq!(remembered.as_deref(), Some("shop:3"));
}
