//! Several conversations, without a browser.

use super::super::fixture::{Chat, NOW, agent, memory, show, thread};
use super::super::*;
use conversation::thread::Status;
use protocol::frame::{Author, Body, ThreadState};

/// A conversation beside the one of the fixture.
fn other() -> ThreadId {
    ThreadId::from_random(0, [2; 16])
}

/// A message of the team in some conversation.
fn said(chat: &mut Chat, thread: ThreadId, seq: u64, from: Author) {
    let body = Body::Text { text: "Still there?".into() };
    let entry = Entry {
        seq,
        at: NOW,
        from,
        client_message_id: None,
        body,
        quick_replies: Vec::new(),
        reply_to: None,
        edited: None,
        form: Vec::new(),
        attachments: Vec::new(),
    };
    chat.on(Heard::Frame(ServerFrame::Entry { thread, entry }));
}

fn stands(chat: &mut Chat, thread: ThreadId, chatflow: &str, status: Status, last_seq: u64) {
    let chatflow = ChatflowId::parse(chatflow).unwrap();
    let thread =
        ThreadState { id: thread, chatflow, status, assignee: None, last_seq, opened_at: NOW, marks: None };
    chat.on(Heard::Frame(ServerFrame::CaughtUp { thread }));
}

fn acks(chat: &mut Chat, id: &ClientMessageId, thread: ThreadId) {
    chat.on(Heard::Frame(ServerFrame::Ack { client_message_id: id.clone(), thread, seq: 1, at: NOW }));
}

fn resumed(chat: &Chat) -> Vec<(ThreadId, u64)> {
    let frames = chat.effects.iter().filter_map(|effect| match effect {
        Effect::Send(ClientFrame::Resume { thread, after_seq }) => Some((thread.clone(), *after_seq)),
        _ => None,
    });
    frames.collect()
}

#[test]
fn another_conversation_is_shown_in_place_of_the_first_and_is_there_after_a_reload() {
    // P17
    let mut chat = Chat::running();
    chat.says(NOW, agent(), "Hello");
    chat.on(Msg::Selected(other()));
    assert!(chat.model.is_open());
    assert_eq!((chat.model.entries().len(), chat.model.place().0), (0, Some(&other())));
    assert_eq!(resumed(&chat).last(), Some(&(other(), 0)));
    said(&mut chat, other(), 1, agent());
    stands(&mut chat, other(), "shop", Status::Open, 1);
    assert_eq!(chat.model.entries().len(), 1);
    assert_eq!(chat.kept().and_then(|kept| kept.thread.clone()), Some(other()));
    // What is written now goes there.
    chat.writes("Yes");
    assert_eq!(chat.posts(), [("Yes", Some(&other()))]);
    // Picked again, it is the one that is there: nothing is asked twice.
    let asked = resumed(&chat).len();
    chat.on(Msg::Selected(other()));
    assert_eq!(resumed(&chat).len(), asked);
}

#[test]
fn a_new_conversation_begins_beside_the_one_that_stays_open() {
    // P17, H17: the lead's `openToNewThread` sends the same message
    let mut chat = Chat::running();
    chat.says(NOW, agent(), "Hello");
    chat.on(Msg::NewThread);
    assert_eq!((chat.model.entries().len(), chat.model.place().0), (0, None));
    assert!(!chat.model.begins(), "no other tab decides where it goes");
    assert_eq!(chat.kept().map(|kept| (&kept.thread, &kept.chatflow)), Some((&None, &None)));
    let id = chat.writes("Something else");
    assert_eq!(chat.posts(), [("Something else", None)]);
    acks(&mut chat, &id, other());
    assert_eq!(chat.model.place().0, Some(&other()));
    assert_eq!(chat.kept().and_then(|kept| kept.thread.clone()), Some(other()));
    chat.on(Msg::NewThread);
    chat.on(Msg::NewThread);
    assert_eq!(chat.model.place().0, None);
}

#[test]
fn who_has_no_conversation_yet_gets_no_second_first_one() {
    // P17, N13: nothing is stored or asked by it either
    let mut chat = Chat::shown(show());
    chat.on(Msg::NewThread);
    assert!(chat.model.is_open() && chat.model.begins());
    let quiet = |effect: &Effect| {
        matches!(
            effect,
            Effect::Front(Sign::ScrollToEnd)
                | Effect::Front(Sign::FocusComposer)
                | Effect::Front(Sign::Tell(super::super::Deed::Opened, _))
        )
    };
    assert!(chat.effects.iter().all(quiet), "{:?}", chat.effects);
}

#[test]
fn what_is_on_its_way_arrives_where_it_was_written() {
    // P17, P5: switching in the middle takes no message along
    let mut chat = Chat::running();
    let (one, two) = (chat.writes("one"), chat.writes("two"));
    chat.on(Msg::Selected(other()));
    assert_eq!(chat.model.waiting().count(), 0);
    assert_eq!(chat.model.unsent().count(), 2, "still kept");
    acks(&mut chat, &one, thread());
    acks(&mut chat, &two, thread());
    assert_eq!(chat.posts(), [("one", Some(&thread())), ("two", Some(&thread()))]);
    assert_eq!((chat.model.pending().len(), chat.model.place().0), (0, Some(&other())));
}

#[test]
fn a_first_message_on_its_way_takes_nobody_back() {
    let mut chat = Chat::running();
    chat.on(Msg::NewThread);
    let id = chat.writes("new");
    chat.on(Msg::Selected(thread()));
    acks(&mut chat, &id, other());
    assert_eq!((chat.model.place().0, chat.model.pending().len()), (Some(&thread()), 0));
}

