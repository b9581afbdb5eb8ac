//! Routing over real SQLite: what is kept, what is on its way, and that nobody waits while somebody is free.

use conversation::ids::{ChatflowId, InboxId};
use conversation::routing::{People, Verdict};
use conversation::schedule::Schedule;
use protocol::frame::{Agent, ThreadState};

use super::*;
use crate::colleagues::Known;
use crate::index;
use crate::objects::call::TellInbox;
use crate::store::inbox::assignments::Order;
use crate::store::migrate::INBOX;
use crate::store::native::Memory;
use crate::zones;

mod elsewhere;
mod given;
mod limbo;
mod priority;
mod properties;
mod remembered;
mod skills;

const NOW: u64 = 1_795_000_000_000;
const GRACE: u64 = 1_000;

fn agent(id: &str) -> Agent {
    Agent { id: AgentId::parse(id).unwrap(), name: id.to_uppercase() }
}

fn known(id: &str) -> Known {
    Known {
        agent: agent(id),
        has_seat: true,
        is_member: true,
        teams: Vec::new(),
        skills: Vec::new(),
        is_away: false,
        reassign_replies: false,
        away_since: None,
        away_by: None,
        shared: None,
        capacity: None,
        hours: None,
    }
}

fn away(id: &str, since: u64, reassign_replies: bool) -> Known {
    Known { is_away: true, away_since: Some(since), reassign_replies, ..known(id) }
}

fn thread(n: u8) -> ThreadId {
    ThreadId::from_random(0, [n; 16])
}

fn named(agents: &[&str]) -> Rule {
    let agents = agents.iter().map(|id| agent(id).id).collect();
    Rule::People(People { agents, ..People::default() })
}

/// An inbox, and what its shards would do with what it orders.
struct World {
    sql: Memory,
    now: u64,
    revision: u64,
    rows: Vec<(Row, Rule, Option<AgentId>)>,
}

impl World {
    fn new(crew: &[Known]) -> Self {
        let mut world = Self { sql: Memory::migrated(INBOX), now: NOW, revision: 0, rows: Vec::new() };
        world.crew_is(crew);
        world
    }

