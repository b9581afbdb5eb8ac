//! What is found about the rules of an account before it is published: named cases, and what holds for every finding.

#[path = "lint/accounts.rs"]
mod accounts;
#[path = "lint/claims.rs"]
mod claims;
#[path = "lint/nobody.rs"]
mod nobody;

use proptest::prelude::*;
use serde_json::{Value, json};
use targeting::{Chatflow, LintCode, LintFinding, LintRemedy, Rule, lint};

fn account(chatflows: Value) -> Vec<Chatflow> {
    serde_json::from_value(chatflows).expect("an account")
}

/// Everything that is said, each as `chatflow place code < other`.
fn said(findings: &[LintFinding]) -> Vec<String> {
    let one = |it: &LintFinding| {
        let other = it.other.as_ref().map(|other| format!(" < {} {}", other.chatflow, other.place));
        format!("{} {} {}{}", it.chatflow, it.place, it.code, other.unwrap_or_default())
    };
    findings.iter().map(one).collect()
}

#[track_caller]
fn check(chatflows: Value, expected: &[&str]) -> Vec<LintFinding> {
    let account = account(chatflows);
    let findings = lint(&account, &[]);
    assert_eq!(said(&findings), expected, "{findings:#?}");
    for finding in &findings {
        let witness = finding.witness.as_ref().unwrap_or_else(|| panic!("no witness: {finding:?}"));
        claims::hold(&account, &[], finding, &[(witness.url.clone(), witness.visitor.clone())]);
    }
    findings
}

/// A chatflow with these rules.
fn flow(id: &str, include: Value) -> Value {
    json!({"id": id, "include": include})
}

fn with(mut flow: Value, key: &str, value: Value) -> Value {
    flow[key] = value;
    flow
}

#[test]
fn nothing_is_said_about_a_good_account() {
    // N5
    check(
        json!([
            flow(
                "pricing",
                json!([{"op": "starts_with", "value": "/pricing"}, {"op": "is", "value": "www.example.com/plans"}])
            ),
            with(
                flow("docs", json!([{"op": "is", "value": "/docs/*"}])),
                "exclude",
                json!([{"op": "is", "value": "/docs/old"}])
            ),
            with(flow("vip", json!([{"op": "all"}])), "audience", json!({"who": "lists", "lists": ["vip"]})),
            flow("rest", json!([{"op": "all"}])),
        ]),
        &[],
    );
}

