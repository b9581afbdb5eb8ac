//! The preview of a chatflow that nobody saved: who gets it, and that nothing comes of it.

use serde_json::{Value, json};

use crate::product::Product;
use crate::workshop::Workshop;

#[test]
fn what_nobody_saved_is_shown_to_its_owner_and_to_nobody_else() {
    // S8 S9
    let shop = Workshop::new("preview");
    let before = shop.opens("open");
    let mut chatflow = before["chatflow"].clone();
    chatflow["welcome"] = json!("Not saved");
    chatflow["color"] = json!("#b5502f");
    chatflow["email_capture"] = json!({"when": "unanswered", "minutes": 5, "message": "Your address?"});
    let asks = |scene: &str, chatflow: &Value| {
        shop.ida.sends("POST", "/api/preview", &json!({"chatflow": chatflow, "scene": scene, "dark": true}))
    };
    let boot = asks("open", &chatflow).ok();
    assert_eq!(
        (&boot["a"], &boot["d"]["w"], &boot["d"]["l"][0]),
        (&json!("preview"), &json!("Not saved"), &json!("#b5502f"))
    );
    assert_eq!((&boot["d"]["k"]["s"], boot["d"].get("e")), (&json!("dark"), None));
    let told = asks("capture", &chatflow).ok();
    assert_eq!(told["d"]["e"], json!({"a": 0, "m": "Your address?"}));

    let wrong = |key: &str, value: Value| {
        let mut chatflow = chatflow.clone();
        chatflow[key] = value;
        asks("open", &chatflow).refusal()
    };
    assert_eq!(wrong("color", json!("teal")), (422, "colour_invalid".into()));
    assert_eq!(wrong("id", json!("ü 🍪")), (400, "id_format".into()));
    assert_eq!(wrong("colour", json!("#b5502f")), (400, "unknown_field".into()));
    assert_eq!(asks("half-open", &chatflow).status, 400);
    let body = json!({"chatflow": chatflow, "scene": "open"});
    assert_eq!(shop.agent("mia").sends("POST", "/api/preview", &body).refusal(), (403, "forbidden".into()));

    // Nothing is kept, noted or shown to anybody.
    assert_eq!(shop.opens("open"), before);
    assert_ne!(shop.shown("/")["w"], "Not saved");
    let log = shop.ida.gets("/api/audit").ok()["lines"].to_string();
    assert!(!log.contains("chatflow_"), "{log}");
}

#[test]
fn its_page_reaches_the_widgets_files_and_nothing_else() {
    // S9: no visitor, no line, nothing stored, by the browser's own word
    let product = Product::shared();
    let page = product.ask("GET", "/preview", &[], "");
    let policy = page.header("content-security-policy").unwrap_or_default();
    let own = product.origin();
    for part in [
        "default-src 'none'".to_owned(),
        format!("connect-src {own}/widget/;"),
        format!("frame-ancestors {own};"),
        "sandbox allow-scripts".to_owned(),
        "'wasm-unsafe-eval';".to_owned(),
    ] {
        assert!(policy.contains(&part), "{part} in {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("allow-same-origin"), "{policy}");
    assert!(page.header("set-cookie").is_none());
    let loader = product.ask("GET", "/preview/loader.js", &[], "").text();
    assert!(
        loader.contains("self.parlorBoot") && !loader.contains("__BOOT__"),
        "it starts with what its page says"
    );
    let console =
        product.ask("GET", "/console", &[], "").header("content-security-policy").unwrap_or_default();
    assert!(
        console.contains(&format!("frame-src {own}/preview https: http://127.0.0.1:* http://localhost:*;")),
        "{console}"
    );
}
