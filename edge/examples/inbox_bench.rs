//! What listing, counting and searching cost in a large inbox: `cargo xtask bench inbox`.
//!
//! The inbox's own statements and functions, on SQLite in a file as `workerd` has it, without the Worker around them. Threads
//! are told as shards tell them, made up from a seed: the same every time. Knows no edge and asserts nothing.

use std::cell::Cell;
use std::time::Instant;

use conversation::filter::{Filter, query};
use conversation::ids::{AgentId, ChatflowId, ContactId, InboxId, LabelId, ThreadId};
use conversation::report::{By, Part};
use conversation::routing::Rule;
use conversation::thread::Status;
use conversation::view::{Shelf, Standing, View};
use edge::index::{self, routing::Moment};
use edge::objects::call::desk::{CountRows, FindRows};
use edge::objects::call::reports::{Asked, ReadReport};
use edge::objects::call::{ListRows, TellInbox};
use edge::store::Sql as _;
use edge::store::migrate::{INBOX, migrate};
use edge::store::native::Memory;
use protocol::frame::{Agent, Author, Body, Desk, Entry, Row, ThreadState};

/// Most messages of a thread; the average is half.
const MESSAGES: u64 = 6;
/// Different words that are said, the first ones most often.
const WORDS: u64 = 20_000;
/// Rounds of each question.
const ROUNDS: usize = 100;

/// Chance from a seed: SplitMix64 (Steele, Lea and Flood 2014).
struct Chance(Cell<u64>);

impl Chance {
    fn below(&self, end: u64) -> u64 {
        self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
        let mut z = self.0.get();
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    /// A word, the first ones far more often than the last.
    fn word(&self) -> String {
        let at = self.below(1 << 20) as f64 / f64::from(1 << 20);
        format!("w{}", ((WORDS as f64).powf(at)) as u64)
    }

    fn text(&self) -> String {
        let words: Vec<String> = (0..5 + self.below(16)).map(|_| self.word()).collect();
        words.join(" ")
    }
}

/// The present instant.
#[expect(clippy::disallowed_methods, reason = "what is measured is time")]
fn now() -> Instant {
    Instant::now()
}

fn told(error: edge::error::Error) -> String {
    format!("{error:?}")
}

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let threads: u64 = std::env::args().nth(1).map_or(Ok(100_000), |word| word.parse())?;
    let path = std::env::temp_dir().join(format!("inbox-bench-{}.sqlite", std::process::id()));
    let disk = Memory::in_file(&path)?;
    let measured = measure(&disk, threads);
    drop(disk);
    for ending in ["", "-wal", "-shm"] {
        let mut file = path.clone().into_os_string();
        file.push(ending);
        std::fs::remove_file(file).ok();
    }
    measured
}

/// Nobody is there whom anything could be given to.
const MOMENT: Moment<'static> = Moment { now: 1, zones: &|_, _| None, grace_ms: 0, long_wait_ms: 0 };

fn measure(disk: &Memory, threads: u64) -> Outcome<()> {
    disk.batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF")?;
    migrate(disk, INBOX)?;
    let chance = Chance(Cell::new(7));
    let started = now();
    let mut messages = 0;
    for from in (0..threads).step_by(2_000) {
        disk.atomically(|| {
            for n in from..threads.min(from + 2_000) {
                let call = telling(&chance, n)?;
                messages += call.entries.len() as u64;
                index::hear(disk, call, MOMENT)?;
            }
            Ok::<_, Box<dyn std::error::Error>>(())
        })?;
    }
    println!("{threads} threads with {messages} messages told in {:.0?}", started.elapsed());
    bytes(disk, messages)?;
    println!("\n{:<44} {:>8} {:>8} {:>8}", "", "p50 ms", "p95 ms", "rows");
    lists(disk)?;
    reports(disk)?;
    searches(disk, &chance)
}

fn bytes(disk: &Memory, messages: u64) -> Outcome<()> {
    let one = |statement: &str| -> Outcome<u64> {
        Ok(disk.run(statement, &[])?.first().map_or(Ok(0), |row| row.number(0))?)
    };
    let words = one("SELECT sum(length(block)) FROM search_data")?;
    let sizes = one("SELECT sum(length(sz) + 6) FROM search_docsize")?;
    let pages = one("PRAGMA page_count")? * one("PRAGMA page_size")?;
    println!("words: {} bytes a message, and {} for its place", words / messages, sizes / messages);
    println!("everything: {} MB, {} bytes a message", pages / 1_000_000, pages / messages);
    Ok(())
}

