//! The decision follows the visitor within a page, and an open chat follows them across pages.

use stories::product::Product;
use stories::roles::Visitor;

#[test]
fn in_page_navigation_decides_again() {
    // E8 N8
    let visitor = Visitor::arrives(Product::shared());
    let page = visitor.page();
    visitor.opens("/spa/");
    visitor.is_offered("Who is the gift for? I can suggest three pieces.");
    page.role("link", "Help").click();
    page.wait("the address of the help page", || page.url().ends_with("/spa/help/").then_some(()));
    visitor.prompt().disappears();
    visitor.is_not_spoken_to();
    page.role("link", "Checkout").click();
    visitor.is_offered_nothing();
    page.back();
    visitor.is_offered_a_chat();
    page.back();
    visitor.is_offered_a_chat();
    visitor.opens_the_chat();
    visitor.sees_answer("Who is the gift for?");
}

#[test]
fn in_page_navigation_brings_a_widget_to_a_page_that_had_none() {
    // E8
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/spa/checkout/");
    visitor.is_offered_nothing();
    visitor.page().role("link", "Help").click();
    visitor.is_offered_a_chat();
    visitor.opens_the_chat();
    visitor.sees_answer("Write to us.");
}

#[test]
fn a_hash_route_has_a_chatflow_of_its_own_and_a_filter_changes_nothing() {
    // E8 N8
    let visitor = Visitor::arrives(Product::shared());
    let page = visitor.page();
    visitor.opens("/spa/");
    visitor.is_offered("Who is the gift for?…");
    page.role("link", "Wrapping").click();
    visitor.is_offered("We wrap in linen or in paper. Which colour should the ribbon have?");
    page.back();
    page.wait("the address without a hash", || page.url().ends_with("/spa/").then_some(()));
    visitor.opens_the_chat();
    visitor.sees_answer("Who is the gift for?");
    visitor.closes_the_chat();
    page.role("button", "Under €50").click();
    page.wait("the address of the filter", || page.url().ends_with("?under=50").then_some(()));
    visitor.opens_the_chat();
    visitor.sees_answer("Who is the gift for?");
}

#[test]
fn a_decision_within_a_page_needs_no_server() {
    // N8
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    let page = visitor.page();
    visitor.opens("/spa/");
    visitor.is_offered_a_chat();
    page.comes_to_rest();
    page.role("link", "Help").click();
    page.comes_to_rest();
    // Both texts are known now; from here on the browser decides alone.
    let edge = product.edge("");
    let asked = || page.requests().iter().filter(|request| request.url.starts_with(&edge)).count();
    let before = asked();
    page.role("link", "Checkout").click();
    visitor.launcher().disappears();
    page.role("link", "Gifts").click();
    visitor.is_offered_a_chat();
    page.role("link", "Help").click();
    page.comes_to_rest();
    visitor.is_offered_a_chat();
    assert_eq!(asked(), before);
}

#[test]
fn an_open_chat_stays_open_across_page_loads() {
    // E24 P24
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Stays: 40 cups.");
    visitor.sees_it_sent();
    visitor.page().reload();
    visitor.sees_the_chat_open();
    visitor.sees_answer("Stays: 40 cups.");
    // On another page of the site too, where another chatflow would greet a newcomer.
    visitor.opens("/workshop/");
    visitor.sees_the_chat_open();
    visitor.sees_answer("Stays: 40 cups.");
    assert_eq!(visitor.messages_with("Stays:"), ["Stays: 40 cups."]);
    visitor.closes_the_chat();
    visitor.opens("/shop/cups/");
    visitor.is_offered_a_chat();
    visitor.page().comes_to_rest();
    assert!(!visitor.has_the_chat_open(), "a chat that was closed stays closed");
    visitor.opens_the_chat();
    visitor.sees_answer("Stays: 40 cups.");
}

#[test]
fn two_tabs_show_the_same_chat() {
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/");
    visitor.opens_the_chat();
    visitor.writes("Tabs: from the first.");
    visitor.sees_it_sent();
    let second = visitor.in_another_tab();
    second.opens("/shop/cups/");
    second.sees_the_chat_open();
    second.sees_answer("Tabs: from the first.");
    second.writes("Tabs: from the second.");
    visitor.sees_answer("Tabs: from the second.");
    second.sees_it_sent();
    for tab in [&visitor, &second] {
        assert_eq!(tab.messages_with("Tabs:"), ["Tabs: from the first.", "Tabs: from the second."]);
    }
}
