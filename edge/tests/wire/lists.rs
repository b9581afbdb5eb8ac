//! Lists of contacts: who is on one, what a chatflow for it shows them, and when they meet a change.

use serde_json::{Value, json};

use crate::accounts::{self, WORKSHOP};
use crate::agent::Agent;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::decide;
use crate::wait::{seconds, until};

const DAY_MS: u64 = 86_400_000;

/// An account with a property, contacts, and lists that chatflows name; Ida runs it.
struct Shop {
    id: &'static str,
    ida: Agent<'static>,
}

impl Shop {
    #[track_caller]
    fn new(id: &'static str) -> Self {
        let product = Product::shared();
        product.internal("/internal/seed", &account(id)).ok();
        Self { id, ida: Agent::of(product, &format!("ida@{id}.test")) }
    }

    /// A token of a visitor whom the site's server vouches for, made anew on the site.
    #[track_caller]
    fn token(&self, who: &str) -> String {
        let email = format!("{who}@customer.test");
        let asked = json!({"account": self.id, "email": email});
        let identity = Product::shared().internal("/internal/identify", &asked).ok();
        let body = json!({"chatflow": "open", "token": identity["token"]});
        let begun = crate::visitor::begin(Product::shared(), self.id, WORKSHOP, &body.to_string()).ok();
        begun["token"].as_str().expect("a token").to_owned()
    }

    /// The chatflow that a page shows, and the token that came with it, if one did.
    #[track_caller]
    fn shows(&self, path: &str, token: Option<&str>) -> (String, Option<String>) {
        let page = json!({"u": format!("{WORKSHOP}{path}"), "k": token});
        let decided = decide(Product::shared(), self.id, WORKSHOP, &page).ok();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        (text(&decided["d"]["c"]).unwrap_or_default(), text(&decided["k"]))
    }

    #[track_caller]
    fn knows(&self, who: &str, properties: Value) -> Answer {
        let body = json!({"properties": properties});
        self.ida.sends("PUT", &format!("/api/contacts/{who}/properties"), &body)
    }

    #[track_caller]
    fn members(&self, list: &str) -> Vec<String> {
        let detail = self.ida.gets(&format!("/api/lists/{list}")).ok();
        let contacts = detail["contacts"].as_array().expect("contacts");
        assert_eq!(detail["members"], contacts.len());
        contacts.iter().map(|card| card["id"].as_str().expect("an id").to_owned()).collect()
    }
}

fn account(id: &str) -> Value {
    let mut account = accounts::workshop(id);
    account["properties"] = json!([
        {"id": "plan", "name": "Plan", "kind": "enumeration", "options": ["free", "pro"]},
        {"id": "trial-end", "name": "End of the trial", "kind": "date"},
    ]);
    account["lists"] = json!([
        {"id": "vip", "name": "Best customers"},
        {"id": "pro", "name": "Pro", "criteria": [[{"property": "plan", "test": {"op": "any_of", "values": ["pro"]}}]]},
        {"id": "trial", "name": "On trial", "criteria": [[{"property": "trial-end", "test": {"op": "in_the_next", "days": 30}}]]},
        {"id": "ours", "name": "Ours", "criteria": [
            [{"property": "lists", "test": {"op": "in", "list": "pro"}}],
            [{"property": "lists", "test": {"op": "in", "list": "vip"}}],
        ]},
    ]);
    account["contacts"] = json!([
        {"id": "vera", "name": "Vera Lind", "email": "vera@customer.test"},
        {"id": "sven", "name": "Sven Ek", "email": "sven@customer.test", "properties": {"plan": "free"}},
    ]);
    let flow = |id: &str, path: &str, audience: Value| {
        json!({
            "id": id, "name": id, "enabled": true, "inbox": "main", "welcome": "Hello.",
            "include": [{"op": "starts_with", "value": path}], "audience": audience,
        })
    };
    account["chatflows"] = json!([
        flow("pro", "/pro", json!({"who": "lists", "lists": ["pro"]})),
        flow("ours", "/ours", json!({"who": "lists", "lists": ["ours"]})),
        flow("trial", "/trial", json!({"who": "lists", "lists": ["trial"]})),
        flow("quiet", "/quiet", json!({"who": "everyone", "hide_for_lists": ["vip"]})),
        flow("both", "/both", json!({"who": "lists", "lists": ["pro"], "hide_for_lists": ["vip"]})),
        flow("open", "/", json!({"who": "everyone"})),
    ]);
    account
}

