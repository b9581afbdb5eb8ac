//! Parts of addresses that are no ids.

use protocol::code::Code;
use protocol::limits::SEQ_MAX;

use crate::error::Error;
use crate::v3::Key;

/// The handle of something of somebody's own.
pub(super) fn handle(text: &str, what: &'static str) -> Result<String, Error> {
    let is_one = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let wrong = || Error::malformed(Code::IdFormat, format!("not a well-formed {what} handle")).about(what);
    is_one.then(|| text.to_owned()).ok_or_else(wrong)
}

/// A thread by its number or its id.
pub(super) fn thread_key(text: &str) -> Result<Key, Error> {
    let wrong = || Error::malformed(Code::IdFormat, "not a well-formed thread number or id").about("thread");
    Key::parse(text).ok_or_else(wrong)
}

/// The number of a shard.
pub(super) fn shard_number(text: &str) -> Result<u16, Error> {
    let canonical = text == "0" || !text.starts_with(['0', '+']);
    match text.parse() {
        Ok(number) if canonical => Ok(number),
        _ => Err(Error::malformed(Code::IdFormat, "not a well-formed shard number").about("shard")),
    }
}

/// The number of a delivery, or of something else that is counted.
pub(super) fn number(text: &str, what: &'static str) -> Result<u64, Error> {
    let canonical = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    match text.parse() {
        Ok(number) if canonical && number <= SEQ_MAX => Ok(number),
        _ => Err(Error::malformed(Code::IdFormat, format!("not a well-formed {what} number")).about(what)),
    }
}
