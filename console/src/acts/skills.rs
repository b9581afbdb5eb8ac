//! Skills: saving one with who has it, and deleting one (P40). Loaded with the team.

use crate::reactive::*;

use super::colleagues::change_id;
use crate::api::tree;
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::Console;
use crate::state::colleagues::person;
use crate::state::problem::Problem;
use crate::state::skills::{Skill, SkillDraft, skills};
use crate::texts::Text;

/// The element id of the button that makes a skill.
pub(crate) const NEW_SKILL_ID: &str = "new-skill";

impl Console {
    /// Opens a skill to be changed; without one, a new one.
    pub(crate) fn edit_skill(self, skill: Option<&Skill>) {
        let draft = skill.map(|skill| self.people.with_untracked(|people| SkillDraft::of(skill, people)));
        self.skill_draft.set(Some(draft.unwrap_or_default()));
        next_frame(|| {
            focus::to_id("skill-name");
        });
    }

    /// Leaves the skill that is open, without saving.
    pub(crate) fn leave_skill(self) {
        let Some(draft) = self.skill_draft.get_untracked() else { return };
        self.skill_draft.set(None);
        let back = if draft.id.is_empty() { NEW_SKILL_ID.to_owned() } else { change_id(&draft.id) };
        next_frame(move || {
            focus::to_id(&back);
        });
    }

    /// Saves the skill that is open, and then who has it.
    ///
    /// # Errors
    /// What to say beside it; it is still open then.
    pub(crate) async fn save_skill(self) -> Result<(), String> {
        let Some(draft) = self.skill_draft.get_untracked() else { return Ok(()) };
        if draft.name.trim().is_empty() {
            return Err(self.say(Text::WrongSkillName).to_owned());
        }
        let (method, path) = match draft.id.as_str() {
            "" => ("POST", "/api/skills".to_owned()),
            id => ("PUT", format!("/api/skills/{id}")),
        };
        let refusal = |problem: Problem| {
            if problem == Problem::SignedOut {
                self.session_ended();
            }
            self.fill(Text::SkillNotSaved, &[("why", &self.why(&problem))])
        };
        let told = tree(method, path, Some(draft.body())).await.map_err(refusal)?;
        let (before, now) = (self.skills.get_untracked(), skills(&told));
        let made = now.iter().find(|one| before.iter().all(|other| other.id != one.id));
        let id = if draft.id.is_empty() { made.map(|one| one.id.clone()) } else { Some(draft.id.clone()) };
        let id = id.unwrap_or_default();
        self.skills.set(now);
        // From now on it exists: saving once more changes it.
        self.skill_draft.update(|draft| {
            if let Some(draft) = draft {
                draft.id.clone_from(&id);
            }
        });
        let changes = self.people.with_untracked(|people| draft.changes(&id, people));
        for (agent, body) in changes {
            let told = tree("PUT", format!("/api/people/{agent}"), Some(body)).await.map_err(refusal)?;
            let changed = person(&told);
            self.people.update(|all| {
                if let Some(one) = all.iter_mut().find(|one| one.id == changed.id) {
                    *one = changed;
                }
            });
        }
        self.leave_skill();
        self.tell(self.say(Text::SkillSaved).to_owned(), None);
        Ok(())
    }

    /// Deletes a skill; nobody has it any more.
    pub(crate) fn delete_skill(self, skill: Skill) {
        spawn_local(async move {
            match tree("DELETE", format!("/api/skills/{}", skill.id), Some("{}".to_owned())).await {
                Ok(told) => {
                    self.skills.set(skills(&told));
                    self.people.update(|all| {
                        all.iter_mut().for_each(|one| one.skills.retain(|id| *id != skill.id));
                    });
                    self.tell(self.fill(Text::SkillDeleted, &[("name", &skill.name)]), None);
                    next_frame(|| {
                        focus::to_id(NEW_SKILL_ID);
                    });
                }
                Err(problem) => self.fail(Text::ActFailed, &skill.name, &problem),
            }
        });
    }

    /// Learns what skills are called, where that is not known yet; without an answer they go by their ids.
    pub(crate) fn learn_skills(self) {
        if self.skills.with_untracked(Vec::is_empty) {
            spawn_local(async move {
                if let Ok(told) = tree("GET", "/api/skills".to_owned(), None).await {
                    self.skills.set(skills(&told));
                }
            });
        }
    }
}
