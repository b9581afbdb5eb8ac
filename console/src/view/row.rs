//! One row of the list (S124): who, what was said last, when, which channel, and whether somebody waits.

use crate::reactive::*;
use conversation::ids::ThreadId;
use conversation::thread::Status;
use protocol::frame::Row;

use super::face::{Size, face, visitor_face};
use super::html::{a, all, input, label, li, span, time};
use super::icon::{Icon, icon};
use super::labels::label_chips;
use super::mark::unverified;
use super::priority::priority_chip;
use super::search::with_marks;
use crate::acts::list::row_id;
use crate::browser::clock;
use crate::console::{Console, console};
use crate::route::Route;
use crate::state::rows::preview_is_mine;
use crate::state::when::is_late;
use crate::state::who::Called;
use crate::texts::Text;
use crate::watch::watch;

/// Labels shown on a row.
const LABELS: usize = 2;

/// A row. It draws anew only what changed.
pub(crate) fn row(thread: ThreadId) -> AnyView {
    let c = console();
    let id = StoredValue::new(thread);
    let row = watch(move || id.with_value(|id| c.row(id)));
    let called = watch(move || row.with(|row| row.as_ref().map(|row| c.called(row))));
    let leaving = watch(move || id.with_value(|id| c.rows.with(|rows| rows.is_leaving(id))));
    let is_open = watch(move || c.open_thread().is_some_and(|open| id.with_value(|id| *id == open)));
    let unread = watch(move || {
        !is_open.get()
            && row.with(|row| row.as_ref().is_some_and(|row| c.read.with(|read| read.is_unread(row))))
    });
    let snippet = watch(move || row.with(|row| row.as_ref().map(|row| snippet(c, row, is_open.get()))));
    let look = watch(move || {
        let email = row.with(|row| row.as_ref().and_then(|row| row.email.clone()));
        called.get().map(|called| (called.words, email))
    });
    let labels =
        watch(move || row.with(|row| row.as_ref().map(|row| row.desk.labels.clone())).unwrap_or_default());
    let priority =
        watch(move || row.with(|row| row.as_ref().map(|row| row.desk.priority)).unwrap_or_default());
    let owner = watch(move || row.with(|row| row.as_ref().and_then(owner)));
    let target = move || {
        c.route.with(|route| match route {
            Route::Inbox { view, status, found, .. } => Route::Inbox {
                view: *view,
                status: *status,
                found: found.clone(),
                thread: Some(id.with_value(ToString::to_string)),
            },
            other => other.clone(),
        })
    };

    let first = span().class("first").child((
        span()
            .class("name cut")
            .attr("dir", "auto")
            .child(move || called.get().map(|called| with_marks(called.words))),
        span()
            .class("mark-slot")
            .child(move || called.get().filter(|called| called.unverified).map(|_| unverified())),
        when(row),
    ));
    let second = span().class("snippet cut").attr("dir", "auto").child(move || snippet.get().map(with_marks));
    let third = span().class("third").child((
        move || {
            // Where there are labels, the picture alone says which channel.
            let words = span().child(c.say(Text::ChannelChat));
            let words = if labels.with(Vec::is_empty) { words } else { words.class("unseen") };
            span().class("chip").child((icon(Icon::Chat), words))
        },
        move || priority_chip(priority.get()),
        move || labels.with(|labels| label_chips(labels, LABELS)),
        stands(row),
        move || {
            unread
                .get()
                .then(|| span().class("unread-dot").child(span().class("unseen").child(c.say(Text::Unread))))
        },
        move || {
            owner.get().map(|(id, name)| {
                span().class("owner").attr("title", name.clone()).child(face(&name, &id, Size::Tiny))
            })
        },
    ));
    let link = a()
        .id(id.with_value(row_id))
        .attr("href", move || target().path())
        .attr("aria-current", move || is_open.get().then_some("true"))
        .on(leptos::ev::click, move |event| super::follow(&event, untrack(target)))
        .on(leptos::ev::focus, move |_| {
            c.in_list.set_value(true);
            // Without a word to anybody: scrolling to the row while it is being pressed would pull it away.
            c.cursor.maybe_update(|cursor| {
                *cursor = Some(id.get_value());
                false
            });
        })
        .on(leptos::ev::blur, move |event| {
            // A row that is drawn elsewhere loses the focus to nothing, and gets it back.
            if event.related_target().is_some() {
                c.in_list.set_value(false);
            }
        })
        .child((
            move || look.get().map(|(name, email)| visitor_face(&name, email.as_deref(), Size::Medium)),
            span().class("what").child((first, second, third)),
        ));
    let is_chosen = watch(move || id.with_value(|id| c.selected.with(|selected| selected.has(id))));
    li().class("row")
        .when("chosen", move || is_chosen.get())
        .when("unread", move || unread.get())
        .when("leaving", move || leaving.get())
        .child((link, choose_box(id, called)))
        .into_any()
}

