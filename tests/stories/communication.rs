//! Consent to communicate, from the owner who asks to the visitor who takes it back.

use stories::product::Product;
use stories::roles::{Agent, Owner, Visitor};

use crate::reloading::reloads_until;

const TEXT: &str = "Write to me about evenings in the workshop. I can unsubscribe here at any time.";

#[test]
fn a_visitor_ticks_the_box_and_takes_it_back() {
    // S85 S86
    let product = Product::start();
    let owner = Owner::mira(&product);
    owner.signs_in();
    owner.looks_at_the_settings("Data protection");
    let page = owner.page();
    page.role("button", "Add a type").click();
    page.has_focus_on("textbox", "Name");
    page.types("Kiln letters");
    page.role("button", "Save type").click();
    page.role("button", "Change Kiln letters").appears();
    owner.edits("Trade prices");
    owner.ticks("Consent", "checkbox", "Consent to communicate");
    owner.part("Consent").role("combobox", "Subscription type").picks("Kiln letters");
    owner.writes("Consent", "What visitors agree to", TEXT);
    owner.part("Consent").says("Saving makes a new version.");
    owner.saves();

    let visitor = Visitor::arrives(&product);
    let tick = |visitor: &Visitor<'_>| visitor.chat().role("checkbox", "Write to me about evenings…");
    reloads_until(&visitor, "/pricing/", "is asked whether to be written to", |visitor| {
        visitor.opens_the_chat();
        visitor.page().comes_to_rest();
        tick(visitor).is_there()
    });
    // Nobody ticked it for them, and whoever ticks it has agreed to nothing yet.
    tick(&visitor).has("checked", "false");
    tick(&visitor).click();
    tick(&visitor).has("checked", "true");
    visitor.page().comes_to_rest();
    assert!(visitor.page().sockets().is_empty(), "connected before anything was sent");
    visitor.writes("Letters: 12 cups, please.");
    visitor.sees_it_sent();
    tick(&visitor).disappears();

    let jonas = Agent::jonas(&product);
    jonas.signs_in();
    jonas.opens_thread("Letters: 12 cups, please.");
    jonas.contact().says("Subscriptions");
    jonas.contact().says("Kiln letters");

    // Two clicks.
    visitor.opens_the_menu();
    visitor.menu().role("button", "Unsubscribe: Kiln letters").click();
    visitor.menu().says("You are unsubscribed: Kiln letters");
    jonas.page().reload();
    jonas.contact().says("Ended by the visitor");
    jonas.contact().says("Kiln letters");
}

#[test]
fn whoever_is_forgotten_has_a_number_that_the_owner_finds() {
    // N18
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/made-for-you/");
    visitor.opens_the_chat();
    visitor.agrees();
    visitor.writes("Proof: a jug for my sister.");
    visitor.sees_it_sent();
    let jonas = Agent::jonas(product);
    jonas.signs_in();
    jonas.opens_thread("Proof: a jug for my sister.");
    visitor.opens_the_menu();
    visitor.menu().role("button", "Forget me").click();
    visitor.menu().role("button", "Forget me").click();
    visitor.menu().says("Your erasure number, to ask about this later:");
    let owner = Owner::mira(product);
    owner.signs_in();
    owner.looks_at_the_settings("Data protection");
    owner.page().sees("Proofs of erasure");
    owner.page().sees("A visitor was forgotten");
}
