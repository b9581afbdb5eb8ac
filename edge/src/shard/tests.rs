use conversation::ids::{ChatflowId, ContactId};
use conversation::routing::Rule;
use conversation::thread::Status;
use protocol::frame::{Author, Mark, Marks};

use super::*;
use crate::store::migrate::THREADS;
use crate::store::native::Memory;
use crate::store::threads::{KnownAs, outbox};
use crate::values;

const HOUR: u64 = 3_600_000;

pub(crate) fn visitor(n: u8) -> VisitorId {
    VisitorId::from_random([n; 16])
}

pub(super) fn id(text: &str) -> ClientMessageId {
    ClientMessageId::parse(text).unwrap()
}

pub(crate) fn said(text: &str) -> Said {
    MessageText::parse(text).unwrap().into()
}

pub(crate) fn anna() -> Agent {
    Agent { id: AgentId::parse("anna").unwrap(), name: "Anna Keller".into() }
}

pub(crate) fn new_thread(n: u8, who: u8, message: &str) -> Kept {
    Kept {
        id: ThreadId::from_random(0, [n; 16]),
        visitor: visitor(who),
        contact: None,
        chatflow: ChatflowId::parse("shop").unwrap(),
        chatflow_name: "Shop".into(),
        page: Some("https://kiln.example/".into()),
        started_by: id(message),
        reopen_within: 72 * HOUR,
        closes_after: 0,
        routing: Rule::NOBODY,
        opened_at: 5,
        state: Thread::default(),
        revision: 0,
    }
}

fn begun(sql: &Memory, n: u8, message: &str) -> Done {
    begin(
        sql,
        Begin {
            thread: new_thread(n, 1, message),
            text: said("Hello"),
            consent: Given::default(),
            bot: None,
            owner: None,
            lift: None,
        },
        5,
    )
    .unwrap()
}

pub(crate) fn shard() -> Memory {
    Memory::migrated(THREADS)
}

fn log(sql: &Memory, thread: &ThreadId) -> Vec<(u64, String)> {
    let name = |entry: Entry| {
        let body = match entry.body {
            Body::Text { text } => text,
            Body::Assigned { agent } => {
                format!("<assigned {}>", agent.map_or("nobody".into(), |a| a.id.to_string()))
            }
            Body::Closed => "<closed>".into(),
            Body::Reopened => "<reopened>".into(),
            Body::Edited { message, text } => format!("<{message} says {text}>"),
            Body::Deleted { message } => format!("<{message} is gone>"),
            Body::Unknown => "<?>".into(),
        };
        (entry.seq, body)
    };
    entries::after(sql, thread, 0, 1_000).unwrap().into_iter().map(name).collect()
}

#[track_caller]
pub(super) fn refused<T>(result: Result<T, Error>, code: Code) {
    assert_eq!(result.err().map(|error| error.code()), Some(code));
}

#[test]
fn a_thread_begins_once_for_one_message() {
    let sql = shard();
    let first = begun(&sql, 1, "message-1");
    // The retry proposes another id, as a worker that lost the first answer would.
    let again = begun(&sql, 2, "message-1");
    assert_eq!(again.thread.id, first.thread.id);
    assert!(again.entries.is_empty());
    assert_eq!(again.message.map(|entry| entry.seq), Some(1));
    assert_eq!(log(&sql, &first.thread.id), [(1, "Hello".into())]);
    assert_eq!(rows::threads_of(&sql, &visitor(1), 10).unwrap().len(), 1);
}

#[test]
fn a_message_sent_again_is_the_message_sent_once() {
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread.id;
    let first =
        write(&sql, &visitor(1), &thread, id("message-2"), said("More"), &Given::default(), 6).unwrap();
    let again =
        write(&sql, &visitor(1), &thread, id("message-2"), said("More"), &Given::default(), 99).unwrap();
    assert_eq!(first.message, again.message);
    assert!(again.entries.is_empty());
    let other =
        write(&sql, &visitor(1), &thread, id("message-2"), said("Something else"), &Given::default(), 99);
    refused(other, Code::IdempotencyConflict);
    assert_eq!(log(&sql, &thread), [(1, "Hello".into()), (2, "More".into())]);
}