#[test]
fn a_contact_that_changes_meets_the_chatflow_of_their_list() {
    // S35 S36: with the token they have, which is read again once, and never without one
    let shop = Shop::new("ls-smart");
    let vera = shop.token("vera");
    assert_eq!(shop.shows("/pro", Some(&vera)).0, "open");
    shop.knows("vera", json!({"plan": "pro"})).ok();
    assert_eq!(shop.members("pro"), ["vera"]);
    assert_eq!(shop.members("ours"), ["vera"], "a list in a list");
    let (shown, fresh) = shop.shows("/pro", Some(&vera));
    assert_eq!(shown, "pro");
    let fresh = fresh.expect("a token that says so");
    assert_eq!(shop.shows("/ours", Some(&fresh)).0, "ours");
    // In the second of the change a token is read again to be safe; from then on it is believed.
    let believed = until("a token that is believed", || {
        let (shown, another) = shop.shows("/pro", Some(&fresh));
        assert_eq!(shown, "pro");
        let token = another.unwrap_or_else(|| fresh.clone());
        let (shown, more) = shop.shows("/pro", Some(&token));
        (shown == "pro" && more.is_none()).then_some(token)
    });
    // S39 S40 E12: without the token the same person is a stranger
    assert_eq!(shop.shows("/pro", None).0, "open");
    assert_eq!(shop.shows("/pro", Some(&shop.token("sven"))).0, "open");
    // And back.
    shop.knows("vera", json!({"plan": null})).ok();
    assert_eq!(shop.shows("/pro", Some(&believed)).0, "open");
}

#[test]
fn time_that_passes_changes_who_is_on_a_list() {
    // S36
    let shop = Shop::new("ls-time");
    let vera = shop.token("vera");
    let in_three_seconds = (seconds() + 3) * 1_000;
    shop.knows("vera", json!({"trial-end": in_three_seconds})).ok();
    shop.knows("sven", json!({"trial-end": in_three_seconds + 30 * DAY_MS})).ok();
    assert_eq!(shop.shows("/trial", Some(&vera)).0, "trial");
    assert_eq!(shop.members("trial"), ["vera"]);
    // Nobody but the alarm looks at either of them.
    until("one trial to end and the other to come near", || {
        (shop.members("trial") == ["sven"]).then_some(())
    });
    // The Worker hears of it behind an answer, at most five seconds later.
    until("the page to know", || (shop.shows("/trial", Some(&vera)).0 == "open").then_some(()));
}

#[test]
fn contacts_are_put_on_a_static_list_and_hidden_from() {
    // S35 S37 S38
    let shop = Shop::new("ls-static");
    let vera = shop.token("vera");
    shop.knows("vera", json!({"plan": "pro"})).ok();
    assert_eq!(shop.shows("/quiet", Some(&vera)).0, "quiet");
    assert_eq!(shop.shows("/both", Some(&vera)).0, "both");
    let change = |body: Value| shop.ida.sends("POST", "/api/lists/vip/members", &body);
    let detail = change(json!({"add": ["vera"]})).ok();
    assert_eq!((&detail["members"], &detail["used_by"].as_array().map(Vec::len)), (&json!(1), &Some(3)));
    assert_eq!(shop.shows("/quiet", Some(&vera)).0, "open");
    assert_eq!(shop.shows("/both", Some(&vera)).0, "open", "hiding wins over showing");
    assert_eq!(shop.shows("/ours", Some(&vera)).0, "ours");
    // Who cannot be recognised is not hidden from.
    assert_eq!(shop.shows("/quiet", None).0, "quiet");
    change(json!({"remove": ["vera"]})).ok();
    assert_eq!(shop.shows("/quiet", Some(&vera)).0, "quiet");
    assert_eq!(change(json!({"add": ["nobody"]})).refusal(), (422, "reference_unknown".into()));
    let on_smart = shop.ida.sends("POST", "/api/lists/pro/members", &json!({"add": ["vera"]}));
    assert_eq!(on_smart.refusal(), (422, "list_kind".into()));
}

