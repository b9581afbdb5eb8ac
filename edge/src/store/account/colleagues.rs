//! Who is there, how much they take and when they work; teams; and which inboxes have not heard of it.

use std::collections::HashMap;

use conversation::ids::{AgentId, InboxId, TeamId};
use conversation::schedule::Schedule;
use protocol::frame::Agent;
use protocol::rest::people::{PresenceState, Team, TeamMember, Work};

use super::{loads, skills};
use crate::colleagues::Known;
use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// What somebody declared, if there is such a person.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn presence(sql: &impl Sql, agent: &AgentId) -> Result<Option<PresenceState>, StoreError> {
    let statement = format!(
        "SELECT {PRESENCE} FROM people LEFT JOIN people AS other ON other.id = people.away_by \
                             WHERE people.id = ?"
    );
    sql.run(&statement, values![agent.as_str()])?.first().map(|row| read_presence(row, 0)).transpose()
}

const PRESENCE: &str = "people.is_away, people.reassign_replies, people.away_since, other.id, other.name";

fn read_presence(row: &Row, index: usize) -> Result<PresenceState, StoreError> {
    let away_by = match row.maybe_parsed(index + 3, "an agent id", AgentId::parse)? {
        Some(id) => Some(Agent { id, name: row.text(index + 4)? }),
        None => None,
    };
    Ok(PresenceState {
        away: row.flag(index)?,
        reassign_replies: row.flag(index + 1)?,
        away_since: row.maybe_number(index + 2)?,
        away_by,
    })
}

/// Keeps what somebody declared, or somebody else for them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_presence(sql: &impl Sql, agent: &AgentId, presence: &PresenceState) -> Result<(), StoreError> {
    sql.run(
        "UPDATE people SET is_away = ?, reassign_replies = ?, away_since = ?, away_by = ? WHERE id = ?",
        values![
            presence.away,
            presence.reassign_replies,
            presence.away_since,
            presence.away_by.as_ref().map(|by| by.id.as_str()),
            agent.as_str(),
        ],
    )?;
    Ok(())
}

/// How much somebody takes, and when.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn work(sql: &impl Sql, agent: &AgentId) -> Result<Work, StoreError> {
    let rows = sql.run("SELECT capacity, hours FROM people WHERE id = ?", values![agent.as_str()])?;
    rows.first().map_or(Ok(Work::default()), |row| read_work(row, 0))
}

fn read_work(row: &Row, index: usize) -> Result<Work, StoreError> {
    let capacity = row.maybe_number(index)?.map(u16::try_from).transpose();
    let hours = row.maybe_parsed(index + 1, "a schedule", tree::from_str::<Schedule>)?;
    Ok(Work {
        capacity: capacity.map_err(|_| StoreError::Column { index, expected: "below 65,536" })?,
        hours,
    })
}

/// Keeps that.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_work(sql: &impl Sql, agent: &AgentId, work: &Work) -> Result<(), StoreError> {
    let hours = work.hours.as_ref().map(to_json);
    sql.run(
        "UPDATE people SET capacity = ?, hours = ? WHERE id = ?",
        values![work.capacity, hours, agent.as_str()],
    )?;
    Ok(())
}

/// The teams, by name, with who is in them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn teams(sql: &impl Sql) -> Result<Vec<Team>, StoreError> {
    let rows = sql.run("SELECT id, name FROM teams ORDER BY name, id", &[])?;
    rows.iter()
        .map(|row| {
            let id = row.parsed(0, "a team id", TeamId::parse)?;
            let members = sql.run(
                "SELECT person, is_primary FROM team_members WHERE team = ? ORDER BY person",
                values![id.as_str()],
            )?;
            let member = |row: &Row| {
                Ok(TeamMember { agent: row.parsed(0, "an agent id", AgentId::parse)?, primary: row.flag(1)? })
            };
            Ok(Team {
                name: row.text(1)?,
                members: members.iter().map(member).collect::<Result<_, _>>()?,
                id,
            })
        })
        .collect()
}

/// Keeps a team, new or changed.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_team(sql: &impl Sql, team: &Team) -> Result<(), StoreError> {
    let statement =
        "INSERT INTO teams (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name";
    sql.run(statement, values![team.id.as_str(), team.name.as_str()])?;
    sql.run("DELETE FROM team_members WHERE team = ?", values![team.id.as_str()])?;
    for TeamMember { agent, primary } in &team.members {
        sql.run(
            "INSERT OR REPLACE INTO team_members (team, person, is_primary) VALUES (?, ?, ?)",
            values![team.id.as_str(), agent.as_str(), *primary],
        )?;
    }
    Ok(())
}

/// Removes a team. Whether there was one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn drop_team(sql: &impl Sql, team: &TeamId) -> Result<bool, StoreError> {
    sql.run("DELETE FROM team_members WHERE team = ?", values![team.as_str()])?;
    Ok(!sql.run("DELETE FROM teams WHERE id = ? RETURNING 1", values![team.as_str()])?.is_empty())
}

/// Something of this changed: every inbox has to hear of it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn changed(sql: &impl Sql, now: u64) -> Result<(), StoreError> {
    sql.run("UPDATE account SET colleagues = colleagues + 1", &[])?;
    loads::see_who_shares(sql)?;
    sql.run(
        "INSERT INTO untold_inboxes (inbox, attempts, due_at) SELECT id, 0, ? FROM inboxes WHERE erased_at IS NULL \
         ON CONFLICT (inbox) DO UPDATE SET attempts = 0, due_at = excluded.due_at",
        values![now],
    )?;
    Ok(())
}

