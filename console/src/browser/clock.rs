//! Time: what it is now, on which local day a moment falls, and how the reader's language says it.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::window;
use crate::state::when::{Told, Waited, tell, waited};
use crate::texts::{Language, Text};

const DAY_MS: f64 = 86_400_000.0;
const MINUTE_MS: f64 = 60_000.0;

/// Milliseconds since 1970, for people.
pub(crate) fn now() -> u64 {
    Date::now() as u64
}

/// Milliseconds since the page began; never backwards, for machines.
pub(crate) fn steady_now() -> u64 {
    window().performance().map_or_else(now, |performance| performance.now() as u64)
}

/// The local day of a moment, counted from 1970.
pub(crate) fn day(at: u64) -> i64 {
    let offset = Date::new(&JsValue::from_f64(at as f64)).get_timezone_offset() * MINUTE_MS;
    ((at as f64 - offset) / DAY_MS).floor() as i64
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    TimeOfDay,
    Weekday,
    DayAndMonth,
    WithYear,
    LongDay,
    DayAndTime,
    Full,
}

impl Form {
    fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::TimeOfDay => &[("hour", "2-digit"), ("minute", "2-digit")],
            Self::Weekday => &[("weekday", "short")],
            Self::DayAndMonth => &[("day", "numeric"), ("month", "short")],
            Self::WithYear => &[("day", "numeric"), ("month", "short"), ("year", "numeric")],
            Self::LongDay => &[("weekday", "long"), ("day", "numeric"), ("month", "long")],
            Self::DayAndTime => &[("weekday", "short"), ("hour", "2-digit"), ("minute", "2-digit")],
            Self::Full => &[("dateStyle", "medium"), ("timeStyle", "short")],
        }
    }
}

thread_local! {
    /// Making a format is slow (it loads the language's data), using one is fast.
    static FORMATS: RefCell<HashMap<(Language, Form), Function>> = RefCell::default();
}

fn format(at: u64, language: Language, form: Form) -> String {
    format_at(at as f64, language, form)
}