#[test]
fn an_identity_that_a_site_keeps_is_read_again_after_a_change() {
    // S36: the site's server makes one per page; a site that keeps it for hours shows nothing wrong all the same
    let shop = Shop::new("ls-identity");
    let asked = json!({"account": "ls-identity", "email": "vera@customer.test"});
    let identity = Product::shared().internal("/internal/identify", &asked).ok();
    let identity = identity["token"].as_str().expect("a token");
    assert_eq!(shop.shows("/pro", Some(identity)), ("open".into(), None));
    shop.knows("vera", json!({"plan": "pro"})).ok();
    assert_eq!(shop.shows("/pro", Some(identity)), ("pro".into(), None));
}

#[test]
fn a_list_is_made_looked_at_and_saved() {
    let shop = Shop::new("ls-edit");
    let criteria = json!([[{"property": "email-domain", "test": {"op": "is", "value": "customer.test"}},
        {"property": "plan", "test": {"op": "known"}}]]);
    let preview = shop.ida.sends("POST", "/api/lists/preview", &json!({"criteria": criteria})).ok();
    assert_eq!((&preview["members"], &preview["contacts"]), (&json!(1), &json!(2)));
    assert_eq!(preview["shown"][0]["contact"]["id"], "sven");
    let trace = &preview["shown"][0]["evaluation"]["because"][0]["criteria"];
    assert_eq!((&trace[0]["actual"], &trace[1]["actual"]), (&json!("customer.test"), &json!("free")));
    let made =
        shop.ida.sends("POST", "/api/lists", &json!({"name": "With a plan", "criteria": criteria})).ok();
    assert_eq!((&made["id"], &made["members"]), (&json!("with-a-plan"), &json!(1)));
    let path = "/api/lists/with-a-plan";
    let save = |revision: &Value, name: &str, criteria: &Value| {
        shop.ida.sends("PUT", path, &json!({"revision": revision, "name": name, "criteria": criteria}))
    };
    let known = json!([[{"property": "name", "test": {"op": "known"}}]]);
    let saved = save(&made["revision"], "Named", &known).ok();
    assert_eq!((&saved["members"], &saved["revision"]), (&json!(2), &json!(2)));
    assert_eq!(save(&made["revision"], "Named", &known).ok(), saved, "sent again");
    assert_eq!(save(&made["revision"], "Other", &known).refusal(), (409, "list_changed".into()));
    let why = shop.ida.gets(&format!("{path}/contacts/vera")).ok();
    assert_eq!((&why["evaluation"]["member"], &why["contact"]["name"]), (&json!(true), &json!("Vera Lind")));
    let listed = shop.ida.gets("/api/lists").ok();
    let named = listed["lists"].as_array().unwrap().iter().find(|list| list["id"] == "with-a-plan").unwrap();
    assert_eq!(*named, json!({"id": "with-a-plan", "name": "Named", "smart": true, "members": 2}));
    let left = shop.ida.sends("DELETE", path, &json!({})).ok();
    assert_eq!(left["lists"].as_array().map(Vec::len), Some(4));
    assert_eq!(shop.ida.gets(path).refusal(), (404, "not_found".into()));
}

