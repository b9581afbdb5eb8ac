//! Logs as shards tell them: once, twice, with gaps, after a restore.

use conversation::ids::InboxId;
use conversation::rating::Scale;
use conversation::report::{By, Figures, Filter, Part};
use conversation::routing::Rule;
use conversation::schedule::Date;
use conversation::thread::Status;
use protocol::frame::{Agent, Annotation, Note, Row, ThreadState};

use super::*;
use crate::colleagues::Known;
use crate::index::{self, gone, report, routing::Moment};
use crate::objects::call::TellInbox;
use crate::objects::call::reports::{Asked, Next, ReadReport};
use crate::store::inbox::rebuild;
use crate::store::migrate::{INBOX, migrate};
use crate::store::native::Memory;
use crate::zones;

/// Monday, 2026-11-23, 09:00 in UTC.
const NOW: u64 = 1_795_424_400_000;
const MINUTE: u64 = 60_000;

pub(crate) fn agent(id: &str) -> Agent {
    Agent { id: AgentId::parse(id).unwrap(), name: id.to_uppercase() }
}

fn thread(n: u8) -> ThreadId {
    ThreadId::from_random(0, [n; 16])
}

fn entry(seq: u64, minute: u64, from: Author, body: Body) -> Entry {
    Entry {
        edited: None,
        reply_to: None,
        seq,
        at: NOW + minute * MINUTE,
        from,
        client_message_id: None,
        body,
        quick_replies: Vec::new(),
        form: Vec::new(),
        attachments: Vec::new(),
    }
}

fn by(id: &str) -> Author {
    let Agent { id, name } = agent(id);
    Author::Agent { id, name }
}

fn text() -> Body {
    Body::Text { text: "nobody's business".into() }
}

/// Asked, given to Anna, answered after ten minutes, closed after thirty; and asked again an hour later.
fn log() -> Vec<Entry> {
    vec![
        entry(1, 0, Author::Visitor, text()),
        entry(2, 1, Author::System, Body::Assigned { agent: Some(agent("anna")) }),
        entry(3, 10, by("anna"), text()),
        entry(4, 30, by("anna"), Body::Closed),
        entry(5, 60, Author::Visitor, Body::Reopened),
        entry(6, 60, Author::Visitor, text()),
    ]
}

fn row(n: u8, last_seq: u64) -> Row {
    let mut row = crate::store::inbox::find::tests::new_row(0);
    (row.thread, row.inbox) = (thread(n), InboxId::parse("main").unwrap());
    (row.filtered, row.contact, row.assignee, row.status) = (false, None, None, Status::Open);
    row.page = Some("https://kiln.example/tea?from=mail".into());
    row.desk = Box::default();
    (row.opened_at, row.updated_at) = (NOW, NOW + last_seq);
    (row.last_seq, row.revision) = (last_seq, last_seq);
    row
}

fn told(row: Row, entries: &[Entry], annotations: Vec<Annotation>) -> TellInbox {
    let state = ThreadState {
        id: row.thread.clone(),
        chatflow: row.chatflow.clone(),
        status: row.status,
        assignee: row.assignee.clone(),
        last_seq: row.last_seq,
        opened_at: row.opened_at,
        marks: None,
    };
    let entries = entries.to_vec();
    TellInbox { row, entries, routing: Rule::NOBODY, owner: None, last_agent: None, state, annotations }
}

fn tell(sql: &Memory, row: Row, entries: &[Entry]) {
    let moment = Moment { now: NOW, zones: &zones::zone, grace_ms: 1, long_wait_ms: 1 };
    index::hear(sql, told(row, entries, Vec::new()), moment).unwrap();
}

fn crew(sql: &Memory, revision: u64, team: &str) {
    let known = Known {
        agent: agent("anna"),
        has_seat: true,
        is_member: true,
        teams: vec![TeamId::parse(team).unwrap()],
        skills: Vec::new(),
        is_away: false,
        reassign_replies: false,
        away_since: None,
        away_by: None,
        shared: None,
        capacity: None,
        hours: None,
    };
    assert!(colleagues::hear(sql, revision, &[known], NOW).unwrap());
}

/// An inbox that knows of Anna, who is in sales.
fn inbox() -> Memory {
    let sql = Memory::migrated(INBOX);
    crew(&sql, 1, "sales");
    sql
}

fn asked(by: Option<By>) -> Asked {
    let day: Date = "2026-11-23".parse().unwrap();
    Asked {
        from: day,
        to: day,
        zone: "UTC".into(),
        by,
        filter: Filter::default(),
        reply_within: 5 * MINUTE,
        close_within: 60 * MINUTE,
        hours: Vec::new(),
    }
}

