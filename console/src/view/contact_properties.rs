//! What is known of a contact, editable in place, and the lists they are on, each with why.
//!
//! Values are kept here only while they are shown; what they mean the edge decides.

use crate::reactive::*;
use conversation::access::Action;
use serde_json::Value;

use super::html::{all, button, dd, div, dl, dt, h3, input, li, option, section, select, span, ul};
use super::icon::{Icon, icon};
use crate::api::tree;
use crate::browser::clock;
use crate::console::{Loading, console};
use crate::state::conditions::{quoted, text};
use crate::state::conditions_words::{Kind, because, kind, known};
use crate::state::lists::Property;
use crate::state::problem::Problem;
use crate::texts::Text;
use crate::watch::watch;

/// The properties of a contact, for changing where one may. Nothing is drawn before they are known.
pub(crate) fn properties(contact: String) -> AnyView {
    let c = console();
    // The names of lists and properties, and of people, where nobody has asked for them yet.
    if c.may(Action::SeeLists) && c.lists_loading.with_untracked(|loading| *loading != Loading::Ready) {
        c.load_lists();
    }
    if c.may(Action::SeeSettings) && c.settings.with_untracked(Option::is_none) {
        c.load_settings();
    }
    let values = RwSignal::new(Value::Null);
    let id = StoredValue::new(contact.clone());
    spawn_local(async move {
        // Whoever looks at a contact sees the rest all the same; trying again is looking again.
        if let Ok(told) = tree("GET", format!("/api/contacts/{contact}"), None).await {
            let _ = values.try_set(told);
        }
    });
    let shown = move || {
        let told = values.with(|told| told.is_object()).then(|| {
            let mut own = c.known.with(|known| known.properties.clone());
            own.sort_by_cached_key(|property| property.name.to_lowercase());
            let built: Vec<AnyView> = c
                .subjects()
                .into_iter()
                .filter(|subject| matches!(subject.id.as_str(), "last-seen" | "threads"))
                .map(|subject| {
                    let value = values.with_untracked(|told| told["properties"][&subject.id].clone());
                    let said = known(&value, &subject, c.language.get_untracked(), &|ms| c.day_in_words(ms));
                    all((dt().child(subject.name), dd().child(said)))
                })
                .collect();
            let may = c.may(Action::ChangeLists);
            let each = |property| if may { row(property, id, values) } else { told_row(property, values) };
            let rows: Vec<AnyView> = own.into_iter().map(each).collect();
            section().child((h3().child(c.say(Text::ContactProperties)), dl().child((built, rows))))
        });
        all(told)
    };
    all(shown)
}

/// A property as it is read by whoever may not change it.
fn told_row(property: Property, values: RwSignal<Value>) -> AnyView {
    let c = console();
    let Property { id, name, .. } = property;
    let holds = kind(&property.kind);
    let said = move || {
        let value = values.with(|told| text(&told["properties"][&id]));
        match (holds, value.as_str()) {
            (_, "") => c.say(Text::ContactNotSet).to_owned(),
            (Kind::Boolean, value) => c.say(if value == "true" { Text::Yes } else { Text::No }).to_owned(),
            (Kind::Date, value) => c.day_in_words(value),
            (_, value) => value.to_owned(),
        }
    };
    all((dt().attr("dir", "auto").child(name), dd().attr("dir", "auto").child(said)))
}

