//! The transcripts of a shard that are to go out: asked for, then addressed. Their text is made of the log.

use conversation::ids::{ContactId, ThreadId};
use conversation::transcript::{Language, Recipient};
use protocol::frame::Author;

use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// One that is to go out, and whose way is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressed {
    /// Its number within the thread.
    pub n: u64,
    /// The last message that it tells.
    pub up_to: u64,
    /// When it was wished for.
    pub at: u64,
    /// By whom.
    pub by: Author,
    /// Where it goes.
    pub way: Way,
}

/// Where one goes, and what stands above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// To whom.
    pub to: Recipient,
    /// Its subject.
    pub subject: String,
    /// Whose site it was.
    pub account_name: String,
    /// In which zone its times are told.
    pub zone: String,
    /// The language of its own words.
    pub language: Language,
}

/// One of which nobody has said yet where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Of which thread.
    pub thread: ThreadId,
    /// Its number there.
    pub n: u64,
    /// How often that was asked in vain.
    pub attempts: u32,
}

/// Adds one, whose way is known or is to be asked for at once; its number.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn add(
    sql: &impl Sql,
    thread: &ThreadId,
    up_to: u64,
    by: &Author,
    way: Option<&Way>,
    now: u64,
) -> Result<u64, StoreError> {
    let rows = sql.run(
        "INSERT INTO transcripts (thread, n, up_to, at, by, due_at) SELECT ?1, coalesce(max(n), 0) + 1, ?2, ?3, ?4, ?5 \
         FROM transcripts WHERE thread = ?1 RETURNING n",
        values![thread.as_str(), up_to, now, to_json(by), way.is_none().then_some(now)],
    )?;
    let n = rows.first().map_or(Ok(0), |row| row.number(0))?;
    if let Some(way) = way {
        address(sql, thread, n, way)?;
    }
    Ok(n)
}

/// From now on it is known where one goes.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn address(sql: &impl Sql, thread: &ThreadId, n: u64, way: &Way) -> Result<(), StoreError> {
    sql.run(
        "UPDATE transcripts SET contact = ?, name = ?, email = ?, verified = ?, subject = ?, account_name = ?, zone = ?, \
         language = ?, due_at = NULL WHERE thread = ? AND n = ?",
        values![
            way.to.contact.as_str(),
            way.to.name.clone(),
            way.to.email.as_str(),
            way.to.verified,
            way.subject.as_str(),
            way.account_name.as_str(),
            way.zone.as_str(),
            to_json(&way.language),
            thread.as_str(),
            n,
        ],
    )?;
    Ok(())
}

/// Those of a thread whose way is known, the oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, thread: &ThreadId) -> Result<Vec<Addressed>, StoreError> {
    let statement = "SELECT n, up_to, at, by, contact, name, email, verified, subject, account_name, zone, language \
                     FROM transcripts WHERE thread = ? AND due_at IS NULL ORDER BY n";
    sql.run(statement, values![thread.as_str()])?.iter().map(addressed).collect()
}

fn addressed(row: &Row) -> Result<Addressed, StoreError> {
    let to = Recipient {
        contact: row.parsed(4, "a contact id", ContactId::parse)?,
        name: row.maybe_text(5)?,
        email: row.text(6)?,
        verified: row.flag(7)?,
    };
    Ok(Addressed {
        n: row.number(0)?,
        up_to: row.number(1)?,
        at: row.number(2)?,
        by: row.parsed(3, "an author", tree::from_str)?,
        way: Way {
            to,
            subject: row.text(8)?,
            account_name: row.text(9)?,
            zone: row.text(10)?,
            language: row.parsed(11, "a language", tree::from_str)?,
        },
    })
}

/// Up to which message a thread's transcripts by rule tell.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn told_up_to(sql: &impl Sql, thread: &ThreadId) -> Result<Option<u64>, StoreError> {
    let statement = "SELECT max(up_to) FROM transcripts WHERE thread = ? AND by = ?";
    let rows = sql.run(statement, values![thread.as_str(), to_json(&Author::System)])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// A newer transcript by rule tells all that the older ones of its thread do: they go.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn supersede(sql: &impl Sql, thread: &ThreadId, n: u64) -> Result<(), StoreError> {
    let statement = "DELETE FROM transcripts WHERE thread = ? AND n < ? AND by = ?";
    sql.run(statement, values![thread.as_str(), n, to_json(&Author::System)]).map(drop)
}

/// One is not to go out.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn drop_one(sql: &impl Sql, thread: &ThreadId, n: u64) -> Result<(), StoreError> {
    sql.run("DELETE FROM transcripts WHERE thread = ? AND n = ?", values![thread.as_str(), n]).map(drop)
}

/// What is addressed to the contact of a thread, or to nobody yet, is not to go out.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn withdraw(sql: &impl Sql, thread: &ThreadId) -> Result<(), StoreError> {
    let statement = "DELETE FROM transcripts WHERE thread = ? AND (due_at IS NOT NULL OR contact = \
                     (SELECT contact FROM threads WHERE id = thread))";
    sql.run(statement, values![thread.as_str()]).map(drop)
}

/// Those whose way is to be asked for by `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn due(sql: &impl Sql, now: u64, limit: u32) -> Result<Vec<Asked>, StoreError> {
    let statement = "SELECT thread, n, attempts FROM transcripts WHERE due_at <= ? ORDER BY due_at LIMIT ?";
    let read = |row: &Row| {
        Ok(Asked {
            thread: row.parsed(0, "a thread id", ThreadId::parse)?,
            n: row.number(1)?,
            attempts: u32::try_from(row.number(2)?).unwrap_or(u32::MAX),
        })
    };
    sql.run(statement, values![now, limit])?.iter().map(read).collect()
}

/// Whether it is still to be asked where one goes.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn is_due(sql: &impl Sql, asked: &Asked) -> Result<bool, StoreError> {
    let statement = "SELECT 1 FROM transcripts WHERE thread = ? AND n = ? AND due_at IS NOT NULL";
    Ok(!sql.run(statement, values![asked.thread.as_str(), asked.n])?.is_empty())
}

/// Nobody could say; asked again at `due_at`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn postpone(sql: &impl Sql, asked: &Asked, due_at: u64) -> Result<(), StoreError> {
    let statement = "UPDATE transcripts SET attempts = attempts + 1, due_at = ? WHERE thread = ? AND n = ? \
                     AND due_at IS NOT NULL";
    sql.run(statement, values![due_at, asked.thread.as_str(), asked.n]).map(drop)
}

/// When the next one's way is to be asked for.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT min(due_at) FROM transcripts WHERE due_at IS NOT NULL", &[])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}
