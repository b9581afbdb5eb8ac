use conversation::desk::{KEPT_MS, Snooze};
use conversation::ids::{AgentId, ContactId, InboxId, LabelId};

use super::*;
use crate::shard::consent::Given;
use crate::shard::outbox::Outbox;
use crate::shard::tests::{anna, id, new_thread, said, shard, visitor};
use crate::shard::{Begin, begin, block, claim::claim, row, write};
use crate::store::native::Memory;
use crate::store::threads::{KnownAs, entries, outbox};

fn begun(sql: &Memory, n: u8) -> Kept {
    let thread = new_thread(n, 1, &format!("message-{n}"));
    begin(
        sql,
        Begin { thread, text: said("Hello"), consent: Given::default(), owner: None, lift: None, bot: None },
        5,
    )
    .unwrap()
    .thread
}

fn acts(sql: &Memory, thread: &Kept, what: DeskAct, now: u64) -> Result<Kept, Error> {
    act(sql, &thread.id, what, anna(), now).map(|done| done.thread)
}

fn notes(sql: &Memory, thread: &Kept) -> Vec<Told> {
    desks::after(sql, &thread.id, 0, 100).unwrap().into_iter().map(|annotation| annotation.note).collect()
}

fn comment(id_text: &str, text: &str) -> DeskAct {
    DeskAct::Comment { client_message_id: id(id_text), text: text.into(), mentions: vec![] }
}

fn news(sql: &Memory, thread: &Kept) -> Option<crate::objects::call::TellInbox> {
    Outbox::default().news(sql, &InboxId::parse("main").unwrap(), &thread.id).unwrap()
}

fn label(name: &str) -> LabelId {
    LabelId::parse(name).unwrap()
}

#[test]
fn a_comment_is_beside_the_log_and_told_to_the_inbox_only() {
    // P47: the visitor's log and its numbers stay as they are
    let sql = shard();
    let thread = begun(&sql, 1);
    outbox::told(&sql, &thread.id, thread.revision, 1).unwrap();
    let mentions = vec![AgentId::parse("tom").unwrap()];
    let what = DeskAct::Comment {
        client_message_id: id("comment-1"),
        text: "Yours?".into(),
        mentions: mentions.clone(),
    };
    let after = acts(&sql, &thread, what, 9).unwrap();
    assert_eq!((after.state.last_seq, after.revision), (1, thread.revision + 1));
    assert_eq!(entries::after(&sql, &thread.id, 0, 10).unwrap().len(), 1);
    let told = news(&sql, &thread).unwrap();
    assert_eq!((told.entries.len(), told.annotations.len(), told.row.desk.notes), (0, 1, 1));
    let annotation = &told.annotations[0];
    assert_eq!((annotation.n, annotation.after_seq, annotation.at), (1, 1, 9));
    assert_eq!(annotation.note, Told::Comment { text: "Yours?".into(), mentions });
}

#[test]
fn a_comment_sent_twice_is_one_comment() {
    // P2
    let sql = shard();
    let thread = begun(&sql, 1);
    acts(&sql, &thread, comment("comment-1", "Once"), 9).unwrap();
    acts(&sql, &thread, comment("comment-1", "Once"), 10).unwrap();
    let refused = acts(&sql, &thread, comment("comment-1", "Twice"), 11);
    assert_eq!(refused.map_err(|error| error.code()), Err(Code::IdempotencyConflict));
    assert_eq!(notes(&sql, &thread).len(), 1);
}

#[test]
fn annotations_are_told_until_the_inbox_has_heard_the_newest() {
    let sql = shard();
    let thread = begun(&sql, 1);
    let first = acts(&sql, &thread, comment("comment-1", "One"), 9).unwrap();
    // While the first telling is under way, a second is made.
    acts(&sql, &thread, comment("comment-2", "Two"), 10).unwrap();
    outbox::told(&sql, &thread.id, first.revision, 1).unwrap();
    let told = news(&sql, &thread).unwrap();
    assert_eq!(told.annotations.iter().map(|annotation| annotation.n).collect::<Vec<_>>(), [1, 2]);
    outbox::told(&sql, &thread.id, told.row.revision, 1).unwrap();
    assert!(news(&sql, &thread).is_none());
}

#[test]
fn the_visitors_message_wakes_a_thread_in_the_same_transaction() {
    // P49
    let sql = shard();
    let thread = begun(&sql, 1);
    acts(&sql, &thread, DeskAct::Snooze(Snooze::default()), 9).unwrap();
    assert!(news(&sql, &thread).unwrap().row.desk.snoozed.is_some());
    let done =
        write(&sql, &visitor(1), &thread.id, id("message-9"), said("Still there?"), &Given::default(), 10);
    let told = news(&sql, &thread).unwrap();
    assert_eq!(told.row.desk.snoozed, None);
    assert_eq!(told.row.revision, done.unwrap().thread.revision);
    assert_eq!(notes(&sql, &thread), [Told::Snoozed { until: None }, Told::Woke]);
    let woke = desks::after(&sql, &thread.id, 1, 10).unwrap();
    assert_eq!((woke[0].after_seq, &woke[0].from), (2, &protocol::frame::Author::Visitor));
}

