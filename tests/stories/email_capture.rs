//! Visitors are asked for an e-mail address, once and politely; what they type proves nothing.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

const RIGHT_AWAY: &str = "Where may we write to you when it is there?";

/// Makes a minute of the page's timers and clock pass in half a second; much faster, and every answer of the server came too
/// late for a line that is held to be dead after ten seconds.
const HURRY: &str = "const [plain, now, start] = [window.setTimeout, Date.now, Date.now()]; \
    window.setTimeout = (act, wait, ...rest) => plain(act, wait >= 30000 ? wait / 120 : wait, ...rest); \
    Date.now = () => start + (now() - start) * 120; ";

#[test]
fn an_address_is_asked_for_right_away_and_only_once() {
    // H60 S48 S49 S51
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::anna(product));
    agent.signs_in();
    visitor.opens("/waiting-list/");
    visitor.opens_the_chat();
    assert!(!visitor.address_field().is_there(), "asked before a word was written");
    visitor.writes("Address: the celadon kyusu.");
    visitor.is_asked_for_an_address(RIGHT_AWAY);
    for wrong in ["mara@", "mara@kiln", "mara at kiln.test"] {
        visitor.gives(wrong);
        visitor.is_told_that_it_is_no_address();
    }
    // One may go on writing meanwhile.
    visitor.writes("Address: or the blue one.");
    visitor.sees_it_sent();
    visitor.gives("mara@kiln.test");
    visitor.is_thanked_for("mara@kiln.test");

    agent.opens_thread("Address: or the blue one.");
    agent.contact().says("mara@kiln.test");
    agent.contact().role("button", "unverified").appears();
    agent.row("Address: or the blue one.").says("unverified");

    // On the next page, also one that asks everybody: never again.
    for page in ["/waiting-list/", "/tastings/"] {
        visitor.opens(page);
        visitor.sees_the_chat_open();
        visitor.writes("Address: still me.");
        visitor.sees_it_sent();
        visitor.page().comes_to_rest();
        assert!(!visitor.address_field().is_there(), "{page} asks again");
    }
}

#[test]
fn whoever_gives_none_is_left_in_peace() {
    // S48
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/waiting-list/");
    visitor.opens_the_chat();
    visitor.writes("Peace: no address, thank you.");
    visitor.is_asked_for_an_address(RIGHT_AWAY);
    visitor.gives_no_address();
    visitor.writes("Peace: but a question.");
    visitor.sees_it_sent();
    visitor.page().reload();
    visitor.sees_answer("Peace: but a question.");
    visitor.page().comes_to_rest();
    assert!(!visitor.address_field().is_there(), "asks again");
}

#[test]
fn an_address_is_asked_for_when_nobody_answered_for_a_while() {
    // H60 S48
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/tastings/");
    visitor.opens_the_chat();
    visitor.writes("Minutes: two places?");
    visitor.sees_it_sent();
    visitor.page().comes_to_rest();
    assert!(!visitor.address_field().is_there(), "asked right away");
    // The five minutes, for somebody in a hurry.
    let hurried = Visitor::arrives(Product::shared());
    hurried.page().before_every_page(HURRY);
    hurried.opens("/tastings/");
    hurried.opens_the_chat();
    hurried.writes("Minutes: three places?");
    hurried.is_asked_for_an_address("We may be pouring tea. Leave an address and we write back today.");
}

#[test]
fn a_typed_address_reveals_and_takes_nothing() {
    // T12 S51
    let product = Product::shared();
    let (stranger, agent) = (Visitor::arrives(product), Agent::anna(product));
    agent.signs_in();
    stranger.opens("/waiting-list/");
    stranger.opens_the_chat();
    stranger.writes("Stranger: I am surely Sofia.");
    stranger.is_asked_for_an_address(RIGHT_AWAY);
    stranger.gives("sofia@kiln.test");
    stranger.is_thanked_for("sofia@kiln.test");
    assert!(!stranger.page().says("Marques"), "her name is out");

    agent.opens_thread("Stranger: I am surely Sofia.");
    let contact = agent.contact();
    contact.says("sofia@kiln.test");
    contact.role("button", "unverified").appears();
    for hers in ["Sofia Marques", "Regular customers", "Anna Keller"] {
        assert!(!contact.contains(hers), "{hers}");
    }
}
