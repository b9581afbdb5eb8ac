//! Settings › Notifications: what tells me of what, by what and when (S182), and how long my replies rest (P56).
//!
//! Each change is kept at once. Whether the browser may show notifications is the browser's: it is told as it is, and asked
//! only by a button.

use serde_json::{Value, json};

use super::blank::{failed, slow};
use super::html::{
    all, button, div, h3, input, label, option, p, select, span, table, tbody, td, th, thead, tr,
};
use crate::api::tree;
use crate::browser::alert::{self, Permission};
use crate::console::{Console, Loading, console};
use crate::reactive::*;
use crate::state::ring::{Event, Way, quiet};
use crate::texts::Text;
use crate::watch::watch;

/// Quiet hours as they begin, where somebody wants them: 20:00 to 07:00.
const NIGHT: (u64, u64) = (1_200, 420);

/// The tab.
pub(super) fn notifications_tab() -> AnyView {
    let c = console();
    let loading = RwSignal::new(Loading::Asking);
    let load = move || {
        c.load_for("/api/me/preferences".to_owned(), loading, move |told| c.preferences.set(told.clone()));
    };
    load();
    let is_here = watch(move || c.preferences.with(|all| !all.is_null()));
    let content = move || match (is_here.get(), loading.get()) {
        (true, _) => parts(c),
        (false, Loading::Failed(problem)) => failed(Text::NotificationsFailed, &problem, load),
        (false, _) => slow(load),
    };
    all((p().class("help").child(c.say(Text::NotificationsLead)), content))
}

fn parts(c: Console) -> AnyView {
    all((
        div().class("notify").child((permission_part(c), events_part(c), when_part(c), inboxes_part(c))),
        div().class("notify").child((
            h3().child(c.say(Text::NotifyEmail)),
            p().class("help").child(c.say(Text::NotifyEmailNot)),
            h3().child(c.say(Text::UndoSendTitle)),
            undo_send(c),
        )),
    ))
}

/// Keeps a change: at once here, and back if the edge says no.
fn change(c: Console, change: impl FnOnce(&mut Value)) {
    let before = c.preferences.get_untracked();
    let mut wanted = before.clone();
    change(&mut wanted);
    let body = wanted.to_string();
    c.preferences.set(wanted);
    spawn_local(async move {
        if let Err(problem) = tree("PUT", "/api/me/preferences".to_owned(), Some(body)).await {
            c.preferences.set(before);
            c.fail(Text::NotificationsNotKept, "", &problem);
        }
    });
}

fn permission_part(c: Console) -> AnyView {
    let now = RwSignal::new(alert::permission());
    let told = move || {
        let words = match now.get() {
            Permission::Open => Text::PermissionOpen,
            Permission::Granted => Text::PermissionGranted,
            Permission::Blocked => Text::PermissionBlocked,
            Permission::Missing => Text::PermissionMissing,
        };
        c.say(words)
    };
    let ask = move || {
        (now.get() == Permission::Open).then(|| {
            button()
                .attr("type", "button")
                .class("button line")
                .on(leptos::ev::click, move |_| {
                    spawn_local(async move {
                        let answer = alert::ask_permission().await;
                        let _ = now.try_set(answer);
                    });
                })
                .child(c.say(Text::PermissionAsk))
        })
    };
    let test = button()
        .attr("type", "button")
        .class("button line")
        .on(leptos::ev::click, |_| alert::sound())
        .child(c.say(Text::SoundTest));
    all((
        h3().child(c.say(Text::PermissionTitle)),
        p().id("notify-permission").attr("role", "status").child(told),
        div().class("acts").child((ask, test)),
    ))
}

const fn named(event: Event) -> Text {
    match event {
        Event::Conversation => Text::NotifyConversation,
        Event::Mine => Text::NotifyMine,
        Event::Unassigned => Text::NotifyUnassigned,
        Event::Mention => Text::NotifyMention,
        Event::Assigned => Text::NotifyAssigned,
        Event::LongWait => Text::NotifyLongWait,
    }
}

const fn way_named(way: Way) -> Text {
    match way {
        Way::Desktop => Text::NotifyDesktop,
        Way::Sound => Text::NotifySound,
        Way::Title => Text::NotifyTitle,
    }
}

/// A box to tick, which says in words what it is for.
fn tick(
    id: String,
    is_on: impl Fn() -> bool + Send + Sync + 'static,
    set: impl Fn(bool) + 'static,
) -> super::html::El {
    let is_on = watch(is_on);
    input()
        .id(id)
        .attr("type", "checkbox")
        .flag("checked", move || is_on.get())
        .on(leptos::ev::change, move |_| set(!is_on.get_untracked()))
}

fn events_part(c: Console) -> AnyView {
    let head = Way::ALL.map(|way| th().attr("scope", "col").child(c.say(way_named(way))));
    let cell = move |event: Event, way: Way| {
        let (what, by) = (c.say(named(event)), c.say(way_named(way)));
        let is_on = move || c.preferences.with(|all| all[event.key()][way.key()] == true);
        let set = move |on: bool| change(c, |all| all[event.key()][way.key()] = on.into());
        let id = format!("notify-{}-{}", event.key(), way.key());
        td().child(
            tick(id, is_on, set).attr("aria-label", c.fill(Text::NotifyBy, &[("what", what), ("way", by)])),
        )
    };
    let row = |event: Event| {
        let cells: Vec<_> = Way::ALL.into_iter().map(|way| cell(event, way)).collect();
        tr().child((th().attr("scope", "row").child(c.say(named(event))), cells))
    };
    let rows: Vec<_> = Event::ALL.into_iter().map(row).collect();
    let head: Vec<_> = head.into_iter().collect();
    table()
        .class("notify-events")
        .child((
            thead().child(tr().child((th().attr("scope", "col").child(c.say(Text::NotifyWhat)), head))),
            tbody().child(rows),
        ))
        .into_any()
}

