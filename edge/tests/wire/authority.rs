//! T24: who may do what, made from the two tables that the edge has of it: every operation that it describes, for every
//! role, with an inbox of one's own and another, and with the ids of another account (T13).
//!
//! The one place here that knows types of the code it judges: which action a route asks for is what is being compared.

use std::collections::BTreeMap;

use conversation::access::{Actor, Denied, Resource, Role, authorize};
use conversation::ids::{AccountId, InboxId};
use edge::routes::authority::needs;
use edge::routes::table::find;
use serde_json::{Value, json};

use crate::accounts::{PASSWORD, WORKSHOP};
use crate::agent::Agent;
use crate::http::{self, Answer};
use crate::product::Product;

/// Everybody of [`account`], by their role: each works in `main`, and nobody in `side`.
const PEOPLE: [(&str, Role); 4] =
    [("olga", Role::Owner), ("adam", Role::Admin), ("agnes", Role::Agent), ("vito", Role::Viewer)];

/// An account with somebody of every role, and a few things that only it has.
fn account(id: &str) -> Value {
    let person = |(name, role): (&str, Role)| {
        json!({"id": name, "name": name, "email": format!("{name}@{id}.test"), "password": PASSWORD,
               "role": role, "seat": role != Role::Viewer})
    };
    let own = |what: &str| format!("{id}-{what}");
    json!({
        "account": id, "name": id, "origins": [WORKSHOP],
        "people": PEOPLE.map(person),
        "teams": [{"id": own("team"), "name": "Team"}],
        "inboxes": [
            {"id": "main", "name": "Main", "members": PEOPLE.map(|(name, _)| name)},
            {"id": "side", "name": "Side", "members": []},
            {"id": own("inbox"), "name": "Vault", "members": ["olga"]},
        ],
        "lists": [{"id": own("list"), "name": "List"}],
        "properties": [{"id": own("property"), "name": "Property", "kind": "text"}],
        "contacts": [{"id": own("contact"), "name": "Contact", "email": format!("contact@{id}.test")}],
        "chatflows": [{"id": own("flow"), "name": "Flow", "enabled": true, "include": [{"op": "all"}],
                       "inbox": "main", "welcome": "Hello."}],
    })
}

/// Method and path of every operation that needs somebody.
fn operations(product: &Product) -> Vec<(String, String)> {
    let document = http::ask(product.port, "GET", "/openapi.json", &[], b"").ok();
    let paths = document["paths"].as_object().expect("there are paths");
    let mut found = Vec::new();
    for (path, methods) in paths {
        for method in methods.as_object().expect("a path has methods").keys() {
            let method = method.to_ascii_uppercase();
            if !["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str()) {
                continue;
            }
            let route = find(&method, &filled(path, "main", &nothing())).expect("what is described is there");
            if needs(&route, &method).is_some() {
                found.push((method, path.clone()));
            }
        }
    }
    assert!(found.len() > 70, "{found:?}");
    found
}

/// Ids of the right shape that nobody has.
fn nothing() -> BTreeMap<&'static str, String> {
    let random = "b".repeat(26);
    [
        ("account", "nobody".to_owned()),
        ("thread", format!("0-{random}")),
        ("record", random.clone()),
        ("invitation", random.clone()),
        ("attachment", random.clone()),
        ("webhook", random.clone()),
        ("token", random.clone()),
        ("secret", random),
        ("delivery", "7".to_owned()),
        ("transcript", "7".to_owned()),
        ("number", "7".to_owned()),
        ("session", "0".repeat(16)),
        ("passkey", "0".repeat(16)),
        ("shard", "0".to_owned()),
        ("file", "nothing.js".to_owned()),
        ("page", "nothing".to_owned()),
    ]
    .into()
}

