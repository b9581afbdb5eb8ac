use conversation::ids::{ContactId, ListId};
use conversation::list::Value;
use conversation::routing::priority::Priority;
use protocol::rest::ChangeSettings;

use super::*;
use crate::lists::tests::shop;
use crate::lists::{edit, known};
use crate::settings;
use crate::store::account::contacts;
use crate::store::native::Memory;

const NOW: u64 = 1_795_000_000_000;

fn said(all: &[(&str, Priority)]) -> ChangeSettings {
    let one = |(id, priority): &(&str, Priority)| ListPriority {
        list: ListId::parse(id).unwrap(),
        priority: *priority,
    };
    ChangeSettings { list_priorities: Some(all.iter().map(one).collect()), ..ChangeSettings::default() }
}

fn lifts(sql: &Memory, who: &str) -> Option<(String, String, Priority)> {
    let contact = contacts::contact(sql, &ContactId::parse(who).unwrap()).unwrap().unwrap();
    let lift = lift(sql, &contact).unwrap();
    lift.map(|lift| (lift.list.id.to_string(), lift.list.name, lift.priority))
}

fn refusal(result: Result<impl std::fmt::Debug, Error>) -> (Code, Option<String>, String) {
    match result.unwrap_err() {
        Error::Rejected(problem) => (problem.code, problem.field, problem.message),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_contacts_lists_say_how_urgent_they_are_at_least() {
    // P40: ada is a regular and so in care of; ben is a pro
    let sql = shop();
    assert_eq!(lifts(&sql, "ada"), None);
    let all = said(&[("vip", Priority::High), ("care", Priority::Urgent), ("pro", Priority::Normal)]);
    let told = settings::change(&sql, &all, NOW).unwrap();
    assert_eq!(Some(told.list_priorities), all.list_priorities);
    assert_eq!(lifts(&sql, "ada"), Some(("care".into(), "Care".into(), Priority::Urgent)));
    assert_eq!(lifts(&sql, "ben"), Some(("pro".into(), "Pro".into(), Priority::Normal)));
    assert_eq!(lifts(&sql, "cleo"), None);
    // What a contact answers may put them on a list.
    let orders: Value = serde_json::from_str("4").unwrap();
    let values = [(conversation::ids::PropertyId::parse("orders").unwrap(), Some(orders))];
    known::set(&sql, &ContactId::parse("ben").unwrap(), &values.into(), NOW).unwrap();
    assert_eq!(lifts(&sql, "ben").map(|(.., priority)| priority), Some(Priority::Urgent));
    // What is absent stays, and an empty list is all of it.
    assert_eq!(settings::change(&sql, &ChangeSettings::default(), NOW).unwrap().list_priorities.len(), 3);
    assert!(settings::change(&sql, &said(&[]), NOW).unwrap().list_priorities.is_empty());
    assert_eq!(lifts(&sql, "ada"), None);
}

#[test]
fn what_cannot_be_said_changes_nothing() {
    // P40
    let sql = shop();
    settings::change(&sql, &said(&[("vip", Priority::High)]), NOW).unwrap();
    for (wrong, code, field) in [
        (said(&[("vip", Priority::High), ("gone", Priority::High)]), Code::ReferenceUnknown, "[1].list"),
        (said(&[("vip", Priority::High), ("vip", Priority::Urgent)]), Code::ListPriority, "[1].list"),
        (said(&[("vip", Priority::Low)]), Code::ListPriority, "[0].priority"),
        (said(&[("vip", Priority::High); LIST_PRIORITIES + 1]), Code::TooMany, ""),
    ] {
        let (found, about, _) = refusal(settings::change(&sql, &wrong, NOW));
        assert_eq!((found, about), (code, Some(format!("list_priorities{field}"))));
        assert_eq!(settings::read(&sql).unwrap().list_priorities.len(), 1);
    }
}

#[test]
fn a_list_whose_contacts_come_first_stays() {
    // P40
    let sql = shop();
    let renewing = ListId::parse("renewing").unwrap();
    settings::change(&sql, &said(&[("renewing", Priority::Urgent)]), NOW).unwrap();
    let (code, _, message) = refusal(edit::remove(&sql, &renewing, NOW));
    assert_eq!(code, Code::ListInUse);
    assert!(message.contains("at least urgent"), "{message}");
    assert_eq!(edit::detail(&sql, &renewing).unwrap().used_by.len(), 1);
    settings::change(&sql, &said(&[]), NOW).unwrap();
    assert!(edit::remove(&sql, &renewing, NOW).is_ok());
}
