use protocol::account::Account;
use serde_json::{Value, json};

use super::*;
use crate::chatflow::edit;
use crate::store::migrate::ACCOUNT;
use crate::store::native::Memory;

/// A shop with a chatflow for prices, one for members, and one for everybody else.
fn shop() -> Memory {
    let sql = Memory::migrated(ACCOUNT);
    let file: Account = serde_json::from_value(json!({
        "account": "shop", "name": "Shop", "origins": ["https://shop.example"],
        "people": [{"id": "ada", "name": "Ada", "email": "ada@shop.test", "role": "admin"}],
        "inboxes": [{"id": "main", "name": "Main", "members": ["ada"]}],
        "lists": [{"id": "vip", "name": "VIP"}],
        "chatflows": [
            {"id": "off", "name": "Off", "enabled": false, "include": [{"op": "all"}], "inbox": "main"},
            {"id": "sales", "name": "Sales", "include": [{"op": "starts_with", "value": "/pricing"}], "inbox": "main"},
            {"id": "vip", "name": "VIP", "include": [{"op": "all"}], "inbox": "main",
             "audience": {"who": "lists", "lists": ["vip"]}},
            {"id": "phone", "name": "Phone", "include": [{"op": "all"}], "inbox": "main",
             "conditions": [[{"fact": "device", "op": "is", "value": "mobile"}]]},
            {"id": "rest", "name": "Rest", "include": [{"op": "all"}],
             "exclude": [{"op": "starts_with", "value": "/legal"}], "inbox": "main"},
        ],
    }))
    .unwrap();
    assert!(account::import(&sql, &file, &["phc".to_owned()], 1_000).unwrap());
    kept::keep(&sql, &file.chatflows, 1_000).unwrap();
    sql
}

fn tried(sql: &Memory, asked: Value) -> Simulation {
    simulate(sql, &serde_json::from_value(asked).unwrap()).unwrap()
}

/// What a live page view is answered with: its id.
fn live(sql: &Memory, url: &str, visitor: Value) -> String {
    tried(sql, json!({"url": url, "visitor": visitor})).decision
}

fn replayed(sql: &Memory, url: &str, visitor: Value, id: &str) -> Value {
    let made = tried(sql, json!({"url": url, "visitor": visitor, "decision": id}));
    serde_json::to_value(made.replay.unwrap()).unwrap()
}

/// Changes where the chatflow for prices is shown.
fn moves_sales(sql: &Memory, to: &str, now: u64) {
    let sales = protocol_id("sales");
    let detail = edit::detail(sql, &sales).unwrap();
    let mut content = detail.chatflow;
    content.targeting.include = serde_json::from_value(json!([{"op": "starts_with", "value": to}])).unwrap();
    edit::save(sql, &sales, detail.revision, content, now).unwrap();
}

fn protocol_id(id: &str) -> conversation::ids::ChatflowId {
    conversation::ids::ChatflowId::parse(id).unwrap()
}

#[test]
fn every_chatflow_has_its_reason() {
    // N1 H57 E12
    let sql = shop();
    let made = tried(&sql, json!({"url": "https://shop.example/legal"}));
    let trace = serde_json::to_value(&made.trace).unwrap();
    let said: Vec<_> =
        trace["chatflows"].as_array().unwrap().iter().map(|it| (&it["id"], &it["verdict"])).collect();
    let expected = json!([
        ["off", "disabled"],
        ["sales", "no_include_matched"],
        ["vip", "audience"],
        ["phone", "conditions"],
        ["rest", "excluded"],
    ]);
    assert_eq!(json!(said), expected);
    // E12: nobody is known in this browser, which is another reason than being on no such list.
    assert_eq!(trace["chatflows"][2]["clause"], "needs_known");
    let known = tried(&sql, json!({"url": "https://shop.example/legal", "visitor": {"known": true}}));
    assert_eq!(serde_json::to_value(&known.trace).unwrap()["chatflows"][2]["clause"], "needs_list");
    assert_eq!((made.trace.show, made.origin_allowed), (None, true));
}

#[test]
fn the_site_is_told_from_others() {
    // H57
    let sql = shop();
    for (url, allowed) in [
        ("https://shop.example/", true),
        ("shop.example/pricing", true),
        ("https://SHOP.example", true),
        ("http://shop.example/", false),
        ("https://www.shop.example/", false),
        ("about:blank", false),
        ("", false),
    ] {
        assert_eq!(tried(&sql, json!({"url": url})).origin_allowed, allowed, "{url}");
    }
    let long = json!({"url": "x".repeat(TRIED_URL_BYTES + 1)});
    let refused = simulate(&sql, &serde_json::from_value(long).unwrap()).unwrap_err();
    assert_eq!(refused.code(), Code::TextTooLong);
}

#[test]
fn what_people_type_is_an_address() {
    for (typed_as, meant) in [
        (" shop.example/a ", "https://shop.example/a"),
        ("localhost:3000/a", "https://localhost:3000/a"),
        ("shop.example:8443", "https://shop.example:8443"),
        ("https://shop.example/", "https://shop.example/"),
        ("about:blank", "about:blank"),
        ("mailto:a@shop.example", "mailto:a@shop.example"),
        ("/pricing", "/pricing"),
        ("", ""),
    ] {
        assert_eq!(typed(typed_as).unwrap(), meant);
    }
}

