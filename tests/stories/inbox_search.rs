//! How a team finds what was said: words, filters, views that are kept.

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
fn words_find_what_was_said_open_or_closed() {
    // S110 S126 P52
    let product = Product::shared();
    let anna = Agent::anna(product);
    anna.signs_in();
    let _first = a_visitor_writes(product, "Craquelure: is it a fault?");
    let _second = a_visitor_writes(product, "Something else about the kiln.");
    anna.opens_thread("Craquelure: is it a fault?");
    anna.closes();
    anna.sees_no_thread_with("Craquelure");
    anna.page().press("Escape");
    anna.looks_at("Unassigned");
    anna.searches("craq* fault");
    // What was found is set off from what stands around it.
    anna.sees_thread_with("uelure: is it a");
    anna.sees_no_thread_with("about the kiln");
    anna.list().role("mark", "…").says("Craq");
    anna.page().press("Escape");
    anna.sees_thread_with("about the kiln");
    anna.searches("nobody ever said this");
    anna.page().sees("No conversation with “nobody ever said this”.");
    anna.page().press("Escape");
    anna.sees_thread_with("about the kiln");
}

#[test]
fn a_filter_is_said_in_words_and_kept_as_a_view_for_all() {
    // S111 S112 S113 P48
    let product = Product::shared();
    let (anna, jonas) = (Agent::anna(product), Agent::jonas(product));
    anna.signs_in();
    jonas.signs_in();
    let _visitor = a_visitor_writes(product, "Filters: thirty cups?");
    let _other = a_visitor_writes(product, "Filters: somebody has this.");
    anna.opens_thread("Filters: somebody has this.");
    anna.reassigns_to("Jonas Brandt");
    anna.page().press("Escape");
    anna.page().press("f");
    let form = anna.page().role("region", "Filter");
    form.role("button", "Condition").click();
    // One condition is there: what was open when the form opened.
    let conditions = form.role("combobox", "What");
    anna.page().wait("a second condition", || (conditions.count() == 2).then_some(()));
    anna.page().presses_until("Shift+Tab", "combobox", "What");
    anna.page().press("Home");
    anna.page().press("ArrowDown");
    anna.page().presses_until("Tab", "combobox", "Value");
    for _ in 0..2 {
        anna.page().press("ArrowDown");
    }
    anna.page().sees("Status is open and Assignee is nobody");
    anna.sees_thread_with("Filters: thirty cups?");
    anna.sees_no_thread_with("Filters: somebody has this.");

    anna.page().role("button", "Save view").click();
    let dialog = anna.page().role("dialog", "Save this view");
    dialog.role("textbox", "Name").types("Waiting for somebody");
    dialog.role("checkbox", "For everybody…").click();
    dialog.role("button", "Save view").click();
    anna.view("Waiting for somebody").appears();
    jonas.page().reload();
    jonas.looks_at("Waiting for somebody");
    jonas.sees_thread_with("Filters: thirty cups?");
    jonas.sees_no_thread_with("Filters: somebody has this.");
    // It stays true: what somebody takes leaves it.
    jonas.opens_thread("Filters: thirty cups?");
    jonas.takes_it();
    anna.sees_no_thread_with("Filters: thirty cups?");
    anna.page().role("button", "Delete view").click();
    anna.page().role("dialog", "Delete the view…").role("button", "Delete view").click();
    anna.view("Waiting for somebody").disappears();
}
