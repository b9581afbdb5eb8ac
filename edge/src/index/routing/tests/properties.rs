//! Whatever happens to an inbox, nobody waits while somebody who may have it is free.

use conversation::desk::Snooze;
use conversation::ids::{SkillId, TeamId};
use conversation::routing::priority::Priority;
use proptest::prelude::*;

use super::*;
use crate::availability::Team;

/// Something that routing hears of.
#[derive(Clone, Debug)]
enum Step {
    Begins(usize, Option<usize>),
    Writes(u8),
    Closes(u8),
    Opens(u8),
    Sleeps(u8),
    Wakes(u8),
    Deleted(u8),
    LetGo(u8),
    Given(u8, Option<usize>),
    Replies(u8, usize),
    Comes(usize),
    Goes(usize),
    Takes(usize, Option<u16>),
    Works(usize, bool),
    Joins(usize, bool),
    Learns(usize, bool),
    Hurries(u8, usize),
    SitsDown(usize, bool),
    CarriedOut,
    Later(u64),
}

const AGENTS: [&str; 3] = ["ada", "ben", "cleo"];

fn sales() -> TeamId {
    TeamId::parse("sales").unwrap()
}

fn german() -> SkillId {
    SkillId::parse("german").unwrap()
}

fn rules() -> Vec<Rule> {
    let team = Rule::People(People { teams: vec![sales()], ..People::default() });
    let owner =
        Rule::Owner { otherwise: Otherwise::People(People { teams: vec![sales()], ..People::default() }) };
    let Rule::People(people) = named(&AGENTS) else { unreachable!("named people") };
    let skilled = Rule::People(People { skills: vec![german()], ..people });
    vec![named(&AGENTS), named(&["ada"]), named(&["ben", "cleo"]), Rule::NOBODY, team, owner, skilled]
}

