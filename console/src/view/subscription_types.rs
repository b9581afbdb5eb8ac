//! The settings of what visitors can subscribe to (S86). A plain form.

use crate::reactive::*;

use super::html::{button, div, form, h3, input, keyed_by_id, label, li, p, span, ul};
use super::icon::{Icon, icon};
use super::lists::act;
use super::sign_in::alert;
use super::team::form_acts;
use crate::acts::colleagues::change_id;
use crate::acts::subscriptions::NEW_KIND_ID;
use crate::browser::focus;
use crate::console::console;
use crate::state::subscriptions::Kind;
use crate::texts::Text;
use crate::watch::watch;

/// The part of the data protection tab.
pub(crate) fn subscription_types() -> AnyView {
    let c = console();
    c.load_subscriptions();
    let rows = keyed_by_id(c.subscriptions, |kind| &kind.id, row);
    let empty = watch(move || c.subscriptions.with(Vec::is_empty));
    let none = move || empty.get().then(|| p().class("none").child(c.say(Text::SubscriptionTypesNone)));
    let editing = watch(move || c.subscription_draft.with(Option::is_some));
    let below = move || {
        if editing.get() {
            return kind_form();
        }
        button()
            .id(NEW_KIND_ID)
            .attr("type", "button")
            .class("button line")
            .on(leptos::ev::click, move |_| c.edit_subscription(None))
            .child((icon(Icon::Plus), span().child(c.say(Text::SubscriptionTypeNew))))
            .into_any()
    };
    div()
        .class("rule-list")
        .child((
            h3().id("subscriptions-title").child(c.say(Text::SubscriptionTypes)),
            p().class("help").child(c.say(Text::SubscriptionTypesLead)),
            ul().class("sites").attr("aria-labelledby", "subscriptions-title").child(rows),
            none,
            div().child(below),
        ))
        .into_any()
}

fn row(kind: Kind) -> AnyView {
    let c = console();
    let (name, about) = (kind.name.clone(), kind.description.clone());
    let change = {
        let kind = kind.clone();
        let label = c.fill(Text::SubscriptionTypeChange, &[("name", &name)]);
        button()
            .id(change_id(&kind.id))
            .attr("type", "button")
            .class("button quiet square")
            .attr("aria-label", label.clone())
            .attr("title", label)
            .on(leptos::ev::click, move |_| c.edit_subscription(Some(kind.clone())))
            .child(icon(Icon::Pencil))
    };
    let delete = act(c.fill(Text::SubscriptionTypeDelete, &[("name", &name)]), Icon::Bin, move || {
        c.delete_subscription(kind.clone());
    });
    li().child((
        icon(Icon::Mail),
        div().class("grow").child((
            span().attr("dir", "auto").child(name),
            div().class("small faint").attr("dir", "auto").child(about),
        )),
        change,
        delete,
    ))
    .into_any()
}

fn kind_form() -> AnyView {
    let c = console();
    let (wrong, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let field = move |id: &'static str,
                      words: Text,
                      read: fn(&Kind) -> &String,
                      write: fn(&mut Kind) -> &mut String| {
        let value = watch(move || {
            c.subscription_draft
                .with(|draft| draft.as_ref().map(|draft| read(draft).clone()).unwrap_or_default())
        });
        let typed = input()
            .id(id)
            .class("input")
            .attr("type", "text")
            .attr("autocomplete", "off")
            .attr("dir", "auto")
            .value(move || value.get())
            .on(leptos::ev::input, move |event| {
                let typed = event_target_value(&event);
                wrong.set(None);
                c.subscription_draft.update(|draft| {
                    if let Some(draft) = draft {
                        *write(draft) = typed;
                    }
                });
            });
        (label().attr("for", id).child(c.say(words)), typed)
    };
    let (name_label, name) =
        field("subscription-name", Text::SubscriptionTypeName, |kind| &kind.name, |kind| &mut kind.name);
    let name = name
        .attr("aria-invalid", move || wrong.get().is_some().then_some("true"))
        .attr("aria-describedby", "subscription-name-help");
    let about = field(
        "subscription-about",
        Text::SubscriptionTypeAbout,
        |kind| &kind.description,
        |kind| &mut kind.description,
    );
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = c.save_subscription().await;
            let _ = busy.try_set(false);
            if answer.is_err() {
                focus::to_id("subscription-name");
            }
            let _ = wrong.try_set(answer.err());
        });
    };
    form()
        .class("inset")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            div().class("field").child((
                name_label,
                name,
                span()
                    .id("subscription-name-help")
                    .class("help")
                    .child(c.say(Text::SubscriptionTypeNameHelp)),
            )),
            div().class("field").child(about),
            alert(move || wrong.get()),
            form_acts(Text::SubscriptionTypeSave, busy, move || c.leave_subscription()),
        ))
        .into_any()
}
