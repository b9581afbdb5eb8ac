//! An address that ends in `#hs-chat-open` opens the chat.

use stories::browser::Browser;
use stories::product::Product;
use stories::roles::Visitor;
use stories::site::{Resource, Site};

#[test]
fn such_an_address_opens_the_chat_by_itself() {
    // S75
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/pricing/#hs-chat-open");
    visitor.sees_the_chat_open();
    visitor.sees_answer("Ordering for a café or a shop?");
}

#[test]
fn such_a_link_works_in_a_mail_or_on_a_landing_page() {
    // S76
    let product = Product::shared();
    let link = product.shop("/pricing/?utm_source=letter#hs-chat-open");
    let body = format!("<!doctype html><title>Letter</title><a href='{link}'>Ask us</a>");
    let landing = Site::serve(vec![Resource::page("/letter/", &body)]);
    let page = Browser::shared().profile().page();
    page.goto(&landing.url("/letter/"));
    page.leaves_by(|page| page.role("link", "Ask us").click());
    page.role("dialog", "Chat with…").says("Ordering for a café or a shop?");
}

#[test]
fn it_opens_what_targeting_chose_and_nothing_where_it_chose_nothing() {
    // S77
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/workshop/#hs-chat-open");
    visitor.sees_the_chat_open();
    visitor.sees_answer("Courses have 6 places.");
    visitor.opens("/legal/#hs-chat-open");
    visitor.is_offered_nothing();
}

#[test]
fn the_fragment_neither_leaves_the_browser_nor_changes_the_choice() {
    // S78
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.sees_answer("Ordering for a café or a shop?");
    let other = Visitor::arrives(Product::shared());
    other.opens("/pricing/#hs-chat-open");
    other.sees_the_chat_open();
    other.sees_answer("Ordering for a café or a shop?");
    other.page().comes_to_rest();
    for request in other.page().requests() {
        let sent = format!("{request:?}");
        assert!(!sent.contains("hs-chat-open"), "{sent}");
    }
}

#[test]
fn it_opens_when_the_fragment_comes_later() {
    // S75
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/pricing/");
    visitor.is_offered_a_chat();
    visitor.page().role("link", "Ask for a price").click();
    visitor.sees_the_chat_open();
    // S77
    visitor.opens("/legal/");
    visitor.page().comes_to_rest();
    visitor.page().eval("location.hash = '#hs-chat-open'");
    visitor.is_offered_nothing();
}

#[test]
fn only_the_exact_fragment_opens_it() {
    // row 56
    let visitor = Visitor::arrives(Product::shared());
    for fragment in [
        "#hs-chat-open<script>",
        "#hs-chat-open%3Cscript%3E",
        "#hs-chat-open#hs-chat-open",
        "#hs-chat-open&hs-chat-open",
        "#HS-CHAT-OPEN",
        "#hs-chat-Open",
        "#hs-chat-ope",
        "#/hs-chat-open",
    ] {
        // Another page in between, so that each address is loaded and none is a mere change of the fragment.
        visitor.opens("/none/");
        visitor.opens(&format!("/workshop/{fragment}"));
        visitor.is_offered_a_chat();
        visitor.page().comes_to_rest();
        assert!(!visitor.has_the_chat_open(), "{fragment}");
        // Nor when it comes later.
        visitor.page().eval(&format!("location.hash = ''; location.hash = {fragment:?}"));
        visitor.page().comes_to_rest();
        assert!(!visitor.has_the_chat_open(), "{fragment}, later");
        assert!(visitor.page().complaints().is_empty(), "{:?}", visitor.page().complaints());
    }
}
