//! What is asked about skills.

use conversation::ids::SkillId;
use protocol::rest::skills::{SkillContent, Skills};
use serde::{Deserialize, Serialize};

use super::Call;

calls! {
    // The account.

    /// All of them, by name.
    ListSkills "list-skills" {} -> Skills;
    /// Adds one, or gives one another name.
    PutSkill "put-skill" {
        /// Which; none: a new one.
        id: Option<SkillId>,
        /// All of it but its id.
        content: SkillContent,
    } -> Skills;
    /// Removes one.
    DeleteSkill "delete-skill" {
        /// Which.
        id: SkillId,
    } -> Skills;
}
