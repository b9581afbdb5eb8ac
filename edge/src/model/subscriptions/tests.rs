//! Types of subscriptions over the real tables of the demo account.

use conversation::ids::ChatflowId;
use protocol::account::Communication;

use super::*;
use crate::chatflow::edit;
use crate::store::account::tests::imported;
use crate::store::native::Memory;

fn id(id: &str) -> SubscriptionId {
    SubscriptionId::parse(id).unwrap()
}

fn content(name: &str, description: &str) -> SubscriptionTypeContent {
    SubscriptionTypeContent { name: name.into(), description: description.into() }
}

fn code<T>(result: Result<T, Error>) -> Option<Code> {
    result.err().map(|error| error.code())
}

fn empty() -> Memory {
    let sql = imported();
    sql.run("DELETE FROM subscription_types", &[]).unwrap();
    sql
}

#[test]
fn a_type_is_added_and_gets_other_words_and_keeps_its_id() {
    // S86
    let sql = empty();
    put(&sql, None, content("  Kiln   news ", "Once a month.")).unwrap();
    let all = put(&sql, None, content("Events", "")).unwrap().subscriptions;
    let ids: Vec<&str> = all.iter().map(|kind| kind.id.as_str()).collect();
    assert_eq!(ids, ["events", "kiln-news"]);
    assert_eq!(all[1].name, "Kiln news");
    let all = put(&sql, Some(id("kiln-news")), content("Letters", "Rarely.")).unwrap().subscriptions;
    let expected =
        SubscriptionType { id: id("kiln-news"), name: "Letters".into(), description: "Rarely.".into() };
    assert_eq!(all[1], expected);
    assert_eq!(remove(&sql, &id("events")).unwrap().subscriptions, [expected]);
}

#[test]
fn what_cannot_be_a_type_is_refused() {
    // S86
    let sql = empty();
    assert_eq!(code(put(&sql, None, content(" ", ""))), Some(Code::TextEmpty));
    assert_eq!(code(put(&sql, None, content(&"x".repeat(101), ""))), Some(Code::TextTooLong));
    assert_eq!(code(put(&sql, None, content("News", &"x".repeat(501)))), Some(Code::TextTooLong));
    assert_eq!(code(put(&sql, None, content("News", "\0"))), Some(Code::TextEncoding));
    assert_eq!(code(put(&sql, Some(id("none")), content("News", ""))), Some(Code::NotFound));
    assert_eq!(code(remove(&sql, &id("none"))), Some(Code::NotFound));
    for n in 0..SUBSCRIPTIONS {
        put(&sql, None, content(&format!("News {n}"), "")).unwrap();
    }
    assert_eq!(code(put(&sql, None, content("One more", ""))), Some(Code::TooMany));
}

#[test]
fn a_type_that_a_chatflow_asks_for_stays_though_that_is_switched_off() {
    // S86
    let sql = empty();
    put(&sql, None, content("News", "")).unwrap();
    sql.run("UPDATE account SET gdpr = 1", &[]).unwrap();
    let flow = ChatflowId::parse("pricing").unwrap();
    let detail = edit::detail(&sql, &flow).unwrap();
    let (mut chatflow, revision, name) = (detail.chatflow.clone(), detail.revision, detail.chatflow.name);
    chatflow.communication = Some(Communication { subscription: id("news"), text: "A letter.".into() });
    let saved = edit::save(&sql, &flow, revision, chatflow, 1).unwrap();
    edit::switch(&sql, &flow, false, 2).unwrap();
    let Err(Error::Rejected(problem)) = remove(&sql, &id("news")) else { panic!("it was removed") };
    assert_eq!(problem.code, Code::NamedByChatflow);
    assert!(problem.message.contains(&name), "{}", problem.message);
    let kept = edit::detail(&sql, &flow).unwrap();
    let without = protocol::account::Chatflow { communication: None, ..saved.chatflow };
    edit::save(&sql, &flow, kept.revision, without, 3).unwrap();
    assert_eq!(remove(&sql, &id("news")).unwrap().subscriptions, []);
}
