//! Groups of tests on a form: the criteria of a smart list, and the conditions of a chatflow.
//!
//! Knows how groups and tests are laid out, added and deleted. What a test compares with, `fields.rs` knows; where the
//! groups are kept, the [`Desk`].

mod fields;

use crate::reactive::*;

use self::fields::value;
use super::form::{described, help, said};
use super::html::{all, button, div, h3, keyed, li, option, select, span, ul};
use super::icon::{Icon, drawn, icon};
use crate::browser::timer::next_frame;
use crate::browser::{focus, pointer};
use crate::console::console;
use crate::state::chatflow_findings::Place;
use crate::state::circumstances::ATTRIBUTE;
use crate::state::conditions::{Groups, Test};
use crate::state::conditions_words::{Subject, facts, operand, operators, subject};
use crate::texts::Text;
use crate::watch::watch;

/// Where the groups are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Desk {
    /// They are the conditions of the edited chatflow.
    Chatflow,
    /// They are the criteria of the edited list.
    List,
}

/// A reader of a part of a test, as a text.
type Part = fn(&Test) -> &str;

impl Desk {
    fn read<T: Default>(self, read: impl FnOnce(&Groups) -> T) -> T {
        let c = console();
        let told = match self {
            Self::Chatflow => c.draft(|draft| read(&draft.conditions)),
            Self::List => c.edited_list(|editor| read(&editor.groups)),
        };
        told.unwrap_or_default()
    }

    /// Writes; nothing is said about `typing` until it is left.
    fn write(self, typing: Option<u32>, write: Box<dyn FnOnce(&mut Groups)>) {
        let c = console();
        match self {
            Self::Chatflow => {
                c.write_draft(typing.map(Place::Test), Box::new(|draft| write(&mut draft.conditions)));
            }
            Self::List => c.write_list(|editor| {
                editor.typing = typing;
                write(&mut editor.groups);
            }),
        }
    }

    fn change(self, key: u32, typing: bool, change: impl FnOnce(&mut Test) + 'static) {
        let change: Box<dyn FnOnce(&mut Test)> = Box::new(change);
        self.write(
            typing.then_some(key),
            Box::new(move |groups| {
                if let Some(test) = groups.test_mut(key) {
                    change(test);
                }
            }),
        );
    }

    fn left(self, key: u32) {
        let c = console();
        match self {
            Self::Chatflow => c.left(Place::Test(key)),
            Self::List => pointer::once_up(move || {
                c.write_list(|editor| editor.typing = editor.typing.filter(|typing| *typing != key));
            }),
        }
    }

    fn part(self, key: u32, part: Part) -> Memo<String> {
        watch(move || {
            self.read(|groups| groups.test(key).map(|test| part(test).to_owned())).unwrap_or_default()
        })
    }
}

/// What a row of the form needs.
#[derive(Clone, Copy)]
struct Row {
    desk: Desk,
    key: u32,
    subjects: StoredValue<Vec<Subject>>,
    /// Its number on the form, from 1.
    at: Memo<usize>,
}

/// The groups, with their title.
pub(crate) fn groups(desk: Desk) -> AnyView {
    let c = console();
    let subjects = StoredValue::new(match desk {
        Desk::Chatflow => facts(c.language.get_untracked()),
        Desk::List => c.subjects(),
    });
    let keys =
        watch(move || desk.read(|groups| groups.groups().map(|key| key.to_string()).collect::<Vec<_>>()));
    let rows =
        keyed(move || keys.get(), move |key| all(key.parse().ok().map(|key| group(desk, key, subjects))));
    let (title, lead) = match desk {
        Desk::Chatflow => (Text::ConditionsTitle, Some(Text::ConditionsLead)),
        Desk::List => (Text::CriteriaTitle, None),
    };
    let none = move || {
        let none = if desk == Desk::List { Text::CriteriaNone } else { Text::NoConditions };
        keys.with(Vec::is_empty).then(|| div().class("none").child(c.say(none)))
    };
    let add_words = move || c.say(if keys.with(Vec::is_empty) { Text::AddCondition } else { Text::AddGroup });
    div()
        .class("rule-list")
        .child((
            h3().id("tests-title").child(c.say(title)),
            help(Place::Conditions, lead),
            ul().attr("aria-labelledby", "tests-title").child(rows),
            none,
            said(Place::Conditions),
            button()
                .id(Place::Conditions.id())
                .attr("type", "button")
                .class("button quiet add")
                .attr("aria-describedby", described(Place::Conditions))
                .on(leptos::ev::click, move |_| add(desk, None, subjects))
                .child((icon(Icon::Plus), span().child(add_words))),
        ))
        .into_any()
}

