//! What an account sorts threads by: labels, and saved views.

use conversation::ids::{AgentId, InboxId, LabelId, ViewId};
use protocol::rest::views::{Label, View};

use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// The labels, in their order.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql) -> Result<Vec<Label>, StoreError> {
    let read = |row: &Row| {
        Ok(Label {
            id: row.parsed(0, "a label id", LabelId::parse)?,
            name: row.text(1)?,
            colour: row.parsed(2, "a colour", tree::from_str)?,
            from_pages: row.flag(3)?,
        })
    };
    sql.run("SELECT id, name, colour, from_pages FROM labels ORDER BY position, id", &[])?
        .iter()
        .map(read)
        .collect()
}

/// Says whether pages may set a label.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn allow(sql: &impl Sql, id: &LabelId, from_pages: bool) -> Result<(), StoreError> {
    sql.run("UPDATE labels SET from_pages = ? WHERE id = ?", values![from_pages, id.as_str()]).map(drop)
}

/// Writes a label, new ones at the end. Whether pages may set it stays as it is.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, label: &Label) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO labels (id, name, colour, position) VALUES (?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM labels)) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, colour = excluded.colour",
        values![label.id.as_str(), label.name.as_str(), to_json(&label.colour)],
    )?;
    Ok(())
}

/// Removes a label. Threads that have it keep its id, which nobody shows any more.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &LabelId) -> Result<(), StoreError> {
    sql.run("DELETE FROM labels WHERE id = ?", values![id.as_str()]).map(drop)
}

/// The saved views of an inbox, by name: everybody's, and those of the one who asks.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn views(sql: &impl Sql, inbox: &InboxId, me: &AgentId) -> Result<Vec<View>, StoreError> {
    let statement = "SELECT id, name, owner, filter FROM views WHERE inbox = ? AND (owner IS NULL OR owner = ?) \
         ORDER BY name, id";
    let read = |row: &Row| {
        Ok(View {
            id: row.parsed(0, "a view id", ViewId::parse)?,
            name: row.text(1)?,
            owner: row.maybe_parsed(2, "an agent id", AgentId::parse)?,
            filter: row.parsed(3, "a filter", tree::from_str)?,
            count: 0,
        })
    };
    sql.run(statement, values![inbox.as_str(), me.as_str()])?.iter().map(read).collect()
}

/// The ids of all views, also of those that one may not use.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn view_ids(sql: &impl Sql) -> Result<Vec<String>, StoreError> {
    sql.run("SELECT id FROM views", &[])?.iter().map(|row| row.text(0)).collect()
}

/// Writes a saved view.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_view(sql: &impl Sql, inbox: &InboxId, view: &View) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO views (id, inbox, owner, name, filter) VALUES (?, ?, ?, ?, ?) \
         ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, name = excluded.name, filter = excluded.filter",
        values![
            view.id.as_str(),
            inbox.as_str(),
            view.owner.as_ref().map(AgentId::as_str),
            view.name.as_str(),
            to_json(&view.filter),
        ],
    )?;
    Ok(())
}

/// Removes a saved view.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove_view(sql: &impl Sql, id: &ViewId) -> Result<(), StoreError> {
    sql.run("DELETE FROM views WHERE id = ?", values![id.as_str()]).map(drop)
}
