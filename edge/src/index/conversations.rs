//! What reports count (P82), found where a shard's telling is heard, in the transaction of the row.
//!
//! A thread's log is followed entry by entry, each once: `counted` of its row says how far. What did not come with a telling
//! (an inbox that was away for long, a list made anew, threads from before there were reports) leaves the thread marked as
//! behind, and whoever holds the alarm reads the rest in the shard. Knows rows; does not know who asks for a report.

use conversation::ids::{AgentId, TeamId, ThreadId};
use conversation::report::Conversation;
use conversation::report::conversation::{Step, What, Who};
use protocol::frame::{Author, Body, Entry};

use crate::store::inbox::colleagues;
use crate::store::inbox::conversations::{self as kept, Kept};
use crate::store::{Sql, StoreError};

/// Follows a thread's log as far as these entries lead without a gap.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn hear(sql: &impl Sql, thread: &ThreadId, entries: &[Entry]) -> Result<(), StoreError> {
    sql.atomically(|| {
        let Some((counted, team)) = kept::counted(sql, thread)? else { return Ok(()) };
        let first = entries.iter().position(|entry| entry.seq == counted + 1);
        let entries = first.and_then(|first| entries.get(first..)).unwrap_or_default();
        if counted == 0 && !entries.is_empty() {
            // Read anew from its beginning.
            kept::forget(sql, thread)?;
        }
        let before = kept::last(sql, thread)?;
        let mut last = before.clone();
        let mut reached = counted;
        let crew_is_known = colleagues::revision(sql)?.is_some();
        for entry in entries {
            let step = step(entry);
            // Whose teams nobody has told yet is counted once they are.
            if entry.seq != reached + 1 || (names_an_agent(step) && !crew_is_known) {
                break;
            }
            reached = entry.seq;
            let it = Conversation::after(last.as_ref().map(|last| &last.conversation), step);
            let Some(it) = it else { continue };
            let goes_on = last.as_ref().is_some_and(|last| last.conversation.first_seq == it.first_seq);
            if let Some(over) = last.as_ref().filter(|_| !goes_on) {
                kept::put(sql, thread, over)?;
            }
            last = Some(with_teams(sql, last.unwrap_or_default(), it, goes_on)?);
        }
        if let Some(last) = &mut last
            && last.conversation.agent.is_none()
            && last.conversation.closed.is_none()
        {
            last.teams = team.into_iter().collect();
        }
        if let Some(last) = last.filter(|last| before.as_ref() != Some(last)) {
            kept::put(sql, thread, &last)?;
        }
        if reached > counted { kept::put_counted(sql, thread, Some(reached)) } else { Ok(()) }
    })
}

/// Follows entries that were read in the shard; none: there is no more to read.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn catch_up(sql: &impl Sql, thread: &ThreadId, entries: &[Entry]) -> Result<(), StoreError> {
    if entries.is_empty() { kept::put_counted(sql, thread, None) } else { hear(sql, thread, entries) }
}

/// The teams are those of the moment in which somebody got it, or answered.
fn with_teams(sql: &impl Sql, last: Kept, it: Conversation, goes_on: bool) -> Result<Kept, StoreError> {
    let teams =
        if it.agent == last.conversation.agent { last.teams } else { teams_of(sql, it.agent.as_ref())? };
    let replied = it.replied.as_ref().map(|(_, agent)| agent);
    let answers = replied.is_some() && !(goes_on && last.conversation.replied.is_some());
    let replied_teams = match (answers, goes_on) {
        (true, _) => teams_of(sql, replied)?,
        (false, true) => last.replied_teams,
        (false, false) => Vec::new(),
    };
    Ok(Kept { conversation: it, teams, replied_teams })
}

fn teams_of(sql: &impl Sql, agent: Option<&AgentId>) -> Result<Vec<TeamId>, StoreError> {
    let known = agent.map(|agent| colleagues::one(sql, agent)).transpose()?.flatten();
    Ok(known.map(|known| known.teams).unwrap_or_default())
}

fn names_an_agent(step: Step<'_>) -> bool {
    matches!(step.by, Who::Agent(_)) || matches!(step.what, What::Assigned(Some(_)))
}

fn step(entry: &Entry) -> Step<'_> {
    let by = match &entry.from {
        Author::Visitor => Who::Visitor,
        Author::Agent { id, .. } => Who::Agent(id),
        Author::Bot { .. } => Who::Bot,
        Author::System => Who::System,
    };
    let what = match &entry.body {
        Body::Text { .. } => What::Said,
        Body::Assigned { agent } => What::Assigned(agent.as_ref().map(|agent| &agent.id)),
        Body::Closed => What::Closed,
        Body::Reopened => What::Reopened,
        // What a message says counts for nothing, and neither does that it says something else now.
        Body::Edited { .. } | Body::Deleted { .. } | Body::Unknown => What::Nothing,
    };
    Step { seq: entry.seq, at: entry.at, by, what }
}

#[cfg(test)]
mod tests;
