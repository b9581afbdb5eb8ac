use alloc::format;
use alloc::vec;

use proptest::prelude::*;

use super::*;
use crate::thread::Agent;

const NOW: u64 = 1_000_000;

fn label(name: &str) -> LabelId {
    LabelId::parse(name).unwrap()
}

fn text(text: &str) -> MessageText {
    MessageText::parse(text).unwrap()
}

fn agent(name: &str) -> AgentId {
    AgentId::parse(name).unwrap()
}

fn until(until: u64) -> Snooze {
    Snooze { until: Some(until) }
}

/// A desk on which these commands were carried out, one ms after the other.
fn after(commands: &[Command]) -> Desk {
    let mut desk = Desk::default();
    for (at, command) in (NOW..).zip(commands) {
        noted(&mut desk, command.clone(), at);
    }
    desk
}

fn noted(desk: &mut Desk, command: Command, at: u64) -> Vec<Note> {
    let notes = desk.decide(command, Status::Open, at).unwrap();
    make(desk, notes, at)
}

fn make(desk: &mut Desk, notes: Vec<Note>, at: u64) -> Vec<Note> {
    for note in &notes {
        let annotation =
            Annotation { n: desk.last + 1, after_seq: 1, at, by: Author::System, note: note.clone() };
        desk.apply(&annotation);
    }
    notes
}

fn event(by: Author, body: Body) -> Event {
    Event { seq: 1, at: NOW, by, body }
}

fn anna() -> Author {
    Author::Agent(Agent { id: agent("anna"), name: "Anna".into() })
}

fn words() -> Body {
    Body::Text("Hello".into())
}

#[test]
fn a_snoozed_thread_comes_back_at_its_time_and_not_before() {
    // P49
    let desk = after(&[Command::Snooze(until(NOW + 500))]);
    assert_eq!(desk.due(NOW + 499), []);
    assert_eq!(desk.due(NOW + 500), [Note::Woke]);
    let forever = after(&[Command::Snooze(Snooze::default())]);
    assert_eq!(forever.due(u64::MAX), []);
}

#[test]
fn what_the_visitor_writes_wakes_and_what_an_agent_writes_does_not() {
    // P49
    for snooze in [until(NOW + 500), Snooze::default()] {
        let desk = after(&[Command::Snooze(snooze)]);
        for (what, expected) in [
            (event(Author::Visitor, words()), vec![Note::Woke]),
            (event(Author::Visitor, Body::Reopened), vec![]),
            (event(anna(), words()), vec![]),
            (event(anna(), Body::Assigned(None)), vec![]),
            (event(anna(), Body::Closed), vec![Note::Woke]),
            (event(Author::System, Body::Assigned(None)), vec![]),
        ] {
            assert_eq!(desk.follow(&what), expected, "{what:?}");
        }
    }
}

#[test]
fn whoever_writes_brings_a_deleted_thread_back() {
    // H91: what somebody says is never thrown away with what was said before
    let desk = after(&[Command::Archive]);
    for by in [Author::Visitor, anna()] {
        assert_eq!(desk.follow(&event(by, words())), [Note::Restored]);
    }
    assert_eq!(desk.follow(&event(anna(), Body::Closed)), []);
}

#[test]
fn a_deleted_thread_is_gone_after_thirty_days() {
    // H91
    let desk = after(&[Command::Archive]);
    assert!(!desk.is_gone(NOW + KEPT_MS - 1));
    assert!(desk.is_gone(NOW + KEPT_MS));
    let back = after(&[Command::Archive, Command::Restore]);
    assert!(!back.is_gone(u64::MAX));
}

#[test]
fn only_what_is_open_is_snoozed_and_only_into_the_future() {
    // P49
    let desk = Desk::default();
    for (snooze, status, expected) in [
        (until(NOW), Status::Open, Err(Rejection::Past)),
        (until(NOW + 1), Status::Closed, Err(Rejection::Closed)),
        (until(NOW + 1), Status::Open, Ok(vec![Note::Snoozed(until(NOW + 1))])),
        (Snooze::default(), Status::Open, Ok(vec![Note::Snoozed(Snooze::default())])),
    ] {
        assert_eq!(desk.decide(Command::Snooze(snooze), status, NOW), expected);
    }
}

