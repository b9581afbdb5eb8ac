//! The command bar (P50), and the pickers of the same make: until when, which labels, to whom.
//!
//! A modal dialog with a field and a list below it: the field keeps the focus, the arrow keys walk the list. What can be
//! picked comes from `command_entries`; nothing is kept here once it is shut.

use crate::reactive::*;
use leptos::html::Dialog;
use web_sys::{HtmlDialogElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::command_entries::{Does, Entry, entries, pick};
use super::html::{all, button, dialog, div, form, input, kbd, label, span, ul};
use super::icon::{Icon, icon};
use super::modal::open_while;
use super::pickable::pickable;
use crate::browser::timer::next_frame;
use crate::browser::{clock, document};
use crate::console::{Bar, console};
use crate::later::doors;
use crate::state::choice::moved;
use crate::state::commands::caps;
use crate::state::desk::Act;
use crate::texts::Text;
use crate::watch::watch;

/// The element ids of the list and of the field above it.
const LIST_ID: &str = "bar-list";
const FIELD_ID: &str = "bar-field";

fn option_id(place: usize) -> String {
    format!("{LIST_ID}-{place}")
}

/// How this machine calls its command key.
pub(super) fn command_key() -> &'static str {
    let platform = crate::browser::window().navigator().platform().unwrap_or_default().to_lowercase();
    let is_apple = ["mac", "iphone", "ipad"].iter().any(|name| platform.starts_with(name));
    if is_apple { "⌘" } else { console().say(Text::CtrlKey) }
}

/// The dialog. It is empty while it is shut.
pub(crate) fn command_bar() -> AnyView {
    let c = console();
    let element = NodeRef::<Dialog>::new();
    open_while(element, move || c.bar.with(Option::is_some));
    let inside = move || c.bar.get().map(|bar| opened(bar, element));
    dialog()
        .class("bar")
        .node_ref(element)
        .attr("aria-label", move || {
            c.bar.with(|bar| match bar {
                None | Some(Bar::Commands(_)) => c.say(Text::KeyBar),
                Some(bar) => c.say(label_of(bar).0),
            })
        })
        .on(leptos::ev::Custom::<web_sys::Event>::new("cancel"), move |_| c.bar.set(None))
        // A click beside the box shuts it.
        .on(leptos::ev::click, move |event| {
            let target = event.target().and_then(|target| {
                use wasm_bindgen::JsCast;
                target.dyn_into::<HtmlDialogElement>().ok()
            });
            if target.is_some() {
                c.bar.set(None);
            }
        })
        .child(inside)
        .into_any()
}

const fn label_of(bar: &Bar) -> (Text, Text) {
    match bar {
        Bar::Commands(_) => (Text::BarLabel, Text::BarPlaceholder),
        Bar::More(_) => (Text::PickMore, Text::PickMore),
        Bar::Snooze(_) => (Text::PickSnooze, Text::PickSnooze),
        Bar::Label(_) => (Text::PickLabel, Text::PickLabel),
        Bar::Assign(_) => (Text::PickAssign, Text::PickAssign),
        Bar::Macro(_) => (Text::KeyMacro, Text::KeyMacro),
        Bar::Priority(_) => (Text::PickPriority, Text::PickPriority),
    }
}

