//! The API as programs use it: tokens with scopes, and requests that are done once.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::described;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::starts;
use crate::wait::until;
use crate::workshop::Workshop;

/// Every scope there is.
const SCOPES: [&str; 12] = [
    "threads:read",
    "threads:write",
    "contacts:read",
    "contacts:write",
    "chatflows:read",
    "chatflows:write",
    "people:read",
    "people:write",
    "settings:read",
    "settings:write",
    "webhooks:write",
    "visitors:identify",
];

/// A program with a token.
pub(crate) struct Program {
    pub(crate) token: String,
    /// The token's id.
    id: String,
}

impl Program {
    /// Ida makes a token with these scopes.
    #[track_caller]
    pub(crate) fn of(shop: &Workshop, scopes: &[&str]) -> Self {
        let made = shop.ida.sends("POST", "/api/tokens", &json!({"name": "CRM", "scopes": scopes})).ok();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        Self { token: text(&made["secret"]), id: text(&made["token"]["id"]) }
    }

    /// Asks with nothing but the token.
    #[track_caller]
    pub(crate) fn asks(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.asks_with(method, path, body, &[])
    }

    #[track_caller]
    fn asks_with(&self, method: &str, path: &str, body: &Value, more: &[(&str, &str)]) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![("authorization", bearer.as_str()), ("content-type", "application/json")];
        headers.extend(more);
        let body = if method == "GET" { String::new() } else { body.to_string() };
        Product::shared().ask(method, path, &headers, &body)
    }

    #[track_caller]
    fn once(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.asks_with("POST", path, body, &[("idempotency-key", key)])
    }
}

/// What is described for people and programs: method, address with ids that are nobody's, and the scope.
fn operations() -> Vec<(String, String, Option<String>)> {
    let document = described::document(Product::shared().port);
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("there are paths") {
        let Some(methods) =
            methods.as_object().filter(|_| !path.starts_with("/v1/") && !path.starts_with("/internal/"))
        else {
            continue;
        };
        for (method, operation) in methods {
            // What nobody needs to be anybody for, no token opens.
            if operation["security"].as_array().is_none_or(Vec::is_empty) {
                continue;
            }
            let scope = operation["x-scope"].as_str().map(str::to_owned);
            found.push((method.to_ascii_uppercase(), described::example(path), scope));
        }
    }
    found
}

#[test]
fn a_token_opens_the_routes_of_its_scopes_and_no_others() {
    // P66 T24: every route of the description, with every scope
    let shop = Workshop::new("ws-scopes");
    let none = Program::of(&shop, &[]);
    let each: BTreeMap<&str, Program> =
        SCOPES.into_iter().map(|scope| (scope, Program::of(&shop, &[scope]))).collect();
    let all = Program::of(&shop, &SCOPES);
    let operations = operations();
    assert!(operations.len() > 60, "{}", operations.len());
    for (method, path, needed) in operations {
        let name = format!("{method} {path}");
        let forbidden = (403, "forbidden".to_owned());
        assert_eq!(none.asks(&method, &path, &json!({})).refusal(), forbidden, "{name} with no scope");
        let Some(needed) = needed else {
            assert_eq!(all.asks(&method, &path, &json!({})).refusal(), forbidden, "{name} is for people");
            continue;
        };
        for (scope, program) in &each {
            let answer = program.asks(&method, &path, &json!({}));
            if *scope == needed {
                assert!(![401, 403].contains(&answer.status), "{name} with {scope}: {answer:?}");
            } else {
                assert_eq!(answer.refusal(), forbidden, "{name} with {scope}");
            }
        }
    }
}

