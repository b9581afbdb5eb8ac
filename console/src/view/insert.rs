//! The boxes that a reply is put together from (S132, S133): the menu, a link, the emoji.

use crate::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, KeyboardEvent};

use super::files::FILES_ID;
use super::html::{El, button, div, form, input, label, p, span};
use super::icon::{Icon, icon};
use super::inserting::{Choice, Inserting};
use crate::browser::storage::{self, name};
use crate::browser::timer::next_frame;
use crate::browser::{document, focus};
use crate::console::console;
use crate::state::choice::moved;
use crate::state::emoji::{Emoji, found, from_kept, step, used};
use crate::state::insert::{link, put_in};
use crate::texts::Text;
use crate::watch::watch;

const BOX_ID: &str = "insert-box";
const WORDS_ID: &str = "link-words";
const ADDRESS_ID: &str = "link-address";
const SEARCH_ID: &str = "emoji-search";
/// Emoji side by side; the style sheet says so too.
const COLUMNS: usize = 8;

fn item_id(place: usize) -> String {
    format!("insert-{place}")
}

fn emoji_id(place: usize) -> String {
    format!("emoji-{place}")
}

/// A line of the menu: what it is called, its picture, and what it does.
type Line = (Text, Icon, fn(Inserting));

/// The box.
pub(crate) fn insert(of: Inserting, choice: Choice) -> AnyView {
    match choice {
        Choice::Menu => menu(of),
        Choice::Link => link_box(of),
        Choice::Emoji => emoji_box(of),
    }
}

/// A box that Escape shuts, and whoever goes elsewhere.
fn boxed(of: Inserting, words: Text, first: String) -> El {
    next_frame(move || {
        focus::to_id(&first);
    });
    div()
        .id(BOX_ID)
        .class("insert-box")
        .attr("role", "dialog")
        .attr("aria-label", console().say(words))
        .on(leptos::ev::keydown, move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.is_composing() {
                event.prevent_default();
                of.shut(true);
            }
        })
        .on(leptos::ev::focusout, move |event: FocusEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into::<Element>().ok());
            let stays = to.is_some_and(|to| to.closest(&format!("#{BOX_ID}")).ok().flatten().is_some());
            // What is drawn anew takes the focus of what it replaces along.
            if !stays
                && document().get_element_by_id(BOX_ID).is_some()
                && document().has_focus().unwrap_or(false)
            {
                of.shut(false);
            }
        })
}

/// Puts something where the cursor was.
fn put(of: Inserting, said: &str, apart: bool) {
    let Some(element) = of.picking.area.get_untracked() else { return };
    let (text, caret) = put_in(&element.value(), of.marked.get_untracked(), said, apart);
    element.set_value(&text);
    of.picking.thread.with_value(|id| console().write(id, false, &text));
    of.shut(true);
    let caret = u32::try_from(caret).unwrap_or(u32::MAX);
    let _ = element.set_selection_range(caret, caret);
}

fn menu(of: Inserting) -> AnyView {
    let c = console();
    let lines: [Line; 4] = [
        (Text::InsertReply, Icon::Lines, |of| {
            of.shut(true);
            of.picking.begin();
        }),
        (Text::InsertLink, Icon::Link, |of| of.open.set(Some(Choice::Link))),
        (Text::InsertFile, Icon::Clip, |of| {
            of.shut(true);
            let field = document().get_element_by_id(FILES_ID);
            if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
                field.click();
            }
        }),
        (Text::InsertEmoji, Icon::Chat, |of| of.open.set(Some(Choice::Emoji))),
    ];
    let count = lines.len();
    let line = |(place, (words, picture, does)): (usize, Line)| {
        button()
            .id(item_id(place))
            .attr("type", "button")
            .class("act")
            .on(leptos::ev::click, move |_| does(of))
            .on(leptos::ev::keydown, move |event: KeyboardEvent| {
                if let Some(to) = moved(&event.key(), place, count) {
                    event.prevent_default();
                    focus::to_id(&item_id(to));
                }
            })
            .child((icon(picture), span().child(c.say(words))))
    };
    boxed(of, Text::Insert, item_id(0))
        .child(lines.into_iter().enumerate().map(line).collect::<Vec<_>>())
        .into_any()
}

