//! A week as an inbox keeps it, by the rule that holds and by another.

use conversation::ids::SkillId;
use conversation::routing::People;
use conversation::schedule::Schedule;
use protocol::frame::Agent;
use protocol::rest::people::Work;

use super::*;
use crate::colleagues::Known;
use crate::zones::zone;

/// 2026-06-12T14:00:00Z, a Friday.
const NOW: u64 = 1_781_272_800_000;

fn agent(id: &str) -> AgentId {
    AgentId::parse(id).unwrap()
}

fn working(id: &str) -> Working {
    let known = Known {
        agent: Agent { name: id.to_uppercase(), id: agent(id) },
        has_seat: true,
        is_member: true,
        teams: Vec::new(),
        skills: Vec::new(),
        is_away: false,
        reassign_replies: false,
        away_since: None,
        away_by: None,
        shared: None,
        capacity: Some(1),
        hours: None,
    };
    Working { known, open: 5, elsewhere: 0, until_known: None, idle_since: 0 }
}

fn named(agents: &[&str]) -> Rule {
    Rule::People(People { agents: agents.iter().map(|id| agent(id)).collect(), ..People::default() })
}

fn came(chatflow: &str, minutes_ago: u64, taken: Option<u64>, done: Option<u64>) -> Came {
    let ago = |minutes: u64| NOW - minutes * MINUTE_MS;
    Came {
        chatflow: ChatflowId::parse(chatflow).unwrap(),
        rule: 0,
        owner: None,
        last_agent: None,
        at: ago(minutes_ago),
        taken_at: taken.map(ago),
        done_at: done.map(ago),
    }
}

fn asked(rule: Rule) -> SimulateRouting {
    SimulateRouting { rule, agents: Vec::new(), arrivals: None }
}

fn tried(week: &Week, rule: &Rule, asked: &SimulateRouting) -> RoutingSimulation {
    let shop = ChatflowId::parse("shop").unwrap();
    simulate(week, Present { chatflow: &shop, rule }, asked, NOW, &zone).unwrap()
}

/// Two came at once an hour ago and took ten minutes each; a third came with another chatflow.
fn busy() -> Week {
    Week {
        came: vec![
            came("shop", 59, Some(49), Some(39)),
            came("shop", 60, Some(60), Some(50)),
            came("help", 61, Some(61), Some(51)),
        ],
        rules: vec![named(&["cleo"])],
        shown: Vec::new(),
        crew: vec![working("ben"), working("ada"), working("cleo")],
    }
}

#[test]
fn one_more_in_the_rule_and_nobody_waits() {
    // N31: both side by side, by the same arrivals
    let rule = named(&["ada"]);
    let told = tried(&busy(), &rule, &asked(named(&["ada", "ben"])));
    let outcome = |it: &RoutingOutcome| (it.came, it.taken, it.half_ms, it.longest_ms);
    assert_eq!(outcome(&told.present), (2, 2, Some(0), Some(9 * MINUTE_MS)));
    assert_eq!(outcome(&told.proposed), (2, 2, Some(0), Some(0)));
    let given = |it: &RoutingOutcome| {
        it.agents.iter().map(|load| (load.name.clone(), load.given)).collect::<Vec<_>>()
    };
    let expected = |ada, ben| vec![("ADA".into(), ada), ("BEN".into(), ben), ("CLEO".into(), 1)];
    assert_eq!(given(&told.present), expected(2, 0));
    assert_eq!(given(&told.proposed), expected(1, 1));
    assert_eq!((told.from, told.until, told.cut), (NOW - WEEK_MS, NOW, false));
    assert_eq!(told.present.queue.len(), 168);
    assert_eq!(told.present.queue.iter().filter(|hour| hour.waiting == 1).count(), 1);
}

