//! An agent puts more into a reply than they type.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

#[test]
fn an_agent_puts_a_link_and_an_emoji_into_a_reply() {
    // S132 S133
    let product = Product::shared();
    let anna = Agent::anna(product);
    let visitor = Visitor::arrives(product);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Inserting: what does a set cost?");
    visitor.sees_it_sent();
    anna.signs_in();
    anna.opens_thread("Inserting: what does a set cost?");
    anna.begins_to_reply("Inserting: all is in");
    let thread = anna.thread();
    thread.role("button", "Insert a link").click();
    let dialog = thread.role("dialog", "Insert a link");
    dialog.role("textbox", "Text").types("our prices");
    dialog.role("textbox", "Address").types("kiln.example/prices");
    anna.page().press("Enter");
    thread.role("button", "Insert an emoji").click();
    anna.page().has_focus_on("combobox", "Search emoji");
    anna.page().types("teacup");
    anna.page().sees("No emoji fits.");
    thread.role("combobox", "Search emoji").replaces("cup of tea");
    anna.page().sees("cup of tea");
    anna.page().press("Enter");
    anna.page().has_focus_on("textbox", "Reply");
    anna.page().press("Enter");
    visitor.sees_answer("Inserting: all is in our prices (https://kiln.example/prices)🍵");
    // The chat makes a link of the address, and of nothing else.
    visitor.messages().role("link", "https://kiln.example/prices").appears();
}