#[test]
fn a_message_sent_again_into_another_thread_is_still_the_message_sent_once() {
    // N24: promises P2 and P5; a tab that died before it heard where its message went; another tab sends it where that one writes.
    let sql = shard();
    let first = begun(&sql, 1, "message-1");
    let other = begun(&sql, 2, "message-2");
    let again =
        write(&sql, &visitor(1), &other.thread.id, id("message-1"), said("Hello"), &Given::default(), 9)
            .unwrap();
    assert_eq!(again.thread.id, first.thread.id);
    assert!(again.entries.is_empty());
    assert_eq!(log(&sql, &other.thread.id).len(), 1);
    assert!(is_repeated(&sql, &visitor(1), &id("message-1")).unwrap());
    assert!(!is_repeated(&sql, &visitor(2), &id("message-1")).unwrap(), "another visitor's");
}

#[test]
fn a_message_sent_again_into_another_thread_is_still_stored_once() {
    // P2: the answer was lost, and the client has begun another thread since
    let sql = shard();
    let first = begun(&sql, 1, "message-1").thread.id;
    let second = begun(&sql, 2, "message-2").thread.id;
    for (other, held_in) in [(&second, "message-1"), (&first, "message-2")] {
        let again =
            write(&sql, &visitor(1), other, id(held_in), said("Hello"), &Given::default(), 9).unwrap();
        assert_ne!(again.thread.id, *other);
        assert_eq!((again.entries.len(), again.message.map(|entry| entry.seq)), (0, Some(1)));
    }
    write(&sql, &visitor(1), &first, id("message-3"), said("More"), &Given::default(), 9).unwrap();
    let thread = new_thread(3, 1, "message-3");
    let again = begin(
        &sql,
        Begin { thread, text: said("More"), consent: Given::default(), owner: None, lift: None, bot: None },
        9,
    )
    .unwrap();
    assert_eq!(again.thread.id, first);
    assert_eq!(rows::threads_of(&sql, &visitor(1), 10).unwrap().len(), 2);
}

#[test]
fn two_authors_may_use_the_same_message_id() {
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread.id;
    let done = reply(&sql, anna(), &thread, id("message-1"), said("Good morning"), 6).unwrap();
    assert_eq!(done.message.map(|entry| entry.seq), Some(3));
}

#[test]
fn a_reply_to_an_unassigned_thread_assigns_it_in_the_same_step() {
    // S105, H74
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread.id;
    let done = reply(&sql, anna(), &thread, id("reply-001"), said("Good morning"), 6).unwrap();
    assert!(done.changes_state());
    assert_eq!(done.thread.state.assignee, Some(anna()));
    let expected = [(1, "Hello".to_owned()), (2, "<assigned anna>".into()), (3, "Good morning".into())];
    assert_eq!(log(&sql, &thread), expected);
    assert_eq!(rows::thread(&sql, &thread).unwrap(), Some(done.thread));
}

#[test]
fn closing_and_writing_again_reopens_within_the_time_only() {
    // S129
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread.id;
    let closed = act(&sql, &thread, Command::Close { by: anna() }, 10).unwrap();
    assert_eq!(closed.thread.state.status, Status::Closed);
    let open = write(&sql, &visitor(1), &thread, id("message-2"), said("Wait"), &Given::default(), 10 + HOUR)
        .unwrap();
    assert_eq!(open.thread.state.status, Status::Open);
    act(&sql, &thread, Command::Close { by: anna() }, 10 + HOUR).unwrap();
    let late = write(
        &sql,
        &visitor(1),
        &thread,
        id("message-3"),
        said("Too late"),
        &Given::default(),
        10 + 73 * HOUR,
    );
    refused(late, Code::ThreadClosed);
    assert_eq!(log(&sql, &thread).len(), 5);
}

