//! Consent to communicate over the real tables of the demo account.

use protocol::account::{Chatflow, Communication};
use protocol::rest::subscriptions::SubscriptionTypeContent;

use super::*;
use crate::chatflow::edit;
use crate::lists::upkeep;
use crate::model::subscriptions as types;
use crate::store::account::contacts::part;
use crate::store::account::tests::imported;
use crate::store::native::Memory;

const TEXT: &str = "Ein Brief im Monat. <b>\u{1f36a}</b>\nWiderruf jederzeit.";

fn flow() -> ChatflowId {
    ChatflowId::parse("pricing").unwrap()
}

fn subscription(id: &str) -> SubscriptionId {
    SubscriptionId::parse(id).unwrap()
}

fn visitor(c: char) -> VisitorId {
    VisitorId::parse(&format!("{c}{}", "a".repeat(25))).unwrap()
}

fn thread(c: char) -> ThreadId {
    ThreadId::parse(&format!("0-{c}{}", "a".repeat(25))).unwrap()
}

/// Changes what the chatflow asks for.
fn asks_for(sql: &Memory, id: &str, text: Option<&str>) {
    let detail = edit::detail(sql, &flow()).unwrap();
    let communication = text.map(|text| Communication { subscription: subscription(id), text: text.into() });
    let content = Chatflow { communication, ..detail.chatflow };
    edit::save(sql, &flow(), detail.revision, content, 1).unwrap();
}

/// The demo account with two types, whose chatflow asks for the first.
fn shop() -> Memory {
    let sql = imported();
    sql.run("DELETE FROM subscription_types", &[]).unwrap();
    sql.run("UPDATE account SET gdpr = 1", &[]).unwrap();
    for name in ["News", "Events"] {
        types::put(&sql, None, SubscriptionTypeContent { name: name.into(), description: String::new() })
            .unwrap();
    }
    asks_for(&sql, "news", Some(TEXT));
    sql
}

fn tick(sql: &Memory, who: Who<'_>, (id, version): (&str, u32), now: u64) -> Result<Subscription, Error> {
    let given = CommunicationGiven { subscription: subscription(id), version, language: "de".into() };
    let (flow, inbox, thread) = (flow(), InboxId::parse("main").unwrap(), thread('b'));
    let page = Some("https://kiln.example/pricing".to_owned());
    subscribe(sql, who, Ticked { chatflow: &flow, given: &given, page, inbox: &inbox, thread: &thread }, now)
}

/// The version that somebody is asked under, and whether again.
fn asked_of(sql: &Memory, who: Option<Who<'_>>) -> Option<(u32, bool)> {
    look(sql, who, Some(&flow())).unwrap().asked.map(|asked| (asked.version, asked.again))
}

fn names(sql: &Memory, who: Who<'_>) -> Vec<String> {
    look(sql, Some(who), None).unwrap().subscriptions.into_iter().map(|one| one.name).collect()
}

#[test]
fn the_receipt_says_exactly_what_was_agreed_to() {
    // S85 S86 N18
    let sql = shop();
    let (me, other) = (visitor('a'), visitor('c'));
    assert_eq!(asked_of(&sql, None), Some((1, false)), "a stranger is asked");
    let made = tick(&sql, Who(&me, None), ("news", 1), 5).unwrap();
    let expected = Subscription {
        number: made.number,
        subscription: subscription("news"),
        name: "News".into(),
        chatflow: flow(),
        version: 1,
        text: TEXT.into(),
        hash: session::digest(TEXT),
        language: "de".into(),
        page: Some("https://kiln.example/pricing".into()),
        inbox: InboxId::parse("main").unwrap(),
        thread: thread('b'),
        since: 5,
        ended: None,
    };
    assert_eq!(made, expected);
    assert_eq!(rows::all(&sql, Whose::Visitor(&me, None)).unwrap(), [expected]);
    assert_eq!(asked_of(&sql, Some(Who(&me, None))), None);
    assert_eq!(asked_of(&sql, Some(Who(&other, None))), Some((1, false)));
    // The same message once more.
    assert_eq!(tick(&sql, Who(&me, None), ("news", 1), 9).unwrap().number, made.number);
    assert_eq!(rows::all(&sql, Whose::Visitor(&me, None)).unwrap().len(), 1);
}

#[test]
fn a_new_version_asks_again_and_the_old_receipt_stays() {
    // S85 S86 S89
    let sql = shop();
    let me = visitor('a');
    let who = Who(&me, None);
    tick(&sql, who, ("news", 1), 5).unwrap();
    asks_for(&sql, "news", Some("Two letters."));
    assert_eq!(asked_of(&sql, Some(who)), Some((2, true)));
    tick(&sql, who, ("news", 2), 6).unwrap();
    let all = rows::all(&sql, Whose::Visitor(&me, None)).unwrap();
    let told: Vec<_> = all.iter().map(|one| (one.version, one.text.as_str(), one.ended.clone())).collect();
    let renewed = Some(Ended { at: 6, by: EndedBy::Renewed });
    assert_eq!(told, [(2, "Two letters.", None), (1, TEXT, renewed)]);
    assert_eq!((names(&sql, who), asked_of(&sql, Some(who))), (vec!["News".to_owned()], None));
    // Another type is another question, and the old text once more a version of its own.
    asks_for(&sql, "events", Some("Two letters."));
    assert_eq!(asked_of(&sql, Some(who)), Some((3, false)));
    asks_for(&sql, "news", Some(TEXT));
    assert_eq!(asked_of(&sql, Some(who)), Some((4, true)));
    // A page that is older than the text: what was published once counts.
    tick(&sql, Who(&visitor('d'), None), ("events", 3), 7).unwrap();
}

