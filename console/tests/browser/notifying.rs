//! What tells an agent of what, as they chose it (S181, S182).

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{SOFIA, Scene, TOMAS, click, count, find, hear, until, words};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn set_answer(path: &str, json: &str);
    fn last_body(method: &str, path: &str) -> String;
    fn stand_in_for_notifications(permission: &str);
    fn notified() -> String;
}

const AT: &str = "/api/me/preferences";

fn begins() -> Value {
    let all = json!({"desktop": true, "sound": false, "title": true});
    json!({"undo_send_s": 5, "conversation": all, "mine": all, "unassigned": all, "mention": all, "assigned": all,
        "long_wait": all, "words": true, "only_available": false})
}

fn kept() -> Value {
    serde_json::from_str(&last_body("PUT", AT)).unwrap()
}

#[wasm_bindgen_test]
async fn each_chooses_what_tells_them_of_what() {
    // S182 P56
    stand_in_for_notifications("default");
    let scene = Scene::at("/console/settings/notifications", true);
    set_answer(AT, &begins().to_string());
    until("the table", || count(".notify-events tbody tr") == 6).await;
    assert!(words("#notify-permission").contains("not been allowed"), "{}", words("#notify-permission"));
    assert!(words(".card").contains("E-mail is not connected"));
    click("#notify-mine-sound").await;
    until("kept", || kept()["mine"]["sound"] == true).await;
    assert_eq!(kept()["conversation"]["sound"], false, "and nothing else");
    click("#notify-words").await;
    until("kept", || kept()["words"] == false).await;
    click("#notify-quiet").await;
    until("kept", || kept()["quiet"] == json!({"from": 1200, "to": 420})).await;
    until("its hours", || find("#quiet-from").is_some()).await;
    click("#notify-inbox-main").await;
    until("kept", || kept()["muted"] == json!(["main"])).await;
    click("#notify-inbox-main").await;
    until("heard again", || kept()["muted"] == json!([])).await;
    scene.leave().await;
    stand_in_for_notifications("denied");
    let scene = Scene::at("/console/settings/notifications", true);
    set_answer(AT, &begins().to_string());
    until("how to take it back", || words("#notify-permission").contains("Blocked in this browser. Open"))
        .await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_visitor_who_starts_a_chat_is_told_of_once_and_not_where_somebody_looks() {
    // S181
    stand_in_for_notifications("granted");
    let scene = Scene::at("/console/inbox", true);
    set_answer(AT, &begins().to_string());
    super::open(SOFIA).await;
    until("the link", || words(".foot").contains("Connected")).await;
    let row = |thread: &str, words: &str, opened: u64, revision: u64| {
        let at = js_sys::Date::now() as u64;
        hear(
            &json!({"t": "row", "row": {"thread": thread, "inbox": "main", "name": "Ines", "verified": true,
            "chatflow": "tea", "chatflow_name": "Teapot help", "status": "open", "preview": words,
            "preview_from_visitor": true, "opened_at": at - opened, "updated_at": at, "last_seq": 2,
            "revision": revision}})
            .to_string(),
        );
    };
    // On the screen: nothing. Then somebody new, and words in a conversation that nobody has.
    row(SOFIA, "on the screen", 120_000, 2);
    let new = "0-cccccccccccccccccccccccccc";
    row(new, "<b>Hello</b>", 0, 1);
    until("told", || notified().contains(new)).await;
    row(TOMAS, "still here", 9_000_000, 2);
    until("told of the other", || notified().contains(TOMAS)).await;
    let told: Vec<Value> = serde_json::from_str(&notified()).unwrap();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(
        told[0],
        json!({"title": "Ines started a conversation", "body": "<b>Hello</b>", "tag": format!("parlor:{new}")})
    );
    assert_eq!((&told[1]["title"], &told[1]["body"]), (&json!("Ines wrote"), &json!("still here")));
    scene.leave().await;
}
