//! Saved replies: two shelves, each with a road of its own, and what neither takes.

use serde_json::{Value, json};

use crate::workshop::Workshop;

/// Names and whose, of an answer.
fn names(answer: &Value) -> Vec<(String, bool)> {
    let replies = answer["saved_replies"].as_array().expect("a list");
    replies
        .iter()
        .map(|reply| (reply["name"].as_str().unwrap_or_default().to_owned(), reply["shared"] == true))
        .collect()
}

#[test]
fn everybodys_are_the_admins_and_ones_own_are_ones_own() {
    // P45
    let shop = Workshop::new("saved-replies");
    let (ida, mia) = (&shop.ida, shop.agent("mia"));
    let (everybody, own) = ("/api/saved-replies", "/api/me/saved-replies");
    let greet = json!({"name": "greet", "text": "Hello {{contact.first_name|there}}."});
    let made = ida.sends("POST", everybody, &greet).ok();
    let expected = json!([{"id": "greet", "name": "greet", "text": "Hello {{contact.first_name|there}}.", "shared": true}]);
    assert_eq!(made["saved_replies"], expected);
    assert_eq!(mia.gets(everybody).ok()["saved_replies"], expected);

    // An agent keeps their own, which nobody else sees, and everybody's as they are.
    assert_eq!(mia.sends("POST", everybody, &greet).refusal(), (403, "forbidden".into()));
    assert_eq!(
        mia.sends("DELETE", "/api/saved-replies/greet", &json!({})).refusal(),
        (403, "forbidden".into())
    );
    let kept = mia.sends("POST", own, &json!({"name": "later", "text": "On Monday."})).ok();
    assert_eq!(names(&kept), [("greet".into(), true), ("later".into(), false)]);
    assert_eq!(names(&ida.gets(everybody).ok()), [("greet".into(), true)]);
    for (method, path) in [
        ("PUT", "/api/me/saved-replies/later"),
        ("DELETE", "/api/me/saved-replies/later"),
        ("PUT", "/api/saved-replies/later"),
        ("DELETE", "/api/saved-replies/later"),
        ("PUT", "/api/me/saved-replies/greet"),
    ] {
        assert_eq!(ida.sends(method, path, &greet).refusal(), (404, "not_found".into()), "{method} {path}");
    }
    let changed = json!({"name": "soon", "text": "On Tuesday."});
    let kept = mia.sends("PUT", "/api/me/saved-replies/later", &changed).ok();
    assert_eq!(
        kept["saved_replies"][1],
        json!({"id": "later", "name": "soon", "text": "On Tuesday.", "shared": false})
    );
    assert_eq!(names(&mia.sends("DELETE", "/api/me/saved-replies/later", &json!({})).ok()).len(), 1);

    // What an admin does to everybody's stands in the log; what is one's own does not.
    ida.sends("PUT", "/api/saved-replies/greet", &json!({"name": "hello", "text": "Hello."})).ok();
    assert!(names(&ida.sends("DELETE", "/api/saved-replies/greet", &json!({})).ok()).is_empty());
    let log = ida.gets("/api/audit").ok();
    let lines = log["lines"].as_array().expect("lines").iter();
    let words: Vec<&str> = lines
        .filter_map(|line| line["what"].as_str())
        .filter(|word| word.starts_with("saved_reply"))
        .collect();
    assert_eq!(words, ["saved_reply_deleted", "saved_reply_changed", "saved_reply_created"]);
}

#[test]
fn what_would_be_sent_wrong_is_refused_when_it_is_saved() {
    // P45
    let shop = Workshop::new("saved-replies-bad");
    let refused = |name: &str, text: &str| {
        let answer = shop.ida.sends("POST", "/api/saved-replies", &json!({"name": name, "text": text}));
        let error = answer.json()["error"].clone();
        (answer.status, error["code"].clone(), error["field"].clone(), error["message"].to_string())
    };
    for (name, text, status, code, field) in [
        ("", "x", 422, "text_empty", "name"),
        ("two words", "x", 422, "saved_reply_name", "name"),
        (&"a".repeat(41), "x", 413, "text_too_long", "name"),
        ("a", " ", 422, "text_empty", "text"),
        ("a", &"x".repeat(5_001), 413, "text_too_long", "text"),
        ("a", "Hi {{contact.shoe_size}}", 422, "variable_unknown", "text"),
        ("a", "Hi {{agent.name", 422, "variable_unknown", "text"),
    ] {
        let (got, its_code, its_field, message) = refused(name, text);
        assert_eq!((got, &its_code, &its_field), (status, &json!(code), &json!(field)), "{message}");
    }
    let (.., message) = refused("a", "Hi {{contact.shoe_size|42}}");
    assert!(message.contains("contact.shoe_size") && message.contains("contact.first_name"), "{message}");
    shop.ida.sends("POST", "/api/saved-replies", &json!({"name": "Refund", "text": "x"})).ok();
    assert_eq!(refused("refund", "x").1, "saved_reply_taken");
    let body = json!({"name": "b", "text": "x", "shared": true});
    assert_eq!(shop.ida.sends("POST", "/api/saved-replies", &body).code(), "unknown_field");
    assert_eq!(names(&shop.ida.gets("/api/saved-replies").ok()), [("Refund".to_owned(), true)]);
}
