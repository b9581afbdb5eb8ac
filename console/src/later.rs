//! What is not loaded at first. The second module is everything but the inbox and the way to it: whoever only answers chats
//! never downloads it. The third is what opens over the inbox and beside a thread, and comes as soon as the list is there.
//!
//! Knows how they are fetched, and the doors by which the first module goes in: pointers to functions that lie there, so
//! that having one means they are there. What is behind them is in [`crate::view::pages`], [`crate::view::tools`] and
//! `crate::acts::owner`. Tests run all as one, and so does a build without the feature `split`.

use std::cell::{Cell, RefCell};

use crate::reactive::*;
use conversation::ids::{MacroId, ThreadId};
use protocol::frame::{Annotation, Row};

use crate::acts::owner;
use crate::console::{Ask, Console, Undo};
use crate::route::Route;
use crate::texts::Text;
use crate::view::command_entries::Entry;
use crate::view::inserting::{Choice, Inserting};
use crate::view::picking::Picking;
use crate::view::{insert, macro_list, pages, reply_list, tools};

/// A page of the second module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    SetUp,
    Join,
    Chatflows,
    Chatflow,
    Try,
    Lists,
    Reports,
    List,
    Settings,
    Profile,
    Accessibility,
}

/// Where the first module goes into the second.
#[derive(Clone, Copy)]
pub(crate) struct Doors {
    /// Draws a page.
    pub(crate) draw: fn(Page) -> AnyView,
    /// Draws a question; nothing for those that the first module asks itself.
    pub(crate) ask: fn(Ask) -> AnyView,
    /// Takes back what was done there.
    pub(crate) undo: fn(Console, Undo),
    /// Whether a page holds changes that nobody saved.
    pub(crate) unsaved: fn(Console) -> bool,
    /// What they are called, to ask about them.
    pub(crate) unsaved_name: fn(Console) -> String,
    /// Saves them; whether there was anything to save with.
    pub(crate) save: fn(Console) -> bool,
    /// Draws the saved replies that what is typed in a reply may mean.
    pub(crate) replies: fn(Picking) -> AnyView,
    /// Whether a key, pressed in the reply, was theirs.
    pub(crate) reply_key: fn(Picking, &str) -> bool,
    /// Draws a box of what is put into a reply.
    pub(crate) insert: fn(Inserting, Choice) -> AnyView,
    /// Loads the macros.
    pub(crate) load_macros: fn(Console),
    /// The macros that fit what was typed, as lines of the command bar.
    pub(crate) macros: fn(Console, &[ThreadId], &str) -> Vec<Entry>,
    /// What a macro would do with conversations, in words.
    pub(crate) macro_words: fn(&[ThreadId], &MacroId) -> AnyView,
    /// Runs one.
    pub(crate) run_macro: fn(Console, Vec<ThreadId>, &MacroId),
    /// Loads what the addressed page shows, from now on.
    follow: fn(Console),
}

/// Where the first module goes into the third.
#[derive(Clone, Copy)]
pub(crate) struct Tools {
    /// The sheet of keys, and the command bar with its pickers.
    pub(crate) over: fn() -> AnyView,
    /// My menu.
    pub(crate) menu: fn() -> AnyView,
    /// Who is there.
    pub(crate) room: fn() -> AnyView,
    /// What is filtered, and the filter's form.
    pub(crate) filter: fn() -> AnyView,
    /// What is done with many conversations.
    pub(crate) bulk: fn() -> AnyView,
    /// Who is behind a conversation.
    pub(crate) contact: fn(ThreadId) -> AnyView,
    /// All that is known of one contact.
    pub(crate) contact_page: fn() -> AnyView,
    /// Draws a question of the inbox; nothing for others.
    pub(crate) ask: fn(Ask) -> AnyView,
    /// Tells me of a row that came, where I want to be told (S181).
    pub(crate) row_rings: fn(Console, &Row),
    /// Of what was put beside a conversation.
    pub(crate) note_rings: fn(Console, &ThreadId, &Annotation),
    /// And of one that waits.
    pub(crate) wait_rings: fn(Console, &ThreadId, u64),
}

/// A module cannot be had: no network, or another version was published and its files took the place of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Missing;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

thread_local! {
    static DOORS: Cell<Option<Doors>> = const { Cell::new(None) };
    /// The console that is drawn, and what its effects belong to.
    static HOME: RefCell<Option<(Console, Owner)>> = const { RefCell::new(None) };
}

