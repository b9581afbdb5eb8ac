//! The owner's own pages beside conversations. A product of their own: apps are the account's.

use stories::product::Product;
use stories::roles::{Agent, Owner, Visitor};
use stories::site::{Resource, Site};

const PAGE: &str = r#"<!doctype html><html lang="en"><title>Orders</title><p id="who">Waiting</p>
<script>
  addEventListener("message", ({ data }) => {
    if (data.parlor !== "context") return;
    const { contact, agent, thread } = data;
    const who = contact ? `${contact.email} (${contact.verified ? "sure" : "typed"})` : "nobody";
    document.getElementById("who").textContent = `${agent.name} sees ${who}, ${thread.status}`;
    parent.postMessage({ parlor: "height", height: 321 }, "*");
  });
  parent.postMessage({ parlor: "ready" }, "*");
</script></html>"#;

#[test]
fn an_owners_page_stands_beside_the_conversation_and_knows_with_whom_it_is() {
    // P58
    let product = Product::start();
    let site = Site::serve(vec![Resource::page("/orders/", PAGE)]);
    let owner = Owner::mira(&product);
    owner.signs_in();
    owner.looks_at_the_settings("API & webhooks");
    let page = owner.page();
    page.role("button", "Add an app").click();
    let part = page;
    part.role("textbox", "App name").types("Orders");
    part.role("textbox", "App address").types("http://orders.example/");
    part.role("button", "Save app").click();
    page.sees("Use an address that begins with https://");
    part.role("textbox", "App address").replaces(&site.url("/orders/"));
    part.role("button", "Save app").click();
    part.role("button", "Change Orders").appears();
    page.has_no_barriers();

    let sofia = Visitor::arrives(&product);
    sofia.opens("/account/");
    sofia.opens_the_chat();
    sofia.writes("Where is my order?");
    sofia.sees_it_sent();
    let anna = Agent::anna(&product);
    anna.signs_in();
    anna.opens_thread("Where is my order?");
    let orders = anna.contact().role("button", "Orders");
    orders.has("expanded", "false");
    assert!(!anna.page().says("Anna Keller sees"), "it is loaded when somebody opens it");
    orders.click();
    anna.page().role("Iframe", "Orders").appears();
    anna.page().sees("Anna Keller sees sofia@kiln.test (sure), open");
    anna.page().wait("the height that the page wished", || {
        (anna.page().eval("document.querySelector('.app-frame iframe').height") == "321").then_some(())
    });
    // It hears of what changes while it stands there.
    anna.closes();
    anna.shows("Closed");
    anna.opens_thread("Where is my order?");
    anna.page().sees("Anna Keller sees sofia@kiln.test (sure), closed");
}
