//! The widget's view, the console's and the router's, from the same facts.

use std::rc::Rc;

use conversation::availability::{AtCapacity, Away, Closed, Hours};
use conversation::ids::{AgentId, SkillId};
use conversation::routing::{Otherwise, People, route};
use conversation::schedule::Schedule;
use proptest::prelude::*;
use protocol::availability::Team as Shown;
use protocol::frame::Agent;

use super::*;
use crate::colleagues::Known;
use crate::zones::zone;

/// 2026-06-12T14:00:00Z, a Friday.
const FRIDAY: u64 = 1_781_272_800_000;
const HOUR: u64 = 3_600_000;

fn office() -> Schedule {
    let week = r#"{"zone":"Europe/Berlin","week":{
        "monday":[{"from":"09:00","until":"17:00"}],"friday":[{"from":"09:00","until":"17:00"}]}}"#;
    serde_json::from_str(week).unwrap()
}

fn working(id: &str) -> Working {
    let id = AgentId::parse(id).unwrap();
    let known = Known {
        agent: Agent { name: id.as_str().to_owned(), id },
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
    };
    Working { known, open: 0, elsewhere: 0, until_known: None, idle_since: 0 }
}

fn named(agents: &[&str]) -> Rule {
    let agents = agents.iter().map(|id| AgentId::parse(id).unwrap()).collect();
    Rule::People(People { agents, ..People::default() })
}

fn status() -> Mode {
    Mode::Status { reply_minutes: Some(5), away: Away::default(), at_capacity: None }
}

#[test]
fn it_holds_until_somebody_comes_to_work_or_leaves() {
    // E40 H64: in a mode without hours of its own
    let ada = Working { known: Known { hours: Some(office()), ..working("ada").known }, ..working("ada") };
    let (mode, rule, crew) = (status(), named(&["ada"]), [ada]);
    let team = Team { mode: &mode, rule: &rule, has_bot: false, crew: &crew };
    let now = team.at(FRIDAY, &zone);
    assert_eq!((now.told.shown, now.told.until), (Shown::Available, Some(FRIDAY + HOUR)));
    let after = team.at(FRIDAY + HOUR, &zone);
    let monday = FRIDAY + 65 * HOUR;
    assert_eq!((after.told.shown, after.told.until), (Shown::Away, Some(monday)));
    assert_eq!(team.at(monday, &zone).told.shown, Shown::Available);
}

#[test]
fn a_forecast_has_no_gaps_and_says_what_each_instant_says() {
    // N10
    let ada = Working { known: Known { hours: Some(office()), ..working("ada").known }, ..working("ada") };
    let hours = Hours {
        schedule: serde_json::from_str(
            r#"{"zone":"America/New_York","week":{"friday":[{"from":"08:00","until":"20:00"}]}}"#,
        )
        .unwrap(),
        reply_minutes: None,
        away: Away::Nothing,
        at_capacity: None,
        closed: Closed::ReturnTime,
    };
    let (mode, rule, crew) = (Mode::Hours(Box::new(hours)), named(&["ada"]), [ada]);
    let team = Team { mode: &mode, rule: &rule, has_bot: false, crew: &crew };
    let until = FRIDAY + 14 * 24 * HOUR;
    let spans = team.forecast(FRIDAY, until, &zone).spans;
    assert_eq!((spans.first().unwrap().from, spans.last().unwrap().until), (FRIDAY, until));
    for (at, span) in spans.iter().enumerate() {
        assert!(at == 0 || spans[at - 1].until == span.from);
        for instant in [span.from, span.from.midpoint(span.until), span.until - 1] {
            let seen = team.at(instant, &zone);
            assert!(is_same(&seen.told, &span.told), "{instant}: {span:?}");
            assert_eq!((seen.because, seen.is_reachable), (span.because, span.reachable));
        }
    }
    // Ada leaves at 15:00 UTC, New York closes at midnight UTC; a week later the same.
    assert_eq!(spans.iter().filter(|span| span.told.shown == Shown::Available).count(), 3);
}

#[test]
fn a_zone_that_is_no_more_has_the_time_of_greenwich() {
    let mode = Mode::Hours(Box::new(Hours {
        schedule: office(),
        reply_minutes: None,
        away: Away::Chat,
        at_capacity: None,
        closed: Closed::Nothing,
    }));
    let team = Team { mode: &mode, rule: &Rule::NOBODY, has_bot: false, crew: &[] };
    let nothing = |_: &str, _: u64| -> Option<Rc<Zone>> { None };
    assert_eq!(team.at(FRIDAY + 2 * HOUR, &nothing).told.shown, Shown::Available, "16:00 in Greenwich");
    assert_eq!(team.at(FRIDAY + 2 * HOUR, &zone).told.shown, Shown::Nothing, "18:00 in Berlin");
}

