//! Somebody opens the chat by its link: a page of its own, without a website around it.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

#[test]
fn a_visitor_opens_the_link_writes_reloads_and_goes_on() {
    // P25 E29
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    agent.signs_in();
    visitor.page().can_be_audited();
    visitor.page().goto(&product.edge("/chat/demo/pricing"));
    visitor.sees_the_chat_open();
    visitor.page().comes_to_rest();
    assert!(visitor.page().stored().local.is_empty(), "nothing is stored before somebody acts");
    visitor.page().picture("full-page");
    visitor.writes("Link: do you deliver on Saturdays?");
    visitor.sees_it_sent();
    let barriers = visitor.page().barriers(|_| true);
    assert!(barriers.is_empty(), "{}", barriers.join("\n"));
    agent.opens_thread("Link: do you deliver on Saturdays?");
    agent.replies("Link: yes, until noon.");
    visitor.sees_answer("Link: yes, until noon.");
    // The session outlives a reload, and coming back by either link.
    visitor.page().reload();
    visitor.sees_answer("Link: yes, until noon.");
    visitor.page().goto(&product.edge("/chat/demo"));
    visitor.sees_answer("Link: yes, until noon.");
    visitor.writes("Link: see you then.");
    visitor.sees_it_sent();
    agent.sees_message("Link: see you then.");
}

#[test]
fn on_a_phone_the_chat_is_the_page() {
    // P25
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.page().can_be_audited();
    visitor.page().phone();
    visitor.page().goto(&product.edge("/chat/demo/pricing"));
    visitor.sees_the_chat_open();
    visitor.page().comes_to_rest();
    visitor.page().picture("full-page-phone");
    let place = visitor.page().eval(
        "(({ width, height }) => [width, height])(document.getElementById('chat').getBoundingClientRect())",
    );
    assert_eq!(place, serde_json::json!([390, 844]));
    assert_eq!(visitor.page().eval("document.documentElement.scrollWidth <= innerWidth"), true);
    let barriers = visitor.page().barriers(|_| true);
    assert!(barriers.is_empty(), "{}", barriers.join("\n"));
}

#[test]
fn where_there_is_nothing_a_page_says_so() {
    // P25
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    for path in ["/chat/nobody-s", "/chat/demo/no-such"] {
        visitor.page().goto(&product.edge(path));
        visitor.page().sees("There is no chat here right now");
        assert!(!visitor.has_the_chat_open());
    }
    visitor.page().picture("full-page-none");
}
