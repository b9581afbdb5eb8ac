//! Questions of the inbox: blocking, taking a contact off, what belongs to a contact, saving a view.

use crate::reactive::*;
use conversation::ids::ThreadId;

use super::ask::{Question, cancel, decision, refused_in};
use super::html::{all, button, div, form, h2, input, label, option, p, select, span, textarea};
use super::icon::{Icon, drawn};
use super::sign_in::{alert, submit_button};
use crate::browser::{clock, focus};
use crate::console::console;
use crate::state::desk::Act;
use crate::state::records::{Kind, RecordDraft};
use crate::texts::Text;

/// Whether senders shall be blocked (S146), and why.
pub(super) fn block(threads: Vec<ThreadId>) -> AnyView {
    const WHY_ID: &str = "block-why";
    let c = console();
    let title = match threads.as_slice() {
        [one] => {
            let name = c.row_now(one).map(|row| c.called(&row).words).unwrap_or_default();
            c.fill(Text::BlockTitle, &[("name", &name)])
        }
        all => c.fill(Text::BlockManyTitle, &[("n", &all.len().to_string())]),
    };
    let why = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let why = why.get_untracked().trim().to_owned();
        c.ask.set(None);
        c.act_on(threads.clone(), Act::Block((!why.is_empty()).then_some(why)));
    };
    form()
        .class("asked")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            h2().id("ask-title").attr("dir", "auto").child(title),
            p().child(c.say(Text::BlockText)),
            div().class("field").child((
                label().attr("for", WHY_ID).child(c.say(Text::BlockWhy)),
                input()
                    .id(WHY_ID)
                    .class("input")
                    .attr("type", "text")
                    .attr("dir", "auto")
                    .attr("maxlength", "200")
                    .attr("autocomplete", "off")
                    .on(leptos::ev::input, move |event| why.set(event_target_value(&event))),
            )),
            div().class("answers").child((
                cancel(Text::Cancel),
                button().attr("type", "submit").class("button danger").child(c.say(Text::BlockAct)),
            )),
        ))
        .into_any()
}

/// Whether a contact shall be taken off a thread (S147).
pub(super) fn disconnect(thread: ThreadId, name: &str) -> AnyView {
    let c = console();
    let what = Question {
        title: c.fill(Text::DisconnectTitle, &[("name", name)]),
        text: c.say(Text::DisconnectText).to_owned(),
        stay: Text::Cancel,
        act: Text::DisconnectContact,
        failed: Text::NotDisconnected,
    };
    decision(what, move |c, failed| {
        let thread = thread.clone();
        spawn_local(async move { failed(c.disconnect(thread).await) });
    })
}

/// Whether a view shall be deleted.
pub(super) fn delete_view(id: String, name: String) -> AnyView {
    let c = console();
    let what = Question {
        title: c.fill(Text::ViewDeleteTitle, &[("name", &name)]),
        text: c.say(Text::ViewDeleteText).to_owned(),
        stay: Text::Cancel,
        act: Text::ViewDelete,
        failed: Text::ViewNotDeleted,
    };
    decision(what, move |c, failed| {
        let (id, name) = (id.clone(), name.clone());
        spawn_local(async move { failed(c.delete_view(id, name).await) });
    })
}

/// What a view is called, and who has it.
pub(super) fn save_view(id: Option<String>, name: String, shared: bool, filter: String) -> AnyView {
    const NAME_ID: &str = "view-name";
    const SHARED_ID: &str = "view-shared";
    let c = console();
    let title = if id.is_some() { Text::ViewEditTitle } else { Text::ViewSaveTitle };
    let words = serde_json::from_str(&filter).map(|filter| c.in_words(&filter)).unwrap_or_default();
    let (name, shared) = (RwSignal::new(name), RwSignal::new(shared));
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let called = name.get_untracked().trim().to_owned();
        if called.is_empty() {
            refused.set(Some(c.say(Text::ViewNameEmpty).to_owned()));
            focus::to_id(NAME_ID);
            return;
        }
        busy.set(true);
        refused.set(None);
        let (id, filter, shared) = (id.clone(), filter.clone(), shared.get_untracked());
        spawn_local(async move {
            if let Err(problem) = c.save_view(id, called, shared, filter).await {
                let _ = busy.try_set(false);
                refused_in(c, refused, Text::ViewNotSaved, &problem);
            }
        });
    };
    let called = input()
        .id(NAME_ID)
        .class("input")
        .attr("type", "text")
        .attr("dir", "auto")
        .attr("maxlength", "100")
        .attr("autocomplete", "off")
        .value(move || name.get_untracked())
        .on(leptos::ev::input, move |event| name.set(event_target_value(&event)));
    let for_all = input()
        .id(SHARED_ID)
        .attr("type", "checkbox")
        .attr("aria-describedby", "view-shared-help")
        .flag("checked", move || shared.get())
        .on(leptos::ev::change, move |event| shared.set(event_target_checked(&event)));
    form()
        .class("asked")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            h2().id("ask-title").child(c.say(title)),
            p().attr("dir", "auto").child(words),
            div().class("field").child((label().attr("for", NAME_ID).child(c.say(Text::ViewName)), called)),
            div().class("tick").child((
                for_all,
                span().child((
                    label().attr("for", SHARED_ID).child(c.say(Text::ViewShared)),
                    span().id("view-shared-help").class("help").child(c.say(Text::ViewSharedHelp)),
                )),
            )),
            alert(move || refused.get()),
            div()
                .class("answers")
                .child((cancel(Text::Cancel), submit_button(busy, Text::ViewSave, Text::ViewSave))),
        ))
        .into_any()
}

