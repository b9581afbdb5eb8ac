//! Settings › Macros (P46): everybody's, which admins keep, and one's own.

use crate::reactive::*;
use conversation::access::Action;
use conversation::macros::Steps;
use protocol::rest::macros::Macro;

use super::ask::{Question, decision};
use super::blank::{failed, slow};
use super::html::{
    all, button, div, fieldset, form, h2, h3, input, keyed_by_id, label, legend, li, p, span, strong, ul,
};
use super::icon::{Icon, icon};
use super::lists::act;
use super::macro_list::{list, told_of};
use super::macro_parts::{assign, comment, labels, note, reply, then};
use crate::browser::focus;
use crate::console::{Ask, Loading, console};
use crate::state::macros::{MacroDraft, WrongAt, wrong};
use crate::state::problem::Problem;
use crate::texts::Text;
use crate::watch::watch;

const NAME_ID: &str = "macro-name";
pub(super) const REPLY_ID: &str = "macro-reply";
pub(super) const TEXT_ID: &str = "macro-text";
pub(super) const COMMENT_ID: &str = "macro-comment";

/// The tab.
pub(super) fn macros_tab() -> AnyView {
    let c = console();
    let loading = RwSignal::new(Loading::Asking);
    c.load_macros(loading);
    let draft = RwSignal::new(blank());
    let is_here = watch(move || c.macros.with(Option::is_some));
    let content = move || match (is_here.get(), loading.get()) {
        (true, _) => all((
            shelf(Text::RepliesShared, Text::MacrosNoneShared, true, draft),
            shelf(Text::RepliesOwn, Text::MacrosNoneOwn, false, draft),
            writing(draft),
        )),
        (false, Loading::Failed(problem)) => {
            failed(Text::MacrosFailed, &problem, move || c.load_macros(loading))
        }
        (false, _) => all((span().class("bone skeleton line"), slow(move || c.load_macros(loading)))),
    };
    all((h2().child(c.say(Text::Macros)), p().class("lead").child(c.say(Text::MacrosLead)), content))
}

/// A new macro: everybody's, where one may.
fn blank() -> MacroDraft {
    MacroDraft { shared: console().may(Action::ChangeMacros), ..MacroDraft::default() }
}

