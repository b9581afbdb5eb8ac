//! What an authenticator says of itself (WebAuthn, §6.1): for whom, whether somebody was there and was verified, how often it
//! signed; and, while a passkey is made, its id.
//!
//! Neither the key in COSE nor extensions are read: the key comes as SPKI, and no extension is asked for.

use sha2::{Digest as _, Sha256};

use super::Deviation;

/// Bytes before anything that may be missing: hash, flags and counter.
const HEAD: usize = 37;
/// Bytes of an authenticator's model, before the length of the id.
const MODEL: usize = 16;

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const HAS_CREDENTIAL: u8 = 1 << 6;
const HAS_EXTENSIONS: u8 = 1 << 7;

pub(super) struct AuthenticatorData<'a> {
    rp_hash: &'a [u8],
    flags: u8,
    pub(super) sign_count: u32,
    /// The id of the credential, where one was made.
    pub(super) credential: Option<&'a [u8]>,
}

impl<'a> AuthenticatorData<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Deviation> {
        let broken = Deviation::AuthenticatorData;
        let (head, rest) = bytes.split_first_chunk::<HEAD>().ok_or(broken)?;
        let (rp_hash, rest_of_head) = head.split_at(32);
        let (flags, count) = rest_of_head.split_first().ok_or(broken)?;
        let sign_count = u32::from_be_bytes(count.try_into().map_err(|_| broken)?);
        let has = |flag: u8| flags & flag != 0;
        let credential = if has(HAS_CREDENTIAL) {
            let (length, after) =
                rest.get(MODEL..).and_then(|rest| rest.split_first_chunk::<2>()).ok_or(broken)?;
            // The key follows it.
            let (id, key) = after.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(broken)?;
            if key.is_empty() {
                return Err(broken);
            }
            Some(id)
        } else {
            // Where no extensions are said to follow, nothing does; where they are, something does.
            if rest.is_empty() == has(HAS_EXTENSIONS) {
                return Err(broken);
            }
            None
        };
        Ok(Self { rp_hash, flags: *flags, sign_count, credential })
    }

    pub(super) fn check(&self, rp_id: &str) -> Result<(), Deviation> {
        if self.rp_hash != Sha256::digest(rp_id.as_bytes()).as_slice() {
            return Err(Deviation::RelyingParty);
        }
        if self.flags & PRESENT == 0 {
            return Err(Deviation::NotPresent);
        }
        if self.flags & VERIFIED == 0 {
            return Err(Deviation::NotVerified);
        }
        Ok(())
    }
}