#[test]
fn what_cannot_be_saved_is_refused_with_its_field() {
    let shop = Shop::new("ls-bad");
    let test = |property: &str, test: Value| json!([[{"property": property, "test": test}]]);
    for (criteria, status, code, field) in [
        (json!([]), 422, "text_empty", "criteria"),
        (json!([[]]), 422, "text_empty", "criteria[0]"),
        (test("colour", json!({"op": "known"})), 422, "reference_unknown", "criteria[0][0].property"),
        (
            test("lists", json!({"op": "in", "list": "gone"})),
            422,
            "reference_unknown",
            "criteria[0][0].test.list",
        ),
        // A circle names its path.
        (test("lists", json!({"op": "in", "list": "ours"})), 422, "list_circle", "criteria[0][0].test.list"),
        (
            test("plan", json!({"op": "contains", "value": "p"})),
            422,
            "property_kind",
            "criteria[0][0].test.op",
        ),
        (test("name", json!({"op": "is", "value": " "})), 422, "text_empty", "criteria[0][0].test.value"),
        (
            test("name", json!({"op": "is", "value": "x".repeat(201)})),
            413,
            "text_too_long",
            "criteria[0][0].test.value",
        ),
        (
            test("created", json!({"op": "in_the_last", "days": 0})),
            422,
            "number_range",
            "criteria[0][0].test.days",
        ),
        (test("name", json!({"op": "is", "valeu": "x"})), 400, "unknown_field", ""),
        (test("name", json!({"op": "known", "value": "x"})), 400, "unknown_field", ""),
        (test("name", json!({"op": "almost", "value": "x"})), 400, "json_type", ""),
        (test("Not one", json!({"op": "known"})), 400, "id_format", ""),
        (
            json!(vec![vec![json!({"property": "name", "test": {"op": "known"}})]; 21]),
            422,
            "too_many",
            "criteria",
        ),
    ] {
        let body = json!({"revision": 1, "name": "Pro", "criteria": criteria});
        let answer = shop.ida.sends("PUT", "/api/lists/pro", &body);
        assert_eq!(answer.refusal(), (status, code.to_owned()), "{criteria}");
        if !field.is_empty() {
            assert_eq!(answer.json()["error"]["field"], field, "{criteria}");
        }
    }
    let circle = json!({"list": "pro", "criteria": test("lists", json!({"op": "in", "list": "ours"}))});
    let told = shop.ida.sends("POST", "/api/lists/preview", &circle).json()["error"]["message"].clone();
    assert!(
        told.as_str().is_some_and(|told| told.contains("pro, which names ours, which names pro")),
        "{told}"
    );
    assert_eq!(shop.members("pro").len(), 0);
    for (method, path, body, code) in [
        ("DELETE", "/api/lists/pro", json!({}), "list_in_use"),
        ("DELETE", "/api/lists/vip", json!({}), "list_in_use"),
        ("DELETE", "/api/properties/plan", json!({}), "property_in_use"),
        ("POST", "/api/lists", json!({"name": ""}), "text_empty"),
        ("POST", "/api/lists", json!({}), "missing_field"),
        ("PUT", "/api/lists/pro", json!({"revision": 1, "name": "Pro"}), "list_kind"),
        ("POST", "/api/properties", json!({"name": "Size", "kind": "lists"}), "property_kind"),
        ("POST", "/api/properties", json!({"name": "Size", "kind": "size"}), "json_type"),
        ("PUT", "/api/properties/plan", json!({"name": "Plan", "options": ["free"]}), "property_in_use"),
        ("PUT", "/api/contacts/vera/properties", json!({"properties": {"plan": "gold"}}), "property_kind"),
        ("PUT", "/api/contacts/vera/properties", json!({"properties": {"name": "V"}}), "reference_unknown"),
        ("PUT", "/api/contacts/nobody/properties", json!({"properties": {}}), "not_found"),
        ("GET", "/api/lists/preview", json!({}), "method_not_allowed"),
    ] {
        assert_eq!(shop.ida.sends(method, path, &body).code(), code, "{method} {path} {body}");
    }
    let told = shop.ida.sends("DELETE", "/api/lists/pro", &json!({})).json()["error"]["message"].clone();
    let told = told.as_str().expect("a message").to_owned();
    assert!(told.contains("the chatflow pro") && told.contains("the list Ours"), "{told}");
}

