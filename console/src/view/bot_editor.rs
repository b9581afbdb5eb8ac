//! The bot of a chatflow: its steps as a list, each with its texts and where it leads (S67, P84).

use crate::reactive::*;
use conversation::bot::{Bot, Does, SECRET_BYTES, Shown};
use conversation::ids::StepId;
use protocol::rest::Settings;

use super::bot_parts::{cases, field, lists, next, quick_replies};
use super::bot_preview::{self, Played};
use super::form::said;
use super::html::{all, button, div, input, label, li, ol, option, p, select, span, strong};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::state::bot::{self, Field, KINDS, Kind, Way};
use crate::state::chatflow_draft::Draft;
use crate::state::chatflow_findings::Place;
use crate::texts::Text;
use crate::watch::watch;

/// Writes to the bot of the draft, where there is one.
pub(super) fn change(place: Option<Place>, write: impl FnOnce(&mut Bot) + 'static) {
    let into = |draft: &mut Draft| draft.bot.as_mut().map_or((), write);
    console().write_draft(place, Box::new(into));
}

/// Writes to a step.
pub(super) fn change_step(number: usize, write: impl FnOnce(&mut Does) + 'static) {
    change(Some(Place::BotStep(number)), move |bot| {
        if let Some(step) = bot.steps.get_mut(number) {
            write(&mut step.does);
        }
    });
}

/// Reads the bot of the draft. Tracked.
pub(super) fn bot_of<T>(read: impl FnOnce(&Bot) -> T) -> Option<T> {
    console().draft(|draft| draft.bot.as_ref().map(read)).flatten()
}

/// The part of the form.
pub(crate) fn bot_part(settings: &Settings) -> AnyView {
    let c = console();
    let is_on = watch(move || c.draft(|draft| draft.bot.is_some()).unwrap_or_default());
    let name = settings.name.clone();
    let toggle = input()
        .id(Place::Bot.id())
        .attr("type", "checkbox")
        .flag("checked", move || is_on.get())
        .on(leptos::ev::change, move |event| {
            let (on, name) = (event_target_checked(&event), name.clone());
            let hello = c.say(Text::BotHello).to_owned();
            c.write_draft(None, Box::new(move |draft| draft.bot = on.then(|| bot::fresh(&name, &hello))));
        });
    let settings = settings.clone();
    let form = move || is_on.get().then(|| div().class("under bot-bench").child(form(&settings)));
    all((
        div()
            .class("tick")
            .child((toggle, label().attr("for", Place::Bot.id()).child(c.say(Text::BotToggle)))),
        said(Place::Bot),
        form,
    ))
}

fn form(settings: &Settings) -> AnyView {
    let c = console();
    let text = move |id: &'static str, label_text, read: fn(&Bot) -> String, write: fn(&mut Bot, String)| {
        let field = input()
            .id(id)
            .class("input")
            .attr("dir", "auto")
            .attr("autocomplete", "off")
            .value(move || untrack(|| bot_of(read)).unwrap_or_default())
            .on(leptos::ev::input, move |event| {
                let typed = event_target_value(&event);
                change(Some(Place::Bot), move |bot| write(bot, typed));
            })
            .on(leptos::ev::blur, move |_| c.left(Place::Bot));
        div().class("field").child((label().attr("for", id).child(c.say(label_text)), field))
    };
    let in_hours = input()
        .id("bot-hours")
        .attr("type", "checkbox")
        .flag("checked", move || bot_of(|bot| bot.shown == Shown::InHours).unwrap_or_default())
        .on(leptos::ev::change, move |event| {
            let on = event_target_checked(&event);
            change(None, move |bot| bot.shown = if on { Shown::InHours } else { Shown::Always });
        });
    let played = bot_preview::begin(settings);
    let outline = watch(move || bot_of(bot::outline).unwrap_or_default());
    let settings = settings.clone();
    let steps = move || {
        let many = outline.with(|_| untrack(|| bot_of(|bot| bot.steps.len()))).unwrap_or_default();
        let all = (0..many).map(|number| step(number, &settings, played));
        ol().class("bot-steps").child(all.collect::<Vec<_>>())
    };
    let secret = watch(move || {
        bot_of(|bot| bot.steps.iter().any(|step| matches!(step.does, Does::Webhook { .. })))
            .unwrap_or_default()
    });
    let secret = move || {
        secret.get().then(|| {
            let help = c.fill(Text::BotSecretHelp, &[("n", &SECRET_BYTES.start().to_string())]);
            let field = text(
                "bot-secret",
                Text::BotSecret,
                |bot| bot.secret.clone().unwrap_or_default(),
                |bot, typed| bot.secret = (!typed.is_empty()).then_some(typed),
            );
            all((field, p().class("help").child(help)))
        })
    };
    let written = (
        text("bot-name", Text::BotName, |bot| bot.name.clone(), |bot, typed| bot.name = typed),
        div()
            .class("tick")
            .child((in_hours, label().attr("for", "bot-hours").child(c.say(Text::BotInHours)))),
        p().class("help").child(c.say(Text::BotLead)),
        steps,
        adder(),
        secret,
    );
    div()
        .class("bot-beside")
        .child((div().class("bot-written").child(written), bot_preview::preview(played)))
        .into_any()
}

