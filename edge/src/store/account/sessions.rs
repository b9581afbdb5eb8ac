//! Who is signed in, where, since when; and sessions that ended, until every inbox closed their sockets (T23).

use conversation::ids::{AgentId, InboxId};
use protocol::rest::profile::SessionInfo;

use super::people::{COLUMNS, Person, person};
use crate::session::handle;
use crate::store::{Row, Sql, StoreError};
use crate::values;

/// A session is said to be seen by the quarter hour, in ms: more precisely is nobody's business, and writes less.
const SEEN_MS: u64 = 15 * 60_000;
/// No pause between two attempts is as long (ms): what lies further ahead was noted by a clock that was put back.
const BEYOND_ANY_PAUSE_MS: u64 = 120_000;

/// What is kept of whoever signs in, beside who they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// The browser, by its own word.
    pub browser: Option<String>,
    /// The system it runs on.
    pub system: Option<String>,
}

/// Keeps a session from `now` to `expires_at` (ms), and forgets those that are over.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn open(
    sql: &impl Sql,
    digest: &str,
    person: &AgentId,
    device: &Device,
    (now, expires_at): (u64, u64),
) -> Result<(), StoreError> {
    sql.atomically(|| {
        sql.run("DELETE FROM sessions WHERE expires_at <= ?", values![now])?;
        sql.run(
            "INSERT INTO sessions (digest, person, created_at, expires_at, seen_at, browser, system) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
            values![
                digest,
                person.as_str(),
                now,
                expires_at,
                now - now % SEEN_MS,
                device.browser.clone(),
                device.system.clone(),
            ],
        )?;
        Ok(())
    })
}

/// Whose session this is and until when, if it is one, not over, and its person may sign in. Notes that it was seen.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn find(sql: &impl Sql, digest: &str, now: u64) -> Result<Option<(Person, u64)>, StoreError> {
    let statement = format!(
        "SELECT {COLUMNS}, sessions.expires_at, sessions.seen_at FROM sessions JOIN people ON people.id = sessions.person \
         WHERE sessions.digest = ? AND sessions.expires_at > ? AND people.disabled_at IS NULL"
    );
    let rows = sql.run(&statement, values![digest, now])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let quarter = now - now % SEEN_MS;
    if row.maybe_number(7)?.is_none_or(|seen| seen < quarter) {
        sql.run("UPDATE sessions SET seen_at = ? WHERE digest = ?", values![quarter, digest])?;
    }
    Ok(Some((person(row)?, row.number(6)?)))
}

/// Where somebody is signed in, what was seen last first. `current` is the digest of whoever asks.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, person: &AgentId, current: &str, now: u64) -> Result<Vec<SessionInfo>, StoreError> {
    let rows = sql.run(
        "SELECT digest, created_at, coalesce(seen_at, created_at), browser, system FROM sessions \
         WHERE person = ? AND expires_at > ? ORDER BY 3 DESC, created_at DESC",
        values![person.as_str(), now],
    )?;
    let read = |row: &Row| {
        let digest = row.text(0)?;
        Ok(SessionInfo {
            current: digest == current,
            handle: handle(&digest),
            since: row.number(1)?,
            seen_at: row.number(2)?,
            browser: row.maybe_text(3)?,
            system: row.maybe_text(4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Ends a session that its own page signs out of.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn close(sql: &impl Sql, digest: &str) -> Result<(), StoreError> {
    sql.run("DELETE FROM sessions WHERE digest = ?", values![digest])?;
    Ok(())
}

/// Which sessions of somebody.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// Every one.
    All,
    /// Every one but the one with this digest.
    Others(&'a str),
    /// The one with this handle.
    One(&'a str),
}

/// Ends sessions of somebody at `now` (ms), and notes for their inboxes that sockets have to close. Answers how many.
/// Their inboxes are those they work in now: whoever changes that as well ends the sessions first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn end(sql: &impl Sql, person: &AgentId, which: Which<'_>, now: u64) -> Result<usize, StoreError> {
    let mut ended = 0;
    for row in sql.run("SELECT digest FROM sessions WHERE person = ?", values![person.as_str()])? {
        let digest = row.text(0)?;
        let is_meant = match which {
            Which::All => true,
            Which::Others(mine) => digest != mine,
            Which::One(meant) => handle(&digest) == meant,
        };
        if is_meant {
            ended += 1;
            drop_sockets(sql, person, &digest, now)?;
            close(sql, &digest)?;
        }
    }
    Ok(ended)
}

fn drop_sockets(sql: &impl Sql, person: &AgentId, digest: &str, now: u64) -> Result<(), StoreError> {
    sql.run(
        "INSERT OR REPLACE INTO ended_sessions (digest, inbox, due_at) SELECT ?, inbox, ? FROM members WHERE person = ?",
        values![digest, now, person.as_str()],
    )?;
    Ok(())
}

/// Notes that all sockets of somebody in an inbox have to close, whose sessions go on elsewhere.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn leave(sql: &impl Sql, person: &AgentId, inbox: &InboxId, now: u64) -> Result<(), StoreError> {
    sql.run(
        "INSERT OR REPLACE INTO ended_sessions (digest, inbox, due_at) SELECT digest, ?, ? FROM sessions WHERE person = ?",
        values![inbox.as_str(), now, person.as_str()],
    )?;
    Ok(())
}

/// Ended sessions whose sockets an inbox has to close by `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn ended(sql: &impl Sql, now: u64) -> Result<Vec<(String, InboxId)>, StoreError> {
    let statement =
        "SELECT digest, inbox FROM ended_sessions WHERE due_at <= ? OR due_at > ? ORDER BY due_at";
    let rows = sql.run(statement, values![now, now.saturating_add(BEYOND_ANY_PAUSE_MS)])?;
    rows.iter().map(|row| Ok((row.text(0)?, row.parsed(1, "an inbox id", InboxId::parse)?))).collect()
}

/// An inbox closed them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn dropped(sql: &impl Sql, digest: &str, inbox: &InboxId) -> Result<(), StoreError> {
    let statement = "DELETE FROM ended_sessions WHERE digest = ? AND inbox = ?";
    sql.run(statement, values![digest, inbox.as_str()]).map(drop)
}

/// An inbox could not be reached; try again at `due_at`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn postpone(sql: &impl Sql, digest: &str, inbox: &InboxId, due_at: u64) -> Result<(), StoreError> {
    let statement = "UPDATE ended_sessions SET due_at = ? WHERE digest = ? AND inbox = ?";
    sql.run(statement, values![due_at, digest, inbox.as_str()]).map(drop)
}

/// When the next one is due.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT min(due_at) FROM ended_sessions", &[])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}
