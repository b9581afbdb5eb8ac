//! How far both sides have come, who types and who is there: told seldom, and never wrong for long.

use super::*;

fn agent() -> Author {
    Author::Agent { id: AgentId::parse("anna").unwrap(), name: "Anna".into() }
}

fn entry(seq: u64, from: Author) -> Input {
    let body = Body::Text { text: "hi".into() };
    let entry = Entry {
        seq,
        at: 0,
        from,
        client_message_id: None,
        body,
        quick_replies: Vec::new(),
        reply_to: None,
        edited: None,
        form: Vec::new(),
        attachments: Vec::new(),
    };
    Input::Frame(ServerFrame::Entry { thread: thread(), entry })
}

fn caught_up(last_seq: u64, marks: Option<Marks>) -> Input {
    let thread = ThreadState { last_seq, marks, ..Server::default().state() };
    Input::Frame(ServerFrame::CaughtUp { thread })
}

fn marks(visitor: (u64, u64), agents: (u64, u64)) -> Marks {
    let mark = |(received, read)| Mark { received, read };
    Marks { visitor: mark(visitor), agents: mark(agents) }
}

/// A visitor's client that shows the thread.
fn visitor() -> Delivery {
    let mut client = connected();
    client.set_token("token".into());
    client.on(0, 0.5, Input::Follow { thread: thread(), after_seq: 0 });
    client
}

/// An agent's.
fn console() -> Delivery {
    let mut client = connected();
    client.on(0, 0.5, Input::Follow { thread: thread(), after_seq: 0 });
    client
}

/// The receipts among actions: what, and up to where.
fn receipts(actions: &[Action]) -> Vec<(&'static str, u64)> {
    let receipts = actions.iter().filter_map(|action| match action {
        Action::Send(ClientFrame::Received { seq, .. }) => Some(("received", *seq)),
        Action::Send(ClientFrame::Read { seq, .. }) => Some(("read", *seq)),
        _ => None,
    });
    receipts.collect()
}

fn read(seq: u64) -> Input {
    Input::Read { thread: thread(), seq }
}

#[test]
fn progress_is_what_the_other_sides_mark_says() {
    for (received, read, expected) in [
        (0, 0, Progress::Sent),
        (6, 0, Progress::Sent),
        (7, 0, Progress::Delivered),
        (9, 6, Progress::Delivered),
        (9, 7, Progress::Read),
        (0, 9, Progress::Read),
    ] {
        assert_eq!(Progress::at(7, Mark { received, read }), expected, "{received} {read}");
    }
}

#[test]
fn progress_before_that_is_the_outboxs() {
    // P5: sending, sent and failed are separate and true
    let mut client = connected();
    assert_eq!(client.progress(&message(1)), None);
    client.on(0, 0.5, Input::Submit(draft(1)));
    assert_eq!(client.progress(&message(1)), Some(Progress::Sending));
    let refusal = ServerFrame::Error {
        code: "text_empty".into(),
        message: String::new(),
        reference: Some(message(1).to_string()),
        fatal: false,
        retry_after_ms: None,
        field: None,
    };
    client.on(0, 0.5, Input::Frame(refusal));
    assert_eq!(client.progress(&message(1)), Some(Progress::Failed));
    client.on(0, 0.5, Input::Retry(message(1)));
    assert_eq!(client.progress(&message(1)), Some(Progress::Sending));
    let acked = client.on(0, 0.5, Input::Frame(ack(1)));
    assert!(acked.iter().any(|action| matches!(action, Action::Tell(News::Acked { .. }))));
    assert_eq!(client.progress(&message(1)), None);
}

#[test]
fn receipts_of_a_second_go_as_one_and_only_for_the_other_side() {
    let mut client = visitor();
    client.on(0, 0.5, caught_up(0, None));
    for (seq, from) in [(1, Author::Visitor), (2, agent()), (3, agent()), (4, Author::Visitor)] {
        assert_eq!(receipts(&client.on(seq, 0.5, entry(seq, from))), []);
    }
    assert_eq!(receipts(&client.on(1_001, 0.5, Input::Wake)), []);
    assert_eq!(receipts(&client.on(1_002, 0.5, Input::Wake)), [("received", 3)]);
    assert_eq!(receipts(&client.on(5_000, 0.5, Input::Wake)), []);

    let mut client = console();
    client.on(0, 0.5, entry(1, Author::Visitor));
    client.on(0, 0.5, entry(2, agent()));
    assert_eq!(receipts(&client.on(1_000, 0.5, Input::Wake)), [("received", 1)]);
}

#[test]
fn whoever_read_it_received_it() {
    let mut client = visitor();
    client.on(0, 0.5, entry(1, agent()));
    client.on(0, 0.5, read(1));
    assert_eq!(receipts(&client.on(1_000, 0.5, Input::Wake)), [("read", 1)]);
    // Seen once is seen; what is not here cannot be seen.
    client.on(2_000, 0.5, read(1));
    client.on(2_000, 0.5, read(9));
    assert_eq!(receipts(&client.on(9_000, 0.5, Input::Wake)), []);
    client.on(9_000, 0.5, entry(2, agent()));
    client.on(9_000, 0.5, entry(3, agent()));
    client.on(9_500, 0.5, read(2));
    assert_eq!(receipts(&client.on(10_000, 0.5, Input::Wake)), [("read", 2), ("received", 3)]);
}

