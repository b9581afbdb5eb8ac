//! Everything in German, in the dark, by keyboard alone, as it is read aloud.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

/// Lays the widget's closed root open, so that its colours can be looked up.
const PRY: &str = "const attach = Element.prototype.attachShadow; window.roots = []; \
    Element.prototype.attachShadow = function (options) { \
        const root = attach.call(this, options); window.roots.push(root); return root; }";

#[test]
fn a_visitor_from_berlin_chats_in_german_by_keyboard_alone() {
    // S82 S84 S184 P10
    let product = Product::shared();
    let visitor = Visitor::arrives_from_berlin(product);
    let agent = Agent::anna(product).reading_german();
    agent.signs_in();
    let page = visitor.page();
    page.before_every_page(PRY);
    visitor.opens("/de/");
    visitor.is_offered("Was dürfen wir für Sie töpfern? Eine grobe Skizze genügt.");
    page.comes_to_rest();

    // The widget comes last on the page, so backwards it comes first.
    page.presses_until("Shift+Tab", "button", "Chat öffnen");
    page.press("Enter");
    visitor.sees_the_chat_open();
    visitor.is_asked_to_agree("Um ein Stück für Sie zu machen, bewahren wir auf, was Sie hier schreiben");
    page.presses_until("Tab", "button", "Ich stimme zu");
    page.press("Enter");
    page.has_focus_on("textbox", "Nachricht schreiben");
    page.types("Berlin: eine Kanne für zwei, bitte.");
    page.press("Enter");
    visitor.sees_answer("Berlin: eine Kanne für zwei, bitte.");
    visitor.sees_it_sent();
    visitor.chat().says("Übliche Antwortzeit: 1 Stunde");

    // The console is German too, and so is the receipt.
    agent.opens_thread("Berlin: eine Kanne für zwei, bitte.");
    agent.replies("Berlin: gern, in Seladon?");
    agent.sees_agreement("Hat Text 1 zugestimmt", "Um ein Stück für Sie zu machen");
    agent.contact().says("Deutsch");

    visitor.sees_answer("Berlin: gern, in Seladon?");
    assert_eq!(visitor.messages().appears().state("live"), Some("polite"));
    let mut names = visitor.chat().role("button", "…").names();
    names.sort();
    assert_eq!(
        names,
        ["Chat schließen", "Datei anhängen", "Ihre Unterhaltungen", "Mehr", "Senden", "Töne ausschalten"]
    );
    for english in ["Send", "Sent", "Close", "Usually replies", "Today", "You", "joined"] {
        let texts = visitor.chat().texts();
        assert!(!texts.iter().any(|text| text.starts_with(english)), "{english}: {texts:?}");
    }
    let ground = page.eval(
        "const panel = window.roots.map(root => root.querySelector('[role=dialog]')).find(panel => panel); \
         getComputedStyle(panel).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b)",
    );
    assert!(ground.as_f64().is_some_and(|sum| sum < 3.0 * 80.0), "the panel is not dark: {ground}");

    page.press("Escape");
    visitor.chat().disappears();
    page.has_focus_on("button", "Chat öffnen…");
}

#[test]
fn the_console_speaks_german_where_the_browser_does() {
    // S184
    let product = Product::shared();
    let agent = Agent::jonas(product).reading_german();
    agent.signs_in();
    let visitor = Visitor::arrives(product);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.writes("Konsole: 40 Tassen?");
    visitor.sees_it_sent();
    agent.looks_at("Nicht zugewiesen");
    agent.opens_thread("Konsole: 40 Tassen?");
    agent.takes_it();
    agent.replies("Konsole: ab 36 Stück.");
    visitor.sees_answer("Konsole: ab 36 Stück.");
    for part in ["Kontakt", "Dieser Chat", "Seite", "Begonnen"] {
        agent.contact().says(part);
    }
    let page = agent.page();
    for english in
        ["Conversations", "Assigned to me", "Newest first", "Waiting", "Sign out", "Nobody", "Visitor "]
    {
        assert!(!page.says(english), "“{english}” is not German");
    }
    agent.closes();
    agent.looks_at("Alle Gespräche");
    agent.shows("Geschlossen");
    agent.sees_thread_with("Konsole: ab 36 Stück.");
}