#[test]
fn a_chatflow_that_nobody_gets_is_unreachable() {
    // N5
    let is = |id: &str| flow(id, json!([{"op": "is", "value": "/a"}]));
    let all = |id: &str| flow(id, json!([{"op": "all"}]));
    let for_whom = |flow: Value, audience: Value| with(flow, "audience", audience);
    let anonymous = json!({"who": "anonymous"});
    let known = json!({"who": "known"});
    // A higher one for every page.
    let found = check(json!([all("top"), is("low")]), &["low  chatflow_unreachable < top "]);
    let witness = found[0].witness.as_ref().unwrap();
    assert_eq!((witness.url.as_str(), witness.shown.as_deref()), ("https://www.example.com/a", Some("top")));
    assert_eq!(found[0].remedy, Some(LintRemedy::PutBefore));
    check(json!([flow("top", json!([])), all("low")]), &["low  chatflow_unreachable < top "]);
    // Priority counts, not the place.
    check(json!([with(is("low"), "priority", json!(9)), all("top")]), &["low  chatflow_unreachable < top "]);
    check(json!([is("high"), all("low")]), &[]);
    // Only those that are switched on take anything, or are looked at.
    check(json!([with(all("off"), "enabled", json!(false)), is("low")]), &[]);
    check(json!([all("top"), with(is("off"), "enabled", json!(false))]), &[]);
    // A prefix that covers it; not one that covers half of it.
    check(
        json!([
            flow("top", json!([{"op": "starts_with", "value": "/shop"}])),
            flow("low", json!([{"op": "is", "value": "/shop/a"}, {"op": "is", "value": "/shop/b/*"}]))
        ]),
        &["low  chatflow_unreachable < top "],
    );
    check(
        json!([
            flow("top", json!([{"op": "starts_with", "value": "/shop"}])),
            flow("low", json!([{"op": "is", "value": "/shop/a"}, {"op": "is", "value": "/b"}]))
        ]),
        &["low include[0] rule_overlap < top include[0]"],
    );
    // Several together, rule by rule.
    check(
        json!([
            flow("one", json!([{"op": "contains", "value": "/a"}])),
            flow("two", json!([{"op": "is", "value": "/b/*"}])),
            flow("low", json!([{"op": "is", "value": "/a"}, {"op": "is", "value": "/b/"}]))
        ]),
        &["low  chatflow_unreachable < one "],
    );
    // What one leaves out, another one takes.
    check(
        json!([
            with(all("most"), "exclude", json!([{"op": "is", "value": "/x/*"}])),
            flow("rest", json!([{"op": "starts_with", "value": "/x"}])),
            all("low")
        ]),
        &["low  chatflow_unreachable < most "],
    );
    check(json!([with(all("most"), "exclude", json!([{"op": "is", "value": "/x"}])), all("low")]), &[]);
    check(
        json!([with(all("top"), "exclude", json!([{"op": "is", "value": "/x"}])), is("low")]),
        &["low  chatflow_unreachable < top "],
    );
    check(
        json!([
            with(all("top"), "exclude", json!([{"op": "is", "value": "/x"}])),
            with(all("low"), "exclude", json!([{"op": "contains", "value": "/x"}]))
        ]),
        &["low  chatflow_unreachable < top "],
    );
    // Anonymous visitors and known contacts are everybody.
    check(json!([for_whom(all("a"), anonymous.clone()), is("low")]), &[]);
    check(
        json!([for_whom(all("a"), anonymous.clone()), for_whom(all("k"), known.clone()), is("low")]),
        &["low  chatflow_unreachable < a "],
    );
    check(json!([for_whom(all("a"), anonymous), for_whom(is("low"), known)]), &[]);
    // Lists: who is hidden from the one above is taken by another one, or is not.
    let hides = json!({"hide_for_lists": ["vip"]});
    let vips = json!({"who": "lists", "lists": ["vip", "press"]});
    check(json!([for_whom(all("top"), hides.clone()), is("low")]), &[]);
    check(
        json!([for_whom(all("top"), hides.clone()), for_whom(all("vips"), vips.clone()), is("low")]),
        &["low  chatflow_unreachable < top "],
    );
    check(
        json!([for_whom(all("top"), vips), for_whom(is("low"), json!({"who": "lists", "lists": ["press"]}))]),
        &["low  chatflow_unreachable < top "],
    );
    check(
        json!([for_whom(all("top"), hides.clone()), for_whom(is("low"), hides)]),
        &["low  chatflow_unreachable < top "],
    );
    // Two negatives match everywhere, and take everything.
    check(
        json!([
            flow("top", json!([{"op": "is_not", "value": "/a"}, {"op": "is_not", "value": "/b"}])),
            is("low")
        ]),
        &["top include[0] rule_negative_or < top include[1]", "low  chatflow_unreachable < top "],
    );
    // Conditions that follow from each other.
    let when = |flow: Value, conditions: Value| with(flow, "conditions", conditions);
    let de = json!([[{"fact": "language", "op": "is", "value": "de"}]]);
    let at = json!([[{"fact": "language", "op": "is", "value": "de-AT"}, {"fact": "device", "op": "is", "value": "mobile"}]]);
    check(json!([when(all("top"), de.clone()), is("low")]), &[]);
    check(json!([when(all("top"), at.clone()), when(is("low"), de.clone())]), &[]);
    check(json!([when(all("top"), de), when(is("low"), at)]), &["low  chatflow_unreachable < top "]);
}

#[test]
fn a_generic_one_above_takes_pages_that_a_specific_one_names() {
    // E14
    let found = check(
        json!([
            flow("site", json!([{"op": "contains", "value": "www.example.com"}])),
            flow(
                "pricing",
                json!([{"op": "is", "value": "www.example.com/pricing"}, {"op": "is", "value": "shop.example.com/*"}])
            ),
        ]),
        &["pricing include[0] rule_overlap < site include[0]"],
    );
    let witness = found[0].witness.as_ref().unwrap();
    assert_eq!(witness.url, "https://www.example.com/pricing");
    assert_eq!(witness.shown.as_deref(), Some("site"));
    // The other way round is how it is meant.
    check(
        json!([
            flow("pricing", json!([{"op": "is", "value": "www.example.com/pricing"}])),
            flow("site", json!([{"op": "contains", "value": "www.example.com"}])),
        ]),
        &[],
    );
    // Whom it is for has been chosen: nothing to warn of.
    check(
        json!([
            with(flow("known", json!([{"op": "all"}])), "audience", json!({"who": "known"})),
            flow("pricing", json!([{"op": "is", "value": "/pricing"}])),
        ]),
        &[],
    );
}

