//! A visitor writes a card number, and nobody but them ever sees it.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

/// Keeps a book of everything that leaves the page or is kept in the browser.
const BOOK: &str = r#"{
  const book = (window.book = []);
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (text) { book.push(String(text)); return send.call(this, text); };
  const ask = window.fetch;
  window.fetch = (what, how) => { book.push(String(how?.body)); return ask(what, how); };
  const put = Storage.prototype.setItem;
  Storage.prototype.setItem = function (name, text) { book.push(String(text)); return put.call(this, name, text); };
}"#;

#[track_caller]
fn nothing_left(visitor: &Visitor, number: &str) {
    let said = visitor.page().eval("book.join(' ')").to_string();
    assert!(said.contains("••••"), "the book is empty: {said}");
    assert!(!said.contains(number), "{number} left the page: {said}");
}

#[test]
fn a_card_number_never_leaves_the_visitor_s_browser() {
    // N20
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    agent.signs_in();
    visitor.page().before_every_page(BOOK);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.begins_to_write("Masked: charge 4111 1111 1111 1111.");
    assert!(visitor.page().stored().local.is_empty(), "a draft is kept nowhere");
    visitor.sends();
    visitor.sees_answer("Masked: charge •••• •••• •••• 1111.");
    visitor.sees_answer("Number hidden for your safety");
    visitor.sees_it_sent();
    visitor.page().picture("widget-masked");
    nothing_left(&visitor, "4111 1111");
    agent.opens_thread("Masked: charge •••• •••• •••• 1111.");
    agent.sees_message("Masked: charge •••• •••• •••• 1111.");
    // So is what goes another way: a form's answers, and what is said of a chat that has ended.
    visitor.ends_the_chat();
    visitor.opens("/events/evening-firing/");
    visitor.looks_at_their_conversations();
    visitor.starts_a_new_conversation();
    let field = |name: &str| visitor.chat().role("textbox", name);
    field("Your name").types("Ana 5555555555554444");
    field("E-mail address").types("ana.masked@customer.test");
    visitor.begins_to_write("Masked: two of us.");
    visitor.sends();
    visitor.sees_it_sent();
    nothing_left(&visitor, "5555555555554444");
}

/// A network that refuses the second module of the widget, until the page says otherwise.
const NO_REST: &str = r#"{
  const ask = window.fetch;
  window.fetch = (what, how) =>
    /\/rest-[^/]*\.wasm/.test(String(what)) && !window.passes ? Promise.reject(new TypeError("cut off")) : ask(what, how);
}"#;

#[test]
fn what_is_sent_before_numbers_can_be_masked_is_kept_nowhere() {
    // N20
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.page().before_every_page(BOOK);
    visitor.page().before_every_page(NO_REST);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Early: 4111 1111 1111 1111.");
    visitor.is_told_of_the_lost_connection();
    let kept = visitor.page().eval("book.join(' ') + Object.values(localStorage).join(' ')").to_string();
    assert!(!kept.contains("4111"), "{kept}");
    visitor.page().eval("window.passes = true");
    visitor.sees_answer("Early: •••• •••• •••• 1111.");
    visitor.sees_it_sent();
    nothing_left(&visitor, "4111 1111");
}
