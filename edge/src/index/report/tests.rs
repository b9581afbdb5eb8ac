//! What cannot be asked.

use conversation::report::Filter;

use super::*;
use crate::store::migrate::INBOX;
use crate::store::native::Memory;

#[test]
fn what_is_no_period_or_no_zone_is_refused() {
    // P82
    for (from, to, zone, expected) in [
        ("2026-11-23", "2026-11-23", "Europe/Berlin", None),
        ("2026-11-23", "2026-11-22", "UTC", Some((Code::LimitRange, "to"))),
        ("2026-01-01", "2027-01-02", "UTC", Some((Code::LimitRange, "to"))),
        ("1970-01-01", "9999-12-31", "Europe/Berlin", Some((Code::LimitRange, "to"))),
        ("2026-11-23", "2026-11-23", "Europe/Nowhere", Some((Code::TimeZoneUnknown, "zone"))),
        ("1970-01-01", "1970-01-01", "UTC", None),
        ("9999-12-31", "9999-12-31", "UTC", None),
    ] {
        let asked = Asked {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            zone: zone.into(),
            by: None,
            filter: Filter::default(),
            reply_within: 1,
            close_within: 1,
            hours: Vec::new(),
        };
        let got = read(&Memory::migrated(INBOX), &ReadReport { asked, after: None, limit: 9 });
        let got = got.err().map(|error| (error.code(), error.field().unwrap_or_default().to_owned()));
        assert_eq!(got, expected.map(|(code, field)| (code, field.to_owned())), "{from} {to} {zone}");
    }
}
