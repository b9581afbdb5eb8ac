//! One page tried out (N1): the question. What comes back stands in `simulation_answer`.

use crate::reactive::*;

use super::html::{
    El, all, button, details, div, fieldset, form, h2, input, keyed, label, legend, li, option, p, section,
    select, span, summary, ul,
};
use super::icon::{Icon, drawn, icon};
use super::simulation_answer::answer;
use crate::acts::simulation::ADDRESS_ID;
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::{Console, console};
use crate::state::circumstances::{ATTRIBUTE, DEVICES, FACTS, fact_in_words};
use crate::state::simulation::{Circumstance, Trial};
use crate::texts::Text;
use crate::watch::watch;

const ADD_ID: &str = "try-add";

/// The question and its answer. `of_edit`: about the edit in the editor around it.
pub(crate) fn simulation(of_edit: bool) -> AnyView {
    let c = console();
    c.turn_tries(of_edit);
    if c.chatflows.with_untracked(Vec::is_empty) {
        c.load_chatflows();
    }
    // What was tried once follows the form.
    let question = watch(move || c.question_text());
    Effect::new(move |_| question.with(|question| c.try_again_soon(question)));
    let (title, lead) = if of_edit {
        (Text::TryEdit, Some(p().class("lead").child(c.say(Text::TryEditLead))))
    } else {
        (Text::TryOnePage, None)
    };
    let busy = watch(move || c.tries.with(|tries| tries.answer.busy));
    let go =
        button().attr("type", "submit").class(if of_edit { "button line" } else { "button fill" }).child((
            move || busy.get().then(|| drawn(Icon::Waiting, "icon spins")),
            span().child(c.say(if of_edit { Text::TryEdit } else { Text::TryNow })),
        ));
    let question = form()
        .class("asks")
        .attr("novalidate", "")
        .on(leptos::ev::submit, move |event| {
            event.prevent_default();
            c.try_now();
        })
        .child((address(), who(), circumstances(), decision(), div().class("acts").child(go)));
    section()
        .class("card part")
        .attr("aria-label", c.say(title))
        .child((h2().child(c.say(title)), lead, question, answer(of_edit)))
        .into_any()
}

/// Something of the form. Reactive.
fn read<T: PartialEq + Send + Sync + 'static>(read: impl Fn(&Trial) -> T + Send + Sync + 'static) -> Memo<T> {
    let c = console();
    watch(move || c.tries.with(|tries| read(&tries.trial)))
}

/// Writes to the form.
fn write(c: Console, write: impl FnOnce(&mut Trial)) {
    c.tries.update(|tries| write(&mut tries.trial));
}

/// A text of the form.
fn typed(
    id: &'static str,
    described: &'static str,
    at: fn(&Trial) -> &String,
    at_mut: fn(&mut Trial) -> &mut String,
) -> El {
    let c = console();
    let now = read(move |trial| at(trial).clone());
    input()
        .id(id)
        .class("input mono")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("aria-describedby", described)
        .value(move || now.get())
        .on(leptos::ev::input, move |event| {
            let value = event_target_value(&event);
            write(c, |trial| *at_mut(trial) = value);
        })
}

fn address() -> AnyView {
    let c = console();
    let missing = watch(move || c.tries.with(|tries| tries.is_missing));
    let wrong = move || {
        missing
            .get()
            .then(|| span().class("wrong").child((icon(Icon::Warning), c.say(Text::TryAddressMissing))))
    };
    let field = typed(ADDRESS_ID, "try-address-note", |trial| &trial.url, |trial| &mut trial.url)
        .attr("inputmode", "url")
        .attr("placeholder", "https://")
        .attr("aria-invalid", move || missing.get().then_some("true"))
        .on(leptos::ev::input, move |_| c.tries.update(|tries| tries.is_missing = false));
    div()
        .class("field")
        .child((
            label().attr("for", ADDRESS_ID).child(c.say(Text::TryAddress)),
            field,
            div().id("try-address-note").attr("aria-live", "polite").child(wrong),
        ))
        .into_any()
}

fn who() -> AnyView {
    let c = console();
    let known = read(|trial| trial.known);
    let one = move |id: &'static str, words: Text, is: bool| {
        let button = input()
            .id(id)
            .attr("type", "radio")
            .attr("name", "try-who")
            .flag("checked", move || known.get() == is)
            .on(leptos::ev::change, move |_| write(c, |trial| trial.known = is));
        div().class("tick").child((button, label().attr("for", id).child(c.say(words))))
    };
    let lists = watch(move || c.lists_by_name());
    let on_lists = move || {
        let lists = lists.get();
        (known.get() && !lists.is_empty()).then(|| {
            let boxes =
                lists.iter().filter_map(|list| list.split_once('\n')).map(|(id, name)| on_list(id, name));
            fieldset().class("field under").child((
                legend().child(c.say(Text::TryOnLists)),
                div().class("ticks").child(boxes.collect::<Vec<_>>()),
            ))
        })
    };
    fieldset()
        .class("field")
        .child((
            legend().child(c.say(Text::TryWho)),
            div().class("ticks").child((
                one("try-unknown", Text::TryStranger, false),
                one("try-known", Text::TryKnown, true),
            )),
            on_lists,
        ))
        .into_any()
}