/// Adds a test, and puts the keyboard on it.
fn add(desk: Desk, first: Option<u32>, subjects: StoredValue<Vec<Subject>>) {
    let key = desk.read(Groups::next_key);
    desk.write(
        Some(key),
        Box::new(move |groups| {
            subjects.with_value(|subjects| {
                if let Some(subject) = subjects.first() {
                    groups.add(first, subject);
                }
            });
        }),
    );
    next_frame(move || {
        focus::to_id(&Place::Test(key).id());
    });
}

fn group(desk: Desk, first: u32, subjects: StoredValue<Vec<Subject>>) -> AnyView {
    let c = console();
    let at = watch(move || desk.read(|groups| groups.of_group(first).map_or(0, |(at, _)| at + 1)));
    let keys =
        watch(move || desk.read(|groups| groups.group(first).iter().map(u32::to_string).collect::<Vec<_>>()));
    let name = move || c.fill(Text::GroupN, &[("n", &at.get().to_string())]);
    let or = move || (at.get() > 1).then(|| span().class("or").child(c.say(Text::Or)));
    let rows = keyed(
        move || keys.get(),
        move |key| all(key.parse().ok().map(|key| row(desk, first, key, subjects))),
    );
    li().class("group")
        .child((
            or,
            div().class("tests").attr("role", "group").attr("aria-label", name).child((
                ul().child(rows),
                button()
                    .attr("type", "button")
                    .class("button quiet add")
                    .on(leptos::ev::click, move |_| add(desk, Some(first), subjects))
                    .child((icon(Icon::Plus), span().child(c.say(Text::AddCondition)))),
            )),
        ))
        .into_any()
}

fn row(desk: Desk, first: u32, key: u32, subjects: StoredValue<Vec<Subject>>) -> AnyView {
    let c = console();
    let at = watch(move || {
        desk.read(|groups| groups.tests().position(|test| test.key == key).map_or(0, |at| at + 1))
    });
    let row = Row { desk, key, subjects, at };
    let numbered = move |text: Text| move || c.fill(text, &[("n", &at.get().to_string())]);
    let and = (key != first).then(|| span().class("unseen").child(c.say(Text::And)));
    let bin = button()
        .attr("type", "button")
        .class("button quiet square")
        .attr("aria-label", numbered(Text::DeleteConditionN))
        .attr("title", numbered(Text::DeleteConditionN))
        .on(leptos::ev::click, move |_| delete(desk, key))
        .child(icon(Icon::Bin));
    li().class("rule")
        .child((
            and,
            div().attr("role", "group").attr("aria-label", numbered(Text::ConditionN)).child((
                div().class("parts three").child((what(row), how(row), value(row), bin)),
                missing(row),
            )),
        ))
        .into_any()
}

fn delete(desk: Desk, key: u32) {
    let mut groups = desk.read(Groups::clone);
    let next = groups.delete(key);
    desk.write(None, Box::new(move |all| *all = groups));
    next_frame(move || {
        focus::to_id(&next.map_or(Place::Conditions, Place::Test).id());
    });
}

