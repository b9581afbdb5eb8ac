//! A chat has ended, and the visitor is asked how it was.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

/// Waits until the log says this, piece by piece: what a place holds stands out from its sentence.
#[track_caller]
fn is_told(agent: &Agent<'_>, words: &str) {
    let told = || agent.messages().texts().join(" ").contains(words).then_some(());
    agent.page().wait(words, told);
}

#[test]
fn an_ended_chat_is_rated_with_a_comment_and_the_team_reads_it() {
    // H68, P19
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    agent.signs_in();
    visitor.opens("/repairs/");
    visitor.opens_the_chat();
    visitor.writes("Rating: the handle came off.");
    visitor.sees_it_sent();
    agent.opens_thread("Rating: the handle came off.");
    agent.replies("Rating: send it in.");
    visitor.sees_answer("Rating: send it in.");
    assert!(!visitor.question("How did we do?").is_there(), "nobody asks in the middle of it");
    agent.closes();
    visitor.question("How did we do?").appears();
    visitor.page().picture("widget-rating");
    visitor.gives_score("4 of 5 stars");
    visitor.adds("Rating: quick and kind.");
    is_told(&agent, "rated this conversation 4 of 5 : “ Rating: quick and kind.");
    // Answered, it is asked in no other tab and after no reload; changed, it is changed here.
    visitor.question("How did we do?").role("button", "Change").click();
    visitor.gives_score("5 of 5 stars");
    is_told(&agent, "rated this conversation 5 of 5 : “ Rating: quick and kind.");
    visitor.page().reload();
    visitor.sees_answer("Rating: send it in.");
    visitor.page().comes_to_rest();
    assert!(!visitor.question("How did we do?").is_there());
    // The next end is another one.
    visitor.writes("Rating: one more thing.");
    visitor.sees_it_sent();
    visitor.ends_the_chat();
    visitor.question("How did we do?").appears();
    visitor.question("How did we do?").role("button", "No rating").click();
    visitor.question("How did we do?").disappears();
    agent.sees_message("asked for a rating and gave none");
}

#[test]
fn the_question_is_answered_by_keys() {
    // P19, and WCAG 2.2: 2.1.1
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Thumbs: does it fit?");
    visitor.sees_it_sent();
    visitor.ends_the_chat();
    visitor.question("Did that help?").appears();
    visitor.page().presses_until("Tab", "radio", "Not good");
    visitor.page().press("ArrowRight");
    visitor.page().has_focus_on("radio", "Good");
    visitor.page().press("Enter");
    visitor.question("Did that help?").role("radio", "Good").has("checked", "true");
    visitor.question("Did that help?").says("Thank you.");
    // What is typed into the comment is no message.
    visitor.page().presses_until("Tab", "textbox", "Anything to add? (optional)");
    visitor.page().types("It did");
    visitor.page().press("Enter");
    assert_eq!(visitor.composer().value().unwrap_or_default(), "");
    assert!(visitor.messages_with("It did").is_empty());
}

#[test]
fn where_the_owner_asks_nothing_nobody_is_asked() {
    // H68
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    visitor.writes("Silence: bye.");
    visitor.sees_it_sent();
    visitor.ends_the_chat();
    visitor.page().comes_to_rest();
    assert_eq!(visitor.chat().role("radiogroup", "…").count(), 0);
}
