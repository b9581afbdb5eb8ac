//! What people can do (P40).

use std::collections::HashMap;

use conversation::ids::{AgentId, SkillId};
use protocol::rest::skills::Skill;

use crate::store::{Sql, StoreError};
use crate::values;

/// The skills there are, by name.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql) -> Result<Vec<Skill>, StoreError> {
    sql.run("SELECT id, name FROM skills ORDER BY name, id", &[])?
        .iter()
        .map(|row| Ok(Skill { id: row.parsed(0, "a skill id", SkillId::parse)?, name: row.text(1)? }))
        .collect()
}

/// Keeps a skill, new or under another name.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, skill: &Skill) -> Result<(), StoreError> {
    let statement =
        "INSERT INTO skills (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name";
    sql.run(statement, values![skill.id.as_str(), skill.name.as_str()]).map(drop)
}

/// Removes a skill, and nobody has it any more. Whether there was one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, skill: &SkillId) -> Result<bool, StoreError> {
    sql.run("DELETE FROM person_skills WHERE skill = ?", values![skill.as_str()])?;
    Ok(!sql.run("DELETE FROM skills WHERE id = ? RETURNING 1", values![skill.as_str()])?.is_empty())
}

/// What each can do, by their ids; who can do nothing of it is not there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of_people(sql: &impl Sql) -> Result<HashMap<String, Vec<SkillId>>, StoreError> {
    let mut skills: HashMap<String, Vec<SkillId>> = HashMap::new();
    for row in sql.run("SELECT person, skill FROM person_skills ORDER BY person, skill", &[])? {
        skills.entry(row.text(0)?).or_default().push(row.parsed(1, "a skill id", SkillId::parse)?);
    }
    Ok(skills)
}

/// Says all that somebody can do.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_of(sql: &impl Sql, person: &AgentId, skills: &[SkillId]) -> Result<(), StoreError> {
    sql.run("DELETE FROM person_skills WHERE person = ?", values![person.as_str()])?;
    for skill in skills {
        let statement = "INSERT INTO person_skills (person, skill) VALUES (?, ?) ON CONFLICT DO NOTHING";
        sql.run(statement, values![person.as_str(), skill.as_str()])?;
    }
    Ok(())
}
