use protocol::account::Chatflow;
use serde_json::{Value, json};

use super::*;

mod answering;

/// A chatflow about which nothing is to be said, changed at one place.
fn with(field: &str, value: Value) -> Chatflow {
    let mut chatflow = json!({
        "id": "a", "name": "A", "include": [{"op": "is", "value": "/"}], "inbox": "main", "welcome": "Hi",
    });
    chatflow[field] = value;
    serde_json::from_value(chatflow).unwrap()
}

fn around() -> Surroundings {
    Surroundings {
        gdpr: true,
        inboxes: vec![InboxId::parse("main").unwrap()],
        lists: vec![ListId::parse("vip").unwrap()],
        people: vec![AgentId::parse("anna").unwrap()],
        seats: Vec::new(),
        members: Vec::new(),
        teams: Vec::new(),
        skills: Vec::new(),
        subscriptions: Vec::new(),
        chatflows: Vec::new(),
        site: Some("https://shop.example".into()),
        pages: Vec::new(),
        catalogue: Catalogue {
            lists: [(ListId::parse("vip").unwrap(), conversation::list::Members::Static)].into(),
            ..Catalogue::default()
        },
        any_loopback: false,
    }
}

fn said(findings: &[Finding]) -> Vec<(&str, &str, Stops)> {
    findings.iter().map(|finding| (finding.field.as_str(), finding.code.as_str(), finding.stops)).collect()
}

#[track_caller]
fn check(field: &str, value: Value, expected: &[(&str, &str, Stops)]) {
    let findings = judge(&with(field, value), &around(), None);
    assert_eq!(said(&findings), expected);
    assert!(findings.iter().all(|finding| finding.message.len() > 10), "{findings:?}");
}

use Stops::{Nothing, Publishing, Saving};

#[test]
fn nothing_is_said_about_a_good_one() {
    check("name", json!("Pricing"), &[]);
    check("welcome", json!(""), &[]);
}

#[test]
fn a_language_is_one_that_the_widget_speaks() {
    // H55
    for tag in ["de", "pt-PT", "zh-Hant"] {
        check("language", json!(tag), &[]);
    }
    check("language", json!(null), &[]);
    for tag in ["de-AT", "DE", "", "xx", "zh"] {
        check("language", json!(tag), &[("language", "reference_unknown", Saving)]);
    }
}

#[test]
fn a_look_has_its_limits() {
    // H58 E21
    check("look", json!({"label": "é".repeat(24), "offset_side": 200, "offset_bottom": 200}), &[]);
    check("look", json!({"label": "é".repeat(25)}), &[("look.label", "text_too_long", Saving)]);
    check("look", json!({"label": "a\0"}), &[("look.label", "text_encoding", Saving)]);
    check("look", json!({"offset_side": 201}), &[("look.offset_side", "number_range", Saving)]);
    check("look", json!({"offset_bottom": 201}), &[("look.offset_bottom", "number_range", Saving)]);
}

#[test]
fn row_38_colours() {
    let wrong = [("color", "colour_invalid", Saving)];
    for colour in ["red;}", "#12", "url(x)", "", "#16614", "#16614e0", "16614e", "#gggggg", "#16614é"] {
        check("color", json!(colour), &wrong);
    }
    check("color", json!("#16614e"), &[]);
    check("color", json!("#ABCDEF"), &[]);
}

#[test]
fn row_39_consent_needs_a_text() {
    let wrong = [("consent.text", "consent_text_required", Saving)];
    for text in ["", " \n", "\u{200b}", "\u{2800}"] {
        check("consent", json!({"mode": "explicit", "text": text}), &wrong);
        check("consent", json!({"mode": "legitimate_interest", "text": text}), &wrong);
    }
    check("consent", json!({"mode": "explicit", "text": "x".repeat(5_000)}), &[]);
    let long = json!({"mode": "explicit", "text": "x".repeat(5_001)});
    check("consent", long, &[("consent.text", "text_too_long", Saving)]);
}

#[test]
fn row_52_values_of_rules() {
    let is = |value: &str| json!([{"op": "is", "value": "/"}, {"op": "contains", "value": value}]);
    let wrong = [("include[1].value", "rule_value", Saving)];
    check("include", is(""), &wrong);
    check("include", is("  "), &wrong);
    check("include", is("a\u{7}b"), &wrong);
    check("include", is(&"x".repeat(2_049)), &wrong);
    check("include", is(&"x".repeat(2_048)), &[]);
    let excluded = [("exclude[1].value", "rule_value", Saving), ("include[0]", "include_excluded", Nothing)];
    check("exclude", is(""), &excluded);
    check("include", json!([{"op": "query", "value": "x"}]), &[("include[0].value", "rule_value", Saving)]);
    check(
        "include",
        json!([{"op": "almost", "value": "/"}]),
        &[("include[0].value", "rule_operator", Saving)],
    );
}

