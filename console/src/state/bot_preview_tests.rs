//! Bots played line by line: each kind of step, each thing that can be so, webhooks by hand, and what gives up.

use conversation::bot::{Case, Cause, Reply, SAID, Step};
use conversation::list::Number;

use super::*;

#[path = "bot_preview_replay_tests.rs"]
mod replay;

fn id(text: &str) -> StepId {
    StepId::parse(text).unwrap()
}

fn to(text: &str) -> Option<StepId> {
    (!text.is_empty()).then(|| id(text))
}

fn property(text: &str) -> PropertyId {
    PropertyId::parse(text).unwrap()
}

fn list(text: &str) -> ListId {
    ListId::parse(text).unwrap()
}

fn bot(steps: Vec<(&str, Does)>) -> Bot {
    let steps = steps.into_iter().map(|(name, does)| Step { id: id(name), does }).collect();
    Bot { name: "Kiln helper".into(), shown: conversation::bot::Shown::Always, secret: None, steps }
}

fn message(text: &str, then: &str) -> Does {
    Does::Message { text: text.into(), then: to(then) }
}

fn question(text: &str, replies: &[(&str, &str)], then: &str) -> Does {
    let replies = replies.iter().map(|(text, then)| Reply { text: (*text).into(), then: to(then) }).collect();
    Does::Question { text: text.into(), replies, then: to(then) }
}

fn asks(name: &str, otherwise: &str) -> Does {
    Does::Property {
        text: format!("Your {name}?"),
        property: property(name),
        again: None,
        tries: 1,
        skip: Some("Rather not".into()),
        then: None,
        otherwise: to(otherwise),
    }
}

fn branch(when: Vec<When>, yes: &str, no: &str) -> Does {
    let cases = when.into_iter().map(|when| Case { when, then: to(yes) }).collect();
    Does::Branch { cases, then: to(no) }
}

fn contact(name: &str, test: Test) -> When {
    When::Contact { criterion: Criterion { property: property(name), test } }
}

fn hand_over(text: &str, otherwise: &str) -> Does {
    Does::HandOver { text: (!text.is_empty()).then(|| text.into()), otherwise: to(otherwise) }
}

fn end() -> Does {
    Does::End {}
}

fn around() -> Around {
    let property = |name: &str, kind, options: &[&str]| Property {
        id: property(name),
        name: name.to_uppercase(),
        kind,
        options: options.iter().map(|option| (*option).to_owned()).collect(),
    };
    let properties = vec![
        property("plan", Kind::Enumeration, &["Basic", "Pro"]),
        property("seats", Kind::Number, &[]),
        property("trial", Kind::Boolean, &[]),
        property("start", Kind::Date, &[]),
    ];
    Around { properties, verified_only: false, now: 1_800_000_000_000 }
}

fn shop() -> Bot {
    bot(vec![
        ("hello", message("Hello.", "")),
        ("topic", question("What about?", &[("Prices", "address"), ("An order", "people")], "address")),
        ("address", asks("email", "people")),
        ("thanks", message("Thank you.", "")),
        ("people", hand_over("One moment.", "")),
    ])
}

/// A line of text for a line of the conversation: `> said`, `step: said`, `[step did -> next]`.
fn line(line: &Line) -> String {
    let name = |step: &Option<StepId>| step.as_ref().map_or_else(String::new, ToString::to_string);
    match line {
        Line::Visitor(text) => format!("> {text}"),
        Line::Bot { step, text } => format!("{}: {text}", name(step)),
        Line::Note(note) => {
            let did = match note.did {
                Did::HandedOver { because } => format!("over {because:?}"),
                Did::Branched { case } => format!("case {case:?}"),
                Did::Picked { reply } => format!("picked {reply}"),
                Did::Asked { tries } => format!("again {tries}"),
                did => format!("{did:?}").to_lowercase(),
            };
            let next = note.to.as_ref().map_or_else(String::new, |to| format!(" -> {to}"));
            format!("[{} {did}{next}]", name(&note.step))
        }
    }
}

fn lines(shown: &Shown) -> Vec<String> {
    shown.lines.iter().map(line).collect()
}

fn says(text: &str) -> Deed {
    Deed::Said(text.into())
}

/// What comes after the first message, and then deed by deed.
#[track_caller]
fn check_in(set: &Circumstances, bot: &Bot, deeds: &[Deed], expected: &[&str]) -> Shown {
    let mut preview = Preview::begun("Hi");
    preview.circumstances = set.clone();
    for deed in deeds {
        let shown = preview.play(bot, &around());
        preview.add(&shown, deed.clone());
    }
    let shown = preview.play(bot, &around());
    assert_eq!(lines(&shown)[1..], *expected);
    assert_eq!((shown.fitted, shown.left), (deeds.len() + 1, 0));
    shown
}

