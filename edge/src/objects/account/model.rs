//! What the account is asked about labels, saved views, inboxes and what belongs to contacts.

use conversation::ids::{RecordId, random_part};
use worker::{Request, Response};

use crate::error::Error;
use crate::model::{self, inboxes, records};
use crate::objects::call::Call;
use crate::objects::call::model::{
    AllowLabel, CreateRecord, DeleteInbox, DeleteLabel, DeleteView, ListInboxes, ListLabels, ListRecords,
    ListViews, PutInbox, PutLabel, PutRecord, PutView,
};
use crate::objects::serve::answer;
use crate::platform::clock::now_ms;
use crate::platform::random;
use crate::platform::sql::ObjectSql;
use crate::store::account::labels;

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        ListLabels::VERB => answer(request, async |_: ListLabels| model::labels(sql)).await,
        PutLabel::VERB => {
            answer(request, async |call: PutLabel| model::put_label(sql, call.id, &call.content)).await
        }
        AllowLabel::VERB => {
            answer(request, async |call: AllowLabel| model::allow_label(sql, &call.id, call.from_pages)).await
        }
        DeleteLabel::VERB => {
            answer(request, async |call: DeleteLabel| model::remove_label(sql, &call.id)).await
        }
        ListViews::VERB => {
            answer(request, async |call: ListViews| Ok(labels::views(sql, &call.inbox, &call.me)?)).await
        }
        PutView::VERB => {
            answer(request, async |PutView { inbox, me, id, content }| {
                model::put_view(sql, &inbox, &me, id, content)
            })
            .await
        }
        DeleteView::VERB => {
            answer(request, async |call: DeleteView| model::remove_view(sql, &call.inbox, &call.me, &call.id))
                .await
        }
        ListInboxes::VERB => answer(request, async |_: ListInboxes| inboxes::list(sql)).await,
        PutInbox::VERB => {
            answer(request, async |PutInbox { id, content }| inboxes::put(sql, id, &content, now_ms())).await
        }
        DeleteInbox::VERB => {
            answer(request, async |DeleteInbox { id, name }| inboxes::remove(sql, &id, &name, now_ms())).await
        }
        ListRecords::VERB => {
            answer(request, async |call: ListRecords| records::list(sql, &call.contact)).await
        }
        CreateRecord::VERB => {
            answer(request, async |CreateRecord { contact, content, by }| {
                let id = RecordId::parse(&random_part(random::bytes()?))?;
                records::create(sql, &contact, id, content, by, now_ms())
            })
            .await
        }
        PutRecord::VERB => {
            answer(request, async |PutRecord { contact, id, content }| {
                records::put(sql, &contact, &id, content.map(|content| content.content))
            })
            .await
        }
        verb => super::saved_replies::route(sql, verb, request).await,
    }
}
