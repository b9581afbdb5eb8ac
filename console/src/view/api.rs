//! Settings › API & webhooks: the tokens of programs, and what is shown once (P66). Webhooks have a file of their own.

use crate::reactive::*;
use serde_json::{Value, json};

use super::apps::apps_part;
use super::html::{
    a, all, button, div, fieldset, form, h2, h3, input, keyed, label, legend, li, option, p, select, span,
    textarea, ul,
};
use super::icon::{Icon, drawn, icon};
use super::identification::identification;
use super::lists::act;
use super::webhooks::webhooks;
use crate::api::tree;
use crate::browser::{clipboard, clock, focus};
use crate::console::console;
use crate::texts::Text;
use crate::watch::watch;

const SECRET_ID: &str = "shown-once";
const DAY_MS: u64 = 86_400_000;
/// After how many days a token may expire.
const DAYS: [u64; 3] = [30, 90, 365];

/// Scopes as the edge spells them, and what they say.
const SCOPES: [(&str, Text); 12] = [
    ("threads:read", Text::ScopeThreadsRead),
    ("threads:write", Text::ScopeThreadsWrite),
    ("contacts:read", Text::ScopeContactsRead),
    ("contacts:write", Text::ScopeContactsWrite),
    ("chatflows:read", Text::ScopeChatflowsRead),
    ("chatflows:write", Text::ScopeChatflowsWrite),
    ("people:read", Text::ScopePeopleRead),
    ("people:write", Text::ScopePeopleWrite),
    ("settings:read", Text::ScopeSettingsRead),
    ("settings:write", Text::ScopeSettingsWrite),
    ("webhooks:write", Text::ScopeWebhooksWrite),
    ("visitors:identify", Text::ScopeVisitorsIdentify),
];

/// The tab.
pub(crate) fn api_tab() -> AnyView {
    let c = console();
    let description = a().attr("href", "/openapi.json").child(c.say(Text::ApiDescription));
    all((
        h2().child(c.say(Text::ApiTab)),
        p().class("lead").child((c.say(Text::ApiLead), " ", description)),
        tokens(),
        webhooks(),
        identification(),
        apps_part(),
    ))
}

/// The list under a name in an answer.
pub(super) fn listed(answer: &Value, name: &str) -> Vec<Value> {
    answer[name].as_array().cloned().unwrap_or_default()
}

/// A text in an answer.
pub(super) fn text(of: &Value, name: &str) -> String {
    of[name].as_str().unwrap_or_default().to_owned()
}

/// A day and time in an answer, in the reader's words.
pub(super) fn moment(of: &Value, name: &str) -> Option<String> {
    of[name].as_u64().map(|at| clock::in_full(at, console().language.get_untracked()))
}

/// Keys of rows: the id, and all that is shown, so that what changed is drawn anew.
pub(super) fn keys(rows: RwSignal<Vec<Value>>) -> Memo<Vec<String>> {
    watch(move || rows.with(|rows| rows.iter().map(|row| format!("{}\n{row}", text(row, "id"))).collect()))
}

/// The row of a key.
pub(super) fn row_of(rows: RwSignal<Vec<Value>>, key: &str) -> Option<Value> {
    let id = key.split('\n').next().unwrap_or_default().to_owned();
    rows.with_untracked(|rows| rows.iter().find(|row| text(row, "id") == id).cloned())
}

