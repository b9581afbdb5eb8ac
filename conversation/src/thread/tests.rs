use super::*;
use alloc::string::ToString;
use alloc::vec;
use proptest::prelude::*;

const DAY: u64 = 86_400_000;
const POLICY: Policy = Policy { reopen_within: 3 * DAY };

fn agent(id: &str) -> Agent {
    Agent { id: AgentId::parse(id).unwrap(), name: id.to_string() }
}

fn text(text: &str) -> MessageText {
    MessageText::parse(text).unwrap()
}

fn after(commands: &[Command]) -> Thread {
    let mut thread = Thread::default();
    for command in commands {
        for event in thread.decide(command.clone(), POLICY, 1_000).unwrap() {
            thread.apply(&event);
        }
    }
    thread
}

#[track_caller]
fn check(thread: &Thread, command: Command, now: u64, expected: Result<Vec<Body>, Rejection>) {
    let got = thread.decide(command, POLICY, now);
    assert_eq!(got.map(|events| events.into_iter().map(|event| event.body).collect::<Vec<_>>()), expected);
}

fn closed() -> Thread {
    after(&[Command::Write { text: text("Hi") }, Command::Close { by: agent("anna") }])
}

#[test]
fn the_visitor_writes() {
    check(&Thread::default(), Command::Write { text: text("Hi") }, 0, Ok(vec![Body::Text("Hi".into())]));
}

#[test]
fn a_reply_to_an_unassigned_thread_assigns_it() {
    // S105, H74
    let open = after(&[Command::Write { text: text("Hi") }]);
    let reply = Command::Reply { by: agent("anna"), text: text("Hello") };
    check(&open, reply, 0, Ok(vec![Body::Assigned(Some(agent("anna"))), Body::Text("Hello".into())]));
}

#[test]
fn a_reply_leaves_a_colleagues_thread_with_them() {
    let thread = after(&[Command::Assign { to: Some(agent("jonas")), by: None }]);
    let reply = Command::Reply { by: agent("anna"), text: text("Hello") };
    check(&thread, reply, 0, Ok(vec![Body::Text("Hello".into())]));
}

#[test]
fn assigning_to_who_has_it_changes_nothing() {
    // S127
    let thread = after(&[Command::Assign { to: Some(agent("jonas")), by: None }]);
    check(&thread, Command::Assign { to: Some(agent("jonas")), by: Some(agent("mira")) }, 0, Ok(vec![]));
    check(&thread, Command::Assign { to: None, by: Some(agent("mira")) }, 0, Ok(vec![Body::Assigned(None)]));
}

#[test]
fn a_rule_takes_a_thread_from_nobody_but_whom_it_knows_of() {
    // S92 S108: from, to, and whether it happens to a thread that Jonas has
    let anna = |agent: Agent| Body::Assigned(Some(agent));
    let route = |from: Option<&str>, to: Option<&str>| Command::Route {
        from: from.map(|from| agent(from).id),
        to: to.map(agent),
    };
    let thread = after(&[Command::Assign { to: Some(agent("jonas")), by: None }]);
    check(&thread, route(None, Some("anna")), 0, Ok(vec![]));
    check(&thread, route(Some("mira"), Some("anna")), 0, Ok(vec![]));
    check(&thread, route(Some("jonas"), Some("anna")), 0, Ok(vec![anna(agent("anna"))]));
    check(&thread, route(Some("jonas"), None), 0, Ok(vec![Body::Assigned(None)]));
    let waits = after(&[Command::Write { text: text("Hi") }]);
    check(&waits, route(None, Some("anna")), 0, Ok(vec![anna(agent("anna"))]));
    check(&closed(), route(None, Some("anna")), 0, Ok(vec![]));
}

#[test]
fn closing_and_reopening_happen_once() {
    // S129
    let open = after(&[Command::Write { text: text("Hi") }]);
    check(&open, Command::Close { by: agent("anna") }, 0, Ok(vec![Body::Closed]));
    check(&open, Command::Reopen { by: agent("anna") }, 0, Ok(vec![]));
    check(&closed(), Command::Close { by: agent("anna") }, 0, Ok(vec![]));
    check(&closed(), Command::Reopen { by: agent("anna") }, 0, Ok(vec![Body::Reopened]));
}

#[test]
fn the_visitor_ends_it_once_and_may_go_on_as_after_any_other_end() {
    // P18
    let waits = after(&[Command::Write { text: text("Hi") }]);
    let ending = waits.decide(Command::End, POLICY, 9).unwrap();
    let [Event { by: Author::Visitor, body: Body::Closed, at: 9, .. }] = ending[..] else {
        panic!("{ending:?}")
    };
    let mut ended = waits.clone();
    ending.iter().for_each(|event| ended.apply(event));
    assert_eq!((ended.waiting_since, ended.closed_at), (None, Some(9)));
    check(&ended, Command::End, 0, Ok(vec![]));
    check(&closed(), Command::End, 0, Ok(vec![]));
    let more = || Command::Write { text: text("One more thing") };
    check(&ended, more(), 10, Ok(vec![Body::Reopened, Body::Text("One more thing".into())]));
}