#[test]
fn a_message_that_was_refused_stays_refused_when_the_thread_is_open_again() {
    // N24 P3 P11 F4: a line that was dead for a while brings it once more
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread.id;
    act(&sql, &thread, Command::Close { by: anna() }, 10).unwrap();
    let write =
        |message, now| write(&sql, &visitor(1), &thread, id(message), said(message), &Given::default(), now);
    refused(write("message-2", 10 + 72 * HOUR), Code::ThreadClosed);
    act(&sql, &thread, Command::Reopen { by: anna() }, 11 + 72 * HOUR).unwrap();
    write("message-3", 12 + 72 * HOUR).unwrap();
    refused(write("message-2", 13 + 72 * HOUR), Code::ThreadClosed);
    let said: Vec<String> = log(&sql, &thread).into_iter().map(|(_, said)| said).collect();
    assert!(said.contains(&"message-3".to_owned()) && !said.contains(&"message-2".to_owned()), "{said:?}");
}

#[test]
fn somebody_elses_thread_is_as_good_as_none() {
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread.id;
    refused(
        write(&sql, &visitor(2), &thread, id("message-2"), said("Hm"), &Given::default(), 6),
        Code::NotFound,
    );
    let absent = ThreadId::from_random(0, [9; 16]);
    refused(
        write(&sql, &visitor(1), &absent, id("message-2"), said("Hm"), &Given::default(), 6),
        Code::NotFound,
    );
    refused(reply(&sql, anna(), &absent, id("message-2"), said("Hm"), 6), Code::NotFound);
}

#[test]
fn a_failure_in_the_middle_leaves_nothing() {
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread.id;
    // The place of the next entry is taken: the append fails after the assignment was written.
    sql.run(
        "INSERT INTO entries (thread, seq, at, author, kind, text) VALUES (?, 3, 0, 'system', 'text', 'in the way')",
        values![thread.as_str()],
    )
    .unwrap();
    refused(reply(&sql, anna(), &thread, id("reply-001"), said("Good morning"), 6), Code::Internal);
    let kept = rows::thread(&sql, &thread).unwrap().unwrap();
    assert_eq!((kept.state.last_seq, kept.state.assignee, kept.revision), (1, None, 1));
    assert_eq!(log(&sql, &thread), [(1, "Hello".into()), (3, "in the way".into())]);
}

#[test]
fn the_inbox_is_told_until_it_has_heard_the_newest() {
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread;
    let due = outbox::due_of(&sql, &thread.id).unwrap().unwrap();
    assert_eq!((due.after_seq, due.attempts), (0, 0));
    // While the first telling is under way, the visitor writes on.
    let later = write(&sql, &visitor(1), &thread.id, id("message-2"), said("More"), &Given::default(), 6)
        .unwrap()
        .thread;
    outbox::told(&sql, &thread.id, thread.revision, 1).unwrap();
    assert_eq!(outbox::due_of(&sql, &thread.id).unwrap().map(|due| due.after_seq), Some(1));
    outbox::told(&sql, &thread.id, later.revision, 2).unwrap();
    assert_eq!(outbox::due_of(&sql, &thread.id).unwrap(), None);
    assert_eq!(outbox::next_due(&sql).unwrap(), None);
}

#[test]
fn an_inbox_that_cannot_be_reached_is_tried_again_later() {
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread.id;
    outbox::postpone(&sql, &thread, 1_000).unwrap();
    assert_eq!(outbox::due(&sql, 999, 10).unwrap(), []);
    assert_eq!(outbox::due(&sql, 1_000, 10).unwrap().first().map(|due| due.attempts), Some(1));
    // Something new makes it due at once, and nothing is skipped.
    write(&sql, &visitor(1), &thread, id("message-2"), said("More"), &Given::default(), 500).unwrap();
    assert_eq!(outbox::due(&sql, 500, 10).unwrap().first().map(|due| due.after_seq), Some(0));
}

