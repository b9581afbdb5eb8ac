//! What is read by name is held to the types that the edge writes.

use protocol::simulation::{Replay, Simulation};
use serde_json::{Value, json, to_value};
use targeting::{
    AudienceClause, ChatflowTrace, ConditionTrace, InertReason, PageTrace, RuleTrace, Trace, Verdict,
};

use super::*;

fn rule(op: &str, text: &str) -> RuleTrace {
    RuleTrace {
        op: op.into(),
        text: text.into(),
        compared: "kiln.example/tea".into(),
        matched: false,
        inert: None,
        not_applicable: false,
        undecided: false,
        tautology: false,
    }
}

fn flow(id: &str, verdict: Verdict) -> ChatflowTrace {
    ChatflowTrace {
        id: id.into(),
        priority: 1,
        verdict,
        include: vec![rule("is", "kiln.example/tea")],
        exclude: vec![rule("contains", "/legal")],
        conditions: Vec::new(),
    }
}

/// As the edge writes it and the console reads it.
fn tree(flow: ChatflowTrace) -> Value {
    let trace = Trace {
        show: None,
        page: PageTrace { url: "https://kiln.example/tea".into(), usable: true },
        chatflows: vec![flow],
    };
    let answer = Simulation { trace, decision: "p1".into(), origin_allowed: true, replay: None };
    let answer = to_value(answer).unwrap();
    assert!(flag(&answer, "origin_allowed") && flag(&answer["trace"]["page"], "usable"));
    assert_eq!(
        (text(&answer, "decision"), text(&answer["trace"]["page"], "url")),
        ("p1", "https://kiln.example/tea")
    );
    each(&answer["trace"], "chatflows")[0].clone()
}

fn names(id: &str) -> String {
    format!("<{id}>")
}

#[test]
fn every_chatflow_says_the_one_reason() {
    // H57 E12
    use AudienceClause::*;
    let audience = |clause| Verdict::Audience { clause };
    for (verdict, expected, english) in [
        (Verdict::Disabled, Fate::Not, "Switched off"),
        (audience(NeedsAnonymous), Fate::Not, "this one is known"),
        (audience(NeedsKnown), Fate::Not, "nobody is known in this browser (no identity)"),
        (audience(NeedsList), Fate::Not, "on none of them"),
        (audience(NoListChosen), Fate::Not, "no list is chosen"),
        (audience(HideList), Fate::Not, "a list that never sees it"),
        (audience(UnknownAudience), Fate::Not, "not known to this version"),
        (Verdict::Excluded { rule: 1 }, Fate::Not, "Exclusion 2 matches"),
        (Verdict::NoIncludeMatched, Fate::Not, "No rule matches"),
        (Verdict::Conditions, Fate::Not, "conditions do not hold"),
        (Verdict::Won { rule: Some(0) }, Fate::Shown, "Shown: rule 1 matches"),
        (Verdict::Won { rule: None }, Fate::Shown, "every page will do"),
        (Verdict::Shadowed { by: "vip".into(), rule: Some(0) }, Fate::Fits, "<vip> comes first"),
    ] {
        let tree = tree(flow("tea", verdict));
        assert_eq!(fate(&tree), expected, "{english}");
        let said = reason(&tree, &names, Language::English);
        assert!(said.contains(english), "{said}");
        assert_ne!(said, reason(&tree, &names, Language::German));
    }
    let tomorrow = json!({"verdict": "asleep"});
    assert_eq!(reason(&tomorrow, &names, Language::English), "asleep");
}

