//! One page tried out (N1): the question. What comes back stands in `simulation_answer`.

use leptos::prelude::*;

use super::html::{
    all, button, details, div, fieldset, form, h2, input, keyed, label, legend, li, option, p, section,
    select, span, summary, ul,
};
use super::icon::{Icon, drawn, icon};
use super::simulation_answer::answer;
use crate::acts::simulation::ADDRESS_ID;
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::console;
use crate::state::circumstances::{ATTRIBUTE, DEVICES, FACTS, fact_in_words};
use crate::state::simulation::{Circumstance, Trial};
use crate::texts::Text;
use crate::watch::watch;

const ADD_ID: &str = "try-add";

/// The question and its answer. `of_edit`: about the edit in the editor around it.
pub(crate) fn simulation(of_edit: bool) -> AnyView {
    let c = console();
    c.tries.turn_to(
        c.editor.with_untracked(|editor| editor.as_ref().filter(|_| of_edit).map(|editor| editor.id.clone())),
    );
    if c.chatflows.with_untracked(Vec::is_empty) {
        c.load_chatflows();
    }
    // What was tried once follows the form.
    let question = watch(move || c.question());
    Effect::new(move |_| c.try_again_soon(question.get()));
    let (title, lead) = if of_edit {
        (Text::TryEdit, Some(p().class("lead").child(c.say(Text::TryEditLead))))
    } else {
        (Text::TryOnePage, None)
    };
    let busy = move || c.tries.answer.with(|asked| asked.busy);
    let go =
        button().attr("type", "submit").class(if of_edit { "button line" } else { "button fill" }).child((
            move || busy().then(|| drawn(Icon::Waiting, "icon spins")),
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

/// A text of the form.
fn typed(
    id: &'static str,
    described: &'static str,
    read: fn(&Trial) -> &String,
    write: fn(&mut Trial) -> &mut String,
) -> super::html::El {
    let trial = console().tries.trial;
    input()
        .id(id)
        .class("input mono")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("aria-describedby", described)
        .value(move || trial.with(|trial| read(trial).clone()))
        .on(leptos::ev::input, move |event| {
            let value = event_target_value(&event);
            trial.update(|trial| *write(trial) = value);
        })
}

fn address() -> AnyView {
    let c = console();
    let missing = c.tries.is_missing;
    let wrong = move || {
        missing
            .get()
            .then(|| span().class("wrong").child((icon(Icon::Warning), c.say(Text::TryAddressMissing))))
    };
    let field = typed(ADDRESS_ID, "try-address-note", |trial| &trial.url, |trial| &mut trial.url)
        .attr("inputmode", "url")
        .attr("placeholder", "https://")
        .attr("aria-invalid", move || missing.get().then_some("true"))
        .on(leptos::ev::input, move |_| missing.set(false));
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
    let trial = c.tries.trial;
    let known = watch(move || trial.with(|trial| trial.known));
    let one = move |id: &'static str, words: Text, is: bool| {
        let button = input()
            .id(id)
            .attr("type", "radio")
            .attr("name", "try-who")
            .flag("checked", move || known.get() == is)
            .on(leptos::ev::change, move |_| trial.update(|trial| trial.known = is));
        div().class("tick").child((button, label().attr("for", id).child(c.say(words))))
    };
    let lists = watch(move || {
        c.settings
            .with(|settings| settings.as_ref().map(|settings| settings.lists.clone()).unwrap_or_default())
    });
    let list = move |id: String, name: String| {
        let element = format!("try-list-{id}");
        let (read, write) = (id.clone(), id);
        let box_ = input()
            .id(element.clone())
            .attr("type", "checkbox")
            .flag("checked", move || trial.with(|trial| trial.lists.contains(&read)))
            .on(leptos::ev::change, move |event| {
                let on = event_target_checked(&event);
                trial.update(|trial| {
                    trial.lists.retain(|list| *list != write);
                    if on {
                        trial.lists.push(write.clone());
                    }
                });
            });
        div()
            .class("tick")
            .child((box_, label().attr("for", element).attr("dir", "auto").child(name)))
            .into_any()
    };
    let on_lists = move || {
        let lists = lists.get();
        (known.get() && !lists.is_empty()).then(|| {
            let boxes = lists.into_iter().map(|named| list(named.id.to_string(), named.name));
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

fn circumstances() -> AnyView {
    let c = console();
    let trial = c.tries.trial;
    let keys = watch(move || {
        trial.with(|trial| trial.circumstances.iter().map(|row| row.key.to_string()).collect::<Vec<_>>())
    });
    let rows = keyed(move || keys.get(), move |key| all(key.parse().ok().map(circumstance)));
    let add = button()
        .id(ADD_ID)
        .attr("type", "button")
        .class("button quiet add")
        .on(leptos::ev::click, move |_| {
            let key = trial.try_update(|trial| trial.add_circumstance(FACTS[0], DEVICES[0]));
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
fn part(key: u32, read: fn(&Circumstance) -> String) -> Memo<String> {
    let trial = console().tries.trial;
    watch(move || {
        trial.with(|trial| trial.at(key).map(|at| read(&trial.circumstances[at])).unwrap_or_default())
    })
}

fn change(trial: RwSignal<Trial>, key: u32, write: impl FnOnce(&mut Circumstance)) {
    trial.update(|trial| {
        if let Some(at) = trial.at(key) {
            write(&mut trial.circumstances[at]);
        }
    });
}

fn circumstance(key: u32) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let trial = c.tries.trial;
    let named = move |text: Text| {
        move || {
            let n = trial.with(|trial| trial.at(key).unwrap_or_default()) + 1;
            c.fill(text, &[("n", &n.to_string())])
        }
    };
    let fact = part(key, |row| row.fact.clone());
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
            change(trial, key, move |row| {
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
                change(trial, key, move |row| write(row, typed));
            })
    };
    let value = part(key, |row| row.value.clone());
    let device = move |name: &'static str| {
        option().attr("value", name).flag("selected", move || value.with(|value| value == name)).child(name)
    };
    let kind = watch(move || fact.with(|fact| (fact == FACTS[0], fact == ATTRIBUTE)));
    let operand = move || {
        let (is_device, is_attribute) = kind.get();
        if is_device {
            let menu = select()
                .class("input")
                .attr("aria-label", named(Text::TryFactValue))
                .on(leptos::ev::change, move |event| {
                    let typed = event_target_value(&event);
                    change(trial, key, move |row| row.value = typed);
                })
                .child(DEVICES.map(device));
            return all(span().class("picked").child((menu, drawn(Icon::Down, "icon down"))));
        }
        let name = is_attribute.then(|| {
            text(Text::TryFactName, part(key, |row| row.name.clone()), |row, typed| row.name = typed)
        });
        all((name, text(Text::TryFactValue, value, |row, typed| row.value = typed)))
    };
    let bin = button()
        .attr("type", "button")
        .class("button quiet square")
        .attr("aria-label", named(Text::TryDeleteFact))
        .attr("title", named(Text::TryDeleteFact))
        .on(leptos::ev::click, move |_| {
            trial.update(|trial| trial.circumstances.retain(|row| row.key != key));
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
    let is_open = c.tries.trial.with_untracked(|trial| !trial.decision.is_empty());
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
