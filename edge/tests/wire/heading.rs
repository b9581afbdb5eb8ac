//! Whom a visitor is told they talk to: three of many, drawn once, or the owner of their contact.

use std::collections::BTreeSet;

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
