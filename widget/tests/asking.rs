//! What a visitor is asked, in a real browser: consent before writing, an e-mail address, and in which language.
#![cfg(target_arch = "wasm32")]

mod scene;

use scene::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const TERMS: &str = "We keep what you write, see https://kiln.example/privacy or javascript:alert(1).";

fn with(field: &str) -> String {
    SHOW.replace(r#""y":"won""#, &format!(r#"{field},"y":"won""#))
}

fn consent(explicit: bool, version: u32) -> String {
    with(&format!(r#""x":{{"q":{explicit},"v":{version},"t":"{TERMS}"}}"#))
}

fn capture(after_minutes: u32) -> String {
    with(&format!(r#""e":{{"a":{after_minutes},"m":"Where can we answer if you leave?"}}"#))
}

fn shown(show: &str) -> Scene {
    Scene::of(show, false, None)
}

/// The id of the last frame that was sent.
fn last_id() -> String {
    let sent = socket_sent();
    let id = sent.rsplit("\"client_message_id\":\"").next().and_then(|rest| rest.get(..26));
    id.expect("something was sent").to_owned()
}

/// Writes the first message, which the edge stores.
fn write_first() {
    type_text("Is it dark?");
    strike_key("Enter", false, false);
    answer_post(200, r#"{"token":"v1.a.b","socket":"/s"}"#);
    socket_opens();
    socket_hears(r#"{"t":"welcome","v":1}"#);
    let id = last_id();
    socket_hears(&format!(r#"{{"t":"ack","client_message_id":"{id}","thread":"{THREAD}","seq":1,"at":1}}"#));
    socket_hears(&format!(
        r#"{{"t":"entry","thread":"{THREAD}","entry":{{"seq":1,"at":1,"from":{{"kind":"visitor"}},
        "client_message_id":"{id}","body":{{"kind":"text","text":"Is it dark?"}}}}}}"#
    ));
    socket_hears(&format!(
        r#"{{"t":"caught_up","thread":{{"id":"{THREAD}","chatflow":"shop","status":"open","last_seq":1,"opened_at":1}}}}"#
    ));
}

#[wasm_bindgen_test]
fn an_explicit_step_locks_the_field_and_says_why() {
    // S82 S84
    let scene = shown(&consent(true, 1));
    scene.widget().open();
    assert_eq!(words(".step b"), "Before we start");
    assert_eq!(words(".terms"), TERMS);
    for control in ["textarea", ".go"] {
        assert!(attribute(control, "disabled").is_some(), "{control}");
        focus_on(control);
        assert_eq!(focused_class(), "step", "{control} takes no focus, the step has it");
    }
    assert_eq!(attribute("textarea", "aria-disabled").as_deref(), Some("true"));
    let reason = attribute("textarea", "aria-describedby").expect("a reason");
    assert_eq!(words(&format!("#{reason}")), "Agree above to write");
    assert_eq!(attribute("textarea", "placeholder").as_deref(), Some("Agree above to write"));
    assert_eq!(attribute(".step", "aria-labelledby").as_deref(), Some("before"));
    assert_eq!(attribute(".step", "aria-describedby").as_deref(), Some("consent"));
}

#[wasm_bindgen_test]
fn only_a_real_click_agrees() {
    // S82: a script's click is no agreement, nor is opening the chat by its address; nothing typed goes out before.
    let scene = shown(&consent(true, 1));
    scene.widget().open();
    press("[data-do=agree]");
    type_text("typed all the same");
    strike_key("Enter", false, false);
    press(".go");
    assert!(attribute("textarea", "disabled").is_some());
    assert_eq!((count(".me"), posts(), socket_count(), stored()), (0, 0, 0, None));

    press_really("[data-do=agree]");
    assert!(attribute("textarea", "disabled").is_none());
    assert_eq!(attribute("textarea", "aria-disabled").as_deref(), Some("false"));
    assert!(!visible(".step"));
    assert_eq!(focused(), "textarea");
    assert_eq!((posts(), socket_count()), (0, 0), "agreeing asks the edge for nothing");
    assert_eq!(stored().as_deref(), Some(r#"{"o":0,"g":"shop:1"}"#));
    strike_key("Enter", false, false);
    assert_eq!((count(".me"), posts()), (1, 1));
}

#[wasm_bindgen_test]
fn the_consent_goes_out_with_the_first_message_in_the_widget_s_language() {
    // S82 S184
    let scene = Scene::speaking("de", &consent(true, 3), false, None);
    scene.widget().open();
    press_really("[data-do=agree]");
    write_first();
    let sent = socket_sent();
    assert!(sent.contains(r#""consent":{"version":3,"language":"de"}"#), "{sent}");
}

#[wasm_bindgen_test]
fn an_agreement_is_remembered_and_another_version_asks_again() {
    // S82
    let record = r#"{"g":"shop:1"}"#;
    let scene = Scene::of(&consent(true, 1), false, Some(record));
    scene.widget().open();
    assert!(!visible(".step"));
    assert_eq!(focused(), "textarea");
    type_text("half a mess");
    scene.widget().show(object(&consent(true, 2)));
    assert!(visible(".step"));
    assert_eq!(focused_class(), "step", "the focus is on what is to be read, not on the button");
    press_really("[data-do=agree]");
    strike_key("Enter", false, false);
    assert_eq!(words(".me .b"), "half a mess");
}

#[wasm_bindgen_test]
fn a_refusal_for_want_of_consent_is_seen_and_the_message_goes_out_after_agreeing() {
    // S82
    let scene = Scene::running();
    socket_hears(&format!(
        r#"{{"t":"caught_up","thread":{{"id":"{THREAD}","chatflow":"shop","status":"open","last_seq":0,"opened_at":1}}}}"#
    ));
    type_text("Hello");
    strike_key("Enter", false, false);
    socket_hears(&format!(
        r#"{{"t":"error","code":"consent_required","message":"","ref":"{}","fatal":false}}"#,
        last_id()
    ));
    assert!(words(".me .st").starts_with("Not sent."));
    assert_eq!(times_asked(), 1, "what the page shows is out of date");
    scene.widget().show(object(&consent(true, 4)));
    assert!(visible(".step") && visible(".again"));
    press_really("[data-do=agree]");
    press(".again");
    assert!(socket_sent().ends_with(r#""consent":{"version":4,"language":"en"}}"#), "{}", socket_sent());
}

#[wasm_bindgen_test]
fn under_legitimate_interest_the_text_is_shown_and_nothing_is_locked() {
    // S83 S84
    let scene = shown(&consent(false, 1));
    scene.widget().open();
    assert_eq!(words(".terms"), TERMS);
    assert!(!visible("[data-do=agree]") && !visible(".step b"));
    assert_eq!(focused(), "textarea");
    assert_eq!(attribute("textarea", "aria-describedby").as_deref(), Some("consent"));
    write_first();
    assert!(!visible(".step"));
    assert!(socket_sent().contains(r#""consent":{"version":1,"language":"en"}"#));
}

#[wasm_bindgen_test]
fn addresses_in_the_text_are_links_that_give_nothing_away() {
    // S84
    let scene = shown(&consent(true, 1));
    scene.widget().open();
    assert_eq!(count(".terms a"), 1);
    assert_eq!(attribute(".terms a", "href").as_deref(), Some("https://kiln.example/privacy"));
    assert_eq!(attribute(".terms a", "rel").as_deref(), Some("noopener noreferrer nofollow ugc"));
    assert_eq!(count(".terms :not(a)"), 0);
}

#[wasm_bindgen_test]
fn declining_closes_and_keeps_nothing() {
    // S82
    let scene = shown(&consent(true, 1));
    scene.widget().open();
    press_really(".step [data-do=disagree]");
    assert!(!visible(".panel"));
    assert_eq!((posts(), stored()), (0, None));
    scene.widget().open();
    assert!(visible(".step"), "and it is asked again");
}

#[wasm_bindgen_test]
fn a_locked_panel_on_a_small_screen_keeps_the_focus_inside() {
    let scene = Scene::of(&consent(true, 1), true, None);
    scene.widget().open();
    focus_on("[data-do=agree]");
    strike_key_on("[data-do=agree]", "Tab", false);
    assert_eq!(attribute_of_focused("aria-label").as_deref(), Some("Close chat"));
    strike_key_on(".top .icon", "Tab", true);
    assert_eq!(attribute_of_focused("data-do").as_deref(), Some("agree"));
}

#[wasm_bindgen_test]
fn the_team_asks_for_an_address_after_the_first_message() {
    // S48 S49
    let scene = shown(&capture(0));
    scene.widget().open();
    assert_eq!(count(".ask"), 0, "nobody is asked before writing");
    write_first();
    assert_eq!(words(".ask .b"), "Where can we answer if you leave?");
    assert_eq!(words(".ask .aside"), "Anna Keller:", "said by the team");
    assert_eq!(words("label[for=email]"), "E-mail address");
    for (name, value) in
        [("type", "email"), ("autocomplete", "email"), ("inputmode", "email"), ("dir", "ltr")]
    {
        assert_eq!(attribute("input", name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(focused(), "textarea", "the focus stays where the visitor writes");
    assert_eq!(attribute(".log", "role").as_deref(), Some("log"), "and a screen reader hears of it");
}

#[wasm_bindgen_test]
fn an_unanswered_visitor_is_asked_when_the_time_has_come() {
    // S48
    let scene = shown(&capture(5));
    scene.widget().open();
    write_first();
    assert_eq!(count(".ask"), 0);
    type_text("half a mess");
    later(300_000.0);
    assert_eq!(count(".ask"), 1);
    assert_eq!(focused(), "textarea");
    strike_key("Enter", false, false);
    assert!(words(".log").contains("half a mess"), "the draft is as it was");
}

#[wasm_bindgen_test]
fn what_is_no_address_is_told_in_words_at_the_field() {
    // S49
    let scene = shown(&capture(0));
    scene.widget().open();
    write_first();
    let before = socket_sent();
    type_address("sofia@mail");
    press("[data-do=claim]");
    assert_eq!(words(".wrong"), "Not a complete address, such as name@example.com");
    assert_eq!(attribute(".wrong", "role").as_deref(), Some("alert"));
    assert_eq!(attribute("input", "aria-invalid").as_deref(), Some("true"));
    assert_eq!(attribute("input", "aria-describedby"), attribute(".wrong", "id"));
    assert_eq!(focused(), "input", "whoever pressed the button goes on in the field");
    type_address("sofia@mail.pt");
    assert_eq!(
        (words(".wrong").as_str(), attribute("input", "aria-invalid").as_deref()),
        ("", Some("false"))
    );
    assert_eq!(socket_sent(), before);
    assert!(!strike_key_on("input", "Enter", false));
    assert!(socket_sent().contains(r#""email":"sofia@mail.pt""#));
}

#[wasm_bindgen_test]
fn a_kept_address_is_thanked_for_and_the_token_is_renewed() {
    // S49 S51
    let scene = shown(&capture(0));
    scene.widget().open();
    write_first();
    type_address("sofia@kiln.test");
    focus_on("[data-do=claim]");
    press("[data-do=claim]");
    assert_eq!(words("[data-do=claim]"), "Sending");
    assert_eq!(posts(), 1);
    socket_hears(&format!(r#"{{"t":"captured","client_message_id":"{}"}}"#, last_id()));
    assert_eq!(words(".ask .st"), "Thank you. We have your address: sofia@kiln.test");
    assert_eq!((count("input"), count(".ask .b")), (0, 1));
    assert_eq!(focused(), "textarea", "the focus was in the form, and is not lost with it");
    assert_eq!(posts(), 2);
    answer_post(200, r#"{"token":"v1.known","socket":"/s"}"#);
    let kept = stored().expect("acted");
    assert!(kept.contains("v1.known") && kept.contains(r#""e":true"#), "{kept}");
    assert_eq!(socket_count(), 1, "the line holds");
}

#[wasm_bindgen_test]
fn not_now_is_an_answer_for_good() {
    // S48
    let record;
    {
        let scene = shown(&capture(0));
        scene.widget().open();
        write_first();
        type_text("half a mess");
        press("[data-do=decline]");
        assert_eq!((count(".ask"), focused().as_str()), (0, "textarea"));
        record = stored().expect("acted");
        strike_key("Enter", false, false);
        assert!(words(".log").contains("half a mess"));
    }
    let scene = Scene::of(&capture(0), false, Some(&record));
    scene.widget().open();
    socket_opens();
    socket_hears(r#"{"t":"welcome","v":1}"#);
    socket_hears(&format!(
        r#"{{"t":"entry","thread":"{THREAD}","entry":{{"seq":1,"at":1,"from":{{"kind":"visitor"}},
        "body":{{"kind":"text","text":"Is it dark?"}}}}}}"#
    ));
    socket_hears(&format!(
        r#"{{"t":"caught_up","thread":{{"id":"{THREAD}","chatflow":"shop","status":"open","last_seq":1,"opened_at":1}}}}"#
    ));
    assert_eq!((count(".me"), count(".ask")), (1, 0));
}

#[wasm_bindgen_test]
fn everything_is_in_german_on_a_german_page() {
    // S57 S184
    let show = consent(true, 1).replace(r#""y":"won""#, r#""e":{"a":0,"m":"Wohin?"},"y":"won""#);
    let scene = Scene::speaking("de", &show, false, None);
    scene.widget().open();
    later(300.0);
    assert_eq!(words(".state"), "ErreichbarÜbliche Antwortzeit: 10 Minuten");
    assert_eq!(words(".step b"), "Bevor es losgeht");
    assert_eq!(words(".step .two"), "Nein, dankeIch stimme zu");
    assert_eq!(attribute("textarea", "placeholder").as_deref(), Some("Erst oben zustimmen"));
    press_really("[data-do=agree]");
    assert_eq!(attribute("textarea", "placeholder").as_deref(), Some("Nachricht schreiben"));
    write_first();
    assert_eq!(words(".form label"), "E-Mail-Adresse");
    assert_eq!(words(".form .two"), "Nicht jetztAdresse speichern");
    type_address("sofia");
    press("[data-do=claim]");
    assert!(words(".wrong").starts_with("Keine vollständige Adresse"));
    socket_closes(1006);
    assert!(words(".notice").contains("werden gesendet"), "{}", words(".notice"));
}

#[wasm_bindgen_test]
fn without_a_reply_time_none_is_said() {
    // S57
    let scene = shown(&SHOW.replace(r#","r":10"#, ""));
    scene.widget().open();
    assert_eq!(words(".state"), "Online");
}

#[wasm_bindgen_test]
fn steps_that_make_no_sense_are_no_steps() {
    for nonsense in [r#""x":1,"e":1"#, r#""x":{},"e":{}"#, r#""x":{"q":true,"v":"1","t":"x"},"e":{"a":0}"#] {
        let scene = shown(&with(nonsense));
        scene.widget().open();
        assert!(!visible(".step"), "{nonsense}");
        assert_eq!((focused().as_str(), failure()), ("textarea", None), "{nonsense}");
    }
}