#[test]
fn an_edit_is_tried_before_it_is_saved() {
    // N1
    let sql = shop();
    let url = "https://shop.example/legal";
    let mut draft = serde_json::to_value(chatflows::by_id(&sql, &protocol_id("rest")).unwrap()).unwrap();
    draft["exclude"] = json!([]);
    // Its place in the order is not the editor's to change.
    draft["priority"] = json!(-5);
    let tried_with = |draft: &Value, url: &str| tried(&sql, json!({"url": url, "draft": draft})).trace.show;
    assert_eq!(tried_with(&draft, url).as_deref(), Some("rest"));
    assert_eq!(tried_with(&draft, "https://shop.example/pricing").as_deref(), Some("sales"));
    draft["id"] = json!("new");
    assert_eq!(tried_with(&draft, url).as_deref(), Some("new"));
    assert_eq!(tried_with(&draft, "https://shop.example/").as_deref(), Some("rest"));
    assert_eq!(tried(&sql, json!({"url": url})).trace.show, None);
}

#[test]
fn a_live_decision_is_made_again() {
    // N3
    let sql = shop();
    let page = "https://shop.example/pricing?plan=pro";
    let id = live(&sql, page, json!({}));
    let same = |in_force| json!({"outcome": "same", "published_at": 1_000, "in_force": in_force});
    assert_eq!(replayed(&sql, page, json!({}), &format!(" {id}\n")), same(true));
    // The loader keeps its own word out of the address.
    assert_eq!(replayed(&sql, &format!("{page}#hs-chat-open"), json!({}), &id), same(true));
    assert_eq!(replayed(&sql, "https://shop.example/", json!({}), &id), json!({"outcome": "other_page"}));
    // Rules that were published before are kept.
    moves_sales(&sql, "/shop", 2_000);
    assert_eq!(replayed(&sql, page, json!({}), &id), same(false));
    assert_ne!(live(&sql, page, json!({})), id);
    // What comes back is in force again, and was published now.
    moves_sales(&sql, "/pricing", 3_000);
    let again = json!({"outcome": "same", "published_at": 3_000, "in_force": true});
    assert_eq!(replayed(&sql, page, json!({}), &id), again);
}

#[test]
fn another_visitor_is_told_from_other_rules() {
    // N3
    let sql = shop();
    let page = "https://shop.example/";
    let member = json!({"known": true, "lists": ["vip"]});
    let id = live(&sql, page, member.clone());
    assert!(id.ends_with(".k.vip.0"), "{id}");
    let other = |shown: Value, in_force| json!({"outcome": "other_visitor", "published_at": 1_000, "in_force": in_force, "shown": shown});
    assert_eq!(replayed(&sql, page, json!({}), &id), other(json!("vip"), true));
    assert_eq!(replayed(&sql, page, member, &id)["outcome"], "same");
    let on_a_phone = json!({"facts": {"device": "mobile"}});
    let id = live(&sql, page, on_a_phone);
    assert_eq!(replayed(&sql, page, json!({}), &id), other(json!("phone"), true));
    let nothing = live(&sql, "https://shop.example/legal", json!({}));
    let members = json!({"known": true, "lists": ["vip"]});
    assert_eq!(replayed(&sql, "https://shop.example/legal", members, &nothing), other(Value::Null, true));
}

#[test]
fn what_cannot_be_made_again_is_said() {
    // N3
    let sql = shop();
    let page = "https://shop.example/";
    let id = live(&sql, page, json!({}));
    for (text, outcome) in [
        ("", "unreadable"),
        ("welcome", "unreadable"),
        (&id.replacen("p1.", "p1.0", 1), "unreadable"),
        (&format!("p1.0123456789abcdef{}", &id[19..]), "rules_gone"),
    ] {
        assert_eq!(replayed(&sql, page, json!({}), text), json!({"outcome": outcome}), "{text}");
    }
    // Fifty publications later, the first is forgotten.
    for n in 0..protocol::limits::KEPT_RULE_SETS as u64 {
        moves_sales(&sql, &format!("/{n}"), 2_000 + n);
    }
    assert_eq!(replayed(&sql, page, json!({}), &id), json!({"outcome": "rules_gone"}));
}

#[test]
fn what_changes_only_texts_is_kept_once() {
    // N3
    let sql = shop();
    let rest = protocol_id("rest");
    let detail = edit::detail(&sql, &rest).unwrap();
    let mut content = detail.chatflow;
    content.welcome = "Hello again.".to_owned();
    edit::save(&sql, &rest, detail.revision, content, 2_000).unwrap();
    let page = "https://shop.example/";
    let id = live(&sql, page, json!({}));
    let same = json!({"outcome": "same", "published_at": 1_000, "in_force": true});
    assert_eq!(replayed(&sql, page, json!({}), &id), same);
}
