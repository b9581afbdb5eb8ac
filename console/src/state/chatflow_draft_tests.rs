//! What the form of a chatflow keeps, writes and takes over.

use targeting::display::{Cap, Open};

use super::super::chatflow_heading::HeadingKind;
use super::super::conditions_words::facts;
use super::*;
use crate::texts::Language;

fn chatflow(json: &str) -> Chatflow {
    let mut whole = serde_json::json!({"id": "tea", "name": "Teapot help", "inbox": "main"});
    let more: serde_json::Value = serde_json::from_str(json).unwrap();
    whole.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(whole).unwrap()
}

const FULL: &str = r##"{"priority": 3, "enabled": false,
    "include": [{"op": "is", "value": "/a"}, {"op": "query", "name": "plan", "value": "pro"}, {"op": "query", "name": "ref"},
                {"op": "query", "name": "x", "value": ""}, {"op": "all"}, {"op": "from_the_future", "name": "n", "value": "v"}],
    "exclude": [{"op": "contains", "value": "/legal"}],
    "audience": {"who": "lists", "lists": ["vip"], "hide_for_lists": ["churned"]},
    "welcome": "Hello", "pop_up": true, "heading": {"kind": "agents", "agents": ["anna"]}, "color": "#b5502f", "position": "start",
    "language": "pt-PT", "look": {"scheme": "dark", "icon": "letter", "label": "Ask us", "offset_bottom": 64, "font": "page"},
    "small_screens": {"launcher": false, "pop_up": true}, "availability": {"mode": "always", "reply_minutes": 10},
    "email_capture": {"when": "unanswered", "minutes": 7, "message": "Your address?"},
    "consent": {"mode": "legitimate_interest", "text": "We keep it."}}"##;

fn rules(draft: &Draft, list: List) -> Vec<String> {
    let told = |rule: &RuleDraft| format!("{} {}", rule.op.as_str(), rule.value);
    draft.rules(list).iter().map(told).collect()
}

const ROUTED: &str = r#"{"availability": {"mode": "hours", "reply_minutes": 30, "closed": {"show": "return_time"},
        "schedule": {"zone": "Europe/Berlin", "week": {"monday": [{"from": "00:00", "until": "24:00"}],
            "friday": [{"from": "09:00", "until": "12:00"}, {"from": "13:00", "until": "24:00"}]},
            "dates": {"2026-12-25": [], "2026-12-31": [{"from": "09:00", "until": "12:00"}]}},
        "away": {"show": "message", "text": "All of us are at the kiln."}},
    "routing": {"assign": "owner", "otherwise": {"assign": "people", "agents": ["anna"], "teams": ["repairs"]}}}"#;

#[test]
fn saving_resets_no_hours_and_no_routing() {
    // E39 S62 S93
    let flow = chatflow(ROUTED);
    let mut draft = Draft::of(&flow);
    let saved = draft.clone();
    // Somebody else's version comes in between, and so does every other choice.
    draft.mode = availability::Kind::Always;
    draft.assign = routing::Kind::Nobody;
    assert!(draft.differs_from(&saved));
    let mut theirs = flow.clone();
    theirs.welcome = "Theirs".into();
    draft.rebase(&saved, &Draft::of(&theirs));
    draft.mode = availability::Kind::Hours;
    draft.assign = routing::Kind::Owner;
    assert_eq!(draft.written(), theirs);
    // What was sent is what was told back.
    let told = Draft::of(&draft.written());
    draft.rebase(&Draft::of(&theirs), &told);
    assert!(!draft.differs_from(&told));
}

#[test]
fn a_chatflow_nobody_touched_is_written_as_it_was() {
    for json in [
        "{}",
        FULL,
        r#"{"audience": {"who": "anonymous"}, "email_capture": {"when": "right_away", "message": "m"}}"#,
        ROUTED,
    ] {
        let flow = chatflow(json);
        let draft = Draft::of(&flow);
        assert_eq!(draft.written(), flow, "{json}");
        assert!(!draft.differs_from(&draft.clone()), "{json}");
    }
}

