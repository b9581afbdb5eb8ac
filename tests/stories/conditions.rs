//! The right chat under the right circumstances: the device, the language, the campaign, the page's own word.

use stories::product::Product;
use stories::roles::Visitor;

const OFFER: &str = "This one is for you: ten percent off, if you tell me which piece.";

#[test]
fn a_chatflow_whose_conditions_do_not_hold_leaves_the_page_to_the_next() {
    // P27 E4
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/offers/");
    visitor.is_not_spoken_to();
    visitor.opens_the_chat();
    visitor.sees_answer("Write to us. Whoever is at the desk answers.");
}

#[test]
fn a_phone_is_told_from_a_small_window() {
    // P27 H52
    let visitor = Visitor::arrives(Product::shared());
    visitor.page().viewport(390, 844);
    visitor.opens("/offers/");
    visitor.opens_the_chat();
    visitor.sees_answer("Write to us. Whoever is at the desk answers.");
    let visitor = Visitor::arrives(Product::shared());
    visitor.page().phone();
    visitor.opens("/offers/");
    visitor.opens_the_chat();
    visitor.sees_answer(OFFER);
}

#[test]
fn a_campaign_greets_its_own_and_only_on_the_page_it_led_to() {
    // P27
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/offers/?utm_source=letter");
    visitor.is_offered(OFFER);
    visitor.opens("/offers/?utm_source=Letter");
    visitor.is_not_spoken_to();
    visitor.opens("/offers/?utm_medium=letter");
    visitor.is_not_spoken_to();
}

#[test]
fn the_readers_language_counts_with_its_regions() {
    // P27 H52
    let visitor = Visitor::arrives(Product::shared());
    visitor.page().locale("de-AT");
    visitor.opens("/offers/");
    visitor.is_offered(OFFER);
}

#[test]
fn a_page_says_what_it_knows_and_says_it_again_when_that_changes() {
    // E5
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/offers/");
    visitor.is_not_spoken_to();
    visitor.page().role("button", "I buy for a café").click();
    visitor.is_offered(OFFER);
    assert!(visitor.page().stored().is_empty(), "{:?}", visitor.page().stored());
}

#[test]
fn pages_are_counted_of_one_load_and_on_of_those_who_acted() {
    // H52
    let visitor = Visitor::arrives(Product::shared());
    let goes_on = |pages: u8| {
        let script = format!(
            "for (let n = 0; n < {pages}; n++) history.pushState(null, '', '/offers/?n=' + Math.random());"
        );
        visitor.page().eval(&script);
    };
    for _ in 0..2 {
        visitor.opens("/offers/");
        goes_on(10);
        visitor.is_not_spoken_to();
    }
    // Eleven of the page, and this is the twelfth.
    goes_on(1);
    visitor.is_offered(OFFER);
    assert!(visitor.page().stored().is_empty(), "{:?}", visitor.page().stored());
    // Who acts takes the count along.
    visitor.opens("/made-for-you/");
    visitor.opens_the_chat();
    visitor.agrees();
    visitor.opens("/offers/");
    goes_on(9);
    visitor.is_not_spoken_to();
    visitor.opens("/offers/");
    visitor.is_offered(OFFER);
}

#[test]
fn visits_are_counted_of_those_who_acted_only() {
    // P27 H52
    let visitor = Visitor::arrives(Product::shared());
    for _ in 0..3 {
        visitor.opens("/offers/");
        visitor.is_not_spoken_to();
    }
    assert!(visitor.page().stored().is_empty(), "{:?}", visitor.page().stored());
    visitor.opens("/made-for-you/");
    visitor.opens_the_chat();
    visitor.agrees();
    // The same visit still.
    visitor.opens("/offers/");
    visitor.is_not_spoken_to();
    // Half an hour later it is another.
    visitor.page().eval(
        "{ const key = 'parlor:demo'; const record = JSON.parse(localStorage.getItem(key)); \
         record.w -= 31 * 60000; localStorage.setItem(key, JSON.stringify(record)); }",
    );
    visitor.opens("/offers/");
    visitor.is_offered(OFFER);
}