#[test]
fn a_silent_chat_closes_by_itself_unless_its_visitor_waits() {
    // H67
    let waits = after(&[Command::Write { text: text("Hi") }]);
    check(&waits, Command::TimeOut, 0, Ok(vec![]));
    let reply = Command::Reply { by: agent("anna"), text: text("Hello") };
    let answered = after(&[Command::Write { text: text("Hi") }, reply]);
    let closing = answered.decide(Command::TimeOut, POLICY, 9).unwrap();
    let [Event { by: Author::System, body: Body::Closed, at: 9, .. }] = closing[..] else {
        panic!("{closing:?}")
    };
    check(&closed(), Command::TimeOut, 0, Ok(vec![]));
    // What the visitor writes then opens it again, as after any other closing.
    let mut closed = answered.clone();
    closing.iter().for_each(|event| closed.apply(event));
    let more = || Command::Write { text: text("One more thing") };
    let last = 9 + POLICY.reopen_within - 1;
    check(&closed, more(), last, Ok(vec![Body::Reopened, Body::Text("One more thing".into())]));
    check(&closed, more(), last + 1, Err(Rejection::ThreadClosed));
}

#[test]
fn writing_reopens_within_the_inboxs_time_and_is_refused_after_it() {
    let write = || Command::Write { text: text("One more thing") };
    let last = 1_000 + POLICY.reopen_within - 1;
    check(&closed(), write(), last, Ok(vec![Body::Reopened, Body::Text("One more thing".into())]));
    check(&closed(), write(), last + 1, Err(Rejection::ThreadClosed));
}

#[test]
fn an_agents_reply_reopens_at_any_time() {
    let reply = Command::Reply { by: agent("anna"), text: text("Sorry, late") };
    let bodies = vec![Body::Reopened, Body::Assigned(Some(agent("anna"))), Body::Text("Sorry, late".into())];
    check(&closed(), reply, u64::MAX, Ok(bodies));
}

#[test]
fn waiting_runs_from_the_first_unanswered_message() {
    let mut thread = Thread::default();
    let write = |at| Event { seq: at, at, by: Author::Visitor, body: Body::Text("…".into()) };
    thread.apply(&write(1));
    thread.apply(&write(2));
    assert_eq!(thread.waiting_since, Some(1));
    thread.apply(&Event { seq: 3, at: 3, by: Author::Agent(agent("anna")), body: Body::Text("…".into()) });
    assert_eq!(thread.waiting_since, None);
}

#[test]
fn who_is_handed_over_waits_for_a_person_from_then_on() {
    // E51
    let mut thread = after(&[Command::Write { text: text("Hi") }]);
    let bot = || "Kiln helper".to_string();
    for (command, now, waiting) in [
        (Command::BotSays { bot: bot(), text: text("Hello") }, 2_000, None),
        (Command::Write { text: text("A person, please") }, 3_000, Some(3_000)),
        (Command::BotSays { bot: bot(), text: text("One moment") }, 4_000, None),
        (Command::BotHandsOver { bot: bot() }, 5_000, Some(5_000)),
        (Command::Reply { by: agent("anna"), text: text("Here I am") }, 6_000, None),
    ] {
        for event in thread.decide(command, POLICY, now).unwrap() {
            thread.apply(&event);
        }
        assert_eq!(thread.waiting_since, waiting, "{now}");
    }
    assert_eq!(thread.assignee, Some(agent("anna")));
}

fn message(seq: u64, at: u64, by: Author, says: Option<&str>) -> Message {
    Message { seq, at, by, text: says.map(ToString::to_string) }
}

