//! What the account is asked about who works here, how they prove who they are, and what was done.

use worker::{Request, Response};

use crate::error::Error;
use crate::objects::call::Call;
use crate::objects::call::audit::{KeepLine, ReadAudit};
use crate::objects::serve::answer;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::store::account::audit::{self, Line};

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        KeepLine::VERB => {
            answer(request, async |KeepLine { by, what, on }| {
                let line = Line { by: &by, what, on: &on, changes: &[] };
                Ok(audit::record(sql, &line, now_ms())?)
            })
            .await
        }
        ReadAudit::VERB => {
            answer(request, async |ReadAudit { filter, before, limit }| {
                Ok(audit::read(sql, &filter, before, limit)?)
            })
            .await
        }
        _ => Err(Error::not_found()),
    }
}
