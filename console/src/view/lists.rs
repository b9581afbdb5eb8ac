//! The lists of contacts, and the properties that the account made up: one table each.

use crate::reactive::*;
use conversation::access::Action;

use super::HEADING_ID;
use super::blank::{blank, failed, slow};
use super::chatflows::skeleton;
use super::html::{a, all, button, div, h1, h2, keyed, main, p, span, table, tbody, td, th, thead, tr};
use super::icon::{Icon, icon};
use crate::acts::lists::{NEW_LIST_ID, NEW_PROPERTY_ID};
use crate::console::{Ask, Loading, console};
use crate::route::Route;
use crate::state::lists::{ListInfo, Property};
use crate::texts::Text;
use crate::watch::watch;

/// The page.
pub(crate) fn lists_page() -> AnyView {
    let c = console();
    let may = c.may(Action::ChangeLists);
    let content = move || match c.lists_loading.get() {
        Loading::Ready => tables(may),
        Loading::Asking => all((div().class("card table").child(skeleton()), slow(move || c.load_lists()))),
        Loading::Failed(problem) => failed(Text::ListsFailed, &problem, move || c.load_lists()),
    };
    let only_admins = (!may).then(|| p().class("small faint").child(c.say(Text::ListsAdmins)));
    let new = may.then(|| maker(NEW_LIST_ID, Text::ListNew, || Ask::NewList));
    main()
        .id("content")
        .class("page")
        .attr("tabindex", "-1")
        .child(div().class("column").child((
            div().class("title").child((
                h1().id(HEADING_ID).attr("tabindex", "-1").child(c.say(Text::Lists)),
                only_admins,
                span().class("grow"),
                new,
            )),
            p().class("lead").child(c.say(Text::ListsLead)),
            content,
        )))
        .into_any()
}

fn maker(id: &'static str, words: Text, asks: fn() -> Ask) -> AnyView {
    let c = console();
    button()
        .id(id)
        .attr("type", "button")
        .class("button fill")
        .on(leptos::ev::click, move |_| c.ask.set(Some(asks())))
        .child((icon(Icon::Plus), span().child(c.say(words))))
        .into_any()
}

fn tables(may: bool) -> AnyView {
    let c = console();
    let new = may.then(|| {
        let asks = || Ask::Property(Property { kind: "text".to_owned(), ..Property::default() });
        maker(NEW_PROPERTY_ID, Text::PropertyNew, asks)
    });
    let rows = watch(move || {
        c.known
            .with(|known| known.lists.iter().map(|list| format!("{}\n{list:?}", list.id)).collect::<Vec<_>>())
    });
    let own = watch(move || {
        c.known.with(|known| {
            known.properties.iter().map(|one| format!("{}\n{one:?}", one.id)).collect::<Vec<_>>()
        })
    });
    let heads = [Text::ListName, Text::ListKind, Text::ListMembers, Text::ListUsedBy];
    let lists = move || {
        if rows.with(Vec::is_empty) {
            blank(Icon::Person, Text::ListsNone, Some(Text::ListsNoneMore))
        } else {
            table_of(&heads, may, rows, move |id| list(&id, may))
        }
    };
    let properties = move || {
        if own.with(Vec::is_empty) {
            blank(Icon::Lines, Text::PropertiesNone, None)
        } else {
            table_of(&[Text::ListName, Text::PropertyKind], may, own, move |id| property(&id, may))
        }
    };
    all((
        div().class("card table named").child(lists),
        div().class("title second").child((
            h2().child(c.say(Text::PropertiesTitle)),
            span().class("grow"),
            new,
        )),
        p().class("lead").child(c.say(Text::PropertiesLead)),
        div().class("card table named").child(properties),
    ))
}