#[track_caller]
fn check(bot: &Bot, deeds: &[Deed], expected: &[&str]) -> Shown {
    check_in(&Circumstances::default(), bot, deeds, expected)
}

fn picks(reply: usize, of: usize, text: &str) -> Deed {
    Deed::Picked { reply, of, text: text.into() }
}

#[test]
fn every_kind_of_step_is_played() {
    // P84
    let begun = ["hello: Hello.", "topic: What about?"];
    let address = ["> Prices", "[topic picked 0 -> address]", "address: Your email?"];
    let over = ["people: One moment.", "[people over Step]"];
    for (deeds, expected) in [
        (vec![], vec![]),
        (vec![picks(0, 2, "Prices")], address.to_vec()),
        (vec![picks(1, 2, "An order")], [&["> An order", "[topic picked 1 -> people]"][..], &over].concat()),
        // Typed, it is picked all the same.
        (vec![says("an order")], [&["> an order", "[topic picked 1 -> people]"][..], &over].concat()),
        (vec![says("Else")], vec!["> Else", "[topic heard -> address]", "address: Your email?"]),
        (
            vec![says("Prices"), says("no")],
            [&address[..], &["> no", "[address again 1]", "address: Your email?"]].concat(),
        ),
        (
            vec![says("Prices"), says("no"), says("no, no")],
            [
                &address[..],
                &["> no", "[address again 1]", "address: Your email?"],
                &["> no, no", "[address gaveup -> people]"],
                &over,
            ]
            .concat(),
        ),
        (
            vec![says("Prices"), picks(0, 1, "Rather not")],
            [&address[..], &["> Rather not", "[address skipped -> people]"], &over].concat(),
        ),
        (
            vec![says("Prices"), says("sofia@kiln.test"), says("Anybody?")],
            [
                &address[..],
                &["> sofia@kiln.test", "[address kept -> thanks]", "thanks: Thank you."],
                &over,
                &["> Anybody?"],
            ]
            .concat(),
        ),
    ] {
        check(&shop(), &deeds, &[&begun[..], &expected].concat());
    }
    let ending = bot(vec![("bye", message("Bye.", "")), ("end", end())]);
    let over = ["bye: Bye.", "[end ended]", "> Wait", "[ over WroteAfterEnd]"];
    check(&ending, &[says("Wait")], &over);
}

#[test]
fn the_step_that_waits_is_at_work() {
    let at_work = |deeds: &[Deed]| {
        let mut preview = Preview::begun("Hi");
        for deed in deeds {
            let shown = preview.play(&shop(), &around());
            preview.add(&shown, deed.clone());
        }
        let shown = preview.play(&shop(), &around());
        (shown.at_work().map(ToString::to_string), shown.offered)
    };
    let offers = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    assert_eq!(at_work(&[]), (Some("topic".into()), offers(&["Prices", "An order"])));
    assert_eq!(at_work(&[says("Prices")]), (Some("address".into()), offers(&["Rather not"])));
    assert_eq!(at_work(&[says("An order")]), (None, vec![]));
    let mut preview = Preview::begun("Hi");
    preview.restart();
    let shown = preview.play(&shop(), &around());
    assert_eq!((shown.lines.len(), shown.at_work(), shown.fitted), (0, None, 0));
}

