//! Accounts whose chatflows get in each other's way, and page views close to them.

use proptest::prelude::*;
use targeting::{Audience, Chatflow, Condition, ConditionOperator, Operator, Rule, VisitorFacts, Who};

fn one_of<const N: usize>(words: [&'static str; N]) -> BoxedStrategy<String> {
    prop::sample::select(words.to_vec()).prop_map(str::to_owned).boxed()
}

fn host() -> BoxedStrategy<String> {
    one_of([
        "www.example.com",
        "www.example.com",
        "example.com",
        "www.example.com:8080",
        "www.xn--mnchen-3ya.de",
    ])
}

fn path() -> BoxedStrategy<String> {
    let segment = one_of(["a", "a", "b", "ab", "A", "ü", "", "%61", "*"]);
    let segments = prop::collection::vec(segment.prop_map(|segment| format!("/{segment}")), 0..4);
    (segments, one_of(["", "/"])).prop_map(|(segments, slash)| segments.concat() + &slash).boxed()
}

fn tail() -> BoxedStrategy<String> {
    let query = one_of(["", "", "", "?a=1", "?a=1&b=2", "?b", "?", "?ab"]);
    let fragment = one_of(["", "", "", "#a", "#/a", "#", "#b#a"]);
    (query, fragment).prop_map(|(query, fragment)| query + &fragment).boxed()
}

/// An address that a page can have, or now and then one that it cannot.
pub(crate) fn page() -> BoxedStrategy<String> {
    let scheme = one_of(["https://", "https://", "https://", "http://", "ftp://"]);
    (scheme, host(), path(), tail())
        .prop_map(|(scheme, host, path, tail)| scheme + &host + &path + &tail)
        .boxed()
}

fn value() -> BoxedStrategy<String> {
    let odd = [
        "",
        "/",
        "/*",
        "*",
        "a",
        "b",
        "/a",
        "http",
        "://",
        "https://www",
        "www.",
        "www.example.com",
        "www.mün",
        "mün",
        "*/a",
        "*.example.com",
        "*example*",
        "/a*",
        "/*/b",
        "a?",
        "?a",
        "#a",
        "a#",
        "example.com/*",
        "*?a=1",
        "/a?*#a",
        "8080",
        ":8080/",
        "m/a",
        "/a/*/",
        "//",
        "WWW.example.com",
        "*.com",
        "xn--",
    ];
    prop_oneof![
        3 => (host(), path(), tail()).prop_map(|(host, path, tail)| host + &path + &tail),
        4 => (path(), tail()).prop_map(|(path, tail)| path + &tail),
        2 => path().prop_map(|path| path.trim_end_matches('/').to_owned() + "/*"),
        1 => (host(), path()).prop_map(|(host, path)| host + path.trim_end_matches('/') + "/*"),
        2 => (page(), 0usize..30, 0usize..30).prop_map(|(page, from, length)| page.chars().skip(from).take(length).collect()),
        4 => prop::sample::select(odd.to_vec()).prop_map(str::to_owned),
    ]
    .boxed()
}

pub(crate) fn operator() -> BoxedStrategy<Operator> {
    one_of([
        "all",
        "is",
        "is",
        "is_not",
        "contains",
        "contains",
        "not_contains",
        "starts_with",
        "starts_with",
        "not_starts_with",
        "matches_wildcard",
        "matches_wildcard",
        "matches_regex",
        "query",
        "newer",
    ])
    .prop_map(Operator::from)
    .boxed()
}

fn rule() -> BoxedStrategy<Rule> {
    let pattern = one_of([
        "/a",
        "^https?://www\\.example\\.com/a",
        "(a|b)$",
        "[",
        "/a+",
        "#a",
        "^http",
        "a.b",
        "/",
        "A b",
    ]);
    let parameter = prop::option::of(one_of(["1", "2", ""]));
    (operator(), value(), one_of(["a", "b", "ü"]), parameter, pattern)
        .prop_map(|(op, value, name, parameter, pattern)| match op {
            Operator::Query => Rule::query(&name, parameter.as_deref()),
            Operator::MatchesRegex => Rule::new(op, &pattern),
            op => Rule::new(op, &value),
        })
        .boxed()
}

fn audience() -> BoxedStrategy<Audience> {
    let lists = || prop::collection::vec(one_of(["vip", "press"]), 0..3);
    let who =
        one_of(["everyone", "everyone", "everyone", "everyone", "anonymous", "known", "lists", "newer"]);
    let hidden = prop_oneof![2 => Just(Vec::new()), 1 => lists()];
    (who, lists(), hidden)
        .prop_map(|(who, lists, hide_for_lists)| Audience { who: Who::from(who), lists, hide_for_lists })
        .boxed()
}

fn conditions() -> BoxedStrategy<Vec<Vec<Condition>>> {
    let fact = one_of([
        "device",
        "language",
        "visits",
        "attribute.plan",
        "country",
        "region",
        "page_views",
        "weather",
    ]);
    let op = one_of([
        "is",
        "is",
        "is_not",
        "contains",
        "not_contains",
        "starts_with",
        "not_starts_with",
        "at_least",
        "at_most",
        "known",
        "unknown",
        "newer",
    ]);
    let value = prop::option::of(one_of([
        "mobile", "desktop", "de", "de-AT", "d", "e", "DE", "pro", "p", "2", "3", "10", "",
    ]));
    let condition = (fact, op, value).prop_map(|(fact, op, value)| Condition {
        fact,
        op: ConditionOperator::from(op),
        value,
    });
    let groups = prop::collection::vec(prop::collection::vec(condition, 0..4), 1..3);
    prop_oneof![3 => Just(Vec::new()), 1 => groups].boxed()
}

fn chatflow() -> BoxedStrategy<Chatflow> {
    let exclude = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(rule(), 1..3)];
    let rules = (prop::collection::vec(rule(), 0..4), exclude);
    (prop::option::of(0i64..4), prop::bool::weighted(0.9), rules, audience(), conditions())
        .prop_map(|(priority, enabled, (include, exclude), audience, conditions)| Chatflow {
            priority,
            enabled,
            include,
            exclude,
            audience,
            conditions,
            ..Chatflow::new("")
        })
        .boxed()
}

