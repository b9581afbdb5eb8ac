//! Who works here, who is there, how much they take, when they work, and in which teams: what may be changed, and what follows.
//!
//! Every change is noted for all inboxes in its own transaction; telling them is the object's. Does not know who may
//! change anything: whoever calls has decided that already.

pub mod change;
pub mod invitations;
pub mod oneself;
pub mod passkeys;
pub mod preferences;

use conversation::ids::{AgentId, TeamId};
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::rest::people::{PersonInfo, Presence, PresenceState, Team, TeamContent, Work};

use crate::chatflow::free_id;
use crate::chatflow::judge::{self, hours};
use crate::chatflow::named::{self, Leaving};
use crate::error::Error;
use crate::store::account::{self, avatars, colleagues, people, skills};
use crate::store::{Sql, StoreError};

/// How many threads somebody can be said to take at most.
const MOST_CAPACITY: u16 = 1_000;
/// Teams of an account.
const MOST_TEAMS: usize = 200;

/// Everybody, by name.
///
/// # Errors
/// A fault of the database.
pub fn everybody(sql: &impl Sql) -> Result<Vec<PersonInfo>, Error> {
    let teams = colleagues::teams(sql)?;
    let mut skills = skills::of_people(sql)?;
    let info = |person: people::Person| {
        let presence = colleagues::presence(sql, &person.id)?.ok_or_else(Error::not_found)?;
        let is_in = |team: &&Team| team.members.iter().any(|member| member.agent == person.id);
        Ok(PersonInfo {
            presence,
            email: Some(person.email),
            inboxes: people::inboxes_of(sql, &person.id)?.into_iter().map(|inbox| inbox.id).collect(),
            avatar: avatars::address(sql, &person.id)?,
            disabled: person.disabled_at.is_some(),
            second_factor: oneself::has_factor(sql, &person.id)?,
            work: colleagues::work(sql, &person.id)?,
            skills: skills.remove(person.id.as_str()).unwrap_or_default(),
            teams: teams.iter().filter(is_in).map(|team| team.id.clone()).collect(),
            id: person.id,
            name: person.name,
            role: person.role,
            seat: person.seat,
        })
    };
    people::everyone(sql)?.into_iter().map(info).collect()
}

/// What somebody declared.
///
/// # Errors
/// `not_found`, or a fault.
pub fn presence(sql: &impl Sql, agent: &AgentId) -> Result<PresenceState, Error> {
    colleagues::presence(sql, agent)?.ok_or_else(Error::not_found)
}

/// Somebody comes or goes, by their own word or somebody else's (S70, H63), at `now` (ms).
///
/// # Errors
/// `not_found`, or a fault.
pub fn declare(
    sql: &impl Sql,
    agent: &AgentId,
    declared: Presence,
    by: &Agent,
    now: u64,
) -> Result<PresenceState, Error> {
    sql.atomically(|| {
        let before = presence(sql, agent)?;
        let Presence { away, reassign_replies } = declared;
        let (away_since, away_by) = if !away {
            (None, None)
        } else if before.away {
            (before.away_since, before.away_by.clone())
        } else {
            (Some(now), Some(by.clone()).filter(|by| by.id != *agent))
        };
        let after = PresenceState { away, reassign_replies, away_since, away_by };
        if after != before {
            colleagues::put_presence(sql, agent, &after)?;
            colleagues::changed(sql, now)?;
        }
        Ok(after)
    })
}

/// How much somebody takes, and when (H64, H65), from `now` (ms) on.
///
/// # Errors
/// `number_range`, `schedule_invalid`, `time_zone_unknown`; `not_found`, or a fault.
pub fn put_work(sql: &impl Sql, agent: &AgentId, work: &Work, now: u64) -> Result<PersonInfo, Error> {
    check_work("", work)?;
    sql.atomically(|| {
        presence(sql, agent)?;
        if colleagues::work(sql, agent)? != *work {
            colleagues::put_work(sql, agent, work)?;
            colleagues::changed(sql, now)?;
        }
        everybody(sql)?.into_iter().find(|person| person.id == *agent).ok_or_else(Error::not_found)
    })
}

