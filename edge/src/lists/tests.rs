use std::collections::{BTreeMap, BTreeSet};

use conversation::email::EmailAddress;
use conversation::ids::{ChatflowId, ContactId, InboxId, ListId, PropertyId, ThreadId, VisitorId};
use conversation::list::{Criteria, Kind, Value};
use protocol::account::Account;
use protocol::code::Code;
use protocol::lists::{NewProperty, SaveProperty};
use serde_json::json;

use super::*;
use crate::store::account::{self, contacts, lists};
use crate::store::migrate::ACCOUNT;
use crate::store::native::Memory;

const NOW: u64 = 1_795_000_000_000;
const DAY: u64 = 86_400_000;

/// A shop with a static list, three smart ones, and three contacts.
pub(super) fn shop() -> Memory {
    let file = json!({
        "account": "shop", "name": "Shop",
        "people": [{"id": "ida", "name": "Ida", "email": "ida@shop.test", "role": "admin"}],
        "inboxes": [{"id": "main", "name": "Main", "members": ["ida"]}],
        "properties": [
            {"id": "plan", "name": "Plan", "kind": "enumeration", "options": ["free", "pro"]},
            {"id": "orders", "name": "Orders", "kind": "number"},
            {"id": "renewal", "name": "Renewal", "kind": "date"},
        ],
        "lists": [
            {"id": "vip", "name": "Regulars"},
            {"id": "pro", "name": "Pro", "criteria": [[
                {"property": "plan", "test": {"op": "any_of", "values": ["pro"]}}]]},
            {"id": "renewing", "name": "Renewing", "criteria": [[
                {"property": "renewal", "test": {"op": "in_the_next", "days": 7}}]]},
            {"id": "care", "name": "Care", "criteria": [
                [{"property": "lists", "test": {"op": "in", "list": "vip"}}],
                [{"property": "lists", "test": {"op": "in", "list": "pro"}},
                 {"property": "orders", "test": {"op": "at_least", "value": 3}}]]},
        ],
        "contacts": [
            {"id": "ada", "name": "Ada", "email": "ada@a.test", "lists": ["vip"]},
            {"id": "ben", "name": "Ben", "email": "ben@b.test",
             "properties": {"plan": "pro", "orders": 2, "renewal": NOW + 10 * DAY}},
            {"id": "cleo", "name": "Cleo", "email": "cleo@c.test", "properties": {"plan": "free"}},
        ],
        "chatflows": [
            {"id": "care", "name": "Caring", "inbox": "main", "include": [{"op": "all"}],
             "audience": {"who": "lists", "lists": ["care"]}},
        ],
    });
    let file: Account = serde_json::from_value(file).unwrap();
    file.check().unwrap();
    let sql = Memory::migrated(ACCOUNT);
    assert!(account::import(&sql, &file, &["phc".into()], NOW).unwrap());
    upkeep::the_first_time(&sql, NOW).unwrap();
    sql
}

fn list(id: &str) -> ListId {
    ListId::parse(id).unwrap()
}

fn contact(id: &str) -> ContactId {
    ContactId::parse(id).unwrap()
}

fn property(id: &str) -> PropertyId {
    PropertyId::parse(id).unwrap()
}

fn criteria(value: serde_json::Value) -> Criteria {
    serde_json::from_value(value).unwrap()
}

fn tests_plan(option: &str) -> Criteria {
    criteria(json!([[{"property": "plan", "test": {"op": "any_of", "values": [option]}}]]))
}

fn names_list(id: &str) -> Criteria {
    criteria(json!([[{"property": "lists", "test": {"op": "in", "list": id}}]]))
}

#[track_caller]
fn on(sql: &Memory, who: &str, expected: &str) {
    let contact = contacts::contact(sql, &contact(who)).unwrap().unwrap();
    let lists: Vec<&str> = contact.lists.iter().map(ListId::as_str).collect();
    assert_eq!(lists.join(" "), expected, "{who}");
}

