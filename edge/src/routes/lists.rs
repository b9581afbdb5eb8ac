//! `/api/lists`: who may be greeted by which chatflow, and why.
//!
//! Everybody who works here sees which lists there are; admins change them and look at who is on them.

use conversation::ids::{AccountId, ContactId, ListId};
use protocol::lists::{self, Lists, NewList};
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use crate::error::Error;
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::Call;
use crate::objects::call::lists::{
    ChangeMembers, CreateList, DeleteList, ExplainList, GetList, ListLists, PreviewList, SaveList,
};
use crate::platform::{incoming, reply};

const JSON: &str = "application/json";

/// Asks the account.
pub(super) async fn ask<C: Call>(visit: &Visit<'_>, account: AccountId, call: C) -> Result<C::Answer, Error> {
    Address::Account(account).ask(visit.env, visit.id, &call).await
}

/// Changes something, and lets this Worker's next answer know whose lists that changed.
pub(super) async fn change<C: Call>(
    visit: &Visit<'_>,
    account: AccountId,
    call: C,
) -> Result<C::Answer, Error> {
    let changed = entry::change(visit, &call).await?;
    memory::forget(&account);
    Ok(changed)
}

/// `GET /api/lists`, and `POST` a new one.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    if request.method() == Method::Post {
        let account = signed(visit)?.account;
        let NewList { name, criteria } = incoming::body(request, JSON).await?;
        return reply::ok(&change(visit, account, CreateList { name, criteria }).await?);
    }
    let signed = signed(visit)?;
    reply::ok(&Lists { lists: ask(visit, signed.account, ListLists {}).await? })
}

/// `GET`, `PUT` and `DELETE` `/api/lists/{list}`.
pub(super) async fn one(visit: &Visit<'_>, request: &mut Request, list: ListId) -> Result<Response, Error> {
    match request.method() {
        Method::Put => {
            let account = signed(visit)?.account;
            let lists::SaveList { revision, name, criteria } = incoming::body(request, JSON).await?;
            reply::ok(&change(visit, account, SaveList { id: list, revision, name, criteria }).await?)
        }
        Method::Delete => {
            let account = signed(visit)?.account;
            reply::ok(&Lists { lists: change(visit, account, DeleteList { id: list }).await? })
        }
        _ => {
            let account = signed(visit)?.account;
            reply::ok(&ask(visit, account, GetList { id: list }).await?)
        }
    }
}

/// `POST /api/lists/{list}/members`.
pub(super) async fn members(
    visit: &Visit<'_>,
    request: &mut Request,
    list: ListId,
) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let lists::ChangeMembers { add, remove } = incoming::body(request, JSON).await?;
    reply::ok(&change(visit, account, ChangeMembers { id: list, add, remove }).await?)
}

/// `POST /api/lists/preview`: changes nothing, but only who may change lists is told.
pub(super) async fn preview(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let lists::PreviewList { list, criteria } = incoming::body(request, JSON).await?;
    reply::ok(&ask(visit, account, PreviewList { id: list, criteria }).await?)
}

/// `GET /api/lists/{list}/contacts/{contact}`.
pub(super) async fn explain(visit: &Visit<'_>, list: ListId, contact: ContactId) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    reply::ok(&ask(visit, account, ExplainList { id: list, contact }).await?)
}
