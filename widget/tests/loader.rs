//! The loader on a page of its own: what it asks, what it draws, when it opens, and that it leaves the page alone.
//!
//! `site.js` stands in for the edge and for the rest of the widget.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const LOADER: &str = include_str!("../loader/loader.js");

#[wasm_bindgen(module = "/tests/site.js")]
extern "C" {
    fn open_site(address: &str, small: bool, old: bool);
    fn put_snippet(source: &str, boot: &str, times: u32, visitor: Option<&str>);
    fn close_site();
    fn decide(decision: &str);
    fn widget_answers(answer: JsValue);
    fn remember(record: &str);
    fn asked() -> usize;
    fn last_asked(field: &str) -> Option<String>;
    fn requests() -> String;
    fn calls() -> String;
    fn hosts() -> usize;
    fn roots() -> usize;
    fn is_closed() -> bool;
    fn color(name: &str) -> String;
    fn host_style(name: &str) -> String;
    fn name_of_launcher() -> String;
    fn direction_of_launcher() -> String;
    fn place_of_launcher() -> String;
    fn page_speaks(lang: &str);
    fn class_of_launcher() -> String;
    fn words_on_launcher() -> String;
    fn is_the_page_s(right: u32, bottom: u32) -> bool;
    fn styles_in_page() -> usize;
    fn press_launcher();
    fn warnings() -> String;
    fn push(address: &str);
    fn is_history_as_found() -> bool;
    fn fragment(text: &str);
    fn swap_body();
    fn clobber();
    fn unclobber();
    fn crash();
    async fn until_shown(shown: bool);
    async fn until_asked(times: u32);
    async fn until_called(text: &str);
    async fn calm();
}

/// A page; everything is put back at the end of the test.
struct Site {
    origin: String,
}

impl Drop for Site {
    fn drop(&mut self) {
        close_site();
    }
}

const SHOP: &str = r##"{"c":"shop","w":"Hi","p":true,"s":{"l":true,"p":true},"n":"Shop","o":"end","v":"on",
    "l":["#b5502f","#ffffff","#a4411f","#feece6","#eebeae","#b34e2d"],
    "m":["#b5502f","#ffffff","#a4411f","#38231c","#694135","#da7250"],"y":"won"}"##;