#[test]
fn properties_come_and_contacts_are_found() {
    let shop = Shop::new("ls-known");
    let made = shop.ida.sends("POST", "/api/properties", &json!({"name": "Seats", "kind": "number"})).ok();
    assert!(made["properties"].as_array().unwrap().iter().any(|property| property["id"] == "seats"));
    assert!(made["built_in"].as_array().unwrap().iter().any(|property| property["id"] == "email-domain"));
    shop.knows("vera", json!({"seats": 12.5, "plan": "pro"})).ok();
    let vera = shop.ida.gets("/api/contacts/vera").ok();
    let known = &vera["properties"];
    assert_eq!(
        (&known["seats"], &known["plan"], &known["verified"]),
        (&json!(12.5), &json!("pro"), &json!(true))
    );
    assert_eq!((&known["threads"], known.get("last-thread")), (&json!(0), None));
    let found = shop.ida.gets("/api/contacts?search=LIND").ok();
    assert_eq!((&found["found"], &found["contacts"][0]["id"]), (&json!(1), &json!("vera")));
    assert_eq!(shop.ida.gets("/api/contacts").ok()["found"], 2);
    assert_eq!(shop.ida.gets("/api/contacts?serach=x").code(), "filter_unknown");
    let gone = shop.ida.sends("DELETE", "/api/properties/seats", &json!({})).ok();
    assert_eq!(gone["properties"].as_array().map(Vec::len), Some(2));
    assert_eq!(shop.ida.gets("/api/contacts/vera").ok()["properties"].get("seats"), None);
}

#[test]
fn agents_see_lists_and_nobody_elses_are_there() {
    // S15 T13 T23
    let shop = Shop::new("ls-roles");
    let mia = Agent::of(Product::shared(), "mia@ls-roles.test");
    assert_eq!(mia.gets("/api/lists").ok()["lists"].as_array().map(Vec::len), Some(4));
    mia.gets("/api/properties").ok();
    let forbidden = (403, "forbidden".to_owned());
    for path in ["/api/lists/vip", "/api/lists/vip/contacts/vera", "/api/contacts"] {
        assert_eq!(mia.gets(path).refusal(), forbidden, "{path}");
    }
    // Whom they speak with they may look at (S142).
    assert_eq!(mia.gets("/api/contacts/vera").ok()["contact"]["id"], "vera");
    let product = Product::shared();
    let neighbour = Shop::new("ls-neighbour");
    let own = product.origin();
    let known = json!([[{"property": "name", "test": {"op": "known"}}]]);
    for (method, path, body) in [
        ("POST", "/api/lists", json!({"name": "New"})),
        ("POST", "/api/lists/preview", json!({"criteria": known})),
        ("PUT", "/api/lists/vip", json!({"revision": 1, "name": "Mine"})),
        ("DELETE", "/api/lists/vip", json!({})),
        ("POST", "/api/lists/vip/members", json!({"add": ["vera"]})),
        ("POST", "/api/properties", json!({"name": "New", "kind": "text"})),
        ("PUT", "/api/properties/plan", json!({"name": "Mine", "options": ["free", "pro"]})),
        ("DELETE", "/api/properties/plan", json!({})),
        ("PUT", "/api/contacts/vera/properties", json!({"properties": {"plan": "pro"}})),
    ] {
        assert_eq!(mia.sends(method, path, &body).refusal(), forbidden, "{method} {path}");
        let headers = [
            ("cookie", shop.ida.cookie.as_str()),
            ("content-type", "application/json"),
            ("origin", own.as_str()),
        ];
        let unproven = product.ask(method, path, &headers, &body.to_string());
        assert_eq!(unproven.refusal(), (403, "csrf".to_owned()), "{method} {path}");
        let stranger = product.ask(method, path, &headers[1..], &body.to_string());
        assert_eq!(stranger.refusal(), (401, "unauthenticated".to_owned()), "{method} {path}");
    }
    shop.ida.sends("POST", "/api/lists", &json!({"name": "A list of their own"})).ok();
    assert_eq!(neighbour.ida.gets("/api/lists/a-list-of-their-own").refusal(), (404, "not_found".to_owned()));
    assert_eq!(shop.members("vip"), Vec::<String>::new());
}

