//! The fields of a bot's steps: texts, quick replies, cases, and where each leads.

use crate::reactive::*;
use conversation::bot::{Does, When};
use conversation::ids::ListId;
use protocol::rest::Settings;

use super::bot_editor::{bot_of, change_step, step_menu};
use super::html::{all, button, div, input, label, option, select, textarea};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::state::bot::{self, CaseKind, Field, Way};
use crate::state::chatflow_findings::Place;
use crate::texts::Text;

/// The lists that a case can name, by id and name.
pub(super) fn lists(settings: &Settings) -> Vec<(ListId, String)> {
    settings.lists.iter().map(|list| (list.id.clone(), list.name.clone())).collect()
}

fn read(number: usize, field: Field) -> String {
    untrack(|| bot_of(|bot| bot.steps.get(number).map(|step| bot::read(&step.does, field))))
        .flatten()
        .unwrap_or_default()
}

fn id_of(number: usize, what: &str) -> String {
    format!("bot-step-{number}-{what}")
}

/// A text of a step; a long one has several lines.
pub(super) fn field(number: usize, of: Field, text: Text, long: bool) -> AnyView {
    let c = console();
    let id = id_of(number, &format!("{of:?}").to_lowercase().replace(['(', ')'], "-"));
    let element =
        if long { textarea().class("input tall").attr("rows", "2") } else { input().class("input") };
    let element = element
        .id(id.clone())
        .attr("dir", "auto")
        .attr("autocomplete", "off")
        .value(move || read(number, of))
        .on(leptos::ev::input, move |event| {
            let typed = event_target_value(&event);
            change_step(number, move |does| bot::write(does, of, &typed));
        })
        .on(leptos::ev::blur, move |_| c.left(Place::BotStep(number)));
    div().class("field").child((label().attr("for", id).child(c.say(text)), element)).into_any()
}

/// Where a way leads.
pub(super) fn next(number: usize, way: Way, text: Text) -> AnyView {
    let c = console();
    let id = id_of(number, &format!("to-{way:?}").to_lowercase().replace(['(', ')'], "-"));
    let none = match way {
        Way::Reply(_) => Text::BotAsOther,
        Way::Otherwise => Text::BotAsThen,
        Way::Then | Way::Case(_) => Text::BotBelow,
    };
    let chosen = move |bot: &conversation::bot::Bot| {
        let mut does = bot.steps.get(number)?.does.clone();
        bot::way(&mut does, way)?.clone()
    };
    let choose = move |bot: &mut conversation::bot::Bot, step| {
        if let Some(place) = bot.steps.get_mut(number).and_then(|step| bot::way(&mut step.does, way)) {
            *place = step;
        }
    };
    let menu = step_menu(id.clone(), none, chosen, choose);
    div().class("field").child((label().attr("for", id).child(c.say(text)), menu)).into_any()
}

fn add_button(number: usize, text: Text) -> AnyView {
    let c = console();
    button()
        .attr("type", "button")
        .class("button quiet add")
        .on(leptos::ev::click, move |_| change_step(number, bot::add_part))
        .child((icon(Icon::Plus), c.say(text)))
        .into_any()
}

fn bin(number: usize, i: usize, text: Text) -> AnyView {
    let c = console();
    button()
        .attr("type", "button")
        .class("button quiet square low")
        .attr("aria-label", c.fill(text, &[("n", &(i + 1).to_string())]))
        .on(leptos::ev::click, move |_| change_step(number, move |does| bot::remove_part(does, i)))
        .child(icon(Icon::Bin))
        .into_any()
}

/// How many quick replies or cases a step has. The list of steps is drawn anew when that changes.
fn parts(number: usize) -> Vec<Option<CaseKind>> {
    let read = |does: &Does| match does {
        Does::Question { replies, .. } => vec![None; replies.len()],
        Does::Branch { cases, .. } => cases.iter().map(|case| Some(CaseKind::of(&case.when))).collect(),
        _ => Vec::new(),
    };
    untrack(|| bot_of(|bot| bot.steps.get(number).map(|step| read(&step.does)))).flatten().unwrap_or_default()
}