#[test]
fn a_snoozed_thread_wakes_by_the_alarm() {
    // P49
    let sql = shard();
    let thread = begun(&sql, 1);
    outbox::told(&sql, &thread.id, thread.revision, 1).unwrap();
    let slept = acts(&sql, &thread, DeskAct::Snooze(Snooze { until: Some(500) }), 9).unwrap();
    outbox::told(&sql, &thread.id, slept.revision, 1).unwrap();
    assert_eq!(desks::next_due(&sql).unwrap(), Some(500));
    assert_eq!(overdue(&sql, 499).unwrap(), []);
    assert_eq!(overdue(&sql, 500).unwrap(), std::slice::from_ref(&thread.id));
    assert_eq!(overdue(&sql, 500).unwrap(), []);
    assert_eq!(desks::next_due(&sql).unwrap(), None);
    let told = news(&sql, &thread).unwrap();
    assert_eq!((told.row.desk.snoozed, told.annotations.len()), (None, 1));
}

#[test]
fn only_the_thread_is_spam_and_all_of_a_blocked_senders_are_filtered() {
    // S153 S148 S152
    let sql = shard();
    let (one, two) = (begun(&sql, 1), begun(&sql, 2));
    let filtered = |thread: &Kept| news(&sql, thread).unwrap().row.filtered;
    acts(&sql, &one, DeskAct::Spam(true), 9).unwrap();
    assert_eq!((filtered(&one), filtered(&two)), (true, false));
    acts(&sql, &one, DeskAct::Spam(false), 10).unwrap();
    assert_eq!((filtered(&one), filtered(&two)), (false, false));
    acts(&sql, &one, DeskAct::Block { why: Some(" Pills,\n again ".into()) }, 11).unwrap();
    assert_eq!((filtered(&one), filtered(&two)), (true, true));
    let blocked = news(&sql, &two).unwrap().row.desk.blocked.unwrap();
    // E63: who, when and why
    assert_eq!((blocked.by.id, blocked.by.name), (anna().id, anna().name));
    assert_eq!((blocked.at, blocked.why.as_deref()), (11, Some("Pills, again")));
    acts(&sql, &one, DeskAct::Block { why: None }, 12).unwrap();
    block(&sql, &one.id, false, &anna(), None, 13).unwrap();
    assert_eq!((filtered(&one), filtered(&two)), (false, false));
    let why = Some("Pills, again".to_owned());
    let expected = [Told::MarkedSpam, Told::NotSpam, Told::Blocked { why }, Told::Unblocked];
    assert_eq!(notes(&sql, &one), expected, "P60: once each");
    assert_eq!(notes(&sql, &two), []);
}

#[test]
fn a_deleted_thread_is_back_when_somebody_writes_and_gone_after_thirty_days() {
    // H91
    let sql = shard();
    let (kept, gone) = (begun(&sql, 1), begun(&sql, 2));
    for thread in [&kept, &gone] {
        acts(&sql, thread, DeskAct::Archive, 9).unwrap();
        assert_eq!(news(&sql, thread).unwrap().row.desk.archived_at, Some(9));
    }
    write(&sql, &visitor(1), &kept.id, id("message-9"), said("Hello?"), &Given::default(), 10).unwrap();
    assert_eq!(notes(&sql, &kept), [Told::Archived, Told::Restored]);
    assert_eq!(desks::next_due(&sql).unwrap(), Some(9 + KEPT_MS));
    overdue(&sql, 8 + KEPT_MS).unwrap();
    assert!(rows::thread(&sql, &gone.id).unwrap().is_some());
    overdue(&sql, 9 + KEPT_MS).unwrap();
    assert!(rows::thread(&sql, &gone.id).unwrap().is_none());
    assert!(rows::thread(&sql, &kept.id).unwrap().is_some());
    for table in
        ["entries", "annotations", "desks", "outbox", "consents", "subscribed", "refused", "received"]
    {
        let left =
            sql.run(&format!("SELECT 1 FROM {table} WHERE thread = ?"), &[gone.id.as_str().into()]).unwrap();
        assert_eq!(left, [], "{table}");
    }
    // The inbox hears of it until it has heard.
    let told = desks::gone(&sql, 9 + KEPT_MS, 10).unwrap();
    assert_eq!(told.iter().map(|gone| &gone.thread).collect::<Vec<_>>(), [&gone.id]);
    desks::postpone_gone(&sql, &gone.id, 20 + KEPT_MS).unwrap();
    assert_eq!(desks::next_due(&sql).unwrap(), Some(20 + KEPT_MS));
    desks::told_gone(&sql, &gone.id).unwrap();
    assert_eq!(desks::next_due(&sql).unwrap(), None);
}

