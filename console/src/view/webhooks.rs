//! Webhooks in the settings: made, switched, given a new secret; and the log of what they were told (P67).

use crate::reactive::*;
use serde_json::{Value, json};

use super::api::{keys, line, listed, moment, row_of, shown_once, text, ticks};
use super::html::{all, button, div, form, h3, keyed, label, li, p, span, table, tbody, td, tr, ul};
use super::icon::Icon;
use super::lists::act;
use crate::api::tree;
use crate::browser::focus;
use crate::console::console;
use crate::texts::Text;

/// Deliveries of one page of the log.
const PAGE: u32 = 20;

/// Events as the edge spells them, and what they say.
const EVENTS: [(&str, Text); 5] = [
    ("thread.created", Text::EventThreadCreated),
    ("message.created", Text::EventMessageCreated),
    ("thread.changed", Text::EventThreadChanged),
    ("thread.deleted", Text::EventThreadDeleted),
    ("contact.changed", Text::EventContactChanged),
];

/// What the parts share.
#[derive(Clone, Copy)]
struct Hooks {
    rows: RwSignal<Vec<Value>>,
    secret: RwSignal<Option<String>>,
    /// The webhook whose log is shown.
    open: RwSignal<Option<(String, String)>>,
    log: RwSignal<Vec<Value>>,
    next: RwSignal<Option<String>>,
}

/// The webhooks.
pub(super) fn webhooks() -> AnyView {
    let c = console();
    let hooks = Hooks {
        rows: RwSignal::new(Vec::new()),
        secret: RwSignal::new(None),
        open: RwSignal::new(None),
        log: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
    };
    hooks.load();
    let keys = keys(hooks.rows);
    let drawn = keyed(
        move || keys.get(),
        move |key| row_of(hooks.rows, &key).map_or_else(|| ().into_any(), |row| hooks.row(&row)),
    );
    let none =
        move || hooks.rows.with(Vec::is_empty).then(|| p().class("none").child(c.say(Text::WebhooksNone)));
    let log = move || hooks.open.get().map(|(id, name)| hooks.log(id, &name));
    div()
        .class("rule-list")
        .child((
            h3().id("webhooks-title").child(c.say(Text::WebhooksTitle)),
            p().class("help").child(c.say(Text::WebhooksLead)),
            ul().class("sites").attr("aria-labelledby", "webhooks-title").child(drawn),
            none,
            shown_once(hooks.secret, Text::WebhookOnce),
            all((div().child(log), hooks.new_one())),
        ))
        .into_any()
}

impl Hooks {
    fn load(self) {
        let c = console();
        spawn_local(async move {
            match tree("GET", "/api/webhooks".to_owned(), None).await {
                Ok(answer) => drop(self.rows.try_set(listed(&answer, "webhooks"))),
                Err(problem) => c.fail(Text::ApiNotDone, "", &problem),
            }
        });
    }

    /// Does something to the webhooks and shows them as they are then.
    fn does(self, method: &'static str, path: String, body: Value, told: Option<String>) {
        let c = console();
        spawn_local(async move {
            match tree(method, path, Some(body.to_string())).await {
                Ok(answer) => {
                    if let Some(secret) = answer["secret"].as_str() {
                        let _ = self.secret.try_set(Some(secret.to_owned()));
                    }
                    if let Some(told) = told {
                        c.tell(told, None);
                    }
                    self.load();
                }
                Err(problem) => c.fail(Text::ApiNotDone, "", &problem),
            }
        });
    }

    fn row(self, hook: &Value) -> AnyView {
        let c = console();
        let (id, name) = (text(hook, "id"), text(hook, "name"));
        let path = format!("/api/webhooks/{id}");
        let is_on = hook["enabled"].as_bool().unwrap_or_default();
        let label_id = format!("webhook-{id}");
        let switch = {
            let (path, hook) = (path.clone(), hook.clone());
            button()
                .attr("type", "button")
                .class("switch")
                .attr("role", "switch")
                .attr("aria-checked", is_on.to_string())
                .attr("aria-label", c.fill(Text::WebhookSwitch, &[("name", &name)]))
                .on(leptos::ev::click, move |_| {
                    let body = json!({
                        "name": hook["name"], "url": hook["url"], "events": hook["events"], "enabled": !is_on,
                    });
                    self.does("PUT", path.clone(), body, None);
                })
        };
        let states = [
            moment(hook, "gave_up_at").map(|_| (true, c.say(Text::WebhookGaveUp).to_owned())),
            moment(hook, "failing_since").map(|day| (true, c.fill(Text::WebhookFails, &[("day", &day)]))),
            moment(hook, "old_secret_until").map(|day| (false, c.fill(Text::WebhookOld, &[("day", &day)]))),
            hook["waiting"]
                .as_u64()
                .filter(|n| *n > 0)
                .map(|n| (false, c.fill(Text::WebhookWaiting, &[("n", &n.to_string())]))),
        ];
        let states: Vec<AnyView> = states
            .into_iter()
            .flatten()
            .map(|(wrong, words)| {
                div().class(if wrong { "small wrong" } else { "small faint" }).child(words).into_any()
            })
            .collect();
        let events: Vec<String> =
            listed(hook, "events").iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let show = act(c.fill(Text::WebhookLog, &[("name", &name)]), Icon::Lines, {
            let (id, name) = (id.clone(), name.clone());
            move || self.show(id.clone(), name.clone())
        });
        let rotate = act(c.fill(Text::WebhookRotate, &[("name", &name)]), Icon::Reopen, {
            let path = format!("{path}/secret");
            move || self.does("POST", path.clone(), json!({}), None)
        });
        let remove = act(c.fill(Text::WebhookDelete, &[("name", &name)]), Icon::Bin, {
            let told = c.fill(Text::WebhookDeleted, &[("name", &name)]);
            move || {
                self.open.set(None);
                self.does("DELETE", path.clone(), json!({}), Some(told.clone()));
            }
        });
        li().child((
            switch,
            div().class("grow").child((
                label().id(label_id).attr("dir", "auto").child(name),
                div().class("small faint").attr("dir", "ltr").child(text(hook, "url")),
                div().class("small faint").attr("dir", "ltr").child(events.join(" ")),
                states,
            )),
            show,
            rotate,
            remove,
        ))
        .into_any()
    }

