//! The parts of a macro as fields: what it says, whom it gives a conversation to, labels, and what becomes of it (P46).

use crate::reactive::*;
use conversation::ids::{LabelId, SavedReplyId};
use conversation::macros::{Say, Steps, Then};
use conversation::saved_reply::TEXT_CHARS;

use super::html::{El, all, button, div, label, option, select, span, textarea};
use super::icon::{Icon, drawn, icon};
use super::macros::{COMMENT_ID, REPLY_ID, TEXT_ID};
use crate::browser::focus;
use crate::console::console;
use crate::state::macros::{MacroDraft, owner_of, owner_value, span as span_words, then_of, then_value};
use crate::texts::Text;
use crate::watch::watch;

/// The value of the choice of a text of its own; saved replies are `saved:{id}`.
const OWN: &str = "own";
/// Spans that are offered, in minutes.
const SPANS: [u32; 6] = [60, 180, 1_440, 4_320, 10_080, 43_200];

/// How a field changes what a macro does.
pub(super) trait Change: Fn(&dyn Fn(&mut Steps)) + Copy + Send + Sync + 'static {}
impl<C: Fn(&dyn Fn(&mut Steps)) + Copy + Send + Sync + 'static> Change for C {}

pub(super) fn note(id: &'static str, wrong: Memo<Option<String>>, help: Option<Text>) -> AnyView {
    let told = move || match wrong.get() {
        Some(wrong) => Some(span().class("wrong").child((icon(Icon::Warning), span().child(wrong)))),
        None => help.map(|help| span().class("help").child(console().say(help))),
    };
    div().id(id).attr("aria-live", "polite").child(told).into_any()
}

fn long(id: &'static str, note_id: &'static str, value: impl Fn() -> String + Send + 'static) -> El {
    textarea()
        .id(id)
        .class("input tall")
        .attr("rows", "4")
        .attr("dir", "auto")
        .attr("maxlength", TEXT_CHARS.to_string())
        .attr("aria-describedby", note_id)
        .value(value)
}

pub(super) fn comment(
    draft: RwSignal<MacroDraft>,
    change: impl Change,
    wrong: Memo<Option<String>>,
) -> AnyView {
    let value = move || draft.with(|draft| draft.steps.comment.clone().unwrap_or_default());
    let area = long(COMMENT_ID, "macro-comment-note", value).on(leptos::ev::input, move |event| {
        let text = event_target_value(&event);
        change(&|steps| steps.comment = (!text.is_empty()).then(|| text.clone()));
    });
    div()
        .class("field")
        .child((
            label().attr("for", COMMENT_ID).child(console().say(Text::MacroComment)),
            area,
            note("macro-comment-note", wrong, Some(Text::MacroCommentHelp)),
        ))
        .into_any()
}

/// A choice, and a picture that says that it is one.
fn choice(
    id: &'static str,
    words: Text,
    options: impl Fn() -> Vec<(String, String)> + Send + 'static,
    value: impl Fn() -> String + Copy + Send + Sync + 'static,
    chosen: impl Fn(String) + 'static,
) -> AnyView {
    let c = console();
    let drawn_options = move || {
        let one = |(key, words): (String, String)| {
            let is_it = {
                let key = key.clone();
                move || value() == key
            };
            option().attr("value", key).flag("selected", is_it).child(words)
        };
        options().into_iter().map(one).collect::<Vec<_>>()
    };
    div()
        .class("field")
        .child((
            label().attr("for", id).child(c.say(words)),
            span().class("picked").child((
                select()
                    .id(id)
                    .class("input")
                    .on(leptos::ev::change, move |event| chosen(event_target_value(&event)))
                    .child(drawn_options),
                drawn(Icon::Down, "icon down"),
            )),
        ))
        .into_any()
}

pub(super) fn reply(
    draft: RwSignal<MacroDraft>,
    change: impl Change,
    wrong: Memo<Option<String>>,
) -> AnyView {
    let c = console();
    let value = move || {
        draft.with(|draft| match &draft.steps.reply {
            None => String::new(),
            Some(Say::Text(_)) => OWN.to_owned(),
            Some(Say::Saved(id)) => format!("saved:{id}"),
        })
    };
    let options = move || {
        let mut all = vec![
            (String::new(), c.say(Text::MacroReplyNone).to_owned()),
            (OWN.to_owned(), c.say(Text::MacroReplyOwn).to_owned()),
        ];
        // Everybody's sends nothing that is somebody's own.
        let shared = draft.with(|draft| draft.shared);
        c.replies.with(|replies| {
            let may = replies.iter().flatten().filter(|reply| reply.shared || !shared);
            all.extend(may.map(|reply| (format!("saved:{}", reply.id), format!("/{}", reply.name))));
        });
        all
    };
    let chosen = move |value: String| {
        change(&|steps| {
            steps.reply = match value.strip_prefix("saved:") {
                Some(id) => SavedReplyId::parse(id).ok().map(Say::Saved),
                None if value == OWN => Some(Say::Text(String::new())),
                None => None,
            };
        });
    };
    let is_own = watch(move || value() == OWN);
    let own = move || {
        is_own.get().then(|| {
            let value = move || {
                draft.with(|draft| match &draft.steps.reply {
                    Some(Say::Text(text)) => text.clone(),
                    _ => String::new(),
                })
            };
            let area = long(TEXT_ID, "macro-text-note", value).on(leptos::ev::input, move |event| {
                let text = event_target_value(&event);
                change(&|steps| steps.reply = Some(Say::Text(text.clone())));
            });
            div().class("field").child((
                label().attr("for", TEXT_ID).child(c.say(Text::MacroReplyText)),
                area,
                note("macro-text-note", wrong, Some(Text::ReplyPutInHelp)),
            ))
        })
    };
    all((choice(REPLY_ID, Text::MacroReply, options, value, chosen), own))
}

