//! Signals of a message that nobody sees: the page's title, and a sound that can be switched off.

use serde_json::json;
use stories::product::Product;
use stories::roles::{Agent, Visitor};

/// A page that can be out of sight, and that counts tones.
const OUT_OF_SIGHT: &str = "window.away = false; window.tones = 0; \
     Object.defineProperty(Document.prototype, 'hidden', { configurable: true, get: () => window.away }); \
     const make = AudioContext.prototype.createOscillator; \
     AudioContext.prototype.createOscillator = function () { window.tones += 1; return make.call(this); };";

#[test]
fn who_looks_elsewhere_sees_it_in_the_title_and_hears_it() {
    // P7
    let product = Product::shared();
    let (visitor, agent) = (Visitor::arrives(product), Agent::jonas(product));
    visitor.page().before_every_page(OUT_OF_SIGHT);
    visitor.opens("/workshop/");
    let page = visitor.page();
    let title = page.eval("document.title");
    let seen = |away: bool| {
        page.eval(&format!(
            "window.away = {away}; document.dispatchEvent(new Event('visibilitychange')); null"
        ));
    };
    let tones = || page.eval("window.tones");
    visitor.opens_the_chat();
    visitor.writes("Signals: are you there?");
    visitor.sees_it_sent();
    agent.signs_in();
    agent.opens_thread("Signals: are you there?");
    agent.replies("Signals: one, while you look.");
    visitor.sees_answer("Signals: one, while you look.");
    assert_eq!(
        (page.eval("document.title"), tones()),
        (title.clone(), json!(0)),
        "nothing for whoever looks"
    );

    seen(true);
    agent.replies("Signals: two.");
    visitor.sees_answer("Signals: two.");
    let one = json!(format!("(1) {}", title.as_str().unwrap_or_default()));
    page.wait("the title", || (page.eval("document.title") == one).then_some(()));
    assert_eq!(tones(), json!(2));
    seen(false);
    assert_eq!(page.eval("document.title"), title, "exactly as it was");

    // Muted, and muted on the next page too.
    visitor.chat().role("button", "Mute sounds").click();
    page.reload();
    visitor.sees_answer("Signals: two.");
    visitor.chat().role("button", "Mute sounds").has("pressed", "true");
    seen(true);
    agent.replies("Signals: three.");
    visitor.sees_answer("Signals: three.");
    page.wait("the title", || (page.eval("document.title") == one).then_some(()));
    assert_eq!(tones(), json!(0));
    // A page that names itself anew keeps its name.
    page.eval("document.title = 'Basket (1)'; null");
    seen(false);
    assert_eq!(page.eval("document.title"), json!("Basket (1)"));
}
