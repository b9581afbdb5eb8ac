//! What a bot's webhook is asked, and how its owner's server knows that it was Parlor who asked.
//!
//! A request is signed with the bot's secret: `x-parlor-signature: t=<seconds>,v1=<hex>`, where the digits are HMAC-SHA256
//! of `<seconds>.<body>`. `x-parlor-delivery` is the same for every repetition of a question, which may come more than
//! once. Knows addresses and bytes; the sending is `platform::outgoing`'s.

use std::fmt::Write as _;

use conversation::bot::State;
use conversation::ids::{StepId, ThreadId};
use hmac::{Hmac, Mac as _};
use serde_json::json;
use sha2::Sha256;

use crate::simulation::sitemap::{Place, place_of};
use crate::store::threads::Kept;

/// Where a webhook goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its address.
    pub url: String,
    /// Whether it is on this very machine, which takes a way of its own.
    pub is_loopback: bool,
}

/// Checks a webhook's address: `https` on the public network; this machine only where the account was made for trying
/// things out.
///
/// # Errors
/// Why it may not be asked, for people.
pub fn target(url: &str, any_loopback: bool) -> Result<Target, &'static str> {
    let page = targeting::PageUrl::parse(url);
    if !page.is_usable() {
        return Err("an address such as https://www.example.com/chat");
    }
    let is_loopback = match place_of(page.origin()) {
        Place::Public => false,
        Place::Loopback if any_loopback => true,
        Place::Loopback | Place::Private => return Err("an address inside a private network"),
    };
    if !is_loopback && !page.origin().starts_with("https://") {
        return Err("an address that begins with https://: what visitors say is nobody else's business");
    }
    Ok(Target { url: url.to_owned(), is_loopback })
}

/// What is asked: the body, as JSON.
#[must_use]
pub fn question(kept: &Kept, number: u32, step: &StepId, state: &State) -> String {
    let contact = kept.contact.as_ref();
    json!({
        "thread": kept.id,
        "delivery": delivery(&kept.id, number),
        "chatflow": kept.chatflow,
        "step": step,
        "visitor": kept.visitor.short(),
        "contact": contact.map(|contact| json!({
            "id": contact.id, "name": contact.name, "email": contact.email, "verified": contact.verified,
        })),
        "page": kept.page,
        "text": state.last,
        "answers": state.answers,
    })
    .to_string()
}

/// What comes with it.
#[must_use]
pub fn headers(
    secret: &str,
    thread: &ThreadId,
    number: u32,
    seconds: u64,
    body: &str,
) -> Vec<(&'static str, String)> {
    vec![
        ("content-type", "application/json".to_owned()),
        ("user-agent", "Parlor (bot)".to_owned()),
        ("x-parlor-delivery", delivery(thread, number)),
        ("x-parlor-signature", signature(secret, seconds, body)),
    ]
}

fn delivery(thread: &ThreadId, number: u32) -> String {
    format!("{thread}/{number}")
}

fn signature(secret: &str, seconds: u64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(format!("{seconds}.{body}").as_bytes());
    let mut text = format!("t={seconds},v1=");
    for byte in mac.finalize().into_bytes() {
        // Writing into a text cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_covers_time_and_body() {
        // P84. The digits are those of `printf '1700000000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef`.
        let signed = signature("0123456789abcdef", 1_700_000_000, "{}");
        let digits = "e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e";
        assert_eq!(signed, format!("t=1700000000,v1={digits}"));
        for other in [
            signature("0123456789abcdeg", 1_700_000_000, "{}"),
            signature("0123456789abcdef", 1_700_000_001, "{}"),
            signature("0123456789abcdef", 1_700_000_000, "{ }"),
        ] {
            assert_ne!(signed, other);
        }
    }

    #[test]
    fn webhooks_go_to_the_public_network_and_under_seal() {
        // P84
        for (url, any_loopback, expected) in [
            ("https://kiln.example/chat", false, Some(false)),
            ("http://kiln.example/chat", true, None),
            ("http://127.0.0.1:9000/chat", true, Some(true)),
            ("http://127.0.0.1:9000/chat", false, None),
            ("https://10.0.0.1/", true, None),
            ("https://169.254.169.254/latest", true, None),
            ("https://printer/", true, None),
            ("kiln.example", true, None),
        ] {
            assert_eq!(target(url, any_loopback).ok().map(|target| target.is_loopback), expected, "{url}");
        }
    }
}
