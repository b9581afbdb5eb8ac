//! How a team works through what visitors wrote.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

fn a_visitor_writes<'a>(product: &'a Product, text: &str) -> Visitor<'a> {
    let visitor = Visitor::arrives(product);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes(text);
    visitor.sees_it_sent();
    visitor
}

#[test]
fn new_threads_wait_for_whoever_takes_them() {
    // S102 S105 S115 S116 S117 S123
    let product = Product::shared();
    let (anna, jonas) = (Agent::anna(product), Agent::jonas(product));
    anna.signs_in();
    jonas.signs_in();
    let visitor = a_visitor_writes(product, "Views: 36 bowls by May?");
    for agent in [&anna, &jonas] {
        agent.looks_at("Unassigned");
        agent.sees_thread_with("Views: 36 bowls by May?");
        agent.looks_at("Assigned to me");
        agent.sees_no_thread_with("Views: 36 bowls by May?");
    }
    anna.looks_at("Unassigned");
    anna.opens_thread("Views: 36 bowls by May?");
    anna.takes_it();
    anna.page().has_focus_on("textbox", "Reply");
    anna.replies("Views: yes, by 20 April.");
    visitor.sees_answer("Views: yes, by 20 April.");
    anna.looks_at("Assigned to me");
    anna.sees_thread_with("Views:");
    anna.looks_at("All conversations");
    anna.sees_thread_with("Views:");
    jonas.looks_at("Unassigned");
    jonas.sees_no_thread_with("Views:");
    jonas.looks_at("Assigned to me");
    jonas.sees_no_thread_with("Views:");
    jonas.looks_at("All conversations");
    jonas.sees_thread_with("Views:");
}

#[test]
fn every_member_of_the_inbox_sees_its_threads() {
    // S109
    let product = Product::shared();
    let _visitor = a_visitor_writes(product, "Members: who is there?");
    for agent in [Agent::anna(product), Agent::jonas(product), Agent::mira(product)] {
        agent.signs_in();
        agent.sees_thread_with("Members: who is there?");
    }
}

#[test]
fn conversations_from_the_widget_are_marked_as_chats() {
    // S119
    let product = Product::shared();
    let anna = Agent::anna(product);
    anna.signs_in();
    let _visitor = a_visitor_writes(product, "Channel: where from?");
    anna.looks_at("Chat");
    anna.sees_thread_with("Channel: where from?");
}

#[test]
fn the_selected_thread_stands_beside_the_list() {
    // S123 S125
    let product = Product::shared();
    let anna = Agent::anna(product);
    anna.signs_in();
    let _first = a_visitor_writes(product, "Beside: the first.");
    let _second = a_visitor_writes(product, "Beside: the second.");
    anna.opens_thread("Beside: the first.");
    assert_eq!(anna.messages_with("Beside:"), ["Beside: the first."]);
    anna.sees_thread_with("Beside: the second.");
    anna.opens_thread("Beside: the second.");
    assert_eq!(anna.messages_with("Beside:"), ["Beside: the second."]);
}

#[test]
fn a_closed_thread_leaves_the_open_ones_and_comes_back_when_the_visitor_writes() {
    // S111 S129
    let product = Product::shared();
    let anna = Agent::anna(product);
    anna.signs_in();
    let visitor = a_visitor_writes(product, "Closing: thank you.");
    anna.opens_thread("Closing: thank you.");
    anna.closes();
    anna.sees_no_thread_with("Closing:");
    anna.shows("Closed");
    anna.sees_thread_with("Closing: thank you.");
    anna.shows("Open");
    visitor.writes("Closing: one more thing.");
    anna.sees_thread_with("Closing: one more thing.");
    anna.shows("Closed");
    anna.sees_no_thread_with("Closing:");
}

#[test]
fn a_conversation_is_handed_to_a_colleague() {
    // S106 S127
    let product = Product::shared();
    let (anna, jonas) = (Agent::anna(product), Agent::jonas(product));
    anna.signs_in();
    jonas.signs_in();
    let visitor = a_visitor_writes(product, "Hand over: who makes the bowls?");
    anna.opens_thread("Hand over: who makes the bowls?");
    anna.has_it_assigned_to("Nobody");
    anna.reassigns_to("Jonas Brandt");
    jonas.looks_at("Assigned to me");
    jonas.opens_thread("Hand over: who makes the bowls?");
    jonas.sees_message("Anna Keller assigned this conversation to you");
    jonas.has_it_assigned_to("Jonas Brandt (you)");
    jonas.replies("Hand over: I do.");
    visitor.sees_answer("Hand over: I do.");
    jonas.reassigns_to("Nobody");
    jonas.looks_at("Unassigned");
    jonas.sees_thread_with("Hand over: I do.");
}

#[test]
fn the_contact_stands_beside_the_reply() {
    // S124 S134 S141
    let product = Product::shared();
    let anna = Agent::anna(product);
    anna.signs_in();
    let sofia = Visitor::arrives(product);
    sofia.opens("/account/");
    sofia.opens_the_chat();
    sofia.writes("Contact: where is my kyusu?");
    sofia.sees_it_sent();
    let row = anna.row("Contact: where is my kyusu?");
    for told in ["Sofia Marques", "Contact: where is my kyusu?", "Chat", "Opened"] {
        row.says(told);
    }
    anna.opens_thread("Contact: where is my kyusu?");
    anna.reply_field().types("Contact: on its way");
    // What she writes and whom she writes to, at the same time.
    let contact = anna.contact();
    for told in
        ["Sofia Marques", "Known contact", "sofia@kiln.test", "Regular customers", "Anna Keller", "/account/"]
    {
        contact.says(told);
    }
    assert!(!contact.contains("unverified"), "the shop vouches for her");
    anna.reply_field().has("focused", "true");
    anna.page().press("Enter");
    sofia.sees_answer("Contact: on its way");
}

#[test]
fn the_contacts_record_opens_in_a_tab_of_its_own() {
    // S142
    let product = Product::shared();
    let anna = Agent::anna(product);
    anna.signs_in();
    let sofia = Visitor::arrives(product);
    sofia.opens("/account/");
    sofia.opens_the_chat();
    sofia.writes("Record: is my kyusu fired?");
    sofia.sees_it_sent();
    anna.opens_thread("Record: is my kyusu fired?");
    let name = anna.contact().role("link", "Sofia Marques , opens in a new tab");
    name.appears();
    let record = anna.in_another_tab();
    record.page().goto(&product.edge("/console/contacts/sofia"));
    let page = record.page();
    page.role("heading", "Sofia Marques").appears();
    let main = page.role("main", "…");
    for told in
        ["Known contact", "sofia@kiln.test", "Anna Keller", "Regular customers", "Record: is my kyusu fired?"]
    {
        main.says(told);
    }
    // Something is written down there, and stands beside the conversation as well.
    main.role("button", "Create ticket").click();
    let dialog = page.role("dialog", "…");
    dialog.role("textbox", "Title").types("Fire the kyusu");
    dialog.role("button", "Save").click();
    main.says("Fire the kyusu");
    page.has_no_barriers();
    record.page().goto(&product.edge("/console/contacts/nobody-at-all"));
    page.sees("There is no such contact");
}
