//! What the simulation found: ways to miss an entry and not to know it.

use super::*;

fn followed(client: &mut Delivery) {
    client.on(0, 0.5, Input::Start);
    client.on(0, 0.5, Input::Opened);
    client.on(
        0,
        0.5,
        Input::Frame(ServerFrame::Welcome { v: 1, visitor: None, agent: None, threads: vec![] }),
    );
    client.on(0, 0.5, Input::Follow { thread: thread(), after_seq: 0 });
}

fn resumes(actions: &[Action]) -> Vec<u64> {
    let resume = |action: &Action| match action {
        Action::Send(ClientFrame::Resume { after_seq, .. }) => Some(*after_seq),
        _ => None,
    };
    actions.iter().filter_map(resume).collect()
}

#[test]
fn what_was_shown_while_an_older_replay_was_read_is_asked_for_again() {
    // E31, P4: the replay was read before the second message was stored, and arrives after it was shown
    let mut client = Delivery::new(None);
    followed(&mut client);
    let mut server = Server::default();
    server.on(&post(1));
    let replay = server.on(&ClientFrame::Resume { thread: thread(), after_seq: 0 });
    for frame in server.on(&post(2)) {
        client.on(1, 0.5, Input::Frame(frame));
    }
    let mut asked = Vec::new();
    for frame in replay {
        asked.extend(resumes(&client.on(2, 0.5, Input::Frame(frame))));
    }
    assert_eq!(asked, [1]);
    // A log that is shorter than what was heard of it is asked for once, not forever.
    let shorter = ServerFrame::CaughtUp { thread: ThreadState { last_seq: 1, ..server.state() } };
    assert_eq!(resumes(&client.on(3, 0.5, Input::Frame(shorter))), Vec::<u64>::new());
}

#[test]
fn a_replay_that_is_older_than_what_was_shown_says_nothing_of_the_state() {
    // E33: read while the thread was open, and overtaken by its closing
    let mut client = Delivery::new(None);
    followed(&mut client);
    let mut server = Server::default();
    server.on(&post(1));
    let older = server.on(&ClientFrame::Resume { thread: thread(), after_seq: 1 });
    server.on(&post(2));
    let closed = ThreadState { status: Status::Closed, ..server.state() };
    for frame in server.on(&ClientFrame::Resume { thread: thread(), after_seq: 0 }) {
        client.on(1, 0.5, Input::Frame(frame));
    }
    client.on(1, 0.5, Input::Frame(ServerFrame::State { thread: closed }));
    let mut actions = Vec::new();
    for frame in older {
        let frame = match frame {
            ServerFrame::CaughtUp { thread } => {
                ServerFrame::CaughtUp { thread: ThreadState { last_seq: 1, ..thread } }
            }
            other => other,
        };
        actions.extend(client.on(2, 0.5, Input::Frame(frame)));
    }
    assert!(!actions.iter().any(|action| matches!(action, Action::Tell(News::State(_)))), "{actions:?}");
    assert_eq!(resumes(&actions), [2]);
}

#[test]
fn whoever_is_stopped_and_started_asks_for_what_came_meanwhile() {
    let mut client = Delivery::new(None);
    followed(&mut client);
    client.on(1, 0.5, Input::Frame(ServerFrame::CaughtUp { thread: Server::default().state() }));
    client.on(2, 0.5, Input::Stop);
    client.on(3, 0.5, Input::Start);
    client.on(3, 0.5, Input::Opened);
    let welcome = ServerFrame::Welcome { v: 1, visitor: None, agent: None, threads: vec![] };
    assert_eq!(resumes(&client.on(3, 0.5, Input::Frame(welcome))), [0]);
}

fn post(n: u8) -> ClientFrame {
    ClientFrame::Post {
        client_message_id: message(n),
        thread: None,
        chatflow: None,
        text: n.to_string(),
        attachments: Vec::new(),
        page: None,
        consent: None,
        form: Vec::new(),
        communication: None,
        reply_to: None,
    }
}
