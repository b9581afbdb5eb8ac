//! A page that asks for consent at its foot: the chat makes room, and comes down when the question is answered.

use stories::browser::Browser;
use stories::product::Product;
use stories::site::{Resource, Site};

/// A bar over the whole width, with its button in the very corner, and below what is highest on the page.
const BAR: &str = "position:fixed;inset:auto 0 0 0;height:150px;z-index:9;text-align:right;background:#ddd";

#[test]
fn the_chat_stands_above_a_banner_and_comes_down_once_it_is_answered() {
    // N23
    let product = Product::shared();
    let bar = |id: &str, answer: &str| {
        format!(
            "<div id={id} style='{BAR}'><button style='margin:60px 30px' onclick='this.parentNode.{answer}'>Accept</button></div>"
        )
    };
    let gone = bar("cookie-bar", "remove()");
    let hidden = bar("CookieConsent", "hidden=true").replace('\'', "&#39;");
    let add = format!(
        "<button onclick='document.body.insertAdjacentHTML(`beforeend`, `{hidden}`)'>Ask again</button>"
    );
    let body = format!("<!doctype html><title>Foot</title><h1>Foot</h1>{add}{gone}{}", product.snippet());
    let site = Site::serve(vec![Resource::page("/", &body)]);
    let page = Browser::shared().profile().page();
    page.goto(&site.url("/"));
    let launcher = page.role("button", "Open chat");
    launcher.appears();
    let bottom = || {
        let [_, top, _, height] = launcher.place();
        top + height
    };
    let height = page.eval("innerHeight").as_f64().expect("a height");
    let stands = |above: f64| {
        page.wait("the launcher in its place", || (bottom() <= height - above).then_some(()));
    };
    stands(150.0);
    page.role("button", "Accept").click();
    page.wait("the launcher back in its corner", || (bottom() > height - 40.0).then_some(()));

    // One that comes later, and is hidden instead of taken away; with the chat open.
    page.role("button", "Ask again").click();
    stands(150.0);
    launcher.click();
    let [_, top, _, tall] = page.role("dialog", "Chat with…").place();
    assert!(top >= 0.0 && top + tall <= height - 150.0, "the chat is in front of the banner: {top} {tall}");
    page.role("button", "Accept").click();
    let chat = page.role("dialog", "Chat with…");
    page.wait("the chat as high as usual", || (chat.place()[3] > tall).then_some(()));
    assert_eq!(page.complaints(), Vec::<String>::new());
}