/// A field of a record: how it is read and written.
type Part = (fn(&RecordDraft) -> String, fn(&mut RecordDraft, String));

/// A ticket, a deal or an interaction, new or to be changed (S143, S144, S145).
pub(super) fn record(draft: RecordDraft) -> AnyView {
    let c = console();
    let (kind, is_new) = (draft.kind, draft.id.is_none());
    let title = match (kind, is_new) {
        (Kind::Ticket, true) => Text::TicketNew,
        (Kind::Deal, true) => Text::DealNew,
        (Kind::Interaction, true) => Text::InteractionNew,
        (kind, false) => kind.one(),
    };
    let draft = RwSignal::new(draft);
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if let Some(wrong) = draft.with_untracked(RecordDraft::wrong) {
            refused.set(Some(c.say(wrong).to_owned()));
            return;
        }
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            if let Err(problem) = c.save_record(draft.get_untracked()).await {
                let _ = busy.try_set(false);
                refused_in(c, refused, Text::RecordNotSaved, &problem);
            }
        });
    };
    let delete = (!is_new).then(|| {
        button()
            .attr("type", "button")
            .class("button quiet start")
            .on(leptos::ev::click, move |_| {
                spawn_local(async move {
                    if let Err(problem) = c.delete_record(draft.get_untracked()).await {
                        refused_in(c, refused, Text::RecordNotSaved, &problem);
                    }
                });
            })
            .child(c.say(Text::RecordDelete))
    });
    form()
        .class("asked")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            h2().id("ask-title").child(c.say(title)),
            record_fields(kind, draft),
            alert(move || refused.get()),
            div().class("answers").child((
                delete,
                cancel(Text::Cancel),
                submit_button(busy, Text::RecordSave, Text::RecordSave),
            )),
        ))
        .into_any()
}

fn record_fields(kind: Kind, draft: RwSignal<RecordDraft>) -> AnyView {
    let c = console();
    let line = move |id: &'static str, name: Text, form: &'static str, (read, write): Part| {
        div().class("field").child((
            label().attr("for", id).child(c.say(name)),
            input()
                .id(id)
                .class("input")
                .attr("type", form)
                .attr("dir", "auto")
                .attr("maxlength", "200")
                .attr("autocomplete", "off")
                .value(move || draft.with_untracked(read))
                .on(leptos::ev::input, move |event| {
                    draft.update(|draft| write(draft, event_target_value(&event)))
                }),
        ))
    };
    let title: Part = (|draft| draft.title.clone(), |draft, text| draft.title = text);
    let amount: Part = (|draft| draft.amount.clone(), |draft, text| draft.amount = text);
    let currency: Part = (|draft| draft.currency.clone(), |draft, text| draft.currency = text);
    let when: Part = (
        |draft| clock::moment_of(draft.at),
        |draft, text| {
            if let Some(at) = clock::moment(&text) {
                draft.at = at;
            }
        },
    );
    let state_name = match kind {
        Kind::Ticket => Text::RecordStatus,
        Kind::Deal => Text::DealStage,
        Kind::Interaction => Text::InteractionKind,
    };
    let states = kind.states().1.iter().map(|(state, text)| {
        let is_it = move || draft.with(|draft| draft.state == *state);
        option().attr("value", *state).flag("selected", is_it).child(c.say(*text))
    });
    let state = div().class("field").child((
        label().attr("for", "record-state").child(c.say(state_name)),
        span().class("picked").child((
            select()
                .id("record-state")
                .class("input")
                .on(leptos::ev::change, move |event| {
                    draft.update(|draft| draft.state = event_target_value(&event))
                })
                .child(states.collect::<Vec<_>>()),
            drawn(Icon::Down, "icon down"),
        )),
    ));
    let words = if kind == Kind::Interaction { Text::InteractionText } else { Text::RecordText };
    let text = div().class("field").child((
        label().attr("for", "record-text").child(c.say(words)),
        textarea()
            .id("record-text")
            .class("input tall")
            .attr("rows", "3")
            .attr("dir", "auto")
            .attr("maxlength", "2000")
            .value(move || draft.with_untracked(|draft| draft.text.clone()))
            .on(leptos::ev::input, move |event| {
                draft.update(|draft| draft.text = event_target_value(&event))
            }),
    ));
    match kind {
        Kind::Ticket => all((line("record-title", Text::RecordTitle, "text", title), state, text)),
        Kind::Deal => all((
            line("record-title", Text::RecordTitle, "text", title),
            state,
            div().class("two").child((
                line("record-amount", Text::DealAmount, "text", amount),
                line("record-currency", Text::DealCurrency, "text", currency),
            )),
            text,
        )),
        Kind::Interaction => {
            all((state, line("record-when", Text::InteractionWhen, "datetime-local", when), text))
        }
    }
}
