//! What the account is asked about receipts of consent and proofs of erasure.

use worker::{Request, Response};

use crate::erasures;
use crate::error::Error;
use crate::objects::call::Call;
use crate::objects::call::receipts::{AllShards, KeepErasure, ListErasures, ThreadsOf};
use crate::objects::serve::answer;
use crate::platform::sql::ObjectSql;
use crate::store::account::{self, contacts, erasures as rows};

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        ThreadsOf::VERB => {
            answer(request, async |call: ThreadsOf| {
                contacts::contact(sql, &call.contact)?.ok_or_else(Error::not_found)?;
                Ok(contacts::threads_of(sql, &call.contact)?)
            })
            .await
        }
        AllShards::VERB => {
            answer(request, async |_: AllShards| {
                Ok(account::inboxes(sql)?.into_iter().map(|inbox| (inbox.id, inbox.shards)).collect())
            })
            .await
        }
        KeepErasure::VERB => {
            answer(request, async |call: KeepErasure| Ok(rows::keep(sql, &call.proof)?)).await
        }
        ListErasures::VERB => {
            answer(request, async |call: ListErasures| Ok(erasures::find(sql, call.number.as_deref())?)).await
        }
        verb => super::reports::route(sql, verb, request).await,
    }
}
