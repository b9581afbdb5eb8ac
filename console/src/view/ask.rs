//! Questions that have to be answered first: a new chatflow's name, deleting, leaving what is not saved or sent.
//!
//! One modal dialog: the browser keeps the focus inside, closes it on Escape and gives the focus back. The first
//! button changes nothing, so neither Escape nor a hasty Enter loses anything.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::html::{button, dialog, div, form, h2, p};
use super::inbox_asks;
use super::lists_ask;
use super::sign_in::{alert, submit_button};
use super::text_field::{TextField, text_field};
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::{Ask, Console, Leave, console};
use crate::state::problem::Problem;
use crate::state::sign_in::name_wrong;
use crate::texts::Text;

/// The dialog. It is empty while nothing is asked.
pub(crate) fn ask_dialog() -> AnyView {
    let c = console();
    let element = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        let open = c.ask.with(Option::is_some);
        // The question is drawn by then, and the browser finds what to put the focus on.
        next_frame(move || {
            let Some(element) = element.try_get_untracked().flatten() else { return };
            if open && !element.open() {
                let _ = element.show_modal();
            } else if !open && element.open() {
                element.close();
            }
        });
    });
    let question = move || {
        c.ask.get().map(|ask| match ask {
            Ask::NewChatflow => new_chatflow(),
            Ask::Delete(chatflow, name) => {
                let what = Question {
                    title: c.fill(Text::DeleteTitle, &[("name", &name)]),
                    text: c.say(Text::DeleteText).to_owned(),
                    stay: Text::Cancel,
                    act: Text::DeleteChatflow,
                    failed: Text::NotDeleted,
                };
                decision(what, move |c, failed| {
                    let (chatflow, name) = (chatflow.clone(), name.clone());
                    spawn_local(async move { failed(c.delete_chatflow(chatflow, name).await) });
                })
            }
            Ask::NewList => lists_ask::new_list(),
            Ask::Property(property) => lists_ask::property(property),
            Ask::DeleteList { id, name, users } => lists_ask::delete_list(id, name, &users),
            Ask::DeleteProperty(id, name) => lists_ask::delete(false, id, name),
            Ask::Block(threads) => inbox_asks::block(threads),
            Ask::Disconnect(thread, name) => inbox_asks::disconnect(thread, &name),
            Ask::Record(draft) => inbox_asks::record(draft),
            Ask::SaveView { id, name, shared, filter } => inbox_asks::save_view(id, name, shared, filter),
            Ask::DeleteView(id, name) => inbox_asks::delete_view(id, name),
            Ask::Leave(leave) => leaving(leave),
            Ask::Unsent(count) => unsent(count),
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
    let name = untrack(|| {
        let list = c.edited_list(|editor| editor.name.clone());
        list.or_else(|| c.draft(|draft| draft.name.clone()))
    })
    .unwrap_or_default();
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

fn new_chatflow() -> AnyView {
    let c = console();
    let name = TextField {
        id: "new-name",
        label: Text::ChatflowName,
        help: Some(Text::NewChatflowText),
        kind: "text",
        autocomplete: "off",
        value: RwSignal::new(String::new()),
        check: name_wrong,
        judged: RwSignal::new(false),
    };
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        name.judged.set(true);
        if name.wrong().is_some() {
            focus::to_id(name.id);
            return;
        }
        busy.set(true);
        refused.set(None);
        let called = name.value.get_untracked().trim().to_owned();
        spawn_local(async move {
            if let Err(problem) = c.create_chatflow(called, None).await {
                let _ = busy.try_set(false);
                refused_in(c, refused, Text::NotCreated, &problem);
            }
        });
    };
    form()
        .class("asked")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            h2().id("ask-title").child(c.say(Text::NewChatflow)),
            text_field(name),
            alert(move || refused.get()),
            div().class("answers").child((
                cancel(Text::Cancel),
                submit_button(busy, Text::CreateChatflow, Text::CreateChatflow),
            )),
        ))
        .into_any()
}
