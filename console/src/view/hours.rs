//! Business hours on a form: the zone, the week, and dates with hours of their own (S62, P38, E39, E42).
//!
//! Times are typed, not picked: a browser's own field for times ends at 23:59, and a day at 24:00. Where the hours are
//! kept, the [`Desk`] knows.

use crate::reactive::*;

use super::html::{
    all, button, datalist, div, fieldset, h3, input, keyed, label, legend, li, option, p, span, ul,
};
use super::icon::{Icon, icon};
use crate::browser::timer::next_frame;
use crate::browser::{clock, focus, pointer, zones};
use crate::console::console;
use crate::state::chatflow_findings::Place;
use crate::state::hours::{Day, HoursDraft, RangeDraft};
use crate::texts::Text;
use crate::watch::watch;

/// Where hours are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Desk {
    /// They are those of the edited chatflow.
    Chatflow,
    /// They are somebody's working hours.
    Person,
}

const WEEK: [Text; 7] = [
    Text::Monday,
    Text::Tuesday,
    Text::Wednesday,
    Text::Thursday,
    Text::Friday,
    Text::Saturday,
    Text::Sunday,
];

const ZONE_ID: &str = "hours-zone";
const ZONES_ID: &str = "zones";
const ADD_DATE_ID: &str = "hours-date-add";

/// The element id of a row's first field.
fn row_id(key: u32) -> String {
    Place::Hours(key).id()
}

fn adder_id(day: u32) -> String {
    format!("hours-add-{day}")
}

impl Desk {
    fn read<T: Default>(self, read: impl FnOnce(&HoursDraft) -> T) -> T {
        let c = console();
        let told = match self {
            Self::Chatflow => c.draft(|draft| read(&draft.hours)),
            Self::Person => c.work.with(|work| work.as_ref().map(|work| read(&work.hours))),
        };
        told.unwrap_or_default()
    }

    /// Writes; nothing is said about the row `typing` until it is left.
    fn write(self, typing: Option<u32>, write: Box<dyn FnOnce(&mut HoursDraft)>) {
        let c = console();
        let write = move |hours: &mut HoursDraft| {
            write(hours);
            hours.typing = typing;
        };
        match self {
            Self::Chatflow => {
                c.write_draft(typing.map(Place::Hours), Box::new(move |draft| write(&mut draft.hours)));
            }
            Self::Person => c.work.update(|work| {
                if let Some(work) = work {
                    write(&mut work.hours);
                }
            }),
        }
    }

    /// A row was left: it is written as a clock shows it, and may be spoken of.
    fn left(self, key: u32) {
        let typing = move || untrack(|| self.read(|hours| hours.typing));
        if typing() == Some(key) {
            pointer::once_up(move || {
                let typing = typing().filter(|typing| *typing != key);
                self.write(typing, Box::new(move |hours| hours.settle(key)));
            });
        }
    }
}

/// The whole of it.
pub(crate) fn hours(desk: Desk) -> AnyView {
    let c = console();
    let weekdays = watch(move || keys(desk, |day| matches!(day, Day::Weekday(_))));
    let dates = watch(move || keys(desk, |day| matches!(day, Day::Date(_))));
    let rows = move |keys: Memo<Vec<String>>| {
        keyed(move || keys.get(), move |key| all(key.parse().ok().map(|key| day_row(desk, key))))
    };
    let copy = button()
        .attr("type", "button")
        .class("button quiet add")
        .on(leptos::ev::click, move |_| {
            desk.write(None, Box::new(HoursDraft::copy_monday));
            c.tell(c.say(Text::HoursCopied).to_owned(), None);
        })
        .child((icon(Icon::Copy), span().child(c.say(Text::HoursCopy))));
    let has_room = watch(move || desk.read(HoursDraft::has_room_for_dates));
    let add_date = move || {
        has_room.get().then(|| {
            button()
                .id(ADD_DATE_ID)
                .attr("type", "button")
                .class("button quiet add")
                .on(leptos::ev::click, move |_| {
                    let key = StoredValue::new(0);
                    desk.write(None, Box::new(move |hours| key.set_value(hours.add_date())));
                    // Nobody is told that a date is missing before they could choose one.
                    let key = key.get_value();
                    desk.write(Some(key), Box::new(|_| ()));
                    next_frame(move || {
                        focus::to_id(&row_id(key));
                    });
                })
                .child((icon(Icon::Plus), span().child(c.say(Text::DateAdd))))
        })
    };
    let none = move || dates.with(Vec::is_empty).then(|| div().class("none").child(c.say(Text::DatesNone)));
    all((
        zone(desk),
        fieldset().class("field hours").child((
            legend().child(c.say(Text::HoursTitle)),
            ul().attr("aria-label", c.say(Text::HoursTitle)).child(rows(weekdays)),
            copy,
        )),
        div().class("rule-list hours").child((
            h3().child(c.say(Text::DatesTitle)),
            p().class("help").child(c.say(Text::DatesLead)),
            ul().attr("aria-label", c.say(Text::DatesTitle)).child(rows(dates)),
            none,
            add_date,
        )),
    ))
}

