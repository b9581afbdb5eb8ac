//! Routing as tables, and what holds whatever the facts are.

use alloc::string::ToString as _;
use alloc::vec;

use proptest::prelude::*;

use super::queue::{Waiting, drain, next_for};
use super::*;
use crate::ids::ThreadId;

fn agent(name: &str) -> AgentId {
    AgentId::parse(name).unwrap()
}

fn skill(name: &str) -> SkillId {
    SkillId::parse(name).unwrap()
}

fn team(name: &str) -> TeamId {
    TeamId::parse(name).unwrap()
}

fn colleague(name: &str) -> Colleague {
    Colleague {
        agent: agent(name),
        has_seat: true,
        is_member: true,
        teams: Vec::new(),
        skills: Vec::new(),
        is_away: false,
        is_at_work: true,
        capacity: None,
        open: 0,
        until_known: None,
        idle_since: 1_000,
    }
}

fn people(agents: &[&str], teams: &[&str]) -> People {
    People {
        agents: agents.iter().map(|name| agent(name)).collect(),
        teams: teams.iter().map(|name| team(name)).collect(),
        last_agent_first: false,
        skills: Vec::new(),
        priority: Priority::Normal,
    }
}

fn verdicts(routed: &Routed) -> Vec<(&str, Verdict)> {
    routed.considered.iter().map(|(agent, verdict)| (agent.as_str(), *verdict)).collect()
}

#[test]
fn only_who_can_do_all_that_is_asked_for_gets_it() {
    // P40
    let able = |name: &str, skills: &[&str]| Colleague {
        skills: skills.iter().map(|name| skill(name)).collect(),
        ..colleague(name)
    };
    let both = Colleague { open: 5, ..able("ada", &["french", "german"]) };
    let all = [both.clone(), able("ben", &["german"]), able("carl", &[])];
    let asks = |skills: &[&str]| {
        let skills = skills.iter().map(|name| skill(name)).collect();
        Rule::People(People { skills, ..people(&["ada", "ben", "carl"], &[]) })
    };
    let (lacks, chosen) = (Verdict::LacksSkill, Verdict::Chosen);
    for (skills, expected) in [
        (vec![], [Verdict::Busier, chosen, Verdict::LaterName]),
        (vec!["german"], [Verdict::Busier, chosen, lacks]),
        (vec!["german", "french"], [chosen, lacks, lacks]),
        (vec!["greek"], [lacks, lacks, lacks]),
    ] {
        let rule = asks(&skills);
        let routed = route(&rule, Contact::default(), &all);
        assert_eq!(
            routed.considered.iter().map(|(_, verdict)| *verdict).collect::<Vec<_>>(),
            expected,
            "{skills:?}"
        );
        let somebody = expected.contains(&chosen);
        assert_eq!(
            reach(&rule, Contact::default(), &all),
            if somebody { Reach::Somebody } else { Reach::Nobody }
        );
        let because = if somebody { Because::Available } else { Because::NobodyAvailable };
        assert_eq!(routed.because, because, "{skills:?}");
    }
    // Who could do it and is full is told of as full, who is not a member as such.
    let full = Colleague { capacity: Some(5), ..both.clone() };
    assert_eq!(reach(&asks(&["french"]), Contact::default(), &[full, all[1].clone()]), Reach::Full);
    let stranger = Colleague { is_member: false, ..able("ben", &[]) };
    assert_eq!(
        verdicts(&route(&asks(&["german"]), Contact::default(), &[stranger])),
        [("ben", Verdict::NotAMember)]
    );
    // Who spoke with them last is not asked for what they cannot do; whoever owns the contact is.
    let carl = agent("carl");
    let contact = Contact { owner: None, last_agent: Some(&carl) };
    let last = People { last_agent_first: true, ..asks(&["german"]).people().unwrap().clone() };
    assert_eq!(route(&Rule::People(last.clone()), contact, &all).to, Some(agent("ben")));
    let owned = Rule::Owner { otherwise: Otherwise::People(last) };
    assert_eq!(route(&owned, Contact { owner: Some(&carl), last_agent: None }, &all).because, Because::Owner);
    // What somebody leaves behind goes to those alone who can do it.
    let routed = reroute(&asks(&["french"]), &agent("ada"), &all);
    assert_eq!((routed.to.clone(), routed.because), (None, Because::NobodyElse));
    assert_eq!(verdicts(&routed), [("ben", lacks), ("carl", lacks)]);
    let only_ada = Rule::People(People { skills: vec![skill("german")], ..people(&["ada"], &[]) });
    assert_eq!(reroute(&only_ada, &agent("ada"), &all).to, Some(agent("ben")), "of the whole inbox, who can");
}

