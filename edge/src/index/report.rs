//! A page of a report (P82): what an inbox knows of a period, counted. The pages of all inboxes together are the report.
//!
//! A page is a few thousand conversations, so that whoever writes meanwhile waits for a page and not for a year.

use std::collections::BTreeMap;
use std::rc::Rc;

use conversation::report::plan::days_between;
use conversation::report::{By, Fact, MOST_DAYS, OpenTime, Plan};
use conversation::zone::Zone;
use protocol::code::Code;

use crate::error::Error;
use crate::objects::call::reports::{Asked, Next, ReadReport, ReportPage};
use crate::store::Sql;
use crate::store::inbox::{conversations, report as rows};
use crate::zones;

const DAY_MS: i64 = 86_400_000;

/// Answers a page.
///
/// # Errors
/// `time_zone_unknown`, `limit_range` for a period that is none, or a fault.
pub fn read(sql: &impl Sql, call: &ReadReport) -> Result<ReportPage, Error> {
    let ReadReport { asked, after, limit } = call;
    let zone = zone(asked)?;
    let mut plan = plan(asked, &zone)?;
    let mut part = plan.empty();
    let (span, labels) = ((plan.before, plan.until), with_labels(asked));
    let unread = conversations::uncounted(sql)?;
    let next = match after {
        None | Some(Next::Conversations(_)) => {
            let after = match after {
                Some(Next::Conversations(place)) => Some(place),
                _ => None,
            };
            let (facts, next) = rows::facts(sql, span, after, labels, *limit)?;
            plan.hours = hours(asked, &facts, plan.until);
            facts.iter().for_each(|fact| plan.count(&mut part, fact));
            Some(next.map_or(Next::Ratings(None), Next::Conversations))
        }
        Some(Next::Ratings(after)) => {
            let (ratings, next) = rows::ratings(sql, span, after.as_ref(), labels, *limit)?;
            ratings.iter().for_each(|rated| plan.rate(&mut part, rated));
            next.map(|place| Next::Ratings(Some(place)))
        }
    };
    Ok(ReportPage { part, next, unread })
}

fn with_labels(asked: &Asked) -> bool {
    asked.by == Some(By::Label) || asked.filter.label.is_some()
}

/// The zone that is asked for, as of the period and the one before.
///
/// # Errors
/// `limit_range` for a period that is none, which no zone is read for, or `time_zone_unknown`.
pub fn zone(asked: &Asked) -> Result<Rc<Zone>, Error> {
    days_between(asked.from, asked.to).filter(|days| *days <= MOST_DAYS).ok_or_else(|| no_period(asked))?;
    let ms = |day: i64| u64::try_from(day * DAY_MS).unwrap_or(0);
    let (from, to) = (asked.from.to_day(), asked.to.to_day());
    let first = from - (to - from) - 3;
    let unknown =
        || Error::rejected(Code::TimeZoneUnknown, "zone: a time zone such as Europe/Berlin").about("zone");
    zones::between(&asked.zone, ms(first), ms(to + 3)).ok_or_else(unknown)
}

/// How it is counted; all time is plain.
///
/// # Errors
/// `limit_range` for a period that is none.
pub fn plan<'p>(asked: &'p Asked, zone: &'p Zone) -> Result<Plan<'p>, Error> {
    let Asked { from, to, by, filter, reply_within, close_within, .. } = asked;
    let mut plan = Plan::new(*from, *to, zone, filter).ok_or_else(|| no_period(asked))?;
    (plan.by, plan.reply_within, plan.close_within) = (*by, *reply_within, *close_within);
    Ok(plan)
}

fn no_period(asked: &Asked) -> Error {
    let Asked { from, to, .. } = asked;
    let message = format!("to: from {from} on, and at most {MOST_DAYS} days; got {to}");
    Error::malformed(Code::LimitRange, message).about("to")
}

fn hours(asked: &Asked, facts: &[Fact], until: u64) -> BTreeMap<conversation::ids::ChatflowId, OpenTime> {
    let Some(from) = facts.iter().map(|fact| fact.conversation.opened_at).min() else {
        return BTreeMap::new();
    };
    let open = asked.hours.iter().filter_map(|(chatflow, schedule)| {
        let zone = zones::between(&schedule.zone, from, until)?;
        Some((chatflow.clone(), OpenTime::new(schedule, &zone, from, until)))
    });
    open.collect()
}

#[cfg(test)]
mod tests;
