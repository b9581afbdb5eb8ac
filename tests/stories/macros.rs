//! Several acts in one click. A product of its own: what else an account keeps is part of the story.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

#[test]
fn an_admins_macro_is_an_agents_one_click() {
    // P46 P50 P60
    let product = Product::start();
    let (mira, jonas) = (Agent::mira(&product), Agent::jonas(&product));
    mira.signs_in();
    mira.commands("Macros");
    let page = mira.page();
    page.role("textbox", "Name").types("Broken cup");
    page.role("textbox", "Comment for the team").types("A new one is on its way, says {{agent.first_name}}");
    page.role("combobox", "Reply to the visitor").picks("A text of its own");
    page.role("textbox", "What is sent")
        .types("Hello {{contact.first_name|there}}, a new cup is on its way.");
    page.role("combobox", "Assign").picks("Whoever runs it");
    page.role("combobox", "And then").picks("Close conversation");
    page.role("button", "Save macro").click();
    page.sees("“Broken cup” is saved.");

    let visitor = Visitor::arrives(&product);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Macro: my cup is broken.");
    visitor.sees_it_sent();

    jonas.signs_in();
    jonas.opens_thread("Macro: my cup is broken.");
    jonas.page().press("m");
    // What it does is read before it is done.
    jonas.page().sees("Send: “Hello there, a new cup is on its way.”");
    jonas.picks_in_the_bar("Broken cup");
    jonas.is_told("“Broken cup” is done. Undo leaves what was sent.");
    visitor.sees_answer("Hello there, a new cup is on its way.");
    jonas.shows("Closed");
    jonas.opens_thread("Hello there, a new cup");
    jonas.sees_message("You ran the macro “Broken cup”");
    jonas.sees_message("A new one is on its way, says Jonas");
    mira.commands("All conversations");
    mira.shows("Closed");
    mira.opens_thread("Hello there, a new cup");
    mira.sees_message("ran the macro “Broken cup”");
}
