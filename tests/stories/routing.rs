//! Who gets a conversation, why, and who is there: a rule, an absence, a supervisor. A product of its own, for the same
//! reason as `availability.rs`.

use stories::product::Product;
use stories::roles::{Agent, Owner, Visitor};

#[test]
fn whoever_is_there_gets_it_and_everybody_can_see_why() {
    // S70 S74 S91 S92 S93 H63 N30 P40 P44
    let product = Product::start();
    let owner = Owner::mira(&product);
    owner.signs_in();
    owner.edits("Returns");
    owner.ticks("Routing", "radio", "Specific people and teams");
    for person in ["Anna Keller", "Jonas Brandt"] {
        owner.ticks("Routing", "checkbox", person);
    }
    owner.ticks("Routing", "radio", "High");
    owner.saves();

    let anna = Agent::anna(&product);
    anna.signs_in();
    anna.page().role("button", "Your account").click();
    anna.page().role("switch", "Offline mode").click();
    anna.page().role("switch", "Offline mode").has("checked", "true");

    let visitor = Visitor::arrives(&product);
    visitor.opens("/returns/");
    visitor.opens_the_chat();
    visitor.writes("Routing: the lid does not fit.");
    visitor.sees_it_sent();

    let jonas = Agent::jonas(&product);
    jonas.signs_in();
    jonas.looks_at("Assigned to me");
    jonas.opens_thread("Routing: the lid does not fit.");
    jonas.page().role("button", "Why this conversation is with whom it is").click();
    let why = jonas.page().role("region", "Why this conversation is with whom it is");
    why.says("Jonas Brandt was available, with the fewest open conversations.");
    why.says("Priority: High (by the rule)");
    why.says("Anna Keller");
    why.says("was away");

    // The owner sees who is there, and says that Jonas is not.
    owner.main().role("link", "Inbox").click();
    owner.page().role("button", "Who is there").click();
    let room = owner.page().role("complementary", "Who is there in…");
    room.role("button", "Set Anna Keller to available").appears();
    room.role("button", "Set Jonas Brandt to away").click();
    room.role("button", "Set Jonas Brandt to available").appears();

    // Jonas is told by whom, and is back with one click.
    jonas.page().sees("Mira Okafor set you to away");
    jonas.page().role("button", "Set myself to available").click();
    room.role("button", "Set Jonas Brandt to away").appears();
}
