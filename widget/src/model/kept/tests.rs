//! What is kept of unsent messages, and how it is taken over; without a browser.

use super::super::fixture::{Chat, NOW, agent, memory, show, show_with_consent, thread};
use super::super::*;

/// What the browser keeps now.
fn kept(chat: &Chat) -> Vec<Pending> {
    chat.model.unsent().cloned().collect()
}

/// Another page takes over what was left.
fn adopts(chat: &mut Chat, left: &[Pending]) {
    for pending in left {
        chat.on(Heard::Adopted(pending.clone()));
    }
}

fn texts(all: &[Pending]) -> Vec<&str> {
    all.iter().map(|pending| pending.text.as_str()).collect()
}

fn times_kept(chat: &Chat) -> usize {
    chat.effects.iter().filter(|effect| matches!(effect, Effect::Keep)).count()
}

#[test]
fn a_message_is_kept_from_the_moment_it_is_sent_until_the_edge_has_it() {
    // N24: promise P5
    let mut chat = Chat::running();
    chat.on(Msg::Typed("half a mess".into()));
    assert_eq!(times_kept(&chat), 0, "a draft is not kept");
    let (one, two) = (chat.writes("one"), chat.writes("two"));
    assert_eq!(texts(&kept(&chat)), ["one", "two"]);
    chat.acks(&one);
    assert_eq!(texts(&kept(&chat)), ["two"]);
    chat.stores(&two, "two");
    assert_eq!((kept(&chat), times_kept(&chat)), (vec![], 5));
    chat.says(NOW, agent(), "Hello");
    assert_eq!(times_kept(&chat), 5, "nothing changed, nothing is written");
}

#[test]
fn what_is_kept_and_sent_is_masked() {
    // N20
    use conversation::redaction::Masks;
    let mut chat = Chat::running();
    chat.writes("4111 1111 1111 1111 and KD-12345");
    assert_eq!(texts(&kept(&chat)), ["•••• •••• •••• 1111 and KD-12345"]);
    assert_eq!(chat.posts().last().map(|post| post.0), Some("•••• •••• •••• 1111 and KD-12345"));
    chat.model.mask_by(Masks::from_wire(Some("\nKD-#####")));
    chat.writes("KD-12345, and 4111111111111111");
    assert_eq!(texts(&kept(&chat)).last(), Some(&"••-•••••, and 4111111111111111"));
    // What was said while there was no chat to deliver it.
    let id = ClientMessageId::parse(&"s".repeat(26)).unwrap();
    let said =
        Msg::Said { id, text: "KD-54321".into(), files: String::new(), page: "https://kiln.example/".into() };
    chat.on(said);
    assert_eq!(texts(&kept(&chat)).last(), Some(&"••-•••••"));
    // And what an older page left.
    let mut left = kept(&chat).pop().unwrap();
    left.id = ClientMessageId::parse(&"z".repeat(26)).unwrap();
    left.text = "KD-99999".into();
    adopts(&mut chat, &[left]);
    assert_eq!(texts(&kept(&chat)).last(), Some(&"••-•••••"));
}

#[test]
fn the_next_page_sends_what_the_last_one_left_in_order_and_under_the_old_ids() {
    // N24: promise P5, fault F8
    let mut gone = Chat::shown(show());
    let ids = [gone.writes("one"), gone.writes("two"), gone.writes("three")];
    let mut chat = Chat::shown(show());
    let left = kept(&gone);
    adopts(&mut chat, &left);
    assert!(chat.effects.contains(&Effect::OpenSession { chatflow: show().chatflow }));
    assert_eq!(kept(&chat), left, "ours to keep now");
    chat.sends_session();
    chat.greets();
    for (id, text) in ids.iter().zip(["one", "two", "three"]) {
        assert_eq!(chat.posts().last().map(|post| post.0), Some(text));
        chat.stores(id, text);
    }
    assert_eq!((chat.posts().len(), kept(&chat)), (3, vec![]));
    let stored: Vec<_> =
        chat.model.entries().iter().filter_map(|entry| entry.client_message_id.clone()).collect();
    assert_eq!(stored, ids);
}