fn shown(chatflow: &str) -> String {
    format!(r#"{{"d":{},"b":1}}"#, SHOP.replace("shop", chatflow))
}

impl Site {
    fn open(address: &str) -> Self {
        Self::with(address, false, false)
    }

    fn with(address: &str, small: bool, old: bool) -> Self {
        open_site(address, small, old);
        let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
        Self { origin }
    }

    /// The boot for a page that was decided with `show`; `page` is the address the edge was told, if any.
    fn boot(&self, page: Option<&str>, show: &str, fragment_rules: bool) -> String {
        let hash = page.map(|page| protocol::boot::page_hash(&format!("{}{page}", self.origin)));
        let hash = hash.map_or("null".into(), |hash| format!("\"{hash}\""));
        format!(r#"{{"a":"demo","e":"","h":{hash},"f":{fragment_rules},"d":{show},"b":1}}"#)
    }

    fn snippet(&self, page: Option<&str>, show: &str) {
        put_snippet(LOADER, &self.boot(page, show, false), 1, None);
    }
}

#[wasm_bindgen_test]
async fn the_decision_that_came_along_needs_no_request() {
    let site = Site::open("/tea?x=1");
    site.snippet(Some("/tea?x=1"), SHOP);
    until_shown(true).await;
    assert_eq!(asked(), 0);
    assert!(is_closed());
    assert_eq!(color("--brand"), "#b5502f");
    assert_eq!(styles_in_page(), 0, "T16: style comes by sheet only");
    until_called("show shop").await;
}

#[wasm_bindgen_test]
async fn a_decision_for_another_page_is_not_used() {
    for page in [Some("/tea"), None] {
        let site = Site::open("/pricing");
        decide(r#"{"d":null,"b":1}"#);
        site.snippet(page, SHOP);
        until_asked(1).await;
        calm().await;
        assert_eq!(last_asked("u"), Some(format!("{}/pricing", site.origin)));
        assert_eq!(last_asked("headers"), None, "a simple request, without preflight");
        assert_eq!(last_asked("credentials").as_deref(), Some("omit"));
        assert_eq!(hosts(), 0);
    }
}

#[wasm_bindgen_test]
async fn nothing_to_show_leaves_the_page_as_it_was() {
    // S77, N13
    let site = Site::open("/legal#hs-chat-open");
    site.snippet(Some("/legal"), "null");
    calm().await;
    assert_eq!((hosts(), asked(), requests().as_str()), (0, 0, ""));
}

#[wasm_bindgen_test]
async fn twice_is_once() {
    // E15
    let site = Site::open("/");
    put_snippet(LOADER, &site.boot(Some("/"), SHOP, false), 2, None);
    until_shown(true).await;
    assert_eq!(roots(), 1);
}

#[wasm_bindgen_test]
async fn the_fragment_opens_exactly() {
    // S75, S78
    for (fragment, opens) in
        [("#hs-chat-open", true), ("#hs-chat-opened", false), ("#HS-CHAT-OPEN", false), ("", false)]
    {
        let site = Site::open(&format!("/tea{fragment}"));
        put_snippet(LOADER, &site.boot(Some("/tea"), SHOP, false), 1, None);
        until_called("show shop").await;
        calm().await;
        assert_eq!(calls().contains("open"), opens, "{fragment}");
        assert_eq!(asked(), 0, "{fragment}");
    }
}

#[wasm_bindgen_test]
async fn the_fragment_opens_later_too() {
    // S75
    let site = Site::open("/tea");
    site.snippet(Some("/tea"), SHOP);
    until_called("show shop").await;
    fragment("hs-chat-open");
    until_called("open").await;
}

#[wasm_bindgen_test]
async fn a_fragment_counts_only_where_rules_ask_for_it() {
    for (rules, times) in [(false, 0), (true, 1)] {
        let site = Site::open("/app#/cart");
        decide(&shown("cart"));
        put_snippet(LOADER, &site.boot(Some("/app"), SHOP, rules), 1, None);
        until_shown(true).await;
        assert_eq!(asked(), times);
    }
}

#[wasm_bindgen_test]
async fn moving_inside_the_page_decides_again() {
    // N8, E8: with the Navigation API and without
    for old in [false, true] {
        let site = Site::with("/a", false, old);
        site.snippet(Some("/a"), "null");
        decide(&shown("shop"));
        push("/b");
        until_shown(true).await;
        assert_eq!(last_asked("u"), Some(format!("{}/b", site.origin)));
        decide(r#"{"d":null,"b":1}"#);
        push("/c");
        until_shown(false).await;
    }
}

#[wasm_bindgen_test]
async fn with_rules_at_hand_only_a_new_winner_s_texts_are_asked_for() {
    let site = Site::open("/a");
    site.snippet(Some("/a"), SHOP);
    until_called("show shop").await;
    widget_answers("shop".into());
    push("/b");
    calm().await;
    assert_eq!(asked(), 0, "the same winner");
    widget_answers(JsValue::NULL);
    push("/c");
    until_shown(false).await;
    assert_eq!(asked(), 0, "none");
    widget_answers("pricing".into());
    decide(&shown("pricing"));
    push("/d");
    until_shown(true).await;
    assert_eq!(asked(), 1, "a new one");
    widget_answers("shop".into());
    push("/e");
    until_called("show pricing, show shop").await;
    assert_eq!(asked(), 1, "a known one");
}

#[wasm_bindgen_test]
async fn an_edge_that_does_not_answer_changes_nothing() {
    let site = Site::open("/a");
    site.snippet(Some("/a"), SHOP);
    until_shown(true).await;
    decide("offline");
    push("/b");
    until_asked(1).await;
    calm().await;
    assert_eq!(hosts(), 1);
    assert_eq!(warnings(), "");
}

#[wasm_bindgen_test]
async fn who_acted_before_is_asked_for_with_their_token() {
    let site = Site::open("/a");
    remember(r#"{"k":"v1.e30.x","s":"/s","c":"vip","t":"0-a"}"#);
    decide(&shown("vip"));
    site.snippet(Some("/a"), SHOP);
    until_called("show vip").await;
    assert_eq!((last_asked("k").as_deref(), last_asked("c").as_deref()), (Some("v1.e30.x"), Some("vip")));
    push("/b");
    calm().await;
    assert_eq!(asked(), 1, "a running chat goes where the visitor goes");
}

#[wasm_bindgen_test]
async fn the_site_s_own_word_on_who_it_is_beats_another_contact_s_token() {
    // Claims {"sub":"sofia"} and {"sub":"lene"}
    let (sofia, lene) = ("v1.eyJzdWIiOiJzb2ZpYSJ9.x", "v1.eyJzdWIiOiJsZW5lIn0.x");
    for (stored, used) in [(sofia, "v1.eyJzdWIiOiJzb2ZpYSJ9.stored"), (lene, sofia)] {
        let site = Site::open("/a");
        let stored = stored.replace(".x", ".stored");
        remember(&format!(r#"{{"k":"{stored}","s":"/s"}}"#));
        decide(&shown("vip"));
        put_snippet(LOADER, &site.boot(Some("/a"), SHOP, false), 1, Some(sofia));
        until_asked(1).await;
        assert_eq!(last_asked("k").as_deref(), Some(used));
    }
}

#[wasm_bindgen_test]
async fn what_a_page_planted_in_the_storage_is_no_visitor() {
    // T10
    for planted in ["nonsense", "null", "1", r#"{"k":1}"#, "[]"] {
        let site = Site::open("/a");
        remember(planted);
        site.snippet(Some("/a"), SHOP);
        until_shown(true).await;
        assert_eq!(asked(), 0, "{planted}");
    }
}

#[wasm_bindgen_test]
async fn whoever_agreed_and_wrote_nothing_is_nobody_yet() {
    // N13 S82
    let site = Site::open("/a");
    remember(r#"{"o":0,"g":"shop:1"}"#);
    site.snippet(Some("/a"), SHOP);
    until_shown(true).await;
    assert_eq!(asked(), 0, "the decision for strangers is good enough");
    push("/b");
    decide(&shown("shop"));
    until_asked(1).await;
    assert_eq!((last_asked("k"), last_asked("c")), (None, None));
}

#[wasm_bindgen_test]
async fn without_a_launcher_small_screens_have_no_widget() {
    // S54
    let site = Site::with("/a#hs-chat-open", true, false);
    site.snippet(Some("/a"), &SHOP.replace(r#""l":true"#, r#""l":false"#));
    calm().await;
    assert_eq!((hosts(), calls().as_str()), (0, ""));
}

#[wasm_bindgen_test]
async fn a_body_that_is_replaced_gets_the_widget_back() {
    let site = Site::open("/a");
    site.snippet(Some("/a"), SHOP);
    until_shown(true).await;
    swap_body();
    until_shown(true).await;
}

#[wasm_bindgen_test]
async fn names_that_a_page_took_are_not_needed() {
    // T3
    let site = Site::open("/a");
    clobber();
    site.snippet(Some("/a"), SHOP);
    let drawn = hosts();
    unclobber();
    assert_eq!((drawn, warnings().as_str()), (1, ""));
}

#[wasm_bindgen_test]
async fn the_launcher_opens_what_it_has_to_load_first() {
    let site = Site::open("/a");
    site.snippet(Some("/a"), SHOP);
    until_shown(true).await;
    assert_eq!(name_of_launcher(), "Open chat");
    assert_eq!(host_style("position"), "fixed");
    press_launcher();
    until_called("open").await;
    press_launcher();
    until_called("toggle").await;
}

#[wasm_bindgen_test]
async fn a_crash_takes_the_widget_off_and_nothing_else() {
    // T20
    for old in [false, true] {
        let site = Site::with("/a", false, old);
        site.snippet(Some("/a"), SHOP);
        until_called("show shop").await;
        assert_eq!(is_history_as_found(), !old);
        crash();
        assert_eq!(hosts(), 0);
        assert!(is_history_as_found());
        assert_eq!(warnings(), "[chat] switched itself off: Error: a panic");
        push("/b");
        calm().await;
        assert_eq!(asked(), 0);
    }
}

#[wasm_bindgen_test]
async fn the_words_come_with_the_widget_in_the_language_that_is_wanted() {
    // P8 H55: the owner's choice, else the page's, else the browser's
    for (owner, page, wished) in [
        ("", "pt-BR", "pt-BR"),
        (r#","t":"he""#, "pt-BR", "he"),
        ("", "a/../b?c d", "a%2F..%2Fb%3Fc%20d"),
        ("", "", "en-US"),
    ] {
        let site = Site::open("/tea");
        page_speaks(page);
        site.snippet(Some("/tea"), &SHOP.replace(r#","y":"won""#, &format!(r#"{owner},"y":"won""#)));
        until_called("show shop").await;
        // One after the other, without waiting for anything.
        assert_eq!(requests(), format!("/widget.wasm /texts-{wished}"));
    }
}

#[wasm_bindgen_test]
async fn the_launcher_has_its_name_and_its_corner_from_the_first_moment() {
    // P9 H55: the corner is where the lines of the words end
    for (page, direction, place, other) in [
        ("de", "ltr", "right", "left"),
        ("ar-EG", "rtl", "left", "right"),
        ("HE", "rtl", "left", "right"),
        ("arn", "ltr", "right", "left"),
    ] {
        for (position, side) in [("end", place), ("start", other)] {
            let site = Site::open("/tea");
            page_speaks(page);
            let boot = site.boot(
                Some("/tea"),
                &SHOP.replace(r#""o":"end""#, &format!(r#""o":"{position}""#)),
                false,
            );
            put_snippet(LOADER, &boot.replace(r#","b":1"#, r#","b":1,"l":"Apri la chat""#), 1, None);
            until_shown(true).await;
            assert_eq!(
                (name_of_launcher().as_str(), direction_of_launcher().as_str()),
                ("Apri la chat", direction)
            );
            let place = place_of_launcher();
            let distances: Vec<u32> = place.split(' ').filter_map(|distance| distance.parse().ok()).collect();
            let near = distances[if side == "left" { 0 } else { 1 }] < 40;
            assert!(near, "{page} {position}: {place}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_look_is_drawn_from_the_first_moment_and_goes_with_its_chatflow() {
    // H58 E21 P10
    let usual = {
        let site = Site::open("/usual");
        site.snippet(Some("/usual"), SHOP);
        until_shown(true).await;
        place_of_launcher()
    };
    let numbers =
        |place: &str| place.split(' ').filter_map(|number| number.parse().ok()).collect::<Vec<i32>>();
    let look = r##","k":{"c":":host{--x:40px;--y:80px}.launcher{margin:0 40px 80px}","i":"M4 4h16","t":"Ask us","s":"dark pill"},"y":"##;
    let site = Site::open("/tea");
    site.snippet(Some("/tea"), &SHOP.replace(r#","y":"#, look));
    until_shown(true).await;
    assert_eq!(
        (class_of_launcher().as_str(), words_on_launcher().as_str()),
        ("launcher end dark pill", "Ask us")
    );
    assert_eq!(name_of_launcher(), "Ask us", "what is seen is what is said");
    assert_eq!(color("--y"), "80px");
    let (before, now) = (numbers(&usual), numbers(&place_of_launcher()));
    // The entrance scales it, so that a frame may be a few px off.
    assert!((now[1] - before[1] - 40).abs() < 8 && (now[2] - before[2] - 80).abs() < 8, "{before:?} {now:?}");
    assert!(is_the_page_s(20, 40) && is_the_page_s(68, 60), "what it was moved away from can be pressed");
    until_called("show shop").await;

    decide(&shown("plain"));
    push("/cups");
    until_called("show plain").await;
    assert_eq!((class_of_launcher().as_str(), words_on_launcher().as_str()), ("launcher end", ""));
    assert_eq!(color("--y"), "");
}
