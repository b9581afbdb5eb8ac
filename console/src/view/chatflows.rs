//! The chatflows: who is greeted where, in which order, and a switch each (S10, S11).

use crate::reactive::*;
use conversation::access::Action;
use conversation::ids::ChatflowId;
use protocol::rest::ChatflowInfo;

use super::HEADING_ID;
use super::blank::{blank, failed, slow};
use super::chatflow_plan::planned;
use super::chatflow_priority::{Carried, handle, mover, priority, takes};
use super::html::{a, all, button, code, div, h1, keyed, main, p, span, table, tbody, td, th, thead, tr};
use super::icon::{Icon, icon};
use crate::acts::chatflows::NEW_ID;
use crate::console::{Ask, Loading, console};
use crate::route::Route;
use crate::state::chatflow_order::To;
use crate::state::chatflow_sections::Section;
use crate::state::conditions_words::conditions_in_words;
use crate::state::rules::{InWords, as_beginning, audience, pages};
use crate::texts::Text;
use crate::watch::watch;

/// The page.
pub(crate) fn chatflows_page() -> AnyView {
    let c = console();
    let may_change = c.may(Action::ChangeChatflows);
    // Switching or moving one must not draw the others anew: the list is keyed by what a row says, and each row
    // watches its own switch and place.
    let rows = watch(move || c.chatflows.with(|all| all.iter().map(row_key).collect::<Vec<_>>()));
    let is_empty = watch(move || rows.with(Vec::is_empty));
    let content = move || match (is_empty.get(), c.chatflows_loading.get()) {
        (false, _) => flows(rows, may_change),
        (true, Loading::Asking) => all((skeleton(), slow(move || c.load_chatflows()))),
        (true, Loading::Ready) => blank(Icon::Chatflows, Text::NoChatflows, Some(Text::NoChatflowsMore)),
        (true, Loading::Failed(problem)) => {
            failed(Text::ChatflowsFailed, &problem, move || c.load_chatflows())
        }
    };
    let only_admins = (!may_change).then(|| p().class("small faint").child(c.say(Text::AdminsOnly)));
    let try_it = a()
        .attr("href", Route::Try.path())
        .class("button line")
        .on(leptos::ev::click, move |event| super::follow(&event, Route::Try))
        .child((icon(Icon::Eye), span().child(c.say(Text::TryTitle))));
    let new = may_change.then(|| {
        button()
            .id(NEW_ID)
            .attr("type", "button")
            .class("button fill")
            .on(leptos::ev::click, move |_| c.ask.set(Some(Ask::NewChatflow)))
            .child((icon(Icon::Plus), span().child(c.say(Text::NewChatflow))))
    });
    main()
        .id("content")
        .class("page")
        .attr("tabindex", "-1")
        .child(div().class("column").child((
            div().class("title").child((
                h1().id(HEADING_ID).attr("tabindex", "-1").child(c.say(Text::Chatflows)),
                only_admins,
                span().class("grow"),
                try_it,
                new,
            )),
            p().class("lead").child(c.say(Text::ChatflowsLead)),
            div().class("card table").child(content),
        )))
        .into_any()
}

/// What a row says, but for its switch and its place; it begins with the id.
fn row_key(flow: &ChatflowInfo) -> String {
    let mut targeting = flow.targeting.clone();
    (targeting.enabled, targeting.priority) = (true, None);
    // Only compared, never read.
    let targeting = serde_json::to_string(&targeting).unwrap_or_default();
    let schedule = serde_json::to_string(&flow.schedule).unwrap_or_default();
    format!("{}\n{}\n{targeting}{schedule}", flow.id, flow.name)
}

fn flows(rows: Memo<Vec<String>>, may_change: bool) -> AnyView {
    let c = console();
    let head = [Text::Rank, Text::ChatflowName, Text::ShownWhere, Text::ShownTo, Text::Status]
        .map(|text| th().attr("scope", "col").child(c.say(text)));
    let acts =
        may_change.then(|| th().attr("scope", "col").child(span().class("unseen").child(c.say(Text::Acts))));
    let carried = Carried::none();
    let rows = keyed(
        move || rows.get(),
        move |key| {
            let id = key.split('\n').next().and_then(|id| ChatflowId::parse(id).ok());
            all(id.map(|id| flow(id, may_change.then_some(carried))))
        },
    );
    table().child((thead().child(tr().child((head, acts))), tbody().child(rows))).into_any()
}

