//! What stands above a conversation that is out of sight, filtered out or deleted: why, and the way back.

use crate::reactive::*;
use conversation::ids::ThreadId;
use protocol::frame::Row;

use super::html::{button, div, span};
use super::icon::{Icon, icon};
use crate::browser::clock;
use crate::console::{Console, console};
use crate::state::desk::Act;
use crate::texts::Text;
use crate::watch::watch;

/// The line; nothing where there is nothing to say.
pub(super) fn thread_state(thread: ThreadId) -> AnyView {
    let c = console();
    let id = thread.clone();
    let told = watch(move || c.row(&id).and_then(|row| told(c, &row)));
    let drawn = move || {
        let thread = thread.clone();
        told.get().map(|(picture, words, act, back)| {
            div()
                .class("thread-state")
                .attr("role", "status")
                .child((
                    icon(picture),
                    span().class("grow").attr("dir", "auto").child(words),
                    button()
                        .attr("type", "button")
                        .class("button line low")
                        .on(leptos::ev::click, move |_| {
                            c.act_on(vec![thread.clone()], back.clone());
                            c.catch_focus("content");
                        })
                        .child(c.say(act)),
                ))
                .into_any()
        })
    };
    super::html::all(drawn)
}

/// The weightiest that is so, and what takes it back.
fn told(c: Console, row: &Row) -> Option<(Icon, String, Text, Act)> {
    let language = c.language.get_untracked();
    let desk = &row.desk;
    if let Some(at) = desk.archived_at {
        let words = c.fill(Text::IsDeleted, &[("time", &clock::in_full(at, language))]);
        return Some((Icon::Bin, words, Text::BringBack, Act::Restore));
    }
    if let Some(blocked) = &desk.blocked {
        let time = clock::in_full(blocked.at, language);
        let words = if blocked.by.name.is_empty() {
            c.fill(Text::BlockedOn, &[("time", &time)])
        } else {
            c.fill(Text::BlockedByAt, &[("name", &blocked.by.name), ("time", &time)])
        };
        let words = match &blocked.why {
            Some(why) => format!("{words} “{why}”"),
            None => words,
        };
        return Some((Icon::Shield, words, Text::LiftBlock, Act::Unblock));
    }
    if desk.spam {
        return Some((
            Icon::Shield,
            c.say(Text::ThreadIsSpam).to_owned(),
            Text::NoSpamAfterAll,
            Act::Spam(false),
        ));
    }
    let snooze = desk.snoozed?;
    let words = match snooze.until {
        Some(until) => c.fill(Text::IsSnoozed, &[("time", &clock::in_full(until, language))]),
        None => c.say(Text::IsSnoozedUntilWrites).to_owned(),
    };
    Some((Icon::Clock, words, Text::WakeShort, Act::Wake))
}
