//! Whom a visitor is told they talk to: three of many, drawn once, or the owner of their contact.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::accounts::{self, WORKSHOP};
use crate::agent::Agent;
use crate::product::Product;
use crate::visitor::decide;
use crate::wait::until;

/// An account with five people, whose chatflows show three of them, their team, and the owner of a contact.
fn account(id: &str) -> Value {
    let mut account = accounts::workshop(id);
    let people = account["people"].as_array_mut().expect("people");
    for name in ["Ben", "Cleo", "Dora", "Emil"] {
        let who = name.to_lowercase();
        people.push(json!({"id": who, "name": name, "email": format!("{who}@{id}.test"), "role": "agent",
            "password": "parlor-demo", "seat": true}));
    }
    let members: Vec<Value> = ["ben", "cleo", "dora", "emil"].map(|agent| json!({"agent": agent})).into();
    account["teams"] = json!([{"id": "kiln", "name": "Kiln", "members": members}]);
    account["contacts"] = json!([
        {"id": "vera", "name": "Vera Lind", "email": "vera@customer.test", "owner": "dora"},
        {"id": "sven", "name": "Sven Ek", "email": "sven@customer.test"},
    ]);
    let flow = |id: &str, heading: Value| {
        json!({
            "id": id, "name": id, "enabled": true, "inbox": "main", "welcome": "Hello.", "heading": heading,
            "include": [{"op": "starts_with", "value": format!("/{id}")}], "audience": {"who": "everyone"},
        })
    };
    account["chatflows"] = json!([
        flow("many", json!({"kind": "agents", "agents": ["ben", "cleo", "dora", "emil"]})),
        flow("team", json!({"kind": "team", "team": "kiln"})),
        flow("owner", json!({"kind": "owner", "fallback": "ben"})),
    ]);
    account
}

/// What a page shows to whoever has that token and drew that number.
#[track_caller]
fn shown(id: &str, path: &str, token: Option<&str>, draw: Option<u64>) -> Value {
    let page = json!({"u": format!("{WORKSHOP}{path}"), "k": token, "j": draw});
    let page: serde_json::Map<_, _> = page
        .as_object()
        .expect("an object")
        .clone()
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .collect();
    decide(Product::shared(), id, WORKSHOP, &Value::Object(page)).ok()["d"].clone()
}

#[track_caller]
fn identity(id: &str, who: &str) -> String {
    let asked = json!({"account": id, "email": format!("{who}@customer.test")});
    let identity = Product::shared().internal("/internal/identify", &asked).ok();
    identity["token"].as_str().expect("a token").to_owned()
}

#[test]
fn of_more_than_three_each_page_load_draws_three_and_keeps_them() {
    // S43
    let id = "heading-many";
    Product::shared().internal("/internal/seed", &account(id)).ok();
    for path in ["/many", "/team"] {
        let drawn: BTreeSet<String> = (0..30).map(|_| shown(id, path, None, None)["g"].to_string()).collect();
        assert!(drawn.len() > 1, "thirty page loads, always the same three: {drawn:?}");
        let first = shown(id, path, None, None);
        assert_eq!(first["g"].as_array().map(Vec::len), Some(3), "{first}");
        let number = first["j"].as_u64().expect("the number they were drawn with");
        for _ in 0..5 {
            assert_eq!(shown(id, path, None, Some(number))["g"], first["g"], "{path}");
        }
    }
}

#[test]
fn a_contact_is_greeted_by_their_owner_and_everybody_else_by_the_fallback() {
    // S42 S45
    let id = "heading-owner";
    Product::shared().internal("/internal/seed", &account(id)).ok();
    let (vera, sven) = (identity(id, "vera"), identity(id, "sven"));
    for (token, name) in [(Some(&vera), "Dora"), (Some(&sven), "Ben"), (None, "Ben")] {
        let show = shown(id, "/owner", token.map(String::as_str), None);
        assert_eq!((&show["n"], &show["g"]), (&json!(name), &json!([name])));
    }
}

#[test]
fn who_joins_a_team_stands_in_its_heading() {
    // S42
    let id = "heading-team";
    Product::shared().internal("/internal/seed", &account(id)).ok();
    let ida = Agent::of(Product::shared(), &format!("ida@{id}.test"));
    let team = json!({"name": "Kiln", "members": [{"agent": "emil", "primary": false}]});
    ida.sends("PUT", "/api/teams/kiln", &team).ok();
    until("the heading to follow", || (shown(id, "/team", None, None)["n"] == "Emil").then_some(()));
}

/// The smallest of pictures.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

#[test]
fn a_picture_is_shown_to_whoever_was_told_the_name_and_to_no_other_site() {
    // H59 S42
    let (id, product) = ("heading-faces", Product::shared());
    product.internal("/internal/seed", &account(id)).ok();
    let ida = Agent::of(product, &format!("ida@{id}.test"));
    let asks = |origin: &str, query: &str| {
        product.ask("GET", &format!("/v1/{id}/faces{query}"), &[("origin", origin)], "")
    };
    assert_eq!(shown(id, "/many", None, None).get("a"), None, "nobody has one: nobody asks");
    assert_eq!(asks(WORKSHOP, "?name=Ida%20Holm").status, 204);
    ida.sends("PUT", "/api/me/avatar", &json!({"image": STANDARD.encode(PNG)})).ok();
    until("the word that there are pictures", || (shown(id, "/many", None, None)["a"] == true).then_some(()));
    let face = asks(WORKSHOP, "?name=Ida%20Holm");
    assert_eq!((face.status, face.body.as_slice()), (200, PNG));
    for (header, value) in [
        ("content-type", "image/png"),
        ("x-content-type-options", "nosniff"),
        ("access-control-allow-origin", WORKSHOP),
        ("cache-control", "private, max-age=300"),
    ] {
        assert_eq!(face.header(header).as_deref(), Some(value), "{header}");
    }
    for name in ["Cleo", "ida%20holm", "%25", ""] {
        assert_eq!(asks(WORKSHOP, &format!("?name={name}")).status, 204, "{name}");
    }
    for (origin, query, refusal) in [
        (WORKSHOP, "", (400, "missing_field")),
        (WORKSHOP, "?agent=ben", (400, "filter_unknown")),
        ("https://evil.example", "?name=Ida%20Holm", (403, "origin_forbidden")),
    ] {
        assert_eq!(asks(origin, query).refusal(), (refusal.0, refusal.1.to_owned()), "{query}");
    }
    ida.sends("DELETE", "/api/me/avatar", &json!({})).ok();
    assert_eq!(asks(WORKSHOP, "?name=Ida%20Holm").status, 204);
    until("the word that there are none", || shown(id, "/many", None, None).get("a").is_none().then_some(()));
}
