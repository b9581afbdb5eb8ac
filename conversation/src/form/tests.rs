//! What a form takes and what it refuses (P3).

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::list::{Number, VALUE_CHARS};

fn id(text: &str) -> PropertyId {
    PropertyId::parse(text).unwrap()
}

fn field(property: &str) -> Field {
    Field { property: id(property), label: format!("The {property}"), required: false, pattern: None }
}

fn form(fields: Vec<Field>) -> Form {
    Form { when: When::Both, intro: String::new(), fields }
}

fn catalogue() -> Catalogue {
    let own = |name: &str, kind, options: &[&str]| Property {
        id: id(name),
        name: name.into(),
        kind,
        options: options.iter().copied().map(String::from).collect(),
    };
    let properties = [
        own("order", Kind::Text, &[]),
        own("seats", Kind::Number, &[]),
        own("visit", Kind::Date, &[]),
        own("trade", Kind::Boolean, &[]),
        own("plan", Kind::Enumeration, &["Basic", "Pro"]),
    ];
    Catalogue {
        properties: properties.into_iter().map(|it| (it.id.clone(), it)).collect(),
        ..Catalogue::default()
    }
}

/// An engine of one expression, for what the caller is asked.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        "digits" => !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}

fn filled(form: &Form, known: &[&str], given: &[(&str, &str)]) -> Result<Filled, Vec<String>> {
    let known: Vec<PropertyId> = known.iter().copied().map(id).collect();
    let given: Vec<Given> = given
        .iter()
        .map(|(property, value)| Given { property: id(property), value: (*value).into() })
        .collect();
    read(form, &catalogue(), &known, &given, &matches)
        .map_err(|wrong| wrong.iter().map(|it| format!("{} {:?}", it.property, it.why)).collect())
}

#[test]
fn a_value_is_read_by_what_its_property_is() {
    // P3
    let long = "x".repeat(VALUE_CHARS + 1);
    let huge = "x".repeat(100_000);
    let name = "n".repeat(NAME_CHARS + 1);
    let number = |number: f64| Value::Number(Number::new(number).unwrap());
    let text = |text: &str| Ok(Value::Text(text.into()));
    let cases: Vec<(&str, &str, Result<Value, Refusal>)> = vec![
        ("email", " Sofia@Kiln.test ", text("sofia@kiln.test")),
        ("email", "sofia", Err(Refusal::Kind)),
        ("email", "sofia@kiln.test\r\nbcc: all@kiln.test", Err(Refusal::Kind)),
        ("name", "Sofía Ordóñez", text("Sofía Ordóñez")),
        ("name", "<img src=x onerror=alert(1)>", text("<img src=x onerror=alert(1)>")),
        ("name", "a\u{7}b", Err(Refusal::Kind)),
        ("name", &name, Err(Refusal::TooLong)),
        ("phone", "+49 (30) 123-456", text("+49 (30) 123-456")),
        ("phone", "٠٣٠ ١٢٣٤٥", text("٠٣٠ ١٢٣٤٥")),
        ("phone", "call me", Err(Refusal::Kind)),
        ("phone", "12", Err(Refusal::Kind)),
        ("phone", "=1+1", Err(Refusal::Kind)),
        ("order", "=HYPERLINK(\"http://evil.test\")", text("=HYPERLINK(\"http://evil.test\")")),
        ("order", "two\nlines", Err(Refusal::Kind)),
        ("order", &long, Err(Refusal::TooLong)),
        ("order", &huge, Err(Refusal::TooLong)),
        ("email", &huge, Err(Refusal::Kind)),
        ("seats", "12,5", Ok(number(12.5))),
        ("seats", "-3", Ok(number(-3.0))),
        ("seats", "1e999", Err(Refusal::Kind)),
        ("seats", "many", Err(Refusal::Kind)),
        ("visit", "1970-01-02", Ok(number(86_400_000.0))),
        ("visit", "2026-02-30", Err(Refusal::Kind)),
        ("trade", "true", Ok(Value::Flag(true))),
        ("trade", "false", Ok(Value::Flag(false))),
        ("trade", "maybe", Err(Refusal::Kind)),
        ("plan", "pro", text("Pro")),
        ("plan", "Gold", Err(Refusal::Kind)),
    ];
    for (property, given, expected) in cases {
        let got = filled(&form(vec![field(property)]), &[], &[(property, given)]);
        let expected = expected.map_err(|why| vec![format!("{property} {why:?}")]);
        let got = got.map(|filled| match property {
            "email" => Value::Text(filled.email.unwrap()),
            "name" => Value::Text(filled.name.unwrap()),
            _ => filled.values[0].1.clone(),
        });
        assert_eq!(got, expected, "{property} {}", given.chars().take(40).collect::<String>());
    }
}

#[test]
fn what_is_missing_unknown_or_twice_names_its_field() {
    // P3
    let required = |property: &str| Field { required: true, ..field(property) };
    let asks = form(vec![required("email"), field("order"), required("trade"), required("plan")]);
    let wrong = |known: &[&str], given: &[(&str, &str)]| filled(&asks, known, given).unwrap_err();
    assert_eq!(wrong(&[], &[]), ["email Missing", "trade Missing", "plan Missing"]);
    assert_eq!(wrong(&[], &[("email", "  "), ("trade", "false"), ("plan", "")]).len(), 3);
    // Of whom something is known, it is not asked.
    assert_eq!(wrong(&["email", "plan"], &[]), ["trade Missing"]);
    assert!(filled(&asks, &["email", "plan", "trade"], &[]).is_ok());
    let good = [("email", "a@kiln.test"), ("trade", "true"), ("plan", "Pro")];
    assert!(filled(&asks, &[], &good).is_ok());
    let with = |more: &[(&'static str, &'static str)]| wrong(&[], &[&good, more].concat());
    assert_eq!(with(&[("owner", "anna")]), ["owner Unknown"]);
    assert_eq!(with(&[("seats", "3")]), ["seats Unknown"]);
    assert_eq!(with(&[("email", "b@kiln.test")]), ["email Twice"]);
}

