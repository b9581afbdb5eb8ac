//! Counting frames for the edge, and what follows from being told that it stopped (P8).

use super::*;

fn entry(seq: u64, text: &str) -> Input {
    Input::Frame(ServerFrame::Entry {
        thread: thread(),
        entry: Entry {
            seq,
            at: 0,
            from: Author::System,
            client_message_id: None,
            body: Body::Text { text: text.into() },
            quick_replies: Vec::new(),
            reply_to: None,
            edited: None,
            form: Vec::new(),
            attachments: Vec::new(),
        },
    })
}

fn caught_up(last_seq: u64) -> Input {
    Input::Frame(ServerFrame::CaughtUp { thread: ThreadState { last_seq, ..Server::default().state() } })
}

fn asked(actions: &[Action]) -> Vec<u64> {
    let places = actions.iter().filter_map(|action| match action {
        Action::Send(ClientFrame::Resume { after_seq, .. }) => Some(*after_seq),
        _ => None,
    });
    places.collect()
}

fn told(actions: &[Action]) -> Vec<u64> {
    let counts = actions.iter().filter_map(|action| match action {
        Action::Send(ClientFrame::Have { n }) => Some(*n),
        _ => None,
    });
    counts.collect()
}

#[test]
fn the_greeting_says_that_frames_are_counted() {
    let mut client = Delivery::new(None);
    client.on(0, 0.5, Input::Start);
    let hello = ClientFrame::Hello { v: 1, token: None, flow: true };
    assert!(client.on(0, 0.5, Input::Opened).contains(&Action::Send(hello)));
}

#[test]
fn every_sixteenth_frame_is_told_and_pongs_are_none() {
    // P8
    let mut client = connected();
    let mut counts = vec![];
    // The welcome was the first; whatever it is, it counts.
    for n in 2..=40 {
        let frame = if n % 2 == 0 { Input::Frame(ServerFrame::Unknown) } else { entry(n, "hi") };
        counts.extend(told(&client.on(n, 0.5, frame)));
        counts.extend(told(&client.on(n, 0.5, Input::Frame(ServerFrame::Pong))));
    }
    assert_eq!(counts, [16, 32]);
    client.on(100, 0.5, Input::Closed { code: 1006 });
    client.on(100, 0.5, Input::Hurry);
    reconnect(&mut client);
    let counts: Vec<u64> =
        (0..15).flat_map(|_| told(&client.on(100, 0.5, Input::Frame(ServerFrame::Unknown)))).collect();
    assert_eq!(counts, [16], "each socket starts at one");
}

#[test]
fn long_messages_are_told_sooner() {
    // P8: 64 KiB
    let mut client = connected();
    let long = "x".repeat(30_000);
    assert!(told(&client.on(0, 0.5, entry(1, &long))).is_empty());
    assert_eq!(told(&client.on(0, 0.5, entry(2, &long))), [3]);
}

#[test]
fn whoever_lags_says_what_came_and_asks_for_the_rest() {
    // P8
    let mut client = connected();
    client.on(0, 0.5, Input::Follow { thread: thread(), after_seq: 0 });
    for seq in 1..=3 {
        client.on(0, 0.5, entry(seq, "hi"));
    }
    client.on(0, 0.5, caught_up(3));
    let actions = client.on(0, 0.5, Input::Frame(ServerFrame::Lagging));
    let resume = ClientFrame::Resume { thread: thread(), after_seq: 3 };
    let sent: Vec<&Action> = actions.iter().filter(|action| !matches!(action, Action::WakeAt(_))).collect();
    let expected =
        [Action::Send(ClientFrame::Have { n: 6 }), Action::Tell(News::Lagged), Action::Send(resume)];
    assert_eq!(sent, expected.iter().collect::<Vec<_>>());
    // Rows that changed before the server heard of it were left out, too.
    assert!(client.on(0, 0.5, Input::Frame(ServerFrame::Abreast)).contains(&Action::Tell(News::Lagged)));
}

#[test]
fn whoever_lags_in_a_replay_asks_again_at_its_end_and_not_before() {
    // P8: every question has its answer, and every answer makes a question of a thread that is behind; two under way
    // would be two for ever, and more with every lag, until their answers alone fill the window
    let mut client = connected();
    assert_eq!(asked(&client.on(0, 0.5, Input::Follow { thread: thread(), after_seq: 0 })), [0]);
    client.on(0, 0.5, entry(1, "hi"));
    for _ in 0..5 {
        assert!(asked(&client.on(0, 0.5, Input::Frame(ServerFrame::Lagging))).is_empty());
    }
    assert_eq!(
        asked(&client.on(0, 0.5, caught_up(1))),
        [1],
        "it may have been read before what was left out"
    );
    assert!(asked(&client.on(0, 0.5, caught_up(1))).is_empty());
}

#[test]
fn a_replay_in_steps_is_asked_on_to_its_end() {
    // P4
    let mut client = connected();
    let mut asked = vec![];
    let mut actions = client.on(0, 0.5, Input::Follow { thread: thread(), after_seq: 0 });
    let mut shown = 0;
    while let Some(after) = actions.iter().find_map(|action| match action {
        Action::Send(ClientFrame::Resume { after_seq, .. }) => Some(*after_seq),
        _ => None,
    }) {
        asked.push(after);
        let upto = (after + 32).min(100);
        for seq in after + 1..=upto {
            let actions = client.on(0, 0.5, entry(seq, "hi"));
            shown +=
                actions.iter().filter(|action| matches!(action, Action::Tell(News::Entry { .. }))).count();
        }
        let state = ThreadState { last_seq: 100, ..Server::default().state() };
        actions = client.on(0, 0.5, Input::Frame(ServerFrame::CaughtUp { thread: state }));
    }
    assert_eq!((asked, shown), (vec![0, 32, 64, 96], 100));
}

#[test]
fn a_replay_that_stands_still_is_told_of_and_ends_the_link() {
    // P7 P8: the edge counted frames that never came, and sends no entry any more
    let mut client = connected();
    client.on(0, 0.5, Input::Follow { thread: thread(), after_seq: 0 });
    let state = ThreadState { last_seq: 3, ..Server::default().state() };
    let mut now = 0;
    while client.link() == LinkState::Live {
        let actions = client.on(now, 0.5, Input::Frame(ServerFrame::CaughtUp { thread: state.clone() }));
        let resume = ClientFrame::Resume { thread: thread(), after_seq: 0 };
        let place = |wanted: &Action| actions.iter().position(|action| action == wanted);
        let have = actions.iter().position(|action| matches!(action, Action::Send(ClientFrame::Have { .. })));
        assert!(have.is_some() && have < place(&Action::Send(resume)), "{actions:?}");
        now += 100;
        client.on(now, 0.5, Input::Wake);
        assert!(now <= 10_000, "it does not get on, and is believed");
    }
    assert_eq!(now, 10_000);
}