fn lists(disk: &Memory) -> Outcome<()> {
    let (inbox, me) = (InboxId::parse("main")?, AgentId::parse("a3")?);
    for (name, view, status) in [
        ("list: all, open, first page of 50", View::All, Standing::Open),
        ("list: mine, open", View::Mine, Standing::Open),
        ("list: unassigned, open", View::Unassigned, Standing::Open),
        ("list: all, closed", View::All, Standing::Closed),
    ] {
        let call = ListRows { me: me.clone(), view, status, before: None, limit: 50 };
        time(name, || Ok(index::list(disk, &inbox, &call).map_err(told)?.rows.len()))?;
    }
    let call = CountRows { me: me.clone(), filters: Vec::new() };
    time("counts of all views", || Ok(index::count(disk, &call)?.built_in.all as usize))?;
    for (name, text) in [("a label, open", "label:l3 is:open"), ("an agent's", "is:open assignee:a5")] {
        let call = CountRows { me: me.clone(), filters: vec![query::parse(text).map_err(|_| "a query")?] };
        time(&format!("count of a saved view: {name}"), || {
            Ok(index::count(disk, &call)?.filters[0] as usize)
        })?;
    }
    for text in ["label:l3", "label:rare", "label:l3 is:closed chatflow:f4", "after:2026-06-01 is:closed"] {
        find(disk, &inbox, &me, &format!("filter: {text}"), &query::parse(text).map_err(|_| "a query")?)?;
    }
    Ok(())
}

/// A year's report, and a week's, page by page as the Worker asks for them (P82).
fn reports(disk: &Memory) -> Outcome<()> {
    for (name, from, to) in [
        ("a year", "2026-01-01", "2026-12-31"),
        ("a quarter", "2026-01-01", "2026-03-31"),
        ("a week", "2026-01-19", "2026-01-25"),
    ] {
        for by in [None, Some(By::Agent), Some(By::Label)] {
            let asked = Asked {
                from: from.parse().map_err(|_| "a date")?,
                to: to.parse().map_err(|_| "a date")?,
                zone: "Europe/Berlin".into(),
                by,
                filter: conversation::report::Filter::default(),
                reply_within: 300_000,
                close_within: 86_400_000,
                hours: Vec::new(),
            };
            let (mut whole, mut after, mut longest, mut pages) = (Part::default(), None, 0.0_f64, 0);
            let started = now();
            loop {
                let page = now();
                let call = ReadReport { asked: asked.clone(), after, limit: 2_000 };
                let read = index::report::read(disk, &call).map_err(told)?;
                (longest, pages) = (longest.max(page.elapsed().as_secs_f64() * 1e3), pages + 1);
                whole.merge(&read.part);
                after = read.next;
                if after.is_none() {
                    break;
                }
            }
            println!(
                "report of {name}, by {}: {:.0} ms in {pages} pages, the longest {longest:.0} ms, {} conversations",
                by.map_or("nothing", By::as_str),
                started.elapsed().as_secs_f64() * 1e3,
                whole.total.opened,
            );
        }
    }
    Ok(())
}

fn searches(disk: &Memory, chance: &Chance) -> Outcome<()> {
    let (inbox, me) = (InboxId::parse("main")?, AgentId::parse("a3")?);
    for text in [
        "w15000",
        "w1500",
        "w150",
        "w1",
        "\"w2 w30\"",
        "w19*",
        "w40 w70",
        "w40 -w2",
        "from:c77",
        "w9 is:open",
    ] {
        find(disk, &inbox, &me, &format!("search: {text}"), &query::parse(text).map_err(|_| "a query")?)?;
    }
    // What people type: two words, as often as they are said.
    let mut took: Vec<f64> = Vec::new();
    for _ in 0..3 * ROUNDS {
        let filter = query::parse(&format!("{} {}", chance.word(), chance.word())).map_err(|_| "a query")?;
        let started = now();
        page(disk, &inbox, &me, &filter)?;
        took.push(started.elapsed().as_secs_f64() * 1e3);
    }
    print_times("search: two words by chance", took, 0);
    Ok(())
}

fn page(disk: &Memory, inbox: &InboxId, me: &AgentId, filter: &Filter) -> Outcome<usize> {
    let call =
        FindRows { me: me.clone(), shelf: Shelf::Inbox, filter: filter.clone(), before: None, limit: 50 };
    Ok(index::find(disk, inbox, &call).map_err(told)?.rows.len())
}

