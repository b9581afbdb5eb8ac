//! The fields of the chatflow form: each bound to its part of the draft, with what is said about it below.
//!
//! Knows labels, drafts and places. What the parts mean is said where they are put together (`chatflow_parts`).

use crate::reactive::*;
use protocol::rest::Stops;

use super::html::{all, button, div, fieldset, input, label, legend, option, select, span, textarea};
use super::icon::{Icon, drawn, icon};
use crate::console::console;
use crate::state::chatflow_draft::Draft;
use crate::state::chatflow_findings::{NEGATIVE_OR, Place};
use crate::texts::Text;
use crate::watch::watch;

/// A text of the draft.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    pub(crate) place: Place,
    pub(crate) label: Text,
    pub(crate) help: Option<Text>,
    pub(crate) read: fn(&Draft) -> &str,
    pub(crate) write: fn(&mut Draft) -> &mut String,
}

impl Words {
    fn value(self) -> Memo<String> {
        let c = console();
        watch(move || c.draft(|draft| (self.read)(draft).to_owned()).unwrap_or_default())
    }

    fn typed(self, text: String) {
        let write = self.write;
        console().write_draft(Some(self.place), Box::new(move |draft| *write(draft) = text));
    }
}

/// A text of one line; `kind` as in HTML.
pub(crate) fn line(words: Words, kind: &'static str) -> AnyView {
    let c = console();
    let value = words.value();
    let id = words.place.id();
    let field = input()
        .id(id.clone())
        .class("input")
        .attr("type", kind)
        .attr("autocomplete", "off")
        .attr("dir", "auto")
        .attr("aria-describedby", described(words.place))
        .attr("aria-invalid", is_wrong(words.place))
        .value(move || value.get())
        .on(leptos::ev::input, move |event| words.typed(event_target_value(&event)))
        .on(leptos::ev::blur, move |_| c.left(words.place));
    labelled(words, id, field.into_any())
}

/// A number within its limits.
pub(crate) fn number(words: Words, least: u16, most: &str) -> AnyView {
    let c = console();
    let value = words.value();
    let id = words.place.id();
    let field = input()
        .id(id.clone())
        .class("input short")
        .attr("type", "number")
        .attr("inputmode", "numeric")
        .attr("min", least.to_string())
        .attr("max", most.to_owned())
        .attr("aria-describedby", described(words.place))
        .attr("aria-invalid", is_wrong(words.place))
        .value(move || value.get())
        .on(leptos::ev::input, move |event| words.typed(event_target_value(&event)))
        .on(leptos::ev::blur, move |_| c.left(words.place));
    labelled(words, id, field.into_any())
}

/// A text of several lines.
pub(crate) fn block(words: Words, rows: &'static str) -> AnyView {
    let c = console();
    let value = words.value();
    let id = words.place.id();
    let field = textarea()
        .id(id.clone())
        .class("input tall")
        .attr("rows", rows)
        .attr("dir", "auto")
        .attr("aria-describedby", described(words.place))
        .attr("aria-invalid", is_wrong(words.place))
        .value(move || value.get())
        .on(leptos::ev::input, move |event| words.typed(event_target_value(&event)))
        .on(leptos::ev::blur, move |_| c.left(words.place));
    labelled(words, id, field.into_any())
}

fn labelled(words: Words, id: String, field: AnyView) -> AnyView {
    let c = console();
    div()
        .class("field")
        .child((
            label().attr("for", id).child(c.say(words.label)),
            field,
            help(words.place, words.help),
            said(words.place),
        ))
        .into_any()
}

/// The help of a place, found by what it describes.
pub(crate) fn help(place: Place, text: Option<Text>) -> AnyView {
    let c = console();
    all(text.map(|text| span().id(help_id(place)).class("help").child(c.say(text))))
}

fn help_id(place: Place) -> String {
    format!("{}-help", place.id())
}

