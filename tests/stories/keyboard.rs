//! Everything without a mouse, and what is read aloud.

use stories::product::Product;
use stories::roles::Visitor;

#[test]
fn focus_moves_in_and_comes_back() {
    // E23
    let visitor = Visitor::arrives(Product::shared());
    let page = visitor.page();
    visitor.opens("/workshop/");
    visitor.is_offered_a_chat();
    page.comes_to_rest();
    // The widget comes last on the page, so backwards it comes first.
    page.press("Shift+Tab");
    page.has_focus_on("button", "Open chat");
    page.press("Enter");
    visitor.sees_the_chat_open();
    page.has_focus_on("textbox", "Write a message");
    page.types("Keys: no mouse.");
    page.press("Enter");
    visitor.sees_answer("Keys: no mouse.");
    page.has_focus_on("textbox", "Write a message");
    page.press("Escape");
    visitor.chat().disappears();
    page.has_focus_on("button", "Open chat");
}

#[test]
fn messages_are_announced() {
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    visitor.messages().has("live", "polite");
}

#[test]
fn a_greeting_never_takes_the_focus() {
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/pricing/");
    visitor.is_offered("Ordering for a café or a shop?…");
    visitor.page().comes_to_rest();
    assert!(visitor.page().focused().starts_with("RootWebArea"), "{}", visitor.page().focused());
}
