//! Named cases, and what holds of every report.

use alloc::collections::BTreeMap;
use alloc::string::ToString as _;
use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::conversation::{Step, What, Who};
use super::plan::path_of;
use super::*;
use crate::ids::{AgentId, ChatflowId, LabelId, TeamId};
use crate::schedule::fixture::{at, zone};
use crate::schedule::{Date, Minute, Range, Schedule, Week};
use crate::zone::Zone;

fn agent(id: &str) -> AgentId {
    AgentId::parse(id).unwrap()
}

fn chatflow(id: &str) -> ChatflowId {
    ChatflowId::parse(id).unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// The conversations that a log tells of: each entry as who, what, and ms.
fn told(log: &[(Who<'_>, What<'_>, u64)]) -> Vec<Conversation> {
    let mut all: Vec<Conversation> = Vec::new();
    for (place, (by, what, at)) in log.iter().enumerate() {
        let step = Step { seq: place as u64 + 1, at: *at, by: *by, what: *what };
        let after = Conversation::after(all.last(), step).unwrap();
        match all.last_mut().filter(|last| last.first_seq == after.first_seq) {
            Some(last) => *last = after,
            None => all.push(after),
        }
    }
    all
}

#[test]
fn a_log_is_read_as_conversations() {
    // P82: what happened; of each conversation when it began, was asked for, was answered, by whom, and ended
    use What::{Assigned, Closed, Reopened, Said};
    use Who::{Bot, System, Visitor};
    let (anna, jonas) = (&agent("anna"), &agent("jonas"));
    type Told<'t> = (u64, Option<u64>, Option<(u64, &'t str)>, Option<u64>);
    type Log<'t> = Vec<(Who<'t>, What<'t>, u64)>;
    let cases: [(&str, Log<'_>, Vec<Told<'_>>); 9] = [
        ("written, and nobody came", vec![(Visitor, Said, 5)], vec![(5, Some(5), None, None)]),
        (
            "answered and closed",
            vec![
                (Visitor, Said, 5),
                (Visitor, Said, 6),
                (Who::Agent(anna), Assigned(Some(anna)), 8),
                (Who::Agent(anna), Said, 9),
                (Who::Agent(jonas), Said, 10),
                (Who::Agent(anna), Closed, 20),
            ],
            vec![(5, Some(5), Some((9, "anna")), Some(20))],
        ),
        (
            "closed and written to again",
            vec![(Visitor, Said, 5), (System, Closed, 9), (Visitor, Reopened, 30), (Visitor, Said, 30)],
            vec![(5, Some(5), None, Some(9)), (30, Some(30), None, None)],
        ),
        (
            "reopened by hand, its end is taken back",
            vec![
                (Visitor, Said, 5),
                (Who::Agent(anna), Closed, 9),
                (Who::Agent(anna), Reopened, 12),
                (Who::Agent(anna), Said, 12),
                (Who::Agent(anna), Closed, 13),
            ],
            vec![(5, Some(5), Some((12, "anna")), Some(13))],
        ),
        (
            "a bot's answer is none",
            vec![(Visitor, Said, 5), (Bot, Said, 6), (Visitor, Said, 7), (System, Closed, 9)],
            vec![(5, None, None, Some(9))],
        ),
        (
            "a bot hands over: from then on a person is waited for",
            vec![
                (Visitor, Said, 5),
                (Bot, Said, 6),
                (Bot, Assigned(None), 60),
                (Visitor, Said, 62),
                (Who::Agent(jonas), Said, 70),
            ],
            vec![(5, Some(60), Some((70, "jonas")), None)],
        ),
        (
            "somebody takes it from a bot",
            vec![
                (Visitor, Said, 5),
                (Bot, Said, 6),
                (Who::Agent(anna), Assigned(Some(anna)), 50),
                (Who::Agent(anna), Said, 55),
            ],
            vec![(5, Some(50), Some((55, "anna")), None)],
        ),
        (
            "a rule gives it away: nobody has answered yet",
            vec![(Visitor, Said, 5), (System, Assigned(Some(anna)), 5)],
            vec![(5, Some(5), None, None)],
        ),
        (
            "an agent speaks first",
            vec![(Who::Agent(anna), Said, 5), (Visitor, Said, 8), (Who::Agent(anna), Said, 9)],
            vec![(5, Some(8), Some((9, "anna")), None)],
        ),
    ];
    for (name, log, expected) in cases {
        let all = told(&log);
        let got: Vec<_> = all
            .iter()
            .map(|one| {
                let replied = one.replied.as_ref().map(|(at, agent)| (*at, agent.as_str()));
                (one.opened_at, one.asked_at, replied, one.closed.map(|(at, _)| at))
            })
            .collect();
        assert_eq!(got, expected, "{name}");
    }
}

