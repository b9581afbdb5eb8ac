//! How little a page view asks for.

use stories::product::Product;
use stories::roles::Visitor;

/// The paths a page asked the edge for, until it came to rest, without what differs between builds.
fn asked(product: &Product, path: &str) -> Vec<String> {
    let visitor = Visitor::arrives(product);
    visitor.opens(path);
    visitor.page().comes_to_rest();
    let edge = product.edge("");
    let requests = visitor.page().requests();
    assert!(visitor.page().sockets().is_empty(), "a socket before the visitor acts");
    requests.iter().filter_map(|request| request.url.strip_prefix(&edge).map(str::to_owned)).collect()
}

#[test]
fn a_page_view_makes_five_requests_at_most() {
    // N22 E18
    let product = Product::shared();
    for (path, most) in [
        // The loader with the decision in it; when the page is idle, the widget's two files and its words: then somebody can
        // type. The fifth are the rules, for moving about.
        ("/pricing/", 5),
        ("/workshop/", 5),
        // Nothing to show, nothing to fetch.
        ("/legal/", 1),
        ("/none/", 0),
        // Who the shop signed in is not in the loader's request, so the decision takes one more.
        ("/account/", 6),
    ] {
        let asked = asked(product, path);
        assert!(asked.len() <= most, "{path}: {asked:#?}");
        assert_eq!(asked.is_empty(), most == 0, "{path}: {asked:#?}");
    }
}