#[test]
fn what_is_here_already_is_not_taken_twice() {
    // N24: fault F8; another tab sent it meanwhile, or leaves it behind a second time.
    let mut chat = Chat::running();
    let id = chat.writes("one");
    let left = kept(&chat);
    adopts(&mut chat, &left);
    assert_eq!((chat.model.pending().len(), chat.posts().len()), (1, 1));
    chat.stores(&id, "one");
    adopts(&mut chat, &left);
    assert_eq!((chat.model.pending().len(), chat.posts().len()), (0, 1));
}

#[test]
fn what_is_taken_over_stands_behind_what_is_here_already_on_its_way() {
    let mut gone = Chat::running();
    gone.writes("one");
    gone.writes("two");
    let mut chat = Chat::running();
    // Ids of this chat's own would be those of the other one.
    chat.on(Msg::Typed("mine".into()));
    let id = ClientMessageId::from_random([9; 16]);
    chat.on(Msg::Sent { id, page: "https://kiln.example/".into() });
    adopts(&mut chat, &kept(&gone));
    assert_eq!(texts(chat.model.pending()), ["mine", "one", "two"]);
}

#[test]
fn a_refused_message_comes_back_refused_and_waits_for_its_writer() {
    let mut gone = Chat::running();
    let id = gone.writes("x");
    gone.refuses(&id, "text_empty");
    let mut chat = Chat::running();
    adopts(&mut chat, &kept(&gone));
    assert_eq!((chat.model.pending()[0].state, chat.posts().len()), (PendingState::Failed, 0));
    chat.on(Msg::Retried(id));
    assert_eq!(chat.posts().len(), 1);
}

#[test]
fn it_goes_to_the_chatflow_it_was_written_to() {
    let mut gone = Chat::shown(show());
    gone.writes("a price, please");
    let mut other = show();
    other.chatflow = ChatflowId::parse("pricing").unwrap();
    let mut chat = Chat::shown(other);
    adopts(&mut chat, &kept(&gone));
    assert!(chat.effects.contains(&Effect::OpenSession { chatflow: show().chatflow }));
    chat.sends_session();
    chat.greets();
    let to = chat.effects.iter().find_map(|effect| match effect {
        Effect::Send(ClientFrame::Post { chatflow, .. }) => chatflow.clone(),
        _ => None,
    });
    assert_eq!(to, Some(show().chatflow));
}

#[test]
fn it_says_what_was_agreed_to() {
    // S82: nothing can be sent, and so nothing kept, before the visitor agreed.
    let mut gone = Chat::shown(show_with_consent(true, 3));
    gone.writes("too early");
    assert_eq!((kept(&gone), times_kept(&gone)), (vec![], 0));
    gone.on(Msg::Agreed);
    gone.writes("hello");
    let mut chat = Chat::shown_again(gone.kept().unwrap().clone(), show_with_consent(true, 3));
    adopts(&mut chat, &kept(&gone));
    chat.sends_session();
    chat.greets();
    assert_eq!(chat.consent_of_last_post(), Some((3, "en")));
}

#[test]
fn two_tabs_that_could_not_send_write_into_one_thread() {
    let mut chat = Chat::shown(show());
    chat.writes("mine");
    chat.on(Heard::Session(Err(0)));
    // The other tab was faster.
    chat.on(Heard::Remembered(memory()));
    chat.greets();
    assert_eq!(chat.posts(), [("mine", Some(&thread()))]);
}

#[test]
fn what_another_tab_sent_elsewhere_does_not_take_this_tab_along() {
    let mut gone = Chat::shown(show());
    let id = gone.writes("one");
    let mut chat = Chat::running();
    chat.says(NOW, agent(), "Hello");
    adopts(&mut chat, &kept(&gone));
    let elsewhere = ThreadId::from_random(0, [7; 16]);
    chat.on(Heard::Frame(ServerFrame::Ack { client_message_id: id, thread: elsewhere, seq: 1, at: NOW }));
    // It stands in that conversation, which the list has.
    assert_eq!((chat.model.entries().len(), chat.model.pending().len(), kept(&chat)), (1, 0, vec![]));
}

#[test]
fn a_browser_that_keeps_nothing_says_so_also_while_the_line_is_down() {
    // N24: fault F8
    let mut chat = Chat::running();
    chat.writes("one");
    chat.on(Heard::NotKept);
    assert_eq!(chat.model.notice(), Notice::MemoryOnly);
    chat.on(Heard::LinkClosed(1006));
    assert_eq!(chat.model.notice(), Notice::ReconnectingInMemory);
}