/// Whether somebody can work so. `at` is the place of that in what is checked, with a dot behind it.
///
/// # Errors
/// As [`put_work`], about the place of what cannot be.
pub fn check_work(at: &str, work: &Work) -> Result<(), Error> {
    if work.capacity.is_some_and(|capacity| !(1..=MOST_CAPACITY).contains(&capacity)) {
        let message = format!("1 to {MOST_CAPACITY} conversations");
        return Err(Error::rejected(Code::NumberRange, message).about(format!("{at}capacity")));
    }
    let wrong = work.hours.as_ref().and_then(|hours| hours::finding(&format!("{at}hours"), hours));
    wrong.map_or(Ok(()), |finding| Err(judge::refused(&finding)))
}

/// The teams, by name.
///
/// # Errors
/// A fault of the database.
pub fn teams(sql: &impl Sql) -> Result<Vec<Team>, StoreError> {
    colleagues::teams(sql)
}

/// Makes a team, at `now` (ms); its id is made from its name.
///
/// # Errors
/// What cannot be of it; `too_many`.
pub fn create_team(sql: &impl Sql, content: TeamContent, now: u64) -> Result<Vec<Team>, Error> {
    sql.atomically(|| {
        let taken: Vec<String> = teams(sql)?.into_iter().map(|team| team.id.as_str().to_owned()).collect();
        if taken.len() >= MOST_TEAMS {
            return Err(Error::rejected(Code::TooMany, format!("at most {MOST_TEAMS} teams")));
        }
        let id = free_id(&content.name, "team", &[], &taken).and_then(|id| TeamId::parse(&id).ok());
        let id = id.ok_or_else(|| Error::fault("a new team", "its id has no good shape"))?;
        put_team(sql, id, content, now)
    })
}

/// Changes a team, at `now` (ms).
///
/// # Errors
/// What cannot be of it; `not_found`.
pub fn save_team(sql: &impl Sql, id: &TeamId, content: TeamContent, now: u64) -> Result<Vec<Team>, Error> {
    sql.atomically(|| {
        if teams(sql)?.iter().all(|team| team.id != *id) {
            return Err(Error::not_found());
        }
        put_team(sql, id.clone(), content, now)
    })
}

fn put_team(sql: &impl Sql, id: TeamId, content: TeamContent, now: u64) -> Result<Vec<Team>, Error> {
    let TeamContent { name, members } = content;
    if let Some(found) = judge::name("name", &name) {
        return Err(judge::refused(&found));
    }
    let people = people::everyone(sql)?;
    let stranger = members.iter().position(|it| people.iter().all(|person| person.id != it.agent));
    if let Some(i) = stranger {
        let error = Error::rejected(Code::ReferenceUnknown, "there is no such agent");
        return Err(error.about(format!("members[{i}].agent")));
    }
    colleagues::put_team(sql, &Team { id, name, members })?;
    colleagues::changed(sql, now)?;
    // Its names may stand in a heading.
    account::bump(sql)?;
    Ok(teams(sql)?)
}

/// Removes a team that no rule names, at `now` (ms).
///
/// # Errors
/// `named_by_routing`, `not_found`, or a fault.
pub fn remove_team(sql: &impl Sql, id: &TeamId, now: u64) -> Result<Vec<Team>, Error> {
    sql.atomically(|| {
        named::refuse(sql, Leaving::Team(id))?;
        if !colleagues::drop_team(sql, id)? {
            return Err(Error::not_found());
        }
        colleagues::changed(sql, now)?;
        account::bump(sql)?;
        Ok(teams(sql)?)
    })
}

#[cfg(test)]
mod tests;
