//! The two questions of a page view have a short way through the Worker and an ordinary one: both answer the same.
//!
//! From outside, what sends a request the ordinary way is what the short one does not read: a query behind the
//! loader's name, a token that is none.

use serde_json::{Value, json};

use crate::http::Answer;
use crate::product::Product;
use crate::visitor::{KILN, decide};

/// Everything of an answer that a browser or a cache goes by.
fn all(answer: &Answer) -> (u16, String, Vec<Option<String>>) {
    let headers = [
        "content-type",
        "cache-control",
        "vary",
        "etag",
        "x-content-type-options",
        "cross-origin-resource-policy",
        "content-encoding",
        "access-control-allow-origin",
    ];
    let body = match answer.header("content-encoding") {
        None => answer.text(),
        Some(_) => format!("{:?}", answer.body),
    };
    (answer.status, body, headers.map(|name| answer.header(name)).to_vec())
}

#[test]
fn the_loader_is_the_same_both_ways() {
    let product = Product::shared();
    let ask = |path: &str, headers: &[(&str, &str)]| product.ask("GET", path, headers, "");
    let home = ("referer", "https://kiln.example/");
    let tag = ask("/embed/demo.js", &[home]).header("etag").expect("a tag");
    for headers in [
        &[][..],
        &[("referer", "")],
        &[home],
        &[("referer", "https://kiln.example/pricing?from=mail")],
        &[("referer", "https://kiln.example/legal/terms")],
        &[("referer", "https://evil.example/")],
        &[("referer", "https://kiln.example/%C3%BC\"<\\")],
        &[home, ("accept-encoding", "gzip, br")],
        &[home, ("accept-encoding", "gzip")],
        &[home, ("accept-encoding", "br;q=0")],
        &[home, ("accept-language", "de-CH,en;q=0.5")],
        &[home, ("accept-language", "cy")],
        &[("accept-language", "ja")],
        &[home, ("if-none-match", &tag)],
        &[home, ("if-none-match", "*")],
        &[home, ("if-none-match", "\"other\"")],
        &[home, ("if-none-match", &tag), ("accept-encoding", "br")],
    ] {
        for account in ["demo", "atelier", "nobody", "No%20One"] {
            // The ordinary way first: it fetches the account, which the short one needs at hand.
            let ordinary = ask(&format!("/embed/{account}.js?"), headers);
            let short = ask(&format!("/embed/{account}.js"), headers);
            assert_eq!(all(&short), all(&ordinary), "{account} {headers:?}");
        }
    }
}

#[test]
fn a_decision_is_the_same_both_ways() {
    let product = Product::shared();
    let facts =
        json!({"device": "mobile", "language": "de-CH", "visits": "3", "attribute.plan": "größer\n\u{fffd}"});
    for page in [
        "https://kiln.example/",
        "https://kiln.example/pricing/#top",
        "https://kiln.example/legal/terms",
        "https://kiln.example/\u{fc}ber-uns?\"quoted\"",
        "not an address",
        "",
    ] {
        for facts in
            [Value::Null, json!({}), json!({"device": "mobile"}), json!({"country": "DE"}), facts.clone()]
        {
            let mut question = json!({"u": page});
            if !facts.is_null() {
                question["f"] = facts;
            }
            let mut with_token = question.clone();
            with_token["k"] = json!("none");
            for (account, origin) in
                [("demo", KILN), ("demo", "https://evil.example"), ("atelier", KILN), ("nobody", KILN)]
            {
                let ordinary = decide(product, account, origin, &with_token);
                let short = decide(product, account, origin, &question);
                // A refusal names its request, so only what it says is alike.
                if ordinary.status == 200 {
                    assert_eq!(all(&short), all(&ordinary), "{account} {origin} {question}");
                } else {
                    assert_eq!(short.refusal(), ordinary.refusal(), "{account} {origin} {question}");
                }
                // The loader writes the page first, and it is read where it lies; with a space, and in another order,
                // it is read as JSON.
                let page = question["u"].to_string();
                let facts = question.get("f").map_or_else(String::new, |facts| format!(",\"f\":{facts}"));
                let headers = [("origin", origin), ("content-type", "text/plain;charset=UTF-8")];
                for body in [format!("{{\"u\":{page}{facts}}}"), format!("{{\"u\": {page}{facts}}}")] {
                    let written = product.ask("POST", &format!("/v1/{account}/decide"), &headers, &body);
                    if ordinary.status == 200 {
                        assert_eq!(all(&written), all(&ordinary), "{account} {origin} {body}");
                    } else {
                        assert_eq!(written.refusal(), ordinary.refusal(), "{account} {origin} {body}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_body_that_is_no_text_is_refused_after_the_short_way_too() {
    let product = Product::shared();
    decide(product, "demo", KILN, &json!({"u": ""})).ok();
    let headers = [("origin", KILN), ("content-type", "text/plain")];
    for (body, code) in [
        (&b"{\"u\":\"\xff\"}"[..], "text_encoding"),
        (b"{\"u\":\"\xf0\x9f\x98\"}", "text_encoding"),
        (b"\xef\xbb\xbf{\"u\":\"\"}", "json_syntax"),
        (b"{\"u\":\"\",\"f\":{\"a\":\"\",\"a\":\"\"}}", "json_duplicate_key"),
        (b"{\"u\":\"\"", "json_syntax"),
    ] {
        let answer = crate::http::ask(product.port, "POST", "/v1/demo/decide", &headers, body);
        assert_eq!(answer.refusal(), (400, code.to_owned()), "{}", String::from_utf8_lossy(body));
    }
}
