//! What somebody does and sets where a bot is played: what is so, what the visitor says, what a webhook answers.

use crate::reactive::*;
use conversation::bot::Called;
use conversation::ids::{ListId, PropertyId};
use conversation::text::MessageText;
use leptos::html::{Input, Textarea};

use super::bot_editor::bot_of;
use super::bot_preview::{Played, SAY_ID};
use super::html::{El, all, button, details, div, form, input, label, option, p, select, summary, textarea};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::state::bot_preview::{Deed, looked_at};
use crate::state::conditions_words::{Kind, Subject};
use crate::texts::Text;
use crate::watch::watch;

/// What is so: folded away, with what matters most on the fold.
pub(super) fn circumstances(played: Played) -> AnyView {
    let c = console();
    let is_there = played.is(|set| set.is_available);
    let is_known = played.is(|set| set.is_known);
    let what = move || {
        let there = c.say(if is_there.get() { Text::PlayIfThere } else { Text::PlayIfNobody });
        let known = c.say(if is_known.get() { Text::PlayIsKnown } else { Text::PlayIsStranger });
        c.fill(Text::PlayFacts, &[("what", &format!("{there}, {known}"))])
    };
    // Lists and properties by their ids, each with its sign before it.
    let looked_at = watch(move || {
        let (properties, lists) = bot_of(looked_at).unwrap_or_default();
        let lists = lists.iter().map(|list| format!("l{list}"));
        lists.chain(properties.iter().map(|property| format!("p{property}"))).collect::<Vec<_>>()
    });
    let more = move || {
        let looked_at = if is_known.get() { looked_at.get() } else { Vec::new() };
        // The names of properties come later than the page.
        let known = c.known.with(|_| c.subjects());
        let one = |key: &String| match key.split_at(1) {
            ("l", id) => ListId::parse(id).ok().map(|list| on_list(played, list)),
            (_, id) => {
                let subject = known.iter().find(|subject| subject.id == id);
                PropertyId::parse(id).ok().map(|id| property(played, id, subject))
            }
        };
        let fields: Vec<AnyView> = looked_at.iter().filter_map(one).collect();
        (!fields.is_empty()).then(|| div().class("under").child(fields))
    };
    details()
        .class("more-of-it")
        .child((
            summary().child(what),
            tick("bot-play-there", c.say(Text::PlayAvailable).to_owned(), is_there, move |on| {
                played.set(|set| set.is_available = on);
            }),
            tick("bot-play-known", c.say(Text::PlayKnown).to_owned(), is_known, move |on| {
                played.set(|set| set.is_known = on);
            }),
            more,
        ))
        .into_any()
}

fn tick(id: &str, words: String, now: Memo<bool>, write: impl Fn(bool) + 'static) -> El {
    let field = input()
        .id(id.to_owned())
        .attr("type", "checkbox")
        .flag("checked", move || now.get())
        .on(leptos::ev::change, move |event| write(event_target_checked(&event)));
    div().class("tick").child((field, label().attr("for", id.to_owned()).attr("dir", "auto").child(words)))
}

fn on_list(played: Played, list: ListId) -> AnyView {
    let name = console().settings.with_untracked(|settings| {
        let found = settings.iter().flat_map(|settings| &settings.lists).find(|known| known.id == list);
        found.map_or_else(|| list.to_string(), |list| list.name.clone())
    });
    let words = console().fill(Text::PlayOnList, &[("list", &name)]);
    let (this, list_id) = (list.clone(), list.to_string());
    let is_on = played.is(move |set| set.lists.contains(&this));
    let write = move |on: bool| {
        played.set(|set| {
            set.lists.retain(|known| *known != list);
            if on {
                set.lists.push(list.clone());
            }
        });
    };
    tick(&format!("bot-play-on-{list_id}"), words, is_on, write).into_any()
}

/// What is known of a property: a menu where it can be a few things, else what is typed.
fn property(played: Played, id: PropertyId, subject: Option<&Subject>) -> AnyView {
    let c = console();
    let element = format!("bot-play-{id}");
    let name = subject.map_or_else(|| id.to_string(), |subject| subject.name.clone());
    let kind = subject.map_or(Kind::Text, |subject| subject.kind);
    let options = match kind {
        Kind::Boolean => [("true", Text::Yes), ("false", Text::No)]
            .map(|(value, words)| (value.to_owned(), c.say(words).to_owned()))
            .to_vec(),
        _ => subject.map(|subject| subject.options.clone()).unwrap_or_default(),
    };
    let this = id.clone();
    let now = played.is(move |set| set.typed(&this).to_owned());
    let write = move |typed: String| {
        played.set(|set| set.type_value(&id, typed));
    };
    let field = if options.is_empty() {
        let kind = match kind {
            Kind::Number | Kind::Count => "number",
            Kind::Date => "date",
            _ => "text",
        };
        input()
            .attr("type", kind)
            .attr("dir", "auto")
            .attr("autocomplete", "off")
            .attr("placeholder", c.say(Text::PlayNotKnown))
            .value(move || now.get_untracked())
            .on(leptos::ev::input, move |event| write(event_target_value(&event)))
    } else {
        let all = std::iter::once((String::new(), c.say(Text::PlayNotKnown).to_owned())).chain(options);
        let one = |(value, words): (String, String)| {
            let this = value.clone();
            option().attr("value", value).flag("selected", move || now.with(|now| *now == this)).child(words)
        };
        select()
            .on(leptos::ev::change, move |event| write(event_target_value(&event)))
            .child(all.map(one).collect::<Vec<_>>())
    };
    div()
        .class("field")
        .child((
            label().attr("for", element.clone()).attr("dir", "auto").child(name),
            field.id(element).class("input"),
        ))
        .into_any()
}

