//! The question for an e-mail address, without a browser.

use super::super::fixture::{Chat, NOW, agent, memory, show_with_capture, show_with_consent};
use super::super::*;
use super::AskState;
use protocol::frame::{Author, Body};

const MINUTE: u64 = 60_000;

/// A visitor whose first message was just stored.
fn wrote(after_minutes: u16) -> Chat {
    let mut chat = Chat::shown(show_with_capture(after_minutes));
    chat.on(Msg::Opened);
    let id = chat.writes("hello");
    chat.sends_session();
    chat.greets();
    chat.stores(&id, "hello");
    chat.catches_up();
    chat
}

fn claims(chat: &mut Chat, email: &str) {
    let id = ClientMessageId::from_random([99; 16]);
    chat.on(Msg::Claimed { id, email: email.into() });
}

fn rings(chat: &Chat) -> Vec<u64> {
    let times = chat.effects.iter().filter_map(|effect| match effect {
        Effect::AskAt(at) => Some(*at),
        _ => None,
    });
    times.collect()
}

#[test]
fn the_question_comes_when_the_chatflow_says_so() {
    // S48: minutes to wait, minutes passed, whether an agent answered meanwhile, whether it is asked.
    for (after, passed, answered, asked) in [
        (0, 0, false, true),
        (0, 9, true, true),
        (5, 0, false, false),
        (5, 4, false, false),
        (5, 5, false, true),
        (5, 5, true, false),
        (5, 600, true, false),
    ] {
        let mut chat = wrote(after);
        if answered {
            chat.says(NOW, agent(), "Hello");
        }
        chat.now += passed * MINUTE;
        chat.on(Heard::AskDue);
        assert_eq!(chat.model.ask().is_some(), asked, "{after} {passed} {answered}");
    }
}

#[test]
fn one_timer_is_asked_for_at_the_right_time() {
    // S48
    let mut chat = wrote(5);
    chat.on(Msg::Returned);
    assert_eq!(rings(&chat), [NOW + 5 * MINUTE]);
    chat.says(NOW, agent(), "Hello");
    chat.now += MINUTE;
    let id = chat.writes("and?");
    chat.stores(&id, "and?");
    assert_eq!(rings(&chat), [NOW + 5 * MINUTE, NOW + 6 * MINUTE]);
    assert!(rings(&wrote(0)).is_empty());
}

#[test]
fn nobody_is_asked_before_writing_or_where_the_edge_knows_them() {
    // S51
    let mut quiet = Chat::shown(show_with_capture(0));
    quiet.on(Msg::Opened);
    quiet.on(Heard::AskDue);
    assert!(quiet.model.ask().is_none());

    let mut known = Chat::running();
    let id = known.writes("hello");
    known.stores(&id, "hello");
    known.catches_up();
    assert!(known.model.ask().is_none());
}

#[test]
fn a_replay_that_is_not_complete_asks_nothing() {
    // S48: the answer may be the next entry.
    let mut chat = Chat::shown_again(memory(), show_with_capture(5));
    chat.greets();
    chat.now = NOW + 60 * MINUTE;
    chat.says(NOW, Author::Visitor, "hello");
    assert!(chat.model.ask().is_none());
    chat.says(NOW, agent(), "Hello");
    chat.catches_up();
    assert!(chat.model.ask().is_none());
}

#[test]
fn a_clock_that_is_wrong_does_not_move_the_moment() {
    // S48: the browser's clock is an hour behind the edge's, or ahead of it.
    for here in [NOW - 60 * MINUTE, NOW, NOW + 60 * MINUTE] {
        let mut chat = Chat::shown_again(memory(), show_with_capture(5));
        chat.greets();
        chat.catches_up();
        chat.now = here;
        let id = chat.writes("hello");
        chat.stores(&id, "hello");
        assert_eq!(rings(&chat), [here + 5 * MINUTE], "{here}");
    }
}

