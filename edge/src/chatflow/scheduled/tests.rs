use protocol::rest::audit::AuditFilter;

use super::super::history::tests::{ada, id, shop};
use super::*;
use crate::store::account::{self, versions};
use crate::store::native::Memory;
use crate::zones::zone;

/// 2026-11-22T12:00:00Z.
const NOW: u64 = 1_795_348_800_000;
/// 2026-11-27T00:00 in Berlin.
const FRIDAY: u64 = 1_795_734_000_000;

fn plan(sql: &Memory, on: Option<&str>, off: Option<&str>, zone_name: &str) -> Result<Schedule, Error> {
    let asked =
        PutSchedule { zone: zone_name.to_owned(), on: on.map(str::to_owned), off: off.map(str::to_owned) };
    put(sql, &id("sale"), &asked, &ada(), NOW, &zone)
}

fn is_on(sql: &Memory) -> bool {
    edit::list(sql).unwrap().into_iter().any(|flow| flow.id.as_str() == "sale" && flow.enabled)
}

fn log(sql: &Memory) -> Vec<(&'static str, String)> {
    let page = audit::read(sql, &AuditFilter::default(), None, 10).unwrap();
    page.lines.into_iter().map(|line| (line.what.as_str(), line.by.name)).collect()
}

#[test]
fn black_friday_begins_and_ends_by_the_wall_clocks_of_its_zone() {
    // N9
    let sql = shop();
    let told = plan(&sql, Some("2026-11-27T00:00"), Some("2026-11-30T23:59"), "Europe/Berlin").unwrap();
    let on = told.on.unwrap();
    assert_eq!((on.at, on.by, on.refused), (FRIDAY, ada(), None));
    assert_eq!(schedules::next_due(&sql).unwrap(), Some(FRIDAY));
    assert!(edit::list(&sql).unwrap().iter().any(|flow| flow.schedule.on.is_some()), "the list says it");
    assert!(!turn_due(&sql, FRIDAY - 1).unwrap());
    assert!(!is_on(&sql));
    assert!(turn_due(&sql, FRIDAY).unwrap());
    assert!(is_on(&sql));
    // It is done once, whoever rings again.
    let version = account::itself(&sql).unwrap().unwrap().version;
    assert!(!turn_due(&sql, FRIDAY).unwrap());
    assert_eq!(account::itself(&sql).unwrap().unwrap().version, version);
    assert_eq!(log(&sql), [("chatflow_switched_on_time", "Ada".to_owned())]);
    let newest = versions::of(&sql, "sale").unwrap().remove(0);
    assert_eq!((newest.how, newest.by, newest.enabled), (How::PublishedOnTime, Some(ada()), true));
    // Somebody whose alarm was late by days: the end is done as well.
    assert!(turn_due(&sql, FRIDAY + 9 * DAY_MS).unwrap());
    assert!(!is_on(&sql));
    assert_eq!(schedules::next_due(&sql).unwrap(), None);
    assert!(read(&sql, &id("sale")).unwrap().is_empty());
}

#[test]
fn both_at_once_are_done_in_their_order() {
    // N9: after a long crash
    let sql = shop();
    plan(&sql, Some("2026-11-27T00:00"), Some("2026-11-27T00:01"), "Europe/Berlin").unwrap();
    assert!(turn_due(&sql, FRIDAY + DAY_MS).unwrap());
    assert!(!is_on(&sql));
    let how: Vec<_> = versions::of(&sql, "sale").unwrap().into_iter().map(|one| one.how).collect();
    assert_eq!(how, [How::SwitchedOffOnTime, How::PublishedOnTime, How::Found]);
}

