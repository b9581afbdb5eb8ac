//! What an account knows of its contacts beside what every contact has: the properties it made up, and their values.

use conversation::ids::{ContactId, PropertyId};
use conversation::list::{Kind, Property, Value as Known};

use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

fn kind(text: &str) -> Result<Kind, ()> {
    match text {
        "text" => Ok(Kind::Text),
        "number" => Ok(Kind::Number),
        "date" => Ok(Kind::Date),
        "boolean" => Ok(Kind::Boolean),
        "enumeration" => Ok(Kind::Enumeration),
        _ => Err(()),
    }
}

/// The column's word for a kind; that of built-in lists is in no column, and the schema refuses it.
const fn kind_text(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Number => "number",
        Kind::Date => "date",
        Kind::Boolean => "boolean",
        Kind::Enumeration => "enumeration",
        Kind::Lists => "lists",
    }
}

fn property(row: &Row) -> Result<Property, StoreError> {
    Ok(Property {
        id: row.parsed(0, "a property id", PropertyId::parse)?,
        name: row.text(1)?,
        kind: row.parsed(2, "a kind of property", kind)?,
        options: row.parsed(3, "options", tree::from_str)?,
    })
}

/// All of them, by name.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql) -> Result<Vec<Property>, StoreError> {
    let statement = "SELECT id, name, kind, options FROM properties ORDER BY name, id";
    sql.run(statement, &[])?.iter().map(property).collect()
}

/// Adds one.
///
/// # Errors
/// [`StoreError`] from the database, also where the id is taken.
pub fn add(sql: &impl Sql, property: &Property) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO properties (id, name, kind, options) VALUES (?, ?, ?, ?)",
        values![
            property.id.as_str(),
            property.name.as_str(),
            kind_text(property.kind),
            to_json(&property.options)
        ],
    )?;
    Ok(())
}

/// Writes name and options of one that is there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, id: &PropertyId, name: &str, options: &[String]) -> Result<(), StoreError> {
    let statement = "UPDATE properties SET name = ?, options = ? WHERE id = ?";
    sql.run(statement, values![name, to_json(&options), id.as_str()])?;
    Ok(())
}

/// Removes one, and what is known of it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &PropertyId) -> Result<(), StoreError> {
    sql.run("DELETE FROM contact_properties WHERE property = ?", values![id.as_str()])?;
    sql.run("DELETE FROM properties WHERE id = ?", values![id.as_str()])?;
    Ok(())
}

/// Whether a contact has that option of an enumeration.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn has(sql: &impl Sql, id: &PropertyId, option: &str) -> Result<bool, StoreError> {
    let statement = "SELECT 1 FROM contact_properties WHERE property = ? AND value = ? LIMIT 1";
    Ok(!sql.run(statement, values![id.as_str(), to_json(&option)])?.is_empty())
}

/// Keeps what is known of a property of a contact, or forgets it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn set(
    sql: &impl Sql,
    contact: &ContactId,
    property: &PropertyId,
    value: Option<&Known>,
) -> Result<(), StoreError> {
    match value {
        Some(value) => sql.run(
            "INSERT INTO contact_properties (contact, property, value) VALUES (?, ?, ?) \
             ON CONFLICT (contact, property) DO UPDATE SET value = excluded.value",
            values![contact.as_str(), property.as_str(), to_json(value)],
        )?,
        None => sql.run(
            "DELETE FROM contact_properties WHERE contact = ? AND property = ?",
            values![contact.as_str(), property.as_str()],
        )?,
    };
    Ok(())
}