#[test]
fn rules_that_others_make_superfluous() {
    // N5
    let list = |rules: &[(&str, &str)]| -> Value {
        rules.iter().map(|(op, value)| json!({"op": op, "value": value})).collect()
    };
    for (first, second) in [
        (("is", "/a"), ("is", "/a/")),
        (("is", "http://www.example.com/a"), ("is", "https://www.example.com/a")),
        (("is", "/%61"), ("is", "/a")),
        (("is", "www.Example.com:443/a"), ("is", "www.example.com/a")),
        (("contains", "/%c3%bc"), ("contains", "/ü")),
        (("is", "/a/*"), ("starts_with", "/a/*")),
        (("starts_with", "/"), ("is", "/*")),
        (("matches_wildcard", "/a/*"), ("starts_with", "/a/")),
        (("matches_regex", "/a+$"), ("matches_regex", "/a+$")),
    ] {
        check(json!([flow("it", list(&[first, second]))]), &["it include[1] rule_duplicate < it include[0]"]);
    }
    for (wide, narrow) in [
        (("all", ""), ("is", "/a")),
        (("starts_with", "/a"), ("is", "/a/b")),
        (("starts_with", "www.example"), ("is", "www.example.com/a")),
        (("is", "/a/*"), ("is", "/a/b/*")),
        (("contains", "a/b"), ("is", "/a/b")),
        (("contains", "example.com/"), ("starts_with", "www.example.com/a")),
        (("contains", "b"), ("contains", "abc")),
        (("contains", "/shop/*"), ("is", "/shop/*")),
        (("matches_wildcard", "*/a*"), ("starts_with", "/a")),
        (("is", "/a"), ("is", "/a?b=1")),
        (("is", "/a?b=1"), ("is", "/a?b=1#c")),
    ] {
        check(json!([flow("it", list(&[wide, narrow]))]), &["it include[1] rule_covered < it include[0]"]);
        check(json!([flow("it", list(&[narrow, wide]))]), &["it include[0] rule_covered < it include[1]"]);
    }
    for (one, other) in [
        (("is", "/a"), ("is", "www.example.com/a/b")),
        (("starts_with", "/a"), ("is", "/A")),
        (("contains", "#a"), ("contains", "a")),
        (("contains", "a"), ("contains", "a#b")),
        (("is", "/a"), ("matches_regex", "/a$")),
        (("starts_with", "/a/"), ("is", "/a")),
        (("is", "example.com/a"), ("is", "www.example.com/a")),
    ] {
        check(json!([flow("it", list(&[one, other]))]), &[]);
    }
    let queries = json!([{"op": "query", "name": "a"}, {"op": "query", "name": "a", "value": "1"}, {"op": "query", "name": "b"}]);
    check(json!([flow("it", queries)]), &["it include[1] rule_covered < it include[0]"]);
    check(
        json!([flow("it", json!([{"op": "query", "name": "b"}, {"op": "is", "value": "/a?a=1&b=2"}]))]),
        &["it include[1] rule_covered < it include[0]"],
    );
}

#[test]
fn exclusions_that_do_nothing_or_everything() {
    // N5
    let it = |include: Value, exclude: Value| with(flow("it", include), "exclude", exclude);
    let found = check(
        json!([it(
            json!([{"op": "is", "value": "/a/*"}]),
            json!([{"op": "is", "value": "/b"}, {"op": "is", "value": "/a/b"}])
        )]),
        &["it exclude[0] exclusion_unmet"],
    );
    assert_eq!(found[0].remedy, Some(LintRemedy::Delete));
    check(json!([it(json!([{"op": "all"}]), json!([{"op": "is", "value": "/b"}]))]), &[]);
    check(json!([it(json!([]), json!([{"op": "is", "value": "/b"}]))]), &[]);
    check(
        json!([it(
            json!([{"op": "is", "value": "/a"}]),
            json!([{"op": "contains", "value": "utm_source=ads"}])
        )]),
        &[],
    );
    let found = check(
        json!([it(
            json!([{"op": "is", "value": "/a/b"}, {"op": "is", "value": "/c"}]),
            json!([{"op": "starts_with", "value": "/a"}])
        )]),
        &["it include[0] include_excluded < it exclude[0]"],
    );
    assert!(!found[0].nobody);
    let found = check(
        json!([it(
            json!([{"op": "is", "value": "/a/b"}]),
            json!([{"op": "not_contains", "value": "/x"}, {"op": "is_not", "value": "/c"}])
        )]),
        &["it include[0] include_excluded < it exclude[1]"],
    );
    assert!(found[0].nobody);
}

