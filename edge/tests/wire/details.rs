//! Who is behind a thread, for the members of its inbox and nobody else.

use serde_json::json;

use crate::accounts::{ATELIER, NOTARY};
use crate::agent::Agent;
use crate::product::Product;
use crate::visitor::{Visitor, begin, first_post, says, starts};
use crate::wait::until;

#[test]
fn a_stranger_is_a_page_and_four_characters() {
    // S134 S141
    let product = Product::shared();
    let nora = Agent::of(product, "nora@notary.test");
    let me = Visitor::acts(product, "notary", NOTARY, "open");
    let (mut socket, welcome) = me.greets();
    let mut first = first_post("open", "hello");
    first["page"] = json!("https://notary.example/deeds?q=1");
    let ack = says(&mut socket, &first);
    let thread = ack["thread"].as_str().expect("a thread");
    let row = until("the row", || nora.row("main", "view=all", thread));
    let visitor = welcome["visitor"].as_str().expect("a visitor's id");
    let expected = json!({
        "visitor": visitor[visitor.len() - 4..].to_ascii_uppercase(), "page": "https://notary.example/deeds",
        "consents": [],
    });
    assert_eq!(nora.details("main", thread), expected);
    assert_eq!(row["visitor"], expected["visitor"]);
}

#[test]
fn a_contact_has_a_name_an_owner_and_lists() {
    // S134 S141
    let product = Product::shared();
    let nora = Agent::of(product, "nora@notary.test");
    let asked = json!({"account": "notary", "email": "VERA@customer.test"});
    let identity = product.internal("/internal/identify", &asked).ok()["token"].clone();
    let body = json!({"chatflow": "open", "token": identity}).to_string();
    let session = begin(product, "notary", NOTARY, &body).ok();
    let vera = Visitor::acts(product, "notary", NOTARY, "open").with(&session);
    let thread = starts(&mut vera.connects(), "open", "hello");
    until("the row", || nora.row("main", "view=all", &thread));
    let expected = json!({
        "id": "vera", "name": "Vera Lind", "email": "vera@customer.test", "verified": true,
        "owner": {"id": "nora", "name": "Nora Falk"}, "lists": [{"id": "vip", "name": "Best customers"}],
    });
    assert_eq!(nora.details("main", &thread)["contact"], expected);
}

#[test]
fn only_members_of_the_inbox_learn_who_it_is() {
    // S109, T24, row 14, row 17, row 18
    let product = Product::shared();
    let nora = Agent::of(product, "nora@notary.test");
    let otto = Agent::of(product, "otto@notary.test");
    let thread = starts(&mut Visitor::acts(product, "notary", NOTARY, "open").connects(), "open", "hello");
    until("the row", || nora.row("main", "view=all", &thread));
    let foreign =
        starts(&mut Visitor::acts(product, "atelier", ATELIER, "open").connects(), "open", "elsewhere");
    let absent = format!("0-{}", "a".repeat(26));
    let path = |inbox: &str, thread: &str| format!("/api/threads/{inbox}/{thread}/details");
    let not_found = (404, "not_found".to_owned());
    for (name, agent, inbox, thread) in [
        ("no member", &otto, "main", thread.as_str()),
        ("through an inbox of one's own", &otto, "side", &thread),
        ("no such inbox", &nora, "nowhere", &thread),
        ("no such thread", &nora, "main", &absent),
        ("of another account", &nora, "main", &foreign),
    ] {
        assert_eq!(agent.gets(&path(inbox, thread)).refusal(), not_found, "{name}");
    }
    assert_eq!(nora.gets(&path("main", "none")).refusal(), (400, "id_format".to_owned()));
    let nobody = product.ask("GET", &path("main", &thread), &[], "");
    assert_eq!(nobody.refusal(), (401, "unauthenticated".to_owned()));
    let posted = nora.sends("POST", &path("main", &thread), &json!({}));
    assert_eq!((posted.status, posted.header("allow").as_deref()), (405, Some("GET")));
    assert_eq!(nora.gets(&path("main", &thread)).header("cache-control").as_deref(), Some("no-store"));
}