/// What the bot offers; before anything was said, a first word.
pub(super) fn replies(played: Played) -> AnyView {
    let c = console();
    let offered = watch(move || {
        played.shown(|shown| {
            if shown.lines.is_empty() {
                vec![c.say(Text::PlayHello).to_owned()]
            } else {
                shown.offered.clone()
            }
        })
    });
    let drawn = move || {
        let offered = offered.get();
        let is_first = untrack(|| played.shown(|shown| shown.lines.is_empty()));
        let of = offered.len();
        let one = move |(reply, text): (usize, String)| {
            let said = text.clone();
            let deed = move || match is_first {
                true => Deed::Said(said.clone()),
                false => Deed::Picked { reply, of, text: said.clone() },
            };
            button()
                .attr("type", "button")
                .class("button line low")
                .attr("dir", "auto")
                .on(leptos::ev::click, move |_| played.act(deed()))
                .child(text)
        };
        (of > 0).then(|| {
            div()
                .class("bot-adds")
                .attr("role", "group")
                .attr("aria-label", c.say(Text::PlayReplies))
                .child(offered.into_iter().enumerate().map(one).collect::<Vec<_>>())
        })
    };
    all(drawn)
}

/// What a webhook is to answer, where one is asked.
pub(super) fn webhook(played: Played) -> AnyView {
    let c = console();
    // Of one step and one call: the next one begins empty.
    let call = watch(move || {
        played.shown(|shown| if shown.calls() { shown.lines.len().to_string() } else { String::new() })
    });
    let drawn = move || {
        call.with(|call| !call.is_empty()).then(|| {
            let (says, outcome) = (NodeRef::<Textarea>::new(), NodeRef::<Input>::new());
            let answer = move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                let typed = says.get_untracked().map(|says| says.value()).unwrap_or_default();
                let say =
                    typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
                let typed = outcome.get_untracked().map(|outcome| outcome.value()).unwrap_or_default();
                let outcome = Some(typed.trim().to_owned()).filter(|outcome| !outcome.is_empty());
                played.act(Deed::Answered(Some(Called { say, outcome })));
            };
            let field = |id: &'static str, words: Text, field: El| {
                let field = field.id(id).attr("dir", "auto").attr("autocomplete", "off");
                div().class("field").child((label().attr("for", id).child(c.say(words)), field))
            };
            form()
                .class("bot-hook")
                .attr("novalidate", "")
                .attr("aria-label", c.say(Text::BotWebhook))
                .on(leptos::ev::submit, answer)
                .child((
                    p().child(c.say(Text::PlayHook)),
                    field(
                        "bot-play-says",
                        Text::PlayHookSays,
                        textarea().class("input tall").attr("rows", "2").node_ref(says),
                    ),
                    field(
                        "bot-play-outcome",
                        Text::PlayHookOutcome,
                        input().class("input").node_ref(outcome),
                    ),
                    div().class("bot-adds").child((
                        button()
                            .attr("type", "submit")
                            .class("button line low")
                            .child(c.say(Text::PlayHookAnswers)),
                        button()
                            .attr("type", "button")
                            .class("button line low")
                            .on(leptos::ev::click, move |_| played.act(Deed::Answered(None)))
                            .child(c.say(Text::PlayHookFails)),
                    )),
                ))
        })
    };
    all(drawn)
}

/// Where one writes as the visitor.
pub(super) fn composer(played: Played) -> AnyView {
    let c = console();
    let place = NodeRef::<Input>::new();
    let field = input()
        .id(SAY_ID)
        .class("input")
        .node_ref(place)
        .attr("type", "text")
        .attr("dir", "auto")
        .attr("autocomplete", "off")
        .attr("aria-label", c.say(Text::PlayWrite))
        .attr("placeholder", c.say(Text::PlayWrite));
    form()
        .class("bot-say")
        .attr("novalidate", "")
        .on(leptos::ev::submit, move |event| {
            event.prevent_default();
            let Some(field) = place.get_untracked() else { return };
            if let Ok(text) = MessageText::parse(field.value().trim()) {
                field.set_value("");
                played.act(Deed::Said(text.as_str().to_owned()));
            }
        })
        .child((
            field,
            button()
                .attr("type", "submit")
                .class("button fill square tall")
                .attr("aria-label", c.say(Text::Send))
                .attr("title", c.say(Text::Send))
                .child(icon(Icon::Send)),
        ))
        .into_any()
}
