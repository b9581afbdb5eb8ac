use alloc::boxed::Box;
use alloc::vec;

use super::*;

fn agent(id: &str) -> AgentId {
    AgentId::parse(id).unwrap()
}

fn label(id: &str) -> LabelId {
    LabelId::parse(id).unwrap()
}

fn words(text: &str) -> Words {
    Words::parse(text).unwrap()
}

/// Whether a filter shows Anna a chat of Sofia's, open, hers, labelled `vip`, begun at 100 and last spoken in at 200.
#[track_caller]
fn shows(filter: &Filter) -> bool {
    let (anna, sofia) = (agent("anna"), ContactId::parse("sofia").unwrap());
    let facts = Facts {
        standing: Standing::Open,
        channel: Channel::Chat,
        assignee: Some(&anna),
        team: Some(&TeamId::parse("kilns").unwrap()),
        priority: Priority::High,
        opened_at: 100,
        updated_at: 200,
        contact: Some(&sofia),
        chatflow: &ChatflowId::parse("shop").unwrap(),
        labels: &[label("vip")],
        says: &|words| words.all().iter().all(|word| word.text == "refund"),
        is_from: &|words| words.all().iter().all(|word| word.text == "sofia"),
    };
    filter.shows(&facts, &anna)
}

fn span(after: Option<u64>, before: Option<u64>) -> Span {
    Span { after, before }
}

/// Every kind of test, once true and once not.
fn every_test() -> Vec<(Filter, bool)> {
    let contact = |id| Filter::Contact(ContactId::parse(id).unwrap());
    let team = |id| Filter::Assignee(Who::Team(TeamId::parse(id).unwrap()));
    let chatflow = |id| Filter::Chatflow(ChatflowId::parse(id).unwrap());
    vec![
        (Filter::Status(Standing::Open), true),              // S111
        (Filter::Status(Standing::Snoozed), false),          // P49
        (Filter::Status(Standing::Closed), false),           // S111
        (Filter::Channel(Channel::Chat), true),              // S112 S119
        (Filter::Channel(Channel::Email), false),            // S112
        (Filter::Assignee(Who::Me), true),                   // S116
        (Filter::Assignee(Who::Nobody), false),              // S117
        (Filter::Assignee(Who::Agent(agent("anna"))), true), // S113
        (Filter::Assignee(Who::Agent(agent("tom"))), false), // S113
        (team("kilns"), true),                               // H73
        (team("shop"), false),
        (Filter::Priority(Priority::High), true), // P40
        (Filter::Priority(Priority::Normal), false),
        (Filter::Opened(span(Some(100), None)), true), // S114
        (Filter::Opened(span(Some(101), None)), false),
        (Filter::Opened(span(None, Some(101))), true),
        (Filter::Opened(span(None, Some(100))), false),
        (Filter::Updated(span(Some(200), Some(201))), true),
        (Filter::Updated(span(Some(100), Some(200))), false),
        (Filter::Updated(span(None, None)), true),
        (contact("sofia"), true),
        (contact("tom"), false),
        (chatflow("shop"), true),
        (chatflow("other"), false),
        (Filter::Label(label("vip")), true), // P48
        (Filter::Label(label("late")), false),
        (Filter::Text(words("refund")), true), // P52
        (Filter::Text(words("sofia")), false),
        (Filter::From(words("sofia")), true),
        (Filter::From(words("refund")), false),
    ]
}

#[test]
fn every_test_holds_or_does_not() {
    // S111 S112 S113 S114 S116 S117 S119
    for (filter, expected) in every_test() {
        assert_eq!(shows(&filter), expected, "{filter:?}");
        assert_eq!(shows(&Filter::Not(Box::new(filter.clone()))), !expected, "not {filter:?}");
    }
}

#[test]
fn tests_are_joined_as_the_words_say() {
    // P48: AND and OR, of any two, in either order, and within each other
    for (one, is_one) in every_test() {
        for (two, is_two) in every_test() {
            let both = vec![one.clone(), two.clone()];
            assert_eq!(shows(&Filter::All(both.clone())), is_one && is_two, "{both:?}");
            assert_eq!(shows(&Filter::Any(both.clone())), is_one || is_two, "{both:?}");
            let neither = Filter::Not(Box::new(Filter::Any(both.clone())));
            assert!(!shows(&Filter::All(vec![neither, one.clone()])), "{both:?}");
            let within = Filter::Any(vec![Filter::All(both), Filter::Any(vec![])]);
            assert_eq!(shows(&within), is_one && is_two);
        }
    }
    assert!(shows(&Filter::All(vec![])));
    assert!(!shows(&Filter::Any(vec![])));
}

#[test]
fn a_filter_has_a_size() {
    let small = Filter::Not(Box::new(Filter::All(vec![Filter::Any(vec![]), Filter::Assignee(Who::Me)])));
    assert_eq!((small.size(), small.check()), (4, Ok(())));
    let large = Filter::Any(vec![Filter::Assignee(Who::Me); TESTS]);
    assert_eq!(large.check(), Err(Rejection::TooManyTests));
}

#[cfg(feature = "serde")]
#[test]
fn a_filter_is_read_as_it_is_written() {
    // P48
    for (filter, _) in every_test() {
        let filter = Filter::All(vec![Filter::Not(Box::new(filter.clone())), Filter::Any(vec![filter])]);
        let json = serde_json::to_string(&filter).unwrap();
        assert_eq!(serde_json::from_str::<Filter>(&json).unwrap(), filter, "{json}");
    }
    let json = r#"{"all":[{"status":"open"},{"any":[{"label":"vip"},{"assignee":{"agent":"anna"}}]}]}"#;
    let filter: Filter = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&filter).unwrap(), json);
}

#[cfg(feature = "serde")]
#[test]
fn what_nobody_knows_is_refused_by_name() {
    // S111: an unknown word would show what it was meant to hide
    for (json, field) in [
        (r#"{"colour":"red"}"#, "colour"),
        (r#"{"status":"gone"}"#, "status"),
        (r#"{"status":1}"#, "status"),
        (r#"{"channel":"fax"}"#, "channel"),
        (r#"{"assignee":"anna"}"#, "assignee"),
        (r#"{"opened":{"since":1}}"#, "opened"),
        (r#"{"opened":{"after":-1}}"#, "opened"),
        (r#"{"contact":"No One"}"#, "contact"),
        (r#"{"label":""}"#, "label"),
        (r#"{"text":"***"}"#, "text"),
        (r#"{"status":"open","label":"vip"}"#, "label"),
        (r#"{"all":[{"any":[{"colour":"red"}]}]}"#, "colour"),
        (r#"{}"#, ""),
    ] {
        let error = serde_json::from_str::<Filter>(json).unwrap_err();
        let message = alloc::string::ToString::to_string(&error);
        let told = message.strip_prefix("filter `").and_then(|rest| rest.split_once('`'));
        assert_eq!(told.map(|(told, _)| told), Some(field), "{json}: {message}");
    }
}
