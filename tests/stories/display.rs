//! When and how a chat appears: after a while, on scrolling, on leaving; and how often.

use stories::product::Product;
use stories::roles::Visitor;

const SCROLLED: &str = "scrollTo(0, (document.documentElement.scrollHeight - innerHeight) * 0.6)";
/// A driven pointer cannot leave its window, so the page is told that it did.
const LEFT: &str = "document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientY: -1 }))";

#[test]
fn a_message_pops_open_after_a_while_and_once_a_page() {
    // P27 H56 E6
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/patience/");
    visitor.is_offered("Is it urgent?…");
    visitor.dismisses_the_message();
    assert!(visitor.page().stored().is_empty(), "{:?}", visitor.page().stored());
    // P30: nothing is kept of somebody who did not act, so the next page load is the first again.
    visitor.opens("/patience/");
    visitor.is_offered("Is it urgent?…");
}

#[test]
fn who_opens_the_chat_before_is_not_spoken_to_any_more() {
    // P30
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/patience/");
    visitor.opens_the_chat();
    visitor.closes_the_chat();
    seconds_pass(&visitor, 6);
    assert!(!visitor.prompt().is_there(), "a message popped open where none should");
}

#[test]
fn the_chat_opens_when_so_much_is_scrolled_and_once_a_visit() {
    // P27 P30 H56
    let visitor = Visitor::arrives(Product::shared());
    visitor.page().viewport(1280, 600);
    // Who agreed has acted: from now on it is kept how often something opened.
    visitor.opens("/made-for-you/");
    visitor.opens_the_chat();
    visitor.agrees();
    visitor.opens("/guide/");
    visitor.is_offered_a_chat();
    visitor.page().comes_to_rest();
    assert!(!visitor.has_the_chat_open());
    scrolls(&visitor);
    visitor.sees_the_chat_open();
    visitor.sees_answer("What happened to your pot?");
    visitor.closes_the_chat();
    visitor.opens("/guide/");
    visitor.is_offered_a_chat();
    visitor.page().comes_to_rest();
    seconds_pass(&visitor, 4);
    visitor.page().eval(SCROLLED);
    visitor.page().comes_to_rest();
    assert!(!visitor.has_the_chat_open(), "it opened twice in one visit");
}

#[test]
fn a_message_pops_open_when_the_visitor_is_about_to_leave() {
    // P27 P30 H56
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/farewell/");
    visitor.is_not_spoken_to();
    visitor.page().wait("the message", || {
        visitor.page().eval(LEFT);
        visitor.prompt().is_there().then_some(())
    });
    visitor.is_offered("Before you go: shall I put one of the four aside?");
    visitor.dismisses_the_message();
    visitor.page().eval(LEFT);
    visitor.page().comes_to_rest();
    assert!(!visitor.prompt().is_there(), "it came back after it was waved away");
}

#[test]
fn small_screens_have_rules_of_their_own() {
    // P27 H56 S52
    let visitor = Visitor::arrives(Product::shared());
    visitor.page().phone();
    visitor.opens("/guide/");
    visitor.is_offered_nothing();
    // A launcher that waits for its moment.
    visitor.opens("/farewell/");
    visitor.is_offered_a_chat();
    visitor.opens_the_chat();
    visitor.sees_answer("Before you go: shall I put one of the four aside?");
}

/// Waits until the page is so old.
fn seconds_pass(visitor: &Visitor<'_>, seconds: u32) {
    visitor.page().wait("the page to grow older", || {
        let age = visitor.page().eval("performance.now()").as_f64()?;
        (age > f64::from(seconds) * 1_000.0).then_some(())
    });
}

/// Scrolls until it counts: a page gets a second to lay itself out.
fn scrolls(visitor: &Visitor<'_>) {
    visitor.page().wait("the chat", || {
        visitor.page().eval("scrollTo(0, 0)");
        visitor.page().eval(SCROLLED);
        visitor.has_the_chat_open().then_some(())
    });
}
