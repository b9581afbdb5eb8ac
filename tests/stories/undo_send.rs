//! A reply is taken back before anybody read it, and two agents see each other at one conversation. A product of its own: how
//! long replies rest is an agent's own setting.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

#[test]
fn a_reply_is_taken_back_and_colleagues_see_each_other() {
    // P56 P51 S182
    let product = Product::start();
    let (visitor, anna, jonas) = (Visitor::arrives(&product), Agent::anna(&product), Agent::jonas(&product));
    anna.signs_in();
    anna.commands("Notifications");
    let page = anna.page();
    page.sees("E-mail is not connected");
    page.role("combobox", "Take replies back").picks("20 seconds");
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Undo: which glaze is it?");
    visitor.sees_it_sent();
    anna.commands("All conversations");
    anna.opens_thread("Undo: which glaze is it?");
    visitor.page().never_sees_during("Undo: the blue one.", || {
        anna.replies("Undo: the blue one.");
        page.sees("Goes in a moment");
        anna.thread().role("button", "Undo").click();
        anna.reply_field().says("Undo: the blue one.");
    });
    // The next one lets the one before go.
    anna.thread().role("button", "Send").click();
    anna.replies("Undo: or the green one.");
    visitor.sees_answer("Undo: the blue one.");
    jonas.signs_in();
    jonas.opens_thread("Undo: the blue one.");
    jonas.page().sees("Anna Keller is viewing");
    page.sees("is viewing");
}
