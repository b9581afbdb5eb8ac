//! The list of threads (S123, S124): a window of rows, however many there are.

use conversation::access::Action;
use conversation::ids::ThreadId;
use conversation::thread::Status;
use conversation::view::View;
use leptos::html::Div;
use leptos::prelude::*;

use super::blank::{blank, failed, slow};
use super::html::{a, all, button, div, h1, li, p, section, span, ul};
use super::icon::{Icon, icon};
use super::row::row;
use super::views::{current, title, views_folded};
use crate::acts::list::row_id;
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::{Loading, console};
use crate::route::{Route, SettingsTab};
use crate::state::window::{ROW_HEIGHT, rows_to_draw, scroll_to_show};
use crate::texts::Text;
use crate::watch::watch;

/// Rows of a skeleton.
const BONES: usize = 6;

/// The pane: name of the view, status, rows.
pub(crate) fn list_pane() -> AnyView {
    let c = console();
    section()
        .class("pane list-pane")
        .child((
            div()
                .class("pane-head")
                .child((h1().class("grow cut").child(move || c.say(title(current()))), views_folded())),
            div().class("list-tools").child((status_segments(), order_or_news())),
            rows(),
        ))
        .into_any()
}

/// The status the address names. Tracked.
fn status() -> Status {
    console().route.with(|route| match route {
        Route::Inbox { status, .. } => *status,
        Route::Chatflows
        | Route::Try
        | Route::Chatflow(_)
        | Route::Lists
        | Route::List(_)
        | Route::Settings(_)
        | Route::SignIn
        | Route::SetUp => Status::Open,
    })
}

fn status_segments() -> AnyView {
    let c = console();
    let segment = move |which: Status, label: Text| {
        button()
            .attr("type", "button")
            .attr("aria-pressed", move || (status() == which).to_string())
            .on(leptos::ev::click, move |_| {
                let view = untrack(current);
                c.go(Route::Inbox { view, status: which, thread: None });
            })
            .child(c.say(label))
    };
    div()
        .class("segments")
        .attr("role", "group")
        .attr("aria-label", c.say(Text::Status))
        .child((segment(Status::Open, Text::Open), segment(Status::Closed, Text::Closed)))
        .into_any()
}

/// How the list is ordered; while it stands still and something waits to come in, how much, and the way to see it.
fn order_or_news() -> AnyView {
    let c = console();
    let waiting = watch(move || c.rows.with(|rows| rows.waiting()));
    let news = move || {
        let n = waiting.get();
        (n > 0).then(|| {
            button()
                .attr("type", "button")
                .class("button low news")
                // On the way here the pointer left the list.
                .on(leptos::ev::pointerenter, move |_| c.aims())
                .on(leptos::ev::pointerleave, move |_| c.aims_elsewhere())
                .on(leptos::ev::click, move |_| c.settle_list())
                .child((
                    icon(Icon::ArrowUp),
                    c.fill(Text::NewRows, &[("n", &n.to_string())]),
                    span().class("unseen").child((", ", c.say(Text::NewRowsShow))),
                ))
        })
    };
    let order = move || (waiting.get() == 0).then(|| span().child(c.say(Text::NewestFirst)));
    div().class("order").child((order, div().attr("role", "status").child(news))).into_any()
}