#[test]
fn doing_it_again_changes_nothing() {
    // P60: nothing is told twice
    for command in [
        Command::Label { add: vec![label("vip")], remove: vec![] },
        Command::Snooze(until(NOW + 500)),
        Command::Spam(true),
        Command::Archive,
        Command::Disconnect,
    ] {
        let desk = after(core::slice::from_ref(&command));
        assert_eq!(desk.decide(command.clone(), Status::Open, NOW), Ok(vec![]), "{command:?}");
    }
    for command in [Command::Wake, Command::Spam(false), Command::Restore] {
        assert_eq!(Desk::default().decide(command.clone(), Status::Open, NOW), Ok(vec![]), "{command:?}");
    }
}

#[test]
fn labels_are_a_set_of_a_bounded_size() {
    // P48
    let (vip, late) = (label("vip"), label("late"));
    let desk = after(&[Command::Label { add: vec![vip.clone(), late.clone(), vip.clone()], remove: vec![] }]);
    assert_eq!(desk.labels, [late.clone(), vip.clone()]);
    let swap = Command::Label { add: vec![label("new")], remove: vec![vip.clone(), label("other")] };
    let notes = desk.decide(swap, Status::Open, NOW).unwrap();
    assert_eq!(notes, [Note::Unlabelled(vip.clone()), Note::Labelled(label("new"))]);
    let both = Command::Label { add: vec![vip.clone()], remove: vec![vip.clone()] };
    assert_eq!(desk.decide(both, Status::Open, NOW), Ok(vec![Note::Unlabelled(vip)]));
    let many = (0..=LABELS).map(|n| label(&format!("l{n}"))).collect();
    let refused = Desk::default().decide(Command::Label { add: many, remove: vec![] }, Status::Open, NOW);
    assert_eq!(refused, Err(Rejection::TooManyLabels));
}

#[test]
fn a_comment_mentions_each_colleague_once() {
    // P47, H77
    let mentions = vec![agent("tom"), agent("anna"), agent("tom")];
    let notes =
        Desk::default().decide(Command::Comment { text: text("See?"), mentions }, Status::Closed, NOW);
    let expected = Note::Comment { text: "See?".into(), mentions: vec![agent("anna"), agent("tom")] };
    assert_eq!(notes, Ok(vec![expected]));
    let crowd = (0..=MENTIONS).map(|n| agent(&format!("a{n}"))).collect();
    let refused =
        Desk::default().decide(Command::Comment { text: text("All!"), mentions: crowd }, Status::Open, NOW);
    assert_eq!(refused, Err(Rejection::TooManyMentions));
}

fn any_command() -> impl Strategy<Value = Command> {
    let labels = || proptest::collection::vec("[a-d]".prop_map(|name| label(&name)), 0..3);
    prop_oneof![
        Just(Command::Comment { text: text("Hm"), mentions: vec![] }),
        (labels(), labels()).prop_map(|(add, remove)| Command::Label { add, remove }),
        (0u64..2_000).prop_map(|ms| Command::Snooze(until(NOW + 1_000 + ms))),
        Just(Command::Snooze(Snooze::default())),
        Just(Command::Wake),
        any::<bool>().prop_map(Command::Spam),
        Just(Command::Archive),
        Just(Command::Restore),
        Just(Command::Disconnect),
        Just(Command::Block { why: None }),
        Just(Command::Unblock),
    ]
}

proptest! {
    #[test]
    fn notes_are_numbered_without_gaps_and_every_act_leaves_one(commands in proptest::collection::vec(any_command(), 0..40)) {
        // P60
        let mut desk = Desk::default();
        let mut made = 0;
        for (at, command) in (NOW..).zip(commands) {
            let before = desk.clone();
            let notes = noted(&mut desk, command, at);
            made += notes.len() as u64;
            prop_assert_eq!(desk.last, made);
            // What changed was noted, and nothing is noted that a replay would not bring about.
            if notes.is_empty() {
                prop_assert_eq!(&desk, &before);
            }
            prop_assert!(desk.labels.is_sorted());
            let woken = desk.due(u64::MAX);
            let mut rested = desk.clone();
            make(&mut rested, woken, at);
            prop_assert_eq!(rested.due(u64::MAX), vec![]);
        }
    }
}
