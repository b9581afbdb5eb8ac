//! `/api/receipts`: receipts of consent as JSON and as a table, and `/api/erasures`: proofs of erasure (N18). For admins.

use std::collections::BTreeMap;

use conversation::ids::{ContactId, InboxId, ThreadId};
use protocol::code::Code;
use protocol::rest::receipts::{ReceiptLine, Receipts};
use worker::{Request, Response};

use super::dispatch::Visit;
use super::entry::signed;
use super::threads::{only, parameter};
use crate::csv;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::receipts::{AllShards, ListErasures, ListReceipts, ThreadsOf};
use crate::objects::call::subscriptions::HowEnded;
use crate::platform::reply;
use crate::platform::reply::Reply;

/// Receipts of one export at most.
const MOST: usize = 50_000;
/// Threads that a shard is asked about at once.
const AT_ONCE: u32 = 50;

/// `GET /api/receipts`.
pub(super) async fn all(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    let receipts = lines(visit, request).await?;
    reply::ok(&Receipts { receipts })
}

/// `GET /api/receipts.csv`.
pub(super) async fn table(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    let mut text = csv::receipts_header();
    lines(visit, request).await?.iter().for_each(|line| csv::push_receipt(&mut text, line));
    let headers = [
        ("content-type", "text/csv; charset=utf-8"),
        ("content-disposition", "attachment; filename=\"receipts.csv\""),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
    ];
    Ok(Reply::new(200).with(&headers).bytes(text.into_bytes()))
}

/// `GET /api/erasures`.
pub(super) async fn erasures(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    only(request, &["number"])?;
    let call = ListErasures { number: parameter(request, "number")? };
    reply::ok(&Address::Account(signed(visit)?.account).ask(visit.env, visit.id, &call).await?)
}

/// Those of a thread (`inbox` and `thread`), of a `contact`, or of the account.
async fn lines(visit: &Visit<'_>, request: &Request) -> Result<Vec<ReceiptLine>, Error> {
    only(request, &["inbox", "thread", "contact"])?;
    let account = signed(visit)?.account;
    let own = Address::Account(account.clone());
    let thread = parameter(request, "thread")?.map(|id| ThreadId::parse(&id)).transpose()?;
    let inbox = parameter(request, "inbox")?.map(|id| InboxId::parse(&id)).transpose()?;
    let contact = parameter(request, "contact")?.map(|id| ContactId::parse(&id)).transpose()?;
    let named = match (inbox, thread, contact) {
        (None, None, None) => None,
        (Some(inbox), Some(thread), None) => Some(vec![(inbox, thread)]),
        (None, None, Some(contact)) => Some(own.ask(visit.env, visit.id, &ThreadsOf { contact }).await?),
        _ => {
            let message = "a thread with its inbox, a contact, or nothing of it";
            return Err(Error::malformed(Code::FilterUnknown, message).about("thread"));
        }
    };
    let known = own.ask(visit.env, visit.id, &AllShards {}).await?;
    let mut lines = Vec::new();
    match named {
        Some(named) => {
            let mut by_shard: BTreeMap<(InboxId, u16), Vec<ThreadId>> = BTreeMap::new();
            for (inbox, thread) in named {
                let is_known = |(id, shards): &(InboxId, u16)| *id == inbox && thread.shard() < *shards;
                // An inbox that was deleted meanwhile has none.
                if known.iter().any(is_known) {
                    by_shard.entry((inbox, thread.shard())).or_default().push(thread);
                }
            }
            for ((inbox, shard), threads) in by_shard {
                let call = ListReceipts { threads: Some(threads), after: None, limit: AT_ONCE };
                let shard = Address::Threads(account.clone(), inbox, shard);
                lines.extend(shard.ask(visit.env, visit.id, &call).await?.lines);
            }
        }
        None => {
            for (inbox, shards) in known {
                for shard in 0..shards {
                    let shard = Address::Threads(account.clone(), inbox.clone(), shard);
                    let mut after = None;
                    loop {
                        let call = ListReceipts { threads: None, after, limit: AT_ONCE };
                        let page = shard.ask(visit.env, visit.id, &call).await?;
                        lines.extend(page.lines);
                        after = page.next;
                        if lines.len() > MOST {
                            let message = format!("more than {MOST}; export them contact by contact");
                            return Err(Error::rejected(Code::TooMany, message));
                        }
                        if after.is_none() {
                            break;
                        }
                    }
                }
            }
        }
    }
    let numbers: Vec<u64> = lines.iter().filter_map(|line| line.number).collect();
    let mut ended = own.ask(visit.env, visit.id, &HowEnded { numbers }).await?.into_iter();
    for line in lines.iter_mut().filter(|line| line.number.is_some()) {
        line.ended = ended.next().flatten();
    }
    Ok(lines)
}