fn ticked(
    id: &'static str,
    words: Text,
    is_on: impl Fn() -> bool + Send + Sync + 'static,
    set: impl Fn(bool) + 'static,
) -> AnyView {
    let c = console();
    label()
        .class("notify-tick")
        .child((tick(id.to_owned(), is_on, set), span().child(c.say(words))))
        .into_any()
}

fn when_part(c: Console) -> AnyView {
    let flag = |id: &'static str, words: Text, key: &'static str| {
        let set = move |on: bool| change(c, |all| all[key] = on.into());
        ticked(id, words, move || c.preferences.with(|all| all[key] == true), set)
    };
    let hours = watch(move || c.preferences.with(quiet));
    let is_quiet = watch(move || hours.get().is_some());
    let set_hours =
        move |(from, to): (u64, u64)| change(c, |all| all["quiet"] = json!({"from": from, "to": to}));
    let switch = move |on: bool| {
        if on {
            set_hours(NIGHT);
        } else {
            change(c, |all| {
                if let Some(all) = all.as_object_mut() {
                    all.remove("quiet");
                }
            });
        }
    };
    let time = move |id: &'static str, words: Text, is_from: bool| {
        let pick = move |(from, to): (u64, u64)| if is_from { from } else { to };
        label().class("notify-time").child((
            span().child(c.say(words)),
            input()
                .id(id)
                .class("input")
                .attr("type", "time")
                .value(move || hours.get_untracked().map(pick).map(clock_of).unwrap_or_default())
                .on(leptos::ev::change, move |event| {
                    let (from, to) = hours.get_untracked().unwrap_or(NIGHT);
                    let typed = minute_of(&event_target_value(&event));
                    let wanted = typed.map(|at| if is_from { (at, to) } else { (from, at) });
                    // Hours that end as they begin would be none.
                    if let Some(wanted) = wanted.filter(|(from, to)| from != to) {
                        set_hours(wanted);
                    }
                }),
        ))
    };
    let times = move || {
        is_quiet.get().then(|| {
            div()
                .class("notify-times")
                .child((time("quiet-from", Text::NotifyFrom, true), time("quiet-to", Text::NotifyTo, false)))
        })
    };
    all((
        flag("notify-words", Text::NotifyWords, "words"),
        flag("notify-available", Text::NotifyAvailable, "only_available"),
        ticked("notify-quiet", Text::NotifyQuiet, move || is_quiet.get(), switch),
        all((times, p().class("help").child(c.say(Text::NotifyQuietHelp)))),
    ))
}

/// `20:00`.
fn clock_of(minute: u64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn minute_of(typed: &str) -> Option<u64> {
    let (hours, minutes) = typed.split_once(':')?;
    Some(hours.parse::<u64>().ok()? * 60 + minutes.get(..2)?.parse::<u64>().ok()?)
}

fn inboxes_part(c: Console) -> AnyView {
    let inboxes = untrack(|| c.me()).map(|me| me.inboxes.clone()).unwrap_or_default();
    let one = |inbox: protocol::rest::InboxInfo| {
        let id = inbox.id.to_string();
        let is_muted =
            |all: &Value, id: &str| all["muted"].as_array().is_some_and(|all| all.iter().any(|it| it == id));
        let tells = {
            let id = id.clone();
            move || c.preferences.with(|all| !is_muted(all, &id))
        };
        let field = format!("notify-inbox-{id}");
        let set = move |on: bool| {
            let id = id.clone();
            change(c, move |all| {
                let mut muted: Vec<Value> = all["muted"].as_array().cloned().unwrap_or_default();
                muted.retain(|it| *it != id);
                if !on {
                    muted.push(id.into());
                }
                all["muted"] = muted.into();
            });
        };
        label()
            .class("notify-tick")
            .child((tick(field, tells, set), span().attr("dir", "auto").child(inbox.name)))
    };
    let rows: Vec<_> = inboxes.into_iter().map(one).collect();
    div()
        .attr("role", "group")
        .attr("aria-label", c.say(Text::NotifyInboxes))
        .child((h3().child(c.say(Text::NotifyInboxes)), rows))
        .into_any()
}

fn undo_send(c: Console) -> AnyView {
    let now = watch(move || c.preferences.with(|all| all["undo_send_s"].as_u64().unwrap_or(0)));
    let one = |seconds: u8| {
        let words = match seconds {
            0 => c.say(Text::UndoSendOff).to_owned(),
            n => c.fill(Text::UndoSendSeconds, &[("n", &n.to_string())]),
        };
        option()
            .attr("value", seconds.to_string())
            .flag("selected", move || now.get() == u64::from(seconds))
            .child(words)
    };
    let choices: Vec<_> = protocol::rest::preferences::UNDO_SEND_S.into_iter().map(one).collect();
    div()
        .class("field")
        .child((
            select()
                .id("undo-send")
                .class("input")
                .attr("aria-label", c.say(Text::UndoSendTitle))
                .attr("aria-describedby", "undo-send-help")
                .on(leptos::ev::change, move |event| {
                    if let Ok(seconds) = event_target_value(&event).parse::<u64>() {
                        change(c, |all| all["undo_send_s"] = seconds.into());
                    }
                })
                .child(choices),
            p().id("undo-send-help").class("help").child(c.say(Text::UndoSendHelp)),
        ))
        .into_any()
}
