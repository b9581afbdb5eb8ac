//! Macros: two shelves, what neither takes, and running one on many threads.

use serde_json::{Value, json};

use crate::model::a_chat;
use crate::wait::until;
use crate::workshop::Workshop;

fn names(answer: &Value) -> Vec<(String, bool)> {
    let all = answer["macros"].as_array().expect("a list");
    all.iter()
        .map(|one| (one["name"].as_str().unwrap_or_default().to_owned(), one["shared"] == true))
        .collect()
}

#[test]
fn everybodys_are_the_admins_and_ones_own_are_ones_own() {
    // P46
    let shop = Workshop::new("macros");
    let (ida, mia) = (&shop.ida, shop.agent("mia"));
    let (everybody, own) = ("/api/macros", "/api/me/macros");
    let done = json!({"name": "All done", "steps": {"reply": {"text": "Bye {{contact.first_name|there}}."}, "then": "close"}});
    let made = ida.sends("POST", everybody, &done).ok();
    let expected = json!([{"id": "all-done", "name": "All done", "steps": done["steps"], "shared": true}]);
    assert_eq!(made["macros"], expected);
    assert_eq!(mia.gets(everybody).ok()["macros"], expected);
    assert_eq!(mia.sends("POST", everybody, &done).refusal(), (403, "forbidden".into()));
    let sleep = json!({"name": "Tomorrow", "steps": {"then": {"snooze": {"minutes": 1440}}, "assign": "me"}});
    assert_eq!(names(&mia.sends("POST", own, &sleep).ok()).len(), 2);
    assert_eq!(names(&ida.gets(everybody).ok()), [("All done".into(), true)]);
    for (method, path) in [
        ("PUT", "/api/me/macros/tomorrow"),
        ("DELETE", "/api/me/macros/tomorrow"),
        ("PUT", "/api/macros/tomorrow"),
        ("DELETE", "/api/macros/tomorrow"),
    ] {
        assert_eq!(ida.sends(method, path, &done).refusal(), (404, "not_found".into()), "{method} {path}");
    }
    mia.sends("PUT", "/api/me/macros/tomorrow", &json!({"name": "Later", "steps": {"assign": "nobody"}}))
        .ok();
    assert_eq!(names(&mia.sends("DELETE", "/api/me/macros/tomorrow", &json!({})).ok()).len(), 1);
    ida.sends("DELETE", "/api/macros/all-done", &json!({})).ok();
    let log = ida.gets("/api/audit").ok();
    let words: Vec<&str> =
        log["lines"].as_array().expect("lines").iter().filter_map(|line| line["what"].as_str()).collect();
    assert!(words.contains(&"macro_created") && words.contains(&"macro_deleted"), "{words:?}");
}

#[test]
fn what_would_run_wrong_is_refused_when_it_is_saved() {
    // P46
    let shop = Workshop::new("macros-bad");
    for (steps, status, code, field) in [
        (json!({}), 422, "macro_steps", "steps"),
        (json!({"add": ["nothing"]}), 422, "reference_unknown", "steps.add"),
        (json!({"add": ["a"], "remove": ["a"]}), 422, "macro_steps", "steps.add"),
        (json!({"reply": {"text": " "}}), 422, "text_empty", "steps.reply"),
        (json!({"reply": {"text": "x".repeat(5_001)}}), 413, "text_too_long", "steps.reply"),
        (json!({"reply": {"saved": "nothing"}}), 422, "reference_unknown", "steps.reply"),
        (json!({"comment": "{{contact.shoe}}"}), 422, "variable_unknown", "steps.comment"),
        (json!({"assign": {"agent": "nobody-here"}}), 422, "reference_unknown", "steps.assign"),
        (json!({"assign": {"team": "no-team"}}), 422, "reference_unknown", "steps.assign"),
        (json!({"then": {"snooze": {"minutes": 0}}}), 422, "number_range", "steps.then"),
        (json!({"then": {"snooze": {"minutes": 527_041}}}), 422, "number_range", "steps.then"),
    ] {
        let answer = shop.ida.sends("POST", "/api/macros", &json!({"name": "a", "steps": steps}));
        let error = answer.json()["error"].clone();
        let got = (answer.status, error["code"].clone(), error["field"].clone());
        assert_eq!(got, (status, json!(code), json!(field)), "{steps}: {error}");
    }
    for steps in [json!({"spam": true}), json!({"then": "burn"}), json!({"assign": "everybody"})] {
        assert_eq!(
            shop.ida.sends("POST", "/api/macros", &json!({"name": "a", "steps": steps})).status,
            400,
            "{steps}"
        );
    }
    assert_eq!(names(&shop.ida.gets("/api/macros").ok()), []);
}

