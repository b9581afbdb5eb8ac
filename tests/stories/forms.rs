//! A chatflow asks with a form: before a chat, and while nobody is there.

use stories::product::Product;
use stories::roles::{Agent, Owner, Visitor};

use crate::reloading::reloads_until;

/// The events of the demo shop, where a form asks who is coming.
const EVENING: &str = "/events/evening-firing/";

#[test]
fn a_visitor_fills_a_form_in_and_the_agent_reads_it() {
    // P3
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    agent.signs_in();
    visitor.opens(EVENING);
    visitor.opens_the_chat();
    let field = |name: &str| visitor.chat().role("textbox", name);
    field("Your name").appears();
    visitor.page().has_focus_on("textbox", "Your name");
    // What is missing is said beside its field, and nothing leaves.
    visitor.begins_to_write("Form: two of us.");
    visitor.sends();
    visitor.chat().says("Please answer this.");
    visitor.page().has_focus_on("textbox", "Your name");
    field("Your name").has("invalid", "true");
    field("Your name").types("Ana <b>Ruiz</b>");
    field("E-mail address").types("ana.ruiz@customer");
    visitor.sends();
    visitor.chat().says("Not a complete address");
    // Closed and opened again, what was typed is there.
    visitor.closes_the_chat();
    visitor.opens_the_chat();
    assert_eq!(field("Your name").value().as_deref(), Some("Ana <b>Ruiz</b>"));
    field("E-mail address").replaces("ana.ruiz@customer.test");
    visitor.sends();
    visitor.sees_it_sent();
    field("Your name").disappears();
    agent.opens_thread("Form: two of us.");
    agent.sees_message("ana.ruiz@customer.test");
    agent.sees_message("Ana <b>Ruiz</b>");
    agent.contact().says("ana.ruiz@customer.test");
    // Who has answered is not asked again.
    visitor.page().reload();
    visitor.looks_at_their_conversations();
    visitor.starts_a_new_conversation();
    visitor.page().comes_to_rest();
    assert!(!field("Your name").is_there());
}

#[test]
fn a_visitor_who_comes_while_nobody_is_there_leaves_a_message() {
    // P4
    let product = Product::start();
    let owner = Owner::mira(&product);
    owner.signs_in();
    owner.edits("Evening events");
    owner.ticks("Form before the chat", "radio", "While the team is away");
    owner.ticks("Availability", "radio", "While somebody is available");
    owner.ticks("Routing", "radio", "Specific people and teams");
    owner.part("Routing").role("checkbox", "Jonas Brandt").click();
    owner.saves();
    let jonas = Agent::jonas(&product);
    jonas.signs_in();
    jonas.page().role("button", "Your account").click();
    jonas.page().role("switch", "Offline mode").click();
    jonas.page().role("switch", "Reassign replies").appears();
    jonas.page().role("button", "Your account").click();
    let visitor = Visitor::arrives(&product);
    reloads_until(&visitor, EVENING, "is asked who they are", |visitor| {
        visitor.opens_the_chat();
        visitor.page().comes_to_rest();
        visitor.chat().role("textbox", "Your name").is_there()
    });
    visitor.chat().says("Away");
    visitor.chat().role("textbox", "Your name").types("Bo Lind");
    visitor.chat().role("textbox", "E-mail address").types("bo@customer.test");
    visitor.writes("Form: call me tomorrow.");
    visitor.sees_it_sent();
    // It is a conversation like any other, and goes where the chatflow's rule says once somebody is there.
    jonas.opens_thread("Form: call me tomorrow.");
    jonas.sees_message("bo@customer.test");
}