fn shelf(title: Text, none: Text, shared: bool, draft: RwSignal<MacroDraft>) -> AnyView {
    let c = console();
    let may = !shared || c.may(Action::ChangeMacros);
    let id = if shared { "macros-shared" } else { "macros-own" };
    let rows = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let of = |all: &Vec<Macro>| all.iter().filter(|one| one.shared == shared).cloned().collect();
        rows.set(c.macros.with(|all| all.as_ref().map(of).unwrap_or_default()));
    });
    let row = move |one: Macro| {
        let acts = may.then(|| {
            let (changed, deleted) = (one.clone(), one.clone());
            let name = [("name", one.name.as_str())];
            (
                act(c.fill(Text::MacroChange, &name), Icon::Pencil, move || {
                    let Macro { id, name, steps, shared } = changed.clone();
                    draft.set(MacroDraft { id: Some(id), name, shared, steps });
                    focus::to_id(NAME_ID);
                }),
                act(c.fill(Text::MacroDeleteOne, &name), Icon::Bin, move || {
                    c.ask.set(Some(Ask::DeleteMacro(deleted.clone())));
                }),
            )
        });
        let steps = one.steps.clone();
        let does = move || {
            let told = told_of(c, &steps, None).into_iter().map(|told| told.words);
            told.collect::<Vec<_>>().join(" · ")
        };
        li().child((
            div().class("grow").child((
                strong().attr("dir", "auto").child(one.name),
                div().class("small faint cut").attr("dir", "auto").child(does),
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
            ul().class("sites").attr("aria-labelledby", id).child(keyed_by_id(
                rows,
                |one: &Macro| one.id.as_str(),
                row,
            )),
            nothing,
        ))
        .into_any()
}

/// The form: a new macro, or one that is changed.
fn writing(draft: RwSignal<MacroDraft>) -> AnyView {
    let c = console();
    let judged = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let is_new = watch(move || draft.with(|draft| draft.id.is_none()));
    let wrong = watch(move || {
        let found = draft.with(|draft| {
            c.macros.with(|all| {
                let others = all
                    .iter()
                    .flatten()
                    .filter(|other| other.shared == draft.shared && Some(&other.id) != draft.id.as_ref());
                wrong(draft, others.map(|other| other.name.as_str()), c.language.get_untracked())
            })
        });
        judged.get().then_some(found).flatten()
    });
    let says = move |at: WrongAt| {
        watch(move || wrong.get().filter(|(where_, _)| *where_ == at).map(|(_, words)| words))
    };
    let change = move |change: &dyn Fn(&mut Steps)| {
        judged.set(false);
        refused.set(None);
        draft.update(|draft| change(&mut draft.steps));
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        refused.set(None);
        judged.set(true);
        if let Some((at, _)) = wrong.get_untracked() {
            focus::to_id(match at {
                WrongAt::Name => NAME_ID,
                WrongAt::Reply => TEXT_ID,
                WrongAt::Comment => COMMENT_ID,
                WrongAt::Steps => REPLY_ID,
            });
            return;
        }
        let one = draft.get_untracked();
        spawn_local(async move {
            match c.save_macro(one).await {
                Ok(()) => {
                    let _ = judged.try_set(false);
                    let _ = draft.try_set(blank());
                    focus::to_id(NAME_ID);
                }
                Err(Problem::SignedOut) => c.session_ended(),
                Err(problem) => {
                    let why = c.fill(Text::MacroNotSaved, &[("why", &c.why(&problem))]);
                    let _ = refused.try_set(Some(why));
                }
            }
        });
    };
    let title = move || {
        let id = draft.with(|draft| draft.id.clone());
        match id.and_then(|id| c.macro_now(&id)) {
            None => c.say(Text::MacroNew).to_owned(),
            Some(one) => c.fill(Text::MacroChange, &[("name", &one.name)]),
        }
    };
    let name = div().class("field").child((
        label().attr("for", NAME_ID).child(c.say(Text::MacroName)),
        input()
            .id(NAME_ID)
            .class("input")
            .attr("type", "text")
            .attr("dir", "auto")
            .attr("autocomplete", "off")
            .attr("maxlength", "100")
            .attr("aria-describedby", "macro-name-note")
            .value(move || draft.with(|draft| draft.name.clone()))
            .on(leptos::ev::input, move |event| {
                change(&|_| ());
                draft.update(|draft| draft.name = event_target_value(&event));
            }),
        note("macro-name-note", says(WrongAt::Name), None),
    ));
    let cancel = move || {
        (!is_new.get()).then(|| {
            button()
                .attr("type", "button")
                .class("button line")
                .on(leptos::ev::click, move |_| {
                    judged.set(false);
                    refused.set(None);
                    draft.set(blank());
                    focus::to_id(NAME_ID);
                })
                .child(c.say(Text::Cancel))
        })
    };
    let failed = move || {
        let told = refused.get().or_else(|| says(WrongAt::Steps).get());
        told.map(|told| span().class("wrong").child((icon(Icon::Warning), span().child(told))))
    };
    let does = move || {
        let told = draft.with(|draft| told_of(c, &draft.steps, None));
        if told.is_empty() {
            return p().class("none").child(c.say(Text::MacroDoesNothing)).into_any();
        }
        list(told)
    };
    form()
        .class("inset")
        .attr("novalidate", "")
        .attr("aria-labelledby", "macro-form")
        .on(leptos::ev::submit, submit)
        .child((
            all((h3().id("macro-form").attr("dir", "auto").child(title), name)),
            all((comment(draft, change, says(WrongAt::Comment)), reply(draft, change, says(WrongAt::Reply)))),
            all((
                assign(draft, change),
                labels(draft, change, true),
                labels(draft, change, false),
                then(draft, change),
            )),
            div().class("field").child((h3().child(c.say(Text::MacroDoes)), does)),
            who(draft, is_new),
            div().attr("role", "alert").child(failed),
            div().class("acts").child((
                button().attr("type", "submit").class("button fill").child(c.say(Text::MacroSave)),
                cancel,
            )),
        ))
        .into_any()
}

/// Who may run a new one, where one may say so.
fn who(draft: RwSignal<MacroDraft>, is_new: Memo<bool>) -> AnyView {
    let c = console();
    if !c.may(Action::ChangeMacros) {
        return ().into_any();
    }
    let choice = move |id: &'static str, words: Text, shared: bool| {
        div().class("tick").child((
            input()
                .id(id)
                .attr("type", "radio")
                .attr("name", "macro-who")
                .flag("checked", move || draft.with(|draft| draft.shared == shared))
                .on(leptos::ev::change, move |_| draft.update(|draft| draft.shared = shared)),
            div().child(label().attr("for", id).child(c.say(words))),
        ))
    };
    all(move || {
        is_new.get().then(|| {
            fieldset().class("field").child((
                legend().child(c.say(Text::ReplyWho)),
                choice("macro-shared", Text::RepliesShared, true),
                choice("macro-own", Text::RepliesOwn, false),
            ))
        })
    })
}

/// Whether a macro shall be deleted.
pub(crate) fn delete(one: Macro) -> AnyView {
    let c = console();
    let what = Question {
        title: c.fill(Text::DeleteTitle, &[("name", &one.name)]),
        text: c.say(Text::MacroDeleteText).to_owned(),
        stay: Text::Cancel,
        act: Text::MacroDelete,
        failed: Text::NotDeleted,
    };
    decision(what, move |c, failed| {
        let one = one.clone();
        spawn_local(async move { failed(c.delete_macro(one).await) });
    })
}