#[test]
fn a_token_is_shown_once_may_no_more_than_its_owner_and_ends_at_once() {
    // P66 T22
    let shop = Workshop::new("ws-tokens");
    let program = Program::of(&shop, &["threads:read", "chatflows:write"]);
    assert!(program.token.starts_with("parlor_ws-tokens_"), "{}", program.token);
    program.asks("GET", "/api/inboxes/main/threads", &json!({})).ok();
    // In an inbox that its owner is no member of, there is nothing.
    assert_eq!(program.asks("GET", "/api/inboxes/side/threads", &json!({})).status, 404);
    let listed = shop.ida.gets("/api/tokens").ok();
    let token = &listed["tokens"][0];
    assert_eq!((&token["name"], &token["owner"]["id"]), (&json!("CRM"), &json!("ida")));
    assert!(token["last_used"].is_u64() && !listed.to_string().contains("parlor_"), "{listed}");
    // The audit log says which token did it.
    let made = program.asks("POST", "/api/chatflows", &json!({"name": "By a program"})).ok();
    assert_eq!(made["chatflow"]["name"], "By a program");
    // Agents make none, and no token does.
    let body = json!({"name": "x", "scopes": SCOPES});
    assert_eq!(shop.agent("mia").sends("POST", "/api/tokens", &body).refusal().0, 403);
    let all = Program::of(&shop, &SCOPES);
    assert_eq!(all.asks("POST", "/api/tokens", &body).refusal().0, 403);
    // With a session as well, it is refused; so is what is none.
    let both = [("authorization", format!("Bearer {}", program.token)), ("cookie", shop.ida.cookie.clone())];
    let both: Vec<(&str, &str)> = both.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = Product::shared().ask("GET", "/api/people", &both, "");
    assert_eq!(answer.refusal(), (400, "credentials_mixed".to_owned()));
    for wrong in ["Bearer x", "Basic eDp5", "Bearer ", &format!("Bearer {}x", program.token)] {
        let answer = Product::shared().ask("GET", "/api/people", &[("authorization", wrong)], "");
        assert_eq!(answer.refusal(), (401, "unauthenticated".to_owned()), "{wrong}");
    }
    // Of another account it opens nothing: the account is the token's.
    let other = program.token.replacen("ws-tokens", "ws-scopes", 1);
    let other = format!("Bearer {other}");
    let answer = Product::shared().ask("GET", "/api/people", &[("authorization", &other)], "");
    assert_eq!(answer.status, 401);
    // Revoked, it is none.
    shop.ida.sends("DELETE", &format!("/api/tokens/{}", program.id), &json!({})).ok();
    assert_eq!(program.asks("GET", "/api/inboxes/main/threads", &json!({})).status, 401);
    let past = json!({"name": "x", "scopes": [], "expires_at": 1});
    assert_eq!(shop.ida.sends("POST", "/api/tokens", &past).code(), "number_range");
}

#[test]
fn a_request_with_a_key_is_done_once() {
    // P66
    let shop = Workshop::new("ws-once");
    let program = Program::of(&shop, &["people:write", "people:read", "webhooks:write"]);
    let team = json!({"name": "Sales", "members": []});
    let first = program.once("/api/teams", "key-0001", &team);
    let again = program.once("/api/teams", "key-0001", &team);
    assert_eq!(first.ok(), again.ok());
    assert_eq!(
        (first.header("idempotency-replayed"), again.header("idempotency-replayed").as_deref()),
        (None, Some("true"))
    );
    let teams = |program: &Program| program.asks("GET", "/api/teams", &json!({})).ok()["teams"].clone();
    assert_eq!(teams(&program).as_array().map(Vec::len), Some(1));
    // Another request under the same key is refused; under another key it is done.
    let other = json!({"name": "Support", "members": []});
    let reused = program.once("/api/teams", "key-0001", &other);
    assert_eq!(reused.refusal(), (409, "idempotency_key_reused".to_owned()));
    program.once("/api/teams", "key-0002", &other).ok();
    // Somebody else's keys are theirs.
    let second = Program::of(&shop, &["people:write"]);
    second.once("/api/teams", "key-0001", &json!({"name": "Third", "members": []})).ok();
    assert_eq!(teams(&program).as_array().map(Vec::len), Some(3));
    // What failed made nothing, and may be asked again.
    let wrong = json!({"name": "", "members": []});
    for _ in 0..2 {
        assert_eq!(program.once("/api/teams", "key-0003", &wrong).code(), "text_empty");
    }
    program.once("/api/teams", "key-0003", &json!({"name": "Fourth", "members": []})).ok();
    assert_eq!(program.once("/api/teams", "short", &team).code(), "idempotency_key_format");
    // What is shown once is shown once.
    let hook =
        json!({"name": "x", "url": "https://crm.example/", "events": ["thread.created"], "enabled": true});
    let made = program.once("/api/webhooks", "key-0004", &hook).ok();
    let replayed = Product::shared();
    let bearer = format!("Bearer {}", program.token);
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", "key-0004"),
    ];
    let body = hook.to_string();
    let answer = crate::http::ask(replayed.port, "POST", "/api/webhooks", &headers, body.as_bytes());
    assert_eq!(answer.ok(), json!({"id": made["webhook"]["id"]}));
}

