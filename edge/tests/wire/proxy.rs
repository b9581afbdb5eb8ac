//! Behind a proxy that ends TLS: browsers reach us by https, the proxy by http, and says so in `X-Forwarded-Proto`.

use serde_json::json;

use crate::product::Product;
use crate::visitor::KILN;

#[test]
fn our_own_origin_is_the_one_that_browsers_see() {
    // T49
    let product = Product::shared();
    let plain = product.origin();
    let secure = plain.replacen("http", "https", 1);
    let page = format!("{KILN}/pricing/");
    for (proto, own) in [(None, &plain), (Some("http"), &plain), (Some("https"), &secure)] {
        let mut headers = vec![("referer", page.as_str())];
        headers.extend(proto.map(|proto| ("x-forwarded-proto", proto)));
        let loader = product.ask("GET", "/embed/demo.js", &headers, "").text();
        assert!(loader.contains(&format!(r#""e":"{own}""#)), "{proto:?}");
        let policy = product.ask("GET", "/console/", &headers, "").header("content-security-policy");
        assert!(policy.unwrap_or_default().contains(&own.replacen("http", "ws", 1)), "{proto:?}");
    }
}

#[test]
fn a_session_begins_on_the_origin_that_browsers_see() {
    // T23 T49
    let product = Product::shared();
    let plain = product.origin();
    let secure = plain.replacen("http", "https", 1);
    let body = json!({"email": "nobody@kiln.test", "password": "not the right one"}).to_string();
    let cases = [(&secure, "https", "sign_in_failed"), (&plain, "https", "csrf"), (&secure, "http", "csrf")];
    for (origin, proto, code) in cases {
        let headers =
            [("origin", origin.as_str()), ("content-type", "application/json"), ("x-forwarded-proto", proto)];
        let answer = product.ask("POST", "/api/sign-in", &headers, &body);
        assert_eq!(answer.code(), code, "{origin} by {proto}");
    }
}
