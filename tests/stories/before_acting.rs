//! Before a visitor acts, nothing is stored in their browser, nobody is identified, nothing is connected.

use stories::browser::Page;
use stories::product::Product;
use stories::roles::Visitor;

#[track_caller]
fn left_no_trace(page: &Page, product: &Product) {
    let stored = page.stored();
    assert!(stored.is_empty(), "{stored:?}");
    assert!(page.sockets().is_empty(), "{:?}", page.sockets());
    let (shop, edge) = (product.shop(""), product.edge(""));
    // An address that holds its own content asks nobody.
    for request in page.requests().into_iter().filter(|request| !request.url.starts_with("data:")) {
        assert!(
            request.url.starts_with(&shop) || request.url.starts_with(&edge),
            "a third party: {request:?}"
        );
        for header in ["cookie", "authorization"] {
            assert_eq!(request.header(header), None, "{request:?}");
        }
        assert_eq!(request.answer_header("set-cookie"), None, "{request:?}");
        let body = request.body.unwrap_or_default();
        assert!(!body.contains("\"k\""), "a token before there can be one: {body}");
    }
}

#[test]
fn looking_leaves_no_trace() {
    // N13 E19
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/pricing/");
    visitor.is_offered("Ordering for a café or a shop?…");
    visitor.page().comes_to_rest();
    left_no_trace(visitor.page(), product);
    // Nor does it on the pages after the first, or when the first is loaded again.
    for path in ["/workshop/", "/legal/", "/spa/", "/pricing/"] {
        visitor.opens(path);
        visitor.page().comes_to_rest();
        left_no_trace(visitor.page(), product);
    }
}

#[test]
fn opening_the_chat_and_reading_leaves_no_trace_either() {
    // N13 E20
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/");
    visitor.opens_the_chat();
    visitor.sees_answer("Looking for the right pot?");
    visitor.page().comes_to_rest();
    left_no_trace(visitor.page(), product);
    // Only one request ever makes somebody of a visitor, and it was not made.
    let became = |visitor: &Visitor<'_>| {
        let requests = visitor.page().requests();
        requests.into_iter().filter(|request| request.url.ends_with("/visitors")).count()
    };
    assert_eq!(became(&visitor), 0);
    visitor.closes_the_chat();
    left_no_trace(visitor.page(), product);
    visitor.opens_the_chat();
    visitor.writes("Trace: the first word makes somebody of me.");
    visitor.sees_it_sent();
    assert_eq!(became(&visitor), 1);
}

#[test]
fn writing_stores_one_entry_and_no_cookie() {
    // N16 N13
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/");
    visitor.opens_the_chat();
    visitor.writes("Trace: now I act.");
    visitor.sees_it_sent();
    let stored = visitor.page().stored();
    assert_eq!(stored.cookies, [""; 0]);
    assert_eq!(stored.local.len(), 1, "{stored:?}");
    assert!(stored.local[0].starts_with("parlor:demo = "), "{stored:?}");
    assert!(
        stored.session.is_empty() && stored.databases.is_empty() && stored.caches.is_empty(),
        "{stored:?}"
    );
    // The token is never in an address.
    let token = stored.local[0].split("\"k\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let token = token.expect("the entry holds the token");
    assert!(token.starts_with("v1."), "{token}");
    let page = visitor.page();
    assert!(page.requests().iter().all(|request| !request.url.contains(token)));
    assert!(page.sockets().iter().all(|socket| !socket.url.contains(token)));
}
