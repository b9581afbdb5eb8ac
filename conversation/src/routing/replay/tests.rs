//! Policies over days that never were: small ones counted by hand, random ones against what was promised.

use alloc::string::ToString as _;

use proptest::prelude::*;

use super::super::arrivals::{Dice, Model};
use super::super::{Otherwise, People, route};
use super::*;
use crate::ids::AgentId;

const FROM: u64 = 1_795_000_000_000;
const MINUTE: u64 = 60_000;

fn agent(name: &str) -> AgentId {
    AgentId::parse(name).unwrap()
}

fn span(from: u64, until: u64) -> Span {
    Span { from: FROM + from * MINUTE, until: FROM + until * MINUTE }
}

/// Somebody who takes that many, and is there in those minutes.
fn staff(name: &str, capacity: Option<u16>, there: &[(u64, u64)]) -> Staff {
    let colleague = Colleague {
        agent: agent(name),
        has_seat: true,
        is_member: true,
        teams: Vec::new(),
        skills: Vec::new(),
        is_away: false,
        is_at_work: true,
        capacity,
        open: 0,
        until_known: None,
        idle_since: 0,
    };
    let online = there.iter().map(|(from, until)| span(*from, *until)).collect();
    Staff { colleague, online, at_work: vec![span(0, 1_000_000)] }
}

fn named(agents: &[&str]) -> Rule {
    Rule::People(People { agents: agents.iter().map(|name| agent(name)).collect(), ..People::default() })
}

/// One that comes in that minute and takes so many.
fn arrival(rule: &Rule, minute: u64, minutes: u64) -> Arrival<'_> {
    Arrival {
        at: FROM + minute * MINUTE,
        rule,
        contact: Contact::default(),
        handling_ms: minutes * MINUTE,
        is_asked_about: true,
    }
}

fn hours<'a>(arrivals: &'a [Arrival<'a>], staff: &'a [Staff], minutes: u64) -> World<'a> {
    World { from: FROM, until: FROM + minutes * MINUTE, arrivals, staff }
}

fn waited(replay: &Replay) -> Vec<Option<u64>> {
    replay.fates.iter().map(|fate| fate.waited_ms.map(|ms| ms / MINUTE)).collect()
}

#[test]
fn one_agent_takes_one_after_the_other() {
    // N31: counted by hand
    let rule = named(&["ada"]);
    let came = [arrival(&rule, 2, 10), arrival(&rule, 0, 10), arrival(&rule, 5, 10), arrival(&rule, 55, 10)];
    let ada = [staff("ada", Some(1), &[(0, 60)])];
    let world = hours(&came, &ada, 60);
    let replay = replay(&world);
    assert_eq!(waited(&replay), [Some(8), Some(0), Some(15), Some(0)]);
    let busy_ms = 35 * MINUTE;
    let expected = Load { given: 4, most: 1, there_ms: 60 * MINUTE, idle_ms: 25 * MINUTE, busy_ms };
    assert_eq!(replay.loads, [expected]);
    let minutes = replay.queue.iter().map(|(at, waiting)| ((at - FROM) / MINUTE, *waiting));
    assert_eq!(minutes.collect::<Vec<_>>(), [(2, 1), (5, 2), (10, 1), (20, 0)]);
    let pieces = replay.backlog(&world, 10 * MINUTE);
    assert_eq!(pieces.iter().map(|(_, most)| *most).collect::<Vec<_>>(), [2, 1, 0, 0, 0, 0]);
    let waits = replay.waits(&world);
    assert_eq!((waits.came, waits.taken), (4, 4));
    assert_eq!(
        (waits.half_ms, waits.most_ms, waits.longest_ms),
        (Some(0), Some(15 * MINUTE), Some(15 * MINUTE))
    );
}