fn keys(desk: Desk, wanted: fn(&Day) -> bool) -> Vec<String> {
    desk.read(|hours| {
        hours.days().iter().filter(|day| wanted(&day.day)).map(|day| day.key.to_string()).collect()
    })
}

/// The zone: a field with a list behind it that narrows while one types.
fn zone(desk: Desk) -> AnyView {
    let c = console();
    let now = watch(move || desk.read(|hours| hours.zone.clone()));
    let listed = RwSignal::new(false);
    // Four hundred names are drawn for whoever wants to choose, and for nobody else.
    let names = move || {
        listed.get().then(|| {
            let names = zones::all();
            names.into_iter().map(|name| option().attr("value", name)).collect::<Vec<_>>()
        })
    };
    let clock_there = watch(move || {
        let minutes = zones::Wall::of(now.get().trim())?.minutes(c.now.get());
        let minutes = minutes.rem_euclid(24 * 60);
        Some(format!("{:02}:{:02}", minutes / 60, minutes % 60))
    });
    let help = move || match clock_there.get() {
        Some(time) => c.fill(Text::HoursZoneNow, &[("time", &time)]),
        None => c.say(Text::HoursZoneHelp).to_owned(),
    };
    let said = match desk {
        Desk::Chatflow => super::form::said(Place::Zone),
        Desk::Person => ().into_any(),
    };
    let field = input()
        .id(ZONE_ID)
        .class("input")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("list", ZONES_ID)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", "hours-zone-help hours-zone-said")
        .value(move || now.get())
        .on(leptos::ev::focus, move |_| listed.set(true))
        .on(leptos::ev::input, move |event| {
            let typed = event_target_value(&event);
            desk.write(None, Box::new(move |hours| hours.zone = typed));
        });
    div()
        .class("field")
        .child((
            label().attr("for", ZONE_ID).child(c.say(Text::HoursZone)),
            field,
            datalist().id(ZONES_ID).child(names),
            span().id("hours-zone-help").class("help").child(help),
            said,
        ))
        .into_any()
}

/// What a day is called, within a sentence.
fn called(day: Option<&Day>) -> String {
    let c = console();
    match day {
        Some(Day::Weekday(weekday)) => c.say(WEEK[usize::from(*weekday % 7)]).to_owned(),
        Some(Day::Date(date)) => clock::day_begins(date).map_or_else(
            || c.say(Text::DateNew).to_owned(),
            |at| clock::day_in_words(at, c.language.get_untracked()),
        ),
        None => String::new(),
    }
}

fn day_row(desk: Desk, key: u32) -> AnyView {
    let c = console();
    let name = watch(move || desk.read(|hours| called(hours.day(key).map(|day| &day.day))));
    let ranges = watch(move || {
        desk.read(|hours| {
            let ranges = hours.day(key).map(|day| day.ranges.as_slice()).unwrap_or_default();
            ranges.iter().map(|range| range.key.to_string()).collect::<Vec<_>>()
        })
    });
    let is_date =
        untrack(|| desk.read(|hours| matches!(hours.day(key).map(|day| &day.day), Some(Day::Date(_)))));
    let title = if is_date {
        date_field(desk, key)
    } else {
        span().class("day-name").child(move || name.get()).into_any()
    };
    let rows = keyed(
        move || ranges.get(),
        move |range| all(range.parse().ok().map(|range| range_row(desk, range, name))),
    );
    let closed =
        move || ranges.with(Vec::is_empty).then(|| span().class("none").child(c.say(Text::HoursClosed)));
    let has_room = watch(move || desk.read(|hours| hours.has_room(key)));
    let add = move || {
        has_room.get().then(|| {
            button()
                .id(adder_id(key))
                .attr("type", "button")
                .class("button quiet low")
                .attr("aria-label", move || c.fill(Text::HoursAddTo, &[("day", &name.get())]))
                .on(leptos::ev::click, move |_| {
                    let added = StoredValue::new(None);
                    desk.write(None, Box::new(move |hours| added.set_value(hours.add_range(key))));
                    next_frame(move || {
                        if let Some(added) = added.try_get_value().flatten() {
                            focus::to_id(&row_id(added));
                        }
                    });
                })
                .child((icon(Icon::Plus), span().child(c.say(Text::HoursAdd))))
        })
    };
    let all_day = move || {
        ranges.with(Vec::is_empty).then(|| {
            button()
                .attr("type", "button")
                .class("button quiet low")
                .attr("aria-label", move || c.fill(Text::HoursAllDayOn, &[("day", &name.get())]))
                .on(leptos::ev::click, move |_| {
                    desk.write(None, Box::new(move |hours| hours.open_all_day(key)));
                    next_frame(move || {
                        focus::to_id(&adder_id(key));
                    });
                })
                .child(c.say(Text::HoursAllDay))
        })
    };
    let bin = is_date.then(|| {
        let label = move || c.fill(Text::DateDelete, &[("day", &name.get())]);
        button()
            .attr("type", "button")
            .class("button quiet square low")
            .attr("aria-label", label)
            .attr("title", label)
            .on(leptos::ev::click, move |_| {
                desk.write(None, Box::new(move |hours| hours.delete_date(key)));
                next_frame(|| {
                    focus::to_id(ADD_DATE_ID);
                });
            })
            .child(icon(Icon::Bin))
    });
    li().class("day")
        .when("date", move || is_date)
        .child((
            title,
            div().class("ranges").child((rows, closed)),
            div().class("acts").child((add, all_day, bin)),
            is_date.then(|| wrong(desk, key)),
        ))
        .into_any()
}

