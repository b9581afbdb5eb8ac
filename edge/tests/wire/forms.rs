//! Forms before a chat (P3) and while nobody is there (P4): what is asked of whom, what is taken, and what becomes of it.

use serde_json::{Value, json};

use crate::accounts::{self, EXPLICIT, WORKSHOP};
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{Visitor, agreeing, first_post, is_refused, says};
use crate::wait::until;
use crate::workshop::Workshop;

/// An account whose chatflow asks before anybody writes.
fn shop(id: &'static str, change: impl FnOnce(&mut Value)) -> Workshop {
    let mut account = accounts::workshop(id);
    account["properties"] = json!([
        {"id": "order", "name": "Order", "kind": "text"},
        {"id": "plan", "name": "Plan", "kind": "enumeration", "options": ["Basic", "Pro"]},
    ]);
    account["chatflows"][0]["form"] = json!({
        "when": "both",
        "intro": "Before we start",
        "fields": [
            {"property": "email", "label": "E-mail", "required": true},
            {"property": "name", "label": "Name"},
            {"property": "order", "label": "Order", "pattern": "[A-Z]{2}-\\d+"},
            {"property": "plan", "label": "Plan", "required": true},
        ],
    });
    change(&mut account);
    Workshop::of(id, &account)
}

fn asked(id: &str, token: Option<&str>, form: Option<Value>) -> Value {
    let body = json!({"chatflow": "open", "token": token, "form": form}).to_string();
    let headers = [("origin", WORKSHOP), ("content-type", "text/plain")];
    Product::shared().ask("POST", &format!("/v1/{id}/form"), &headers, &body).ok()
}

fn fields(answer: &Value) -> Vec<&str> {
    let fields = answer["form"]["fields"].as_array();
    fields.into_iter().flatten().filter_map(|field| field["property"].as_str()).collect()
}

fn filled(values: &[(&str, &str)]) -> Value {
    values.iter().map(|(property, value)| json!({"property": property, "value": value})).collect()
}

fn with_form(text: &str, values: &[(&str, &str)]) -> Value {
    let mut post = first_post("open", text);
    post["form"] = filled(values);
    post
}

const GOOD: [(&str, &str); 4] =
    [("email", "Ana@Customer.test"), ("name", "Ana <b>"), ("order", "AB-17"), ("plan", "pro")];

/// Whom a thread's details name, once they do.
fn contact(shop: &Workshop, thread: &str) -> Value {
    until("the thread's contact", || {
        shop.ida.row("main", "view=all", thread)?;
        let details = shop.ida.details("main", thread);
        details["contact"].is_object().then(|| details["contact"].clone())
    })
}

fn speaks(shop: &Workshop) -> (Visitor<'static>, Socket) {
    let me = shop.visitor();
    let socket = me.connects();
    (me, socket)
}

#[test]
fn a_form_goes_with_the_first_message_and_agents_and_contact_have_it() {
    // P3
    let shop = shop("form-taken", |_| {});
    assert_eq!(fields(&asked("form-taken", None, None)), ["email", "name", "order", "plan"]);
    let (me, mut socket) = speaks(&shop);
    let post = with_form("Where is my order?", &GOOD);
    let first = says(&mut socket, &post);
    let entry = socket.tagged("entry")["entry"].clone();
    let answers = json!([
        {"label": "E-mail", "value": "ana@customer.test"}, {"label": "Name", "value": "Ana <b>"},
        {"label": "Order", "value": "AB-17"}, {"label": "Plan", "value": "Pro"},
    ]);
    assert_eq!((&entry["form"], &entry["body"]["text"]), (&answers, &json!("Where is my order?")));
    // Exactly once, however often it is sent.
    assert_eq!(says(&mut socket, &post), first);
    let thread = first["thread"].as_str().expect("a thread");
    let log = shop.ida.log("main", thread, "");
    let entries = log["entries"].as_array().expect("entries");
    assert_eq!((entries.len(), &entries[0]["form"]), (1, &answers));
    let known = contact(&shop, thread);
    let shown = (&known["email"], &known["name"], &known["verified"], &known["lists"]);
    assert_eq!(shown, (&json!("ana@customer.test"), &json!("Ana <b>"), &json!(false), &json!([])));
    let id = known["id"].as_str().expect("an id");
    let kept = shop.ida.gets(&format!("/api/contacts/{id}")).ok();
    assert_eq!((&kept["properties"]["order"], &kept["properties"]["plan"]), (&json!("AB-17"), &json!("Pro")));
    // What is known is not asked again: here nothing is left.
    assert_eq!(asked("form-taken", Some(&me.token), None), json!({}));
}