fn opened(bar: Bar, element: NodeRef<Dialog>) -> AnyView {
    let c = console();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let (name, placeholder) = label_of(&bar);
    let kind = StoredValue::new(bar.clone());
    let found = watch(move || kind.with_value(|bar| typed.with(|typed| entries(c, bar, typed))));
    let shut = move || {
        // Now, so that the focus is back before the act puts it elsewhere.
        if let Some(element) = element.try_get_untracked().flatten() {
            element.close();
        }
        c.bar.set(None);
    };
    let choose = move |place: usize| {
        let Some(entry) = found.with_untracked(|found| found.get(place).cloned()) else { return };
        let stays = matches!(entry.does, Does::Label(..) | Does::NewLabel(_));
        let bar = kind.get_value();
        if stays {
            typed.set(String::new());
            at.set(0);
        } else {
            shut();
        }
        pick(c, &bar, entry.does);
    };
    let go_to = move |place: usize| {
        at.set(place);
        next_frame(move || {
            if let Some(option) = document().get_element_by_id(&option_id(place)) {
                let nearest = ScrollIntoViewOptions::new();
                nearest.set_block(ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
        });
    };
    let field = input()
        .id(FIELD_ID)
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("dir", "auto")
        .attr("maxlength", "80")
        .attr("aria-label", c.say(name))
        .attr("aria-expanded", "true")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", LIST_ID)
        .attr("aria-activedescendant", move || {
            found.with(|found| !found.is_empty()).then(|| option_id(at.get()))
        })
        .attr("placeholder", c.say(placeholder))
        .value(move || typed.get())
        .on(leptos::ev::input, move |event| {
            typed.set(event_target_value(&event));
            at.set(0);
        })
        .on(leptos::ev::keydown, move |event: web_sys::KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let key = event.key();
            match key.as_str() {
                "Enter" => choose(at.get_untracked()),
                // In a field these two move the cursor.
                "Home" | "End" => return,
                key => match moved(key, at.get_untracked(), found.with_untracked(Vec::len)) {
                    Some(place) => go_to(place),
                    None => return,
                },
            }
            event.prevent_default();
        });
    let list = move || {
        found.with(|found| {
            found
                .iter()
                .enumerate()
                .map(|(place, entry)| option(place, entry, at, choose))
                .collect::<Vec<_>>()
        })
    };
    let nothing = move || {
        found.with(Vec::is_empty).then(|| {
            let text = match kind.get_value() {
                Bar::Label(_) => Text::LabelsNone,
                _ => Text::BarNothing,
            };
            div().class("nothing").child(c.say(text))
        })
    };
    // What a macro would do is read before it is done.
    let about = move || {
        let does = found.with(|found| found.get(at.get()).map(|entry| entry.does.clone()));
        let (Some(Does::Macro(id)), Some(doors)) = (does, doors()) else { return None };
        kind.with_value(|bar| match bar {
            Bar::Macro(threads) | Bar::Commands(threads) => Some((doors.macro_words)(threads, &id)),
            _ => None,
        })
    };
    let own_time = match bar {
        Bar::Snooze(threads) => own_time(threads, shut),
        _ => ().into_any(),
    };
    div()
        .class("box")
        .child((
            div().class("field-line").child((icon(Icon::Search), field)),
            ul().id(LIST_ID)
                .attr("role", "listbox")
                .attr("aria-label", c.say(name))
                // The focus stays in the field.
                .on(leptos::ev::mousedown, |event| event.prevent_default())
                .child(list),
            div().attr("role", "status").child(nothing),
            div().attr("aria-live", "polite").child(about),
            own_time,
        ))
        .into_any()
}

fn option(
    place: usize,
    entry: &Entry,
    at: RwSignal<usize>,
    choose: impl Fn(usize) + Copy + 'static,
) -> AnyView {
    let command = command_key();
    let keys = entry
        .keys
        .first()
        .map(|key| caps(key, command).into_iter().map(|cap| kbd().child(cap)).collect::<Vec<_>>());
    let mark = match (&entry.colour, entry.on) {
        (Some(colour), _) => span().class(format!("swatch-dot colour-{colour}")).into_any(),
        (None, _) => icon(entry.icon),
    };
    pickable(option_id(place), place, at, choose)
        .child((
            mark,
            span().class("grow cut").attr("dir", "auto").child(entry.name.clone()),
            entry
                .on
                .then(|| all((icon(Icon::Check), span().class("unseen").child(console().say(Text::Chosen))))),
            entry
                .more
                .clone()
                .map(|more| span().class("small faint cut bar-more").attr("dir", "auto").child(more)),
            keys.map(|keys| span().class("caps").attr("aria-hidden", "true").child(keys)),
        ))
        .into_any()
}

/// A time of one's own.
fn own_time(threads: Vec<conversation::ids::ThreadId>, shut: impl Fn() + 'static) -> AnyView {
    const ID: &str = "snooze-at";
    let c = console();
    let typed = RwSignal::new(clock::moment_of(clock::in_days(1, 9)));
    let wrong = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match clock::moment(&typed.get_untracked()).filter(|at| *at > clock::now()) {
            Some(at) => {
                shut();
                c.act_on(threads.clone(), Act::Snooze(Some(at)));
            }
            None => wrong.set(true),
        }
    };
    form()
        .class("own-time")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            label().attr("for", ID).child(c.say(Text::SnoozeAt)),
            input()
                .id(ID)
                .class("input")
                .attr("type", "datetime-local")
                .attr("aria-describedby", "snooze-wrong")
                .value(move || typed.get())
                .on(leptos::ev::input, move |event| {
                    wrong.set(false);
                    typed.set(event_target_value(&event));
                }),
            button().attr("type", "submit").class("button line low").child(c.say(Text::SnoozeAct)),
            span()
                .id("snooze-wrong")
                .class("wrong")
                .attr("role", "status")
                .child(move || wrong.get().then(|| c.say(Text::SnoozePast))),
        ))
        .into_any()
}