/// Where the module is cut: what this reaches, and the first module does not, is in the second.
#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(pages, fallible))]
fn second() -> Result<Doors, Missing> {
    Ok(Doors {
        draw: pages::draw,
        ask: pages::ask,
        undo: owner::undo,
        unsaved: owner::unsaved,
        unsaved_name: owner::unsaved_name,
        save: Console::save_by_key,
        replies: reply_list::reply_list,
        reply_key: reply_list::key,
        insert: insert::insert,
        load_macros: macro_list::load,
        macros: macro_list::entries,
        macro_words: macro_list::words,
        run_macro: Console::run_macro,
        follow: owner::follow,
    })
}

/// Where the third module is cut.
#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(tools, fallible))]
fn third() -> Result<Tools, Missing> {
    Ok(tools::TOOLS)
}

/// Whether somebody opened something of the third module. Tracked.
pub(crate) fn waits_for_tools(c: Console) -> bool {
    let is_asked = |ask: &Option<Ask>| ask.as_ref().is_some_and(is_of_tools);
    c.route.with(|route| matches!(route, Route::Contact(_)))
        || c.bar.with(Option::is_some)
        || c.keys.get()
        || c.menu.get()
        || c.room_open.get()
        || c.filter.with(Option::is_some)
        || c.ask.with(is_asked)
}

/// Shuts what was opened of the third module: nothing of it is on the screen, and the keys are needed elsewhere.
pub(crate) fn stop_waiting(c: Console) {
    c.bar.set(None);
    c.keys.set(false);
    c.menu.set(false);
    c.room_open.set(false);
    c.filter.set(None);
    if c.ask.with_untracked(|ask| ask.as_ref().is_some_and(is_of_tools)) {
        c.ask.set(None);
    }
}

/// Whether the third module asks this.
pub(crate) fn is_of_tools(ask: &Ask) -> bool {
    matches!(
        ask,
        Ask::Block(_) | Ask::Disconnect(..) | Ask::Record(_) | Ask::SaveView { .. } | Ask::DeleteView(..)
    )
}

/// Fetches the third module, if it is not here. What waits for it appears with it; that it did not come is told where
/// somebody waits, or has a conversation open, beside which something is missing.
pub(crate) fn fetch_tools(c: Console) {
    if c.tools.with_untracked(Option::is_some) {
        return;
    }
    spawn_local(async move {
        #[cfg(feature = "split")]
        let third = third().await;
        #[cfg(not(feature = "split"))]
        let third = third();
        match third {
            Ok(tools) => {
                let _ = c.tools.try_set(Some(tools));
            }
            Err(Missing) if untrack(|| waits_for_tools(c) || c.open_thread().is_some()) => {
                stop_waiting(c);
                c.tell_failed(c.say(Text::PageMissing).to_owned());
            }
            Err(Missing) => {}
        }
    });
}

/// The doors, if the second module is here.
pub(crate) fn doors() -> Option<Doors> {
    DOORS.get()
}

/// Called once a console is drawn, by what owns its effects.
pub(crate) fn begin(console: Console) {
    HOME.set(Owner::current().map(|owner| (console, owner)));
    #[cfg(not(feature = "split"))]
    {
        DOORS.set(second().ok());
        console.tools.set(third().ok());
    }
    if let Some(doors) = doors() {
        (doors.follow)(console);
    }
}

/// Called when the console leaves the page.
pub(crate) fn end() {
    HOME.set(None);
}

/// Fetches the second module, if it is not here, and tells `then` how that went. Asking twice fetches it once.
pub(crate) fn fetch(then: impl FnOnce(Result<Doors, Missing>) + 'static) {
    fetch_boxed(Box::new(then));
}

fn fetch_boxed(then: Box<dyn FnOnce(Result<Doors, Missing>)>) {
    if let Some(doors) = doors() {
        then(Ok(doors));
        return;
    }
    spawn_local(async move {
        #[cfg(feature = "split")]
        let second = second().await;
        #[cfg(not(feature = "split"))]
        let second = second();
        if let (Ok(second), None) = (&second, doors()) {
            DOORS.set(Some(*second));
            HOME.with_borrow(|home| {
                if let Some((console, owner)) = home {
                    owner.with(|| (second.follow)(*console));
                }
            });
        }
        then(second);
    });
}

/// Fetches it because somebody is about to need it.
pub(crate) fn fetch_ahead() {
    fetch(|_| ());
}
