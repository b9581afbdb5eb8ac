//! Whom agents blocked: who, by whom, when and why, and the way to lift it (E63).

use crate::reactive::*;

use super::blank::{blank, failed, slow};
use super::html::{a, all, button, div, p, span, table, tbody, td, th, thead, tr};
use super::icon::Icon;
use crate::browser::clock;
use crate::console::{Console, Loading, console};
use crate::route::Route;
use crate::state::desk::Act;
use crate::state::saved::{Block, blocks};
use crate::texts::Text;

/// The tab.
pub(super) fn blocks_tab() -> AnyView {
    let c = console();
    let told = RwSignal::new(None::<Vec<Block>>);
    let loading = RwSignal::new(Loading::Asking);
    let load = move || {
        let Some(inbox) = c.inbox.get_untracked() else { return };
        loading.set(Loading::Asking);
        c.load_for(format!("/api/inboxes/{inbox}/blocks"), loading, move |answer| {
            let _ = told.try_set(Some(blocks(answer)));
        });
    };
    Effect::new(move |_| {
        c.inbox.track();
        load();
    });
    let name = untrack(|| c.inbox_info()).map(|info| info.name).unwrap_or_default();
    let content = move || match (told.get(), loading.get()) {
        (None, Loading::Failed(problem)) => failed(Text::BlocksFailed, &problem, load),
        (None, _) => all((span().class("bone skeleton line"), slow(load))),
        (Some(all), _) if all.is_empty() => blank(Icon::ShieldCheck, Text::BlocksNone, None),
        (Some(all), _) => listed(c, all, told),
    };
    all((p().class("help").child(c.fill(Text::BlocksLead, &[("inbox", &name)])), content))
}

fn listed(c: Console, all: Vec<Block>, told: RwSignal<Option<Vec<Block>>>) -> AnyView {
    let language = c.language.get_untracked();
    let head = [Text::BlocksWho, Text::BlocksBy, Text::BlocksWhen, Text::BlocksWhy]
        .map(|text| th().attr("scope", "col").child(c.say(text)));
    let row = |block: Block| {
        let name = block.name.clone();
        let name = name.unwrap_or_else(|| c.fill(Text::VisitorNumbered, &[("code", &block.visitor)]));
        let mut there = Route::of_view(conversation::view::View::Filtered);
        if let Route::Inbox { thread, .. } = &mut there {
            *thread = Some(block.thread.to_string());
        }
        let why = match block.why.as_str() {
            "" => span().class("faint").child(c.say(Text::NoReason)),
            why => span().attr("dir", "auto").child(why.to_owned()),
        };
        let label = c.fill(Text::UnblockOf, &[("name", &name)]);
        let thread = block.thread.clone();
        let lift = button()
            .attr("type", "button")
            .class("button line low")
            .attr("aria-label", label)
            .on(leptos::ev::click, move |_| {
                c.act_on(vec![thread.clone()], Act::Unblock);
                c.catch_focus(super::HEADING_ID);
                told.update(|told| {
                    if let Some(told) = told {
                        told.retain(|block| block.thread != thread);
                    }
                });
            })
            .child(c.say(Text::LiftBlock));
        tr().child((
            td().child(
                a().attr("href", there.path())
                    .attr("dir", "auto")
                    .attr("title", c.say(Text::SeeConversation))
                    .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
                    .child(name),
            ),
            td().attr("dir", "auto").child(block.by),
            td().class("num").child(clock::in_full(block.at, language)),
            td().child(why),
            td().class("end").child(lift),
        ))
    };
    let rows: Vec<_> = all.into_iter().map(row).collect();
    div()
        .class("blocks")
        .child(table().child((
            thead().child(tr().child((
                head,
                th().attr("scope", "col").child(span().class("unseen").child(c.say(Text::LiftBlock))),
            ))),
            tbody().child(rows),
        )))
        .into_any()
}
