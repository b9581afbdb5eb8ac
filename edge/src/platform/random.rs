//! Randomness fit for keys.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::Error;

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::fault("randomness", error))?;
    Ok(bytes)
}

/// 256 random bits as text.
pub(crate) fn secret() -> Result<String, Error> {
    Ok(URL_SAFE_NO_PAD.encode(bytes::<32>()?))
}

/// Names a request in the log and in its answer.
pub(crate) fn request_id() -> String {
    bytes::<9>().map_or_else(|_| "unknown".to_owned(), |bytes| URL_SAFE_NO_PAD.encode(bytes))
}