#[test]
fn the_more_urgent_waits_less_and_the_rest_not_for_ever() {
    // N31 P40: an agent who needs ten minutes for each, and something urgent every ten minutes
    let Rule::People(people) = named(&["ada"]) else { unreachable!("named people") };
    let of = |priority| Rule::People(People { priority, ..people.clone() });
    let (urgent, low) = (of(Priority::Urgent), of(Priority::Low));
    let mut came = vec![arrival(&low, 1, 10)];
    came.extend((0..8).map(|n| arrival(&urgent, 10 * n, 10)));
    let ada = [staff("ada", Some(1), &[(0, 200)])];
    let replay = replay(&hours(&came, &ada, 200));
    // Until half an hour has passed what comes is more urgent; at 40 it is the oldest of the most urgent.
    let expected = [39, 0, 0, 0, 0, 10, 10, 10, 10].map(Some);
    assert_eq!(waited(&replay), expected);
}

#[test]
fn who_comes_gets_what_waits_and_whoever_left_finishes() {
    // N31 E47 S71: Ada leaves in the middle of one; what came after that waits for Ben, and the last for nobody
    let rule = named(&["ada", "ben"]);
    let came = [arrival(&rule, 5, 10), arrival(&rule, 20, 10), arrival(&rule, 50, 10)];
    let both = [staff("ada", None, &[(0, 10)]), staff("ben", None, &[(30, 40)])];
    let replay = replay(&hours(&came, &both, 60));
    assert_eq!(waited(&replay), [Some(0), Some(10), None]);
    assert_eq!(replay.fates.map_who(), [Some(0), Some(1), None]);
    assert_eq!((replay.loads[0].busy_ms, replay.loads[0].there_ms), (10 * MINUTE, 10 * MINUTE));
}

/// Who got each.
trait Who {
    fn map_who(&self) -> Vec<Option<usize>>;
}

impl Who for Vec<Fate> {
    fn map_who(&self) -> Vec<Option<usize>> {
        self.iter().map(|fate| fate.to.map(|(who, _)| who)).collect()
    }
}

#[test]
fn an_owner_who_is_away_gets_it_and_the_visitor_waits_for_them() {
    // N31 S99
    let ada = agent("ada");
    let rule = Rule::Owner { otherwise: Otherwise::NOBODY };
    let theirs = Contact { owner: Some(&ada), last_agent: None };
    let came = [Arrival { contact: theirs, ..arrival(&rule, 5, 10) }, arrival(&rule, 6, 10)];
    let ada = [staff("ada", None, &[(20, 60)])];
    let replay = replay(&hours(&came, &ada, 60));
    assert_eq!(waited(&replay), [Some(15), None]);
    assert_eq!(replay.fates[0].to, Some((0, Because::OwnerThoughAway)));
}

#[test]
fn what_is_not_asked_about_keeps_people_busy_and_counts_in_no_wait() {
    // N31: other chatflows of the same inbox
    let rule = named(&["ada"]);
    let other = Arrival { is_asked_about: false, ..arrival(&rule, 0, 10) };
    let came = [other, arrival(&rule, 1, 10), arrival(&rule, 99, 10)];
    let ada = [staff("ada", Some(1), &[(0, 60)])];
    let world = hours(&came, &ada, 60);
    let waits = replay(&world).waits(&world);
    assert_eq!((waits.came, waits.taken, waits.longest_ms), (1, 1, Some(9 * MINUTE)));
}

/// A day at a shop, in which so many come each hour, each for five to forty minutes.
fn a_day(seed: u64, per_hour: u32) -> Vec<super::super::arrivals::Coming> {
    let handling_ms = (5..=40).map(|minutes| minutes * MINUTE).collect();
    Model { seed, per_hour: vec![per_hour], handling_ms }.arrivals(FROM, FROM + 24 * 60 * MINUTE)
}

#[test]
fn a_day_of_fifty_agents_is_looked_through_once_an_instant() {
    // N31: what it costs is how often is decided; how long that takes is measured elsewhere
    let fifty: Vec<Staff> =
        (0..50).map(|n| staff(&["a", &n.to_string()].concat(), Some(4), &[(n * 10, n * 10 + 480)])).collect();
    let names: Vec<&str> = fifty.iter().map(|staff| staff.colleague.agent.as_str()).collect();
    let rule = named(&names);
    let coming = a_day(1, 300);
    let came: Vec<Arrival<'_>> = coming
        .iter()
        .map(|coming| Arrival { at: coming.at, handling_ms: coming.handling_ms, ..arrival(&rule, 0, 0) })
        .collect();
    let world = hours(&came, &fifty, 24 * 60);
    let replay = replay(&world);
    let waits = replay.waits(&world);
    assert_eq!(waits.came, 7_200);
    assert!(waits.taken > 3_000, "{waits:?}");
    let changes = 2 * 50 + 2 * 50;
    assert!(replay.looks <= 2 * 7_200 + changes, "{}", replay.looks);
}

