//! `GET /embed/{account}.js`: the loader, and the decision it brings where the browser tells the page's address.

use std::io::Read as _;

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use crate::http::Answer;
use crate::product::Product;
use crate::visitor::{KILN, decide};

/// Asks for the loader as a script tag does.
#[track_caller]
fn loader(account: &str, headers: &[(&str, &str)]) -> Answer {
    Product::shared().ask("GET", &format!("/embed/{account}.js"), headers, "")
}

/// What the loader starts with: the only object in it that names an account.
#[track_caller]
pub(crate) fn boot(source: &str, account: &str) -> Value {
    assert!(!source.contains("__BOOT__"), "the placeholder is gone");
    let begin = source.find(&format!(r#"{{"a":"{account}","#)).expect("the loader holds what it starts with");
    let mut values = serde_json::Deserializer::from_str(&source[begin..]).into_iter::<Value>();
    values.next().expect("an object begins there").expect("it is JSON")
}

/// What the loader starts with on a page, if the browser tells its address.
#[track_caller]
pub(crate) fn boot_of(account: &str, referer: Option<&str>) -> Value {
    let headers: Vec<(&str, &str)> = referer.map(|referer| ("referer", referer)).into_iter().collect();
    let answer = loader(account, &headers);
    assert_eq!(answer.status, 200, "{}", answer.text());
    boot(&answer.text(), account)
}

/// The fingerprint of a page's address as the loader computes it: FNV-1a over UTF-16, without the fragment.
pub(crate) fn page_hash(url: &str) -> String {
    let page = url.split('#').next().unwrap_or_default();
    let hash = page
        .encode_utf16()
        .fold(0x811c_9dc5_u32, |hash, unit| (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

#[test]
fn the_loader_brings_the_decision_of_the_page_that_asks() {
    let product = Product::shared();
    for (page, chatflow) in [
        ("https://kiln.example/", "welcome"),
        ("https://kiln.example/pricing?from=mail", "pricing"),
        ("https://kiln.example/about?plan=pro", "campaign"),
        ("https://kiln.example/über-uns", "everywhere"),
        ("http://127.0.0.1:8788/", "welcome"),
    ] {
        // Browsers send addresses in ASCII.
        let page = page.replace('ü', "%C3%BC");
        let boot = boot_of("demo", Some(&page));
        assert_eq!(boot["d"]["c"], chatflow, "{page}");
        assert_eq!(boot["h"], page_hash(&page), "{page}: it says which page it was decided for");
        assert_eq!(boot["e"], product.origin());
        assert_eq!(boot["f"], true, "the demo has rules about fragments");
        assert_eq!(boot["d"]["y"], "won");
    }
    assert_eq!(boot_of("demo", Some("https://kiln.example/legal/terms"))["d"], Value::Null);
    assert_eq!(boot_of("atelier", Some("https://atelier.example/"))["f"], false);
}

#[test]
fn a_page_that_nothing_is_for_gets_the_scout_and_any_other_the_loader() {
    let is_loader = |referer: Option<&str>| {
        let headers: Vec<(&str, &str)> = referer.map(|referer| ("referer", referer)).into_iter().collect();
        loader("demo", &headers).text().contains(".launcher")
    };
    assert!(!is_loader(Some("https://kiln.example/legal/terms")));
    // On the one something is shown, of the others nobody knows yet.
    for referer in [Some("https://kiln.example/"), Some("https://evil.example/"), None] {
        assert!(is_loader(referer), "{referer:?}");
    }
    let scout = loader("demo", &[("referer", "https://kiln.example/legal/terms")]).text();
    let (_, from) = scout.split_once("/widget/loader-").expect("the scout names the loader");
    let name = from.split('"').next().unwrap_or_default();
    let brought = Product::shared().ask("GET", &format!("/widget/loader-{name}"), &[], "");
    assert!(brought.status == 200 && brought.text().contains(".launcher"));
}

#[test]
fn a_cut_referer_never_decides_for_another_page() {
    // Chromium cuts addresses over 4,096 characters to the origin; strict modes always do. The decision that comes
    // then is the home page's and says so: the loader on any other page asks.
    let boot = boot_of("demo", Some("https://kiln.example/"));
    assert_eq!(boot["h"], page_hash("https://kiln.example/"));
    assert_ne!(boot["h"], page_hash("https://kiln.example/pricing"));
    let long = format!("https://kiln.example/pricing?x={}", "y".repeat(4_200));
    // A browser that did not cut it told the truth all the same.
    let boot = boot_of("demo", Some(&long));
    assert_eq!((&boot["d"]["c"], &boot["h"]), (&json!("pricing"), &json!(page_hash(&long))));
    for length in [4_200, 60_000] {
        let page = json!({"u": format!("https://kiln.example/pricing?x={}", "y".repeat(length))});
        assert_eq!(decide(Product::shared(), "demo", KILN, &page).ok()["d"]["c"], "pricing", "{length}");
    }
}

#[test]
fn without_an_address_or_from_elsewhere_the_loader_comes_bare() {
    // T6: a script request carries no origin, so its referer decides whether it brings anything
    for referer in [
        None,
        Some(""),
        Some("https://evil.example/"),
        Some("https://kiln.example.evil.example/"),
        Some("https://evil.example/?https://kiln.example/"),
        Some("https://kiln.example@evil.example/"),
        Some("http://kiln.example/"),
        Some("https://kiln.example:444/"),
        Some("about:client"),
        Some("kiln.example"),
        Some("null"),
    ] {
        let boot = boot_of("demo", referer);
        assert_eq!((&boot["d"], &boot["h"]), (&Value::Null, &Value::Null), "{referer:?}");
    }
}

#[test]
fn the_loaders_headers() {
    let page = [("referer", "https://kiln.example/")];
    let answer = loader("demo", &page);
    let cache = answer.list("cache-control");
    assert!(cache.contains(&"private".into()) && cache.contains(&"no-cache".into()), "{cache:?}");
    let vary = answer.list("vary");
    assert!(
        ["referer", "origin", "accept-encoding", "accept-language"]
            .iter()
            .all(|name| vary.contains(&(*name).into())),
        "{vary:?}"
    );
    assert_eq!(answer.header("x-content-type-options").as_deref(), Some("nosniff"));
    assert_eq!(answer.header("cross-origin-resource-policy").as_deref(), Some("cross-origin"));
    assert!(answer.header("content-type").unwrap_or_default().starts_with("text/javascript"));
    assert_eq!(answer.header("set-cookie"), None);

    let tag = answer.header("etag").expect("a tag");
    let bare = tag.trim_start_matches("W/").to_owned();
    for known in [tag.clone(), bare, format!("\"other\", {tag}"), "*".to_owned()] {
        let again = loader("demo", &[page[0], ("if-none-match", &known)]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{known}");
        assert_eq!(again.header("etag"), Some(tag.clone()));
        assert_eq!(again.list("cache-control"), cache, "a 304 renews what is kept");
        assert_eq!(again.list("vary"), vary);
    }
    assert_eq!(loader("demo", &[page[0], ("if-none-match", "\"other\"")]).status, 200);
    let elsewhere = [("referer", "https://kiln.example/pricing"), ("if-none-match", &tag)];
    assert_eq!(loader("demo", &elsewhere).status, 200, "another page's decision is another answer");
}

#[test]
fn the_loader_is_compressed_for_whoever_takes_it() {
    let plain = loader("demo", &[("referer", "https://kiln.example/")]);
    assert_eq!(plain.header("content-encoding"), None);
    let packed = loader("demo", &[("referer", "https://kiln.example/"), ("accept-encoding", "gzip")]);
    assert_eq!(packed.header("content-encoding").as_deref(), Some("gzip"));
    let mut text = String::new();
    GzDecoder::new(&packed.body[..]).read_to_string(&mut text).expect("it is gzip");
    assert_eq!(text, plain.text());
    let best = loader(
        "demo",
        &[("referer", "https://kiln.example/"), ("accept-encoding", "gzip, deflate, br, zstd")],
    );
    assert_eq!(best.header("content-encoding").as_deref(), Some("br"));
    assert!(best.body.len() < plain.body.len(), "{} of {}", best.body.len(), plain.body.len());
    let refused = loader("demo", &[("accept-encoding", "br;q=0, gzip;q=0")]);
    assert_eq!(refused.header("content-encoding"), None);
}

#[test]
fn an_unknown_account_is_a_script_that_does_nothing() {
    // row 14
    for account in ["nobody", "No%20One", "..%2fdemo", "demo.js"] {
        let answer = loader(account, &[("referer", "https://kiln.example/")]);
        assert_eq!(answer.status, 404, "{account}");
        assert!(
            answer.header("content-type").unwrap_or_default().starts_with("text/javascript"),
            "{account}"
        );
        let text = answer.text();
        assert!(text.starts_with("/*") && text.trim_end().ends_with("*/"), "{account}: a comment, {text}");
    }
}

/// Where the loader asks for the words, without the language.
fn texts_address() -> String {
    let source = loader("demo", &[("referer", "https://kiln.example/")]).text();
    let begin = source.find("/widget/texts-").expect("the loader names its words");
    source[begin..].split(['"', '`', '$']).next().unwrap_or_default().to_owned()
}

#[test]
fn the_words_come_in_the_nearest_language() {
    // P8 S184
    let address = texts_address();
    let product = Product::shared();
    for (wish, language) in [
        ("de", "de"),
        ("de-AT", "de"),
        ("pt-BR", "pt"),
        ("pt-PT", "pt-PT"),
        ("zh-TW", "zh-Hant"),
        ("nn", "no"),
        ("xx", "en"),
        ("", "en"),
        ("a%2F..%2Fb", "en"),
        ("..", "en"),
    ] {
        let answer = product.ask("GET", &format!("{address}{wish}"), &[("accept-encoding", "br")], "");
        assert_eq!(
            (answer.status, answer.header("content-encoding").as_deref()),
            (200, Some("br")),
            "{wish}"
        );
        let plain = product.ask("GET", &format!("{address}{wish}"), &[], "");
        let words: Value = serde_json::from_str(&plain.text()).expect("JSON");
        assert_eq!(words["language"], language, "{wish}");
        assert!(plain.list("cache-control").contains(&"immutable".into()), "{wish}");
        assert_eq!(plain.header("access-control-allow-origin").as_deref(), Some("*"));
        assert_eq!(plain.header("content-type").as_deref(), Some("application/json"));
    }
    for wrong in
        ["/widget/texts-0123456789abcdef-de", "/widget/texts-de", "/widget/texts-", "/widget/texts-..-de"]
    {
        assert_eq!(product.ask("GET", wrong, &[], "").status, 404, "{wrong}: of another release, or none");
    }
}

#[test]
fn the_launcher_is_called_in_the_browser_s_language() {
    // P8
    for (accepted, name) in [
        ("de-CH,de;q=0.9", json!("Chat öffnen")),
        ("ja", json!("チャットを開く")),
        ("en-GB,de;q=0.9", Value::Null),
        ("*;q=x,,", Value::Null),
    ] {
        let answer = loader("demo", &[("referer", "https://kiln.example/"), ("accept-language", accepted)]);
        assert_eq!(boot(&answer.text(), "demo")["l"], name, "{accepted}");
    }
}
