//! A visitor has several conversations, finds them again, and ends one.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

#[test]
fn a_visitor_has_two_conversations_and_finds_both_again() {
    // P17, P16
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    agent.signs_in();
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    assert!(!visitor.conversations_button().is_there(), "who wrote nothing has none");
    visitor.writes("Threads: a teapot.");
    visitor.sees_it_sent();
    visitor.looks_at_their_conversations();
    visitor.conversations_are(&[&["You: Threads: a teapot."]]);
    visitor.starts_a_new_conversation();
    assert!(visitor.messages_with("Threads:").is_empty());
    visitor.writes("Threads: a wedding.");
    visitor.sees_it_sent();
    // The first one stays open, and is answered.
    agent.opens_thread("Threads: a teapot.");
    agent.replies("Threads: it fits 4 cups.");
    visitor.page().wait("word of the answer", || {
        visitor.conversations_button().names().iter().any(|name| name.ends_with(": 1")).then_some(())
    });
    visitor.looks_at_their_conversations();
    visitor.conversations_are(&[
        &["Jonas", "Threads: it fits 4 cups.", "unread: 1"],
        &["You: Threads: a wedding."],
    ]);
    visitor.picks_the_conversation_saying("Threads: it fits 4 cups.");
    visitor.sees_answer("Threads: it fits 4 cups.");
    assert_eq!(visitor.messages_with("Threads:"), ["Threads: a teapot.", "Threads: it fits 4 cups."]);
    visitor.writes("Threads: then I take it.");
    agent.sees_message("Threads: then I take it.");
    // After a reload it is the one that was shown last, and the other is in the list.
    visitor.page().reload();
    visitor.sees_answer("Threads: then I take it.");
    visitor.looks_at_their_conversations();
    visitor.conversations_are(&[&["Jonas", "You: Threads: then I take it."], &["You: Threads: a wedding."]]);
    visitor.picks_the_conversation_saying("Threads: a wedding.");
    visitor.sees_answer("Threads: a wedding.");
    assert_eq!(visitor.messages_with("Threads:"), ["Threads: a wedding."]);
}

#[test]
fn another_tab_lists_the_same_conversations() {
    // P17
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    visitor.writes("Tabs: here.");
    visitor.sees_it_sent();
    let there = visitor.in_another_tab();
    there.opens("/pricing/");
    there.sees_the_chat_open();
    there.looks_at_their_conversations();
    there.starts_a_new_conversation();
    there.writes("Tabs: there.");
    there.sees_it_sent();
    for tab in [&visitor, &there] {
        tab.looks_at_their_conversations();
        tab.conversations_are(&[&["Tabs: there."], &["Tabs: here."]]);
    }
}

#[test]
fn the_list_is_walked_by_keys() {
    // P17, and WCAG 2.2: 2.1.1, 2.4.3
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    visitor.writes("Keys: one.");
    visitor.sees_it_sent();
    visitor.conversations_button().appears();
    visitor.page().presses_until("Shift+Tab", "button", "Your conversations…");
    visitor.page().press("Enter");
    visitor.conversations_are(&[&["Keys: one."]]);
    visitor.page().has_focus_on("heading", "Your conversations");
    visitor.page().press("Escape");
    visitor.conversations().disappears();
    visitor.page().has_focus_on("button", "Your conversations…");
    visitor.page().press("Enter");
    visitor.conversations_are(&[&["Keys: one."]]);
    visitor.page().press("Tab");
    visitor.page().has_focus_on("button", "New conversation");
    visitor.page().press("Enter");
    visitor.conversations().disappears();
    visitor.page().has_focus_on("textbox", "Write a message");
}

#[test]
fn the_list_speaks_german_on_a_phone() {
    // P17, P16
    let product = Product::shared();
    let visitor = Visitor::arrives_from_berlin(product);
    visitor.page().phone();
    visitor.opens("/de/");
    visitor.opens_the_chat();
    visitor.agrees();
    visitor.writes("Handy: eins.");
    visitor.sees_it_sent();
    visitor.looks_at_their_conversations();
    visitor.conversations_are(&[&["Sie: Handy: eins."]]);
    visitor.page().picture("widget-threads-phone-dark");
    visitor.picks_the_conversation_saying("Handy: eins.");
    visitor.sees_answer("Handy: eins.");
}

