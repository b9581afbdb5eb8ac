use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};

use proptest::prelude::*;

use super::*;

fn nobody(_: Variable) -> Option<String> {
    None
}

fn sofia(variable: Variable) -> Option<String> {
    let value = match variable {
        Variable::ContactFirstName => "Sofia",
        Variable::ContactName => "Sofia {{agent.name}} Brandt",
        Variable::ContactEmail => "  ",
        Variable::AgentFirstName => "Mira",
        Variable::AgentName => "Mira Okafor",
        Variable::AccountName => "Kiln & Kettle",
    };
    Some(value.to_owned())
}

#[test]
fn places_are_filled_in_and_never_sent() {
    // P45
    for (text, known, unknown) in [
        ("Hello {{contact.first_name}}, welcome.", "Hello Sofia, welcome.", "Hello, welcome."),
        ("Hello {{contact.first_name|there}}.", "Hello Sofia.", "Hello there."),
        ("Hello {{ contact.first_name | dear reader }}.", "Hello Sofia.", "Hello dear reader."),
        ("Dear {{contact.first_name}} and all", "Dear Sofia and all", "Dear and all"),
        ("I am {{agent.name}} of {{account.name}}", "I am Mira Okafor of Kiln & Kettle", "I am of"),
        ("{{contact.first_name}}{{agent.first_name|x}}", "SofiaMira", "x"),
        ("Mail: {{contact.email|none}}", "Mail: none", "Mail: none"),
        // What a visitor calls themselves is not read as a text of ours.
        ("{{contact.name}}", "Sofia {{agent.name}} Brandt", ""),
        // What is kept was checked, and by a version that knew more or less than this one.
        ("Hi {{contact.shoe_size|you}}", "Hi you", "Hi you"),
        ("Hi {{contact.shoe_size}}.", "Hi.", "Hi."),
        ("Hi {{contact.first_name", "Hi contact.first_name", "Hi contact.first_name"),
        ("{ and } and }} stay", "{ and } and }} stay", "{ and } and }} stay"),
        ("Line {{agent.name\n}}", "Line agent.name\n}}", "Line agent.name\n}}"),
        ("{{|{{}}contact.name}}", "|contact.name}}", "|contact.name}}"),
        ("{{|{}}{contact.name}}", "|{}}{contact.name}}", "|{}}{contact.name}}"),
        ("", "", ""),
    ] {
        assert_eq!(filled(text, sofia), known, "{text}");
        assert_eq!(filled(text, nobody), unknown, "{text}");
    }
}

#[test]
fn a_place_that_nobody_knows_is_named() {
    // P45
    for (text, expected) in [
        ("Hello", Ok(())),
        ("{{contact.email|your address}} {{account.name}}", Ok(())),
        ("a }} b", Ok(())),
        ("{{contact.first_name}} {{contact.shoe_size|42}}", Err(Wrong::Unknown("contact.shoe_size"))),
        ("{{}}", Err(Wrong::Unknown(""))),
        ("{{Contact.Name}}", Err(Wrong::Unknown("Contact.Name"))),
        ("Hello {{agent.name", Err(Wrong::Open("agent.name"))),
        ("Hello {{agent\n.name}}", Err(Wrong::Open("agent"))),
        ("{{{agent.name}}}", Err(Wrong::Open("{agent.name}}}"))),
        ("{{contact.name|{{}} there", Err(Wrong::Open("contact.name|{{}} there"))),
    ] {
        assert_eq!(check(text), expected, "{text}");
    }
    let long = format!("{{{{{}", "ä".repeat(200));
    assert_eq!(check(&long), Err(Wrong::Open(&"ä".repeat(40))));
}

#[test]
fn short_names_end_where_a_space_is_typed() {
    // P45
    for good in ["refund", "Rück-gabe", "a_1", "返品"] {
        assert!(is_name(good), "{good}");
    }
    for bad in ["", "two words", "a/b", "#a", "a\n", "a.b"] {
        assert!(!is_name(bad), "{bad}");
    }
    assert_eq!(first_name("  Sofia Brandt"), Some("Sofia"));
    assert_eq!(first_name(" "), None);
}

proptest! {
    #[test]
    fn no_opened_braces_are_sent_whatever_is_kept(text in "([a-z.{}| \n]|\\{\\{|\\}\\}|contact\\.name){0,40}") {
        // P45
        let sent = filled(&text, |_| Some("Sofia".to_string()));
        prop_assert!(!sent.contains("{{contact.name}}"), "{sent}");
        if check(&text).is_ok() {
            prop_assert!(!sent.contains("{{"), "{text:?} became {sent:?}");
        }
    }
}
