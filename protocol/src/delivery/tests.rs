//! The client against a small model of the server and a network that loses, cuts and delays.

mod gaps;

use super::*;
use crate::code::close;
use crate::frame::{Body, ConsentGiven, Entry, Mark, ThreadState};
use conversation::ids::{AgentId, ChatflowId};
use conversation::thread::Status;
use proptest::prelude::*;
use std::collections::VecDeque;

fn thread() -> ThreadId {
    ThreadId::from_random(0, [1; 16])
}

fn message(n: u8) -> ClientMessageId {
    ClientMessageId::from_random([n; 16])
}

fn draft(n: u8) -> Draft {
    Draft {
        client_message_id: message(n),
        thread: None,
        chatflow: ChatflowId::parse("shop").ok(),
        text: n.to_string(),
        attachments: Vec::new(),
        page: None,
        consent: None,
        reply_to: None,
    }
}

fn ack(n: u8) -> ServerFrame {
    ServerFrame::Ack { client_message_id: message(n), thread: thread(), seq: 1, at: 0 }
}

/// The server as the client may rely on it: a durable log with unique message ids.
#[derive(Default)]
struct Server {
    log: Vec<Entry>,
}

impl Server {
    fn state(&self) -> ThreadState {
        ThreadState {
            id: thread(),
            chatflow: ChatflowId::parse("shop").unwrap(),
            status: Status::Open,
            assignee: None,
            last_seq: self.log.len() as u64,
            opened_at: 0,
            marks: None,
        }
    }

    fn on(&mut self, frame: &ClientFrame) -> Vec<ServerFrame> {
        match frame {
            ClientFrame::Hello { .. } => {
                let threads = if self.log.is_empty() { vec![] } else { vec![self.state()] };
                vec![ServerFrame::Welcome { v: 1, visitor: None, agent: None, threads }]
            }
            ClientFrame::Post { client_message_id, text, .. } => {
                let known =
                    self.log.iter().find(|entry| entry.client_message_id.as_ref() == Some(client_message_id));
                let seq = known.map_or(self.log.len() as u64 + 1, |entry| entry.seq);
                let mut frames = vec![ServerFrame::Ack {
                    client_message_id: client_message_id.clone(),
                    thread: thread(),
                    seq,
                    at: 0,
                }];
                if known.is_none() {
                    let entry = Entry {
                        seq,
                        at: 0,
                        from: Author::Visitor,
                        client_message_id: Some(client_message_id.clone()),
                        body: Body::Text { text: text.clone() },
                        quick_replies: Vec::new(),
                        reply_to: None,
                        edited: None,
                        form: Vec::new(),
                        attachments: Vec::new(),
                    };
                    self.log.push(entry.clone());
                    frames.push(ServerFrame::Entry { thread: thread(), entry });
                }
                frames
            }
            ClientFrame::Resume { after_seq, .. } => {
                let missing = self.log.iter().skip(*after_seq as usize).cloned();
                let entries = missing.map(|entry| ServerFrame::Entry { thread: thread(), entry });
                entries.chain([ServerFrame::CaughtUp { thread: self.state() }]).collect()
            }
            _ => vec![],
        }
    }
}

/// Client, network and server, driven step by step.
struct World {
    now: u64,
    client: Delivery,
    server: Server,
    connected: bool,
    up: VecDeque<ClientFrame>,
    down: VecDeque<ServerFrame>,
    wake: Option<u64>,
    shown: Vec<u64>,
    /// The thread, once the shell knows it.
    thread: Option<ThreadId>,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            now: 0,
            client: Delivery::new(Some("token".into())),
            server: Server::default(),
            connected: false,
            up: VecDeque::new(),
            down: VecDeque::new(),
            wake: None,
            shown: vec![],
            thread: None,
        };
        world.input(Input::Start);
        world
    }

    fn input(&mut self, input: Input) {
        let mut actions: VecDeque<Action> = self.client.on(self.now, 0.5, input).into();
        self.wake = None;
        while let Some(action) = actions.pop_front() {
            match action {
                Action::Connect => self.connected = false,
                Action::Disconnect => self.cut(),
                Action::Send(frame) => self.up.push_back(frame),
                Action::Ping => self.down.push_back(ServerFrame::Pong),
                Action::WakeAt(at) => self.wake = Some(at),
                Action::Tell(News::Entry { entry, .. }) => self.shown.push(entry.seq),
                Action::Tell(News::Acked { thread, .. }) if self.thread.is_none() => {
                    self.thread = Some(thread.clone());
                    actions.extend(self.client.on(self.now, 0.5, Input::Follow { thread, after_seq: 0 }));
                }
                Action::Tell(_) => {}
            }
        }
    }

    fn write(&mut self, n: u8) {
        let thread = self.thread.clone();
        self.input(Input::Submit(Draft { thread, ..draft(n) }));
    }

    fn cut(&mut self) {
        self.connected = false;
        self.up.clear();
        self.down.clear();
    }

    fn open(&mut self) {
        if self.client.link() == LinkState::Connecting && !self.connected {
            self.connected = true;
            self.input(Input::Opened);
        }
    }

    fn up(&mut self) {
        if let Some(frame) = self.up.pop_front() {
            self.down.extend(self.server.on(&frame));
        }
    }

    fn down(&mut self) {
        if let Some(frame) = self.down.pop_front() {
            self.input(Input::Frame(frame));
        }
    }

    fn sleep(&mut self) {
        if let Some(at) = self.wake {
            self.now = self.now.max(at);
            self.input(Input::Wake);
        }
    }

    /// Everything works from now on: let it come to rest.
    fn settle(&mut self) {
        for _ in 0..2_000 {
            self.open();
            while !self.up.is_empty() || !self.down.is_empty() {
                self.up();
                self.down();
            }
            let sent = self.client.unsent().next().is_none() && self.client.link() == LinkState::Live;
            if sent && self.shown.len() == self.server.log.len() {
                return;
            }
            self.sleep();
        }
    }
}