#[test]
fn a_visitor_ends_the_chat_and_both_sides_see_it() {
    // P18
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    agent.signs_in();
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    visitor.writes("Ending: thanks, that is all.");
    visitor.sees_it_sent();
    agent.opens_thread("Ending: thanks, that is all.");
    visitor.ends_the_chat();
    agent.messages().says("The visitor ended this conversation");
    visitor.looks_at_their_conversations();
    visitor.conversations_are(&[&["Closed.", "Ending: thanks, that is all."]]);
    visitor.picks_the_conversation_saying("Ending: thanks, that is all.");
    // There is nothing to end any more; writing opens it again, as ever.
    visitor.opens_the_menu();
    assert!(!visitor.menu().role("button", "End chat").is_there());
    visitor.page().press("Escape");
    visitor.menu().disappears();
    visitor.writes("Ending: one more thing.");
    agent.sees_message("Ending: one more thing.");
    agent.messages().says("A new message reopened this conversation");
}

#[test]
fn a_visitor_takes_the_transcript_along() {
    // P18: complete, as text, made in the browser
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    visitor.page().before_every_page(
        "globalThis.__saved = []; const make = URL.createObjectURL; \
         URL.createObjectURL = (blob) => { blob.text().then((text) => __saved.push(text)); return make.call(URL, blob); };",
    );
    agent.signs_in();
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    for n in 0..3 {
        visitor.writes(&format!("Transcript: question {n}."));
        visitor.sees_it_sent();
    }
    agent.opens_thread("Transcript: question 2.");
    agent.replies("Transcript: one answer.");
    visitor.sees_answer("Transcript: one answer.");
    visitor.ends_the_chat();
    visitor.opens_the_menu();
    visitor.menu().role("button", "Download transcript").click();
    visitor.menu().says("handed to your browser");
    let text = visitor
        .page()
        .wait("the file", || visitor.page().eval("__saved[0] ?? null").as_str().map(String::from));
    let mut rest = text.as_str();
    for words in [
        "Conversation with Jonas",
        "You: Transcript: question 0.",
        "You: Transcript: question 1.",
        "You: Transcript: question 2.",
        "Jonas Brandt: Transcript: one answer.",
        "The conversation was closed.",
    ] {
        let at = rest.find(words).unwrap_or_else(|| panic!("“{words}” in its place in\n{text}"));
        rest = &rest[at + words.len()..];
    }
}

#[test]
fn a_visitor_is_forgotten_in_every_tab_and_the_team_keeps_what_was_said() {
    // P18: forget me
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    agent.signs_in();
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    visitor.writes("Forgetting: nobody knows me.");
    visitor.sees_it_sent();
    agent.opens_thread("Forgetting: nobody knows me.");
    let there = visitor.in_another_tab();
    there.opens("/workshop/");
    there.sees_answer("Forgetting: nobody knows me.");
    visitor.opens_the_menu();
    visitor.menu().role("button", "Forget me").click();
    visitor.menu().says("What you wrote stays with the company");
    visitor.menu().role("button", "Forget me").click();
    visitor.menu().says("Done.");
    visitor.menu().role("button", "OK").click();
    for tab in [&visitor, &there] {
        tab.page().wait("an empty log", || tab.messages_with("Forgetting:").is_empty().then_some(()));
        tab.conversations_button().disappears();
    }
    assert_eq!(visitor.page().stored().local, Vec::<String>::new());
    let sockets = visitor.page().sockets().len();
    visitor.page().reload();
    visitor.is_offered_a_chat();
    visitor.page().comes_to_rest();
    assert_eq!((visitor.page().sockets().len(), visitor.has_the_chat_open()), (sockets, false));
    agent.page().reload();
    agent.sees_message("Forgetting: nobody knows me.");
}