fn knows(sql: &Memory, who: &str, values: &[(&str, Option<Value>)], now: u64) -> Result<(), Error> {
    let values: BTreeMap<_, _> = values.iter().map(|(id, value)| (property(id), value.clone())).collect();
    known::set(sql, &contact(who), &values, now).map(drop)
}

fn moved(sql: &Memory, since: u64) -> BTreeSet<String> {
    let news = moves::since(sql, since, since).unwrap();
    news.moved.into_iter().map(|(contact, _)| contact.to_string()).collect()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, code: Code, field: &str) -> String {
    match result {
        Err(Error::Rejected(problem)) => {
            assert_eq!((problem.code, problem.field.as_deref().unwrap_or_default()), (code, field));
            problem.message
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_account_file_brings_members_and_moves_nobody() {
    // S35
    let sql = shop();
    on(&sql, "ada", "care vip");
    on(&sql, "ben", "pro");
    on(&sql, "cleo", "");
    assert_eq!(moved(&sql, 0), BTreeSet::new());
    assert_eq!(lists::next_due(&sql).unwrap(), Some(NOW + 3 * DAY));
}

#[test]
fn a_contact_that_changes_changes_lists() {
    // S36
    let sql = shop();
    knows(&sql, "ben", &[("orders", Some(Value::Number(3.into())))], NOW + 1).unwrap();
    on(&sql, "ben", "care pro");
    assert_eq!(moved(&sql, NOW + 1), ["ben".to_owned()].into());
    knows(&sql, "ben", &[("plan", None)], NOW + 2).unwrap();
    on(&sql, "ben", "");
    // What changes nothing moves nobody.
    knows(&sql, "cleo", &[("orders", Some(Value::Number(9.into())))], NOW + 3).unwrap();
    assert_eq!(moved(&sql, NOW + 2), ["ben".to_owned()].into());
}

#[test]
fn what_is_no_value_is_refused_and_nothing_is_kept() {
    let sql = shop();
    let set = |id, value| knows(&sql, "cleo", &[("orders", Some(Value::Number(5.into()))), (id, value)], NOW);
    let text = |text: &str| Some(Value::Text(text.into()));
    refused(set("plan", text("gold")), Code::PropertyKind, "properties.plan");
    refused(set("plan", Some(Value::Flag(true))), Code::PropertyKind, "properties.plan");
    refused(set("name", text("x")), Code::ReferenceUnknown, "properties.name");
    refused(set("other", None), Code::ReferenceUnknown, "properties.other");
    assert!(!known::contact(&sql, &contact("cleo")).unwrap().properties.contains_key(&property("orders")));
    assert_eq!(knows(&sql, "nobody", &[], NOW).unwrap_err().code(), Code::NotFound);
}

#[test]
fn time_that_passes_changes_lists() {
    // S36
    let sql = shop();
    let due = lists::next_due(&sql).unwrap().unwrap();
    assert_eq!(upkeep::overdue(&sql, due - 1).unwrap(), Some(due), "nobody yet");
    on(&sql, "ben", "pro");
    let end = upkeep::overdue(&sql, due).unwrap().unwrap();
    on(&sql, "ben", "pro renewing");
    assert_eq!((end, moved(&sql, due)), (NOW + 10 * DAY + 1, ["ben".to_owned()].into()));
    assert_eq!(upkeep::overdue(&sql, end).unwrap(), None);
    on(&sql, "ben", "pro");
}

#[test]
fn whoever_asks_before_the_alarm_rang_is_told_the_truth() {
    // S36
    let sql = shop();
    let visitor = VisitorId::from_random([1; 16]);
    let of = |now| upkeep::of_visitor(&sql, Some(&contact("ben")), &visitor, now).unwrap().unwrap().lists;
    assert_eq!(of(NOW + 5 * DAY), [list("pro"), list("renewing")]);
    assert_eq!(of(NOW + 50 * DAY), [list("pro")]);
    // That they were here is known, to the hour.
    let seen = |id| known::contact(&sql, &contact("ben")).unwrap().properties.get(&property(id)).cloned();
    let at = |ms: u64| Some(Value::Number(conversation::list::Number::of_ms(ms as i64)));
    assert_eq!((seen("first-seen"), seen("last-seen")), (at(NOW + 5 * DAY), at(NOW + 50 * DAY)));
    of(NOW + 50 * DAY + 1_000);
    assert_eq!(seen("last-seen"), at(NOW + 50 * DAY));
    let by_email = contacts::by_email(&sql, &EmailAddress::parse("ben@b.test").unwrap()).unwrap().unwrap();
    assert_eq!(upkeep::seen_now(&sql, by_email, NOW + 60 * DAY).unwrap().lists, [list("pro")]);
    assert_eq!(seen("last-seen"), at(NOW + 60 * DAY));
}

#[test]
fn a_list_that_changes_changes_members() {
    // S35 S36
    let sql = shop();
    let saved = edit::save(&sql, &list("pro"), 1, "Free now", Some(&tests_plan("free")), NOW + 1).unwrap();
    assert_eq!((saved.members, saved.revision, saved.contacts.len()), (1, 2, 1));
    on(&sql, "ben", "");
    on(&sql, "cleo", "pro");
    assert_eq!(moved(&sql, NOW + 1), ["ben".to_owned(), "cleo".to_owned()].into());
    // Sent again it is the same; from an old revision it is refused; a name moves nobody.
    assert_eq!(
        edit::save(&sql, &list("pro"), 1, "Free now", Some(&tests_plan("free")), NOW + 2).unwrap(),
        saved
    );
    refused(
        edit::save(&sql, &list("pro"), 1, "Mine", Some(&tests_plan("free")), NOW),
        Code::ListChanged,
        "revision",
    );
    edit::save(&sql, &list("pro"), 2, "Free", Some(&tests_plan("free")), NOW + 3).unwrap();
    assert_eq!(moved(&sql, NOW + 2), BTreeSet::new());
}

#[test]
fn lists_are_made_with_their_members() {
    let sql = shop();
    let made = edit::create(&sql, "Preview", Some(&tests_plan("free")), NOW + 1).unwrap();
    assert_eq!((made.id.as_str(), made.members, made.used_by.len()), ("preview-2", 1, 0));
    let still = edit::create(&sql, "Fair 2026", None, NOW + 1).unwrap();
    assert_eq!((still.id.as_str(), still.members, still.criteria), ("fair-2026", 0, None));
    refused(edit::create(&sql, " ", None, NOW), Code::TextEmpty, "name");
    refused(edit::create(&sql, "New", Some(&Criteria::default()), NOW), Code::TextEmpty, "criteria");
    let unknown = criteria(json!([[{"property": "colour", "test": {"op": "known"}}]]));
    refused(
        edit::create(&sql, "New", Some(&unknown), NOW),
        Code::ReferenceUnknown,
        "criteria[0][0].property",
    );
    assert_eq!(edit::list(&sql).unwrap().len(), 6);
}

#[test]
fn contacts_are_put_on_static_lists_only() {
    let sql = shop();
    let (cleo, ada) = ([contact("cleo")], [contact("ada")]);
    let changed = edit::change_members(&sql, &list("vip"), &cleo, &ada, NOW + 1).unwrap();
    assert_eq!((changed.members, changed.revision), (1, 1));
    on(&sql, "cleo", "care vip");
    on(&sql, "ada", "");
    assert_eq!(moved(&sql, NOW + 1), ["ada".to_owned(), "cleo".to_owned()].into());
    // Again: no error, and nobody moves.
    edit::change_members(&sql, &list("vip"), &cleo, &[], NOW + 5).unwrap();
    assert_eq!(moved(&sql, NOW + 5), BTreeSet::new());
    refused(edit::change_members(&sql, &list("pro"), &cleo, &[], NOW), Code::ListKind, "");
    let unknown = edit::change_members(&sql, &list("vip"), &[contact("cleo"), contact("x")], &[], NOW);
    refused(unknown, Code::ReferenceUnknown, "add[1]");
    refused(
        edit::save(&sql, &list("vip"), 1, "V", Some(&tests_plan("pro")), NOW),
        Code::ListKind,
        "criteria",
    );
    refused(edit::save(&sql, &list("pro"), 1, "Pro", None, NOW), Code::ListKind, "criteria");
}

#[test]
fn a_list_that_is_named_stays() {
    let sql = shop();
    let told = refused(edit::remove(&sql, &list("care"), NOW), Code::ListInUse, "");
    assert_eq!(told, "named by the chatflow Caring");
    let told = refused(edit::remove(&sql, &list("vip"), NOW), Code::ListInUse, "");
    assert_eq!(told, "named by the list Care");
    crate::chatflow::edit::remove(&sql, &ChatflowId::parse("care").unwrap(), 1).unwrap();
    let left = edit::remove(&sql, &list("care"), NOW + 1).unwrap();
    assert_eq!(left.len(), 3);
    on(&sql, "ada", "vip");
    // Another list may get its id: tokens that name it are read again.
    assert_eq!(moved(&sql, NOW + 1), ["ada".to_owned()].into());
    assert_eq!(edit::remove(&sql, &list("care"), NOW).unwrap_err().code(), Code::NotFound);
}

#[test]
fn a_circle_is_refused_with_its_path() {
    let sql = shop();
    let own = refused(
        edit::save(&sql, &list("pro"), 1, "Pro", Some(&names_list("care")), NOW),
        Code::ListCircle,
        "criteria[0][0].test.list",
    );
    assert!(own.ends_with("pro, which names care, which names pro"), "{own}");
    on(&sql, "ben", "pro");
}

#[test]
fn a_preview_counts_and_explains() {
    let sql = shop();
    let asked = criteria(json!([
        [{"property": "orders", "test": {"op": "known"}}],
        [{"property": "email-domain", "test": {"op": "is", "value": "c.test"}}],
    ]));
    let preview = edit::preview(&sql, None, &asked, NOW).unwrap();
    assert_eq!((preview.members, preview.contacts), (2, 3));
    let told: Vec<_> = preview
        .shown
        .iter()
        .map(|shown| {
            let groups = shown.evaluation.because.iter().map(|group| group.holds).collect::<Vec<_>>();
            (shown.contact.id.as_str(), groups)
        })
        .collect();
    assert_eq!(told, [("ben", vec![true, false]), ("cleo", vec![false, true])]);
    let explained = edit::explain(&sql, &list("pro"), &contact("cleo"), NOW).unwrap().evaluation;
    assert!(!explained.member);
    assert_eq!(explained.because[0].criteria[0].actual, Some(Value::Text("free".into())));
    assert!(edit::explain(&sql, &list("vip"), &contact("ada"), NOW).unwrap().evaluation.member);
    refused(
        edit::preview(&sql, Some(&list("pro")), &names_list("care"), NOW),
        Code::ListCircle,
        "criteria[0][0].test.list",
    );
}

#[test]
fn properties_come_and_go_with_care() {
    let sql = shop();
    let new = |name: &str, kind, options: &[&str]| NewProperty {
        name: name.into(),
        kind,
        options: options.iter().map(|option| (*option).into()).collect(),
    };
    let all = known::create(&sql, new("Name", Kind::Text, &[])).unwrap();
    assert!(all.properties.iter().any(|property| property.id.as_str() == "name-2"), "name is built in");
    refused(known::create(&sql, new("Size", Kind::Enumeration, &[])), Code::TextEmpty, "options");
    refused(known::create(&sql, new("Size", Kind::Lists, &[])), Code::PropertyKind, "kind");
    let options = |options: &[&str]| SaveProperty {
        name: "Plan".into(),
        options: options.iter().map(|option| (*option).into()).collect(),
    };
    let plan = property("plan");
    let told = refused(known::save(&sql, &plan, &options(&["free"])), Code::PropertyInUse, "options");
    assert_eq!(told, "pro is needed by the list Pro");
    let told = refused(known::save(&sql, &plan, &options(&["pro"])), Code::PropertyInUse, "options");
    assert_eq!(told, "free is needed by a contact");
    known::save(&sql, &plan, &options(&["free", "pro", "team"])).unwrap();
    knows(&sql, "ada", &[("plan", Some(Value::Text("team".into())))], NOW).unwrap();
    assert_eq!(refused(known::remove(&sql, &plan), Code::PropertyInUse, ""), "needed by the list Pro");
    edit::save(&sql, &list("pro"), 1, "Pro", Some(&names_list("vip")), NOW).unwrap();
    known::remove(&sql, &plan).unwrap();
    assert!(!known::contact(&sql, &contact("ada")).unwrap().properties.contains_key(&plan));
    assert_eq!(known::remove(&sql, &plan).unwrap_err().code(), Code::NotFound);
}

#[test]
fn a_typed_address_proves_nothing_to_a_list() {
    // T12
    let sql = shop();
    let by_domain =
        criteria(json!([[{"property": "email-domain", "test": {"op": "is", "value": "b.test"}}]]));
    edit::create(&sql, "B", Some(&by_domain), NOW).unwrap();
    let strangers = criteria(json!([[{"property": "verified", "test": {"op": "is_false"}}]]));
    edit::create(&sql, "Strangers", Some(&strangers), NOW).unwrap();
    on(&sql, "ben", "b pro");
    let visitor = VisitorId::from_random([1; 16]);
    upkeep::claim(&sql, &visitor, (Some("ben@b.test"), None), &contact("c-1"), NOW).unwrap();
    on(&sql, "c-1", "strangers");
    let claimed = known::contact(&sql, &contact("c-1")).unwrap();
    assert_eq!(claimed.contact.email.as_deref(), Some("ben@b.test"));
    assert!(!claimed.properties.contains_key(&property("email")));
    // What they do counts.
    let busy = criteria(json!([[{"property": "threads", "test": {"op": "at_least", "value": 1}}]]));
    edit::create(&sql, "Busy", Some(&busy), NOW).unwrap();
    let thread = ThreadId::from_random(0, [2; 16]);
    contacts::note_thread(
        &sql,
        &visitor,
        Some(&contact("c-1")),
        &InboxId::parse("main").unwrap(),
        &thread,
        NOW,
    )
    .unwrap();
    upkeep::refresh(&sql, &contact("c-1"), NOW).unwrap();
    on(&sql, "c-1", "busy strangers");
}

#[test]
fn contacts_are_found_by_name_and_address() {
    let sql = shop();
    let found = |text: &str| {
        let found = known::search(&sql, text, None, None).unwrap();
        (found.found, found.contacts.iter().map(|card| card.id.to_string()).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(found(""), (3, "ada ben cleo".into()));
    assert_eq!(found(" CLEO"), (1, "cleo".into()));
    assert_eq!(found("b.test"), (1, "ben".into()));
    assert_eq!(found("%"), (0, String::new()));
}

#[test]
fn more_contacts_than_a_page_are_all_looked_at() {
    let sql = shop();
    for n in 0..1_203 {
        let visitor = VisitorId::from_random(u128::from(n as u32).to_be_bytes());
        upkeep::claim(&sql, &visitor, (Some("x@y.test"), None), &contact(&format!("c-{n:04}")), NOW).unwrap();
    }
    let everyone = criteria(json!([[{"property": "created", "test": {"op": "in_the_last", "days": 1}}]]));
    let made = edit::create(&sql, "Everyone", Some(&everyone), NOW + 1).unwrap();
    assert_eq!((made.members, made.contacts.len()), (1_206, 20));
    let preview = edit::preview(&sql, None, &everyone, NOW).unwrap();
    assert_eq!((preview.members, preview.shown.len()), (1_206, 20));
    // All of them are told as moved, or said to be more.
    let news = moves::since(&sql, 0, NOW + 1).unwrap();
    assert_eq!((news.moved.len(), news.more), (1_000, true));
    // And all are due at once, in pages.
    let mut rung = 0;
    while lists::next_due(&sql).unwrap().is_some_and(|due| due <= NOW + 2 * DAY) {
        upkeep::overdue(&sql, NOW + 2 * DAY).unwrap();
        rung += 1;
    }
    assert_eq!((rung, edit::detail(&sql, &made.id).unwrap().members), (3, 0));
}
