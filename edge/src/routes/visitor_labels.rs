//! Labels that a site's own page puts on its visitor's conversation (P11): which it may, and how it does.
//!
//! Who is on the page could forge such a wish, so nothing but what an admin allowed by name is set, and the log says that it
//! came from the page.

use conversation::ids::{AccountId, InboxId, LabelId};
use protocol::code::Code;
use protocol::rest::views::AllowLabel as Allowed;
use protocol::visitor::{LabelsRequest, LabelsSet};
use worker::{Request, Response};

use super::dispatch::Visit;
use super::entry;
use super::visitor_threads::admitted;
use super::visitors::{TEXT, to_page};
use crate::error::Error;
use crate::model;
use crate::objects::address::Address;
use crate::objects::call::model::{AllowLabel, ListLabels};
use crate::objects::call::visitor::LabelOwn;
use crate::platform::{incoming, reply};

/// Names in one request, of those that are added and of those that are removed.
const MOST: usize = 20;

/// `PUT /api/labels/{label}/pages`.
pub(super) async fn allow(visit: &Visit<'_>, request: &mut Request, id: LabelId) -> Result<Response, Error> {
    let Allowed { from_pages } = incoming::body(request, "application/json").await?;
    reply::ok(&entry::change(visit, &AllowLabel { id, from_pages }).await?)
}

/// `POST …/shards/{n}/labels`.
pub(super) async fn set(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
    inbox: InboxId,
    shard: u16,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        let address = page.shard(inbox, shard)?;
        let LabelsRequest { token, thread, add, remove } = incoming::body(request, TEXT).await?;
        for (field, names) in [("add", &add), ("remove", &remove)] {
            if names.len() > MOST {
                let message = format!("at most {MOST} names, got {}", names.len());
                return Err(Error::rejected(Code::TooMany, message).about(field));
            }
        }
        let visitor = admitted(visit, page, &token).await?.visitor;
        let account = Address::Account(page.account.clone());
        let there = account.ask(visit.env, visit.id, &ListLabels {}).await?.labels;
        let (add, mut not_set) = model::from_page(&there, &add);
        let (remove, others) = model::from_page(&there, &remove);
        not_set.extend(others);
        address.ask(visit.env, visit.id, &LabelOwn { visitor, thread, add, remove }).await?;
        reply::ok(&LabelsSet { not_set })
    })
    .await
}