#[test]
fn every_part_can_be_changed_and_only_that_part_changes() {
    // S47 S87 S155 P27 P30 H56 H67 H68
    type Change = fn(&mut Draft);
    let cases: [(&str, Change, &str); 34] = [
        ("name", |d| d.name = "n".into(), r#"{"name": "n"}"#),
        ("inbox", |d| d.inbox = InboxId::parse("b2b").unwrap(), r#"{"inbox": "b2b"}"#),
        (
            "everyone",
            |d| d.who = Who::Everyone,
            r#"{"audience": {"who": "everyone", "hide_for_lists": ["churned"]}}"#,
        ),
        (
            "lists",
            |d| tick(&mut d.lists, "new".into(), true),
            r#"{"audience": {"who": "lists", "lists": ["vip", "new"], "hide_for_lists": ["churned"]}}"#,
        ),
        (
            "hide",
            |d| tick(&mut d.hide_for_lists, "churned".into(), false),
            r#"{"audience": {"who": "lists", "lists": ["vip"]}}"#,
        ),
        ("rule", |d| d.exclude[0].op = Operator::Is, r#"{"exclude": [{"op": "is", "value": "/legal"}]}"#),
        (
            "parameter",
            |d| {
                d.exclude[0].op = Operator::Query;
                d.exclude[0].name = "ref".into();
                d.exclude[0].any_value = true;
            },
            r#"{"exclude": [{"op": "query", "name": "ref"}]}"#,
        ),
        ("welcome", |d| d.welcome = "Hi".into(), r#"{"welcome": "Hi"}"#),
        (
            "conditions",
            |d| {
                let all = facts(Language::English);
                let key = d.conditions.add(None, &all[0]);
                d.conditions.test_mut(key).unwrap().a = "mobile".into();
            },
            r#"{"conditions": [[{"fact": "device", "op": "is", "value": "mobile"}]]}"#,
        ),
        ("account", |d| d.heading.kind = HeadingKind::Account, r#"{"heading": {"kind": "account"}}"#),
        (
            "custom",
            |d| {
                d.heading.kind = HeadingKind::Custom;
                d.heading.name = "Kiln".into();
            },
            r#"{"heading": {"kind": "custom", "name": "Kiln"}}"#,
        ),
        (
            "agents",
            |d| tick(&mut d.heading.agents, AgentId::parse("jonas").unwrap(), true),
            r#"{"heading": {"kind": "agents", "agents": ["anna", "jonas"]}}"#,
        ),
        ("language", |d| d.look.language = "de".into(), r#"{"language": "de"}"#),
        (
            "label",
            |d| d.look.label = " Help ".into(),
            r#"{"look": {"scheme": "dark", "icon": "letter", "label": "Help", "offset_bottom": 64, "font": "page"}}"#,
        ),
        (
            "offset",
            |d| d.look.bottom = "80".into(),
            r#"{"look": {"scheme": "dark", "icon": "letter", "label": "Ask us", "offset_bottom": 80, "font": "page"}}"#,
        ),
        ("colour", |d| d.color = " #000000".into(), r##"{"color": "#000000"}"##),
        ("corner", |d| d.position = Position::End, r#"{"position": "end"}"#),
        (
            "large screens",
            |d| {
                d.large.open = Open::Window;
                d.large.seconds = "20".into();
            },
            r#"{"pop_up": false, "small_screens": {}, "display": {"large": {"open": "window", "when": {"seconds": 20}},
                "small": {"open": "hidden"}}}"#,
        ),
        (
            "small screens",
            |d| d.small.open = Open::Launcher,
            r#"{"pop_up": false, "small_screens": {}, "display": {"large": {"open": "welcome"}, "small": {"open": "launcher"}}}"#,
        ),
        (
            "frequency",
            |d| d.frequency.cap = Cap::Day,
            r#"{"pop_up": false, "small_screens": {}, "display": {"large": {"open": "welcome"}, "small": {"open": "hidden"},
                "frequency": {"cap": "day"}}}"#,
        ),
        ("reply time", |d| d.reply_minutes = None, r#"{"availability": {"mode": "always"}}"#),
        (
            "while somebody is there",
            |d| d.mode = availability::Kind::Status,
            r#"{"availability": {"mode": "status", "reply_minutes": 10, "away": {"show": "message"}}}"#,
        ),
        (
            // H66
            "while everybody is busy",
            |d| {
                d.mode = availability::Kind::Status;
                d.full = availability::FullKind::Email;
                d.full_question = "To where?".into();
            },
            r#"{"availability": {"mode": "status", "reply_minutes": 10, "away": {"show": "message"},
                "at_capacity": {"show": "email", "message": "To where?"}}}"#,
        ),
        // H67
        // H68
        (
            "the question at the end",
            |d| {
                d.rating = Some(Scale::Stars);
                d.rating_question = "How was it?".into();
            },
            r#"{"rating": {"scale": "stars", "question": "How was it?"}}"#,
        ),
        // S155
        ("no transcripts", |d| d.transcript = false, r#"{"transcript": false}"#),
        ("closing by itself", |d| d.closes_after = Some(30), r#"{"closes_after_minutes": 30}"#),
        (
            "hours",
            |d| {
                d.mode = availability::Kind::Hours;
                d.hours.zone = "UTC".into();
                for weekday in 1..5 {
                    let key = d.hours.days()[weekday].ranges[0].key;
                    d.hours.delete_range(key);
                }
            },
            r#"{"availability": {"mode": "hours", "reply_minutes": 10, "closed": {"show": "return_time"},
                "schedule": {"zone": "UTC", "week": {"monday": [{"from": "09:00", "until": "17:00"}]}}}}"#,
        ),
        (
            "routing",
            |d| {
                d.assign = routing::Kind::People;
                tick(&mut d.routed_agents, AgentId::parse("jonas").unwrap(), true);
            },
            r#"{"routing": {"assign": "people", "agents": ["jonas"]}}"#,
        ),
        (
            "owner",
            |d| d.assign = routing::Kind::Owner,
            r#"{"routing": {"assign": "owner", "otherwise": {"assign": "nobody"}}}"#,
        ),
        ("never asked", |d| d.capture = CaptureKind::Never, r#"{"email_capture": null}"#),
        (
            "asked at once",
            |d| d.capture = CaptureKind::RightAway,
            r#"{"email_capture": {"when": "right_away", "message": "Your address?"}}"#,
        ),
        (
            "asked later",
            |d| d.capture_minutes = " 30 ".into(),
            r#"{"email_capture": {"when": "unanswered", "minutes": 30, "message": "Your address?"}}"#,
        ),
        ("no consent", |d| d.consent = false, r#"{"consent": null}"#),
        (
            "consent",
            |d| d.consent_mode = Mode::Explicit,
            r#"{"consent": {"mode": "explicit", "text": "We keep it."}}"#,
        ),
    ];
    let mut full: serde_json::Value = serde_json::from_str(FULL).unwrap();
    let saved = Draft::of(&chatflow(FULL));
    for (case, change, expected) in cases {
        let mut draft = saved.clone();
        change(&mut draft);
        assert!(draft.differs_from(&saved), "{case}");
        let before = full.clone();
        let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
        full.as_object_mut().unwrap().extend(expected.as_object().unwrap().clone());
        assert_eq!(draft.written(), chatflow(&full.to_string()), "{case}");
        full = before;
    }
}

#[test]
fn what_is_no_number_is_out_of_range() {
    // S48
    for (typed, minutes) in [("", 0), ("soon", 0), ("-1", 0), ("70000", 0), ("1.5", 0), ("1440", 1_440)] {
        let mut draft = Draft::of(&chatflow(FULL));
        draft.capture_minutes = typed.into();
        let written = draft.written().email_capture;
        assert_eq!(
            written,
            Some(EmailCapture::Unanswered { minutes, message: "Your address?".into() }),
            "{typed}"
        );
    }
}

#[test]
fn trying_a_switch_loses_nothing() {
    let saved = Draft::of(&chatflow(FULL));
    let mut draft = saved.clone();
    draft.consent = false;
    draft.capture = CaptureKind::Never;
    draft.heading.kind = HeadingKind::Account;
    draft.who = Who::Known;
    draft.include[1].any_value = true;
    assert!(draft.differs_from(&saved));
    draft.consent = true;
    draft.capture = CaptureKind::Unanswered;
    draft.heading.kind = HeadingKind::Agents;
    draft.who = Who::Lists;
    draft.include[1].any_value = false;
    assert!(!draft.differs_from(&saved));
}

#[test]
fn deleting_a_rule_leaves_the_others_and_can_be_undone() {
    // S29
    let saved = Draft::of(&chatflow(FULL));
    let mut draft = saved.clone();
    let key = draft.include[2].key;
    let (at, rule) = draft.delete_rule(List::Include, key).unwrap();
    let mut expected = saved.include.clone();
    expected.remove(2);
    assert_eq!((at, &draft.include, &draft.exclude), (2, &expected, &saved.exclude));
    assert_eq!(draft.delete_rule(List::Include, key), None);
    draft.put_rule_back(List::Include, at, rule);
    assert_eq!(draft, saved);
}

#[test]
fn an_added_rule_has_a_key_of_its_own() {
    let mut draft = Draft::of(&chatflow(FULL));
    let added = draft.add_rule(List::Exclude);
    let all = draft.include.iter().chain(&draft.exclude);
    assert_eq!(all.filter(|rule| rule.key == added).count(), 1);
    assert_eq!(draft.rule(List::Exclude, added).map(|(at, _)| at), Some(1));
}

#[test]
fn negatives_become_exclusions() {
    // S28
    for (case, include, exclude, then_include, then_exclude) in [
        ("two negatives", &["is_not /a", "is_not /b"][..], &[][..], &["all "][..], &["is /a", "is /b"][..]),
        ("beside a positive", &["is /shop", "not_contains x"], &[], &["is /shop"], &["contains x"]),
        (
            "excluded already",
            &["not_starts_with /a", "all "],
            &["starts_with /a"],
            &["all "],
            &["starts_with /a"],
        ),
        ("no negative", &["is /a"], &["is /b"], &["is /a"], &["is /b"]),
        ("no rule", &[], &[], &[], &[]),
    ] {
        let json = |rules: &[&str]| -> Vec<serde_json::Value> {
            let rule = |rule: &&str| {
                let (op, value) = rule.split_once(' ').unwrap();
                serde_json::json!({"op": op, "value": (op != "all").then_some(value)})
            };
            rules.iter().map(rule).collect()
        };
        let flow = serde_json::json!({"include": json(include), "exclude": json(exclude)});
        let mut draft = Draft::of(&chatflow(&flow.to_string()));
        draft.move_negatives_to_exclusions();
        assert_eq!(rules(&draft, List::Include), then_include, "{case}");
        assert_eq!(rules(&draft, List::Exclude), then_exclude, "{case}");
        let mut keys: Vec<u32> = draft.include.iter().chain(&draft.exclude).map(|rule| rule.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), draft.include.len() + draft.exclude.len(), "{case}: keys");
    }
}

#[test]
fn somebody_elses_version_comes_under_my_changes() {
    let old = Draft::of(&chatflow(FULL));
    let mut mine = old.clone();
    mine.welcome = "Mine".into();
    let mine_rule = mine.add_rule(List::Exclude);
    let mut theirs = chatflow(FULL);
    theirs.welcome = "Theirs".into();
    theirs.name = "Theirs".into();
    theirs.targeting.enabled = true;
    theirs.targeting.include.clear();
    let new = Draft::of(&theirs);
    mine.rebase(&old, &new);
    assert_eq!((mine.welcome.as_str(), mine.name.as_str(), mine.include.len()), ("Mine", "Theirs", 0));
    assert!(mine.rule(List::Exclude, mine_rule).is_some() && mine.written().targeting.enabled);
    let added = mine.add_rule(List::Include);
    assert_ne!(added, mine_rule);
}

#[test]
fn another_consent_text_is_another_version() {
    // S89
    let saved = Draft::of(&chatflow(FULL));
    for (case, change, expected) in [
        ("nothing", (|_| ()) as fn(&mut Draft), false),
        ("text", |d| d.consent_text.push('!'), true),
        ("mode", |d| d.consent_mode = Mode::Explicit, true),
        ("none", |d| d.consent = false, false),
        ("elsewhere", |d| d.welcome.clear(), false),
    ] {
        let mut draft = saved.clone();
        change(&mut draft);
        assert_eq!(draft.asks_otherwise_than(&saved), expected, "{case}");
    }
}
