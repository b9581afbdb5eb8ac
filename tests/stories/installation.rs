//! One line on a page is all a site owner ever pastes, wherever and however often it ends up there.

use stories::browser::Browser;
use stories::product::Product;
use stories::roles::{Owner, Visitor};
use stories::site::{Resource, Site};

#[test]
fn a_page_without_the_snippet_shows_no_widget() {
    // S3
    let product = Product::shared();
    let visitor = Visitor::arrives(product);
    visitor.opens("/none/");
    visitor.is_offered_nothing();
    let edge = product.edge("");
    let asked: Vec<String> = visitor.page().requests().into_iter().map(|request| request.url).collect();
    assert!(asked.iter().all(|url| !url.starts_with(&edge)), "{asked:?}");
}

#[test]
fn a_chatflow_is_switched_off_and_on_without_touching_the_page() {
    // S4 S11
    let product = Product::shared();
    let owner = Owner::mira(product);
    owner.signs_in();
    let visitor = Visitor::arrives(product);
    let page = "/campaign/?plan=pro";
    let snippet = "document.querySelector('script[src*=\"/embed/\"]').outerHTML";
    visitor.opens(page);
    visitor.is_offered("You have seen our offer for cafés. How many seats does yours have?");
    let pasted = visitor.page().eval(snippet);

    owner.switches("Café programme", false);
    visitor.opens(page);
    // The page falls to the rule for everywhere else, which greets nobody unasked.
    visitor.is_not_spoken_to();
    visitor.opens_the_chat();
    visitor.sees_answer("Write to us. Whoever is at the desk answers.");

    owner.switches("Café programme", true);
    visitor.opens(page);
    visitor.is_offered("You have seen our offer for cafés. How many seats does yours have?");
    assert_eq!(visitor.page().eval(snippet), pasted);
}

#[test]
fn the_snippet_works_in_the_head() {
    // E15
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/head/");
    visitor.opens_the_chat();
    visitor.sees_answer("Write to us.");
}

#[test]
fn the_snippet_works_late_and_runs_once_when_it_comes_twice() {
    // E15
    let visitor = Visitor::arrives(Product::shared());
    visitor.opens("/late/");
    visitor.is_offered_a_chat();
    visitor.page().comes_to_rest();
    assert_eq!(visitor.launcher().count(), 1);
    visitor.opens_the_chat();
    assert_eq!(visitor.chat().count(), 1);
}

#[test]
fn the_snippet_works_however_it_is_pasted() {
    // E15
    let product = Product::shared();
    let snippet = product.snippet();
    let blocking = snippet.replace(" async", "");
    let forms = [
        ("blocking, before the body exists", format!("<head>{blocking}</head><body>hello")),
        ("deferred", format!("<head>{}</head><body>hello", snippet.replace(" async", " defer"))),
        ("twice in a row", format!("<body>hello{snippet}{snippet}")),
        ("in head and body", format!("<head>{snippet}</head><body>hello{snippet}")),
        ("by another script", {
            let inject = "const s = document.createElement('script'); s.src = SRC; document.head.append(s)";
            let inject = inject.replace("SRC", &format!("'{}'", product.edge("/embed/demo.js")));
            format!("<body>hello<script>{inject}</script>")
        }),
    ];
    let page = Browser::shared().profile().page();
    for (how, body) in forms {
        let site =
            Site::serve(vec![Resource::page("/", &format!("<!doctype html><title>{how}</title>{body}"))]);
        page.goto(&site.url("/"));
        page.role("button", "Open chat").appears();
        page.role("button", "Looking for the right pot?…").appears();
        page.comes_to_rest();
        assert_eq!(page.role("button", "Open chat").count(), 1, "{how}");
        assert!(page.complaints().is_empty(), "{how}: {:?}", page.complaints());
    }
}

#[test]
fn a_site_that_is_not_on_the_list_gets_no_widget() {
    let product = Product::shared();
    let body = format!("<!doctype html><title>Other</title>hello{}", product.snippet());
    let site = Site::serve(vec![Resource::page("/pricing/", &body)]);
    let page = Browser::shared().profile().page();
    page.goto(&site.url_as("other.test", "/pricing/"));
    page.comes_to_rest();
    assert!(!page.role("button", "Open chat").is_there());
    assert!(!page.says("Ordering for a café"));
    page.goto(&site.url("/pricing/"));
    page.role("button", "Open chat").appears();
}
