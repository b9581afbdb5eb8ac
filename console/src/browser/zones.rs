//! Time zones as the browser knows them: their names, one's own, and what a clock on a wall there shows.
//!
//! Knows no business hours. A name that no database has is no zone: nothing here throws.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

const MINUTE_MS: f64 = 60_000.0;

/// The names of all zones; none in a browser that does not tell them: then the name is typed.
pub(crate) fn all() -> Vec<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).unwrap_or_default();
    let names = Reflect::get(&intl, &"supportedValuesOf".into())
        .ok()
        .and_then(|function| function.dyn_into::<Function>().ok())
        .and_then(|function| function.call1(&intl, &"timeZone".into()).ok());
    let names = names.map(|names| Array::from(&names)).unwrap_or_default();
    names.iter().filter_map(|name| name.as_string()).collect()
}

/// The reader's own.
pub(crate) fn own() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let zone = Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string());
    zone.unwrap_or_else(|| "UTC".to_owned())
}

/// A clock on a wall in a zone: the minutes since 1970 that it shows at an instant (ms since 1970, UTC).
pub(crate) struct Wall(Function);

impl Wall {
    /// The clock of a zone, if there is such a zone.
    pub(crate) fn of(zone: &str) -> Option<Self> {
        let options = Object::new();
        let parts = ["year", "month", "day", "hour", "minute"];
        for (name, value) in parts.map(|part| (part, "2-digit")).into_iter().chain([
            ("year", "numeric"),
            ("hourCycle", "h23"),
            ("timeZone", zone),
        ]) {
            let _ = Reflect::set(&options, &name.into(), &value.into());
        }
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let make = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into::<Function>().ok()?;
        // Swedish dates are written like `2026-11-23 09:00`. Constructed by hand: an unknown zone is refused by throwing.
        let made = Reflect::construct(&make, &Array::of2(&"sv-SE".into(), &options)).ok()?;
        Some(Self(made.unchecked_into::<Intl::DateTimeFormat>().format()))
    }

    /// What it shows.
    pub(crate) fn minutes(&self, at: u64) -> i64 {
        let date = Date::new(&JsValue::from_f64(at as f64));
        let text = self.0.call1(&JsValue::UNDEFINED, &date).ok().and_then(|text| text.as_string());
        let iso = text.unwrap_or_default().replacen(' ', "T", 1);
        (Date::parse(&format!("{iso}Z")) / MINUTE_MS) as i64
    }
}
