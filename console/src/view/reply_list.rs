//! The saved replies that a `/` or `#` in a reply may mean (P45): the field keeps the focus, and its arrow keys walk here.

use crate::reactive::*;

use super::html::{a, all, div, li, span, ul};
use super::pickable::pickable;
use super::picking::Picking;
use crate::console::{Loading, console};
use crate::route::{Route, SettingsTab};
use crate::state::choice::moved;
use crate::state::saved_replies::{Reply, begun, offered, put_in, said};
use crate::texts::Text;
use crate::watch::watch;

const LIST_ID: &str = "reply-list";

fn option_id(place: usize) -> String {
    format!("{LIST_ID}-{place}")
}

/// What is offered, and what was typed after the mark. Tracked.
fn choices(picking: Picking) -> Option<(Vec<Reply>, String)> {
    let c = console();
    let caret = picking.caret.get()?;
    let draft = picking.thread.with_value(|id| c.drafts.with(|drafts| drafts.of(id, false).to_owned()));
    let (_, typed) = begun(&draft, caret)?;
    c.replies.with(|all| all.as_ref().map(|all| (offered(all, typed), typed.to_owned())))
}

/// The list.
pub(crate) fn reply_list(picking: Picking) -> AnyView {
    let c = console();
    // What others saved meanwhile comes along; until then there is what is known.
    c.load_replies(RwSignal::new(Loading::Asking));
    let found = watch(move || choices(picking));
    Effect::new(move |_| {
        let is_open = found.with(|found| found.as_ref().is_some_and(|(found, _)| !found.is_empty()));
        let on = is_open.then(|| option_id(picking.at.get()));
        if picking.on.with_untracked(|now| *now != on) {
            picking.on.set(on);
        }
    });
    let option = move |place: usize, reply: &Reply| {
        let own = (!reply.shared).then(|| span().class("small faint").child(c.say(Text::RepliesOwn)));
        pickable(option_id(place), place, picking.at, move |place| choose(picking, place)).child((
            span().class("strong").attr("dir", "auto").child(format!("/{}", reply.name)),
            span().class("grow cut faint").attr("dir", "auto").child(filled_in(picking, reply)),
            own,
        ))
    };
    let manage = move || {
        let there = Route::Settings(SettingsTab::SavedReplies);
        a().class("small")
            .attr("href", there.path())
            .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
            .child(c.say(Text::RepliesManage))
    };
    // The focus stays in the field.
    let stays = |event: leptos::ev::MouseEvent| event.prevent_default();
    let list = move || {
        let (found, typed) = found.get()?;
        if !found.is_empty() {
            let options = found.iter().enumerate().map(|(place, reply)| option(place, reply));
            let list = ul()
                .id(LIST_ID)
                .class("listbox mentions")
                .attr("role", "listbox")
                .attr("aria-label", c.say(Text::SavedReplies))
                .on(leptos::ev::mousedown, stays)
                .child(options.collect::<Vec<_>>());
            return Some(list.into_any());
        }
        // Nothing is said where nothing is meant, as in a path; who has none yet is told where they are kept.
        let none = typed.is_empty() && c.replies.with(|all| all.as_ref().is_some_and(Vec::is_empty));
        none.then(|| {
            div()
                .class("listbox mentions")
                .attr("role", "status")
                .on(leptos::ev::mousedown, stays)
                .child(li().child((span().child(c.say(Text::RepliesNone)), manage())))
                .into_any()
        })
    };
    all(list)
}

/// What a reply would say here.
fn filled_in(picking: Picking, reply: &Reply) -> String {
    let c = console();
    let Some(me) = untrack(|| c.me()) else { return String::new() };
    let row = picking.thread.with_value(|id| untrack(|| c.row(id)));
    let (name, email) = row.map(|row| (row.name, row.email)).unwrap_or_default();
    said(&reply.text, name.as_deref(), email.as_deref(), &me)
}

/// Whether a key, pressed in the field, was the list's.
pub(crate) fn key(picking: Picking, key: &str) -> bool {
    let Some((found, _)) = untrack(|| choices(picking)).filter(|(found, _)| !found.is_empty()) else {
        return false;
    };
    match (key, moved(key, picking.at.get_untracked(), found.len())) {
        ("Enter" | "Tab", _) => choose(picking, picking.at.get_untracked()),
        ("Escape", _) => picking.caret.set(None),
        ("ArrowUp" | "ArrowDown", Some(place)) => picking.at.set(place),
        _ => return false,
    }
    true
}

/// Puts a reply in the place of what was typed.
fn choose(picking: Picking, place: usize) {
    let c = console();
    let reply = untrack(|| choices(picking)).and_then(|(found, _)| found.into_iter().nth(place));
    let (Some(reply), Some(element), Some(caret)) =
        (reply, picking.area.get_untracked(), picking.caret.get_untracked())
    else {
        return;
    };
    let text = element.value();
    let Some((at, typed)) = begun(&text, caret) else { return };
    let (text, to) = put_in(&text, at, typed, &filled_in(picking, &reply));
    element.set_value(&text);
    let to = u32::try_from(to).unwrap_or(u32::MAX);
    let _ = element.set_selection_range(to, to);
    picking.caret.set(None);
    picking.thread.with_value(|id| c.write(id, false, &text));
}
