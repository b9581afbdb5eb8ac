//! Time zones by their names in the tz database.
//!
//! The Worker carries no such database: workerd and the network have one, kept up to date by others, and a zone is read
//! off it when it is first needed. Natively, where tests and the simulation run, it is read off `jiff`'s. Knows no
//! schedules.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use conversation::zone::Zone;

/// Finds the zone of a name around an instant (ms since 1970, UTC).
pub type Zones<'z> = &'z dyn Fn(&str, u64) -> Option<Rc<Zone>>;

const DAY_MS: u64 = 86_400_000;
/// A zone that was read is good for so long.
const GOOD_FOR_MS: u64 = 30 * DAY_MS;
/// And was read so much further than that, each way: further than any schedule looks ahead.
const BEFORE_MS: u64 = 10 * DAY_MS;
const AFTER_MS: u64 = 410 * DAY_MS;
/// Zones remembered.
const MOST: usize = 256;

/// Zones that were read, by name and the month they are good for.
type Read = HashMap<(String, u64), Rc<Zone>>;

thread_local! {
    static READ: RefCell<Read> = RefCell::default();
}

/// The zone of that name, true from ten days before `now` to 410 after it; `None` where there is no such zone.
#[must_use]
pub fn zone(name: &str, now: u64) -> Option<Rc<Zone>> {
    let month = now / GOOD_FOR_MS;
    let key = (name.to_owned(), month);
    if let Some(known) = READ.with_borrow(|read| read.get(&key).cloned()) {
        return Some(known);
    }
    let mut offset_at = clock::offsets(name)?;
    let first = month * GOOD_FOR_MS;
    let (from, until) = (first.saturating_sub(BEFORE_MS), first + GOOD_FOR_MS + AFTER_MS);
    let zone = Rc::new(Zone::read(from, until, |now| offset_at(now).unwrap_or_default()));
    READ.with_borrow_mut(|read| {
        if read.len() >= MOST {
            read.clear();
        }
        read.insert(key, Rc::clone(&zone));
    });
    Some(zone)
}

/// The zone of that name between two instants, however far apart; `None` where there is no such zone. Read anew each time.
#[must_use]
pub fn between(name: &str, from: u64, until: u64) -> Option<Rc<Zone>> {
    let mut offset_at = clock::offsets(name)?;
    Some(Rc::new(Zone::read(from, until, |at| offset_at(at).unwrap_or_default())))
}

/// Whether there is a zone of that name.
#[must_use]
pub fn exists(name: &str) -> bool {
    clock::offsets(name).is_some()
}

#[cfg(target_arch = "wasm32")]
mod clock {
    //! The runtime's own clock.

    use js_sys::{Array, Function, Intl, Object, Reflect};
    use wasm_bindgen::{JsCast as _, JsValue};

    /// Tells a zone's offset (ms east of UTC) at an instant (ms since 1970, UTC); `None` where there is no such zone.
    pub(super) fn offsets(name: &str) -> Option<impl FnMut(u64) -> Option<i32>> {
        let options = Object::new();
        for (key, value) in [("timeZone", name), ("timeZoneName", "longOffset")] {
            Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value)).ok()?;
        }
        // Called by hand: a name that is no zone throws, which only such a call survives.
        let constructor = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
        let constructor = Reflect::get(&constructor, &JsValue::from_str("DateTimeFormat")).ok()?;
        let constructor: Function = constructor.dyn_into().ok()?;
        let arguments = Array::of2(&JsValue::from_str("en-US"), &options);
        let made = Reflect::construct(&constructor, &arguments).ok()?;
        let format = made.unchecked_into::<Intl::DateTimeFormat>().format();
        Some(move |now: u64| {
            let text = format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(now as f64)).ok()?.as_string()?;
            super::of_text(&text)
        })
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod clock {
    //! The copy of the database that tests come with.

    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    /// Tells a zone's offset (ms east of UTC) at an instant (ms since 1970, UTC); `None` where there is no such zone.
    pub(super) fn offsets(name: &str) -> Option<impl FnMut(u64) -> Option<i32>> {
        let zone = TimeZone::get(name).ok()?;
        Some(move |now: u64| {
            let now = Timestamp::from_millisecond(i64::try_from(now).ok()?).ok()?;
            Some(zone.to_offset(now).seconds() * 1_000)
        })
    }
}

/// The offset at the end of a text such as `11/21/2026, GMT+05:45`, in ms; `GMT` alone is none.
#[cfg(any(target_arch = "wasm32", test))]
fn of_text(text: &str) -> Option<i32> {
    let (_, offset) = text.rsplit_once("GMT")?;
    let mut digits = offset.chars();
    let sign = match digits.next() {
        None => return Some(0),
        Some('+') => 1,
        Some('-' | '\u{2212}') => -1,
        Some(_) => return None,
    };
    let mut parts = digits.as_str().split(':').map(|part| part.parse::<i32>().ok());
    let (hours, minutes, seconds) =
        (parts.next()??, parts.next().unwrap_or(Some(0))?, parts.next().unwrap_or(Some(0))?);
    Some(sign * (hours * 3_600 + minutes * 60 + seconds) * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_read_as_it_is_written() {
        const HOUR: i32 = 3_600_000;
        for (text, offset) in [
            ("11/21/2026, GMT", Some(0)),
            ("11/21/2026, GMT+01:00", Some(HOUR)),
            ("11/21/2026, GMT-03:30", Some(-7 * HOUR / 2)),
            ("11/21/2026, GMT\u{2212}03:30", Some(-7 * HOUR / 2)),
            ("11/21/2026, GMT+05:45", Some(23 * HOUR / 4)),
            ("1/1/1900, GMT+00:53:28", Some(3_208_000)),
            ("11/21/2026, GMT+10", Some(10 * HOUR)),
            ("11/21/2026, CET", None),
            ("GMT+x", None),
        ] {
            assert_eq!(of_text(text), offset, "{text}");
        }
    }

    #[test]
    fn a_zone_is_true_around_the_instant_it_was_asked_for() {
        // N10 E44: the night on which Berlin's clocks go back, and a zone of quarters
        let night = 1_792_890_000_000; // 2026-10-25T01:00:00Z
        let berlin = zone("Europe/Berlin", night).unwrap();
        assert_eq!(berlin.wall(night - 1) - (night as i64 - 1), 7_200_000);
        assert_eq!(berlin.wall(night) - night as i64, 3_600_000);
        assert_eq!(zone("Asia/Kathmandu", night).unwrap().wall(0), 20_700_000);
        for none in ["Europe/Nowhere", "", "berlin"] {
            assert!(zone(none, night).is_none() && !exists(none), "{none}");
        }
    }
}
