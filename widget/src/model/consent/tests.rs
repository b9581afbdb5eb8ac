//! Consent, without a browser.

use super::super::fixture::{Chat, NOW, agent, memory, show, show_with_consent, thread};
use super::super::*;
use crate::agreements::Agreements;

fn agreed(text: &str) -> Memory {
    Memory { agreed: Agreements::read(text), ..Memory::default() }
}

#[test]
fn the_field_is_locked_until_the_text_in_force_was_agreed_to() {
    // S82 S83: step, what this browser agreed to, whether the text is shown, whether the field is locked.
    let explicit = |version| Some(show_with_consent(true, version));
    let interest = |version| Some(show_with_consent(false, version));
    for (show, before, shown, locked) in [
        (None, "", false, false),
        (None, "shop:1", false, false),
        (explicit(1), "", true, true),
        (explicit(1), "shop:1", false, false),
        (explicit(2), "shop:1", true, true),
        (explicit(1), "shop:2", true, true),
        (explicit(1), "pricing:1", true, true),
        (interest(1), "", true, false),
        (interest(1), "shop:1", false, false),
        (interest(2), "shop:1", true, false),
    ] {
        let name = format!("{:?} after {before:?}", show.as_ref().and_then(|show| show.consent.as_ref()));
        let chat = Chat::shown_again(agreed(before), show.unwrap_or_else(super::super::fixture::show));
        assert_eq!((chat.model.consent().is_some(), chat.model.is_locked()), (shown, locked), "{name}");
    }
}

#[test]
fn nothing_opens_the_lock_but_agreeing() {
    // S82
    let mut chat = Chat::shown(show_with_consent(true, 1));
    for msg in [
        Msg::Opened,
        Msg::Toggled,
        Msg::Toggled,
        Msg::Typed("typed all the same".into()),
        Msg::Returned,
        Msg::Dismissed,
        Msg::Small(true),
    ] {
        chat.on(msg.clone());
        assert!(chat.model.is_locked(), "{msg:?}");
    }
    assert!(!chat.model.can_send());
    chat.writes("and sent");
    assert_eq!((chat.model.pending(), chat.posts().len()), (&[][..], 0));
    assert_eq!(chat.model.draft().0, "and sent", "what was typed is not lost either");
    chat.on(Msg::Agreed);
    assert!(!chat.model.is_locked() && chat.model.can_send());
}

#[test]
fn agreeing_is_remembered_and_asks_the_edge_for_nothing() {
    // S82 N13: a click on "I agree" may be stored, but nobody is identified by it and nothing is connected.
    let mut chat = Chat::shown(show_with_consent(true, 3));
    chat.on(Msg::Opened);
    assert_eq!(chat.kept(), None);
    let effects = chat.on(Msg::Agreed).to_vec();
    assert_eq!(effects, [Effect::Front(Sign::FocusComposer), Effect::Remember(agreed("shop:3"))]);
    assert_eq!(chat.on(Msg::Agreed), [], "there is nothing left to agree to");

    let next = Chat::shown_again(chat.kept().unwrap().clone(), show_with_consent(true, 3));
    assert!(!next.model.is_locked());
    assert_eq!(next.effects, []);
}

#[test]
fn the_first_message_carries_the_version_that_was_agreed_to() {
    // S82 S89
    let mut chat = Chat::shown(show_with_consent(true, 3));
    chat.on(Msg::Agreed);
    chat.writes("hello");
    chat.sends_session();
    chat.greets();
    assert_eq!(chat.consent_of_last_post(), Some((3, "en")));
    assert_eq!(chat.kept().map(|kept| kept.agreed.to_text()).as_deref(), Some("shop:3"));
}

#[test]
fn under_legitimate_interest_writing_is_enough() {
    // S83
    let mut chat = Chat::shown(show_with_consent(false, 2));
    chat.on(Msg::Opened);
    assert!(chat.model.consent().is_some());
    chat.writes("hello");
    assert!(chat.model.consent().is_none(), "shown until the first message");
    chat.sends_session();
    chat.greets();
    assert_eq!(chat.consent_of_last_post(), Some((2, "en")));
}

#[test]
fn another_version_asks_again_in_a_running_thread() {
    // S82
    let mut chat = Chat::shown_again(
        Memory { agreed: Agreements::read("shop:1"), ..memory() },
        show_with_consent(true, 1),
    );
    chat.greets();
    chat.catches_up();
    chat.on(Msg::Opened);
    chat.on(Msg::Typed("half a mess".into()));
    chat.on(Msg::Shown(Some(Box::new(show_with_consent(true, 2)))));
    assert!(chat.model.is_locked());
    assert_eq!(chat.model.draft().0, "half a mess");
    chat.on(Msg::Agreed);
    chat.writes("hello");
    assert_eq!(chat.consent_of_last_post(), Some((2, "en")));
}