#[test]
fn row_53_stars_that_are_no_wildcard() {
    let literal = [("include[0].value", "rule_wildcard_literal", Nothing)];
    check("include", json!([{"op": "contains", "value": "a*b"}]), &literal);
    check("include", json!([{"op": "is", "value": "/shop/*"}]), &[]);
    check("include", json!([{"op": "is", "value": "/*"}]), &[]);
    check("include", json!([{"op": "matches_wildcard", "value": "*/a*b"}]), &[]);
}

#[test]
fn row_54_foreign_schemes() {
    let wrong = [("include[0].value", "rule_url", Saving)];
    for value in ["javascript:alert(1)", "ftp://example.com/", "data:text/html,x"] {
        check("include", json!([{"op": "is", "value": value}]), &wrong);
    }
    for value in ["www.example.com", "https://example.com/a#b", "/spa/#/wrapping"] {
        check("include", json!([{"op": "is", "value": value}]), &[]);
    }
}

#[test]
fn negatives_that_match_everywhere_are_warned_of() {
    // S28 E11
    let everywhere = [("include", "rule_negative_or", Nothing)];
    let (a, b) = (json!({"op": "is_not", "value": "/a"}), json!({"op": "is_not", "value": "/b"}));
    check("include", json!([a, b]), &everywhere);
    check("include", json!([a, {"op": "starts_with", "value": "/c"}]), &everywhere);
    check("include", json!([a]), &[]);
    let found = judge(&with("include", json!([a, b])), &around(), None);
    assert_eq!(
        found[0].witness.as_deref(),
        Some("https://shop.example/a"),
        "it matches what it was to leave out"
    );
    // Leaving pages out is what exclusions are for; these leave out all that is named.
    check("exclude", json!([a, b]), &[("include[0]", "include_excluded", Nothing)]);
}

#[test]
fn without_a_page_rule_it_is_saved_and_not_published() {
    // S30
    let found = judge(&with("include", json!([])), &around(), None);
    assert_eq!(said(&found), [("include", "rule_missing", Publishing)]);
    assert_eq!(stopping(&found, false), None);
    assert_eq!(stopping(&found, true).map(|finding| finding.code.as_str()), Some("rule_missing"));
}

#[test]
fn consent_needs_the_accounts_switch() {
    // S79
    let explicit = |text: &str| with("consent", json!({"mode": "explicit", "text": text}));
    let off = Surroundings { gdpr: false, ..around() };
    let refused = [("consent", "gdpr_off", Saving)];
    let step = explicit("We keep it.").consent;
    assert_eq!(said(&judge(&explicit("We keep it."), &off, None)), refused);
    assert_eq!(said(&judge(&explicit("Another text."), &off, step.as_ref())), refused);
    let gentler = with("consent", json!({"mode": "legitimate_interest", "text": "We keep it."}));
    assert_eq!(said(&judge(&gentler, &off, step.as_ref())), refused);
    // What exists stays, and can be taken away.
    let kept = judge(&explicit("We keep it."), &off, step.as_ref());
    assert_eq!(said(&kept), [("consent", "consent_off", Nothing)]);
    assert_eq!(said(&judge(&with("consent", json!(null)), &off, step.as_ref())), []);
    assert_eq!(said(&judge(&explicit("We keep it."), &around(), None)), []);
}

#[test]
fn texts_have_their_lengths() {
    let long = |field: &'static str| [(field, "text_too_long", Saving)];
    let empty = |field: &'static str| [(field, "text_empty", Saving)];
    check("name", json!(""), &empty("name"));
    check("name", json!("\u{200b}"), &empty("name"));
    check("name", json!("ü".repeat(100)), &[]);
    check("name", json!("ü".repeat(101)), &long("name"));
    check("name", json!("a\0b"), &[("name", "text_encoding", Saving)]);
    check("welcome", json!("ü".repeat(2_000)), &[]);
    check("welcome", json!("ü".repeat(2_001)), &long("welcome"));
    check("heading", json!({"kind": "custom", "name": " "}), &empty("heading.name"));
    check("heading", json!({"kind": "custom", "name": "x".repeat(101)}), &long("heading.name"));
    let capture = |message: &str| json!({"when": "right_away", "message": message});
    check("email_capture", capture(""), &empty("email_capture.message"));
    check("email_capture", capture(&"x".repeat(500)), &[]);
    check("email_capture", capture(&"x".repeat(501)), &long("email_capture.message"));
    let findings = judge(&with("name", json!("x".repeat(101))), &around(), None);
    assert_eq!(findings[0].message, "at most 100 characters, got 101");
}