#[test]
fn rules_are_told_as_their_owner_wrote_them() {
    // N1
    let mut flow = flow("tea", Verdict::NoIncludeMatched);
    flow.include[0].matched = true;
    flow.include.push(rule("query", "plan"));
    let tree = tree(flow);
    let written: Chatflow = serde_json::from_value(json!({"id": "tea",
        "include": [{"op": "is", "value": "HTTPS://Kiln.example/tea/"}, {"op": "all"}]}))
    .unwrap();
    let told = |written| {
        rules(&tree, written, Language::English)
            .into_iter()
            .map(|rule| (rule.label, rule.words, rule.value.unwrap_or_default(), rule.matched, rule.compared))
            .collect::<Vec<_>>()
    };
    let row = |label: &str, words: &str, value: &str, matched| {
        (label.to_owned(), words.to_owned(), value.to_owned(), matched, "kiln.example/tea".to_owned())
    };
    assert_eq!(
        told(Some(&written)),
        [
            row("Rule 1", "address is", "HTTPS://Kiln.example/tea/", true),
            // What was written meanwhile is another rule: then what was tried is told.
            row("Rule 2", "address has the parameter", "plan", false),
            row("Exclusion 1", "address contains", "/legal", false),
        ]
    );
    assert_eq!(told(None)[0], row("Rule 1", "address is", "kiln.example/tea", true));
}

#[test]
fn rules_say_what_is_odd_about_them() {
    // N1
    use InertReason::*;
    let said = |rule: RuleTrace| {
        let tree = tree(ChatflowTrace { include: vec![rule], ..flow("tea", Verdict::NoIncludeMatched) });
        [Language::English, Language::German].map(|language| rules(&tree, None, language)[0].flags.join(" "))
    };
    for reason in [Empty, OnlyScheme, ForeignScheme, Host, UnknownOperator, NoName, Regex] {
        let [english, german] =
            said(RuleTrace { inert: Some(reason), not_applicable: true, ..rule("is", "") });
        assert!(english.starts_with("Never matches") && german.starts_with("Trifft nie zu"), "{reason:?}");
        assert!(!english.contains("Does not count"), "{reason:?}");
    }
    let [english, _] = said(RuleTrace { tautology: true, ..rule("is_not", "/a") });
    assert!(english.contains("nearly every page"), "{english}");
    let [english, _] =
        said(RuleTrace { not_applicable: true, undecided: true, ..rule("matches_regex", "a") });
    assert!(english.contains("Does not count") && english.contains("decided"), "{english}");
    assert_eq!(said(rule("is", "/a")), ["", ""]);
}

#[test]
fn conditions_say_what_was_so() {
    // N1
    let condition = |fact: &str, op: &str, value: &str, actual: Option<&str>, holds| ConditionTrace {
        fact: fact.into(),
        op: op.into(),
        value: value.into(),
        actual: actual.map(Into::into),
        holds,
    };
    let mut flow = flow("tea", Verdict::Conditions);
    flow.conditions = vec![
        vec![
            condition("device", "is", "mobile", Some("desktop"), false),
            condition("visits", "at_least", "2", None, false),
        ],
        vec![condition("attribute.plan", "known", "", Some("pro"), true)],
    ];
    let told = conditions(&tree(flow), Language::English);
    let lines: Vec<Vec<String>> = told
        .into_iter()
        .map(|group| group.into_iter().map(|told| format!("{}; {}", told.words, told.found)).collect())
        .collect();
    assert_eq!(
        lines,
        [
            vec![
                "Device is mobile; does not hold: desktop",
                "Visits is at least 2; does not hold: not known"
            ],
            vec!["Attribute plan is known; holds: pro"],
        ]
    );
}

#[test]
fn a_live_decision_made_again_is_told() {
    // N3
    let time = |ms: u64| format!("@{ms}");
    let other = |shown: Option<&str>| Replay::OtherVisitor {
        published_at: 7,
        in_force: false,
        shown: shown.map(Into::into),
    };
    for (outcome, parts) in [
        (Replay::Same { published_at: 7, in_force: true }, &["@7", "the same", "still in force"][..]),
        (Replay::Same { published_at: 7, in_force: false }, &["have changed"]),
        (other(Some("vip")), &["@7", "<vip>", "somebody else"]),
        (other(None), &["nothing"]),
        (Replay::OtherPage, &["another page"]),
        (Replay::RulesGone, &["not kept any more"]),
        (Replay::Unreadable, &["p1."]),
    ] {
        let tree = to_value(outcome).unwrap();
        let said = replay(&tree, &names, &time, Language::English).unwrap();
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
    }
    assert_eq!(replay(&Value::Null, &names, &time, Language::English), None);
}