#[test]
fn a_contact_that_was_taken_off_does_not_come_back_by_itself() {
    // S147
    let sql = shard();
    let mut thread = new_thread(1, 1, "message-1");
    let sofia = ContactId::parse("sofia").unwrap();
    thread.contact =
        Some(KnownAs { id: sofia.clone(), name: None, email: Some("s@kiln.test".into()), verified: false });
    let thread = begin(
        &sql,
        Begin { thread, text: said("Hello"), consent: Given::default(), owner: None, lift: None, bot: None },
        5,
    )
    .unwrap()
    .thread;
    let other = begun(&sql, 2);
    assert_eq!(news(&sql, &thread).unwrap().row.contact, Some(sofia.clone()));
    acts(&sql, &thread, DeskAct::Disconnect, 9).unwrap();
    let row = news(&sql, &thread).unwrap().row;
    assert_eq!((row.contact, row.email, row.name), (None, None, None));
    let changed = claim(&sql, &visitor(1), &sofia, "s@kiln.test", 10).unwrap();
    assert_eq!(changed, std::slice::from_ref(&other.id));
    assert_eq!(notes(&sql, &thread), [Told::Disconnected]);
    // One without a contact has none to take off.
    let third = begun(&sql, 3);
    acts(&sql, &third, DeskAct::Disconnect, 11).unwrap();
    assert_eq!(notes(&sql, &third), []);
}

#[test]
fn labels_are_in_the_row_and_every_change_is_noted() {
    // P48 P60
    let sql = shard();
    let thread = begun(&sql, 1);
    let add = |add: &[&str], remove: &[&str]| DeskAct::Label {
        add: add.iter().map(|name| label(name)).collect(),
        remove: remove.iter().map(|name| label(name)).collect(),
    };
    acts(&sql, &thread, add(&["vip", "late"], &[]), 9).unwrap();
    acts(&sql, &thread, add(&["vip"], &["late"]), 10).unwrap();
    assert_eq!(news(&sql, &thread).unwrap().row.desk.labels, [label("vip")]);
    let labelled = |name| Told::Labelled { label: label(name) };
    let expected = [labelled("late"), labelled("vip"), Told::Unlabelled { label: label("late") }];
    assert_eq!(notes(&sql, &thread), expected);
}

#[test]
fn a_piece_of_a_log_brings_what_is_beside_it() {
    let sql = shard();
    let thread = begun(&sql, 1);
    for n in 2..=4 {
        acts(&sql, &thread, comment(&format!("comment-{n}"), "Hm"), n).unwrap();
        write(
            &sql,
            &visitor(1),
            &thread.id,
            id(&format!("message-{n}9")),
            said("More"),
            &Given::default(),
            n,
        )
        .unwrap();
    }
    let kept = rows::thread(&sql, &thread.id).unwrap().unwrap();
    let numbers = |after_seq, limit| {
        let entries = entries::after(&sql, &thread.id, after_seq, limit).unwrap();
        let beside = beside(&sql, &kept, after_seq, &entries).unwrap();
        beside.into_iter().map(|annotation| annotation.n).collect::<Vec<_>>()
    };
    // Places 1, 2, 3: whoever has the log up to a place may miss what was put there since.
    assert_eq!(numbers(0, 10), [1, 2, 3]);
    assert_eq!(numbers(0, 2), [1, 2]);
    assert_eq!(numbers(2, 1), [2, 3]);
    assert_eq!(numbers(4, 10), [0u64; 0]);
}

#[test]
fn of_a_deleted_inbox_nothing_is_left() {
    // S180
    let sql = shard();
    let thread = begun(&sql, 1);
    acts(&sql, &thread, comment("comment-1", "Hm"), 9).unwrap();
    block(&sql, &thread.id, true, &anna(), None, 10).unwrap();
    desks::remove_all(&sql).unwrap();
    for table in ["threads", "entries", "annotations", "desks", "outbox", "blocked", "gone", "consents"] {
        assert_eq!(sql.run(&format!("SELECT 1 FROM {table}"), &[]).unwrap(), [], "{table}");
    }
}

#[test]
fn a_row_says_who_is_blocked_since_before_reasons_were_kept() {
    let sql = shard();
    let thread = begun(&sql, 1);
    sql.run("INSERT INTO blocked (visitor, by, at) VALUES (?, 'anna', 7)", &[visitor(1).as_str().into()])
        .unwrap();
    let row = row::of(&sql, &thread, InboxId::parse("main").unwrap()).unwrap();
    assert!(row.filtered);
    assert_eq!(
        row.desk.blocked.map(|blocked| (blocked.at, blocked.by.name, blocked.why)),
        Some((7, String::new(), None))
    );
}
