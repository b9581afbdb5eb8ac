//! What every object does with a request: find the question, answer it, and let nothing escape.

use std::cell::Cell;

use worker::{Request, Response, State};

use super::call::Call;
use crate::error::Error;
use crate::json::tree;
use crate::platform::sql::ObjectSql;
use crate::platform::{broken, reply};
use crate::store::migrate::{Migrations, migrate};

/// The verb of a question.
pub(super) fn verb(request: &Request) -> String {
    request.path().trim_start_matches('/').to_owned()
}

/// Answers a question of the type that `answer` takes.
pub(super) async fn answer<C: Call>(
    request: &mut Request,
    answer: impl AsyncFnOnce(C) -> Result<C::Answer, Error>,
) -> Result<Response, Error> {
    let body = asked(request).await?;
    let call = tree::from_slice(&body).map_err(unread)?;
    reply::ok(&answer(call).await?)
}

async fn asked(request: &mut Request) -> Result<Vec<u8>, Error> {
    request.bytes().await.map_err(broken("reading a call"))
}

fn unread(error: serde_json::Error) -> Error {
    Error::fault("reading a call", error)
}

/// The object's database, brought to the newest schema before anything else happens to it.
pub(super) struct Database {
    sql: ObjectSql,
    migrations: Migrations,
    ready: Cell<bool>,
}

impl Database {
    pub(super) fn new(state: &State, migrations: Migrations) -> Self {
        Self { sql: ObjectSql::new(&state.storage()), migrations, ready: Cell::new(false) }
    }

    pub(super) fn get(&self) -> Result<&ObjectSql, Error> {
        if !self.ready.get() {
            migrate(&self.sql, self.migrations)?;
            self.ready.set(true);
        }
        Ok(&self.sql)
    }
}

/// The object's own name, which says whose it is.
pub(super) fn own_name(state: &State) -> Result<String, Error> {
    state.id().name().ok_or_else(|| Error::fault("an object's name", "the platform does not tell it"))
}