fn row(property: Property, contact: StoredValue<String>, values: RwSignal<Value>) -> AnyView {
    let c = console();
    let id = property.id.clone();
    let holds = kind(&property.kind);
    let now = watch(move || values.with(|told| text(&told["properties"][&id])));
    let shown = move || match holds {
        Kind::Date => now.get().parse().map_or_else(|_| String::new(), clock::day_of),
        _ => now.get(),
    };
    let (name, about) = (property.name.clone(), StoredValue::new(property.clone()));
    let changed = move |typed: String| {
        let typed = match holds {
            Kind::Date => clock::day_begins(&typed).map(|at| at.to_string()).unwrap_or_default(),
            _ => typed,
        };
        let property = about.get_value();
        if typed.trim() == now.get_untracked() {
            return;
        }
        let Some(value) = property.value(&typed) else { return };
        let body = format!(r#"{{"properties":{{{}:{value}}}}}"#, quoted(&property.id));
        let before = values.get_untracked();
        values.update(|told| {
            told["properties"][&property.id] = serde_json::from_str(&value).unwrap_or_default();
        });
        let path = format!("/api/contacts/{}/properties", contact.get_value());
        spawn_local(async move {
            match tree("PUT", path, Some(body)).await {
                Ok(told) => {
                    let _ = values.try_set(told);
                }
                Err(Problem::SignedOut) => c.session_ended(),
                Err(problem) => {
                    // As it was, and why.
                    let _ = values.try_set(before);
                    c.fail(Text::ContactNotSaved, &property.name, &problem);
                }
            }
        });
    };
    let field = match holds {
        Kind::Boolean | Kind::Enumeration => {
            let mut choices = vec![(String::new(), c.say(Text::ContactNotSet).to_owned())];
            if holds == Kind::Boolean {
                choices.extend(
                    [("true", Text::Yes), ("false", Text::No)]
                        .map(|(value, words)| (value.to_owned(), c.say(words).to_owned())),
                );
            } else {
                choices.extend(property.options.iter().map(|option| (option.clone(), option.clone())));
            }
            let one = |(value, words): (String, String)| {
                let this = value.clone();
                option()
                    .attr("value", value)
                    .flag("selected", move || now.with(|now| *now == this))
                    .child(words)
            };
            select()
                .class("input slim")
                .attr("aria-label", name.clone())
                .on(leptos::ev::change, move |event| changed(event_target_value(&event)))
                .child(choices.into_iter().map(one).collect::<Vec<_>>())
        }
        _ => input()
            .class("input slim")
            .attr(
                "type",
                match holds {
                    Kind::Number => "number",
                    Kind::Date => "date",
                    _ => "text",
                },
            )
            .attr("dir", "auto")
            .attr("step", "any")
            .attr("maxlength", "200")
            .attr("autocomplete", "off")
            .attr("placeholder", c.say(Text::ContactNotSet))
            .attr("aria-label", name.clone())
            .value(shown)
            .on(leptos::ev::change, move |event| changed(event_target_value(&event))),
    };
    all((dt().attr("dir", "auto").child(name), dd().child(field)))
}

/// The lists of a contact; each says on demand why they are on it.
pub(crate) fn lists(contact: String, lists: Vec<(String, String)>) -> AnyView {
    let c = console();
    let may = c.may(Action::ChangeLists);
    let one = |(id, name): (String, String)| {
        if !may {
            return span().class("chip cut").attr("dir", "auto").child(name).into_any();
        }
        // `None`: nobody asked yet.
        let why = RwSignal::new(None::<Vec<(bool, String)>>);
        let path = format!("/api/lists/{id}/contacts/{contact}");
        let ask = move |_| {
            if why.get_untracked().is_some() {
                why.set(None);
                return;
            }
            let path = path.clone();
            spawn_local(async move {
                match tree("GET", path, None).await {
                    Ok(told) => {
                        let language = c.language.get_untracked();
                        let said =
                            because(&told["evaluation"], &c.subjects(), language, &|ms| c.day_in_words(ms));
                        let _ = why.try_set(Some(said));
                    }
                    Err(problem) => c.act_failed(&problem),
                }
            });
        };
        let reason = move || {
            why.get().map(|said| {
                if said.is_empty() {
                    return div().class("small faint").child(c.say(Text::ContactPutThere)).into_any();
                }
                let line = |(holds, words): (bool, String)| {
                    let picture = if holds { Icon::Check } else { Icon::Cross };
                    li().attr("dir", "auto").child((icon(picture), span().child(words)))
                };
                ul().class("reasons small").child(said.into_iter().map(line).collect::<Vec<_>>()).into_any()
            })
        };
        div()
            .class("on-list")
            .child((
                button()
                    .attr("type", "button")
                    .class("chip cut")
                    .attr("dir", "auto")
                    .attr("aria-expanded", move || why.with(Option::is_some).to_string())
                    .on(leptos::ev::click, ask)
                    .child(name),
                div().attr("role", "status").child(reason),
            ))
            .into_any()
    };
    all(lists.into_iter().map(one).collect::<Vec<_>>())
}
