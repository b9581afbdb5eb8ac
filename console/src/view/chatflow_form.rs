//! The form of a chatflow in its editor (P3, P4): its fields, each moved and removed by buttons.

use crate::reactive::*;
use conversation::form::{LABEL_CHARS, PATTERN_BYTES, When};

use super::chatflow_parts::when;
use super::form::{Choice, Words, block, choices, described, is_wrong, said};
use super::html::{all, button, div, input, label, li, ol, option, p, select, span, strong};
use super::icon::{Icon, drawn, icon};
use crate::browser::focus;
use crate::console::{Loading, console};
use crate::state::chatflow_findings::Place;
use crate::state::chatflow_form::{FieldDraft, FormDraft, subjects, takes_pattern};
use crate::state::lists::Property;
use crate::texts::Text;
use crate::watch::watch;

fn change(place: Option<Place>, write: impl FnOnce(&mut FormDraft) + 'static) {
    console().write_draft(place, Box::new(move |draft| write(&mut draft.form)));
}

fn own() -> Vec<Property> {
    console().known.with_untracked(|known| known.properties.clone())
}

/// The part of the form.
pub(crate) fn form_part() -> AnyView {
    let c = console();
    // The account's properties, where nobody has asked for them yet.
    if c.lists_loading.with_untracked(|loading| *loading != Loading::Ready) {
        c.load_lists();
    }
    let is_on = watch(move || c.draft(|draft| draft.form.is_on).unwrap_or_default());
    let toggle = input()
        .id(Place::Form.id())
        .attr("type", "checkbox")
        .flag("checked", move || is_on.get())
        .on(leptos::ev::change, move |event| {
            let (on, own, language) = (event_target_checked(&event), own(), c.language.get_untracked());
            change(None, move |form| form.switch(on, &own, language));
        });
    let inside = when(|draft| draft.form.is_on, inside);
    all((
        div()
            .class("tick")
            .child((toggle, label().attr("for", Place::Form.id()).child(c.say(Text::FormToggle)))),
        said(Place::Form),
        inside,
    ))
}

fn inside() -> AnyView {
    let times = vec![
        Choice::new(
            Text::FormBefore,
            |draft| draft.form.when == When::BeforeChat,
            |draft| draft.form.when = When::BeforeChat,
        ),
        Choice::new(
            Text::FormAway,
            |draft| draft.form.when == When::Away,
            |draft| draft.form.when = When::Away,
        ),
        Choice::new(
            Text::FormBoth,
            |draft| draft.form.when == When::Both,
            |draft| draft.form.when = When::Both,
        ),
    ];
    let intro = Words {
        place: Place::FormIntro,
        label: Text::FormIntro,
        help: None,
        read: |draft| &draft.form.intro,
        write: |draft| &mut draft.form.intro,
    };
    all((choices("form-when", Text::FormWhen, times), block(intro, "2"), fields(), adder()))
}

/// The fields, drawn anew only where one comes, goes or moves, or where properties do.
fn fields() -> AnyView {
    let c = console();
    let keys = watch(move || {
        c.draft(|draft| draft.form.fields.iter().map(|field| field.key).collect::<Vec<_>>())
            .unwrap_or_default()
    });
    let known = watch(move || {
        c.known.with(|known| known.properties.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>())
    });
    let rows = move || {
        known.track();
        let keys = keys.get();
        let last = keys.len().saturating_sub(1);
        keys.into_iter().enumerate().map(|(n, key)| field(n, key, n == last)).collect::<Vec<_>>()
    };
    ol().class("form-fields").attr("aria-label", c.say(Text::FormFields)).child(rows).into_any()
}

fn read<T>(key: u32, read: impl FnOnce(&FieldDraft) -> T) -> Option<T> {
    console().draft(|draft| draft.form.field(key).map(read)).flatten()
}

fn field(n: usize, key: u32, is_last: bool) -> AnyView {
    let c = console();
    let place = Place::FormField(key);
    let title = c.fill(Text::FormField, &[("n", &(n + 1).to_string())]);
    let act = |name: &'static str, words: Text, sign: Icon, off: bool, act: fn(&mut FormDraft, u32)| {
        button()
            .id(format!("form-{name}-{key}"))
            .attr("type", "button")
            .class("button quiet square low")
            .attr("aria-label", c.fill(words, &[("field", &title)]))
            .flag("disabled", move || off)
            .on(leptos::ev::click, move |_| {
                let next = untrack(|| c.draft(|draft| neighbour(&draft.form, key))).flatten();
                change(None, move |form| act(form, key));
                // Where it went, or to what stands in its place: nobody falls out of the list.
                let stays = untrack(|| read(key, |_| ())).is_some();
                request_animation_frame(move || match (stays, next) {
                    (true, _) if focus::to_id(&format!("form-{name}-{key}")) => {}
                    (true, _) => drop(focus::to_id(&place.id())),
                    (false, Some(next)) => drop(focus::to_id(&Place::FormField(next).id())),
                    (false, None) => drop(focus::to_id("form-add")),
                });
            })
            .child(icon(sign))
    };
    let head = div().class("form-head").child((
        strong().child(title.clone()),
        act("up", Text::FormUp, Icon::ArrowUp, n == 0, |form, key| form.shift(key, true)),
        act("down", Text::FormDown, Icon::ArrowDown, is_last, |form, key| form.shift(key, false)),
        act("remove", Text::FormRemove, Icon::Bin, false, |form, key| {
            form.remove(key);
        }),
    ));
    li().class("form-field")
        .child((head, asks(place, key), words_of(place, key), required(key), pattern(key), said(place)))
        .into_any()
}