/// What can be added.
fn adder() -> AnyView {
    let c = console();
    let one = move |kind: Kind| {
        button()
            .attr("type", "button")
            .class("button line low")
            .on(leptos::ev::click, move |_| change(None, move |bot| bot::add(bot, kind)))
            .child((icon(Icon::Plus), c.say(kind.words())))
    };
    div()
        .class("bot-adds")
        .attr("role", "group")
        .attr("aria-label", c.say(Text::BotAdd))
        .child(KINDS.map(one).into_iter().collect::<Vec<_>>())
        .into_any()
}

fn step(number: usize, settings: &Settings, played: Played) -> AnyView {
    let c = console();
    let Some(kind) =
        untrack(|| bot_of(|bot| bot.steps.get(number).map(|step| Kind::of(&step.does)))).flatten()
    else {
        return ().into_any();
    };
    let words = c.say(kind.words());
    let title = format!("{}. {words}", number + 1);
    let act = move |label: Text, sign: Icon, act: fn(&mut Bot, usize)| {
        button()
            .attr("type", "button")
            .class("button quiet square low")
            .attr("aria-label", c.fill(label, &[("step", &title_of(number, words))]))
            .on(leptos::ev::click, move |_| change(None, move |bot| act(bot, number)))
            .child(icon(sign))
    };
    let acts = span().child((
        act(Text::BotStepUp, Icon::ArrowUp, |bot, at| bot::shift(bot, at, false)),
        act(Text::BotStepDown, Icon::ArrowDown, |bot, at| bot::shift(bot, at, true)),
        act(Text::BotStepDelete, Icon::Bin, bot::remove),
    ));
    let then = |text| next(number, Way::Then, text);
    let otherwise = |text| next(number, Way::Otherwise, text);
    let say = |label| field(number, Field::Text, label, true);
    let inside = match kind {
        Kind::Message => all((say(Text::BotText), then(Text::BotThen))),
        Kind::Question => all((say(Text::BotText), quick_replies(number), then(Text::BotThenOther))),
        Kind::Property => all((
            say(Text::BotText),
            field(number, Field::Property, Text::BotWhich, false),
            field(number, Field::Again, Text::BotAgain, true),
            field(number, Field::Skip, Text::BotSkip, false),
            then(Text::BotThen),
            otherwise(Text::BotOtherwise),
        )),
        Kind::Branch => all((cases(number, lists(settings)), then(Text::BotThenNone))),
        Kind::Webhook => all((
            field(number, Field::Url, Text::BotUrl, false),
            then(Text::BotThen),
            otherwise(Text::BotFailed),
        )),
        Kind::HandOver => all((say(Text::BotText), otherwise(Text::BotNobodyThere))),
        Kind::End => p().class("help").child(c.say(Text::BotEndHelp)).into_any(),
    };
    let at_work = watch(move || played.at_work() == Some(number));
    let sign = move || at_work.get().then(|| span().class("chip ok").child(c.say(Text::PlayAtWork)));
    li().id(Place::BotStep(number).id())
        .when("at-work", move || at_work.get())
        .attr("aria-current", move || at_work.get().then_some("step"))
        .attr("tabindex", "-1")
        .attr("role", "group")
        .attr("aria-label", title.clone())
        .child((
            div().class("bot-head").child((strong().child(title), span().child(sign), acts)),
            inside,
            said(Place::BotStep(number)),
        ))
        .into_any()
}

fn title_of(number: usize, kind: &str) -> String {
    format!("{}. {kind}", number + 1)
}

/// A menu of the bot's steps, of which one or none is chosen.
pub(super) fn step_menu(
    id: String,
    none: Text,
    chosen: impl Fn(&Bot) -> Option<StepId> + Copy + Send + Sync + 'static,
    choose: impl Fn(&mut Bot, Option<StepId>) + Copy + Send + 'static,
) -> AnyView {
    let c = console();
    let options = move || {
        let all = bot_of(|bot| {
            let now = chosen(bot);
            let one = |(number, step): (usize, &conversation::bot::Step)| {
                let called = bot::called(bot, number, c.say(Kind::of(&step.does).words()));
                (step.id.to_string(), called, now.as_ref() == Some(&step.id))
            };
            bot.steps.iter().enumerate().map(one).collect::<Vec<_>>()
        });
        let all = all.unwrap_or_default();
        let is_none = all.iter().all(|(_, _, now)| !now);
        std::iter::once((String::new(), c.say(none).to_owned(), is_none))
            .chain(all)
            .map(|(id, called, now)| option().attr("value", id).flag("selected", move || now).child(called))
            .collect::<Vec<_>>()
    };
    select()
        .id(id)
        .class("input")
        .on(leptos::ev::change, move |event| {
            let step = StepId::parse(&event_target_value(&event)).ok();
            change(None, move |bot| choose(bot, step));
        })
        .child(options)
        .into_any()
}