    /// Shows the log of a webhook from its beginning.
    fn show(self, id: String, name: String) {
        self.log.set(Vec::new());
        self.open.set(Some((id.clone(), name)));
        self.read(id, None);
    }

    fn read(self, id: String, cursor: Option<String>) {
        let c = console();
        let cursor = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        spawn_local(async move {
            match tree("GET", format!("/api/webhooks/{id}/deliveries?limit={PAGE}{cursor}"), None).await {
                Ok(answer) => {
                    let _ = self.next.try_set(answer["next"].as_str().map(str::to_owned));
                    let _ = self.log.try_update(|log| log.extend(listed(&answer, "deliveries")));
                }
                Err(problem) => c.fail(Text::ApiNotDone, "", &problem),
            }
        });
    }

    fn log(self, id: String, name: &str) -> AnyView {
        let c = console();
        let rows = {
            let id = id.clone();
            move || {
                let rows = self.log.get().into_iter().map(|one| self.delivery(&id, &one));
                rows.collect::<Vec<_>>()
            }
        };
        let none = move || {
            self.log.with(Vec::is_empty).then(|| p().class("none").child(c.say(Text::WebhookLogNone)))
        };
        let more = move || {
            let (id, next) = (id.clone(), self.next.get()?);
            Some(
                button()
                    .attr("type", "button")
                    .class("button line")
                    .on(leptos::ev::click, move |_| self.read(id.clone(), Some(next.clone())))
                    .child(c.say(Text::DeliveriesMore)),
            )
        };
        div()
            .class("inset")
            .child((
                h3().id("log-title").child(c.fill(Text::WebhookLog, &[("name", name)])),
                div()
                    .class("table named")
                    .child(table().attr("aria-labelledby", "log-title").child(tbody().child(rows))),
                none,
                div().child(more),
            ))
            .into_any()
    }

    fn delivery(self, id: &str, one: &Value) -> AnyView {
        let c = console();
        let state = match one["state"].as_str() {
            Some("delivered") => Text::DeliveryDone,
            Some("dead") => Text::DeliveryDead,
            _ => Text::DeliveryWaiting,
        };
        // What the server said, or in a word why it said nothing.
        let answered =
            one["status"].as_u64().map_or_else(|| text(one, "problem"), |status| status.to_string());
        let attempts = c.fill(Text::DeliveryAttempts, &[("n", &one["attempts"].to_string())]);
        let kind = text(one, "kind");
        let path = format!("/api/webhooks/{id}/deliveries/{}/again", one["id"]);
        let (id, name) = (id.to_owned(), self.open.get_untracked().map(|(_, name)| name).unwrap_or_default());
        let again = act(c.fill(Text::DeliveryAgain, &[("event", &kind)]), Icon::Send, move || {
            let (path, id, name) = (path.clone(), id.clone(), name.clone());
            spawn_local(async move {
                match tree("POST", path, Some("{}".to_owned())).await {
                    Ok(_) => {
                        c.tell(c.say(Text::DeliverySent).to_owned(), None);
                        self.show(id, name);
                    }
                    Err(problem) => c.fail(Text::ApiNotDone, "", &problem),
                }
            });
        });
        tr().child((
            td().child((kind, div().class("small faint").child(moment(one, "at").unwrap_or_default()))),
            td().child((c.say(state), " ", span().attr("dir", "ltr").child(answered))),
            td().child(attempts),
            td().class("acts-cell").child(div().class("row-acts").child(again)),
        ))
        .into_any()
    }

    fn new_one(self) -> AnyView {
        let c = console();
        let (name, url) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        let events = RwSignal::new(EVENTS.map(|(word, _)| word).to_vec());
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let body = json!({
                "name": name.get_untracked(), "url": url.get_untracked(), "events": events.get_untracked(),
                "enabled": true,
            });
            spawn_local(async move {
                match tree("POST", "/api/webhooks".to_owned(), Some(body.to_string())).await {
                    Ok(made) => {
                        let _ = self.secret.try_set(Some(text(&made, "secret")));
                        let _ = name.try_set(String::new());
                        let _ = url.try_set(String::new());
                        self.load();
                    }
                    Err(problem) => {
                        c.fail(Text::ApiNotDone, "", &problem);
                        focus::to_id("webhook-url");
                    }
                }
            });
        };
        form()
            .class("inset")
            .attr("novalidate", "")
            .on(leptos::ev::submit, submit)
            .child((
                h3().child(c.say(Text::WebhookNew)),
                line("webhook-name", Text::WebhookName, "text", name),
                line("webhook-url", Text::WebhookAddress, "url", url),
                ticks(Text::WebhookEvents, EVENTS, events),
                div().class("acts").child(
                    button().attr("type", "submit").class("button fill").child(c.say(Text::WebhookMake)),
                ),
            ))
            .into_any()
    }
}
