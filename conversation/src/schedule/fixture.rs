//! Zones of the real database, and instants as people write them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::zone::Zone;

/// A zone of the tz database, for 2026 and 2027.
pub(crate) fn zone(name: &str) -> Zone {
    let real = TimeZone::get(name).expect("the database knows it");
    Zone::read(at("2025-12-31T00:00:00Z"), at("2028-01-02T00:00:00Z"), |now| {
        let now = Timestamp::from_millisecond(now as i64).expect("a time of this century");
        real.to_offset(now).seconds() * 1_000
    })
}

/// An instant, as RFC 3339 writes it.
pub(crate) fn at(text: &str) -> u64 {
    text.parse::<Timestamp>().expect("a time").as_millisecond() as u64
}