    fn moment(&self) -> Moment<'static> {
        Moment { now: self.now, zones: &zones::zone, grace_ms: GRACE, long_wait_ms: LONG_WAIT_MS }
    }

    fn crew_is(&mut self, crew: &[Known]) {
        self.revision += 1;
        assert!(colleagues::hear(&self.sql, self.revision, crew, self.now).unwrap());
        give_out(&self.sql, self.moment()).unwrap();
    }

    /// The thread changes in its shard, which tells of it.
    fn changes(&mut self, n: u8, change: impl FnOnce(&mut Row)) {
        let (row, rule, owner) = self.rows.iter_mut().find(|(row, ..)| row.thread == thread(n)).unwrap();
        row.revision += 1;
        row.last_seq += 1;
        change(row);
        let call = TellInbox {
            row: row.clone(),
            entries: Vec::new(),
            routing: rule.clone(),
            owner: owner.clone(),
            last_agent: None,
            state: ThreadState {
                id: row.thread.clone(),
                chatflow: row.chatflow.clone(),
                status: row.status,
                assignee: row.assignee.clone(),
                last_seq: row.last_seq,
                opened_at: row.opened_at,
                marks: None,
            },
            annotations: Vec::new(),
        };
        index::hear(&self.sql, call, self.moment()).unwrap();
    }

    fn begins(&mut self, n: u8, rule: Rule, owner: Option<&str>) {
        let row = self.row(n);
        self.rows.push((row, rule, owner.map(|id| agent(id).id)));
        self.changes(n, |_| ());
    }

    /// A thread before anybody has heard of it.
    fn row(&self, n: u8) -> Row {
        Row {
            thread: thread(n),
            inbox: InboxId::parse("main").unwrap(),
            visitor: "4K2Q".into(),
            name: None,
            email: None,
            verified: false,
            chatflow: ChatflowId::parse("shop").unwrap(),
            chatflow_name: "Shop".into(),
            page: None,
            status: Status::Open,
            assignee: None,
            filtered: false,
            contact: None,
            desk: Box::default(),
            preview: String::new(),
            preview_from_visitor: true,
            opened_at: self.now,
            updated_at: self.now,
            waiting_since: Some(self.now),
            last_seq: 0,
            revision: 0,
            bot: None,
        }
    }

    fn writes(&mut self, n: u8) {
        let now = self.now;
        self.changes(n, |row| {
            row.updated_at = now;
            row.preview_from_visitor = true;
            row.waiting_since.get_or_insert(now);
        });
    }

    fn due(&self) -> Vec<Order> {
        assignments::due(&self.sql, self.now, 100).unwrap()
    }

    /// Carries out what is due, as shards do: what somebody else has stays theirs.
    fn carried_out(&mut self) -> Vec<(u8, Option<String>)> {
        let mut done = Vec::new();
        for order in self.due() {
            let n = (0..=u8::MAX).find(|n| thread(*n) == order.thread).unwrap();
            let (row, ..) = self.rows.iter().find(|(row, ..)| row.thread == order.thread).unwrap();
            if row.status == Status::Open
                && row.assignee.as_ref().map(|agent| &agent.id) == order.from.as_ref()
            {
                self.changes(n, |row| row.assignee.clone_from(&order.to));
            }
            // What the shard told meanwhile may have led to another order.
            if assignments::under_way(&self.sql, &order.thread).unwrap().as_ref() == Some(&order) {
                assignments::done(&self.sql, &order.thread).unwrap();
            }
            done.push((n, order.to.map(|to| to.id.as_str().to_owned())));
        }
        done
    }

    fn waits(&self, n: u8) -> Option<u64> {
        assignments::waits_since(&self.sql, &thread(n)).unwrap()
    }

    fn decided(&self, n: u8) -> Vec<(Because, Option<String>)> {
        let decisions = explain(&self.sql, &thread(n), self.now).unwrap().decisions;
        decisions.into_iter().map(|it| (it.because, it.to.map(|to| to.id.as_str().to_owned()))).collect()
    }

    /// Time passes, and the alarm rings where it was set.
    fn later(&mut self, ms: u64) {
        let until = self.now + ms;
        while let Some(at) = colleagues::look_at(&self.sql).unwrap().filter(|at| *at <= until) {
            self.now = at;
            give_out(&self.sql, self.moment()).unwrap();
            let next = colleagues::look_at(&self.sql).unwrap();
            assert!(next.is_none_or(|next| next > at), "it would ring for ever");
        }
        self.now = until;
    }
}

fn to(id: &str) -> Option<String> {
    Some(id.to_owned())
}

#[test]
fn a_new_thread_goes_to_whoever_has_least_and_waited_longest_and_it_is_kept_why() {
    // S91 S92 E48 N30
    let mut world = World::new(&[known("ada"), known("ben"), Known { has_seat: false, ..known("cleo") }]);
    for (n, gets) in [(1, "ada"), (2, "ben"), (3, "ada"), (4, "ben")] {
        world.now += 1;
        world.begins(n, named(&["ada", "ben", "cleo"]), None);
        assert_eq!(world.carried_out(), [(n, to(gets))], "{n}");
        assert_eq!(world.waits(n), None);
    }
    let decisions = explain(&world.sql, &thread(4), world.now).unwrap().decisions;
    let [decision] = decisions.as_slice() else { panic!("{decisions:?}") };
    let verdicts: Vec<_> =
        decision.considered.iter().map(|it| (it.agent.as_str(), it.verdict, it.open)).collect();
    let expected = [("ada", Verdict::Busier, 2), ("ben", Verdict::Chosen, 1), ("cleo", Verdict::NoSeat, 0)];
    assert_eq!(verdicts, expected);
    // Looked at again, the kept facts say the same.
    let facts: Vec<Colleague> = decision
        .considered
        .iter()
        .map(|it| Colleague {
            agent: it.agent.clone(),
            has_seat: it.verdict != Verdict::NoSeat,
            is_member: true,
            teams: Vec::new(),
            skills: Vec::new(),
            is_away: false,
            is_at_work: true,
            capacity: it.capacity,
            open: it.open,
            until_known: None,
            idle_since: it.idle_since,
        })
        .collect();
    let again = routing::route(&decision.rule, Contact::default(), &facts);
    assert_eq!((again.to, again.because), (Some(agent("ben").id), decision.because));
}