#[test]
fn negatives_that_are_joined_by_or_match_everywhere() {
    // S28 E11
    let found = check(
        json!([flow("it", json!([{"op": "is_not", "value": "/a"}, {"op": "is_not", "value": "/b"}]))]),
        &["it include[0] rule_negative_or < it include[1]"],
    );
    // The very page that the first one was to leave out.
    assert_eq!(found[0].witness.as_ref().unwrap().url, "https://www.example.com/a");
    assert_eq!(found[0].witness.as_ref().unwrap().shown.as_deref(), Some("it"));
    assert_eq!(found[0].remedy, Some(LintRemedy::MoveToExclusions));
    for other in [
        json!({"op": "starts_with", "value": "/a"}),
        json!({"op": "is", "value": "/c"}),
        json!({"op": "not_contains", "value": "x"}),
    ] {
        let rules = json!([other, {"op": "is_not", "value": "/a"}]);
        let findings = lint(&account(json!([flow("it", rules)])), &[]);
        assert_eq!(findings[0].code, LintCode::RuleNegativeOr, "{other}");
        assert!(findings[0].witness.is_some(), "{other}");
    }
    check(json!([flow("it", json!([{"op": "is_not", "value": "/a"}]))]), &[]);
    check(
        json!([flow("it", json!([{"op": "is_not", "value": "/a"}, {"op": "is_not", "value": "/a/"}]))]),
        &["it include[1] rule_duplicate < it include[0]"],
    );
}

#[test]
fn values_that_cannot_do_what_they_say() {
    // N5
    check(
        json!([flow(
            "it",
            json!([{"op": "is", "value": "javascript:1"}, {"op": "is_not", "value": ""}, {"op": "newer", "value": "x"}, {"op": "matches_regex", "value": "("}])
        )]),
        &[
            "it include[0] rule_inert",
            "it include[1] rule_inert",
            "it include[2] rule_inert",
            "it include[3] rule_inert",
        ],
    );
    let found = check(
        json!([flow("it", json!([{"op": "is", "value": "/shop/*/reviews"}]))]),
        &["it include[0] rule_wildcard_literal"],
    );
    let rule = Rule::new(targeting::Operator::MatchesWildcard, "/shop/*/reviews");
    assert_eq!(found[0].remedy, Some(LintRemedy::Replace { rule }));
    check(
        json!([flow(
            "it",
            json!([{"op": "contains", "value": "a*b"}, {"op": "is", "value": "*.example.com/*"}, {"op": "starts_with", "value": "/a/*/"}])
        )]),
        &[
            "it include[0] rule_wildcard_literal",
            "it include[1] rule_wildcard_literal",
            "it include[2] rule_wildcard_literal",
        ],
    );
    let found = check(
        json!([flow(
            "it",
            json!([{"op": "matches_regex", "value": "/pricing"}, {"op": "matches_regex", "value": "^https?://www\\.example\\.com/a"}, {"op": "matches_regex", "value": "/(a|b)$"}])
        )]),
        &["it include[0] regex_plain", "it include[1] regex_plain"],
    );
    let instead = |finding: &LintFinding| match &finding.remedy {
        Some(LintRemedy::Replace { rule }) => {
            format!("{} {}", rule.op.as_str(), rule.value.as_deref().unwrap())
        }
        other => format!("{other:?}"),
    };
    assert_eq!(
        found.iter().map(instead).collect::<Vec<_>>(),
        ["contains /pricing", "starts_with www.example.com/a"]
    );
}

