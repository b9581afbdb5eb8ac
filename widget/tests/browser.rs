//! The widget in a real browser: what it draws, where the focus goes, what it leaves behind.
#![cfg(target_arch = "wasm32")]

mod scene;

use scene::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_prompt_greets_and_opens_the_chat() {
    // S41, S46
    let _scene = Scene::new();
    assert_eq!(words(".prompt .words"), "Looking for the right pot?");
    assert_eq!(attribute(".prompt", "aria-label").as_deref(), Some("Message from Kiln & Kettle"));
    assert!(!visible(".panel"));
    press(".prompt .words");
    assert_eq!(count(".prompt"), 0);
    assert!(visible(".panel"));
    assert_eq!(attribute(".panel", "aria-label").as_deref(), Some("Chat with Kiln & Kettle"));
    assert!(words(".log").contains("Looking for the right pot?"));
}

#[wasm_bindgen_test]
fn a_dismissed_prompt_stays_away() {
    let scene = Scene::new();
    press(".prompt .icon");
    assert_eq!(count(".prompt"), 0);
    scene.widget().show(object(SHOW));
    assert_eq!(count(".prompt"), 0);
}

#[wasm_bindgen_test]
fn the_team_is_shown_as_available() {
    // S56
    let scene = Scene::new();
    scene.widget().open();
    later(300.0);
    assert!(visible(".state .dot"));
    assert!(words(".state").contains("Online"), "{}", words(".state"));
    assert!(words(".state").contains("Usually replies within 10 minutes"), "{}", words(".state"));
}

#[wasm_bindgen_test]
fn focus_moves_in_escape_closes_and_focus_returns() {
    let scene = Scene::new();
    scene.widget().toggle();
    assert_eq!(focused(), "textarea");
    assert_eq!(attribute(".launcher", "aria-expanded").as_deref(), Some("true"));
    assert_eq!(attribute(".launcher", "aria-label").as_deref(), Some("Close chat"));
    strike_key("Escape", false, false);
    assert!(!visible(".panel"));
    assert_eq!(focused_class(), "launcher");
    assert_eq!(attribute(".launcher", "aria-label").as_deref(), Some("Open chat"));
}

#[wasm_bindgen_test]
fn enter_sends_and_shift_enter_and_composition_do_not() {
    let scene = Scene::new();
    scene.widget().open();
    type_text("Hello");
    for (shift, composing) in [(true, false), (false, true)] {
        strike_key("Enter", shift, composing);
        assert_eq!(count(".me"), 0, "{shift} {composing}");
    }
    strike_key("Enter", false, false);
    assert_eq!(words(".me .b"), "Hello");
    assert!(words(".me .st").contains("Sending"));
}

#[wasm_bindgen_test]
fn keys_struck_in_the_chat_are_not_the_page_s_shortcuts() {
    let scene = Scene::new();
    scene.widget().open();
    assert!(!strike_key("s", false, false));
}