/// How often something of this changed.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn revision(sql: &impl Sql) -> Result<u64, StoreError> {
    sql.run("SELECT colleagues FROM account", &[])?.first().map_or(Ok(0), |row| row.number(0))
}

/// What an inbox is told, and the revision that it is.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn told(sql: &impl Sql, inbox: &InboxId) -> Result<(u64, Vec<Known>), StoreError> {
    let revision = revision(sql)?;
    let mut teams: HashMap<String, Vec<TeamId>> = HashMap::new();
    for row in sql.run("SELECT person, team FROM team_members WHERE is_primary = 1 ORDER BY team", &[])? {
        teams.entry(row.text(0)?).or_default().push(row.parsed(1, "a team id", TeamId::parse)?);
    }
    let skills = skills::of_people(sql)?;
    let statement = format!(
        "SELECT people.id, people.name, people.seat, members.person IS NOT NULL, {PRESENCE}, people.capacity, people.hours, people.disabled_at, people.standing = 'viewer', \
         (SELECT since FROM sharing WHERE agent = people.id) \
         FROM people LEFT JOIN members ON members.person = people.id AND members.inbox = ? \
         LEFT JOIN people AS other ON other.id = people.away_by ORDER BY people.id"
    );
    let known = |row: &Row| {
        let id: AgentId = row.parsed(0, "an agent id", AgentId::parse)?;
        let PresenceState { away, reassign_replies, away_since, away_by } = read_presence(row, 4)?;
        let Work { capacity, hours } = read_work(row, 9)?;
        let agent = Agent { id, name: row.text(1)? };
        if row.maybe_number(11)?.is_some() {
            return Ok(gone(agent));
        }
        Ok(Known {
            teams: teams.get(agent.id.as_str()).cloned().unwrap_or_default(),
            skills: skills.get(agent.id.as_str()).cloned().unwrap_or_default(),
            agent,
            has_seat: row.flag(2)? && !row.flag(12)?,
            is_member: row.flag(3)?,
            is_away: away,
            reassign_replies,
            away_since,
            away_by,
            shared: row.maybe_number(13)?,
            capacity,
            hours,
        })
    };
    let rows = sql.run(&statement, values![inbox.as_str()])?;
    let mut everybody = rows.iter().map(known).collect::<Result<Vec<_>, StoreError>>()?;
    everybody.extend(super::people::former(sql)?.into_iter().map(gone));
    Ok((revision, everybody))
}

/// Somebody who works here no more, or not for now: nothing is given to them, and what they have goes to others.
fn gone(agent: Agent) -> Known {
    Known {
        agent,
        teams: Vec::new(),
        skills: Vec::new(),
        has_seat: false,
        is_member: false,
        is_away: true,
        reassign_replies: true,
        away_since: Some(0),
        away_by: None,
        shared: None,
        capacity: None,
        hours: None,
    }
}

/// The inboxes that have to be told by `now`, and how often that was tried in vain. So are those that lie further ahead
/// than anybody would wait: the clock was put back.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn untold(sql: &impl Sql, now: u64) -> Result<Vec<(InboxId, u32)>, StoreError> {
    let rows = sql.run(
        "SELECT inbox, attempts FROM untold_inboxes WHERE due_at <= ? OR due_at > ? ORDER BY due_at, inbox",
        values![now, now.saturating_add(BEYOND_ANY_PAUSE_MS)],
    )?;
    let untold = |row: &Row| {
        let attempts = u32::try_from(row.number(1)?).unwrap_or(u32::MAX);
        Ok((row.parsed(0, "an inbox id", InboxId::parse)?, attempts))
    };
    rows.iter().map(untold).collect()
}

/// No pause between two attempts is as long (ms).
const BEYOND_ANY_PAUSE_MS: u64 = 120_000;

/// An inbox has heard of a revision; where there is a newer one, it has to hear of that.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn heard(sql: &impl Sql, inbox: &InboxId, revision: u64) -> Result<(), StoreError> {
    let statement = "DELETE FROM untold_inboxes WHERE inbox = ? AND (SELECT colleagues FROM account) = ?";
    sql.run(statement, values![inbox.as_str(), revision]).map(drop)
}

/// An inbox could not be reached; try again at `due_at`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn postpone(sql: &impl Sql, inbox: &InboxId, due_at: u64) -> Result<(), StoreError> {
    let statement = "UPDATE untold_inboxes SET attempts = attempts + 1, due_at = ? WHERE inbox = ?";
    sql.run(statement, values![due_at, inbox.as_str()]).map(drop)
}

/// When the next one is due.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT min(due_at) FROM untold_inboxes", &[])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// The owner of a contact, while they work here.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn owner_of(
    sql: &impl Sql,
    contact: &conversation::ids::ContactId,
) -> Result<Option<AgentId>, StoreError> {
    let rows = sql.run("SELECT owner FROM contacts WHERE id = ?", values![contact.as_str()])?;
    rows.first().map_or(Ok(None), |row| row.maybe_parsed(0, "an agent id", AgentId::parse))
}
