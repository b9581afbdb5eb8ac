//! Settings › Saved replies (P45): everybody's, which admins keep, and one's own.

use crate::reactive::*;
use conversation::access::Action;
use conversation::saved_reply::{TEXT_CHARS, Variable};
use leptos::html::Textarea;

use super::ask::{Question, decision};
use super::blank::{failed, slow};
use super::html::{
    all, button, code, dd, div, dl, dt, fieldset, form, h2, h3, input, keyed_by_id, label, legend, li, p,
    span, textarea, ul,
};
use super::icon::{Icon, icon};
use super::lists::act;
use crate::browser::focus;
use crate::console::{Ask, Loading, console};
use crate::state::problem::Problem;
use crate::state::saved_replies::{Reply, name_wrong, said, text_wrong};
use crate::texts::Text;
use crate::watch::watch;

const NAME_ID: &str = "reply-name";
const TEXT_ID: &str = "reply-text";

const fn called(variable: Variable) -> Text {
    match variable {
        Variable::ContactFirstName => Text::VarContactFirst,
        Variable::ContactName => Text::VarContactName,
        Variable::ContactEmail => Text::VarContactEmail,
        Variable::AgentFirstName => Text::VarAgentFirst,
        Variable::AgentName => Text::VarAgentName,
        Variable::AccountName => Text::VarAccount,
    }
}

/// The tab.
pub(super) fn saved_replies_tab() -> AnyView {
    let c = console();
    let loading = RwSignal::new(Loading::Asking);
    c.load_replies(loading);
    let draft = RwSignal::new(blank());
    let is_here = watch(move || c.replies.with(Option::is_some));
    let content = move || match (is_here.get(), loading.get()) {
        (true, _) => all((
            shelf(Text::RepliesShared, Text::RepliesNoneShared, true, draft),
            shelf(Text::RepliesOwn, Text::RepliesNoneOwn, false, draft),
            writing(draft),
        )),
        (false, Loading::Failed(problem)) => {
            failed(Text::RepliesFailed, &problem, move || c.load_replies(loading))
        }
        (false, _) => all((span().class("bone skeleton line"), slow(move || c.load_replies(loading)))),
    };
    all((h2().child(c.say(Text::SavedReplies)), p().class("lead").child(c.say(Text::RepliesLead)), content))
}

/// A new reply: everybody's, where one may.
fn blank() -> Reply {
    Reply { shared: console().may(Action::ChangeSavedReplies), ..Reply::default() }
}

fn shelf(title: Text, none: Text, shared: bool, draft: RwSignal<Reply>) -> AnyView {
    let c = console();
    let may = !shared || c.may(Action::ChangeSavedReplies);
    let id = if shared { "replies-shared" } else { "replies-own" };
    let rows = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let of = |all: &Vec<Reply>| all.iter().filter(|reply| reply.shared == shared).cloned().collect();
        rows.set(c.replies.with(|all| all.as_ref().map(of).unwrap_or_default()));
    });
    let row = move |reply: Reply| {
        let acts = may.then(|| {
            let (changed, deleted) = (reply.clone(), reply.clone());
            let name = [("name", reply.name.as_str())];
            (
                act(c.fill(Text::ReplyChange, &name), Icon::Pencil, move || {
                    draft.set(changed.clone());
                    focus::to_id(NAME_ID);
                }),
                act(c.fill(Text::ReplyDeleteOne, &name), Icon::Bin, move || {
                    c.ask.set(Some(Ask::DeleteReply(deleted.clone())));
                }),
            )
        });
        li().child((
            div().class("grow").child((
                code().attr("dir", "auto").child(format!("/{}", reply.name)),
                div().class("small faint cut").attr("dir", "auto").child(reply.text),
            )),
            all(acts),
        ))
        .into_any()
    };
    let nothing = move || rows.with(Vec::is_empty).then(|| p().class("none").child(c.say(none)));
    let admins = (!may).then(|| p().class("help").child(c.say(Text::RepliesAdmins)));
    div()
        .class("rule-list")
        .child((
            h3().id(id).child(c.say(title)),
            admins,
            ul().class("sites").attr("aria-labelledby", id).child(keyed_by_id(rows, |reply| &reply.id, row)),
            nothing,
        ))
        .into_any()
}

