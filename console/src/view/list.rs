//! The list of threads (S123, S124): a window of rows, however many there are.

use crate::reactive::*;
use conversation::access::Action;
use conversation::ids::ThreadId;
use conversation::view::{Standing, View};
use leptos::html::Div;
use protocol::code::Code;

use super::blank::{blank, failed, slow};
use super::html::{a, all, button, div, h1, li, p, section, span, strong, ul};
use super::icon::{Icon, icon};
use super::later::tool;
use super::row::row;
use super::search::{found_count, search_box};
use super::views::{current, title, views_folded};
use crate::acts::finding::FILTER_ID;
use crate::acts::list::row_id;
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::{Console, Loading, console};
use crate::route::{Route, SettingsTab};
use crate::state::found::Found;
use crate::state::problem::Problem;
use crate::state::rows::Rows;
use crate::state::window::{ROW_HEIGHT, rows_to_draw, scroll_to_show};
use crate::texts::Text;
use crate::watch::watch;

/// The key that opens the filter; the tip of the button names it.
const FILTER_KEY: &str = "f";

/// Rows of a skeleton.
const BONES: usize = 6;

/// The pane: name of the view, status, rows.
pub(crate) fn list_pane() -> AnyView {
    let c = console();
    section()
        .class("pane list-pane")
        .attr("aria-labelledby", "list-title")
        .child((
            div().class("pane-head").child((
                h1().id("list-title").class("grow cut").attr("dir", "auto").child(move || list_title(c)),
                views_folded(),
            )),
            search_box(),
            div().class("list-tools").child((status_segments(), filter_toggle(), news())),
            tool(|tools| (tools.filter)()),
            rows(),
            tool(|tools| (tools.bulk)()),
        ))
        .into_any()
}

/// What the list is called.
fn list_title(c: Console) -> String {
    let text = match c.found() {
        None => title(current()),
        Some(Found::Words(_)) => Text::SearchTitle,
        Some(Found::Filter(_)) => Text::FilterOne,
        Some(Found::Deleted) => Text::ViewDeleted,
        Some(Found::Saved(id)) => {
            return c.views.with(|views| views.saved(&id).map(|view| view.name.clone()).unwrap_or_default());
        }
    };
    c.say(text).to_owned()
}

/// Opens and shuts the filter.
fn filter_toggle() -> AnyView {
    let c = console();
    button()
        .id(FILTER_ID)
        .attr("type", "button")
        .class("button quiet square low")
        .attr("aria-label", c.say(Text::FilterOpen))
        .attr("title", format!("{} ({FILTER_KEY})", c.say(Text::FilterOpen)))
        .attr("aria-expanded", move || c.filter.with(Option::is_some).to_string())
        .on(leptos::ev::click, move |_| c.toggle_filter())
        .child(icon(Icon::Filter))
        .into_any()
}

fn status_segments() -> AnyView {
    let c = console();
    let is_found = watch(move || c.found().is_some());
    let segment = move |which: Standing, label: Text| {
        button()
            .attr("type", "button")
            .attr("aria-pressed", move || (c.standing() == which).to_string())
            .on(leptos::ev::click, move |_| {
                let view = untrack(current);
                c.go(Route::Inbox { view, status: which, found: None, thread: None });
            })
            .child(c.say(label))
    };
    let segments = move || {
        if is_found.get() {
            return found_count();
        }
        div()
            .class("segments")
            .attr("role", "group")
            .attr("aria-label", c.say(Text::Status))
            .child((
                segment(Standing::Open, Text::Open),
                segment(Standing::Snoozed, Text::SnoozedOnes),
                segment(Standing::Closed, Text::Closed),
            ))
            .into_any()
    };
    all(segments)
}

/// While the list stands still and something waits to come in: how much, and the way to see it.
fn news() -> AnyView {
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
    div().class("order").attr("role", "status").child(news).into_any()
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
            Loading::Failed(problem) if nothing && c.found().is_some() => unsearchable(c, &problem),
            Loading::Failed(problem) if nothing => failed(Text::ListFailed, &problem, move || c.load_list()),
            Loading::Ready if nothing => empty(c),
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
    let older = older(c);
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

/// What comes behind the list: more of it, and where a search stopped looking.
fn older(c: Console) -> AnyView {
    let further = watch(move || c.rows.with(Rows::looks_further));
    let is_more = watch(move || c.rows.with(|rows| rows.next().is_some()));
    let many = watch(move || c.rows.with(Rows::begins_too_often));
    let beginning = move || many.get().then(|| p().class("help").child(c.say(Text::SearchBeginning)));
    let more = move || {
        is_more.get().then(|| {
            let note = further.get().then(|| p().class("help").child(c.say(Text::SearchNewest)));
            let words = if further.get() { Text::SearchFurther } else { Text::LoadOlder };
            let button = button()
                .attr("type", "button")
                .class("button line low")
                .on(leptos::ev::click, move |_| c.load_older())
                .child(c.say(words));
            div().class("more").child((note, button))
        })
    };
    all((beginning, more))
}

/// What says that nothing was found, and what was looked for.
fn empty(c: Console) -> AnyView {
    match c.found() {
        None => empty_list(current(), c.standing()),
        // That there is nothing anywhere is not known yet.
        Some(_) if c.rows.with(Rows::looks_further) => blank(Icon::Search, Text::SearchNothingYet, None),
        Some(Found::Words(words)) => div()
            .class("blank")
            .attr("role", "status")
            .child((
                icon(Icon::Search),
                strong().attr("dir", "auto").child(c.fill(Text::SearchNothing, &[("words", words.trim())])),
                p().child(c.say(Text::SearchNothingMore)),
                p().class("small").child(c.say(Text::SearchHelp)),
            ))
            .into_any(),
        Some(Found::Filter(_) | Found::Saved(_)) => blank(Icon::Filter, Text::EmptyFound, None),
        Some(Found::Deleted) => blank(Icon::Bin, Text::EmptyDeleted, None),
    }
}

/// What cannot be searched for says what would be right; anything else can be tried again.
fn unsearchable(c: Console, problem: &Problem) -> AnyView {
    if problem.code() != Some(Code::FilterUnknown) {
        return failed(Text::ListFailed, problem, move || c.load_list());
    }
    let why = match problem {
        Problem::Refused { field: Some(field), .. } => field.clone(),
        _ => String::new(),
    };
    div()
        .class("blank")
        .attr("role", "status")
        .child((
            icon(Icon::Warning),
            strong().child(c.fill(Text::SearchWrong, &[("why", &why)])),
            p().class("small").child(c.say(Text::SearchHelp)),
        ))
        .into_any()
}

fn empty_list(view: View, status: Standing) -> AnyView {
    match (status, view) {
        (Standing::Closed, _) => blank(Icon::Check, Text::EmptyClosed, None),
        (Standing::Snoozed, _) => blank(Icon::Clock, Text::EmptySnoozed, None),
        (Standing::Open, View::All | View::Chat) => {
            all((blank(Icon::Chat, Text::EmptyAllOpen, Some(Text::EmptyAllOpenMore)), where_to_look()))
        }
        (Standing::Open, View::Mine) => blank(Icon::Person, Text::EmptyMine, Some(Text::EmptyMineMore)),
        (Standing::Open, View::Unassigned) => {
            blank(Icon::Check, Text::EmptyUnassigned, Some(Text::EmptyUnassignedMore))
        }
        (Standing::Open, View::Bots) => blank(Icon::Chat, Text::EmptyBots, Some(Text::EmptyBotsMore)),
        (Standing::Open, View::Filtered) => blank(Icon::Shield, Text::EmptyFiltered, None),
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