#[test]
fn a_full_team_asks_for_an_address_and_is_no_team_that_is_there() {
    // H66
    let mut ada = working("ada");
    (ada.known.capacity, ada.open) = (Some(2), 2);
    let words = || "May we answer by e-mail?".to_owned();
    let at_capacity = Some(AtCapacity::Email { message: words() });
    let mode = Mode::Status { reply_minutes: Some(5), away: Away::Chat, at_capacity };
    let rule = named(&["ada"]);
    let crew = [ada];
    let full = Team { mode: &mode, rule: &rule, has_bot: false, crew: &crew }.at(FRIDAY, &zone);
    assert_eq!((full.told.shown, full.told.text.as_deref()), (Shown::Away, None));
    assert_eq!((full.because, full.is_reachable, full.asks), (Because::AtCapacity, false, Some(words())));
    let freer = [Working { open: 1, ..crew[0].clone() }];
    let free = Team { mode: &mode, rule: &rule, has_bot: false, crew: &freer }.at(FRIDAY, &zone);
    assert_eq!((free.told.shown, free.is_reachable, free.asks), (Shown::Available, true, None));
}

#[test]
fn a_full_team_is_full_until_somebody_else_comes_to_work() {
    // H66 E40
    let mut ada = working("ada");
    (ada.known.capacity, ada.open) = (Some(0), 0);
    let ben = Working { known: Known { hours: Some(office()), ..working("ben").known }, ..working("ben") };
    let (mode, rule, crew) = (status(), named(&["ada", "ben"]), [ada, ben]);
    let team = Team { mode: &mode, rule: &rule, has_bot: false, crew: &crew };
    let full = team.at(FRIDAY + HOUR, &zone);
    let monday = FRIDAY + 65 * HOUR;
    assert_eq!((full.because, full.told.until), (Because::AtCapacity, Some(monday)));
    assert_eq!(team.at(monday, &zone).because, Because::SomebodyIsThere);
}

fn german() -> SkillId {
    SkillId::parse("german").unwrap()
}

proptest! {
    #[test]
    fn nobody_is_told_that_somebody_is_there_when_routing_finds_nobody(
        states in prop::collection::vec((any::<[bool; 5]>(), prop::option::of(0_u16..3), 0_u16..3), 3),
        rule in 0_usize..6,
        at_capacity in 0_usize..4,
        owner in prop::option::of(0_usize..3),
        bot in any::<bool>(),
        at in FRIDAY..FRIDAY + 7 * 24 * HOUR,
    ) {
        // N32 E41 H66 P40: nor the other way round; whoever is busy, and whoever owns the contact
        let names = ["ada", "ben", "cleo"];
        let crew: Vec<Working> = names
            .into_iter()
            .zip(states)
            .map(|(id, ([has_seat, is_member, is_away, works_hours, is_skilled], capacity, open))| {
                let hours = works_hours.then(office);
                let skills = is_skilled.then(german).into_iter().collect();
                let known = Known { has_seat, is_member, is_away, capacity, hours, skills, ..working(id).known };
                Working { known, open, ..working(id) }
            })
            .collect();
        let Rule::People(people) = named(&names) else { unreachable!() };
        let rules = [
            named(&["ada"]),
            named(&names),
            named(&[]),
            Rule::People(People { skills: vec![german()], ..people.clone() }),
            Rule::Owner { otherwise: Otherwise::People(people) },
            Rule::Owner { otherwise: Otherwise::People(People::default()) },
        ];
        let rule = rules[rule].clone();
        let at_capacity = [
            None,
            Some(AtCapacity::Message { text: None }),
            Some(AtCapacity::Email { message: "To where?".into() }),
            Some(AtCapacity::Nothing),
        ][at_capacity].clone();
        let mode = Mode::Status { reply_minutes: Some(5), away: Away::default(), at_capacity: at_capacity.clone() };
        let owner = owner.map(|who| AgentId::parse(names[who]).unwrap());
        let team = Team { mode: &mode, rule: &rule, has_bot: bot, crew: &crew };
        let seen = team.seen_by(owner.as_ref(), at, &zone);
        let now = facts(&crew, at, &zone);
        let routed = route(&rule, Contact { owner: owner.as_ref(), last_agent: None }, &now);
        // Who gets it and cannot answer now is as good as nobody, to whoever waits.
        let answers = |id: &AgentId| now.iter().any(|it| it.agent == *id && it.hindrance().is_none());
        let finds = routed.to.as_ref().is_some_and(answers);
        let is_shown = seen.told.shown == Shown::Available;
        prop_assert_eq!(is_shown, bot || finds);
        prop_assert_eq!(seen.is_reachable, finds);
        // What is said to whoever finds everybody busy is what was set for that, and for nothing else.
        let is_full = seen.because == Because::AtCapacity;
        prop_assert!(!is_full || !finds);
        let asks = matches!(at_capacity, Some(AtCapacity::Email { .. }));
        prop_assert_eq!(seen.asks.is_some(), is_full && asks);
        let hides = at_capacity == Some(AtCapacity::Nothing);
        prop_assert_eq!(seen.told.shown == Shown::Nothing, is_full && hides);
    }
}