fn on_list(id: &str, name: &str) -> AnyView {
    let c = console();
    let element = format!("try-list-{id}");
    let (this, id) = (id.to_owned(), id.to_owned());
    let is_on = read(move |trial| trial.lists.contains(&this));
    let box_ = input().id(element.clone()).attr("type", "checkbox").flag("checked", move || is_on.get()).on(
        leptos::ev::change,
        move |event| {
            let on = event_target_checked(&event);
            write(c, |trial| {
                trial.lists.retain(|list| *list != id);
                if on {
                    trial.lists.push(id.clone());
                }
            });
        },
    );
    let words = label().attr("for", element).attr("dir", "auto").child(name.to_owned());
    div().class("tick").child((box_, words)).into_any()
}

fn circumstances() -> AnyView {
    let c = console();
    let keys = read(|trial| trial.circumstances.iter().map(|row| row.key.to_string()).collect::<Vec<_>>());
    let rows = keyed(move || keys.get(), move |key| all(key.parse().ok().map(circumstance)));
    let add = button()
        .id(ADD_ID)
        .attr("type", "button")
        .class("button quiet add")
        .on(leptos::ev::click, move |_| {
            let key = c.tries.try_update(|tries| tries.trial.add_circumstance(FACTS[0], DEVICES[0]));
            next_frame(move || {
                focus::to_id(&format!("try-fact-{}", key.unwrap_or_default()));
            });
        })
        .child((icon(Icon::Plus), span().child(c.say(Text::TryAddFact))));
    div()
        .class("field")
        .child((ul().class("facts").attr("aria-label", c.say(Text::TryCircumstances)).child(rows), add))
        .into_any()
}

/// A part of a circumstance that is still there. Reactive.
fn part(key: u32, of: fn(&Circumstance) -> &String) -> Memo<String> {
    read(move |trial| trial.at(key).map(|at| of(&trial.circumstances[at]).clone()).unwrap_or_default())
}

fn change(c: Console, key: u32, change: impl FnOnce(&mut Circumstance)) {
    write(c, |trial| {
        if let Some(at) = trial.at(key) {
            change(&mut trial.circumstances[at]);
        }
    });
}

fn circumstance(key: u32) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let at = read(move |trial| trial.at(key).unwrap_or_default() + 1);
    let named = move |text: Text| move || c.fill(text, &[("n", &at.get().to_string())]);
    let fact = part(key, |row| &row.fact);
    let choice = move |value: &'static str, words: String| {
        option()
            .attr("value", value)
            .flag("selected", move || fact.with(|fact| fact == value))
            .child(words)
            .into_any()
    };
    let facts = FACTS.into_iter().chain([ATTRIBUTE]).map(|fact| choice(fact, fact_in_words(fact, language)));
    let facts = select()
        .id(format!("try-fact-{key}"))
        .class("input")
        .attr("aria-label", named(Text::TryFactN))
        .on(leptos::ev::change, move |event| {
            let fact = event_target_value(&event);
            change(c, key, move |row| {
                row.value = if fact == FACTS[0] { DEVICES[0].to_owned() } else { String::new() };
                row.fact = fact;
            });
        })
        .child(facts.collect::<Vec<_>>());
    let text = move |label: Text, value: Memo<String>, write: fn(&mut Circumstance, String)| {
        input()
            .class("input")
            .attr("type", "text")
            .attr("dir", "auto")
            .attr("autocomplete", "off")
            .attr("autocapitalize", "none")
            .attr("spellcheck", "false")
            .attr("aria-label", named(label))
            .value(move || value.get())
            .on(leptos::ev::input, move |event| {
                let typed = event_target_value(&event);
                change(c, key, move |row| write(row, typed));
            })
    };
    let value = part(key, |row| &row.value);
    let device = move |name: &'static str| {
        option().attr("value", name).flag("selected", move || value.with(|value| value == name)).child(name)
    };
    let is_device = watch(move || fact.with(|fact| fact == FACTS[0]));
    let is_attribute = watch(move || fact.with(|fact| fact == ATTRIBUTE));
    let operand = move || {
        if is_device.get() {
            let menu = select()
                .class("input")
                .attr("aria-label", named(Text::TryFactValue))
                .on(leptos::ev::change, move |event| {
                    let typed = event_target_value(&event);
                    change(c, key, move |row| row.value = typed);
                })
                .child(DEVICES.map(device));
            return all(span().class("picked").child((menu, drawn(Icon::Down, "icon down"))));
        }
        let name = is_attribute
            .get()
            .then(|| text(Text::TryFactName, part(key, |row| &row.name), |row, typed| row.name = typed));
        all((name, text(Text::TryFactValue, value, |row, typed| row.value = typed)))
    };
    let bin = button()
        .attr("type", "button")
        .class("button quiet square")
        .attr("aria-label", named(Text::TryDeleteFact))
        .attr("title", named(Text::TryDeleteFact))
        .on(leptos::ev::click, move |_| {
            write(c, |trial| trial.circumstances.retain(|row| row.key != key));
            focus::to_id(ADD_ID);
        })
        .child(icon(Icon::Bin));
    li().class("rule")
        .child(div().class("parts").child((
            span().class("picked").child((facts, drawn(Icon::Down, "icon down"))),
            div().class("operand").child(operand),
            bin,
        )))
        .into_any()
}

fn decision() -> AnyView {
    let c = console();
    let id = "try-decision";
    let is_open = c.tries.with_untracked(|tries| !tries.trial.decision.is_empty());
    details()
        .class("field more-of-it")
        .attr("open", is_open.then_some(""))
        .child((
            summary().child(c.say(Text::TryReplay)),
            label().attr("for", id).child(c.say(Text::TryDecision)),
            typed(id, "try-decision-help", |trial| &trial.decision, |trial| &mut trial.decision),
            span().id("try-decision-help").class("help").child(c.say(Text::TryDecisionHelp)),
        ))
        .into_any()
}