#[test]
fn what_is_left_out_is_cancelled() {
    // N9
    let sql = shop();
    plan(&sql, Some("2026-11-27T00:00"), Some("2026-11-30T00:00"), "Europe/Berlin").unwrap();
    let told = plan(&sql, None, Some("2026-11-30T00:00"), "Europe/Berlin").unwrap();
    assert!(told.on.is_none() && told.off.is_some());
    assert!(!turn_due(&sql, FRIDAY).unwrap());
    assert!(plan(&sql, None, None, "Europe/Berlin").unwrap().is_empty());
    edit::remove(&sql, &id("sale"), NOW).unwrap();
    assert!(
        matches!(read(&sql, &id("sale")), Err(Error::Rejected(problem)) if problem.code == Code::NotFound)
    );
}

#[test]
fn what_would_be_refused_by_hand_is_refused_on_time_and_said() {
    // N9 S30
    let sql = shop();
    let detail = edit::detail(&sql, &id("sale")).unwrap();
    let mut content = detail.chatflow;
    content.targeting.include.clear();
    content.welcome = "Half the price.".into();
    edit::save(&sql, &id("sale"), detail.revision, content, NOW).unwrap();
    plan(&sql, Some("2026-11-27T00:00"), None, "Europe/Berlin").unwrap();
    let version = account::itself(&sql).unwrap().unwrap().version;
    assert!(!turn_due(&sql, FRIDAY).unwrap());
    assert!(!is_on(&sql));
    assert_eq!(account::itself(&sql).unwrap().unwrap().version, version, "nothing half applied");
    let refused = read(&sql, &id("sale")).unwrap().on.unwrap().refused.unwrap();
    assert_eq!((refused.at, refused.code.as_str()), (FRIDAY, "rule_missing"));
    assert_eq!(log(&sql), [("chatflow_schedule_refused", "Ada".to_owned())]);
    // It is not tried again until somebody says another time.
    assert_eq!(schedules::next_due(&sql).unwrap(), None);
    assert!(!turn_due(&sql, FRIDAY + DAY_MS).unwrap());
    assert_eq!(log(&sql).len(), 1);
    assert!(
        plan(&sql, Some("2026-12-01T00:00"), None, "Europe/Berlin").unwrap().on.unwrap().refused.is_none()
    );
}

#[test]
fn a_time_is_a_wall_clocks_and_lies_ahead() {
    // N9
    let sql = shop();
    for (on, off, zone_name, code, field) in [
        (Some("2026-11-27 00:00"), None, "Europe/Berlin", Code::ScheduleInvalid, "on"),
        (Some("2026-02-30T00:00"), None, "Europe/Berlin", Code::ScheduleInvalid, "on"),
        (Some("2026-11-27T24:00"), None, "Europe/Berlin", Code::ScheduleInvalid, "on"),
        (Some("2026-11-27T0:00"), None, "Europe/Berlin", Code::ScheduleInvalid, "on"),
        (Some("2026-11-22T13:00"), None, "Europe/Berlin", Code::ScheduleInvalid, "on"),
        (Some("2028-01-01T00:00"), None, "Europe/Berlin", Code::ScheduleInvalid, "on"),
        (None, Some("2026-11-01T00:00"), "Europe/Berlin", Code::ScheduleInvalid, "off"),
        (Some("2026-11-27T00:00"), Some("2026-11-27T00:00"), "Europe/Berlin", Code::ScheduleInvalid, "off"),
        (Some("2026-11-27T00:00"), None, "Europe/Atlantis", Code::TimeZoneUnknown, "zone"),
    ] {
        match plan(&sql, on, off, zone_name) {
            Err(Error::Rejected(problem)) => {
                assert_eq!((problem.code, problem.field.as_deref()), (code, Some(field)), "{on:?} {off:?}");
            }
            other => panic!("{on:?} {off:?}: {other:?}"),
        }
    }
    assert!(read(&sql, &id("sale")).unwrap().is_empty());
    // One minute ahead, on wall clocks far from here.
    assert!(plan(&sql, Some("2026-11-22T17:46"), None, "Asia/Kathmandu").is_ok());
}