fn rows() -> AnyView {
    let c = console();
    let frame_ref = NodeRef::<Div>::new();
    let scrolled = RwSignal::new(0_u32);
    let frame = RwSignal::new(0_u32);
    let order = watch(move || c.rows.with(|rows| rows.order().to_vec()));
    let drawn = watch(move || rows_to_draw(order.with(Vec::len), scrolled.get(), frame.get()));

    // A frame asked for may come when the list has left the page: then there is nothing to measure.
    let measure = move || {
        if let Some(element) = frame_ref.try_get_untracked().flatten() {
            scrolled.set(u32::try_from(element.scroll_top()).unwrap_or(0));
            frame.set(u32::try_from(element.client_height()).unwrap_or(0));
        }
    };
    frame_ref.on_load(move |_| next_frame(measure));

    // The keyboard's row is brought into view before it takes the focus: outside of the window it does not exist.
    Effect::new(move |_| {
        let at = c
            .cursor
            .get()
            .and_then(|cursor| order.with_untracked(|all| all.iter().position(|id| *id == cursor)));
        if let (Some(at), Some(element)) = (at, frame_ref.try_get_untracked().flatten())
            && let Some(top) = scroll_to_show(at, scrolled.get_untracked(), frame.get_untracked())
        {
            element.set_scroll_top(i32::try_from(top).unwrap_or(i32::MAX));
            measure();
        }
    });
    keep_focus(order);
    on_cleanup(move || c.aims_at_nothing());

    let empty = move || {
        let nothing = order.with(Vec::is_empty);
        match c.list.get() {
            Loading::Asking if nothing => all((skeleton(), slow(move || c.load_list()))),
            Loading::Failed(problem) if nothing => failed(Text::ListFailed, &problem, move || c.load_list()),
            Loading::Ready if nothing => empty_list(current(), status()),
            Loading::Asking | Loading::Failed(_) | Loading::Ready => ().into_any(),
        }
    };
    let windowed = move || order.with(|all| all.get(drawn.get()).unwrap_or_default().to_vec());
    let height = move |rows: usize| format!("{}px", rows * ROW_HEIGHT as usize);
    let list = ul()
        .attr("role", "list")
        .attr("aria-label", c.say(Text::Conversations))
        .style("block-size", move || height(order.with(Vec::len)))
        .style("padding-block-start", move || height(drawn.get().start))
        .child(For(ForProps::builder().each(windowed).key(Clone::clone).children(row).build()).into_any());
    let older = move || {
        c.rows.with(|rows| rows.next().is_some()).then(|| {
            div().class("more").child(
                button()
                    .attr("type", "button")
                    .class("button line low")
                    .on(leptos::ev::click, move |_| c.load_older())
                    .child(c.say(Text::LoadOlder)),
            )
        })
    };
    div()
        .class("rows")
        .node_ref(frame_ref)
        .on(leptos::ev::scroll, move |_| measure())
        .on(leptos::ev::pointerenter, move |_| c.aims())
        .on(leptos::ev::pointerleave, move |_| c.aims_elsewhere())
        .on(leptos::ev::keydown, move |event| {
            if event.key() == "Tab" {
                c.walks();
            }
        })
        .child((list, older, empty))
        .into_any()
}

/// The focus stays on its row when that is drawn elsewhere; when the row leaves, the one in its place takes it.
fn keep_focus(order: Memo<Vec<ThreadId>>) {
    let c = console();
    Effect::new(move |before: Option<Vec<ThreadId>>| {
        let now = order.get();
        let cursor = c.cursor.get_untracked().filter(|_| c.in_list.get_value());
        if let (Some(before), Some(cursor)) = (before.filter(|before| *before != now), cursor) {
            let was_at = before.iter().position(|id| *id == cursor);
            let heir = if now.contains(&cursor) {
                Some(cursor)
            } else {
                was_at.and_then(|at| now.get(at).or(now.last()).cloned())
            };
            c.cursor.set(heir.clone());
            next_frame(move || {
                if let (None, Some(heir)) = (focus::focused(), heir) {
                    focus::to_id_where_it_is(&row_id(&heir));
                }
            });
        }
        now
    });
}

fn empty_list(view: View, status: Status) -> AnyView {
    match (status, view) {
        (Status::Closed, _) => blank(Icon::Check, Text::EmptyClosed, None),
        (Status::Open, View::All | View::Chat) => {
            all((blank(Icon::Chat, Text::EmptyAllOpen, Some(Text::EmptyAllOpenMore)), where_to_look()))
        }
        (Status::Open, View::Mine) => blank(Icon::Person, Text::EmptyMine, Some(Text::EmptyMineMore)),
        (Status::Open, View::Unassigned) => {
            blank(Icon::Check, Text::EmptyUnassigned, Some(Text::EmptyUnassignedMore))
        }
        (Status::Open, View::Bots) => blank(Icon::Chat, Text::EmptyBots, Some(Text::EmptyBotsMore)),
        (Status::Open, View::Filtered) => blank(Icon::Shield, Text::EmptyFiltered, None),
    }
}

/// For whoever can do something about it: where to look when no chat ever comes.
fn where_to_look() -> AnyView {
    let c = console();
    if !c.may(Action::ChangeSettings) {
        return ().into_any();
    }
    let link = |route: Route, words: Text| {
        let path = route.path();
        a().attr("href", path)
            .on(leptos::ev::click, move |event| super::follow(&event, route.clone()))
            .child(c.say(words))
    };
    div()
        .class("look")
        .child((
            p().child(c.say(Text::EmptyCheck)),
            p().child((
                link(Route::Settings(SettingsTab::TrackingCode), Text::TrackingCode),
                link(Route::Chatflows, Text::Chatflows),
            )),
        ))
        .into_any()
}

fn skeleton() -> AnyView {
    let bone = |class: &'static str| span().class(class);
    let one = |_| {
        li().class("row bones").child((
            bone("bone round face medium"),
            div().class("lines").child((bone("bone line-1"), bone("bone line-2"), bone("bone line-3"))),
        ))
    };
    ul().class("skeleton")
        .attr("aria-hidden", "true")
        .child((0..BONES).map(one).collect::<Vec<_>>())
        .into_any()
}