/// Two hours on, two hours off, on a clock that is a quarter of an hour off everybody else's.
fn shifts() -> Schedule {
    let ranges = r#"[{"from":"00:00","until":"02:00"},{"from":"04:00","until":"06:00"},{"from":"08:00","until":"10:00"},
        {"from":"12:00","until":"14:00"},{"from":"16:00","until":"18:00"},{"from":"20:00","until":"22:00"}]"#;
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let days: Vec<String> = days.iter().map(|day| format!("\"{day}\":{ranges}")).collect();
    serde_json::from_str(&format!(r#"{{"zone":"Asia/Kathmandu","week":{{{}}}}}"#, days.join(","))).unwrap()
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (n, who) = (0_u8..10, 0_usize..3);
    let step = prop_oneof![
        6 => (0_usize..7, prop::option::of(who.clone())).prop_map(|(rule, owner)| Step::Begins(rule, owner)),
        2 => n.clone().prop_map(Step::Writes),
        3 => n.clone().prop_map(Step::Closes),
        1 => n.clone().prop_map(Step::Opens),
        1 => n.clone().prop_map(Step::Sleeps),
        1 => n.clone().prop_map(Step::Wakes),
        1 => n.clone().prop_map(Step::Deleted),
        1 => n.clone().prop_map(Step::LetGo),
        2 => (n.clone(), prop::option::of(who.clone())).prop_map(|(n, by)| Step::Given(n, by)),
        1 => (n.clone(), who.clone()).prop_map(|(n, who)| Step::Replies(n, who)),
        2 => (n, 0_usize..4).prop_map(|(n, priority)| Step::Hurries(n, priority)),
        3 => who.clone().prop_map(Step::Comes),
        2 => who.clone().prop_map(Step::Goes),
        2 => (who.clone(), prop::option::of(0_u16..4)).prop_map(|(who, most)| Step::Takes(who, most)),
        2 => (who.clone(), any::<bool>()).prop_map(|(who, it)| Step::Works(who, it)),
        2 => (who.clone(), any::<bool>()).prop_map(|(who, it)| Step::Joins(who, it)),
        2 => (who.clone(), any::<bool>()).prop_map(|(who, it)| Step::Learns(who, it)),
        1 => (who, any::<bool>()).prop_map(|(who, it)| Step::SitsDown(who, it)),
        5 => Just(Step::CarriedOut),
        2 => (0_u64..3 * 3_600_000).prop_map(Step::Later),
    ];
    prop::collection::vec(step, 1..60)
}

impl World {
    /// One of them changes, and the account tells the inbox.
    fn somebody(&mut self, crew: &mut [Known; 3], who: usize, change: impl FnOnce(&mut Known)) {
        change(&mut crew[who]);
        self.crew_is(crew);
    }

    fn happens(&mut self, crew: &mut [Known; 3], begun: &mut u8, step: Step) {
        let now = self.now;
        let is_there = |n: u8, begun: u8| n < begun;
        match step {
            Step::Begins(rule, owner) if *begun < 10 => {
                self.begins(*begun, rules()[rule].clone(), owner.map(|who| AGENTS[who]));
                *begun += 1;
            }
            Step::Writes(n) if is_there(n, *begun) => self.writes(n),
            Step::Closes(n) if is_there(n, *begun) => self.changes(n, |row| row.status = Status::Closed),
            Step::Opens(n) if is_there(n, *begun) => self.changes(n, |row| row.status = Status::Open),
            Step::Sleeps(n) if is_there(n, *begun) => {
                self.changes(n, |row| row.desk.snoozed = Some(Snooze { until: None }));
            }
            Step::Wakes(n) if is_there(n, *begun) => self.changes(n, |row| row.desk.snoozed = None),
            Step::Deleted(n) if is_there(n, *begun) => self.changes(n, |row| {
                row.desk.archived_at = if row.desk.archived_at.is_some() { None } else { Some(now) };
            }),
            Step::LetGo(n) if is_there(n, *begun) => self.given(n, None),
            Step::Given(n, by) if is_there(n, *begun) => {
                self.given(n, Some(given::owning("sales", by.map(|who| AGENTS[who]))));
            }
            Step::Replies(n, who) if is_there(n, *begun) => self.changes(n, |row| {
                row.assignee.get_or_insert(agent(AGENTS[who]));
                row.preview_from_visitor = false;
                row.waiting_since = None;
            }),
            Step::Comes(who) => {
                self.somebody(crew, who, |known| (known.is_away, known.away_since) = (false, None));
            }
            Step::Goes(who) => self.somebody(crew, who, |known| {
                (known.is_away, known.away_since, known.reassign_replies) = (true, Some(now), true);
            }),
            Step::Takes(who, most) => self.somebody(crew, who, |known| known.capacity = most),
            Step::Works(who, shifts_only) => {
                self.somebody(crew, who, |known| known.hours = shifts_only.then(shifts));
            }
            Step::Joins(who, is_in) => self.somebody(crew, who, |known| {
                known.teams = if is_in { vec![sales()] } else { Vec::new() };
            }),
            Step::Learns(who, can) => self.somebody(crew, who, |known| {
                known.skills = if can { vec![german()] } else { Vec::new() };
            }),
            Step::Hurries(n, priority) if is_there(n, *begun) => {
                self.changes(n, |row| row.desk.priority = Priority::ALL[priority]);
            }
            Step::SitsDown(who, seat) => self.somebody(crew, who, |known| known.has_seat = seat),
            Step::CarriedOut => drop(self.carried_out()),
            Step::Later(ms) => self.later(ms),
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]
    #[test]
    fn nobody_waits_while_somebody_who_may_have_it_is_free(steps in steps()) {
        // E46 N32 P35 P40 P41: after every step, over the real tables
        let mut crew = AGENTS.map(known);
        let mut world = World::new(&crew);
        let mut begun = 0;
        for step in steps {
            world.later(7);
            world.happens(&mut crew, &mut begun, step);
            let working = colleagues::all(&world.sql).unwrap();
            let facts = crew::facts(&working, world.now, &zones::zone);
            for queued in assignments::queue(&world.sql, world.now).unwrap() {
                let routed = queued.by.route(&facts);
                prop_assert_eq!(routed.to, None, "{:?} waits", queued);
                // And nobody would be told that somebody is there for such a one.
                let mode = conversation::availability::Mode::Status { reply_minutes: None, away: Default::default(), at_capacity: None };
                let team = Team { mode: &mode, rule: &queued.by.rule, has_bot: false, crew: &working };
                // A giver is there, and not asked for what they gave to their team.
                let is_otherwise = queued.by.owner.is_some() || queued.by.given.is_some();
                prop_assert!(!team.at(world.now, &zones::zone).is_reachable || is_otherwise);
            }
            for it in &working {
                let held = world.rows.iter().filter(|(row, ..)| holder(row).is_some_and(|who| who.id == it.known.agent.id));
                prop_assert!(usize::from(it.open) + world.due().len() >= held.count());
            }
            // Whoever is to be given to is looked for: nothing that is nobody's lies outside of the queue, unless it is
            // on its way, its rule finds nobody, or a person put it there.
            for (row, ..) in &world.rows {
                let by = assignments::noted(&world.sql, &row.thread).unwrap().unwrap();
                let waits = assignments::waits_since(&world.sql, &row.thread).unwrap().is_some();
                prop_assert!(!waits || (is_nobodys(row) && finds_people(&by)), "{:?}", row);
                // And what a team has is never forgotten (H73).
                prop_assert!(waits || !is_nobodys(row) || row.desk.team.is_none(), "{:?}", row);
            }
        }
    }
}
