//! Questions that have to be answered first: leaving what is not saved or sent, and those of the second module.
//!
//! One modal dialog: the browser keeps the focus inside, closes it on Escape and gives the focus back. The first
//! button changes nothing, so neither Escape nor a hasty Enter loses anything.

use crate::reactive::*;

use super::html::{button, dialog, div, h2, p};
use super::later::tool;
use super::modal::open_while;
use super::sign_in::alert;
use crate::console::{Ask, Console, Leave, console};
use crate::later::{doors, is_of_tools};
use crate::state::problem::Problem;
use crate::texts::Text;

/// The dialog. It is empty while nothing is asked.
pub(crate) fn ask_dialog() -> AnyView {
    let c = console();
    let element = NodeRef::<leptos::html::Dialog>::new();
    // Open it is with something in it to have the focus.
    let is_here = move |ask: &Ask| !is_of_tools(ask) || c.tools.with(Option::is_some);
    open_while(element, move || c.ask.with(|ask| ask.as_ref().is_some_and(is_here)));
    let question = move || {
        c.ask.get().map(|ask| match ask {
            Ask::Leave(leave) => leaving(leave),
            Ask::Unsent(count) => unsent(count),
            // These are the third module's, all others the second's.
            ask if is_of_tools(&ask) => tool(move |tools| (tools.ask)(ask.clone())),
            ask => doors().map_or_else(|| ().into_any(), |doors| (doors.ask)(ask)),
        })
    };
    dialog()
        .class("ask")
        .node_ref(element)
        .attr("aria-labelledby", "ask-title")
        // Not `close`: that comes late, and would take the next question away.
        .on(leptos::ev::Custom::<web_sys::Event>::new("cancel"), move |_| c.ask.set(None))
        .child(question)
        .into_any()
}

/// A question with two answers.
pub(super) struct Question {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) stay: Text,
    pub(super) act: Text,
    /// Told with what was refused.
    pub(super) failed: Text,
}

fn leaving(leave: Leave) -> AnyView {
    let c = console();
    let name = doors().map(|doors| (doors.unsaved_name)(c)).unwrap_or_default();
    let what = Question {
        title: c.say(Text::LeaveTitle).to_owned(),
        text: c.fill(Text::LeaveText, &[("name", &name)]),
        stay: Text::LeaveStay,
        act: Text::LeaveGo,
        failed: Text::LeaveTitle,
    };
    decision(what, move |c, _| c.leave(leave.clone()))
}

fn unsent(count: usize) -> AnyView {
    let c = console();
    let what = Question {
        title: c.say(Text::UnsentTitle).to_owned(),
        text: c.fill(Text::UnsentText, &[("count", &count.to_string())]),
        stay: Text::UnsentStay,
        act: Text::UnsentGo,
        failed: Text::UnsentTitle,
    };
    decision(what, move |c, _| c.sign_out_now())
}

/// Two buttons: the one that changes nothing comes first, and has the focus.
pub(super) fn decision(
    what: Question,
    act: impl Fn(Console, Box<dyn FnOnce(Result<(), Problem>)>) + 'static,
) -> AnyView {
    let c = console();
    let refused = RwSignal::new(None::<String>);
    let failed = what.failed;
    let done = move |answer: Result<(), Problem>| {
        if let Err(problem) = answer {
            refused_in(c, refused, failed, &problem);
        }
    };
    div()
        .class("asked")
        .child((
            h2().id("ask-title").attr("dir", "auto").child(what.title),
            p().attr("dir", "auto").child(what.text),
            alert(move || refused.get()),
            div().class("answers").child((
                cancel(what.stay),
                button()
                    .attr("type", "button")
                    .class("button danger")
                    .on(leptos::ev::click, move |_| {
                        refused.set(None);
                        act(c, Box::new(done));
                    })
                    .child(c.say(what.act)),
            )),
        ))
        .into_any()
}

/// The button that changes nothing.
pub(super) fn cancel(words: Text) -> AnyView {
    let c = console();
    button()
        .attr("type", "button")
        .class("button line")
        .on(leptos::ev::click, move |_| c.ask.set(None))
        .child(c.say(words))
        .into_any()
}

/// The dialog may be gone when the answer comes.
pub(super) fn refused_in(c: Console, refused: RwSignal<Option<String>>, text: Text, problem: &Problem) {
    if *problem == Problem::SignedOut {
        c.ask.set(None);
        c.session_ended();
    } else {
        let _ = refused.try_set(Some(c.fill(text, &[("why", &c.why(problem))])));
    }
}
