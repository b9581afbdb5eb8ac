//! What the account is asked about skills.

use worker::{Request, Response};

use crate::error::Error;
use crate::model::skills;
use crate::objects::call::Call;
use crate::objects::call::skills::{DeleteSkill, ListSkills, PutSkill};
use crate::objects::serve::answer;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        ListSkills::VERB => answer(request, async |_: ListSkills| skills::list(sql)).await,
        PutSkill::VERB => {
            answer(request, async |PutSkill { id, content }| skills::put(sql, id, content)).await
        }
        DeleteSkill::VERB => {
            answer(request, async |call: DeleteSkill| skills::remove(sql, &call.id, now_ms())).await
        }
        verb => super::subscriptions::route(sql, verb, request).await,
    }
}
