//! Every route, an entry each: what it takes, what it answers, who may ask, which codes can come back.
//!
//! A file per part of the product. The edge's own table of routes (`edge/src/routes/table.rs`) is what this has to agree
//! with, and a test sees to it.

mod apps;
mod chatflows;
mod colleagues;
mod files;
mod identification;
mod lists;
mod macros;
mod operator;
mod people;
mod reports;
mod saved_replies;
mod scopes;
mod session;
mod simulation;
mod subscriptions;
mod threads;
mod tokens;
mod transcripts;
mod v3;
mod views;
mod visitors;
mod webhooks;

use crate::operation::Operation;

/// All of them.
#[must_use]
pub fn all() -> Vec<Operation> {
    [
        visitors::all(),
        session::all(),
        threads::all(),
        transcripts::all(),
        v3::all(),
        views::all(),
        reports::all(),
        saved_replies::all(),
        macros::all(),
        chatflows::all(),
        simulation::all(),
        subscriptions::all(),
        apps::all(),
        lists::all(),
        colleagues::all(),
        people::all(),
        webhooks::all(),
        tokens::all(),
        identification::all(),
        operator::all(),
        files::all(),
    ]
    .into_iter()
    .flatten()
    .map(|mut operation| {
        operation.scope = scopes::of(&operation);
        operation
    })
    .collect()
}