#[test]
fn two_that_come_at_once_make_one() {
    // P66
    let shop = Workshop::new("ws-once-race");
    let program = Program::of(&shop, &["people:write", "people:read"]);
    let team = json!({"name": "Sales", "members": []});
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let asked: Vec<_> =
            (0..6).map(|_| scope.spawn(|| program.once("/api/teams", "race-0001", &team))).collect();
        asked.into_iter().map(|asked| asked.join().expect("it answers")).collect()
    });
    for answer in &answers {
        let refusal = answer.refusal();
        assert!(
            answer.status == 200 || refusal == (409, "idempotency_key_running".to_owned()),
            "{refusal:?}"
        );
    }
    let teams = until("the answer", || {
        let answer = program.once("/api/teams", "race-0001", &team);
        (answer.status == 200).then(|| program.asks("GET", "/api/teams", &json!({})).ok())
    });
    assert_eq!(teams["teams"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_program_writes_to_a_visitor() {
    // H88 P66: as its owner, once
    let shop = Workshop::new("ws-api-reply");
    let program = Program::of(&shop, &["threads:read", "threads:write"]);
    let mut socket = shop.visitor().connects();
    let thread = starts(&mut socket, "open", "Hi");
    until("the row", || shop.ida.row("main", "view=all", &thread));
    let path = format!("/api/threads/main/{thread}/messages");
    let said = json!({"client_message_id": "m-00000001", "text": "Hello from a program"});
    let sent = program.asks("POST", &path, &said).ok();
    assert_eq!(program.asks("POST", &path, &said).ok(), sent, "the same message is one");
    let shown = socket.take("the reply", |frame| frame["entry"]["body"]["text"] == "Hello from a program");
    assert_eq!((&shown["entry"]["from"]["id"], &shown["entry"]["seq"]), (&json!("ida"), &sent["seq"]));
    let other = json!({"client_message_id": "m-00000001", "text": "Another"});
    assert_eq!(program.asks("POST", &path, &other).code(), "idempotency_conflict");
    let comment = json!({"client_message_id": "m-00000002", "text": "Between us", "mentions": []});
    program.asks("POST", &format!("/api/threads/main/{thread}/comments"), &comment).ok();
    program.asks("POST", &format!("/api/threads/main/{thread}/close"), &json!({})).ok();
    let reader = Program::of(&shop, &["threads:read"]);
    assert_eq!(reader.asks("POST", &path, &said).refusal().0, 403);
}

#[test]
fn contacts_come_in_pages() {
    // P66
    let mut account = crate::accounts::workshop("ws-api-pages");
    let contact = |n: u32| json!({"id": format!("c{n}"), "name": format!("Contact {:02}", n % 5), "email": format!("c{n}@c.test")});
    account["contacts"] = (0..12).map(contact).collect();
    let shop = Workshop::of("ws-api-pages", &account);
    let program = Program::of(&shop, &["contacts:read"]);
    let (mut cursor, mut seen) = (String::new(), Vec::new());
    loop {
        let page = program.asks("GET", &format!("/api/contacts?limit=5{cursor}"), &json!({})).ok();
        assert_eq!(page["found"], 12);
        let ids = page["contacts"].as_array().expect("a list").iter();
        seen.extend(ids.filter_map(|contact| contact["id"].as_str().map(str::to_owned)));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let mut once = seen.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!((seen.len(), once.len()), (12, 12), "{seen:?}");
    for (query, code) in [
        ("limit=0", "limit_range"),
        ("limit=101", "limit_range"),
        ("limit=many", "limit_range"),
        ("cursor=%20", "cursor_invalid"),
        ("page=2", "filter_unknown"),
    ] {
        let answer = program.asks("GET", &format!("/api/contacts?{query}"), &json!({}));
        assert_eq!(answer.refusal(), (400, code.to_owned()), "{query}");
        assert!(answer.json()["error"]["field"].is_string(), "{query}");
    }
}

#[test]
fn a_filter_takes_words_that_are_known_and_no_others() {
    // P66: unknown fields and words are refused by name, wherever they stand
    let shop = Workshop::new("ws-api-filter");
    let program = Program::of(&shop, &["threads:read"]);
    let find =
        |filter: Value| program.asks("POST", "/api/inboxes/main/threads/find", &json!({"filter": filter}));
    find(json!({"all": [{"status": "open"}]})).ok();
    for (filter, field) in [
        (json!({"colour": "red"}), "colour"),
        (json!({"all": [{"status": "half"}]}), "status"),
        (json!({"any": [{"not": {"sql": "1=1"}}]}), "sql"),
    ] {
        let answer = find(filter.clone());
        assert_eq!(answer.refusal(), (400, "filter_unknown".to_owned()), "{filter}");
        assert_eq!(answer.json()["error"]["field"], field, "{filter}");
    }
    for query in ["view=everything", "status=half", "order=asc", "q=x"] {
        let answer = program.asks("GET", &format!("/api/inboxes/main/threads?{query}"), &json!({}));
        assert_eq!(answer.refusal(), (400, "filter_unknown".to_owned()), "{query}");
        let name = query.split('=').next().unwrap_or_default();
        assert_eq!(answer.json()["error"]["field"], name);
    }
}