#[test]
fn numbers_have_their_range() {
    let capture = |minutes: u16| json!({"when": "unanswered", "minutes": minutes, "message": "Where to?"});
    for (minutes, good) in [(0, false), (1, true), (1_440, true), (1_441, false)] {
        let wrong = [("email_capture.minutes", "number_range", Saving)];
        check("email_capture", capture(minutes), if good { &[] } else { &wrong });
    }
    for (minutes, good) in [(0, false), (1, true), (43_200, true), (43_201, false)] {
        let wrong = [("availability.reply_minutes", "number_range", Saving)];
        let value = json!({"mode": "always", "reply_minutes": minutes});
        check("availability", value, if good { &[] } else { &wrong });
    }
    // H67
    for (minutes, good) in [(0, false), (4, false), (5, true), (1_440, true), (1_441, false)] {
        let wrong = [("closes_after_minutes", "number_range", Saving)];
        check("closes_after_minutes", json!(minutes), if good { &[] } else { &wrong });
    }
}

#[test]
fn what_is_named_exists() {
    let unknown = |field: &'static str| [(field, "reference_unknown", Saving)];
    check("inbox", json!("other"), &unknown("inbox"));
    check("heading", json!({"kind": "agents", "agents": ["anna"]}), &[]);
    check("heading", json!({"kind": "agents", "agents": ["anna", "otto"]}), &unknown("heading.agents[1]"));
    check("heading", json!({"kind": "agents", "agents": []}), &unknown("heading.agents"));
    check("audience", json!({"who": "lists", "lists": ["vip"]}), &[]);
    check("audience", json!({"who": "lists", "lists": ["vip", "gone"]}), &unknown("audience.lists[1]"));
    check("audience", json!({"hide_for_lists": ["gone"]}), &unknown("audience.hide_for_lists[0]"));
    check("audience", json!({"who": "somebody"}), &unknown("audience.who"));
    check("audience", json!({"who": "lists"}), &[("audience.lists", "reference_unknown", Publishing)]);
}

#[test]
fn there_are_only_so_many_rules() {
    let rules =
        |count: usize| (0..count).map(|i| json!({"op": "is", "value": format!("/{i}")})).collect::<Value>();
    check("include", rules(200), &[]);
    check("include", rules(201), &[("include", "too_many", Saving)]);
    check("exclude", rules(201), &[("exclude", "too_many", Saving)]);
}

/// Among others of the account.
fn among(others: Value) -> Surroundings {
    Surroundings { chatflows: serde_json::from_value(others).unwrap(), ..around() }
}

#[test]
fn what_others_take_is_warned_of_with_a_page() {
    // N5 E14
    let other = |id: &str, include: Value| json!({"id": id, "name": format!("The {id}"), "inbox": "main", "include": include});
    let all = other("top", json!([{"op": "all"}]));
    let found =
        judge(&with("include", json!([{"op": "is", "value": "/a"}])), &among(json!([all.clone()])), None);
    assert_eq!(said(&found), [("", "chatflow_unreachable", Nothing)]);
    assert_eq!(found[0].witness.as_deref(), Some("https://shop.example/a"));
    assert!(found[0].message.contains("“The top” comes first"), "{}", found[0].message);
    // Its place is the one it has, whatever it says of itself; and it is looked at as if it were switched on.
    let kept = other("a", json!([{"op": "is", "value": "/b"}]));
    let mut edited = with("include", json!([{"op": "is", "value": "/a"}]));
    (edited.targeting.enabled, edited.targeting.priority) = (false, Some(9));
    let saved = Surroundings { lists: Vec::new(), ..among(json!([kept, all])) };
    assert_eq!(said(&judge(&edited, &saved, None)), []);
    let generic = other("site", json!([{"op": "starts_with", "value": "/shop"}]));
    let rules = json!([{"op": "is", "value": "/shop/sale"}, {"op": "is", "value": "/sale"}]);
    let found = judge(&with("include", rules), &among(json!([generic])), None);
    assert_eq!(said(&found), [("include[0]", "rule_overlap", Nothing)]);
    assert_eq!(found[0].witness.as_deref(), Some("https://shop.example/shop/sale"));
}

