//! Which page gets what, before and after an edit, and decisions that somebody expects.

use serde_json::{Value, json};
use targeting::{
    Chatflow, CoveredPage, Expectation, OwnedBook, Unmet, Verdict, Visitor, VisitorFacts, check_expected,
    compile, coverage,
};

fn book(chatflows: Value) -> OwnedBook {
    let chatflows: Vec<Chatflow> = serde_json::from_value(chatflows).expect("an account");
    OwnedBook::read(compile(&chatflows).bytes).expect("a compiled book")
}

const NOBODY: Visitor<'_> = Visitor { known: false, lists: &[], facts: Some(&[]) };

#[test]
fn an_edit_changes_so_many_pages() {
    // N6
    let shop = json!({"id": "shop", "include": [{"op": "is", "value": "/shop/*"}]});
    let before =
        book(json!([shop, {"id": "docs", "include": [{"op": "matches_regex", "value": "/docs/[a-z]+$"}]}]));
    let after = book(json!([{"id": "sale", "include": [{"op": "contains", "value": "sale"}]}, shop]));
    let urls = [
        "https://a.example/shop/",
        "https://a.example/shop/sale",
        "https://a.example/docs/a",
        " https://a.example/about \n",
        "https://A.example:443/shop/",
        "about:blank",
        "",
        "https://a.example/one/more",
    ];
    let covered = coverage(&before.book(), &after.book(), urls, 4, &NOBODY);
    let page = |url, before, after| CoveredPage { url, before, after };
    assert_eq!(
        covered.pages,
        [
            page("https://a.example/shop/", Some("shop"), Some("shop")),
            page("https://a.example/shop/sale", Some("shop"), Some("sale")),
            page("https://a.example/docs/a", Some("docs"), None),
            page("https://a.example/about", None, None),
        ]
    );
    // What comes after the last one that is taken is only counted.
    assert_eq!((covered.changed, covered.bare, covered.left_out, covered.unusable), (2, 2, 4, 0));
    let all = coverage(&before.book(), &after.book(), urls, 9, &NOBODY);
    assert_eq!((all.pages.len(), all.left_out, all.unusable), (5, 0, 2), "one page is counted once");
    let same = coverage(&before.book(), &before.book(), urls, 9, &NOBODY);
    assert_eq!((same.changed, same.bare), (0, 2));
    assert!(!same.pages.iter().any(CoveredPage::is_changed));
}

#[test]
fn who_looks_matters() {
    // N6
    let book = book(json!([
        {"id": "vip", "include": [{"op": "all"}], "audience": {"who": "lists", "lists": ["vip"]}},
        {"id": "mobile", "include": [{"op": "all"}], "conditions": [[{"fact": "device", "op": "is", "value": "mobile"}]]},
    ]));
    let shown = |visitor: &Visitor<'_>| {
        coverage(&book.book(), &book.book(), ["https://a.example/"], 1, visitor).pages[0].after
    };
    assert_eq!(shown(&NOBODY), None);
    assert_eq!(shown(&Visitor { known: true, lists: &["vip"], ..NOBODY }), Some("vip"));
    assert_eq!(shown(&Visitor { facts: Some(&[("device", "mobile")]), ..NOBODY }), Some("mobile"));
    // Nobody looked: what depends on it is not shown.
    assert_eq!(shown(&Visitor::ANONYMOUS), None);
}

#[test]
fn every_page_of_a_large_site_is_decided() {
    // N6
    let ops = ["is", "contains", "starts_with", "starts_with", "is"];
    let rule = |i: usize| json!({"op": ops[i % 5], "value": format!("/section-{}/page-{}", i % 41, i % 307)});
    let flow = |i: usize| json!({"id": format!("flow-{i}"), "include": (0..5).map(|j| rule(i * 5 + j)).collect::<Value>()});
    let (before, after) = (book((0..200).map(flow).collect()), book((1..200).map(flow).collect()));
    let urls: Vec<String> = (0..5_000)
        .map(|i| format!("https://www.example.com/section-{}/page-{}/{i}", i % 37, i % 211))
        .collect();
    let covered = coverage(&before.book(), &after.book(), urls.iter().map(String::as_str), 5_000, &NOBODY);
    assert_eq!((covered.pages.len(), covered.left_out, covered.unusable), (5_000, 0, 0));
    let changed = covered.pages.iter().filter(|page| page.is_changed()).count();
    assert!(changed > 0 && changed == covered.changed, "{changed} and {}", covered.changed);
}

#[test]
fn what_is_expected_and_does_not_come_is_told_with_its_reason() {
    // N7
    let book = book(json!([
        {"id": "shop", "include": [{"op": "is", "value": "/shop/*"}], "exclude": [{"op": "is", "value": "/shop/old"}]},
        {"id": "known", "include": [{"op": "all"}], "audience": {"who": "known"}},
    ]));
    let stranger = VisitorFacts::default();
    let known = VisitorFacts { known: true, ..VisitorFacts::default() };
    let expect = |path: &'static str, visitor, show| (path, visitor, show);
    let all = [
        expect("https://a.example/shop/", &stranger, Some("shop")),
        expect("https://a.example/", &stranger, None),
        expect("https://a.example/", &known, Some("known")),
        expect("https://a.example/shop/old", &stranger, Some("shop")),
        expect("https://a.example/shop/", &known, Some("known")),
        expect("https://a.example/shop/", &stranger, None),
        expect("https://a.example/", &stranger, Some("gone")),
    ];
    let expectations = all.iter().map(|(url, visitor, show)| Expectation { url, visitor, show: *show });
    let unmet = |at, shown: Option<&str>, reason| Unmet { at, shown: shown.map(str::to_owned), reason };
    assert_eq!(
        check_expected(&book.book(), expectations),
        [
            unmet(3, None, Some(Verdict::Excluded { rule: 0 })),
            unmet(4, Some("shop"), Some(Verdict::Shadowed { by: "shop".into(), rule: Some(0) })),
            unmet(5, Some("shop"), Some(Verdict::Won { rule: Some(0) })),
            unmet(6, None, None),
        ]
    );
}
