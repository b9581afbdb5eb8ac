//! Who gets a chatflow's threads, as its form holds it (S90-S103), and why somebody cannot be chosen.
//!
//! Knows the rule's shape and who may be named in it. Who gets which thread is decided at the edge.

use conversation::ids::{AgentId, SkillId, TeamId};
use conversation::routing::priority::Priority;
use conversation::routing::{Otherwise, People, Rule};

use super::colleagues::{Colleague, Team};
use super::skills::Skill;
use crate::texts::Text;

/// A rule, without the particulars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// It waits until someone takes it (S102).
    #[default]
    Nobody,
    /// Certain people and teams (S91).
    People,
    /// The contact's owner (S97).
    Owner,
}

/// The whole of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The rule.
    pub kind: Kind,
    /// Whether contacts without an owner go to the people below; else they wait for whoever takes them (S100, S101).
    pub otherwise_people: bool,
    /// The people.
    pub agents: Vec<AgentId>,
    /// The teams.
    pub teams: Vec<TeamId>,
    /// Whether who spoke with the contact last comes first (P43).
    pub last_agent_first: bool,
    /// What conversations ask for (P40).
    pub demands: Demands,
}

/// What a rule's conversations ask for, beside who gets them (P40).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Demands {
    /// What whoever gets them has to be able to do.
    pub skills: Vec<SkillId>,
    /// How urgent they are.
    pub priority: Priority,
}

/// The form of a rule.
#[must_use]
pub fn of(rule: &Rule) -> Parts {
    let none = People { priority: rule.priority(), ..People::default() };
    let (kind, otherwise_people, people) = match rule {
        Rule::Nobody { .. } => (Kind::Nobody, false, &none),
        Rule::People(people) => (Kind::People, false, people),
        Rule::Owner { otherwise: Otherwise::Nobody { .. } } => (Kind::Owner, false, &none),
        Rule::Owner { otherwise: Otherwise::People(people) } => (Kind::Owner, true, people),
    };
    Parts {
        kind,
        otherwise_people,
        agents: people.agents.clone(),
        teams: people.teams.clone(),
        last_agent_first: people.last_agent_first,
        demands: Demands { skills: people.skills.clone(), priority: people.priority },
    }
}

/// The rule it stands for.
#[must_use]
pub fn written(parts: &Parts) -> Rule {
    let people = || People {
        agents: parts.agents.clone(),
        teams: parts.teams.clone(),
        last_agent_first: parts.last_agent_first,
        skills: parts.demands.skills.clone(),
        priority: parts.demands.priority,
    };
    let priority = parts.demands.priority;
    match (parts.kind, parts.otherwise_people) {
        (Kind::Nobody, _) => Rule::Nobody { priority },
        (Kind::People, _) => Rule::People(people()),
        (Kind::Owner, false) => Rule::Owner { otherwise: Otherwise::Nobody { priority } },
        (Kind::Owner, true) => Rule::Owner { otherwise: Otherwise::People(people()) },
    }
}

/// Somebody on the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// Why they cannot be chosen (S95, H72); what is chosen can still be taken away.
    pub barred: Option<Text>,
}

/// Everybody the form offers: who can be chosen first, then who cannot and why, then who is chosen and gone.
/// `people` are all of the account, `colleagues` those of the inbox.
#[must_use]
pub fn candidates(
    people: &[(String, String)],
    colleagues: &[Colleague],
    chosen: &[String],
) -> Vec<Candidate> {
    let bar = |id: &str| match colleagues.iter().find(|colleague| colleague.id == id) {
        None => Some(Text::BarredNoMember),
        Some(colleague) if !colleague.has_seat => Some(Text::BarredNoSeat),
        Some(_) => None,
    };
    let mut all: Vec<Candidate> = people
        .iter()
        .map(|(id, name)| Candidate { id: id.clone(), name: name.clone(), barred: bar(id) })
        .collect();
    all.sort_by_key(|one| one.barred.is_some());
    for id in chosen {
        if all.iter().all(|one| one.id != *id) {
            all.push(Candidate { id: id.clone(), name: id.clone(), barred: Some(Text::BarredGone) });
        }
    }
    all
}

/// The teams the form offers. A team without anybody who can be chosen is no use, and is said to be none.
#[must_use]
pub fn team_candidates(teams: &[Team], colleagues: &[Colleague], chosen: &[String]) -> Vec<Candidate> {
    let can =
        |agent: &String| colleagues.iter().any(|colleague| colleague.id == *agent && colleague.has_seat);
    let one = |team: &Team| Candidate {
        id: team.id.clone(),
        name: team.name.clone(),
        barred: (!team.primary().any(can)).then_some(Text::BarredTeam),
    };
    let mut all: Vec<Candidate> = teams.iter().map(one).collect();
    for id in chosen {
        if all.iter().all(|one| one.id != *id) {
            all.push(Candidate { id: id.clone(), name: id.clone(), barred: Some(Text::BarredGone) });
        }
    }
    all
}

