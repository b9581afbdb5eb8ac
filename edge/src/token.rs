//! The visitor's token: who a browser is to one account, signed.
//!
//! `v1.` + base64url(claims as JSON) + `.` + base64url(HMAC-SHA256 of all before). It is no session: whoever holds
//! it is the visitor, on the one origin it was made for, until it ends. Made by the edge only (an id from a page,
//! a link or a storage never becomes one: T10), never in an address, never in a log. Knows no clock and no
//! randomness.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conversation::ids::{AccountId, ContactId, ListId, VisitorId};
use hmac::{Hmac, Mac as _};
use protocol::limits::{IDENTITY_SECONDS, TOKEN_FRESH_SECONDS, TOKEN_SECONDS};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::json::tree;

/// Seconds that clocks may differ.
const LEEWAY: u64 = 60;
/// No token of ours is longer; anything longer is not looked at. A contact may be on every list of an account.
const MAX_LEN: usize = 16_384;

/// The key that signs tokens, sessions and proofs.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut key = [0; 32];
        for (byte, digits) in key.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Self(key))
    }

    fn mac(&self, message: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(message.as_bytes());
        mac
    }

    /// The signature of a message under a purpose, so that one kind of proof never passes for another.
    #[must_use]
    pub fn sign(&self, purpose: &str, message: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(&format!("{purpose}\n{message}")).finalize().into_bytes())
    }

    /// A key for one use alone, of which nobody learns anything about this one or those of other uses.
    #[must_use]
    pub fn derived(&self, purpose: &str) -> [u8; 32] {
        self.mac(&format!("key\n{purpose}")).finalize().into_bytes().into()
    }

    /// Whether that is the signature, in constant time.
    #[must_use]
    pub fn verify(&self, purpose: &str, message: &str, signature: &str) -> bool {
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
        self.mac(&format!("{purpose}\n{message}")).verify_slice(&signature).is_ok()
    }
}

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// The account it counts for.
    #[serde(rename = "a")]
    pub account: AccountId,
    /// The visitor.
    #[serde(rename = "v")]
    pub visitor: VisitorId,
    /// The origin it counts on; absent only in an identity that the site's server asked for.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The shard that keeps the visitor's threads, in every inbox.
    #[serde(rename = "s")]
    pub shard: u16,
    /// The contact the visitor is.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// What the identity that this came from calls the person: there only where the site's own server vouched for them. The
    /// loader compares it with that of the page's identity, which may be signed by the site and names no contact.
    #[serde(rename = "sub", default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The lists that contact was on when the token was made.
    #[serde(rename = "l", default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<ListId>,
    /// Made at, in seconds.
    #[serde(rename = "i")]
    pub issued: u64,
    /// Ends at, in seconds.
    #[serde(rename = "e")]
    pub expires: u64,
    /// Whether this is nobody's token, but read off an identity of the site for this one request: whoever it is may be no
    /// contact yet, and is known all the same.
    #[serde(skip)]
    pub passing: bool,
}

impl Claims {
    /// The same visitor with a fresh token for an origin.
    #[must_use]
    pub fn renewed(mut self, origin: &str, now: u64) -> Self {
        self.origin = Some(origin.to_owned());
        self.issued = now;
        self.expires = now + TOKEN_SECONDS;
        self
    }

    /// Whether it is known who they are.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.contact.is_some() || self.passing
    }

    /// The same visitor, where only the site's own server can say who somebody is (E27).
    #[must_use]
    pub fn if_vouched_for(self) -> Self {
        if self.subject.is_some() { self } else { Self { contact: None, lists: Vec::new(), ..self } }
    }

    /// Whether contact and lists are old enough to be read again.
    #[must_use]
    pub fn is_stale(&self, now: u64) -> bool {
        now.saturating_sub(self.issued) >= TOKEN_FRESH_SECONDS
    }

    /// How long an identity from the site's server counts from `now`.
    #[must_use]
    pub const fn identity_end(now: u64) -> u64 {
        now + IDENTITY_SECONDS
    }
}

const PURPOSE: &str = "visitor";

/// Writes a token.
#[must_use]
pub fn write(key: &Key, claims: &Claims) -> String {
    // Strings, integers and lists of strings: nothing in here can fail to serialise.
    let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims).unwrap_or_default());
    let signature = key.sign(PURPOSE, &claims);
    format!("v1.{claims}.{signature}")
}

