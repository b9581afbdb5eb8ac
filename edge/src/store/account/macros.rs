//! Several acts in one click, as they are kept.

use conversation::ids::{AgentId, MacroId};
use conversation::macros::Steps;
use protocol::rest::macros::Macro;

use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// Everybody's, and those of the one who asks, by name.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, me: &AgentId) -> Result<Vec<Macro>, StoreError> {
    let statement = "SELECT id, name, steps, owner IS NULL FROM macros WHERE owner IS NULL OR owner = ? \
         ORDER BY name, id";
    let read = |row: &Row| {
        Ok(Macro {
            id: row.parsed(0, "a macro's id", MacroId::parse)?,
            name: row.text(1)?,
            steps: row.parsed(2, "a macro", tree::from_str)?,
            shared: row.flag(3)?,
        })
    };
    sql.run(statement, values![me.as_str()])?.iter().map(read).collect()
}

/// The ids of all of them, whoever's they are.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn ids(sql: &impl Sql) -> Result<Vec<String>, StoreError> {
    sql.run("SELECT id FROM macros", &[])?.iter().map(|row| row.text(0)).collect()
}

/// Writes one: of `owner`, or everybody's.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(
    sql: &impl Sql,
    id: &MacroId,
    owner: Option<&AgentId>,
    name: &str,
    steps: &Steps,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO macros (id, owner, name, steps) VALUES (?, ?, ?, ?) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, steps = excluded.steps";
    sql.run(statement, values![id.as_str(), owner.map(AgentId::as_str), name, to_json(steps)]).map(drop)
}

/// Removes one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &MacroId) -> Result<(), StoreError> {
    sql.run("DELETE FROM macros WHERE id = ?", values![id.as_str()]).map(drop)
}