#[test]
fn rules_that_match_no_page_of_the_site() {
    // N5
    let site = ["https://shop.example/", "https://shop.example/pricing", "https://shop.example/docs/a"];
    let account = account(json!([with(
        flow(
            "it",
            json!([
                {"op": "is", "value": "/pricing"}, {"op": "is", "value": "/pricng"}, {"op": "starts_with", "value": "www.shop.example/"},
                {"op": "query", "name": "a"}, {"op": "contains", "value": "?utm"}, {"op": "matches_regex", "value": "/docs/[a-z]$"},
            ])
        ),
        "exclude",
        json!([{"op": "is", "value": "/docs/*"}, {"op": "contains", "value": "/old"}]),
    )]));
    let findings = lint(&account, &site);
    let no_page: Vec<_> =
        findings.iter().filter(|it| it.code == LintCode::RuleNoPage).map(|it| it.place.as_str()).collect();
    assert_eq!(no_page, ["include[1]", "include[2]", "exclude[1]"]);
    // Shown by a page that the rule would match, on this site where it names no other.
    assert_eq!(findings[0].witness.as_ref().unwrap().url, "https://shop.example/pricng");
    for finding in &findings {
        claims::hold(&account, &site, finding, &[]);
    }
}

#[test]
fn findings_can_be_read_by_programs_and_people() {
    let account = account(json!([
        flow("top", json!([{"op": "all"}])),
        flow("low", json!([{"op": "is", "value": "/a"}]))
    ]));
    let findings = lint(&account, &[]);
    assert_eq!(
        serde_json::to_value(&findings).unwrap(),
        json!([{
            "code": "chatflow_unreachable", "chatflow": "low", "place": "", "other": {"chatflow": "top", "place": ""},
            "witness": {"url": "https://www.example.com/a", "visitor": {"known": false, "lists": []}, "shown": "top"},
            "remedy": {"do": "put_before"}, "nobody": true,
        }])
    );
    let sentence = findings[0].sentence(str::to_uppercase);
    assert_eq!(
        sentence,
        "nobody ever gets it: “TOP” comes first on every page it names; give it a higher priority"
    );
    for code in LintCode::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), json!(code.as_str()));
    }
}

/// A thousand rules of all kinds, most of them superfluous somewhere, in small chatflows and in one large one.
#[test]
fn of_a_thousand_rules_the_superfluous_ones_are_named() {
    let ops = ["is", "contains", "starts_with", "is_not", "matches_wildcard", "matches_regex"];
    let rule = |i: usize| json!({"op": ops[i % ops.len()], "value": format!("/section-{}/page-{}", i % 37, i % 211)});
    for rules_each in [5, 1_000] {
        let chatflows: Vec<Value> = (0..1_000 / rules_each)
            .map(|i| flow(&format!("flow-{i}"), (0..rules_each).map(|j| rule(i * rules_each + j)).collect()))
            .collect();
        let findings = lint(&account(Value::from(chatflows)), &[]);
        assert!(findings.len() >= 1_000 / rules_each, "{} findings", findings.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// No page view contradicts what is found, and every witness shows it.
    #[test]
    fn what_is_found_is_so(
        account in accounts::account(),
        pages in prop::collection::vec(accounts::page(), 0..40),
        site in prop::collection::vec(accounts::page(), 0..4),
        visitors in prop::collection::vec(accounts::visitor(), 6),
    ) {
        let site: Vec<&str> = site.iter().map(String::as_str).collect();
        let findings = lint(&account, &site);
        let mut views: Vec<_> = Vec::new();
        let witnesses = findings.iter().filter_map(|it| Some(it.witness.as_ref()?.url.clone()));
        for page in pages.iter().cloned().chain(witnesses) {
            views.extend(visitors.iter().map(|visitor| (page.clone(), visitor.clone())));
        }
        for finding in &findings {
            claims::hold(&account, &site, finding, &views);
        }
    }

    #[test]
    fn any_rules_are_looked_at(values in prop::collection::vec((accounts::operator(), any::<String>()), 0..6), page in any::<String>()) {
        let include: Vec<Rule> = values.into_iter().map(|(op, value)| Rule::new(op, &value)).collect();
        let account = [Chatflow { include, ..Chatflow::new("it") }];
        let findings = lint(&account, &[&page]);
        for finding in &findings {
            claims::hold(&account, &[&page], finding, &[]);
        }
    }
}