#[test]
fn a_macro_runs_once_on_each_of_many_threads_and_names_what_is_refused() {
    // P46 P48 P60
    let shop = Workshop::new("macros-run");
    let ida = &shop.ida;
    let (_one, first) = a_chat(&shop, "macros-run", "one");
    let (_two, second) = a_chat(&shop, "macros-run", "two");
    ida.sends("POST", "/api/labels", &json!({"name": "Refund", "colour": "red"})).ok();
    let steps = json!({
        "comment": "Paid back by {{agent.name}}",
        "reply": {"text": "Hello {{contact.first_name|there}}."},
        "assign": "me",
        "add": ["refund"],
        "then": "close",
    });
    ida.sends("POST", "/api/macros", &json!({"name": "Paid back", "steps": steps})).ok();
    let run = |message: &str, threads: Value| {
        let body = json!({"client_message_id": message, "threads": threads});
        ida.sends("POST", "/api/inboxes/main/macros/paid-back/run", &body)
    };
    let nobodys = format!("0-{}", "a".repeat(26));
    let done = run("run-number-one", json!([first, second, nobodys])).ok();
    assert_eq!(done["done"], json!([first, second]));
    assert_eq!(done["refused"], json!([{"thread": nobodys, "code": "not_found"}]));
    for thread in [&first, &second] {
        until("it to be closed", || ida.row("main", "view=all&status=closed", thread));
    }
    let log = |thread: &str| ida.gets(&format!("/api/threads/main/{thread}/messages")).ok();
    let before = log(&first);
    let kinds: Vec<&str> = before["annotations"]
        .as_array()
        .expect("annotations")
        .iter()
        .filter_map(|note| note["note"]["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["ran", "comment", "labelled"]);
    assert_eq!(before["annotations"][0]["note"]["macro"], json!({"id": "paid-back", "name": "Paid back"}));
    let said = before["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .filter(|entry| entry["body"]["text"] == "Hello there.");
    assert_eq!(said.count(), 1, "{before}");

    // Sent again, as after a lost answer, it is done again with nobody.
    assert_eq!(run("run-number-one", json!([first, second])).ok()["done"], json!([first, second]));
    assert_eq!(log(&first)["entries"], before["entries"]);
    assert_eq!(log(&first)["annotations"], before["annotations"]);

    // Nothing of it happens where one part cannot: what is closed does not sleep.
    let sleep = json!({"name": "Sleep", "steps": {"remove": ["refund"], "then": {"snooze": {}}}});
    ida.sends("POST", "/api/me/macros", &sleep).ok();
    let body = json!({"client_message_id": "run-number-two", "threads": [first]});
    let refused = ida.sends("POST", "/api/inboxes/main/macros/sleep/run", &body).ok();
    assert_eq!(refused["refused"], json!([{"thread": first, "code": "thread_closed", "part": "then"}]));
    assert_eq!(log(&first)["annotations"], before["annotations"]);

    // What the macro itself names and is no more refuses it everywhere.
    ida.sends("DELETE", "/api/labels/refund", &json!({})).ok();
    let refused = run("run-number-three", json!([first]));
    let error = refused.json()["error"].clone();
    assert_eq!(
        (refused.status, &error["code"], &error["field"]),
        (422, &json!("reference_unknown"), &json!("labels"))
    );
    let many: Vec<&str> = vec![&first; 101];
    assert_eq!(run("run-number-four", json!(many)).refusal(), (422, "too_many".into()));
    let theirs = shop.agent("mia").sends("POST", "/api/inboxes/main/macros/sleep/run", &body).refusal();
    assert_eq!(theirs, (404, "not_found".into()), "one's own is nobody else's");
}
