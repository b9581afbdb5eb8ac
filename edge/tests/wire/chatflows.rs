//! Chatflows as their owner works on them: made, written, published, ordered and removed; every page view follows.

use serde_json::{Value, json};

use crate::accounts::WORKSHOP;
use crate::loader::boot_of;
use crate::product::Product;
use crate::visitor::{Visitor, first_post, says};
use crate::workshop::{Workshop, ids};

const RULE: &str = "/pots";

#[test]
fn an_owner_makes_writes_and_publishes_a_chatflow_and_the_next_page_view_shows_it() {
    // S10 S11 S87 N5
    let shop = Workshop::new("ws-publish");
    assert_eq!(shop.shown("/pots")["c"], "open");
    let made = shop.ida.sends("POST", "/api/chatflows", &json!({"name": "Töpfe & Pots"})).ok();
    assert_eq!(made["chatflow"]["id"], "toepfe-pots");
    assert_eq!((&made["chatflow"]["enabled"], &made["revision"]), (&json!(false), &json!(1)));
    assert_eq!(made["findings"][0]["code"], "rule_missing");
    assert_eq!(made["findings"][0]["stops"], "publishing");
    // S30: without a page rule it can be kept, and not published.
    let refused = shop.edits("toepfe-pots", |chatflow| chatflow["enabled"] = json!(true));
    assert_eq!(refused.refusal(), (422, "rule_missing".to_owned()));
    assert_eq!(refused.json()["error"]["field"], "include");
    let path = "/api/chatflows/toepfe-pots/enabled";
    let refused = shop.ida.sends("PUT", path, &json!({"enabled": true}));
    assert_eq!(refused.refusal(), (422, "rule_missing".to_owned()));

    let saved = shop.edits("toepfe-pots", |chatflow| {
        chatflow["include"] = json!([{"op": "starts_with", "value": RULE}]);
        chatflow["welcome"] = json!("Which pot?");
        chatflow["enabled"] = json!(true);
    });
    // The one on every page comes first: it was there before. That is said, with a page that shows it.
    let saved = saved.ok();
    assert_eq!(saved["findings"].as_array().map(Vec::len), Some(1));
    let warning = &saved["findings"][0];
    assert_eq!((&warning["code"], &warning["stops"]), (&json!("chatflow_unreachable"), &json!("nothing")));
    assert_eq!(
        (&warning["witness"], &warning["other"]),
        (&json!(format!("{WORKSHOP}{RULE}")), &json!("everywhere"))
    );
    assert_eq!(shop.shown("/pots")["c"], "open");
    let order = shop.ida.sends("PUT", "/api/chatflows/order", &json!({"chatflows": ["toepfe-pots", "open"]}));
    assert_eq!(ids(&order.ok()), ["toepfe-pots", "open"]);
    assert_eq!(shop.opens("toepfe-pots")["findings"], json!([]));
    let shown = shop.shown("/pots/blue");
    assert_eq!((&shown["c"], &shown["w"]), (&json!("toepfe-pots"), &json!("Which pot?")));
    let page = format!("{WORKSHOP}/pots/blue");
    assert_eq!(boot_of("ws-publish", Some(&page))["d"]["w"], "Which pot?", "the loader brings it too");
    assert_eq!(shop.shown("/cups")["c"], "open");

    let list = shop.ida.gets("/api/chatflows").ok();
    let rows: Vec<_> =
        list["chatflows"].as_array().unwrap().iter().map(|row| (&row["name"], &row["enabled"])).collect();
    assert_eq!(rows, [(&json!("Töpfe & Pots"), &json!(true)), (&json!("everywhere"), &json!(true))]);
    shop.ida.sends("PUT", path, &json!({"enabled": false})).ok();
    assert_eq!(shop.shown("/pots/blue")["c"], "open", "switched off it is gone");
    shop.ida.sends("PUT", path, &json!({"enabled": true})).ok();
    assert_eq!(shop.shown("/pots/blue")["c"], "toepfe-pots");
    let left = shop.ida.sends("DELETE", "/api/chatflows/toepfe-pots", &json!({})).ok();
    assert_eq!(ids(&left), ["open"]);
    assert_eq!(shop.shown("/pots/blue")["c"], "open", "removed it is gone");
    assert_eq!(shop.ida.gets("/api/chatflows/toepfe-pots").refusal(), (404, "not_found".to_owned()));
}

