//! The widget's behaviour, without a browser.

use super::fixture::{Chat, NOW, agent, memory, show, thread};
use super::*;
use protocol::code::close;
use protocol::frame::{Author, Body};

fn is_quiet(effects: &[Effect]) -> bool {
    // What the page hears stays in the page.
    effects.iter().all(|effect| {
        matches!(
            effect,
            Effect::Front(Sign::ScrollToEnd)
                | Effect::Front(Sign::FocusComposer)
                | Effect::Front(Sign::FocusLauncher)
                | Effect::Front(Sign::Tell(..))
        )
    })
}

#[test]
fn before_the_visitor_acts_nothing_is_stored_identified_or_connected() {
    // N13, E19: opening, reading and typing are no act; sending is.
    let mut chat = Chat::shown(show());
    for msg in [
        Msg::Toggled,
        Msg::Typed("half a mess".into()),
        Msg::Closed,
        Msg::Opened,
        Msg::Returned,
        Msg::Dismissed,
    ] {
        assert!(is_quiet(chat.on(msg.clone())), "{msg:?}");
    }
    assert!(is_quiet(&chat.effects));
}

#[test]
fn the_welcome_message_pops_up_where_the_chatflow_says_so() {
    // S46, S53
    let prompt = |pop_up, small_pop_up, small| {
        let mut show = show();
        show.pop_up = pop_up;
        show.small.pop_up = small_pop_up;
        let mut chat = Chat::shown(show);
        chat.on(Msg::Small(small));
        chat.model.has_prompt()
    };
    for (pop_up, small_pop_up, small, expected) in [
        (true, false, false, true),
        (false, true, false, false),
        (true, false, true, false),
        (false, true, true, true),
    ] {
        assert_eq!(prompt(pop_up, small_pop_up, small), expected, "{pop_up} {small_pop_up} {small}");
    }
}

#[test]
fn a_prompt_that_was_seen_stays_away_and_another_chatflow_has_its_own() {
    let mut chat = Chat::shown(show());
    chat.on(Msg::Dismissed);
    assert!(!chat.model.has_prompt());
    let mut other = show();
    other.chatflow = ChatflowId::parse("pricing").unwrap();
    chat.on(Msg::Shown(Some(Box::new(other))));
    assert!(chat.model.has_prompt());
    chat.on(Msg::Toggled);
    chat.on(Msg::Toggled);
    assert!(!chat.model.has_prompt());
    chat.on(Msg::Shown(Some(Box::new(show()))));
    assert!(!chat.model.has_prompt());
}

#[test]
fn the_first_message_asks_for_a_session_then_greets_then_posts() {
    let mut chat = Chat::shown(show());
    chat.on(Msg::Toggled);
    let id = chat.writes("  Hello  ");
    assert!(chat.effects.contains(&Effect::OpenSession { chatflow: show().chatflow }));
    assert_eq!(chat.model.draft().0, "");
    assert_eq!(chat.model.pending()[0].state, PendingState::Sending);
    chat.sends_session();
    assert!(chat.effects.contains(&Effect::Connect("/socket".into())));
    chat.greets();
    assert_eq!(chat.posts(), [("Hello", None)]);
    chat.acks(&id);
    assert_eq!(chat.model.pending()[0].state, PendingState::Sent);
    chat.stores(&id, "Hello");
    assert_eq!((chat.model.pending().len(), chat.model.entries().len()), (0, 1));
    assert_eq!(chat.kept().map(|kept| (&kept.thread, kept.open_until > NOW)), Some((&Some(thread()), true)));
}

#[test]
fn a_second_message_waits_for_the_thread_of_the_first() {
    let mut chat = Chat::shown(show());
    let first = chat.writes("one");
    chat.writes("two");
    chat.sends_session();
    chat.greets();
    assert_eq!(chat.posts(), [("one", None)]);
    chat.acks(&first);
    assert_eq!(chat.posts(), [("one", None), ("two", Some(&thread()))]);
}

#[test]
fn nothing_is_sent_that_shows_nothing_or_is_too_long() {
    for (text, can_send, excess) in [
        ("", false, 0),
        (" \n", false, 0),
        ("a", true, 0),
        (&"ü".repeat(10_000), true, 0),
        (&"ü".repeat(10_007), false, 7),
    ] {
        let mut chat = Chat::shown(show());
        chat.on(Msg::Typed(text.into()));
        assert_eq!((chat.model.can_send(), chat.model.excess()), (can_send, excess));
        chat.writes(text);
        assert_eq!(chat.model.pending().len(), usize::from(can_send));
        assert_eq!(chat.model.draft().0.is_empty(), can_send || text.is_empty(), "the draft is kept");
    }
}