pub(crate) fn account() -> BoxedStrategy<Vec<Chatflow>> {
    prop::collection::vec(chatflow(), 1..6)
        .prop_map(|mut chatflows| {
            for (index, chatflow) in chatflows.iter_mut().enumerate() {
                chatflow.id = format!("flow-{index}");
            }
            chatflows
        })
        .boxed()
}

/// Somebody under circumstances that there can be.
pub(crate) fn visitor() -> BoxedStrategy<VisitorFacts> {
    let fact = |name: &'static str, values: &[&'static str]| {
        prop::option::of(prop::sample::select(values.to_vec()))
            .prop_map(move |value| value.map(|value| (name.to_owned(), value.to_owned())))
    };
    let facts = (
        fact("device", &["desktop", "tablet", "mobile", "Mobile"]),
        fact("language", &["de", "de-AT", "en", "DE-at", "d"]),
        fact("visits", &["1", "2", "3", "10"]),
        fact("attribute.plan", &["pro", "pr", "2", "DE", "mobile", "de-AT"]),
        fact("country", &["DE", "de", "AT"]),
        fact("region", &["DE-BY", "de-by", "AT-9"]),
        fact("page_views", &["1", "3", "10"]),
    );
    let lists = prop::sample::subsequence(vec!["vip".to_owned(), "press".to_owned()], 0..=2);
    (any::<bool>(), lists, facts)
        .prop_map(|(known, lists, (a, b, c, d, e, f, g))| VisitorFacts {
            known,
            lists,
            facts: [a, b, c, d, e, f, g].into_iter().flatten().collect(),
        })
        .boxed()
}