fn date_field(desk: Desk, key: u32) -> AnyView {
    let c = console();
    let now = watch(move || {
        desk.read(|hours| match hours.day(key).map(|day| &day.day) {
            Some(Day::Date(date)) => date.clone(),
            _ => String::new(),
        })
    });
    input()
        .id(row_id(key))
        .class("input")
        .attr("type", "date")
        .attr("aria-label", c.say(Text::DateField))
        .attr("aria-describedby", said_id(key))
        .value(move || now.get())
        .on(leptos::ev::input, move |event| {
            let date = event_target_value(&event);
            desk.write(Some(key), Box::new(move |hours| hours.set_date(key, date)));
        })
        .on(leptos::ev::blur, move |_| desk.left(key))
        .into_any()
}

fn range_row(desk: Desk, key: u32, day: Memo<String>) -> AnyView {
    let c = console();
    let part = move |read: fn(&RangeDraft) -> &str| {
        watch(move || {
            desk.read(|hours| hours.range(key).map(|range| read(range).to_owned())).unwrap_or_default()
        })
    };
    let (from, until) = (part(|range| &range.from), part(|range| &range.until));
    let is_wrong = watch(move || desk.read(|hours| hours.said(key).is_some()));
    let field =
        move |id: String, words: Text, value: Memo<String>, write: fn(&mut RangeDraft) -> &mut String| {
            input()
                .id(id)
                .class("input time")
                .attr("type", "text")
                .attr("dir", "ltr")
                .attr("autocomplete", "off")
                .attr("maxlength", "8")
                .attr("aria-label", move || c.fill(words, &[("day", &day.get())]))
                .attr("aria-describedby", said_id(key))
                .attr("aria-invalid", move || is_wrong.get().then_some("true"))
                .value(move || value.get())
                .on(leptos::ev::input, move |event| {
                    let typed = event_target_value(&event);
                    desk.write(
                        Some(key),
                        Box::new(move |hours| {
                            if let Some(range) = hours.range_mut(key) {
                                *write(range) = typed;
                            }
                        }),
                    );
                })
                .on(leptos::ev::blur, move |_| desk.left(key))
                .into_any()
        };
    let label = move || {
        c.fill(Text::HoursDelete, &[("from", &from.get()), ("until", &until.get()), ("day", &day.get())])
    };
    let bin = button()
        .attr("type", "button")
        .class("button quiet square low")
        .attr("aria-label", label)
        .attr("title", label)
        .on(leptos::ev::click, move |_| {
            let of = StoredValue::new(None);
            desk.write(None, Box::new(move |hours| of.set_value(hours.delete_range(key))));
            if let Some(day) = of.get_value() {
                next_frame(move || {
                    focus::to_id(&adder_id(day));
                });
            }
        })
        .child(icon(Icon::Bin));
    div()
        .class("range")
        .child((
            div().class("times").child((
                field(row_id(key), Text::HoursFrom, from, |range| &mut range.from),
                span().attr("aria-hidden", "true").child(c.say(Text::HoursTo)),
                field(format!("{}-until", row_id(key)), Text::HoursUntil, until, |range| &mut range.until),
                bin,
            )),
            wrong(desk, key),
        ))
        .into_any()
}

fn said_id(key: u32) -> String {
    format!("{}-said", row_id(key))
}

/// What is wrong with a row. The region is always there, so that what appears in it is read out.
fn wrong(desk: Desk, key: u32) -> AnyView {
    let c = console();
    let said = watch(move || desk.read(|hours| hours.said(key)).map(|wrong| c.say(wrong.words())));
    let line = move || {
        said.get().map(|words| span().class("wrong").child((icon(Icon::Warning), span().child(words))))
    };
    div().id(said_id(key)).class("said").attr("aria-live", "polite").child(line).into_any()
}
