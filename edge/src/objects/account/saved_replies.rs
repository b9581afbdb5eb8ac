//! What the account is asked about saved replies.

use worker::{Request, Response};

use crate::error::Error;
use crate::model::saved_replies;
use crate::objects::call::Call;
use crate::objects::call::saved_replies::{DeleteSavedReply, ListSavedReplies, PutSavedReply};
use crate::objects::serve::answer;
use crate::platform::sql::ObjectSql;

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        ListSavedReplies::VERB => {
            answer(request, async |call: ListSavedReplies| saved_replies::list(sql, &call.me)).await
        }
        PutSavedReply::VERB => {
            answer(request, async |PutSavedReply { me, shared, id, content }| {
                saved_replies::put(sql, &me, shared, id, &content)
            })
            .await
        }
        DeleteSavedReply::VERB => {
            answer(request, async |DeleteSavedReply { me, shared, id }| {
                saved_replies::remove(sql, &me, shared, &id)
            })
            .await
        }
        verb => super::skills::route(sql, verb, request).await,
    }
}