#[test]
fn nobody_leaves_the_thread_unassigned_and_says_so() {
    // S102
    let routed = route(&Rule::NOBODY, Contact::default(), &[colleague("ada")]);
    assert_eq!(routed, Routed { to: None, because: Because::RuleSaysNobody, considered: vec![] });
}

#[test]
fn everybody_who_is_passed_over_is_told_why() {
    // S91 S92 S95 H64 H65 H72 N30
    let colleagues = [
        Colleague { has_seat: false, ..colleague("no-seat") },
        Colleague { is_member: false, ..colleague("elsewhere") },
        Colleague { is_away: true, ..colleague("away") },
        Colleague { is_at_work: false, ..colleague("asleep") },
        Colleague { capacity: Some(3), open: 3, ..colleague("full") },
        Colleague { open: 2, ..colleague("busier") },
        Colleague { open: 1, idle_since: 2_000, ..colleague("just-had-one") },
        Colleague { open: 1, teams: vec![team("sales")], ..colleague("ben") },
        Colleague { open: 1, ..colleague("carl") },
        colleague("not-named"),
    ];
    let named = ["no-seat", "elsewhere", "away", "asleep", "full", "busier", "just-had-one", "carl"];
    let routed = route(&Rule::People(people(&named, &["sales"])), Contact::default(), &colleagues);
    assert_eq!((routed.to.as_ref().map(AgentId::as_str), routed.because), (Some("ben"), Because::Available));
    let expected = [
        ("no-seat", Verdict::NoSeat),
        ("elsewhere", Verdict::NotAMember),
        ("away", Verdict::Away),
        ("asleep", Verdict::OffWork),
        ("full", Verdict::AtCapacity),
        ("busier", Verdict::Busier),
        ("just-had-one", Verdict::WaitedLess),
        ("ben", Verdict::Chosen),
        ("carl", Verdict::LaterName),
    ];
    assert_eq!(verdicts(&routed), expected);
}

#[test]
fn owners_get_what_is_theirs() {
    // S97 S98 S99 S100 S101; name, the owner, what they are, the rule's otherwise, who gets it, why
    let ben = || Otherwise::People(people(&["ben"], &[]));
    let here = colleague("ada");
    let away = Colleague { is_away: true, ..colleague("ada") };
    let full = Colleague { capacity: Some(1), open: 1, ..colleague("ada") };
    let unseated = Colleague { has_seat: false, ..colleague("ada") };
    let cases = [
        ("there", Some("ada"), &here, ben(), Some("ada"), Because::Owner),
        ("away", Some("ada"), &away, ben(), Some("ada"), Because::OwnerThoughAway),
        ("full, and still theirs", Some("ada"), &full, ben(), Some("ada"), Because::Owner),
        ("without a seat", Some("ada"), &unseated, ben(), Some("ben"), Because::Available),
        ("gone", Some("zoe"), &here, ben(), Some("ben"), Because::Available),
        ("none", None, &here, ben(), Some("ben"), Because::Available),
        ("none, and nobody else", None, &here, Otherwise::NOBODY, None, Because::NoOwner),
    ];
    for (name, owner, ada, otherwise, to, because) in cases {
        let owner = owner.map(agent);
        let contact = Contact { owner: owner.as_ref(), last_agent: None };
        let routed = route(&Rule::Owner { otherwise }, contact, &[ada.clone(), colleague("ben")]);
        assert_eq!((routed.to, routed.because), (to.map(agent), because), "{name}");
    }
}

#[test]
fn the_last_agent_is_asked_first_where_the_rule_says_so() {
    // P43
    let busy = Colleague { open: 9, ..colleague("ada") };
    let away = Colleague { is_away: true, ..busy.clone() };
    let ada = agent("ada");
    let contact = Contact { owner: None, last_agent: Some(&ada) };
    for (last_agent_first, ada, to, because) in [
        (true, &busy, "ada", Because::LastAgent),
        (true, &away, "ben", Because::Available),
        (false, &busy, "ben", Because::Available),
    ] {
        let rule = Rule::People(People { last_agent_first, ..people(&["ada", "ben"], &[]) });
        let routed = route(&rule, contact, &[ada.clone(), colleague("ben")]);
        assert_eq!((routed.to, routed.because), (Some(agent(to)), because));
    }
}