#[test]
fn nobody_is_an_answer_and_is_explained_too() {
    // S101 S102 S103
    let mut world = World::new(&[known("ada")]);
    world.begins(1, Rule::NOBODY, None);
    world.begins(2, Rule::Owner { otherwise: Otherwise::NOBODY }, None);
    assert_eq!((world.due().len(), world.waits(1), world.waits(2)), (0, None, None));
    assert_eq!(world.decided(1), [(Because::RuleSaysNobody, None)]);
    assert_eq!(world.decided(2), [(Because::NoOwner, None)]);
}

#[test]
fn an_owner_gets_what_is_theirs_though_they_are_away_and_full() {
    // S97 S98 S99
    let gone = Known { capacity: Some(1), ..away("ada", NOW, false) };
    let mut world = World::new(&[gone, away("ben", NOW, false)]);
    let rule = || Rule::Owner { otherwise: Otherwise::NOBODY };
    for n in 1..=3 {
        world.begins(n, rule(), Some("ada"));
        assert_eq!(world.carried_out(), [(n, to("ada"))]);
    }
    assert_eq!(world.decided(3), [(Because::OwnerThoughAway, to("ada"))]);
}

#[test]
fn what_waits_is_given_out_oldest_first_when_somebody_comes() {
    // E47 E46 P35 P41
    let mut world = World::new(&[away("ada", NOW, false)]);
    for n in [3, 1, 2] {
        world.now += 10;
        world.begins(n, named(&["ada"]), None);
    }
    assert_eq!((world.due().len(), world.waits(1)), (0, Some(NOW + 20)));
    let explained = explain(&world.sql, &thread(2), world.now).unwrap();
    assert_eq!((explained.waits_since, explained.ahead), (Some(NOW + 30), Some(2)));
    assert_eq!(world.decided(2), [(Because::NobodyAvailable, None)]);
    world.crew_is(&[Known { capacity: Some(2), ..known("ada") }]);
    assert_eq!(world.carried_out(), [(1, to("ada")), (3, to("ada"))]);
    assert_eq!(overview(&world.sql, world.moment()).unwrap().waiting.threads, 1);
    // One is closed: the next in line comes, not the newcomer.
    world.now += 10;
    world.begins(4, named(&["ada"]), None);
    assert_eq!(world.due(), []);
    world.changes(3, |row| row.status = Status::Closed);
    assert_eq!(world.carried_out(), [(2, to("ada"))]);
    assert_eq!(world.decided(2), [(Because::Available, to("ada")), (Because::NobodyAvailable, None)]);
}

#[test]
fn what_is_on_its_way_counts() {
    // H65: three at once, before any shard has heard
    let mut world = World::new(&[Known { capacity: Some(2), ..known("ada") }, known("ben")]);
    for n in 1..=5 {
        world.begins(n, named(&["ada", "ben"]), None);
    }
    let mut given: Vec<String> = world.carried_out().into_iter().filter_map(|(_, to)| to).collect();
    given.sort();
    assert_eq!(given, ["ada", "ada", "ben", "ben", "ben"]);
}

#[test]
fn working_hours_begin_and_the_queue_is_given_out() {
    // H64 E47: Berlin, on a Wednesday
    let week = r#"{"zone":"Europe/Berlin","week":{"monday":[{"from":"09:00","until":"17:00"}]}}"#;
    let hours: Schedule = serde_json::from_str(week).unwrap();
    let mut world = World::new(&[Known { hours: Some(hours), ..known("ada") }]);
    world.begins(1, named(&["ada"]), None);
    assert_eq!(world.decided(1), [(Because::NobodyAvailable, None)]);
    let explained = explain(&world.sql, &thread(1), world.now).unwrap().decisions;
    assert_eq!(explained[0].considered[0].verdict, Verdict::OffWork);
    world.later(7 * 86_400_000);
    assert_eq!(world.carried_out(), [(1, to("ada"))]);
    let at = explain(&world.sql, &thread(1), world.now).unwrap().decisions[0].at;
    assert_eq!((at / 3_600_000 % 24, at % 3_600_000), (8, 0), "nine in Berlin");
}