#[test]
fn messages_in_other_conversations_are_counted_until_one_is_picked() {
    // P17
    let mut chat = Chat::running();
    said(&mut chat, other(), 4, agent());
    said(&mut chat, other(), 5, Author::Visitor);
    assert_eq!((chat.model.place().2, chat.model.unread()), (1, 1), "our own in another tab are no news");
    chat.on(Msg::Opened);
    assert_eq!((chat.model.place().2, chat.model.unread()), (1, 0), "the list still says so");
    chat.on(Msg::Selected(other()));
    assert_eq!((chat.model.place().2, chat.model.unread()), (0, 0));
}

#[test]
fn what_is_left_of_a_replay_is_no_news() {
    let mut chat = Chat::running();
    chat.on(Msg::Selected(other()));
    chat.on(Msg::Selected(thread()));
    said(&mut chat, other(), 1, agent());
    assert_eq!(chat.model.place().2, 0);
    stands(&mut chat, other(), "shop", Status::Open, 1);
    said(&mut chat, other(), 2, agent());
    assert_eq!(chat.model.place().2, 1);
}

#[test]
fn a_picked_conversation_of_another_chatflow_is_shown_as_its_own() {
    // P17: the page is asked again, once, when what runs is remembered
    let mut chat = Chat::running();
    let asked = |chat: &Chat| chat.effects.iter().filter(|effect| **effect == Effect::DecideAgain).count();
    chat.on(Msg::Selected(other()));
    stands(&mut chat, other(), "pricing", Status::Open, 0);
    assert_eq!(asked(&chat), 1);
    assert!(matches!(chat.effects[chat.effects.len() - 2..], [Effect::Remember(_), Effect::DecideAgain]));
    chat.on(Msg::Returned);
    assert_eq!(asked(&chat), 1);
}

#[test]
fn a_conversation_of_another_inbox_is_spoken_over_its_own_socket() {
    // P17
    let mut chat = Chat::running();
    chat.on(Heard::Session(Ok(Session { token: "token".into(), socket: "/elsewhere".into() })));
    chat.on(Msg::Selected(other()));
    let [.., disconnect, connect] = &chat
        .effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Connect(_) | Effect::Disconnect))
        .collect::<Vec<_>>()[..]
    else {
        panic!("a socket ends, another opens")
    };
    assert_eq!((*disconnect, *connect), (&Effect::Disconnect, &Effect::Connect("/elsewhere".into())));
}

#[test]
fn a_new_conversation_asks_for_the_socket_of_its_inbox_once() {
    // The chatflow of this page belongs to another inbox than the chat before.
    let mut chat = Chat::running();
    chat.on(Msg::NewThread);
    let id = chat.writes("new");
    chat.refuses(&id, "not_found");
    assert_eq!(chat.model.pending()[0].state, PendingState::Sending);
    assert!(chat.effects.contains(&Effect::OpenSession { chatflow: show().chatflow }));
    chat.on(Heard::Session(Ok(Session { token: "token".into(), socket: "/elsewhere".into() })));
    chat.greets();
    assert_eq!(chat.posts(), [("new", None), ("new", None)]);
    chat.refuses(&id, "not_found");
    assert_eq!(chat.model.pending()[0].state, PendingState::Failed, "and not for ever");
}

#[test]
fn ending_is_said_until_it_is_heard() {
    // P18
    let ends = |chat: &Chat| {
        let end = Effect::Send(ClientFrame::End { thread: thread() });
        chat.effects.iter().filter(|effect| **effect == end).count()
    };
    let mut chat = Chat::running();
    chat.on(Msg::Ended);
    assert_eq!(ends(&chat), 1);
    chat.on(Heard::LinkClosed(1006));
    chat.on(Msg::Ended);
    assert_eq!(ends(&chat), 1);
    chat.on(Msg::Returned);
    chat.greets();
    assert_eq!(ends(&chat), 2);
    stands(&mut chat, thread(), "shop", Status::Closed, 0);
    assert!(chat.model.place().1);
    chat.on(Heard::LinkClosed(1006));
    chat.on(Msg::Returned);
    chat.greets();
    assert_eq!(ends(&chat), 2, "it is closed");
    // Where there is nothing to end nothing is said.
    let mut silent = Chat::remembered(Memory { thread: None, chatflow: None, ..memory() });
    silent.on(Msg::Ended);
    assert_eq!(ends(&silent), 0);
}

#[test]
fn who_is_forgotten_is_somebody_new_with_the_next_message() {
    // P18
    let mut chat = Chat::running();
    chat.says(NOW, agent(), "Hello");
    chat.on(Msg::Opened);
    chat.writes("on its way");
    chat.on(Msg::Typed("half a mess".into()));
    let from = chat.effects.len();
    chat.on(Msg::Forgotten);
    assert!(
        chat.effects[from..].contains(&Effect::Disconnect) && chat.effects[from..].contains(&Effect::Keep)
    );
    assert!(
        !chat.effects[from..].iter().any(|effect| matches!(effect, Effect::Remember(_))),
        "nothing is stored"
    );
    assert!(chat.model.is_open() && chat.model.begins() && chat.model.show().is_some());
    assert_eq!((chat.model.entries().len(), chat.model.unsent().count(), chat.model.draft().0), (0, 0, ""));
    // What comes late on the line that is gone, or rings, changes nothing.
    for heard in [Heard::LinkClosed(1006), Heard::Woke] {
        chat.on(heard);
    }
    chat.on(Msg::Returned);
    assert!(!chat.effects[from..].iter().any(|effect| matches!(effect, Effect::Connect(_))));
    chat.writes("Hello?");
    assert!(chat.effects[from..].contains(&Effect::OpenSession { chatflow: show().chatflow }));
}