#[test]
fn who_has_it_and_how_much_was_said_is_kept() {
    // P82
    let (anna, jonas) = (&agent("anna"), &agent("jonas"));
    let all = told(&[
        (Who::Visitor, What::Said, 1),
        (Who::Agent(anna), What::Assigned(Some(anna)), 2),
        (Who::Agent(anna), What::Said, 3),
        (Who::Agent(anna), What::Closed, 4),
        (Who::Visitor, What::Reopened, 9),
        (Who::Visitor, What::Said, 9),
        (Who::Visitor, What::Said, 10),
        (Who::System, What::Assigned(Some(jonas)), 11),
    ]);
    let got: Vec<_> = all
        .iter()
        .map(|one| {
            (one.first_seq, one.from_visitor, one.from_agents, one.agent.as_ref().map(AgentId::as_str))
        })
        .collect();
    assert_eq!(got, [(1, 1, 1, Some("anna")), (5, 2, 0, Some("jonas"))]);
    assert_eq!(all[0].closed, Some((4, 4)));
}

fn fact(n: u64, opened: u64, replied: Option<u64>, closed: Option<u64>) -> Fact {
    Fact {
        conversation: Conversation {
            first_seq: 1,
            opened_at: opened,
            asked_at: Some(opened),
            replied: replied.map(|at| (at, agent("anna"))),
            from_visitor: 2,
            from_agents: u32::from(replied.is_some()),
            agent: n.is_multiple_of(2).then(|| agent("jonas")),
            closed: closed.map(|at| (at, 9)),
            is_with_bot: false,
        },
        chatflow: chatflow(if n.is_multiple_of(3) { "shop" } else { "help" }),
        page: Some("/tea".into()),
        labels: Vec::new(),
        is_known: n.is_multiple_of(2),
        teams: vec![TeamId::parse("sales").unwrap(), TeamId::parse("care").unwrap()],
        replied_teams: Vec::new(),
    }
}

/// Nine to five on weekdays, in Berlin.
fn office() -> Schedule {
    let minute = |hour: u16| Minute::new(hour * 60).unwrap();
    let day = || vec![Range { from: minute(9), until: minute(17) }];
    let week = Week {
        monday: day(),
        tuesday: day(),
        wednesday: day(),
        thursday: day(),
        friday: day(),
        ..Week::default()
    };
    Schedule { zone: "Europe/Berlin".into(), week, dates: BTreeMap::new() }
}

#[test]
fn business_hours_of_named_cases() {
    // P82 N9: from, until, open minutes
    let berlin = zone("Europe/Berlin");
    let hours = OpenTime::new(&office(), &berlin, at("2026-03-01T00:00:00Z"), at("2026-12-01T00:00:00Z"));
    for (name, from, until, minutes) in [
        ("within a day", "2026-11-23T09:00:00Z", "2026-11-23T09:30:00Z", 30),
        ("before it opens", "2026-11-23T07:00:00Z", "2026-11-23T08:30:00Z", 30),
        ("after it closed", "2026-11-23T15:30:00Z", "2026-11-23T20:00:00Z", 30),
        ("over night", "2026-11-23T15:00:00Z", "2026-11-24T09:00:00Z", 120),
        ("over a weekend", "2026-11-20T15:00:00Z", "2026-11-23T09:00:00Z", 120),
        ("on a sunday", "2026-11-22T09:00:00Z", "2026-11-22T19:00:00Z", 0),
        ("no time", "2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z", 0),
        ("backwards", "2026-11-23T10:00:00Z", "2026-11-23T09:00:00Z", 0),
        ("a week with summer time's end in it", "2026-10-22T07:00:00Z", "2026-10-29T08:00:00Z", 5 * 8 * 60),
    ] {
        assert_eq!(hours.between(at(from), at(until)), minutes * 60_000, "{name}");
    }
}

