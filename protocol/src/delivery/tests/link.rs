//! When to connect, and when to believe that a link is dead.

use super::*;

#[test]
fn an_unanswered_message_makes_an_open_link_suspect() {
    // P7: a link that sends and never receives.
    let mut world = World::new();
    world.open();
    world.up();
    world.down();
    world.write(1);
    world.up.clear();
    world.sleep();
    assert_eq!(world.now, 10_000);
    assert_ne!(world.client.link(), LinkState::Live);
}

#[test]
fn a_silent_link_is_dropped_within_45_seconds_after_two_missed_pings() {
    // E32 P7
    for random in [0.0, 0.5, 1.0] {
        let mut client = connected();
        let (mut now, mut pings) = (0, 0);
        let mut actions = client.on(now, random, Input::Frame(ServerFrame::Unknown));
        while client.link() == LinkState::Live {
            now = wake_at(&actions).expect("something is waited for");
            actions = client.on(now, random, Input::Wake);
            pings += actions.iter().filter(|action| **action == Action::Ping).count();
        }
        assert_eq!(pings, 2);
        assert!(actions.contains(&Action::Disconnect));
        assert!((36_000..=45_000).contains(&now), "{now}");
    }
}

#[test]
fn who_was_not_heard_in_time_comes_back() {
    // row 40: the same frame comes with both codes, and only one of them means that nobody wants this client
    for (code, expected) in [
        (close::HELLO_TIMEOUT, LinkState::Waiting),
        (close::AUTH, LinkState::Refused),
        (1006, LinkState::Refused),
    ] {
        let mut client = Delivery::new(None);
        client.on(0, 0.5, Input::Start);
        client.on(1, 0.5, Input::Opened);
        client.on(2, 0.5, Input::Frame(ServerFrame::error(Code::AuthRequired, "no hello in 10 seconds")));
        client.on(3, 0.5, Input::Closed { code });
        assert_eq!(client.link(), expected, "{code}");
    }
}

#[test]
fn an_attempt_is_given_time_unless_there_is_reason_to_doubt_it() {
    for (hurry_at, expected) in [
        (0, &[][..]),
        (3_999, &[]),
        (4_000, &[Action::Disconnect, Action::Connect]),
        (14_999, &[Action::Disconnect, Action::Connect]),
    ] {
        let mut client = Delivery::new(None);
        client.on(0, 0.5, Input::Start);
        let actions = client.on(hurry_at, 0.5, Input::Hurry);
        let done: Vec<_> =
            actions.into_iter().filter(|action| !matches!(action, Action::WakeAt(_))).collect();
        assert_eq!(done, expected, "after {hurry_at} ms");
    }
    let mut client = Delivery::new(None);
    client.on(0, 0.5, Input::Start);
    assert_eq!(
        client.on(14_999, 0.5, Input::Wake).iter().filter(|action| **action == Action::Disconnect).count(),
        0
    );
    assert!(client.on(15_000, 0.5, Input::Wake).contains(&Action::Disconnect));
}

fn error(reference: Option<&str>) -> ServerFrame {
    ServerFrame::Error {
        code: "not_found".into(),
        message: String::new(),
        reference: reference.map(str::to_owned),
        fatal: false,
        retry_after_ms: None,
        field: None,
    }
}

/// The same frame comes down once a second, and no pong: for how many seconds the link is taken for alive, two minutes
/// at most.
fn lives_on(frame: &ServerFrame) -> u64 {
    let mut client = connected();
    client.on(0, 0.5, Input::Follow { thread: thread(), after_seq: 0 });
    client.on(0, 0.5, Input::Frame(ServerFrame::CaughtUp { thread: Server::default().state() }));
    for second in 1..120 {
        client.on(second * 1_000, 0.5, Input::Frame(frame.clone()));
        client.on(second * 1_000, 0.5, Input::Wake);
        if client.link() != LinkState::Live {
            return second;
        }
    }
    120
}

