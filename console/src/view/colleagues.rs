//! Who is there: everybody of the inbox with how they stand and what they have, and who waits (P44, H63).

use crate::reactive::*;

use super::blank::failed;
use super::face::{Size, face};
use super::html::{all, aside, b, button, div, h2, keyed, li, p, span, ul};
use super::icon::{Icon, icon};
use crate::browser::timer::next_frame;
use crate::browser::{clock, focus};
use crate::console::{Loading, console};
use crate::state::colleagues::{Colleague, Stand};
use crate::texts::Text;
use crate::watch::watch;

/// The element ids of the button that opens the panel, and of the one that shuts it.
const OPEN_ID: &str = "room-open";
const SHUT_ID: &str = "room-shut";

/// The button at the foot of the views.
pub(crate) fn room_line() -> AnyView {
    let c = console();
    button()
        .id(OPEN_ID)
        .attr("type", "button")
        .class("button quiet low")
        .attr("aria-expanded", move || c.room_open.get().to_string())
        .on(leptos::ev::click, move |_| {
            let open = !c.room_open.get_untracked();
            c.show_room(open);
            if open {
                next_frame(|| {
                    focus::to_id(SHUT_ID);
                });
            }
        })
        .child((icon(Icon::People), c.say(Text::ColleaguesOpen)))
        .into_any()
}

fn shut() {
    console().show_room(false);
    next_frame(|| {
        focus::to_id(OPEN_ID);
    });
}

/// The panel; it is drawn only while it is open.
pub(crate) fn room() -> AnyView {
    let c = console();
    let title = c.inbox_info().map(|info| info.name).unwrap_or_default();
    let content = move || match c.room_loading.get() {
        Loading::Ready => all((waiting(), people())),
        Loading::Asking => {
            let bone = |_| span().class("bone line-2");
            div()
                .class("skeleton")
                .attr("aria-hidden", "true")
                .child((0..3).map(bone).collect::<Vec<_>>())
                .into_any()
        }
        Loading::Failed(problem) => failed(Text::Colleagues, &problem, move || c.refresh_room()),
    };
    let close = button()
        .id(SHUT_ID)
        .attr("type", "button")
        .class("button quiet square low")
        .attr("aria-label", c.say(Text::CloseSheet))
        .on(leptos::ev::click, |_| shut())
        .child(icon(Icon::Cross));
    aside()
        .class("sheet room")
        .attr("aria-label", c.fill(Text::ColleaguesOf, &[("inbox", &title)]))
        .on(leptos::ev::keydown, |event| {
            if event.key() == "Escape" {
                event.stop_propagation();
                shut();
            }
        })
        .child((
            div()
                .class("sheet-head")
                .child((h2().class("grow cut").child(c.say(Text::ColleaguesOpen)), close)),
            div().class("sheet-body").child(content),
        ))
        .into_any()
}

/// Who waits, and for how long.
fn waiting() -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let told = watch(move || c.room.with(|room| (room.waiting, room.oldest)));
    let available = watch(move || c.room.with(|room| (room.available(), room.colleagues.len())));
    let line = move || match told.get() {
        (0, _) => span().child(c.say(Text::WaitingNobody)),
        (n, oldest) => {
            let time = clock::waiting(oldest.unwrap_or_else(clock::now), c.now.get(), language);
            span().class("late").child(c.fill(Text::WaitingCount, &[("n", &n.to_string()), ("time", &time)]))
        }
    };
    let count = move || {
        let (n, all) = available.get();
        c.fill(Text::AvailableCount, &[("n", &n.to_string()), ("all", &all.to_string())])
    };
    all((
        p().class("small faint").child(count),
        div().class("hint").attr("role", "status").child((icon(Icon::Clock), line)),
    ))
}

fn people() -> AnyView {
    let c = console();
    let ids = watch(move || {
        c.room.with(|room| room.colleagues.iter().map(|one| one.id.clone()).collect::<Vec<_>>())
    });
    let rows = keyed(move || ids.get(), person);
    ul().class("room-list").attr("aria-label", c.say(Text::Colleagues)).child(rows).into_any()
}

fn person(id: String) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let is_me = c.my_id().as_str() == id;
    let may = c.may_supervise() && !is_me;
    let one = watch(move || c.room.with(|room| room.colleague(&id).cloned().unwrap_or_default()));
    let name = watch(move || one.with(|one| one.name.clone()));
    let picture = move || {
        one.with(|one| {
            let is_there = one.stand() == Stand::Available;
            all((
                face(&one.name, &one.id, Size::Medium),
                span().class("dot on-face").when("away", move || !is_there).attr("aria-hidden", "true"),
            ))
        })
    };
    let facts = move || one.with(|one| standing(one, language, c.now.get()));
    let act = move || {
        may.then(|| {
            let away = one.with(|one| one.is_away);
            let (long, short) = if away {
                (Text::SetAvailable, Text::SetAvailableShort)
            } else {
                (Text::SetAway, Text::SetAwayShort)
            };
            button()
                .attr("type", "button")
                .class("button line low")
                .attr("aria-label", c.fill(long, &[("name", &name.get())]))
                .on(leptos::ev::click, move |_| {
                    one.with_untracked(|one| {
                        c.set_presence_of(one.id.clone(), one.name.clone(), !one.is_away, !one.is_away);
                    });
                })
                .child(c.say(short))
        })
    };
    li().child((
        span().class("faced").child(picture),
        div().class("grow").child((
            b().class("cut").attr("dir", "auto").child(move || name.get()),
            div().class("small faint").child(facts),
        )),
        act,
    ))
    .into_any()
}

/// How somebody stands, and what they have: facts of one line.
fn standing(one: &Colleague, language: crate::texts::Language, now: u64) -> String {
    let c = console();
    let load = match one.capacity {
        Some(most) => c.fill(Text::LoadOf, &[("n", &one.open.to_string()), ("most", &most.to_string())]),
        None => c.fill(Text::LoadAny, &[("n", &one.open.to_string())]),
    };
    let mut facts = vec![c.say(one.stand().words()).to_owned()];
    if let (true, Some(since)) = (one.is_away, one.away_since) {
        facts.push(c.fill(Text::Since, &[("time", &clock::told_by_clock(since, now, language))]));
    }
    facts.push(load);
    if !one.has_seat {
        facts.push(c.say(Text::NoSeatShort).to_owned());
    }
    facts.join(" · ")
}
