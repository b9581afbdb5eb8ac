//! What is asked of an account's lists, properties and contacts.

use worker::{Request, Response};

use crate::error::Error;
use crate::lists::{edit, known};
use crate::objects::call::Call;
use crate::objects::call::lists::{
    ChangeMembers, CreateList, CreateProperty, DeleteList, DeleteProperty, ExplainList, FindContacts,
    GetContact, GetList, GetProperties, ListLists, PreviewList, SaveList, SaveProperty, SetProperties,
};
use crate::objects::serve::answer;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        ListLists::VERB => answer(request, async |_: ListLists| edit::list(sql)).await,
        GetList::VERB => answer(request, async |call: GetList| edit::detail(sql, &call.id)).await,
        CreateList::VERB => {
            answer(request, async |CreateList { name, criteria }| {
                edit::create(sql, &name, criteria.as_ref(), now_ms())
            })
            .await
        }
        SaveList::VERB => {
            answer(request, async |SaveList { id, revision, name, criteria }| {
                edit::save(sql, &id, revision, &name, criteria.as_ref(), now_ms())
            })
            .await
        }
        DeleteList::VERB => {
            answer(request, async |call: DeleteList| edit::remove(sql, &call.id, now_ms())).await
        }
        ChangeMembers::VERB => {
            answer(request, async |ChangeMembers { id, add, remove }| {
                edit::change_members(sql, &id, &add, &remove, now_ms())
            })
            .await
        }
        PreviewList::VERB => {
            answer(request, async |PreviewList { id, criteria }| {
                edit::preview(sql, id.as_ref(), &criteria, now_ms())
            })
            .await
        }
        ExplainList::VERB => {
            answer(request, async |call: ExplainList| edit::explain(sql, &call.id, &call.contact, now_ms()))
                .await
        }
        GetProperties::VERB => answer(request, async |_: GetProperties| known::list(sql)).await,
        CreateProperty::VERB => {
            answer(request, async |call: CreateProperty| known::create(sql, call.content)).await
        }
        SaveProperty::VERB => {
            answer(request, async |call: SaveProperty| known::save(sql, &call.id, &call.content)).await
        }
        DeleteProperty::VERB => {
            answer(request, async |call: DeleteProperty| known::remove(sql, &call.id)).await
        }
        FindContacts::VERB => {
            answer(request, async |call: FindContacts| {
                known::search(sql, &call.text, call.after.as_ref(), call.limit)
            })
            .await
        }
        GetContact::VERB => answer(request, async |call: GetContact| known::contact(sql, &call.id)).await,
        SetProperties::VERB => {
            answer(request, async |call: SetProperties| known::set(sql, &call.id, &call.values, now_ms()))
                .await
        }
        verb => super::colleagues::route(sql, verb, request).await,
    }
}
