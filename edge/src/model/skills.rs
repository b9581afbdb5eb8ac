//! The skills of an account (P40): what people can do, and routing rules may ask for.
//!
//! Judged in the transaction that writes them. A skill that a rule asks for stays: without it the rule would find people
//! who cannot do what it was asked for, or nobody. Who can do what is changed with the people.

use conversation::ids::SkillId;
use protocol::code::Code;
use protocol::limits::SKILLS;
use protocol::rest::skills::{Skill, SkillContent, Skills};

use super::{at_most, new_id};
use crate::chatflow::judge;
use crate::chatflow::named::{self, Leaving};
use crate::error::Error;
use crate::store::Sql;
use crate::store::account::{colleagues, skills as rows};

/// All of them, by name.
///
/// # Errors
/// A fault.
pub fn list(sql: &impl Sql) -> Result<Skills, Error> {
    Ok(Skills { skills: rows::all(sql)? })
}

/// Adds a skill, or gives one another name.
///
/// # Errors
/// `text_empty`, `text_too_long`, `text_encoding`, `too_many`, `not_found`, or a fault.
pub fn put(sql: &impl Sql, id: Option<SkillId>, content: SkillContent) -> Result<Skills, Error> {
    if let Some(found) = judge::name("name", &content.name) {
        return Err(judge::refused(&found));
    }
    let name = content.name;
    sql.atomically(|| {
        let there = rows::all(sql)?;
        let id = match id {
            Some(id) if there.iter().any(|skill| skill.id == id) => id,
            Some(_) => return Err(Error::not_found()),
            None => {
                at_most(there.len(), SKILLS)?;
                let taken: Vec<String> = there.iter().map(|skill| skill.id.to_string()).collect();
                new_id(&name, "skill", &taken, SkillId::parse)?
            }
        };
        rows::put(sql, &Skill { id, name })?;
        list(sql)
    })
}

/// Removes a skill that no rule asks for, at `now` (ms); nobody has it any more.
///
/// # Errors
/// `named_by_routing`, `not_found`, or a fault.
pub fn remove(sql: &impl Sql, id: &SkillId, now: u64) -> Result<Skills, Error> {
    sql.atomically(|| {
        named::refuse(sql, Leaving::Skill(id))?;
        if !rows::remove(sql, id)? {
            return Err(Error::not_found());
        }
        colleagues::changed(sql, now)?;
        list(sql)
    })
}

/// Whether there are all of these.
///
/// # Errors
/// `reference_unknown` about the first that is not, at its place in `skills`.
pub fn known(sql: &impl Sql, skills: &[SkillId]) -> Result<(), Error> {
    let there = rows::all(sql)?;
    match skills.iter().position(|id| there.iter().all(|skill| skill.id != *id)) {
        None => Ok(()),
        Some(at) => {
            Err(Error::rejected(Code::ReferenceUnknown, "there is no such skill")
                .about(format!("skills[{at}]")))
        }
    }
}

#[cfg(test)]
mod tests;
