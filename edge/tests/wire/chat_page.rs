//! The chat on a page of its own (P25, E29).

use serde_json::{Value, json};

use crate::accounts::WORKSHOP;
use crate::http::Answer;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{KILN, Visitor, decide, starts};
use crate::wait::until;
use crate::workshop::Workshop;

fn opens(path: &str, languages: &str) -> Answer {
    Product::shared().ask("GET", path, &[("accept-language", languages)], "")
}

fn header(answer: &Answer, name: &str) -> String {
    answer.header(name).unwrap_or_default()
}

/// What the loader gets on that page.
fn shown(account: &str, path: &str) -> Value {
    let own = Product::shared().origin();
    decide(Product::shared(), account, &own, &json!({"u": format!("{own}{path}")})).ok()["d"].clone()
}

#[test]
fn the_page_is_sealed_named_and_in_the_reader_s_language() {
    // P25
    let shop = Workshop::new("chat-page");
    let page = opens("/chat/chat-page", "he,en;q=0.5");
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(
        text.contains("<html lang=\"he\" dir=\"rtl\">") && text.contains("/embed/chat-page.js"),
        "{text}"
    );
    let heading = shop.shown("/")["n"].as_str().expect("a heading").replace('&', "&amp;");
    assert!(text.contains(&format!("<title>{heading} · Chat</title>")), "{text}");
    let own = Product::shared().origin();
    let policy = header(&page, "content-security-policy");
    for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"] {
        assert!(policy.contains(part), "{part}: {policy}");
    }
    assert!(
        policy.contains("script-src 'sha256-") && policy.contains(&format!("{own}/embed/ {own}/widget/"))
    );
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains(" * ")
    );
    for (name, value) in [
        ("x-frame-options", "DENY"),
        ("x-robots-tag", "noindex"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cache-control", "no-store"),
        ("content-language", "he"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(header(&page, name), value, "{name}");
    }
    assert_eq!(header(&page, "set-cookie"), "", "nothing is stored before somebody acts");
    assert_eq!(header(&page, "access-control-allow-origin"), "");
}

#[test]
fn what_is_not_there_is_said_on_a_page() {
    // P25
    let shop = Workshop::new("chat-page-none");
    assert_eq!(opens("/chat/chat-page-none/open", "en").status, 200);
    for path in
        ["/chat/nobody-s", "/chat/No%20One", "/chat/chat-page-none/no-such", "/chat/chat-page-none/No%20One"]
    {
        let page = opens(path, "de-DE");
        assert_eq!((page.status, header(&page, "x-frame-options").as_str()), (404, "DENY"), "{path}");
        let text = page.text();
        assert!(text.contains("Hier ist gerade kein Chat") && !text.contains("/embed/"), "{path}: {text}");
    }
    shop.ida.sends("PUT", "/api/chatflows/open/enabled", &json!({"enabled": false})).ok();
    until("it is off", || (opens("/chat/chat-page-none/open", "en").status == 404).then_some(()));
    assert_eq!(shown("chat-page-none", "/chat/chat-page-none/open"), Value::Null);
    assert_eq!(Product::shared().ask("POST", "/chat/chat-page-none", &[], "").status, 405);
}

#[test]
fn targeting_chooses_unless_the_address_does() {
    // P25
    let chosen = shown("demo", "/chat/demo")["c"].clone();
    assert!(chosen.is_string() && chosen != "pricing", "{chosen}");
    assert_eq!(shown("demo", "/chat/demo/pricing")["c"], "pricing");
    assert_eq!(shown("demo", "/chat/demo/pricing/?from=mail#top")["c"], "pricing");
    assert_eq!(shown("demo", "/chat/demo/no-such")["c"], Value::Null);
    // The same path on a site is a page like any other, and so is another account's.
    let on_site =
        decide(Product::shared(), "demo", KILN, &json!({"u": format!("{KILN}/chat/demo/pricing")})).ok();
    assert_ne!(on_site["d"]["c"], "pricing");
    assert_ne!(shown("demo", "/chat/other/pricing")["c"], "pricing");
    // The loader comes with that decision.
    let own = Product::shared().origin();
    let referer = format!("{own}/chat/demo/pricing");
    let loader = Product::shared().ask("GET", "/embed/demo.js", &[("referer", &referer)], "").text();
    assert!(loader.contains("\"c\":\"pricing\""), "the decision is not in it");
}

#[test]
fn our_own_origin_is_a_site_of_every_account_and_no_other_is() {
    // P25 E29: who began on the page is who they were when they come back
    let shop = Workshop::new("chat-page-origin");
    let own = Product::shared().origin();
    let me = Visitor::acts(Product::shared(), "chat-page-origin", &own, "open");
    let thread = starts(&mut me.connects(), "open", "From a link");
    until("the thread's row", || shop.ida.row("main", "view=all", &thread));
    let again = me.acts_again("chat-page-origin", "open");
    let (_, welcome) = again.greets();
    assert_eq!(welcome["threads"][0]["id"], json!(thread));
    for origin in ["https://evil.example", "null", "https://chat.evil.example"] {
        let asked = shop.asked_from(origin);
        assert_eq!(asked.refusal(), (403, "origin_forbidden".into()), "{origin}");
    }
    // A token of that page is worth nothing on a site.
    let opened = Socket::open(Product::shared().port, &me.path, &[("origin", WORKSHOP)]);
    let mut socket = opened.expect("the socket opens");
    socket.send(&json!({"t": "hello", "v": 1, "token": me.token}));
    assert_eq!(socket.tagged("error")["code"], "auth_required");
}

/// Both pages, as they are described.
pub(crate) fn every_operation() {
    for path in ["/chat/demo", "/chat/nobody-s", "/chat/demo/everywhere", "/chat/demo/no-such"] {
        opens(path, "en");
    }
}
