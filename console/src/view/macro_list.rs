//! Macros in the command bar (P46): the lines, what one would do in words before it does it, and the question where it would
//! write to several visitors.

use crate::reactive::*;
use conversation::ids::{MacroId, ThreadId};
use conversation::macros::{Part, Steps};
use protocol::rest::macros::Macro;

use super::ask::cancel;
use super::command_entries::{Does, Entry};
use super::html::{button, div, h2, li, ol, p, span};
use super::icon::{Icon, icon};
use crate::console::{Console, Loading, console};
use crate::route::{Route, SettingsTab};
use crate::state::commands::Act;
use crate::state::macros::{Names, Told, told};
use crate::state::palette::best;
use crate::state::saved_replies::said;
use crate::texts::Text;

/// Loads them for the bar.
pub(crate) fn load(c: Console) {
    c.load_macros(RwSignal::new(Loading::Asking));
}

/// The macros that fit what was typed, and where they are kept. Tracked.
pub(crate) fn entries(c: Console, threads: &[ThreadId], typed: &str) -> Vec<Entry> {
    let one = threads.first().filter(|_| threads.len() == 1);
    let lines: Vec<Entry> = c.macros.with(|all| {
        let line = |one_macro: &Macro| {
            let does = Does::Macro(one_macro.id.clone());
            let parts = told_of(c, &one_macro.steps, one).into_iter().map(|told| told.words);
            let more = parts.collect::<Vec<_>>().join(" · ");
            Entry { more: Some(more), ..Entry::new(one_macro.name.clone(), Icon::Bolt, does) }
        };
        all.iter().flatten().map(line).collect()
    });
    let mut found = best(&lines, |line| line.name.clone(), typed);
    let manage = Route::Settings(SettingsTab::Macros);
    if c.macros.with(Option::is_some) {
        let line =
            Entry::new(c.say(Text::MacrosManage).to_owned(), Icon::Sliders, Does::Act(Act::Go(manage)));
        found.extend(best(&[line], |line| line.name.clone(), typed));
    }
    found
}

/// What one would do with conversations.
pub(crate) fn words(threads: &[ThreadId], id: &MacroId) -> AnyView {
    let c = console();
    let Some(one) = c.macro_now(id) else { return ().into_any() };
    let of = threads.first().filter(|_| threads.len() == 1);
    let title = match threads.len() {
        1 => c.say(Text::MacroOnOne).to_owned(),
        n => c.fill(Text::MacroOnMany, &[("n", &n.to_string())]),
    };
    div()
        .class("macro-words")
        .child((p().class("small faint").child(title), list(told_of(c, &one.steps, of))))
        .into_any()
}

/// What a macro does, one thing a line.
pub(super) fn list(told: Vec<Told>) -> AnyView {
    let picture = |part: Part| match part {
        Part::Comment => Icon::Note,
        Part::Reply => Icon::Send,
        Part::Assign => Icon::Person,
        Part::Labels => Icon::Tag,
        Part::Then => Icon::Check,
    };
    let line = |told: Told| {
        let picture = if told.gone { Icon::Warning } else { picture(told.part) };
        let words = span().attr("dir", "auto").when("wrong", move || told.gone).child(told.words);
        li().child((icon(picture), words))
    };
    ol().class("macro-steps").child(told.into_iter().map(line).collect::<Vec<_>>()).into_any()
}

/// The same, with what is known of one conversation's visitor, or with the places of texts left open.
pub(super) fn told_of(c: Console, steps: &Steps, thread: Option<&ThreadId>) -> Vec<Told> {
    let info = untrack(|| c.inbox_info());
    let me = untrack(|| c.me());
    let row = thread.and_then(|thread| c.row_now(thread));
    let labels = c.labels.get();
    let agent = |id: &conversation::ids::AgentId| {
        let members = &info.as_ref()?.members;
        members.iter().find(|agent| agent.id == *id).map(|agent| agent.name.clone())
    };
    let team = |id: &conversation::ids::TeamId| {
        let teams = &info.as_ref()?.teams;
        teams.iter().find(|team| team.id == *id).map(|team| team.name.clone())
    };
    let label = |id: &conversation::ids::LabelId| {
        labels.iter().find(|label| label.id == *id).map(|label| label.name.clone())
    };
    let reply = |id: &conversation::ids::SavedReplyId| {
        c.replies.with(|all| match all {
            // Not here yet is not gone.
            None => Some("…".to_owned()),
            Some(all) => all.iter().find(|reply| reply.id == id.as_str()).map(|reply| reply.text.clone()),
        })
    };
    let filled = |text: &str| match (&row, &me) {
        (Some(row), Some(me)) => said(text, row.name.as_deref(), row.email.as_deref(), me),
        _ => text.to_owned(),
    };
    let names = Names { agent: &agent, team: &team, label: &label, reply: &reply, said: &filled };
    told(steps, &names, c.language.get_untracked())
}

/// Whether it shall write to the visitors of several conversations.
pub(crate) fn ask(threads: Vec<ThreadId>, one: Macro) -> AnyView {
    let c = console();
    let n = threads.len().to_string();
    let steps = told_of(c, &one.steps, None);
    let text = c.fill(Text::MacroAskText, &[("name", &one.name)]);
    let run = button()
        .attr("type", "button")
        .class("button fill")
        .on(leptos::ev::click, move |_| {
            c.ask.set(None);
            c.run_macro_now(threads.clone(), one.clone());
        })
        .child(c.say(Text::MacroAskAct));
    div()
        .class("asked")
        .child((
            h2().id("ask-title").child(c.fill(Text::MacroAskTitle, &[("n", &n)])),
            p().attr("dir", "auto").child(text),
            list(steps),
            div().class("answers").child((cancel(Text::Cancel), run)),
        ))
        .into_any()
}
