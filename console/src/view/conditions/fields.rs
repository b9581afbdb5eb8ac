//! What a test compares with, as fields of a form: a text, a number, dates, some of a few.
//!
//! Knows which fields an operator asks for and how each writes its part. Where the groups are kept, the
//! [`Desk`](super::Desk) knows.

use crate::reactive::*;

use super::super::form::{described, is_wrong};
use super::super::html::{all, code, datalist, div, fieldset, input, label, legend, option, textarea};
use super::{Part, Row, anew, menu};
use crate::browser::clock;
use crate::console::console;
use crate::state::chatflow_findings::Place;
use crate::state::circumstances::ATTRIBUTE;
use crate::state::conditions::{Test, lines};
use crate::state::conditions_words::{Kind, Operand, operand};
use crate::texts::Text;

pub(super) fn value(row: Row) -> AnyView {
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
        datalist().id(list.clone()).child(suggested.into_iter().map(one).collect::<Vec<_>>())
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
