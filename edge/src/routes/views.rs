//! Finding threads: filters, words, saved views, labels, blocks, and the same act on many threads.

use conversation::filter::{Filter, query};
use conversation::ids::{InboxId, LabelId, ThreadId, ViewId};
use conversation::view::Shelf;
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::limits::PAGE_MAX;
use protocol::rest::views::{
    ActOnMany, ActedOnMany, BlockSender, Blocks, ChangeLabels, FindThreads, ManyAct, Refused, SaveLabel,
    SaveView, Views,
};
use serde_json::json;
use worker::{Request, Response};

use super::dispatch::Visit;
use super::entry::{self, Signed, signed};
use super::threads::{address, assigned, cursor, limit, membership, only, parameter, team_of};
use crate::error::Error;
use crate::model;
use crate::objects::address::Address;
use crate::objects::call::desk::{CountRows, DeskAct, FindRows, ListBlocks};
use crate::objects::call::model::{DeleteLabel, DeleteView, ListLabels, ListViews, PutLabel, PutView};
use crate::objects::call::{Act, ForwardAct};
use crate::platform::{incoming, reply};

const JSON: &str = "application/json";
/// Threads of one act on many.
const MANY: usize = 100;

/// `POST /api/inboxes/{inbox}/threads/find`.
pub(super) async fn find(
    visit: &Visit<'_>,
    request: &mut Request,
    inbox: InboxId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let FindThreads { filter, shelf, before, limit } = incoming::body(request, JSON).await?;
    model::check(&filter)?;
    let limit = limit.unwrap_or(PAGE_MAX);
    if !(1..=PAGE_MAX).contains(&limit) {
        return Err(Error::malformed(Code::LimitRange, format!("limit: 1..{PAGE_MAX}")).about("limit"));
    }
    found(visit, &signed, &inbox, FindRows { me: signed.session.id.clone(), shelf, filter, before, limit })
        .await
}

/// `GET /api/inboxes/{inbox}/search`.
pub(super) async fn search(visit: &Visit<'_>, request: &Request, inbox: InboxId) -> Result<Response, Error> {
    let signed = signed(visit)?;
    only(request, &["q", "cursor", "before", "limit"])?;
    let filter = query::parse(&parameter(request, "q")?.unwrap_or_default()).map_err(|error| {
        Error::malformed(Code::FilterUnknown, format!("{}: {}", error.field, error.expected))
            .about(error.field)
    })?;
    model::check(&filter)?;
    let (before, limit) = (cursor(request)?, limit(request)?);
    let call = FindRows { me: signed.session.id.clone(), shelf: Shelf::Inbox, filter, before, limit };
    found(visit, &signed, &inbox, call).await
}

/// `GET /api/inboxes/{inbox}/views/{view}/threads`.
pub(super) async fn of_view(
    visit: &Visit<'_>,
    request: &Request,
    inbox: InboxId,
    view: ViewId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    only(request, &["cursor", "before", "limit"])?;
    let me = signed.session.id.clone();
    let call = ListViews { inbox: inbox.clone(), me: me.clone() };
    let views = Address::Account(signed.account.clone()).ask(visit.env, visit.id, &call).await?;
    let view = views.into_iter().find(|saved| saved.id == view).ok_or_else(Error::not_found)?;
    let (before, limit) = (cursor(request)?, limit(request)?);
    let call = FindRows { me, shelf: Shelf::Inbox, filter: view.filter, before, limit };
    found(visit, &signed, &inbox, call).await
}

async fn found(
    visit: &Visit<'_>,
    signed: &Signed,
    inbox: &InboxId,
    call: FindRows,
) -> Result<Response, Error> {
    reply::ok(&address(signed, inbox).ask(visit.env, visit.id, &call).await?)
}

/// `GET`, and `POST` a new one, `/api/inboxes/{inbox}/views`.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request, inbox: InboxId) -> Result<Response, Error> {
    if request.method() == worker::Method::Post {
        return put(visit, request, inbox, None).await;
    }
    let signed = signed(visit)?;
    let me = signed.session.id.clone();
    let call = ListViews { inbox: inbox.clone(), me: me.clone() };
    let mut views = Address::Account(signed.account.clone()).ask(visit.env, visit.id, &call).await?;
    let filters: Vec<Filter> = views.iter().map(|view| view.filter.clone()).collect();
    let counts = address(&signed, &inbox).ask(visit.env, visit.id, &CountRows { me, filters }).await?;
    for (view, count) in views.iter_mut().zip(counts.filters) {
        view.count = count;
    }
    reply::ok(&Views { counts: counts.built_in, views })
}

/// `PUT` and `DELETE` `/api/inboxes/{inbox}/views/{view}`.
pub(super) async fn one(
    visit: &Visit<'_>,
    request: &mut Request,
    inbox: InboxId,
    view: ViewId,
) -> Result<Response, Error> {
    if request.method() == worker::Method::Put {
        return put(visit, request, inbox, Some(view)).await;
    }
    let signed = signed(visit)?;
    let call = DeleteView { inbox, me: signed.session.id.clone(), id: view };
    Address::Account(signed.account).ask(visit.env, visit.id, &call).await?;
    reply::ok(&json!({}))
}

