//! What people of an account can do, and conversations may need (P40). Who can do what stands with the people.

use conversation::ids::SkillId;
use serde::{Deserialize, Serialize};

/// Answers `GET /api/skills` and every change of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Skills {
    /// All of them, by name.
    pub skills: Vec<Skill>,
}

/// Something that people can do: speak a language, know a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Skill {
    /// Which.
    pub id: SkillId,
    /// Its name.
    pub name: String,
}

/// `POST /api/skills`, a new one, and `PUT /api/skills/{skill}`, another name for one: admins only; both answer [`Skills`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SkillContent {
    /// Its name; a new one's id is made from it, and stays.
    pub name: String,
}
