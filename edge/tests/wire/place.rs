//! H52: where a visitor is, as the operator's own proxy tells it in headers. Without the settings nobody tells.

use serde_json::{Value, json};

use crate::accounts::{self, WORKSHOP};
use crate::loader::boot;
use crate::product::Product;
use crate::visitor::decide;

const ACCOUNT: &str = "ws-place";

/// Bavaria first, then the rest of Germany, and everybody else.
fn account() -> Value {
    let mut account = accounts::workshop(ACCOUNT);
    let everybody = account["chatflows"][0].clone();
    let of = |id: &str, fact: &str, value: &str| {
        let mut chatflow = everybody.clone();
        chatflow["id"] = json!(id);
        chatflow["name"] = json!(id);
        chatflow["conditions"] = json!([[{"fact": fact, "op": "is", "value": value}]]);
        chatflow
    };
    let rest = everybody.clone();
    account["chatflows"] = json!([of("bavaria", "region", "DE-BY"), of("germany", "country", "DE"), rest]);
    account
}

/// What a page gets by the short way to a decision, by the ordinary one, and the place that the loader is told: it asks
/// again where there are conditions.
fn shown(product: &Product, headers: &[(&str, &str)]) -> [Value; 4] {
    let page = format!("{WORKSHOP}/");
    // What the browser says of its place does not count.
    let said = json!({"country": "DE", "region": "DE-BY"});
    let asked = |token: Option<&str>| {
        let mut body = json!({"u": page, "f": said});
        if let Some(token) = token {
            body["k"] = json!(token);
        }
        let own = [("origin", WORKSHOP), ("content-type", "text/plain")];
        let headers = [&own, headers].concat();
        let path = format!("/v1/{ACCOUNT}/decide");
        product.ask("POST", &path, &headers, &body.to_string()).ok()["d"]["c"].clone()
    };
    let own = [("referer", page.as_str())];
    let loader = product.ask("GET", &format!("/embed/{ACCOUNT}.js"), &[&own, headers].concat(), "").text();
    let boot = boot(&loader, ACCOUNT);
    [asked(None), asked(Some("none")), boot["q"].clone(), boot["r"].clone()]
}

#[test]
fn a_proxy_that_was_named_tells_where_a_visitor_is() {
    // H52
    let settings = [("PARLOR_COUNTRY_HEADER", "X-Country"), ("PARLOR_REGION_HEADER", "X-Region")];
    let product = Product::start_with(&settings);
    product.internal("/internal/seed", &account()).ok();
    decide(&product, ACCOUNT, WORKSHOP, &json!({"u": format!("{WORKSHOP}/")})).ok();
    for (headers, shows, country, region) in [
        (&[("x-country", "DE"), ("x-region", "BY")][..], "bavaria", Some("DE"), Some("DE-BY")),
        (&[("x-country", "DE"), ("x-region", "DE-BY")], "bavaria", Some("DE"), Some("DE-BY")),
        (&[("x-country", "DE"), ("x-region", "Bavaria")], "germany", Some("DE"), None),
        (&[("x-country", "DE")], "germany", Some("DE"), None),
        (&[("x-country", "AT"), ("x-region", "BY")], "open", Some("AT"), Some("AT-BY")),
        (&[("x-country", "AT"), ("x-region", "DE-BY")], "open", Some("AT"), None),
        (&[("x-region", "BY")], "open", None, None),
        (&[("x-country", "Germany")], "open", None, None),
        (&[("x-country", "XX")], "open", None, None),
        (&[("cf-ipcountry", "DE")], "open", None, None),
        (&[], "open", None, None),
    ] {
        // The first may come the ordinary way, where nothing is at hand yet.
        for _ in 0..2 {
            let expected = [json!(shows), json!(shows), json!(country), json!(region)];
            assert_eq!(shown(&product, headers), expected, "{headers:?}");
        }
    }
}

#[test]
fn nobody_is_believed_whom_the_operator_did_not_name() {
    // H52: without the settings a header says nothing, whoever sent it.
    let product = Product::shared();
    product.internal("/internal/seed", &account()).ok();
    let headers = [("x-country", "DE"), ("x-region", "BY"), ("cf-ipcountry", "DE"), ("cf-region-code", "BY")];
    for _ in 0..2 {
        assert_eq!(shown(product, &headers), [json!("open"), json!("open"), Value::Null, Value::Null]);
    }
}