#[test]
fn what_is_refused_for_want_of_consent_fails_visibly_and_can_be_sent_after_agreeing() {
    // S82: the page was loaded before the owner switched the step on.
    let mut chat = Chat::running();
    chat.catches_up();
    let id = chat.writes("hello");
    chat.refuses(&id, "consent_required");
    assert_eq!(chat.model.pending()[0].state, PendingState::Failed);
    assert!(chat.effects.contains(&Effect::DecideAgain));
    chat.on(Msg::Shown(Some(Box::new(show_with_consent(true, 4)))));
    assert!(chat.model.is_locked());

    assert_eq!(
        chat.on(Msg::Retried(id.clone())),
        [Effect::Front(Sign::FocusComposer)],
        "agreeing comes first"
    );
    assert_eq!(chat.posts().len(), 1);
    chat.on(Msg::Agreed);
    chat.on(Msg::Retried(id.clone()));
    assert_eq!(chat.posts(), [("hello", Some(&thread())), ("hello", Some(&thread()))]);
    assert_eq!(chat.consent_of_last_post(), Some((4, "en")));
    assert_eq!((&chat.model.pending()[0].id, chat.model.pending()[0].state), (&id, PendingState::Sending));
}

#[test]
fn a_version_that_the_edge_does_not_know_is_asked_for_again() {
    // S82
    let mut chat = Chat::shown_again(
        Memory { agreed: Agreements::read("shop:9"), ..memory() },
        show_with_consent(true, 9),
    );
    chat.greets();
    chat.catches_up();
    let id = chat.writes("hello");
    chat.refuses(&id, "consent_required");
    assert!(chat.model.is_locked());
    assert!(chat.effects.contains(&Effect::DecideAgain));
}

#[test]
fn a_version_is_never_given_for_a_thread_of_another_chatflow() {
    // S89: the old thread belongs to `shop`, this page shows `pricing` with a text of its own.
    let mut closed = memory();
    closed.chatflow = None;
    let mut other = show_with_consent(true, 7);
    other.chatflow = ChatflowId::parse("pricing").unwrap();
    let mut chat = Chat::shown_again(closed, other);
    chat.on(Msg::Opened);
    chat.greets();
    chat.catches_up();
    chat.on(Msg::Agreed);
    let id = chat.writes("hello");
    assert_eq!((chat.posts(), chat.consent_of_last_post()), (vec![("hello", Some(&thread()))], None));
    chat.refuses(&id, "consent_required");
    assert_eq!(chat.posts().last(), Some(&("hello", None)), "what cannot be said there starts a new thread");
    assert_eq!(chat.consent_of_last_post(), Some((7, "en")));
}

#[test]
fn another_tab_s_agreement_counts_here_too() {
    let mut chat = Chat::shown(show_with_consent(true, 1));
    chat.on(Heard::Remembered(agreed("shop:1")));
    assert!(!chat.model.is_locked());
    assert!(chat.model.token.is_none());
    let mut running = Chat::shown_again(memory(), show_with_consent(true, 1));
    running.on(Heard::Remembered(agreed("shop:1")));
    assert!(!running.model.is_locked());
    assert_eq!(running.kept().map(|kept| kept.thread.is_some()), Some(true), "and takes nothing away");
}

#[test]
fn without_a_step_nothing_is_said_about_consent() {
    let mut chat = Chat::shown_again(Memory { agreed: Agreements::read("shop:1"), ..memory() }, show());
    chat.greets();
    chat.catches_up();
    chat.writes("hello");
    assert_eq!((chat.posts().len(), chat.consent_of_last_post()), (1, None));
}

#[test]
fn who_takes_back_what_they_agreed_to_sends_no_more_and_is_told() {
    // N24 S82: fault F8, consent withdrawn while messages wait
    let mut chat = Chat::shown(show_with_consent(true, 1));
    chat.on(Msg::Agreed);
    chat.writes("one");
    chat.writes("two");
    chat.on(Heard::Session(Err(0)));
    chat.on(Msg::Shown(Some(Box::new(show_with_consent(true, 2)))));
    chat.on(Msg::Opened);
    assert!(chat.on(Msg::Disagreed).contains(&Effect::Keep));
    assert_eq!((chat.model.pending(), chat.model.unsent().count()), (&[][..], 0));
    assert_eq!((chat.model.notice(), chat.model.is_open()), (Notice::Deleted, true), "they are told");
    // Nothing asks for them any more, and nothing is sent once the line is back.
    assert_eq!(chat.on(Heard::SessionDue), []);
    assert_eq!(chat.on(Msg::Returned), []);
    assert_eq!(chat.posts().len(), 0);
    // With nothing left to delete, it is the answer that it was before.
    chat.on(Msg::Disagreed);
    assert!(!chat.model.is_open());
    chat.on(Msg::Agreed);
    chat.writes("three");
    assert_eq!(chat.model.notice(), Notice::Reconnecting);
}

#[test]
fn what_is_taken_back_in_a_running_chat_is_not_sent_by_the_next_line() {
    // N24 S82: fault F8
    let mut chat = Chat::running();
    chat.says(NOW, agent(), "Hello");
    chat.catches_up();
    chat.on(Heard::LinkClosed(1006));
    chat.writes("never mind");
    chat.on(Msg::Opened);
    chat.on(Msg::Disagreed);
    chat.greets();
    assert_eq!((chat.posts().len(), chat.model.entries().len()), (0, 1));
    let follows = chat.effects.iter().rev().find_map(|effect| match effect {
        Effect::Send(ClientFrame::Resume { after_seq, .. }) => Some(*after_seq),
        _ => None,
    });
    assert_eq!(follows, Some(1), "answers still come");
}