#[test]
fn what_is_not_good_is_refused_by_its_field_and_nothing_is_stored() {
    // P3
    let shop = shop("form-refused", |_| {});
    let (me, mut socket) = speaks(&shop);
    let huge = "x".repeat(20_000);
    let but = |property: &str, value: &str| -> Vec<(String, String)> {
        let other =
            GOOD.iter().filter(|(id, _)| *id != property).map(|(id, value)| ((*id).into(), (*value).into()));
        other.chain([(property.to_owned(), value.to_owned())]).collect()
    };
    for (property, value) in [
        ("email", "nobody"),
        ("email", ""),
        ("plan", "Gold"),
        ("plan", ""),
        ("order", "17"),
        ("order", "=1+1"),
        ("name", &huge),
        ("owner", "ida"),
        ("lists", "vip"),
    ] {
        let values = but(property, value);
        let values: Vec<(&str, &str)> =
            values.iter().map(|(id, value)| (id.as_str(), value.as_str())).collect();
        let post = with_form("Hi", &values);
        socket.send(&post);
        let refused = socket.take("a refusal", |frame| frame["ref"] == post["client_message_id"]);
        let told = (&refused["t"], &refused["code"], &refused["field"], &refused["fatal"]);
        let field = json!(format!("form.{property}"));
        assert_eq!(
            told,
            (&json!("error"), &json!("form_invalid"), &field, &json!(false)),
            "{property} {refused}"
        );
        // The same function tells before it is sent.
        let before = asked("form-refused", Some(&me.token), Some(filled(&values)));
        assert_eq!(before["refused"][0]["property"], property, "{before}");
    }
    let contacts = shop.ida.gets("/api/contacts").ok();
    assert_eq!(contacts["found"], 0, "{contacts}");
    // A frame that is too large is none; whoever is refused goes on.
    says(&mut socket, &with_form("Hi", &GOOD));
}

#[test]
fn a_form_passes_where_no_socket_does() {
    // P3
    let shop = shop("form-polled", |_| {});
    let me = shop.visitor();
    let headers = [("origin", WORKSHOP), ("content-type", "text/plain")];
    let asks = |n: u64, frames: &[Value]| {
        let body = json!({"id": "f".repeat(26), "n": n, "frames": frames}).to_string();
        Product::shared().ask("POST", &me.poll_path(), &headers, &body).ok()["frames"].clone()
    };
    asks(1, &[json!({"t": "hello", "v": 1, "token": me.token})]);
    let post = with_form("By requests", &GOOD);
    let mut heard: Vec<Value> = Vec::new();
    let mut n = 1;
    let acked = until("the message to be stored", || {
        n += 1;
        let frames = asks(n, if n == 2 { std::slice::from_ref(&post) } else { &[] });
        heard.extend(frames.as_array().cloned().unwrap_or_default());
        heard.iter().find(|frame| frame["t"] == "ack").cloned()
    });
    let thread = acked["thread"].as_str().expect("a thread");
    assert_eq!(contact(&shop, thread)["email"], "ana@customer.test");
    assert_eq!(shop.ida.log("main", thread, "")["entries"][0]["form"][0]["value"], "ana@customer.test");
}

#[test]
fn whoever_has_to_agree_does_so_before_a_form_is_kept() {
    // P3
    let shop = shop("form-agreed", |account| {
        account["gdpr"] = json!(true);
        account["chatflows"][0]["consent"] = json!({"mode": "explicit", "text": EXPLICIT});
    });
    let (_, mut socket) = speaks(&shop);
    assert_eq!(is_refused(&mut socket, &with_form("Hi", &GOOD)), "consent_required");
    assert_eq!(shop.ida.gets("/api/contacts").ok()["found"], 0);
    says(&mut socket, &agreeing(with_form("Hi", &GOOD), 1));
}

