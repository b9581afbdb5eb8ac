//! `/api/audit`: what was done in the account's administration, on pages and as a table (P70, T47). For admins.

use conversation::ids::AgentId;
use protocol::code::Code;
use protocol::limits::PAGE_MAX;
use protocol::rest::audit::{AuditFilter, What};
use worker::{Request, Response};

use super::dispatch::Visit;
use super::entry::signed;
use super::threads::{limit, only, parameter};
use crate::csv;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::audit::ReadAudit;
use crate::platform::reply;
use crate::platform::reply::Reply;

/// Lines of one table at most: what is older is exported by its date.
const MOST: usize = 50_000;

fn filter(request: &Request) -> Result<AuditFilter, Error> {
    let unknown = || Error::malformed(Code::FilterUnknown, "what: no word of the log").about("what");
    let what = parameter(request, "what")?.map(|word| What::parse(&word).ok_or_else(unknown)).transpose()?;
    Ok(AuditFilter {
        who: parameter(request, "who")?.map(|who| AgentId::parse(&who)).transpose()?,
        what,
        from: number(request, "from")?,
        until: number(request, "until")?,
    })
}

pub(super) fn number(request: &Request, name: &'static str) -> Result<Option<u64>, Error> {
    const LAST: u64 = 253_402_300_799_000;
    let wrong = || Error::malformed(Code::LimitRange, format!("{name}: a number")).about(name);
    let Some(text) = parameter(request, name)? else { return Ok(None) };
    text.parse().ok().filter(|at| *at <= LAST).map(Some).ok_or_else(wrong)
}

/// `GET /api/audit`.
pub(super) async fn page(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    only(request, &["who", "what", "from", "until", "before", "limit"])?;
    let call =
        ReadAudit { filter: filter(request)?, before: number(request, "before")?, limit: limit(request)? };
    reply::ok(&Address::Account(signed(visit)?.account).ask(visit.env, visit.id, &call).await?)
}

/// `GET /api/audit.csv`.
pub(super) async fn table(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    only(request, &["who", "what", "from", "until"])?;
    let (filter, account) = (filter(request)?, Address::Account(signed(visit)?.account));
    let mut text = csv::audit_header();
    let (mut before, mut count) = (None, 0);
    loop {
        let call = ReadAudit { filter: filter.clone(), before, limit: PAGE_MAX };
        let page = account.ask(visit.env, visit.id, &call).await?;
        count += page.lines.len();
        page.lines.iter().for_each(|line| csv::push_audit(&mut text, line));
        before = page.next;
        if before.is_none() || count >= MOST {
            break;
        }
    }
    let headers = [
        ("content-type", "text/csv; charset=utf-8"),
        ("content-disposition", "attachment; filename=\"audit.csv\""),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
    ];
    Ok(Reply::new(200).with(&headers).bytes(text.into_bytes()))
}
