//! The entries of a thread, growing at the end.
//!
//! Follows the end while the reader is there; a reader who scrolled up is told of news and not moved.

use crate::reactive::*;
use conversation::ids::ThreadId;
use leptos::html::Div;
use protocol::frame::Entry;
use web_sys::Element;

use super::bubble::{on_its_way, said};
use super::html::{b, button, div, li, ol, span, time};
use super::icon::{Icon, icon};
use super::notes::{comment_on_its_way, noted};
use crate::browser::clock;
use crate::browser::resize::Watch;
use crate::browser::timer::next_frame;
use crate::console::console;
use crate::state::facts::{Fact, Sign, fact};
use crate::state::log::Item;
use crate::state::page::Page;
use crate::texts::Text;
use crate::watch::watch;

/// This close to the end counts as being there, pixels.
const NEAR_THE_END: i32 = 80;

/// The scrolled log of a thread.
pub(crate) fn entries(thread: ThreadId) -> AnyView {
    let c = console();
    let log_ref = NodeRef::<Div>::new();
    let missed = RwSignal::new(false);
    let me = c.my_id();
    let items = {
        let thread = thread.clone();
        watch(move || {
            let outgoing = c.outgoing.get();
            c.with_log(&thread, |log| log.items(&me, &outgoing, clock::day)).unwrap_or_default()
        })
    };

    // Whether the reader is at the end, as of the last time they scrolled: asked after the log has grown, the
    // answer would be no.
    let at_end = StoredValue::new(true);
    let to_the_end = move || {
        if let Some(element) = log_ref.try_get_untracked().flatten() {
            element.set_scroll_top(element.scroll_height());
            at_end.set_value(true);
            missed.set(false);
        }
    };
    // The log grows, and its frame shrinks when the reply grows: either way the end stays in sight.
    let watch = StoredValue::new(None::<Watch>);
    log_ref.on_load(move |log| {
        let stay = move || {
            if at_end.try_get_value() == Some(true) {
                to_the_end();
            }
        };
        let list = log.first_element_child();
        let watched: Vec<&Element> = std::iter::once::<&Element>(&log).chain(list.as_ref()).collect();
        watch.set_value(Watch::over(&watched, stay));
    });
    Effect::new(move |before: Option<usize>| {
        let (count, ours) =
            items.with(|items| (items.len(), matches!(items.last(), Some(Item::OnItsWay { .. }))));
        if before.is_some_and(|before| count > before) {
            if ours {
                next_frame(to_the_end);
            } else if !at_end.get_value() {
                missed.set(true);
            }
        }
        count
    });

    let draw = {
        let thread = thread.clone();
        move |item: Item| one(&thread, item)
    };
    let list = ol().child(
        For(ForProps::builder().each(move || items.get()).key(Item::key).children(draw).build()).into_any(),
    );
    let log = div()
        .class("entries")
        .node_ref(log_ref)
        .attr("role", "log")
        .attr("aria-label", c.say(Text::Messages))
        .attr("tabindex", "0")
        .on(leptos::ev::scroll, move |_| {
            let is_there = log_ref.try_get_untracked().flatten().is_some_and(|element| is_at_end(&element));
            at_end.set_value(is_there);
            if is_there && missed.get_untracked() {
                missed.set(false);
            }
        })
        .child(list);
    let jump = move || {
        missed.get().then(|| {
            div().class("jump").child(
                button()
                    .attr("type", "button")
                    .class("button line low")
                    .on(leptos::ev::click, move |_| to_the_end())
                    .child((icon(Icon::ArrowDown), c.say(Text::NewMessages))),
            )
        })
    };
    div().class("entries-frame").child((log, jump)).into_any()
}

fn is_at_end(element: &Element) -> bool {
    element.scroll_height() - element.scroll_top() - element.client_height() < NEAR_THE_END
}

fn one(thread: &ThreadId, item: Item) -> AnyView {
    match item {
        Item::Day { at, .. } => day(at),
        Item::Started => started(thread.clone()),
        Item::Said { entry, by, follows, fresh } => said(thread, &entry, &by, follows, fresh),
        Item::Happened(entry) => happened(&entry),
        Item::Noted(note) => noted(&note),
        Item::OnItsWay { message, .. } if message.comment.is_some() => comment_on_its_way(message),
        Item::OnItsWay { message, follows } => on_its_way(message, follows),
    }
}

fn day(at: u64) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let name = watch(move || clock::day_name(at, c.now.get(), language));
    li().class("day-line").child(time().child(move || name.get())).into_any()
}

/// Where and by which chatflow the chat began; the row knows, and it may come later than the log.
fn started(thread: ThreadId) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let told = {
        let thread = thread.clone();
        watch(move || {
            c.row(&thread)
                .map(|row| (row.page.as_deref().map(|page| Page::parse(page).path), row.chatflow_name))
        })
    };
    let words = move || {
        let (page, chatflow) = told.get()?;
        Some(match page {
            Some(page) => sentence(Text::StartedOnBy, &[("page", page), ("chatflow", chatflow)]),
            None => sentence(Text::StartedBy, &[("chatflow", chatflow)]),
        })
    };
    let opened_at =
        c.logs.with_untracked(|logs| logs.get(&thread).map(|log| log.state.opened_at)).unwrap_or_default();
    line(Icon::Globe, words.into_any(), opened_at, clock::time_of_day(opened_at, language))
}

fn happened(entry: &Entry) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let Some(Fact { sign, text, places }) = fact(entry, &c.my_id()) else { return ().into_any() };
    let picture = match sign {
        Sign::Person => Icon::Person,
        Sign::Route => Icon::Route,
        Sign::Check => Icon::Check,
        Sign::Reopen => Icon::Reopen,
        Sign::Label | Sign::Clock | Sign::Shield | Sign::Bin => return ().into_any(),
    };
    line(picture, sentence(text, &places), entry.at, clock::time_of_day(entry.at, language))
}

pub(super) fn line(picture: Icon, words: AnyView, at: u64, told: String) -> AnyView {
    let language = console().language.get_untracked();
    li().class("fact")
        .child((
            icon(picture),
            span().child(words),
            time().attr("title", clock::in_full(at, language)).child(told),
        ))
        .into_any()
}

/// A text whose places are set off from its words. Places hold what people typed: always text, never markup.
pub(super) fn sentence(text: Text, places: &[(&'static str, String)]) -> AnyView {
    let mut rest = console().say(text);
    let mut parts: Vec<AnyView> = Vec::new();
    while let Some((before, place, after)) = rest.split_once('{').and_then(|(before, rest)| {
        let (place, after) = rest.split_once('}')?;
        Some((before, place, after))
    }) {
        parts.push(before.into_any());
        let value = places.iter().find(|(name, _)| *name == place).map(|(_, value)| value.clone());
        parts.push(b().attr("dir", "auto").child(value).into_any());
        rest = after;
    }
    parts.push(rest.into_any());
    parts.into_any()
}
