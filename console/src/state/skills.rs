//! Skills (P40): those of the account, and one under the pen with who has it.
//!
//! The edge keeps a skill and who has it apart, and here they are one form: what is saved is the difference.

use serde_json::Value;

use super::colleagues::Colleague;
use super::conditions::{items, quoted, text};

/// Something that people can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skill {
    /// Which.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// The skills of an answer.
#[must_use]
pub fn skills(answer: &Value) -> Vec<Skill> {
    let skill = |one: &Value| Skill { id: text(&one["id"]), name: text(&one["name"]) };
    items(&answer["skills"]).map(skill).collect()
}

/// What a skill is called; its id where it is not known.
#[must_use]
pub fn called(all: &[Skill], id: &str) -> String {
    all.iter().find(|skill| skill.id == id).map_or(id, |skill| &skill.name).to_owned()
}

/// A skill under the pen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkillDraft {
    /// Which; empty for one that is not saved yet.
    pub id: String,
    /// Its name, as typed.
    pub name: String,
    /// The ids of those who are to have it.
    pub has: Vec<String>,
}

impl SkillDraft {
    /// The form of a skill.
    #[must_use]
    pub fn of(skill: &Skill, people: &[Colleague]) -> Self {
        let has = people.iter().filter(|one| one.skills.contains(&skill.id)).map(|one| one.id.clone());
        Self { id: skill.id.clone(), name: skill.name.clone(), has: has.collect() }
    }

    /// Says whether somebody is to have it.
    pub fn set(&mut self, agent: &str, has: bool) {
        self.has.retain(|id| id != agent);
        if has {
            self.has.push(agent.to_owned());
        }
    }

    /// The skill as the edge takes it.
    #[must_use]
    pub fn body(&self) -> String {
        format!("{{\"name\":{}}}", quoted(self.name.trim()))
    }

    /// Whose skills change once it is saved as `id`, each with what the edge is told of them.
    #[must_use]
    pub fn changes(&self, id: &str, people: &[Colleague]) -> Vec<(String, String)> {
        let change = |one: &Colleague| {
            let has = self.has.contains(&one.id);
            if has == one.skills.iter().any(|skill| skill == id) {
                return None;
            }
            let others = one.skills.iter().filter(|skill| *skill != id).map(|skill| quoted(skill));
            let all: Vec<String> = others.chain(has.then(|| quoted(id))).collect();
            Some((one.id.clone(), format!("{{\"skills\":[{}]}}", all.join(","))))
        };
        people.iter().filter_map(change).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn person(id: &str, skills: &[&str]) -> Colleague {
        let skills = skills.iter().map(|id| (*id).to_owned()).collect();
        Colleague { id: id.into(), skills, ..Colleague::default() }
    }

    #[test]
    fn only_those_are_changed_who_get_a_skill_or_lose_it() {
        // P40
        let all = skills(&json!({"skills": [{"id": "deutsch", "name": "Deutsch"}]}));
        let people =
            [person("anna", &["deutsch", "kilns"]), person("jonas", &[]), person("mira", &["deutsch"])];
        let mut draft = SkillDraft::of(&all[0], &people);
        assert_eq!(draft.has, ["anna", "mira"]);
        assert_eq!(draft.changes("deutsch", &people), []);
        draft.set("anna", false);
        draft.set("jonas", true);
        draft.set("jonas", true);
        let expected = [("anna", r#"{"skills":["kilns"]}"#), ("jonas", r#"{"skills":["deutsch"]}"#)];
        let expected = expected.map(|(id, body)| (id.to_owned(), body.to_owned()));
        assert_eq!(draft.changes("deutsch", &people), expected);
        draft.name = " \"German\" ".into();
        assert_eq!(draft.body(), r#"{"name":"\"German\""}"#);
        assert_eq!((called(&all, "deutsch").as_str(), called(&all, "greek").as_str()), ("Deutsch", "greek"));
    }
}
