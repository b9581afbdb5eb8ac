//! What is no good rule and no good page: rows 52 to 55 of the bad inputs (docs/bad-inputs.md).
//!
//! A rule is refused with a code when somebody saves it; compiled and decided, everything has an answer.

use proptest::prelude::*;
use targeting::{
    Chatflow, Operator, OwnedBook, PageUrl, Rule, Visitor, check_rule_value, compile, decide, explain,
    sub_book,
};

/// `saved`, the code of its warning, or the code it is refused with.
fn saving(rule: &Rule) -> &'static str {
    match check_rule_value(rule) {
        Ok(warnings) => warnings.first().map_or("saved", |warning| warning.code()),
        Err(refusal) => refusal.code(),
    }
}

fn matches(rule: Rule, page: &PageUrl<'_>) -> bool {
    let chatflow = Chatflow { include: vec![rule], ..Chatflow::new("it") };
    let book = OwnedBook::read(compile(&[chatflow]).bytes).expect("a compiled book can be read");
    matches!(decide(&book.book(), page, &Visitor::ANONYMOUS), Ok(Some(_)))
}

const WITH_ADDRESS: [&str; 7] =
    ["is", "is_not", "contains", "not_contains", "starts_with", "not_starts_with", "matches_wildcard"];

#[test]
fn row_52_values_that_are_none() {
    let long = "x".repeat(2_049);
    let most = "x".repeat(2_048);
    let wide = "ü".repeat(2_048);
    for (value, expected) in [
        ("", "rule_value"),
        (" \t \n", "rule_value"),
        ("\u{a0}", "rule_value"),
        (long.as_str(), "rule_value"),
        ("a\0b", "rule_value"),
        ("a\u{7}b", "rule_value"),
        ("/a\r\n/b", "rule_value"),
        ("/a\tb", "rule_value"),
        ("/a\u{7f}", "rule_value"),
        ("/a\u{85}b", "rule_value"),
        (most.as_str(), "saved"),
        (" /pricing \n", "saved"),
    ] {
        for op in WITH_ADDRESS {
            let rule = Rule::new(Operator::from(op.to_owned()), value);
            let shown: String = value.chars().take(20).collect();
            assert_eq!(saving(&rule), expected, "{op} {shown:?}");
        }
    }
    // Characters are counted, not bytes.
    assert_eq!(saving(&Rule::new(Operator::Contains, &wide)), "saved");
    for (name, value, expected) in [
        ("plan", Some("pro"), "saved"),
        ("plan", Some(""), "saved"),
        ("plan", None, "saved"),
        ("", Some("pro"), "rule_value"),
        ("  ", None, "rule_value"),
        (&long, None, "rule_value"),
        ("plan", Some(long.as_str()), "rule_value"),
        ("plan", Some("a\u{1}"), "rule_value"),
        ("pl\nan", None, "rule_value"),
    ] {
        assert_eq!(saving(&Rule::query(name, value)), expected, "{name:?} {value:?}");
    }
    // Nothing at all where a value belongs.
    assert_eq!(saving(&Rule { op: Operator::Is, name: None, value: None }), "rule_value");
    assert_eq!(saving(&Rule { op: Operator::Query, name: None, value: Some("pro".into()) }), "rule_value");
}

#[test]
fn row_53_stars_that_are_only_characters() {
    let page = |url| PageUrl::from_browser(url);
    for (op, value, expected, like, unlike) in [
        ("is", "/a*", "rule_wildcard_literal", "https://x.example/a*", "https://x.example/ab"),
        ("is", "/*/blog", "rule_wildcard_literal", "https://x.example/*/blog", "https://x.example/a/blog"),
        (
            "starts_with",
            "/a/*/b",
            "rule_wildcard_literal",
            "https://x.example/a/*/bc",
            "https://x.example/a/x/bc",
        ),
        ("contains", "a*b", "rule_wildcard_literal", "https://x.example/a*b", "https://x.example/axb"),
        ("is", "/a/*?x=1", "rule_wildcard_literal", "https://x.example/a/*?x=1", "https://x.example/a/b?x=1"),
        ("is", "/blog/*", "saved", "https://x.example/blog/b", "https://x.example/blogging"),
        ("matches_wildcard", "*.example/a*b", "saved", "https://x.example/a/b", "https://x.example/b/a"),
        ("matches_wildcard", "/*/blog", "saved", "https://x.example/a/blog", "https://x.example/blog"),
    ] {
        let rule = Rule::new(Operator::from(op.to_owned()), value);
        assert_eq!(saving(&rule), expected, "{op} {value}");
        assert!(matches(rule.clone(), &page(like)), "{op} {value} is {like}");
        assert!(!matches(rule, &page(unlike)), "{op} {value} is not {unlike}");
    }
    // Alone it is every page.
    for op in ["is", "starts_with", "matches_wildcard"] {
        let rule = Rule::new(Operator::from(op.to_owned()), "/*");
        assert_eq!(saving(&rule), "saved", "{op}");
        for url in ["https://x.example/", "https://x.example/a/b?c#d", "http://[::1]:80/"] {
            assert!(matches(rule.clone(), &page(url)), "{op} {url}");
        }
    }
}

