//! What the account is asked about apps.

use worker::{Request, Response};

use crate::error::Error;
use crate::model::apps;
use crate::objects::call::Call;
use crate::objects::call::apps::{DeleteApp, ListApps, PutApp};
use crate::objects::serve::answer;
use crate::platform::sql::ObjectSql;

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        ListApps::VERB => answer(request, async |call: ListApps| apps::list(sql, call.of.as_deref())).await,
        PutApp::VERB => {
            answer(request, async |PutApp { id, content, own }| apps::put(sql, id, content, &own)).await
        }
        DeleteApp::VERB => answer(request, async |call: DeleteApp| apps::remove(sql, &call.id)).await,
        verb => super::skills::route(sql, verb, request).await,
    }
}
