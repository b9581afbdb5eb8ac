//! Bots of threads: what they run by, where they stand, and what they asked elsewhere.

use conversation::bot::{Effect, State};
use conversation::ids::{ThreadId, VisitorId};
use serde::{Deserialize, Serialize};

use crate::json::tree;
use crate::session::digest;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// What a bot runs by, as it was when its thread began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// The bot, with the properties that it asks for.
    #[serde(flatten)]
    pub script: conversation::bot::Script,
    /// Whether its webhooks may be on this very machine: for trying things out.
    #[serde(default)]
    pub any_loopback: bool,
}

/// A bot in a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// What it runs by.
    pub script: Script,
    /// Where it stands.
    pub state: State,
}

/// What a bot asked elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// In which thread.
    pub thread: ThreadId,
    /// Under which number: with the thread's id, the key by which whoever is asked knows a repetition.
    pub number: u32,
    /// What.
    pub what: Effect,
    /// How often it was tried in vain.
    pub attempts: u32,
}

/// Puts a bot into a thread.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn begin(sql: &impl Sql, thread: &ThreadId, running: &Running) -> Result<(), StoreError> {
    let script = to_json(&running.script);
    let digest = digest(&script);
    let statement = "INSERT INTO bot_scripts (digest, script) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING";
    sql.run(statement, values![digest.as_str(), script])?;
    sql.run(
        "INSERT INTO bots (thread, script, name, in_charge, state) VALUES (?, ?, ?, ?, ?)",
        values![
            thread.as_str(),
            digest,
            running.script.script.bot.name.as_str(),
            running.state.is_in_charge(),
            to_json(&running.state),
        ],
    )?;
    Ok(())
}

/// The bot of a thread, if it has one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, thread: &ThreadId) -> Result<Option<Running>, StoreError> {
    let statement = "SELECT bot_scripts.script, state FROM bots JOIN bot_scripts ON bot_scripts.digest = bots.script \
                     WHERE thread = ?";
    let rows = sql.run(statement, values![thread.as_str()])?;
    let running = |row: &Row| {
        Ok(Running {
            script: row.parsed(0, "a bot", tree::from_str)?,
            state: row.parsed(1, "a bot's state", tree::from_str)?,
        })
    };
    rows.first().map(running).transpose()
}

/// The name of a thread's bot, and whether it is in charge.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn in_row(sql: &impl Sql, thread: &ThreadId) -> Result<Option<(String, bool)>, StoreError> {
    let rows = sql.run("SELECT name, in_charge FROM bots WHERE thread = ?", values![thread.as_str()])?;
    rows.first().map(|row| Ok((row.text(0)?, row.flag(1)?))).transpose()
}

/// A bot stands elsewhere now.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, thread: &ThreadId, state: &State) -> Result<(), StoreError> {
    sql.run(
        "UPDATE bots SET in_charge = ?, state = ? WHERE thread = ?",
        values![state.is_in_charge(), to_json(state), thread.as_str()],
    )?;
    Ok(())
}

/// When the visitor of a thread wrote last, in ms.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn heard_at(sql: &impl Sql, thread: &ThreadId) -> Result<Option<u64>, StoreError> {
    let statement = "SELECT max(at) FROM entries WHERE thread = ? AND author = 'visitor' AND kind = 'text'";
    sql.run(statement, values![thread.as_str()])?.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// Something is to be asked elsewhere; at `due_at` whoever is not at it by then begins.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn send(
    sql: &impl Sql,
    thread: &ThreadId,
    number: u32,
    what: &Effect,
    due_at: u64,
) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO bot_errands (thread, number, what, attempts, due_at) VALUES (?, ?, ?, 0, ?)",
        values![thread.as_str(), number, to_json(what), due_at],
    )?;
    Ok(())
}

const ERRAND: &str = "thread, number, what, attempts";

fn errand(row: &Row) -> Result<Errand, StoreError> {
    let small = |index| Ok::<_, StoreError>(u32::try_from(row.number(index)?).unwrap_or(u32::MAX));
    Ok(Errand {
        thread: row.parsed(0, "a thread id", ThreadId::parse)?,
        number: small(1)?,
        what: row.parsed(2, "an errand", tree::from_str)?,
        attempts: small(3)?,
    })
}

/// The first thing that a thread's bot asked and has no answer to, if it is not to wait until after `now`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next(sql: &impl Sql, thread: &ThreadId, now: u64) -> Result<Option<Errand>, StoreError> {
    let statement = format!(
        "SELECT {ERRAND} FROM bot_errands WHERE thread = ? AND (attempts = 0 OR due_at <= ?) ORDER BY number LIMIT 1"
    );
    sql.run(&statement, values![thread.as_str(), now])?.first().map(errand).transpose()
}

/// Somebody is at it until `due_at`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn attempt(sql: &impl Sql, thread: &ThreadId, number: u32, due_at: u64) -> Result<(), StoreError> {
    let statement =
        "UPDATE bot_errands SET attempts = attempts + 1, due_at = ? WHERE thread = ? AND number = ?";
    sql.run(statement, values![due_at, thread.as_str(), number])?;
    Ok(())
}

/// It is to be tried again at `due_at`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn postpone(sql: &impl Sql, thread: &ThreadId, number: u32, due_at: u64) -> Result<(), StoreError> {
    let statement = "UPDATE bot_errands SET due_at = ? WHERE thread = ? AND number = ?";
    sql.run(statement, values![due_at, thread.as_str(), number])?;
    Ok(())
}

/// It has its answer. Whether it was still open: an answer that comes twice counts once.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn done(sql: &impl Sql, thread: &ThreadId, number: u32) -> Result<bool, StoreError> {
    let statement = "DELETE FROM bot_errands WHERE thread = ? AND number = ? RETURNING 1";
    Ok(!sql.run(statement, values![thread.as_str(), number])?.is_empty())
}

/// Nobody waits for these answers any more. What is to be kept is kept all the same.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn forget(sql: &impl Sql, thread: &ThreadId, number: u32) -> Result<(), StoreError> {
    done(sql, thread, number).map(drop)
}

/// The threads with something due by `now`, and those whose time lies further ahead than anybody would wait: the clock
/// was put back.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn due(sql: &impl Sql, now: u64, limit: u32) -> Result<Vec<ThreadId>, StoreError> {
    let statement = "SELECT DISTINCT thread FROM bot_errands WHERE due_at <= ? OR due_at > ? LIMIT ?";
    let rows = sql.run(statement, values![now, now.saturating_add(BEYOND_ANY_PAUSE_MS), limit])?;
    rows.iter().map(|row| row.parsed(0, "a thread id", ThreadId::parse)).collect()
}

/// No pause between two attempts is as long (ms).
const BEYOND_ANY_PAUSE_MS: u64 = 120_000;

/// A visitor's threads in which something is open.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn open_of(sql: &impl Sql, visitor: &VisitorId) -> Result<Vec<ThreadId>, StoreError> {
    let statement =
        "SELECT DISTINCT thread FROM bot_errands JOIN threads ON threads.id = thread WHERE visitor = ?";
    let rows = sql.run(statement, values![visitor.as_str()])?;
    rows.iter().map(|row| row.parsed(0, "a thread id", ThreadId::parse)).collect()
}

/// When the next one is due.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    sql.run("SELECT min(due_at) FROM bot_errands", &[])?.first().map_or(Ok(None), |row| row.maybe_number(0))
}
