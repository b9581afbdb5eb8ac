//! The chatflows: who is greeted where, in which order, and a switch each (S10, S11).

use conversation::access::{Act, may};
use conversation::ids::ChatflowId;
use leptos::html::{button, code, div, h1, main, p, span, table, tbody, td, th, thead, tr};
use leptos::prelude::*;
use protocol::rest::ChatflowInfo;

use super::blank::{blank, failed, slow};
use super::icon::Icon;
use crate::console::{Loading, console};
use crate::state::rules::{InWords, as_beginning, audience, pages};
use crate::texts::Text;

/// The page.
pub(crate) fn chatflows_page() -> AnyView {
    let c = console();
    let may_switch = untrack(|| c.me()).is_some_and(|me| may(me.role, Act::ChangeChatflows));
    // Switching one must not draw the others anew: the list is keyed, each row watches its own switch.
    let ids = Memo::new(move |_| {
        c.chatflows.with(|all| all.iter().map(|flow| flow.id.clone()).collect::<Vec<_>>())
    });
    let is_empty = Memo::new(move |_| ids.with(Vec::is_empty));
    let content = move || match (is_empty.get(), c.chatflows_loading.get()) {
        (false, _) => flows(ids, may_switch),
        (true, Loading::Asking) => (skeleton(), slow(move || c.load_chatflows())).into_any(),
        (true, Loading::Ready) => blank(Icon::Chatflows, Text::NoChatflows, Some(Text::NoChatflowsMore)),
        (true, Loading::Failed(problem)) => {
            failed(Text::ChatflowsFailed, &problem, move || c.load_chatflows())
        }
    };
    let only_admins = (!may_switch).then(|| p().class("small faint").child(c.say(Text::AdminsOnly)));
    main()
        .id("content")
        .class("page")
        .attr("tabindex", "-1")
        .child(div().class("column").child((
            div().class("title").child((h1().child(c.say(Text::Chatflows)), only_admins)),
            p().class("lead").child(c.say(Text::ChatflowsLead)),
            div().class("card table").child(content),
        )))
        .into_any()
}

fn flows(ids: Memo<Vec<ChatflowId>>, may_switch: bool) -> AnyView {
    let c = console();
    let head = [Text::Rank, Text::ChatflowName, Text::ShownWhere, Text::ShownTo, Text::Status]
        .map(|text| th().attr("scope", "col").child(c.say(text)));
    let rows = For(ForProps::builder()
        .each(move || ids.get())
        .key(Clone::clone)
        .children(move |id| flow(id, may_switch))
        .build());
    table().child((thead().child(tr().child(head.collect_view())), tbody().child(rows))).into_any()
}

fn flow(id: ChatflowId, may_switch: bool) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let found = c.chatflows.with_untracked(|all| {
        all.iter().position(|flow| flow.id == id).and_then(|at| all.get(at).cloned().map(|flow| (at, flow)))
    });
    let Some((at, ChatflowInfo { name, targeting, .. })) = found else { return ().into_any() };
    let place = pages(&targeting, language);
    let mut rules: Vec<AnyView> = Vec::new();
    for (n, rule) in place.include.into_iter().enumerate() {
        rules.push(in_words((n > 0).then_some(Text::Or), rule));
    }
    for (n, rule) in place.exclude.into_iter().enumerate() {
        rules.push(in_words(Some(if n > 0 { Text::Or } else { Text::ExceptWhere }), rule));
    }
    let who =
        audience(&targeting.audience, language).into_iter().map(|line| div().attr("dir", "auto").child(line));
    tr().child((
        td().class("rank").child((at + 1).to_string()),
        td().class("flow").attr("dir", "auto").child(name.clone()),
        td().child(div().class("rules").child(rules)),
        td().child(who.collect_view()),
        td().class("onoff-cell").child(switch(id, name, may_switch)),
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
        Memo::new(move |_| c.chatflows.with(|all| all.iter().any(|flow| flow.id == id && flow.enabled)))
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
                .prop("disabled", !may_switch)
                .on(leptos::ev::click, move |_| c.switch(&id, !is_on.get_untracked())),
            span()
                .class("state")
                .attr("aria-hidden", "true")
                .child(move || c.say(if is_on.get() { Text::On } else { Text::Off })),
        ))
        .into_any()
}

fn skeleton() -> AnyView {
    let row = |_| tr().child(td().child(span().class("bone line-2")));
    table()
        .class("skeleton")
        .attr("aria-hidden", "true")
        .child(tbody().child((0..5).map(row).collect_view()))
        .into_any()
}