#[test]
fn what_the_server_knows_is_not_told_again_and_what_it_lost_is() {
    for (kept, expected) in [
        (marks((2, 2), (0, 0)), vec![]),
        (marks((2, 1), (0, 0)), vec![("read", 2)]),
        (marks((1, 0), (0, 0)), vec![("read", 2)]),
    ] {
        let mut client = visitor();
        client.on(0, 0.5, entry(1, agent()));
        client.on(0, 0.5, entry(2, agent()));
        client.on(0, 0.5, read(2));
        client.on(1_000, 0.5, Input::Wake);
        client.on(1_000, 0.5, Input::Closed { code: 1006 });
        client.on(1_000, 0.5, Input::Hurry);
        reconnect(&mut client);
        assert_eq!(receipts(&client.on(2_000, 0.5, caught_up(2, Some(kept)))), expected, "{kept:?}");
    }
}

#[test]
fn nothing_is_told_while_nobody_listens() {
    let mut client = visitor();
    client.on(0, 0.5, entry(1, agent()));
    client.on(500, 0.5, Input::Closed { code: 1006 });
    assert_eq!(receipts(&client.on(5_000, 0.5, read(1))), []);
    client.on(6_000, 0.5, Input::Hurry);
    let told = client.on(6_000, 0.5, Input::Opened);
    assert_eq!(receipts(&told), []);
    assert_eq!(receipts(&client.on(6_000, 0.5, Input::Frame(welcome()))), [("read", 1)]);
}

#[test]
fn marks_are_told_when_they_move_and_never_go_back() {
    let mut client = visitor();
    let mut told = |frame: Input| {
        let news = client.on(0, 0.5, frame).into_iter().find_map(|action| match action {
            Action::Tell(News::Marks { marks, .. }) => Some(marks),
            _ => None,
        });
        news.map(|marks| (marks.agents.received, marks.agents.read))
    };
    let frame = |marks| Input::Frame(ServerFrame::marks(thread(), marks));
    assert_eq!(told(caught_up(0, Some(marks((0, 0), (3, 1))))), Some((3, 1)));
    assert_eq!(told(frame(marks((0, 0), (3, 1)))), None);
    assert_eq!(told(frame(marks((0, 0), (2, 0)))), None);
    assert_eq!(told(frame(marks((0, 0), (2, 2)))), Some((3, 2)));
    let elsewhere = ThreadId::from_random(0, [9; 16]);
    let marks = marks((0, 0), (9, 9));
    assert_eq!(told(Input::Frame(ServerFrame::marks(elsewhere, marks))), None);
}

#[test]
fn typing_is_said_at_most_every_three_seconds_and_only_on_a_live_link() {
    let mut client = visitor();
    let said = |actions: Vec<Action>| {
        actions.iter().any(|action| matches!(action, Action::Send(ClientFrame::Typing { .. })))
    };
    for (now, expected) in [(0, true), (1, false), (2_999, false), (3_000, true), (5_999, false)] {
        assert_eq!(said(client.on(now, 0.5, Input::Typing(thread()))), expected, "{now}");
    }
    client.on(7_000, 0.5, Input::Closed { code: 1006 });
    assert!(!said(client.on(9_000, 0.5, Input::Typing(thread()))));
}

#[test]
fn typing_is_shown_for_five_seconds_or_until_their_entry() {
    let mut client = visitor();
    let typing = || Input::Frame(ServerFrame::Typing { thread: thread(), from: agent() });
    let shown = |actions: &[Action]| {
        let news = actions.iter().filter_map(|action| match action {
            Action::Tell(News::Typing { from, .. }) => Some(from.is_some()),
            _ => None,
        });
        news.collect::<Vec<bool>>()
    };
    let began = client.on(0, 0.5, typing());
    assert_eq!((shown(&began), wake_at(&began)), (vec![true], Some(5_000)));
    assert_eq!(shown(&client.on(4_000, 0.5, typing())), [true]);
    assert_eq!(shown(&client.on(5_000, 0.5, Input::Wake)), [false; 0]);
    assert_eq!(shown(&client.on(9_000, 0.5, Input::Wake)), [false]);
    assert_eq!(shown(&client.on(9_000, 0.5, typing())), [true]);
    assert_eq!(shown(&client.on(9_001, 0.5, entry(1, Author::Visitor))), [false; 0]);
    assert_eq!(shown(&client.on(9_002, 0.5, entry(2, agent()))), [false]);
    // One's own other tab is nobody to wait for.
    let own = Input::Frame(ServerFrame::Typing { thread: thread(), from: Author::Visitor });
    assert_eq!(shown(&client.on(9_003, 0.5, own)), [false; 0]);
}

#[test]
fn consoles_are_told_of_colleagues_who_type_until_they_said_it() {
    // P6
    let mut client = console();
    let typing = |from| Input::Frame(ServerFrame::Typing { thread: thread(), from });
    let shown = |actions: &[Action]| {
        actions.iter().find_map(|action| match action {
            Action::Tell(News::Typing { from, .. }) => Some(from.clone()),
            _ => None,
        })
    };
    assert_eq!(shown(&client.on(0, 0.5, typing(agent()))), Some(Some(agent())));
    assert_eq!(shown(&client.on(1, 0.5, entry(1, agent()))), Some(None));
    assert_eq!(shown(&client.on(2, 0.5, typing(Author::Visitor))), Some(Some(Author::Visitor)));
}

#[test]
fn presence_is_passed_on() {
    let mut client = console();
    let frame = ServerFrame::Presence { thread: thread(), here: true };
    let told = News::Presence { thread: thread(), here: true };
    assert!(client.on(0, 0.5, Input::Frame(frame)).contains(&Action::Tell(told)));
}