#[test]
fn a_refused_message_can_be_tried_again_with_its_own_id() {
    let mut chat = Chat::running();
    let id = chat.writes("hello");
    chat.refuses(&id, "text_empty");
    assert_eq!(chat.model.pending()[0].state, PendingState::Failed);
    chat.on(Msg::Retried(id.clone()));
    assert_eq!(chat.posts().len(), 2);
    assert_eq!(chat.model.pending()[0].id, id);
    assert_eq!(chat.model.pending()[0].state, PendingState::Sending);
}

#[test]
fn without_an_answer_a_session_is_asked_for_again_and_without_permission_it_is_not() {
    let mut chat = Chat::shown(show());
    let id = chat.writes("hello");
    for status in [0, 503, 429] {
        assert!(matches!(chat.on(Heard::Session(Err(status))), [Effect::SessionIn(_)]), "{status}");
        assert_eq!(chat.model.notice(), Notice::Reconnecting);
        assert!(matches!(chat.on(Heard::SessionDue), [Effect::OpenSession { .. }]));
    }
    chat.on(Heard::Session(Err(403)));
    assert_eq!(chat.model.pending()[0].state, PendingState::Failed);
    assert!(chat.on(Msg::Retried(id)).contains(&Effect::OpenSession { chatflow: show().chatflow }));
}

#[test]
fn a_running_chat_is_there_again_on_the_next_page() {
    // E24
    let mut open = memory();
    open.open_until = NOW + 1;
    let mut chat = Chat::remembered(open);
    assert!(chat.model.is_open());
    assert_eq!(chat.effects.first(), Some(&Effect::Connect("/socket".into())));
    chat.greets();
    let resume = Effect::Send(ClientFrame::Resume { thread: thread(), after_seq: 0 });
    assert!(chat.effects.contains(&resume));
    assert!(!chat.effects.contains(&Effect::Front(Sign::FocusComposer)), "a page that loads keeps its focus");

    let mut late = memory();
    late.open_until = NOW;
    assert!(!Chat::remembered(late).model.is_open());
}

#[test]
fn a_closed_thread_does_not_connect_by_itself() {
    let mut closed = memory();
    closed.chatflow = None;
    let mut chat = Chat::remembered(closed);
    assert!(is_quiet(&chat.effects));
    assert!(chat.on(Msg::Toggled).contains(&Effect::Connect("/socket".into())));
}

#[test]
fn closing_the_thread_ends_the_running_chat_and_keeps_the_thread() {
    let mut chat = Chat::running();
    chat.happens(NOW, agent(), Body::Closed);
    let kept = chat.kept().unwrap();
    assert_eq!((&kept.chatflow, &kept.thread), (&None, &Some(thread())));
}

#[test]
fn messages_count_as_unread_only_while_the_panel_is_closed() {
    let mut chat = Chat::running();
    chat.says(NOW, agent(), "one");
    chat.says(NOW, Author::Visitor, "mine");
    assert_eq!(chat.model.unread(), 1);
    assert_eq!(chat.model.newest_from_team(), Some((1, "Anna", "one")));
    chat.on(Msg::Toggled);
    assert_eq!(chat.model.unread(), 0);
    chat.says(NOW, agent(), "two");
    assert_eq!(chat.model.unread(), 0);
}

#[test]
fn focus_moves_in_on_opening_and_back_on_closing() {
    let mut chat = Chat::shown(show());
    assert!(chat.on(Msg::Opened).contains(&Effect::Front(Sign::FocusComposer)));
    assert!(chat.on(Msg::Closed).contains(&Effect::Front(Sign::FocusLauncher)));
    assert_eq!(chat.on(Msg::Closed), []);
}

#[test]
fn after_the_button_was_clicked_the_field_has_the_focus_again() {
    let mut chat = Chat::shown(show());
    chat.on(Msg::Opened);
    chat.on(Msg::Typed("Hi".into()));
    let sent = Msg::Sent { id: ClientMessageId::from_random([1; 16]), page: "https://kiln.example/".into() };
    assert!(chat.on(sent).contains(&Effect::Front(Sign::FocusComposer)));
}

