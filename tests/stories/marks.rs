//! What both sides see of each other beside what they write: who types, and how far a message came.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

#[test]
fn both_sides_see_who_types_and_how_far_their_words_came() {
    // P6
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    visitor.writes("Marks: is there a place left?");
    // Nobody has looked yet.
    visitor.messages().says("Sent");
    agent.signs_in();
    agent.opens_thread("Marks: is there a place left?");
    visitor.messages().says("Seen");
    agent.sees_the_visitor_there();

    agent.begins_to_reply("Marks: ye");
    visitor.chat().says("Jonas Brandt is typing");
    agent.reply_field().replaces("");
    agent.replies("Marks: yes, two.");
    visitor.sees_answer("Marks: yes, two.");
    agent.thread().says("Seen");
    visitor.begins_to_write("Marks: then I");
    agent.thread().says("is typing");

    // A chat that is closed shows nobody anything, and so nothing of it is read.
    visitor.closes_the_chat();
    agent.replies("Marks: shall I keep one?");
    agent.thread().says("Delivered");
    visitor.opens_the_chat();
    agent.thread().says("Seen");
    // What was typed waits where it was typed.
    visitor.sends();
    agent.sees_message("Marks: then I");

    // After a reload the page knows how far its words came from the replay alone.
    visitor.messages().says("Seen");
    visitor.page().reload();
    visitor.messages().says("Seen");
}
