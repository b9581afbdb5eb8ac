//! Threads that were given to a team by hand (H73).
//!
//! Who gives a thread to a team means somebody of it, and not themselves: it goes to whoever of the others is available, as
//! if a rule named the team, and waits where nobody is. As with rules, only those are reached who are in the team first and
//! foremost (H72); others of it may take the thread, and so does replying to it. The rule's skills are not asked for: whoever
//! gives a thread to a team has read it.

use alloc::vec::Vec;

use super::{Because, Colleague, People, Routed, Verdict, choose};
use crate::desk::Owning;

/// Those of a team who may get what it has, as a rule names them.
#[must_use]
pub fn people(given: &Owning) -> People {
    People { teams: Vec::from([given.team.id.clone()]), ..People::default() }
}

/// Routes a thread that a team has.
#[must_use]
pub fn route(given: &Owning, colleagues: &[Colleague]) -> Routed {
    let people = people(given);
    let (others, giver): (Vec<&Colleague>, Vec<&Colleague>) = people
        .among(colleagues)
        .into_iter()
        .partition(|colleague| given.by.as_ref() != Some(&colleague.agent));
    let mut considered = Vec::new();
    let (to, _) = choose(&others, &[], None, &mut considered);
    considered.extend(giver.into_iter().map(|giver| (giver.agent.clone(), Verdict::GaveIt)));
    let because = if to.is_some() { Because::Team } else { Because::NobodyOfTeam };
    Routed { to, because, considered }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::super::queue::{Waiting, drain, next_for};
    use super::super::{Contact, Rule};
    use super::*;
    use crate::desk::Team;
    use crate::ids::{AgentId, TeamId, ThreadId};

    fn agent(id: &str) -> AgentId {
        AgentId::parse(id).unwrap()
    }

    fn of_team(id: &str, team: &str) -> Colleague {
        Colleague {
            agent: agent(id),
            has_seat: true,
            is_member: true,
            teams: vec![TeamId::parse(team).unwrap()],
            skills: vec![],
            is_away: false,
            is_at_work: true,
            capacity: Some(1),
            open: 0,
            until_known: None,
            idle_since: 0,
        }
    }

    fn given(team: &str, by: Option<&str>) -> Owning {
        Owning { team: Team { id: TeamId::parse(team).unwrap(), name: team.into() }, by: by.map(agent) }
    }

    #[test]
    fn a_team_s_thread_goes_to_one_of_it_who_is_free_and_waits_for_one_where_nobody_is() {
        // H73
        let (anna, jonas) = (of_team("anna", "kilns"), of_team("jonas", "kilns"));
        let away = |colleague: &Colleague| Colleague { is_away: true, ..colleague.clone() };
        let full = |colleague: &Colleague| Colleague { open: 1, ..colleague.clone() };
        let mira = of_team("mira", "shop");
        for (by, crew, to, because, verdicts) in [
            (None, vec![anna.clone(), mira.clone()], Some("anna"), Because::Team, vec![Verdict::Chosen]),
            (
                Some("mira"),
                vec![full(&anna), jonas.clone()],
                Some("jonas"),
                Because::Team,
                vec![Verdict::AtCapacity, Verdict::Chosen],
            ),
            (
                Some("anna"),
                vec![anna.clone(), jonas.clone()],
                Some("jonas"),
                Because::Team,
                vec![Verdict::Chosen, Verdict::GaveIt],
            ),
            (
                Some("anna"),
                vec![anna.clone(), away(&jonas)],
                None,
                Because::NobodyOfTeam,
                vec![Verdict::Away, Verdict::GaveIt],
            ),
            (
                None,
                vec![full(&anna), away(&jonas), mira.clone()],
                None,
                Because::NobodyOfTeam,
                vec![Verdict::AtCapacity, Verdict::Away],
            ),
            (None, vec![mira.clone()], None, Because::NobodyOfTeam, vec![]),
        ] {
            let routed = route(&given("kilns", by), &crew);
            assert_eq!((routed.to, routed.because), (to.map(agent), because), "{crew:?}");
            let told: Vec<Verdict> = routed.considered.iter().map(|(_, verdict)| *verdict).collect();
            assert_eq!(told, verdicts, "{crew:?}");
        }
    }

    #[test]
    fn what_teams_have_is_given_out_in_the_order_of_the_queue() {
        // H73 P35: with what waits by rules, and each giver's own
        let threads: Vec<ThreadId> = (0..4).map(|n| ThreadId::from_random(0, [n; 16])).collect();
        let (kilns, by_anna) = (given("kilns", None), given("kilns", Some("anna")));
        let rule = Rule::People(People { agents: vec![agent("jonas")], ..People::default() });
        let waiting = |n: usize, given| Waiting {
            thread: &threads[n],
            rule: &rule,
            contact: Contact::default(),
            given,
        };
        let queue = || {
            [waiting(0, Some(&by_anna)), waiting(1, None), waiting(2, Some(&kilns)), waiting(3, Some(&kilns))]
        };
        let mut crew = [of_team("anna", "kilns"), of_team("jonas", "shop")];
        let given_out = drain(queue(), &mut crew, 9);
        let got: Vec<(usize, Option<&str>)> = given_out
            .iter()
            .map(|(thread, routed)| {
                let n = threads.iter().position(|other| other == thread).unwrap();
                (n, routed.to.as_ref().map(AgentId::as_str))
            })
            .collect();
        assert_eq!(got, [(1, Some("jonas")), (2, Some("anna"))]);
        assert_eq!(next_for(queue(), &of_team("anna", "kilns")), Some(&threads[2]));
    }
}
