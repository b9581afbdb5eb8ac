//! The words of an inbox: an index without the texts, which stay in the shards.
//!
//! A message is a document, and so is who a thread is with; a document's number is the thread's times 2^20 plus the
//! message's place in the log. Shards tell words with everything else they tell. Where some are missing — an inbox that was
//! away for long, a list made anew, an index that is younger than its threads — the thread stays marked as behind, and
//! whoever holds the alarm reads the rest from its shard ([`behind`]).

use conversation::filter::{Word, Words};
use conversation::ids::ThreadId;
use protocol::frame::{Body, Entry, Row};

use crate::store::{Sql, StoreError, Value};
use crate::values;

/// Places of a thread's log that have a document; what is said beyond them is not found.
const PLACES: u64 = 1 << 20;
/// Matches of which a list is made that has words beside others in it, the newest first.
pub const MATCHES: u32 = 10_000;

/// Learns the words of a thread: who it is with where that changed, and what is new in its log.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn learn(sql: &impl Sql, row: &Row, before: Option<&Row>, entries: &[Entry]) -> Result<(), StoreError> {
    let head = |row: &Row| {
        let who = [row.name.as_deref(), row.email.as_deref(), Some(row.visitor.as_str())];
        let about = [Some(row.chatflow_name.as_str()), row.page.as_deref()];
        [joined(&who), joined(&about)]
    };
    let is_new = before.is_none_or(|before| head(before) != head(row));
    if !is_new && entries.is_empty() {
        return Ok(());
    }
    sql.atomically(|| {
        let Some((number, indexed)) = number_of(sql, &row.thread)? else { return Ok(()) };
        if is_new {
            let [who, about] = head(row);
            sql.run("DELETE FROM search WHERE rowid = CAST(? AS INTEGER)", values![number * PLACES])?;
            let statement =
                "INSERT INTO search (rowid, said, who, about) VALUES (CAST(? AS INTEGER), '', ?, ?)";
            sql.run(statement, values![number * PLACES, who, about])?;
        }
        hear(sql, &row.thread, number, indexed, entries)
    })
}

/// Learns entries of a log that follow what is known of it; whatever leaves a gap is left for later.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn catch_up(sql: &impl Sql, thread: &ThreadId, entries: &[Entry]) -> Result<(), StoreError> {
    sql.atomically(|| {
        let Some((number, indexed)) = number_of(sql, thread)? else { return Ok(()) };
        if entries.is_empty() {
            // The shard has no more than this: the row that says so comes from it, and is newer or older than the log.
            let statement = "UPDATE threads SET indexed = last_seq WHERE thread = ?";
            return sql.run(statement, values![thread.as_str()]).map(drop);
        }
        hear(sql, thread, number, indexed, entries)
    })
}

fn hear(
    sql: &impl Sql,
    thread: &ThreadId,
    number: u64,
    indexed: u64,
    entries: &[Entry],
) -> Result<(), StoreError> {
    let mut reached = indexed;
    for entry in entries.iter().filter(|entry| entry.seq > indexed) {
        if entry.seq != reached + 1 {
            break;
        }
        reached = entry.seq;
        let (seq, text) = match &entry.body {
            Body::Text { text } => (entry.seq, Some(text.as_str())),
            // Told as it stands (P26); what it said before is found no more.
            Body::Edited { message, text } => (*message, Some(text.as_str())),
            Body::Deleted { message } => (*message, None),
            _ => continue,
        };
        if seq >= PLACES {
            continue;
        }
        let document = number * PLACES + seq;
        if seq != entry.seq {
            sql.run("DELETE FROM search WHERE rowid = CAST(? AS INTEGER)", values![document])?;
        }
        if let Some(text) = text {
            let statement =
                "INSERT INTO search (rowid, said, who, about) VALUES (CAST(? AS INTEGER), ?, '', '')";
            sql.run(statement, values![document, text])?;
        }
    }
    if reached > indexed {
        sql.run("UPDATE threads SET indexed = ? WHERE thread = ?", values![reached, thread.as_str()])?;
    }
    Ok(())
}

fn number_of(sql: &impl Sql, thread: &ThreadId) -> Result<Option<(u64, u64)>, StoreError> {
    let rows = sql.run("SELECT number, indexed FROM threads WHERE thread = ?", values![thread.as_str()])?;
    rows.first().map(|row| Ok((row.number(0)?, row.number(1)?))).transpose()
}

/// Threads of which words are missing, each with the place up to which they are there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn behind(sql: &impl Sql, limit: u32) -> Result<Vec<(ThreadId, u64)>, StoreError> {
    let statement = "SELECT thread, indexed FROM threads WHERE indexed < last_seq ORDER BY thread LIMIT ?";
    let rows = sql.run(statement, values![limit])?;
    rows.iter().map(|row| Ok((row.parsed(0, "a thread id", ThreadId::parse)?, row.number(1)?))).collect()
}

/// Forgets all words: they are read anew.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn forget_all(sql: &impl Sql) -> Result<(), StoreError> {
    sql.run("INSERT INTO search (search) VALUES ('delete-all')", &[])?;
    sql.run("UPDATE threads SET indexed = 0", &[]).map(drop)
}

/// What is asked of the index for words: in anything, or in who a thread is with only.
#[must_use]
pub fn expression(words: &Words, in_who_only: bool) -> Value {
    let each: Vec<String> = words.all().iter().map(phrase).collect();
    let all = each.join(" AND ");
    Value::from(if in_who_only { format!("who : ({all})") } else { all })
}

/// What is asked of the index for a word: words between quotes are text to it, whatever is in them.
#[must_use]
pub fn phrase(word: &Word) -> String {
    let star = if word.goes_on { " *" } else { "" };
    format!("\"{}\"{star}", word.text.replace('"', "\"\""))
}

fn joined(parts: &[Option<&str>]) -> String {
    parts.iter().flatten().copied().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