#[test]
fn what_was_never_published_is_refused_at_its_place() {
    // S85
    let sql = shop();
    let me = visitor('a');
    let refused = |ticked| match tick(&sql, Who(&me, None), ticked, 5) {
        Err(Error::Rejected(problem)) => (problem.code, problem.field),
        other => panic!("{other:?}"),
    };
    let at = |field: &str| (Code::SubscriptionUnknown, Some(field.to_owned()));
    assert_eq!(refused(("news", 2)), at("communication.version"));
    assert_eq!(refused(("news", 0)), at("communication.version"));
    assert_eq!(refused(("events", 1)), at("communication.version"), "the text was for another type");
    asks_for(&sql, "news", None);
    types::remove(&sql, &subscription("news")).unwrap();
    assert_eq!(refused(("news", 1)), at("communication.subscription"));
    assert!(names(&sql, Who(&me, None)).is_empty());
}

#[test]
fn nobody_is_asked_where_nothing_is_to_be_asked() {
    // S79 S85
    let sql = shop();
    sql.run("UPDATE account SET gdpr = 0", &[]).unwrap();
    assert_eq!(asked_of(&sql, None), None);
    sql.run("UPDATE account SET gdpr = 1", &[]).unwrap();
    asks_for(&sql, "news", None);
    assert_eq!(asked_of(&sql, None), None);
    let gone = ChatflowId::parse("gone").unwrap();
    assert_eq!(look(&sql, None, Some(&gone)).unwrap(), SubscriptionsNow::default());
}

#[test]
fn whoever_leaves_an_address_is_a_contact_who_is_subscribed() {
    // S85
    let sql = shop();
    let me = visitor('a');
    tick(&sql, Who(&me, None), ("news", 1), 5).unwrap();
    let proposed = ContactId::parse("c-new").unwrap();
    let contact = upkeep::claim(&sql, &me, (Some("sofia@kiln.test"), None), &proposed, 6).unwrap();
    let of = of_contact(&sql, &contact).unwrap().subscriptions;
    assert_eq!((of.len(), of[0].since, of[0].text.as_str()), (1, 5, TEXT));
    assert!(of_contact(&sql, &ContactId::parse("nobody").unwrap()).is_err());
}

#[test]
fn it_ends_by_the_visitor_and_by_the_account_and_both_leave_who_and_when() {
    // S85
    let sql = shop();
    let (me, contact) = (visitor('a'), ContactId::parse("sofia").unwrap());
    let who = Who(&me, Some(&contact));
    tick(&sql, who, ("news", 1), 5).unwrap();
    assert_eq!(unsubscribe(&sql, who, &subscription("news"), 6).unwrap(), SubscriptionsNow::default());
    assert_eq!(asked_of(&sql, Some(who)), Some((1, false)), "asked as if for the first time");
    tick(&sql, who, ("news", 1), 7).unwrap();
    let by = AgentId::parse("anna").unwrap();
    // On another device the contact is the same.
    assert_eq!(names(&sql, Who(&visitor('c'), Some(&contact))), ["News"]);
    let told = end_for_contact(&sql, &contact, &subscription("news"), by.clone(), 8).unwrap().subscriptions;
    let ended: Vec<_> = told.into_iter().map(|one| one.ended.unwrap()).collect();
    let expected =
        [Ended { at: 8, by: EndedBy::Agent { id: by.clone() } }, Ended { at: 6, by: EndedBy::Visitor }];
    assert_eq!(ended, expected);
    let again = end_for_contact(&sql, &contact, &subscription("news"), by, 9);
    assert_eq!(again.err().map(|error| error.code()), Some(Code::NotFound), "nothing to end");
    // What ended stays as it was.
    unsubscribe(&sql, who, &subscription("news"), 10).unwrap();
    let last = rows::all(&sql, Whose::Contact(&contact)).unwrap()[0].ended.clone();
    assert_eq!(last.map(|ended| ended.at), Some(8));
}

#[test]
fn whoever_is_forgotten_is_written_to_no_more() {
    // S85 N18
    let sql = shop();
    let (me, nobody) = (visitor('a'), visitor('z'));
    tick(&sql, Who(&me, None), ("news", 1), 5).unwrap();
    forget(&sql, &me, 6).unwrap();
    part(&sql, &me, &nobody).unwrap();
    assert!(rows::all(&sql, Whose::Visitor(&me, None)).unwrap().is_empty(), "nothing leads there");
    let left = rows::all(&sql, Whose::Visitor(&nobody, None)).unwrap();
    assert_eq!(left[0].ended, Some(Ended { at: 6, by: EndedBy::Forgotten }));
    assert_eq!(rows::ended(&sql, left[0].number).unwrap(), left[0].ended);
}
