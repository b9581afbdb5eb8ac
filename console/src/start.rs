//! The start: one console, its effects, its listeners, the page.

use std::cell::Cell;
use std::rc::Rc;

use crate::reactive::*;
use conversation::access::Action;
use conversation::ids::ThreadId;
use leptos::mount::mount_to;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::browser::timer::{Timeout, next_frame};
use crate::browser::{document, focus, history, lines, pointer, preferences, window};
use crate::console::{Console, Loading, provide};
use crate::later;
use crate::route::Route;
use crate::texts::Text;
use crate::view::{self, HEADING_ID};
use crate::watch::watch;

/// How long an owner's inbox is at rest before the second module is fetched.
const AHEAD_MS: u64 = 2_000;

/// The console in the page. Dropping it takes everything out again: views, listeners, timers, the link.
#[must_use = "a console that is dropped leaves the page"]
pub struct Mounted {
    console: Console,
    listeners: Vec<WindowListenerHandle>,
    // Last, since the others need what it owns.
    _views: Box<dyn std::any::Any>,
}

impl Mounted {
    /// Lets it live as long as the page.
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        for listener in self.listeners.drain(..) {
            listener.remove();
        }
        self.console.hang_up();
        later::end();
    }
}

/// Called by the page's script once the module is there. `open` opens the agents' lines: `widget/loader/lines.js`.
#[wasm_bindgen]
pub fn start(open: js_sys::Function) {
    lines::open_by(open);
    if let Some(mounted) = mount() {
        mounted.forget();
    }
}

/// Puts the console into the page's body, if it has one.
pub fn mount() -> Option<Mounted> {
    let started = Rc::new(Cell::new(None));
    let begun = Rc::clone(&started);
    let views = mount_to(document().body()?, move || {
        let console = Console::new();
        provide(console);
        preferences::apply_language(console.language.get_untracked());
        preferences::apply_theme(console.theme.get_untracked());
        console.online.set(window().navigator().on_line());
        follow_the_address(console);
        tell_the_title(console);
        start_at_the_heading(console);
        fetch_later(console);
        begun.set(Some((console, listen(console))));
        console.tick();
        later::begin(console);
        console.begin();
        view::app()
    });
    started.take().map(|(console, listeners)| Mounted { console, listeners, _views: Box::new(views) })
}

/// What the address says is what is shown: the list's view, the thread, the chatflows.
fn follow_the_address(c: Console) {
    let list = watch(move || {
        let inbox = c.inbox.get()?;
        c.me()?;
        c.route.with(|route| match route {
            Route::Inbox { view, status, found, .. } => Some((inbox, *view, *status, found.clone())),
            Route::Chatflows
            | Route::Try
            | Route::Chatflow(..)
            | Route::Lists
            | Route::Reports
            | Route::List(_)
            | Route::Contact(_)
            | Route::Settings(_)
            | Route::SignIn
            | Route::Profile
            | Route::Accessibility
            | Route::Join
            | Route::SetUp => None,
        })
    });
    Effect::new(move |_| {
        if let Some((_, view, status, found)) = list.get() {
            c.turn_to(view, status, found);
        }
    });
    let thread = watch(move || {
        let inbox = c.inbox.get()?;
        c.me()?;
        c.open_thread().map(|thread| (inbox, thread))
    });
    Effect::new(move |before: Option<Option<_>>| {
        let now = thread.get();
        if let Some(Some((_, before))) = before {
            c.leave_thread(before);
        }
        if let Some((_, thread)) = now.clone() {
            c.show_thread(thread);
        }
        c.tell_what_shows();
        now
    });
    let behind = watch(move || {
        let (inbox, thread) = thread.get()?;
        let revision = c.rows.with(|rows| rows.get(&thread).map_or(0, |row| row.revision));
        Some((inbox, thread, revision))
    });
    Effect::new(move |before: Option<Option<(_, ThreadId, _)>>| {
        let now = behind.get();
        if let Some((_, thread, _)) = &now {
            match before.flatten() {
                Some((_, before, _)) if before == *thread => c.ask_details_soon(before),
                _ => c.ask_details(thread),
            }
        }
        now
    });
}

/// What is not loaded at first comes once the list is there: the third module at once and for everybody, the second a while
/// later for owners, who will go to its pages. Whoever cannot wait for the third has it fetched before that.
fn fetch_later(c: Console) {
    let at_rest = watch(move || c.me().is_some() && c.list.with(|list| *list == Loading::Ready));
    Effect::new(move |_| {
        let is_owner = at_rest.get() && c.may(Action::ChangeChatflows);
        let soon = is_owner.then(|| Timeout::after(AHEAD_MS, later::fetch_ahead));
        c.timers.update_value(|timers| timers.ahead = soon);
    });
    // Another conversation is another try, where the first one failed.
    let is_wanted = watch(move || (at_rest.get(), later::waits_for_tools(c), c.open_thread()));
    Effect::new(move |before: Option<_>| {
        let now = is_wanted.get();
        let (at_rest, waits, open) = &now;
        // Whoever shuts what waited in vain wants nothing: they were told, and are not told again.
        let gave_up = before.as_ref().is_some_and(|(was_at_rest, waited, was_open)| {
            *waited && !waits && was_at_rest == at_rest && was_open == open
        });
        if !gave_up && (*at_rest || *waits) {
            later::fetch_tools(c);
        }
        now
    });
}

