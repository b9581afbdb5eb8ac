//! What the page hears, and when.

use conversation::ids::ClientMessageId;
use protocol::frame::Body;

use super::super::fixture::{Chat, NOW, agent, memory, show, show_with_capture, thread};
use super::super::{Deed, Effect, Heard, Msg, Sign};

/// What was told since `from`, as `Deed about`.
fn told(chat: &Chat, from: usize) -> Vec<String> {
    let said = chat.effects[from..].iter().filter_map(|effect| match effect {
        Effect::Front(Sign::Tell(deed, about)) if about.is_empty() => Some(format!("{deed:?}")),
        Effect::Front(Sign::Tell(deed, about)) => Some(format!("{deed:?} {about}")),
        _ => None,
    });
    said.collect()
}

#[test]
fn opening_closing_and_waving_away_are_told() {
    // H36 H39
    let mut chat = Chat::shown(show());
    for (msg, heard) in [
        (Msg::Dismissed, vec!["Dismissed"]),
        (Msg::Opened, vec!["Opened"]),
        (Msg::Closed, vec!["Closed"]),
        (Msg::Closed, vec![]),
        (Msg::Toggled, vec!["Opened"]),
        (Msg::Toggled, vec!["Closed"]),
    ] {
        let from = chat.effects.len();
        chat.on(msg.clone());
        assert_eq!(told(&chat, from), heard, "{msg:?}");
    }
}

#[test]
fn a_thread_begins_once() {
    // H31 H33
    let mut chat = Chat::shown(show());
    chat.on(Msg::Opened);
    let from = chat.effects.len();
    let id = chat.writes("Hello");
    chat.sends_session();
    chat.greets();
    chat.stores(&id, "Hello");
    let id = chat.writes("Again");
    chat.stores(&id, "Again");
    assert_eq!(told(&chat, from), ["Replied", &format!("Started {}", thread().as_str()), "Replied"]);
}

#[test]
fn a_thread_ends_when_it_is_closed_in_the_inbox_and_not_when_the_panel_is() {
    // H32
    let mut chat = Chat::running();
    chat.catches_up();
    chat.on(Msg::Opened);
    let from = chat.effects.len();
    chat.on(Msg::Closed);
    chat.happens(NOW, agent(), Body::Closed);
    let ended = format!("Ended {}", thread().as_str());
    assert_eq!(told(&chat, from), ["Closed", &ended]);
    let from = chat.effects.len();
    chat.happens(NOW, agent(), Body::Reopened);
    chat.happens(NOW, agent(), Body::Closed);
    assert_eq!(told(&chat, from), [ended], "once each time");
}

#[test]
fn what_ended_before_this_page_is_not_told_again() {
    // H32
    let mut chat = Chat::remembered(crate::model::Memory { chatflow: None, ..memory() });
    chat.on(Msg::Opened);
    chat.greets();
    chat.happens(NOW, agent(), Body::Closed);
    assert_eq!(told(&chat, 0), ["Opened"]);
}

#[test]
fn a_log_that_is_still_being_read_ends_nothing() {
    // H32: closed, and open again further down
    let mut chat = Chat::running();
    chat.happens(NOW, agent(), Body::Closed);
    chat.happens(NOW, agent(), Body::Reopened);
    chat.catches_up();
    assert_eq!(told(&chat, 0), [""; 0]);
}

#[test]
fn threads_with_something_unread_are_counted_not_messages() {
    // H34
    let mut chat = Chat::running();
    chat.says(NOW, agent(), "One");
    chat.says(NOW, agent(), "Two");
    assert_eq!(told(&chat, 0), ["Unread 1"]);
    chat.on(Msg::Opened);
    assert_eq!(told(&chat, 0), ["Unread 1", "Opened", "Unread 0"]);
}

#[test]
fn a_quick_reply_is_told_in_its_own_words() {
    // H38
    let mut chat = Chat::running();
    chat.bot_asks(NOW, "What is it about?", &["Learn more", "Prices"]);
    let from = chat.effects.len();
    let id = ClientMessageId::from_random([9; 16]);
    chat.on(Msg::Picked { id, text: "Learn more".into(), page: "https://kiln.example/".into() });
    assert_eq!(told(&chat, from), ["Replied", "Picked Learn more"]);
}

#[test]
fn who_gives_their_address_is_a_contact() {
    // H35
    let mut chat = Chat::remembered(memory());
    chat.on(Msg::Shown(Some(Box::new(show_with_capture(0)))));
    chat.greets();
    chat.catches_up();
    let from = chat.effects.len();
    let id = ClientMessageId::from_random([8; 16]);
    chat.on(Msg::Named { id: id.clone(), email: "mira@kiln.example".into() });
    assert_eq!(
        chat.claim().map(|(_, email)| email),
        Some("mira@kiln.example"),
        "H41: what the page says of them"
    );
    chat.on(Heard::Frame(protocol::frame::ServerFrame::Captured { client_message_id: id }));
    assert_eq!(told(&chat, from), ["Identified"]);
}

#[test]
fn a_panel_with_a_place_of_its_own_stays_open() {
    // H7
    let mut chat = Chat::shown(show());
    chat.on(Msg::Pinned);
    for msg in [Msg::Shown(Some(Box::new(show()))), Msg::Closed, Msg::Toggled] {
        chat.on(msg.clone());
        assert!(chat.model.is_open(), "{msg:?}");
    }
    chat.on(Msg::Shown(None));
    assert!(!chat.model.is_open(), "nothing is shown any more");
}

#[test]
fn what_the_page_drafts_is_not_sent() {
    // P12
    let mut chat = Chat::shown(show());
    let (_, before) = chat.model.draft();
    chat.on(Msg::Drafted("About order 12".into()));
    assert_eq!(chat.model.draft(), ("About order 12", before + 1));
    assert!(chat.posts().is_empty());
}

#[test]
fn the_numbers_are_those_of_the_scripts() {
    let scripts =
        [include_str!("../../../loader/display.js"), include_str!("../../../loader/chat.js")].concat();
    for (name, deed) in [
        ("OPENED", Deed::Opened),
        ("DISMISSED", Deed::Dismissed),
        ("REPLIED", Deed::Replied),
        ("CLOSED", Deed::Closed),
        ("STARTED", Deed::Started),
        ("SELECTED", Deed::Selected),
        ("ENDED", Deed::Ended),
        ("UNREAD", Deed::Unread),
        ("IDENTIFIED", Deed::Identified),
        ("PICKED", Deed::Picked),
    ] {
        assert!(scripts.contains(&format!("const {name} = {};", deed as u8)), "{name}");
    }
}
