//! Settings › Sites: which labels the site's own pages may set on a visitor's conversation (P11).

use conversation::ids::LabelId;
use protocol::rest::views::Labels;

use super::html::{button, div, h3, keyed, label, li, p, ul};
use crate::api::tree;
use crate::console::console;
use crate::reactive::*;
use crate::texts::Text;
use crate::watch::watch;

const PATH: &str = "/api/labels";

/// The part of the sites' tab.
pub(crate) fn label_pages() -> AnyView {
    let c = console();
    let labels = RwSignal::new(None::<Labels>);
    let put = move |answer: &serde_json::Value| {
        let _ = labels.try_set(serde_json::from_value(answer.clone()).ok());
    };
    spawn_local(async move {
        match tree("GET", PATH.to_owned(), None).await {
            Ok(answer) => put(&answer),
            Err(problem) => c.fail(Text::LabelPagesFailed, "", &problem),
        }
    });
    let ids = watch(move || {
        labels.with(|all| {
            let all = all.iter().flat_map(|all| &all.labels);
            all.map(|label| label.id.to_string()).collect::<Vec<_>>()
        })
    });
    let of = move |id: &str| {
        labels.with(|all| {
            let found = all.iter().flat_map(|all| &all.labels).find(|label| label.id.as_str() == id);
            found.map(|label| (label.name.clone(), label.from_pages)).unwrap_or_default()
        })
    };
    let turn = move |id: String| {
        let body = serde_json::json!({"from_pages": !untrack(|| of(&id)).1}).to_string();
        spawn_local(async move {
            match tree("PUT", format!("{PATH}/{id}/pages"), Some(body)).await {
                Ok(answer) => put(&answer),
                Err(problem) => c.fail(Text::LabelPagesFailed, "", &problem),
            }
        });
    };
    let row = move |id: String| {
        let Ok(known) = LabelId::parse(&id) else { return ().into_any() };
        let element = format!("label-pages-{known}");
        let (name_of, on_of, turned) = (id.clone(), id.clone(), id);
        let name_id = format!("{element}-name");
        li().child((
            button()
                .id(element.clone())
                .attr("type", "button")
                .class("switch")
                .attr("role", "switch")
                .attr("aria-checked", move || of(&on_of).1.to_string())
                .attr("aria-labelledby", name_id.clone())
                .on(leptos::ev::click, move |_| turn(turned.clone())),
            label()
                .id(name_id)
                .class("grow")
                .attr("for", element)
                .attr("dir", "auto")
                .child(move || of(&name_of).0),
        ))
        .into_any()
    };
    let none = move || ids.with(Vec::is_empty).then(|| p().class("none").child(c.say(Text::LabelPagesNone)));
    div()
        .class("rule-list")
        .child((
            h3().id("label-pages-title").child(c.say(Text::LabelPagesTitle)),
            p().class("help").child(c.say(Text::LabelPagesLead)),
            ul().class("sites")
                .attr("aria-labelledby", "label-pages-title")
                .child(keyed(move || ids.get(), row)),
            none,
        ))
        .into_any()
}
