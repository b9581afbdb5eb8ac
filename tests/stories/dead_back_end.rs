//! The back end dies behind a page that has its chat already. A program of its own, because it stops the product that it
//! runs on.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

/// Where the shop's chatflow asks for an address as soon as something was said.
const ASKS: &str = "/waiting-list/";

#[test]
fn what_the_edge_brought_goes_on_and_the_visitor_is_told_the_truth() {
    // N26: targeting, welcome message and the step for an address; promise P5
    let product = Product::start();
    let visitor = Visitor::arrives(&product);
    visitor.opens(ASKS);
    visitor.opens_the_chat();
    visitor.closes_the_chat();
    // A page that moved once has the rules for where it goes next, and the words of where it was.
    visitor.moves_to("/pricing/");
    visitor.page().comes_to_rest();

    product.is_gone_while(|| {
        visitor.moves_to(ASKS);
        visitor.opens_the_chat();
        visitor.sees_answer("Which piece are you waiting for?");
        visitor.writes("Dead: is anybody there?");
        visitor.is_told_of_the_lost_connection();
        visitor.is_asked_for_an_address("Where may we write to you when it is there?");
        visitor.gives("mara@dead.test");
        visitor.writes("Dead: I wait.");
        assert_eq!(visitor.messages_with("Dead:").len(), 2);
    });

    visitor.sees_it_sent_at_last();
    let agent = Agent::anna(&product);
    agent.signs_in();
    agent.opens_thread("Dead:");
    agent.sees_message("Dead: is anybody there?");
    agent.sees_message("Dead: I wait.");
    assert_eq!(agent.messages_with("Dead:").len(), 2);
    agent.contact().says("mara@dead.test");
}