/// The form: a new reply, or one that is changed.
fn writing(draft: RwSignal<Reply>) -> AnyView {
    let c = console();
    let area = NodeRef::<Textarea>::new();
    let judged = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let is_new = watch(move || draft.with(|draft| draft.id.is_empty()));
    let name_says = watch(move || {
        let wrong = draft.with(|draft| {
            c.replies.with(|all| {
                let all = all.iter().flatten();
                let others = all.filter(|other| other.shared == draft.shared && other.id != draft.id);
                name_wrong(&draft.name, others.map(|other| other.name.as_str()))
            })
        });
        judged.get().then_some(wrong).flatten()
    });
    // Variables are told of while they are typed; what is missing, once somebody saves.
    let text_says = watch(move || {
        let language = c.language.get_untracked();
        let wrong = draft.with(|draft| text_wrong(&draft.text, language));
        let is_said = judged.get() || draft.with(|draft| !draft.text.trim().is_empty());
        is_said.then_some(wrong).flatten()
    });
    let rest = move || {
        judged.set(false);
        refused.set(None);
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        refused.set(None);
        judged.set(true);
        if untrack(|| name_says.get().is_some()) {
            focus::to_id(NAME_ID);
            return;
        }
        if untrack(|| text_says.get().is_some()) {
            focus::to_id(TEXT_ID);
            return;
        }
        let reply = draft.get_untracked();
        spawn_local(async move {
            match c.save_reply(reply).await {
                Ok(()) => {
                    let _ = judged.try_set(false);
                    let _ = draft.try_set(blank());
                    focus::to_id(NAME_ID);
                }
                Err(Problem::SignedOut) => c.session_ended(),
                Err(problem) => {
                    let why = c.fill(Text::ReplyNotSaved, &[("why", &c.why(&problem))]);
                    let _ = refused.try_set(Some(why));
                }
            }
        });
    };
    let title = move || {
        if is_new.get() {
            c.say(Text::ReplyNew).to_owned()
        } else {
            let saved = draft.with_untracked(|draft| draft.id.clone());
            let name = c.replies.with_untracked(|all| {
                all.iter().flatten().find(|reply| reply.id == saved).map(|reply| reply.name.clone())
            });
            c.fill(Text::ReplyChange, &[("name", &name.unwrap_or_default())])
        }
    };
    let name = div().class("field").child((
        label().attr("for", NAME_ID).child(c.say(Text::ReplyName)),
        input()
            .id(NAME_ID)
            .class("input")
            .attr("type", "text")
            .attr("dir", "auto")
            .attr("autocomplete", "off")
            .attr("autocapitalize", "none")
            .attr("spellcheck", "false")
            .attr("aria-describedby", "reply-name-note")
            .attr("aria-invalid", move || name_says.get().map(|_| "true"))
            .value(move || draft.with(|draft| draft.name.clone()))
            .on(leptos::ev::input, move |event| {
                rest();
                draft.update(|draft| draft.name = event_target_value(&event));
            }),
        div()
            .id("reply-name-note")
            .attr("aria-live", "polite")
            .child(move || note(name_says.get().map(|wrong| c.say(wrong).to_owned()), Text::ReplyNameHelp)),
    ));
    let text = div().class("field").child((
        label().attr("for", TEXT_ID).child(c.say(Text::ReplyText)),
        textarea()
            .id(TEXT_ID)
            .node_ref(area)
            .class("input tall")
            .attr("rows", "6")
            .attr("dir", "auto")
            .attr("maxlength", TEXT_CHARS.to_string())
            .attr("aria-describedby", "reply-text-note")
            .attr("aria-invalid", move || text_says.get().map(|_| "true"))
            .value(move || draft.with(|draft| draft.text.clone()))
            .on(leptos::ev::input, move |event| {
                rest();
                draft.update(|draft| draft.text = event_target_value(&event));
            }),
        div()
            .id("reply-text-note")
            .attr("aria-live", "polite")
            .child(move || note(text_says.get(), Text::ReplyPutInHelp)),
        variables(draft, area),
    ));
    let cancel = move || {
        (!is_new.get()).then(|| {
            button()
                .attr("type", "button")
                .class("button line")
                .on(leptos::ev::click, move |_| {
                    rest();
                    draft.set(blank());
                    focus::to_id(NAME_ID);
                })
                .child(c.say(Text::Cancel))
        })
    };
    let failed = move || {
        refused.get().map(|refused| span().class("wrong").child((icon(Icon::Warning), span().child(refused))))
    };
    form()
        .class("inset")
        .attr("novalidate", "")
        .attr("aria-labelledby", "reply-form")
        .on(leptos::ev::submit, submit)
        .child((
            h3().id("reply-form").attr("dir", "auto").child(title),
            name,
            text,
            preview(draft),
            who(draft, is_new),
            div().attr("role", "alert").child(failed),
            div().class("acts").child((
                button().attr("type", "submit").class("button fill").child(c.say(Text::ReplySave)),
                cancel,
            )),
        ))
        .into_any()
}