async fn put(
    visit: &Visit<'_>,
    request: &mut Request,
    inbox: InboxId,
    id: Option<ViewId>,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let content: SaveView = incoming::body(request, JSON).await?;
    let me = signed.session.id.clone();
    let call = PutView { inbox: inbox.clone(), me: me.clone(), id, content };
    let mut view = Address::Account(signed.account.clone()).ask(visit.env, visit.id, &call).await?;
    let call = CountRows { me, filters: vec![view.filter.clone()] };
    let counts = address(&signed, &inbox).ask(visit.env, visit.id, &call).await?;
    view.count = counts.filters.first().copied().unwrap_or_default();
    reply::ok(&view)
}

/// `GET /api/inboxes/{inbox}/blocks`.
pub(super) async fn blocks(visit: &Visit<'_>, inbox: InboxId) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let blocks = address(&signed, &inbox).ask(visit.env, visit.id, &ListBlocks {}).await?;
    reply::ok(&Blocks { blocks })
}

/// `GET`, and `POST` a new one, `/api/labels`.
pub(super) async fn labels(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    if request.method() == worker::Method::Post {
        return put_label(visit, request, None).await;
    }
    let signed = signed(visit)?;
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &ListLabels {}).await?)
}

/// `PUT` and `DELETE` `/api/labels/{label}`. Whoever works here makes labels; taking one off all threads is an admin's.
pub(super) async fn label(
    visit: &Visit<'_>,
    request: &mut Request,
    label: LabelId,
) -> Result<Response, Error> {
    if request.method() == worker::Method::Put {
        return put_label(visit, request, Some(label)).await;
    }
    reply::ok(&entry::change(visit, &DeleteLabel { id: label }).await?)
}

async fn put_label(visit: &Visit<'_>, request: &mut Request, id: Option<LabelId>) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let content: SaveLabel = incoming::body(request, JSON).await?;
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &PutLabel { id, content }).await?)
}

/// What is put on a thread are labels of the account.
pub(super) async fn labelled(
    visit: &Visit<'_>,
    signed: &Signed,
    change: ChangeLabels,
) -> Result<DeskAct, Error> {
    let ChangeLabels { add, remove } = change;
    if !add.is_empty() {
        let account = Address::Account(signed.account.clone());
        let there = account.ask(visit.env, visit.id, &ListLabels {}).await?.labels;
        if let Some(index) = add.iter().position(|id| there.iter().all(|label| label.id != *id)) {
            return Err(Error::rejected(Code::ReferenceUnknown, "there is no such label")
                .about(format!("add[{index}]")));
        }
    }
    Ok(DeskAct::Label { add, remove })
}

/// `POST /api/inboxes/{inbox}/threads/act`.
pub(super) async fn act_on_many(
    visit: &Visit<'_>,
    request: &mut Request,
    inbox: InboxId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let info = membership(&signed, &inbox)?;
    let ActOnMany { threads, act } = incoming::body(request, JSON).await?;
    if threads.len() > MANY {
        return Err(Error::rejected(Code::TooMany, format!("at most {MANY} threads")).about("threads"));
    }
    let act = match act {
        ManyAct::Close => Act::Close,
        ManyAct::Reopen => Act::Reopen,
        ManyAct::Assign(agent) => Act::Assign(assigned(agent, &info)?),
        ManyAct::AssignTeam(team) => Act::AssignTeam(team_of(&team, &info)?),
        ManyAct::Labels(change) => Act::Desk(labelled(visit, &signed, change).await?),
        ManyAct::Priority(priority) => Act::Desk(DeskAct::Prioritise(priority)),
        ManyAct::Delete => Act::Desk(DeskAct::Archive),
        ManyAct::Restore => Act::Desk(DeskAct::Restore),
        ManyAct::Snooze(snooze) => Act::Desk(DeskAct::Snooze(snooze)),
        ManyAct::Wake => Act::Desk(DeskAct::Wake),
        ManyAct::Spam(spam) => Act::Desk(DeskAct::Spam(spam)),
        ManyAct::Block(BlockSender { why }) => Act::Desk(DeskAct::Block { why }),
        ManyAct::Unblock => Act::Unblock,
    };
    let by = Agent { id: signed.session.id.clone(), name: signed.session.name.clone() };
    let (mut done, mut refused): (Vec<ThreadId>, Vec<Refused>) = (Vec::new(), Vec::new());
    for thread in threads {
        let call = ForwardAct { thread: thread.clone(), act: act.clone(), by: by.clone() };
        match address(&signed, &inbox).ask(visit.env, visit.id, &call).await {
            Ok(_) => done.push(thread),
            Err(error) => {
                refused.push(Refused { thread, code: error.code().as_str().to_owned(), part: None })
            }
        }
    }
    reply::ok(&ActedOnMany { done, refused })
}
