//! The filter's form, and what is filtered in a plain sentence (S111–S114, P48).

use crate::reactive::*;

use super::html::{all, button, div, fieldset, input, keyed, legend, option, p, section, select, span};
use super::icon::{Icon, drawn, icon};
use crate::acts::finding::FILTER_ID;
use crate::console::{Ask, console};
use crate::state::filter::{Draft, Field, Test};
use crate::state::found::Found;
use crate::state::saved::SavedView;
use crate::texts::Text;
use crate::watch::watch;

/// What the list is narrowed by, and what can be done with that.
pub(crate) fn filter_line() -> AnyView {
    let c = console();
    let shown = watch(move || match c.found() {
        Some(found @ Found::Filter(_)) => Some((c.filter_of(&found), None)),
        Some(Found::Saved(id)) => {
            // How many there are is told elsewhere, and changes often.
            let saved =
                c.views.with(|views| views.saved(&id).map(|view| SavedView { count: 0, ..view.clone() }));
            Some((saved.as_ref().map(|view| view.filter.clone()), saved))
        }
        _ => None,
    });
    let drawn = move || {
        shown.get().map(|(filter, saved)| {
            let Some(filter) = filter else {
                return p().class("filter-line small faint").child(c.say(Text::ViewGone)).into_any();
            };
            let words = {
                let filter = filter.clone();
                move || c.in_words(&filter)
            };
            div()
                .class("filter-line")
                .child((p().attr("dir", "auto").child(words), filter_acts(saved, filter.to_string())))
                .into_any()
        })
    };
    all(drawn)
}

fn filter_acts(saved: Option<SavedView>, filter: String) -> AnyView {
    let c = console();
    let act = |text: Text, act: Box<dyn Fn()>| {
        button()
            .attr("type", "button")
            .class("link small")
            .on(leptos::ev::click, move |_| act())
            .child(c.say(text))
    };
    let acts = match saved {
        None => {
            let ask = Ask::SaveView { id: None, name: String::new(), shared: false, filter };
            vec![
                act(Text::ViewSave, Box::new(move || c.ask.set(Some(ask.clone())))),
                act(
                    Text::FilterClear,
                    Box::new(move || {
                        c.filter.set(None);
                        c.look_for(None);
                        c.catch_focus(FILTER_ID);
                    }),
                ),
            ]
        }
        Some(view) => {
            let (id, name) = (view.id.clone(), view.name.clone());
            let ask = Ask::SaveView { id: Some(view.id), name: view.name, shared: view.shared, filter };
            vec![
                act(Text::ViewEdit, Box::new(move || c.ask.set(Some(ask.clone())))),
                act(
                    Text::ViewDelete,
                    Box::new(move || {
                        c.ask.set(Some(Ask::DeleteView(id.clone(), name.clone())));
                    }),
                ),
            ]
        }
    };
    div().class("line-acts").child(acts).into_any()
}

/// The form; nothing while it is shut.
pub(crate) fn filter_bar() -> AnyView {
    let c = console();
    let is_open = watch(move || c.filter.with(Option::is_some));
    all(move || is_open.get().then(form))
}

fn draft<T: Default>(read: impl FnOnce(&Draft) -> T) -> T {
    console().filter.with(|draft| draft.as_ref().map(read)).unwrap_or_default()
}

fn form() -> AnyView {
    let c = console();
    let groups = watch(move || draft(|draft| draft.groups.len()));
    let several = watch(move || groups.get() > 1);
    let between = move || {
        several.get().then(|| {
            let value = move || draft(|draft| draft.any);
            joint(Text::FilterGroups, value, Box::new(|draft, any| draft.any = any))
        })
    };
    let all_groups = keyed(
        move || (0..groups.get()).map(|at| at.to_string()).collect(),
        |at| at.parse().map_or_else(|_| ().into_any(), group),
    );
    section()
        .class("filter-form")
        .attr("aria-label", c.say(Text::FilterOpen))
        .child((
            between,
            all_groups,
            div().class("form-acts").child((
                button()
                    .attr("type", "button")
                    .class("button low add")
                    .on(leptos::ev::click, move |_| c.write_filter(Draft::add_group))
                    .child((icon(Icon::Plus), c.say(Text::FilterAddGroup))),
                button()
                    .attr("type", "button")
                    .class("button line low")
                    .on(leptos::ev::click, move |_| {
                        c.filter.set(None);
                        c.catch_focus(FILTER_ID);
                    })
                    .child(c.say(Text::FilterShut)),
            )),
        ))
        .into_any()
}

type WriteJoint = Box<dyn Fn(&mut Draft, bool)>;

fn joint(name: Text, value: impl Fn() -> bool + Copy + Send + 'static, write: WriteJoint) -> AnyView {
    let c = console();
    let choice = |any: bool, text: Text| {
        option().attr("value", any.to_string()).flag("selected", move || value() == any).child(c.say(text))
    };
    let changed = move |any: String| c.write_filter(|draft| write(draft, any == "true"));
    picked(
        select()
            .attr("aria-label", c.say(name))
            .on(leptos::ev::change, move |event| changed(event_target_value(&event)))
            .child((choice(false, Text::FilterAll), choice(true, Text::FilterAny)))
            .into_any(),
    )
}

fn picked(select: AnyView) -> AnyView {
    span().class("pick").child((select, drawn(Icon::Down, "icon down"))).into_any()
}