#[test]
fn nothing_opens_where_nothing_is_shown() {
    // S77
    let mut chat = Chat::shown(show());
    chat.on(Msg::Opened);
    chat.on(Msg::Shown(None));
    chat.on(Msg::Opened);
    assert!(!chat.model.is_open());
    chat.on(Msg::Shown(Some(Box::new(show()))));
    assert!(!chat.model.is_open());
}

#[test]
fn a_lost_line_is_told_and_a_new_one_is_not() {
    let mut chat = Chat::running();
    assert_eq!(chat.model.notice(), Notice::None);
    chat.on(Heard::LinkClosed(1006));
    assert_eq!(chat.model.notice(), Notice::Reconnecting);
    chat.on(Msg::Returned);
    chat.greets();
    assert_eq!(chat.model.notice(), Notice::None);
}

#[test]
fn a_token_that_is_refused_is_renewed_once() {
    let mut chat = Chat::running();
    assert!(
        chat.on(Heard::LinkClosed(close::AUTH)).contains(&Effect::OpenSession { chatflow: show().chatflow })
    );
    chat.sends_session();
    chat.on(Heard::LinkOpened);
    assert!(
        !chat.on(Heard::LinkClosed(close::AUTH)).contains(&Effect::OpenSession { chatflow: show().chatflow })
    );
}

#[test]
fn what_a_closed_thread_refuses_starts_a_new_one() {
    let mut chat = Chat::running();
    let id = chat.writes("still there?");
    chat.refuses(&id, "thread_closed");
    assert_eq!(chat.posts(), [("still there?", Some(&thread())), ("still there?", None)]);
    assert_eq!(chat.model.pending().len(), 1);
    assert_ne!(chat.model.pending()[0].id, id);
}

#[test]
fn another_tab_s_chat_is_adopted_by_a_tab_that_has_none() {
    let mut chat = Chat::shown(show());
    assert!(chat.on(Heard::Remembered(memory())).contains(&Effect::Connect("/socket".into())));
    let mut chat = Chat::running();
    assert!(is_quiet(chat.on(Heard::Remembered(memory()))));
}

#[test]
fn a_restored_log_is_shown_anew() {
    let mut chat = Chat::running();
    chat.says(NOW, agent(), "one");
    chat.refuses(&ClientMessageId::parse(thread().as_str()).unwrap(), "resume_ahead");
    assert_eq!(chat.model.entries(), []);
}

const FILES: &str = "baaaaaaaaaaaaaaaaaaaaaaaaa,caaaaaaaaaaaaaaaaaaaaaaaaa";

#[test]
fn a_message_may_be_nothing_but_files() {
    // P5 H61
    let mut chat = Chat::shown(show());
    chat.on(Msg::Toggled);
    assert!(!chat.model.can_send());
    // Chosen, and not at the edge yet.
    chat.on(Msg::Attached("1".into()));
    assert!(chat.model.can_send());
    chat.on(Msg::Attached(String::new()));
    assert!(!chat.model.can_send());
    chat.on(Msg::Attached(FILES.into()));
    let id = chat.writes(" ");
    assert_eq!((chat.model.pending().len(), chat.model.can_send()), (1, false));
    let pending = &chat.model.pending()[0];
    assert_eq!((pending.text.as_str(), pending.files.as_str()), ("", FILES));
    chat.sends_session();
    chat.greets();
    let posted = chat.effects.iter().find_map(|effect| match effect {
        Effect::Send(ClientFrame::Post { attachments, client_message_id, .. }) => {
            Some((attachments.len(), client_message_id))
        }
        _ => None,
    });
    assert_eq!(posted, Some((2, &id)));
    // The next one carries none.
    chat.writes("Hello");
    assert!(chat.model.pending()[1].files.is_empty());
}

#[test]
fn what_is_too_long_keeps_its_files() {
    // P5
    let mut chat = Chat::shown(show());
    chat.on(Msg::Attached(FILES.into()));
    chat.writes(&"x".repeat(10_001));
    assert!(chat.model.pending().is_empty());
    chat.writes("x");
    assert_eq!(chat.model.pending()[0].files, FILES);
}

#[test]
fn who_sends_a_file_is_asked_before_it_goes_and_once() {
    // P5
    let mut chat = Chat::shown(show());
    let asked = |chat: &Chat| {
        chat.effects.iter().filter(|effect| matches!(effect, Effect::OpenSession { .. })).count()
    };
    chat.on(Msg::Begun);
    assert_eq!(asked(&chat), 1);
    chat.on(Msg::Begun);
    chat.writes("Hello");
    assert_eq!(asked(&chat), 1);
}
