//! The HTTP API, described: every route with its types, as OpenAPI 3.1.
//!
//! The types come from `protocol`, `conversation` and `targeting` by their feature `schema`, documentation and all; the
//! codes come from [`protocol::code::Code`]. What only the routes know (which type goes where, who may ask, which codes
//! can come back) stands in [`routes`], an entry each. A test holds those to the edge's own table: a route that is
//! missing here, or one too many, fails it. Does not know how a route does its work.
//!
//! ```
//! let document = api::document();
//! assert_eq!(document["openapi"], "3.1.0");
//! assert_eq!(document["paths"]["/api/me"]["get"]["operationId"], "me");
//! ```

mod document;
mod files;
mod operation;
mod plain;
pub mod routes;
mod types;

pub use document::document;
pub use operation::{Access, Answer, Body, Method, Operation, Tag};

/// The schemas of what goes over the sockets: `(from clients, from the edge)`, each with all its variants.
#[must_use]
pub fn frames() -> (serde_json::Value, serde_json::Value) {
    let document = document();
    let component = |name: &str| document["components"]["schemas"][name].clone();
    (component("ClientFrame"), component("ServerFrame"))
}