#[test]
fn everything_counts_on_its_day() {
    // P82: a zone's days, the hour of the heat map, the period before, and what lies outside
    let (berlin, filter) = (zone("Europe/Berlin"), Filter::default());
    let mut plan = Plan::new(date("2026-11-23"), date("2026-11-24"), &berlin, &filter).unwrap();
    plan.reply_within = 60_000;
    let mut part = plan.empty();
    let facts = [
        // 00:30 on the 23rd in Berlin, a Monday; answered after a minute, closed on the 24th.
        fact(
            0,
            at("2026-11-22T23:30:00Z"),
            Some(at("2026-11-22T23:31:00Z")),
            Some(at("2026-11-24T10:00:00Z")),
        ),
        // Began on the 22nd there.
        fact(1, at("2026-11-22T22:30:00Z"), Some(at("2026-11-23T22:30:00Z")), None),
        // The last minute of the period, and the first after it.
        fact(2, at("2026-11-24T22:59:00Z"), Some(at("2026-11-24T23:00:00Z")), None),
    ];
    facts.iter().for_each(|fact| plan.count(&mut part, fact));
    let days: Vec<_> = part.days.iter().map(|day| (day.opened, day.replied, day.closed)).collect();
    assert_eq!(days, [(1, 2, 0), (1, 0, 1)]);
    assert_eq!((part.before.opened, part.before.replied), (1, 0));
    assert_eq!((part.heat[0][0], part.heat[1][23], part.heat.iter().flatten().sum::<u64>()), (1, 1, 2));
    let first = &part.total.first_response;
    assert_eq!((first.took.count(), first.within, part.total.known), (2, 1, 2));
    assert_eq!((part.total.unanswered, part.total.from_visitors), (0, 4));
}

#[test]
fn periods_that_are_none() {
    // P82
    let (utc, filter) = (Zone::fixed(0), Filter::default());
    for (from, to, days) in [
        ("2026-11-23", "2026-11-23", Some(1)),
        ("2026-11-23", "2026-11-22", None),
        ("2026-01-01", "2027-01-01", Some(366)),
        ("2026-01-01", "2027-01-02", None),
    ] {
        let plan = Plan::new(date(from), date(to), &utc, &filter);
        assert_eq!(plan.map(|plan| plan.empty().days.len()), days, "{from} {to}");
    }
}

#[test]
fn figures_are_divided_by_what_was_asked_for() {
    // P82
    let (utc, noon) = (Zone::fixed(0), at("2026-11-23T12:00:00Z"));
    let care = Filter { team: TeamId::parse("care").ok(), ..Filter::default() };
    let anna = Filter { agent: Some(agent("anna")), ..Filter::default() };
    let shop = Filter { chatflow: Some(chatflow("shop")), ..Filter::default() };
    let vip = Filter { label: LabelId::parse("vip").ok(), ..Filter::default() };
    let none = Filter::default();
    type Groups<'t> = Vec<(&'t str, u64, u64)>;
    let cases: [(&str, Option<By>, &Filter, Groups<'_>); 9] = [
        (
            "by whoever has it, and who answered",
            Some(By::Agent),
            &none,
            vec![("", 1, 0), ("anna", 0, 2), ("jonas", 1, 0)],
        ),
        ("in every team of theirs", Some(By::Team), &none, vec![("", 0, 2), ("care", 2, 0), ("sales", 2, 0)]),
        ("by chatflow", Some(By::Chatflow), &none, vec![("help", 1, 1), ("shop", 1, 1)]),
        ("by page", Some(By::Page), &none, vec![("/tea", 2, 2)]),
        ("by label, where there is none", Some(By::Label), &none, vec![("", 2, 2)]),
        ("a team's", Some(By::Chatflow), &care, vec![("help", 1, 0), ("shop", 1, 0)]),
        ("an agent's", Some(By::Agent), &anna, vec![("anna", 0, 2)]),
        ("a chatflow's", Some(By::Chatflow), &shop, vec![("shop", 1, 1)]),
        ("a label's", Some(By::Chatflow), &vip, vec![]),
    ];
    for (name, by, filter, expected) in cases {
        let mut plan = Plan::new(date("2026-11-23"), date("2026-11-23"), &utc, filter).unwrap();
        plan.by = by;
        let mut part = plan.empty();
        [fact(0, noon, Some(noon + 5), None), fact(1, noon, Some(noon + 5), None)]
            .iter()
            .for_each(|fact| plan.count(&mut part, fact));
        let groups: Groups<'_> =
            part.groups.iter().map(|(key, it)| (key.as_str(), it.opened, it.replied)).collect();
        assert_eq!(groups, expected, "{name}");
    }
}