#[test]
fn removing_a_chatflow_leaves_its_threads() {
    let shop = Workshop::new("ws-remove");
    let visitor = Visitor::acts(Product::shared(), "ws-remove", WORKSHOP, "open");
    let ack = says(&mut visitor.connects(), &first_post("open", "Hello?"));
    let thread = ack["thread"].as_str().unwrap();
    shop.ida.sends("DELETE", "/api/chatflows/open", &json!({})).ok();
    assert_eq!(shop.shown("/"), Value::Null);
    says(&mut visitor.connects(), &crate::visitor::post(thread, "Still there?"));
    let log = shop.ida.log("main", thread, "after_seq=0");
    assert_eq!(log["entries"].as_array().map(Vec::len), Some(2), "{log}");
}

#[test]
fn two_chatflows_may_differ_in_all_they_say() {
    // S47 S80
    let shop = Workshop::new("ws-differ");
    shop.ida.sends("PUT", "/api/settings", &json!({"gdpr": true})).ok();
    let contents = [
        (
            "/one",
            json!({
                "welcome": "One.", "pop_up": true, "heading": {"kind": "custom", "name": "The one"}, "color": "#b5502f",
                "position": "start", "small_screens": {"launcher": true, "pop_up": true},
                "availability": {"mode": "always", "reply_minutes": 10}, "inbox": "main",
                "email_capture": {"when": "right_away", "message": "Where to?"},
                "consent": {"mode": "explicit", "text": "We keep it."},
            }),
        ),
        (
            "/two",
            json!({
                "welcome": "Two.", "pop_up": false, "heading": {"kind": "agents", "agents": ["mia"]}, "color": "#16614e",
                "position": "end", "small_screens": {"launcher": false, "pop_up": false},
                "availability": {"mode": "always", "reply_minutes": 60}, "inbox": "side",
                "email_capture": {"when": "unanswered", "minutes": 5, "message": "An address?"},
                "consent": {"mode": "legitimate_interest", "text": "We keep it too."},
            }),
        ),
    ];
    let mut names = Vec::new();
    for (path, content) in &contents {
        let id = shop.makes(&path.replace('/', "flow "));
        let saved = shop.edits(&id, |chatflow| {
            for (key, value) in content.as_object().unwrap() {
                chatflow[key] = value.clone();
            }
            chatflow["include"] = json!([{"op": "is", "value": path}]);
            chatflow["enabled"] = json!(true);
        });
        let saved = saved.ok();
        for (key, value) in content.as_object().unwrap() {
            assert_eq!(&saved["chatflow"][key], value, "{path} {key}");
        }
        names.push(id);
    }
    names.push("open".to_owned());
    shop.ida.sends("PUT", "/api/chatflows/order", &json!({"chatflows": names})).ok();
    let (one, two) = (shop.shown("/one"), shop.shown("/two"));
    let expected = json!({
        "w": "One.", "p": true, "s": {"l": true, "p": true}, "n": "The one", "o": "start", "r": 10,
        "e": {"a": 0, "m": "Where to?"}, "x": {"q": true, "v": 1, "t": "We keep it."},
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&one[key], value, "{key}");
    }
    let expected = json!({
        "w": "Two.", "p": false, "s": {"l": false, "p": false}, "n": "Mia Sand", "o": "end", "r": 60,
        "e": {"a": 5, "m": "An address?"}, "x": {"q": false, "v": 1, "t": "We keep it too."},
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&two[key], value, "{key}");
    }
    assert_ne!(one["l"], two["l"], "the colours too");
}