/// What describes the field of a place: its help, and what is said about it.
pub(crate) fn described(place: Place) -> String {
    format!("{} {}-said", help_id(place), place.id())
}

/// Whether a place is known to be wrong. Reactive.
pub(crate) fn is_wrong(place: Place) -> impl Fn() -> Option<&'static str> + Send + Clone + 'static {
    let c = console();
    let wrong = watch(move || {
        c.edited(|editor| editor.said_at(place).any(|finding| finding.stops == Stops::Saving))
            .unwrap_or_default()
    });
    move || wrong.get().then_some("true")
}

/// What is said about a place. The region is always there, so that what appears in it is read out.
pub(crate) fn said(place: Place) -> AnyView {
    let c = console();
    let all = watch(move || {
        let language = c.language.get_untracked();
        c.edited(|editor| {
            // That one has a box and a button of its own.
            let said = editor.said_at(place).filter(|finding| finding.code != NEGATIVE_OR);
            said.map(|finding| {
                let stops =
                    finding.stops == Stops::Saving || (finding.stops == Stops::Publishing && editor.enabled);
                (stops, finding.sentence(&editor.draft, language), finding.witness.clone())
            })
            .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let lines = move || {
        all.get()
            .into_iter()
            .map(|(stops, text, witness)| {
                // A page where it can be seen leads to where it can be tried.
                let witness = witness.map(|url| {
                    button()
                        .attr("type", "button")
                        .class("link")
                        .on(leptos::ev::click, move |_| c.try_address(&url))
                        .child(c.say(Text::TryNow))
                });
                span()
                    .class(if stops { "wrong" } else { "warned" })
                    .child((icon(Icon::Warning), span().child((text, " ", witness))))
            })
            .collect::<Vec<_>>()
    };
    div().id(format!("{}-said", place.id())).class("said").attr("aria-live", "polite").child(lines).into_any()
}

/// Something that is or is not.
#[derive(Clone, Copy)]
pub(crate) struct Tick {
    pub(crate) id: &'static str,
    pub(crate) label: Text,
    pub(crate) help: Option<Text>,
    pub(crate) read: fn(&Draft) -> bool,
    pub(crate) write: fn(&mut Draft, bool),
    /// Whether it cannot be changed now.
    pub(crate) fixed: fn(&Draft) -> bool,
}

/// A box to tick.
pub(crate) fn tick_box(tick: Tick) -> AnyView {
    let c = console();
    let is_on = watch(move || c.draft(tick.read).unwrap_or_default());
    let fixed = watch(move || c.draft(tick.fixed).unwrap_or_default());
    let help_id = format!("{}-help", tick.id);
    let box_ = input()
        .id(tick.id)
        .attr("type", "checkbox")
        .attr("aria-describedby", help_id.clone())
        .flag("checked", move || is_on.get())
        .flag("disabled", move || fixed.get())
        .on(leptos::ev::change, move |event| {
            let on = event_target_checked(&event);
            c.write_draft(None, Box::new(move |draft| (tick.write)(draft, on)));
        });
    let help = tick.help.map(|help| span().id(help_id).class("help").child(c.say(help)));
    div()
        .class("tick")
        .child((box_, div().child((label().attr("for", tick.id).child(c.say(tick.label)), help))))
        .into_any()
}

/// One of several that exclude each other.
pub(crate) struct Choice {
    pub(crate) label: String,
    pub(crate) help: Option<Text>,
    pub(crate) is: fn(&Draft) -> bool,
    pub(crate) choose: fn(&mut Draft),
}

impl Choice {
    pub(crate) fn new(label: Text, is: fn(&Draft) -> bool, choose: fn(&mut Draft)) -> Self {
        Self { label: console().say(label).to_owned(), help: None, is, choose }
    }

    pub(crate) fn helped(self, help: Text) -> Self {
        Self { help: Some(help), ..self }
    }
}

/// Radio buttons.
pub(crate) fn choices(name: &'static str, title: Text, all: Vec<Choice>) -> AnyView {
    let c = console();
    let one = |(n, Choice { label: words, help, is, choose }): (usize, Choice)| {
        let id = format!("{name}-{n}");
        let help_id = format!("{id}-help");
        let chosen = watch(move || c.draft(is).unwrap_or_default());
        let button = input()
            .id(id.clone())
            .attr("type", "radio")
            .attr("name", name)
            .attr("aria-describedby", help_id.clone())
            .flag("checked", move || chosen.get())
            .on(leptos::ev::change, move |_| c.write_draft(None, Box::new(choose)));
        let help = help.map(|help| span().id(help_id).class("help").child(c.say(help)));
        div()
            .class("tick")
            .child((button, div().child((label().attr("for", id).attr("dir", "auto").child(words), help))))
            .into_any()
    };
    fieldset()
        .class("field")
        .child((legend().child(c.say(title)), all.into_iter().enumerate().map(one).collect::<Vec<_>>()))
        .into_any()
}

/// Several of several.
pub(crate) struct Several {
    pub(crate) place: Place,
    pub(crate) title: Text,
    pub(crate) help: Option<Text>,
    /// Ids and what they are called.
    pub(crate) all: Vec<(String, String)>,
    /// What stands there where there is nothing to tick.
    pub(crate) none: Text,
    pub(crate) has: fn(&Draft, &str) -> bool,
    pub(crate) write: fn(&mut Draft, &str, bool),
}

/// Boxes to tick.
pub(crate) fn several(several: Several) -> AnyView {
    let c = console();
    let Several { place, title, help: helped, all, none, has, write } = several;
    let nothing = all.is_empty().then(|| span().class("help").child(c.say(none)));
    let one = |(n, (id, name)): (usize, (String, String))| {
        let element = if n == 0 { place.id() } else { format!("{}-{n}", place.id()) };
        let read = id.clone();
        let is_on = watch(move || c.draft(|draft| has(draft, &read)).unwrap_or_default());
        let box_ = input()
            .id(element.clone())
            .attr("type", "checkbox")
            .flag("checked", move || is_on.get())
            .on(leptos::ev::change, move |event| {
                let (id, on) = (id.clone(), event_target_checked(&event));
                c.write_draft(None, Box::new(move |draft| write(draft, &id, on)));
            });
        div()
            .class("tick")
            .child((box_, label().attr("for", element).attr("dir", "auto").child(name)))
            .into_any()
    };
    fieldset()
        .class("field")
        .attr("aria-describedby", described(place))
        .child((
            legend().child(c.say(title)),
            help(place, helped),
            all.into_iter().enumerate().map(one).collect::<Vec<_>>(),
            nothing,
            said(place),
        ))
        .into_any()
}

/// One of a list that folds away: values and what they are called.
pub(crate) fn pick(
    place: Place,
    title: Text,
    helped: Option<Text>,
    all: Vec<(String, String)>,
    read: fn(&Draft) -> String,
    write: fn(&mut Draft, String),
) -> AnyView {
    let c = console();
    let now = watch(move || c.draft(read).unwrap_or_default());
    let one = |(value, name): (String, String)| {
        let this = value.clone();
        option()
            .attr("value", value)
            .flag("selected", move || now.with(|now| *now == this))
            .child(name)
            .into_any()
    };
    let field = select()
        .id(place.id())
        .class("input")
        .attr("aria-describedby", described(place))
        .attr("aria-invalid", is_wrong(place))
        .on(leptos::ev::change, move |event| {
            let value = event_target_value(&event);
            c.write_draft(None, Box::new(move |draft| write(draft, value)));
        })
        .child(all.into_iter().map(one).collect::<Vec<_>>());
    div()
        .class("field")
        .child((
            label().attr("for", place.id()).child(c.say(title)),
            span().class("picked").child((field, drawn(Icon::Down, "icon down"))),
            help(place, helped),
            said(place),
        ))
        .into_any()
}
