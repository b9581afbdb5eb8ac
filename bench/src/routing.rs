//! What giving out the threads of a crowded inbox costs, and what a visitor is told of the team.
//!
//! A decision is beside a sort of the same list: whoever keeps threads in order has to do at least that. Knows no
//! storage; what reading the list costs, `cargo xtask bench inbox` measures.

use std::hint::black_box;

use conversation::availability::{Away, Facts, Mode, availability};
use conversation::ids::{AgentId, ThreadId};
use conversation::routing::arrivals::Model;
use conversation::routing::queue::{Waiting, drain};
use conversation::routing::replay::{Arrival, Staff, World, replay};
use conversation::routing::{Colleague, Contact, People, Rule, reach, route};
use conversation::schedule::Span;
use conversation::zone::Zone;

use crate::chance::Chance;
use crate::machine;
use crate::rounds::{self, Lap, Times};

const AGENTS: usize = 500;
const QUEUED: usize = 10_000;
const NOW: u64 = 1_795_000_000_000;
const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

/// Measures, and prints what was measured.
pub(crate) fn run(quick: bool) {
    let load = machine::load();
    let rounds = if quick { 5 } else { 25 };
    println!("{}; load {load:.1}; {rounds} rounds; processor time", machine::processor());
    if load > machine::BUSY {
        println!("WARNING: the machine was busy. Ratios hold, times do not.");
    }
    let mut chance = Chance::new(7);
    let busy: Vec<Colleague> = (0..AGENTS).map(|n| colleague(n, 4)).collect();
    let mut one_free = busy.clone();
    one_free[AGENTS / 2].open = 3;
    let free: Vec<Colleague> = (0..AGENTS).map(|n| colleague(n, 0)).collect();
    let rules: Vec<Rule> = (0..4).map(|n| everybody_but(n, AGENTS)).collect();
    let threads: Vec<(u64, ThreadId)> = (0..QUEUED)
        .map(|n| (NOW - chance.below(DAY as usize) as u64, ThreadId::from_random(0, (n as u128).to_be_bytes())))
        .collect();
    let mut queue: Vec<&(u64, ThreadId)> = threads.iter().collect();
    queue.sort();
    let waiting = || {
        queue.iter().enumerate().map(|(n, it)| Waiting {
            given: None,
            thread: &it.1,
            rule: &rules[n % rules.len()],
            contact: Contact::default(),
        })
    };
    let given = |crew: &[Colleague]| drain(waiting(), &mut crew.to_vec(), NOW).len();
    let mode = Mode::Status { reply_minutes: Some(5), away: Away::default(), at_capacity: None };
    let zone = Zone::fixed(0);
    let told = |crew: &[Colleague]| {
        let reach = reach(&rules[0], Contact::default(), crew);
        let facts = Facts { now: NOW, reach, has_bot: false, zone: &zone };
        usize::from(black_box(availability(&mode, facts)).until.is_some())
    };
    let laps = [
        Lap::new(1, || {
            let mut list = threads.clone();
            list.sort();
            list.len()
        }),
        Lap::new(100, || (0..100).map(|_| route(&rules[0], Contact::default(), &free).considered.len()).sum()),
        Lap::new(1, || given(&busy)),
        Lap::new(1, || given(&one_free)),
        Lap::new(100, || (0..100).map(|_| told(&busy)).sum()),
    ];
    let times = rounds::run(&laps, rounds);
    let [sort, one, nobody, somebody, availability] = times.as_slice() else { return };
    println!();
    println!("{:<58}{:>12}{:>12}{:>10}", format!("{AGENTS} agents, {QUEUED} queued"), "min µs", "median µs", "ratio");
    line("a sort of the queue", sort, sort);
    line("a decision for one thread", one, sort);
    line("the queue looked through, nobody free", nobody, sort);
    line("the queue looked through, one free", somebody, sort);
    println!("  goal: a decision with its queue under 1,000 µs on a quiet machine");
    println!();
    line("availability of a team of 500, nobody free", availability, sort);
    println!("  goal: under 20 µs on a quiet machine");
    day();
}

fn line(what: &str, times: &Times, sort: &Times) {
    let (least, median) = (times.least() / 1e3, times.median() / 1e3);
    println!("{what:<58}{least:>12.1}{median:>12.1}{:>10.2}", times.over(sort));
}

/// A day at 50 agents through a rule.
fn day() {
    let staff: Vec<Staff> = (0..50)
        .map(|n| {
            let begins = NOW + (n as u64 % 16) * 60 * MINUTE;
            let there = vec![Span { from: begins, until: begins + 8 * 60 * MINUTE }];
            Staff { colleague: colleague(n, 0), online: vec![Span { from: NOW, until: NOW + DAY }], at_work: there }
        })
        .collect();
    let rule = everybody_but(50, 50);
    let model = Model { seed: 1, per_hour: vec![300], handling_ms: (5..=40).map(|n| n * MINUTE).collect() };
    let coming = model.arrivals(NOW, NOW + DAY);
    let arrivals: Vec<Arrival<'_>> = coming
        .iter()
        .map(|it| Arrival {
            at: it.at,
            rule: &rule,
            contact: Contact::default(),
            handling_ms: it.handling_ms,
            is_asked_about: true,
        })
        .collect();
    let world = World { from: NOW, until: NOW + DAY, arrivals: &arrivals, staff: &staff };
    let mut looks = 0;
    let took = rounds::time(|| looks = black_box(replay(&world)).looks);
    println!();
    println!("a day of {} conversations at 50 agents: {looks} looks, {:.0} ms", arrivals.len(), took / 1e6);
    println!("  goal: under 2,000 ms on a quiet machine");
}

fn colleague(n: usize, open: u16) -> Colleague {
    Colleague {
        agent: agent(n),
        has_seat: true,
        is_member: true,
        teams: Vec::new(),
skills: Vec::new(),
        is_away: false,
        is_at_work: true,
        capacity: Some(4),
        open,
        until_known: None,
        idle_since: NOW - n as u64,
    }
}

fn agent(n: usize) -> AgentId {
    AgentId::parse(&format!("agent-{n}")).expect("a small word")
}

/// A rule that names all but one.
fn everybody_but(one: usize, of: usize) -> Rule {
    let agents = (0..of).filter(|n| *n != one).map(agent).collect();
    Rule::People(People { agents, ..People::default() })
}
