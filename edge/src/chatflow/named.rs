//! Whom the routing rules of an account's chatflows name: what they name is not taken away from under them (S91, H72).
//!
//! A rule that names a team which is gone would route to nobody, and nobody would be told; so whoever takes it away is
//! told instead, with the names of the chatflows. Chatflows that are switched off count: they can be switched on.

use conversation::ids::{AgentId, InboxId, SkillId, TeamId};
use protocol::account::Chatflow;
use protocol::code::Code;

use crate::error::Error;
use crate::store::Sql;
use crate::store::account::chatflows;

/// What is about to be taken away.
#[derive(Clone, Copy, Debug)]
pub enum Leaving<'a> {
    /// A team.
    Team(&'a TeamId),
    /// Somebody, from the whole account.
    Agent(&'a AgentId),
    /// Somebody, from an inbox.
    Member(&'a AgentId, &'a InboxId),
    /// A skill (P40).
    Skill(&'a SkillId),
}

impl Leaving<'_> {
    fn is_named_by(self, chatflow: &Chatflow) -> bool {
        let Some(people) = chatflow.routing.people() else { return false };
        match self {
            Self::Team(team) => people.teams.contains(team),
            Self::Agent(agent) => people.agents.contains(agent),
            Self::Skill(skill) => people.skills.contains(skill),
            Self::Member(agent, inbox) => chatflow.inbox == *inbox && people.agents.contains(agent),
        }
    }
}

/// Refuses to take away what a rule names.
///
/// # Errors
/// `named_by_routing`, whose message says which chatflows' rules; or a fault.
pub fn refuse(sql: &impl Sql, leaving: Leaving<'_>) -> Result<(), Error> {
    let naming: Vec<String> = chatflows::all(sql)?
        .into_iter()
        .filter(|chatflow| leaving.is_named_by(chatflow))
        .map(|chatflow| chatflow.name)
        .collect();
    if naming.is_empty() {
        return Ok(());
    }
    let does = match leaving {
        Leaving::Team(_) => "gives conversations to the team".to_owned(),
        Leaving::Agent(agent) | Leaving::Member(agent, _) => format!("gives conversations to {agent}"),
        Leaving::Skill(_) => "asks for the skill".to_owned(),
    };
    let message = format!("routing {does}: {}; change it there first", naming.join(", "));
    Err(Error::rejected(Code::NamedByRouting, message))
}

#[cfg(test)]
mod tests {
    use conversation::routing::{Otherwise, People, Rule};
    use protocol::rest::inboxes::SaveInbox;

    use super::*;
    use crate::model::inboxes;
    use crate::people;
    use crate::store::account::{self, people as rows};
    use crate::store::migrate::ACCOUNT;
    use crate::store::native::Memory;

    /// The demo account, where some chatflows route so.
    fn demo(rules: &[(&str, Rule)]) -> Memory {
        let sql = Memory::migrated(ACCOUNT);
        let mut file: protocol::account::Account =
            serde_json::from_str(include_str!("../../../www/demo-account.json")).unwrap();
        let team = r#"{"id": "repairs", "name": "Repairs", "members": [{"agent": "anna"}]}"#;
        file.teams = vec![serde_json::from_str(team).unwrap()];
        for chatflow in &mut file.chatflows {
            let rule = rules.iter().find(|(id, _)| chatflow.targeting.id.as_str() == *id);
            chatflow.routing = rule.map_or(Rule::NOBODY, |(_, rule)| rule.clone());
        }
        let passwords = vec!["phc".to_owned(); file.people.len()];
        account::import(&sql, &file, &passwords, 1).unwrap();
        sql
    }

    fn told(refused: Result<(), Error>) -> (Code, String) {
        match refused.unwrap_err() {
            Error::Rejected(problem) => (problem.code, problem.message),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_a_rule_names_is_not_taken_away_and_it_is_said_which() {
        // S91 H72
        let anna = AgentId::parse("anna").unwrap();
        let sql = demo(&[]);
        let team = people::teams(&sql).unwrap()[0].id.clone();
        let inbox = rows::inboxes_of(&sql, &anna).unwrap()[0].id.clone();
        let flows = chatflows::all(&sql).unwrap();
        let mine: Vec<&Chatflow> = flows.iter().filter(|flow| flow.inbox == inbox).take(2).collect();
        let (first, second) = (mine[0].targeting.id.as_str(), mine[1].targeting.id.as_str());
        for leaving in [Leaving::Team(&team), Leaving::Agent(&anna), Leaving::Member(&anna, &inbox)] {
            assert!(refuse(&sql, leaving).is_ok());
        }
        let by_team = Rule::People(People { teams: vec![team.clone()], ..People::default() });
        let by_name = People { agents: vec![anna.clone()], ..People::default() };
        let by_name = Rule::Owner { otherwise: Otherwise::People(by_name) };
        let sql = demo(&[(first, by_team), (second, by_name)]);
        let (code, message) = told(people::remove_team(&sql, &team, 1).map(drop));
        assert_eq!(code, Code::NamedByRouting);
        assert!(message.contains(&mine[0].name) && !message.contains(&mine[1].name), "{message}");
        let (code, message) = told(refuse(&sql, Leaving::Agent(&anna)));
        assert_eq!(code, Code::NamedByRouting);
        assert!(message.contains(&mine[1].name), "{message}");
        // Out of this inbox she cannot go either; into another and out of it again she can.
        let members: Vec<AgentId> =
            rows::members(&sql, &inbox).unwrap().into_iter().map(|it| it.id).collect();
        let save =
            |members: Vec<AgentId>| SaveInbox { name: "Desk".into(), members, reopen_within_hours: None };
        let without = members.iter().filter(|id| **id != anna).cloned().collect::<Vec<_>>();
        let (code, _) = told(inboxes::put(&sql, Some(inbox.clone()), &save(without.clone()), 1).map(drop));
        assert_eq!(code, Code::NamedByRouting);
        assert_eq!(rows::members(&sql, &inbox).unwrap().len(), members.len());
        let all = inboxes::put(&sql, None, &save(members), 1).unwrap();
        let other = all.inboxes.iter().find(|it| it.inbox.name == "Desk").unwrap().inbox.id.clone();
        assert!(inboxes::put(&sql, Some(other), &save(without), 1).is_ok());
    }

    #[test]
    fn inboxes_hear_who_works_in_them() {
        // S109 H72: routing gives nothing to whoever left, at once
        let sql = demo(&[]);
        let anna = AgentId::parse("anna").unwrap();
        let inbox = rows::inboxes_of(&sql, &anna).unwrap()[0].id.clone();
        let known = |sql: &Memory| {
            let told = crate::store::account::colleagues::told(sql, &inbox).unwrap();
            (told.0, told.1.into_iter().find(|known| known.agent.id == anna).unwrap().is_member)
        };
        let before = known(&sql);
        let save = SaveInbox { name: "Desk".into(), members: Vec::new(), reopen_within_hours: None };
        inboxes::put(&sql, Some(inbox.clone()), &save, 5).unwrap();
        let after = known(&sql);
        assert!(before.1 && !after.1 && after.0 > before.0);
        let untold = crate::store::account::colleagues::untold(&sql, 5).unwrap();
        assert!(untold.iter().any(|(untold, _)| *untold == inbox));
    }
}