/// Who has it, a team too (H73): an id, and a name.
fn owner(row: &Row) -> Option<(String, String)> {
    let agent = row.assignee.as_ref().map(|agent| (agent.id.to_string(), agent.name.clone()));
    let team = || row.desk.team.as_ref().map(|given| (given.team.id.to_string(), given.team.name.clone()));
    agent.or_else(team)
}

/// How it stands beyond open and closed: until when it sleeps, else when it was opened.
fn stands(row: Memo<Option<Row>>) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let told = watch(move || {
        let now = c.now.get();
        row.with(|row| {
            let row = row.as_ref()?;
            Some(match row.desk.snoozed.map(|snooze| snooze.until) {
                Some(Some(at)) => {
                    (true, c.fill(Text::UntilShort, &[("time", &clock::until(at, now, language))]))
                }
                Some(None) => (true, c.say(Text::UntilWritesShort).to_owned()),
                None => {
                    let opened = clock::told_by_clock(row.opened_at, now, language);
                    (false, c.fill(Text::Opened, &[("time", &opened)]))
                }
            })
        })
    });
    let drawn = move || {
        told.get().map(|(sleeps, words)| {
            if sleeps {
                let unseen = span().class("unseen").child(c.say(Text::SnoozedOnes));
                return span().class("chip info").child((icon(Icon::Clock), unseen, words)).into_any();
            }
            span().class("small faint cut").child(words).into_any()
        })
    };
    all((drawn, span().class("space")))
}

/// The box that chooses a row (P48), in the place of its face.
fn choose_box(id: StoredValue<ThreadId>, called: Memo<Option<Called>>) -> AnyView {
    let c = console();
    let is_chosen = watch(move || id.with_value(|id| c.selected.with(|selected| selected.has(id))));
    label()
        .class("pick-row")
        .child(
            input()
                .attr("type", "checkbox")
                .attr("tabindex", "-1")
                .attr("aria-label", move || {
                    let name = called.get().map(|called| called.words).unwrap_or_default();
                    c.fill(Text::SelectRow, &[("name", &name)])
                })
                .flag("checked", move || is_chosen.get())
                .on(leptos::ev::click, move |event: web_sys::MouseEvent| {
                    id.with_value(|id| c.select(id, event.shift_key()));
                }),
        )
        .into_any()
}

fn snippet(c: Console, row: &Row, is_open: bool) -> String {
    let draft =
        c.drafts.with(|drafts| drafts.of(&row.thread, false).lines().next().unwrap_or_default().to_owned());
    if !is_open && !draft.is_empty() {
        return c.fill(Text::PreviewDraft, &[("text", &draft)]);
    }
    if row.preview.is_empty() {
        return c.say(Text::NoMessageYet).to_owned();
    }
    if row.preview_from_visitor {
        return row.preview.clone();
    }
    let mine = c.myself().is_some_and(|me| preview_is_mine(row, &me));
    c.fill(if mine { Text::PreviewYou } else { Text::PreviewTeam }, &[("text", &row.preview)])
}

/// When something was last said; in red, with a clock, when somebody waits too long.
fn when(row: Memo<Option<Row>>) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let told = watch(move || {
        let now = c.now.get();
        row.with(|row| {
            let row = row.as_ref()?;
            match row.waiting_since {
                Some(since) if row.status == Status::Open && is_late(since, now) => {
                    Some((true, clock::waiting(since, now, language)))
                }
                _ => Some((false, clock::told(row.updated_at, now, language))),
            }
        })
    });
    let drawn = move || {
        told.get().map(|(late, told)| {
            if late {
                let label = c.fill(Text::WaitsSince, &[("time", &told)]);
                span()
                    .class("when late")
                    .attr("title", label.clone())
                    .child((
                        icon(Icon::Clock),
                        span().class("unseen").child(label),
                        span().attr("aria-hidden", "true").child(told),
                    ))
                    .into_any()
            } else {
                time().class("when").child(told).into_any()
            }
        })
    };
    span().class("when-slot").child(drawn).into_any()
}
