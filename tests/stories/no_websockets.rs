//! A network that lets no web socket pass. People chat all the same, and nobody has to choose anything. A program of its
//! own, because it is cruel to the product that the other stories share.

use stories::product::Product;
use stories::proxy::{Proxy, Sockets};
use stories::roles::{Agent, Visitor};
use stories::site::{Resource, Site};

/// A page of the shop as it is seen from behind the proxy.
fn shop_behind(proxy: &Proxy) -> Site {
    let loader = proxy.url("/embed/demo.js");
    let page = format!(
        r#"<!doctype html><title>Shop</title><h1>Shop</h1><script async src="{loader}" referrerpolicy="no-referrer-when-downgrade"></script>"#
    );
    Site::serve(vec![Resource::page("/", &page)])
}

#[test]
fn a_chat_works_where_sockets_are_refused() {
    // N25 E30
    let product = Product::start();
    let proxy = Proxy::before(&product, Sockets::Refused);
    let shop = shop_behind(&proxy);
    let (visitor, agent) = (Visitor::arrives(&product), Agent::anna(&product));
    agent.signs_in_at(&proxy.url("/console/"));
    visitor.page().goto(&shop.url("/"));
    visitor.opens_the_chat();
    visitor.writes("Office: can you hear me?");
    visitor.sees_it_sent();
    agent.opens_thread("Office: can you hear me?");
    agent.replies("Office: loud and clear.");
    visitor.sees_answer("Office: loud and clear.");
    // Both ways again, with nothing reloaded: what comes, comes by itself.
    visitor.writes("Office: good.");
    agent.sees_message("Office: good.");

    let tried = proxy.sockets_asked_for();
    product.kill_workerd();
    visitor.writes("Office: are you still there?");
    agent.sees_message("Office: are you still there?");
    agent.replies("Office: I was away for a moment.");
    visitor.sees_answer("Office: I was away for a moment.");
    product.restart();
    agent.replies("Office: and now?");
    visitor.sees_answer("Office: and now?");
    visitor.writes("Office: all good.");
    agent.sees_message("Office: all good.");
    assert_eq!(proxy.sockets_asked_for(), tried, "what worked a moment ago is what is tried first");

    let said = [
        "Office: can you hear me?",
        "Office: loud and clear.",
        "Office: good.",
        "Office: are you still there?",
        "Office: I was away for a moment.",
        "Office: and now?",
        "Office: all good.",
    ];
    // A new page tries sockets anew, and comes to the same end.
    visitor.page().reload();
    for page in [visitor.page(), agent.page()] {
        page.wait("each message once, in order, on both sides", || {
            let (left, right) = (visitor.messages_with("Office:"), agent.messages_with("Office:"));
            let complete = left.len() == said.len() && left == right;
            complete.then_some(())
        });
    }
    let seen = visitor.messages_with("Office:");
    assert!(said.iter().zip(&seen).all(|(said, seen)| seen.contains(said)), "{seen:?}");
    visitor.writes("Office: one more.");
    agent.sees_message("Office: one more.");
    assert!(proxy.sockets_asked_for() > tried);
    // The page that the widget is a guest of hears nothing of all this.
    assert_eq!(visitor.page().eval("document.title"), "Shop");
}

#[test]
fn a_chat_works_where_sockets_open_and_swallow_what_is_said() {
    // N25 E30 E32
    let product = Product::shared();
    let proxy = Proxy::before(product, Sockets::Swallowed);
    let shop = shop_behind(&proxy);
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    agent.signs_in_at(&proxy.url("/console/"));
    visitor.page().goto(&shop.url("/"));
    visitor.opens_the_chat();
    visitor.writes("Hotel: does this arrive?");
    visitor.sees_it_sent_at_last();
    agent.opens_thread("Hotel: does this arrive?");
    agent.replies("Hotel: it does.");
    visitor.sees_answer("Hotel: it does.");
    assert!(proxy.sockets_asked_for() >= 4, "two by each of them");
}
