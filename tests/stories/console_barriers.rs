//! No barrier that a machine can find in the console: every screen and what opens over it, by axe, in light and dark. What a
//! machine cannot find (what is read, what keys do) is in `console_keyboard.rs`.

use stories::product::Product;
use stories::roles::{Agent, Visitor};

/// Every page by its address, and a heading or words that say it is there.
const PAGES: [(&str, &str); 25] = [
    ("chatflows", "Chatflows"),
    ("chatflows/pricing", "Audience"),
    ("chatflows/pricing/targeting", "Where it shows"),
    ("chatflows/pricing/message", "Welcome message"),
    ("chatflows/pricing/routing", "Routing"),
    ("chatflows/pricing/review", "Review"),
    ("chatflows/pricing/options", "Consent"),
    ("chatflows/pricing/customize", "Colour"),
    ("try", "Try"),
    ("reports", "Reports"),
    ("lists", "Lists"),
    ("lists/vip", "Regular customers"),
    ("contacts/sofia", "Sofia Marques"),
    ("settings/tracking-code", "Tracking code"),
    ("settings/sites", "Sites"),
    ("settings/people", "Anna Keller"),
    ("settings/team", "Teams"),
    ("settings/data-protection", "Receipts of consent"),
    ("settings/saved-replies", "Saved replies"),
    ("settings/macros", "Macros"),
    ("settings/blocks", "Blocked senders"),
    ("settings/api", "Tokens"),
    ("settings/audit", "Audit log"),
    ("profile", "Passkeys"),
    ("accessibility", "What we know is missing"),
];

#[test]
fn no_screen_of_the_console_has_a_barrier() {
    // P80 N27: what the statement of accessibility says is so
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/account/");
    visitor.opens_the_chat();
    visitor.writes("Screens: where is my kyusu?");
    visitor.sees_it_sent();
    let mira = Agent::mira(product);
    let page = mira.page();
    page.goto(&product.edge("/console/"));
    page.role("button", "Sign in").appears();
    page.has_no_barriers();
    page.role("link", "Accessibility").click();
    page.sees("WCAG 2.2, level AA");
    page.has_no_barriers();
    mira.signs_in();
    // One run names all there is to mend.
    let mut found = Vec::new();
    for dark in [false, true] {
        page.dark(dark);
        let shade = if dark { "dark" } else { "light" };
        let mut looks = |what: &str| {
            page.comes_to_rest();
            found
                .extend(page.all_barriers().into_iter().map(|barrier| format!("{what}, {shade}: {barrier}")));
        };
        page.goto(&product.edge("/console/inbox/all"));
        mira.list().role("link", "…").saying("Screens: where is my kyusu?").appears();
        looks("the list");
        mira.opens_thread("Screens: where is my kyusu?");
        mira.contact().says("Regular customers");
        looks("a conversation");
        for (key, there) in [("?", "Keyboard shortcuts"), ("Ctrl+k", "…"), ("s", "…"), ("l", "…")] {
            page.press(key);
            page.role("dialog", there).appears();
            looks(&format!("what {key} opens"));
            page.press("Escape");
            page.role("dialog", there).disappears();
        }
        page.role("button", "Your account").click();
        page.role("dialog", "Your account").appears();
        looks("the account menu");
        for (path, words) in PAGES {
            page.goto(&product.edge(&format!("/console/{path}")));
            page.sees(words);
            looks(path);
        }
    }
    assert!(found.is_empty(), "{} barriers:\n{}", found.len(), found.join("\n"));
}