/// An address of this path in an inbox, with these ids; what is not named does not exist.
fn filled(path: &str, inbox: &str, ids: &BTreeMap<&'static str, String>) -> String {
    let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.split_once('}')) {
        Some(("inbox", rest)) => format!("{inbox}{rest}"),
        Some((name, rest)) => format!("{}{rest}", ids.get(name).map_or("nobody", String::as_str)),
        None => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[track_caller]
fn asks(agent: &Agent<'_>, method: &str, path: &str) -> Answer {
    if method == "GET" { agent.gets(path) } else { agent.sends(method, path, &json!({})) }
}

#[test]
fn every_role_may_what_the_table_says() {
    // T24 P68 S15 S109 S173 S175 S176: roles x routes x own and other inbox
    let product = Product::shared();
    product.internal("/internal/seed", &account("matrix")).ok();
    let id = AccountId::parse("matrix").expect("an id");
    let main = InboxId::parse("main").expect("an id");
    let vault = InboxId::parse("matrix-inbox").expect("an id");
    let operations = operations(product);
    for (name, role) in PEOPLE {
        let agent = Agent::of(product, &format!("{name}@matrix.test"));
        let mut inboxes = vec![&main];
        inboxes.extend((role == Role::Owner).then_some(&vault));
        let actor = Actor { account: &id, role, inboxes, scopes: None };
        for (method, path) in &operations {
            for inbox in ["main", "side"] {
                let there = filled(path, inbox, &nothing());
                // It would end the session that asks.
                if !path.contains("{inbox}") && inbox == "side" || path == "/api/sign-out" {
                    continue;
                }
                let route = find(method, &there).expect("a route");
                let needed = needs(&route, method).expect("it needs somebody");
                let resource = match needed.inbox {
                    Some(inbox) => Resource::Inbox(&id, inbox),
                    None => Resource::Account(&id),
                };
                let answer = asks(&agent, method, &there);
                let what = format!("{name} {method} {there}: {} {}", answer.status, answer.text());
                match authorize(&actor, needed.action, &resource) {
                    Ok(()) => {
                        assert!(![401, 403].contains(&answer.status) && answer.status < 500, "{what}");
                    }
                    Err(Denied::Hidden) => assert_eq!(answer.refusal(), (404, "not_found".into()), "{what}"),
                    Err(Denied::Role | Denied::Scope) => {
                        assert_eq!(answer.refusal(), (403, "forbidden".into()), "{what}");
                    }
                }
            }
        }
        agent.gets("/api/me").ok();
    }
}

#[test]
fn nothing_of_another_account_is_there_for_any_role() {
    // T13 T24: roles x routes x every id that only the other account has
    let product = Product::shared();
    for account in ["matrix-a", "matrix-b"] {
        product.internal("/internal/seed", &self::account(account)).ok();
    }
    let theirs = Agent::of(product, "olga@matrix-b.test");
    let invited = json!({"email": "new@matrix-b.test", "role": "agent"});
    let invitation = theirs.sends("POST", "/api/invitations", &invited).ok()["invitation"]["id"].clone();
    let session = theirs.gets("/api/me/sessions").ok()["sessions"][0]["handle"].clone();
    let hook = json!({"name": "Theirs", "url": "https://hooks.example/", "events": ["thread.created"], "enabled": true});
    let webhook = theirs.sends("POST", "/api/webhooks", &hook).ok()["webhook"]["id"].clone();
    let program = json!({"name": "Theirs", "scopes": ["threads:read"]});
    let token = theirs.sends("POST", "/api/tokens", &program).ok()["token"]["id"].clone();
    let mut ids = nothing();
    for (name, id) in [
        ("webhook", webhook.as_str().expect("an id")),
        ("token", token.as_str().expect("an id")),
        ("chatflow", "matrix-b-flow"),
        ("list", "matrix-b-list"),
        ("contact", "matrix-b-contact"),
        ("property", "matrix-b-property"),
        ("team", "matrix-b-team"),
        ("invitation", invitation.as_str().expect("an id")),
        ("session", session.as_str().expect("a handle")),
    ] {
        ids.insert(name, id.to_owned());
    }
    for (name, role) in PEOPLE {
        let agent = Agent::of(product, &format!("{name}@matrix-a.test"));
        for (method, path) in operations(product) {
            if !path.contains('{') {
                continue;
            }
            let there = filled(&path, "matrix-b-inbox", &ids);
            let answer = asks(&agent, &method, &there);
            let what = format!("{name} {method} {there}: {} {}", answer.status, answer.text());
            let is_nothing = answer.refusal() == (404, "not_found".into());
            // A role that may not anyway is told so, and what is malformed is so wherever it is sent.
            let says_nothing = answer.status == 403 || (method != "GET" && answer.status == 400);
            assert!(is_nothing || says_nothing, "{what}");
            assert!(is_nothing || role < Role::Admin || answer.status == 400, "{what}");
        }
    }
    theirs.gets("/api/me").ok();
}