#[test]
fn a_branch_tells_what_it_found() {
    // H62
    let known = |values: &[(&str, &str)], lists: &[&str]| Circumstances {
        is_known: true,
        values: values.iter().map(|(id, typed)| (property(id), (*typed).to_owned())).collect(),
        lists: lists.iter().map(|id| list(id)).collect(),
        ..Circumstances::default()
    };
    let away = || Circumstances { is_available: false, ..Circumstances::default() };
    let stranger = |mut set: Circumstances| {
        set.is_known = false;
        set
    };
    let on_vip = || contact("lists", Test::In { list: list("vip") });
    let pro = || contact("plan", Test::AnyOf { values: vec!["Pro".into()] });
    let seats = || contact("seats", Test::AtLeast { value: Number::from(5) });
    let named = |text: &str| Value::Text(text.into());
    for (name, set, when, found, holds) in [
        ("there", Circumstances::default(), When::Available {}, Found::Available(true), true),
        ("away", away(), When::Available {}, Found::Available(false), false),
        ("on a list", known(&[], &["vip"]), on_vip(), Found::On(list("vip"), true), true),
        ("on another", known(&[], &["new"]), on_vip(), Found::On(list("vip"), false), false),
        ("a stranger", stranger(known(&[], &["vip"])), on_vip(), Found::On(list("vip"), false), false),
        (
            "not on it",
            known(&[], &[]),
            contact("lists", Test::NotIn { list: list("vip") }),
            Found::On(list("vip"), false),
            true,
        ),
        (
            "an option",
            known(&[("plan", "Pro")], &[]),
            pro(),
            Found::Property(property("plan"), Some(named("Pro"))),
            true,
        ),
        ("not known", known(&[("plan", "")], &[]), pro(), Found::Property(property("plan"), None), false),
        (
            "a number",
            known(&[("seats", "7")], &[]),
            seats(),
            Found::Property(property("seats"), Some(Value::Number(Number::from(7)))),
            true,
        ),
        (
            "no number",
            known(&[("seats", "many")], &[]),
            seats(),
            Found::Property(property("seats"), None),
            false,
        ),
        (
            "a flag",
            known(&[("trial", "true")], &[]),
            contact("trial", Test::IsTrue {}),
            Found::Property(property("trial"), Some(Value::Flag(true))),
            true,
        ),
        (
            "a day",
            known(&[("start", "1970-01-02")], &[]),
            contact("start", Test::Known {}),
            Found::Property(property("start"), Some(Value::Number(Number::from(86_400_000)))),
            true,
        ),
        (
            "built in",
            known(&[("name", "Sofia")], &[]),
            contact("name", Test::Is { value: "sofia".into() }),
            Found::Property(property("name"), Some(named("Sofia"))),
            true,
        ),
        (
            "the last answer",
            Circumstances::default(),
            When::Answer { step: None, any_of: vec!["hi".into()] },
            Found::Answer(Some("Hi".into())),
            true,
        ),
        (
            "no answer yet",
            Circumstances::default(),
            When::Answer { step: to("ask"), any_of: vec!["hi".into()] },
            Found::Answer(None),
            false,
        ),
    ] {
        let asked = bot(vec![
            ("which", branch(vec![when], "yes", "no")),
            ("yes", message("Yes", "end")),
            ("no", message("No", "end")),
            ("end", end()),
            ("ask", question("?", &[], "end")),
        ]);
        let expected = if holds {
            ["[which case Some(0) -> yes]", "yes: Yes", "[end ended]"]
        } else {
            ["[which case None -> no]", "no: No", "[end ended]"]
        };
        let shown = check_in(&set, &asked, &[], &expected);
        let Line::Note(note) = &shown.lines[1] else { panic!("{name}") };
        assert_eq!(note.more, More::Cases(vec![(found, holds)]), "{name}");
    }
}

#[test]
fn cases_are_told_up_to_the_one_that_holds() {
    let answer = |text: &str| When::Answer { step: None, any_of: vec![text.into()] };
    let asked = bot(vec![
        ("which", branch(vec![answer("no"), answer("hi"), When::Available {}], "end", "")),
        ("end", end()),
    ]);
    let shown = check(&asked, &[], &["[which case Some(1) -> end]", "[end ended]"]);
    let Line::Note(note) = &shown.lines[1] else { panic!() };
    let said = || Found::Answer(Some("Hi".into()));
    assert_eq!(note.more, More::Cases(vec![(said(), false), (said(), true)]));
}

#[test]
fn what_was_answered_is_known_from_then_on_if_anybody_is_known() {
    let asked = || {
        bot(vec![
            ("plan", asks("plan", "")),
            ("which", branch(vec![contact("plan", Test::Known {})], "yes", "")),
            ("end", end()),
            ("yes", message("Yes", "end")),
        ])
    };
    let known = Circumstances { is_known: true, ..Circumstances::default() };
    let begun = ["plan: Your plan?", "> pro", "[plan kept -> which]"];
    let yes = ["[which case Some(0) -> yes]", "yes: Yes", "[end ended]"];
    let shown = check_in(&known, &asked(), &[says("pro")], &[&begun[..], &yes].concat());
    let kept = |shown: &Shown| {
        shown.lines.iter().find_map(|line| match line {
            Line::Note(Note { more: More::Value { value, is_kept, .. }, .. }) => {
                Some((value.clone(), *is_kept))
            }
            _ => None,
        })
    };
    assert_eq!(kept(&shown), Some((Value::Text("Pro".into()), true)));
    let no = ["[which case None -> end]", "[end ended]"];
    let shown = check(&asked(), &[says("pro")], &[&begun[..], &no].concat());
    assert_eq!(kept(&shown), Some((Value::Text("Pro".into()), false)));

    // An address makes a contact, unless only the site's own server can say who somebody is.
    let mut after_address = asked();
    after_address.steps.insert(0, Step { id: id("address"), does: asks("email", "") });
    let play = |verified_only: bool| {
        let around = Around { verified_only, ..around() };
        let mut preview = Preview::begun("Hi");
        for text in ["sofia@kiln.test", "pro"] {
            let shown = preview.play(&after_address, &around);
            preview.add(&shown, says(text));
        }
        lines(&preview.play(&after_address, &around)).iter().any(|line| line == "yes: Yes")
    };
    assert!(play(false) && !play(true));
}

