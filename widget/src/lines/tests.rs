//! The log's lines, told as small pictures: `>` mine, `<` theirs, `-` an event, `=` a day; `+` joined to the one above,
//! `.` the end of its group.

use super::*;
use crate::model::Heard;
use crate::model::Msg;
use crate::model::fixture::{Chat, NOW, agent, show, show_with_capture};
use protocol::frame::Agent;

const DAY: u64 = 86_400_000;

fn picture(chat: &Chat) -> Vec<String> {
    let draw = |line: &Line<'_>| match line.kind {
        Kind::Day(at) => format!("= {}", at / DAY),
        Kind::Event(Event::Joined(name)) => format!("- {name} joined"),
        Kind::Event(event) => format!("- {event:?}"),
        Kind::Bubble(bubble) => {
            let side = if bubble.author.is_some() { '<' } else { '>' };
            let joined = if bubble.joined { "+" } else { "" };
            let last = if bubble.last { "." } else { "" };
            format!("{side}{joined} {}{last}", bubble.text)
        }
        Kind::Ask(speaker, ask) => format!("? {speaker}: {}", ask.message),
        Kind::Replies(replies) => format!("[{}]", replies.join("|")),
    };
    lines(&chat.model, |at| (at / DAY) as i64).iter().map(draw).collect()
}

#[track_caller]
fn check(chat: &Chat, expected: &[&str]) {
    assert_eq!(picture(chat), expected);
}

#[test]
fn the_welcome_message_is_the_first_bubble() {
    // S41
    check(&Chat::shown(show()), &["< Welcome."]);
    let mut silent = show();
    silent.welcome.clear();
    check(&Chat::shown(silent), &[]);
}

#[test]
fn bubbles_of_one_author_within_five_minutes_are_a_group() {
    let mut chat = Chat::running();
    chat.says(1_000, Author::Visitor, "a");
    chat.says(2_000, Author::Visitor, "b");
    chat.says(3_000, agent(), "c");
    chat.says(4_000, agent(), "d");
    chat.says(4_000 + 300_001, agent(), "e");
    check(&chat, &["< Welcome.", "= 0", "> a", ">+ b.", "< c", "<+ d.", "< e."]);
}

#[test]
fn a_day_begins_once() {
    let mut chat = Chat::running();
    chat.says(DAY - 1, agent(), "late");
    chat.says(DAY + 1, agent(), "early");
    chat.says(DAY - 1, agent(), "a clock that is behind");
    chat.says(DAY + 2, agent(), "on");
    check(&chat, &["< Welcome.", "= 0", "< late.", "= 1", "< early", "<+ a clock that is behind", "<+ on."]);
}

#[test]
fn events_are_told_discreetly_or_not_at_all() {
    let mut chat = Chat::running();
    let anna = Agent { id: conversation::ids::AgentId::parse("anna").unwrap(), name: "Anna".into() };
    chat.happens(1, Author::System, Body::Assigned { agent: Some(anna) });
    chat.happens(2, Author::System, Body::Assigned { agent: None });
    chat.happens(3, agent(), Body::Closed);
    chat.happens(4, Author::Visitor, Body::Reopened);
    chat.happens(5, agent(), Body::Reopened);
    chat.happens(6, Author::System, Body::Unknown);
    check(&chat, &["< Welcome.", "= 0", "- Anna joined", "- Closed", "- Reopened"]);
}

#[test]
fn a_message_keeps_its_key_from_the_outbox_into_the_log() {
    let mut chat = Chat::running();
    let id = chat.writes("hello");
    let before = lines(&chat.model, |_| 0).pop().map(|line| line.key);
    chat.stores(&id, "hello");
    let after = lines(&chat.model, |_| 0).pop().map(|line| line.key);
    assert_eq!(before, after);
    assert_eq!(after, Some(Key::Own(id.as_str().into())));
}

#[test]
fn a_refused_message_ends_its_group() {
    let mut chat = Chat::running();
    let first = chat.writes("refused");
    chat.refuses(&first, "text_empty");
    chat.writes("next");
    let picture = picture(&chat);
    assert_eq!(picture[picture.len() - 2..], ["> refused.", "> next."]);
}

#[test]
fn the_question_for_an_address_stays_where_it_came() {
    // S49
    let mut chat = Chat::shown(show_with_capture(0));
    chat.on(Msg::Opened);
    let id = chat.writes("hello");
    chat.sends_session();
    chat.greets();
    chat.stores(&id, "hello");
    chat.catches_up();
    let day = format!("= {}", NOW / DAY);
    check(&chat, &["< Welcome.", &day, "> hello.", "? Kiln & Kettle: Where can we answer?"]);
    chat.writes("and?");
    chat.says(NOW, agent(), "Hello");
    check(
        &chat,
        &["< Welcome.", &day, "> hello.", "? Kiln & Kettle: Where can we answer?", "< Hello.", "> and?."],
    );
}

#[test]
fn a_question_that_came_without_a_connection_stays_where_it_came() {
    // N26
    let mut chat = Chat::shown(show_with_capture(0));
    chat.on(Msg::Opened);
    let first = chat.writes("hello");
    chat.on(Heard::Session(Err(0)));
    let second = chat.writes("and?");
    let day = format!("= {}", NOW / DAY);
    let drawn = ["< Welcome.", &day, "> hello.", "? Kiln & Kettle: Where can we answer?", "> and?."];
    check(&chat, &drawn);
    chat.on(Heard::SessionDue);
    chat.sends_session();
    chat.greets();
    chat.stores(&first, "hello");
    chat.stores(&second, "and?");
    check(&chat, &drawn);
}

#[test]
fn quick_replies_stand_below_the_bots_last_word_until_somebody_speaks() {
    // P84
    let mut chat = Chat::running();
    chat.bot_asks(1_000, "What about?", &["Prices", "An order"]);
    check(&chat, &["< Welcome.", "= 0", "< What about?.", "[Prices|An order]"]);
    chat.says(2_000, Author::Visitor, "Prices");
    check(&chat, &["< Welcome.", "= 0", "< What about?.", "> Prices."]);
}

#[test]
fn a_picked_reply_is_said_and_the_draft_stays() {
    // P84
    let mut chat = Chat::running();
    chat.bot_asks(1_000, "What about?", &["Prices"]);
    chat.on(Msg::Typed("half a thought".into()));
    let id = conversation::ids::ClientMessageId::from_random([9; 16]);
    chat.on(Msg::Picked { id, text: "Prices".into(), page: "https://kiln.example/".into() });
    assert_eq!(chat.model.draft().0, "half a thought");
    assert_eq!(chat.model.pending().iter().map(|said| said.text.as_str()).collect::<Vec<_>>(), ["Prices"]);
    assert_eq!(chat.model.quick_replies(), None, "one answer is enough");
}
