//! What is wrong with a bot, and where.

use alloc::collections::BTreeMap;

use super::*;
use crate::list::{Catalogue, Members};

fn catalogue() -> Catalogue {
    let properties =
        [property("plan", Kind::Enumeration, &["Basic", "Pro"]), property("vip", Kind::Boolean, &[])];
    Catalogue {
        properties: properties.into_iter().map(|property| (property.id.clone(), property)).collect(),
        lists: BTreeMap::from([(ListId::parse("trade").unwrap(), Members::Static)]),
    }
}

/// Everything that is wrong, as `at why`.
fn mistakes(bot: &Bot) -> Vec<String> {
    check(bot, &catalogue()).iter().map(|mistake| format!("{} {:?}", mistake.at, mistake.why)).collect()
}

#[track_caller]
fn wrong(name: &str, steps: Vec<(&str, Does)>, expected: &[&str]) {
    assert_eq!(mistakes(&bot(steps)), expected, "{name}");
}

#[test]
fn a_good_bot_has_none() {
    wrong("the shop", shop(), &[]);
    wrong(
        "back to a question",
        vec![("a", question("Again?", &[("Yes", "a")], "b")), ("b", Does::End {})],
        &[],
    );
    let asked = branch(
        vec![
            (contact("lists", Test::In { list: ListId::parse("trade").unwrap() }), "b"),
            (When::Available {}, ""),
        ],
        "",
    );
    wrong("a branch", vec![("a", asked), ("b", Does::End {})], &[]);
}

#[test]
fn every_mistake_is_told_at_its_place() {
    let end = || ("end", Does::End {});
    let long = "x".repeat(TEXT_CHARS + 1);
    let many: Vec<(&str, &str)> = vec![
        ("1", ""),
        ("2", ""),
        ("3", ""),
        ("4", ""),
        ("5", ""),
        ("6", ""),
        ("7", ""),
        ("8", ""),
        ("9", ""),
        ("10", ""),
        ("11", ""),
    ];
    wrong("no steps", vec![], &["steps Empty"]);
    wrong("an empty text", vec![("a", message(" ", "")), end()], &["steps[0].text Empty"]);
    wrong("a long text", vec![("a", message(&long, "")), end()], &["steps[0].text TooLong"]);
    wrong("an unknown target", vec![("a", message("A", "gone"))], &["steps[0].then Unknown"]);
    wrong("nothing below", vec![("a", message("A", ""))], &["steps[0].then Unknown"]);
    wrong(
        "a reply that leads nowhere",
        vec![("a", question("?", &[("Yes", "gone")], "end")), end()],
        &["steps[0].replies[0].then Unknown"],
    );
    wrong("too many replies", vec![("a", question("?", &many, "end")), end()], &["steps[0].replies TooMany"]);
    wrong(
        "an empty reply",
        vec![("a", question("?", &[("", "")], "end")), end()],
        &["steps[0].replies[0].text Empty"],
    );
    wrong(
        "a reply twice",
        vec![("a", question("?", &[("Yes", ""), ("yes ", "")], "end")), end()],
        &["steps[0].replies[1].text Twice"],
    );
    wrong(
        "a name twice",
        vec![("a", message("A", "a")), ("a", Does::End {})],
        &["steps[1].id Twice", "steps[0].id Endless", "steps[1].id Unreachable"],
    );
    wrong(
        "a step that nothing leads to",
        vec![("a", message("A", "end")), ("b", message("B", "")), end()],
        &["steps[1].id Unreachable"],
    );
    wrong(
        "a circle without a question",
        vec![("a", message("A", "")), ("b", message("B", "a"))],
        &["steps[0].id Endless"],
    );
    wrong("a circle through a webhook", vec![("a", webhook("a", "end")), end()], &["steps[0].id Endless"]);
    wrong(
        "a circle further down",
        vec![("a", question("?", &[], "")), ("b", message("B", "c")), ("c", message("C", "b"))],
        &["steps[1].id Endless"],
    );
    wrong(
        "a property that is not there",
        vec![("a", asks("size", "", "")), end()],
        &["steps[0].property Unknown"],
    );
    wrong(
        "a property that is not theirs",
        vec![("a", asks("owner", "", "")), end()],
        &["steps[0].property Kind"],
    );
    wrong("a property of yes and no", vec![("a", asks("vip", "", "")), end()], &["steps[0].property Kind"]);
    wrong("no cases", vec![("a", branch(vec![], "")), end()], &["steps[0].cases Empty"]);
    wrong(
        "an answer to nothing",
        vec![("a", branch(vec![(said("end", &["x"]), "")], "")), end()],
        &["steps[0].cases[0].when.step Unknown"],
    );
    wrong(
        "no answers",
        vec![("a", branch(vec![(said("", &[]), "")], "")), end()],
        &["steps[0].cases[0].when.any_of Empty"],
    );
    wrong(
        "a list that is not there",
        vec![
            (
                "a",
                branch(vec![(contact("lists", Test::In { list: ListId::parse("gone").unwrap() }), "")], ""),
            ),
            end(),
        ],
        &["steps[0].cases[0].when.criterion.test.list Unknown"],
    );
    wrong(
        "a test that does not fit",
        vec![("a", branch(vec![(contact("plan", Test::IsTrue {}), "")], "")), end()],
        &["steps[0].cases[0].when.criterion.test.op Kind"],
    );
}

#[test]
fn what_is_wrong_with_a_webhook() {
    for (url, expected) in [
        ("https://kiln.example/chat", ""),
        ("http://127.0.0.1:9/", ""),
        ("ftp://kiln.example", "steps[0].url Address"),
        ("https://", "steps[0].url Address"),
        ("https:///x", "steps[0].url Address"),
        ("https://kiln.example/a b", "steps[0].url Address"),
        ("", "steps[0].url Address"),
    ] {
        let mut bot = bot(vec![
            ("a", Does::Webhook { url: words(url), then: None, otherwise: None }),
            ("end", Does::End {}),
        ]);
        assert_eq!(mistakes(&bot).join(""), expected, "{url}");
        bot.secret = None;
        assert!(mistakes(&bot).contains(&words("secret Empty")));
        bot.secret = Some(words("short"));
        assert!(mistakes(&bot).contains(&words("secret Range")));
    }
}

#[test]
fn a_bot_has_a_name_and_so_many_steps() {
    let mut one = bot(vec![("end", Does::End {})]);
    one.name = words("");
    assert_eq!(mistakes(&one), ["name Empty"]);
    let names: Vec<String> = (0..=STEPS).map(|n| format!("s{n}")).collect();
    let mut steps: Vec<(&str, Does)> = names.iter().map(|name| (name.as_str(), message("x", ""))).collect();
    steps.pop();
    steps.push(("last", Does::End {}));
    wrong("too many", steps, &["steps TooMany"]);
    let mut tries = bot(vec![("a", asks("email", "", "")), ("end", Does::End {})]);
    if let Does::Property { tries, .. } = &mut tries.steps[0].does {
        *tries = TRIES + 1;
    }
    assert_eq!(mistakes(&tries), ["steps[0].tries Range"]);
}
