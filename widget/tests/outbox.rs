//! What a real browser keeps of messages that are not sent, and which page answers for it.
#![cfg(target_arch = "wasm32")]

mod scene;

use scene::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// What a page without a visitor left behind.
const LEFT: &str = r#"[["aaaaaaaaaaaaaaaaaaaaaaaaaa","Hello?",1,"https://kiln.example/","shop",false]]"#;

/// A token of visitor `v` who is contact `c`; only its middle is ever read here.
const TOKEN_V_C: &str = "v1.eyJ2IjoidiIsInN1YiI6ImMifQ.x";

async fn locks() -> String {
    JsFuture::from(locks_held()).await.ok().and_then(|told| told.as_string()).unwrap_or_default()
}

/// Until what pages that are gone left is taken over: a moment after their locks.
async fn taken() -> String {
    locks().await;
    later(301.0);
    locks().await
}

/// A box with that in it: of whom, and when it was written by a page that had no lock yet, or 0.
fn boxed(since: f64, whose: &str) -> String {
    format!("[{since},{whose},{LEFT}]")
}

fn writes(text: &str) {
    type_text(text);
    strike_key("Enter", false, false);
}

#[wasm_bindgen_test]
async fn a_message_is_kept_and_answered_for_until_the_edge_has_it() {
    // N24: promise P5
    let scene = Scene::running();
    type_text("half a mess");
    assert_eq!((box_count(), locks().await.as_str()), (0, "0 held, 0 waited for"), "a draft is no act");
    writes("Is it dark?");
    assert_eq!(box_count(), 1);
    assert!(box_words().contains("Is it dark?"));
    assert!(!box_words().starts_with("[0,"), "kept at once, and its lock is still waited for");
    assert_eq!(locks().await, "1 held, 0 waited for");
    assert!(box_words().starts_with("[0,"), "now whoever gets the lock knows that we are gone");
    assert!(box_words().contains("Is it dark?"));
    let sent = socket_sent();
    let id =
        sent.rsplit("\"client_message_id\":\"").next().and_then(|rest| rest.get(..26)).unwrap_or_default();
    socket_hears(&format!(r#"{{"t":"ack","client_message_id":"{id}","thread":"{THREAD}","seq":1,"at":1}}"#));
    assert_eq!(
        (box_count(), locks().await.as_str()),
        (0, "0 held, 0 waited for"),
        "back and forward go as ever"
    );
    drop(scene);
}

#[wasm_bindgen_test]
async fn a_number_is_masked_before_it_is_kept_or_sent() {
    // N20
    let scene = Scene::running();
    type_text("Charge 4111 1111 1111 1111");
    assert_eq!(box_count(), 0, "what is being written is kept nowhere");
    strike_key("Enter", false, false);
    let masked = "Charge •••• •••• •••• 1111";
    assert!(box_words().contains(masked) && socket_sent().contains(masked));
    assert!(!box_words().contains("4111") && !socket_sent().contains("4111"));
    assert_eq!(words(".me .b"), masked);
    assert_eq!(words(".me .masked"), "Number hidden for your safety");
    // What the owner has masked besides came with the page.
    set_shown(r#"{"h":"i\nKD-#####"}"#);
    writes("KD-12345, BE68 5390 0754 7034, 4111111111111111");
    assert!(box_words().contains("••-•••••, BE•• •••• •••• 7034, 4111111111111111"), "{}", box_words());
    set_shown(r#"{"h":""}"#);
    writes("5555555555554444");
    assert!(box_words().contains("5555555555554444"), "switched off");
    assert_eq!(count(".masked"), 2);
    // A script asks for a text of its own.
    set_shown("{}");
    scene.widget().adopt(wasm_bindgen::JsValue::from_str("My card: 4111111111111111"));
    assert_eq!(told(), "0 My card: ••••••••••••1111");
    drop(scene);
    locks().await;
}

#[wasm_bindgen_test]
async fn what_an_older_page_left_is_masked_when_it_is_taken_over() {
    // N20
    let scene = Scene::new();
    let left = r#"["aaaaaaaaaaaaaaaaaaaaaaaaaa","4111111111111111",1,"https://kiln.example/","shop",false]"#;
    scene.widget().adopt(object(left));
    assert!(box_words().contains("••••••••••••1111") && !box_words().contains("41111"), "{}", box_words());
    drop(scene);
    locks().await;
}

#[wasm_bindgen_test]
async fn what_a_page_left_that_is_gone_is_sent_by_the_next_one() {
    // N24: promise P5, fault F8
    let scene = Scene::new();
    leave_box("parlor:demo:out:gone", &boxed(0.0, "[]"));
    seek(&scene.outbox, false);
    taken().await;
    assert_eq!(found(), LEFT);
    assert!(!has_box("parlor:demo:out:gone"));
    scene
        .widget()
        .adopt(object(r#"["aaaaaaaaaaaaaaaaaaaaaaaaaa","Hello?",1,"https://kiln.example/","shop",false]"#));
    assert_eq!(posts(), 1, "a session is asked for");
    assert!(box_words().contains("Hello?"), "ours to keep now");
    scene.widget().open();
    assert_eq!(words(".me .b"), "Hello?");
}

#[wasm_bindgen_test]
async fn a_box_is_its_page_s_as_long_as_that_is_there() {
    // N24: promise P5, fault F8
    let name = "parlor:demo:out:alive";
    let _ = JsFuture::from(hold_box(name)).await;
    let scene = Scene::new();
    leave_box(name, &boxed(0.0, "[]"));
    seek(&scene.outbox, false);
    assert_eq!(locks().await, "1 held, 1 waited for");
    assert_eq!((found().as_str(), has_box(name)), ("", true));
    let_box_go();
    taken().await;
    assert_eq!((found().as_str(), has_box(name)), (LEFT, false));
}

#[wasm_bindgen_test]
async fn who_waits_for_the_lock_of_its_box_is_not_taken_for_gone() {
    // N24: promise P5, fault F8; the lock of a box may be granted to a tab that heard of it before its own
    let name = "parlor:demo:out:new";
    let scene = Scene::new();
    leave_box(name, &boxed(js_sys::Date::now(), "[]"));
    seek(&scene.outbox, false);
    assert_eq!(taken().await, "0 held, 0 waited for");
    assert_eq!((found().as_str(), has_box(name)), ("", true));
    // Long enough to have got it.
    later(3_001.0);
    taken().await;
    assert_eq!((found().as_str(), has_box(name)), (LEFT, false));
}

#[wasm_bindgen_test]
async fn one_tab_begins_and_the_next_one_finds_what_it_began() {
    // N24: promise P5, fault F8
    for (stores, expected) in [
        (true, "200, asked 1, 599, asked 1"),
        // Who has no line does not keep others from writing.
        (false, "200, asked 1, 200, asked 2"),
    ] {
        let scene = Scene::new();
        let told = JsFuture::from(begin_twice(&scene.page, stores)).await.ok();
        assert_eq!(told.and_then(|told| told.as_string()).as_deref(), Some(expected));
    }
}

#[wasm_bindgen_test]
async fn only_what_this_visitor_wrote_to_this_account_is_taken() {
    let record = format!(r#"{{"k":"{TOKEN_V_C}"}}"#);
    for (token, whose, is_taken) in [
        (false, "[]", true),
        (true, r#"["v","c"]"#, true),
        (true, r#"["v",null]"#, true),
        (true, r#"["other","c"]"#, true),
        (true, r#"["other","d"]"#, false),
        (true, r#"["other",null]"#, false),
        (true, "[]", false),
        (false, r#"["v","c"]"#, false),
    ] {
        let scene = Scene::of(SHOW, false, token.then_some(record.as_str()));
        leave_box("parlor:demo:out:some", &boxed(0.0, whose));
        leave_box("parlor:demo2:out:some", &boxed(0.0, whose));
        seek(&scene.outbox, false);
        taken().await;
        assert_eq!(found() == LEFT, is_taken, "{token} {whose}");
        assert_eq!(has_box("parlor:demo:out:some"), !is_taken, "{token} {whose}");
        assert!(has_box("parlor:demo2:out:some"), "another account's");
    }
}

#[wasm_bindgen_test]
async fn what_cannot_be_read_is_dropped_and_what_cannot_be_sent_here_stays() {
    let scene = Scene::new();
    for nonsense in
        ["", "x", "{}", "[1]", "[0,[]]", "[0,null,[[]]]", r#"[0,[],"x"]"#, "[0,[],{}]", "[0,[],[1]]"]
    {
        leave_box("parlor:demo:out:odd", nonsense);
        seek(&scene.outbox, false);
        taken().await;
        assert!(!has_box("parlor:demo:out:odd"), "{nonsense:?}");
    }
    for nonsense in ["[]", "[1]", r#"["../..","x",1,"","shop",false]"#, r#"[{},{},{},{},{},{}]"#, "null"] {
        scene.widget().adopt(object(nonsense));
    }
    assert_eq!((posts(), failure()), (0, None));
    leave_box("parlor:demo:out:later", &boxed(0.0, "[]"));
    seek(&scene.outbox, true);
    taken().await;
    assert!(has_box("parlor:demo:out:later"), "no chatflow on this page");
    seek(&scene.outbox, false);
    taken().await;
    assert!(!has_box("parlor:demo:out:later"));
}