fn neighbour(form: &FormDraft, key: u32) -> Option<u32> {
    let at = form.fields.iter().position(|field| field.key == key)?;
    form.fields.get(at + 1).or(at.checked_sub(1).and_then(|at| form.fields.get(at))).map(|field| field.key)
}

/// What it asks for.
fn asks(place: Place, key: u32) -> AnyView {
    let c = console();
    let now = watch(move || read(key, |field| field.property.clone()).unwrap_or_default());
    let own_now = own();
    let mut all_of = subjects(&own_now, c.language.get_untracked());
    let here = now.get_untracked();
    if all_of.iter().all(|(id, _)| *id != here) {
        all_of.push((here.clone(), c.fill(Text::FormGone, &[("id", &here)])));
    }
    let one = |(id, name): (String, String)| {
        let this = id.clone();
        option()
            .attr("value", id)
            .flag("selected", move || now.with(|now| *now == this))
            .child(name)
            .into_any()
    };
    let menu = select()
        .id(place.id())
        .class("input")
        .attr("aria-describedby", described(place))
        .attr("aria-invalid", is_wrong(place))
        .on(leptos::ev::change, move |event| {
            let (chosen, own, language) = (event_target_value(&event), own(), c.language.get_untracked());
            change(None, move |form| form.ask_for(key, &chosen, &own, language));
        })
        .child(all_of.into_iter().map(one).collect::<Vec<_>>());
    div()
        .class("field")
        .child((
            label().attr("for", place.id()).child(c.say(Text::FormAsks)),
            span().class("picked").child((menu, drawn(Icon::Down, "icon down"))),
        ))
        .into_any()
}

fn text(
    id: String,
    title: Text,
    key: u32,
    most: usize,
    get: fn(&FieldDraft) -> &String,
    put: fn(&mut FieldDraft) -> &mut String,
) -> AnyView {
    let c = console();
    let place = Place::FormField(key);
    let now = watch(move || read(key, |field| get(field).clone()).unwrap_or_default());
    let field = input()
        .id(id.clone())
        .class("input")
        .attr("autocomplete", "off")
        .attr("dir", "auto")
        .attr("maxlength", most.to_string())
        .attr("aria-describedby", described(place))
        .attr("aria-invalid", is_wrong(place))
        .value(move || now.get())
        .on(leptos::ev::input, move |event| {
            let typed = event_target_value(&event);
            change(Some(place), move |form| {
                if let Some(field) = form.field_mut(key) {
                    *put(field) = typed;
                }
            });
        })
        .on(leptos::ev::blur, move |_| c.left(place));
    div().class("field").child((label().attr("for", id).child(c.say(title)), field)).into_any()
}

fn words_of(_: Place, key: u32) -> AnyView {
    text(format!("form-label-{key}"), Text::FormLabel, key, LABEL_CHARS, |it| &it.label, |it| &mut it.label)
}

fn required(key: u32) -> AnyView {
    let c = console();
    let id = format!("form-required-{key}");
    let is_on = watch(move || read(key, |field| field.required).unwrap_or_default());
    let box_ = input().id(id.clone()).attr("type", "checkbox").flag("checked", move || is_on.get()).on(
        leptos::ev::change,
        move |event| {
            let on = event_target_checked(&event);
            change(None, move |form| {
                if let Some(field) = form.field_mut(key) {
                    field.required = on;
                }
            });
        },
    );
    div().class("tick").child((box_, label().attr("for", id).child(c.say(Text::FormRequired)))).into_any()
}

fn pattern(key: u32) -> AnyView {
    let c = console();
    let takes = watch(move || read(key, |field| field.property.clone()).unwrap_or_default());
    let shown = move || {
        takes.with(|property| takes_pattern(property, &own())).then(|| {
            let id = format!("form-pattern-{key}");
            let field =
                text(id, Text::FormPattern, key, PATTERN_BYTES, |it| &it.pattern, |it| &mut it.pattern);
            all((field, span().class("help").child(c.say(Text::FormPatternHelp))))
        })
    };
    div().class("form-pattern").child(shown).into_any()
}

fn adder() -> AnyView {
    let c = console();
    let has_room = watch(move || {
        let own = c.known.with(|known| known.properties.clone());
        c.draft(|draft| draft.form.has_room(&own)).unwrap_or_default()
    });
    let full = move || (!has_room.get()).then(|| p().class("help").child(c.say(Text::FormFull)));
    let add = button()
        .id("form-add")
        .attr("type", "button")
        .class("button line low")
        .flag("disabled", move || !has_room.get())
        .on(leptos::ev::click, move |_| {
            let (own, language) = (own(), c.language.get_untracked());
            change(None, move |form| {
                form.add(&own, language);
            });
            let last = untrack(|| c.draft(|draft| draft.form.fields.last().map(|field| field.key))).flatten();
            if let Some(key) = last {
                request_animation_frame(move || {
                    focus::to_id(&Place::FormField(key).id());
                });
            }
        })
        .child((icon(Icon::Plus), c.say(Text::FormAdd)));
    all((add, full))
}
