//! What webhooks are sent, a bot's and an account's, and how their owner's server knows that it was Parlor who asked.
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
    let host = page.origin().split_once("://").map_or("", |(_, host)| host);
    // Spellings that somebody else may read as another host.
    if !host.is_ascii() || host.contains(['%', '@', '\\']) || authority(url).contains(['@', '\\']) {
        return Err("an address such as https://www.example.com/chat, without a name or password in it");
    }
    let is_loopback = match place_of(page.origin()) {
        Place::Public => false,
        Place::Loopback if any_loopback => true,
        Place::Loopback | Place::Private => return Err("an address inside a private network"),
    };
    if !is_loopback && !page.origin().starts_with("https://") {
        return Err("an address that begins with https://: what visitors say is nobody else's business");
    }
    if !is_loopback && host.rsplit(']').next().is_some_and(|rest| rest.contains(':')) {
        return Err("an address without a port: only 443 is asked");
    }
    Ok(Target { url: url.to_owned(), is_loopback })
}

/// What stands between the two slashes and the path.
fn authority(url: &str) -> &str {
    let rest = url.split_once("//").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
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
        ("x-parlor-signature", signature(&[secret], seconds, body)),
    ]
}

/// What comes with an event of the account (T33). Where the secret was just changed, both sign.
#[must_use]
pub fn event_headers(
    secrets: &[&str],
    event: &str,
    delivery: u64,
    seconds: u64,
    body: &str,
) -> Vec<(&'static str, String)> {
    vec![
        ("content-type", "application/json".to_owned()),
        ("user-agent", "Parlor (webhook)".to_owned()),
        ("x-parlor-event", event.to_owned()),
        ("x-parlor-delivery", delivery.to_string()),
        ("x-parlor-signature", signature(secrets, seconds, body)),
    ]
}

fn delivery(thread: &ThreadId, number: u32) -> String {
    format!("{thread}/{number}")
}

fn signature(secrets: &[&str], seconds: u64, body: &str) -> String {
    let mut text = format!("t={seconds}");
    for secret in secrets {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
        mac.update(format!("{seconds}.{body}").as_bytes());
        text.push_str(",v1=");
        for byte in mac.finalize().into_bytes() {
            // Writing into a text cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_covers_time_and_body() {
        // P84. The digits are those of `printf '1700000000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef`.
        let signed = signature(&["0123456789abcdef"], 1_700_000_000, "{}");
        let digits = "e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e";
        assert_eq!(signed, format!("t=1700000000,v1={digits}"));
        for other in [
            signature(&["0123456789abcdeg"], 1_700_000_000, "{}"),
            signature(&["0123456789abcdef"], 1_700_000_001, "{}"),
            signature(&["0123456789abcdef"], 1_700_000_000, "{ }"),
        ] {
            assert_ne!(signed, other);
        }
        // T33: while a secret is being changed, both sign.
        let both = signature(&["0123456789abcdef", "new"], 1_700_000_000, "{}");
        assert!(both.starts_with(&signed) && both.matches(",v1=").count() == 2, "{both}");
    }

    #[test]
    fn no_way_leads_inside() {
        // T32
        for url in [
            "http://kiln.example/",
            "https://kiln.example:8443/",
            "https://kiln.example:22/",
            "https://me:secret@kiln.example/",
            "https://me@kiln.example/",
            "ftp://kiln.example/",
            "file:///etc/passwd",
            "data:text/plain,x",
            "javascript:alert(1)",
            "//kiln.example/",
            "https://",
            "https:///etc",
            "https://localhost/",
            "https://localhost./",
            "https://api.localhost/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://127.0.0.0x1/",
            "https://0x7f000001/",
            "https://0x7f.0.0.1/",
            "https://0177.0.0.1/",
            "http://2130706433/",
            "https://2130706433/",
            "https://0/",
            "https://0.0.0.0/",
            "https://10.1.2.3/",
            "https://172.16.0.1/",
            "https://172.31.255.255/",
            "https://192.168.1.1/",
            "https://100.64.0.1/",
            "https://169.254.169.254/latest/meta-data/",
            "https://192.0.0.1/",
            "https://198.18.0.1/",
            "https://224.0.0.1/",
            "https://255.255.255.255/",
            "https://[::1]/",
            "https://[::]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://[fc00::1]/",
            "https://[fd12:3456::1]/",
            "https://[fe80::1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://metadata.google.internal/",
            "https://printer.local/",
            "https://router.lan/",
            "https://intranet/",
            "https://127.0.0.\u{ff11}/",
            "https://\u{ff11}27.0.0.1/",
            "https://%31%32%37.0.0.1/",
            "https://kiln.example\\@127.0.0.1/",
            "https://kiln.example#@127.0.0.1:22/",
            " https://10.0.0.1/",
        ] {
            let got = target(url, false);
            let harmless = url.contains('#') && got.is_ok();
            assert!(got.is_err() || harmless, "{url}: {got:?}");
        }
        for url in [
            "https://kiln.example/hooks?a=b",
            "https://kiln.example",
            "https://8.8.8.8/",
            "https://xn--bcher-kva.example/",
        ] {
            assert!(target(url, false).is_ok(), "{url}");
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