#[test]
fn a_copy_is_a_chatflow_of_its_own() {
    // S47
    let shop = Workshop::new("ws-copy");
    shop.edits("open", |chatflow| chatflow["welcome"] = json!("Hello from the first.")).ok();
    let body = json!({"name": "open", "copy_of": "open"});
    let copy = shop.ida.sends("POST", "/api/chatflows", &body).ok();
    let content = &copy["chatflow"];
    assert_eq!((&content["id"], &content["enabled"]), (&json!("open-2"), &json!(false)));
    assert_eq!(content["welcome"], "Hello from the first.");
    shop.edits("open-2", |chatflow| chatflow["welcome"] = json!("Hello from the second.")).ok();
    assert_eq!(shop.opens("open")["chatflow"]["welcome"], "Hello from the first.");
    assert_eq!(shop.order(), ["open", "open-2"]);
}

#[test]
fn saving_without_one_rule_leaves_the_others() {
    // S29
    let shop = Workshop::new("ws-rules");
    let rule = |value: &str| json!({"op": "is", "value": value});
    shop.edits("open", |chatflow| chatflow["include"] = json!([rule("/a"), rule("/b"), rule("/c")])).ok();
    for path in ["/a", "/b", "/c"] {
        assert_eq!(shop.shown(path)["c"], "open");
    }
    let saved = shop.edits("open", |chatflow| {
        chatflow["include"].as_array_mut().unwrap().remove(1);
    });
    assert_eq!(saved.ok()["chatflow"]["include"], json!([rule("/a"), rule("/c")]));
    assert_eq!(
        (&shop.shown("/a")["c"], &shop.shown("/b"), &shop.shown("/c")["c"]),
        (&json!("open"), &Value::Null, &json!("open"))
    );
}

#[test]
fn what_would_be_said_is_told_before_saving() {
    // S28 S30 N5
    let shop = Workshop::new("ws-check");
    let mut chatflow = shop.opens("open")["chatflow"].clone();
    let says = |chatflow: &Value| -> Vec<(String, String, String)> {
        let answer = shop.ida.sends("POST", "/api/chatflows/check", &json!({"chatflow": chatflow})).ok();
        let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let findings = answer["findings"].as_array().unwrap().iter();
        findings.map(|found| (text(found, "field"), text(found, "code"), text(found, "stops"))).collect()
    };
    let said = |field: &str, code: &str, stops: &str| (field.to_owned(), code.to_owned(), stops.to_owned());
    assert_eq!(says(&chatflow), []);
    chatflow["include"] = json!([{"op": "is_not", "value": "/a"}, {"op": "is_not", "value": "/b*c"}]);
    assert_eq!(
        says(&chatflow),
        [
            said("include[1].value", "rule_wildcard_literal", "nothing"),
            said("include", "rule_negative_or", "nothing"),
        ]
    );
    chatflow["include"] = json!([{"op": "is", "value": "/pricng"}]);
    assert_eq!(says(&chatflow), []);
    let pages = [format!("{WORKSHOP}/"), format!("{WORKSHOP}/pricing")];
    let body = json!({"chatflow": chatflow, "pages": pages});
    let answer = shop.ida.sends("POST", "/api/chatflows/check", &body).ok();
    let said_of_site = &answer["findings"][0];
    assert_eq!(
        (&said_of_site["field"], &said_of_site["code"]),
        (&json!("include[0]"), &json!("rule_no_page"))
    );
    assert_eq!(said_of_site["witness"], format!("{WORKSHOP}/pricng"));
    let body = json!({"chatflow": chatflow, "pages": vec![WORKSHOP; 5_001]});
    let refused = shop.ida.sends("POST", "/api/chatflows/check", &body);
    assert_eq!(refused.refusal(), (422, "too_many".to_owned()));
    chatflow["include"] = json!([]);
    chatflow["color"] = json!("red;}");
    chatflow["consent"] = json!({"mode": "explicit", "text": "We keep it."});
    assert_eq!(
        says(&chatflow),
        [
            said("include", "rule_missing", "publishing"),
            said("color", "colour_invalid", "saving"),
            said("consent", "gdpr_off", "saving"),
        ]
    );
    assert_eq!(shop.opens("open")["revision"], 1, "nothing was saved");
}
