//! The settings of who comes first: lists whose contacts are at least so urgent (P40). A plain form.

use conversation::ids::ListId;
use conversation::routing::priority::Priority;
use protocol::rest::Settings;

use super::html::{button, div, form, h3, keyed, label, li, option, p, select, span, ul};
use super::icon::{Icon, drawn, icon};
use super::lists::act;
use super::sign_in::alert;
use crate::browser::focus;
use crate::console::console;
use crate::reactive::*;
use crate::state::first::{SAYABLE, called, free, with, without};
use crate::state::priority::words;
use crate::texts::Text;
use crate::watch::watch;

const LIST_ID: &str = "first-list";

/// The part of the team's tab.
pub(crate) fn first() -> AnyView {
    let c = console();
    let keys = watch(move || {
        of(|settings| {
            let each = settings.list_priorities.iter();
            each.map(|one| format!("{} {}", one.priority.as_str(), one.list)).collect::<Vec<_>>()
        })
    });
    let none = move || keys.with(Vec::is_empty).then(|| p().class("none").child(c.say(Text::FirstNone)));
    let has_lists = watch(|| of(|settings| !settings.lists.is_empty()));
    let below = move || {
        if has_lists.get() { add() } else { p().class("help").child(c.say(Text::FirstNoLists)).into_any() }
    };
    div()
        .class("rule-list")
        .child((
            h3().id("first-title").child(c.say(Text::FirstTitle)),
            p().class("help").child(c.say(Text::FirstLead)),
            ul().class("sites").attr("aria-labelledby", "first-title").child(keyed(move || keys.get(), row)),
            none,
            div().child(below),
        ))
        .into_any()
}

fn of<T: Default>(read: impl FnOnce(&Settings) -> T) -> T {
    console().settings.with(|settings| settings.as_ref().map(read).unwrap_or_default())
}

fn row(key: String) -> AnyView {
    let c = console();
    let (priority, list) = key.split_once(' ').unwrap_or_default();
    let priority = Priority::parse(priority).unwrap_or_default();
    let name = untrack(|| of(|settings| called(&settings.lists, list)));
    let gone = list.to_owned();
    let remove = act(c.fill(Text::FirstRemove, &[("name", &name)]), Icon::Bin, move || {
        let rest = untrack(|| of(|settings| without(&settings.list_priorities, &gone)));
        spawn_local(async move {
            if let Err(why) = c.put_first(rest).await {
                c.tell(why, None);
            }
            focus::to_id(LIST_ID);
        });
    });
    li().child((
        icon(Icon::ArrowUp),
        div().class("grow").child((
            span().attr("dir", "auto").child(name),
            div().class("small faint").child(c.fill(Text::FirstRow, &[("priority", c.say(words(priority)))])),
        )),
        remove,
    ))
    .into_any()
}

fn add() -> AnyView {
    let c = console();
    let (wrong, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let offered = watch(|| {
        of(|settings| {
            let free = free(&settings.lists, &settings.list_priorities);
            free.into_iter().map(|list| (list.id.to_string(), list.name)).collect::<Vec<_>>()
        })
    });
    let picked = RwSignal::new(String::new());
    let least = RwSignal::new(Priority::Urgent.as_str().to_owned());
    // The first that is left, until somebody picks another.
    let chosen = watch(move || {
        let picked = picked.get();
        offered.with(|offered| {
            let there = offered.iter().find(|(id, _)| *id == picked).or(offered.first());
            there.map(|(id, _)| id.clone()).unwrap_or_default()
        })
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (list, priority) =
            (ListId::parse(&chosen.get_untracked()), Priority::parse(&least.get_untracked()));
        let (Ok(list), Some(priority), false) = (list, priority, busy.get_untracked()) else { return };
        busy.set(true);
        let all = untrack(|| of(|settings| with(&settings.list_priorities, &list, priority)));
        spawn_local(async move {
            let answer = c.put_first(all).await;
            let _ = busy.try_set(false);
            let _ = wrong.try_set(answer.err());
            focus::to_id(LIST_ID);
        });
    };
    let lists = move || {
        let one = |(id, name): (String, String)| {
            let is_chosen = chosen.get() == id;
            option().attr("value", id).flag("selected", move || is_chosen).child(name)
        };
        offered.get().into_iter().map(one).collect::<Vec<_>>()
    };
    let priorities = SAYABLE.map(|one| {
        option()
            .attr("value", one.as_str())
            .flag("selected", move || least.with(|least| least == one.as_str()))
            .child(c.say(words(one)))
    });
    let field = |id: &'static str, words: Text, field: AnyView| {
        div().class("member").child((
            label().attr("for", id).child(c.say(words)),
            span().class("picked").child((field, drawn(Icon::Down, "icon down"))),
        ))
    };
    let list = select()
        .id(LIST_ID)
        .class("input")
        .on(leptos::ev::change, move |event| picked.set(event_target_value(&event)))
        .child(lists)
        .into_any();
    let priority = select()
        .id("first-least")
        .class("input")
        .on(leptos::ev::change, move |event| least.set(event_target_value(&event)))
        .child(priorities)
        .into_any();
    form()
        .class("inset")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            field(LIST_ID, Text::FirstList, list),
            field("first-least", Text::FirstLeast, priority),
            alert(move || wrong.get()),
            button()
                .attr("type", "submit")
                .class("button line")
                .attr("aria-busy", move || busy.get().to_string())
                .attr("aria-disabled", move || chosen.with(String::is_empty).to_string())
                .child((icon(Icon::Plus), span().child(c.say(Text::FirstAdd)))),
        ))
        .into_any()
}