/// What is shown once: a token or a secret, to be copied, until somebody says that they did.
pub(super) fn shown_once(secret: RwSignal<Option<String>>, words: Text) -> AnyView {
    let c = console();
    let copy = move |_| {
        let Some(text) = secret.get_untracked() else { return };
        spawn_local(async move {
            if clipboard::copy(&text).await {
                c.tell(c.say(Text::ApiCopied).to_owned(), None);
            } else {
                clipboard::select(SECRET_ID);
            }
        });
    };
    let shown = move || {
        let text = secret.get()?;
        Some(
            div()
                .class("hint")
                .child((
                    icon(Icon::Lines),
                    div().class("grow").child((
                        p().child(c.say(words)),
                        textarea()
                            .id(SECRET_ID)
                            .class("input mono")
                            .attr("readonly", "")
                            .attr("rows", "2")
                            .attr("dir", "ltr")
                            .attr("spellcheck", "false")
                            .attr("aria-label", c.say(words))
                            .value(move || text.clone()),
                        div().class("acts").child((
                            button()
                                .attr("type", "button")
                                .class("button fill")
                                .on(leptos::ev::click, copy)
                                .child((icon(Icon::Copy), span().child(c.say(Text::ApiCopy)))),
                            button()
                                .attr("type", "button")
                                .class("button line")
                                .on(leptos::ev::click, move |_| secret.set(None))
                                .child(c.say(Text::ApiDismiss)),
                        )),
                    )),
                ))
                .into_any(),
        )
    };
    div().attr("role", "status").child(shown).into_any()
}