#[test]
fn a_chat_that_goes_on_while_its_agent_is_away_moves_to_somebody_who_is_there() {
    // S72 S108 P36
    let mut world = World::new(&[known("ada"), known("ben")]);
    world.begins(1, named(&["ada", "ben"]), None);
    assert_eq!(world.carried_out(), [(1, to("ada"))]);
    world.now += 10;
    world.crew_is(&[away("ada", world.now, true), known("ben")]);
    assert_eq!(world.due(), [], "S71: what was begun may be finished");
    world.now += 10;
    world.writes(1);
    assert_eq!(world.carried_out(), [(1, to("ben"))]);
    assert_eq!(world.decided(1)[0], (Because::Reassigned, to("ben")));
    assert_eq!(explain(&world.sql, &thread(1), world.now).unwrap().decisions[0].from, Some(agent("ada").id));
}

#[test]
fn without_reassign_replies_what_somebody_has_stays_with_them() {
    // S73
    let mut world = World::new(&[known("ada"), known("ben")]);
    world.begins(1, named(&["ada", "ben"]), None);
    world.carried_out();
    world.crew_is(&[away("ada", world.now, false), known("ben")]);
    world.now += 10;
    world.writes(1);
    world.later(10 * GRACE);
    assert_eq!(world.due(), []);
}

#[test]
fn where_nobody_takes_over_it_waits_for_a_while_and_then_for_everybody() {
    // E45 P36: never to nobody silently
    let mut world = World::new(&[known("ada"), away("ben", NOW, false)]);
    world.begins(1, named(&["ada", "ben"]), None);
    world.carried_out();
    world.now += 10;
    world.crew_is(&[away("ada", world.now, true), away("ben", NOW, false)]);
    world.now += 10;
    world.writes(1);
    assert_eq!(world.due(), [], "somebody may come back");
    world.later(GRACE - 1);
    assert_eq!(world.due(), []);
    world.later(1);
    assert_eq!(world.carried_out(), [(1, None)]);
    assert_eq!(world.decided(1)[0], (Because::NobodyAvailable, None));
    assert_eq!(world.decided(1)[1], (Because::NobodyElse, None));
    // From here on it waits like any other, from when its visitor did.
    assert_eq!(world.waits(1), Some(NOW));
    world.crew_is(&[away("ada", world.now, true), known("ben")]);
    assert_eq!(world.carried_out(), [(1, to("ben"))]);
}

#[test]
fn whose_working_time_is_over_passes_on_what_goes_on() {
    // H64 S72: nobody has to say that they are away
    let ada = || {
        let week = r#"{"zone":"Europe/Berlin","week":{"wednesday":[{"from":"00:00","until":"12:00"}]}}"#;
        Known { hours: Some(serde_json::from_str(week).unwrap()), reassign_replies: true, ..known("ada") }
    };
    let mut world = World::new(&[ada(), away("ben", NOW, false)]);
    // 2026-11-18, a Wednesday, at eleven in Berlin.
    world.now = 1_794_996_000_000;
    world.begins(1, named(&["ada", "ben"]), None);
    assert_eq!(world.carried_out(), [(1, to("ada"))]);
    world.crew_is(&[ada(), known("ben")]);
    world.later(3_599_999);
    world.writes(1);
    assert_eq!(world.due(), [], "a moment before noon");
    world.later(2);
    assert_eq!(world.due(), []);
    world.writes(1);
    assert_eq!(world.carried_out(), [(1, to("ben"))]);
}

#[test]
fn who_is_back_before_that_keeps_what_they_have() {
    // S71 P36
    let mut world = World::new(&[known("ada")]);
    world.begins(1, named(&["ada"]), None);
    world.carried_out();
    world.now += 1;
    world.crew_is(&[away("ada", world.now, true)]);
    world.later(2 * GRACE - 1);
    world.crew_is(&[known("ada")]);
    world.later(10 * GRACE);
    assert_eq!(world.due(), []);
}

#[test]
fn what_somebody_takes_off_everybodys_hands_stays_there() {
    // S101 S127: a person's word is worth more than a rule
    let mut world = World::new(&[known("ada"), known("ben")]);
    world.begins(1, named(&["ada", "ben"]), None);
    world.carried_out();
    world.changes(1, |row| row.assignee = None);
    world.writes(1);
    world.crew_is(&[known("ada"), known("ben")]);
    assert_eq!((world.due(), world.waits(1)), (vec![], None));
    // Closed and written into again, it is looked at anew.
    world.changes(1, |row| row.status = Status::Closed);
    world.now += 1;
    world.changes(1, |row| row.status = Status::Open);
    assert_eq!(world.carried_out().len(), 1);
}

