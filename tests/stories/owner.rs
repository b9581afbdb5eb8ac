//! The owner says which chatflow shows where. A product of their own: order and rules of the whole account are theirs,
//! and one story at a time.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use stories::browser::{Browser, Page};
use stories::product::Product;
use stories::roles::{Agent, Owner, Visitor};
use stories::site::{Resource, Site};

/// The product of these stories, for one of them at a time.
fn alone() -> (&'static Product, MutexGuard<'static, ()>) {
    static PRODUCT: OnceLock<Product> = OnceLock::new();
    static TURN: Mutex<()> = Mutex::new(());
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    (PRODUCT.get_or_init(Product::start), turn)
}

/// Somebody new on a page of somebody else's site.
fn looks_at(url: &str) -> Page {
    let page = Browser::shared().profile().page();
    page.goto(url);
    page
}

#[track_caller]
fn sees_no_widget(page: &Page) {
    page.comes_to_rest();
    assert!(!page.role("button", "Open chat…").is_there());
    assert!(!page.role("region", "Message from…").is_there());
}

#[test]
fn from_an_empty_installation_to_the_first_chat_and_back_to_nothing() {
    // S1 S2 S7 S10 S11 S30 S31
    let product = Product::start_empty();
    let owner = Owner::new(&product, "ida@tea.test");
    // The page is served before there is an account: its owner pastes the line in a moment.
    let address = Site::reserve();
    owner.sets_up(&product.set_up(), "Tea & Co", &address.origin());
    let line = owner.copies_the_tracking_code();
    assert!(line.starts_with("<script async src=") && line.contains("referrerpolicy"), "{line}");
    assert!(owner.letter_to_the_developer().contains(&line), "the developer gets the same line");
    let body = format!("<!doctype html><title>Tea</title><h1>Tea</h1>{line}");
    let site = address.serve(vec![Resource::page("/tea/green/", &body), Resource::page("/cups/", &body)]);
    // A new account greets everywhere, so that there is something to see.
    greets(&site.url("/cups/"), "How can we help?");

    // From now on only where its owner says.
    owner.switches("Welcome", false);
    owner.makes("Shop chat");
    owner.cannot_publish_because("Add a rule.");
    owner.adds_a_rule("Address begins with", "/tea/");
    owner.writes("Message", "Welcome message", "Which tea do you like?");
    owner.publishes("Shop chat");
    sees_no_widget(&looks_at(&site.url("/cups/")));
    let page = looks_at(&site.url("/tea/green/"));
    page.role("button", "Open chat…").click();
    let chat = page.role("dialog", "Chat with…");
    chat.says("Which tea do you like?");
    chat.role("textbox", "Write a message").types("First: green, please.");
    chat.role("button", "Send").click();

    owner.main().role("link", "Inbox").click();
    owner.as_agent().opens_thread("First: green, please.");
    owner.as_agent().replies("First: with pleasure.");
    chat.says("First: with pleasure.");

    owner.switches("Shop chat", false);
    sees_no_widget(&looks_at(&site.url("/tea/green/")));
    owner.switches("Shop chat", true);
    looks_at(&site.url("/tea/green/")).role("button", "Open chat…").appears();
}

#[test]
fn one_rule_is_deleted_and_the_others_stay() {
    // S20 S22 S27 S29 S31 S87
    let (product, _turn) = alone();
    let owner = Owner::mira(product);
    owner.signs_in();
    owner.makes("Three rules");
    owner.adds_a_rule("Address begins with", "/three/a");
    owner.adds_a_rule("Address contains", "three-b");
    owner.adds_a_rule("Address is", "/three/c");
    owner.writes("Message", "Welcome message", "Three rules, one chat.");
    owner.publishes("Three rules");
    // Made last, it stands below the one for everywhere else.
    owner.moves_up("Three rules");
    let site = site(product);
    for path in ["/three/a/", "/x/three-b/", "/three/c/"] {
        greets(&site.url(path), "Three rules, one chat.");
    }

    owner.edits("Three rules");
    owner.deletes_the_rule(2);
    assert_eq!(owner.rules(), ["/three/a", "/three/c"]);
    owner.saves();
    owner.edits("Three rules");
    assert_eq!(owner.rules(), ["/three/a", "/three/c"]);
    greets(&site.url("/three/a/"), "Three rules, one chat.");
    greets(&site.url("/three/c/"), "Three rules, one chat.");
    greets(&site.url("/x/three-b/"), "Write to us.");
}

