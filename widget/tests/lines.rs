//! `loader/lines.js` and `loader/poll.js`: when requests take the place of sockets, and what they then do (N25).

#![cfg(target_arch = "wasm32")]

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/loader/lines.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = lines)]
    static LINES: Function;
}

#[wasm_bindgen(module = "/loader/poll.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = poll)]
    static POLL: Function;
}

#[wasm_bindgen(module = "/tests/lines.js")]
extern "C" {
    fn ways(lines: &Function, script: &str) -> Promise;
    fn story(poll: &Function, script: &str) -> Promise;
}

async fn text(promise: Promise) -> String {
    JsFuture::from(promise).await.expect("it comes to its end").as_string().expect("a text")
}

#[wasm_bindgen_test]
async fn sockets_first_and_requests_where_none_passes() {
    // N25 E30
    for (name, script, expected) in [
        ("two that are silent", "xxm", "ssr"),
        ("what works stays", "xxmmx", "ssrrr"),
        ("for ten minutes", "xxm+xm", "ssrsr"),
        ("a network where nothing passes", "xxxxxx", "ssrssr"),
        ("sockets that pass", "mmmm", "ssss"),
        ("one silence among others", "xmxmx", "sssss"),
        ("an edge that is away", "mxxxxm", "ssssss"),
        ("another network, where none passes", "mxxxxxm", "ssssssr"),
        ("sockets that pass again", "xxm+mxx", "ssrsss"),
    ] {
        assert_eq!(text(ways(&LINES.with(Function::clone), script)).await, expected, "{name}");
    }
}

async fn told(name: &str, script: &str, expected: &str) {
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    };
    let told = text(story(&POLL.with(Function::clone), script.trim())).await;
    assert_eq!(lines(&told), lines(expected), "{name}");
}

#[wasm_bindgen_test]
async fn requests_look_like_a_socket() {
    // N25
    told(
        "one waits, one more says something",
        r#"say 1
           answer 1 {"frames":[{"t":"a"}]}
           say 2
           say 3
           answer 2 {"frames":[]}
           answer 3 {"frames":[{"t":"b"},{"t":"c"}]}"#,
        r#"open
           asks 1 [1]
           message {"t":"a"}
           asks 2 []
           asks 3 [2]
           asks 4 [3]
           message {"t":"b"}
           message {"t":"c"}"#,
    )
    .await;
    told(
        "answers are heard in order",
        r#"say 1
           say 2
           answer 2 {"frames":[{"t":"second"}]}
           answer 1 {"frames":[{"t":"first"}]}"#,
        r#"open
           asks 1 [1]
           asks 2 [2]
           message {"t":"first"}
           message {"t":"second"}
           asks 3 []"#,
    )
    .await;
    told(
        "the end has a code",
        r#"say 1
           answer 1 {"frames":[{"t":"why"}],"closed":4409}
           say 2"#,
        r#"open
           asks 1 [1]
           message {"t":"why"}
           close 4409"#,
    )
    .await;
    told(
        "whoever closes says so, and hears nothing any more",
        "say 1\nclose",
        "open\nasks 1 [1]\nasks 2 end",
    )
    .await;
    told("nothing was said, nothing is closed", "close", "open").await;
}

#[wasm_bindgen_test]
async fn requests_that_fail_are_made_again_for_a_while() {
    // N25
    told(
        "a network that hiccups",
        r#"say 1
           break 1
           wait
           status 1 502
           wait
           answer 1 {"frames":[{"t":"a"}]}"#,
        r#"open
           asks 1 [1]
           asks 1 [1]
           asks 1 [1]
           message {"t":"a"}
           asks 2 []"#,
    )
    .await;
    told("a session that is gone", "say 1\nstatus 1 410", "open\nasks 1 [1]\nclose 1006").await;
}
