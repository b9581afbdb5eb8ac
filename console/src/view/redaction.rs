//! Settings › Data protection: numbers that are masked in what visitors write (N20), and a place to try it.

use conversation::redaction::{Named, Redaction};

use super::html::{all, button, div, form, h3, input, keyed, label, li, p, span, ul};
use super::icon::{Icon, icon};
use super::lists::act;
use super::sign_in::alert;
use crate::browser::focus;
use crate::console::console;
use crate::reactive::*;
use crate::state::redaction::{tried, why, with, without};
use crate::texts::Text;
use crate::watch::watch;

const NAME_ID: &str = "redact-name";

/// The part of the data protection tab.
pub(crate) fn redaction() -> AnyView {
    let c = console();
    div()
        .class("rule-list")
        .child((
            h3().id("redaction-title").child(c.say(Text::RedactionTitle)),
            p().class("help").child(c.say(Text::RedactionLead)),
            switch("redact-cards", [Text::RedactCards, Text::RedactCardsHelp], |all| &mut all.cards),
            switch("redact-iban", [Text::RedactIban, Text::RedactIbanHelp], |all| &mut all.iban),
            own(),
            trying(),
        ))
        .into_any()
}

fn now() -> Redaction {
    console()
        .settings
        .with(|settings| settings.as_ref().map(|kept| kept.redaction.clone()).unwrap_or_default())
}

fn switch(id: &'static str, [name, help]: [Text; 2], part: fn(&mut Redaction) -> &mut bool) -> AnyView {
    let c = console();
    let is_on = watch(move || *part(&mut now()));
    let (name_id, help_id) = (format!("{id}-name"), format!("{id}-help"));
    let turn = move |_| {
        let mut next = untrack(now);
        *part(&mut next) ^= true;
        spawn_local(async move {
            if let Err(why) = c.put_redaction(next).await {
                c.tell(why, None);
            }
        });
    };
    let switch = button()
        .id(id)
        .attr("type", "button")
        .class("switch")
        .attr("role", "switch")
        .attr("aria-checked", move || is_on.get().to_string())
        .attr("aria-labelledby", name_id.clone())
        .attr("aria-describedby", help_id.clone())
        .on(leptos::ev::click, turn);
    let state = move || c.say(if is_on.get() { Text::On } else { Text::Off });
    div()
        .class("switched")
        .child((
            switch,
            div().child((
                label().id(name_id).attr("for", id).child(c.say(name)),
                span().class("state").attr("aria-hidden", "true").child(state),
                p().id(help_id).class("help").child(c.say(help)),
            )),
        ))
        .into_any()
}

fn own() -> AnyView {
    let c = console();
    // What stands where says which row it is: two patterns may be the same.
    let keys = watch(|| {
        let each = now().patterns.into_iter().enumerate();
        each.map(|(at, Named { name, pattern })| format!("{at} {pattern}\n{name}")).collect::<Vec<_>>()
    });
    let none = move || keys.with(Vec::is_empty).then(|| p().class("none").child(c.say(Text::RedactOwnNone)));
    all((
        h3().id("redact-own-title").child(c.say(Text::RedactOwn)),
        ul().class("sites").attr("aria-labelledby", "redact-own-title").child(keyed(move || keys.get(), row)),
        none,
        add(),
    ))
}

fn row(key: String) -> AnyView {
    let c = console();
    let (at, rest) = key.split_once(' ').unwrap_or_default();
    let (pattern, name) = rest.split_once('\n').unwrap_or_default();
    let at = at.parse().unwrap_or(usize::MAX);
    let remove = act(c.fill(Text::RedactOwnRemove, &[("name", name)]), Icon::Bin, move || {
        let rest = without(&untrack(now), at);
        spawn_local(async move {
            if let Err(why) = c.put_redaction(rest).await {
                c.tell(why, None);
            }
            focus::to_id(NAME_ID);
        });
    });
    li().child((
        icon(Icon::Shield),
        div().class("grow").child((
            span().attr("dir", "auto").child(name.to_owned()),
            div().class("small faint").attr("dir", "ltr").child(pattern.to_owned()),
        )),
        remove,
    ))
    .into_any()
}

fn field(id: &'static str, words: Text, value: RwSignal<String>, wrong: RwSignal<Option<String>>) -> AnyView {
    let c = console();
    let typed = input()
        .id(id)
        .class("input")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("dir", "auto")
        .value(move || value.get())
        .on(leptos::ev::input, move |event| {
            wrong.set(None);
            value.set(event_target_value(&event));
        });
    div().class("field").child((label().attr("for", id).child(c.say(words)), typed)).into_any()
}

fn add() -> AnyView {
    let c = console();
    let (name, pattern) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (wrong, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let next = with(&untrack(now), &name.get_untracked(), &pattern.get_untracked());
        let next = match next {
            Ok(next) => next,
            Err(invalid) => return wrong.set(Some(why(c.language.get_untracked(), invalid))),
        };
        busy.set(true);
        spawn_local(async move {
            let answer = c.put_redaction(next).await;
            let _ = busy.try_set(false);
            if answer.is_ok() {
                let _ = name.try_set(String::new());
                let _ = pattern.try_set(String::new());
            }
            let _ = wrong.try_set(answer.err());
            focus::to_id(NAME_ID);
        });
    };
    form()
        .class("inset")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            field(NAME_ID, Text::RedactName, name, wrong),
            field("redact-pattern", Text::RedactPattern, pattern, wrong),
            p().class("help").child(c.say(Text::RedactPatternHelp)),
            alert(move || wrong.get()),
            button()
                .attr("type", "submit")
                .class("button line")
                .attr("aria-busy", move || busy.get().to_string())
                .child((icon(Icon::Plus), span().child(c.say(Text::RedactAdd)))),
        ))
        .into_any()
}

/// Nothing of what is typed here is kept or sent.
fn trying() -> AnyView {
    let c = console();
    let text = RwSignal::new(String::new());
    let result = watch(move || {
        let text = text.get();
        (!text.trim().is_empty())
            .then(|| tried(&now(), &text).unwrap_or_else(|| c.say(Text::RedactTryNothing).to_owned()))
    });
    all((
        field("redact-try", Text::RedactTry, text, RwSignal::new(None)),
        p().class("help").child(c.say(Text::RedactTryHelp)),
        p().id("redact-result")
            .attr("role", "status")
            .attr("aria-label", c.say(Text::RedactTryResult))
            .attr("dir", "auto")
            .child(move || result.get().unwrap_or_default()),
    ))
}