#[test]
fn scales_are_never_mixed() {
    // P82 H68: scores, and what they come to
    let mut ratings = Ratings::default();
    assert!([Scale::Stars, Scale::Thumbs, Scale::Nps].iter().all(|scale| ratings.result(*scale).is_none()));
    for (scale, scores) in [
        (Scale::Stars, &[5, 4, 4][..]),
        (Scale::Thumbs, &[1, 1, 0]),
        (Scale::Nps, &[10, 9, 8, 6, 0, 0]),
        // No scores of theirs.
        (Scale::Stars, &[0, 6]),
    ] {
        scores.iter().for_each(|score| ratings.add(scale, *score));
    }
    assert_eq!((ratings.count(Scale::Stars), ratings.result(Scale::Stars)), (3, Some(433)));
    assert_eq!((ratings.count(Scale::Thumbs), ratings.result(Scale::Thumbs)), (3, Some(67)));
    assert_eq!((ratings.count(Scale::Nps), ratings.result(Scale::Nps)), (6, Some(-17)));
}

#[test]
fn a_pages_path_is_all_that_is_kept_of_its_address() {
    // P82 N18
    for (page, path) in [
        ("https://kiln.example/", "/"),
        ("https://kiln.example", "/"),
        ("https://kiln.example/tea/green?from=mail#top", "/tea/green"),
        ("/tea", "/tea"),
        ("", "/"),
    ] {
        assert_eq!(path_of(page), path, "{page}");
    }
}

#[test]
fn more_groups_than_are_told_apart_are_one() {
    let mut part = Part::default();
    for n in 0..MOST_GROUPS + 3 {
        part.group(&n.to_string()).opened += 1;
    }
    assert_eq!((part.groups.len(), part.groups[OTHERS].opened), (MOST_GROUPS + 1, 3));
}

prop_compose! {
    fn facts()(all in prop::collection::vec((0_u64..500, 0_u64..200, 0_u64..900, any::<bool>(), any::<bool>()), 0..40)) -> Vec<Fact> {
        let start = at("2026-11-10T00:00:00Z");
        let one = |(n, (hour, reply, close, replied, closed)): (usize, &(u64, u64, u64, bool, bool))| {
            let opened = start + hour * 3_600_000;
            fact(n as u64, opened, replied.then(|| opened + reply * 60_000), closed.then(|| opened + close * 600_000))
        };
        all.iter().enumerate().map(one).collect()
    }
}

proptest! {
    #[test]
    fn parts_merge_to_the_whole(facts in facts(), cut in 0_usize..40, by in 0_usize..6) {
        // P82
        let (berlin, filter) = (zone("Europe/Berlin"), Filter::default());
        let mut plan = Plan::new(date("2026-11-14"), date("2026-11-24"), &berlin, &filter).unwrap();
        plan.by = By::ALL.get(by).copied();
        let of = |facts: &[Fact]| {
            let mut part = plan.empty();
            facts.iter().for_each(|fact| plan.count(&mut part, fact));
            part
        };
        let (one, other) = facts.split_at(cut.min(facts.len()));
        let (mut merged, whole) = (of(one), of(&facts));
        merged.merge(&of(other));
        prop_assert_eq!(&merged, &whole);
        let mut days = Figures::default();
        whole.days.iter().for_each(|day| days.merge(day));
        prop_assert_eq!(days, whole.total.clone());
        prop_assert_eq!(whole.heat.iter().flatten().sum::<u64>(), whole.total.opened);
    }

    #[test]
    fn business_time_is_never_longer_than_plain_time(from in 0_u64..40_000, took in 0_u64..40_000, then in 0_u64..40_000) {
        // P82
        let berlin = zone("Europe/Berlin");
        let (start, minute) = (at("2026-10-01T00:00:00Z"), 60_000);
        let hours = OpenTime::new(&office(), &berlin, start, start + 90 * 86_400_000);
        let (a, b, c) = (start + from * minute, start + (from + took) * minute, start + (from + took + then) * minute);
        prop_assert!(hours.between(a, b) <= b - a);
        prop_assert_eq!(hours.between(a, b) + hours.between(b, c), hours.between(a, c));
        let open = office().spans(a, b, &berlin).iter().map(|span| span.until - span.from).sum::<u64>();
        prop_assert_eq!(hours.between(a, b), open);
    }
}