#[test]
fn two_negatives_warn_and_become_exclusions() {
    // S19 S21 S23 S28
    let (product, _turn) = alone();
    let owner = Owner::mira(product);
    owner.signs_in();
    owner.makes("Negatives");
    owner.adds_a_rule("Address does not contain", "/negative/a");
    let warning = "rules are joined by “or”: every page meets one of them";
    owner.page().comes_to_rest();
    assert!(!owner.page().says(warning), "one negative is what it says");
    owner.adds_a_rule("Address does not contain", "/negative/b");
    owner.page().sees(warning);
    owner.page().role("button", "Move to exclusions").click();
    owner
        .page()
        .wait("two exclusions", || (owner.exclusions() == ["/negative/a", "/negative/b"]).then_some(()));
    owner.page().wait("the warning to go", || (!owner.page().says(warning)).then_some(()));
}

#[test]
fn the_order_of_the_chatflows_decides() {
    // S12 S13 H53
    let (product, _turn) = alone();
    let owner = Owner::mira(product);
    owner.signs_in();
    for (name, welcome) in [("Lower", "Lower: it is my turn."), ("Upper", "Upper: it is my turn.")] {
        owner.makes(name);
        owner.adds_a_rule("Address is", "/order/*");
        owner.writes("Message", "Welcome message", welcome);
        owner.publishes(name);
    }
    let site = site(product);
    greets(&site.url("/order/"), "Write to us.");
    // Both pass the one for everywhere else; then the second passes the first.
    owner.moves_up("Lower");
    owner.moves_up("Upper");
    greets(&site.url("/order/"), "Lower: it is my turn.");
    owner.moves_up("Upper");
    greets(&site.url("/order/"), "Upper: it is my turn.");
    // H53: all the way by the keyboard, back by undoing it, and by hand.
    owner.moves_all_the_way("Upper", false);
    greets(&site.url("/order/"), "Lower: it is my turn.");
    owner.until_taken(|| owner.page().role("button", "Undo").click());
    owner.page().sees("The order is as it was.");
    greets(&site.url("/order/"), "Upper: it is my turn.");
    owner.drags("Lower", "Upper");
    greets(&site.url("/order/"), "Lower: it is my turn.");
    owner.drags("Upper", "Lower");
    greets(&site.url("/order/"), "Upper: it is my turn.");
    owner.moves_all_the_way("Lower", true);
    greets(&site.url("/order/"), "Lower: it is my turn.");
}