fn table_of(
    heads: &[Text],
    with_acts: bool,
    rows: Memo<Vec<String>>,
    row: impl Fn(String) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let c = console();
    let head = heads.iter().map(|text| th().attr("scope", "col").child(c.say(*text))).collect::<Vec<_>>();
    let acts =
        with_acts.then(|| th().attr("scope", "col").child(span().class("unseen").child(c.say(Text::Acts))));
    let rows =
        keyed(move || rows.get(), move |key| row(key.split('\n').next().unwrap_or_default().to_owned()));
    table().child((thead().child(tr().child((head, acts))), tbody().child(rows))).into_any()
}

fn list(id: &str, may: bool) -> AnyView {
    let c = console();
    let found = c.known.with_untracked(|known| known.lists.iter().find(|list| list.id == id).cloned());
    let Some(ListInfo { id, name, smart, members }) = found else { return ().into_any() };
    let title = if may {
        let there = Route::List(id.clone());
        a().attr("href", there.path())
            .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
            .child(name.clone())
            .into_any()
    } else {
        span().child(name.clone()).into_any()
    };
    let used = {
        let id = id.clone();
        watch(move || {
            c.chatflows.with(|all| {
                let uses = all.iter().filter(|flow| {
                    let audience = &flow.targeting.audience;
                    audience.lists.contains(&id) || audience.hide_for_lists.contains(&id)
                });
                uses.map(|flow| flow.name.clone()).collect::<Vec<_>>().join(", ")
            })
        })
    };
    let acts = may.then(|| {
        let (delete, named) = (id.clone(), name.clone());
        td().class("acts-cell").child(div().class("row-acts").child(act(
            c.fill(Text::DeleteOne, &[("name", &name)]),
            Icon::Bin,
            move || c.ask_to_delete_list(delete.clone(), named.clone()),
        )))
    });
    tr().child((
        td().class("flow").attr("dir", "auto").child(title),
        td().child(span().class("chip").child(c.say(if smart { Text::ListSmart } else { Text::ListStatic }))),
        td().class("number").child(members.to_string()),
        td().attr("dir", "auto").child(move || used.get()),
        acts,
    ))
    .into_any()
}

/// What a kind of property is called.
pub(crate) const KINDS: [(&str, Text); 5] = [
    ("text", Text::KindText),
    ("number", Text::KindNumber),
    ("date", Text::KindDate),
    ("boolean", Text::KindBoolean),
    ("enumeration", Text::KindEnumeration),
];

fn property(id: &str, may: bool) -> AnyView {
    let c = console();
    let found = c.known.with_untracked(|known| known.properties.iter().find(|one| one.id == id).cloned());
    let Some(property) = found else { return ().into_any() };
    let kind = KINDS.iter().find(|(kind, _)| *kind == property.kind);
    let name = property.name.clone();
    let options = (!property.options.is_empty())
        .then(|| div().class("small faint").attr("dir", "auto").child(property.options.join(", ")));
    let acts = may.then(|| {
        let (change, id, named) = (property.clone(), property.id.clone(), name.clone());
        td().class("acts-cell").child(div().class("row-acts").child((
            act(c.fill(Text::PropertyChange, &[("name", &name)]), Icon::Pencil, move || {
                c.ask.set(Some(Ask::Property(change.clone())));
            }),
            act(c.fill(Text::DeleteOne, &[("name", &name)]), Icon::Bin, move || {
                c.ask.set(Some(Ask::DeleteProperty(id.clone(), named.clone())));
            }),
        )))
    });
    tr().child((
        td().class("flow").attr("dir", "auto").child(property.name),
        td().child((kind.map(|(_, words)| c.say(*words)), options)),
        acts,
    ))
    .into_any()
}

/// A small button that is a picture.
pub(crate) fn act(words: String, picture: Icon, act: impl Fn() + 'static) -> AnyView {
    button()
        .attr("type", "button")
        .class("button quiet square")
        .attr("aria-label", words.clone())
        .attr("title", words)
        .on(leptos::ev::click, move |_| act())
        .child(icon(picture))
        .into_any()
}
