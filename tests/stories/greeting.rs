//! The right widget on the right page, and how it greets.

use stories::product::Product;
use stories::roles::Visitor;

#[test]
fn every_page_gets_the_chatflow_its_rules_choose() {
    // S12 S41
    let visitor = Visitor::arrives(Product::shared());
    for (path, welcome) in [
        ("/", "Looking for the right pot? Tell me how many cups you drink."),
        ("/pricing/", "Ordering for a café or a shop? Tell me the number of pieces and I work out a price."),
        (
            "/shop/tetsu-teapot/",
            "Not sure about size or glaze? Ask me, I have every piece on the shelf here.",
        ),
        ("/workshop/", "Courses have 6 places. Which evening suits you?"),
        ("/head/", "Write to us. Whoever is at the desk answers."),
    ] {
        visitor.opens(path);
        visitor.opens_the_chat();
        visitor.sees_answer(welcome);
    }
    visitor.opens("/legal/");
    visitor.is_offered_nothing();
}

#[test]
fn only_one_widget_is_shown_where_several_match() {
    // S13
    let visitor = Visitor::arrives(Product::shared());
    // The shop's own chatflow and the one for everywhere else both match.
    visitor.opens("/shop/cups/");
    visitor.is_offered("Not sure about size or glaze?…");
    visitor.page().comes_to_rest();
    assert_eq!(visitor.launcher().count(), 1);
    assert_eq!(visitor.prompt().count(), 1);
    assert!(!visitor.page().says("Whoever is at the desk answers."));
    visitor.opens_the_chat();
    assert_eq!(visitor.chat().count(), 1);
    assert!(!visitor.page().says("Whoever is at the desk answers."));
}

#[test]
fn the_welcome_message_pops_open_only_where_the_owner_wants_it() {
    // S46
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/pricing/");
    visitor.is_offered("Ordering for a café or a shop?…");
    visitor.opens("/workshop/");
    visitor.is_not_spoken_to();
    visitor.opens_the_chat();
    visitor.sees_answer("Courses have 6 places. Which evening suits you?");
}

#[test]
fn the_popped_up_message_opens_the_chat() {
    // S46
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/pricing/");
    visitor.is_offered("Ordering for a café or a shop?…");
    visitor.prompt().role("button", "Ordering for a café or a shop?…").click();
    visitor.sees_the_chat_open();
    visitor.prompt().disappears();
    assert_eq!(visitor.messages_with("Ordering for a café").len(), 1);
}

#[test]
fn a_team_that_is_always_available_is_shown_so() {
    // S56
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/");
    visitor.opens_the_chat();
    visitor.chat().says("Online");
    visitor.chat().says("within 10 minutes");
}

#[test]
fn a_customer_whom_the_shop_signed_in_gets_the_chatflow_for_their_list() {
    // S34
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/account/");
    visitor.is_offered("Hello again. I have your orders in front of me. What can I do for you?");
    visitor.opens("/account/signed-out/");
    visitor.is_not_spoken_to();
    visitor.opens_the_chat();
    visitor.sees_answer("Is it about an order? Its number is in the mail we sent you.");
}

#[test]
fn small_screens_are_not_spoken_to() {
    let visitor = Visitor::arrives(Product::shared());
    visitor.page().viewport(390, 844);
    visitor.opens("/pricing/");
    visitor.is_not_spoken_to();
    visitor.opens_the_chat();
    let [left, top, width, height] = visitor.chat().place();
    assert_eq!((left, top, width, height), (0.0, 0.0, 390.0, 844.0), "the chat takes the whole screen");
}