/// The answers that a question offers.
pub(super) fn quick_replies(number: usize) -> AnyView {
    let one = |i: usize| {
        div()
            .class("bot-reply")
            .child((
                field(number, Field::Reply(i), Text::BotReply, false),
                next(number, Way::Reply(i), Text::BotThen),
                bin(number, i, Text::BotReplyDelete),
            ))
            .into_any()
    };
    let rows: Vec<AnyView> = (0..parts(number).len()).map(one).collect();
    all((rows, add_button(number, Text::BotReplyAdd)))
}

/// The cases of a branch.
pub(super) fn cases(number: usize, lists: Vec<(ListId, String)>) -> AnyView {
    let rows: Vec<AnyView> = parts(number)
        .into_iter()
        .enumerate()
        .filter_map(|(i, kind)| kind.map(|kind| case(number, i, kind, &lists)))
        .collect();
    all((rows, add_button(number, Text::BotCaseAdd)))
}

fn case(number: usize, i: usize, kind: CaseKind, lists: &[(ListId, String)]) -> AnyView {
    let c = console();
    let first = lists.first().map(|(id, _)| id.clone());
    let mut kinds = vec![(CaseKind::Available, Text::BotIfAvailable), (CaseKind::Answer, Text::BotIfAnswer)];
    if first.is_some() || kind == CaseKind::List {
        kinds.push((CaseKind::List, Text::BotIfList));
    }
    if kind == CaseKind::Other {
        kinds.push((CaseKind::Other, Text::BotIfOther));
    }
    let id = id_of(number, &format!("case-{i}"));
    let options = kinds.iter().map(|(one, text)| {
        let is_this = *one == kind;
        option().attr("value", format!("{one:?}")).flag("selected", move || is_this).child(c.say(*text))
    });
    let options: Vec<_> = options.collect();
    let menu = select()
        .id(id.clone())
        .class("input")
        .on(leptos::ev::change, move |event| {
            let value = event_target_value(&event);
            let chosen = [CaseKind::Available, CaseKind::Answer, CaseKind::List]
                .into_iter()
                .find(|one| format!("{one:?}") == value);
            let when = chosen.and_then(|kind| kind.fresh(first.as_ref()));
            change_step(number, move |does| set_case(does, i, when));
        })
        .child(options);
    let what = match kind {
        CaseKind::Answer => field(number, Field::Case(i), Text::BotAnswers, false),
        CaseKind::List => list_menu(number, i, lists),
        CaseKind::Available | CaseKind::Other => ().into_any(),
    };
    div()
        .class("under")
        .child((
            div().class("field").child((label().attr("for", id).child(c.say(Text::BotIf)), menu)),
            what,
            next(number, Way::Case(i), Text::BotThen),
            bin(number, i, Text::BotCaseDelete),
        ))
        .into_any()
}

fn set_case(does: &mut Does, i: usize, when: Option<When>) {
    if let (Does::Branch { cases, .. }, Some(when)) = (does, when)
        && let Some(case) = cases.get_mut(i)
    {
        case.when = when;
    }
}

fn list_menu(number: usize, i: usize, lists: &[(ListId, String)]) -> AnyView {
    let c = console();
    let now = read(number, Field::Case(i));
    let id = id_of(number, &format!("list-{i}"));
    let options: Vec<_> = lists
        .iter()
        .map(|(list, name)| {
            let is_this = list.as_str() == now;
            option().attr("value", list.to_string()).flag("selected", move || is_this).child(name.clone())
        })
        .collect();
    let menu = select()
        .id(id.clone())
        .class("input")
        .on(leptos::ev::change, move |event| {
            let typed = event_target_value(&event);
            change_step(number, move |does| bot::write(does, Field::Case(i), &typed));
        })
        .child(options);
    div().class("field").child((label().attr("for", id).child(c.say(Text::BotList)), menu)).into_any()
}