#[test]
fn who_takes_it_first_has_it_whatever_was_decided() {
    // S105 H74: by replying, while the order is under way
    let mut world = World::new(&[known("ada"), known("ben")]);
    world.begins(1, named(&["ben"]), None);
    assert_eq!(world.due().len(), 1);
    world.changes(1, |row| row.assignee = Some(agent("ada")));
    assert_eq!((world.due(), world.waits(1)), (vec![], None));
}

#[test]
fn blocked_visitors_and_closed_threads_are_given_to_nobody() {
    // S148
    let mut world = World::new(&[away("ada", NOW, false)]);
    world.begins(1, named(&["ada"]), None);
    world.begins(2, named(&["ada"]), None);
    world.changes(1, |row| row.filtered = true);
    world.changes(2, |row| row.status = Status::Closed);
    world.crew_is(&[known("ada")]);
    assert_eq!(world.due(), []);
    world.changes(1, |row| row.filtered = false);
    assert_eq!(world.carried_out(), [(1, to("ada"))]);
}

#[test]
fn before_the_account_has_told_who_is_there_it_waits() {
    let mut world = World { sql: Memory::migrated(INBOX), now: NOW, revision: 0, rows: Vec::new() };
    world.begins(1, named(&["ada"]), None);
    assert_eq!((world.due(), next_due(&world.sql, world.moment()).unwrap()), (vec![], Some(NOW)));
    world.crew_is(&[known("ada")]);
    assert_eq!(world.carried_out(), [(1, to("ada"))]);
    assert!(!colleagues::hear(&world.sql, 1, &[], NOW).unwrap(), "told twice is told once");
}

#[test]
fn a_list_made_anew_gives_out_what_waits() {
    // F14
    let mut world = World::new(&[away("ada", NOW, false)]);
    world.begins(1, named(&["ada"]), None);
    rows::rebuild::doubt(&world.sql).unwrap();
    let (row, rule, _) = world.rows[0].clone();
    let by = RoutedBy { rule: rule.into(), owner: None, last_agent: None, given: None };
    list_anew(&world.sql, &row, &by).unwrap();
    rows::rebuild::drop_doubted(&world.sql).unwrap();
    assignments::forget_the_gone(&world.sql).unwrap();
    colleagues::doubt(&world.sql).unwrap();
    world.crew_is(&[known("ada")]);
    assert_eq!(world.carried_out(), [(1, to("ada"))]);
}

#[test]
fn what_a_bot_has_is_given_to_nobody_until_it_hands_over() {
    // S120 S161 E51: then it is routed as any other, also out of hours, to whoever is there
    let mut world = World::new(&[known("ada"), away("ben", NOW, false)]);
    let with_bot = |in_charge| Some(protocol::frame::RowBot { name: "Kiln helper".into(), in_charge });
    world.rows.push((world.row(2), named(&["ada", "ben"]), None));
    world.changes(2, |row| row.bot = with_bot(true));
    assert_eq!((world.due().len(), world.waits(2)), (0, None));
    world.writes(2);
    assert_eq!(world.due().len(), 0);
    world.changes(2, |row| row.bot = with_bot(false));
    assert_eq!(world.carried_out(), [(2, to("ada"))]);
}

#[test]
fn a_bot_hands_nothing_to_whoever_is_away() {
    // S68 S69: hours of business play no part, the agent's own status does
    let mut world = World::new(&[away("ada", NOW, false)]);
    world.rows.push((world.row(1), named(&["ada"]), None));
    let with_bot = |in_charge| Some(protocol::frame::RowBot { name: "Kiln helper".into(), in_charge });
    world.changes(1, |row| row.bot = with_bot(true));
    world.changes(1, |row| row.bot = with_bot(false));
    assert!(world.carried_out().is_empty() && world.waits(1).is_some(), "it waits for whoever comes");
    world.crew_is(&[known("ada")]);
    assert_eq!(world.carried_out(), [(1, to("ada"))]);
}