#[test]
fn an_away_form_is_for_the_hours_in_which_nobody_is_there() {
    // P4
    let shop = shop("form-away", |account| {
        account["chatflows"][0]["form"]["when"] = json!("away");
        account["chatflows"][0]["availability"] = json!({"mode": "status"});
        account["chatflows"][0]["routing"] =
            json!({"assign": "people", "agents": ["ida"], "teams": [], "last_agent_first": false});
    });
    until("the form to be over", || {
        shop.presence("ida", false);
        fields(&asked("form-away", None, None)).is_empty().then_some(())
    });
    shop.presence("ida", true);
    until("the form to be asked", || (fields(&asked("form-away", None, None)).len() == 4).then_some(()));
    // It is a conversation like any other, routed as its chatflow says (E68).
    let (_, mut socket) = speaks(&shop);
    let ack = says(&mut socket, &with_form("Please call me", &GOOD));
    let thread = ack["thread"].as_str().expect("a thread");
    assert_eq!(contact(&shop, thread)["email"], "ana@customer.test");
    shop.presence("ida", false);
    shop.until_it_is_with(thread, "ida");
}

#[test]
fn a_chatflow_without_a_form_says_nothing_of_forms() {
    // P3
    let shop = Workshop::new("form-none");
    assert_eq!(asked("form-none", None, None), json!({}));
    let page = json!({"u": format!("{WORKSHOP}/")});
    let decided = crate::visitor::decide(Product::shared(), "form-none", WORKSHOP, &page).ok();
    assert!(decided["d"].is_object() && decided["d"].get("f").is_none(), "{decided}");
    let (_, mut socket) = speaks(&shop);
    let ack = says(&mut socket, &first_post("open", "Hi"));
    assert_eq!(socket.tagged("entry")["entry"].get("form"), None);
    let log = shop.ida.log("main", ack["thread"].as_str().expect("a thread"), "");
    assert_eq!(log["entries"][0].get("form"), None);
}

#[test]
fn what_cannot_be_asked_cannot_be_saved() {
    // P3
    let shop = shop("form-saved", |_| {});
    let detail = shop.ida.gets("/api/chatflows/open").ok();
    let check = |form: Value| {
        let mut chatflow = detail["chatflow"].clone();
        chatflow["form"] = form;
        let found = shop.ida.sends("POST", "/api/chatflows/check", &json!({"chatflow": chatflow})).ok();
        let found = found["findings"].as_array().expect("findings").clone();
        let told = |it: &Value| {
            format!("{} {}", it["field"].as_str().unwrap_or(""), it["code"].as_str().unwrap_or(""))
        };
        found.iter().map(told).filter(|it| it.starts_with("form")).collect::<Vec<_>>()
    };
    let form = |fields: Value| json!({"when": "both", "fields": fields});
    let field = |id: &str| json!({"property": id, "label": "L", "required": true});
    assert!(check(form(json!([field("email"), field("phone")]))).is_empty());
    assert_eq!(check(form(json!([field("nope")]))), ["form.fields[0].property reference_unknown"]);
    assert_eq!(
        check(form(json!([field("plan"), field("plan")]))),
        ["form.fields[1].property property_taken"]
    );
    let with = |pattern: &str| form(json!([{"property": "order", "label": "L", "pattern": pattern}]));
    assert_eq!(check(with("(")), ["form.fields[0].pattern rule_regex"]);
    assert_eq!(check(with("(?:a{1000}){1000}")), ["form.fields[0].pattern rule_regex"]);
    assert!(check(with("[0-9]{4,8}")).is_empty());
}

/// The operation, done and refused.
pub(crate) fn every_operation() {
    let _shop = shop("forms-operations", |_| {});
    asked("forms-operations", None, None);
    let headers = [("origin", WORKSHOP), ("content-type", "text/plain")];
    assert_eq!(Product::shared().ask("POST", "/v1/forms-operations/form", &headers, "{}").status, 400);
}