/// How often each of seven got one of a hundred thousand that come whenever they like and take as long as they like, where
/// `choose` says who gets each.
fn hundred_thousand(seed: u64, choose: impl Fn(&[Colleague]) -> usize) -> [u64; 7] {
    let mut all: Vec<Colleague> =
        (0..7).map(|n| staff(&["a", &n.to_string()].concat(), None, &[]).colleague).collect();
    let (mut dice, mut now, mut given) = (Dice(seed), 0, [0; 7]);
    let mut endings: BinaryHeap<Reverse<(u64, usize)>> = BinaryHeap::new();
    for _ in 0..100_000 {
        now += 1 + dice.below(2_000);
        while let Some(Reverse((_, who))) = endings.peek().copied().filter(|Reverse((at, _))| *at <= now) {
            endings.pop();
            all[who].open -= 1;
        }
        let who = choose(&all);
        all[who].open += 1;
        all[who].idle_since = now;
        given[who] += 1;
        endings.push(Reverse((now + 1 + dice.below(20_000), who)));
    }
    given
}

/// By how much it differs from chance that everybody gets as many as the others: whether the worst is within five
/// standard deviations of a throw of an even die. Of seven fair ones one is outside of that in a quarter of a million
/// throws, and giving to whoever has least varies less than a die does.
fn is_even(given: [u64; 7]) -> bool {
    let (n, k) = (given.iter().sum::<u64>(), 7);
    // (k·g - n)² ≤ 25·n·(k - 1) is |g - n/k| ≤ 5·√(n·(1/k)·(1 - 1/k)).
    given.iter().all(|given| (k * given).abs_diff(n).pow(2) <= 25 * n * (k - 1))
}

#[test]
fn of_a_hundred_thousand_by_chance_everybody_gets_as_many() {
    // E48 P35: and the tolerance tells that apart from what a router gets wrong
    let rule = named(&["a0", "a1", "a2", "a3", "a4", "a5", "a6"]);
    let routed = |all: &[Colleague]| {
        let to = route(&rule, Contact::default(), all).to.unwrap();
        all.iter().position(|colleague| colleague.agent == to).unwrap()
    };
    let least_then_by_name = |all: &[Colleague]| (0..7).min_by_key(|who| all[*who].open).unwrap();
    for seed in 1..=5 {
        let given = hundred_thousand(seed, routed);
        assert!(is_even(given), "{given:?}");
        let given = hundred_thousand(seed, least_then_by_name);
        assert!(!is_even(given), "whoever comes first by name gets no more than others: {given:?}");
    }
}

#[derive(Clone, Debug)]
struct Random {
    rules: Vec<Rule>,
    /// Minute, minutes, which rule, whether Ada owns it.
    came: Vec<(u64, u64, usize, bool)>,
    staff: Vec<Staff>,
}

fn a_rule() -> impl Strategy<Value = Rule> {
    let people = prop::collection::vec(prop::sample::select(vec!["ada", "ben", "cleo", "dan"]), 0..4)
        .prop_map(|agents| People { agents: agents.into_iter().map(agent).collect(), ..People::default() });
    prop_oneof![
        1 => Just(Rule::NOBODY),
        6 => people.clone().prop_map(Rule::People),
        2 => people.prop_map(|people| Rule::Owner { otherwise: Otherwise::People(people) }),
    ]
}

