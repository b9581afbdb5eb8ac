//! A visitor says something in other words, takes something back, and answers a message; an agent sees it, and answers too.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

/// Opens the menu of the message that says this, and presses what is named in it.
#[track_caller]
fn does(visitor: &Visitor<'_>, words: &str, act: &str) {
    // By keys into the log: whoever comes there finds a menu at each message.
    visitor.composer().click();
    visitor.page().presses_until("Shift+Tab", "log", "Messages");
    visitor.messages().role("button", &format!("More: {words}")).click();
    visitor.messages().role("button", act).click();
}

#[test]
fn a_visitor_edits_deletes_and_quotes_and_both_sides_see_the_same() {
    // P26
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    visitor.page().can_be_audited();
    agent.signs_in();
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    visitor.writes("Revising: my order is 4711.");
    visitor.sees_it_sent();
    agent.opens_thread("Revising: my order is 4711.");
    agent.replies("Revising: which kiln?");
    visitor.sees_answer("Revising: which kiln?");

    does(&visitor, "Revising: my order is 4711.", "Edit");
    visitor.messages().role("textbox", "Edit").replaces("Revising: my order is 4712.");
    visitor.messages().role("button", "Send").click();
    visitor.messages().says("Revising: my order is 4712.");
    visitor.messages().says("Edited");
    visitor.page().has_focus_on("textbox", "Write a message");
    agent.sees_message("Revising: my order is 4712.");
    agent.messages().says("Edited at");

    visitor.writes("Revising: the word is zirconia.");
    agent.sees_message("Revising: the word is zirconia.");
    does(&visitor, "Revising: the word is zirconia.", "Delete");
    visitor.messages().role("button", "Delete").click();
    visitor.messages().says("Message deleted");
    agent.messages().says("Message deleted");

    does(&visitor, "Revising: which kiln?", "Reply");
    visitor.chat().role("button", "…").saying("Revising: which kiln?").appears();
    visitor.writes("Revising: the blue one.");
    visitor.messages().role("button", "…").saying("Revising: which kiln?").appears();
    agent.sees_message("Revising: the blue one.");
    agent.messages().role("button", "…").saying("Revising: which kiln?").appears();
    let barriers = visitor.page().barriers(|line| line.contains("[["));
    assert!(barriers.is_empty(), "{}", barriers.join("\n"));
    visitor.page().picture("revising");
    // The agent answers what was said last, and what stood above the reply goes with it.
    agent.commands("Reply to a message of");
    agent.thread().role("button", "Do not reply to this message").appears();
    agent.replies("Revising: it fits.");
    visitor.messages().role("button", "…").saying("Revising: the blue one.").appears();

    // Loaded again, both sides read the same.
    visitor.page().reload();
    agent.page().reload();
    for log in [visitor.messages(), agent.messages()] {
        log.says("Revising: it fits.");
        log.says("Revising: my order is 4712.");
        log.says("Message deleted");
        log.says("Edited");
        log.role("button", "…").saying("Revising: which kiln?").appears();
        log.role("button", "…").saying("Revising: the blue one.").appears();
        assert!(!log.contains("zirconia") && !log.contains("4711"), "{:?}", log.texts());
    }
    // Nor is it found.
    agent.page().press("Escape");
    agent.searches("zirconia");
    agent.page().sees("No conversation with “zirconia”.");
}

#[test]
fn a_message_is_taken_back_by_keys() {
    // P26, and WCAG 2.2: 2.1.1
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    visitor.writes("Revising: by keys.");
    visitor.sees_it_sent();
    visitor.page().presses_until("Shift+Tab", "log", "Messages");
    let menu = "More: Revising: by keys.";
    visitor.messages().role("button", menu).appears();
    visitor.page().presses_until("Tab", "button", menu);
    visitor.page().press("Enter");
    visitor.page().has_focus_on("button", "Reply");
    // Escape goes back to where it was opened.
    visitor.page().press("Escape");
    visitor.page().has_focus_on("button", menu);
    visitor.page().press("Enter");
    visitor.page().presses_until("Tab", "button", "Delete");
    visitor.page().press("Enter");
    // What changes nothing comes first.
    visitor.page().has_focus_on("button", "Cancel");
    visitor.page().press("Tab");
    visitor.page().has_focus_on("button", "Delete");
    visitor.page().press("Enter");
    visitor.messages().says("Message deleted");
    visitor.page().has_focus_on("textbox", "Write a message");
}