#[test]
fn what_is_no_address_is_said_and_what_is_one_is_sent() {
    // S49
    let mut chat = wrote(0);
    for wrong in ["", "sofia", "sofia@mail", "sofia @kiln.test"] {
        claims(&mut chat, wrong);
        assert_eq!(chat.model.ask().map(|ask| ask.state), Some(AskState::Invalid), "{wrong:?}");
        assert_eq!(chat.effects.last(), Some(&Effect::FocusAddress));
        chat.on(Msg::Corrected);
        assert_eq!(chat.model.ask().map(|ask| ask.state), Some(AskState::Open));
    }
    assert_eq!(chat.claim(), None);
    claims(&mut chat, " Sofia@Kiln.test ");
    assert_eq!(chat.claim().map(|(_, email)| email), Some("Sofia@Kiln.test"));
    assert_eq!(chat.model.ask().map(|ask| ask.state), Some(AskState::Saving));
    let sent = chat.effects.len();
    claims(&mut chat, "other@kiln.test");
    assert_eq!(chat.effects.len(), sent, "one at a time");
}

#[test]
fn a_captured_address_is_thanked_for_the_token_renewed_and_never_asked_for_again() {
    // S49 S51
    let mut chat = wrote(0);
    claims(&mut chat, "sofia@kiln.test");
    let id = chat.claim().map(|(id, _)| id.clone()).unwrap();
    let effects = chat.on(Heard::Frame(ServerFrame::Captured { client_message_id: id })).to_vec();
    assert!(effects.contains(&Effect::OpenSession { chatflow: show_with_capture(0).chatflow }));
    let ask = chat.model.ask().unwrap();
    assert_eq!((ask.state, ask.address.as_str()), (AskState::Saved, "sofia@kiln.test"));
    assert!(chat.kept().unwrap().asked);
    let renewed = Session { token: "known".into(), socket: "/socket".into() };
    assert!(
        !chat.on(Heard::Session(Ok(renewed))).contains(&Effect::Connect("/socket".into())),
        "the line holds"
    );
    assert_eq!(chat.kept().unwrap().token.as_deref(), Some("known"));

    let mut next = Chat::shown_again(chat.kept().unwrap().clone(), show_with_capture(0));
    next.greets();
    next.says(NOW, Author::Visitor, "hello");
    next.catches_up();
    assert!(next.model.ask().is_none());
}

#[test]
fn a_token_that_cannot_be_renewed_harms_nothing() {
    let mut chat = wrote(0);
    claims(&mut chat, "sofia@kiln.test");
    let id = chat.claim().map(|(id, _)| id.clone()).unwrap();
    chat.on(Heard::Frame(ServerFrame::Captured { client_message_id: id }));
    let open = chat.writes("and?");
    for status in [503, 403] {
        chat.on(Heard::Session(Err(status)));
        assert_eq!(chat.model.notice(), Notice::None, "{status}");
        assert_eq!(
            chat.model.pending().last().map(|p| (&p.id, p.state)),
            Some((&open, PendingState::Sending))
        );
    }
}

#[test]
fn not_now_is_remembered_and_the_draft_is_left_alone() {
    // S48
    let mut chat = wrote(0);
    chat.on(Msg::Typed("half a mess".into()));
    let before = chat.model.draft().1;
    chat.on(Msg::Declined);
    assert!(chat.model.ask().is_none() && chat.kept().unwrap().asked);
    assert_eq!(chat.model.draft(), ("half a mess", before));
    chat.says(NOW, Author::Visitor, "more");
    assert!(chat.model.ask().is_none());
}

