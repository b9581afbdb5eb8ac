//! `GET /api/reports` and `GET /api/reports.csv` (P82): over every inbox that whoever asks may see.
//!
//! Admins see the reports of all inboxes, everybody else those of the inboxes that they are members of.

use conversation::access::Action;
use conversation::ids::{AgentId, ChatflowId, InboxId, LabelId, TeamId};
use conversation::report::{By, Filter};
use conversation::schedule::Date;
use protocol::code::Code;
use protocol::rest::reports::Report;
use worker::{Request, Response};

use super::authority::{self, Needs};
use super::dispatch::Visit;
use super::entry::{Signed, signed};
use super::threads::{address, only, parameter};
use crate::error::Error;
use crate::index::report::{plan, zone};
use crate::objects::address::Address;
use crate::objects::call::reports::{Asked, Names, ReadReport, ReadReportNames};
use crate::platform::clock::now_ms;
use crate::platform::reply::{self, Reply};
use crate::{csv, report};

const DAY_MS: i64 = 86_400_000;
/// Days of a period of which only the end is said, or nothing.
const USUAL_DAYS: i64 = 7;
/// Conversations of a page. An inbox does nothing else meanwhile: 5,000 took 65 ms, and up to 180 on a busy machine.
const PAGE: u32 = 2_000;
/// Targets in seconds: five minutes, a day, and a year at most.
const REPLY_WITHIN: u64 = 300;
const CLOSE_WITHIN: u64 = 86_400;
const MOST_WITHIN: u64 = 31_536_000;

const KNOWN: [&str; 12] = [
    "from",
    "to",
    "zone",
    "inbox",
    "by",
    "chatflow",
    "team",
    "agent",
    "label",
    "business_hours",
    "reply_within",
    "close_within",
];

/// `GET /api/reports`.
pub(super) async fn one(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    reply::ok(&read(visit, request).await?)
}

/// `GET /api/reports.csv`.
pub(super) async fn table(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    let report = read(visit, request).await?;
    let name = format!("attachment; filename=\"report-{}-{}.csv\"", report.from, report.to);
    let headers = [
        ("content-type", "text/csv; charset=utf-8"),
        ("content-disposition", name.as_str()),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
    ];
    Ok(Reply::new(200).with(&headers).bytes(csv::report::report(&report).into_bytes()))
}

async fn read(visit: &Visit<'_>, request: &Request) -> Result<Report, Error> {
    let signed = signed(visit)?;
    only(request, &KNOWN)?;
    let (mut asked, business_hours) = asked(request)?;
    plan(&asked, &*zone(&asked)?)?;
    let account = Address::Account(signed.account.clone());
    let names = account.ask(visit.env, visit.id, &ReadReportNames {}).await?;
    if business_hours {
        asked.hours.clone_from(&names.hours);
    }
    let named = parameter(request, "inbox")?.map(|id| InboxId::parse(&id)).transpose();
    let named = named.map_err(|error| Error::from(error).about("inbox"))?;
    let mut part = plan(&asked, &*zone(&asked)?)?.empty();
    let mut unread = 0;
    for inbox in within(&signed, &names, named.as_ref())? {
        let mut after = None;
        loop {
            let call = ReadReport { asked: asked.clone(), after, limit: PAGE };
            let page = address(&signed, &inbox).ask(visit.env, visit.id, &call).await?;
            report::add(&mut part, &asked, &inbox, &page.part);
            after = page.next;
            if after.is_none() {
                unread += page.unread;
                break;
            }
        }
    }
    Ok(report::answer(asked, business_hours, part, unread, &names))
}

/// The inboxes whose reports they may see, or the one that is named.
fn within(signed: &Signed, names: &Names, named: Option<&InboxId>) -> Result<Vec<InboxId>, Error> {
    let actor = signed.actor();
    let sees_all = signed.may(Action::SeeEveryReport);
    let may = |inbox: &InboxId| {
        sees_all || authority::check(&actor, Needs { action: Action::SeeThreads, inbox: Some(inbox) }).is_ok()
    };
    let mut found: Vec<InboxId> =
        names.inboxes.iter().map(|(id, _)| id).filter(|id| may(id)).cloned().collect();
    if let Some(named) = named {
        found.retain(|inbox| inbox == named);
        if found.is_empty() {
            return Err(Error::not_found().about("inbox"));
        }
    }
    Ok(found)
}

fn asked(request: &Request) -> Result<(Asked, bool), Error> {
    let by = match parameter(request, "by")? {
        None => None,
        Some(text) => Some(
            By::parse(&text).ok_or_else(|| unknown("by", "agent, team, chatflow, page, label or inbox"))?,
        ),
    };
    let business_hours = match parameter(request, "business_hours")?.as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(unknown("business_hours", "true or false")),
    };
    let mut asked = Asked {
        from: epoch()?,
        to: epoch()?,
        zone: parameter(request, "zone")?.unwrap_or_else(|| "UTC".to_owned()),
        by,
        filter: Filter {
            chatflow: id(request, "chatflow", ChatflowId::parse)?,
            agent: id(request, "agent", AgentId::parse)?,
            team: id(request, "team", TeamId::parse)?,
            label: id(request, "label", LabelId::parse)?,
        },
        reply_within: seconds(request, "reply_within", REPLY_WITHIN)? * 1_000,
        close_within: seconds(request, "close_within", CLOSE_WITHIN)? * 1_000,
        hours: Vec::new(),
    };
    let (from, to) = (date(request, "from")?, date(request, "to")?);
    let now = now_ms();
    asked.to = match to {
        Some(to) => to,
        None => {
            let today =
                |day: i64| Date::of_day(day).ok_or_else(|| Error::fault("a report", "today is no date"));
            asked.to = today(i64::try_from(now).unwrap_or(0) / DAY_MS)?;
            asked.from = asked.to;
            today(zone(&asked)?.wall(now).div_euclid(DAY_MS))?
        }
    };
    asked.from = match from {
        Some(from) => from,
        None => Date::of_day(asked.to.to_day() - USUAL_DAYS + 1).unwrap_or(asked.to),
    };
    Ok((asked, business_hours))
}

fn epoch() -> Result<Date, Error> {
    Date::of_day(0).ok_or_else(|| Error::fault("a report", "there is no first day"))
}

fn unknown(name: &'static str, expected: &str) -> Error {
    Error::malformed(Code::FilterUnknown, format!("{name}: {expected}")).about(name)
}

fn date(request: &Request, name: &'static str) -> Result<Option<Date>, Error> {
    let Some(text) = parameter(request, name)? else { return Ok(None) };
    let got: String = text.chars().take(20).collect();
    text.parse().map(Some).map_err(|wrong| unknown(name, &format!("{wrong}; got {got}")))
}

fn id<T, E>(
    request: &Request,
    name: &'static str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>, Error>
where
    Error: From<E>,
{
    let Some(text) = parameter(request, name)? else { return Ok(None) };
    parse(&text).map(Some).map_err(|error| Error::from(error).about(name))
}

fn seconds(request: &Request, name: &'static str, usual: u64) -> Result<u64, Error> {
    let Some(text) = parameter(request, name)? else { return Ok(usual) };
    let got: String = text.chars().take(20).collect();
    let wrong = || {
        let message = format!("{name}: 1..{MOST_WITHIN} seconds; got {got}");
        Error::malformed(Code::LimitRange, message).about(name)
    };
    text.parse().ok().filter(|seconds| (1..=MOST_WITHIN).contains(seconds)).ok_or_else(wrong)
}
