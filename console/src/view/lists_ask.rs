//! Questions about lists and properties: what a new one is called, deleting one.

use crate::reactive::*;

use super::ask::{Question, cancel, decision, refused_in};
use super::html::{all, div, fieldset, form, h2, input, label, legend, option, p, select, span, textarea};
use super::icon::{Icon, drawn, icon};
use super::lists::KINDS;
use super::sign_in::{alert, submit_button};
use super::text_field::{TextField, text_field};
use crate::browser::focus;
use crate::console::console;
use crate::state::conditions::lines;
use crate::state::lists::Property;
use crate::state::sign_in::name_wrong;
use crate::texts::Text;

/// A form with a name and something below; `send` is given the name.
fn named(
    title: String,
    name: String,
    below: AnyView,
    words: Text,
    send: impl Fn(String, RwSignal<bool>, RwSignal<Option<String>>) + 'static,
) -> AnyView {
    let name = TextField {
        id: "new-name",
        label: Text::ListName,
        help: None,
        kind: "text",
        autocomplete: "off",
        value: RwSignal::new(name),
        check: name_wrong,
        judged: RwSignal::new(false),
    };
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        name.judged.set(true);
        if busy.get_untracked() {
            return;
        }
        if name.wrong().is_some() {
            focus::to_id(name.id);
            return;
        }
        refused.set(None);
        send(name.value.get_untracked().trim().to_owned(), busy, refused);
    };
    form()
        .class("asked")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            h2().id("ask-title").attr("dir", "auto").child(title),
            text_field(name),
            below,
            alert(move || refused.get()),
            div().class("answers").child((cancel(Text::Cancel), submit_button(busy, words, words))),
        ))
        .into_any()
}

/// A new list: its name, and whether criteria say who is on it.
pub(crate) fn new_list() -> AnyView {
    let c = console();
    let smart = RwSignal::new(true);
    let choice = |id: &'static str, words: Text, help: Text, is_smart: bool| {
        div().class("tick").child((
            input()
                .id(id)
                .attr("type", "radio")
                .attr("name", "list-kind")
                .attr("aria-describedby", format!("{id}-help"))
                .flag("checked", move || smart.get() == is_smart)
                .on(leptos::ev::change, move |_| smart.set(is_smart)),
            div().child((
                label().attr("for", id).child(c.say(words)),
                span().id(format!("{id}-help")).class("help").child(c.say(help)),
            )),
        ))
    };
    let kinds = fieldset().class("field").child((
        legend().child(c.say(Text::ListKind)),
        choice("list-smart", Text::ListSmart, Text::ListSmartHelp, true),
        choice("list-static", Text::ListStatic, Text::ListStaticHelp, false),
    ));
    let title = c.say(Text::ListNew).to_owned();
    named(title, String::new(), kinds.into_any(), Text::ListCreate, move |name, busy, refused| {
        busy.set(true);
        spawn_local(async move {
            if let Err(problem) = c.create_list(name, smart.get_untracked()).await {
                let _ = busy.try_set(false);
                refused_in(c, refused, Text::NotCreated, &problem);
            }
        });
    })
}

/// A new property, or one to be changed: what it holds cannot be.
pub(crate) fn property(property: Property) -> AnyView {
    let c = console();
    let is_new = property.id.is_empty();
    let kind = RwSignal::new(property.kind.clone());
    let options = RwSignal::new(property.options.join("\n"));
    let kinds = is_new.then(|| {
        let one = |(value, words): &(&'static str, Text)| {
            let value = *value;
            option()
                .attr("value", value)
                .flag("selected", move || kind.with(|now| now == value))
                .child(c.say(*words))
        };
        div().class("field").child((
            label().attr("for", "property-kind").child(c.say(Text::PropertyKind)),
            span().class("picked").child((
                select()
                    .id("property-kind")
                    .class("input")
                    .on(leptos::ev::change, move |event| kind.set(event_target_value(&event)))
                    .child(KINDS.iter().map(one).collect::<Vec<_>>()),
                drawn(Icon::Down, "icon down"),
            )),
        ))
    });
    let choices = move || {
        kind.with(|kind| kind == "enumeration").then(|| {
            div().class("field").child((
                label().attr("for", "property-options").child(c.say(Text::PropertyOptions)),
                textarea()
                    .id("property-options")
                    .class("input tall")
                    .attr("rows", "4")
                    .attr("dir", "auto")
                    .value(move || options.get())
                    .on(leptos::ev::input, move |event| options.set(event_target_value(&event))),
            ))
        })
    };
    let title = if is_new {
        c.say(Text::PropertyNew).to_owned()
    } else {
        c.fill(Text::PropertyChange, &[("name", &property.name)])
    };
    let words = if is_new { Text::PropertyCreate } else { Text::SaveChatflow };
    let id = property.id;
    named(title, property.name, all((kinds, choices)), words, move |name, busy, refused| {
        let kind = kind.get_untracked();
        let options: Vec<String> = if kind == "enumeration" {
            options.with_untracked(|options| lines(options).map(str::to_owned).collect())
        } else {
            Vec::new()
        };
        if kind == "enumeration" && options.is_empty() {
            refused.set(Some(c.say(Text::PropertyNeedsOptions).to_owned()));
            focus::to_id("property-options");
            return;
        }
        busy.set(true);
        let property = Property { id: id.clone(), name, kind, options };
        spawn_local(async move {
            if let Err(problem) = c.save_property(property).await {
                let _ = busy.try_set(false);
                refused_in(c, refused, Text::PropertyNotSaved, &problem);
            }
        });
    })
}

/// Whether a list shall be deleted; or why it cannot be.
pub(crate) fn delete_list(id: String, name: String, users: &str) -> AnyView {
    let c = console();
    if users.is_empty() {
        return delete(true, id, name);
    }
    div()
        .class("asked")
        .child((
            h2().id("ask-title").attr("dir", "auto").child(name),
            p().attr("dir", "auto").child((
                icon(Icon::Warning),
                " ",
                c.fill(Text::ListInUse, &[("users", users)]),
            )),
            div().class("answers").child(cancel(Text::CloseSheet)),
        ))
        .into_any()
}

/// Whether a list or a property shall be deleted.
pub(crate) fn delete(is_list: bool, id: String, name: String) -> AnyView {
    let c = console();
    let (text, act) = if is_list {
        (Text::ListDeleteText, Text::ListDelete)
    } else {
        (Text::PropertyDeleteText, Text::PropertyDelete)
    };
    let what = Question {
        title: c.fill(Text::DeleteTitle, &[("name", &name)]),
        text: c.say(text).to_owned(),
        stay: Text::Cancel,
        act,
        failed: Text::NotDeleted,
    };
    decision(what, move |c, failed| {
        let (id, name) = (id.clone(), name.clone());
        spawn_local(async move { failed(c.delete_of_lists(is_list, &id, &name).await) });
    })
}
