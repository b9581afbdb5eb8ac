//! Texts of consent, every one that was ever in force, each a version of its chatflow.

use std::collections::BTreeMap;

use conversation::consent::{Mode, Text};
use conversation::ids::ChatflowId;
use protocol::account::Chatflow;

use crate::store::{Row, Sql, StoreError};
use crate::values;

fn text(row: &Row) -> Result<Text, StoreError> {
    Ok(Text { version: version(row)?, mode: row.parsed(1, "a mode of consent", mode)?, text: row.text(2)? })
}

/// A mode as it stands in a column, here and in the shards.
pub(in crate::store) fn mode(text: &str) -> Result<Mode, ()> {
    match text {
        "explicit" => Ok(Mode::Explicit),
        "legitimate_interest" => Ok(Mode::LegitimateInterest),
        _ => Err(()),
    }
}

/// The column's word for a mode.
pub(in crate::store) fn mode_text(mode: Mode) -> &'static str {
    match mode {
        Mode::Explicit => "explicit",
        Mode::LegitimateInterest => "legitimate_interest",
    }
}

/// The text of a version, whether it is in force or was.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn published(sql: &impl Sql, chatflow: &ChatflowId, version: u32) -> Result<Option<Text>, StoreError> {
    let statement = "SELECT version, mode, text FROM consent_texts WHERE chatflow = ? AND version = ?";
    sql.run(statement, values![chatflow.as_str(), version])?.first().map(text).transpose()
}

/// The newest text of a chatflow, whether its consent step is on or not.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn newest(sql: &impl Sql, chatflow: &str) -> Result<Option<Text>, StoreError> {
    let statement =
        "SELECT version, mode, text FROM consent_texts WHERE chatflow = ? ORDER BY version DESC LIMIT 1";
    sql.run(statement, values![chatflow])?.first().map(text).transpose()
}

/// Keeps what a chatflow asks for at `now` (ms), as a new version where mode or text differ from the newest: going
/// back to an old text is a new version too. The version in force, where the chatflow has a consent step.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, chatflow: &Chatflow, now: u64) -> Result<Option<u32>, StoreError> {
    let Some(consent) = &chatflow.consent else { return Ok(None) };
    let id = chatflow.targeting.id.as_str();
    let newest = newest(sql, id)?;
    if let Some(same) = newest.iter().find(|text| text.mode == consent.mode && text.text == consent.text) {
        return Ok(Some(same.version));
    }
    let version = newest.map_or(1, |text| text.version.saturating_add(1));
    sql.run(
        "INSERT INTO consent_texts (chatflow, version, mode, text, since) VALUES (?, ?, ?, ?, ?)",
        values![id, version, mode_text(consent.mode), consent.text.as_str(), now],
    )?;
    Ok(Some(version))
}

/// The newest version of every chatflow's text.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn versions(sql: &impl Sql) -> Result<BTreeMap<String, u32>, StoreError> {
    let rows = sql.run("SELECT max(version), chatflow FROM consent_texts GROUP BY chatflow", &[])?;
    rows.iter().map(|row| Ok((row.text(1)?, version(row)?))).collect()
}

fn version(row: &Row) -> Result<u32, StoreError> {
    let wrong = |_| StoreError::Column { index: 0, expected: "a version of a text" };
    u32::try_from(row.number(0)?).map_err(wrong)
}