/// A row; with what is carried around where the reader may move it.
fn flow(id: ChatflowId, carried: Option<Carried>) -> AnyView {
    let c = console();
    let may_change = carried.is_some();
    let language = c.language.get_untracked();
    let found = c.chatflows.with_untracked(|all| all.iter().find(|flow| flow.id == id).cloned());
    let Some(ChatflowInfo { name, targeting, schedule, .. }) = found else { return ().into_any() };
    let place = pages(&targeting, language);
    let mut rules: Vec<AnyView> = Vec::new();
    for (n, rule) in place.include.into_iter().enumerate() {
        rules.push(in_words((n > 0).then_some(Text::Or), rule));
    }
    for (n, rule) in place.exclude.into_iter().enumerate() {
        rules.push(in_words(Some(if n > 0 { Text::Or } else { Text::ExceptWhere }), rule));
    }
    let asked = targeting.audience.clone();
    // The names of lists may come later than the chatflows.
    let who = watch(move || audience(&asked, &|list| c.list_called(list), language));
    let who =
        move || who.get().into_iter().map(|line| div().attr("dir", "auto").child(line)).collect::<Vec<_>>();
    let told = conditions_in_words(&targeting.conditions, language);
    let conditions = told.into_iter().map(|line| div().class("small faint").attr("dir", "auto").child(line));
    let conditions = conditions.collect::<Vec<_>>();
    let at = {
        let id = id.clone();
        watch(move || c.chatflows.with(|all| all.iter().position(|flow| flow.id == id)).unwrap_or_default())
    };
    let title = if may_change {
        let there = Route::Chatflow(id.clone(), Section::default());
        a().attr("href", there.path())
            .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
            .child(name.clone())
            .into_any()
    } else {
        span().child(name.clone()).into_any()
    };
    let movers = carried.map(|carried| {
        let moves = (mover(&id, &name, at, To::Up), mover(&id, &name, at, To::Down));
        (moves, priority(&id, &name, at), handle(&id, at, carried))
    });
    let row = tr();
    let row = match carried {
        Some(carried) => takes(row, at, carried),
        None => row,
    };
    row.child((
        td().class("rank").child((span().class("n").child(move || (at.get() + 1).to_string()), movers)),
        td().class("flow").attr("dir", "auto").child((title, planned(&schedule), stopped(id.clone()))),
        td().child(div().class("rules").child(rules)),
        td().child((who, conditions)),
        td().class("onoff-cell").child(switch(id.clone(), name.clone(), may_change)),
        may_change.then(|| td().class("acts-cell").child(acts(id, name))),
    ))
    .into_any()
}

/// Why it could not be switched on. The region is always there.
fn stopped(id: ChatflowId) -> AnyView {
    let c = console();
    let why = watch(move || {
        c.switch_stopped.with(|stopped| {
            stopped.as_ref().filter(|(chatflow, _)| *chatflow == id).map(|(_, why)| why.clone())
        })
    });
    let shown =
        move || why.get().map(|why| span().class("wrong").child((icon(Icon::Warning), span().child(why))));
    div().attr("role", "alert").child(shown).into_any()
}

fn acts(id: ChatflowId, name: String) -> AnyView {
    let c = console();
    let act = |text: Text, picture: Icon| {
        let words = c.fill(text, &[("name", &name)]);
        button()
            .attr("type", "button")
            .class("button quiet square")
            .attr("aria-label", words.clone())
            .attr("title", words)
            .child(icon(picture))
    };
    let duplicate = act(Text::DuplicateOne, Icon::Copy);
    let delete = act(Text::DeleteOne, Icon::Bin);
    let (copied, called) = (id.clone(), name.clone());
    let there = Route::Chatflow(id.clone(), Section::default());
    // Seen by whoever hovers the row or comes by with the keyboard (S16).
    let edit = a()
        .attr("href", there.path())
        .class("button line low flow-edit")
        .attr("aria-label", c.fill(Text::EditOne, &[("name", &name)]))
        .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
        .child((icon(Icon::Pencil), span().child(c.say(Text::EditFlow))));
    div()
        .class("row-acts")
        .child((
            edit,
            duplicate.on(leptos::ev::click, move |_| c.duplicate(copied.clone(), called.clone())),
            delete.on(leptos::ev::click, move |_| c.ask.set(Some(Ask::Delete(id.clone(), name.clone())))),
        ))
        .into_any()
}

fn in_words(lead: Option<Text>, rule: InWords) -> AnyView {
    let c = console();
    let InWords { words, value } = rule;
    div()
        .child((
            lead.map(|lead| (span().class("op").child(c.say(lead)), " ")),
            if lead.is_some() { words } else { as_beginning(&words) },
            value.map(|value| (" ", code().attr("dir", "ltr").child(value))),
        ))
        .into_any()
}

fn switch(id: ChatflowId, name: String, may_switch: bool) -> AnyView {
    let c = console();
    let is_on = {
        let id = id.clone();
        watch(move || c.chatflows.with(|all| all.iter().any(|flow| flow.id == id && flow.enabled)))
    };
    div()
        .class("onoff")
        .child((
            button()
                .attr("type", "button")
                .class("switch")
                .attr("role", "switch")
                .attr("aria-checked", move || is_on.get().to_string())
                .attr("aria-label", name)
                .flag("disabled", move || !may_switch)
                .on(leptos::ev::click, move |_| c.switch(&id, !is_on.get_untracked())),
            span()
                .class("state")
                .attr("aria-hidden", "true")
                .child(move || c.say(if is_on.get() { Text::On } else { Text::Off })),
        ))
        .into_any()
}

/// The rows of a table that is on its way.
pub(crate) fn skeleton() -> AnyView {
    let row = |_| tr().child(td().child(span().class("bone line-2")));
    table()
        .class("skeleton")
        .attr("aria-hidden", "true")
        .child(tbody().child((0..5).map(row).collect::<Vec<_>>()))
        .into_any()
}