#[test]
fn an_expression_is_asked_about_the_whole_text() {
    // P3
    let asks = form(vec![Field { pattern: Some("digits".into()), ..field("order") }]);
    assert!(filled(&asks, &[], &[("order", " 4711 ")]).is_ok());
    assert!(filled(&asks, &[], &[("order", "")]).is_ok(), "what may be left out is not matched");
    assert_eq!(filled(&asks, &[], &[("order", "47 11")]).unwrap_err(), ["order Pattern"]);
}

#[test]
fn agents_read_the_labels_and_what_was_filled_in() {
    // P3
    let asks = form(vec![field("name"), field("trade"), field("visit"), field("seats"), field("order")]);
    let given = [("order", "<b>7</b>"), ("visit", "2026-12-24"), ("trade", "true"), ("name", "Ana")];
    let filled = filled(&asks, &[], &given).unwrap();
    let answers: Vec<_> = filled.answers.iter().map(|it| format!("{}: {}", it.label, it.value)).collect();
    assert_eq!(answers, ["The name: Ana", "The trade: ✓", "The visit: 2026-12-24", "The order: <b>7</b>"]);
}

#[test]
fn what_is_known_or_gone_is_not_drawn() {
    // P3
    let asks = form(vec![field("email"), field("plan"), field("gone"), field("phone")]);
    let drawn = |known: &[&str]| {
        let known: Vec<PropertyId> = known.iter().copied().map(id).collect();
        let asked = asked(&asks, &catalogue(), &known);
        asked.map(|it| it.fields.iter().map(|it| (it.property.to_string(), it.takes)).collect::<Vec<_>>())
    };
    let own = |name: &str, takes| (name.to_string(), takes);
    let all = [own("email", Takes::Email), own("plan", Takes::Enumeration), own("phone", Takes::Phone)];
    assert_eq!(drawn(&[]), Some(all.to_vec()));
    assert_eq!(drawn(&["email", "phone"]), Some(vec![own("plan", Takes::Enumeration)]));
    assert_eq!(drawn(&["email", "phone", "plan"]), None);
}

#[test]
fn when_a_form_is_shown() {
    // P3 P4
    for (when, there, away) in
        [(When::BeforeChat, true, false), (When::Away, false, true), (When::Both, true, true)]
    {
        assert_eq!((when.holds(false), when.holds(true)), (there, away), "{when:?}");
    }
}

#[test]
fn every_mistake_of_a_form_is_told_at_its_place() {
    // P3
    let with = |property: &str, pattern: &str| Field { pattern: Some(pattern.into()), ..field(property) };
    let label = |label: &str| Field { label: label.into(), ..field("order") };
    let many = vec![field("order"); FIELDS + 1];
    let cases: Vec<(Form, &[&str])> = vec![
        (form(vec![field("email"), field("name"), field("phone"), field("plan")]), &[]),
        (form(vec![]), &["fields Empty"]),
        (form(vec![field("nope")]), &["fields[0].property Unknown"]),
        (form(vec![field("owner")]), &["fields[0].property Kind"]),
        (form(vec![field("lists")]), &["fields[0].property Kind"]),
        (form(vec![field("order"), field("order")]), &["fields[1].property Twice"]),
        (form(vec![label(" ")]), &["fields[0].label Empty"]),
        (form(vec![label(&"x".repeat(LABEL_CHARS + 1))]), &["fields[0].label TooLong"]),
        (form(vec![label("a\0b")]), &["fields[0].label Encoding"]),
        (form(vec![with("order", "digits")]), &[]),
        (form(vec![with("order", "(unclosed")]), &["fields[0].pattern Pattern"]),
        (form(vec![with("order", "")]), &["fields[0].pattern Empty"]),
        (form(vec![with("plan", "digits")]), &["fields[0].pattern Kind"]),
        (form(vec![with("seats", "digits")]), &["fields[0].pattern Kind"]),
        (Form { intro: "x".repeat(INTRO_CHARS + 1), ..form(vec![field("name")]) }, &["intro TooLong"]),
    ];
    let compiles = |pattern: &str| pattern == "digits";
    let told = |form: &Form| -> Vec<String> {
        check(form, &catalogue(), &compiles).iter().map(|it| format!("{} {:?}", it.at, it.why)).collect()
    };
    for (form, expected) in cases {
        assert_eq!(told(&form), expected, "{form:?}");
    }
    assert!(told(&form(many)).contains(&"fields TooMany".to_string()));
}

proptest! {
    #[test]
    fn whatever_is_filled_in_there_is_an_answer(
        values in prop::collection::vec((prop::sample::select(vec!["email", "name", "phone", "order", "seats", "visit",
            "trade", "plan", "nope"]), ".{0,60}"), 0..10),
    ) {
        let asks = form(["email", "name", "phone", "order", "seats", "visit", "trade", "plan"].map(field).to_vec());
        let given: Vec<(&str, &str)> = values.iter().map(|(property, value)| (*property, value.as_str())).collect();
        match filled(&asks, &[], &given) {
            Ok(filled) => prop_assert!(filled.answers.len() <= FIELDS && filled.answers.iter().all(|it| !it.value.is_empty())),
            Err(wrong) => prop_assert!(!wrong.is_empty()),
        }
    }
}
