//! The decisions that an owner expects (N7), as a part of the chatflow's form.

use crate::reactive::*;
use conversation::ids::ChatflowId;
use protocol::simulation::Expected;
use targeting::VisitorFacts;

use super::form::{described, is_wrong, said};
use super::html::{all, button, div, h2, input, keyed, li, option, p, section, select, span, ul};
use super::icon::{Icon, drawn, icon};
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::console;
use crate::state::chatflow_findings::Place;
use crate::state::expected::{in_words, visitor, who};
use crate::texts::Text;
use crate::watch::watch;

const ADD_ID: &str = "add-expected";

/// The part.
pub(crate) fn expected() -> AnyView {
    let c = console();
    let count = watch(move || c.draft(|draft| draft.expected.len()).unwrap_or_default());
    // A row is its number: what it says follows the draft.
    let keys = move || (0..count.get()).map(|n| n.to_string()).collect();
    let rows = keyed(keys, move |key| all(key.parse().ok().map(row)));
    let none = move || (count.get() == 0).then(|| div().class("none").child(c.say(Text::ExpectNone)));
    let add = button()
        .id(ADD_ID)
        .attr("type", "button")
        .class("button quiet add")
        .on(leptos::ev::click, move |_| {
            let n = count.get_untracked();
            c.write_draft(
                // Nobody is told that an address is missing before they could write one.
                Some(Place::Expected(n)),
                Box::new(|draft| {
                    let (url, visitor) = (String::new(), VisitorFacts::default());
                    draft.expected.push(Expected { url, visitor, show: None });
                }),
            );
            next_frame(move || {
                focus::to_id(&Place::Expected(n).id());
            });
        })
        .child((icon(Icon::Plus), span().child(c.say(Text::ExpectAdd))));
    section()
        .class("card part expecting")
        .attr("aria-label", c.say(Text::ExpectTitle))
        .child((
            h2().child(c.say(Text::ExpectTitle)),
            p().class("lead").child(c.say(Text::ExpectLead)),
            ul().attr("aria-label", c.say(Text::ExpectTitle)).child(rows),
            none,
            add,
        ))
        .into_any()
}

/// A part of one that is still there, as a text. Reactive.
fn part(n: usize, read: fn(&Expected) -> String) -> Memo<String> {
    let c = console();
    watch(move || c.draft(|draft| draft.expected.get(n).map(read)).flatten().unwrap_or_default())
}

fn write(n: usize, typing: bool, write: impl FnOnce(&mut Expected) + 'static) {
    console().write_draft(
        typing.then_some(Place::Expected(n)),
        Box::new(move |draft| {
            if let Some(expected) = draft.expected.get_mut(n) {
                write(expected);
            }
        }),
    );
}

fn row(n: usize) -> AnyView {
    let c = console();
    let place = Place::Expected(n);
    let named = move |text: Text| c.fill(text, &[("n", &(n + 1).to_string())]);
    let url = part(n, |expected| expected.url.clone());
    let address = input()
        .id(place.id())
        .class("input mono")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("inputmode", "url")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("placeholder", "https://")
        .attr("aria-label", named(Text::ExpectAddress))
        .attr("aria-describedby", described(place))
        .attr("aria-invalid", is_wrong(place))
        .value(move || url.get())
        .on(leptos::ev::input, move |event| {
            let typed = event_target_value(&event);
            write(n, true, move |expected| expected.url = typed);
        })
        .on(leptos::ev::blur, move |_| c.left(place));
    let act = |words: Text, picture: Icon| {
        button()
            .attr("type", "button")
            .class("button quiet square")
            .attr("aria-label", named(words))
            .attr("title", named(words))
            .child(icon(picture))
    };
    let try_it = act(Text::ExpectTry, Icon::Eye).on(leptos::ev::click, move |_| {
        let expected = untrack(|| c.draft(|draft| draft.expected.get(n).cloned())).flatten();
        if let Some(expected) = expected {
            c.try_expected(&expected);
        }
    });
    let bin = act(Text::ExpectDelete, Icon::Bin).on(leptos::ev::click, move |_| {
        c.write_draft(
            None,
            Box::new(move |draft| {
                if n < draft.expected.len() {
                    draft.expected.remove(n);
                }
            }),
        );
        focus::to_id(ADD_ID);
    });
    let group = div()
        .attr("role", "group")
        .attr("aria-label", named(Text::ExpectN))
        .child((div().class("parts").child((address, whose(n), shown(n), try_it, bin)), said(place)));
    li().class("rule").child(group).into_any()
}

