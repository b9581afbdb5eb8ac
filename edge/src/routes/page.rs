//! Which page of a list is asked for: `limit` and `cursor`, the same for every list.

use protocol::code::Code;
use protocol::limits::LIST_MAX;
use worker::Request;

use super::threads::parameter;
use crate::error::Error;

/// `limit`: 1 to 100, and 100 where it is left out.
pub(super) fn limit(request: &Request) -> Result<u32, Error> {
    Ok(given_limit(request)?.unwrap_or(LIST_MAX))
}

/// The same where the list knows better what is usual.
pub(super) fn given_limit(request: &Request) -> Result<Option<u32>, Error> {
    let wrong = || Error::malformed(Code::LimitRange, format!("limit: 1..{LIST_MAX}")).about("limit");
    let Some(text) = parameter(request, "limit")? else { return Ok(None) };
    text.parse().ok().filter(|limit| (1..=LIST_MAX).contains(limit)).map(Some).ok_or_else(wrong)
}

/// `cursor`: what an answer's `next` said, read by the list it is of.
pub(super) fn cursor<T>(request: &Request, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Error> {
    let wrong = || Error::malformed(Code::CursorInvalid, "cursor: none of this list").about("cursor");
    match parameter(request, "cursor")? {
        None => Ok(None),
        Some(text) => read(&text).map(Some).ok_or_else(wrong),
    }
}