/// What somebody said, whoever it was.
fn still_there() -> Entry {
    Entry {
        seq: 1,
        at: 0,
        from: Author::System,
        client_message_id: None,
        body: Body::Text { text: "still there?".into() },
        quick_replies: Vec::new(),
        reply_to: None,
        edited: None,
        form: Vec::new(),
        attachments: Vec::new(),
    }
}

#[test]
fn only_answers_prove_that_anything_goes_up() {
    // E32 P7 F7: a line that is dead upwards, while the other side talks, reads and types
    let agents = Mark { received: 1, read: 1 };
    for frame in [
        ServerFrame::Entry { thread: thread(), entry: still_there() },
        ServerFrame::State { thread: Server::default().state() },
        ServerFrame::marks(thread(), Marks { agents, ..Marks::default() }),
        ServerFrame::Typing { thread: thread(), from: Author::System },
        ServerFrame::Presence { thread: thread(), here: true },
        ServerFrame::RowGone { thread: thread() },
        ServerFrame::Lagging,
        error(None),
        ServerFrame::Unknown,
    ] {
        let lived = lives_on(&frame);
        assert!(lived <= 45, "{frame:?}: {lived} s");
    }
    for frame in [
        ServerFrame::Pong,
        ack(1),
        ServerFrame::CaughtUp { thread: Server::default().state() },
        ServerFrame::Captured { client_message_id: message(1) },
        ServerFrame::Abreast,
        error(Some("whatever was asked")),
    ] {
        assert_eq!(lives_on(&frame), 120, "{frame:?}");
    }
}

#[test]
fn one_missed_ping_is_not_the_end() {
    // P7
    let mut client = connected();
    let mut now = 0;
    for _ in 0..10 {
        now = wake_at(&client.on(now, 0.5, Input::Frame(ServerFrame::Unknown))).unwrap();
        assert!(client.on(now, 0.5, Input::Wake).contains(&Action::Ping));
        assert!(client.on(now + 10_000, 0.5, Input::Wake).contains(&Action::Ping));
        now += 19_999;
        client.on(now, 0.5, Input::Frame(ServerFrame::Pong));
        assert_eq!(client.link(), LinkState::Live);
    }
}

#[test]
fn pings_are_23_to_25_seconds_apart() {
    // P7: as seldom as it allows
    for (random, expected) in [(0.0, 23_000), (0.5, 24_000), (1.0, 25_000)] {
        let mut client = Delivery::new(None);
        client.on(0, random, Input::Start);
        client.on(0, random, Input::Opened);
        let actions = client.on(0, random, Input::Frame(welcome()));
        assert_eq!(wake_at(&actions), Some(expected));
    }
}

/// Pings and their answers alone, until a ping is due at `until` or later: when each was due.
fn pings(client: &mut Delivery, random: f64, from: u64, until: u64) -> Vec<u64> {
    let mut due = vec![wake_at(&client.on(from, random, Input::Wake)).unwrap()];
    while due.last().is_some_and(|last| *last < until) {
        let now = due[due.len() - 1];
        assert!(client.on(now, random, Input::Wake).contains(&Action::Ping));
        due.push(wake_at(&client.on(now + 50, random, Input::Frame(ServerFrame::Pong))).unwrap());
    }
    due
}

#[test]
fn a_quiet_link_that_is_dead_is_dropped_within_45_seconds() {
    // E32 P7
    let mut client = connected();
    let due = pings(&mut client, 1.0, 0, 300_000);
    let answered = due[due.len() - 2] + 50;
    let mut next = due[due.len() - 1];
    let mut now = next;
    while client.link() == LinkState::Live {
        now = next;
        next = wake_at(&client.on(now, 1.0, Input::Wake)).unwrap();
    }
    assert_eq!(now - answered, 45_000);
}