/// What the edge finds about a condition, or what is missing in a criterion.
fn missing(row: Row) -> AnyView {
    let c = console();
    let place = Place::Test(row.key);
    if row.desk == Desk::Chatflow {
        return said(place);
    }
    let wrong = watch(move || {
        c.edited_list(|editor| {
            let test = editor.groups.test(row.key).filter(|test| editor.typing != Some(test.key))?;
            test.wrong().map(|text| c.say(text).to_owned())
        })
        .flatten()
    });
    let shown = move || {
        wrong.get().map(|wrong| span().class("wrong").child((icon(Icon::Warning), span().child(wrong))))
    };
    div().id(format!("{}-said", place.id())).class("said").attr("aria-live", "polite").child(shown).into_any()
}

impl Row {
    /// Its fields are told apart by its number.
    fn name(self, field: Text) -> impl Fn() -> String + Send + Clone + 'static {
        let c = console();
        move || {
            format!("{}: {}", c.fill(Text::ConditionN, &[("n", &self.at.get().to_string())]), c.say(field))
        }
    }

    fn about(self) -> Option<Subject> {
        let id = self.desk.part(self.key, |test| &test.subject).get_untracked();
        self.subjects.with_value(|all| subject(all, &id).cloned())
    }
}

/// A menu; what it shows is what `now` says.
fn menu(
    id: Option<String>,
    name: impl Fn() -> String + Send + 'static,
    all: Vec<(String, String)>,
    now: Memo<String>,
    chosen: impl Fn(String) + 'static,
) -> AnyView {
    let mut all = all;
    let first = now.get_untracked();
    // What nobody knows any more is kept, by its name, until something else is chosen.
    if all.iter().all(|(value, _)| *value != first) {
        all.push((first.clone(), first));
    }
    let one = |(value, words): (String, String)| {
        let this = value.clone();
        option().attr("value", value).flag("selected", move || now.with(|now| *now == this)).child(words)
    };
    let field = select()
        .attr("id", id)
        .class("input")
        .attr("aria-label", name)
        .on(leptos::ev::change, move |event| chosen(event_target_value(&event)))
        .child(all.into_iter().map(one).collect::<Vec<_>>());
    span().class("picked").child((field, drawn(Icon::Down, "icon down"))).into_any()
}

fn what(row: Row) -> AnyView {
    let Row { desk, key, subjects, .. } = row;
    let all = subjects.with_value(|all| all.iter().map(|one| (one.id.clone(), one.name.clone())).collect());
    let now = row.subject();
    menu(Some(Place::Test(key).id()), row.name(Text::TestSubject), all, now, move |id| {
        let kind = subjects.with_value(|all| subject(all, &id).map(|about| about.kind));
        if let Some(kind) = kind {
            desk.change(key, true, move |test| test.turn_to(&id, kind));
        }
    })
}

/// What is drawn anew when `key` says something else, and stays while somebody writes: menus and fields of another kind
/// are others, not the same with other contents.
fn anew(
    key: impl Fn() -> String + Send + Sync + 'static,
    draw: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let keys = watch(move || vec![key()]);
    keyed(move || keys.get(), move |_| draw())
}

impl Row {
    /// Its subject; of attributes the one for all.
    fn subject(self) -> Memo<String> {
        self.desk.part(
            self.key,
            |test| if test.subject.starts_with(ATTRIBUTE) { ATTRIBUTE } else { &test.subject },
        )
    }
}

fn how(row: Row) -> AnyView {
    let c = console();
    let Row { desk, key, .. } = row;
    let about = row.subject();
    let now = desk.part(key, |test| &test.op);
    anew(
        move || about.get(),
        move || {
            let all = row.about().map(|about| operators(about.kind)).unwrap_or_default();
            let all = all.into_iter().map(|(op, words)| (op.to_owned(), c.say(words).to_owned())).collect();
            menu(None, row.name(Text::TestHow), all, now, move |op| {
                desk.change(key, true, move |test| {
                    if operand(&op) != operand(&test.op) {
                        test.a.clear();
                        test.b.clear();
                    }
                    test.op = op;
                });
            })
        },
    )
}