fn format_at(at: f64, language: Language, form: Form) -> String {
    let function = FORMATS.with_borrow_mut(|formats| {
        formats
            .entry((language, form))
            .or_insert_with(|| {
                let options = Object::new();
                for (name, value) in form.options() {
                    let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
                }
                Intl::DateTimeFormat::new(&Array::of1(&locale(language).into()), &options).format()
            })
            .clone()
    });
    let date = Date::new(&JsValue::from_f64(at));
    function.call1(&JsValue::UNDEFINED, &date).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// Where a local day such as `2026-11-21` begins, in ms.
pub(crate) fn day_begins(day: &str) -> Option<i64> {
    let at = Date::new(&format!("{day}T00:00:00").into()).get_time();
    (!at.is_nan()).then_some(at as i64)
}

/// The local day of a moment as fields for dates have it: `2026-11-21`.
pub(crate) fn day_of(at: i64) -> String {
    let at = at as f64;
    let local = at - Date::new(&JsValue::from_f64(at)).get_timezone_offset() * MINUTE_MS;
    let iso = String::from(Date::new(&JsValue::from_f64(local)).to_iso_string());
    iso.split('T').next().unwrap_or_default().to_owned()
}

/// "21 Nov 2026".
pub(crate) fn day_in_words(at: i64, language: Language) -> String {
    format_at(at as f64, language, Form::WithYear)
}

/// The reader's own variant of the language, so that a Briton gets 14:05 and an American 02:05 PM.
fn locale(language: Language) -> String {
    window()
        .navigator()
        .language()
        .filter(|tag| Language::from_tag(tag) == Some(language))
        .unwrap_or_else(|| language.tag().to_owned())
}

/// "14:03".
pub(crate) fn time_of_day(at: u64, language: Language) -> String {
    format(at, language, Form::TimeOfDay)
}

/// Day and time, for the tip of a short time.
pub(crate) fn in_full(at: u64, language: Language) -> String {
    format(at, language, Form::Full)
}

/// A moment to come, as shortly as it can be told: "09:00", "Mon 09:00", "3 Dec".
pub(crate) fn until(at: u64, now: u64, language: Language) -> String {
    match day(at) - day(now) {
        ..=0 => time_of_day(at, language),
        1..=6 => format(at, language, Form::DayAndTime),
        _ if same_year(at, now) => format(at, language, Form::DayAndMonth),
        _ => format(at, language, Form::WithYear),
    }
}

/// A local hour so many days from now, in ms.
pub(crate) fn in_days(days: u32, hour: u32) -> u64 {
    let date = Date::new_0();
    date.set_date(date.get_date() + days);
    date.set_hours(hour);
    date.set_minutes(0);
    date.set_seconds(0);
    date.set_milliseconds(0);
    date.get_time() as u64
}

/// The local day of the week, from Sunday as 0.
pub(crate) fn weekday() -> u32 {
    Date::new_0().get_day()
}

/// A local moment as fields have it: `2026-11-21T09:00`.
pub(crate) fn moment(typed: &str) -> Option<u64> {
    let at = Date::new(&typed.into()).get_time();
    (!at.is_nan() && at >= 0.0).then_some(at as u64)
}

/// The same of a moment.
pub(crate) fn moment_of(at: u64) -> String {
    let at = at as f64;
    let local = at - Date::new(&JsValue::from_f64(at)).get_timezone_offset() * MINUTE_MS;
    let iso = String::from(Date::new(&JsValue::from_f64(local)).to_iso_string());
    iso.chars().take("2026-11-21T09:00".len()).collect()
}

/// "Today", "Yesterday", "Monday, 16 November": the line between days.
pub(crate) fn day_name(at: u64, now: u64, language: Language) -> String {
    match day(now) - day(at) {
        0 => Text::Today.words(language).to_owned(),
        1 => Text::Yesterday.words(language).to_owned(),
        _ => format(at, language, Form::LongDay),
    }
}

/// A moment as a list row tells it.
pub(crate) fn told(at: u64, now: u64, language: Language) -> String {
    in_words(tell(at, now, day(now) - day(at)), at, now, language)
}

/// A moment that stays: a time of day, a weekday, a date.
pub(crate) fn told_by_clock(at: u64, now: u64, language: Language) -> String {
    let told = match tell(at, now, day(now) - day(at)) {
        Told::Now | Told::Minutes(_) if day(at) == day(now) => Told::TimeOfDay,
        Told::Now | Told::Minutes(_) => Told::Yesterday,
        told => told,
    };
    match told {
        // Within a sentence.
        Told::Yesterday => Text::YesterdayWithin.words(language).to_owned(),
        told => in_words(told, at, now, language),
    }
}

fn in_words(told: Told, at: u64, now: u64, language: Language) -> String {
    match told {
        Told::Now => Text::Now.words(language).to_owned(),
        Told::Minutes(n) => Text::Minutes.fill(language, &[("n", &n.to_string())]),
        Told::TimeOfDay => time_of_day(at, language),
        Told::Yesterday => Text::Yesterday.words(language).to_owned(),
        Told::Weekday => format(at, language, Form::Weekday),
        Told::Date if same_year(at, now) => format(at, language, Form::DayAndMonth),
        Told::Date => format(at, language, Form::WithYear),
    }
}

/// "48 min": how long somebody has been waiting.
pub(crate) fn waiting(since: u64, now: u64, language: Language) -> String {
    let (text, n) = match waited(since, now) {
        Waited::Minutes(n) => (Text::Minutes, n),
        Waited::Hours(n) => (Text::Hours, n),
        Waited::Days(n) => (Text::Days, n),
    };
    text.fill(language, &[("n", &n.to_string())])
}

fn same_year(a: u64, b: u64) -> bool {
    let year = |at: u64| Date::new(&JsValue::from_f64(at as f64)).get_full_year();
    year(a) == year(b)
}