/// Who goes to another page starts at its heading. The inbox has keys of its own to begin with.
fn start_at_the_heading(c: Console) {
    let kind = watch(move || c.route.with(std::mem::discriminant));
    Effect::new(move |before: Option<_>| {
        let now = kind.get();
        let is_ours = c.route.with_untracked(|route| {
            matches!(
                route,
                Route::Chatflows
                    | Route::Try
                    | Route::Chatflow(..)
                    | Route::Lists
                    | Route::Reports
                    | Route::List(_)
                    | Route::Contact(_)
                    | Route::Settings(_)
            )
        });
        if before.is_some_and(|before| before != now) && is_ours {
            next_frame(|| {
                focus::to_id(HEADING_ID);
            });
        }
        now
    });
}

/// The tab says which page it is, and how many wait that nobody has.
fn tell_the_title(c: Console) {
    Effect::new(move |_| {
        c.language.track();
        let page = c.route.with(|route| match route {
            Route::Inbox { .. } => Text::Inbox,
            Route::Chatflows => Text::Chatflows,
            Route::Try => Text::TryTitle,
            Route::Chatflow(..) => Text::EditorOf,
            Route::Lists => Text::Lists,
            Route::Reports => Text::Reports,
            Route::List(_) => Text::ListOne,
            Route::Contact(_) => Text::Contact,
            Route::Settings(_) => Text::Settings,
            Route::SignIn => Text::SignInTitle,
            Route::SetUp => Text::SetUpTitle,
            Route::Profile => Text::MyProfile,
            Route::Accessibility => Text::Accessibility,
            Route::Join => Text::JoinTitle,
        });
        // What nobody has waits, unless I do not want that told; and what told me of something while I was elsewhere.
        let waiting = if c.me().is_some() {
            let counts_all = c.preferences.with(|all| all["unassigned"]["title"] != false);
            c.rows.with(|rows| {
                let has = |thread: &&ThreadId| rows.get(thread).is_some_and(|row| row.assignee.is_some());
                let unassigned = rows.counts().filter(|_| counts_all).map_or(0, |counts| counts.unassigned);
                let told = c.rung.with(|rung| rung.iter().filter(|it| !counts_all || has(it)).count());
                unassigned + u64::try_from(told).unwrap_or(0)
            })
        } else {
            0
        };
        let count = if waiting > 0 { format!("({waiting}) ") } else { String::new() };
        let name = c
            .draft(|draft| draft.name.clone())
            .filter(|name| page == Text::EditorOf && !name.is_empty())
            .map(|name| format!("{name} · "))
            .unwrap_or_default();
        document().set_title(&format!("{count}{name}{} · Parlor", c.say(page)));
    });
}

fn listen(c: Console) -> Vec<WindowListenerHandle> {
    vec![
        window_event_listener(leptos::ev::popstate, move |_| c.came_to(history::current())),
        window_event_listener(leptos::ev::beforeunload, move |event| {
            if c.has_unsaved() {
                event.prevent_default();
            }
        }),
        window_event_listener(leptos::ev::pointerdown, move |event| {
            pointer::went_down();
            c.pointed_at(event.target());
        }),
        // After a finger was lifted the browser presses a mouse for it; that is when a field is left.
        window_event_listener(leptos::ev::mousedown, |_| pointer::went_down()),
        window_event_listener(leptos::ev::pointerup, |_| pointer::went_up()),
        window_event_listener(leptos::ev::mouseup, |_| pointer::went_up()),
        window_event_listener(leptos::ev::pointercancel, |_| pointer::went_up()),
        window_event_listener(leptos::ev::keydown, move |event| {
            pointer::went_up();
            c.pressed(&event);
        }),
        window_event_listener(leptos::ev::online, move |_| c.is_back()),
        // A page out of the browser's memory, and a window that comes to the front, may have slept for hours.
        window_event_listener(leptos::ev::pageshow, move |_| c.is_back()),
        window_event_listener(leptos::ev::focus, move |_| c.is_back()),
        window_event_listener(leptos::ev::offline, move |_| c.online.set(false)),
        window_event_listener(leptos::ev::pagehide, move |_| {
            c.release();
            c.keep_drafts();
        }),
        window_event_listener(leptos::ev::visibilitychange, move |_| {
            c.tell_what_shows();
            if document().hidden() {
                c.keep_drafts();
            } else {
                c.rung.set(Vec::new());
                c.is_back();
            }
        }),
    ]
}
