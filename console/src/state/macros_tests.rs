//! Macros in words, as they change rows, and what takes them back.

use conversation::ids::TeamId;

use super::*;
use crate::state::sample::{agent, row};

fn label(id: &str) -> LabelId {
    LabelId::parse(id).unwrap()
}

fn team(id: &TeamId) -> Option<Team> {
    Some(Team { id: id.clone(), name: id.as_str().to_uppercase() })
}

fn kilns() -> TeamId {
    TeamId::parse("kilns").unwrap()
}

/// Macros of every part, alone and together.
fn all() -> Vec<Steps> {
    let none = Steps::default;
    let ends = [
        Then::Close,
        Then::Reopen,
        Then::Snooze(Span { minutes: None }),
        Then::Snooze(Span { minutes: Some(90) }),
    ];
    let owners = [To::Me, To::Nobody, To::Agent(agent("jonas").id), To::Team(kilns())];
    let mut all = vec![
        Steps { comment: Some("x".into()), ..none() },
        Steps { reply: Some(Say::Text("x".into())), ..none() },
        Steps { add: vec![label("new"), label("vip")], remove: vec![label("late")], ..none() },
    ];
    for then in ends {
        all.push(Steps { then: Some(then), ..none() });
        for to in owners.clone() {
            all.push(Steps { assign: Some(to.clone()), ..none() });
            all.push(Steps {
                reply: Some(Say::Text("x".into())),
                assign: Some(to),
                add: vec![label("new")],
                remove: vec![label("late")],
                then: Some(then),
                ..none()
            });
        }
    }
    all
}

fn rows() -> Vec<Row> {
    let with = |change: fn(&mut Row)| {
        let mut row = row(1, 100);
        change(&mut row);
        row
    };
    vec![
        with(|_| {}),
        with(|row| row.status = Status::Closed),
        with(|row| row.assignee = Some(agent("anna"))),
        with(|row| row.assignee = Some(agent("mira"))),
        with(|row| {
            let team = Team { id: kilns(), name: "KILNS".into() };
            row.desk.team = Some(Owning { team, by: Some(agent("mira").id) });
        }),
        with(|row| row.desk.labels = vec![label("late"), label("vip")]),
        with(|row| row.desk.snoozed = Some(Snooze { until: Some(9) })),
        with(|row| row.desk.snoozed = Some(Snooze { until: None })),
    ]
}

#[test]
fn what_takes_a_macro_back_leaves_the_thread_as_it_was() {
    // P46 P48
    let me = agent("mira");
    for before in rows() {
        for steps in all() {
            let find = |id: &AgentId| Some(agent(id.as_str()));
            let after = shown(&steps, &before, &me, 5, find, team);
            let back = all_back(&[(before.clone(), after.clone())]);
            let back = back.iter().fold(after.clone(), |row, (act, _)| act.shown(&row, &me, 5));
            assert_eq!(back, before, "{steps:?}");
            assert_eq!(backs(&before, &after).is_empty(), before == after, "{steps:?}");
        }
    }
}

#[test]
fn many_are_taken_back_together_and_opened_before_they_sleep() {
    // P46: what is closed cannot be put out of sight
    let me = agent("mira");
    let steps = Steps { then: Some(Then::Close), assign: Some(To::Me), ..Steps::default() };
    let sleeping = |n: u8| Row { desk: rows()[6].desk.clone(), ..row(n, 1) };
    let changed: Vec<(Row, Row)> = [row(1, 1), sleeping(2), row(3, 1)]
        .into_iter()
        .map(|before| (before.clone(), shown(&steps, &before, &me, 5, |_| None, |_| None)))
        .collect();
    let told: Vec<(Act, usize)> =
        all_back(&changed).into_iter().map(|(act, rows)| (act, rows.len())).collect();
    assert_eq!(told, [(Act::Reopen, 3), (Act::Assign(None), 3), (Act::Snooze(Some(9)), 1)]);
}

