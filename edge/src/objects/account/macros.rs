//! What the account is asked about macros.

use worker::{Request, Response};

use crate::error::Error;
use crate::model::macros;
use crate::objects::call::Call;
use crate::objects::call::macros::{DeleteMacro, ListMacros, PutMacro, ReadyMacro};
use crate::objects::serve::answer;
use crate::platform::sql::ObjectSql;

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        ListMacros::VERB => answer(request, async |call: ListMacros| macros::list(sql, &call.me)).await,
        PutMacro::VERB => {
            answer(request, async |PutMacro { me, shared, id, content }| {
                macros::put(sql, &me, shared, id, &content)
            })
            .await
        }
        DeleteMacro::VERB => {
            answer(request, async |DeleteMacro { me, shared, id }| macros::remove(sql, &me, shared, &id))
                .await
        }
        ReadyMacro::VERB => {
            answer(request, async |call: ReadyMacro| macros::ready(sql, &call.me, &call.id)).await
        }
        verb => super::apps::route(sql, verb, request).await,
    }
}