#[test]
fn whoever_comes_back_knows_within_eight_seconds_whether_the_link_lives() {
    // E34 P6: the phone was locked, the socket looks open
    let mut client = connected();
    assert!(client.on(5_000, 0.5, Input::Hurry).contains(&Action::Ping));
    // Focus, visibility and pageshow come together.
    assert!(!client.on(5_000, 0.5, Input::Hurry).contains(&Action::Ping));
    assert!(client.on(9_000, 0.5, Input::Wake).contains(&Action::Ping));
    assert!(client.on(13_000, 0.5, Input::Wake).contains(&Action::Disconnect));
}

#[test]
fn back_off_doubles_up_to_half_a_minute_and_from_the_fifth_attempt_on_waits_half_of_it_at_least() {
    // P6 F13
    let slots = [
        (0, 500),
        (0, 1_000),
        (0, 2_000),
        (0, 4_000),
        (4_000, 8_000),
        (8_000, 16_000),
        (15_000, 30_000),
        (15_000, 30_000),
    ];
    for random in [0.0, 0.5, 1.0] {
        let mut client = Delivery::new(None);
        client.on(0, random, Input::Start);
        for (least, most) in slots {
            let expected = least + ((most - least) as f64 * random) as u64;
            let actions = client.on(0, random, Input::Closed { code: 1006 });
            assert!(actions.contains(&Action::WakeAt(expected)), "{expected}: {actions:?}");
            client.on(expected, random, Input::Hurry);
        }
    }
}

#[test]
fn a_refused_client_stays_away_until_started_again() {
    for code in [close::PROTOCOL, close::AUTH, close::REPLACED] {
        let mut client = Delivery::new(None);
        client.on(0, 0.5, Input::Start);
        client.on(0, 0.5, Input::Opened);
        client.on(0, 0.5, Input::Closed { code });
        assert_eq!(client.link(), LinkState::Refused);
        client.on(0, 0.5, Input::Hurry);
        assert_eq!(client.link(), LinkState::Refused);
        client.on(0, 0.5, Input::Start);
        assert_eq!(client.link(), LinkState::Connecting);
    }
}

#[test]
fn a_link_that_held_a_minute_starts_the_back_off_anew() {
    // P6
    for (held, expected) in [(59_999, 2_000), (60_000, 500)] {
        let mut client = Delivery::new(None);
        client.on(0, 1.0, Input::Start);
        client.on(0, 1.0, Input::Closed { code: 1006 });
        client.on(500, 1.0, Input::Wake);
        client.on(500, 1.0, Input::Closed { code: 1006 });
        client.on(1_500, 1.0, Input::Hurry);
        client.on(1_500, 1.0, Input::Opened);
        client.on(1_500, 1.0, Input::Frame(welcome()));
        let lost = 1_500 + held;
        let actions = client.on(lost, 1.0, Input::Closed { code: 1006 });
        assert_eq!(wake_at(&actions), Some(lost + expected), "held {held} ms");
    }
}

#[test]
fn what_the_server_says_about_coming_back_is_obeyed() {
    // P6: going_away is spread, retry_after is a least
    let going = ServerFrame::GoingAway { retry_after_ms: 2_000 };
    let limited = ServerFrame::Error {
        code: "rate_limited".into(),
        message: String::new(),
        reference: None,
        fatal: true,
        retry_after_ms: Some(4_000),
        field: None,
    };
    for (frame, code, random, expected) in [
        (Some(going.clone()), close::RESTART, 0.0, 0),
        (Some(going), close::RESTART, 1.0, 2_000),
        (None, close::RESTART, 1.0, 5_000),
        (Some(limited.clone()), 1011, 0.0, 4_000),
        (Some(limited), 1011, 1.0, 8_000),
        (None, close::LAGGING, 1.0, 500),
        (None, close::SILENT, 1.0, 500),
    ] {
        let mut client = connected();
        if let Some(frame) = frame {
            client.on(0, random, Input::Frame(frame));
        }
        let actions = client.on(0, random, Input::Closed { code });
        assert_eq!(wake_at(&actions), Some(expected), "{code} {random}");
    }
}
