//! All SQL of the edge, behind functions in the domain's words.
//!
//! The statements run over [`Sql`], which has two implementations: the Durable Object's own database in the Worker,
//! and rusqlite in the native tests. Knows rows and statements. Does not know sockets, requests or who may do what:
//! whoever calls has decided that already.

pub mod account;
pub mod directory;
pub mod files;
pub mod inbox;
pub mod migrate;
pub mod sql;
pub mod threads;

#[cfg(any(test, feature = "native"))]
pub mod native;

pub use sql::{Row, Sql, StoreError, Value};

/// A configuration value for a column. Our own types with string keys: nothing in them can fail to serialise.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