#[test]
fn what_was_said_is_taken_back_or_said_in_other_words_by_whoever_said_it_for_a_while() {
    // P26: in which thread, whose message, as it stands, by whom, how long after, and what comes of editing and deleting it
    let anna = || Author::Agent(agent("anna"));
    let renamed = || Author::Agent(Agent { name: "Anna K.".into(), ..agent("anna") });
    let (visitor, bot) = (|| Author::Visitor, || Author::Bot("b".to_string()));
    let edited = || Ok(vec![Body::Edited { message: 7, text: "Other words".into() }]);
    let deleted = || Ok(vec![Body::Deleted { message: 7 }]);
    let refused = |why: Rejection| (Err(why), Err(why));
    let (open, closed, late) = (Thread::default(), closed(), Rejection::TooLate { since: REVISE_MS + 1 });
    type Outcome = Result<Vec<Body>, Rejection>;
    type Case<'a> = (&'a str, &'a Thread, Author, Option<&'a str>, Author, u64, (Outcome, Outcome));
    let cases: Vec<Case<'_>> = vec![
        ("one's own", &open, visitor(), Some("Words"), visitor(), 0, (edited(), deleted())),
        ("at the last moment", &open, visitor(), Some("Words"), visitor(), REVISE_MS, (edited(), deleted())),
        ("too late", &open, visitor(), Some("Words"), visitor(), REVISE_MS + 1, refused(late)),
        ("the same words", &open, visitor(), Some("Other words"), visitor(), 0, (Ok(vec![]), deleted())),
        ("files without words", &open, visitor(), Some(""), visitor(), 0, (edited(), deleted())),
        ("gone already", &open, visitor(), None, visitor(), 0, (Err(Rejection::NotTheirs), Ok(vec![]))),
        ("a reply by its agent", &open, anna(), Some("Words"), renamed(), 0, (edited(), deleted())),
        (
            "a reply by a colleague",
            &open,
            anna(),
            Some("Words"),
            Author::Agent(agent("jonas")),
            0,
            refused(Rejection::NotTheirs),
        ),
        ("a reply by the visitor", &open, anna(), Some("Words"), visitor(), 0, refused(Rejection::NotTheirs)),
        (
            "a visitor's by an agent",
            &open,
            visitor(),
            Some("Words"),
            anna(),
            0,
            refused(Rejection::NotTheirs),
        ),
        ("a bot's", &open, bot(), Some("Words"), bot(), 0, refused(Rejection::NotTheirs)),
        (
            "when it is closed",
            &closed,
            visitor(),
            Some("Words"),
            visitor(),
            0,
            refused(Rejection::ThreadClosed),
        ),
    ];
    for (name, thread, said_by, says, by, since, (on_edit, on_delete)) in cases {
        let which = message(7, 5_000, said_by, says);
        let edit = Command::Edit { by: by.clone(), message: which.clone(), text: text("Other words") };
        let bodies = |command| {
            let events = thread.decide(command, POLICY, 5_000 + since);
            events.map(|events| events.into_iter().map(|event| event.body).collect::<Vec<_>>())
        };
        assert_eq!(bodies(edit), on_edit, "editing {name}");
        assert_eq!(bodies(Command::Delete { by, message: which }), on_delete, "deleting {name}");
    }
}

#[test]
fn whoever_took_back_what_they_asked_still_waits() {
    // P26
    let mut thread = after(&[Command::Write { text: text("Hi") }]);
    let which = message(1, 1_000, Author::Visitor, Some("Hi"));
    let done = thread.decide(Command::Delete { by: Author::Visitor, message: which }, POLICY, 2_000).unwrap();
    let before = thread.clone();
    done.iter().for_each(|event| thread.apply(event));
    assert_eq!(thread, Thread { last_seq: 2, ..before });
}

fn command() -> impl Strategy<Value = Command> {
    let who = prop_oneof![Just(agent("anna")), Just(agent("jonas"))];
    prop_oneof![
        Just(Command::Write { text: text("w") }),
        who.clone().prop_map(|by| Command::Reply { by, text: text("r") }),
        (proptest::option::of(who.clone()), proptest::option::of(who.clone()))
            .prop_map(|(to, by)| Command::Assign { to, by }),
        (proptest::option::of(who.clone()), proptest::option::of(who.clone()))
            .prop_map(|(from, to)| Command::Route { from: from.map(|from| from.id), to }),
        who.clone().prop_map(|by| Command::Close { by }),
        who.prop_map(|by| Command::Reopen { by }),
        Just(Command::TimeOut),
        Just(Command::BotSays { bot: "b".to_string(), text: text("b") }),
        Just(Command::BotHandsOver { bot: "b".to_string() }),
        (1..9_u64, 0..5 * DAY).prop_map(|(seq, at)| Command::Edit {
            by: Author::Visitor,
            message: message(seq, at, Author::Visitor, Some("w")),
            text: text("v"),
        }),
        (1..9_u64, 0..5 * DAY).prop_map(|(seq, at)| Command::Delete {
            by: Author::Visitor,
            message: message(seq, at, Author::Visitor, Some("w")),
        }),
    ]
}

proptest! {
    #[test]
    fn any_commands_leave_a_gapless_log_and_a_consistent_thread(
        steps in proptest::collection::vec((command(), 0..5 * DAY), 0..40)
    ) {
        let (mut thread, mut now, mut next) = (Thread::default(), 0, 1);
        for (command, wait) in steps {
            now += wait;
            let before = thread.clone();
            match thread.decide(command, POLICY, now) {
                Ok(events) => for event in events {
                    prop_assert_eq!(event.seq, next);
                    next += 1;
                    thread.apply(&event);
                },
                Err(_) => prop_assert_eq!(&thread, &before),
            }
            prop_assert_eq!(thread.closed_at.is_some(), thread.status == Status::Closed);
            prop_assert!(thread.status == Status::Open || thread.waiting_since.is_none());
        }
    }
}
