use conversation::desk::{Owning, Team};
use conversation::filter::Facts;
use conversation::ids::{ChatflowId, ContactId, TeamId, ThreadId};
use conversation::routing::Because;
use conversation::routing::priority::Priority;
use conversation::thread::Status;
use protocol::frame::{Agent, Author, Blocked, Body, Desk, Entry};

use super::*;
use crate::index::gone;
use crate::store::inbox::search::learn;
use crate::store::inbox::{Heard, counts, erase, hear};
use crate::store::migrate::INBOX;
use crate::store::native::Memory;

pub(crate) fn inbox() -> InboxId {
    InboxId::parse("main").unwrap()
}

pub(super) fn agent(id: &str) -> AgentId {
    AgentId::parse(id).unwrap()
}

fn label(id: &str) -> LabelId {
    LabelId::parse(id).unwrap()
}

/// A row like no other: every number makes another mix of everything that can be asked for.
pub(crate) fn new_row(n: u16) -> Row {
    let pick = |by: u16, of: u16| (n / by) % of;
    let mut bits = [0; 16];
    bits[..2].copy_from_slice(&n.to_be_bytes());
    let assignee = [None, Some("anna"), Some("tom")][usize::from(pick(1, 3))];
    let contact = [None, Some("sofia"), Some("max")][usize::from(pick(3, 3))];
    let labels = [vec![], vec!["vip"], vec!["late", "vip"]][usize::from(pick(9, 3))].clone();
    let (blocked, spam) = (pick(5, 7) == 0, pick(7, 11) == 0);
    let archived = pick(11, 13) == 0;
    Row {
        thread: ThreadId::from_random(0, bits),
        inbox: inbox(),
        visitor: "4K2Q".into(),
        name: contact.map(|name| format!("{name} Marqués")),
        email: contact.map(|name| format!("{name}@kiln.test")),
        verified: contact.is_some(),
        chatflow: ChatflowId::parse(["shop", "help"][usize::from(pick(2, 2))]).unwrap(),
        chatflow_name: "Shop".into(),
        page: None,
        status: [Status::Open, Status::Closed][usize::from(pick(27, 2))],
        assignee: assignee.map(|id| Agent { id: agent(id), name: id.to_uppercase() }),
        filtered: blocked || spam,
        contact: contact.map(|id| ContactId::parse(id).unwrap()),
        desk: Box::new(Desk {
            snoozed: (pick(4, 3) == 0).then(Default::default),
            labels: labels.into_iter().map(label).collect(),
            spam,
            blocked: blocked.then(|| Blocked {
                by: Agent { id: agent("anna"), name: "Anna".into() },
                at: u64::from(n),
                why: None,
            }),
            archived_at: archived.then_some(9),
            priority: Priority::ALL[usize::from(pick(17, 4))],
            priority_by: None,
            team: (assignee.is_none() && pick(13, 2) == 0)
                .then(|| owning(["kilns", "shop"][usize::from(pick(6, 2))])),
            notes: 0,
        }),
        bot: None,
        preview: "Hello".into(),
        preview_from_visitor: true,
        opened_at: 1_000 + u64::from(n),
        updated_at: 5_000 - u64::from(n / 3),
        waiting_since: None,
        last_seq: 2,
        revision: 1,
    }
}

fn owning(team: &str) -> Owning {
    Owning { team: Team { id: TeamId::parse(team).unwrap(), name: team.into() }, by: None }
}

const TEXTS: [&str; 5] =
    ["Where is my refund?", "Not yet, sorry", "A delivery is late", "Refunds take days", "Grüße!"];

fn said(seq: u64, text: &str) -> Entry {
    Entry {
        seq,
        at: 1,
        from: Author::Visitor,
        client_message_id: None,
        body: Body::Text { text: text.into() },
        quick_replies: Vec::new(),
        reply_to: None,
        edited: None,
        form: Vec::new(),
        attachments: Vec::new(),
    }
}

fn texts_of(n: u16) -> [&'static str; 2] {
    [TEXTS[usize::from(n) % 5], TEXTS[usize::from(n / 5) % 5]]
}

/// An inbox of so many threads, as its shards told of them.
pub(crate) fn filled(threads: u16) -> (Memory, Vec<Row>) {
    let sql = Memory::migrated(INBOX);
    let rows: Vec<Row> = (0..threads).map(new_row).collect();
    for (n, row) in (0..).zip(&rows) {
        assert_eq!(hear(&sql, row, Because::RuleSaysNobody).unwrap(), Heard::New);
        let [one, two] = texts_of(n);
        learn(&sql, row, None, &[said(1, one), said(2, two)]).unwrap();
    }
    (sql, rows)
}

