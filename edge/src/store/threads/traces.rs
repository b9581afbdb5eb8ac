//! What erasing something leaves (N18): counts, and the hashes of receipts. No texts, and nobody's id but of whoever did it.

use conversation::ids::{AgentId, ThreadId};
use protocol::rest::erasures::Counts;
use serde::{Deserialize, Serialize};

use super::{consents, subscribed};
use crate::store::{Sql, StoreError};
use crate::values;

/// What is left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traces {
    /// How much of what there was.
    pub counts: Counts,
    /// The hashes of the receipts' texts.
    pub receipts: Vec<String>,
    /// Who deleted it.
    #[serde(default)]
    pub by: Option<AgentId>,
}

impl Traces {
    /// Both together.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.receipts.extend(other.receipts);
        Self { counts: self.counts.and(other.counts), by: self.by.or(other.by), ..self }
    }
}

/// What a visitor leaves who parts from a thread: what was said stays.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of_parting(sql: &impl Sql, thread: &ThreadId) -> Result<Traces, StoreError> {
    let mut receipts: Vec<String> =
        consents::of(sql, thread)?.into_iter().map(|receipt| receipt.hash).collect();
    receipts.extend(subscribed::of(sql, thread)?.into_iter().map(|one| one.hash));
    let given = u64::try_from(receipts.len()).unwrap_or(u64::MAX);
    let counts = Counts { conversations: 1, receipts: given, ..Counts::default() };
    Ok(Traces { counts, receipts, by: None })
}

/// What a thread leaves that is about to go for good.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of_thread(sql: &impl Sql, thread: &ThreadId) -> Result<Traces, StoreError> {
    let count = |table: &str| -> Result<u64, StoreError> {
        let rows =
            sql.run(&format!("SELECT count(*) FROM {table} WHERE thread = ?"), values![thread.as_str()])?;
        rows.first().map_or(Ok(0), |row| row.number(0))
    };
    let mut traces = of_parting(sql, thread)?;
    traces.counts.entries = count("entries")?;
    traces.counts.notes = count("annotations")?;
    let statement = "SELECT agent FROM annotations WHERE thread = ? AND json_extract(note, '$.kind') = 'archived' \
                     ORDER BY n DESC LIMIT 1";
    let by = sql.run(statement, values![thread.as_str()])?;
    // The system is nobody.
    traces.by = by.first().map(|row| row.text(0)).transpose()?.and_then(|id| AgentId::parse(&id).ok());
    Ok(traces)
}