fn note(wrong: Option<String>, help: Text) -> AnyView {
    match wrong {
        Some(wrong) => span().class("wrong").child((icon(Icon::Warning), span().child(wrong))).into_any(),
        None => span().class("help").child(console().say(help)).into_any(),
    }
}

/// Buttons that put a variable where the cursor is.
fn variables(draft: RwSignal<Reply>, area: NodeRef<Textarea>) -> AnyView {
    let c = console();
    let one = |variable: Variable| {
        button()
            .attr("type", "button")
            .class("button line low")
            .attr("title", format!("{{{{{}}}}}", variable.as_str()))
            .on(leptos::ev::click, move |_| {
                let Some(element) = area.get_untracked() else { return };
                let _ = element.set_range_text(&format!("{{{{{}}}}}", variable.as_str()));
                let end = element.selection_end().ok().flatten().unwrap_or_default();
                let _ = element.focus();
                let _ = element.set_selection_range(end, end);
                draft.update(|draft| draft.text = element.value());
            })
            .child(c.say(called(variable)))
    };
    div()
        .class("reply-places")
        .attr("role", "group")
        .attr("aria-label", c.say(Text::ReplyPutIn))
        .child(Variable::ALL.map(one))
        .into_any()
}

/// What would be sent, to somebody who is known and to somebody who is not.
fn preview(draft: RwSignal<Reply>) -> AnyView {
    let c = console();
    let shown = move || {
        let me = c.me()?;
        let text = draft.with(|draft| draft.text.clone());
        if text.trim().is_empty() {
            return None;
        }
        let sample = c.say(Text::ReplySample);
        let line = |words: Text, said: String| {
            (
                dt().class("small faint").child(c.fill(words, &[("name", sample)])),
                dd().attr("dir", "auto").child(said),
            )
        };
        Some(dl().child((
            all(line(Text::ReplyKnown, said(&text, Some(sample), Some("sofia@example.com"), &me))),
            all(line(Text::ReplyUnknownVisitor, said(&text, None, None, &me))),
        )))
    };
    div().class("field").child(shown).into_any()
}

/// Who may use a new one, where one may say so.
fn who(draft: RwSignal<Reply>, is_new: Memo<bool>) -> AnyView {
    let c = console();
    if !c.may(Action::ChangeSavedReplies) {
        return ().into_any();
    }
    let choice = move |id: &'static str, words: Text, shared: bool| {
        div().class("tick").child((
            input()
                .id(id)
                .attr("type", "radio")
                .attr("name", "reply-who")
                .flag("checked", move || draft.with(|draft| draft.shared == shared))
                .on(leptos::ev::change, move |_| draft.update(|draft| draft.shared = shared)),
            div().child(label().attr("for", id).child(c.say(words))),
        ))
    };
    all(move || {
        is_new.get().then(|| {
            fieldset().class("field").child((
                legend().child(c.say(Text::ReplyWho)),
                choice("reply-shared", Text::RepliesShared, true),
                choice("reply-own", Text::RepliesOwn, false),
            ))
        })
    })
}

/// Whether a reply shall be deleted.
pub(crate) fn delete(reply: Reply) -> AnyView {
    let c = console();
    let what = Question {
        title: c.fill(Text::DeleteTitle, &[("name", &format!("/{}", reply.name))]),
        text: c.say(if reply.shared { Text::ReplyDeleteShared } else { Text::ReplyDeleteOwn }).to_owned(),
        stay: Text::Cancel,
        act: Text::ReplyDelete,
        failed: Text::NotDeleted,
    };
    decision(what, move |c, failed| {
        let reply = reply.clone();
        spawn_local(async move { failed(c.delete_reply(reply).await) });
    })
}