#[test]
fn who_typed_an_address_is_not_who_has_it() {
    // T12 S39
    let shop = Shop::new("ls-typed");
    let product = Product::shared();
    let by_domain = json!([[{"property": "email-domain", "test": {"op": "is", "value": "customer.test"}}]]);
    shop.ida
        .sends("PUT", "/api/lists/pro", &json!({"revision": 1, "name": "Pro", "criteria": by_domain}))
        .ok();
    let typing = crate::visitor::Visitor::acts(product, "ls-typed", WORKSHOP, "open");
    let mut socket = typing.connects();
    let thread = crate::visitor::starts(&mut socket, "open", "hello");
    socket.send(&json!({
        "t": "email", "client_message_id": crate::visitor::message_id(), "thread": thread,
        "email": "vera@customer.test",
    }));
    socket.take("the address to be kept", |frame| frame["t"] == "captured");
    let again = typing.acts_again("ls-typed", "open");
    assert_eq!(shop.shows("/pro", Some(&again.token)).0, "open");
    assert_eq!(shop.shows("/pro", Some(&shop.token("vera"))).0, "pro");
}

/// A good and a failed request of each kind, for [`answers`](crate::answers).
pub(crate) fn every_operation() {
    let shop = Shop::new("ls-answers");
    let known = json!([[{"property": "name", "test": {"op": "known"}}]]);
    let made = shop.ida.sends("POST", "/api/lists", &json!({"name": "Answered"})).ok();
    let made_property = json!({"name": "Size", "kind": "text"});
    shop.ida.sends("POST", "/api/properties", &made_property).ok();
    let save = json!({"revision": made["revision"], "name": "Answered well"});
    for (method, path, body) in [
        ("POST", "/api/lists/preview", json!({"criteria": known})),
        ("PUT", "/api/lists/answered", save),
        ("POST", "/api/lists/answered/members", json!({"add": ["vera"]})),
        ("PUT", "/api/properties/size", json!({"name": "Shoe size"})),
        ("PUT", "/api/contacts/vera/properties", json!({"properties": {"size": "38"}})),
    ] {
        shop.ida.sends(method, path, &body).ok();
        let answer = shop.ida.sends(method, path, &json!({"surprise": true}));
        assert_eq!(answer.status, 400, "{method} {path}: {}", answer.text());
    }
    for path in ["/api/lists", "/api/properties"] {
        assert_eq!(shop.ida.sends("POST", path, &json!({"surprise": true})).status, 400, "{path}");
    }
    for path in [
        "/api/lists",
        "/api/lists/answered",
        "/api/lists/answered/contacts/vera",
        "/api/properties",
        "/api/contacts?search=vera",
        "/api/contacts/vera",
    ] {
        shop.ida.gets(path).ok();
        assert_eq!(Product::shared().ask("GET", path, &[], "").status, 401, "{path}");
    }
    for path in ["/api/lists/answered", "/api/properties/size"] {
        shop.ida.sends("DELETE", path, &json!({})).ok();
        assert_eq!(shop.ida.sends("DELETE", path, &json!({})).status, 404, "{path}");
    }
}