fn somebody(name: &'static str) -> impl Strategy<Value = Staff> {
    let spans = || prop::collection::btree_set(0_u64..300, 0..6);
    let spans =
        (spans(), spans(), prop::option::of(0_u16..4), prop::array::uniform2(prop::bool::weighted(0.9)));
    spans.prop_map(|(online, at_work, capacity, [has_seat, is_member])| {
        let pairs = |marks: alloc::collections::BTreeSet<u64>| {
            let marks: Vec<u64> = marks.into_iter().collect();
            marks.chunks_exact(2).map(|pair| span(pair[0], pair[1])).collect::<Vec<_>>()
        };
        let known = staff(name, capacity, &[]);
        let colleague = Colleague { has_seat, is_member, ..known.colleague };
        Staff { colleague, online: pairs(online), at_work: pairs(at_work) }
    })
}

fn a_world() -> impl Strategy<Value = Random> {
    let came = prop::collection::vec((0_u64..250, 0_u64..60, 0_usize..3, prop::bool::weighted(0.2)), 0..40);
    let staff = (somebody("ada"), somebody("ben"), somebody("cleo"), somebody("dan"));
    (prop::collection::vec(a_rule(), 3), came, staff).prop_map(|(rules, came, (a, b, c, d))| Random {
        rules,
        came,
        staff: vec![a, b, c, d],
    })
}

proptest! {
    /// Nothing here looks at what the replay believed: who had how much when is counted again from what became of each.
    #[test]
    fn no_thread_waits_while_somebody_who_may_have_it_has_room(random in a_world()) {
        // N31 E46 P35
        let ada = agent("ada");
        let came: Vec<Arrival<'_>> = random
            .came
            .iter()
            .map(|(minute, minutes, rule, owned)| {
                let contact = Contact { owner: owned.then_some(&ada), last_agent: None };
                Arrival { contact, ..arrival(&random.rules[*rule], *minute, *minutes) }
            })
            .collect();
        let world = hours(&came, &random.staff, 300);
        let replay = replay(&world);
        // When each was given out and when it was done with, by whom.
        let had: Vec<Option<(u64, u64, usize)>> = came
            .iter()
            .zip(&replay.fates)
            .map(|(came, fate)| {
                let (who, because) = fate.to?;
                let begun = fate.waited_ms.map(|ms| came.at + ms);
                // An owner has it from the first.
                let is_owner = matches!(because, Because::Owner | Because::OwnerThoughAway);
                let given = if is_owner { came.at } else { begun? };
                let done = begun.map_or(u64::MAX, |begun| begun + came.handling_ms.max(1));
                Some((given, done, who))
            })
            .collect();
        let mut instants: Vec<u64> = came.iter().map(|came| came.at).collect();
        instants.extend(had.iter().flatten().map(|(_, done, _)| *done));
        let spans = random.staff.iter().flat_map(|staff| staff.online.iter().chain(&staff.at_work));
        instants.extend(spans.flat_map(|span| [span.from, span.until]));
        for now in instants.into_iter().filter(|now| (FROM..world.until).contains(now)) {
            let facts: Vec<Colleague> = random
                .staff
                .iter()
                .enumerate()
                .map(|(who, staff)| {
                    let open = had.iter().flatten().filter(|(given, done, to)| *to == who && (*given..*done).contains(&now));
                    Colleague {
                        is_away: !holds(&staff.online, now),
                        is_at_work: holds(&staff.at_work, now),
                        open: u16::try_from(open.count()).unwrap(),
                        ..staff.colleague.clone()
                    }
                })
                .collect();
            for (came, had) in came.iter().zip(&had) {
                if came.at <= now && had.is_none_or(|(given, ..)| given > now) {
                    prop_assert_eq!(route(came.rule, came.contact, &facts).to, None, "{:?} waits at {}", came, now);
                }
            }
            // Nobody has more than they take, but for what is theirs.
            for (who, colleague) in facts.iter().enumerate() {
                let owns = replay.fates.iter().any(|fate| matches!(fate.to, Some((to, Because::Owner | Because::OwnerThoughAway)) if to == who));
                prop_assert!(owns || colleague.capacity.is_none_or(|most| colleague.open <= most));
            }
        }
        let given: u32 = replay.loads.iter().map(|load| load.given).sum();
        prop_assert_eq!(given as usize, replay.fates.iter().filter(|fate| fate.to.is_some()).count());
        let idle_and_there = |load: &Load| load.idle_ms <= load.there_ms;
        prop_assert!(replay.loads.iter().all(idle_and_there));
    }
}
