//! The widget in languages that are not English: plurals, direction, and another language on the way.
#![cfg(target_arch = "wasm32")]

mod scene;

use scene::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn every_number_has_its_own_plural() {
    // P8 S57
    for (minutes, expected) in [("1", "1 minuta"), ("2", "2 minuty"), ("5", "5 minut"), ("1440", "1 dzień")]
    {
        let show = SHOW.replace(r#""r":10"#, &format!(r#""r":{minutes}"#));
        let scene = Scene::speaking("pl", &show, false, None);
        scene.widget().open();
        later(300.0);
        // A blank that does not break stands between them.
        let state = words(".state").replace('\u{a0}', " ");
        assert!(state.ends_with(&format!("Zwykły czas odpowiedzi: {expected}")), "{state}");
    }
}

#[wasm_bindgen_test]
fn the_layer_runs_and_is_read_out_as_its_words_are() {
    // P9
    for (lang, dir) in [("ar", "rtl"), ("de", "ltr")] {
        let scene = Scene::speaking(lang, SHOW, false, None);
        scene.widget().open();
        assert_eq!(attribute(".widget", "lang").as_deref(), Some(lang));
        assert_eq!(style(".widget", "direction"), dir);
        assert_eq!(style("textarea", "direction"), dir, "an empty field waits where its language begins");
        type_text("Hello");
        assert_eq!(style("textarea", "direction"), "ltr", "what a person writes runs as it is written");
    }
}

#[wasm_bindgen_test]
fn what_a_person_wrote_keeps_its_own_direction() {
    // P9
    let scene = Scene::speaking("ar", SHOW, false, None);
    scene.widget().open();
    assert_eq!(style(".b", "direction"), "ltr", "an English welcome among Arabic words");
    type_text("שלום");
    strike_key("Enter", false, false);
    assert_eq!((style(".me .b", "direction"), words(".me .b")), ("rtl".into(), "שלום".into()));
}

#[wasm_bindgen_test]
fn what_runs_the_other_way_keeps_to_itself_among_our_words() {
    // P9: U+2068 and U+2069 isolate it
    for (lang, name, expected) in [
        ("en", "Anna", "Message from Anna"),
        ("en", "דנה", "Message from \u{2068}דנה\u{2069}"),
        ("ar", "Anna", "رسالة من \u{2068}Anna\u{2069}"),
    ] {
        let _scene = Scene::speaking(lang, &SHOW.replace("Kiln & Kettle", name), false, None);
        assert_eq!(attribute(".prompt", "aria-label").as_deref(), Some(expected));
    }
}

#[wasm_bindgen_test]
fn another_language_says_everything_anew_and_loses_nothing() {
    // H55
    let scene = Scene::new();
    scene.widget().open();
    type_text("A teapot");
    use_words(texts("ar"));
    scene.widget().speak();
    assert_eq!((count(".widget"), count(".launcher > span"), count(".launcher > svg")), (1, 0, 2));
    assert!(visible(".panel"));
    assert_eq!(attribute(".launcher", "aria-label").as_deref(), Some("إغلاق المحادثة"));
    assert_eq!(attribute(".launcher", "aria-haspopup").as_deref(), Some("dialog"));
    assert_eq!(attribute(".grow", "data-text").as_deref(), Some("A teapot"));
    assert_eq!(style(".widget", "direction"), "rtl");
    strike_key("Enter", false, false);
    assert_eq!(words(".me .b"), "A teapot");
    assert_eq!(failure(), None);
}

#[wasm_bindgen_test]
fn the_layer_looks_as_the_launcher_does() {
    // P10 H58: dark on every ground, whatever the system says
    let dark = "rgb(26, 25, 24)";
    for (classes, ground) in [("launcher end dark", dark), ("launcher end light", "rgb(255, 255, 255)")] {
        let scene = Scene::new();
        dress_launcher(classes, "");
        scene.widget().show(object(SHOW));
        scene.widget().open();
        assert_eq!(style(".panel", "backgroundColor"), ground, "{classes}");
    }
}

#[wasm_bindgen_test]
fn a_launcher_with_words_is_called_by_them_while_it_is_closed() {
    // H58, WCAG 2.5.3
    let scene = Scene::labelled("Ask us");
    assert_eq!(attribute(".launcher", "aria-label").as_deref(), Some("Ask us"));
    scene.widget().open();
    assert_eq!(attribute(".launcher", "aria-label").as_deref(), Some("Close chat"));
    assert!(!visible(".launcher b"));
}