/// Everything of the day, in pages of that size.
fn read(sql: &Memory, asked: &Asked, limit: u32) -> Part {
    let (mut whole, mut after): (Part, Option<Next>) = (Part::default(), None);
    loop {
        let call = ReadReport { asked: asked.clone(), after, limit };
        let page = report::read(sql, &call).unwrap();
        whole.merge(&page.part);
        after = page.next;
        if after.is_none() {
            return whole;
        }
    }
}

fn counts(it: &Figures) -> (u64, u64, u64, u64) {
    (it.opened, it.replied, it.closed, it.unanswered)
}

/// Whether the first response took so many minutes, to 2 %.
fn is_about(part: &Part, minutes: u64) -> bool {
    let took = part.total.first_response.took.quantile(50).unwrap();
    took.abs_diff(minutes * MINUTE) * 50 <= minutes * MINUTE
}

#[test]
fn a_log_is_counted_however_it_is_told() {
    // P82: in one telling, entry by entry, twice, and with entries that were told before
    let log = log();
    let expected = (2, 1, 1, 1);
    for (name, tellings) in [
        ("at once", vec![(6, 0..6)]),
        ("entry by entry", (0..6).map(|n| (n as u64 + 1, n..n + 1)).collect()),
        ("twice", vec![(3, 0..3), (3, 0..3), (6, 3..6), (6, 3..6)]),
        ("told again with what is new", vec![(2, 0..2), (6, 0..6)]),
    ] {
        let sql = inbox();
        for (last, entries) in tellings {
            tell(&sql, row(1, last), &log[entries]);
        }
        let part = read(&sql, &asked(None), 100);
        assert_eq!(counts(&part.total), expected, "{name}");
        assert!(is_about(&part, 10), "{name}");
        assert_eq!((part.total.first_response.within, part.total.closing.within), (0, 1), "{name}");
        assert!(kept::behind(&sql, 9).unwrap().is_empty(), "{name}");
    }
}

#[test]
fn what_did_not_come_with_a_telling_is_read_later() {
    // P82
    let (sql, log) = (inbox(), log());
    tell(&sql, row(1, 6), &log[4..]);
    assert_eq!(counts(&read(&sql, &asked(None), 100).total), (0, 0, 0, 0));
    assert_eq!(kept::behind(&sql, 9).unwrap(), [(thread(1), 0)]);
    catch_up(&sql, &thread(1), &log[..3]).unwrap();
    assert_eq!(kept::behind(&sql, 9).unwrap(), [(thread(1), 3)]);
    catch_up(&sql, &thread(1), &log[3..]).unwrap();
    assert_eq!(counts(&read(&sql, &asked(None), 100).total), (2, 1, 1, 1));
    // A shard that has no more ends it.
    tell(&sql, row(2, 4), &[]);
    catch_up(&sql, &thread(2), &[]).unwrap();
    assert!(kept::behind(&sql, 9).unwrap().is_empty());
}

#[test]
fn who_it_was_is_counted_once_it_is_told_who_works_here() {
    // P82
    let (sql, log) = (Memory::migrated(INBOX), log());
    tell(&sql, row(1, 6), &log);
    assert_eq!(counts(&read(&sql, &asked(None), 100).total), (1, 0, 0, 1));
    assert_eq!(kept::behind(&sql, 9).unwrap(), [(thread(1), 1)]);
    crew(&sql, 1, "sales");
    catch_up(&sql, &thread(1), &log[1..]).unwrap();
    let groups = read(&sql, &asked(Some(By::Team)), 100).groups;
    assert_eq!(
        groups.into_iter().map(|(key, it)| (key, it.opened)).collect::<Vec<_>>(),
        [("sales".to_owned(), 2)]
    );
}

#[test]
fn threads_from_before_there_were_reports_are_read() {
    // P82: an inbox of the migration before, with a thread in it
    let sql = Memory::migrated(&INBOX[..12]);
    let old = "INSERT INTO threads (thread, revision, name, chatflow, chatflow_name, status, filtered, preview, \
               preview_from_visitor, opened_at, updated_at, last_seq, routed, indexed) \
               VALUES (?, 6, '', 'shop', 'Shop', 'open', 0, '', 1, 5, 5, 6, '{}', 6)";
    sql.run(old, crate::values![thread(1).as_str()]).unwrap();
    migrate(&sql, INBOX).unwrap();
    crew(&sql, 1, "sales");
    assert_eq!((kept::uncounted(&sql).unwrap(), kept::behind(&sql, 9).unwrap()), (1, vec![(thread(1), 0)]));
    catch_up(&sql, &thread(1), &log()).unwrap();
    assert_eq!(counts(&read(&sql, &asked(None), 100).total), (2, 1, 1, 1));
}