#[test]
fn row_54_values_that_are_no_address() {
    for (value, expected) in [
        ("javascript:alert(1)", "rule_url"),
        ("JavaScript:alert(1)", "rule_url"),
        ("data:text/html,<b>", "rule_url"),
        ("ftp://example.com/", "rule_url"),
        ("file:///etc/passwd", "rule_url"),
        ("https://", "rule_url"),
        ("https://ex ample.com/", "rule_url"),
        ("example.com/pricing", "saved"),
        ("//example.com/pricing", "saved"),
        ("/pricing#plans", "saved"),
        ("www.example.com/#/cart", "saved"),
        ("localhost:3000/", "saved"),
        ("http://[::1]:8080/", "saved"),
    ] {
        for op in ["is", "is_not", "starts_with", "not_starts_with"] {
            assert_eq!(saving(&Rule::new(Operator::from(op.to_owned()), value)), expected, "{op} {value}");
        }
    }
}

#[test]
fn row_55_pages_that_are_long_broken_foreign_or_shouted() {
    let long = format!("https://x.example/pricing/{}?q={}", "a/".repeat(25_000), "b".repeat(50_000));
    let broken = "https://x.example/%zz/%/%e2%28/%";
    for (page, op, value, expected) in [
        (long.as_str(), "starts_with", "/pricing", true),
        (long.as_str(), "starts_with", "/pricing/a/a/a/", true),
        (long.as_str(), "is", "/pricing/*", true),
        (long.as_str(), "contains", "a/?q=bbb", true),
        (long.as_str(), "contains", "a/?q=bbc", false),
        (long.as_str(), "matches_wildcard", "*a*a*a*a*a*a*a*a*z", false),
        (long.as_str(), "is", "/pricing", false),
        (broken, "starts_with", "/%zz/", true),
        (broken, "starts_with", "/%ZZ/", false),
        (broken, "contains", "%zz", true),
        (broken, "is", broken, true),
        ("https://münchen.example/", "is", "xn--mnchen-3ya.example", true),
        ("https://xn--mnchen-3ya.example/", "is", "MÜNCHEN.example/", true),
        ("https://xn--mnchen-3ya.example/", "contains", "münchen", true),
        ("https://xn--99999999999.example/", "is", "münchen.example", false),
        ("HTTPS://WWW.Example.COM/Pricing", "is", "www.example.com/Pricing", true),
        ("HTTPS://WWW.Example.COM/Pricing", "is", "www.example.com/pricing", false),
        ("https://x.example/%c3%a4", "is", "/ä", true),
        ("https://x.example/%C3%A4", "is", "/%c3%a4", true),
        ("no address", "contains", "a", false),
        ("no address", "not_contains", "zzz", false),
        ("", "all", "", true),
    ] {
        let rule = Rule::new(Operator::from(op.to_owned()), value);
        let shown: String = page.chars().take(40).collect();
        assert_eq!(matches(rule.clone(), &PageUrl::parse(page)), expected, "{op} {value} on {shown}");
        let same = PageUrl::parse(page);
        assert_eq!(matches(rule, &PageUrl::from_browser(same.as_str())), expected, "{op} {value} on {shown}");
    }
}

#[test]
fn row_55_no_rule_is_lost_in_a_long_page() {
    // The worst there is for a matcher that tries again: many stars, a page that almost matches each. One that did would
    // not end within the life of this machine; `search.rs` counts the steps of ours and holds them to a line.
    let page = format!("https://x.example/{}", "ab".repeat(50_000));
    let stars = format!("{}c", "*a*b".repeat(500));
    for (op, value, expected) in [
        ("matches_wildcard", stars.as_str(), false),
        ("contains", &"ab".repeat(1_000), true),
        ("contains", &format!("{}c", "ab".repeat(1_000)), false),
        ("not_contains", &format!("{}a", "b".repeat(2_000)), true),
        ("starts_with", &format!("/{}", "ab".repeat(1_000)), true),
    ] {
        let rule = Rule::new(Operator::from(op.to_owned()), value);
        assert_eq!(matches(rule, &PageUrl::from_browser(&page)), expected, "{op}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Row 55: whatever bytes a page sends and whatever text a rule holds, there is an answer, and it is the same by
    /// every way to it.
    #[test]
    fn row_55_everything_has_an_answer(
        page in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..300).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
            prop::collection::vec(any::<u8>(), 0..100)
                .prop_map(|bytes| format!("https://x.example/{}", String::from_utf8_lossy(&bytes))),
            "https?://[^\u{0}]{0,40}",
        ],
        op in prop_oneof![prop::sample::select(WITH_ADDRESS.to_vec()).prop_map(str::to_owned), Just("query".to_owned()), any::<String>()],
        name in prop::option::of(any::<String>()),
        value in prop::option::of(prop_oneof![any::<String>(), "(https?:)?//[^\u{0}]{0,20}", "[/*a%?#]{0,12}"]),
    ) {
        let rule = Rule { op: Operator::from(op), name, value };
        // Whether it may be saved has an answer too.
        let _ = saving(&rule);
        let chatflow = Chatflow { include: vec![rule.clone()], exclude: vec![rule.clone()], ..Chatflow::new("both") };
        let other = Chatflow { include: vec![rule], ..Chatflow::new("one") };
        let book = OwnedBook::read(compile(&[chatflow, other]).bytes).unwrap();
        for page in [PageUrl::parse(&page), PageUrl::from_browser(&page)] {
            let winner = decide(&book.book(), &page, &Visitor::ANONYMOUS).unwrap().map(|winner| winner.id().to_owned());
            prop_assert!(winner.as_deref() != Some("both"), "an exclusion wins over the same inclusion");
            prop_assert_eq!(&winner, &explain(&book.book(), &page, &Visitor::ANONYMOUS).show);
            let sub = OwnedBook::read(sub_book(&book.book(), &Visitor::ANONYMOUS)).unwrap();
            prop_assert_eq!(&winner, &decide(&sub.book(), &page, &Visitor::ANONYMOUS).unwrap().map(|winner| winner.id().to_owned()));
        }
    }
}