#[test]
fn a_message_is_sent_once_greeted_and_leaves_the_outbox_with_its_ack() {
    let mut world = World::new();
    world.write(1);
    assert!(world.up.is_empty());
    world.settle();
    assert_eq!(world.client.unsent().count(), 0);
    assert_eq!(world.shown, [1]);
}

#[test]
fn a_lost_ack_is_asked_for_again_with_the_same_id() {
    let mut world = World::new();
    world.open();
    world.up();
    world.down();
    world.write(1);
    world.up();
    assert_eq!(world.server.log.len(), 1);
    world.down.clear();
    world.settle();
    assert_eq!(world.server.log.len(), 1);
    assert_eq!(world.client.unsent().count(), 0);
}

#[test]
fn a_gap_is_filled_before_anything_after_it_is_shown() {
    // P3
    let mut world = World::new();
    for n in 1..=5 {
        world.write(n);
    }
    world.settle();
    let entry = |seq| ServerFrame::Entry {
        thread: thread(),
        entry: Entry {
            seq,
            at: 0,
            from: Author::System,
            client_message_id: None,
            body: Body::Closed,
            quick_replies: Vec::new(),
            reply_to: None,
            edited: None,
            form: Vec::new(),
            attachments: Vec::new(),
        },
    };
    world.input(Input::Frame(entry(7)));
    assert_eq!(world.shown, [1, 2, 3, 4, 5]);
    assert_eq!(world.up.back(), Some(&ClientFrame::Resume { thread: thread(), after_seq: 5 }));
}

#[test]
fn a_refused_message_fails_and_the_next_one_goes_on() {
    let mut client = Delivery::new(None);
    client.on(0, 0.5, Input::Start);
    client.on(0, 0.5, Input::Opened);
    client.on(
        0,
        0.5,
        Input::Frame(ServerFrame::Welcome { v: 1, visitor: None, agent: None, threads: vec![] }),
    );
    client.on(0, 0.5, Input::Submit(draft(1)));
    client.on(0, 0.5, Input::Submit(draft(2)));
    let refusal = ServerFrame::Error {
        code: "text_empty".into(),
        message: String::new(),
        reference: Some(message(1).to_string()),
        fatal: false,
        retry_after_ms: None,
        field: None,
    };
    let actions = client.on(0, 0.5, Input::Frame(refusal));
    let failed = News::Failed { client_message_id: message(1), code: Some(Code::TextEmpty) };
    assert!(actions.contains(&Action::Tell(failed)));
    let next =
        |action: &Action| matches!(action, Action::Send(ClientFrame::Post { text, .. }) if text == "2");
    assert!(actions.iter().any(next), "{actions:?}");
    assert_eq!(client.unsent().count(), 2);

    // What is tried instead goes out under the same id; what is under way is not taken twice.
    let consent = Some(ConsentGiven { version: 1, language: "en".into() });
    client.on(0, 0.5, Input::Frame(ack(2)));
    let again = client.on(0, 0.5, Input::Submit(Draft { consent: consent.clone(), ..draft(1) }));
    let post = again.iter().find_map(|action| match action {
        Action::Send(ClientFrame::Post { client_message_id, consent, .. }) => {
            Some((client_message_id, consent))
        }
        _ => None,
    });
    assert_eq!(post, Some((&message(1), &consent)));
    assert!(
        !client.on(0, 0.5, Input::Submit(draft(1))).iter().any(|action| matches!(action, Action::Send(_)))
    );
}

#[test]
fn a_limited_message_waits_as_long_as_it_was_told() {
    // E36
    let mut client = Delivery::new(None);
    client.on(0, 0.5, Input::Start);
    client.on(0, 0.5, Input::Opened);
    client.on(
        0,
        0.5,
        Input::Frame(ServerFrame::Welcome { v: 1, visitor: None, agent: None, threads: vec![] }),
    );
    client.on(0, 0.5, Input::Submit(draft(1)));
    let refusal = ServerFrame::Error {
        code: "rate_limited".into(),
        message: String::new(),
        reference: Some(message(1).to_string()),
        fatal: false,
        retry_after_ms: Some(3_000),
        field: None,
    };
    assert!(client.on(0, 0.5, Input::Frame(refusal)).contains(&Action::WakeAt(3_000)));
    let sends = |actions: &[Action]| {
        actions.iter().any(|action| matches!(action, Action::Send(ClientFrame::Post { .. })))
    };
    assert!(!sends(&client.on(2_999, 0.5, Input::Wake)));
    assert!(sends(&client.on(3_000, 0.5, Input::Wake)));
}