/// The skills that the form offers, each with its name: those there are, and those asked for that are gone.
#[must_use]
pub fn askable(all: &[Skill], asked: &[SkillId]) -> Vec<(String, String)> {
    let gone = asked.iter().map(SkillId::as_str).filter(|id| all.iter().all(|skill| skill.id != *id));
    let there = all.iter().map(|skill| (skill.id.clone(), skill.name.clone()));
    there.chain(gone.map(|id| (id.to_owned(), id.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(json: &str) -> Rule {
        serde_json::from_str(json).unwrap()
    }

    fn colleague(id: &str, has_seat: bool) -> Colleague {
        Colleague { id: id.into(), name: id.to_uppercase(), has_seat, ..Colleague::default() }
    }

    #[test]
    fn a_rule_that_nobody_touched_is_written_as_it_was() {
        // S91 S93 S97 S100 S101 S102 S103 P40 P43
        for json in [
            r#"{"assign": "nobody"}"#,
            r#"{"assign": "nobody", "priority": "urgent"}"#,
            r#"{"assign": "owner", "otherwise": {"assign": "nobody", "priority": "low"}}"#,
            r#"{"assign": "people", "agents": ["anna", "jonas"], "teams": ["repairs"], "last_agent_first": true}"#,
            r#"{"assign": "people", "teams": ["repairs"]}"#,
            r#"{"assign": "people", "teams": ["repairs"], "skills": ["deutsch"], "priority": "high"}"#,
            r#"{"assign": "owner", "otherwise": {"assign": "nobody"}}"#,
            r#"{"assign": "owner", "otherwise": {"assign": "people", "agents": ["anna"]}}"#,
        ] {
            let before = rule(json);
            assert_eq!(written(&of(&before)), before, "{json}");
        }
    }

    #[test]
    fn trying_another_rule_loses_nobody() {
        let before = rule(r#"{"assign": "people", "agents": ["anna"], "teams": ["repairs"]}"#);
        let mut parts = of(&before);
        parts.kind = Kind::Nobody;
        assert_eq!(written(&parts), Rule::NOBODY);
        (parts.kind, parts.otherwise_people) = (Kind::Owner, true);
        assert!(matches!(written(&parts), Rule::Owner { otherwise: Otherwise::People(_) }));
        parts.otherwise_people = false;
        assert_eq!(written(&parts), Rule::Owner { otherwise: Otherwise::NOBODY });
        parts.kind = Kind::People;
        assert_eq!(written(&parts), before);
    }

    #[test]
    fn who_cannot_be_chosen_is_shown_with_the_reason() {
        // S95 S96 H72
        let people: Vec<(String, String)> =
            ["zoe", "anna", "jonas", "mira"].map(|id| (id.into(), id.into())).into();
        let colleagues = [colleague("anna", true), colleague("jonas", false), colleague("mira", true)];
        let all = candidates(&people, &colleagues, &["anna".into(), "left".into()]);
        let told: Vec<(&str, Option<Text>)> = all.iter().map(|one| (one.id.as_str(), one.barred)).collect();
        assert_eq!(
            told,
            [
                ("anna", None),
                ("mira", None),
                ("zoe", Some(Text::BarredNoMember)),
                ("jonas", Some(Text::BarredNoSeat)),
                ("left", Some(Text::BarredGone)),
            ]
        );
    }

    #[test]
    fn skills_that_are_asked_for_are_offered_though_they_are_gone() {
        // P40
        let all = [Skill { id: "deutsch".into(), name: "Deutsch".into() }];
        let asked = ["deutsch", "greek"].map(|id| SkillId::parse(id).unwrap());
        let told = askable(&all, &asked);
        let told: Vec<(&str, &str)> = told.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
        assert_eq!(told, [("deutsch", "Deutsch"), ("greek", "greek")]);
    }

    #[test]
    fn a_team_counts_by_its_primary_members() {
        // H72
        let team = |id: &str, members: &[(&str, bool)]| Team {
            id: id.into(),
            name: id.into(),
            members: members.iter().map(|(id, primary)| ((*id).into(), *primary)).collect(),
        };
        let colleagues = [colleague("anna", true), colleague("jonas", false)];
        for (case, members, bar) in [
            ("a seat", &[("anna", true), ("jonas", true)][..], None),
            ("no seat", &[("jonas", true)], Some(Text::BarredTeam)),
            ("an extra member", &[("anna", false)], Some(Text::BarredTeam)),
            ("nobody", &[], Some(Text::BarredTeam)),
            ("elsewhere", &[("zoe", true)], Some(Text::BarredTeam)),
        ] {
            let all = team_candidates(&[team("repairs", members)], &colleagues, &[]);
            assert_eq!(all[0].barred, bar, "{case}");
        }
        assert_eq!(team_candidates(&[], &[], &["gone".into()])[0].barred, Some(Text::BarredGone));
    }
}
