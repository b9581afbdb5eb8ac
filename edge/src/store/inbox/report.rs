//! What happened within a period, in pages: conversations first, then ratings. What lies in Filtered is not told.

use conversation::ids::{AgentId, ChatflowId, LabelId, ThreadId};
use conversation::report::plan::path_of;
use conversation::report::{Fact, Rated};
use serde::{Deserialize, Serialize};

use super::conversations::{COLUMNS, Kept, ids, read};
use super::ratings::scale;
use crate::store::{Row, Sql, StoreError};
use crate::values;

/// A place: everything before it was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// When the last one happened.
    pub at: u64,
    /// In which thread.
    pub thread: ThreadId,
    /// Where in its log.
    pub seq: u64,
}

impl Place {
    fn of(place: Option<&Self>, from: u64) -> (u64, String, u64) {
        place.map_or((from, String::new(), 0), |it| (it.at, it.thread.to_string(), it.seq))
    }
}

/// The labels of a thread, where they are asked for.
const fn labels(wanted: bool) -> &'static str {
    if wanted {
        "(SELECT group_concat(label) FROM labelled WHERE labelled.thread = t.thread)"
    } else {
        "NULL"
    }
}

/// When the first conversation began of which anything happened since then.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn oldest(sql: &impl Sql, since: u64) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT min(opened_at) FROM conversations WHERE latest_at >= ?", values![since])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// Conversations that began before `until` and of which something happened since `since`, in the order of their beginnings.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn facts(
    sql: &impl Sql,
    (since, until): (u64, u64),
    after: Option<&Place>,
    with_labels: bool,
    limit: u32,
) -> Result<(Vec<Fact>, Option<Place>), StoreError> {
    let Some(oldest) = oldest(sql, since)? else { return Ok((Vec::new(), None)) };
    let statement = format!(
        "SELECT {COLUMNS}, c.thread, t.chatflow, t.page, t.contact IS NOT NULL, {} FROM conversations AS c \
         CROSS JOIN threads AS t WHERE c.opened_at >= ? AND c.opened_at < ? AND c.latest_at >= ? \
         AND (c.opened_at, c.thread, c.first_seq) > (?, ?, ?) AND t.thread = c.thread AND t.shelf <> 'filtered' \
         ORDER BY c.opened_at, c.thread, c.first_seq LIMIT ?",
        labels(with_labels)
    );
    let (at, thread, seq) = Place::of(after, oldest);
    let rows = sql.run(&statement, values![at.max(oldest), until, since, at, thread, seq, limit])?;
    let next = |row: &Row| {
        Ok::<_, StoreError>(Place {
            at: row.number(1)?,
            thread: row.parsed(13, "a thread id", ThreadId::parse)?,
            seq: row.number(0)?,
        })
    };
    let next = rows.last().filter(|_| rows.len() >= limit as usize).map(next).transpose()?;
    Ok((rows.iter().map(fact).collect::<Result<_, _>>()?, next))
}

fn fact(row: &Row) -> Result<Fact, StoreError> {
    let Kept { conversation, teams, replied_teams } = read(row)?;
    Ok(Fact {
        conversation,
        chatflow: row.parsed(14, "a chatflow id", ChatflowId::parse)?,
        page: row.maybe_text(15)?.map(|page| path_of(&page).to_owned()),
        labels: ids(row, 17, LabelId::parse)?,
        is_known: row.flag(16)?,
        teams,
        replied_teams,
    })
}

/// Ratings that were given since `since` and before `until`, in their order.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn ratings(
    sql: &impl Sql,
    (since, until): (u64, u64),
    after: Option<&Place>,
    with_labels: bool,
    limit: u32,
) -> Result<(Vec<Rated>, Option<Place>), StoreError> {
    let statement = format!(
        "SELECT r.at, r.thread, r.ended, r.scale, r.score, r.agent, t.chatflow, t.page, \
         (SELECT teams FROM conversations AS c WHERE c.thread = r.thread AND c.first_seq <= r.ended \
          ORDER BY c.first_seq DESC LIMIT 1), {} FROM ratings AS r CROSS JOIN threads AS t \
         WHERE r.at >= ? AND r.at < ? AND (r.at, r.thread, r.ended) > (?, ?, ?) AND t.thread = r.thread \
         AND t.shelf <> 'filtered' ORDER BY r.at, r.thread, r.ended LIMIT ?",
        labels(with_labels)
    );
    let (at, thread, ended) = Place::of(after, since);
    let rows = sql.run(&statement, values![at.max(since), until, at, thread, ended, limit])?;
    let next = |row: &Row| {
        Ok::<_, StoreError>(Place {
            at: row.number(0)?,
            thread: row.parsed(1, "a thread id", ThreadId::parse)?,
            seq: row.number(2)?,
        })
    };
    let next = rows.last().filter(|_| rows.len() >= limit as usize).map(next).transpose()?;
    Ok((rows.iter().map(rated).collect::<Result<_, _>>()?, next))
}

fn rated(row: &Row) -> Result<Rated, StoreError> {
    Ok(Rated {
        at: row.number(0)?,
        scale: row.parsed(3, "a scale", scale)?,
        score: u8::try_from(row.number(4)?).unwrap_or(u8::MAX),
        chatflow: row.parsed(6, "a chatflow id", ChatflowId::parse)?,
        page: row.maybe_text(7)?.map(|page| path_of(&page).to_owned()),
        labels: ids(row, 9, LabelId::parse)?,
        agent: row.maybe_parsed(5, "an agent id", AgentId::parse)?,
        teams: ids(row, 8, conversation::ids::TeamId::parse)?,
    })
}