#[test]
fn a_macro_is_told_in_words_before_it_runs() {
    // P46
    let names = Names {
        agent: &|id| (id.as_str() == "jonas").then(|| "Jonas Weber".into()),
        team: &|_| Some("Kilns".into()),
        label: &|id| (id.as_str() == "vip").then(|| "VIP".into()),
        reply: &|_| None,
        said: &|text| text.replace("{{contact.name}}", "Sofia"),
    };
    let steps = Steps {
        comment: Some("Paid".into()),
        reply: Some(Say::Text("Hello {{contact.name}}".into())),
        assign: Some(To::Agent(agent("jonas").id)),
        add: vec![label("vip"), label("gone")],
        remove: vec![label("gone")],
        then: Some(Then::Snooze(Span { minutes: Some(180) })),
    };
    let words = |steps: &Steps, language| -> Vec<(String, bool)> {
        told(steps, &names, language).into_iter().map(|told| (told.words, told.gone)).collect()
    };
    let expected = [
        ("Tell the team: “Paid”", false),
        ("Send: “Hello Sofia”", false),
        ("Assign to Jonas Weber", false),
        ("Add the label VIP", false),
        ("Add the label (no longer there)", true),
        ("Snooze for 3 hours", false),
    ];
    let expected = expected.map(|(words, gone)| (words.to_owned(), gone));
    assert_eq!(words(&steps, Language::English), expected);
    let saved = Steps { reply: Some(Say::Saved(SavedReplyId::parse("refund").unwrap())), ..Steps::default() };
    assert!(words(&saved, Language::English)[0].1, "a saved reply that is gone is said to be");
    for steps in all() {
        let german = words(&steps, Language::German);
        assert!(german.iter().all(|(words, _)| !words.contains('{')) && !german.is_empty(), "{german:?}");
    }
}

#[test]
fn spans_are_said_in_their_largest_whole_unit() {
    // P46
    for (minutes, english, german) in [
        (1, "1 minute", "1 Minute"),
        (90, "90 minutes", "90 Minuten"),
        (60, "1 hour", "1 Stunde"),
        (180, "3 hours", "3 Stunden"),
        (1_440, "1 day", "1 Tag"),
        (4_320, "3 days", "3 Tage"),
        (10_080, "1 week", "1 Woche"),
        (20_160, "2 weeks", "2 Wochen"),
    ] {
        assert_eq!(
            (span(minutes, Language::English), span(minutes, Language::German)),
            (english.into(), german.into())
        );
    }
}

#[test]
fn choices_are_read_as_they_are_written() {
    // P46
    for steps in all() {
        assert_eq!(owner_of(&owner_value(steps.assign.as_ref())), steps.assign);
        assert_eq!(then_of(&then_value(steps.then)), steps.then);
    }
    assert_eq!(
        (owner_of("agent:"), owner_of("x:y"), then_of("snooze:x"), then_of("x")),
        (None, None, None, None)
    );
}

#[test]
fn what_cannot_be_saved_is_said_beside_its_field() {
    // P46
    let close = || Steps { then: Some(Then::Close), ..Steps::default() };
    let draft = |name: &str, steps: Steps| MacroDraft { name: name.into(), steps, ..MacroDraft::default() };
    let at = |draft: &MacroDraft| wrong(draft, ["Refund"].into_iter(), Language::English).map(|(at, _)| at);
    let text = |text: &str| Some(Say::Text(text.into()));
    for (draft, expected) in [
        (draft(" ", close()), Some(WrongAt::Name)),
        (draft("refund", close()), Some(WrongAt::Name)),
        (draft("a", Steps::default()), Some(WrongAt::Steps)),
        (draft("a", Steps { reply: text(" "), ..close() }), Some(WrongAt::Reply)),
        (draft("a", Steps { reply: text("{{x}}"), ..close() }), Some(WrongAt::Reply)),
        (draft("a", Steps { comment: Some("{{x}}".into()), ..close() }), Some(WrongAt::Comment)),
        (draft("a", close()), None),
    ] {
        assert_eq!(at(&draft), expected, "{draft:?}");
    }
}
