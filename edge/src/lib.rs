//! The edge of Parlor: a Worker, five Durable Objects, all SQL.
//!
//! | request | answered by |
//! |---|---|
//! | `/embed/{account}.js` | `routes::embed`: the loader with the decision, from memory; nearly always `quick` |
//! | `/v1/{account}/…` | `routes::visitors`: decision, rules, token, the visitor's socket |
//! | `/api/…` | `routes::people`, `threads`, `chatflows`, `settings`: the agents' console |
//! | `/openapi.json` | `routes::openapi`: what of this is an API, for programs |
//! | `/internal/…` | `routes::internal`: the operator's own programs |
//! | `/chat/…` | `routes::chat_page`: the chat on a page of its own |
//! | `/`, `/console/…`, `/widget/…` | `routes::files` |
//!
//! The pure half — store, tokens, palette, book, errors, chatflows, settings, what happens to threads — builds
//! everywhere and is tested natively. The other half (`routes`, `objects`, `platform`, `memory`) exists only in the Worker.

pub mod account_file;
pub mod availability;
pub mod bearer;
pub mod book;
pub mod cabinet;
pub mod chat_page;
pub mod chatflow;
pub mod colleagues;
pub mod conformance;
pub mod credit;
pub mod csv;
pub mod device;
pub mod elsewhere;
pub mod encoding;
pub mod erasures;
pub mod error;
pub mod facts;
pub mod file;
pub mod forms;
pub mod identified;
pub mod identity;
pub mod index;
pub mod json;
pub mod lists;
pub mod model;
pub mod objects;
pub mod once;
pub mod palette;
pub mod passkey;
pub mod password;
pub mod people;
pub mod picture;
pub mod policy;
pub mod poll;
pub mod question;
pub mod report;
pub mod restored;
pub mod routes;
pub mod seal;
pub mod session;
pub mod settings;
pub mod shard;
pub mod simulation;
pub mod store;
pub mod subscriptions;
pub mod ticket;
pub mod token;
pub mod tokens;
pub mod totp;
pub mod v3;
pub mod watch;
pub mod webhook;
pub mod webhooks;
pub mod zones;

pub use protocol::origin;

#[cfg(target_arch = "wasm32")]
mod memory;
#[cfg(target_arch = "wasm32")]
mod platform;
#[cfg(target_arch = "wasm32")]
pub mod quick;

#[cfg(target_arch = "wasm32")]
mod entry {
    use worker::{Context, Env, Request, Response, event};

    /// The Worker: one event, one answer.
    #[event(fetch)]
    async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
        Ok(crate::routes::answer(request, &env, &context).await)
    }
}
