//! Switching a chatflow at an instant that was said before (N9): "from Friday, 00:00, in Berlin".
//!
//! What was said is a wall clock's time in a zone. It is one instant: the first at which that clock shows this time or,
//! where it jumps over it, a later one. When it comes, the switch is turned in one transaction with the removal of the plan, so
//! that it is turned once, whatever crashes. What would be refused by hand is refused then: nothing changes, the plan says
//! why, and so does the audit log. Knows no clock.

use conversation::ids::ChatflowId;
use conversation::schedule::Date;
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::limits::SCHEDULED_DAYS;
use protocol::rest::audit::{AuditChange, What};
use protocol::rest::versions::{How, Planned, PutSchedule, Schedule};

use super::edit;
use crate::error::Error;
use crate::objects::call::audit::By;
use crate::store::account::audit::{self, Line};
use crate::store::account::{chatflows, schedules};
use crate::store::{Sql, StoreError};
use crate::zones::Zones;

const DAY_MS: u64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// What is planned for a chatflow.
///
/// # Errors
/// `not_found`.
pub fn read(sql: &impl Sql, id: &ChatflowId) -> Result<Schedule, Error> {
    chatflows::by_id(sql, id)?.ok_or_else(Error::not_found)?;
    Ok(schedules::of(sql, id.as_str())?)
}

/// Plans when a chatflow is switched, in place of all that was planned for it. `now` in ms.
///
/// # Errors
/// `not_found`, `time_zone_unknown`, `schedule_invalid` about `on` or `off`.
pub fn put(
    sql: &impl Sql,
    id: &ChatflowId,
    asked: &PutSchedule,
    by: &Agent,
    now: u64,
    zones: Zones<'_>,
) -> Result<Schedule, Error> {
    sql.atomically(|| {
        chatflows::by_id(sql, id)?.ok_or_else(Error::not_found)?;
        let before = schedules::of(sql, id.as_str())?;
        let instants = [("on", &asked.on, &before.on), ("off", &asked.off, &before.off)];
        let mut planned = Vec::new();
        for (field, local, before) in instants {
            let Some(local) = local else {
                planned.push(None);
                continue;
            };
            let at = instant(local, &asked.zone, now, zones).map_err(|error| match error {
                Error::Rejected(problem) if problem.code == Code::TimeZoneUnknown => {
                    Error::Rejected(problem).about("zone")
                }
                error => error.about(field),
            })?;
            // What is planned already stays, whoever sends it along.
            let same = before.as_ref().filter(|before| before.at == at && before.refused.is_none());
            if same.is_none() && at <= now {
                let message = "that instant has passed";
                return Err(Error::rejected(Code::ScheduleInvalid, message).about(field));
            }
            let fresh =
                Planned { at, local: local.clone(), zone: asked.zone.clone(), by: by.clone(), refused: None };
            planned.push(Some(same.cloned().unwrap_or(fresh)));
        }
        if let [Some(on), Some(off)] = planned.as_slice()
            && on.at == off.at
        {
            let message = "it cannot be switched on and off at the same instant";
            return Err(Error::rejected(Code::ScheduleInvalid, message).about("off"));
        }
        for (on, planned) in [true, false].into_iter().zip(&planned) {
            match planned {
                Some(planned) => schedules::put(sql, id, on, planned)?,
                None => schedules::remove(sql, id, on)?,
            }
        }
        Ok(schedules::of(sql, id.as_str())?)
    })
}

/// The instant (ms) at which a wall clock of a zone first shows a time, or has jumped over it.
fn instant(local: &str, zone: &str, now: u64, zones: Zones<'_>) -> Result<u64, Error> {
    let wrong = |message: String| Error::rejected(Code::ScheduleInvalid, message);
    let wall = wall(local).ok_or_else(|| wrong("a time is written like 2026-11-27T00:00".to_owned()))?;
    let zone = zones(zone, now)
        .ok_or_else(|| Error::rejected(Code::TimeZoneUnknown, "the tz database has no such zone"))?;
    let at = u64::try_from(zone.instant(wall)).unwrap_or_default();
    if at > now + SCHEDULED_DAYS * DAY_MS {
        return Err(wrong(format!("at most {SCHEDULED_DAYS} days ahead")));
    }
    Ok(at)
}

/// A wall clock's time, with seconds or without, as ms since 1970 of its own.
fn wall(local: &str) -> Option<i64> {
    let (date, time) = local.split_once('T')?;
    let date: Date = date.parse().ok()?;
    let (hour, rest) = time.split_once(':')?;
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "00"));
    let number = |text: &str, most: i64| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<i64>().ok()).flatten().filter(|number| *number <= most)
    };
    let minutes = number(hour, 23)? * 60 + number(minute, 59)?;
    Some(date.to_day() * DAY_MS.cast_signed() + minutes * MINUTE_MS + number(second, 59)? * 1_000)
}

/// Turns every switch whose time has come at `now` (ms), the earliest first. Whether any was turned.
///
/// # Errors
/// A fault of the database; what was turned before it stays turned.
pub fn turn_due(sql: &impl Sql, now: u64) -> Result<bool, Error> {
    let mut turned = false;
    for (id, on, planned) in schedules::due(sql, now)? {
        let by = By { agent: planned.by.clone(), session: None, token: None };
        let log = |what: What, changes: &[AuditChange]| -> Result<(), StoreError> {
            audit::record(sql, &Line { by: &by, what, on: id.as_str(), changes }, now)
        };
        let done = sql.atomically(|| {
            schedules::remove(sql, &id, on)?;
            let how = if on { How::PublishedOnTime } else { How::SwitchedOffOnTime };
            if edit::switch_as(sql, &id, on, (how, Some(&planned.by)), now)?.is_some() {
                log(What::ChatflowSwitchedOnTime, &[])?;
            }
            Ok::<_, Error>(())
        });
        match done {
            Ok(()) => turned = true,
            // It is told and not tried again: what is wrong with it, somebody has to mend.
            Err(Error::Rejected(problem)) => sql.atomically(|| {
                let code = problem.code.as_str();
                schedules::refuse(sql, &id, on, (code, &problem.message), now)?;
                let change = AuditChange {
                    field: "enabled".to_owned(),
                    from: Some((!on).to_string()),
                    to: Some(code.to_owned()),
                };
                log(What::ChatflowScheduleRefused, &[change])
            })?,
            Err(error) => return Err(error),
        }
    }
    Ok(turned)
}

#[cfg(test)]
mod tests;
