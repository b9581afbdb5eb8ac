//! `GET /openapi.json`: the description of this API, for programs.

use worker::Response;

use super::dispatch::Visit;
use crate::error::Error;

/// The description, where the build made one.
pub(super) fn description(_visit: &Visit<'_>) -> Result<Response, Error> {
    Err(Error::not_found())
}
