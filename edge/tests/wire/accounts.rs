//! Accounts beside the demo: sites with an exact list, inboxes with other rules, and a neighbour who must stay one.

use serde_json::{Value, json};

/// Everybody's password here.
pub(crate) const PASSWORD: &str = "parlor-wire-tests";

/// The site of [`atelier`].
pub(crate) const ATELIER: &str = "https://atelier.example";

/// All of them.
pub(crate) fn all() -> [Value; 4] {
    [atelier(), rival(), lamps(), notary()]
}

/// Ada runs it, Ben works in its inboxes, Cleo only in one that the others are not in.
///
/// `main` reopens, `final` never does, `back` and `tally` are Cleo's. `wide` has two shards.
pub(crate) fn atelier() -> Value {
    let inbox = |id: &str, members: &[&str], shards: u16, reopen_within_hours: u32| json!({"id": id, "name": id, "members": members, "shards": shards, "reopen_within_hours": reopen_within_hours});
    let mut account = account("atelier");
    account["gdpr"] = json!(true);
    account["origins"] =
        json!([ATELIER, "https://exact.example:8443", "https://*.shops.example", "http://plain.example"]);
    account["people"] = json!([
        person("ada", "Ada Ström", "admin", "atelier"),
        person("ben", "Ben Ito", "agent", "atelier"),
        person("cleo", "Cleo Blanc", "agent", "atelier"),
    ]);
    account["inboxes"] = json!([
        inbox("main", &["ada", "ben"], 1, 72),
        inbox("final", &["ada", "ben"], 1, 0),
        inbox("wide", &["ada", "ben"], 2, 72),
        inbox("back", &["cleo"], 1, 72),
        inbox("tally", &["cleo"], 1, 72),
    ]);
    account["chatflows"] = json!([
        chatflow("final", "main chat that ends", "final", json!([{"op": "starts_with", "value": "/final"}])),
        chatflow("back", "the back room", "back", json!([{"op": "starts_with", "value": "/back"}])),
        chatflow("tally", "to be counted", "tally", json!([{"op": "starts_with", "value": "/tally"}])),
        chatflow("wide", "many shards", "wide", json!([{"op": "starts_with", "value": "/wide"}])),
        consenting(chatflow("agree", "ask first", "main", json!([{"op": "starts_with", "value": "/agree"}]))),
        chatflow("open", "everywhere", "main", json!([{"op": "all"}])),
    ]);
    account
}

/// The neighbour: the same names inside, nothing shared.
pub(crate) fn rival() -> Value {
    let mut account = account("rival");
    // The same site too, so that only the account tells the two apart.
    account["origins"] = json!([ATELIER]);
    account["people"] = json!([person("ada", "Ada Rival", "admin", "rival")]);
    account["inboxes"] = json!([{"id": "main", "name": "main", "members": ["ada"]}]);
    account["chatflows"] = json!([
        chatflow("open", "everywhere", "main", json!([{"op": "all"}])),
        chatflow("theirs", "a name of its own", "main", json!([{"op": "all"}])),
    ]);
    account
}

/// For whoever switches things off.
fn lamps() -> Value {
    let mut account = account("lamps");
    account["origins"] = json!(["https://lamps.example"]);
    account["people"] =
        json!([person("lia", "Lia Moreau", "admin", "lamps"), person("max", "Max Ruf", "agent", "lamps")]);
    account["inboxes"] = json!([{"id": "main", "name": "main", "members": ["lia", "max"]}]);
    account["chatflows"] = json!([
        chatflow("table", "tables", "main", json!([{"op": "starts_with", "value": "/table"}])),
        chatflow("rest", "everywhere", "main", json!([{"op": "all"}])),
    ]);
    account
}

/// The site of [`notary`].
pub(crate) const NOTARY: &str = "https://notary.example";

/// For consent, and for who somebody is: Nora runs it, Otto works in another inbox, and Vera is their best customer.
fn notary() -> Value {
    let on = |path: &str| json!([{"op": "starts_with", "value": path}]);
    let flow = |id: &str, path: &str| chatflow(id, id, "main", on(path));
    let for_whom = |mut chatflow: Value, audience: Value| {
        chatflow["audience"] = audience;
        chatflow
    };
    let mut asking = flow("asking", "/asking");
    asking["email_capture"] = json!({"when": "unanswered", "minutes": 5, "message": "Where can we answer?"});
    let mut shown = flow("shown", "/shown");
    shown["consent"] = json!({"mode": "legitimate_interest", "text": LEGITIMATE});
    let mut account = account("notary");
    account["gdpr"] = json!(true);
    account["origins"] = json!([NOTARY]);
    account["people"] = json!([
        person("nora", "Nora Falk", "admin", "notary"),
        person("otto", "Otto Rau", "agent", "notary")
    ]);
    account["inboxes"] = json!([
        {"id": "main", "name": "main", "members": ["nora"]},
        {"id": "side", "name": "side", "members": ["otto"]},
    ]);
    account["lists"] = json!([{"id": "vip", "name": "Best customers"}]);
    account["contacts"] = json!([
        {"id": "vera", "name": "Vera Lind", "email": "vera@customer.test", "owner": "nora", "lists": ["vip"]},
    ]);
    account["chatflows"] = json!([
        consenting(flow("agree", "/agree")),
        consenting(flow("edited", "/edited")),
        flow("later", "/later"),
        shown,
        asking,
        for_whom(flow("club", "/club"), json!({"who": "lists", "lists": ["vip"]})),
        for_whom(flow("friends", "/friends"), json!({"who": "known"})),
        chatflow("open", "everywhere", "main", json!([{"op": "all"}])),
    ]);
    account
}

/// What visitors of `agree` chatflows agree to.
pub(crate) const EXPLICIT: &str = "May we keep what you write?\n<b>§ 25</b> “yes” \u{1f36a}";

/// What visitors of the notary's `shown` read.
pub(crate) const LEGITIMATE: &str = "We keep what you write for as long as the law asks.";

/// The site of every [`workshop`].
pub(crate) const WORKSHOP: &str = "https://workshop.example";

/// An account for one test alone, which changes what it likes: Ida and Ole run it, Mia works in its inbox. One
/// chatflow on every page.
pub(crate) fn workshop(id: &str) -> Value {
    let mut account = account(id);
    account["origins"] = json!([WORKSHOP]);
    account["people"] = json!([
        person("ida", "Ida Holm", "admin", id),
        person("ole", "Ole Berg", "admin", id),
        person("mia", "Mia Sand", "agent", id),
    ]);
    account["inboxes"] = json!([
        {"id": "main", "name": "Main", "members": ["ida", "ole", "mia"]},
        {"id": "side", "name": "Side", "members": ["mia"]},
    ]);
    account["lists"] = json!([{"id": "vip", "name": "Best customers"}]);
    account["chatflows"] = json!([chatflow("open", "everywhere", "main", json!([{"op": "all"}]))]);
    account
}

fn account(id: &str) -> Value {
    json!({"account": id, "name": id})
}

fn person(id: &str, name: &str, role: &str, account: &str) -> Value {
    let email = format!("{id}@{account}.test");
    json!({"id": id, "name": name, "email": email, "password": PASSWORD, "role": role, "seat": true})
}

fn chatflow(id: &str, name: &str, inbox: &str, include: Value) -> Value {
    json!({"id": id, "name": name, "enabled": true, "include": include, "inbox": inbox, "welcome": "Hello."})
}

fn consenting(mut chatflow: Value) -> Value {
    chatflow["consent"] = json!({"mode": "explicit", "text": EXPLICIT});
    chatflow
}
