//! Pages that forbid almost everything, and pages that get in the way.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

#[test]
fn the_chat_works_under_a_strict_content_security_policy() {
    // E16 N21
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/csp/");
    visitor.opens_the_chat();
    visitor.writes("Strict: does it work here?");
    visitor.sees_it_sent();
    visitor.page().comes_to_rest();
    let complaints = visitor.page().complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
    let policy = visitor.page().requests()[0].answer_header("content-security-policy").map(str::to_owned);
    let policy = policy.expect("the page has a policy");
    assert!(!policy.contains("unsafe-inline") && policy.contains("require-trusted-types-for"), "{policy}");
}

#[test]
fn the_chat_works_on_a_page_that_reaches_for_everything() {
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/broken/");
    visitor.opens_the_chat();
    let [_, _, width, height] = visitor.chat().place();
    assert!(width > 300.0 && height > 300.0, "{width} × {height}");
    visitor.writes("Hostile: even here / and there.");
    visitor.sees_it_sent();
}

#[test]
fn what_people_write_stays_text_on_both_sides() {
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    let agent = Agent::jonas(product);
    agent.signs_in();
    let text = "Text: <img src=x onerror=alert(1)> <b>&amp;</b> javascript:alert(1)";
    visitor.opens("/");
    visitor.opens_the_chat();
    visitor.writes(text);
    agent.opens_thread("Text: <img");
    agent.sees_message(text);
    let answer = "Text: </script><svg onload=alert(1)>";
    agent.replies(answer);
    visitor.sees_answer(answer);
}