#[test]
fn a_clock_that_is_put_back_leaves_nothing_untold() {
    // F6
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread.id;
    outbox::postpone(&sql, &thread, 3_600_000).unwrap();
    assert_eq!(outbox::due(&sql, 3_599_000, 10).unwrap(), []);
    assert_eq!(outbox::due(&sql, 5, 10).unwrap().len(), 1);
}

#[test]
fn a_blocked_visitors_messages_are_kept_and_their_threads_told_again() {
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread;
    outbox::told(&sql, &thread.id, thread.revision, 1).unwrap();
    let blocked = block(&sql, &thread.id, true, &anna(), None, 7).unwrap();
    assert!(visitors::is_blocked(&sql, &visitor(1)).unwrap());
    assert!(blocked.thread.revision > thread.revision);
    assert_eq!(outbox::due_of(&sql, &thread.id).unwrap().map(|due| due.after_seq), Some(1));
    let sent = write(&sql, &visitor(1), &thread.id, id("message-2"), said("Buy pills"), &Given::default(), 8)
        .unwrap();
    assert_eq!(sent.message.map(|entry| entry.seq), Some(2));
    block(&sql, &thread.id, false, &anna(), None, 9).unwrap();
    assert!(!visitors::is_blocked(&sql, &visitor(1)).unwrap());
}

#[test]
fn receipts_never_go_back_and_never_ahead() {
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread;
    within(&thread.state, 1, Code::AckRange).unwrap();
    refused(within(&thread.state, 2, Code::AckRange), Code::AckRange);
    refused(within(&thread.state, 2, Code::ResumeAhead), Code::ResumeAhead);
    let mark = |received, read| Mark { received, read };
    for seq in [1, 0] {
        entries::keep_mark(&sql, &thread.id, None, mark(seq, 0)).unwrap();
    }
    assert_eq!(entries::marks(&sql, &thread.id).unwrap().visitor, mark(1, 0));
    for (reader, received, read) in [("anna", 1, 0), ("tom", 1, 1), ("anna", 0, 0)] {
        let reader = AgentId::parse(reader).unwrap();
        entries::keep_mark(&sql, &thread.id, Some(&reader), mark(received, read)).unwrap();
    }
    let marks = entries::marks(&sql, &thread.id).unwrap();
    assert_eq!(marks, Marks { visitor: mark(1, 0), agents: mark(1, 1) });
    let elsewhere = ThreadId::from_random(0, [9; 16]);
    assert_eq!(entries::marks(&sql, &elsewhere).unwrap(), Marks::default());
}

#[test]
fn what_is_written_is_what_is_read() {
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread.id;
    let by = Some(anna());
    act(&sql, &thread, Command::Assign { to: by.clone(), by }, 6).unwrap();
    act(&sql, &thread, Command::Assign { to: None, by: None }, 7).unwrap();
    let entries = entries::after(&sql, &thread, 1, 10).unwrap();
    let from: Vec<_> = entries.iter().map(|entry| entry.from.clone()).collect();
    assert_eq!(from, [Author::Agent { id: anna().id, name: anna().name }, Author::System]);
    assert_eq!(entries::last_said(&sql, &thread).unwrap().map(|entry| entry.seq), Some(1));
    assert_eq!(entries::after(&sql, &thread, 1, 1).unwrap().len(), 1);
}

#[test]
fn of_a_page_only_origin_and_path_are_kept() {
    for (address, kept) in [
        ("https://kiln.example/pots?email=a@b.example#x", Some("https://kiln.example/pots")),
        ("http://127.0.0.1:8788/#token", Some("http://127.0.0.1:8788/")),
        ("javascript:alert(1)", None),
        ("https://user:secret@kiln.example/", None),
        ("", None),
    ] {
        assert_eq!(page_to_keep(address).as_deref(), kept, "{address}");
    }
    assert_eq!(
        page_to_keep(&format!("https://kiln.example/{}", "é".repeat(9_000))).map(|page| page.chars().count()),
        Some(PAGE_CHARS)
    );
}

