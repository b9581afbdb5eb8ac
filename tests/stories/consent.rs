//! Visitors read what happens to their data before they write, and what they agreed to is kept as they read it.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

const EXPLICIT: &str = "To make a piece for you we keep what you write here";
const INTEREST: &str = "We keep what you write here for as long as we need it to answer";

/// Lays the widget's closed root open to the scripts of the page, as a hostile page could.
const PRY: &str = "const attach = Element.prototype.attachShadow; window.roots = []; \
    Element.prototype.attachShadow = function (options) { \
        const root = attach.call(this, options); window.roots.push(root); return root; }";

#[test]
fn nothing_can_be_written_before_the_visitor_agreed() {
    // S80 S82 S84 S89 row 50
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::anna(product));
    agent.signs_in();
    visitor.opens("/made-for-you/");
    visitor.opens_the_chat();
    visitor.is_asked_to_agree(EXPLICIT);
    // Typing goes nowhere.
    visitor.page().types("Consent: too early.");
    visitor.page().press("Enter");
    assert_eq!(visitor.composer().appears().value, "");
    visitor.page().comes_to_rest();
    assert!(visitor.page().sockets().is_empty(), "connected before there was consent");
    assert!(visitor.page().stored().is_empty(), "{:?}", visitor.page().stored());

    visitor.agrees();
    visitor.writes("Consent: a teapot with my initials.");
    visitor.sees_it_sent();
    agent.opens_thread("Consent: a teapot with my initials.");
    agent.sees_agreement("Agreed to text 1", EXPLICIT);
    agent.replies("Consent: which ones?");
    visitor.sees_answer("Consent: which ones?");

    // Asked once: not on the next page view, and not in the running chat.
    visitor.page().reload();
    visitor.sees_the_chat_open();
    visitor.writes("Consent: M. O.");
    visitor.sees_it_sent();
    assert!(!visitor.consent_step().is_there());
}

#[test]
fn a_script_cannot_agree_for_the_visitor() {
    // S82
    let visitor = Visitor::arrives(Product::shared());
    visitor.page().before_every_page(PRY);
    visitor.opens("/made-for-you/");
    visitor.opens_the_chat();
    visitor.is_asked_to_agree(EXPLICIT);
    let pressed = visitor.page().eval(
        "const buttons = window.roots.flatMap(root => [...root.querySelectorAll('button')]); \
         const agree = buttons.find(button => button.textContent == 'I agree'); \
         agree.click(); agree.dispatchEvent(new MouseEvent('click', {bubbles: true, composed: true})); \
         agree.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, composed: true})); \
         agree.textContent",
    );
    assert_eq!(pressed, "I agree", "the script did press it");
    visitor.page().comes_to_rest();
    visitor.is_asked_to_agree(EXPLICIT);
    visitor.agrees();
}

#[test]
fn whoever_does_not_agree_leaves_no_trace() {
    // S82
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/made-for-you/");
    visitor.opens_the_chat();
    visitor.is_asked_to_agree(EXPLICIT);
    visitor.declines();
    visitor.page().comes_to_rest();
    assert!(visitor.page().stored().is_empty(), "{:?}", visitor.page().stored());
    assert!(visitor.page().sockets().is_empty());
    visitor.opens_the_chat();
    visitor.is_asked_to_agree(EXPLICIT);
}

#[test]
fn legitimate_interest_is_told_and_not_asked() {
    // S83 S89
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    agent.signs_in();
    visitor.opens("/engraving/");
    visitor.opens_the_chat();
    visitor.chat().says(INTEREST);
    assert!(!visitor.chat().role("button", "I agree").is_there());
    visitor.writes("Interest: a name on the foot.");
    visitor.sees_it_sent();
    agent.opens_thread("Interest: a name on the foot.");
    agent.sees_agreement("Was shown text 1, then wrote", INTEREST);
}

#[test]
fn where_no_consent_is_asked_none_is_recorded() {
    // S89
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    agent.signs_in();
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("No consent: 12 cups.");
    visitor.sees_it_sent();
    agent.opens_thread("No consent: 12 cups.");
    agent.contact().says("None was asked for in this chat.");
}
