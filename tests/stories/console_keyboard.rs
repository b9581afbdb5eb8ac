//! A team works through its inbox without a mouse. A product of its own: the order of the list is part of the story.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

fn a_visitor_writes<'a>(product: &'a Product, text: &str) -> Visitor<'a> {
    let visitor = Visitor::arrives(product);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes(text);
    visitor.sees_it_sent();
    visitor
}

#[test]
fn an_agent_needs_no_mouse() {
    // S111 S123 S125 S129 S131
    let product = Product::start();
    let first = a_visitor_writes(&product, "Keys: the first.");
    let second = a_visitor_writes(&product, "Keys: the second.");
    let agent = Agent::anna(&product);
    let page = agent.page();
    page.viewport(1440, 900);
    page.goto(&product.console());
    page.role("textbox", "E-mail").appears();
    page.presses_until("Tab", "textbox", "E-mail");
    page.types("anna@kiln.test");
    page.press("Tab");
    page.has_focus_on("textbox", "Password");
    page.types("parlor-demo");
    page.press("Enter");
    agent.views().appears();
    agent.sees_thread_with("Keys: the first.");
    agent.sees_thread_with("Keys: the second.");

    // Down, down, up: the latest is on top.
    for (key, on) in [("j", "Keys: the second."), ("j", "Keys: the first."), ("k", "Keys: the second.")] {
        page.press(key);
        agent.is_on_the_row_saying(on);
    }
    page.press("j");
    agent.is_on_the_row_saying("Keys: the first.");
    page.press("Enter");
    agent.sees_message("Keys: the first.");
    page.press("a");
    agent.has_it_assigned_to("Anna Keller (you)");
    page.press("r");
    page.has_focus_on("textbox", "Reply");
    page.types("Keys: answered by hand.");
    page.press("Enter");
    first.sees_answer("Keys: answered by hand.");
    // Out of the reply letters are commands again.
    page.press("Escape");
    page.press("e");
    agent.thread().role("button", "Reopen conversation").appears();
    agent.sees_no_thread_with("Keys: answered by hand.");
    agent.sees_thread_with("Keys: the second.");

    // The status filter, still without a mouse.
    page.presses_until("Shift+Tab", "button", "Closed");
    page.press("Enter");
    agent.sees_thread_with("Keys: answered by hand.");
    agent.sees_no_thread_with("Keys: the second.");
    second.sees_answer("Keys: the second.");
}