pub(super) fn assign(draft: RwSignal<MacroDraft>, change: impl Change) -> AnyView {
    let c = console();
    let value = move || draft.with(|draft| owner_value(draft.steps.assign.as_ref()));
    let options =
        move || {
            let mut all = vec![
                (String::new(), c.say(Text::MacroLeave).to_owned()),
                ("me".to_owned(), c.say(Text::MacroMe).to_owned()),
                ("nobody".to_owned(), c.say(Text::Nobody).to_owned()),
            ];
            if let Some(info) = c.inbox_info() {
                all.extend(info.members.into_iter().map(|agent| (format!("agent:{}", agent.id), agent.name)));
                all.extend(info.teams.into_iter().map(|team| {
                    (format!("team:{}", team.id), c.fill(Text::TeamNamed, &[("team", &team.name)]))
                }));
            }
            let now = value();
            if all.iter().all(|(key, _)| *key != now) {
                all.push((now, c.say(Text::MacroGone).to_owned()));
            }
            all
        };
    choice("macro-assign", Text::MacroAssign, options, value, move |value| {
        change(&|steps| steps.assign = owner_of(&value));
    })
}

/// Labels that it puts on, or takes off.
pub(super) fn labels(draft: RwSignal<MacroDraft>, change: impl Change, on: bool) -> AnyView {
    let c = console();
    let of = move |steps: &Steps| if on { steps.add.clone() } else { steps.remove.clone() };
    let rows = watch(move || draft.with(|draft| of(&draft.steps)));
    let set = move |with: &dyn Fn(&mut Vec<LabelId>)| {
        change(&|steps| with(if on { &mut steps.add } else { &mut steps.remove }));
    };
    let id = if on { "macro-add" } else { "macro-remove" };
    let words = if on { Text::MacroAdd } else { Text::MacroRemove };
    let options = move || {
        let taken = draft.with(|draft| [draft.steps.add.clone(), draft.steps.remove.clone()].concat());
        let free = c.labels.get().into_iter().filter(|label| !taken.contains(&label.id));
        let none = (String::new(), c.say(Text::MacroPickLabel).to_owned());
        [none].into_iter().chain(free.map(|label| (label.id.to_string(), label.name))).collect()
    };
    let chosen = move |value: String| {
        if let Ok(label) = LabelId::parse(&value) {
            set(&|labels| labels.push(label.clone()));
        }
    };
    let chip = move |label: LabelId| {
        let name = c.label_names(std::slice::from_ref(&label));
        let off = c.fill(Text::MacroOff, &[("name", &name)]);
        span().class("chip").child((
            span().attr("dir", "auto").child(name),
            button()
                .attr("type", "button")
                .class("button quiet square tiny")
                .attr("aria-label", off)
                .on(leptos::ev::click, move |_| {
                    set(&|labels| labels.retain(|other| *other != label));
                    focus::to_id(id);
                })
                .child(icon(Icon::Cross)),
        ))
    };
    let chips = move || {
        c.labels.track();
        rows.get().into_iter().map(chip).collect::<Vec<_>>()
    };
    all((choice(id, words, options, String::new, chosen), div().class("label-chips").child(chips)))
}

pub(super) fn then(draft: RwSignal<MacroDraft>, change: impl Change) -> AnyView {
    let c = console();
    let value = move || draft.with(|draft| then_value(draft.steps.then));
    let options = move || {
        let language = c.language.get_untracked();
        let snooze = |minutes: u32| {
            let time = span_words(minutes, language);
            (format!("snooze:{minutes}"), c.fill(Text::MacroSnoozes, &[("time", &time)]))
        };
        let mut all = vec![
            (String::new(), c.say(Text::MacroLeave).to_owned()),
            ("close".to_owned(), c.say(Text::CloseConversation).to_owned()),
            ("reopen".to_owned(), c.say(Text::ReopenConversation).to_owned()),
        ];
        all.extend(SPANS.map(snooze));
        all.push(("snooze".to_owned(), c.say(Text::MacroSnoozesUntilWrites).to_owned()));
        // A program may have chosen another span.
        if let Some(Then::Snooze(span)) = draft.with(|draft| draft.steps.then)
            && let Some(minutes) = span.minutes.filter(|minutes| !SPANS.contains(minutes))
        {
            all.push(snooze(minutes));
        }
        all
    };
    choice("macro-then", Text::MacroThen, options, value, move |value| {
        change(&|steps| steps.then = then_of(&value));
    })
}