#[test]
fn who_comes_first_is_told_what_they_take() {
    // N5 E14
    let other = |id: &str, include: Value| json!({"id": id, "name": format!("The {id}"), "inbox": "main", "include": include});
    let first = other("a", json!([{"op": "is", "value": "/"}]));
    let half = other("half", json!([{"op": "is", "value": "/shop/sale"}, {"op": "is", "value": "/sale"}]));
    let whole = other("whole", json!([{"op": "is", "value": "/shop/a"}]));
    let generic =
        with("include", json!([{"op": "is", "value": "/"}, {"op": "starts_with", "value": "/shop"}]));
    let found = judge(&generic, &among(json!([first, half, whole])), None);
    assert_eq!(said(&found), [("include[1]", "rule_takes", Nothing), ("", "chatflow_hides", Nothing)]);
    assert_eq!(found[0].witness.as_deref(), Some("https://shop.example/shop/sale"));
    assert_eq!((found[0].other.as_deref(), found[1].other.as_deref()), (Some("The half"), Some("The whole")));
    let many = std::iter::once(first)
        .chain((0..9).map(|i| other(&format!("o{i}"), json!([{"op": "is", "value": format!("/shop/{i}")}]))));
    assert_eq!(judge(&generic, &among(many.collect()), None).len(), 5);
}

#[test]
fn rules_that_match_no_page_of_the_site_are_told_where_it_is_known() {
    // N5
    let flow = with("include", json!([{"op": "is", "value": "/pricing"}, {"op": "is", "value": "/pricng"}]));
    let pages = ["https://shop.example/", "https://shop.example/pricing"].map(str::to_owned).to_vec();
    let found = judge(&flow, &Surroundings { pages, ..around() }, None);
    assert_eq!(said(&found), [("include[1]", "rule_no_page", Nothing)]);
    assert_eq!(found[0].witness.as_deref(), Some("https://shop.example/pricng"));
    assert_eq!(said(&judge(&flow, &around(), None)), []);
}

#[test]
fn nobody_is_no_audience_to_publish_for() {
    // N5
    let both = json!({"who": "lists", "lists": ["vip"], "hide_for_lists": ["vip"]});
    let wrong = [("audience.hide_for_lists", "audience_contradictory", Publishing)];
    check("audience", both.clone(), &wrong);
    let error = refused(&judge(&with("audience", both), &around(), None)[0]);
    assert_eq!(error.code(), Code::AudienceContradictory);
    let moot = json!({"who": "anonymous", "hide_for_lists": ["vip"]});
    check("audience", moot, &[("audience.hide_for_lists", "audience_moot", Nothing)]);
}

#[test]
fn conditions_are_understood_and_can_hold() {
    // N5 P27
    let one = |fact: &str, op: &str, value: &str| json!({"fact": fact, "op": op, "value": value});
    let wrong = [("conditions[0][1]", "condition_invalid", Saving)];
    let mobile = || one("device", "is", "mobile");
    for bad in [
        one("weather", "is", "fine"),
        one("device", "sounds_like", "mobile"),
        one("device", "is", " "),
        one("visits", "at_least", "many"),
        one("referrer", "contains", &"x".repeat(1_025)),
        one("referrer", "contains", "a\u{7}b"),
        one(&format!("attribute.{}", "x".repeat(55)), "is", "a"),
    ] {
        check("conditions", json!([[mobile(), bad]]), &wrong);
    }
    check(
        "conditions",
        json!([[mobile(), one("visits", "at_least", "2")], [one("language", "is", "de")]]),
        &[],
    );
    let many =
        |count: usize| (0..count).map(|i| one("attribute.x", "is_not", &i.to_string())).collect::<Value>();
    check("conditions", json!([many(20)]), &[]);
    check("conditions", json!([many(21)]), &[("conditions[0]", "too_many", Saving)]);
    check("conditions", json!(vec![json!([mobile()]); 21]), &[("conditions", "too_many", Saving)]);
    let impossible = json!([mobile(), one("device", "is", "desktop")]);
    let stops = |stops| [("conditions[0][1]", "conditions_contradictory", stops)];
    check("conditions", json!([impossible]), &stops(Publishing));
    check("conditions", json!([impossible, [mobile()]]), &stops(Nothing));
    check(
        "conditions",
        json!([[one("device", "is", "phone")]]),
        &[("conditions[0][0]", "condition_never", Nothing)],
    );
}

