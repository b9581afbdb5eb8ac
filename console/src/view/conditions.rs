//! Groups of tests on a form: the criteria of a smart list, and the conditions of a chatflow.
//!
//! Knows how a test is written, by what its subject holds and what its operator compares with. Where the groups are
//! kept, the [`Desk`] knows.

use leptos::prelude::*;

use super::form::{described, help, is_wrong, said};
use super::html::{
    all, button, code, div, fieldset, h3, input, keyed, label, legend, li, option, select, span, textarea, ul,
};
use super::icon::{Icon, drawn, icon};
use crate::browser::timer::next_frame;
use crate::browser::{clock, focus};
use crate::console::console;
use crate::state::chatflow_findings::Place;
use crate::state::circumstances::ATTRIBUTE;
use crate::state::conditions::{Groups, Test, lines};
use crate::state::conditions_words::{Kind, Operand, Subject, facts, operand, operators, subject};
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
            Self::List => c.write_list(|editor| editor.typing = None),
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

fn value(row: Row) -> AnyView {
    let Row { desk, key, .. } = row;
    let about = row.subject();
    let op = desk.part(key, |test| &test.op);
    let fields = anew(
        move || format!("{} {}", op.with(|op| operand(op) as u32), about.get()),
        move || {
            let is_attribute = about.with_untracked(|about| about == ATTRIBUTE);
            all((is_attribute.then(|| attribute(row)), fields(row, op.with_untracked(|op| operand(op)))))
        },
    );
    div().class("operand").child(fields).into_any()
}

fn fields(row: Row, with: Operand) -> AnyView {
    let options = row.about().map(|about| about.options).unwrap_or_default();
    let (first, second): (Part, Part) = (|test| &test.a, |test| &test.b);
    match with {
        Operand::Nothing => ().into_any(),
        Operand::Several if options.is_empty() => several(row),
        Operand::Several => ticks(row, options),
        Operand::List => chosen(row, options),
        Operand::Text if row.about().is_some_and(|about| about.kind == Kind::Choice) => chosen(row, options),
        Operand::Text => text(row, "text", first, options),
        Operand::Number => text(row, "number", first, Vec::new()),
        Operand::Days => text(row, "number", first, Vec::new()),
        Operand::Numbers => {
            all((text(row, "number", first, Vec::new()), dash(), text(row, "number", second, Vec::new())))
        }
        Operand::Date => text(row, "date", first, Vec::new()),
        Operand::Dates => {
            all((text(row, "date", first, Vec::new()), dash(), text(row, "date", second, Vec::new())))
        }
    }
}

fn dash() -> AnyView {
    code().attr("aria-hidden", "true").child("–").into_any()
}

/// A field of one line. Dates are written as the platform's field has them, and kept in ms.
fn text(row: Row, kind: &'static str, part: Part, suggested: Vec<(String, String)>) -> AnyView {
    let Row { desk, key, .. } = row;
    let place = Place::Test(key);
    let is_second = part(&Test { b: "b".to_owned(), ..Test::default() }) == "b";
    let now = desk.part(key, part);
    let is_date = kind == "date";
    let shown = move || {
        let now = now.get();
        if is_date { now.parse().map_or_else(|_| String::new(), clock::day_of) } else { now }
    };
    let list = format!("{}-values", place.id());
    let suggestions = (!suggested.is_empty()).then(|| {
        let one = |(value, _): (String, String)| option().attr("value", value);
        super::html::datalist().id(list.clone()).child(suggested.into_iter().map(one).collect::<Vec<_>>())
    });
    let field = input()
        .class("input")
        .attr("type", kind)
        .attr("dir", "auto")
        .attr("step", "any")
        .attr("list", suggestions.is_some().then_some(list))
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-label", row.name(if is_second { Text::TestTo } else { Text::TestValue }))
        .attr("aria-describedby", described(place))
        .attr("aria-invalid", is_wrong(place))
        .value(shown)
        .on(leptos::ev::input, move |event| {
            let typed = event_target_value(&event);
            let typed = if is_date {
                clock::day_begins(&typed).map(|at| at.to_string()).unwrap_or_default()
            } else {
                typed
            };
            desk.change(key, true, move |test| *(if is_second { &mut test.b } else { &mut test.a }) = typed);
        })
        .on(leptos::ev::blur, move |_| desk.left(key));
    all((field, suggestions))
}

/// The name of an attribute that the page sets.
fn attribute(row: Row) -> AnyView {
    let Row { desk, key, .. } = row;
    let now = desk.part(key, |test| test.subject.strip_prefix(ATTRIBUTE).unwrap_or_default());
    input()
        .class("input mono")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("aria-label", row.name(Text::AttributeName))
        .attr("placeholder", "cart_value")
        .value(move || now.get())
        .on(leptos::ev::input, move |event| {
            let name = event_target_value(&event);
            desk.change(key, true, move |test| test.subject = format!("{ATTRIBUTE}{}", name.trim()));
        })
        .on(leptos::ev::blur, move |_| desk.left(key))
        .into_any()
}

/// Several texts, one a line.
fn several(row: Row) -> AnyView {
    let c = console();
    let Row { desk, key, .. } = row;
    let now = desk.part(key, |test| &test.a);
    textarea()
        .class("input tall")
        .attr("rows", "2")
        .attr("dir", "auto")
        .attr("placeholder", c.say(Text::TestSeveral))
        .attr("aria-label", row.name(Text::TestValue))
        .attr("aria-describedby", described(Place::Test(key)))
        .value(move || now.get())
        .on(leptos::ev::input, move |event| {
            let typed = event_target_value(&event);
            desk.change(key, true, move |test| test.a = typed);
        })
        .on(leptos::ev::blur, move |_| desk.left(key))
        .into_any()
}

/// One of a few.
fn chosen(row: Row, options: Vec<(String, String)>) -> AnyView {
    let Row { desk, key, .. } = row;
    let mut options = options;
    let now = desk.part(key, |test| &test.a);
    if now.with_untracked(String::is_empty) {
        options.insert(0, (String::new(), "–".to_owned()));
    }
    menu(None, row.name(Text::TestValue), options, now, move |value| {
        desk.change(key, false, move |test| test.a = value);
    })
}

/// Any of a few.
fn ticks(row: Row, options: Vec<(String, String)>) -> AnyView {
    let c = console();
    let Row { desk, key, .. } = row;
    let mut options = options;
    let now = desk.part(key, |test| &test.a);
    for gone in lines(&now.get_untracked()) {
        if options.iter().all(|(value, _)| value != gone) {
            options.push((gone.to_owned(), c.fill(Text::ListGone, &[("id", gone)])));
        }
    }
    let one = |(n, (value, words)): (usize, (String, String))| {
        let id = format!("{}-{n}", Place::Test(key).id());
        let this = value.clone();
        let box_ = input()
            .id(id.clone())
            .attr("type", "checkbox")
            .flag("checked", move || now.with(|now| lines(now).any(|line| line == this)))
            .on(leptos::ev::change, move |event| {
                let (value, on) = (value.clone(), event_target_checked(&event));
                desk.change(key, false, move |test| {
                    let mut all: Vec<String> =
                        lines(&test.a).filter(|line| *line != value).map(str::to_owned).collect();
                    if on {
                        all.push(value);
                    }
                    test.a = all.join("\n");
                });
            });
        div().class("tick").child((box_, label().attr("for", id).attr("dir", "auto").child(words)))
    };
    fieldset()
        .class("field")
        .child((
            legend().class("unseen").child(row.name(Text::TestValue)),
            options.into_iter().enumerate().map(one).collect::<Vec<_>>(),
        ))
        .into_any()
}
