//! The link that explains a live page to whoever follows it (N4), and the permission in it.
//!
//! `x1.` + base64url(claims as JSON) + `.` + base64url(HMAC-SHA256 of the claims). It is signed for this purpose alone, so
//! it is no session and no visitor, and it counts for one origin and one hour. It stands behind the `#` of an address: no
//! server sees it, no log. Knows no clock.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conversation::ids::AccountId;
use protocol::code::Code;
use protocol::limits::EXPLAIN_SECONDS;
use serde::{Deserialize, Serialize};
use targeting::PageUrl;

use crate::error::Error;
use crate::json::tree;
use crate::token::Key;

/// What the loader looks for in a page's fragment.
pub const WORD: &str = "parlor-explain=";

const PURPOSE: &str = "explain";
/// No permission of ours is longer.
const MAX_LEN: usize = 1_024;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    /// The account whose rules are explained.
    #[serde(rename = "a")]
    account: AccountId,
    /// On the pages of this origin.
    #[serde(rename = "o")]
    origin: String,
    /// Ends at, in seconds.
    #[serde(rename = "e")]
    expires: u64,
}

/// The page's address with the permission in it, and when that ends (s). A fragment of the page's own stays in front.
#[must_use]
pub fn write(key: &Key, account: &AccountId, page: &PageUrl<'_>, now: u64) -> (String, u64) {
    let expires = now + EXPLAIN_SECONDS;
    let claims = Claims { account: account.clone(), origin: page.origin().to_owned(), expires };
    // Two strings and a number: nothing in here can fail to serialise.
    let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).unwrap_or_default());
    let signature = key.sign(PURPOSE, &claims);
    let address = page.as_str();
    let joint = match address.split_once('#') {
        None => "#",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    (format!("{address}{joint}{WORD}x1.{claims}.{signature}"), expires)
}

/// Until when a permission counts (s), for this account on this origin at `now` (s).
///
/// # Errors
/// `unauthenticated` for whatever we did not sign for this account and origin, `session_expired` for what is over.
pub fn read(key: &Key, token: &str, account: &AccountId, origin: &str, now: u64) -> Result<u64, Error> {
    let claims = signed(key, token).filter(|claims| claims.account == *account && claims.origin == origin);
    let claims = claims
        .ok_or_else(|| Error::rejected(Code::Unauthenticated, "not a link of this account to this site"))?;
    if now < claims.expires {
        return Ok(claims.expires);
    }
    Err(Error::rejected(Code::SessionExpired, "the link is over; make a new one in the console"))
}

fn signed(key: &Key, token: &str) -> Option<Claims> {
    if token.len() > MAX_LEN {
        return None;
    }
    let (claims, signature) = token.strip_prefix("x1.")?.split_once('.')?;
    if !key.verify(PURPOSE, claims, signature) {
        return None;
    }
    tree::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token;

    const NOW: u64 = 1_795_000_000;
    const ORIGIN: &str = "https://kiln.example";

    fn key(n: u8) -> Key {
        Key::parse(&format!("{n:02x}").repeat(32)).unwrap()
    }

    fn account(id: &str) -> AccountId {
        AccountId::parse(id).unwrap()
    }

    fn link(page: &str) -> (String, String) {
        let (url, expires) = write(&key(1), &account("demo"), &PageUrl::parse(page), NOW);
        assert_eq!(expires, NOW + 3_600);
        let (page, token) = url.split_once(WORD).unwrap();
        (page.to_owned(), token.to_owned())
    }

    #[track_caller]
    fn check(token: &str, to: &str, origin: &str, now: u64, expected: Result<u64, Code>) {
        assert_eq!(read(&key(1), token, &account(to), origin, now).map_err(|error| error.code()), expected);
    }

    #[test]
    fn a_link_counts_for_its_account_its_site_and_an_hour() {
        // N4
        let (_, token) = link("https://kiln.example/shop");
        let (good, nobody, over) = (Ok(NOW + 3_600), Err(Code::Unauthenticated), Err(Code::SessionExpired));
        check(&token, "demo", ORIGIN, NOW, good);
        check(&token, "demo", ORIGIN, NOW + 3_599, good);
        check(&token, "demo", ORIGIN, NOW + 3_600, over);
        check(&token, "other", ORIGIN, NOW, nobody);
        check(&token, "demo", "https://evil.example", NOW, nobody);
        for bad in ["", "x1.", "x1..", &token[1..], &format!("{token}A"), &"x".repeat(2_000)] {
            check(bad, "demo", ORIGIN, NOW, nobody);
        }
        assert!(read(&key(2), &token, &account("demo"), ORIGIN, NOW).is_err());
    }

    #[test]
    fn a_link_is_no_visitor_and_a_visitor_is_no_link() {
        // N4
        let (_, token) = link("https://kiln.example/");
        assert_eq!(token::read(&key(1), &token, &account("demo"), ORIGIN, NOW), None);
        let renamed = token.replacen("x1.", "v1.", 1);
        assert_eq!(token::read(&key(1), &renamed, &account("demo"), ORIGIN, NOW), None);
        let visitor = token::write(
            &key(1),
            &token::Claims {
                account: account("demo"),
                visitor: conversation::ids::VisitorId::from_random([1; 16]),
                origin: Some(ORIGIN.to_owned()),
                shard: 0,
                contact: None,
                subject: None,
                lists: Vec::new(),
                issued: NOW,
                expires: NOW + 60,
                passing: false,
            },
        );
        check(&visitor, "demo", ORIGIN, NOW, Err(Code::Unauthenticated));
        check(&visitor.replacen("v1.", "x1.", 1), "demo", ORIGIN, NOW, Err(Code::Unauthenticated));
    }

    #[test]
    fn the_fragment_of_the_page_stays() {
        for (page, before) in [
            ("https://kiln.example/shop?a=1", "https://kiln.example/shop?a=1#"),
            ("https://kiln.example/#", "https://kiln.example/#"),
            ("https://kiln.example/app#/cart", "https://kiln.example/app#/cart&"),
        ] {
            assert_eq!(link(page).0, before);
        }
    }
}
