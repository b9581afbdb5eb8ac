//! What does a visitor see at a certain time: an instant to choose, and the coming weeks (N10).

use crate::reactive::*;

use super::html::{all, button, div, h3, input, label, p, span, strong};
use super::icon::{Icon, icon};
use crate::acts::forecast::WEEKS;
use crate::browser::{clock as times, focus, zones::Wall};
use crate::console::{Loading, console};
use crate::state::forecast::{DayOpen, Sees, clock, date_of, day_number, days, openings};
use crate::state::hours::time;
use crate::texts::Text;
use crate::watch::watch;

const DAY: i64 = 24 * 60;
const MINUTE_MS: i64 = 60_000;
const WEEK: [Text; 7] = [
    Text::Monday,
    Text::Tuesday,
    Text::Wednesday,
    Text::Thursday,
    Text::Friday,
    Text::Saturday,
    Text::Sunday,
];

fn day_id(day: i64) -> String {
    format!("strip-{day}")
}

/// The whole of it. What is saved anew is looked at anew.
pub(crate) fn forecast() -> AnyView {
    let c = console();
    let dirty = watch(move || c.edited(|editor| editor.is_dirty()).unwrap_or_default());
    let revision = watch(move || c.edited(|editor| editor.saved_availability()));
    Effect::new(move |_| {
        revision.track();
        if !dirty.get() {
            c.load_forecast();
        }
    });
    let zone = watch(move || c.looked.with(|looked| looked.zone.clone()));
    let unsaved =
        move || dirty.get().then(|| p().class("hint").child((icon(Icon::Clock), c.say(Text::TravelUnsaved))));
    let failed = move || match c.looked.with(|looked| looked.loading.clone()) {
        Loading::Failed(problem) => {
            let why = c.why(&problem);
            Some(
                span()
                    .class("wrong")
                    .child((icon(Icon::Warning), c.fill(Text::TravelFailed, &[("why", &why)]))),
            )
        }
        _ => None,
    };
    div()
        .class("forecast")
        .child((
            h3().id("travel-title").child(c.say(Text::TravelTitle)),
            p().class("help").child(move || c.fill(Text::TravelLead, &[("zone", &zone.get())])),
            unsaved,
            when(),
            div().class("seen").attr("role", "status").child((seen, failed)),
            strip(),
        ))
        .into_any()
}

/// The instant: a day and a time, on the wall.
fn when() -> AnyView {
    let c = console();
    let at = watch(move || c.looked.with(|looked| looked.at));
    let day = input()
        .id("travel-day")
        .class("input")
        .attr("type", "date")
        .value(move || date_of(at.get().div_euclid(DAY)))
        .on(leptos::ev::input, move |event| {
            if let Some(day) = day_number(&event_target_value(&event)) {
                c.look_at(day * DAY + at.get_untracked().rem_euclid(DAY));
            }
        });
    let hour = input()
        .id("travel-time")
        .class("input time")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("autocomplete", "off")
        .value(move || clock(at.get().rem_euclid(DAY)))
        // Where it is left: a time that is being typed passes through others.
        .on(leptos::ev::change, move |event| {
            if let Some(time) = time(&event_target_value(&event)) {
                c.look_at(at.get_untracked().div_euclid(DAY) * DAY + i64::from(time.minutes()));
            }
        });
    let now = button()
        .attr("type", "button")
        .class("button line tall")
        .on(leptos::ev::click, move |_| {
            if let Some(wall) = Wall::of(&c.looked.with_untracked(|looked| looked.zone.clone())) {
                c.look_at(wall.minutes(times::now()));
            }
        })
        .child(c.say(Text::TravelNow));
    div()
        .class("instant")
        .child((
            div()
                .class("field")
                .child((label().attr("for", "travel-day").child(c.say(Text::TravelDate)), day)),
            div()
                .class("field")
                .child((label().attr("for", "travel-time").child(c.say(Text::TravelTime)), hour)),
            now,
        ))
        .into_any()
}

/// A moment on the wall, with its day.
fn moment(at: u64) -> String {
    let c = console();
    let zone = c.looked.with_untracked(|looked| looked.zone.clone());
    let Some(minutes) = Wall::of(&zone).map(|wall| wall.minutes(at)) else { return String::new() };
    format!("{}, {}", day_words(minutes.div_euclid(DAY)), clock(minutes.rem_euclid(DAY)))
}

/// A day in the reader's language; days have no zone, so it is noon of the reader's own.
fn day_words(day: i64) -> String {
    let c = console();
    let weekday = c.say(WEEK[usize::try_from((day + 3).rem_euclid(7)).unwrap_or_default()]);
    let at = times::day_begins(&date_of(day)).map(|begins| begins + 12 * 60 * MINUTE_MS);
    let date = at.map(|at| times::day_in_words(at, c.language.get_untracked())).unwrap_or_default();
    format!("{weekday}, {date}")
}