fn find(disk: &Memory, inbox: &InboxId, me: &AgentId, name: &str, filter: &Filter) -> Outcome<()> {
    time(name, || page(disk, inbox, me, filter))
}

fn time(name: &str, ask: impl Fn() -> Outcome<usize>) -> Outcome<()> {
    let (mut took, mut rows) = (Vec::new(), 0);
    for _ in 0..ROUNDS {
        let started = now();
        rows = ask()?;
        took.push(started.elapsed().as_secs_f64() * 1e3);
    }
    print_times(name, took, rows);
    Ok(())
}

fn print_times(name: &str, mut took: Vec<f64>, rows: usize) {
    took.sort_by(f64::total_cmp);
    let at = |share: usize| took[took.len() * share / 100];
    println!("{name:<44} {:>8.2} {:>8.2} {rows:>8}", at(50), at(95));
}

/// A thread of a year: nineteen of twenty are closed, one of fifty filtered, one of thirty labelled.
fn telling(chance: &Chance, n: u64) -> Outcome<TellInbox> {
    let mut bits = [0; 16];
    bits[..8].copy_from_slice(&chance.below(u64::MAX).to_be_bytes());
    let thread = ThreadId::from_random(0, bits);
    let opened_at = 1_767_225_600_000 + n * 31_000;
    let agent = |id: u64| -> Outcome<Agent> {
        Ok(Agent { id: AgentId::parse(&format!("a{id}"))?, name: format!("Agent {id}") })
    };
    let status = if chance.below(20) == 0 { Status::Open } else { Status::Closed };
    let assignee = if chance.below(4) == 0 { None } else { Some(agent(chance.below(50))?) };
    let contact = (chance.below(3) > 0).then(|| chance.below(100_000));
    let label = match chance.below(3_000) {
        0 => Some("rare".to_owned()),
        other if other < 100 => Some(format!("l{}", other % 10)),
        _ => None,
    };
    let labels = label.map(|label| LabelId::parse(&label)).transpose()?.into_iter().collect();
    let spam = chance.below(50) == 0;
    let mut entries: Vec<Entry> = (1..=1 + chance.below(MESSAGES))
        .map(|seq| Entry {
            seq,
            at: opened_at + seq * 60_000,
            from: match &assignee {
                Some(agent) if seq % 2 == 0 => {
                    Author::Agent { id: agent.id.clone(), name: agent.name.clone() }
                }
                _ => Author::Visitor,
            },
            client_message_id: None,
            body: Body::Text { text: chance.text() },
            quick_replies: Vec::new(),
            reply_to: None,
            edited: None,
            form: Vec::new(),
            attachments: Vec::new(),
        })
        .collect();
    if let (Status::Closed, Some(last)) = (status, entries.last().cloned()) {
        let (seq, at) = (last.seq + 1, last.at + 3_600_000);
        entries.push(Entry { seq, at, from: Author::System, body: Body::Closed, ..last });
    }
    let last_seq = entries.len() as u64;
    let chatflow = ChatflowId::parse(&format!("f{}", chance.below(12)))?;
    let row = Row {
        thread: thread.clone(),
        inbox: InboxId::parse("main")?,
        visitor: "4K2Q".into(),
        name: contact.map(|contact| format!("c{contact} Contact")),
        email: contact.map(|contact| format!("c{contact}@example.test")),
        verified: contact.is_some(),
        chatflow: chatflow.clone(),
        chatflow_name: "A chatflow".into(),
        page: Some("https://kiln.example/pots/".into()),
        status,
        assignee: assignee.clone(),
        filtered: spam,
        contact: contact.map(|contact| ContactId::parse(&format!("c{contact}"))).transpose()?,
        desk: Box::new(Desk { labels, spam, ..Desk::default() }),
        preview: "The beginning of what was said last, as long as a line is in a list of threads".into(),
        preview_from_visitor: true,
        opened_at,
        updated_at: opened_at + last_seq * 60_000,
        waiting_since: None,
        last_seq,
        revision: last_seq,
        bot: None,
    };
    let state = ThreadState { id: thread, chatflow, status, assignee, last_seq, opened_at, marks: None };
    let (owner, last_agent) = (None, None);
    Ok(TellInbox { row, entries, routing: Rule::NOBODY, owner, last_agent, state, annotations: Vec::new() })
}