#[test]
fn a_rule_that_asks_for_skills_is_tried_with_those_who_have_them() {
    // N31 P40
    let german = SkillId::parse("german").unwrap();
    let Rule::People(people) = named(&["ada", "ben"]) else { unreachable!("named people") };
    let rule = Rule::People(People { skills: vec![german.clone()], ..people });
    let mut week = busy();
    let given = |week: &Week| {
        let told = tried(week, &named(&["ada", "ben"]), &asked(rule.clone())).proposed;
        told.agents.iter().filter(|load| load.given > 0).map(|load| load.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(given(&week), ["CLEO"], "who has another chatflow's");
    week.crew[0].known.skills = vec![german];
    assert_eq!(given(&week), ["BEN", "CLEO"]);
}

#[test]
fn the_same_rule_tells_the_same_twice() {
    // N31: nothing in it is left to chance
    let rule = named(&["ada"]);
    let told = tried(&busy(), &rule, &asked(rule.clone()));
    assert_eq!(told.present, told.proposed);
    let nobody = tried(&busy(), &rule, &asked(Rule::NOBODY)).proposed;
    assert_eq!((nobody.came, nobody.taken, nobody.longest_ms), (2, 0, None));
}

#[test]
fn who_was_away_then_had_nothing_and_whoever_would_be_has_nothing() {
    // N31 S70 H64: what people said in the week counts, and what they would do instead of it
    let said = |minutes: u64, away| Shown { agent: agent("ada"), at: NOW - minutes * MINUTE_MS, away };
    let week = Week { shown: vec![said(9_000, false), said(90, true), said(30, false)], ..busy() };
    let rule = named(&["ada"]);
    let other = |work: Work, away| SimulateRouting {
        agents: vec![SimulatedAgent { agent: agent("ada"), work, away }],
        ..asked(rule.clone())
    };
    let told = tried(&week, &rule, &other(Work { capacity: Some(2), hours: None }, false));
    // An hour ago she was away for half an hour more; then one after the other, ten minutes each.
    assert_eq!((told.present.half_ms, told.present.longest_ms), (Some(30 * MINUTE_MS), Some(39 * MINUTE_MS)));
    assert_eq!(told.proposed.longest_ms, Some(0));
    assert_eq!(told.present.agents[0].there_ms, WEEK_MS - 60 * MINUTE_MS);
    assert_eq!(tried(&week, &rule, &other(Work::default(), true)).proposed.taken, 0);
    // On Fridays from 15:30 on: half an hour ago in Berlin.
    let hours: Schedule = serde_json::from_str(
        r#"{"zone":"Europe/Berlin","week":{"friday":[{"from":"15:30","until":"24:00"}]}}"#,
    )
    .unwrap();
    let late = tried(&week, &rule, &other(Work { capacity: None, hours: Some(hours) }, false)).proposed;
    assert_eq!((late.taken, late.longest_ms), (2, Some(30 * MINUTE_MS)));
}

#[test]
fn arrivals_can_be_made_up() {
    // N31
    let model = ArrivalModel { seed: 1, per_hour: vec![6], minutes: vec![10] };
    let asked = SimulateRouting { arrivals: Some(model), ..asked(named(&["ada", "ben", "cleo"])) };
    let told = tried(&Week { crew: busy().crew, ..Week::default() }, &named(&["ada"]), &asked);
    assert_eq!((told.present.came, told.proposed.came), (6 * 168, 6 * 168));
    assert!(told.present.longest_ms > told.proposed.longest_ms, "{told:?}");
}

/// What was refused, and where.
fn refused(error: Error) -> (Code, String) {
    match error {
        Error::Rejected(problem) => (problem.code, problem.field.unwrap_or_default()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_tried_is_refused_and_said_where() {
    let with = |per_hour: Vec<u16>, minutes: Vec<u16>| SimulateRouting {
        arrivals: Some(ArrivalModel { seed: 0, per_hour, minutes }),
        ..asked(Rule::NOBODY)
    };
    for (asked, about) in [
        (with(vec![], vec![10]), "arrivals.per_hour"),
        (with(vec![1; 169], vec![10]), "arrivals.per_hour"),
        (with(vec![60], vec![10]), "arrivals.per_hour"),
        (with(vec![1], vec![]), "arrivals.minutes"),
        (with(vec![1], vec![0]), "arrivals.minutes"),
    ] {
        let error = check(&asked).unwrap_err();
        assert_eq!(refused(error), (Code::NumberRange, about.to_owned()));
    }
    assert!(check(&with(vec![59], vec![1_440])).is_ok());
    let stranger = SimulatedAgent { agent: agent("zoe"), work: Work::default(), away: false };
    let (shop, rule) = (ChatflowId::parse("shop").unwrap(), Rule::NOBODY);
    let present = Present { chatflow: &shop, rule: &rule };
    let asked = SimulateRouting { agents: vec![stranger], ..asked(Rule::NOBODY) };
    let error = simulate(&busy(), present, &asked, NOW, &zone).unwrap_err();
    assert_eq!(refused(error), (Code::ReferenceUnknown, "agents[0].agent".to_owned()));
}
