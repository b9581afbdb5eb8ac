//! How a page learns its decision: with the loader where the edge can know the page, else by one simple request.

use stories::browser::Request;
use stories::product::Product;
use stories::roles::Visitor;

fn decisions(requests: &[Request]) -> Vec<&Request> {
    requests.iter().filter(|request| request.url.ends_with("/v1/demo/decide")).collect()
}

#[test]
fn the_decision_comes_with_the_loader() {
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/pricing/");
    visitor.is_offered("Ordering for a café or a shop?…");
    visitor.page().comes_to_rest();
    let requests = visitor.page().requests();
    let loader: Vec<_> = requests.iter().filter(|r| r.url == product.edge("/embed/demo.js")).collect();
    assert_eq!(loader.len(), 1);
    assert_eq!(loader[0].header("referer"), Some(product.shop("/pricing/").as_str()));
    assert_eq!(loader[0].answer_header("cache-control"), Some("private, no-cache"));
    let vary = loader[0].answer_header("vary").unwrap_or_default().to_ascii_lowercase();
    assert!(vary.contains("referer") && vary.contains("origin"), "{vary}");
    assert!(decisions(&requests).is_empty(), "{:?}", decisions(&requests));
}

#[test]
fn a_page_with_a_very_long_address_asks_once_without_preflight_or_cookie() {
    let visitor = Visitor::arrives(Product::shared());
    // Chromium sends only the origin when the address is longer than 4,096 characters.
    visitor.opens(&format!("/pricing/?long={}", "a".repeat(5000)));
    visitor.is_offered("Ordering for a café or a shop?…");
    visitor.page().comes_to_rest();
    let requests = visitor.page().requests();
    let asked = decisions(&requests);
    assert_eq!(asked.len(), 1, "one request and no preflight: {asked:?}");
    assert_eq!((asked[0].method.as_str(), asked[0].status), ("POST", Some(200)));
    assert_eq!(asked[0].header("cookie"), None);
    assert_eq!(asked[0].answer_header("set-cookie"), None);
}

#[test]
fn a_page_that_tells_no_referrer_asks_once() {
    use stories::browser::Browser;
    use stories::site::{Resource, Site};
    let product = Product::shared();
    let silent = product.snippet().replace("no-referrer-when-downgrade", "no-referrer");
    let site =
        Site::serve(vec![Resource::page("/workshop/", &format!("<!doctype html><title>Q</title>{silent}"))]);
    let page = Browser::shared().profile().page();
    page.goto(&site.url("/workshop/"));
    page.role("button", "Open chat").click();
    page.role("dialog", "Chat with…").says("Courses have 6 places.");
    page.comes_to_rest();
    assert_eq!(decisions(&page.requests()).len(), 1);
}