#[test]
fn what_is_expected_is_tried_before_it_is_published() {
    // N7
    let expects = |expected: Value| with("expected", expected);
    let alone = || {
        among(json!([{"id": "b", "name": "B", "inbox": "main", "include": [{"op": "is", "value": "/b"}],
        "expected": [{"url": "https://shop.example/b", "show": "b"}]}]))
    };
    let said_of = |expected: Value, expected_findings: &[(&str, &str, Stops)]| {
        assert_eq!(said(&judge(&expects(expected), &alone(), None)), expected_findings);
    };
    said_of(
        json!([{"url": "https://shop.example/", "show": "a"}, {"url": "shop.example/b", "show": "b"}]),
        &[],
    );
    let failed = [("expected[1]", "expectation_failed", Publishing)];
    said_of(
        json!([{"url": "https://shop.example/", "show": "a"}, {"url": "https://shop.example/x", "show": "a"}]),
        &failed,
    );
    let found = judge(&expects(json!([{"url": "https://shop.example/x", "show": "a"}])), &alone(), None);
    assert_eq!(found[0].witness.as_deref(), Some("https://shop.example/x"));
    assert_eq!(
        found[0].message,
        "“A” expects “A” on https://shop.example/x, and it would be nothing: no page rule of the expected one matches"
    );
    // What another one expects is in the way as well.
    let mut all = with("include", json!([{"op": "all"}]));
    all.targeting.priority = Some(0);
    let found = judge(&all, &alone(), None);
    assert_eq!(said(&found), [("", "expectation_failed", Publishing), ("", "chatflow_hides", Nothing)]);
    // What cannot be tried is not saved.
    let url = |url: &str| json!([{"url": url, "show": null}]);
    said_of(url(" "), &[("expected[0].url", "text_empty", Saving)]);
    said_of(url("pricing"), &[("expected[0].url", "rule_url", Saving)]);
    said_of(url("about:blank"), &[("expected[0].url", "rule_url", Saving)]);
    said_of(
        url(&format!("https://shop.example/{}", "x".repeat(2_048))),
        &[("expected[0].url", "text_too_long", Saving)],
    );
    said_of(
        vec![json!({"url": "https://shop.example/x", "show": null}); 51].into(),
        &[("expected", "too_many", Saving)],
    );
    let facts = json!({"facts": {"x".repeat(65): "1"}});
    said_of(
        json!([{"url": "https://shop.example/x", "visitor": facts, "show": null}]),
        &[("expected[0].visitor.facts", "text_too_long", Saving)],
    );
}

#[test]
fn everything_is_said_at_once_and_the_first_that_counts_refuses() {
    let mut chatflow = with("include", json!([]));
    chatflow.color = "red".into();
    chatflow.inbox = InboxId::parse("other").unwrap();
    let findings = judge(&chatflow, &around(), None);
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["rule_missing", "reference_unknown", "colour_invalid"]);
    assert_eq!(stopping(&findings, true).map(|finding| finding.field.as_str()), Some("include"));
    assert_eq!(stopping(&findings, false).map(|finding| finding.field.as_str()), Some("inbox"));
    for finding in findings.iter().filter(|finding| finding.stops != Nothing) {
        let error = refused(finding);
        assert_eq!(error.code().as_str(), finding.code);
        assert!(
            matches!(error, Error::Rejected(problem) if problem.field.as_deref() == Some(&finding.field))
        );
    }
}

#[test]
fn a_file_is_refused_at_the_place() {
    let file = |enabled: bool| -> Account {
        serde_json::from_value(json!({
            "account": "a", "name": "A", "inboxes": [{"id": "main", "name": "Main", "members": []}],
            "chatflows": [
                {"id": "a", "name": "A", "include": [{"op": "all"}], "inbox": "main"},
                {"id": "b", "name": "B", "include": [], "inbox": "main", "enabled": enabled},
            ],
        }))
        .unwrap()
    };
    assert!(judge_file(&file(false)).is_ok());
    let Err(Error::Rejected(problem)) = judge_file(&file(true)) else { panic!("taken") };
    assert_eq!((problem.code, problem.field.as_deref()), (Code::RuleMissing, Some("chatflows[1].include")));
}