/// Reads a token for an account on an origin at `now` (seconds). Whatever is wrong with it, the answer is the same.
#[must_use]
pub fn read(key: &Key, token: &str, account: &AccountId, origin: &str, now: u64) -> Option<Claims> {
    if token.len() > MAX_LEN {
        return None;
    }
    let (claims, signature) = token.strip_prefix("v1.")?.split_once('.')?;
    if !key.verify(PURPOSE, claims, signature) {
        return None;
    }
    let claims: Claims = tree::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    let counts_here =
        claims.account == *account && claims.origin.as_deref().is_none_or(|made_for| made_for == origin);
    let counts_now = claims.issued <= now + LEEWAY && now < claims.expires;
    (counts_here && counts_now).then_some(claims)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_795_000_000;
    const ORIGIN: &str = "https://kiln.example";

    fn key(n: u8) -> Key {
        Key([n; 32])
    }

    fn claims() -> Claims {
        Claims {
            account: AccountId::parse("demo").unwrap(),
            visitor: VisitorId::from_random([1; 16]),
            origin: Some(ORIGIN.into()),
            shard: 0,
            contact: Some(ContactId::parse("sofia").unwrap()),
            subject: None,
            lists: vec![ListId::parse("vip").unwrap()],
            issued: NOW,
            expires: NOW + TOKEN_SECONDS,
            passing: false,
        }
    }

    #[track_caller]
    fn check(token: &str, account: &str, origin: &str, now: u64, good: bool) {
        let account = AccountId::parse(account).unwrap();
        assert_eq!(read(&key(1), token, &account, origin, now).is_some(), good);
    }

    #[test]
    fn a_token_counts_for_its_account_origin_and_time() {
        // T9
        let token = write(&key(1), &claims());
        check(&token, "demo", ORIGIN, NOW, true);
        check(&token, "demo", ORIGIN, NOW + TOKEN_SECONDS - 1, true);
        check(&token, "demo", ORIGIN, NOW + TOKEN_SECONDS, false);
        check(&token, "demo", ORIGIN, NOW - LEEWAY, true);
        check(&token, "demo", ORIGIN, NOW - LEEWAY - 1, false);
        check(&token, "other", ORIGIN, NOW, false);
        check(&token, "demo", "https://evil.example", NOW, false);
        check(&token, "demo", "https://kiln.example.evil.example", NOW, false);
    }

    #[test]
    fn an_identity_counts_on_any_origin_of_its_account() {
        let token = write(&key(1), &Claims { origin: None, ..claims() });
        check(&token, "demo", "https://another.example", NOW, true);
        check(&token, "other", ORIGIN, NOW, false);
    }

    #[test]
    fn no_changed_byte_passes() {
        let token = write(&key(1), &claims());
        for at in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            if changed != token {
                check(&changed, "demo", ORIGIN, NOW, false);
            }
        }
    }

    #[test]
    fn what_is_no_token_is_nobody() {
        // T10
        let signed_elsewhere = write(&key(2), &claims());
        let forged = format!("v1.{}.", URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims()).unwrap()));
        let visitor = claims().visitor.to_string();
        for bad in [
            "",
            "v1",
            "v1.",
            "v1..",
            "v2.e30.e30",
            &visitor,
            &signed_elsewhere,
            &forged,
            &"v1.".repeat(9_000),
        ] {
            check(bad, "demo", ORIGIN, NOW, false);
        }
    }

    #[test]
    fn a_proof_of_one_purpose_is_none_of_another() {
        let proof = key(1).sign("csrf", "m");
        assert!(key(1).verify("csrf", "m", &proof));
        assert!(!key(1).verify("session", "m", &proof));
        assert!(!key(2).verify("csrf", "m", &proof));
        assert!(!key(1).verify("csrf", "n", &proof));
    }

    #[test]
    fn facts_are_read_again_after_an_hour() {
        assert!(!claims().is_stale(NOW + TOKEN_FRESH_SECONDS - 1));
        assert!(claims().is_stale(NOW + TOKEN_FRESH_SECONDS));
        assert!(!claims().renewed(ORIGIN, NOW + TOKEN_FRESH_SECONDS).is_stale(NOW + TOKEN_FRESH_SECONDS));
    }

    #[test]
    fn who_only_claims_an_address_is_nobody_where_the_site_has_to_say() {
        // E27
        let claimed = claims().if_vouched_for();
        assert_eq!((claimed.contact.as_ref(), claimed.lists.len(), claimed.is_known()), (None, 0, false));
        let vouched = Claims { subject: Some("7".into()), ..claims() };
        assert_eq!(vouched.clone().if_vouched_for(), vouched);
        // Whom the site vouches for is known, also before they are a contact; that is for one request.
        let new = Claims { contact: None, passing: true, ..vouched };
        assert!(new.is_known());
        let read = read(&key(1), &write(&key(1), &new), &new.account, ORIGIN, NOW).unwrap();
        assert_eq!((read.is_known(), read.subject), (false, new.subject));
    }

    #[test]
    fn a_contact_may_be_on_every_list_of_an_account() {
        let lists = (0..conversation::list::LISTS).map(|n| ListId::parse(&format!("{n:0>40}")).unwrap());
        let token = write(&key(1), &Claims { lists: lists.collect(), ..claims() });
        check(&token, "demo", ORIGIN, NOW, true);
    }

    #[test]
    fn a_key_is_64_hexadecimal_digits() {
        assert!(Key::parse(&"0f".repeat(32)).is_some());
        for bad in ["", "0f", &"0g".repeat(32), &"é".repeat(32), &"0f".repeat(33)] {
            assert!(Key::parse(bad).is_none(), "{bad}");
        }
    }
}
