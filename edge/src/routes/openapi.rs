//! `GET /openapi.json`: the description of this API, for programs.
//!
//! The build makes it from the types (the crate `api`); here it is only handed out.

use worker::{Request, Response};

use super::dispatch::Visit;
use super::files;
use crate::error::Error;

/// The description, where the build made one.
pub(super) async fn description(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    files::description(visit, request).await
}