#[test]
fn a_message_of_whom_the_server_lets_in_no_longer_waits_until_it_does() {
    // P5: the token has ended, or the session
    let mut client = connected();
    client.on(0, 0.5, Input::Submit(draft(1)));
    let refusal = ServerFrame::Error {
        code: "auth_required".into(),
        message: String::new(),
        reference: Some(message(1).to_string()),
        fatal: true,
        retry_after_ms: None,
        field: None,
    };
    client.on(0, 0.5, Input::Frame(refusal));
    assert_eq!(client.progress(&message(1)), Some(Progress::Sending));
    client.on(0, 0.5, Input::Closed { code: close::AUTH });
    assert_eq!(client.link(), LinkState::Refused);
    client.on(0, 0.5, Input::Start);
    let sent = reconnect(&mut client);
    let is_it = |action: &Action| matches!(action, Action::Send(ClientFrame::Post { client_message_id, .. }) if *client_message_id == message(1));
    assert!(sent.iter().any(is_it), "{sent:?}");
}

#[test]
fn a_restored_log_makes_the_thread_start_over() {
    let mut world = World::new();
    world.write(1);
    world.settle();
    world.input(Input::Frame(ServerFrame::Error {
        code: "resume_ahead".into(),
        message: String::new(),
        reference: Some(thread().to_string()),
        fatal: false,
        retry_after_ms: None,
        field: None,
    }));
    assert_eq!(world.up.back(), Some(&ClientFrame::Resume { thread: thread(), after_seq: 0 }));
}

#[derive(Clone, Debug)]
enum Step {
    Submit,
    Open,
    Up,
    Down,
    LoseUp,
    LoseDown,
    Duplicate,
    Cut,
    Sleep,
    Hurry,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_network_does_every_message_is_stored_once_in_order_and_shown_once(
        steps in proptest::collection::vec(prop_oneof![
            2 => Just(Step::Submit), 3 => Just(Step::Open), 6 => Just(Step::Up), 6 => Just(Step::Down),
            1 => Just(Step::LoseUp), 1 => Just(Step::LoseDown), 1 => Just(Step::Duplicate),
            1 => Just(Step::Cut), 2 => Just(Step::Sleep), 1 => Just(Step::Hurry),
        ], 0..120)
    ) {
        let mut world = World::new();
        let mut written = 0_u8;
        for step in steps {
            match step {
                Step::Submit => { written += 1; world.write(written); }
                Step::Open => world.open(),
                Step::Up => world.up(),
                Step::Down => world.down(),
                Step::LoseUp => { world.up.pop_front(); }
                Step::LoseDown => { world.down.pop_front(); }
                Step::Duplicate => if let Some(frame) = world.down.front().cloned() { world.down.push_back(frame); },
                Step::Cut => if world.connected { world.cut(); world.input(Input::Closed { code: 1006 }); },
                Step::Sleep => world.sleep(),
                Step::Hurry => world.input(Input::Hurry),
            }
            let in_order: Vec<u64> = (1..=world.shown.len() as u64).collect();
            prop_assert_eq!(&world.shown, &in_order);
        }
        world.settle();
        // A last message makes the end of the log known to a viewer whose last frames were lost.
        written += 1;
        world.write(written);
        world.settle();
        let said: Vec<String> = world.server.log.iter().map(|entry| match &entry.body {
            Body::Text { text } => text.clone(),
            _ => String::new(),
        }).collect();
        let expected: Vec<String> = (1..=written).map(|n| n.to_string()).collect();
        prop_assert_eq!(said, expected);
        prop_assert_eq!(world.shown.len(), usize::from(written));
    }
}

fn connected() -> Delivery {
    let mut client = Delivery::new(None);
    client.on(0, 0.5, Input::Start);
    reconnect(&mut client);
    client
}

fn reconnect(client: &mut Delivery) -> Vec<Action> {
    let mut actions = client.on(0, 0.5, Input::Opened);
    let welcome = ServerFrame::Welcome { v: 1, visitor: None, agent: None, threads: vec![] };
    actions.extend(client.on(0, 0.5, Input::Frame(welcome)));
    actions
}

fn welcome() -> ServerFrame {
    ServerFrame::Welcome { v: 1, visitor: None, agent: None, threads: vec![] }
}

/// When the client wants to be woken.
fn wake_at(actions: &[Action]) -> Option<u64> {
    let mut times = actions.iter().filter_map(|action| match action {
        Action::WakeAt(at) => Some(*at),
        _ => None,
    });
    times.next_back()
}

mod claim;
mod flow;
mod link;
mod receipts;