/// Boxes to tick, and what is ticked.
pub(super) fn ticks<const N: usize>(
    title: Text,
    choices: [(&'static str, Text); N],
    ticked: RwSignal<Vec<&'static str>>,
) -> AnyView {
    let c = console();
    let boxes = choices.map(|(word, words)| {
        let id = format!("tick-{}", word.replace([':', '.'], "-"));
        let tick = input()
            .id(id.clone())
            .attr("type", "checkbox")
            .flag("checked", move || ticked.with(|ticked| ticked.contains(&word)))
            .on(leptos::ev::change, move |event| {
                let on = event_target_checked(&event);
                ticked.update(|ticked| {
                    ticked.retain(|other| *other != word);
                    if on {
                        ticked.push(word);
                    }
                });
            });
        div()
            .class("tick")
            .child((
                tick,
                div().child(label().attr("for", id).child((
                    c.say(words),
                    " ",
                    span().class("small faint").attr("dir", "ltr").child(word),
                ))),
            ))
            .into_any()
    });
    fieldset()
        .class("field")
        .child((legend().child(c.say(title)), boxes.into_iter().collect::<Vec<_>>()))
        .into_any()
}

/// A line to type into.
pub(super) fn line(id: &'static str, words: Text, kind: &'static str, typed: RwSignal<String>) -> AnyView {
    let c = console();
    div()
        .class("field")
        .child((
            label().attr("for", id).child(c.say(words)),
            input()
                .id(id)
                .class("input")
                .attr("type", kind)
                .attr("dir", if kind == "url" { "ltr" } else { "auto" })
                .attr("autocomplete", "off")
                .value(move || typed.get())
                .on(leptos::ev::input, move |event| typed.set(event_target_value(&event))),
        ))
        .into_any()
}

fn tokens() -> AnyView {
    let c = console();
    let rows = RwSignal::new(Vec::<Value>::new());
    let secret = RwSignal::new(None::<String>);
    spawn_local(async move {
        match tree("GET", "/api/tokens".to_owned(), None).await {
            Ok(answer) => drop(rows.try_set(listed(&answer, "tokens"))),
            Err(problem) => c.fail(Text::ApiNotDone, "", &problem),
        }
    });
    let revoke = move |id: String, name: String| {
        spawn_local(async move {
            match tree("DELETE", format!("/api/tokens/{id}"), Some("{}".to_owned())).await {
                Ok(answer) => {
                    let _ = rows.try_set(listed(&answer, "tokens"));
                    c.tell(c.fill(Text::TokenRevoked, &[("name", &name)]), None);
                    focus::to_id("token-name");
                }
                Err(problem) => c.fail(Text::ApiNotDone, "", &problem),
            }
        });
    };
    let keys = keys(rows);
    let drawn = keyed(
        move || keys.get(),
        move |key| {
            let Some(token) = row_of(rows, &key) else { return ().into_any() };
            let (id, name) = (text(&token, "id"), text(&token, "name"));
            let scopes: Vec<String> =
                listed(&token, "scopes").iter().filter_map(Value::as_str).map(str::to_owned).collect();
            let used = match moment(&token, "last_used") {
                Some(day) => c.fill(Text::TokenUsed, &[("day", &day)]),
                None => c.say(Text::TokenUnused).to_owned(),
            };
            let until = moment(&token, "expires_at")
                .map(|day| format!(" · {}", c.fill(Text::TokenUntil, &[("day", &day)])))
                .unwrap_or_default();
            let owner = text(&token["owner"], "name");
            let remove = act(c.fill(Text::TokenRevoke, &[("name", &name)]), Icon::Bin, {
                let name = name.clone();
                move || revoke(id.clone(), name.clone())
            });
            li().child((
                icon(Icon::Shield),
                div().class("grow").child((
                    span().attr("dir", "auto").child(name),
                    div().class("small faint").attr("dir", "auto").child(format!("{owner} · {used}{until}")),
                    div().class("small faint").attr("dir", "ltr").child(scopes.join(" ")),
                )),
                remove,
            ))
            .into_any()
        },
    );
    let none = move || rows.with(Vec::is_empty).then(|| p().class("none").child(c.say(Text::TokensNone)));
    div()
        .class("rule-list")
        .child((
            h3().id("tokens-title").child(c.say(Text::TokensTitle)),
            p().class("help").child(c.say(Text::TokensLead)),
            ul().class("sites").attr("aria-labelledby", "tokens-title").child(drawn),
            none,
            shown_once(secret, Text::TokenOnce),
            new_token(rows, secret),
        ))
        .into_any()
}

fn new_token(rows: RwSignal<Vec<Value>>, secret: RwSignal<Option<String>>) -> AnyView {
    let c = console();
    let name = RwSignal::new(String::new());
    let scopes = RwSignal::new(Vec::<&'static str>::new());
    let days = RwSignal::new(DAYS[1]);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut body = json!({"name": name.get_untracked(), "scopes": scopes.get_untracked()});
        let days = days.get_untracked();
        if days > 0 {
            body["expires_at"] = (clock::now() + days * DAY_MS).into();
        }
        spawn_local(async move {
            match tree("POST", "/api/tokens".to_owned(), Some(body.to_string())).await {
                Ok(made) => {
                    let _ = secret.try_set(Some(text(&made, "secret")));
                    let _ = rows.try_update(|rows| rows.push(made["token"].clone()));
                    let _ = name.try_set(String::new());
                    let _ = scopes.try_set(Vec::new());
                }
                Err(problem) => {
                    c.fail(Text::ApiNotDone, "", &problem);
                    focus::to_id("token-name");
                }
            }
        });
    };
    let choice = |n: u64, words: String| {
        option()
            .attr("value", n.to_string())
            .flag("selected", move || days.get() == n)
            .child(words)
            .into_any()
    };
    let mut choices = vec![choice(0, c.say(Text::TokenNever).to_owned())];
    choices.extend(DAYS.map(|n| choice(n, c.fill(Text::TokenDays, &[("n", &n.to_string())]))));
    let expires = select()
        .id("token-expires")
        .class("input")
        .on(leptos::ev::change, move |event| days.set(event_target_value(&event).parse().unwrap_or(0)))
        .child(choices);
    form()
        .class("inset")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            h3().child(c.say(Text::TokenNew)),
            line("token-name", Text::TokenName, "text", name),
            ticks(Text::TokenScopes, SCOPES, scopes),
            div().class("field").child((
                label().attr("for", "token-expires").child(c.say(Text::TokenExpires)),
                span().class("picked").child((expires, drawn(Icon::Down, "icon down"))),
            )),
            div()
                .class("acts")
                .child(button().attr("type", "submit").class("button fill").child(c.say(Text::TokenMake))),
        ))
        .into_any()
}