fn seen() -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let Some(span_seen) = c.looked.with(|looked| looked.seen.clone()) else { return ().into_any() };
    let picture = match span_seen.sees {
        Sees::Available(_) => Icon::Check,
        Sees::Away(_) | Sees::BackAt(_) => Icon::Clock,
        Sees::Nothing => Icon::Eye,
    };
    let why = c.fill(Text::TravelWhy, &[("why", c.say(span_seen.because))]);
    all((
        icon(picture),
        div().child((
            span().class("small faint").child(c.say(Text::TravelSees)),
            strong().attr("dir", "auto").child(span_seen.sees.sentence(language, moment)),
            span().class("small faint").child(why),
        )),
    ))
}

/// The coming weeks: a row a week, from Monday on.
fn strip() -> AnyView {
    let c = console();
    let all_days = watch(move || {
        c.looked.with(|looked| {
            let wall = Wall::of(&looked.zone)?;
            Some(days(&looked.spans, looked.first, WEEKS * 7, |at| wall.minutes(at)))
        })
    });
    let chosen = watch(move || c.looked.with(|looked| looked.at.div_euclid(DAY)));
    let bounds = watch(move || c.looked.with(|looked| (looked.first, looked.first + WEEKS * 7 - 1)));
    // One day can be reached by the Tab key: the chosen one, or the nearest to it.
    let reachable = watch(move || {
        let (first, last) = bounds.get();
        chosen.get().clamp(first, last)
    });
    let walk = move |event: leptos::ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            "ArrowDown" => 7,
            "ArrowUp" => -7,
            _ => return,
        };
        event.prevent_default();
        let (first, last) = bounds.get_untracked();
        let to = reachable.get_untracked() + step;
        if (first..=last).contains(&to) {
            c.look_at(to * DAY + c.looked.with_untracked(|looked| looked.at).rem_euclid(DAY));
            focus::to_id(&day_id(to));
        }
    };
    let one = move |day: DayOpen| {
        let DayOpen { day, open } = day;
        let words = if open.is_empty() {
            c.fill(Text::StripClosed, &[("day", &day_words(day))])
        } else {
            c.fill(Text::StripOpen, &[("day", &day_words(day)), ("hours", &openings(&open))])
        };
        let short = match open.as_slice() {
            [] => String::new(),
            [(from, until)] => format!("{}–{}", hour(*from), hour(*until)),
            [(from, _), .., (_, until)] => format!("{}…{}", hour(*from), hour(*until)),
        };
        let bars = open
            .into_iter()
            .map(|(from, until)| {
                let percent = |minutes: i64| format!("{:.2}%", minutes as f64 / DAY as f64 * 100.0);
                span()
                    .class("bar")
                    .style("inset-inline-start", move || percent(from))
                    .style("inline-size", move || percent(until - from))
            })
            .collect::<Vec<_>>();
        let number = date_of(day).rsplit('-').next().unwrap_or_default().trim_start_matches('0').to_owned();
        button()
            .id(day_id(day))
            .attr("type", "button")
            .class("day")
            .when("today", move || c.looked.with(|looked| looked.today) == day)
            .attr("aria-label", words.clone())
            .attr("title", words)
            .attr("aria-pressed", move || (chosen.get() == day).to_string())
            .attr("tabindex", move || if reachable.get() == day { "0" } else { "-1" })
            .on(leptos::ev::click, move |_| {
                c.look_at(day * DAY + c.looked.with_untracked(|looked| looked.at).rem_euclid(DAY));
            })
            .child((
                span().class("n").child(number),
                span().class("short").child(short),
                span().class("band").child(bars),
            ))
            .into_any()
    };
    let rows = move || all_days.get().unwrap_or_default().into_iter().map(one).collect::<Vec<_>>();
    let heads = WEEK.map(|day| {
        let short: String = c.say(day).chars().take(2).collect();
        span().class("head").child(short)
    });
    all((
        h3().id("strip-title").child(c.say(Text::StripTitle)),
        p().id("strip-help").class("help").child(c.say(Text::StripHelp)),
        div()
            .class("strip")
            .attr("role", "group")
            .attr("aria-labelledby", "strip-title")
            .attr("aria-describedby", "strip-help")
            .on(leptos::ev::keydown, walk)
            .child((
                div().class("heads").attr("aria-hidden", "true").child(heads),
                div().class("days").child(rows),
            )),
    ))
}

/// A time as short as a cell is narrow: `9`, `17:30`.
fn hour(minutes: i64) -> String {
    if minutes % 60 == 0 { (minutes / 60).to_string() } else { clock(minutes) }
}