fn link_box(of: Inserting) -> AnyView {
    let c = console();
    let marked = of.picking.area.get_untracked().map(|element| {
        let (start, end) = of.marked.get_untracked();
        let units: Vec<u16> = element.value().encode_utf16().skip(start).take(end - start.min(end)).collect();
        String::from_utf16_lossy(&units)
    });
    let said = RwSignal::new(marked.unwrap_or_default());
    let address = RwSignal::new(String::new());
    let judged = RwSignal::new(false);
    let made = watch(move || said.with(|words| address.with(|address| link(words, address))));
    let field = |id: &'static str, words: Text, value: RwSignal<String>, is_address: bool| {
        (
            label().attr("for", id).child(c.say(words)),
            input()
                .id(id)
                .class("input")
                .attr("type", "text")
                .attr("inputmode", is_address.then_some("url"))
                .attr("dir", if is_address { "ltr" } else { "auto" })
                .attr("autocomplete", "off")
                .attr("aria-describedby", "link-note")
                .value(move || value.get_untracked())
                .on(leptos::ev::input, move |event| {
                    judged.set(false);
                    value.set(event_target_value(&event));
                }),
        )
    };
    let note = move || match (made.get(), judged.get()) {
        (Ok(text), _) => {
            span().class("help").attr("dir", "auto").child(c.fill(Text::LinkShown, &[("text", &text)]))
        }
        (Err(wrong), true) => span().class("wrong").child((icon(Icon::Warning), span().child(c.say(wrong)))),
        (Err(_), false) => span().class("help").child(c.say(Text::LinkWordsHelp)),
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        judged.set(true);
        match made.get_untracked() {
            Ok(text) => put(of, &text, true),
            Err(_) => {
                focus::to_id(ADDRESS_ID);
            }
        }
    };
    // Who has marked words only wants the address.
    let first = if said.with_untracked(String::is_empty) { WORDS_ID } else { ADDRESS_ID };
    boxed(of, Text::LinkTitle, first.to_owned())
        .child(
            form().class("insert-link").attr("novalidate", "").on(leptos::ev::submit, submit).child((
                div().class("field").child(field(WORDS_ID, Text::LinkWords, said, false)),
                div().class("field").child(field(ADDRESS_ID, Text::LinkAddress, address, true)),
                p().id("link-note").attr("aria-live", "polite").child(note),
                div().class("acts").child((
                    button()
                        .attr("type", "button")
                        .class("button line low")
                        .on(leptos::ev::click, move |_| of.shut(true))
                        .child(c.say(Text::Cancel)),
                    button().attr("type", "submit").class("button fill low").child(c.say(Text::LinkAct)),
                )),
            )),
        )
        .into_any()
}

fn emoji_box(of: Inserting) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let recent = StoredValue::new(from_kept(&storage::get(name::EMOJI).unwrap_or_default()));
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let all = watch(move || recent.with_value(|recent| typed.with(|typed| found(typed, recent))));
    let choose = move |place: usize| {
        let Some(emoji) = all.with_untracked(|all| all.get(place).copied()) else { return };
        storage::set(name::EMOJI, &recent.with_value(|recent| used(recent, emoji.sign)).join(" "));
        put(of, emoji.sign, false);
    };
    let search = input()
        .id(SEARCH_ID)
        .class("input")
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("dir", "auto")
        .attr("aria-label", c.say(Text::EmojiSearch))
        .attr("placeholder", c.say(Text::EmojiSearch))
        .attr("aria-expanded", "true")
        .attr("aria-controls", "emoji-list")
        .attr("aria-activedescendant", move || all.with(|all| !all.is_empty()).then(|| emoji_id(at.get())))
        .on(leptos::ev::input, move |event| {
            typed.set(event_target_value(&event));
            at.set(0);
        })
        .on(leptos::ev::keydown, move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let count = all.with_untracked(Vec::len);
            match event.key().as_str() {
                "Enter" => choose(at.get_untracked()),
                // In a field these two move the cursor.
                "Home" | "End" => return,
                key => match step(key, at.get_untracked(), COLUMNS, count) {
                    Some(to) => {
                        at.set(to);
                        next_frame(move || {
                            if let Some(one) = document().get_element_by_id(&emoji_id(to)) {
                                let nearest = web_sys::ScrollIntoViewOptions::new();
                                nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
                                one.scroll_into_view_with_scroll_into_view_options(&nearest);
                            }
                        });
                    }
                    None => return,
                },
            }
            event.prevent_default();
        });
    let one = move |(place, emoji): (usize, &Emoji)| {
        div()
            .id(emoji_id(place))
            .attr("role", "option")
            .attr("aria-label", emoji.name(language))
            .attr("title", emoji.name(language))
            .attr("aria-selected", move || (at.get() == place).to_string())
            .on(leptos::ev::click, move |_| choose(place))
            .child(emoji.sign)
    };
    let grid = div()
        .id("emoji-list")
        .class("emoji-list")
        .attr("role", "listbox")
        .attr("aria-label", c.say(Text::InsertEmoji))
        // The focus stays in the field.
        .on(leptos::ev::mousedown, |event: leptos::ev::MouseEvent| event.prevent_default())
        .child(move || all.with(|all| all.iter().enumerate().map(one).collect::<Vec<_>>()));
    let told = move || {
        all.with(|all| match all.get(at.get()) {
            Some(emoji) => emoji.name(language).to_owned(),
            None => c.say(Text::EmojiNone).to_owned(),
        })
    };
    boxed(of, Text::EmojiTitle, SEARCH_ID.to_owned())
        .class("insert-box emoji-box")
        .child((search, grid, p().class("small faint").attr("role", "status").child(told)))
        .into_any()
}