#[test]
fn a_webhook_is_played_by_hand() {
    // P84
    let asked = bot(vec![
        ("ask", Does::Webhook { url: "https://kiln.test/".into(), then: None, otherwise: to("sorry") }),
        (
            "which",
            branch(vec![When::Answer { step: to("ask"), any_of: vec!["done".into()] }], "end", "people"),
        ),
        ("sorry", message("Something broke.", "people")),
        ("end", end()),
        ("people", hand_over("", "")),
    ]);
    let answers = |say: &[&str], outcome: &str| {
        let say = say.iter().map(|text| (*text).to_owned()).collect();
        let outcome = (!outcome.is_empty()).then(|| outcome.to_owned());
        Deed::Answered(Some(Called { say, outcome }))
    };
    let called = ["[ask called]"];
    let shown = check(&asked, &[], &called);
    assert!(shown.calls() && shown.at_work() == Some(&id("ask")));
    let done = ["[ask answered -> which]", "ask: It ships", "[which case Some(0) -> end]", "[end ended]"];
    check(&asked, &[answers(&["It ships"], "done")], &[&called[..], &done].concat());
    let other = ["[ask answered -> which]", "[which case None -> people]", "[people over Step]"];
    check(&asked, &[answers(&[], "")], &[&called[..], &other].concat());
    let failed = ["[ask failed -> sorry]", "sorry: Something broke.", "[people over Step]"];
    check(&asked, &[Deed::Answered(None)], &[&called[..], &failed].concat());
    // What a real one could not answer counts as nothing here too.
    let shown = check(&asked, &[answers(&["a"; 6], "done")], &[&called[..], &failed].concat());
    assert!(shown.lines.iter().any(|line| matches!(line, Line::Note(Note { more: More::Unfit(true), .. }))));
    // Meanwhile somebody may write: it waits for people.
    let hurry = ["> Hurry", "[ask answered -> which]", "[which case Some(0) -> end]", "[end ended]"];
    check(&asked, &[says("Hurry"), answers(&[], "done")], &[&called[..], &hurry].concat());
}

#[test]
fn hand_over_is_told_and_where_nobody_is_there_not_done() {
    // S68
    let asked =
        bot(vec![("people", hand_over("", "later")), ("later", message("Nobody.", "end")), ("end", end())]);
    check(&asked, &[], &["[people over Step]"]);
    let away = Circumstances { is_available: false, ..Circumstances::default() };
    check_in(&away, &asked, &[], &["[people nobodythere -> later]", "later: Nobody.", "[end ended]"]);
    let shown = check_in(&away, &bot(vec![("people", hand_over("", ""))]), &[], &["[people over Step]"]);
    assert!(matches!(&shown.lines[1], Line::Note(Note { more: More::Available(false), .. })));
}

#[test]
fn a_draft_that_cannot_go_on_says_so() {
    let last = |bot: &Bot| lines(&Preview::begun("Hi").play(bot, &around())).pop().unwrap();
    for (name, steps, expected) in [
        ("no steps", vec![], "[ over NothingBelow]"),
        ("nothing below", vec![("a", message("A", ""))], "[ over NothingBelow]"),
        ("a step that is gone", vec![("a", message("A", "gone"))], "[gone over Gone]"),
        ("a circle", vec![("a", message("A", "b")), ("b", message("B", "a"))], "[a over Endless]"),
    ] {
        assert_eq!(last(&bot(steps)), expected, "{name}");
    }
    let again = bot(vec![("again", question("And?", &[], "again"))]);
    let mut preview = Preview::begun("Hi");
    for _ in 0..SAID {
        let shown = preview.play(&again, &around());
        preview.add(&shown, says("more"));
    }
    let shown = preview.play(&again, &around());
    let over = Did::HandedOver { because: Cause::SaidEnough };
    assert!(matches!(shown.lines.last(), Some(Line::Note(note)) if note.did == over));
}
