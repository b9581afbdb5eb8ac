//! What a team does with conversations: putting them off, marking them, keeping people out, many at once. A product of
//! its own for each: what else is in the list is part of the story.

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
fn what_can_wait_is_put_off_and_comes_back_when_the_visitor_writes() {
    // P49 P50
    let product = Product::start();
    let anna = Agent::anna(&product);
    let visitor = a_visitor_writes(&product, "Later: no hurry.");
    anna.signs_in();
    anna.opens_thread("Later: no hurry.");
    anna.page().press("s");
    anna.picks_in_the_bar("Tomorrow");
    anna.is_told("Conversation snoozed until");
    anna.sees_no_thread_with("Later:");
    anna.sees_message("You snoozed this conversation until");
    anna.shows("Snoozed");
    anna.sees_thread_with("Later: no hurry.");
    anna.row("Later: no hurry.").says("until ");
    anna.shows("Open");
    visitor.writes("Later: a bit of hurry.");
    anna.sees_thread_with("Later: a bit of hurry.");
    anna.opens_thread("Later: a bit of hurry.");
    anna.sees_message("A new message woke this conversation");
}

#[test]
fn a_label_is_made_and_is_there_for_everybody() {
    // P48 P60
    let product = Product::start();
    let (anna, jonas) = (Agent::anna(&product), Agent::jonas(&product));
    let _visitor = a_visitor_writes(&product, "Labels: the lid is chipped.");
    anna.signs_in();
    jonas.signs_in();
    anna.opens_thread("Labels: the lid is chipped.");
    anna.page().press("l");
    anna.picks_in_the_bar("Damaged");
    anna.bar().role("option", "…").saying("chosen").appears();
    anna.page().press("Escape");
    anna.row("Labels: the lid is chipped.").says("Damaged");
    jonas.row("Labels: the lid is chipped.").says("Damaged");
    jonas.opens_thread("Labels: the lid is chipped.");
    jonas.sees_message("Anna Keller added the label Damaged");
    jonas.contact().says("Damaged");
}

#[test]
fn whoever_is_blocked_writes_into_nothing_until_they_are_let_in() {
    // S128 S146 S148 S149 S150 S152 E63
    let product = Product::start();
    let mira = Agent::mira(&product);
    let visitor = a_visitor_writes(&product, "Block: you are all fools.");
    mira.signs_in();
    mira.opens_thread("Block: you are all fools.");
    mira.page().press("b");
    let dialog = mira.page().role("dialog", "Block Visitor…");
    dialog.says("They still see the chat and can write.");
    dialog.role("textbox", "Reason…").types("Insults");
    dialog.role("button", "Block sender").click();
    mira.sees_no_thread_with("Block:");
    mira.looks_at("Filtered");
    mira.sees_thread_with("Block: you are all fools.");
    visitor.writes("Block: still fools.");
    visitor.sees_it_sent();
    mira.looks_at("All conversations");
    mira.sees_no_thread_with("Block: still fools.");

    mira.commands("Blocked senders");
    let row = mira.page().role("row", "…").saying("Insults");
    row.says("Mira Okafor");
    row.role("button", "Lift block of…").click();
    mira.page().sees("Nobody is blocked.");
    mira.commands("All conversations");
    visitor.writes("Block: sorry.");
    mira.sees_thread_with("Block: sorry.");
}

#[test]
fn a_deleted_conversation_is_brought_back_by_one_key() {
    // S128 H91
    let product = Product::start();
    let anna = Agent::anna(&product);
    let _visitor = a_visitor_writes(&product, "Delete: by mistake.");
    anna.signs_in();
    anna.opens_thread("Delete: by mistake.");
    anna.page().press("#");
    anna.is_told("deleted, kept for 30 days");
    anna.sees_no_thread_with("Delete:");
    anna.undoes();
    anna.sees_thread_with("Delete: by mistake.");
    anna.page().press("!");
    anna.is_told("as spam");
    anna.looks_at("Filtered");
    anna.opens_thread("Delete: by mistake.");
    anna.thread().role("button", "Not spam").click();
    anna.sees_no_thread_with("Delete:");
    anna.looks_at("All conversations");
    anna.sees_thread_with("Delete: by mistake.");
}

#[test]
fn many_are_closed_at_once_and_put_back_at_once() {
    // P48 P50
    let product = Product::start();
    let anna = Agent::anna(&product);
    let _one = a_visitor_writes(&product, "Many: the first.");
    let _two = a_visitor_writes(&product, "Many: the second.");
    let _three = a_visitor_writes(&product, "Many: the third.");
    anna.signs_in();
    anna.sees_thread_with("Many: the first.");
    anna.sees_thread_with("Many: the third.");
    let page = anna.page();
    page.press("j");
    anna.is_on_the_row_saying("Many: the third.");
    page.press("x");
    page.press("j");
    anna.is_on_the_row_saying("Many: the second.");
    page.press("X");
    page.sees("2 selected");
    page.press("e");
    anna.is_told("2 conversations closed.");
    anna.sees_no_thread_with("Many: the third.");
    anna.sees_thread_with("Many: the first.");
    anna.undoes();
    anna.sees_thread_with("Many: the third.");
    anna.sees_thread_with("Many: the second.");
    page.press("A");
    page.sees("3 selected");
    page.role("group", "Acts on what is selected").role("button", "Assign to …").click();
    anna.picks_in_the_bar("Jonas Brandt");
    anna.is_told("3 conversations assigned to Jonas Brandt.");
    anna.looks_at("Unassigned");
    anna.sees_no_thread_with("Many:");
}

#[test]
fn what_belongs_to_a_contact_is_written_down_beside_the_reply() {
    // S143 S144 S145 S147
    let product = Product::start();
    let anna = Agent::anna(&product);
    let sofia = Visitor::arrives(&product);
    sofia.opens("/account/");
    sofia.opens_the_chat();
    sofia.writes("Records: my kyusu leaks.");
    sofia.sees_it_sent();
    anna.signs_in();
    anna.opens_thread("Records: my kyusu leaks.");
    anna.contact().role("button", "Create ticket").click();
    let ticket = anna.page().role("dialog", "New ticket");
    ticket.role("textbox", "Title").types("Replace the kyusu");
    ticket.role("button", "Save").click();
    anna.contact().says("Replace the kyusu");
    anna.contact().says("Ticket, New");
    anna.contact().role("button", "Create deal").click();
    let deal = anna.page().role("dialog", "New deal");
    deal.role("textbox", "Title").types("Twelve cups");
    deal.role("textbox", "Amount…").types("240");
    deal.role("button", "Save").click();
    anna.contact().says("240.00 EUR");
    anna.contact().role("button", "More").click();
    anna.picks_in_the_bar("Add interaction");
    let call = anna.page().role("dialog", "New interaction");
    call.role("textbox", "What came of it").types("She sends it back");
    call.role("button", "Save").click();
    anna.contact().says("She sends it back");
    anna.contact().role("button", "More").click();
    anna.picks_in_the_bar("Disconnect contact");
    anna.page().role("dialog", "Disconnect Sofia…").role("button", "Disconnect contact").click();
    anna.sees_message("You disconnected the contact from this conversation");
    anna.page().wait("her details to go", || (!anna.contact().contains("Replace the kyusu")).then_some(()));
}
