//! A team talks over a conversation, and its visitor hears none of it.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

#[test]
fn colleagues_talk_beside_a_conversation_and_its_visitor_hears_nothing() {
    // P47 P60
    let product = Product::start();
    let (anna, jonas) = (Agent::anna(&product), Agent::jonas(&product));
    let visitor = Visitor::arrives(&product);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Comments: is the glaze safe?");
    visitor.sees_it_sent();
    anna.signs_in();
    jonas.signs_in();
    anna.opens_thread("Comments: is the glaze safe?");

    // The visitor's page is watched all the while.
    visitor.page().never_sees_during("Jonas, you fired it", || {
        let page = anna.page();
        page.press("c");
        page.has_focus_on("textbox", "Comment: only your team sees this");
        page.types("Jonas, you fired it, @jon");
        page.role("listbox", "Colleagues").role("option", "…").saying("Jonas Brandt").appears();
        page.press("Enter");
        page.types("is it safe?");
        page.press("Enter");
        anna.sees_message("@Jonas Brandt");
        jonas.is_told("Anna Keller mentioned you in the conversation with");
        jonas.page().role("button", "Show").click();
        jonas.sees_message("@Jonas Brandt");
        jonas.sees_message("only your team sees this");
        jonas.comments("It is, tested in March.");
        anna.sees_message("It is, tested in March.");
    });
    // From a comment to a reply is a key, and each goes where it says.
    anna.page().press("Escape");
    anna.page().press("r");
    anna.page().has_focus_on("textbox", "Reply");
    anna.page().types("Comments: yes, it is.");
    anna.page().press("Enter");
    visitor.sees_answer("Comments: yes, it is.");
    assert!(!visitor.page().says("tested in March"));
    // Coming back, both are still there, in their place.
    anna.page().reload();
    anna.opens_thread("Comments: yes, it is.");
    anna.sees_message("It is, tested in March.");
}
