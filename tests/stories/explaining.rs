//! A link of the console says on the live page itself why it gets what it gets, to whoever follows it.

use stories::browser::{Page, Part};
use stories::product::Product;
use stories::roles::{Agent, Visitor};

/// The link to a page of the shop, as the console asks for it.
#[track_caller]
fn link(product: &Product, path: &str) -> String {
    let anna = Agent::anna(product);
    anna.signs_in();
    let ask = format!(
        "(async () => {{ \
            const {{ csrf }} = await (await fetch('/api/me')).json(); \
            const headers = {{ 'content-type': 'application/json', 'x-csrf': csrf }}; \
            const body = JSON.stringify({{ url: '{}' }}); \
            const answer = await fetch('/api/chatflows/explain-link', {{ method: 'POST', headers, body }}); \
            return (await answer.json()).url; }})()",
        product.shop(path)
    );
    let link = anna.page().eval(&ask).as_str().unwrap_or_default().to_owned();
    assert!(link.contains("#parlor-explain=x1."), "{link}");
    link
}

fn explanation(page: &Page) -> Part {
    page.role("dialog", "Why this page gets this chat")
}

#[test]
fn a_page_says_why_it_gets_its_chat() {
    // N4
    let product = Product::shared();
    let link = link(product, "/pricing/");
    let visitor = Visitor::arrives(product);
    let page = visitor.page();
    page.goto(&link);
    let told = explanation(page);
    told.says("Shown here:");
    told.says("anonymous: no identity token in this browser");
    told.says("shown: page rule 1 matches");
    told.says("Availability hides nothing:");
    // The permission is out of the address, and nothing is kept.
    assert_eq!(page.url(), product.shop("/pricing/"));
    page.comes_to_rest();
    assert!(page.stored().is_empty(), "{:?}", page.stored());
    page.picture("explained");
    // It is the decision that the page got.
    let decision = page.eval("window[Symbol.for('parlor')].decision");
    told.says(decision.as_str().expect("the page knows its decision"));
    // The page stays usable beside it, and the chat as well.
    visitor.opens_the_chat();
    visitor.closes_the_chat();
    told.role("button", "Look again").click();
    told.says("Shown here:");
    told.role("heading", "Why this page gets this chat").appears();
    told.role("button", "Close").click();
    told.disappears();
    // Whoever comes without the link sees nothing of it.
    page.reload();
    page.comes_to_rest();
    assert!(!explanation(page).is_there());
}

#[test]
fn a_page_says_why_it_gets_none() {
    // N4 H57
    let product = Product::shared();
    let link = link(product, "/legal/");
    let visitor = Visitor::arrives(product);
    let page = visitor.page();
    page.dark(true);
    page.goto(&link);
    let told = explanation(page);
    told.says("No chat is shown on this page.");
    told.says("no page rule matches");
    page.has_focus_on("heading", "Why this page gets this chat");
    page.picture("explained-nothing");
    page.press("Escape");
    told.disappears();
    visitor.is_offered_nothing();
}

#[test]
fn a_link_that_is_no_good_says_so() {
    // N4
    let product = Product::shared();
    let page = Visitor::arrives(product);
    let page = page.page();
    page.goto(&format!("{}#parlor-explain=x1.e30.AAAA", product.shop("/")));
    explanation(page).says("This link is not for this site.");
    assert_eq!(page.url(), product.shop("/"));
}

#[test]
fn a_german_page_says_it_in_german() {
    // N4
    let product = Product::shared();
    let link = link(product, "/de/");
    let visitor = Visitor::arrives_from_berlin(product);
    let page = visitor.page();
    page.goto(&link);
    let told = page.role("dialog", "Warum diese Seite diesen Chat zeigt");
    told.says("Hier zu sehen:");
    told.says("anonym: kein Identitäts-Token in diesem Browser");
    page.picture("explained-german");
    told.role("button", "Schließen").click();
    told.disappears();
}