#[test]
fn a_row_names_the_contact_or_the_visitor_and_shows_the_last_words() {
    // S124
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread;
    let inbox = conversation::ids::InboxId::parse("main").unwrap();
    let first = row::of(&sql, &thread, inbox.clone()).unwrap();
    assert_eq!((first.name, first.email, first.verified), (None, None, false));
    assert_eq!(first.visitor, visitor(1).short());
    assert_eq!((first.preview.as_str(), first.preview_from_visitor), ("Hello", true));
    assert_eq!((first.updated_at, first.waiting_since), (5, Some(5)));
    let done = reply(&sql, anna(), &thread.id, id("reply-001"), said("Good\nmorning"), 9).unwrap();
    let known = KnownAs {
        id: ContactId::parse("sofia").unwrap(),
        name: Some("Sofia Marques".into()),
        email: Some("sofia@kiln.test".into()),
        verified: true,
    };
    let known = Kept { contact: Some(known), ..done.thread };
    let answered = row::of(&sql, &known, inbox).unwrap();
    assert_eq!(answered.name.as_deref(), Some("Sofia Marques"));
    assert_eq!((answered.email.as_deref(), answered.verified), (Some("sofia@kiln.test"), true));
    assert_eq!((answered.preview.as_str(), answered.preview_from_visitor), ("Good morning", false));
    assert_eq!((answered.updated_at, answered.waiting_since, answered.last_seq), (9, None, 3));
    assert!(answered.revision > first.revision && !answered.filtered);
}

#[test]
fn a_rule_gives_a_thread_once_and_takes_none_from_whoever_has_it() {
    // S92: told at least once
    let sql = shard();
    let thread = begun(&sql, 1, "message-1").thread.id;
    let jonas = Agent { id: AgentId::parse("jonas").unwrap(), name: "Jonas Brandt".into() };
    let route = |from: Option<&Agent>, to: Option<Agent>| {
        let from = from.map(|agent| agent.id.clone());
        act(&sql, &thread, Command::Route { from, to }, 9).unwrap()
    };
    assert_eq!(route(None, Some(anna())).entries.len(), 1);
    assert_eq!(route(None, Some(anna())).entries.len(), 0, "again");
    assert_eq!(route(None, Some(jonas.clone())).entries.len(), 0, "somebody has it");
    let done = route(Some(&anna()), Some(jonas.clone()));
    assert_eq!(done.thread.state.assignee, Some(jonas.clone()));
    assert_eq!(done.entries.first().map(|entry| entry.from.clone()), Some(Author::System));
    // E45: taken for nobody yet, it says so in the thread.
    let done = route(Some(&jonas), None);
    assert_eq!(done.entries.first().map(|entry| entry.body.clone()), Some(Body::Assigned { agent: None }));
}

#[test]
fn who_spoke_with_a_visitor_last_is_known_of_their_next_thread() {
    // P43 S97
    let sql = shard();
    let begin_with = |n, owner: Option<&str>| {
        let thread = new_thread(n, 1, &format!("message-{n}"));
        let owner = owner.map(|owner| AgentId::parse(owner).unwrap());
        begin(
            &sql,
            Begin { thread, text: said("Hello"), consent: Given::default(), owner, lift: None, bot: None },
            5,
        )
        .unwrap()
        .thread
        .id
    };
    let by = |thread: &ThreadId| {
        let (owner, last) = rows::routing::of(&sql, thread).unwrap();
        (owner.map(|id| id.as_str().to_owned()), last.map(|id| id.as_str().to_owned()))
    };
    let first = begin_with(1, None);
    assert_eq!(by(&first), (None, None));
    reply(&sql, anna(), &first, id("reply-001"), said("Hi"), 6).unwrap();
    let second = begin_with(2, Some("mira"));
    assert_eq!(by(&second), (Some("mira".to_owned()), Some("anna".to_owned())));
}