#[wasm_bindgen_test]
fn a_first_message_goes_out_and_an_answer_comes_in() {
    let scene = Scene::new();
    scene.widget().open();
    assert_eq!((posts(), socket_count(), stored()), (0, 0, None), "nothing before the visitor acts");
    type_text("Is it dark?");
    strike_key("Enter", false, false);
    assert_eq!(posts(), 1);
    answer_post(200, r#"{"token":"v1.a.b","socket":"/s"}"#);
    socket_opens();
    assert!(socket_sent().contains(r#""token":"v1.a.b""#));
    socket_hears(r#"{"t":"welcome","v":1}"#);
    let sent = socket_sent();
    let id =
        sent.split("\"client_message_id\":\"").nth(1).expect("posted").get(..26).expect("an id").to_owned();
    socket_hears(&format!(r#"{{"t":"ack","client_message_id":"{id}","thread":"{THREAD}","seq":1,"at":1}}"#));
    assert!(words(".me .st").contains("Sent"));
    assert!(stored().expect("acted").contains(THREAD));
    socket_hears(&format!(
        r#"{{"t":"entry","thread":"{THREAD}","entry":{{"seq":1,"at":1,"from":{{"kind":"visitor"}},
        "client_message_id":"{id}","body":{{"kind":"text","text":"Is it dark?"}}}}}}"#
    ));
    agent_says(2, "Quite dark.");
    assert_eq!(count(".me"), 1, "once, not twice");
    assert!(words(".log").contains("Quite dark."));
}

#[wasm_bindgen_test]
fn a_refused_message_says_so_and_can_be_tried_again() {
    let scene = Scene::new();
    scene.widget().open();
    type_text("x");
    strike_key("Enter", false, false);
    answer_post(403, "");
    assert!(words(".me .st").starts_with("Not sent."));
    press(".again");
    assert_eq!(posts(), 2);
    assert!(words(".me .st").contains("Sending"));
}

#[wasm_bindgen_test]
fn a_message_while_closed_is_counted_and_announced() {
    let scene = Scene::running();
    scene.widget().toggle();
    agent_says(1, "Are you there?");
    assert!(visible(".badge"));
    assert_eq!(words(".badge"), "1");
    assert_eq!(words("[aria-live]"), "Anna Keller: Are you there?");
    scene.widget().toggle();
    assert!(!visible(".badge"));
}

#[wasm_bindgen_test]
fn what_people_write_is_text() {
    let _scene = Scene::running();
    let payloads = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "\"><iframe src=javascript:alert(1)>",
        "<style>*{display:none}</style>",
        "javascript:alert(1)",
        "&lt;b&gt;",
        "{{constructor.constructor('alert(1)')()}}",
        "<a href=\"javascript:alert(1)\">x</a>",
        "\u{202e}evil\u{2028}",
    ];
    let before = count(".log *");
    for (seq, payload) in (1..).zip(payloads) {
        agent_says(seq, payload);
        assert!(words(".log").contains(payload), "{payload}");
    }
    assert_eq!(count(".log :is(script,img,svg,iframe,style,b,a)"), 0);
    assert!(count(".log *") > before);
}

#[wasm_bindgen_test]
fn links_are_made_of_addresses_only_and_give_nothing_away() {
    let _scene = Scene::running();
    agent_says(1, "See https://kiln.example/a, not javascript:alert(1).");
    assert_eq!(count(".log a"), 1);
    assert_eq!(attribute(".log a", "href").as_deref(), Some("https://kiln.example/a"));
    assert_eq!(attribute(".log a", "rel").as_deref(), Some("noopener noreferrer nofollow ugc"));
    assert_eq!(attribute(".log a", "target").as_deref(), Some("_blank"));
}

#[wasm_bindgen_test]
fn a_new_message_costs_the_same_in_a_long_log() {
    let _scene = Scene::running();
    let mut costs = Vec::new();
    for seq in 1..=60 {
        operations();
        agent_says(seq, "one more");
        costs.push(operations().split(' ').count());
    }
    assert_eq!(costs[10], costs[59], "{costs:?}");
    assert!(costs[59] <= 24, "{costs:?}");
    operations();
    socket_hears(r#"{"t":"pong"}"#);
    assert_eq!(operations(), "", "what changes nothing touches nothing");
}

#[wasm_bindgen_test]
fn the_host_page_s_style_stays_outside() {
    // T3
    let looks = || {
        ["color", "fontSize", "position", "display", "width", "height"]
            .map(|name| [style(".panel", name), style(".top .icon", name), style(".log .b", name)].join(" "))
    };
    let scene = Scene::new();
    scene.widget().open();
    let calm = looks();
    hostile_style();
    let besieged = looks();
    friendly_style();
    assert_eq!(calm, besieged);
}

#[wasm_bindgen_test]
fn on_a_small_screen_the_panel_is_modal() {
    let scene = Scene::new();
    scene.widget().open();
    assert_eq!(attribute(".panel", "aria-modal").as_deref(), Some("false"));
    make_small(true);
    assert_eq!(attribute(".panel", "aria-modal").as_deref(), Some("true"));
    focus_on(".go");
    strike_key_on(".go", "Tab", false);
    assert_eq!(attribute_of_focused("aria-label").as_deref(), Some("Close chat"));
    strike_key_on(".top .icon", "Tab", true);
    assert_eq!(attribute_of_focused("aria-label").as_deref(), Some("Send"));
}

#[wasm_bindgen_test]
fn small_screens_have_a_prompt_of_their_own() {
    // S52, S53
    let quiet = SHOW.replace(r#""s":{"l":true,"p":true}"#, r#""s":{"l":true,"p":false}"#);
    let _scene = Scene::of(&quiet, true, None);
    assert_eq!(count(".prompt"), 0);
    make_small(false);
    assert_eq!(count(".prompt"), 1);
}

#[wasm_bindgen_test]
fn a_text_that_is_too_long_is_told_in_words_and_kept() {
    let scene = Scene::new();
    scene.widget().open();
    type_text(&"a".repeat(10_001));
    assert_eq!(words(".excess"), "1 over the limit of 10,000 characters");
    strike_key("Enter", false, false);
    assert_eq!(count(".me"), 0);
    type_text("a");
    assert_eq!(words(".excess"), "");
}

#[wasm_bindgen_test]
fn a_draft_is_kept_while_the_panel_is_closed() {
    let scene = Scene::new();
    scene.widget().open();
    type_text("half a mess");
    scene.widget().toggle();
    scene.widget().open();
    strike_key("Enter", false, false);
    assert_eq!(words(".me .b"), "half a mess");
}

#[wasm_bindgen_test]
fn a_lost_line_is_told() {
    let _scene = Scene::running();
    socket_closes(1006);
    let notice = words(".notice");
    assert!(notice.starts_with("Reconnecting") && notice.contains("will be sent"), "{notice}");
    assert!(timers() > 0);
}

#[wasm_bindgen_test]
fn nothing_to_show_shows_nothing() {
    let scene = Scene::new();
    scene.widget().open();
    scene.widget().show(JsValue::NULL);
    assert!(!visible(".widget"));
    scene.widget().show(object(SHOW));
    assert!(visible(".widget") && !visible(".panel"));
}

#[wasm_bindgen_test]
fn another_chatflow_brings_its_own_words() {
    let scene = Scene::new();
    scene.widget().open();
    scene.widget().show(object(&SHOW.replace("shop", "pricing").replace("right pot", "right price")));
    assert!(words(".log").contains("Looking for the right price?"));
    assert_eq!(count(".log .b"), 1);
}

#[wasm_bindgen_test]
fn a_browser_that_keeps_nothing_is_told_of_and_works() {
    // T43
    let scene = Scene::of(SHOW, false, Some("refused"));
    scene.widget().open();
    type_text("Hello");
    strike_key("Enter", false, false);
    answer_post(200, r#"{"token":"v1.a.b","socket":"/s"}"#);
    assert_eq!(socket_count(), 1);
    assert!(words(".notice").starts_with("This browser keeps nothing"));
}

#[wasm_bindgen_test]
fn a_decision_that_makes_no_sense_is_no_decision() {
    // T15
    for nonsense in [
        "null",
        "1",
        "[]",
        "{}",
        r#"{"c":"../x","s":{}}"#,
        r#"{"c":1,"s":{}}"#,
        r#"{"__proto__":{"c":"shop"}}"#,
    ] {
        let _scene = Scene::of(nonsense, false, None);
        assert!(!visible(".widget"), "{nonsense}");
        assert_eq!(failure(), None, "{nonsense}");
    }
}

#[wasm_bindgen_test]
fn frames_that_make_no_sense_change_nothing() {
    let _scene = Scene::running();
    let before = words(".log");
    for frame in [
        "",
        "nonsense",
        "{}",
        "[]",
        r#"{"t":"entry"}"#,
        r#"{"t":"ack","seq":-1}"#,
        r#"{"t":"welcome","v":"1"}"#,
    ] {
        socket_hears(frame);
    }
    assert_eq!(words(".log"), before);
    assert_eq!(failure(), None);
}

#[wasm_bindgen_test]
fn unmounting_leaves_nothing_behind() {
    let mut scene = Scene::running();
    later(300.0);
    socket_closes(1006);
    assert!(listeners() > 0 && timers() > 0);
    scene.widget.take();
    assert_eq!((listeners(), timers()), (0, 0));
    assert_eq!(children_of_root(), 1, "the launcher, which is the loader's");
    assert_eq!(count(".launcher > *"), 2, "and in it the loader's icon and label");
}

#[wasm_bindgen_test]
fn a_book_that_cannot_be_read_leaves_the_decision_to_the_edge() {
    let mut scene = Scene::new();
    let widget = scene.widget.as_mut().expect("there");
    assert!(widget.decide("https://kiln.example/", "").is_undefined());
    widget.rules(vec![1, 2, 3]);
    assert!(widget.decide("https://kiln.example/", "").is_undefined());
}