/// The words of a text, without accents and case: what the index makes of it.
fn words_of(text: &str) -> Vec<String> {
    let plain = text.to_lowercase().replace('é', "e").replace('ü', "u");
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn occurs(text: &str, words: &Words) -> bool {
    let there = words_of(text);
    words.all().iter().all(|word| {
        let wanted = words_of(&word.text);
        let Some((last, first)) = wanted.split_last() else { return false };
        there.windows(wanted.len()).any(|window| {
            let ends = &window[first.len()];
            window[..first.len()] == *first
                && if word.goes_on { ends.starts_with(last.as_str()) } else { ends == last }
        })
    })
}

/// What the domain says a filter shows, in the order of the list.
pub(super) fn expected(rows: &[Row], shelf: Shelf, filter: &Filter) -> Vec<ThreadId> {
    let me = agent("anna");
    let mut shown: Vec<&Row> = (0u16..)
        .zip(rows)
        .filter(|(n, row)| {
            let who = format!(
                "{} {} {}",
                row.name.as_deref().unwrap_or_default(),
                row.email.as_deref().unwrap_or_default(),
                row.visitor
            );
            let about = row.chatflow_name.clone();
            let texts = texts_of(*n);
            let says = |words: &Words| {
                // Words meet in one message, or in who it is with and what about.
                texts.iter().any(|text| occurs(text, words)) || occurs(&format!("{who} ~ {about}"), words)
            };
            let facts = Facts {
                standing: Standing::of(row.status, row.desk.snoozed.is_some()),
                channel: Channel::Chat,
                assignee: row.assignee.as_ref().map(|agent| &agent.id),
                team: row.desk.team.as_ref().map(|given| &given.team.id),
                priority: row.desk.priority,
                opened_at: row.opened_at,
                updated_at: row.updated_at,
                contact: row.contact.as_ref(),
                chatflow: &row.chatflow,
                labels: &row.desk.labels,
                says: &says,
                is_from: &|words| occurs(&who, words),
            };
            Shelf::of(row.filtered, row.desk.archived_at.is_some()) == shelf && filter.shows(&facts, &me)
        })
        .map(|(_, row)| row)
        .collect();
    shown.sort_by(|a, b| b.updated_at.cmp(&a.updated_at).then_with(|| a.thread.cmp(&b.thread)));
    shown.into_iter().map(|row| row.thread.clone()).collect()
}

fn found(sql: &Memory, shelf: Shelf, filter: &Filter) -> Vec<ThreadId> {
    let page = rows(sql, &inbox(), &agent("anna"), (shelf, filter), None, 10_000).unwrap();
    page.rows.into_iter().map(|row| row.thread).collect()
}

fn words(text: &str) -> Words {
    Words::parse(text).unwrap()
}

pub(super) fn every_test() -> Vec<Filter> {
    let span = |after, before| Span { after, before };
    vec![
        Filter::Status(Standing::Open),
        Filter::Status(Standing::Snoozed),
        Filter::Status(Standing::Closed),
        Filter::Channel(Channel::Chat),
        Filter::Channel(Channel::Email),
        Filter::Assignee(Who::Me),
        Filter::Assignee(Who::Nobody),
        Filter::Assignee(Who::Agent(agent("tom"))),
        Filter::Assignee(Who::Team(TeamId::parse("kilns").unwrap())),
        Filter::Opened(span(Some(1_010), Some(1_050))),
        Filter::Opened(span(None, None)),
        Filter::Updated(span(None, Some(4_990))),
        Filter::Contact(ContactId::parse("sofia").unwrap()),
        Filter::Chatflow(ChatflowId::parse("help").unwrap()),
        Filter::Label(label("vip")),
        Filter::Label(label("gone")),
        // P40
        Filter::Priority(Priority::Urgent),
        Filter::Not(Box::new(Filter::Priority(Priority::Normal))),
        Filter::Text(words("refund")),
        Filter::Text(words("refund*")),
        Filter::Text(words("late delivery")),
        Filter::Text(words("\"not yet\"")),
        Filter::Text(words("\"yet not\"")),
        Filter::Text(words("gruße")),
        Filter::Text(words("sofia")),
        Filter::From(words("marques")),
        Filter::From(words("max kiln.test")),
        Filter::From(words("refund")),
    ]
}

#[test]
fn the_database_shows_what_the_domain_says() {
    // S111 S112 S113 S114 S116 S117 S119 P48 P52
    let (sql, all) = filled(120);
    let tests = every_test();
    for shelf in Shelf::ALL {
        for one in &tests {
            for filter in [one.clone(), Filter::Not(Box::new(one.clone()))] {
                assert_eq!(
                    found(&sql, shelf, &filter),
                    expected(&all, shelf, &filter),
                    "{shelf:?} {filter:?}"
                );
            }
            for two in &tests {
                let (one, two) = (one.clone(), two.clone());
                for filter in [
                    Filter::All(vec![one.clone(), two.clone()]),
                    Filter::Any(vec![one.clone(), two.clone()]),
                    Filter::All(vec![Filter::Any(vec![one, Filter::Not(Box::new(two.clone()))]), two]),
                ] {
                    assert_eq!(
                        found(&sql, shelf, &filter),
                        expected(&all, shelf, &filter),
                        "{shelf:?} {filter:?}"
                    );
                }
            }
        }
    }
    assert_eq!(
        found(&sql, Shelf::Inbox, &Filter::All(vec![])),
        expected(&all, Shelf::Inbox, &Filter::All(vec![]))
    );
    assert_eq!(found(&sql, Shelf::Inbox, &Filter::Any(vec![])), []);
}

#[test]
fn pages_of_what_is_found_join_without_gap_or_repeat() {
    // P48
    let (sql, all) = filled(60);
    for filter in [Filter::All(vec![]), Filter::Text(words("refund")), Filter::Label(label("vip"))] {
        let (mut joined, mut cursor) = (Vec::new(), None);
        loop {
            let page =
                rows(&sql, &inbox(), &agent("anna"), (Shelf::Inbox, &filter), cursor.as_ref(), 2).unwrap();
            joined.extend(page.rows.into_iter().map(|row| row.thread));
            let Some(next) = page.next else { break };
            cursor = Some(next);
        }
        assert_eq!(joined, expected(&all, Shelf::Inbox, &filter));
    }
}

#[test]
fn counts_are_kept_as_threads_move() {
    // S115 S116 S117: whatever happens to a thread, counting the rows gives the same
    let (sql, all) = filled(80);
    let check = || {
        let shows = |filter: &Filter| found(&sql, Shelf::Inbox, filter).len() as u64;
        let open = |test: Filter| shows(&Filter::All(vec![Filter::Status(Standing::Open), test]));
        let counted = built_in(&sql, &agent("anna")).unwrap();
        assert_eq!(counted.all, open(Filter::All(vec![])));
        assert_eq!(counted.mine, open(Filter::Assignee(Who::Me)));
        assert_eq!(counted.unassigned, open(Filter::Assignee(Who::Nobody)));
        assert_eq!(counted.snoozed, shows(&Filter::Status(Standing::Snoozed)));
        assert_eq!(
            counted.filtered,
            found(&sql, Shelf::Filtered, &Filter::Status(Standing::Open)).len() as u64
        );
        assert_eq!(counted.archived, found(&sql, Shelf::Archived, &Filter::All(vec![])).len() as u64);
        let short = counts(&sql, &agent("anna")).unwrap();
        assert_eq!(
            (short.all, short.mine, short.unassigned),
            (counted.all, counted.mine, counted.unassigned)
        );
    };
    check();
    for (n, row) in (0u16..).zip(&all) {
        // Everything about it becomes what it is of another thread.
        let other = new_row(n * 7 + 3);
        let moved = Row { thread: row.thread.clone(), revision: 2, ..other };
        hear(&sql, &moved, Because::RuleSaysNobody).unwrap();
    }
    check();
    for row in all.iter().step_by(3) {
        assert!(erase::thread(&sql, &row.thread).unwrap());
    }
    check();
    erase::begin(&sql, 2).unwrap();
    assert_eq!(erase::shards(&sql).unwrap(), [0, 1]);
    erase::emptied(&sql, 0).unwrap();
    assert_eq!(erase::shards(&sql).unwrap(), [1]);
    gone::some(&sql, 9).unwrap();
    check();
    assert_eq!(built_in(&sql, &agent("anna")).unwrap(), BuiltIn::default());
    assert_eq!(sql.run("SELECT label FROM labelled", &[]).unwrap(), []);
}

#[test]
fn a_view_is_counted_up_to_a_thousand() {
    let (sql, _) = filled(30);
    let counted = count(&sql, &agent("anna"), &Filter::Label(label("vip"))).unwrap();
    assert_eq!(counted, found(&sql, Shelf::Inbox, &Filter::Label(label("vip"))).len() as u64);
    let many = Memory::migrated(INBOX);
    for n in 0..1_200 {
        let row = Row { filtered: false, desk: Box::default(), ..new_row(n) };
        hear(&many, &row, Because::RuleSaysNobody).unwrap();
    }
    assert_eq!(count(&many, &agent("anna"), &Filter::All(vec![])).unwrap(), COUNTED);
}

#[test]
fn blocks_are_listed_once_each_the_latest_first() {
    // E63
    let sql = Memory::migrated(INBOX);
    let by = Agent { id: agent("anna"), name: "Anna".into() };
    for (n, visitor, at) in [(1, "AAAA", 5), (2, "AAAA", 5), (3, "BBBB", 9)] {
        let blocked = Some(Blocked { by: by.clone(), at, why: Some("pills".into()) });
        let desk = Box::new(Desk { blocked, ..Desk::default() });
        let row =
            Row { visitor: visitor.into(), name: None, email: None, filtered: true, desk, ..new_row(n) };
        hear(&sql, &row, Because::RuleSaysNobody).unwrap();
    }
    let blocks = blocks(&sql, &inbox(), 10).unwrap();
    let told: Vec<_> =
        blocks.iter().map(|block| (block.visitor.as_str(), block.blocked.at, block.threads)).collect();
    assert_eq!(told, [("BBBB", 9, 1), ("AAAA", 5, 2)]);
    // Let in again, they are not listed.
    let free = Row { filtered: false, desk: Box::default(), revision: 2, ..new_row(3) };
    hear(&sql, &free, Because::RuleSaysNobody).unwrap();
    assert_eq!(super::blocks(&sql, &inbox(), 10).unwrap().len(), 1);
}

/// How the database goes about a statement.
fn plan(sql: &Memory, filter: &Filter) -> String {
    let me = agent("anna");
    let window = Window::of(sql, filter, None, Bounds::USUAL).unwrap();
    let (conditions, values) = conditions(sql, &me, Shelf::Inbox, filter, window.as_ref()).unwrap();
    let statement = format!(
        "EXPLAIN QUERY PLAN SELECT {COLUMNS} FROM threads WHERE {conditions} ORDER BY updated_at DESC, thread LIMIT 50"
    );
    let rows = sql.run(&statement, &values).unwrap();
    rows.iter().map(|row| row.text(3).unwrap() + "\n").collect()
}

#[test]
fn no_list_walks_through_all_threads() {
    // S110: what is fast does not depend on how much there is
    let (sql, _) = filled(30);
    let open = || Filter::Status(Standing::Open);
    for (filter, index) in [
        (open(), "threads_in_order (shelf=? AND standing=?)"),
        (Filter::All(vec![]), "threads_of_shelf (shelf=?)"),
        (
            Filter::All(vec![open(), Filter::Assignee(Who::Me)]),
            "threads_of_assignee (shelf=? AND standing=? AND assignee=?)",
        ),
        (
            Filter::All(vec![open(), Filter::Assignee(Who::Nobody)]),
            "threads_of_assignee (shelf=? AND standing=? AND assignee=?)",
        ),
        (Filter::Text(words("refund")), "threads_by_number (number=?)"),
        (Filter::All(vec![open(), Filter::Text(words("refund"))]), "threads_by_number (number=?)"),
        (Filter::Contact(ContactId::parse("sofia").unwrap()), "threads_of_contact (contact=?)"),
        (Filter::Label(label("vip")), "PRIMARY KEY (thread=?)"),
    ] {
        let plan = plan(&sql, &filter);
        assert!(plan.contains(index), "{filter:?}:\n{plan}");
        assert!(!plan.contains("SCAN threads"), "{filter:?}:\n{plan}");
        // What is looked up is sorted afterwards; what is walked comes in its order.
        let is_sorted = index.starts_with("threads_by_number") || index.starts_with("PRIMARY KEY");
        assert_eq!(plan.contains("TEMP B-TREE"), is_sorted, "{filter:?}:\n{plan}");
    }
}