#[test]
fn who_takes_over_from_somebody_who_is_away() {
    // S72 S108: the rule, who is there, who gets what Ada had
    let away = Colleague { is_away: true, ..colleague("ada") };
    let here = |name: &str| Colleague { is_away: false, ..colleague(name) };
    let gone = |name: &str| Colleague { is_away: true, ..colleague(name) };
    let named = |agents: &[&str]| Rule::People(people(agents, &[]));
    for (name, rule, ben, cleo, to) in [
        ("another whom the rule names", named(&["ada", "ben"]), here("ben"), here("cleo"), Some("ben")),
        ("nobody else, while those are away", named(&["ada", "ben"]), gone("ben"), here("cleo"), None),
        ("anybody, where it names only her", named(&["ada"]), gone("ben"), here("cleo"), Some("cleo")),
        ("anybody, where it names nobody", Rule::NOBODY, gone("ben"), here("cleo"), Some("cleo")),
        ("nobody, where nobody is there", Rule::NOBODY, gone("ben"), gone("cleo"), None),
    ] {
        let routed = reroute(&rule, &agent("ada"), &[away.clone(), ben, cleo]);
        let because = if to.is_some() { Because::Reassigned } else { Because::NobodyElse };
        assert_eq!((routed.to, routed.because), (to.map(agent), because), "{name}");
        assert!(routed.considered.iter().all(|(considered, _)| *considered != agent("ada")), "{name}");
    }
}

#[test]
fn an_owner_gets_what_waits_though_everybody_is_away() {
    // S99
    let ada = agent("ada");
    let rule = Rule::Owner { otherwise: Otherwise::People(people(&["ben"], &[])) };
    let mut away =
        [Colleague { is_away: true, ..colleague("ada") }, Colleague { is_away: true, ..colleague("ben") }];
    let threads = [ThreadId::from_random(0, [1; 16]), ThreadId::from_random(0, [2; 16])];
    let contacts = [Contact::default(), Contact { owner: Some(&ada), last_agent: None }];
    let waiting = threads.iter().zip(contacts).map(|(thread, contact)| Waiting {
        thread,
        rule: &rule,
        contact,
        given: None,
    });
    let given = drain(waiting, &mut away, 9);
    let given: Vec<_> = given.iter().map(|(thread, routed)| (thread, routed.because)).collect();
    assert_eq!(given, [(&threads[1], Because::OwnerThoughAway)]);
}

#[cfg(feature = "serde")]
#[test]
fn rules_are_written_as_they_are_read() {
    for text in [
        r#"{"assign":"nobody"}"#,
        r#"{"assign":"people","agents":["ada"],"teams":["sales"],"last_agent_first":true}"#,
        r#"{"assign":"owner","otherwise":{"assign":"nobody"}}"#,
        r#"{"assign":"owner","otherwise":{"assign":"people","agents":["ada"],"teams":[],"last_agent_first":false}}"#,
    ] {
        let rule: Rule = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&rule).unwrap(), text);
    }
}

#[test]
fn of_a_hundred_thousand_everybody_gets_as_many() {
    // E48: arrivals at an even pace, each thread open for as long as the others
    let mut colleagues: Vec<Colleague> = (0..7)
        .map(|n| Colleague { teams: vec![team("all")], ..colleague(&["a", &n.to_string()].concat()) })
        .collect();
    let rule = Rule::People(people(&[], &["all"]));
    let (mut given, mut under_way) = ([0_u32; 7], alloc::collections::VecDeque::new());
    for now in 0..100_000_u64 {
        if under_way.len() == 20 {
            let done: usize = under_way.pop_front().unwrap();
            colleagues[done].open -= 1;
        }
        let to = route(&rule, Contact::default(), &colleagues).to.unwrap();
        let at = colleagues.iter().position(|colleague| colleague.agent == to).unwrap();
        colleagues[at].open += 1;
        colleagues[at].idle_since = now;
        given[at] += 1;
        under_way.push_back(at);
    }
    let (least, most) = (given.iter().min().unwrap(), given.iter().max().unwrap());
    assert!(most - least <= 7, "{given:?}");
}

fn a_skill() -> prop::sample::Select<SkillId> {
    prop::sample::select(vec![skill("german"), skill("french")])
}

fn a_colleague() -> impl Strategy<Value = Colleague> {
    let flags = prop::array::uniform4(prop::bool::weighted(0.8));
    let teams = prop::collection::vec(prop::sample::select(vec!["sales", "help", "night"]), 0..2);
    let skills = prop::collection::vec(a_skill(), 0..3);
    (flags, teams, skills, prop::option::of(0_u16..4), 0_u16..4, 0_u64..5).prop_map(
        |([has_seat, is_member, is_here, is_at_work], teams, skills, capacity, open, idle_since)| Colleague {
            agent: agent("later"),
            has_seat,
            is_member,
            teams: teams.into_iter().map(team).collect(),
            skills,
            is_away: !is_here,
            is_at_work,
            capacity,
            open,
            until_known: None,
            idle_since,
        },
    )
}