#[test]
fn without_a_connection_it_is_asked_too_and_the_address_goes_out_behind_the_message() {
    // N26: minutes to wait, minutes passed, whether it is asked
    for (after, passed, asked) in [(0, 0, true), (5, 4, false), (5, 5, true)] {
        let mut chat = Chat::shown(show_with_capture(after));
        chat.on(Msg::Opened);
        chat.on(Heard::Session(Err(0)));
        assert!(chat.model.ask().is_none(), "nothing was said yet");
        let id = chat.writes("hello");
        chat.now += passed * MINUTE;
        chat.on(Heard::AskDue);
        assert_eq!(chat.model.ask().is_some(), asked, "{after} {passed}");
        if !asked {
            continue;
        }
        claims(&mut chat, "sofia@kiln.test");
        assert_eq!(chat.claim(), None, "there is no conversation to give it for");
        chat.sends_session();
        chat.greets();
        chat.stores(&id, "hello");
        assert_eq!(chat.claim().map(|(_, email)| email), Some("sofia@kiln.test"));
        assert_eq!(chat.model.ask().map(|ask| ask.state), Some(AskState::Saving));
        let claim = chat.claim().expect("a claim").0.clone();
        chat.on(Heard::Frame(ServerFrame::Captured { client_message_id: claim }));
        assert_eq!(chat.model.ask().map(|ask| ask.state), Some(AskState::Saved));
    }
    // Of a conversation that runs an answer may have come.
    let mut runs = Chat::shown_again(memory(), show_with_capture(0));
    runs.on(Msg::Opened);
    runs.on(Heard::LinkClosed(1006));
    runs.writes("more");
    assert!(runs.model.ask().is_none());
}

#[test]
fn the_question_takes_neither_the_focus_nor_the_draft() {
    // S48
    let mut chat = Chat::shown(show_with_capture(5));
    chat.on(Msg::Opened);
    let id = chat.writes("hello");
    chat.sends_session();
    chat.greets();
    chat.stores(&id, "hello");
    chat.catches_up();
    chat.on(Msg::Typed("half a mess".into()));
    let before = chat.model.draft().1;
    chat.now += 5 * MINUTE;
    let effects = chat.on(Heard::AskDue);
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Front(Sign::FocusComposer) | Effect::FocusAddress))
    );
    assert!(chat.model.ask().is_some());
    assert_eq!(chat.model.draft(), ("half a mess", before));
}

#[test]
fn a_refused_address_stays_in_its_field_with_the_reason() {
    // S49
    for (code, state) in [("email_invalid", AskState::Invalid), ("rate_limited", AskState::Refused)] {
        let mut chat = wrote(0);
        claims(&mut chat, "sofia@kiln.test");
        let id = chat.claim().map(|(id, _)| id.clone()).unwrap();
        chat.refuses(&id, code);
        assert_eq!(chat.model.ask().map(|ask| ask.state), Some(state), "{code}");
        assert!(!chat.kept().unwrap().asked);
        claims(&mut chat, "sofia@kiln.test");
        assert_eq!(chat.model.ask().map(|ask| ask.state), Some(AskState::Saving));
    }
}

#[test]
fn a_closed_thread_is_past_asking() {
    let mut chat = wrote(5);
    chat.happens(NOW, agent(), Body::Closed);
    chat.now += 10 * MINUTE;
    chat.on(Heard::AskDue);
    assert!(chat.model.ask().is_none());
}

#[test]
fn what_another_tab_settled_is_settled_here() {
    // S51
    let mut chat = wrote(0);
    chat.on(Heard::Remembered(Memory { asked: true, ..memory() }));
    assert!(chat.model.ask().is_none());
    chat.on(Heard::AskDue);
    assert!(chat.model.ask().is_none());
}

#[test]
fn an_address_is_no_less_than_a_message_where_consent_is_asked_for() {
    // S82
    let mut chat = wrote(0);
    let mut asking = show_with_consent(true, 2);
    asking.capture = show_with_capture(0).capture;
    chat.on(Msg::Shown(Some(Box::new(asking.clone()))));
    claims(&mut chat, "sofia@kiln.test");
    assert_eq!(chat.claim(), None, "the text in force was not agreed to");
    chat.on(Msg::Agreed);
    claims(&mut chat, "sofia@kiln.test");
    let id = chat.claim().map(|(id, _)| id.clone()).unwrap();
    chat.refuses(&id, "consent_required");
    assert!(chat.model.is_locked() && chat.effects.contains(&Effect::DecideAgain));
    assert_eq!(chat.model.ask().map(|ask| ask.state), Some(AskState::Refused));

    let mut waiting = Chat::shown_again(memory(), asking);
    waiting.greets();
    waiting.says(NOW, Author::Visitor, "hello");
    waiting.catches_up();
    assert!(waiting.model.ask().is_none(), "one thing after the other");
    waiting.on(Msg::Agreed);
    assert!(waiting.model.ask().is_some());
}