/// A menu that follows what it reads: its choices, value and words with a line break between them, may come later.
fn menu(
    name: String,
    choices: impl Fn() -> Vec<String> + Send + Sync + 'static,
    now: Memo<String>,
    choose: impl Fn(String) + 'static,
) -> AnyView {
    let choices = watch(choices);
    let options = move || {
        let one = |choice: String| {
            let (value, words) = choice.split_once('\n').unwrap_or((&choice, &choice));
            let this = value.to_owned();
            option()
                .attr("value", value.to_owned())
                .flag("selected", move || now.with(|now| *now == this))
                .child(words.to_owned())
                .into_any()
        };
        choices.get().into_iter().map(one).collect::<Vec<_>>()
    };
    let menu = select()
        .class("input")
        .attr("aria-label", name)
        .on(leptos::ev::change, move |event| choose(event_target_value(&event)))
        .child(options);
    span().class("picked").child((menu, drawn(Icon::Down, "icon down"))).into_any()
}

fn whose(n: usize) -> AnyView {
    let c = console();
    let now = part(n, |expected| who(&expected.visitor));
    let choices = move || {
        let lists = c.lists_by_name();
        let name = |id: &str| {
            let known = lists.iter().filter_map(|list| list.split_once('\n')).find(|(list, _)| *list == id);
            known.map_or(id, |(_, name)| name).to_owned()
        };
        let say = |visitor: &VisitorFacts| in_words(visitor, &name, c.language.get_untracked());
        let on_lists =
            lists.iter().filter_map(|list| list.split_once('\n')).map(|(id, _)| format!("list:{id}"));
        let values = ["unknown".to_owned(), "known".to_owned()].into_iter().chain(on_lists);
        let mut all: Vec<String> = values
            .filter_map(|value| visitor(&value).map(|visitor| format!("{value}\n{}", say(&visitor))))
            .collect();
        let recorded = c.draft(|draft| draft.expected.get(n).map(|expected| expected.visitor.clone()));
        if let Some(recorded) = recorded.flatten() {
            let said = format!("{}\n{}", who(&recorded), say(&recorded));
            if !all.contains(&said) {
                all.push(said);
            }
        }
        all
    };
    let name = c.fill(Text::ExpectWho, &[("n", &(n + 1).to_string())]);
    menu(name, choices, now, move |value| {
        if let Some(visitor) = visitor(&value) {
            write(n, false, move |expected| expected.visitor = visitor);
        }
    })
}

fn shown(n: usize) -> AnyView {
    let c = console();
    let now = part(n, |expected| expected.show.as_ref().map(ToString::to_string).unwrap_or_default());
    let choices = move || {
        let mut all = vec![format!("\n{}", c.say(Text::TryShowsNothing))];
        let ids = c.chatflows.with(|flows| flows.iter().map(|flow| flow.id.to_string()).collect::<Vec<_>>());
        let now = now.get();
        let gone = (!now.is_empty() && !ids.contains(&now)).then_some(now);
        for id in ids.into_iter().chain(gone) {
            let name = c.flow_name(&id);
            all.push(format!("{id}\n{}", c.fill(Text::TryShows, &[("name", &name)])));
        }
        all
    };
    let name = c.fill(Text::ExpectShow, &[("n", &(n + 1).to_string())]);
    menu(name, choices, now, move |value| {
        let show = ChatflowId::parse(&value).ok();
        write(n, false, move |expected| expected.show = show);
    })
}
