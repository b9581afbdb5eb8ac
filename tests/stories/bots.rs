//! A bot answers first: its owner builds it in the editor, visitors talk to it, and people have the last word. A product
//! of their own, since it changes which chatflow the pricing page gets.

use stories::product::Product;
use stories::roles::{Agent, Owner, Visitor};

use crate::reloading::reloads_until;

const HELLO: &str = "Hello. What can we help you with?";
const ADDRESS: &str = "Where can we write to you?";

/// The owner gives the pricing page a chatflow with a bot: a question with two answers, an address, people.
fn builds_a_bot(product: &Product) {
    let owner = Owner::mira(product);
    owner.signs_in();
    owner.makes("Helper");
    owner.adds_a_rule("Address begins with", "/pricing/");
    owner.ticks("Bot", "checkbox", "A bot answers first");
    let bot = owner.part("Bot");
    bot.role("textbox", "Name that visitors see").replaces("Kiln helper");
    bot.role("button", "Add a quick reply").click();
    bot.role("textbox", "Quick reply").replaces("Prices");
    bot.role("button", "Ask for an address or a property").click();
    bot.role("button", "Move 3. Ask for an address or a property up").click();
    let asks = bot.role("group", "2. Ask for an address or a property");
    asks.role("textbox", "What it says").replaces(ADDRESS);
    bot.role("group", "3. Hand over to people").role("textbox", "What it says").replaces("One moment.");
    owner.publishes("Helper");
    owner.looks_at_the_chatflows();
    while !owner.page().says("Helper is now number 1 of") {
        owner.page().role("button", "Move Helper up").click();
    }
}

#[test]
fn a_bot_asks_hands_over_and_is_silent_once_a_person_took_over() {
    // S161 S162 S163 S164 P84 E50
    let product = Product::start();
    builds_a_bot(&product);
    let (visitor, agent) = (Visitor::arrives(&product), Agent::anna(&product));
    agent.signs_in();
    reloads_until(&visitor, "/pricing/", "gets the chatflow with the bot", |visitor| {
        visitor.opens_the_chat();
        visitor.chat().contains("Kiln & Kettle")
    });
    visitor.writes("Bot: a question.");
    visitor.sees_answer(HELLO);
    visitor.chat().role("button", "Prices").click();
    visitor.sees_answer(ADDRESS);
    assert!(!visitor.chat().role("button", "Prices").is_there(), "one answer is enough");
    visitor.writes("sofia.story@kiln.test");
    visitor.sees_answer("One moment.");
    // Handed over: nobody's yet, and whoever takes it knows the address.
    agent.looks_at("Unassigned");
    agent.opens_thread("One moment.");
    agent.sees_message("To pick from: Prices");
    agent.sees_message("Kiln helper handed this conversation over");
    agent.contact().says("sofia.story@kiln.test");

    // Another one is taken out of the bot's hands.
    let second = Visitor::arrives(&product);
    second.opens("/pricing/");
    second.opens_the_chat();
    second.writes("Bot: a person, please.");
    second.sees_answer(HELLO);
    agent.looks_at("Bots");
    agent.opens_thread(HELLO);
    agent.thread().says("Kiln helper has this conversation.");
    agent.thread().role("button", "Take over").click();
    agent.has_it_assigned_to("Anna Keller (you)");
    agent.replies("Bot: Anna here.");
    second.sees_answer("Bot: Anna here.");
    second.writes("Prices");
    second.sees_it_sent();
    second.page().comes_to_rest();
    assert!(second.messages_with(ADDRESS).is_empty(), "the bot says no more");
}

#[test]
fn an_owner_sees_the_bot_answer_while_it_is_edited() {
    // P84
    let product = Product::start();
    let owner = Owner::mira(&product);
    owner.signs_in();
    owner.makes("Tried out");
    owner.ticks("Bot", "checkbox", "A bot answers first");
    let bot = owner.part("Bot");
    let preview = bot.role("complementary", "Preview");
    let log = preview.role("log", "Conversation with the bot");
    log.says(HELLO);
    bot.role("group", "1. Question").says("At work");
    bot.role("button", "Add a quick reply").click();
    bot.role("textbox", "Quick reply").replaces("Prices");
    bot.role("group", "2. Hand over to people").role("textbox", "What it says").replaces("One moment.");
    preview.role("button", "Prices").click();
    log.says("Quick reply 1. Next: 2. Hand over to people: One moment.");
    log.says("Handed over by the chatflow's routing rule. From here on people answer.");

    // A step says something else: so does the bot, and what was picked is not asked for again.
    bot.role("group", "2. Hand over to people")
        .role("textbox", "What it says")
        .replaces("Anna is on her way.");
    log.says("Anna is on her way.");
    // Another way to try it, by the keyboard alone.
    preview.role("button", "Start again").click();
    preview.role("textbox", "Write as the visitor").types("Something else");
    owner.page().press("Enter");
    log.says("Something else");
    log.says(HELLO);
    preview.role("textbox", "Write as the visitor").types("Opening hours");
    owner.page().press("Enter");
    log.says("None of the quick replies. Next: 2. Hand over to people: Anna is on her way.");
}