#[test]
fn after_a_restore_logs_are_counted_anew() {
    // P82 F14
    let (sql, log) = (inbox(), log());
    tell(&sql, row(1, 6), &log);
    tell(&sql, row(2, 1), &log[..1]);
    rebuild::doubt(&sql).unwrap();
    // The shard is older: it was never written to again. Of the other thread no shard knows.
    tell(&sql, row(1, 4), &[]);
    catch_up(&sql, &thread(1), &log[..4]).unwrap();
    rebuild::drop_doubted(&sql).unwrap();
    assert_eq!(counts(&read(&sql, &asked(None), 100).total), (1, 1, 1, 0));
}

#[test]
fn teams_are_those_of_the_moment() {
    // P82: who changes teams takes nothing along
    let (sql, log) = (inbox(), log());
    tell(&sql, row(1, 4), &log[..4]);
    crew(&sql, 2, "care");
    tell(&sql, row(1, 6), &log[4..]);
    let groups = |by| {
        let part = read(&sql, &asked(Some(by)), 100);
        part.groups.into_iter().map(|(key, it)| (key, it.opened, it.replied, it.closed)).collect::<Vec<_>>()
    };
    assert_eq!(groups(By::Team), [("sales".to_owned(), 2, 1, 1)]);
    assert_eq!(groups(By::Agent), [("anna".to_owned(), 2, 1, 1)]);
    assert_eq!(groups(By::Page), [("/tea".to_owned(), 2, 1, 1)]);
}

#[test]
fn what_is_filtered_does_not_count_and_what_is_gone_is_gone() {
    // P82 S148 H91 N18
    let (sql, log) = (inbox(), log());
    tell(&sql, row(1, 6), &log);
    tell(&sql, Row { revision: 7, filtered: true, ..row(1, 6) }, &[]);
    assert_eq!(counts(&read(&sql, &asked(None), 100).total), (0, 0, 0, 0));
    tell(&sql, Row { revision: 8, ..row(1, 6) }, &[]);
    assert_eq!(counts(&read(&sql, &asked(None), 100).total), (2, 1, 1, 1));
    assert!(gone::thread(&sql, &thread(1), NOW).unwrap());
    assert_eq!(counts(&read(&sql, &asked(None), 100).total), (0, 0, 0, 0));
    assert_eq!(sql.run("SELECT count(*) FROM conversations", &[]).unwrap()[0].number(0), Ok(0));
}

#[test]
fn pages_of_any_size_are_the_same_report() {
    // P82 H68: conversations and ratings, page by page
    let (sql, log) = (inbox(), log());
    for n in 1..8 {
        let rated = Note::Rated { scale: Scale::Stars, score: Some(n % 5 + 1), comment: None, ended: 4 };
        let rated = Annotation {
            n: 1,
            after_seq: 4,
            at: NOW + 40 * MINUTE,
            from: Author::Visitor,
            client_message_id: None,
            note: rated,
        };
        let moment = Moment { now: NOW, zones: &zones::zone, grace_ms: 1, long_wait_ms: 1 };
        index::hear(&sql, told(row(n, 6), &log, vec![rated]), moment).unwrap();
    }
    for by in By::ALL {
        let whole = read(&sql, &asked(Some(by)), 100);
        assert_eq!((counts(&whole.total), whole.total.ratings.count(Scale::Stars)), ((14, 7, 7, 7), 7));
        for limit in [1, 2, 3, 7] {
            assert_eq!(read(&sql, &asked(Some(by)), limit), whole, "{by:?} {limit}");
        }
    }
}

#[test]
fn open_time_is_counted_where_a_chatflow_has_hours() {
    // P82: open from 09:05 on
    let (sql, log) = (inbox(), log());
    tell(&sql, row(1, 6), &log);
    let schedule = r#"{"zone": "UTC", "week": {"monday": [{"from": "09:05", "until": "17:00"}]}}"#;
    let schedule = crate::json::tree::from_str(schedule).unwrap();
    let hours = vec![(row(1, 1).chatflow, schedule)];
    let part = read(&sql, &Asked { hours, ..asked(None) }, 100);
    assert!(is_about(&part, 5));
    assert_eq!(part.total.first_response.within, 1);
}