fn colleagues() -> impl Strategy<Value = Vec<Colleague>> {
    prop::collection::vec(a_colleague(), 0..8).prop_map(|mut all| {
        for (n, colleague) in all.iter_mut().enumerate() {
            colleague.agent = agent(&["a", &n.to_string()].concat());
        }
        all
    })
}

fn a_rule() -> impl Strategy<Value = Rule> {
    let agents =
        prop::collection::vec((0_usize..8).prop_map(|n| agent(&["a", &n.to_string()].concat())), 0..4);
    let teams = prop::collection::vec(prop::sample::select(vec!["sales", "help", "night"]), 0..3);
    let skills = prop::collection::vec(a_skill(), 0..2);
    let people =
        (agents, teams, any::<bool>(), skills).prop_map(|(agents, teams, last_agent_first, skills)| People {
            agents,
            teams: teams.into_iter().map(team).collect(),
            last_agent_first,
            skills,
            priority: Priority::Normal,
        });
    prop_oneof![
        1 => Just(Rule::NOBODY),
        4 => people.clone().prop_map(Rule::People),
        2 => people.prop_map(|people| Rule::Owner { otherwise: Otherwise::People(people) }),
        1 => Just(Rule::Owner { otherwise: Otherwise::NOBODY }),
    ]
}

proptest! {
    #[test]
    fn whoever_is_told_that_somebody_is_there_gets_somebody_who_is(
        rule in a_rule(),
        all in colleagues(),
        owner in prop::option::of(0_usize..9),
    ) {
        // N32 E41: in both directions
        let owner = owner.map(|n| agent(&["a", &n.to_string()].concat()));
        let contact = Contact { owner: owner.as_ref(), last_agent: None };
        let routed = route(&rule, contact, &all);
        let gets = routed.to.as_ref().and_then(|to| all.iter().find(|colleague| colleague.agent == *to));
        match gets {
            Some(gets) => {
                let answers = !gets.is_away && gets.is_at_work && gets.capacity.is_none_or(|most| gets.open < most);
                prop_assert_eq!(reachable(&rule, contact, &all), answers);
                prop_assert!(gets.has_seat && gets.is_member);
                // P40: but for what is theirs
                let owns = matches!(routed.because, Because::Owner | Because::OwnerThoughAway);
                prop_assert!(owns || rule.people().is_some_and(|people| people.suit(gets)));
            }
            // By hand, where the rule leaves it to that.
            None => {
                let by_hand = routed.because != Because::NobodyAvailable
                    && all.iter().any(|c| c.is_member && !c.is_away && c.is_at_work && c.capacity.is_none_or(|most| c.open < most));
                prop_assert_eq!(reachable(&rule, contact, &all), by_hand);
            }
        }
        // H66: full is who could answer if they had less to do, and nobody else can.
        let freer: Vec<Colleague> = all.iter().map(|c| Colleague { open: 0, capacity: None, ..c.clone() }).collect();
        let is_full = !reachable(&rule, contact, &all) && reachable(&rule, contact, &freer);
        prop_assert_eq!(reach(&rule, contact, &all) == Reach::Full, is_full);
        let chosen = routed.considered.iter().filter(|(_, verdict)| *verdict == Verdict::Chosen).count();
        prop_assert_eq!(chosen, usize::from(routed.to.is_some()));
    }

    #[test]
    fn nobody_waits_while_somebody_could_take_them(
        rules in prop::collection::vec(a_rule(), 0..20),
        mut all in colleagues(),
    ) {
        // E46 E47 P35
        let threads: Vec<ThreadId> = (0..rules.len()).map(|n| ThreadId::from_random(0, [n as u8; 16])).collect();
        let waiting = || threads.iter().zip(&rules).map(|(thread, rule)| Waiting { thread, rule, contact: Contact::default(), given: None });
        let before = all.clone();
        let given = drain(waiting(), &mut all, 9);
        let is_given = |thread: &ThreadId| given.iter().any(|(given, _)| given == thread);
        for left in waiting().filter(|waiting| !is_given(waiting.thread)) {
            prop_assert_eq!(route(left.rule, left.contact, &all).to, None);
        }
        prop_assert!(all.iter().all(|c| next_for(waiting().filter(|w| !is_given(w.thread)), c).is_none()));
        // Oldest first: whoever could have had an older one had it, or had no room left.
        let taken: u32 = all.iter().zip(&before).map(|(after, before)| u32::from(after.open - before.open)).sum();
        prop_assert_eq!(taken as usize, given.len());
        prop_assert!(all.iter().all(|c| c.capacity.is_none_or(|most| c.open <= most.max(before.iter().find(|b| b.agent == c.agent).unwrap().open))));
        for colleague in &before {
            if let Some(first) = next_for(waiting(), colleague) {
                prop_assert!(is_given(first), "{:?} could have had {:?}", colleague, first);
            }
        }
    }
}
