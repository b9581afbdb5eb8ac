//! The settings of what visitors can subscribe to (S86). A plain form.

use crate::reactive::*;

use super::html::{div, form, input, keyed_by_id, label, span};
use super::icon::Icon;
use super::lists::act;
use super::named_list::{Around, Saving, add, change, named_list, named_row};
use crate::acts::subscriptions::NEW_KIND_ID;
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
    let editing = watch(move || c.subscription_draft.with(Option::is_some));
    let below = move || {
        if editing.get() {
            return kind_form();
        }
        add(NEW_KIND_ID, Text::SubscriptionTypeNew, move || c.edit_subscription(None))
    };
    let around = Around {
        id: "subscriptions-title",
        title: Text::SubscriptionTypes,
        lead: Text::SubscriptionTypesLead,
        none: Text::SubscriptionTypesNone,
    };
    named_list(around, rows, empty, below)
}

fn row(kind: Kind) -> AnyView {
    let c = console();
    let (name, about) = (kind.name.clone(), kind.description.clone());
    let change = {
        let kind = kind.clone();
        let label = c.fill(Text::SubscriptionTypeChange, &[("name", &name)]);
        change(&kind.id.clone(), label, move || c.edit_subscription(Some(kind.clone())))
    };
    let delete = act(c.fill(Text::SubscriptionTypeDelete, &[("name", &name)]), Icon::Bin, move || {
        c.delete_subscription(kind.clone());
    });
    named_row(Icon::Mail, name, about, [change, delete])
}

fn kind_form() -> AnyView {
    let c = console();
    let saving = Saving::new();
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
                saving.wrong.set(None);
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
    let name =
        name.attr("aria-invalid", saving.is_wrong()).attr("aria-describedby", "subscription-name-help");
    let about = field(
        "subscription-about",
        Text::SubscriptionTypeAbout,
        |kind| &kind.description,
        |kind| &mut kind.description,
    );
    form()
        .class("inset")
        .attr("novalidate", "")
        .on(leptos::ev::submit, saving.submit("subscription-name", move || c.save_subscription()))
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
            saving.foot(Text::SubscriptionTypeSave, move || c.leave_subscription()),
        ))
        .into_any()
}
