//! Receipts of consent to take along, and proofs of erasure (N18).

use serde_json::{Value, json};

use crate::accounts::{self, EXPLICIT, WORKSHOP};
use crate::product::Product;
use crate::visitor::{agreeing, first_post, says};
use crate::wait::until;
use crate::workshop::Workshop;

/// An account that asks for both consents.
fn shop(id: &'static str) -> Workshop {
    let mut account = accounts::workshop(id);
    account["gdpr"] = json!(true);
    account["subscriptions"] = json!([{"id": "letter", "name": "Our letter"}]);
    account["chatflows"][0]["communication"] =
        json!({"subscription": "letter", "text": "=A letter, \"monthly\""});
    account["chatflows"][0]["consent"] = json!({"mode": "explicit", "text": EXPLICIT});
    Workshop::of(id, &account)
}

/// A visitor who agrees to both: their token and their thread.
fn agreed(shop: &Workshop) -> (String, String) {
    let me = shop.visitor();
    let mut socket = me.connects();
    let mut post = agreeing(first_post("open", "Hello"), 1);
    post["communication"] = json!({"subscription": "letter", "version": 1, "language": "de"});
    let thread = says(&mut socket, &post)["thread"].as_str().expect("a thread").to_owned();
    until("the thread's row", || shop.ida.row("main", "view=all", &thread));
    (me.token, thread)
}

#[test]
fn receipts_are_exported_whole_by_admins_alone() {
    // N18
    let shop = shop("receipts");
    let (_, thread) = agreed(&shop);
    let (_, other) = agreed(&shop);
    let all = shop.ida.gets("/api/receipts").ok()["receipts"].clone();
    let of_thread =
        shop.ida.gets(&format!("/api/receipts?inbox=main&thread={thread}")).ok()["receipts"].clone();
    assert_eq!((all.as_array().map(Vec::len), of_thread.as_array().map(Vec::len)), (Some(4), Some(2)));
    let details = shop.ida.details("main", &thread);
    let line = |choice: &str| {
        of_thread
            .as_array()
            .into_iter()
            .flatten()
            .find(|line| line["choice"] == choice)
            .cloned()
            .unwrap_or_default()
    };
    let (process, letter) = (line("agreed"), line("subscribed"));
    for (receipt, shown) in [(&process, &details["consents"][0]), (&letter, &details["subscriptions"][0])] {
        for field in ["text", "hash", "version", "language"] {
            assert_eq!(receipt[field], shown[field], "{field}");
        }
        assert_eq!(receipt["hash"].as_str().map(str::len), Some(64));
        assert_eq!((&receipt["thread"], &receipt["chatflow"]), (&json!(thread), &json!("open")));
    }
    assert_eq!((&process["text"], &process["mode"]), (&json!(EXPLICIT), &json!("explicit")));
    assert_eq!(shop.ida.gets("/api/receipts?thread=0-a").code(), "id_format");
    assert_eq!(shop.ida.gets(&format!("/api/receipts?thread={other}")).code(), "filter_unknown");
    assert_eq!(shop.ida.gets("/api/receipts?contact=nobody").refusal(), (404, "not_found".into()));
    let table = shop.ida.gets("/api/receipts.csv");
    assert_eq!(table.header("content-type").as_deref(), Some("text/csv; charset=utf-8"));
    let text = table.text();
    assert_eq!(text.lines().next().map(|line| line.split(',').count()), Some(14));
    assert!(text.contains("\"'=A letter, \"\"monthly\"\"\""), "no formula: {text}");
    let mia = shop.agent("mia");
    for path in ["/api/receipts", "/api/receipts.csv", "/api/erasures"] {
        assert_eq!(mia.gets(path).refusal(), (403, "forbidden".into()), "{path}");
    }
    let log = shop.ida.gets("/api/audit?limit=9").ok();
    let exported = |line: &&Value| line["what"] == "receipts_exported";
    assert_eq!(log["lines"].as_array().into_iter().flatten().filter(exported).count(), 3, "{log}");
}

#[test]
fn whoever_is_forgotten_has_a_number_and_admins_find_the_proof() {
    // N18
    let shop = shop("erasures");
    let (token, thread) = agreed(&shop);
    let hashes: Vec<Value> = ["consents", "subscriptions"]
        .map(|kind| shop.ida.details("main", &thread)[kind][0]["hash"].clone())
        .to_vec();
    let headers = [("origin", WORKSHOP), ("content-type", "text/plain")];
    let body = json!({"token": token}).to_string();
    let forget = || Product::shared().ask("POST", "/v1/erasures/forget", &headers, &body).ok();
    let told = forget();
    let number = told["erasure"].as_str().expect("a number").to_owned();
    let proofs = |query: &str| shop.ida.gets(&format!("/api/erasures{query}")).ok()["erasures"].clone();
    let typed = number.to_lowercase().replace('-', "");
    let proof = proofs(&format!("?number={typed}"))[0].clone();
    assert_eq!(proofs(""), json!([proof]));
    assert_eq!(
        (&proof["number"], &proof["what"], &proof["by"]["kind"]),
        (&json!(number), &json!("visitor"), &json!("visitor"))
    );
    let counts = &proof["counts"];
    let counted = ["conversations", "receipts", "subscriptions", "contacts"].map(|kind| counts[kind].clone());
    assert_eq!(counted, [json!(1), json!(2), json!(1), json!(0)]);
    assert_eq!(proof["receipts"], json!(hashes));
    let written = proof.to_string();
    for data in [thread.as_str(), EXPLICIT, "letter", "Hello"] {
        assert!(!written.contains(data), "{data} in {written}");
    }
    assert_eq!(proofs("?number=AAAA-AAAA-AAAA"), json!([]));
    // Once more, nothing is left to do.
    assert_eq!(forget(), json!({}));
}