fn group(at: usize) -> AnyView {
    let c = console();
    let keys = watch(move || {
        draft(|draft| {
            let tests = draft.groups.get(at).map(|group| group.tests.as_slice()).unwrap_or_default();
            tests.iter().map(|test| test.key.to_string()).collect::<Vec<_>>()
        })
    });
    let any = move || draft(|draft| draft.groups.get(at).is_some_and(|group| group.any));
    let write: WriteJoint = Box::new(move |draft, any| {
        if let Some(group) = draft.groups.get_mut(at) {
            group.any = any;
        }
    });
    fieldset()
        .class("filter-group")
        .child((
            legend().class("unseen").child(c.say(Text::FilterGroup)),
            div()
                .class("joint small")
                .child((span().child(c.say(Text::FilterHold)), joint(Text::FilterHold, any, write))),
            keyed(move || keys.get(), |key| key.parse().map_or_else(|_| ().into_any(), test)),
            button()
                .attr("type", "button")
                .class("button low add")
                .on(leptos::ev::click, move |_| c.write_filter(|draft| draft.add(at, Field::Label, "")))
                .child((icon(Icon::Plus), c.say(Text::FilterAddTest))),
        ))
        .into_any()
}

fn of_test<T: Default>(key: u32, read: impl FnOnce(&Test) -> T) -> T {
    draft(|draft| {
        let test = draft.groups.iter().flat_map(|group| &group.tests).find(|test| test.key == key);
        test.map(read).unwrap_or_default()
    })
}

fn test(key: u32) -> AnyView {
    let c = console();
    let field = watch(move || of_test(key, |test| Some(test.field)));
    let not = watch(move || of_test(key, |test| test.not));
    let write = move |write: Box<dyn FnOnce(&mut Test)>| {
        c.write_filter(|draft| {
            if let Some(test) = draft.test(key) {
                write(test);
            }
        });
    };
    let fields = Field::ALL.map(|choice| {
        option()
            .attr("value", choice.name())
            .flag("selected", move || field.get() == Some(choice))
            .child(c.say(choice.title()))
    });
    let choose_field = select()
        .attr("aria-label", c.say(Text::FilterField))
        .on(leptos::ev::change, move |event| {
            if let Some(field) = Field::of(&event_target_value(&event)) {
                write(Box::new(move |test| {
                    test.field = field;
                    test.value.clear();
                    test.until.clear();
                }));
            }
        })
        .child(fields);
    let verb = move |is_not: bool| {
        let words = move || {
            let typed = field.get().is_some_and(Field::is_typed);
            c.say(match (typed, is_not) {
                (false, false) => Text::FilterIs,
                (false, true) => Text::FilterIsNot,
                (true, false) => Text::FilterContains,
                (true, true) => Text::FilterContainsNot,
            })
        };
        option().attr("value", is_not.to_string()).flag("selected", move || not.get() == is_not).child(words)
    };
    let choose_verb = select()
        .attr("aria-label", c.say(Text::FilterVerb))
        .on(leptos::ev::change, move |event| {
            let is_not = event_target_value(&event) == "true";
            write(Box::new(move |test| test.not = is_not));
        })
        .child((verb(false), verb(true)));
    let value = move || field.get().map(|field| value(key, field));
    let remove = button()
        .attr("type", "button")
        .class("button quiet square tiny")
        .attr("aria-label", c.say(Text::FilterRemove))
        .on(leptos::ev::click, move |_| {
            c.write_filter(|draft| draft.remove(key));
            c.catch_focus(FILTER_ID);
        })
        .child(icon(Icon::Cross));
    div()
        .class("filter-test")
        .child((picked(choose_field.into_any()), picked(choose_verb.into_any()), value, remove))
        .into_any()
}

/// The value of a test: chosen, typed, or two days.
fn value(key: u32, field: Field) -> AnyView {
    let c = console();
    let now = watch(move || of_test(key, |test| test.value.clone()));
    let until = watch(move || of_test(key, |test| test.until.clone()));
    let set = move |is_until: bool, value: String| {
        c.write_filter(|draft| {
            if let Some(test) = draft.test(key) {
                *(if is_until { &mut test.until } else { &mut test.value }) = value;
            }
        });
    };
    if field.is_span() {
        let day = move |is_until: bool, name: Text| {
            input()
                .class("input slim")
                .attr("type", "date")
                .attr("aria-label", c.say(name))
                .value(move || if is_until { until.get() } else { now.get() })
                .on(leptos::ev::change, move |event| set(is_until, event_target_value(&event)))
        };
        return div()
            .class("span")
            .child((day(false, Text::FilterFromDay), day(true, Text::FilterUntilDay)))
            .into_any();
    }
    if field.is_typed() {
        return input()
            .class("input slim")
            .attr("type", "text")
            .attr("dir", "auto")
            .attr("maxlength", "200")
            .attr("autocomplete", "off")
            .attr("aria-label", c.say(Text::FilterValue))
            .value(move || now.get())
            .on(leptos::ev::change, move |event| set(false, event_target_value(&event)))
            .into_any();
    }
    let choices = move || {
        let mut all = c.values(field);
        let chosen = now.get();
        // What is chosen is offered, whether or not anybody still knows it.
        if all.iter().all(|(id, _)| *id != chosen) {
            let name = if chosen.is_empty() { c.say(Text::FilterPick).to_owned() } else { chosen.clone() };
            all.insert(0, (chosen.clone(), name));
        }
        let one = |(id, name): (String, String)| {
            let is_it = id == chosen;
            option().attr("value", id).flag("selected", move || is_it).child(name)
        };
        all.into_iter().map(one).collect::<Vec<_>>()
    };
    picked(
        select()
            .attr("aria-label", c.say(Text::FilterValue))
            .on(leptos::ev::change, move |event| set(false, event_target_value(&event)))
            .child(choices)
            .into_any(),
    )
}
