//! A visitor writes on one origin, an agent answers on another.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

#[test]
fn a_visitor_gets_a_reply() {
    // S131
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::anna(product));
    agent.signs_in();
    visitor.opens("/shop/tetsu-teapot/");
    visitor.opens_the_chat();
    visitor.writes("Reply: does it fit 4 cups?");
    visitor.sees_it_sent();
    agent.opens_thread("Reply: does it fit 4 cups?");
    agent.replies("Reply: yes, and a little more.");
    visitor.sees_answer("Reply: yes, and a little more.");
    visitor.writes("Reply: then I take it.");
    agent.sees_message("Reply: then I take it.");
    let told = ["Reply: does it fit 4 cups?", "Reply: yes, and a little more.", "Reply: then I take it."];
    assert_eq!(visitor.messages_with("Reply:"), told);
    assert_eq!(agent.messages_with("Reply:"), told);
}

#[test]
fn a_reload_in_the_middle_loses_and_doubles_nothing() {
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    agent.signs_in();
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Reload: one.");
    agent.opens_thread("Reload: one.");
    agent.replies("Reload: two.");
    visitor.page().reload();
    visitor.sees_answer("Reload: two.");
    visitor.writes("Reload: three.");
    agent.sees_message("Reload: three.");
    agent.page().reload();
    agent.sees_message("Reload: three.");
    agent.replies("Reload: four.");
    visitor.sees_answer("Reload: four.");
    let told = ["Reload: one.", "Reload: two.", "Reload: three.", "Reload: four."];
    assert_eq!(visitor.messages_with("Reload:"), told);
    assert_eq!(agent.messages_with("Reload:"), told);
}

#[test]
fn what_was_written_offline_arrives_once_when_the_connection_is_back() {
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    agent.signs_in();
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    visitor.writes("Offline: before.");
    visitor.sees_it_sent();
    agent.opens_thread("Offline: before.");
    visitor.page().offline(true);
    agent.page().never_sees_during("Offline: in between.", || {
        visitor.writes("Offline: in between.");
        visitor.is_told_of_the_lost_connection();
        agent.replies("Offline: meanwhile.");
    });
    assert!(visitor.messages_with("Offline: meanwhile.").is_empty(), "the connection is really gone");
    visitor.page().offline(false);
    visitor.sees_answer("Offline: meanwhile.");
    agent.sees_message("Offline: in between.");
    for mark in ["before", "in between", "meanwhile"] {
        assert_eq!(visitor.messages_with(&format!("Offline: {mark}")).len(), 1, "{mark}");
        assert_eq!(agent.messages_with(&format!("Offline: {mark}")).len(), 1, "{mark}");
    }
}