#[test]
fn a_new_consent_text_leaves_old_receipts_as_they_were() {
    // S79 S80 S84 S87 S88 S89
    let (product, _turn) = alone();
    let (owner, agent) = (Owner::mira(product), Agent::anna(product));
    owner.signs_in();
    agent.signs_in();
    let old = "To make a piece for you we keep what you write here";
    let new = "From today on we keep what you write for one year only.";
    let before = Visitor::arrives(product);
    before.opens("/made-for-you/");
    before.opens_the_chat();
    before.is_asked_to_agree(old);
    before.agrees();
    before.writes("Receipt: before the change.");
    before.sees_it_sent();
    agent.opens_thread("Receipt: before the change.");
    agent.sees_agreement("Agreed to text 1", old);

    owner.edits("Made for you");
    owner.part("Consent").says("Parlor cannot give legal advice.");
    owner.writes("Consent", "Why personal data is stored and processed", new);
    owner.part("Consent").says("Saving makes a new version.");
    owner.saves();

    let after = Visitor::arrives(product);
    after.opens("/made-for-you/");
    after.opens_the_chat();
    after.is_asked_to_agree(new);
    after.agrees();
    after.writes("Receipt: after the change.");
    after.sees_it_sent();
    agent.opens_thread("Receipt: after the change.");
    agent.sees_agreement("Agreed to text 2", new);
    agent.page().reload();
    agent.opens_thread("Receipt: before the change.");
    agent.sees_agreement("Agreed to text 1", old);
    assert!(!agent.contact().contains(new), "the old receipt has the new text");

    // Without the account's GDPR functions the step is kept and not shown.
    owner.looks_at_the_settings("Data protection");
    let gdpr = owner.page().role("switch", "GDPR functions");
    gdpr.click();
    gdpr.has("checked", "false");
    owner.page().sees("Parlor cannot give legal advice.");
    let unasked = Visitor::arrives(product);
    unasked.opens("/made-for-you/");
    unasked.opens_the_chat();
    unasked.writes("Receipt: not asked.");
    unasked.sees_it_sent();
    assert!(!unasked.consent_step().is_there());
    owner.edits("Made for you");
    owner.part("Consent").says("The account's GDPR functions are off: this step is kept, and not shown.");
    owner.looks_at_the_settings("Data protection");
    gdpr.click();
    gdpr.has("checked", "true");
}

#[test]
fn the_owner_adds_a_consent_step_to_one_chatflow() {
    // S80 S81 S83 S84 S87
    let (product, _turn) = alone();
    let owner = Owner::mira(product);
    owner.signs_in();
    owner.edits("Trade prices");
    owner.ticks("Consent", "checkbox", "Consent to process data");
    owner.ticks("Consent", "radio", "Legitimate interest");
    let text = "We keep what you write until the offer is signed.";
    owner.writes("Consent", "Why personal data is stored and processed", text);
    owner.saves();
    let visitor = Visitor::arrives(product);
    visitor.opens("/pricing/");
    visitor.opens_the_chat();
    visitor.chat().says(text);
    // The other chatflows are as they were.
    let other = Visitor::arrives(product);
    other.opens("/shop/cups/");
    other.opens_the_chat();
    other.sees_answer("Not sure about size or glaze?");
    assert!(!other.chat().contains(text));
}

#[test]
fn the_owner_says_when_and_how_an_address_is_asked_for() {
    // S47 S48 S49 S87
    let (product, _turn) = alone();
    let owner = Owner::mira(product);
    owner.signs_in();
    owner.edits("Courses and visits");
    let capture = "Ask for an e-mail address";
    owner.ticks(capture, "radio", "As soon as they wrote something");
    owner.writes(capture, "What they read", "Where do we send the confirmation?");
    owner.saves();
    let visitor = Visitor::arrives(product);
    visitor.opens("/workshop/");
    visitor.opens_the_chat();
    visitor.writes("Capture: two places on Tuesday.");
    visitor.is_asked_for_an_address("Where do we send the confirmation?");
    // It belongs to this chatflow alone.
    let other = Visitor::arrives(product);
    other.opens("/pricing/");
    other.opens_the_chat();
    other.writes("Capture: 36 bowls.");
    other.sees_it_sent();
    other.page().comes_to_rest();
    assert!(!other.address_field().is_there());
}

/// A site of somebody else with the tracking code on every page these stories open.
fn site(product: &Product) -> Site {
    let body = format!("<!doctype html><title>Site</title><h1>Site</h1>{}", product.snippet());
    let paths = ["/three/a/", "/x/three-b/", "/three/c/", "/order/"];
    Site::serve(paths.iter().map(|path| Resource::page(path, &body)).collect())
}

/// Somebody new opens the chat there and reads this.
#[track_caller]
fn greets(url: &str, welcome: &str) {
    let page = looks_at(url);
    page.role("button", "Open chat…").click();
    page.role("dialog", "Chat with…").says(welcome);
}
